//! Conditions over numbered questions, by the numbers of the program's nodes, and their truth by the tables.
//!
//! S. C. Kleene's strong three-valued tables, as in [`crate::judge`]: what they settle, every completion shares;
//! what they leave open, the exact judge settles. Nothing is allocated while a case is judged. What other units are
//! asked about is kept as found, so that a definition used in many places is looked into once.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::judge::Truth;
use crate::judge::shape::Shape;
use crate::program::{Node, NodeId, Program, UnitId};

use super::facts::{Facts, UNSETTLED};
use super::layout::Layout;
use super::question::Questions;
use super::walk::{FAILS, HOLDS, Lead, Walks};

/// No element is spoken of.
pub const NO_ROW: u32 = u32::MAX;

/// See the head of this file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Conditions {
    /// By the number of the program's node.
    pub nodes: Vec<Op>,
    /// What nodes are made of, one run after the other.
    parts: Vec<u32>,
    /// By the number of the unit, the node that says that it is live.
    pub live: Vec<u32>,
    /// By the number of the unit, whether it speaks of an element of a list.
    of_element: Vec<bool>,
    /// The units to be gone through before anything is asked, each with the list of whose elements it speaks, or
    /// [`NO_ROW`]: so few lie between one and the next that nothing recurses deep from unit to unit.
    pub landings: Vec<(u32, u32)>,
    pub questions: Questions,
    walks: Walks,
    /// By the number of the unit, the walk that tells whether it is live.
    live_walks: Vec<Lead>,
}

/// A node.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Op {
    Constant(bool),
    Ask(u32),
    Not(u32),
    All(Parts),
    Any(Parts),
    AtLeast(u32, Parts),
    Elements {
        list: u32,
        at_least: u32,
        body: u32,
    },
    /// One of these units is live.
    Defined(Parts),
    Live(u32),
    /// The place of the clause among those with several readings, and what it is under each.
    Reading {
        clause: u32,
        options: Parts,
    },
}

/// From one place up to another among the parts.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Parts(u32, u32);

/// What was found of one case so far. It is used again for the next.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Counts the cases, so that nothing need be wiped.
    case: u32,
    /// By unit, the case for which it was found, and what.
    units: Vec<(u32, Truth)>,
    /// The same for units and rows.
    of_rows: HashMap<(u32, u32), Truth>,
    /// Every taxonomy is taken as though it were open.
    pub were_all_open: bool,
}

/// How many units may rest on one another before the first of them is gone through by itself.
const STEPS: u32 = 32;

impl Found {
    /// Begins with another case.
    pub fn begin(&mut self, conditions: &Conditions) {
        if self.units.len() != conditions.live.len() || self.case == u32::MAX {
            self.units.clear();
            self.units.resize(conditions.live.len(), (0, Truth::Unknown));
            self.case = 0;
        }
        self.case += 1;
        if !self.of_rows.is_empty() {
            self.of_rows.clear();
        }
    }
}

impl Conditions {
    /// The conditions of a program.
    pub fn of(program: &Program, shape: &Shape, layout: &Layout, questions: Questions) -> Conditions {
        let mut conditions = Conditions {
            nodes: Vec::with_capacity(program.nodes.len()),
            parts: Vec::with_capacity(program.nodes.len()),
            live: program.units.iter().map(|unit| unit.live.0).collect(),
            of_element: (0..program.units.len() as u32)
                .map(|unit| shape.unit_speaks_of(UnitId(unit)).is_some())
                .collect(),
            landings: landings(program, shape),
            questions,
            walks: Walks::default(),
            live_walks: Vec::with_capacity(program.units.len()),
        };
        for node in &program.nodes {
            let op = match node {
                Node::Constant(holds) => Op::Constant(*holds),
                Node::Atom(atom) => Op::Ask(atom.0),
                Node::Not(inner) => Op::Not(inner.0),
                Node::All(parts) => Op::All(conditions.keep(parts.iter().map(|part| part.0))),
                Node::Any(parts) => Op::Any(conditions.keep(parts.iter().map(|part| part.0))),
                Node::AtLeast(least, parts) => {
                    Op::AtLeast(*least, conditions.keep(parts.iter().map(|part| part.0)))
                }
                Node::Elements { list, at_least, body } => {
                    Op::Elements { list: list.0, at_least: *at_least, body: body.0 }
                }
                Node::Defined(term) => {
                    let units = &program.definition(*term).units;
                    Op::Defined(conditions.keep(units.iter().map(|unit| unit.0)))
                }
                Node::Live(unit) => Op::Live(unit.0),
                Node::Reading { clause, options } => Op::Reading {
                    clause: layout.reading(*clause).map_or(u32::MAX, |place| place as u32),
                    options: conditions.keep(options.iter().map(|option| option.0)),
                },
            };
            conditions.nodes.push(op);
        }
        for unit in &program.units {
            let walk = conditions.lead(unit.live.0, HOLDS, FAILS);
            conditions.live_walks.push(walk);
        }
        conditions
    }

    /// The walk that tells whether a node holds, going on by yes and by no.
    pub fn lead(&mut self, node: u32, yes: Lead, no: Lead) -> Lead {
        let lead_by = |holds| if holds { yes } else { no };
        match self.nodes[node as usize] {
            Op::Constant(holds) => lead_by(holds),
            Op::Ask(question) => match self.questions.settled(question) {
                Some(holds) => lead_by(holds),
                None => self.walks.question(question, yes, no),
            },
            Op::Not(inner) => self.lead(inner, no, yes),
            Op::All(parts) => {
                self.parts(parts).to_vec().into_iter().rev().fold(yes, |next, part| self.lead(part, next, no))
            }
            Op::Any(parts) => {
                self.parts(parts).to_vec().into_iter().rev().fold(no, |next, part| self.lead(part, yes, next))
            }
            _ => self.walks.node(node, yes, no),
        }
    }

    /// Where a walk from there ends; `Unknown` where the tables must be asked.
    #[inline]
    pub fn walk(&self, from: Lead, facts: &Facts, row: u32, found: &mut Found) -> Truth {
        let how = (row, found.were_all_open);
        self.walks.go(from, &self.questions, facts, how, |node| self.node(node, facts, row, found))
    }

    /// The walk that goes on where a unit is live, and fails where it is not.
    pub fn lead_where_live(&mut self, unit: u32, yes: Lead) -> Lead {
        self.lead(self.live[unit as usize], yes, FAILS)
    }

    fn keep(&mut self, these: impl Iterator<Item = u32>) -> Parts {
        let from = self.parts.len() as u32;
        self.parts.extend(these);
        Parts(from, self.parts.len() as u32)
    }

    /// What a node is made of.
    pub fn parts(&self, Parts(from, to): Parts) -> &[u32] {
        &self.parts[from as usize..to as usize]
    }

    /// Goes through the units on which long chains of others rest; to be called once a case.
    pub fn prepare(&self, facts: &Facts, found: &mut Found) {
        for (unit, list) in &self.landings {
            let Some(rows) = facts.lists.get(*list as usize) else {
                self.unit(*unit, facts, NO_ROW, found);
                continue;
            };
            for row in 0..=rows.stated {
                self.unit(*unit, facts, rows.first + row * rows.width, found);
            }
        }
    }

    /// Whether a unit is live.
    pub fn unit(&self, unit: u32, facts: &Facts, row: u32, found: &mut Found) -> Truth {
        let at = unit as usize;
        if self.of_element[at] {
            if let Some(truth) = found.of_rows.get(&(unit, row)) {
                return *truth;
            }
            let truth = self.live(unit, facts, row, found);
            found.of_rows.insert((unit, row), truth);
            return truth;
        }
        let (case, truth) = found.units[at];
        if case == found.case {
            return truth;
        }
        let truth = self.live(unit, facts, NO_ROW, found);
        found.units[at] = (found.case, truth);
        truth
    }

    fn live(&self, unit: u32, facts: &Facts, row: u32, found: &mut Found) -> Truth {
        match self.walk(self.live_walks[unit as usize], facts, row, found) {
            Truth::Unknown => self.node(self.live[unit as usize], facts, row, found),
            settled => settled,
        }
    }

    /// The same as [`Conditions::node`], of what is mostly but a question.
    #[inline]
    pub fn limb(&self, node: u32, facts: &Facts, row: u32, found: &mut Found) -> Truth {
        match self.nodes[node as usize] {
            Op::Ask(question) => self.questions.ask(question, facts, row, found.were_all_open),
            _ => self.node(node, facts, row, found),
        }
    }

    /// Whether a condition holds of the row that is spoken of.
    pub fn node(&self, node: u32, facts: &Facts, row: u32, found: &mut Found) -> Truth {
        match self.nodes[node as usize] {
            Op::Ask(question) => self.questions.ask(question, facts, row, found.were_all_open),
            Op::All(parts) => {
                let mut all = Truth::Yes;
                for part in self.parts(parts) {
                    match self.node(*part, facts, row, found) {
                        Truth::No => return Truth::No,
                        Truth::Unknown => all = Truth::Unknown,
                        Truth::Yes => {}
                    }
                }
                all
            }
            Op::Any(parts) => {
                let mut any = Truth::No;
                for part in self.parts(parts) {
                    match self.node(*part, facts, row, found) {
                        Truth::Yes => return Truth::Yes,
                        Truth::Unknown => any = Truth::Unknown,
                        Truth::No => {}
                    }
                }
                any
            }
            Op::Not(inner) => self.node(inner, facts, row, found).negated(),
            Op::Constant(holds) => Truth::from_bool(holds),
            Op::AtLeast(least, parts) => {
                let mut count = Count::default();
                for part in self.parts(parts) {
                    count.add(self.node(*part, facts, row, found));
                }
                count.at_least(least)
            }
            Op::Elements { list, at_least, body } => self.elements(list, at_least, body, facts, found),
            Op::Defined(units) => {
                let mut any = Truth::No;
                for unit in self.parts(units) {
                    match self.unit(*unit, facts, row, found) {
                        Truth::Yes => return Truth::Yes,
                        Truth::Unknown => any = Truth::Unknown,
                        Truth::No => {}
                    }
                }
                any
            }
            Op::Live(unit) => self.unit(unit, facts, row, found),
            Op::Reading { clause, options } => {
                let options = self.parts(options);
                match facts.readings.get(clause as usize).copied().unwrap_or(UNSETTLED) {
                    settled if settled != UNSETTLED && (settled as usize) < options.len() => {
                        self.node(options[settled as usize], facts, row, found)
                    }
                    _ => self.under_any(options, facts, row, found),
                }
            }
        }
    }

    /// What a condition is under every reading.
    fn under_any(&self, options: &[u32], facts: &Facts, row: u32, found: &mut Found) -> Truth {
        let Some((first, rest)) = options.split_first() else { return Truth::Unknown };
        let truth = self.node(*first, facts, row, found);
        match truth != Truth::Unknown && rest.iter().all(|it| self.node(*it, facts, row, found) == truth) {
            true => truth,
            false => Truth::Unknown,
        }
    }

    fn elements(&self, list: u32, at_least: u32, body: u32, facts: &Facts, found: &mut Found) -> Truth {
        let rows = facts.lists[list as usize];
        let mut count = Count::default();
        for place in 0..rows.stated {
            count.add(self.node(body, facts, rows.element(place), found));
            if count.certain >= at_least {
                return Truth::Yes;
            }
        }
        if rows.open && self.node(body, facts, rows.first, found) != Truth::No {
            return Truth::Unknown;
        }
        count.at_least(at_least)
    }
}

/// How many hold for certain, and how many perhaps.
#[derive(Default)]
struct Count {
    certain: u32,
    perhaps: u32,
}

impl Count {
    fn add(&mut self, truth: Truth) {
        match truth {
            Truth::Yes => self.certain += 1,
            Truth::Unknown => self.perhaps += 1,
            Truth::No => {}
        }
    }

    fn at_least(&self, least: u32) -> Truth {
        match () {
            () if self.certain >= least => Truth::Yes,
            () if self.certain + self.perhaps < least => Truth::No,
            () => Truth::Unknown,
        }
    }
}

/// See [`Conditions::landings`].
fn landings(program: &Program, shape: &Shape) -> Vec<(u32, u32)> {
    let mut landings = Vec::new();
    let mut steps = vec![0_u32; program.units.len()];
    for &unit in &program.order {
        let on = rests_on(program, program.unit(unit).live);
        let below = on.into_iter().map(|other| steps[other.0 as usize] + 1).max().unwrap_or(0);
        steps[unit.0 as usize] = below % STEPS;
        if below >= STEPS {
            landings.push((unit.0, shape.unit_speaks_of(unit).map_or(NO_ROW, |list| list.0)));
        }
    }
    landings
}

/// The units that a condition asks about itself.
fn rests_on(program: &Program, condition: NodeId) -> Vec<UnitId> {
    let mut waiting = vec![condition];
    let mut units = Vec::new();
    while let Some(node) = waiting.pop() {
        match program.node(node) {
            Node::Constant(_) | Node::Atom(_) => {}
            Node::Not(inner) => waiting.push(*inner),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => waiting.extend(parts),
            Node::Elements { body, .. } => waiting.push(*body),
            Node::Defined(term) => units.extend(&program.definition(*term).units),
            Node::Live(unit) => units.push(*unit),
            Node::Reading { options, .. } => waiting.extend(options),
        }
    }
    units
}
