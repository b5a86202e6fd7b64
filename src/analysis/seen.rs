//! One complete case as the plain interpreter sees it: what proofs and findings are held to.

use crate::judge::evaluator::Evaluator;
use crate::judge::outcome::{Outcome, outcome};
use crate::judge::slots::Slots;
use crate::judge::tables::Tables;
use crate::judge::verdict::Truth;
use crate::judge::{exact::RULINGS, shape::Shape};
use crate::program::{ACTION, FactId, NodeId, Program, Role, Ruling, UnitId, Value};

/// See the head of this file.
pub struct Seen<'s, 'p> {
    tables: Evaluator<'p, Tables<'s, 'p>>,
    outcome: Outcome<Truth>,
}

impl<'s, 'p> Seen<'s, 'p> {
    /// Sees a complete case.
    pub fn of(complete: &'s Slots<'p>, shape: &'p Shape) -> Seen<'s, 'p> {
        let mut tables = Evaluator::new(complete.program, shape, Tables { slots: complete });
        tables.run();
        let outcome = outcome(&mut tables);
        Seen { tables, outcome }
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

    /// Whether a unit that speaks of no element is live.
    pub fn live(&mut self, unit: UnitId) -> bool {
        self.tables.unit(unit, None) == Truth::Yes
    }

    /// Whether a unit does what it is for; see [`super::space::Space::works`].
    pub fn works(&mut self, unit: UnitId) -> bool {
        let outcome = &self.outcome;
        let among = match self.program().unit(unit).role {
            Role::Permission { .. } => &outcome.permissions,
            Role::Prohibition { .. } | Role::Requirement { .. } => &outcome.against,
            Role::Duty { .. } => &outcome.duties,
            Role::Remedies { .. } => &outcome.remedies,
            Role::OutOfScope => &outcome.out,
            Role::Definition(_) | Role::Exception => return self.live(unit),
        };
        among.iter().any(|(it, holds)| *it == unit && *holds == Truth::Yes)
    }

    /// What is done.
    pub fn action(&self) -> Option<usize> {
        self.member(ACTION)
    }

    fn member(&self, fact: FactId) -> Option<usize> {
        let slot = crate::judge::slots::Slot::Of(crate::judge::FactName::Fact(fact));
        match self.tables.logic.slots.value(slot) {
            Some(Value::Member(member)) => Some(member.0 as usize),
            _ => None,
        }
    }
}
