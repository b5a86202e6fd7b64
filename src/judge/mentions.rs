//! What a condition is made of, through everything it rests on, and the places it looks at.

use std::collections::BTreeSet;

use crate::program::{Node, NodeId, Place, Program, Test};

/// The places that any of these conditions looks at.
pub fn mentions(program: &Program, conditions: impl IntoIterator<Item = NodeId>) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    for id in reached(program, conditions) {
        if let Node::Atom(atom) = program.node(id) {
            let atom = program.atom(*atom);
            places.insert(atom.place);
            if let Test::Against(against) = &atom.test {
                places.insert(against.other);
            }
        }
    }
    places
}

/// These conditions and all that they are made of, definitions and exceptions included; each once.
pub fn reached(program: &Program, conditions: impl IntoIterator<Item = NodeId>) -> Vec<NodeId> {
    let mut seen = vec![false; program.nodes.len()];
    let mut waiting: Vec<NodeId> = conditions.into_iter().collect();
    let mut reached = Vec::new();
    while let Some(id) = waiting.pop() {
        if std::mem::replace(&mut seen[id.0 as usize], true) {
            continue;
        }
        reached.push(id);
        match program.node(id) {
            Node::Constant(_) | Node::Atom(_) => {}
            Node::Not(inner) => waiting.push(*inner),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
                waiting.extend(parts.iter().rev());
            }
            Node::Elements { body, .. } => waiting.push(*body),
            Node::Defined(term) => {
                let units = program.definition(*term).units.iter();
                waiting.extend(units.map(|unit| program.unit(*unit).live));
            }
            Node::Live(unit) => waiting.push(program.unit(*unit).live),
            Node::Reading { options, .. } => waiting.extend(options.iter().rev()),
        }
    }
    reached
}
