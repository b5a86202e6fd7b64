//! In which rows the verdict is just Licit's own.
//!
//! A verdict that tables determine is that of every completion, if there is any. Where they leave it open, it is open
//! if everything unknown bears on it in one way, or if two completions show it.

use std::collections::BTreeSet;

use crate::program::{ListId, Place};

use super::conditions::Conditions;
use super::one_way::{TwoWays, presumed_and_assumed};
use super::term::TermId;
use super::verdict::Verdict;
use super::witness::witnesses;

/// What is sure of a row.
pub struct Exactness {
    /// Its verdict is that of all its completions, or they have different ones.
    pub exact: TermId,
    /// Presumptions may contradict the policy's assumptions, and so have to be set aside: nothing can be said.
    pub presumed_too_much: TermId,
    /// The facts whose presumptions these are.
    pub set_aside: BTreeSet<Place>,
}

impl Exactness {
    /// Of rows for which it is known whether tables leave them open.
    pub fn of(conditions: &mut Conditions, judged: &Verdict, undetermined: TermId) -> Exactness {
        let roots: Vec<TermId> = judged.possible.iter().map(|(_, possible)| *possible).collect();
        let in_two_ways = TwoWays::of(conditions, &roots);
        let in_two_ways = in_two_ways.here(conditions);
        let world_in_two_ways = TwoWays::of(conditions, &[judged.assumed]);
        let world_in_two_ways = world_in_two_ways.here(conditions);
        let never = |conditions: &Conditions, term| conditions.terms.as_constant(term) == Some(Some(false));
        let shown = match never(conditions, in_two_ways) && never(conditions, world_in_two_ways) {
            true => Vec::new(),
            false => witnesses(conditions, judged),
        };
        let set_aside = presumed_and_assumed(conditions, conditions.program, judged.assumed);
        let terms = &mut conditions.terms;
        let one_way = terms.not(in_two_ways);
        let determined = terms.not(undetermined);
        let shown_open = terms.at_least(2, shown.clone());
        let told = terms.any([one_way, determined, shown_open]);
        // Some completion there is: the assumptions hold, or what is unknown of them bears on them in one way.
        let assumption_open = terms.unknown(judged.assumed);
        let world_open = terms.all([assumption_open, world_in_two_ways]);
        let world_sure = terms.not(world_open);
        let there_is_some = terms.any([world_sure].into_iter().chain(shown));
        let exact = terms.all([told, there_is_some]);
        let there_is_none = terms.not(there_is_some);
        let presumed_too_much = match set_aside.is_empty() {
            false => terms.any([there_is_none, judged.impossible]),
            true => terms.constant(Some(false)),
        };
        let presumed_well = terms.not(presumed_too_much);
        Exactness { exact: terms.all([exact, presumed_well]), presumed_too_much, set_aside }
    }
}

impl TwoWays {
    /// That something of it is so in a row.
    fn here(&self, conditions: &mut Conditions) -> TermId {
        let dialect = conditions.columns.request.dialect;
        let mut all = Vec::new();
        for place in &self.unknown {
            let unknown = match conditions.columns.column(*place) {
                Some(column) => conditions.sure_of_some(*place, format!("({column} IS NULL)")),
                None => conditions.terms.constant(Some(true)),
            };
            all.push(unknown);
            // Of an element that is not in the table nothing is known.
            if let Place::Element(list, _) = place {
                all.push(open(conditions, *list));
            }
        }
        for (place, names) in self.stated.iter().filter(|(_, names)| !names.is_empty()) {
            if let Some(column) = conditions.columns.column(*place) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let stated = format!("(COALESCE({column} IN ({}), FALSE))", dialect.listed(&names));
                all.push(conditions.sure_of_some(*place, stated));
            }
        }
        for place in &self.in_part {
            let column = conditions.columns.column(*place);
            if let Some(in_part) = column.and_then(|column| conditions.columns.in_part(*place, &column)) {
                all.push(conditions.sure_of_some(*place, format!("({in_part})")));
            }
        }
        all.extend(self.open.iter().map(|list| open(conditions, *list)));
        for term in &self.terms {
            let unknown = conditions.terms.unknown(*term);
            match conditions.terms.element(unknown) {
                None => all.push(unknown),
                Some(list) => {
                    all.push(conditions.terms.some_stated(list, unknown));
                    all.push(open(conditions, list));
                }
            }
        }
        conditions.terms.any(all)
    }
}

/// A list may have elements that are not in its table.
fn open(conditions: &mut Conditions, list: ListId) -> TermId {
    match conditions.open.get(&list) {
        Some(open) => *open,
        None => conditions.terms.constant(Some(true)),
    }
}
