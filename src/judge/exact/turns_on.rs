//! The facts that together would settle a verdict.

use std::collections::HashSet;

use crate::judge::case::FactName;

use super::diagram::Diagram;
use super::{Exact, RULINGS, Spent};

/// The most sets of facts that are tried where assumptions tie facts to one another.
const MOST_TRIES: usize = 2000;

impl Exact<'_, '_> {
    /// The smallest set of unknown facts that settles the verdict under each choice of readings, the first in
    /// the text's order where there are several; and whether that is proven.
    pub fn turns_on(&mut self) -> Result<(Vec<FactName>, bool), Spent> {
        let mut rulings = Vec::new();
        for ruling in RULINGS {
            if let Some(holds) = self.outcome.ruling(ruling) {
                rulings.push(self.both(self.world, holds)?);
            }
        }
        rulings.retain(|holds| *holds != Diagram::NO);
        let tied: HashSet<FactName> = self.facts_of(self.world).into_iter().collect();
        let mut looked_at: Vec<FactName> = Vec::new();
        for holds in &rulings {
            looked_at.extend(self.facts_of(*holds));
        }
        looked_at.extend(tied.iter().copied());
        let program = self.evaluator.program;
        looked_at.sort_by_key(|fact| (fact.order(program), *fact));
        looked_at.dedup();

        // A fact that no assumption ties and that a ruling depends on can change it alone. Of those tied, the
        // ones that can are in every set that settles; others may stand in for one another.
        let (mut needed, mut optional) = (Vec::new(), Vec::new());
        for fact in looked_at {
            let alone = !tied.contains(&fact) || !self.settled(&rulings, &|other| other != fact)?;
            if alone { needed.push(fact) } else { optional.push(fact) }
        }
        let mut tries = 0;
        for size in 0..=optional.len() {
            let mut chosen: Vec<usize> = (0..size).collect();
            loop {
                tries += 1;
                if tries > MOST_TRIES {
                    let all = needed.into_iter().chain(optional).collect();
                    return Ok((self.in_order(all), false));
                }
                let further: Vec<FactName> = chosen.iter().map(|place| optional[*place]).collect();
                if self.settled(&rulings, &|fact| needed.contains(&fact) || further.contains(&fact))? {
                    let all = needed.into_iter().chain(further).collect();
                    return Ok((self.in_order(all), true));
                }
                if !next_choice(&mut chosen, optional.len()) {
                    break;
                }
            }
        }
        Ok((self.in_order(needed), true))
    }

    /// Whether these facts settle the verdict: no two completions that agree on them, and on the readings,
    /// have different rulings.
    fn settled(&mut self, rulings: &[Diagram], is_known: &dyn Fn(FactName) -> bool) -> Result<bool, Spent> {
        let mut reached: Option<Diagram> = None;
        for ruling in rulings {
            let encoder = &mut self.evaluator.logic;
            let mut forgotten: HashSet<u32> = encoder.diagrams.support(*ruling).into_iter().collect();
            forgotten.retain(|variable| encoder.name_of(*variable).is_some_and(|fact| !is_known(fact)));
            let here = encoder.diagrams.forget(*ruling, &|variable| forgotten.contains(&variable));
            if let Some(there) = reached
                && self.meet(there, here)?
            {
                return Ok(false);
            }
            let diagrams = &mut self.evaluator.logic.diagrams;
            reached = Some(reached.map_or(here, |there| diagrams.or(there, here)));
        }
        self.checked(true)
    }

    fn in_order(&self, mut facts: Vec<FactName>) -> Vec<FactName> {
        let program = self.evaluator.program;
        facts.sort_by_key(|fact| (fact.order(program), *fact));
        facts
    }
}

/// The next choice of as many out of so many, in order; `false` after the last.
fn next_choice(chosen: &mut [usize], out_of: usize) -> bool {
    let size = chosen.len();
    for place in (0..size).rev() {
        if chosen[place] < out_of - size + place {
            chosen[place] += 1;
            for after in place + 1..size {
                chosen[after] = chosen[after - 1] + 1;
            }
            return true;
        }
    }
    false
}
