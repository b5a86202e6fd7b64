//! The words that verdicts, clauses and facts are told in, wherever they are told.

use crate::casebook::outcome::Judged;
use crate::judge::{Decider, FactName, Knowledge};
use crate::program::{ACTION, ACTIONS, DATE, Fact, ListId, Program, Role, Standing, UnitId, Value, words};
use crate::source::{Sources, Span};

use super::validity;

/// `a`, `a and b`, `a, b and c`; `last` is the word before the last.
pub fn list(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [firsts @ .., end] => format!("{} {last} {end}", firsts.join(", ")),
    }
}

/// `clause 5(a)`, `clauses 5(a) and 7`.
pub fn clauses(program: &Program, units: &[UnitId], last: &str) -> String {
    let cited: Vec<String> = units.iter().map(|unit| program.citation(*unit)).collect();
    match cited.len() {
        1 => format!("clause {}", cited[0]),
        _ if last == "or" => format!("clause {}", list(&cited, last)),
        _ => format!("clauses {}", list(&cited, last)),
    }
}

/// What decides a ruling, in few words: `clause 5(a)`, `the default`.
pub fn deciders(program: &Program, by: &[Decider], last: &str) -> String {
    let units: Vec<UnitId> = by.iter().filter_map(|decider| decider.unit).collect();
    let mut parts = Vec::new();
    if !units.is_empty() {
        parts.push(clauses(program, &units, last));
    }
    if by.iter().any(|decider| decider.unit.is_none()) {
        parts.push("the policy's default".to_string());
    }
    list(&parts, last)
}

/// The day the case is judged on, where it is stated.
pub fn date(judged: &Judged) -> Option<i128> {
    match judged.case.stated(FactName::Fact(DATE))?.knowledge {
        Knowledge::Value(Value::Point(day)) => Some(day),
        _ => None,
    }
}

/// The day the case is judged on, where the version does not apply on it, and how the version stands then; it may be
/// judged by all the same.
pub fn off_the_day(judged: &Judged) -> Option<(jiff::civil::Date, Standing)> {
    let (day, policy) = (date(judged)?, &judged.program.policy);
    let standing = policy.standing(day);
    if standing == Standing::Applies {
        return None;
    }
    Some((crate::program::calendar::day(day)?, standing))
}

/// Why nothing of the policy applies on the day: `no version of the policy is in force on 2017-05-01`, `the policy is
/// suspended from 2022-05-04`.
pub fn not_applying(judged: &Judged) -> String {
    match off_the_day(judged) {
        None => "no version of the policy is in force".to_owned(),
        Some((day, Standing::Applies | Standing::NotInForce)) => {
            format!("no version of the policy is in force on {day}")
        }
        Some(_) => {
            let day = date(judged).unwrap_or_default();
            let standing = validity::standing(&judged.program.policy.validity, day).unwrap_or_default();
            format!("the policy {standing}")
        }
    }
}

/// The action, where it is stated, or the policy has only one.
pub fn action(judged: &Judged) -> Option<&str> {
    let actions = judged.program.domain(ACTIONS);
    let stated = judged.case.stated(FactName::Fact(ACTION))?;
    match &stated.knowledge {
        // A wider action, stated as such.
        Knowledge::Such(_) => stated.words.as_deref(),
        Knowledge::Value(Value::Member(action)) => Some(actions.name_of(*action)),
        Knowledge::Unstated if actions.terms.len() == 1 => Some(&actions.terms[0].name),
        _ => None,
    }
}

/// The declaration of a fact; `None` for the extent of a list.
pub fn declaration(program: &Program, name: FactName) -> Option<&Fact> {
    match name {
        FactName::Fact(fact) => Some(program.fact(fact)),
        FactName::Extent(_) => None,
        FactName::Element(list, _, attribute) => Some(&program.list(list).attributes[attribute.0 as usize]),
    }
}

/// What to ask a person about a fact.
pub fn question(judged: &Judged, name: FactName) -> String {
    let program = &*judged.program;
    match (declaration(program, name), name) {
        (Some(Fact { question: Some(question), .. }), _) => question.to_string(),
        (None, FactName::Extent(list)) => {
            let stated = judged.case.lists[list.0 as usize].elements.len();
            match stated {
                0 => format!("which {} are there, if any", program.list(list).plural),
                _ => format!("are there {} beside the {stated} stated", program.list(list).plural),
            }
        }
        _ => String::new(),
    }
}

/// Where a fact's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Stated,
    Presumed,
    /// A judgement that was stated.
    Judgement,
    Unknown,
}

impl Origin {
    /// Of a fact in a case that was judged.
    pub fn of(judged: &Judged, name: FactName) -> Origin {
        if let FactName::Extent(list) = name {
            return if judged.case.lists[list.0 as usize].open { Origin::Unknown } else { Origin::Stated };
        }
        match judged.case.stated(name).map(|stated| &stated.knowledge) {
            Some(Knowledge::Unstated) if judged.verdict.presumed.contains(&name) => Origin::Presumed,
            Some(Knowledge::Unknown | Knowledge::Unstated) | None => Origin::Unknown,
            // All that is known is that the policy applies on it.
            Some(Knowledge::Such(_)) if name == FactName::Fact(DATE) => Origin::Unknown,
            Some(_) if declaration(&judged.program, name).is_some_and(|fact| fact.judgement.is_some()) => {
                Origin::Judgement
            }
            Some(_) => Origin::Stated,
        }
    }
}

/// A fact with what it is: `offence.act is expression`, `clause 8 is not kept`, `buyer.country is not known`.
pub fn fact(judged: &Judged, fact: FactName) -> String {
    let program = &*judged.program;
    let name = fact.words(program, &judged.case);
    let Some(declared) = declaration(program, fact) else {
        let FactName::Extent(list) = fact else { return name };
        return extent(judged, list);
    };
    let stated = judged.case.stated(fact);
    let knowledge = stated.map_or(&Knowledge::Unknown, |stated| &stated.knowledge);
    let value = match (Origin::of(judged, fact), knowledge) {
        (Origin::Unknown, Knowledge::Such(tests)) => {
            return format!("{name} {}, and more is not known", words::known(program, declared.ty, tests));
        }
        (Origin::Unknown, _) => return format!("{name} is not known"),
        (Origin::Presumed, _) => {
            declared.presumed.as_ref().map(|value| words::value(program, declared.ty, value))
        }
        (_, Knowledge::Such(tests)) => {
            return format!("{name} {}", words::known(program, declared.ty, tests));
        }
        (_, Knowledge::Value(value)) => Some(
            stated
                .and_then(|stated| stated.words.clone())
                .unwrap_or_else(|| words::value(program, declared.ty, value)),
        ),
        _ if fact == FactName::Fact(ACTION) => action(judged).map(str::to_string),
        _ => None,
    };
    match (name.strip_suffix(" is kept"), value.as_deref()) {
        (Some(clause), Some("no")) => format!("{clause} is not kept"),
        (Some(_), Some(_)) => name,
        (_, Some(value)) => format!("{name} is {value}"),
        (_, None) => format!("{name} is not known"),
    }
}

/// How a list was stated: `of the 1 target stated; there may be others`.
pub fn extent(judged: &Judged, list: ListId) -> String {
    let (declared, stated) = (judged.program.list(list), &judged.case.lists[list.0 as usize]);
    let others = if stated.open { "; there may be others" } else { "" };
    match stated.elements.len() {
        0 if stated.open => format!("nothing is stated of any {}", declared.name),
        0 => format!("it is stated that there is no {}", declared.name),
        1 => format!("of the 1 {} stated{others}", declared.name),
        many => format!("of the {many} {} stated{others}", declared.plural),
    }
}

/// Where a fact comes from: `stated`, `presumed`, `decided by counsel`; `None` where that is said already.
pub fn origin(judged: &Judged, fact: FactName) -> Option<String> {
    let declared = declaration(&judged.program, fact);
    Some(match Origin::of(judged, fact) {
        Origin::Stated => "stated".to_string(),
        Origin::Presumed => "presumed".to_string(),
        Origin::Judgement => match decided_by(judged, fact) {
            Some(by) => format!("decided by {by}"),
            None => "a judgement, and nobody is named for it".to_string(),
        },
        Origin::Unknown => {
            match declared
                .and_then(|declared| declared.judgement.as_ref())
                .and_then(|j| j.decided_by.as_ref())
            {
                Some(by) => format!("for {by} to decide"),
                None => return None,
            }
        }
    })
}

/// Who decided a fact, where it is a judgement.
pub fn decided_by(judged: &Judged, fact: FactName) -> Option<&str> {
    judged.case.stated(fact)?.by.as_deref()
}

/// What a clause does: `permit`, `oblige`; for programs.
pub fn effect(role: &Role) -> &'static str {
    match role {
        Role::Definition(_) => "define",
        Role::Permission { .. } => "permit",
        Role::Prohibition { .. } => "prohibit",
        Role::Requirement { .. } => "require",
        Role::Duty { .. } => "oblige",
        Role::Remedies { .. } => "remedy",
        Role::Exception => "except",
        Role::OutOfScope => "except-from-policy",
    }
}

/// The words of a limb without its label: what a reader would quote of `(a)  buyer is government`.
pub fn limb(sources: &Sources, span: Span, label: Option<&str>) -> String {
    let phrase = sources.phrase(span);
    match label.and_then(|label| phrase.strip_prefix(label)) {
        Some(words) => words.trim_start().to_string(),
        None => phrase,
    }
}
