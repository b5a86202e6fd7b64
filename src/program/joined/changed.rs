//! Which units do not say the same in both versions, whatever they rest on.
//!
//! A definition that is changed changes every clause that uses it, but it alone says something else. So conditions
//! are compared with what they refer to taken as one and the same where clause and item are. What is excepted from a
//! clause, the exception says and not the clause.

use std::collections::{HashMap, HashSet};

use crate::program::{ClauseId, DefinitionId, Node, NodeId, Program, Role, UnitId};

use super::{Matching, Part};

/// A unit that one version has otherwise than the other, or not at all; by its own numbers in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangedUnit {
    pub old: Option<UnitId>,
    pub new: Option<UnitId>,
}

/// The units changed: those of the new version in its order, then those that it no longer has.
pub fn units(joined: &Program, [old, new]: [(&Program, &Part); 2], matching: &Matching) -> Vec<ChangedUnit> {
    let became: HashMap<ClauseId, ClauseId> = matching.clauses.iter().copied().collect();
    let mut now: HashMap<(ClauseId, &str), UnitId> = HashMap::new();
    for (number, unit) in new.0.units.iter().enumerate() {
        now.insert((unit.clause, &unit.item), UnitId(number as u32));
    }
    let mut was: Vec<Option<UnitId>> = vec![None; new.0.units.len()];
    let mut gone = Vec::new();
    for (number, unit) in old.0.units.iter().enumerate() {
        let id = UnitId(number as u32);
        let partner = became.get(&unit.clause).and_then(|clause| now.get(&(*clause, &*unit.item)));
        match partner {
            Some(partner) => was[partner.0 as usize] = Some(id),
            None => gone.push(ChangedUnit { old: Some(id), new: None }),
        }
    }
    let mut alike = Alike::of(joined, new.0);
    for (number, was) in was.iter().enumerate() {
        if let Some(was) = was {
            alike.one(old.1.units[was.0 as usize], new.1.units[number]);
        }
    }
    let mut changed = Vec::new();
    for (number, was) in was.into_iter().enumerate() {
        let id = UnitId(number as u32);
        let same =
            was.is_some_and(|was| alike.says(old.1.units[was.0 as usize]) == alike.says(new.1.units[number]));
        if !same {
            changed.push(ChangedUnit { old: was, new: Some(id) });
        }
    }
    changed.extend(gone);
    changed
}

/// Conditions by what they say, those referred to by where they stand.
struct Alike<'p> {
    joined: &'p Program,
    units: HashMap<UnitId, UnitId>,
    definitions: HashMap<DefinitionId, DefinitionId>,
    /// The names of the new version's terms, and what each is a term for.
    kept: HashSet<(&'p str, Option<&'p str>)>,
    /// What each exception is one from.
    excepted: HashMap<UnitId, Vec<UnitId>>,
    known: HashMap<Node, NodeId>,
    said: Vec<Option<NodeId>>,
}

impl<'p> Alike<'p> {
    fn of(joined: &'p Program, new: &'p Program) -> Alike<'p> {
        let mut excepted: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
        for (number, unit) in joined.units.iter().enumerate() {
            for exception in &unit.exceptions {
                excepted.entry(*exception).or_default().push(UnitId(number as u32));
            }
        }
        // Terms of one name are one, whichever units define them: a unit that both versions have stands in the joined
        // program once, the terms that it defines in the one and in the other may be two.
        let mut first: HashMap<(&str, Option<&str>), DefinitionId> = HashMap::new();
        let mut definitions = HashMap::new();
        for (number, term) in joined.definitions.iter().enumerate() {
            let id = DefinitionId(number as u32);
            definitions.insert(id, *first.entry((&term.name, term.of.as_deref())).or_insert(id));
        }
        Alike {
            excepted,
            joined,
            units: HashMap::new(),
            definitions,
            kept: new.definitions.iter().map(|term| (&*term.name, term.of.as_deref())).collect(),
            known: HashMap::new(),
            said: vec![None; joined.nodes.len()],
        }
    }

    /// Takes two units that stand in the same place as one, and what they define, where the term has another name now.
    fn one(&mut self, old: UnitId, new: UnitId) {
        self.units.insert(old, new);
        if let (Role::Definition(old), Role::Definition(new)) =
            (&self.joined.unit(old).role, &self.joined.unit(new).role)
        {
            let was = self.joined.definition(*old);
            if !self.kept.contains(&(&*was.name, was.of.as_deref())) {
                self.definitions.insert(*old, self.definitions[new]);
            }
        }
    }

    /// Everything that a unit says.
    fn says(&mut self, id: UnitId) -> (Vec<Option<NodeId>>, Vec<UnitId>, String) {
        let unit = self.joined.unit(id);
        let mut nodes = vec![unit.in_force.map(|node| self.node(node)), Some(self.node(unit.when))];
        nodes.extend(unit.unless.iter().map(|node| Some(self.node(*node))));
        nodes.push(None);
        let mut refers = Vec::new();
        let other = match &unit.role {
            Role::Permission { actions, notwithstanding } => {
                nodes.push(Some(self.node(*actions)));
                refers.extend(self.refers(notwithstanding));
                "permission".to_owned()
            }
            Role::Prohibition { actions } => {
                nodes.push(Some(self.node(*actions)));
                "prohibition".to_owned()
            }
            Role::Requirement { actions, condition } => {
                nodes.extend([Some(self.node(*actions)), Some(self.node(*condition))]);
                "requirement".to_owned()
            }
            Role::Duty { party, duty, within, .. } => format!("duty {party} {duty} {within:?}"),
            Role::Remedies { of, otherwise, remedies } => {
                refers.extend(self.refers(of));
                format!("remedies {otherwise} {remedies:?}")
            }
            Role::Definition(term) => {
                let term = self.definitions.get(term).unwrap_or(term);
                format!("definition {}", term.0)
            }
            Role::Exception => {
                refers.extend(self.excepted.get(&id).map(|these| self.refers(these)).unwrap_or_default());
                "exception".to_owned()
            }
            Role::OutOfScope => "scope".to_owned(),
        };
        (nodes, refers, other)
    }

    fn refers(&self, these: &[UnitId]) -> Vec<UnitId> {
        let mut refers: Vec<UnitId> = these.iter().map(|unit| self.unit(*unit)).collect();
        refers.sort_unstable();
        refers
    }

    fn unit(&self, id: UnitId) -> UnitId {
        self.units.get(&id).copied().unwrap_or(id)
    }

    fn node(&mut self, id: NodeId) -> NodeId {
        if let Some(said) = self.said[id.0 as usize] {
            return said;
        }
        let node = match self.joined.node(id) {
            Node::Not(inner) => Node::Not(self.node(*inner)),
            Node::All(parts) => Node::All(self.nodes(parts)),
            Node::Any(parts) => Node::Any(self.nodes(parts)),
            Node::AtLeast(least, parts) => Node::AtLeast(*least, self.nodes(parts)),
            Node::Elements { list, at_least, body } => {
                Node::Elements { list: *list, at_least: *at_least, body: self.node(*body) }
            }
            Node::Defined(term) => Node::Defined(self.definitions.get(term).copied().unwrap_or(*term)),
            Node::Live(unit) => Node::Live(self.unit(*unit)),
            Node::Reading { clause, options } => {
                Node::Reading { clause: *clause, options: self.nodes(options) }
            }
            node @ (Node::Constant(_) | Node::Atom(_)) => node.clone(),
        };
        let next = NodeId(self.known.len() as u32);
        let said = *self.known.entry(node).or_insert(next);
        self.said[id.0 as usize] = Some(said);
        said
    }

    fn nodes(&mut self, these: &[NodeId]) -> Box<[NodeId]> {
        these.iter().map(|part| self.node(*part)).collect()
    }
}
