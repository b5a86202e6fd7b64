//! A verdict for programs: the documented object of `licit eval --format json`.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::analysis::flips::Flips;
use crate::casebook::outcome::Judged;
use crate::judge::steps::Beside;
use crate::judge::{Decider, FactName, Knowledge, Layer, Reason, Truth};
use crate::program::{Program, Role, Ruling, UnitId, calendar, data, words};

use super::phrase::{self, Origin};
use super::validity::{self, StandingData};
use super::{basis, changes, consequences};

/// A verdict as JSON has it. The fields up to `reasons` are documented and stay; those after it may grow.
#[derive(Debug, Serialize)]
pub struct VerdictData {
    pub policy: String,
    pub version: Option<String>,
    pub on: Option<String>,
    pub action: Option<String>,
    pub verdict: &'static str,
    pub by: Vec<String>,
    pub turns_on: Vec<String>,
    pub possible: Vec<&'static str>,
    pub ask_next: Option<String>,
    pub once: Vec<String>,
    pub readings: Vec<ReadingData>,
    pub duties: Vec<DutyData>,
    pub layer: Option<&'static str>,
    pub exact: bool,
    pub set_aside: Vec<String>,
    pub remedies: Vec<RemedyData>,
    pub reasons: Vec<ReasonData>,
    /// How the version stands on a day on which it does not apply.
    pub standing: Option<StandingData>,
    /// The scenario's title.
    pub title: Option<String>,
    /// `unknown` where `by` lists what decides in some cases only; null where nothing decides.
    pub by_holds: Option<&'static str>,
    /// What to ask about the fact of `ask_next`.
    pub question: Option<String>,
    /// The clauses whose reading the verdict depends on.
    pub depends_on: Vec<String>,
    /// Assumptions, closed taxonomies and stipulations without which it would not be determined.
    pub rests_on: Vec<String>,
    /// The facts that were presumed.
    pub presumed: Vec<String>,
    pub presumptions_set_aside: Vec<String>,
    /// The policy's own words for the verdict.
    pub call: Option<String>,
    /// What the policy says was not examined.
    pub not_examined: Vec<String>,
    /// What would change the verdict, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flips: Option<Vec<FlipData>>,
}

/// One way in which the verdict would be another.
#[derive(Debug, Serialize)]
pub struct FlipData {
    pub changes: Vec<ChangeData>,
    pub verdict: &'static str,
    pub by: Vec<String>,
}

/// One change of the case.
#[derive(Debug, Serialize)]
pub struct ChangeData {
    /// A fact by its name, `clause 9` for a reading of it, `target[0]` for an element that is not there, `target`
    /// for further elements.
    pub fact: String,
    /// Null where it is not known.
    pub from: Json,
    pub to: Json,
}

/// The verdict under one choice of readings.
#[derive(Debug, Serialize)]
pub struct ReadingData {
    pub choice: Map<String, Json>,
    pub verdict: &'static str,
    pub by: Vec<String>,
}

/// A duty that arises.
#[derive(Debug, Serialize)]
pub struct DutyData {
    pub clause: String,
    pub party: String,
    pub duty: String,
    pub within: Option<String>,
    pub holds: &'static str,
    /// The last day, where it can be told.
    pub due: Option<String>,
}

/// A remedy that follows.
#[derive(Debug, Serialize)]
pub struct RemedyData {
    pub clause: String,
    pub force: &'static str,
    pub holder: String,
    pub remedy: String,
    pub holds: &'static str,
}

/// Why a clause bears on the verdict.
#[derive(Debug, Serialize)]
pub struct ReasonData {
    pub clause: String,
    pub item: Option<String>,
    pub title: Option<String>,
    pub effect: &'static str,
    pub holds: &'static str,
    pub because: Vec<FactData>,
    /// The clause that prevails over this one.
    pub gives_way_to: Option<String>,
    /// How the clause stands on a day on which it does not apply.
    pub standing: Option<StandingData>,
}

/// A fact that a reason used.
#[derive(Debug, Serialize)]
pub struct FactData {
    pub fact: String,
    pub value: Json,
    pub origin: &'static str,
    pub by: Option<String>,
    /// What is known of a value known in part: `is at least 5 years`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<String>,
}

/// One object for one case, an array for many, even where the many are one; ends in a line break.
pub fn json(judged: &[Judged], many: bool) -> String {
    told(judged.iter().map(verdict).collect(), many)
}

/// The same, with what would change each verdict.
pub fn json_with_changes(judged: &[(&Judged, Flips)], many: bool) -> String {
    let with_changes = |(judged, flips): &(&Judged, Flips)| {
        let mut verdict = verdict(judged);
        verdict.flips = Some(changes::data(judged, flips));
        verdict
    };
    told(judged.iter().map(with_changes).collect(), many)
}

fn told(verdicts: Vec<VerdictData>, many: bool) -> String {
    let text = match &verdicts[..] {
        [one] if !many => serde_json::to_string_pretty(one),
        many => serde_json::to_string_pretty(many),
    };
    text.expect("a verdict is made of texts and numbers, which JSON can always hold") + "\n"
}

/// A verdict as data.
pub fn verdict(judged: &Judged) -> VerdictData {
    let (program, verdict) = (&*judged.program, &judged.verdict);
    let keys = |facts: &[FactName]| facts.iter().map(|fact| fact.key(program)).collect::<Vec<_>>();
    VerdictData {
        policy: program.policy.name.to_string(),
        version: program.policy.version.as_deref().map(str::to_string),
        on: phrase::date(judged).and_then(calendar::day).map(|day| day.to_string()),
        action: phrase::action(judged).map(str::to_string),
        verdict: ruling(verdict.ruling),
        by: by(judged, &verdict.by),
        turns_on: keys(&verdict.turns_on),
        possible: verdict.possible.iter().copied().map(ruling).collect(),
        ask_next: verdict.ask_next.map(|fact| fact.key(program)),
        once: keys(&verdict.once),
        readings: verdict
            .readings
            .iter()
            .map(|row| ReadingData {
                choice: row
                    .choice
                    .iter()
                    .map(|(clause, reading)| {
                        let clause = program.clause(*clause);
                        (clause.number.to_string(), Json::from(&*clause.readings[*reading].name))
                    })
                    .collect(),
                verdict: ruling(row.ruling),
                by: by(judged, &row.by),
            })
            .collect(),
        duties: duties(judged),
        layer: verdict.layer.map(layer),
        exact: verdict.exact,
        set_aside: judged.case.set_aside.clone(),
        remedies: remedies(judged),
        reasons: verdict.reasons.iter().map(|reason| self::reason(judged, reason)).collect(),
        standing: phrase::date(judged)
            .filter(|day| !program.policy.applies_on(*day))
            .and_then(|day| validity::data(&program.policy.validity, day)),
        title: judged.title.clone(),
        by_holds: verdict.by.first().map(|_| {
            match verdict.by.iter().all(|decider| decider.holds == Truth::Yes) {
                true => "yes",
                false => "unknown",
            }
        }),
        question: verdict
            .ask_next
            .map(|fact| phrase::question(judged, fact))
            .filter(|words| !words.is_empty()),
        depends_on: verdict
            .depends_on
            .iter()
            .map(|clause| program.clause(*clause).number.to_string())
            .collect(),
        rests_on: basis::supports(program, &judged.case.stipulations, &verdict.rests_on),
        presumed: keys(&verdict.presumed),
        presumptions_set_aside: keys(&verdict.presumptions_set_aside),
        call: program
            .policy
            .calls
            .iter()
            .find(|(called, _)| *called == verdict.ruling)
            .map(|(_, words)| words.to_string()),
        not_examined: program.policy.outside.iter().map(|words| words.to_string()).collect(),
        flips: None,
    }
}

/// What decides, as data cites it.
pub fn by(judged: &Judged, by: &[Decider]) -> Vec<String> {
    cited(&judged.program, by)
}

/// The same, by a program's numbers.
pub fn cited(program: &Program, by: &[Decider]) -> Vec<String> {
    by.iter().map(|decider| citation(program, decider.unit)).collect()
}

/// The citation of what decided; `None` is `otherwise`.
pub fn citation(program: &Program, unit: Option<UnitId>) -> String {
    unit.map_or_else(|| "otherwise".to_string(), |unit| program.citation(unit))
}

fn duties(judged: &Judged) -> Vec<DutyData> {
    let program = &*judged.program;
    let told = judged.verdict.duties.iter().filter_map(|consequence| {
        let Role::Duty { party, duty, within, .. } = &program.unit(consequence.unit).role else {
            return None;
        };
        Some(DutyData {
            clause: program.citation(consequence.unit),
            party: party.to_string(),
            duty: duty.to_string(),
            within: within.as_ref().map(|deadline| match deadline.working {
                true => deadline.words.to_string(),
                false => data::duration(deadline.measure, deadline.length),
            }),
            holds: truth(consequence.holds),
            due: within
                .as_ref()
                .and_then(|deadline| consequences::due(judged, deadline))
                .and_then(calendar::day)
                .map(|day| day.to_string()),
        })
    });
    told.collect()
}

fn remedies(judged: &Judged) -> Vec<RemedyData> {
    let program = &*judged.program;
    let told = judged.verdict.remedies.iter().filter_map(|consequence| {
        let Role::Remedies { remedies, .. } = &program.unit(consequence.unit).role else { return None };
        let remedy = remedies.get(consequence.which)?;
        Some(RemedyData {
            clause: program.citation(consequence.unit),
            force: if remedy.must { "must" } else { "may" },
            holder: remedy.holder.as_deref().unwrap_or("issuer").to_string(),
            remedy: remedy.name.to_string(),
            holds: truth(consequence.holds),
        })
    });
    told.collect()
}

fn reason(judged: &Judged, reason: &Reason) -> ReasonData {
    let program = &*judged.program;
    let unit = program.unit(reason.unit);
    let clause = program.clause(unit.clause);
    let mut facts = Vec::new();
    used(judged.verdict.steps.of(reason), &mut facts);
    ReasonData {
        clause: clause.number.to_string(),
        item: (!unit.item.is_empty()).then(|| unit.item.to_string()),
        title: clause.title.as_deref().map(str::to_string),
        effect: phrase::effect(&unit.role),
        holds: truth(reason.holds),
        because: facts.into_iter().map(|fact| self::fact(judged, fact)).collect(),
        gives_way_to: reason.gives_way_to.map(|unit| program.citation(unit)),
        standing: phrase::date(judged).and_then(|day| validity::data(clause.validity.as_deref()?, day)),
    }
}

/// Every fact the limbs used, each once, in the order they were looked at.
fn used(limbs: Beside, facts: &mut Vec<FactName>) {
    for limb in limbs {
        for fact in limb.facts() {
            if !facts.contains(fact) {
                facts.push(*fact);
            }
        }
        used(limb.inside(), facts);
    }
}

fn fact(judged: &Judged, name: FactName) -> FactData {
    let program = &*judged.program;
    let declared = phrase::declaration(program, name);
    let knowledge = judged.case.stated(name).map(|stated| &stated.knowledge);
    let origin = Origin::of(judged, name);
    let value = match (declared, knowledge, origin) {
        (Some(fact), _, Origin::Presumed) => {
            fact.presumed.as_ref().map(|value| data::value(program, fact.ty, value))
        }
        (Some(fact), Some(Knowledge::Value(value)), _) => Some(data::value(program, fact.ty, value)),
        _ => None,
    };
    let known = match (declared, knowledge) {
        (Some(fact), Some(Knowledge::Such(tests))) => Some(words::known(program, fact.ty, tests)),
        (None, _) => Some(phrase::fact(judged, name)),
        _ => None,
    };
    FactData {
        fact: name.key(program),
        value: value.unwrap_or(Json::Null),
        origin: match origin {
            Origin::Stated => "stated",
            Origin::Presumed => "presumed",
            Origin::Judgement => "judgement",
            Origin::Unknown => "unknown",
        },
        by: phrase::decided_by(judged, name).map(str::to_string),
        known,
    }
}

/// The ruling as data names it.
pub fn ruling(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::NotRegulated => "not-regulated",
        other => other.words(),
    }
}

fn truth(holds: Truth) -> &'static str {
    match holds {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "unknown",
    }
}

/// The layer as data names it.
pub fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Scope => "scope",
        Layer::Requirement => "requirement",
        Layer::Prohibition => "prohibition",
        Layer::Permission => "permission",
        Layer::Otherwise => "otherwise",
    }
}
