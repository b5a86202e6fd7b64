//! Which clause of an old version has become which of a new one.

use std::collections::HashMap;

use crate::model::Version;
use crate::program::ClauseId;

use super::rule::{Rule, likeness};

/// A clause of the old version with the one that it has become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Became {
    pub old: ClauseId,
    pub new: ClauseId,
    pub by: By,
}

/// What says that two clauses are one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Number,
    /// `formerly` does.
    Formerly,
    /// Their words alone: a `formerly` is missing.
    Likeness,
}

/// How alike clauses of different numbers must be to be taken for one.
const ALIKE: f64 = 0.6;
/// The most clauses on either side that are compared each with each.
const MOST: usize = 200;

/// The clauses that are the same rule in both.
pub fn clauses(old: (&Version, &[Rule]), new: (&Version, &[Rule])) -> Vec<Became> {
    let formerly = |version: &Version| -> Vec<(String, usize)> {
        let formerly = version.register.formerly().into_iter();
        formerly.map(|(number, id)| (number.to_owned(), id.0 as usize)).collect()
    };
    let became = matched(old.1, new.1, &formerly(old.0), &formerly(new.0)).into_iter();
    became.map(|(old, new, by)| Became { old: ClauseId(old as u32), new: ClauseId(new as u32), by }).collect()
}

/// The rules that are one, by their places; `had` and `have` are the numbers that rules of either say they had before.
/// First what says that it was formerly another, unless it said so before, under the number it has now; then what has not a word changed, though its number has, and the number means something else;
/// then those of one number; and of the rest those that are most alike.
pub fn matched(
    was: &[Rule],
    is: &[Rule],
    had: &[(String, usize)],
    have: &[(String, usize)],
) -> Vec<(usize, usize, By)> {
    let mut found = Found { was: vec![None; was.len()], is: vec![false; is.len()] };
    let (before, now) = (by_number(was), by_number(is));
    for (former, new) in have {
        let said = |(number, old): &(String, usize)| number == former && was[*old].number == is[*new].number;
        if let Some(old) = before.get(former.as_str()).filter(|_| !had.iter().any(said)) {
            found.pair(*old, *new, By::Formerly);
        }
    }
    let now = |rule: &Rule| now.get(rule.number.as_str()).copied();
    let before = |rule: &Rule| before.get(rule.number.as_str()).copied();
    let words = |rule: &Rule| (rule.title.clone(), rule.statement.clone());
    // A rule whose number has a rule with other words.
    let mut moved: HashMap<(String, Vec<String>), Vec<usize>> = HashMap::new();
    for (place, rule) in is.iter().enumerate() {
        if before(rule).is_none_or(|at| words(&was[at]) != words(rule)) {
            moved.entry(words(rule)).or_default().push(place);
        }
    }
    for (place, rule) in was.iter().enumerate() {
        let stays = now(rule).is_some_and(|at| words(&is[at]) == words(rule));
        if let (false, Some([only])) = (stays, moved.get(&words(rule)).map(Vec::as_slice)) {
            found.pair(place, *only, By::Likeness);
        }
    }
    for (place, rule) in was.iter().enumerate() {
        if let Some(at) = now(rule) {
            found.pair(place, at, By::Number);
        }
    }
    let alone: Vec<usize> = (0..was.len()).filter(|place| found.was[*place].is_none()).take(MOST).collect();
    let fresh: Vec<usize> = (0..is.len()).filter(|place| !found.is[*place]).take(MOST).collect();
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for &one in &alone {
        pairs.extend(fresh.iter().map(|&other| (likeness(&was[one], &is[other]), one, other)));
    }
    pairs.retain(|(alike, ..)| *alike >= ALIKE);
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (_, one, other) in pairs {
        found.pair(one, other, By::Likeness);
    }
    let became = found.was.into_iter().enumerate();
    became.filter_map(|(old, new)| new.map(|(new, by)| (old, new, by))).collect()
}

/// Where the rule of each number stands; of several, the last.
fn by_number(rules: &[Rule]) -> HashMap<&str, usize> {
    rules.iter().enumerate().map(|(place, rule)| (rule.number.as_str(), place)).collect()
}

struct Found {
    was: Vec<Option<(usize, By)>>,
    is: Vec<bool>,
}

impl Found {
    /// Takes two clauses for one, if neither has another already.
    fn pair(&mut self, old: usize, new: usize, by: By) {
        if self.was[old].is_none() && !self.is[new] {
            self.was[old] = Some((new, by));
            self.is[new] = true;
        }
    }
}
