//! One complete case as the plain interpreter sees it: what proofs and findings are held to.

use std::collections::HashMap;

use crate::judge::evaluator::Evaluator;
use crate::judge::holds::holds as passes;
use crate::judge::outcome::{Outcome, outcome};
use crate::judge::slots::{Element, Slot, Slots};
use crate::judge::tables::Tables;
use crate::judge::verdict::{Layer, Truth};
use crate::judge::{FactName, exact::RULINGS, shape::Shape};
use crate::program::{ACTION, ClauseId, FactId, ListId, Member, NodeId, Program, Role, Ruling, Test, UnitId};

/// See the head of this file.
pub struct Seen<'s, 'p> {
    tables: Evaluator<'p, Tables<'s, 'p>>,
    outcome: Outcome<Truth>,
    /// Where units are asked for by another version's numbers: the own number of each.
    own: Option<HashMap<UnitId, UnitId>>,
}

impl<'s, 'p> Seen<'s, 'p> {
    /// Sees a complete case.
    pub fn of(complete: &'s Slots<'p>, shape: &'p Shape) -> Seen<'s, 'p> {
        let mut tables = Evaluator::new(complete.program, shape, Tables { slots: complete });
        tables.run();
        let outcome = outcome(&mut tables);
        Seen { tables, outcome, own: None }
    }

    /// The same, asked about the units of another version of the policy: those of one citation are one.
    pub fn asked_by(mut self, version: &Program) -> Seen<'s, 'p> {
        let program = self.program();
        if !std::ptr::eq(program, version) {
            let units = |program: &Program| -> Vec<UnitId> {
                (0..program.units.len()).map(|number| UnitId(number as u32)).collect()
            };
            let cited: HashMap<String, UnitId> =
                units(program).into_iter().map(|unit| (program.citation(unit), unit)).collect();
            let own = units(version)
                .into_iter()
                .filter_map(|unit| Some((unit, *cited.get(&version.citation(unit))?)));
            self.own = Some(own.collect());
        }
        self
    }

    /// The program it is a case of.
    pub fn program(&self) -> &'p Program {
        self.tables.program
    }

    /// Whether every assumption holds in it.
    pub fn can_be(&mut self) -> bool {
        let program = self.program();
        program.assumptions.iter().all(|assumption| self.holds(assumption.node))
    }

    /// The ruling.
    pub fn ruling(&self) -> Option<Ruling> {
        RULINGS.into_iter().find(|ruling| self.outcome.ruling(*ruling) == Some(Truth::Yes))
    }

    /// Whether a condition that speaks of no element holds.
    pub fn holds(&mut self, node: NodeId) -> bool {
        self.tables.node(node, None) == Truth::Yes
    }

    /// Whether a condition holds; of one that speaks of an element, for any of those stated.
    pub fn holds_of_any(&mut self, node: NodeId) -> bool {
        let Some(list) = self.tables.shape.speaks_of(node) else { return self.holds(node) };
        (0..self.tables.logic.slots.stated(list)).any(|place| {
            let element = Element::Stated(list, place);
            self.tables.prepare(element);
            self.tables.node(node, Some(element)) == Truth::Yes
        })
    }

    /// Whether both conditions hold; of those that speak of an element, for any of those stated.
    pub fn hold_of_any(&mut self, one: NodeId, other: NodeId) -> bool {
        let shape = self.tables.shape;
        let Some(list) = shape.speaks_of(one).or(shape.speaks_of(other)) else {
            return self.holds(one) && self.holds(other);
        };
        (0..self.tables.logic.slots.stated(list)).any(|place| {
            let element = Element::Stated(list, place);
            self.tables.prepare(element);
            [one, other].into_iter().all(|node| self.tables.node(node, Some(element)) == Truth::Yes)
        })
    }

    /// The same, were none of these conditions, which speak of no element, to hold.
    pub fn holds_supposing_not(&mut self, these: &[NodeId], node: NodeId) -> bool {
        let these: Vec<(NodeId, Truth)> = these.iter().map(|it| (*it, Truth::No)).collect();
        self.tables.supposing(&these, |tables| tables.node(node, None)) == Truth::Yes
    }

    /// Whether a list is known to be empty.
    pub fn is_empty(&self, list: ListId) -> bool {
        let slots = self.tables.logic.slots;
        slots.stated(list) == 0 && !slots.open(list)
    }

    /// Whether this is known to be the action; of another version of the policy, never.
    pub fn does(&self, action: Member) -> bool {
        self.own.is_none()
            && self.passes(ACTION, &Test::OneOf(std::iter::once(action.0 as usize).collect()), true)
    }

    /// Whether a unit that speaks of no element is live.
    pub fn live(&mut self, unit: UnitId) -> bool {
        self.own(unit).is_some_and(|unit| self.tables.unit(unit, None) == Truth::Yes)
    }

    /// Whether a unit that speaks of no element would be live if nothing were excepted from it.
    pub fn would_apply(&mut self, unit: UnitId) -> bool {
        let Some(own) = self.own(unit) else { return false };
        let unit = self.program().unit(own);
        unit.in_force.into_iter().chain([unit.when]).all(|node| self.holds(node))
            && !unit.unless.iter().any(|unless| self.holds(*unless))
    }

    /// Whether a unit does what it is for; see [`super::space::Space::works`].
    pub fn works(&mut self, unit: UnitId) -> bool {
        self.at_work(unit) == Truth::Yes
    }

    /// The same of a case that may not be complete, as far as the plain interpreter sees.
    pub fn at_work(&mut self, unit: UnitId) -> Truth {
        let Some(own) = self.own(unit) else { return Truth::No };
        let outcome = &self.outcome;
        let among = match self.program().unit(own).role {
            Role::Permission { .. } => &outcome.permissions,
            Role::Prohibition { .. } | Role::Requirement { .. } => &outcome.against,
            Role::Duty { .. } => &outcome.duties,
            Role::Remedies { .. } => &outcome.remedies,
            Role::OutOfScope => &outcome.out,
            Role::Definition(_) | Role::Exception => return self.applies(own),
        };
        among.binary_search_by_key(&own, |(it, _)| *it).map_or(Truth::No, |place| among[place].1)
    }

    /// Whether a unit is seen to do what it is for, and whether it is seen not to though the action is one that
    /// it speaks of; of one that speaks of an element, by some element each.
    pub fn both_ways(&mut self, unit: UnitId) -> (bool, bool) {
        if let Some(list) = self.tables.shape.unit_speaks_of(unit) {
            let mut ways = (false, false);
            for place in 0..self.tables.logic.slots.stated(list) {
                let element = Element::Stated(list, place);
                self.tables.prepare(element);
                let live = self.tables.unit(unit, Some(element));
                ways = (ways.0 || live == Truth::Yes, ways.1 || live == Truth::No);
            }
            return ways;
        }
        let spoken_of = match self.program().unit(unit).role {
            Role::Permission { actions, .. }
            | Role::Prohibition { actions }
            | Role::Requirement { actions, .. } => self.holds(actions),
            _ => true,
        };
        match self.at_work(unit) {
            Truth::Yes => (true, false),
            Truth::No => (false, spoken_of),
            Truth::Unknown => (false, false),
        }
    }

    /// Whether a unit is live; of one that speaks of an element, for any of those stated.
    fn applies(&mut self, unit: UnitId) -> Truth {
        let Some(list) = self.tables.shape.unit_speaks_of(unit) else { return self.tables.unit(unit, None) };
        let slots = self.tables.logic.slots;
        let mut applies = if slots.open(list) { Truth::Unknown } else { Truth::No };
        for place in 0..slots.stated(list) {
            let element = Element::Stated(list, place);
            self.tables.prepare(element);
            match self.tables.unit(unit, Some(element)) {
                Truth::Yes => return Truth::Yes,
                Truth::Unknown => applies = Truth::Unknown,
                Truth::No => {}
            }
        }
        applies
    }

    /// Whether this layer decides.
    pub fn by_layer(&self, layer: Layer) -> bool {
        self.outcome.layers.iter().any(|(it, holds)| *it == layer && *holds == Truth::Yes)
    }

    /// Whether a condition that speaks of no element holds, or does not, as `holds` says.
    pub fn is(&mut self, node: NodeId, holds: bool) -> bool {
        self.tables.node(node, None) == Truth::from_bool(holds)
    }

    /// How a clause is read, where that is settled.
    pub fn reading(&self, clause: ClauseId) -> Option<usize> {
        self.tables.logic.slots.readings.get(&clause).copied()
    }

    /// Whether a fact is known to pass a test, or to fail it, as `holds` says.
    pub fn passes(&self, fact: FactId, test: &Test, holds: bool) -> bool {
        let value = self.tables.logic.slots.value(Slot::Of(FactName::Fact(fact)));
        value.is_some_and(|value| passes(test, value) == holds)
    }

    fn own(&self, unit: UnitId) -> Option<UnitId> {
        match &self.own {
            Some(own) => own.get(&unit).copied(),
            None => Some(unit),
        }
    }
}
