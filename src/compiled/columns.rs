//! Cases side by side: what they state outside lists in columns, as [`super::batch`] takes them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::judge::{Case, Knowledge};
use crate::program::{Program, Type, Value};

use super::batch::Column;
use super::layout::words;
use super::{Beyond, Compiled, OTHER_TEXTS, UNKNOWN};

/// What cases state of one fact, one after the other, with what is presumed.
#[derive(Debug, Clone)]
pub struct Stated {
    cells: Vec<i64>,
    /// The bits of sets, so many words each.
    bits: Vec<u64>,
    words: usize,
    known: Vec<bool>,
}

impl Stated {
    /// Of every fact of a program outside lists, in its order. What is known in part is taken as unknown; a point that
    /// fits into no cell fails.
    pub fn all(program: &Program, compiled: &Compiled, cases: &[&Case]) -> Result<Vec<Stated>, Beyond> {
        (0..program.facts.len()).map(|number| Stated::of(program, compiled, number, cases)).collect()
    }

    fn of(program: &Program, compiled: &Compiled, number: usize, cases: &[&Case]) -> Result<Stated, Beyond> {
        let fact = &program.facts[number];
        let words = match fact.ty {
            Type::Set(domain) => words(program.domain(domain).terms.len() as u32 + 1),
            _ => 0,
        };
        let bits = vec![0; words * cases.len()];
        let mut stated = Stated { cells: Vec::new(), bits, words, known: Vec::new() };
        let mut others: HashMap<Arc<str>, i64> = HashMap::new();
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
                Some(Value::Point(at)) => i64::try_from(*at).map_err(|_| Beyond)?,
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
        Ok(stated)
    }

    /// The column.
    pub fn column(&self) -> Column<'_> {
        match () {
            () if !self.known.contains(&true) => Column::Unknown,
            () if self.words > 0 => Column::Sets { bits: &self.bits, words: self.words, known: &self.known },
            () if self.cells.iter().all(|cell| *cell == self.cells[0]) => Column::Same(self.cells[0]),
            () => Column::Cells(&self.cells),
        }
    }
}
