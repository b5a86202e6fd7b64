//! The order in which the variables of a case stand, on which the size of its diagrams hangs.
//!
//! Facts stand in the text's order, which keeps what is declared for one clause together. A choice of reading stands
//! just before the first fact that the readings differ on: were all readings to stand first, each combination of them
//! would have a diagram of its own for everything that follows.

use std::collections::{BTreeMap, HashMap};

use crate::judge::case::FactName;
use crate::judge::mentions::mentions;
use crate::judge::slots::Slots;
use crate::program::{ClauseId, Node, NodeId, Place};

use super::ways::Matter;

/// The facts not known and the clauses whose reading is not settled, in the order of their variables.
pub fn order(slots: &Slots) -> Vec<Matter> {
    let names = slots.unknown();
    let mut before: BTreeMap<usize, Vec<ClauseId>> = BTreeMap::new();
    let firsts = first_mentions(&names);
    for (clause, options) in unsettled(slots) {
        let places = mentions(slots.program, options);
        let first = places.iter().filter_map(|place| firsts.get(&subject(place))).min();
        before.entry(first.copied().unwrap_or(0)).or_default().push(clause);
    }
    let mut order = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        order.extend(before.remove(&at).unwrap_or_default().into_iter().map(Matter::Reading));
        order.push(Matter::Fact(name));
    }
    order.extend(before.into_values().flatten().map(Matter::Reading));
    order
}

/// The clauses whose reading is not settled, each with what it is read as.
fn unsettled(slots: &Slots) -> BTreeMap<ClauseId, Vec<NodeId>> {
    let program = slots.program;
    let mut unsettled: BTreeMap<ClauseId, Vec<NodeId>> = BTreeMap::new();
    for (number, clause) in program.clauses.iter().enumerate() {
        let id = ClauseId(number as u32);
        if clause.readings.len() > 1 && !slots.readings.contains_key(&id) {
            unsettled.insert(id, Vec::new());
        }
    }
    if !unsettled.is_empty() {
        for node in &program.nodes {
            if let Node::Reading { clause, options } = node
                && let Some(all) = unsettled.get_mut(clause)
            {
                all.extend(options);
            }
        }
    }
    unsettled
}

/// What is asked of when a place is: a fact, or a list.
#[derive(PartialEq, Eq, Hash)]
enum Subject {
    Fact(crate::program::FactId),
    List(crate::program::ListId),
}

fn subject(place: &Place) -> Subject {
    match place {
        Place::Fact(fact) => Subject::Fact(*fact),
        Place::Element(list, _) => Subject::List(*list),
    }
}

/// Where each fact or list stands first.
fn first_mentions(names: &[FactName]) -> HashMap<Subject, usize> {
    let mut firsts = HashMap::new();
    for (at, name) in names.iter().enumerate() {
        let subject = match name {
            FactName::Fact(fact) => Subject::Fact(*fact),
            FactName::Element(list, ..) | FactName::Extent(list) => Subject::List(*list),
        };
        firsts.entry(subject).or_insert(at);
    }
    firsts
}
