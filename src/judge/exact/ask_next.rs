//! The question best asked next.

use crate::judge::case::FactName;

use super::diagram::Diagram;
use super::{Exact, Spent};

impl Exact<'_, '_> {
    /// The fact of whose values, cut where the policy cuts them, the largest share leaves one verdict; the
    /// first of them where there are several.
    pub fn ask_next(&mut self, turns_on: &[FactName]) -> Result<Option<FactName>, Spent> {
        let mut best: Option<(FactName, usize, usize)> = None;
        for &fact in turns_on {
            let cells = self.evaluator.logic.cells(fact).unwrap_or_default();
            let (mut settling, mut possible) = (0, 0);
            for cell in cells {
                let world = self.both(self.world, cell)?;
                if world == Diagram::NO {
                    continue;
                }
                possible += 1;
                settling += usize::from(self.possible(world)?.len() == 1);
            }
            if best.is_none_or(|(_, most, of)| settling * of > most * possible) {
                best = Some((fact, settling, possible.max(1)));
            }
        }
        Ok(best.map(|(fact, ..)| fact))
    }
}
