//! The question: one check for each ruling, or for each claim of a property.

use std::fmt::Write;

use crate::program::{Claim, ClaimKind, Ruling, Said};

use super::conditions::Conditions;
use super::terms::{all, laid_out, not};
use super::verdict::{LAYER, NOT_REGULATED, PERMITTED, PROHIBITED, RULING};
use super::{Question, Written};

/// Writes the question.
pub fn ask<'p>(mut conditions: Conditions<'p>, question: Question) -> Written<'p> {
    let checks = match question {
        Question::Rulings => rulings(&mut conditions),
        Question::Property { title, claims } => {
            conditions.heading(&format!("The property \"{title}\""));
            claims.iter().flat_map(|(words, claim)| claimed(&mut conditions, words, claim)).collect()
        }
    };
    let shown = shown(&mut conditions);
    for Check { words, asserted, shows } in checks {
        let asserted = laid_out(&asserted);
        let echo = words.replace('"', "\"\"");
        let text = &mut conditions.text;
        let _ = write!(text, "\n(echo \"{echo}\")\n(push 1)\n(assert {asserted})\n(check-sat)\n");
        if shows {
            let _ = writeln!(text, "(get-value (\n    {}))", shown.join("\n    "));
        }
        text.push_str("(pop 1)\n");
    }
    (conditions.facts, conditions.text)
}

/// What is asked to be possible.
struct Check {
    words: String,
    asserted: String,
    /// Whether a case is told.
    shows: bool,
}

fn rulings(conditions: &mut Conditions) -> Vec<Check> {
    conditions.heading("Which rulings some case has");
    let action = conditions.facts.action();
    let each = [PERMITTED, PROHIBITED, NOT_REGULATED].map(|ruling| Check {
        words: format!("a case that is {}", ruling.replace('-', " ")),
        asserted: format!("(= ({RULING} {action}) {ruling})"),
        shows: true,
    });
    each.into()
}

/// Whether any case meets a claim's condition, and whether any goes against it.
fn claimed(conditions: &mut Conditions, words: &str, claim: &Claim) -> [Check; 2] {
    let action = conditions.facts.action();
    let when = claim.when.map(|when| conditions.node(when).term).unwrap_or_else(|| "true".to_owned());
    let spoken_of = about(conditions, &claim.said);
    let has = has(&action, claim.said.ruling);
    let (met, against) = match &claim.kind {
        ClaimKind::Never => (vec![spoken_of.clone(), when.clone()], vec![spoken_of, when, has]),
        ClaimKind::Always => (vec![spoken_of.clone(), when.clone()], vec![spoken_of, when, not(has)]),
        ClaimKind::OnlyWhen => (vec![spoken_of.clone(), when.clone()], vec![spoken_of, not(when), has]),
        ClaimKind::Whenever(other) => {
            let other_action = conditions.facts.another_action();
            let of_other = about(conditions, other);
            let given = format!(
                "(let (({action} {other_action})) {})",
                all(vec![of_other, self::has(&action, other.ruling)])
            );
            let met = vec![spoken_of, when, given];
            let mut against = met.clone();
            against.push(not(has));
            (met, against)
        }
    };
    [
        Check { words: format!("a case of which is claimed: {words}"), asserted: all(met), shows: false },
        Check { words: format!("a case that goes against: {words}"), asserted: all(against), shows: true },
    ]
}

fn about(conditions: &mut Conditions, said: &Said) -> String {
    said.actions.map_or_else(|| "true".to_owned(), |actions| conditions.node(actions).term)
}

/// That the action has a ruling; no complete case is undetermined.
fn has(action: &str, ruling: Ruling) -> String {
    let ruling = match ruling {
        Ruling::Permitted => PERMITTED,
        Ruling::Prohibited => PROHIBITED,
        Ruling::NotRegulated => NOT_REGULATED,
        Ruling::Undetermined => return "false".to_owned(),
    };
    format!("(= ({RULING} {action}) {ruling})")
}

/// What a case is told by: what becomes of it, and its facts.
fn shown(conditions: &mut Conditions) -> Vec<String> {
    let action = conditions.facts.action();
    let mut shown = vec![format!("({RULING} {action})"), format!("({LAYER} {action})")];
    shown.extend(conditions.facts.shown());
    shown
}
