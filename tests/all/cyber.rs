//! A small policy on cyber systems, numbered by hand, and verdicts on it of every kind, made by hand:
//! what the reports must be able to tell, whatever the rooms before them come to do.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use licit::casebook::outcome::Judged;
use licit::judge::*;
use licit::program::{self, *};
use licit::source::{FileId, Sources, Span};

const TEXT: &str = include_str!("cyber.licit");

const GOVERNMENT: FactId = FactId(2);
const APPROVAL: FactId = FactId(3);
const ACT: FactId = FactId(4);
const SENTENCE: FactId = FactId(5);
const PRIVACY: FactId = FactId(6);
const KEPT: FactId = FactId(7);
const TARGET: ListId = ListId(0);
const CHOSEN_FOR: AttributeId = AttributeId(1);
const ACTS: DomainId = DomainId(2);
const PROFESSIONS: DomainId = DomainId(3);
const GROUNDS: DomainId = DomainId(4);

/// Units, in the order of the clauses.
const SERIOUS: UnitId = UnitId(0);
const PERMIT_A: UnitId = UnitId(1);
const PERMIT_B: UnitId = UnitId(2);
const POLITICAL: UnitId = UnitId(3);
const PRIVATE: UnitId = UnitId(4);
const REMEDIES: UnitId = UnitId(5);
const APPROVALS: UnitId = UnitId(6);
const RECORDS: UnitId = UnitId(7);

/// The policy and the file it stands in.
pub struct Cyber {
    pub sources: Sources,
    pub program: Arc<Program>,
}

/// A limb as a tree, from which the row is told.
struct Written {
    kind: StepKind,
    holds: Truth,
    span: Option<Span>,
    labelled: Option<NodeId>,
    facts: Vec<FactName>,
    inside: Vec<Written>,
}

impl Written {
    fn tell(&self, steps: &mut Steps) {
        let place = steps.begin(self.kind, self.holds);
        (steps.at(place).span, steps.at(place).labelled) = (self.span, self.labelled);
        self.facts.iter().for_each(|fact| steps.used(*fact));
        self.inside.iter().for_each(|limb| limb.tell(steps));
        steps.end(place);
    }
}

/// Why a unit came out as it did.
struct Because {
    unit: UnitId,
    holds: Truth,
    gives_way_to: Option<UnitId>,
    limb: Written,
}

impl Because {
    fn tell(self, steps: &mut Steps) -> Reason {
        let before = steps.mark();
        self.limb.tell(steps);
        let Because { unit, holds, gives_way_to, .. } = self;
        Reason { unit, holds, gives_way_to, steps: steps.since(before) }
    }
}

fn span(quoted: &str) -> Span {
    let start = TEXT.find(quoted).unwrap_or_else(|| panic!("`{quoted}` stands in the policy")) as u32;
    Span::new(FileId(0), start, start + quoted.len() as u32)
}

fn domain(name: &str, terms: &[&str], extent: Extent) -> Domain {
    let term = |(place, name): (usize, &&str)| {
        let mut kinds = FixedBitSet::with_capacity(terms.len() + 1);
        kinds.insert(place);
        Term { name: (*name).into(), title: None, kinds }
    };
    let terms = Arc::new(terms.iter().enumerate().map(term).collect());
    Domain { name: name.into(), title: None, terms, extent, ordered: false, span: None }
}

fn fact(order: u32, name: &str, ty: Type, question: Option<&str>) -> Fact {
    Fact {
        name: name.into(),
        ty,
        question: question.map(Into::into),
        step: false,
        presumed: None,
        judgement: None,
        span: span("policy"),
        order,
    }
}

impl Cyber {
    pub fn new() -> Cyber {
        let mut sources = Sources::default();
        sources.add("cyber.licit", TEXT);
        Cyber { sources, program: Arc::new(program()) }
    }

    /// A case with a date and an action, and these facts stated.
    fn case(&self, facts: &[(FactId, Value)]) -> Case {
        let mut case = Case::unstated(&self.program);
        let day = calendar::point(jiff::civil::date(2022, 3, 1)).unwrap();
        let always = [(DATE, Value::Point(day)), (ACTION, Value::Member(Member(0)))];
        for (fact, value) in always.iter().chain(facts) {
            case.facts[fact.0 as usize].knowledge = Knowledge::Value(value.clone());
        }
        case
    }

    fn judged(&self, title: &str, case: Case, mut verdict: Verdict, because: Vec<Because>) -> Judged {
        verdict.reasons = because.into_iter().map(|reason| reason.tell(&mut verdict.steps)).collect();
        Judged { title: Some(title.to_string()), program: self.program.clone(), case, verdict }
    }

    fn condition(&self, unit: UnitId) -> NodeId {
        match self.program.unit(unit).role {
            Role::Requirement { condition, .. } => condition,
            _ => self.program.unit(unit).when,
        }
    }

    fn reason(&self, unit: UnitId, holds: Truth, limb: Truth, facts: Vec<FactName>) -> Because {
        let node = self.condition(unit);
        let limb = Written {
            kind: StepKind::Condition(node),
            holds: limb,
            span: self.program.origin(node).span,
            labelled: Some(node),
            facts,
            inside: Vec::new(),
        };
        Because { unit, holds, gives_way_to: None, limb }
    }

    /// Why clause 5(a) came out as it did, for one stated target.
    fn political(&self, holds: Truth) -> Because {
        let mut reason = self.reason(POLITICAL, holds, holds, Vec::new());
        let used = FactName::Element(TARGET, 0, CHOSEN_FOR);
        let inner = Written {
            kind: StepKind::Condition(NodeId(0)),
            holds,
            span: Some(span("chosen-for includes political-affiliation")),
            labelled: None,
            facts: vec![used],
            inside: Vec::new(),
        };
        let element = Written {
            kind: StepKind::Element(TARGET, 0),
            holds,
            span: None,
            labelled: None,
            facts: Vec::new(),
            inside: vec![inner],
        };
        reason.limb.kind = StepKind::Elements(TARGET);
        reason.limb.inside = vec![element];
        reason
    }

    fn privacy(&self, holds: Truth) -> Because {
        let used = FactName::Fact(PRIVACY);
        self.reason(PRIVATE, holds, holds, vec![used])
    }

    fn approval(&self, holds: Truth) -> Because {
        let used = FactName::Fact(APPROVAL);
        self.reason(APPROVALS, holds, holds, vec![used])
    }

    fn attack(&self, holds: Truth) -> Because {
        let used = FactName::Fact(ACT);
        self.reason(PERMIT_A, holds, holds, vec![used])
    }

    /// Why clause 4(b) came out as it did: through the definition, its readings and its exception.
    fn serious(&self, holds: Truth, narrow: Truth, broad: Truth) -> Because {
        let sentence = FactName::Fact(SENTENCE);
        let act = FactName::Fact(ACT);
        let step = |kind, holds, words: Option<&str>, facts: Vec<FactName>, inside| Written {
            kind,
            holds,
            span: words.map(span),
            labelled: None,
            facts,
            inside,
        };
        let reading = |number, holds, words| {
            let kind = StepKind::Reading(ClauseId(0), number);
            let limb = step(StepKind::Condition(NodeId(0)), holds, Some(words), vec![sentence], Vec::new());
            step(kind, holds, None, Vec::new(), vec![limb])
        };
        let unless =
            step(StepKind::Unless(NodeId(0)), Truth::No, Some("act is expression"), vec![act], Vec::new());
        let unit = step(
            StepKind::Unit(SERIOUS),
            holds,
            None,
            Vec::new(),
            vec![
                reading(0, narrow, "maximum-sentence is at least 6 years"),
                reading(1, broad, "maximum-sentence is at least 5 years"),
                unless,
            ],
        );
        let mut reason = self.reason(PERMIT_B, holds, holds, Vec::new());
        reason.limb.kind = StepKind::Definition(DefinitionId(0));
        reason.limb.inside = vec![unit];
        reason
    }

    /// Every kind of verdict, each with the name of its kind.
    pub fn verdicts(&self) -> Vec<(&'static str, Judged)> {
        vec![
            ("prohibited_by_clause", self.prohibited_by_clause()),
            ("requirement_pending", self.requirement_pending()),
            ("undetermined_on_facts", self.undetermined_on_facts()),
            ("depends_on_reading", self.depends_on_reading()),
            ("by_default", self.by_default()),
            ("not_regulated", self.not_regulated()),
            ("permitted", self.permitted()),
        ]
    }

    fn targeted(&self, facts: &[(FactId, Value)], ground: u32) -> Case {
        let mut case = self.case(facts);
        let mut attributes = vec![Stated::default(); 2];
        attributes[0].knowledge = Knowledge::Value(Value::Member(Member(1)));
        attributes[1].knowledge = Knowledge::Value(Value::Set([Member(ground)].into()));
        let element = StatedElement { label: Some("A".into()), attributes, span: None };
        case.lists[0] = StatedList { elements: vec![element], open: false, span: None };
        case
    }

    pub fn prohibited_by_clause(&self) -> Judged {
        let mut case = self.targeted(
            &[
                (ACT, Value::Member(Member(4))),
                (PRIVACY, Value::YesNo(false)),
                (APPROVAL, Value::YesNo(true)),
            ],
            1,
        );
        case.facts[PRIVACY.0 as usize].by = Some("Counsel's opinion, 3 February 2022".to_string());
        case.set_aside.push("offence.aim".to_string());
        let verdict = Verdict {
            layer: Some(Layer::Prohibition),
            by: vec![Decider { unit: Some(POLITICAL), holds: Truth::Yes }],
            remedies: vec![
                Consequence { unit: REMEDIES, which: 0, holds: Truth::Yes },
                Consequence { unit: REMEDIES, which: 1, holds: Truth::Yes },
            ],
            duties: vec![Consequence { unit: RECORDS, which: 0, holds: Truth::Yes }],
            ..decided(Ruling::Prohibited)
        };
        let because = vec![
            self.political(Truth::Yes),
            self.privacy(Truth::No),
            self.approval(Truth::Yes),
            self.attack(Truth::No),
        ];
        self.judged("An opposition politician's phone", case, verdict, because)
    }

    fn requirement_pending(&self) -> Judged {
        let case = self.targeted(&[(ACT, Value::Member(Member(0))), (APPROVAL, Value::YesNo(false))], 2);
        let verdict = Verdict {
            layer: Some(Layer::Requirement),
            by: vec![Decider { unit: Some(APPROVALS), holds: Truth::Yes }],
            once: vec![FactName::Fact(APPROVAL)],
            remedies: vec![Consequence { unit: REMEDIES, which: 0, holds: Truth::Unknown }],
            duties: vec![Consequence { unit: RECORDS, which: 0, holds: Truth::Yes }],
            presumed: vec![FactName::Fact(GOVERNMENT), FactName::Fact(PRIVACY)],
            rests_on: vec![Support::Closed(GROUNDS)],
            ..decided(Ruling::Prohibited)
        };
        let because = vec![
            self.approval(Truth::No),
            self.political(Truth::No),
            self.privacy(Truth::No),
            self.attack(Truth::Yes),
        ];
        self.judged("Before the approval", case, verdict, because)
    }

    fn undetermined_on_facts(&self) -> Judged {
        let mut case = self.case(&[(APPROVAL, Value::YesNo(true))]);
        let months = [(60, UNLIMITED)];
        case.facts[SENTENCE.0 as usize].knowledge =
            Knowledge::Such(vec![(Test::Within(months.into()), true)]);
        case.facts[DATE.0 as usize].knowledge = Knowledge::Unstated;
        let open = FactName::Extent(TARGET);
        let facts = vec![FactName::Fact(ACT), FactName::Fact(SENTENCE), open, FactName::Fact(PRIVACY)];
        let mut political = self.political(Truth::Unknown);
        political.limb.inside.clear();
        political.limb.kind = StepKind::Elements(TARGET);
        political.limb.facts = vec![open];
        let mut serious = self.serious(Truth::Unknown, Truth::Unknown, Truth::Yes);
        serious.limb.inside[0].inside[2].holds = Truth::Unknown;
        let verdict = Verdict {
            turns_on: facts,
            possible: vec![Ruling::Permitted, Ruling::Prohibited],
            ask_next: Some(FactName::Fact(PRIVACY)),
            shown_open: true,
            exact: false,
            ..decided(Ruling::Undetermined)
        };
        let because = vec![
            self.approval(Truth::Yes),
            political,
            self.privacy(Truth::Unknown),
            self.attack(Truth::Unknown),
            serious,
        ];
        self.judged("Little is known", case, verdict, because)
    }

    fn depends_on_reading(&self) -> Judged {
        let case = self.targeted(
            &[
                (ACT, Value::Member(Member(5))),
                (SENTENCE, Value::Point(71)),
                (PRIVACY, Value::YesNo(false)),
                (APPROVAL, Value::YesNo(true)),
            ],
            0,
        );
        let row = |reading, ruling, unit| ReadingRow {
            choice: vec![(ClauseId(0), reading)],
            ruling,
            by: vec![Decider { unit, holds: Truth::Yes }],
        };
        let verdict = Verdict {
            possible: vec![Ruling::Permitted, Ruling::Prohibited],
            depends_on: vec![ClauseId(0)],
            readings: vec![row(0, Ruling::Prohibited, None), row(1, Ruling::Permitted, Some(PERMIT_B))],
            shown_open: true,
            ..decided(Ruling::Undetermined)
        };
        let because = vec![self.attack(Truth::No), self.serious(Truth::Unknown, Truth::No, Truth::Yes)];
        self.judged("A sentence of nearly six years", case, verdict, because)
    }

    pub fn by_default(&self) -> Judged {
        let case = self.targeted(&[(ACT, Value::Member(Member(4))), (PRIVACY, Value::YesNo(false))], 0);
        let verdict = Verdict {
            layer: Some(Layer::Otherwise),
            by: vec![Decider { unit: None, holds: Truth::Yes }],
            ..decided(Ruling::Prohibited)
        };
        let because = vec![self.political(Truth::No), self.attack(Truth::No)];
        self.judged("An opinion", case, verdict, because)
    }

    fn not_regulated(&self) -> Judged {
        let mut case = self.case(&[]);
        case.facts[DATE.0 as usize].knowledge =
            Knowledge::Value(Value::Point(calendar::point(jiff::civil::date(2017, 1, 1)).unwrap()));
        let verdict = Verdict { layer: Some(Layer::Scope), ..decided(Ruling::NotRegulated) };
        self.judged("Before there was a certificate", case, verdict, Vec::new())
    }

    fn permitted(&self) -> Judged {
        let mut case = self.targeted(&[(ACT, Value::Member(Member(0))), (APPROVAL, Value::YesNo(false))], 1);
        case.facts[KEPT.0 as usize].knowledge = Knowledge::Value(Value::YesNo(false));
        case.readings.push(SettledReading {
            clause: ClauseId(0),
            reading: 0,
            by: Some("the Agency's circular".into()),
        });
        let mut political = self.political(Truth::Yes);
        political.gives_way_to = Some(PERMIT_A);
        let verdict = Verdict {
            layer: Some(Layer::Permission),
            by: vec![
                Decider { unit: Some(PERMIT_A), holds: Truth::Unknown },
                Decider { unit: Some(PERMIT_B), holds: Truth::Unknown },
            ],
            duties: vec![Consequence { unit: RECORDS, which: 0, holds: Truth::Yes }],
            ..decided(Ruling::Permitted)
        };
        let because = vec![political, self.attack(Truth::Unknown)];
        self.judged("A case with a settled reading", case, verdict, because)
    }
}

/// A verdict with nothing but its ruling.
fn decided(ruling: Ruling) -> Verdict {
    Verdict {
        ruling,
        layer: None,
        by: Vec::new(),
        turns_on: Vec::new(),
        possible: vec![ruling],
        ask_next: None,
        once: Vec::new(),
        depends_on: Vec::new(),
        readings: Vec::new(),
        duties: Vec::new(),
        remedies: Vec::new(),
        reasons: Vec::new(),
        steps: Steps::default(),
        exact: true,
        shown_open: false,
        rests_on: Vec::new(),
        presumptions_set_aside: Vec::new(),
        presumed: Vec::new(),
    }
}

fn program() -> Program {
    let mut nodes = Vec::new();
    let mut origins = Vec::new();
    let mut node = |quoted: Option<&str>, label: Option<&str>| {
        nodes.push(Node::Constant(true));
        origins.push(program::Origin {
            span: quoted.map(span),
            label: label.map(Into::into),
            ..program::Origin::default()
        });
        NodeId(nodes.len() as u32 - 1)
    };
    let always = node(None, None);
    let serious = node(Some("reading narrow as"), None);
    let attack = node(
        Some(
            "(a) offence.act is one of attack-on-persons, attack-on-public-facility,\n          seizure-of-aircraft, \
             release-of-dangerous-substance",
        ),
        Some("(a)"),
    );
    let crime = node(Some("(b) offence is serious-crime"), Some("(b)"));
    let political = node(Some("(a) any target where chosen-for includes political-affiliation"), Some("(a)"));
    let privacy = node(Some("(b) breaches-privacy-law"), Some("(b)"));
    let approval = node(Some("buyer.approval is yes"), None);
    let using = node(Some("action is use"), None);
    let unit = |clause: u32, item: &str, when: NodeId, role: Role| Unit {
        clause: ClauseId(clause),
        item: item.into(),
        span: span("policy"),
        in_force: None,
        when,
        unless: Vec::new(),
        exceptions: Vec::new(),
        live: when,
        role,
    };
    let permits = || Role::Permission { actions: always, notwithstanding: Vec::new() };
    let prohibits = || Role::Prohibition { actions: always };
    let remedies = vec![
        Remedy { must: false, holder: None, name: "revoke-licence".into() },
        Remedy { must: true, holder: Some("ministry".into()), name: "shut-down-system".into() },
    ];
    let units = vec![
        unit(0, "", serious, Role::Definition(DefinitionId(0))),
        unit(1, "(a)", attack, permits()),
        unit(1, "(b)", crime, permits()),
        unit(2, "(a)", political, prohibits()),
        unit(2, "(b)", privacy, prohibits()),
        unit(
            3,
            "",
            always,
            Role::Remedies { of: vec![POLITICAL, PRIVATE, APPROVALS], otherwise: false, remedies },
        ),
        unit(4, "", always, Role::Requirement { actions: always, condition: approval }),
        unit(
            5,
            "",
            using,
            Role::Duty {
                party: "buyer".into(),
                duty: "keep-records".into(),
                within: Some(Deadline {
                    working: false,
                    words: "30 days".into(),
                    measure: Measure::Hours,
                    length: 30 * 24,
                    of: None,
                }),
                kept: KEPT,
            },
        ),
    ];
    let clause = |number: &str, title: &str| Clause {
        number: number.into(),
        title: Some(title.into()),
        heading: None,
        texts: Vec::new(),
        sources: Vec::new(),
        notes: Vec::new(),
        readings: Vec::new(),
        validity: None,
        units: Vec::new(),
        table: None,
        number_span: span("policy"),
        span: span("policy"),
    };
    let reading =
        |name: &str, note: &str| Reading { name: name.into(), note: Some(note.into()), span: span(note) };
    let mut clauses = vec![
        clause("3", "Serious crime"),
        clause("4", "Permitted purposes"),
        clause("5", "Prohibited uses"),
        clause("6", "Remedies"),
        clause("7", "Approvals"),
        clause("8", "Records"),
    ];
    clauses[0].readings = vec![
        reading("narrow", "the sentence as the law states it"),
        reading("broad", "the sentence with every addition for repeated offences"),
    ];
    clauses[2].texts = vec![
        "The system shall not be used against any person merely because of that person's political\naffiliation, nor \
         in any way that breaches the law on privacy of the acquiring State."
            .into(),
    ];
    clauses[2].sources = vec!["End-use certificate, December 2021, paragraph 5".into()];
    let mut facts = vec![
        fact(0, "date", Type::Point(Measure::Date), None),
        fact(1, "action", Type::Member(ACTIONS), None),
        fact(2, "buyer.government", Type::YesNo, Some("a government, or a law-enforcement agency of one")),
        fact(
            3,
            "buyer.approval",
            Type::YesNo,
            Some("the approval its national law asks for was given before the use"),
        ),
        fact(4, "offence.act", Type::Member(ACTS), Some("what the suspected offence consists of")),
        fact(
            5,
            "offence.maximum-sentence",
            Type::Point(Measure::Months),
            Some("under the buyer's national law"),
        ),
        fact(7, "breaches-privacy-law", Type::YesNo, Some("the use breaks the buyer's privacy law")),
        fact(8, "clause 8 is kept", Type::YesNo, None),
    ];
    facts[2].presumed = Some(Value::YesNo(true));
    facts[3].step = true;
    facts[6].presumed = Some(Value::YesNo(false));
    facts[6].judgement = Some(Judgement { decided_by: Some("counsel in the buyer's country".into()) });
    let targets = List {
        name: "target".into(),
        plural: "targets".into(),
        title: Some("a person the system is pointed at".into()),
        attributes: vec![
            fact(0, "profession", Type::Member(PROFESSIONS), None),
            fact(1, "chosen-for", Type::Set(GROUNDS), Some("why a person was chosen")),
        ],
        span: span("policy"),
        order: 6,
    };
    Program {
        policy: Policy {
            name: "cyber-end-use".into(),
            title: "End-use certificate for cyber systems".into(),
            version: Some("2021-12".into()),
            issued_by: Some("Ministry of Defence, Defence Export Controls Agency".into()),
            addressed_to: Some("buyer".into()),
            days: vec![(calendar::point(jiff::civil::date(2021, 12, 6)).unwrap(), calendar::LAST_DAY)],
            validity: Validity::default(),
            whatever_the_day: false,
            otherwise_permitted: false,
            otherwise_span: span("otherwise"),
            holidays: Vec::new(),
            calls: vec![(
                Ruling::Prohibited,
                "not authorised under this certificate; another one or a licence is needed".into(),
            )],
            outside: vec!["The Wassenaar Arrangement's controls on the system itself".into()],
            sources: Vec::new(),
            notes: Vec::new(),
            span: span("policy"),
        },
        domains: vec![
            domain("country", &["FR", "HU"], Extent::Fixed),
            domain("action", &["use", "transfer"], Extent::Fixed),
            domain(
                "act",
                &[
                    "attack-on-persons",
                    "attack-on-public-facility",
                    "seizure-of-aircraft",
                    "release-of-dangerous-substance",
                    "expression",
                    "other-offence",
                ],
                Extent::Closed,
            ),
            domain("profession", &["journalist", "politician", "other-profession"], Extent::Closed),
            domain("ground", &["suspected-of-offence", "political-affiliation", "religion"], Extent::Closed),
        ],
        facts,
        lists: vec![targets],
        nodes,
        origins,
        atoms: Vec::new(),
        clauses,
        order: (0..units.len() as u32).map(UnitId).collect(),
        units,
        definitions: vec![Definition {
            name: "serious-crime".into(),
            of: Some("offence".into()),
            list: None,
            units: vec![SERIOUS],
            span: span("serious-crime"),
        }],
        assumptions: Vec::new(),
    }
}
