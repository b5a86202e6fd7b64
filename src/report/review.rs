//! One scenario of an edge as it is laid before a person: its text, what the policy decides in it and why, and what
//! turns it.

use super::account::{Account, Passage};
use super::edges::{Difference, differences};
use crate::analysis::edges::Edge;
use crate::casebook::edges::VersionEdges;
use crate::casebook::outcome::Judged;
use crate::judge::exact::Turned;
use crate::judge::{judge, witness};
use crate::source::Sources;

/// How far a review has come: `3 of 8`.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub number: usize,
    pub of: usize,
}

/// What came of a review.
#[derive(Debug, Default)]
pub struct Tally {
    pub accepted: usize,
    pub rejected: usize,
    pub skipped: usize,
    /// Neither answered nor skipped.
    pub left: usize,
    /// How many scenarios were written into each file, in the order in which they were first written to.
    pub written: Vec<(String, usize)>,
}

/// The verdict on one scenario of an edge, with its reasons in brief and what turns it.
pub fn account(version: &VersionEdges, edge: &Edge, which: usize, sources: &Sources) -> Account {
    let case = edge.cases[which].clone();
    // An edge keeps no reasons.
    let verdict = judge(&version.program, &case).unwrap_or_else(|_| edge.verdicts[which].clone());
    let judged = Judged { title: None, program: version.program.clone(), case, verdict };
    let mut account = Account::brief(&judged, &edge.units, sources);
    let mut turns = Passage::new("What turns it");
    let program = &version.program;
    let other = &edge.cases[1 - which];
    let turned = match edge.place {
        Turned::Fact(fact) => witness::said(program, other, fact).unwrap_or_default(),
        Turned::Reading(clause) => {
            let settled = other.readings.iter().find(|settled| settled.clause == clause);
            settled.map_or_else(String::new, |settled| witness::read_so(program, clause, settled.reading))
        }
    };
    let would = would(differences(program, edge), 1 - which);
    if !would.is_empty() {
        turns.say(format!("With `{turned}` {would}."));
    }
    account.passages.push(turns);
    account
}

/// What the verdict on the other of the two would be, as one sentence goes on: `it would be prohibited by default; the
/// duty keep-records would not arise, and the remedies restrict-use and revoke-licence would follow`.
fn would(differences: Vec<Difference>, other: usize) -> String {
    let mut verdict = None;
    let mut follows: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for difference in &differences {
        let there = if other == 0 { &difference.one } else { &difference.other };
        let Some((kind, name)) = difference.what.split_once(' ') else {
            verdict = verdict.or((difference.what == "verdict").then(|| format!("it would be {there}")));
            continue;
        };
        match follows.iter_mut().find(|(of, is, _)| (*of, *is) == (kind, there.as_str())) {
            Some((.., names)) => names.push(name),
            None => follows.push((kind, there, vec![name])),
        }
    }
    let follows = follows.into_iter().map(|(kind, there, names)| {
        let kind = match (kind, names.len()) {
            (kind, 1) => kind,
            ("duty", _) => "duties",
            (_, _) => "remedies",
        };
        let verb = if there.ends_with("arises") || there.ends_with("arise") { "arise" } else { "follow" };
        let would = match there.split_once(' ') {
            None => "would",
            Some(("may", _)) => "might",
            Some(_) => "would not",
        };
        format!("the {kind} {} {would} {verb}", listed(&names, " and "))
    });
    let follows = listed(&follows.collect::<Vec<_>>(), ", and ");
    [verdict, (!follows.is_empty()).then_some(follows)].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// `a, b and c`.
fn listed(parts: &[impl AsRef<str>], and: &str) -> String {
    let mut text = String::new();
    for (number, part) in parts.iter().enumerate() {
        let between = match number {
            0 => "",
            _ if number + 1 == parts.len() => and,
            _ => ", ",
        };
        text.push_str(between);
        text.push_str(part.as_ref());
    }
    text
}

/// What came of a review, where it was written, and what is still to be done.
pub fn tally(tally: &Tally) -> String {
    let mut text = format!(
        "{} accepted, {} rejected, {} skipped, {} not reached\n",
        tally.accepted, tally.rejected, tally.skipped, tally.left
    );
    for (file, scenarios) in &tally.written {
        let scenarios = counted(*scenarios, "scenario was", "scenarios were");
        text.push_str(&format!("{scenarios} written into {file}\n"));
    }
    if tally.written.is_empty() {
        text.push_str("nothing was written\n");
    }
    if tally.rejected > 0 {
        text.push_str("what was rejected fails in `licit test` until the policy is changed\n");
    }
    if tally.skipped + tally.left > 0 {
        text.push_str("what was skipped or not reached is asked again the next time\n");
    }
    text
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
