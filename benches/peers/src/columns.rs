//! Cases side by side, in columns, as batches are given to Licit: facts outside lists, with what is presumed.

use std::collections::HashMap;
use std::sync::Arc;

use licit::compiled::batch::Column;
use licit::compiled::{Compiled, OTHER_TEXTS, UNKNOWN};
use licit::judge::{Case, Knowledge};
use licit::program::{Program, Type, Value};

/// What the cases state of one fact.
pub struct Stated {
    cells: Vec<i64>,
    bits: Vec<u64>,
    words: usize,
    known: Vec<bool>,
}

impl Stated {
    /// Of every fact of a program, what so many cases state of it.
    pub fn all(program: &Program, compiled: &Compiled, cases: &[&Case]) -> Vec<Stated> {
        (0..program.facts.len()).map(|number| Stated::of(program, compiled, number, cases)).collect()
    }

    fn of(program: &Program, compiled: &Compiled, number: usize, cases: &[&Case]) -> Stated {
        let fact = &program.facts[number];
        let words = match fact.ty {
            Type::Set(domain) => program.domain(domain).terms.len() / 64 + 1,
            _ => 0,
        };
        let mut others: HashMap<Arc<str>, i64> = HashMap::new();
        let mut stated =
            Stated { cells: Vec::new(), bits: vec![0; words * cases.len()], words, known: Vec::new() };
        for (row, case) in cases.iter().enumerate() {
            let value = match &case.facts[number].knowledge {
                Knowledge::Value(value) => Some(value),
                Knowledge::Unstated => fact.presumed.as_ref(),
                Knowledge::Unknown | Knowledge::Such(_) => None,
            };
            stated.known.push(value.is_some());
            stated.cells.push(match value {
                None => UNKNOWN,
                Some(Value::YesNo(yes)) => i64::from(*yes),
                Some(Value::Member(member)) => i64::from(member.0),
                Some(Value::Point(at)) => i64::try_from(*at).expect("it fits"),
                Some(Value::Text(text)) => compiled.text(text).unwrap_or_else(|| {
                    let next = OTHER_TEXTS + others.len() as i64;
                    *others.entry(text.clone()).or_insert(next)
                }),
                Some(Value::Set(members)) => {
                    for member in members.iter() {
                        stated.bits[row * words + member.0 as usize / 64] |= 1 << (member.0 % 64);
                    }
                    0
                }
            });
        }
        stated
    }

    /// The column.
    pub fn column(&self) -> Column<'_> {
        match () {
            () if !self.known.contains(&true) => Column::Unknown,
            () if self.words > 0 => Column::Sets { bits: &self.bits, words: self.words, known: &self.known },
            () => Column::Cells(&self.cells),
        }
    }
}
