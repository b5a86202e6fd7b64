//! What was counted on the way.

use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::judging::{Answer, Outcome};

/// How many rows set aside are told one by one.
const TOLD: usize = 5;

/// Counts over all rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    pub judged: u64,
    pub set_aside: u64,
    pub verdicts: IndexMap<String, u64>,
    /// By what decided; a row by several clauses counts for each.
    pub decided_by: IndexMap<String, u64>,
    /// By the facts that undetermined verdicts turn on.
    pub missing: IndexMap<String, u64>,
    /// The judged rows whose search was cut short.
    pub not_exact: u64,
    /// The first rows that were set aside: file, line where it is known, and why.
    pub first: Vec<(String, Option<u64>, String)>,
}

impl Tally {
    /// Counts the rows of a file, each with its line where that is known.
    pub fn count<'o>(&mut self, file: &str, rows: impl Iterator<Item = (Option<u64>, &'o Outcome)>) {
        // Rows with one answer are counted together, in the order in which their answers came.
        let (mut answers, mut places) = (Vec::<(&Answer, u64)>::new(), FxHashMap::default());
        for (line, outcome) in rows {
            match outcome {
                Outcome::Judged(answer) => {
                    let place = *places.entry(Arc::as_ptr(answer)).or_insert_with(|| {
                        answers.push((&**answer, 0));
                        answers.len() - 1
                    });
                    answers[place].1 += 1;
                }
                Outcome::SetAside(why) => {
                    self.set_aside += 1;
                    if self.first.len() < TOLD {
                        self.first.push((file.to_owned(), line, why.clone()));
                    }
                }
            }
        }
        answers.into_iter().for_each(|(answer, rows)| self.judged(answer, rows));
    }

    /// Counts so many rows that had this answer.
    fn judged(&mut self, answer: &Answer, rows: u64) {
        self.judged += rows;
        self.not_exact += if answer.exact { 0 } else { rows };
        *self.verdicts.entry(answer.verdict.to_owned()).or_default() += rows;
        for by in &answer.decided_by {
            more(&mut self.decided_by, by, rows);
        }
        for fact in &answer.missing {
            more(&mut self.missing, fact, rows);
        }
    }

    /// How many rows there were.
    pub fn rows(&self) -> u64 {
        self.judged + self.set_aside
    }

    /// Adds what was counted of the rows that come next.
    pub fn add(&mut self, next: Tally) {
        self.judged += next.judged;
        self.set_aside += next.set_aside;
        self.not_exact += next.not_exact;
        next.verdicts.iter().for_each(|(name, rows)| more(&mut self.verdicts, name, *rows));
        next.decided_by.iter().for_each(|(name, rows)| more(&mut self.decided_by, name, *rows));
        next.missing.iter().for_each(|(name, rows)| more(&mut self.missing, name, *rows));
        self.first.extend(next.first);
        self.first.truncate(TOLD);
    }
}

fn more(counts: &mut IndexMap<String, u64>, name: &str, rows: u64) {
    match counts.get_mut(name) {
        Some(count) => *count += rows,
        None => drop(counts.insert(name.to_owned(), rows)),
    }
}
