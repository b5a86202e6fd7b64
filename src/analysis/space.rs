//! All complete cases of a program at once.
//!
//! Every complete case the assumptions allow (every day of the version's period, every choice of readings,
//! nothing presumed) is a completion of the case in which nothing is stated. So one set of diagrams holds them
//! all: a [`Diagram`] is a set of cases, and what is asked of all cases is asked of diagrams. What is found is
//! given back as a [`Case`] that says no more than it must, and that the plain interpreter has judged again.

use std::sync::Arc;

use crate::judge::evaluator::Evaluator;
use crate::judge::exact::{Budget, Diagram, Exact, Matter, Spent};
use crate::judge::outcome::{Norms, Outcome};
use crate::judge::shape::Shape;
use crate::judge::slots::{Element, Presuming, Slot, Slots, Widened};
use crate::judge::tables::Tables;
use crate::judge::verdict::{Layer, Support};
use crate::judge::{Case, FactName};
use crate::program::{
    ACTION, ACTIONS, DomainId, ListId, Member, NodeId, Program, Role, Ruling, Test, UnitId, Value,
};

use super::seen::Seen;
use super::witness::{agrees, described};

/// What a set of diagrams for all cases is built on: the program's shape, and the case in which nothing is
/// stated.
pub struct Ground<'p> {
    shape: Arc<Shape>,
    slots: Slots<'p>,
    norms: Norms,
}

impl<'p> Ground<'p> {
    /// Of a program as it stands.
    pub fn of(program: &'p Program) -> Ground<'p> {
        Ground::stating(program, &Case::unstated(program))
    }

    /// Of the completions of a case alone; nothing is presumed.
    pub fn stating(program: &'p Program, case: &Case) -> Ground<'p> {
        let slots = Slots::of(program, case, &Presuming::Nothing);
        Ground { shape: Arc::new(Shape::of(program)), slots, norms: Norms::of(program) }
    }

    /// Of a program of which only some units judge.
    pub fn judged_by(program: &'p Program, norms: Norms) -> Ground<'p> {
        Ground { norms, ..Ground::of(program) }
    }

    /// The same, with a taxonomy taken as though it were open.
    pub fn with_open(&self, domain: DomainId) -> Ground<'p> {
        let mut slots = self.slots.clone();
        slots.widened = Widened::One(domain);
        Ground { shape: Arc::clone(&self.shape), slots, norms: self.norms.clone() }
    }

    /// The diagrams; `Err` where they grow beyond the budget.
    pub fn space<'s>(&'s self, budget: Budget) -> Result<Space<'s>, Spent> {
        let slots: &'s Slots<'s> = &self.slots;
        let mut tables = Evaluator::new(slots.program, &self.shape, Tables { slots });
        tables.run();
        let exact = Exact::by(&self.norms, budget, slots, &self.shape, tables, &[])?;
        Ok(Space { shape: &self.shape, slots, exact })
    }
}

/// All complete cases of a program at once; see the head of this file.
pub struct Space<'s> {
    shape: &'s Shape,
    slots: &'s Slots<'s>,
    exact: Exact<'s, 's>,
}

/// Nothing goes on: why a question about all cases has no answer.
#[derive(Debug, Clone)]
pub enum Stop {
    /// The budget ran out.
    Spent,
    /// A case that was found, judged again by the interpreter, was not what it was found for. This is a fault
    /// of Licit, and is told as one.
    Disagreement(Box<Case>),
}

impl From<Spent> for Stop {
    fn from(Spent: Spent) -> Stop {
        Stop::Spent
    }
}

impl<'s> Space<'s> {
    /// The program these are the cases of.
    pub fn program(&self) -> &'s Program {
        self.slots.program
    }

    /// Every case the assumptions allow.
    pub fn world(&self) -> Diagram {
        self.exact.world
    }

    /// What there would be without some of the assumptions.
    pub fn world_without(&mut self, dropped: &[&Support]) -> Diagram {
        self.exact.world_without(dropped)
    }

    /// Takes other cases to be those there are, and gives back those that were.
    pub fn in_world(&mut self, world: Diagram) -> Diagram {
        std::mem::replace(&mut self.exact.world, world)
    }

    /// The assumptions that some case does not meet by itself.
    pub fn supports(&self) -> Vec<Support> {
        self.exact.supports().cloned().collect()
    }

    /// What becomes of a case, each part the set of cases in which it holds; the assumptions are not yet
    /// reckoned with.
    pub fn outcome(&self) -> &Outcome<Diagram> {
        &self.exact.outcome
    }

    /// What becomes of a case judged by other units.
    pub fn outcome_by(&mut self, norms: &Norms) -> Result<Outcome<Diagram>, Spent> {
        self.exact.outcome_by(norms)
    }

    /// Whether it matters for being among these cases what a fact is.
    pub fn depends_on(&self, among: Diagram, name: FactName) -> bool {
        self.exact.matters_of(&[among]).contains(&Matter::Fact(name))
    }

    /// The cases with that ruling; it must not be `undetermined`.
    pub fn ruling(&mut self, ruling: Ruling) -> Result<Diagram, Spent> {
        let holds = self.exact.outcome.ruling(ruling).unwrap_or(Diagram::NO);
        self.exact.both(self.exact.world, holds)
    }

    /// The cases that this layer decides.
    pub fn layer(&mut self, layer: Layer) -> Result<Diagram, Spent> {
        let found = self.exact.outcome.layers.iter().find(|(it, _)| *it == layer);
        let holds = found.map_or(Diagram::NO, |(_, holds)| *holds);
        self.exact.both(self.exact.world, holds)
    }

    /// The cases in which a unit is live; of one that speaks of an element, those of the first that is stated,
    /// or of whichever element.
    pub fn live(&mut self, unit: UnitId) -> Result<Diagram, Spent> {
        let about = self.shape.unit_speaks_of(unit).map(|list| self.element(list));
        self.exact.live(unit, about)
    }

    /// The cases in which a unit does what it is for: a permission of the action is live, a prohibition or
    /// requirement stands against it, a duty arises, remedies follow, the case is taken out of the policy; of
    /// a definition or an exception, in which it is live.
    pub fn works(&mut self, unit: UnitId) -> Result<Diagram, Spent> {
        let outcome = &self.exact.outcome;
        let among = match self.program().unit(unit).role {
            Role::Permission { .. } => &outcome.permissions,
            Role::Prohibition { .. } | Role::Requirement { .. } => &outcome.against,
            Role::Duty { .. } => &outcome.duties,
            Role::Remedies { .. } => &outcome.remedies,
            Role::OutOfScope => &outcome.out,
            Role::Definition(_) | Role::Exception => return self.live(unit),
        };
        let place = among.binary_search_by_key(&unit, |(unit, _)| *unit);
        Ok(place.map_or(Diagram::NO, |place| among[place].1))
    }

    /// The cases in which a condition holds; of one that speaks of an element, for the first that is stated, or
    /// for whichever element.
    pub fn condition(&mut self, node: NodeId) -> Result<Diagram, Spent> {
        let about = self.shape.speaks_of(node).map(|list| self.element(list));
        self.exact.condition_of(node, about)
    }

    /// Whether a unit speaks of an element of a list, and of which.
    pub fn unit_speaks_of(&self, unit: UnitId) -> Option<ListId> {
        self.shape.unit_speaks_of(unit)
    }

    /// The cases that are as they would be were the list empty. Other lists, on which no condition tells anything
    /// apart from the empty one, are among them.
    pub fn empty(&mut self, list: ListId) -> Result<Diagram, Spent> {
        self.exact.empty(list)
    }

    /// The cases in which conditions would hold, were others, which speak of no element, as given.
    pub fn supposing(&mut self, these: &[(NodeId, Diagram)], ask: &[NodeId]) -> Result<Vec<Diagram>, Spent> {
        self.exact.supposing(these, ask)
    }

    /// What becomes of a case, were conditions, which speak of no element, as given.
    pub fn outcome_supposing(&mut self, these: &[(NodeId, Diagram)]) -> Result<Outcome<Diagram>, Spent> {
        self.exact.outcome_supposing(these)
    }

    /// Whether two sets hold the same of the cases the assumptions allow.
    pub fn same(&mut self, one: Diagram, other: Diagram) -> Result<bool, Spent> {
        let (one, other) = (self.both(self.world(), one)?, self.both(self.world(), other)?);
        Ok(one == other)
    }

    fn element(&self, list: ListId) -> Element {
        match self.slots.stated(list) {
            0 => Element::Unstated(list),
            _ => Element::Stated(list, 0),
        }
    }

    /// The least and greatest point a fact may have, `unlimited` left out.
    pub fn range(&self, name: FactName) -> (i128, i128) {
        self.slots.range(Slot::Of(name))
    }

    /// Whether a condition speaks of an element of a list, and of which.
    pub fn speaks_of(&self, node: NodeId) -> Option<ListId> {
        self.shape.speaks_of(node)
    }

    /// The cases in both.
    pub fn both(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, Spent> {
        self.exact.both(one, other)
    }

    /// The cases in either.
    pub fn either(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, Spent> {
        self.exact.either(one, other)
    }

    /// The cases in the first and not in the second.
    pub fn without(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, Spent> {
        self.exact.without(one, other)
    }

    /// All other cases.
    pub fn not(&mut self, it: Diagram) -> Result<Diagram, Spent> {
        self.exact.not(it)
    }

    /// Whether some case is in both.
    pub fn meet(&mut self, one: Diagram, other: Diagram) -> Result<bool, Spent> {
        Ok(self.exact.both(one, other)? != Diagram::NO)
    }

    /// Whether every case in the first is in the second.
    pub fn within(&mut self, one: Diagram, other: Diagram) -> Result<bool, Spent> {
        Ok(self.without(one, other)? == Diagram::NO)
    }

    /// The diagrams themselves, for what is asked of facts rather than of cases.
    pub fn exact(&mut self) -> &mut Exact<'s, 's> {
        &mut self.exact
    }

    /// One action of each kind that the program tells apart.
    pub fn actions(&mut self) -> Result<Vec<Member>, Spent> {
        let mut told_apart = Vec::new();
        for action in self.slots.members(ACTIONS) {
            if self.action_is(action)? != Diagram::NO {
                told_apart.push(action);
            }
        }
        Ok(told_apart)
    }

    /// The cases that would be among these if this were the action, whatever else the action is: its
    /// cofactor. It must be one of [`Space::actions`].
    pub fn but_for_the_action(&mut self, among: Diagram, action: Member) -> Result<Diagram, Spent> {
        let action = self.action_is(action)?;
        let here = self.exact.both(among, action)?;
        self.exact.whatever(FactName::Fact(ACTION), here)
    }

    /// That of [`Space::actions`] which the program does not tell from this one.
    pub fn action_alike(&mut self, action: Member) -> Result<Member, Spent> {
        for other in self.actions()? {
            let alike = self.exact.alike(FactName::Fact(ACTION), &Value::Member(other));
            if alike.contains(&Value::Member(action)) {
                return Ok(other);
            }
        }
        Ok(action)
    }

    fn action_is(&mut self, action: Member) -> Result<Diagram, Spent> {
        let test = Test::OneOf(std::iter::once(action.0 as usize).collect());
        self.exact.fact(FactName::Fact(ACTION), &test)
    }

    /// A smallest case among these, all of whose completions are among them: what is not stated in it does not
    /// matter. `None` where there is none.
    ///
    /// Completions of it are judged by the interpreter, each of which must be as `it_is` says.
    pub fn case(
        &self,
        among: Diagram,
        it_is: &mut dyn FnMut(&mut Seen) -> bool,
    ) -> Result<Option<Case>, Stop> {
        self.described(among).map(|case| self.borne_out(case, it_is)).transpose()
    }

    /// A smallest case among these, not yet judged again; see [`Space::case`].
    pub fn described(&self, among: Diagram) -> Option<Case> {
        self.exact.witness(among).map(|found| described(self.slots, &found))
    }

    /// The case, once completions of it were judged by the interpreter.
    pub fn borne_out(&self, case: Case, it_is: &mut dyn FnMut(&mut Seen) -> bool) -> Result<Case, Stop> {
        if agrees(self.slots.program, self.shape, &case, it_is) {
            Ok(case)
        } else {
            debug_assert!(false, "a witness is not what it was found for: {case:?}");
            Err(Stop::Disagreement(Box::new(case)))
        }
    }
}
