//! Conditions and units as terms, each after those it is made of.

use std::collections::HashMap;

use crate::program::{ClauseId, DefinitionId, ListId, Node, NodeId, Place, Program, UnitId};

use super::atoms::{Atoms, Questions, element};
use super::columns::Columns;
use super::term::{TermId, Terms};

/// See the head of this file.
pub struct Conditions<'p> {
    pub program: &'p Program,
    pub columns: Columns<'p>,
    pub terms: Terms,
    /// What the terms ask that look at columns.
    pub questions: Questions,
    /// The terms that say what all readings of a clause agree on.
    pub readings: Vec<(ClauseId, TermId)>,
    /// For each list, whether there may be elements that are not in its table.
    pub open: HashMap<ListId, TermId>,
    /// What turns on how far a list goes that has no table: the list, and what is asked of its elements.
    pub extents: HashMap<TermId, (ListId, TermId)>,
    nodes: HashMap<NodeId, TermId>,
    units: HashMap<UnitId, TermId>,
}

impl<'p> Conditions<'p> {
    /// Of a program, all its units gone through.
    pub fn of(columns: Columns<'p>) -> Conditions<'p> {
        let program = columns.program;
        let mut conditions = Conditions {
            program,
            columns,
            terms: Terms::default(),
            questions: Questions::new(),
            readings: Vec::new(),
            open: HashMap::new(),
            extents: HashMap::new(),
            nodes: HashMap::new(),
            units: HashMap::new(),
        };
        for unit in &program.order {
            let live = conditions.node(program.unit(*unit).live);
            conditions.units.insert(*unit, live);
        }
        conditions
    }

    /// That a unit is live.
    pub fn live(&mut self, unit: UnitId) -> TermId {
        match self.units.get(&unit) {
            Some(live) => *live,
            None => self.terms.constant(Some(false)),
        }
    }

    /// The condition at a node, after all it is made of.
    pub fn node(&mut self, root: NodeId) -> TermId {
        let mut waiting = vec![(root, false)];
        while let Some((id, ready)) = waiting.pop() {
            if self.nodes.contains_key(&id) {
                continue;
            }
            if ready {
                let made = self.made(id);
                self.nodes.insert(id, made);
                continue;
            }
            waiting.push((id, true));
            let parts: &[NodeId] = match self.program.node(id) {
                Node::Not(inner) => std::slice::from_ref(inner),
                Node::Elements { body, .. } => std::slice::from_ref(body),
                Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => parts,
                Node::Reading { options, .. } => options,
                Node::Constant(_) | Node::Atom(_) | Node::Defined(_) | Node::Live(_) => &[],
            };
            waiting.extend(parts.iter().rev().map(|part| (*part, false)));
        }
        self.nodes[&root]
    }

    fn made(&mut self, id: NodeId) -> TermId {
        let program = self.program;
        let known = |conditions: &Self, parts: &[NodeId]| -> Vec<TermId> {
            parts.iter().map(|part| conditions.nodes[part]).collect()
        };
        match program.node(id) {
            Node::Constant(holds) => self.terms.constant(Some(*holds)),
            Node::Atom(atom) => {
                let (columns, terms, questions) = (&mut self.columns, &mut self.terms, &mut self.questions);
                Atoms { columns, terms, questions }.atom(program.atom(*atom))
            }
            Node::Not(inner) => self.terms.not(self.nodes[inner]),
            Node::All(parts) => {
                let parts = known(self, parts);
                self.terms.all(parts)
            }
            Node::Any(parts) => {
                let parts = known(self, parts);
                self.terms.any(parts)
            }
            Node::AtLeast(least, parts) => {
                let parts = known(self, parts);
                self.terms.at_least(*least, parts)
            }
            Node::Elements { list, at_least, body } => {
                let body = self.nodes[body];
                match self.columns.is_without(*list) {
                    true => self.of_no_table(*list, *at_least, body),
                    false => {
                        let open = self.open(*list);
                        self.terms.elements(*list, *at_least, body, open)
                    }
                }
            }
            Node::Defined(term) => self.defined(*term),
            Node::Live(unit) => self.live(*unit),
            Node::Reading { clause, options } => {
                let options = known(self, options);
                let agreed = self.terms.agreed(options);
                if !self.readings.contains(&(*clause, agreed)) {
                    self.readings.push((*clause, agreed));
                }
                agreed
            }
        }
    }

    /// The same of a list that has no table: it may have any elements.
    fn of_no_table(&mut self, list: ListId, at_least: u32, body: TermId) -> TermId {
        let others = self.terms.of_unknown(body);
        let unanswered = self.terms.unanswered(None);
        self.extents.insert(unanswered, (list, body));
        match at_least {
            0 => self.terms.constant(Some(true)),
            _ => self.terms.all([others, unanswered]),
        }
    }

    /// Whether a list may have elements that are not in its table.
    fn open(&mut self, list: ListId) -> TermId {
        if let Some(open) = self.open.get(&list) {
            return *open;
        }
        let complete = self.columns.complete(list);
        let complete = self.terms.asked(complete);
        let open = self.terms.not(complete);
        self.open.insert(list, open);
        open
    }

    /// A question about a place that is answered yes or no in every row; no, of an element that is not in the table.
    pub fn sure(&mut self, place: Place, sql: String) -> TermId {
        match element(place) {
            None => self.terms.asked(sql),
            Some(list) => {
                let no = self.terms.constant(Some(false));
                self.terms.asked_of(list, sql, no)
            }
        }
    }

    /// The same of whichever element that is in the table.
    pub fn sure_of_some(&mut self, place: Place, sql: String) -> TermId {
        let sure = self.sure(place, sql);
        match element(place) {
            None => sure,
            Some(list) => self.terms.some_stated(list, sure),
        }
    }

    fn defined(&mut self, term: DefinitionId) -> TermId {
        let units: Vec<TermId> =
            self.program.definition(term).units.iter().map(|unit| self.live(*unit)).collect();
        self.terms.any(units)
    }
}
