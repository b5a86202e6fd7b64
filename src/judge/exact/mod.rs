//! What the tables leave open, settled exactly: all completions of a case at once, as diagrams.

mod ask_next;
mod bounds;
mod budget;
mod code;
pub mod compared;
mod diagram;
mod encoder;
mod once;
mod order;
mod places;
mod points;
mod readings;
mod standings;
mod tail;
mod turned;
mod turns_on;
mod ways;

pub use budget::Budget;
pub use diagram::Diagram;
pub use encoder::Decoded;
pub use once::once;
pub use turned::Turned;
pub use ways::{Instead, Matter, Way, Ways};

use crate::program::{NodeId, Ruling, Test, UnitId};

use super::case::{FactName, Stipulation};
use super::evaluator::Evaluator;
use super::outcome::{Norms, Outcome, outcome, outcome_by};
use super::shape::Shape;
use super::slots::{Element, Slots};
use super::tables::Tables;
use super::verdict::{Decider, Support, Truth};
use encoder::Encoder;

/// The rulings that complete facts can have, in the order in which they are told.
pub const RULINGS: [Ruling; 3] = [Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated];

/// All completions of a case at once.
pub struct Exact<'s, 'p> {
    evaluator: Evaluator<'p, Encoder<'s, 'p>>,
    pub outcome: Outcome<Diagram>,
    supports: Vec<(Support, Diagram)>,
    /// The completions there are: what is known, every assumption and every stipulation.
    pub world: Diagram,
}

/// The budget ran out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spent;

impl<'s, 'p> Exact<'s, 'p> {
    /// Builds the diagrams of all that the tables left open, for one verdict.
    pub fn of(
        slots: &'s Slots<'p>,
        shape: &'p Shape,
        tables: Evaluator<'p, Tables<'s, 'p>>,
        stipulations: &[Stipulation],
    ) -> Result<Self, Spent> {
        Exact::within(Budget::VERDICT, slots, shape, tables, stipulations)
    }

    /// The same, as far as a budget goes.
    pub fn within(
        budget: Budget,
        slots: &'s Slots<'p>,
        shape: &'p Shape,
        tables: Evaluator<'p, Tables<'s, 'p>>,
        stipulations: &[Stipulation],
    ) -> Result<Self, Spent> {
        Exact::by(&Norms::of(slots.program), budget, slots, shape, tables, stipulations)
    }

    /// The same, judged by some units alone.
    pub fn by(
        norms: &Norms,
        budget: Budget,
        slots: &'s Slots<'p>,
        shape: &'p Shape,
        tables: Evaluator<'p, Tables<'s, 'p>>,
        stipulations: &[Stipulation],
    ) -> Result<Self, Spent> {
        let mut evaluator = Encoder::evaluator(budget, slots, shape, tables);
        let outcome = outcome_by(&mut evaluator, norms);
        let mut supports = Vec::new();
        for (number, assumption) in slots.program.assumptions.iter().enumerate() {
            supports.push((Support::Assumption(number), evaluator.node(assumption.node, None)));
        }
        for (number, stipulation) in stipulations.iter().enumerate() {
            let about = element_of(slots, stipulation);
            if let Some(element) = about {
                evaluator.prepare(element);
            }
            let applies = evaluator.defined(stipulation.definition, about);
            let holds = if stipulation.holds { applies } else { evaluator.logic.diagrams.not(applies) };
            supports.push((Support::Stipulation(number), holds));
        }
        let mut exact = Exact { evaluator, outcome, supports, world: Diagram::YES };
        exact.world = exact.world_without(&[]);
        exact.checked(exact.world)?;
        Ok(exact)
    }

    /// What becomes of a case judged by other units.
    pub fn outcome_by(&mut self, norms: &Norms) -> Result<Outcome<Diagram>, Spent> {
        let outcome = outcome_by(&mut self.evaluator, norms);
        self.checked(outcome)
    }

    /// The completions there would be without some of the supports.
    pub fn world_without(&mut self, dropped: &[&Support]) -> Diagram {
        let kept = self.supports.iter().filter(|(support, _)| !dropped.contains(&support));
        let parts: Vec<Diagram> =
            kept.map(|(_, holds)| *holds).chain(self.evaluator.logic.partly.iter().copied()).collect();
        self.evaluator.all(parts)
    }

    /// The assumptions and stipulations that something unknown bears on.
    pub fn supports(&self) -> impl Iterator<Item = &Support> {
        self.supports.iter().filter(|(_, holds)| *holds != Diagram::YES).map(|(support, _)| support)
    }

    /// The rulings that some completion in this world has.
    pub fn possible(&mut self, world: Diagram) -> Result<Vec<Ruling>, Spent> {
        let mut possible = Vec::new();
        for ruling in RULINGS {
            if let Some(holds) = self.outcome.ruling(ruling)
                && self.meet(world, holds)?
            {
                possible.push(ruling);
            }
        }
        Ok(possible)
    }

    /// Whether something holds in every completion, in none, or in some only.
    pub fn truth(&mut self, world: Diagram, holds: Diagram) -> Result<Truth, Spent> {
        if let Some(holds) = holds.as_bool() {
            return Ok(Truth::from_bool(holds));
        }
        if !self.meet(world, holds)? {
            return Ok(Truth::No);
        }
        let always = self.evaluator.logic.diagrams.implies(world, holds);
        self.checked(if always { Truth::Yes } else { Truth::Unknown })
    }

    /// What decides a ruling that all completions in a world share: what does in each; failing that, what
    /// does in some.
    pub fn deciders(&mut self, world: Diagram, ruling: Ruling) -> Result<Vec<Decider>, Spent> {
        let (mut always, mut sometimes) = (Vec::new(), Vec::new());
        for (unit, holds) in self.outcome.deciders(ruling) {
            match self.truth(world, holds)? {
                Truth::Yes => always.push(Decider { unit, holds: Truth::Yes }),
                Truth::Unknown => sometimes.push(Decider { unit, holds: Truth::Unknown }),
                Truth::No => {}
            }
        }
        Ok(if always.is_empty() { sometimes } else { always })
    }

    /// The condition at a node, of the element it speaks of.
    pub fn condition_of(&mut self, node: NodeId, about: Option<Element>) -> Result<Diagram, Spent> {
        if let Some(element) = about {
            self.evaluator.prepare(element);
        }
        let condition = self.evaluator.node(node, about);
        self.checked(condition)
    }

    /// The conditions at nodes that speak of no element, were others as given.
    pub fn supposing(&mut self, these: &[(NodeId, Diagram)], ask: &[NodeId]) -> Result<Vec<Diagram>, Spent> {
        let conditions = self.evaluator.supposing(these, |evaluator| {
            ask.iter().map(|node| evaluator.node(*node, None)).collect::<Vec<_>>()
        });
        self.checked(conditions)
    }

    /// What becomes of a case, were conditions, which speak of no element, as given.
    pub fn outcome_supposing(&mut self, these: &[(NodeId, Diagram)]) -> Result<Outcome<Diagram>, Spent> {
        let outcome = self.evaluator.supposing(these, outcome);
        self.checked(outcome)
    }

    /// The condition that a unit is live, of the element it speaks of.
    pub fn live(&mut self, unit: UnitId, about: Option<Element>) -> Result<Diagram, Spent> {
        if let Some(element) = about {
            self.evaluator.prepare(element);
        }
        let live = self.evaluator.unit(unit, about);
        self.checked(live)
    }

    /// The condition that a fact that is not known passes a test.
    pub fn fact(&mut self, name: FactName, test: &Test) -> Result<Diagram, Spent> {
        let condition = self.evaluator.logic.fact(name, test);
        self.checked(condition)
    }

    /// Both hold.
    pub fn both(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, Spent> {
        let both = self.evaluator.logic.diagrams.and(one, other);
        self.checked(both)
    }

    /// Either holds.
    pub fn either(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, Spent> {
        let either = self.evaluator.logic.diagrams.or(one, other);
        self.checked(either)
    }

    /// The first holds and the second does not.
    pub fn without(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, Spent> {
        let without = self.evaluator.logic.diagrams.without(one, other);
        self.checked(without)
    }

    /// It does not hold.
    pub fn not(&mut self, it: Diagram) -> Result<Diagram, Spent> {
        let not = self.evaluator.logic.diagrams.not(it);
        self.checked(not)
    }

    /// It holds for some value of the fact, whatever else that fact is.
    pub fn whatever(&mut self, name: FactName, it: Diagram) -> Result<Diagram, Spent> {
        let somehow = self.evaluator.logic.whatever(name, it);
        self.checked(somehow)
    }

    /// What an assignment on few variables that satisfies a condition says.
    pub fn witness(&self, of: Diagram) -> Option<Decoded> {
        let assignment = self.evaluator.logic.diagrams.witness(of)?;
        Some(self.evaluator.logic.decode(&assignment))
    }

    fn meet(&mut self, one: Diagram, other: Diagram) -> Result<bool, Spent> {
        let meet = self.evaluator.logic.diagrams.meet(one, other);
        self.checked(meet)
    }

    fn checked<T>(&self, answer: T) -> Result<T, Spent> {
        if self.evaluator.logic.diagrams.spent() { Err(Spent) } else { Ok(answer) }
    }

    /// The facts a condition depends on, in the text's order.
    fn facts_of(&self, condition: Diagram) -> Vec<FactName> {
        let encoder = &self.evaluator.logic;
        let mut facts: Vec<FactName> = encoder
            .diagrams
            .support(condition)
            .into_iter()
            .filter_map(|variable| encoder.name_of(variable))
            .collect();
        facts.dedup();
        facts
    }
}

/// The element a stipulation speaks of.
pub fn element_of(slots: &Slots, stipulation: &Stipulation) -> Option<Element> {
    let list = slots.program.definition(stipulation.definition).list?;
    stipulation
        .element
        .filter(|element| *element < slots.stated(list))
        .map(|element| Element::Stated(list, element))
}
