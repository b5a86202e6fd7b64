//! Many sets of cases joined, so that those of them that meet a given one are found without asking each.
//!
//! A balanced tree: each node is the union of the two below it. What meets no node meets nothing below it, so
//! finding the few that are met takes their number times the tree's depth.

use crate::judge::exact::{Diagram, Spent};

use super::space::Space;

/// See the head of this file.
pub struct Union {
    /// Level by level: first the sets themselves, last the union of all.
    levels: Vec<Vec<Diagram>>,
}

impl Union {
    /// The union of these.
    pub fn of(space: &mut Space, sets: Vec<Diagram>) -> Result<Union, Spent> {
        let mut levels = vec![sets];
        while levels[levels.len() - 1].len() > 1 {
            let mut joined = Vec::new();
            for pair in levels[levels.len() - 1].chunks(2) {
                joined.push(match *pair {
                    [one, other] => space.either(one, other)?,
                    _ => pair[0],
                });
            }
            levels.push(joined);
        }
        Ok(Union { levels })
    }

    /// The places of the sets that meet this one, ascending; at most so many.
    pub fn meeting(&self, space: &mut Space, with: Diagram, most: usize) -> Result<Vec<usize>, Spent> {
        let mut found = Vec::new();
        let mut waiting = vec![(self.levels.len() - 1, 0)];
        while let Some((level, place)) = waiting.pop() {
            let Some(&set) = self.levels[level].get(place) else { continue };
            if found.len() == most || !space.meet(set, with)? {
                continue;
            }
            if level == 0 {
                found.push(place);
            } else {
                waiting.push((level - 1, 2 * place + 1));
                waiting.push((level - 1, 2 * place));
            }
        }
        Ok(found)
    }

    /// What of a set lies in none of the sets but that at `place`.
    pub fn beyond_others(
        &self,
        space: &mut Space,
        mut rest: Diagram,
        place: usize,
    ) -> Result<Diagram, Spent> {
        let mut here = place;
        for level in &self.levels[..self.levels.len() - 1] {
            if rest == Diagram::NO {
                break;
            }
            if let Some(&beside) = level.get(here ^ 1) {
                rest = space.without(rest, beside)?;
            }
            here /= 2;
        }
        Ok(rest)
    }

    /// Takes the set at `place` out.
    pub fn drop(&mut self, space: &mut Space, place: usize) -> Result<(), Spent> {
        self.restore(space, place, Diagram::NO)
    }

    /// Puts a set in at `place`, for whatever was there.
    pub fn restore(&mut self, space: &mut Space, place: usize, set: Diagram) -> Result<(), Spent> {
        self.levels[0][place] = set;
        let mut here = place;
        for level in 1..self.levels.len() {
            let below = &self.levels[level - 1];
            let one = below[here & !1];
            let joined = match below.get(here | 1) {
                Some(&other) => space.either(one, other)?,
                None => one,
            };
            here /= 2;
            self.levels[level][here] = joined;
        }
        Ok(())
    }
}
