//! Many cases at once, from columns: what a table of cases is judged by, on as many threads as wanted.
//!
//! Each thread takes a stretch of the rows. A policy of some length is asked row by row, for its index leads each to
//! the few clauses that can matter; a shorter one is asked of sixty-four rows at once ([`super::block`]). Where the
//! tables leave a row open, it says so; who has the rest of that row asks the exact judge.

use std::ops::Range;
use std::thread;

use crate::program::{FactId, UnitId};

use super::block::{Block, Kept, LANES};
use super::weighing::Weighed;
use super::{Compiled, Decided, Facts, Sheet, UNKNOWN};

/// What many cases state of one fact.
#[derive(Debug, Clone, Copy)]
pub enum Column<'a> {
    /// Nothing.
    Unknown,
    /// The same of all: a member's or text's number, a point, 0 or 1.
    Same(i64),
    /// One cell a row; [`UNKNOWN`] where nothing is known.
    Cells(&'a [i64]),
    /// One set a row, by the bits of its members, so many words each; unknown where `known` says no.
    Sets { bits: &'a [u64], words: usize, known: &'a [bool] },
}

/// What came of many cases, by row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// `None` where the tables leave the ruling, or what decides, open.
    pub decided: Vec<Option<Decided>>,
    /// What decided, row after row.
    by: Vec<Option<UnitId>>,
    /// Where each row's deciders end.
    ends: Vec<u32>,
}

impl Answers {
    /// What decided in a row, in the text's order; `None` is `otherwise`.
    pub fn by(&self, row: usize) -> &[Option<UnitId>] {
        let from = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.by[from as usize..self.ends[row] as usize]
    }

    fn with_room(rows: usize) -> Answers {
        let (decided, ends) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        Answers { decided, by: Vec::new(), ends }
    }

    fn take(&mut self, other: Answers) {
        let before = self.by.len() as u32;
        self.decided.extend(other.decided);
        self.by.extend(other.by);
        self.ends.extend(other.ends.iter().map(|end| before + end));
    }
}

/// How rows are gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Each by itself, led by the index.
    ByRow,
    /// Sixty-four at once, and every clause.
    ByBlock,
}

impl Way {
    /// The one that is the faster for a policy.
    pub fn of(compiled: &Compiled) -> Way {
        let norms = &compiled.norms;
        let units: usize =
            [&norms.out, &norms.against, &norms.permissions].map(|index| index.all().len()).iter().sum();
        if units <= MOST_UNITS { Way::ByBlock } else { Way::ByRow }
    }
}

/// A policy with more permissions, prohibitions and requirements than this is gone through row by row.
const MOST_UNITS: usize = 64;

/// Decides so many rows, in the order they stand in. Columns are by [`FactId`]; a fact without one is unknown, and
/// so is every list. What is presumed is for the caller to fill in.
pub fn decide(compiled: &Compiled, rows: usize, columns: &[Column], threads: usize) -> Answers {
    decide_by(Way::of(compiled), compiled, rows, columns, threads)
}

/// The same, in one way or the other; the answers are alike.
pub fn decide_by(way: Way, compiled: &Compiled, rows: usize, columns: &[Column], threads: usize) -> Answers {
    let threads = threads.clamp(1, rows.max(1));
    let each = rows.div_ceil(threads).max(1);
    let stretches = || (0..threads).map(|at| (at * each).min(rows)..((at + 1) * each).min(rows));
    let stretch = |rows: Range<usize>| match way {
        Way::ByRow => by_row(compiled, rows, columns),
        Way::ByBlock => by_block(compiled, rows, columns),
    };
    if threads == 1 {
        return stretch(0..rows);
    }
    let mut answers = Answers::default();
    thread::scope(|scope| {
        let stretch = &stretch;
        let working: Vec<_> = stretches().map(|rows| scope.spawn(move || stretch(rows))).collect();
        for worker in working {
            match worker.join() {
                Ok(done) => answers.take(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    answers
}

fn by_block(compiled: &Compiled, rows: Range<usize>, columns: &[Column]) -> Answers {
    let Compiled { layout, conditions, norms, .. } = compiled;
    let (mut kept, mut weighed) = (Kept::default(), Weighed::default());
    let mut answers = Answers::with_room(rows.len());
    for from in rows.clone().step_by(LANES) {
        let many = LANES.min(rows.end - from);
        let block = Block::of(columns, layout, from, many);
        let rulings = norms.weigh_block(layout, conditions, &block, (&mut kept, &mut weighed));
        for lane in 0..many {
            answers.decided.push(norms.decided_in(&rulings, &weighed, lane, &mut answers.by));
            answers.ends.push(answers.by.len() as u32);
        }
    }
    answers
}

fn by_row(compiled: &Compiled, rows: Range<usize>, columns: &[Column]) -> Answers {
    let (mut facts, mut sheet) = (Facts::default(), Sheet::default());
    facts.clear(&compiled.layout);
    let mut answers = Answers::with_room(rows.len());
    for row in rows {
        for (fact, column) in columns.iter().enumerate() {
            let fact = FactId(fact as u32);
            match column {
                Column::Unknown => {}
                Column::Same(cell) => facts.set(fact, *cell),
                Column::Cells(cells) => facts.set(fact, cells[row]),
                Column::Sets { bits, words, known } => match known[row] {
                    true => facts.set_bits(&compiled.layout, fact, &bits[row * words..(row + 1) * words]),
                    false => facts.set(fact, UNKNOWN),
                },
            }
        }
        let decided = match compiled.day_is_open(&facts) {
            true => None,
            false => compiled.decide(&facts, &mut sheet),
        };
        answers.decided.push(decided);
        if decided.is_some() {
            answers.by.extend_from_slice(sheet.by());
        }
        answers.ends.push(answers.by.len() as u32);
    }
    answers
}
