//! Conditions as functions, each after those it is made of.
//!
//! A short condition stands where it is used; one that would make a line too long has a function of its own.
//! Conditions that are the same are written once.

use std::collections::HashMap;
use std::fmt::Write;

use crate::program::{ACTION, DefinitionId, ListId, Node, NodeId, Place, Program, UnitId};

use super::atoms;
use super::facts::{ELEMENT, Facts, comment};
use super::terms::{all, any, at_least, laid_out, not};

/// The longest condition that stands where it is used.
const SHORT: usize = 110;

/// See the head of this file.
pub struct Conditions<'p> {
    pub facts: Facts<'p>,
    pub text: String,
    place: super::Place<'p>,
    same: Vec<NodeId>,
    nodes: HashMap<NodeId, Made>,
    units: HashMap<UnitId, Made>,
    definitions: HashMap<DefinitionId, Made>,
    numbered: usize,
}

/// A condition as it is used, and what it speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    pub term: String,
    pub about: About,
}

/// What the truth of a condition takes beside the facts of the case.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct About {
    pub element: Option<ListId>,
    pub action: bool,
}

impl About {
    pub fn and(self, other: About) -> About {
        About { element: self.element.or(other.element), action: self.action || other.action }
    }
}

/// For each node, the first that asks the same.
pub fn same(program: &Program) -> Vec<NodeId> {
    let mut same: Vec<NodeId> = Vec::with_capacity(program.nodes.len());
    let mut first: HashMap<Node, NodeId> = HashMap::new();
    for (number, node) in program.nodes.iter().enumerate() {
        let of = |part: &NodeId| same.get(part.0 as usize).copied().unwrap_or(*part);
        let these = |parts: &[NodeId]| parts.iter().map(of).collect::<Box<[NodeId]>>();
        let node = match node {
            Node::Not(inner) => Node::Not(of(inner)),
            Node::All(parts) => Node::All(these(parts)),
            Node::Any(parts) => Node::Any(these(parts)),
            Node::AtLeast(least, parts) => Node::AtLeast(*least, these(parts)),
            Node::Elements { list, at_least, body } => {
                Node::Elements { list: *list, at_least: *at_least, body: of(body) }
            }
            Node::Reading { clause, options } => Node::Reading { clause: *clause, options: these(options) },
            other => other.clone(),
        };
        same.push(*first.entry(node).or_insert(NodeId(number as u32)));
    }
    same
}

impl<'p> Conditions<'p> {
    /// Of a program, with lists of these lengths; nothing is written yet.
    pub fn of(program: &'p Program, lengths: Vec<u32>, place: super::Place<'p>) -> Conditions<'p> {
        Conditions {
            facts: Facts::of(program, lengths),
            text: String::new(),
            place,
            same: same(program),
            nodes: HashMap::new(),
            units: HashMap::new(),
            definitions: HashMap::new(),
            numbered: 0,
        }
    }

    /// Writes a heading.
    pub fn heading(&mut self, words: &str) {
        self.text += "\n";
        self.text += &comment(words);
    }

    /// Writes where in the text something stands.
    pub fn cite(&mut self, words: &str, span: crate::source::Span) {
        let place = (self.place)(span).map(|place| format!(", {place}"));
        self.text += &comment(&format!("{words}{}", place.unwrap_or_default()));
    }

    /// Writes a function of what its term is about, and gives its use.
    pub fn function(&mut self, name: &str, made: Made) -> Made {
        self.value(name, "Bool", made)
    }

    /// The same for a function of another sort.
    pub fn value(&mut self, name: &str, sort: &str, made: Made) -> Made {
        let symbol = self.facts.names.symbol(name);
        let (action, of) = (self.facts.action(), self.facts.action_sort());
        let mut taken: Vec<(String, String)> = Vec::new();
        if let Some(list) = made.about.element {
            taken.push((ELEMENT.to_owned(), self.facts.element_sort(list).to_owned()));
        }
        if made.about.action {
            taken.push((action, of));
        }
        let declared: Vec<String> = taken.iter().map(|(name, sort)| format!("({name} {sort})")).collect();
        let _ = writeln!(
            self.text,
            "(define-fun {symbol} ({}) {sort}\n  {})",
            declared.join(" "),
            laid_out(&made.term)
        );
        let given: Vec<&str> = taken.iter().map(|(name, _)| name.as_str()).collect();
        let term = if given.is_empty() { symbol } else { format!("({symbol} {})", given.join(" ")) };
        Made { term, about: made.about }
    }

    /// The condition at a node, after all it is made of.
    pub fn node(&mut self, root: NodeId) -> Made {
        let mut waiting = vec![(self.same[root.0 as usize], false)];
        while let Some((id, ready)) = waiting.pop() {
            if self.nodes.contains_key(&id) {
                continue;
            }
            if ready {
                let made = self.made(id);
                let made = self.shortened(id, made);
                self.nodes.insert(id, made);
                continue;
            }
            waiting.push((id, true));
            waiting.extend(self.parts(id).into_iter().rev().map(|part| (part, false)));
        }
        self.known(root)
    }

    fn parts(&self, id: NodeId) -> Vec<NodeId> {
        let parts = match self.facts.program.node(id) {
            Node::Not(inner) => std::slice::from_ref(inner),
            Node::Elements { body, .. } => std::slice::from_ref(body),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => parts,
            Node::Reading { options, .. } => options,
            Node::Constant(_) | Node::Atom(_) | Node::Defined(_) | Node::Live(_) => &[],
        };
        parts.iter().map(|part| self.same[part.0 as usize]).collect()
    }

    /// The condition at a node that has a function anyhow.
    fn named(&mut self, root: NodeId) -> Made {
        let root = self.same[root.0 as usize];
        if self.nodes.contains_key(&root) {
            return self.known(root);
        }
        for part in self.parts(root) {
            self.node(part);
        }
        self.made(root)
    }

    /// Writes that a unit is live, under its name.
    pub fn unit(&mut self, unit: UnitId, name: &str) {
        let made = self.named(self.facts.program.unit(unit).live);
        let made = self.function(name, made);
        self.units.insert(unit, made);
    }

    /// That a unit is live.
    pub fn live(&self, unit: UnitId) -> Made {
        let nothing = || Made { term: "false".to_owned(), about: About::default() };
        self.units.get(&unit).cloned().unwrap_or_else(nothing)
    }

    fn known(&self, id: NodeId) -> Made {
        self.nodes[&self.same[id.0 as usize]].clone()
    }

    /// A condition from its parts, which are there.
    fn made(&mut self, id: NodeId) -> Made {
        let program = self.facts.program;
        let joined = |conditions: &Self, parts: &[NodeId], join: &dyn Fn(Vec<String>) -> String| {
            let parts: Vec<Made> = parts.iter().map(|part| conditions.known(*part)).collect();
            let about = parts.iter().fold(About::default(), |about, part| about.and(part.about));
            Made { term: join(parts.into_iter().map(|part| part.term).collect()), about }
        };
        match program.node(id) {
            Node::Constant(holds) => Made { term: holds.to_string(), about: About::default() },
            Node::Atom(atom) => {
                let atom = program.atom(*atom);
                let about = atoms::places(atom).fold(About::default(), |about, place| {
                    about.and(match place {
                        Place::Fact(fact) => About { element: None, action: fact == ACTION },
                        Place::Element(list, _) => About { element: Some(list), action: false },
                    })
                });
                Made { term: atoms::atom(&mut self.facts, atom), about }
            }
            Node::Not(inner) => {
                let inner = self.known(*inner);
                Made { term: not(inner.term), about: inner.about }
            }
            Node::All(parts) => joined(self, parts, &all),
            Node::Any(parts) => joined(self, parts, &any),
            Node::AtLeast(least, parts) => joined(self, parts, &|parts| at_least(*least, parts)),
            Node::Elements { list, at_least, body } => self.elements(*list, *at_least, *body),
            Node::Defined(term) => self.defined(*term),
            Node::Live(unit) => self.live(*unit),
            Node::Reading { options, .. } if options.len() == 1 => self.known(options[0]),
            Node::Reading { clause, options } => {
                let readings = self.facts.readings(*clause);
                joined(self, options, &|options| {
                    let read = readings.each.iter().zip(options);
                    let read = read.map(|(reading, option)| {
                        all(vec![format!("(= {} {reading})", readings.chosen), option])
                    });
                    any(read.collect())
                })
            }
        }
    }

    fn elements(&mut self, list: ListId, least: u32, body: NodeId) -> Made {
        let body = self.known(body);
        let met = self.facts.elements(list).iter().map(|(there, element)| {
            let met = match body.about.element {
                Some(_) => format!("(let (({ELEMENT} {element})) {})", body.term),
                None => body.term.clone(),
            };
            all(vec![there.clone(), met])
        });
        let met = met.collect();
        Made { term: at_least(least, met), about: About { element: None, ..body.about } }
    }

    fn defined(&mut self, term: DefinitionId) -> Made {
        if let Some(made) = self.definitions.get(&term) {
            return made.clone();
        }
        let definition = self.facts.program.definition(term);
        let units: Vec<Made> = definition.units.iter().map(|unit| self.live(*unit)).collect();
        let about = units.iter().fold(About::default(), |about, unit| about.and(unit.about));
        let holds = any(units.into_iter().map(|unit| unit.term).collect());
        let name = match &definition.of {
            Some(of) => format!("{of} is {}", definition.name),
            None => format!("{} applies", definition.name),
        };
        let made = self.function(&name, Made { term: holds, about });
        self.definitions.insert(term, made.clone());
        made
    }

    /// The condition as it is used: itself, or a function for it.
    fn shortened(&mut self, id: NodeId, made: Made) -> Made {
        if made.term.len() <= SHORT {
            return made;
        }
        self.numbered += 1;
        let name = format!("condition {}", self.numbered);
        if let Some(span) = self.facts.program.origin(id).span {
            self.cite(&name, span);
        }
        self.function(&name, made)
    }
}
