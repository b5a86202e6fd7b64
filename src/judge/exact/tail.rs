//! The elements of a list that nobody stated, as one place with finitely many states.
//!
//! All that matters of them is how many meet each quantified condition. A condition may also look at facts
//! outside the list; once those are known, what remains of it is a condition on the element alone, and there
//! are finitely many such remainders. Elements that meet the same remainders are of one kind, and a state is
//! how many elements meet each remainder, counted only as far as any quantifier counts.
//!
//! A list need be no longer than all its quantifiers together ask for, and twice that where two completions are
//! compared: fewer elements never make a condition hold that counts them, so those that no quantifier needs
//! may go.

use std::collections::HashMap;

use super::code::Digits;
use super::diagram::{Diagram, Diagrams};

const MOST_KINDS: usize = 1024;
const MOST_STATES: usize = 1 << 14;

/// See the head of this file.
pub struct Tail {
    /// What remains of a quantified condition once all outside the list is known.
    remainders: Vec<Diagram>,
    /// For each kind, an element of it as a condition on its attributes.
    kinds: Vec<Diagram>,
    states: Vec<State>,
    digits: Digits,
}

struct State {
    /// How many elements meet each remainder.
    met: Vec<u32>,
    length: u32,
    /// The state with one element less, and that element's kind.
    without: Option<(usize, usize)>,
}

impl Tail {
    /// From the remainders, each with the greatest number that is asked for of it, and the number of elements
    /// that suffices; `None` where there are too many states.
    pub fn new(
        diagrams: &mut Diagrams,
        rank: u32,
        asked: &HashMap<Diagram, u32>,
        longest: u32,
    ) -> Option<Tail> {
        let mut remainders: Vec<Diagram> =
            asked.keys().copied().filter(|remainder| *remainder != Diagram::NO).collect();
        remainders.sort_unstable();
        let mut kinds = vec![(Diagram::YES, Vec::new())];
        for (number, &remainder) in remainders.iter().enumerate() {
            let mut split = Vec::new();
            for (kind, meets) in kinds {
                let inside = diagrams.and(kind, remainder);
                let without = diagrams.not(remainder);
                let outside = diagrams.and(kind, without);
                if inside != Diagram::NO {
                    let mut meets: Vec<usize> = meets.clone();
                    meets.push(number);
                    split.push((inside, meets));
                }
                if outside != Diagram::NO {
                    split.push((outside, meets));
                }
            }
            kinds = split;
            if kinds.len() > MOST_KINDS {
                return None;
            }
        }
        let most: Vec<u32> = remainders.iter().map(|remainder| asked[remainder]).collect();
        let start = vec![0; remainders.len()];
        let mut seen = HashMap::from([(start.clone(), 0)]);
        let mut states = vec![State { met: start, length: 0, without: None }];
        let mut next = 0;
        while next < states.len() && states[next].length < longest {
            let length = states[next].length + 1;
            for (number, (_, meets)) in kinds.iter().enumerate() {
                let mut met = states[next].met.clone();
                for remainder in meets {
                    met[*remainder] = (met[*remainder] + 1).min(most[*remainder]);
                }
                let place = states.len();
                seen.entry(met.clone()).or_insert_with(|| {
                    states.push(State { met, length, without: Some((next, number)) });
                    place
                });
            }
            if states.len() > MOST_STATES {
                return None;
            }
            next += 1;
        }
        let digits = Digits::new(rank, states.len());
        Some(Tail { remainders, kinds: kinds.into_iter().map(|(kind, _)| kind).collect(), states, digits })
    }

    /// The condition that at least so many elements meet a remainder; `None` for one it was not made for.
    pub fn at_least(&self, diagrams: &mut Diagrams, remainder: Diagram, least: u32) -> Option<Diagram> {
        if remainder == Diagram::NO {
            return Some(Diagram::NO);
        }
        let number = self.remainders.binary_search(&remainder).ok()?;
        Some(self.digits.among(diagrams, |state| self.states[state].met[number] >= least))
    }

    /// The condition that it is in each of its states.
    pub fn cells(&self, diagrams: &mut Diagrams) -> Vec<Diagram> {
        (0..self.digits.count()).map(|state| self.digits.is(diagrams, state)).collect()
    }

    /// The elements under an assignment, each as the condition of its kind.
    pub fn decode(&self, assignment: &[(u32, bool)]) -> Vec<Diagram> {
        let mut elements = Vec::new();
        let mut state = self.digits.decode(assignment);
        while let Some((before, kind)) = self.states[state].without {
            elements.push(self.kinds[kind]);
            state = before;
        }
        elements
    }
}
