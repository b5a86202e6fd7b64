//! The limbs of a unit: the questions about single facts that its conditions are made of.

use std::collections::HashSet;

use crate::judge::FactName;
use crate::program::{AtomId, DefinitionId, Node, NodeId, Program, Role, Test, UnitId};

use super::named;

/// A question about a fact, or a defined term, which stands for the questions of its own clauses.
pub struct Limb {
    atoms: Vec<AtomId>,
    /// The limb is a term: any of the questions behind it shows that the term matters here.
    pub any_will_do: bool,
}

impl Limb {
    /// The facts it asks about, each with its question; comparisons of two facts are asked by examples.
    pub fn questions(&self, program: &Program) -> Vec<(FactName, Test)> {
        let asked = self.atoms.iter().map(|atom| program.atom(*atom));
        asked.map(|atom| (named(atom.place), atom.test.clone())).collect()
    }
}

/// The limbs of a unit, each once, in the order of its conditions; and how many comparisons of two facts,
/// which have no two sides of their own, are not among them.
pub fn of(program: &Program, unit: UnitId) -> (Vec<Limb>, usize) {
    let declared = program.unit(unit);
    let mut roots: Vec<NodeId> = declared.in_force.into_iter().collect();
    match declared.role {
        Role::Permission { actions, .. } | Role::Prohibition { actions } => roots.push(actions),
        Role::Requirement { actions, condition } => roots.extend([actions, condition]),
        _ => {}
    }
    roots.push(declared.when);
    roots.extend(&declared.unless);
    let (atoms, terms) = reached(program, roots);
    let is_compared = |atom: &AtomId| matches!(program.atom(*atom).test, Test::Against(_));
    let compared = atoms.iter().filter(|atom| is_compared(atom)).count();
    let atoms = atoms.into_iter().filter(|atom| !is_compared(atom));
    let mut limbs: Vec<Limb> = atoms.map(|atom| Limb { atoms: vec![atom], any_will_do: false }).collect();
    for term in terms {
        let mut behind = Vec::new();
        let (mut seen, mut next) = (HashSet::from([term]), vec![term]);
        while let Some(term) = next.pop() {
            for unit in &program.definition(term).units {
                let (atoms, terms) = reached(program, vec![program.unit(*unit).when]);
                behind.extend(atoms.into_iter().filter(|atom| !is_compared(atom)));
                next.extend(terms.into_iter().filter(|term| seen.insert(*term)));
            }
        }
        if !behind.is_empty() {
            limbs.push(Limb { atoms: behind, any_will_do: true });
        }
    }
    (limbs, compared)
}

/// The atoms and terms that conditions reach without going into other clauses.
fn reached(program: &Program, roots: Vec<NodeId>) -> (Vec<AtomId>, Vec<DefinitionId>) {
    let (mut atoms, mut terms) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    let mut next: Vec<NodeId> = roots.into_iter().rev().collect();
    while let Some(id) = next.pop() {
        if !seen.insert(id) {
            continue;
        }
        match program.node(id) {
            Node::Atom(atom) => atoms.push(*atom),
            Node::Constant(_) | Node::Live(_) => {}
            Node::Defined(term) => terms.push(*term),
            Node::Not(inner) | Node::Elements { body: inner, .. } => next.push(*inner),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => next.extend(parts.iter().rev()),
            Node::Reading { options, .. } => next.extend(options.iter().rev()),
        }
    }
    (atoms, terms)
}
