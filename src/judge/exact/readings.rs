//! The clauses whose reading a verdict depends on, and what it is under each.

use crate::judge::verdict::ReadingRow;
use crate::program::{ClauseId, Ruling};

use super::diagram::Diagram;
use super::{Exact, RULINGS, Spent};

/// Beyond so many combinations the clauses are named and the rows left out.
const MOST_ROWS: usize = 64;

impl Exact<'_, '_> {
    /// The clauses of which two readings give, with one and the same completion, different verdicts.
    pub fn depends_on(&mut self) -> Result<Vec<ClauseId>, Spent> {
        let mut rulings = Vec::new();
        for ruling in RULINGS {
            if let Some(holds) = self.outcome.ruling(ruling) {
                rulings.push(self.both(self.world, holds)?);
            }
        }
        self.read_apart(&rulings)
    }

    /// The clauses of which two readings put one case into two of these sets.
    pub fn read_apart(&mut self, sets: &[Diagram]) -> Result<Vec<ClauseId>, Spent> {
        let mut clauses = Vec::new();
        for set in sets {
            let encoder = &self.evaluator.logic;
            let variables = encoder.diagrams.support(*set);
            clauses.extend(variables.into_iter().filter_map(|variable| encoder.clause_of(variable)));
        }
        clauses.sort_unstable();
        clauses.dedup();
        let mut depends_on = Vec::new();
        for clause in clauses {
            let mut reached: Option<Diagram> = None;
            for set in sets {
                let encoder = &mut self.evaluator.logic;
                let own: Vec<u32> = encoder
                    .diagrams
                    .support(*set)
                    .into_iter()
                    .filter(|variable| encoder.clause_of(*variable) == Some(clause))
                    .collect();
                let here = encoder.diagrams.forget(*set, &|variable| own.contains(&variable));
                if let Some(there) = reached
                    && self.meet(there, here)?
                {
                    depends_on.push(clause);
                    break;
                }
                let diagrams = &mut self.evaluator.logic.diagrams;
                reached = Some(reached.map_or(here, |there| diagrams.or(there, here)));
            }
        }
        self.checked(depends_on)
    }

    /// The ruling under each combination of readings of these clauses.
    pub fn rows(&mut self, clauses: &[ClauseId]) -> Result<Vec<ReadingRow>, Spent> {
        let program = self.evaluator.program;
        let counts: Vec<usize> =
            clauses.iter().map(|clause| program.clause(*clause).readings.len()).collect();
        let total = counts
            .iter()
            .try_fold(1_usize, |all, count| all.checked_mul(*count).filter(|all| *all <= MOST_ROWS));
        let Some(total) = total.filter(|_| !clauses.is_empty()) else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for number in 0..total {
            let mut rest = number;
            let mut choice = Vec::new();
            for (clause, count) in clauses.iter().zip(&counts).rev() {
                choice.push((*clause, rest % count));
                rest /= count;
            }
            choice.reverse();
            let mut world = self.world;
            for (clause, reading) in &choice {
                let read = self.evaluator.logic.reading(*clause, *reading);
                world = self.both(world, read)?;
            }
            let (ruling, by) = match self.possible(world)?.as_slice() {
                [] => continue,
                [ruling] => (*ruling, self.deciders(world, *ruling)?),
                _ => (Ruling::Undetermined, Vec::new()),
            };
            rows.push(ReadingRow { choice, ruling, by });
        }
        Ok(rows)
    }
}
