//! The one evaluator: conditions and units, over whichever truth values.
//!
//! What speaks of no element of a list is found once a case; what does, once for each element. Units are gone
//! through in the program's order, so that nothing recurses from unit to unit and depth is that of one
//! condition.

use std::collections::HashMap;

use crate::program::{DefinitionId, ListId, Node, NodeId, Program, UnitId};

use super::logic::Logic;
use super::shape::Shape;
use super::slots::Element;

/// See the head of this file.
pub struct Evaluator<'p, L: Logic> {
    pub logic: L,
    pub program: &'p Program,
    pub shape: &'p Shape,
    found: Found<L::Value>,
    /// The place in the program's order of the unit that is being gone through.
    place: usize,
}

/// What was found so far.
struct Found<V> {
    nodes: Vec<Option<V>>,
    units: Vec<Option<V>>,
    spoken_nodes: HashMap<(Element, NodeId), V>,
    spoken_units: HashMap<(Element, UnitId), V>,
    /// How many of a list's units were gone through for an element.
    prepared: HashMap<Element, usize>,
}

impl<V: Copy> Found<V> {
    fn nothing(program: &Program) -> Found<V> {
        Found {
            nodes: vec![None; program.nodes.len()],
            units: vec![None; program.units.len()],
            spoken_nodes: HashMap::new(),
            spoken_units: HashMap::new(),
            prepared: HashMap::new(),
        }
    }
}

impl<'p, L: Logic> Evaluator<'p, L> {
    pub fn new(program: &'p Program, shape: &'p Shape, logic: L) -> Self {
        Evaluator { logic, program, shape, found: Found::nothing(program), place: usize::MAX }
    }

    /// Goes through all units that speak of no element, each after those it rests on.
    pub fn run(&mut self) {
        for (place, &unit) in self.program.order.iter().enumerate() {
            self.place = place;
            if self.shape.unit_speaks_of(unit).is_none() {
                self.unit(unit, None);
            }
        }
        self.place = usize::MAX;
    }

    /// Goes through all units as though these conditions, which speak of no element, were as given, and asks
    /// something then. Afterwards all is as it was found to be.
    pub fn supposing<T>(
        &mut self,
        these: &[(NodeId, L::Value)],
        ask: impl FnOnce(&mut Evaluator<'p, L>) -> T,
    ) -> T {
        let found = std::mem::replace(&mut self.found, Found::nothing(self.program));
        for (node, value) in these {
            self.found.nodes[node.0 as usize] = Some(*value);
        }
        self.run();
        let answer = ask(self);
        self.found = found;
        answer
    }

    /// Whether a unit is live.
    pub fn unit(&mut self, unit: UnitId, about: Option<Element>) -> L::Value {
        let about = self.shape.unit_speaks_of(unit).and(about);
        let found = match about {
            Some(element) => self.found.spoken_units.get(&(element, unit)).copied(),
            None => self.found.units[unit.0 as usize],
        };
        if let Some(value) = found {
            return value;
        }
        let value = self.node(self.program.unit(unit).live, about);
        match about {
            Some(element) => {
                self.found.spoken_units.insert((element, unit), value);
            }
            None => self.found.units[unit.0 as usize] = Some(value),
        }
        value
    }

    /// Whether a condition holds.
    pub fn node(&mut self, id: NodeId, about: Option<Element>) -> L::Value {
        let about = self.shape.speaks_of(id).and(about);
        let found = match about {
            Some(element) => self.found.spoken_nodes.get(&(element, id)).copied(),
            None => self.found.nodes[id.0 as usize],
        };
        if let Some(value) = found {
            return value;
        }
        let value = match self.logic.known(id, about) {
            Some(value) => value,
            None => self.look(id, about),
        };
        match about {
            Some(element) => {
                self.found.spoken_nodes.insert((element, id), value);
            }
            None => self.found.nodes[id.0 as usize] = Some(value),
        }
        value
    }

    /// Whether a defined term applies.
    pub fn defined(&mut self, term: DefinitionId, about: Option<Element>) -> L::Value {
        let units = &self.program.definition(term).units;
        let values = units.iter().map(|unit| self.unit(*unit, about)).collect();
        self.any(values)
    }

    /// Makes sure that the units that speak of an element were gone through for this one, as far as the
    /// unit in hand may rest on them.
    pub fn prepare(&mut self, element: Element) {
        let shape = self.shape;
        let units = shape.units_of(element.list());
        let mut next = self.found.prepared.get(&element).copied().unwrap_or(0);
        while next < units.len() && units[next].0 < self.place {
            self.found.prepared.insert(element, next + 1);
            self.unit(units[next].1, Some(element));
            next = self.found.prepared.get(&element).copied().unwrap_or(0).max(next + 1);
        }
    }

    /// Whether all of these hold.
    pub fn all(&mut self, values: Vec<L::Value>) -> L::Value {
        self.joined(values, true, L::and)
    }

    /// Whether any of these holds.
    pub fn any(&mut self, values: Vec<L::Value>) -> L::Value {
        self.joined(values, false, L::or)
    }

    /// Whether at least so many of these hold.
    pub fn at_least(&mut self, least: u32, values: &[L::Value]) -> L::Value {
        self.counts(least, values)[least as usize]
    }

    fn look(&mut self, id: NodeId, about: Option<Element>) -> L::Value {
        let program = self.program;
        match program.node(id) {
            Node::Constant(holds) => self.logic.constant(*holds),
            Node::Atom(atom) => {
                let atom = program.atom(*atom);
                self.logic.ask(atom.place, &atom.test, about)
            }
            Node::Not(inner) => {
                let inner = self.node(*inner, about);
                self.logic.not(inner)
            }
            Node::All(parts) => {
                let values = self.until(parts, about, false);
                self.all(values)
            }
            Node::Any(parts) => {
                let values = self.until(parts, about, true);
                self.any(values)
            }
            Node::AtLeast(least, parts) => {
                let values: Vec<_> = parts.iter().map(|part| self.node(*part, about)).collect();
                self.at_least(*least, &values)
            }
            Node::Elements { list, at_least, body } => self.elements(*list, *at_least, *body),
            Node::Defined(term) => self.defined(*term, about),
            Node::Live(unit) => self.unit(*unit, about),
            Node::Reading { clause, options } => match self.logic.settled(*clause) {
                Some(reading) if reading < options.len() => self.node(options[reading], about),
                _ => {
                    let under: Vec<_> = options.iter().map(|option| self.node(*option, about)).collect();
                    self.logic.read(*clause, &under)
                }
            },
        }
    }

    /// The parts' truth, up to the first that decides the whole.
    fn until(&mut self, parts: &[NodeId], about: Option<Element>, decides: bool) -> Vec<L::Value> {
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            let value = self.node(*part, about);
            values.push(value);
            if self.logic.as_bool(value) == Some(decides) {
                break;
            }
        }
        values
    }

    fn elements(&mut self, list: ListId, at_least: u32, body: NodeId) -> L::Value {
        let (stated, open) = self.logic.extent(list);
        let mut values = Vec::with_capacity(stated);
        for place in 0..stated {
            let element = Element::Stated(list, place);
            self.prepare(element);
            values.push(self.node(body, Some(element)));
        }
        let counts = self.counts(at_least, &values);
        let enough = counts[at_least as usize];
        if !open || self.logic.as_bool(enough) == Some(true) {
            return enough;
        }
        let element = Element::Unstated(list);
        self.prepare(element);
        let body = self.node(body, Some(element));
        let mut ways = vec![enough];
        for further in 1..=at_least {
            let stated = counts[(at_least - further) as usize];
            if self.logic.as_bool(stated) != Some(false) {
                let unstated = self.logic.unstated(list, body, further);
                ways.push(self.logic.and(stated, unstated));
            }
        }
        self.any(ways)
    }

    /// For each number up to a greatest, whether at least so many of these hold.
    fn counts(&mut self, greatest: u32, values: &[L::Value]) -> Vec<L::Value> {
        let greatest = greatest as usize;
        let mut counts = vec![self.logic.constant(false); greatest + 1];
        counts[0] = self.logic.constant(true);
        for &value in values {
            if self.logic.as_bool(value) == Some(false) {
                continue;
            }
            for number in (1..=greatest).rev() {
                let more = self.logic.and(counts[number - 1], value);
                counts[number] = self.logic.or(counts[number], more);
            }
        }
        counts
    }

    /// Joined two by two, so that what is joined stays small as long as it can.
    fn joined(
        &mut self,
        mut values: Vec<L::Value>,
        nothing: bool,
        join: fn(&mut L, L::Value, L::Value) -> L::Value,
    ) -> L::Value {
        if let Some(decided) = values.iter().find(|value| self.logic.as_bool(**value) == Some(!nothing)) {
            return *decided;
        }
        while values.len() > 1 {
            values = values
                .chunks(2)
                .map(|pair| match *pair {
                    [one, other] => join(&mut self.logic, one, other),
                    _ => pair[0],
                })
                .collect();
        }
        values.pop().unwrap_or_else(|| self.logic.constant(nothing))
    }
}
