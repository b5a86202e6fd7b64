//! The first words of an account: the verdict, the layer that decided it, and the case it is about.

use crate::casebook::outcome::Judged;
use crate::judge::{Decider, FactName, Truth};
use crate::program::{Role, Ruling, Standing, UnitId, calendar};
use crate::source::Sources;

use super::account::{Passage, Run, Tone};
use super::phrase;
use super::validity;

/// The longest condition that a headline quotes.
const QUOTED: usize = 72;

/// The verdict with what decided it, and the words the policy wants for it.
pub fn passage(judged: &Judged, sources: &Sources) -> Passage {
    let ruling = judged.verdict.ruling;
    let mut word = ruling.words().to_string();
    word[..1].make_ascii_uppercase();
    let mut passage = Passage {
        heading: vec![Run { tone: Tone::Ruling(ruling), words: word }, Run::strong(because(judged, sources))],
        lines: Vec::new(),
    };
    if ruling == Ruling::Undetermined && !judged.verdict.possible.is_empty() {
        let possible: Vec<String> =
            judged.verdict.possible.iter().map(|ruling| ruling.words().to_string()).collect();
        passage.say(format!("Still possible: {}.", phrase::list(&possible, "or")));
    }
    for (called, words) in &judged.program.policy.calls {
        if *called == ruling {
            passage.say(format!("In the policy's words: {words}."));
        }
    }
    passage
}

/// What follows the ruling in the first line: ` by clause 5(a)`, `: not permitted by any clause`.
pub fn because(judged: &Judged, sources: &Sources) -> String {
    let verdict = &judged.verdict;
    match verdict.ruling {
        Ruling::Undetermined => undetermined(judged),
        Ruling::NotRegulated => match units(&verdict.by).as_slice() {
            [] => format!(": {}", phrase::not_applying(judged)),
            units => format!(
                ": outside what the policy covers ({})",
                phrase::clauses(&judged.program, units, "and")
            ),
        },
        Ruling::Permitted | Ruling::Prohibited => decided(judged, sources),
    }
}

/// What decided a permission or prohibition, clause by clause and layer by layer.
fn decided(judged: &Judged, sources: &Sources) -> String {
    let (program, verdict) = (&*judged.program, &judged.verdict);
    let certain = verdict.by.iter().all(|decider| decider.holds == Truth::Yes);
    let last = if certain { "and" } else { "or" };
    let (required, others): (Vec<UnitId>, Vec<UnitId>) = units(&verdict.by)
        .into_iter()
        .partition(|unit| matches!(program.unit(*unit).role, Role::Requirement { .. }));
    let mut parts = Vec::new();
    if !others.is_empty() {
        parts.push(format!("by {}", phrase::clauses(program, &others, last)));
    }
    if !required.is_empty() {
        let until: Vec<String> = required.iter().map(|unit| until(judged, sources, *unit)).collect();
        parts.push(format!("not permitted until {}", phrase::list(&until, last)));
    }
    if verdict.by.iter().any(|decider| decider.unit.is_none()) {
        let (not, does) = match verdict.ruling {
            Ruling::Prohibited => ("permitted", "permits"),
            _ => ("prohibited", "prohibits"),
        };
        parts.push(match certain {
            true => format!("not {not} by any clause"),
            false => format!("because no clause {does} it"),
        });
    }
    let joined = parts.join(if certain { "; " } else { ", or " });
    match (certain, others.is_empty()) {
        (true, false) => format!(" {joined}"),
        (true, true) => format!(": {joined}"),
        (false, _) => format!(" whatever the facts not known turn out to be: {joined}"),
    }
}

/// `buyer.approval is yes (clause 7)`, or, of a long condition, `clause 7 is met`.
fn until(judged: &Judged, sources: &Sources, unit: UnitId) -> String {
    let program = &*judged.program;
    let clause = format!("clause {}", program.citation(unit));
    let Role::Requirement { condition, .. } = program.unit(unit).role else {
        return clause;
    };
    let origin = program.origin(condition);
    match origin.span.map(|span| phrase::limb(sources, span, origin.label.as_deref())) {
        Some(words) if words.chars().count() <= QUOTED => format!("{words} ({clause})"),
        _ => format!("{clause} is met"),
    }
}

fn undetermined(judged: &Judged) -> String {
    let verdict = &judged.verdict;
    let mut parts = Vec::new();
    if !verdict.depends_on.is_empty() {
        let numbers: Vec<String> = verdict
            .depends_on
            .iter()
            .map(|clause| judged.program.clause(*clause).number.to_string())
            .collect();
        let (clauses, are) = if numbers.len() == 1 { ("clause", "is") } else { ("clauses", "are") };
        parts.push(format!("depends on how {clauses} {} {are} read", phrase::list(&numbers, "and")));
    }
    match verdict.turns_on.len() {
        0 => {}
        1..=3 => {
            let facts: Vec<String> = names(judged, &verdict.turns_on);
            parts.push(format!("turns on {}", phrase::list(&facts, "and")));
        }
        many => parts.push(format!("turns on {many} facts")),
    }
    match parts.is_empty() {
        true => ": it could not be settled".to_string(),
        false => format!(": it {}", parts.join(", and ")),
    }
}

/// What was judged: the scenario, the policy, the action and the day.
pub fn case(judged: &Judged) -> Passage {
    let (policy, mut passage) = (&judged.program.policy, Passage::default());
    if let Some(title) = &judged.title {
        passage.tell("Case", title);
    }
    passage.tell("Policy", format!("{} ({})", policy.title, policy.name));
    let version = policy.version.as_deref().unwrap_or_default();
    match phrase::off_the_day(judged) {
        Some((day, standing)) if policy.whatever_the_day => {
            let standing = validity::in_brief(standing);
            passage.tell("Version", format!("{version}, as asked for; {standing} on {day}"));
        }
        Some((day, Standing::NotInForce)) => passage.tell("Version", format!("none in force on {day}")),
        Some((day, standing)) => {
            let comma = if version.is_empty() { "" } else { ", " };
            passage.tell("Version", format!("{version}{comma}{} on {day}", validity::in_brief(standing)));
        }
        None => {
            if let Some(version) = &policy.version {
                passage.tell("Version", &**version);
            }
        }
    }
    if let Some(issuer) = &policy.issued_by {
        passage.tell("Issued by", &**issuer);
    }
    passage.lines.extend(circumstances(judged).lines);
    passage
}

/// The action and the day.
pub fn circumstances(judged: &Judged) -> Passage {
    let mut passage = Passage::default();
    passage.tell("Action", phrase::action(judged).unwrap_or("not stated: any of the policy's"));
    let day = phrase::date(judged).and_then(calendar::day).map(|day| day.to_string());
    passage.tell("On", day.as_deref().unwrap_or("no day stated: any on which this version applies"));
    passage
}

fn units(by: &[Decider]) -> Vec<UnitId> {
    by.iter().filter_map(|decider| decider.unit).collect()
}

/// The names of facts as a person writes them.
pub fn names(judged: &Judged, facts: &[FactName]) -> Vec<String> {
    facts.iter().map(|fact| fact.words(&judged.program, &judged.case)).collect()
}
