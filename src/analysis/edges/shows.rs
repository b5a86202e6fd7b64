//! What the edges found show besides what each was found for.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use crate::judge::Truth;
use crate::judge::exact::Turned;
use crate::program::UnitId;

use super::pair::Edge;

/// What each unit does in the cases of the edges found.
#[derive(Default)]
pub struct Shows {
    /// Of each unit and place, the edges in which the place turned turns whether the unit does what it is for.
    turns: HashMap<(UnitId, Turned), Vec<usize>>,
    /// Of each unit, the cases in which it does what it is for; of each edge two.
    works: HashMap<UnitId, FixedBitSet>,
}

impl Shows {
    /// Notes what each unit does in the two cases of an edge.
    pub fn note(&mut self, number: usize, edge: &Edge, works: [&[Truth]; 2]) {
        for (unit, of) in works[0].iter().zip(works[1]).enumerate() {
            let unit = UnitId(unit as u32);
            for (which, truth) in [of.0, of.1].into_iter().enumerate() {
                if *truth == Truth::Yes {
                    self.works.entry(unit).or_default().grow_and_insert(2 * number + which);
                }
            }
            if matches!(of, (Truth::Yes, Truth::No) | (Truth::No, Truth::Yes)) {
                self.turns.entry((unit, edge.place)).or_default().push(number);
            }
        }
    }

    /// The edges in which a unit turns with a place.
    pub fn turned(&self, unit: UnitId, place: Turned) -> &[usize] {
        self.turns.get(&(unit, place)).map_or(&[], Vec::as_slice)
    }

    /// Whether both units do what they are for in some case of an edge.
    pub fn meet(&self, one: UnitId, other: UnitId) -> bool {
        let [Some(one), Some(other)] = [one, other].map(|unit| self.works.get(&unit)) else { return false };
        !one.is_disjoint(other)
    }
}
