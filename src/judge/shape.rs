//! What a program looks like to the evaluator: which conditions speak of an element of a list, and where
//! each fact is asked about. Found once a program.

use std::collections::HashMap;

use crate::program::{AtomId, ListId, Node, NodeId, Place, Program, Role, Test, UnitId};

/// See the head of this file.
pub struct Shape {
    nodes: Vec<Option<ListId>>,
    units: Vec<Option<ListId>>,
    /// The units that speak of an element of the list, each with its place in the program's order.
    of_list: Vec<Vec<(usize, UnitId)>>,
    /// The atoms that look at a place, from either side.
    atoms: HashMap<Place, Vec<AtomId>>,
    /// The quantified conditions on the list.
    quantifiers: Vec<Vec<NodeId>>,
    /// The prohibitions and requirements, and the permissions.
    against: Vec<UnitId>,
    permissions: Vec<UnitId>,
}

impl Shape {
    pub fn of(program: &Program) -> Shape {
        let mut shape = Shape {
            nodes: vec![None; program.nodes.len()],
            units: vec![None; program.units.len()],
            of_list: vec![Vec::new(); program.lists.len()],
            atoms: HashMap::new(),
            quantifiers: vec![Vec::new(); program.lists.len()],
            against: Vec::new(),
            permissions: Vec::new(),
        };
        for (number, unit) in program.units.iter().enumerate() {
            match unit.role {
                Role::Prohibition { .. } | Role::Requirement { .. } => {
                    shape.against.push(UnitId(number as u32))
                }
                Role::Permission { .. } => shape.permissions.push(UnitId(number as u32)),
                _ => {}
            }
        }
        let mut seen = vec![false; program.nodes.len()];
        for (place, &unit) in program.order.iter().enumerate() {
            let list = shape.look(program, program.unit(unit).live, &mut seen);
            shape.units[unit.0 as usize] = list;
            if let Some(list) = list {
                shape.of_list[list.0 as usize].push((place, unit));
            }
        }
        for (number, node) in program.nodes.iter().enumerate() {
            shape.look(program, NodeId(number as u32), &mut seen);
            if let Node::Elements { list, .. } = node {
                shape.quantifiers[list.0 as usize].push(NodeId(number as u32));
            }
        }
        for (number, atom) in program.atoms.iter().enumerate() {
            let atom_id = AtomId(number as u32);
            shape.atoms.entry(atom.place).or_default().push(atom_id);
            if let Test::Against(against) = &atom.test
                && against.other != atom.place
            {
                shape.atoms.entry(against.other).or_default().push(atom_id);
            }
        }
        shape
    }

    /// The list whose element a condition speaks of, if it does.
    pub fn speaks_of(&self, node: NodeId) -> Option<ListId> {
        self.nodes[node.0 as usize]
    }

    /// The list whose element a unit speaks of, if it does.
    pub fn unit_speaks_of(&self, unit: UnitId) -> Option<ListId> {
        self.units[unit.0 as usize]
    }

    /// The units that speak of an element of a list, with their places in the program's order, ascending.
    pub fn units_of(&self, list: ListId) -> &[(usize, UnitId)] {
        &self.of_list[list.0 as usize]
    }

    /// The atoms that look at a place.
    pub fn atoms_at(&self, place: Place) -> &[AtomId] {
        self.atoms.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The quantified conditions on a list.
    pub fn quantifiers_of(&self, list: ListId) -> &[NodeId] {
        &self.quantifiers[list.0 as usize]
    }

    /// The prohibitions and requirements, in the text's order.
    pub fn against(&self) -> &[UnitId] {
        &self.against
    }

    /// The permissions, in the text's order.
    pub fn permissions(&self) -> &[UnitId] {
        &self.permissions
    }

    /// Depth is bounded: units met on the way were looked at before, in the program's order.
    fn look(&mut self, program: &Program, id: NodeId, seen: &mut [bool]) -> Option<ListId> {
        let at = id.0 as usize;
        if seen[at] {
            return self.nodes[at];
        }
        seen[at] = true;
        let found = match program.node(id) {
            Node::Constant(_) => None,
            Node::Atom(atom) => {
                let atom = program.atom(*atom);
                let other = match &atom.test {
                    Test::Against(against) => element_of(against.other),
                    _ => None,
                };
                element_of(atom.place).or(other)
            }
            Node::Not(inner) => self.look(program, *inner, seen),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => self.first(program, parts, seen),
            Node::Reading { options, .. } => self.first(program, options, seen),
            Node::Elements { body, .. } => {
                self.look(program, *body, seen);
                None
            }
            Node::Defined(term) => {
                let term = program.definition(*term);
                term.list.or_else(|| term.units.iter().find_map(|unit| self.units[unit.0 as usize]))
            }
            Node::Live(unit) => self.units[unit.0 as usize].or(match program.unit(*unit).role {
                Role::Definition(term) => program.definition(term).list,
                _ => None,
            }),
        };
        self.nodes[at] = found;
        found
    }

    fn first(&mut self, program: &Program, parts: &[NodeId], seen: &mut [bool]) -> Option<ListId> {
        parts.iter().fold(None, |found, part| {
            let here = self.look(program, *part, seen);
            found.or(here)
        })
    }
}

fn element_of(place: Place) -> Option<ListId> {
    match place {
        Place::Fact(_) => None,
        Place::Element(list, _) => Some(list),
    }
}
