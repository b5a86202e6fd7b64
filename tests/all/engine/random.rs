//! Programs and cases drawn at random: small, and using everything a program can hold.

use licit::judge::{Case, Knowledge, SettledReading, Stated, StatedElement, Stipulation};
use licit::program::*;

use super::builder::{Builder, Parts, bits, domain, nowhere};
use super::draw::Draw;

/// The period of the random policies: a few days.
pub const FIRST: i128 = 738_000;
pub const LAST: i128 = 738_004;

pub const TERMS: DomainId = DomainId(2);

/// Which kinds of facts a program is made of.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Flavour {
    Scalars,
    List,
    ComparedList,
    /// Dates shifted by months and money with factors; not for going through every value.
    Lines,
}

struct Maker<'d> {
    draw: &'d mut Draw,
    builder: Builder,
    flavour: Flavour,
    list: Option<ListId>,
    points: Vec<FactId>,
    quantified: usize,
    /// How many definitions are complete.
    defined: usize,
}

/// A program, and a claim about its cases.
pub fn program(draw: &mut Draw, flavours: &[Flavour]) -> (Program, Flavour, Claim) {
    program_of(draw, flavours, 1)
}

/// The same, with so many times as many clauses.
pub fn program_of(draw: &mut Draw, flavours: &[Flavour], times: usize) -> (Program, Flavour, Claim) {
    let flavour = *draw.one_of(flavours);
    let otherwise_permitted = draw.below(3) == 0;
    let days = match draw.chance(4) {
        // Suspended on the third day.
        true => vec![(FIRST, FIRST + 1), (FIRST + 3, LAST)],
        false => vec![(FIRST, LAST)],
    };
    let mut builder = Builder::new(otherwise_permitted, days);
    let extent = *draw.one_of(&[Extent::Closed, Extent::Open]);
    builder.program.domains.push(domain("term", &["a", "b", "c"], extent));
    // The facts, 2 and on.
    for name in ["p", "q", "r"] {
        builder.fact(name, Type::YesNo);
    }
    builder.program.facts[4].step = true;
    if draw.chance(3) {
        builder.program.facts[3].presumed = Some(Value::YesNo(draw.below(2) == 1));
    }
    let step = builder.fact("s", Type::YesNo);
    builder.program.facts[step.0 as usize].step = true;
    builder.fact("t", Type::Member(TERMS));
    builder.fact("u", Type::Member(TERMS));
    builder.fact("set", Type::Set(TERMS));
    let mut points = vec![builder.fact("m", Type::Point(Measure::WholeNumber))];
    if flavour == Flavour::Scalars {
        points.push(builder.fact("n", Type::Point(Measure::WholeNumber)));
    }
    if flavour == Flavour::Lines {
        for name in ["d", "e"] {
            builder.fact(name, Type::Point(Measure::Date));
        }
        for name in ["v", "w"] {
            builder.fact(name, Type::Point(Measure::Number));
        }
    }
    let list = matches!(flavour, Flavour::List | Flavour::ComparedList).then(|| {
        builder.list(
            "thing",
            &[
                ("x", Type::YesNo),
                match flavour {
                    Flavour::ComparedList => ("k", Type::Point(Measure::WholeNumber)),
                    _ => ("y", Type::Member(TERMS)),
                },
            ],
        )
    });
    let mut maker = Maker { draw, builder, flavour, list, points, quantified: 0, defined: 0 };
    for _ in 0..times {
        maker.clauses();
    }
    let when = (maker.draw.below(3) > 0).then(|| maker.condition(2, None, true));
    let (said, other) = (maker.said(), maker.said());
    let kinds = [ClaimKind::Never, ClaimKind::Always, ClaimKind::OnlyWhen, ClaimKind::Whenever(other)];
    let claim = Claim { kind: *maker.draw.one_of(&kinds), said, when };
    (maker.builder.program, flavour, claim)
}

impl Maker<'_> {
    fn clauses(&mut self) {
        // An assumption or two, of facts only.
        for _ in 0..*self.draw.one_of(&[0, 0, 1, 2]) {
            let node = self.condition(2, None, false);
            self.builder.assume(node);
        }
        for _ in 0..*self.draw.one_of(&[0, 1, 2]) {
            let list = self.list.filter(|_| self.draw.below(2) == 0);
            let definition = self.builder.definition(list);
            match self.draw.chance(3) {
                true => self.table(list, definition),
                false => {
                    for _ in 0..1 + self.draw.below(2) {
                        let (clause, parts) = self.parts(list);
                        let unit = self.builder.unit(clause, parts, Role::Definition(definition));
                        self.builder.program.definitions[definition.0 as usize].units.push(unit);
                    }
                }
            }
            self.defined += 1;
        }
        for _ in 0..*self.draw.one_of(&[0, 0, 1, 2]) {
            let (clause, parts) = self.parts(None);
            self.builder.unit(clause, parts, Role::Exception);
        }
        let mut against = Vec::new();
        for _ in 0..1 + self.draw.below(4) {
            let (clause, parts) = self.parts(None);
            let actions = self.actions();
            let role = match self.draw.below(3) {
                0 => Role::Prohibition { actions },
                1 => Role::Requirement { actions, condition: self.condition(2, None, true) },
                _ => {
                    let many = if against.is_empty() { 0 } else { self.draw.below(2) };
                    let notwithstanding = (0..many).map(|_| *self.draw.one_of(&against));
                    Role::Permission { actions, notwithstanding: notwithstanding.collect() }
                }
            };
            let stands = !matches!(role, Role::Permission { .. });
            let unit = self.builder.unit(clause, parts, role);
            if stands {
                against.push(unit);
            }
        }
        if self.draw.chance(4) {
            let (clause, parts) = self.parts(None);
            self.builder.unit(clause, parts, Role::OutOfScope);
        }
        let mut of = against;
        if self.draw.chance(3) {
            let kept = self.builder.fact("clause is kept", Type::YesNo);
            let (clause, parts) = self.parts(None);
            let duty = *self.draw.one_of(&["record", "move"]);
            let role = Role::Duty { party: "buyer".into(), duty: duty.into(), within: None, kept };
            of.push(self.builder.unit(clause, parts, role));
        }
        if self.draw.below(2) == 0 {
            let (clause, parts) = self.parts(None);
            let remedy = |must| Remedy { must, holder: None, name: "revoke".into() };
            let of = of.into_iter().filter(|_| self.draw.below(3) != 0).collect();
            let role = Role::Remedies {
                of,
                otherwise: self.draw.below(2) == 0,
                remedies: vec![remedy(true), remedy(false)],
            };
            self.builder.unit(clause, parts, role);
        }
    }

    /// A definition by table: of a first match each row excepts from those below it.
    fn table(&mut self, list: Option<ListId>, definition: DefinitionId) {
        let unique = self.draw.below(2) == 0;
        let clause = self.builder.clause(0);
        let (mut rows, mut fits) = (Vec::new(), Vec::new());
        let last = 1 + self.draw.below(2);
        for row in 0..=last {
            let when = self.condition(2, list, true);
            let exceptions = if unique { Vec::new() } else { rows.clone() };
            let parts = Parts { in_force: None, when, unless: Vec::new(), exceptions };
            let concludes = row == last || !self.draw.chance(3);
            let role = if concludes { Role::Definition(definition) } else { Role::Exception };
            let unit = self.builder.unit(clause, parts, role);
            self.builder.program.units[unit.0 as usize].item = ["(a)", "(b)", "(c)"][row].into();
            if concludes {
                self.builder.program.definitions[definition.0 as usize].units.push(unit);
            }
            rows.push(unit);
            fits.push(when);
        }
        let fits = self.builder.node(Node::Any(fits.into()));
        let unfit = self.builder.node(Node::Not(fits));
        let table = Table { unique, unfit, span: nowhere() };
        self.builder.program.clauses[clause.0 as usize].table = Some(Box::new(table));
    }

    fn said(&mut self) -> Said {
        let ruling = *self.draw.one_of(&[Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated]);
        let actions: Option<&[usize]> = *self.draw.one_of(&[None, Some(&[0][..]), Some(&[1])]);
        Said { ruling, actions: actions.map(|actions| self.builder.actions(actions)) }
    }

    fn actions(&mut self) -> NodeId {
        let choices: [&[usize]; 3] = [&[0, 1], &[0], &[1]];
        let actions = self.draw.one_of(&choices);
        self.builder.actions(actions)
    }

    fn parts(&mut self, about: Option<ListId>) -> (ClauseId, Parts) {
        let with_readings = self.draw.chance(6);
        let clause = self.builder.clause(if with_readings { 2 } else { 0 });
        let in_force = self.draw.chance(8).then(|| {
            let ranges = [(FIRST + self.draw.below(3) as i128, LAST)];
            self.builder.atom(Place::Fact(DATE), Test::Within(ranges.into()))
        });
        let mut when = self.condition(2, about, true);
        if with_readings {
            let other = self.condition(1, about, true);
            when = self.builder.node(Node::Reading { clause, options: [when, other].into() });
        }
        let unless = (0..self.draw.below(8) / 6).map(|_| self.condition(1, about, true)).collect();
        let exceptions: Vec<UnitId> = (0..self.builder.program.units.len())
            .map(|number| UnitId(number as u32))
            .filter(|unit| {
                let unit = self.builder.program.unit(*unit);
                let is_row = self.builder.program.clause(unit.clause).table.is_some();
                matches!(unit.role, Role::Exception) && !is_row
            })
            .collect();
        let exceptions = exceptions.into_iter().filter(|_| self.draw.chance(3)).collect();
        (clause, Parts { in_force, when, unless, exceptions })
    }

    fn condition(&mut self, depth: usize, about: Option<ListId>, anything: bool) -> NodeId {
        let kind = if depth == 0 { self.draw.below(7) } else { self.draw.below(14) };
        match kind {
            7 => {
                let inner = self.condition(depth - 1, about, anything);
                self.builder.node(Node::Not(inner))
            }
            8..=9 => {
                let parts = self.conditions(depth, about, anything);
                self.builder.node(Node::All(parts))
            }
            10..=11 => {
                let parts = self.conditions(depth, about, anything);
                self.builder.node(Node::Any(parts))
            }
            12 => {
                let parts = self.conditions(depth, about, anything);
                let least = 1 + self.draw.below(parts.len()) as u32;
                self.builder.node(Node::AtLeast(least, parts))
            }
            13 if anything && self.defined > 0 => {
                let number = self.draw.below(self.defined);
                let definition = &self.builder.program.definitions[number];
                if definition.list.is_some() && definition.list != about {
                    return self.atom(about, anything);
                }
                self.builder.node(Node::Defined(DefinitionId(number as u32)))
            }
            5 | 6 if about.is_none() && self.list.is_some() && self.quantified < 2 => {
                self.quantified += if self.flavour == Flavour::ComparedList { 2 } else { 1 };
                let at_least = if self.flavour == Flavour::List && self.quantified == 1 && self.draw.chance(3)
                {
                    self.quantified = 2;
                    2
                } else {
                    1
                };
                let list = self.list.unwrap_or(ListId(0));
                let body = self.condition(1, Some(list), anything);
                self.builder.node(Node::Elements { list, at_least, body })
            }
            _ => self.atom(about, anything),
        }
    }

    fn conditions(&mut self, depth: usize, about: Option<ListId>, anything: bool) -> Box<[NodeId]> {
        (0..2 + self.draw.below(2)).map(|_| self.condition(depth - 1, about, anything)).collect()
    }

    fn members(&mut self) -> fixedbitset::FixedBitSet {
        let choices: [&[usize]; 8] = [&[0], &[1], &[0, 1], &[1, 2], &[0, 2], &[0, 1, 2], &[3], &[2, 3]];
        let members = self.draw.one_of(&choices);
        bits(members)
    }

    fn ranges(&mut self) -> Test {
        let at = self.draw.below(3) as i128;
        let (least, greatest) = Measure::WholeNumber.range();
        let ranges = match self.draw.below(5) {
            0 => vec![(at, greatest)],
            1 => vec![(least, at)],
            2 => vec![(at, at)],
            3 => vec![(least, at - 1), (at + 1, greatest)],
            _ => vec![(at, at + 1)],
        };
        Test::Within(ranges.into())
    }

    fn set_test(&mut self) -> Test {
        Test::Set(match self.draw.below(4) {
            0 => SetTest::Includes(self.members()),
            1 => SetTest::Only(self.members()),
            2 => SetTest::Exactly((0..self.draw.below(3)).map(|_| self.members()).collect()),
            _ => SetTest::Empty,
        })
    }

    fn atom(&mut self, about: Option<ListId>, anything: bool) -> NodeId {
        if let Some(list) = about
            && self.draw.below(4) != 0
        {
            return self.element_atom(list);
        }
        let place = |number| Place::Fact(FactId(number));
        if self.flavour == Flavour::Lines && self.draw.below(2) == 0 {
            return self.line_atom();
        }
        match self.draw.below(if anything { 13 } else { 11 }) {
            kind @ 0..=3 => self.builder.atom(place(2 + kind as u32), Test::Yes),
            4 | 5 => {
                let fact = 6 + self.draw.below(2) as u32;
                let test = Test::OneOf(self.members());
                self.builder.atom(place(fact), test)
            }
            6 => {
                let test = self.set_test();
                self.builder.atom(place(8), test)
            }
            7 => {
                let test = self.ranges();
                self.builder.atom(place(9), test)
            }
            8 => {
                let against = Against {
                    left: Line::Plain,
                    relation: Relation::Equal,
                    other: place(7),
                    right: Line::Plain,
                };
                self.builder.atom(place(6), Test::Against(against.into()))
            }
            9 | 10 if self.points.len() > 1 => {
                let against = self.comparison(place(10));
                self.builder.atom(place(9), Test::Against(against.into()))
            }
            11 => self.actions(),
            12 => {
                let day = FIRST + self.draw.below(4) as i128;
                self.builder.atom(place(0), Test::Within([(day, LAST)].into()))
            }
            _ => {
                let test = self.ranges();
                let fact = self.points[self.draw.below(self.points.len())];
                self.builder.atom(Place::Fact(fact), test)
            }
        }
    }

    /// A comparison of the dates, of the numbers, or of either with a constant.
    fn line_atom(&mut self) -> NodeId {
        let place = |number| Place::Fact(FactId(number));
        let relation = *self.draw.one_of(&[Relation::Equal, Relation::Less, Relation::AtMost]);
        let lines = [
            Line::Plain,
            Line::Months(1),
            Line::Months(-2),
            Line::Months(13),
            Line::Shift(30),
            Line::Shift(-60),
            Line::Shift(-400),
        ];
        let factors = [Line::Plain, Line::Times(2, 5), Line::Times(3, 1), Line::Shift(7)];
        match self.draw.below(4) {
            0 => {
                let (left, right) = (*self.draw.one_of(&lines), *self.draw.one_of(&lines));
                self.builder.atom(
                    place(10),
                    Test::Against(Against { left, relation, other: place(11), right }.into()),
                )
            }
            1 => {
                let left = *self.draw.one_of(&lines);
                let against = Against { left, relation, other: place(0), right: Line::Plain };
                self.builder.atom(place(10), Test::Against(against.into()))
            }
            2 => {
                let (left, right) = (*self.draw.one_of(&factors), Line::Plain);
                self.builder.atom(
                    place(12),
                    Test::Against(Against { left, relation, other: place(13), right }.into()),
                )
            }
            _ => {
                let (fact, from) = *self.draw.one_of(&[(10, 738_900), (11, 738_915), (12, -3), (13, 4)]);
                self.builder.atom(place(fact), Test::Within([(from, from + 12)].into()))
            }
        }
    }

    fn comparison(&mut self, other: Place) -> Against {
        let relation = *self.draw.one_of(&[Relation::Equal, Relation::Less, Relation::AtMost]);
        let shift = self.draw.below(3) as i128 - 1;
        let (left, right) = match self.draw.below(4) {
            0 => (Line::Plain, Line::Shift(shift)),
            1 => (Line::Shift(shift), Line::Plain),
            _ => (Line::Plain, Line::Plain),
        };
        Against { left, relation, other, right }
    }

    fn element_atom(&mut self, list: ListId) -> NodeId {
        let place = |attribute| Place::Element(list, AttributeId(attribute));
        match (self.draw.below(3), self.flavour) {
            (0, _) => self.builder.atom(place(0), Test::Yes),
            (1, Flavour::ComparedList) => {
                let against = self.comparison(Place::Fact(self.points[0]));
                self.builder.atom(place(1), Test::Against(against.into()))
            }
            (_, Flavour::ComparedList) => {
                let test = self.ranges();
                self.builder.atom(place(1), test)
            }
            (1, _) => {
                let against = Against {
                    left: Line::Plain,
                    relation: Relation::Equal,
                    other: Place::Fact(FactId(6)),
                    right: Line::Plain,
                };
                self.builder.atom(place(1), Test::Against(against.into()))
            }
            _ => {
                let test = Test::OneOf(self.members());
                self.builder.atom(place(1), test)
            }
        }
    }
}

/// A case for a program: much of it stated, some of it in part, some not at all.
pub fn case(draw: &mut Draw, program: &Program) -> Case {
    let mut case = Case::unstated(program);
    let open = 2 + draw.below(3);
    for (number, fact) in program.facts.iter().enumerate() {
        case.facts[number] = stated(draw, program, fact, number == 0, open);
    }
    for (list, declared) in program.lists.iter().enumerate() {
        case.lists[list].open = draw.below(2) == 0;
        for _ in 0..draw.below(3) {
            let attributes = declared
                .attributes
                .iter()
                .map(|attribute| stated(draw, program, attribute, false, 4))
                .collect();
            case.lists[list].elements.push(StatedElement { label: None, attributes, span: None });
        }
    }
    for (number, clause) in program.clauses.iter().enumerate() {
        if clause.readings.len() > 1 && draw.chance(4) {
            let reading = draw.below(2);
            case.readings.push(SettledReading { clause: ClauseId(number as u32), reading, by: None });
        }
    }
    for (number, definition) in program.definitions.iter().enumerate() {
        let elements = definition.list.map(|list| case.lists[list.0 as usize].elements.len());
        if definition.units.is_empty() || elements == Some(0) || !draw.chance(6) {
            continue;
        }
        case.stipulations.push(Stipulation {
            definition: DefinitionId(number as u32),
            element: elements.map(|many| draw.below(many)),
            holds: draw.below(2) == 0,
            words: String::new(),
            span: None,
        });
    }
    case
}

/// A value of a fact's type.
pub fn value(draw: &mut Draw, program: &Program, fact: &Fact, date: bool) -> Value {
    match fact.ty {
        Type::YesNo => Value::YesNo(draw.below(2) == 0),
        Type::Member(domain) => Value::Member(member(draw, program, domain)),
        Type::Set(domain) => {
            let mut members: Vec<Member> =
                (0..draw.below(3)).map(|_| member(draw, program, domain)).collect();
            members.sort_unstable();
            members.dedup();
            Value::Set(members.into())
        }
        Type::Point(Measure::Date) if !date => Value::Point(738_880 + draw.below(70) as i128),
        Type::Point(Measure::Date) => match FIRST + draw.below(5) as i128 {
            day if program.policy.applies_on(day) => Value::Point(day),
            _ => Value::Point(LAST),
        },
        Type::Point(Measure::Number) => Value::Point(draw.below(40) as i128 - 20),
        Type::Point(_) => Value::Point(draw.below(5) as i128 - 1),
        Type::Text => Value::Text("text".into()),
    }
}

fn stated(draw: &mut Draw, program: &Program, fact: &Fact, date: bool, open: usize) -> Stated {
    let knowledge = match draw.below(8) {
        0 => Knowledge::Unstated,
        1 => Knowledge::Unknown,
        2 if open > 3 => match fact.ty {
            Type::Member(_) => Knowledge::Such(vec![(
                Test::OneOf(bits(&[draw.below(3), draw.below(4)])),
                draw.below(2) == 0,
            )]),
            Type::Set(_) => Knowledge::Such(vec![(
                Test::Set(SetTest::Includes(bits(&[draw.below(3)]))),
                draw.below(2) == 0,
            )]),
            Type::Point(Measure::WholeNumber) => {
                let at = draw.below(3) as i128;
                Knowledge::Such(vec![(Test::Within([(at, at + 2)].into()), draw.below(2) == 0)])
            }
            _ => Knowledge::Unstated,
        },
        3 if open > 2 => Knowledge::Unstated,
        _ => Knowledge::Value(value(draw, program, fact, date)),
    };
    Stated { knowledge, ..Stated::default() }
}

fn member(draw: &mut Draw, program: &Program, domain: DomainId) -> Member {
    let domain = program.domain(domain);
    let beyond = usize::from(domain.extent == Extent::Open);
    Member(draw.below(domain.terms.len() + beyond) as u32)
}
