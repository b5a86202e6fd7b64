//! The limbs of a unit: the questions about single facts that its conditions are made of.

use std::collections::HashSet;

use crate::judge::holds::holds;
use crate::judge::line::against_holds;
use crate::judge::{Case, FactName};
use crate::program::{AtomId, DefinitionId, ListId, Node, NodeId, Place, Program, Role, Test, UnitId};

use super::pair::{measure, value};

/// A question about a fact, or a defined term, which stands for the questions of its own clauses.
pub struct Limb {
    pub questions: Vec<Question>,
    /// Any of the questions shows that the limb matters: it is a term, or a comparison of two facts, of which one
    /// is turned.
    pub any_will_do: bool,
}

/// A question, asked of a fact; where two facts are compared, of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Question {
    pub fact: FactName,
    pub atom: AtomId,
}

impl Question {
    fn of(program: &Program, atom: AtomId) -> Vec<Question> {
        let asked = program.atom(atom);
        let mut facts = vec![named(asked.place)];
        if let Test::Against(against) = &asked.test
            && against.other != asked.place
        {
            facts.push(named(against.other));
        }
        facts.into_iter().map(|fact| Question { fact, atom }).collect()
    }

    /// What is asked.
    pub fn test(self, program: &Program) -> &Test {
        &program.atom(self.atom).test
    }

    /// Whether two facts are compared.
    pub fn compares(self, program: &Program) -> bool {
        matches!(self.test(program), Test::Against(_))
    }

    /// The answer in a case, where it is known.
    pub fn answer(self, program: &Program, case: &Case) -> Option<bool> {
        let asked = program.atom(self.atom);
        let is = value(case, named(asked.place))?;
        match &asked.test {
            Test::Against(against) => {
                let other = value(case, named(against.other))?;
                Some(against_holds(measure(program, self.fact), against, is, other))
            }
            test => Some(holds(test, is)),
        }
    }
}

/// The name of a place of an atom, of an element that of the first.
fn named(place: Place) -> FactName {
    match place {
        Place::Fact(fact) => FactName::Fact(fact),
        Place::Element(list, attribute) => FactName::Element(ListId(list.0), 0, attribute),
    }
}

/// The limbs of a unit, each once, in the order of its conditions.
pub fn of(program: &Program, unit: UnitId) -> Vec<Limb> {
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
    let mut limbs = Vec::new();
    for atom in atoms {
        let questions = Question::of(program, atom);
        limbs.push(Limb { any_will_do: questions.len() > 1, questions });
    }
    for term in terms {
        let mut behind = Vec::new();
        let (mut seen, mut next) = (HashSet::from([term]), vec![term]);
        while let Some(term) = next.pop() {
            for unit in &program.definition(term).units {
                let (atoms, terms) = reached(program, vec![program.unit(*unit).when]);
                behind.extend(atoms.into_iter().flat_map(|atom| Question::of(program, atom)));
                next.extend(terms.into_iter().filter(|term| seen.insert(*term)));
            }
        }
        if !behind.is_empty() {
            limbs.push(Limb { questions: behind, any_will_do: true });
        }
    }
    limbs
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
