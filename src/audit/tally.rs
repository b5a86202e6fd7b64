//! What was counted on the way.

use indexmap::IndexMap;

use super::judging::{Answer, Outcome};
use super::read::Row;

/// How many rows set aside are told one by one.
const TOLD: usize = 5;

/// Counts over all rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    pub judged: u64,
    pub set_aside: u64,
    pub verdicts: IndexMap<&'static str, u64>,
    /// By what decided; a row by several clauses counts for each.
    pub decided_by: IndexMap<String, u64>,
    /// By the facts that undetermined verdicts turn on.
    pub missing: IndexMap<String, u64>,
    /// The judged rows whose search was cut short.
    pub not_exact: u64,
    /// The first rows that were set aside: file, line and why.
    pub first: Vec<(String, u64, String)>,
}

impl Tally {
    /// Counts a row of a file.
    pub fn count(&mut self, file: &str, row: &Row, outcome: &Outcome) {
        match outcome {
            Outcome::Judged(answer) => self.judged(answer),
            Outcome::SetAside(why) => {
                self.set_aside += 1;
                if self.first.len() < TOLD {
                    self.first.push((file.to_owned(), row.line, why.clone()));
                }
            }
        }
    }

    fn judged(&mut self, answer: &Answer) {
        self.judged += 1;
        self.not_exact += u64::from(!answer.exact);
        *self.verdicts.entry(answer.verdict).or_default() += 1;
        for by in &answer.decided_by {
            more(&mut self.decided_by, by);
        }
        for fact in &answer.missing {
            more(&mut self.missing, fact);
        }
    }
}

fn more(counts: &mut IndexMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => drop(counts.insert(name.to_owned(), 1)),
    }
}
