//! Proofs of properties over all complete cases at once.
//!
//! A property speaks of every complete case the assumptions allow: every day of the version's period, every
//! choice of readings, nothing presumed. All of these are the completions of the case in which nothing is
//! stated, so one set of diagrams holds them; what goes against the claim is a condition over them.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::judge::case::Case;
use crate::judge::evaluator::Evaluator;
use crate::judge::exact::{Diagram, Exact, RULINGS, Spent};
use crate::judge::shape::Shape;
use crate::judge::slots::{Presuming, Slots, Widened};
use crate::judge::tables::Tables;
use crate::judge::verdict::Support;
use crate::program::{
    ACTION, Atom, AtomId, ClauseId, DomainId, Extent, Node, NodeId, Origin, Place, Program, Ruling, Test,
};

use super::claim::{Claim, ClaimKind};
use super::witness::witness;

/// What came of a claim.
#[derive(Debug, Clone)]
pub enum Proof {
    /// It holds of every case; these it needs for that.
    Holds { rests_on: Vec<Support> },
    /// This case goes against it. What is not stated in it does not matter; the readings it needs are settled
    /// in it, and told again.
    Refuted { witness: Box<Case>, ruling: Ruling, readings: Vec<(ClauseId, usize)> },
    /// No case meets its condition.
    Vacuous,
    /// It could be neither proved nor refuted.
    Undecided { why: Arc<str> },
}

/// Proves a claim, or finds a case that goes against it.
pub fn prove(program: &Program, claim: &Claim) -> Proof {
    // The claim tells actions apart that the policy may not; so the program is made to.
    let mut program = program.clone();
    let action = claim.actions.clone().map(|actions| asked_of_the_action(&mut program, actions));
    let claim = &Asked { claim, action };
    let shape = Shape::of(&program);
    let slots = nothing_stated(&program);
    settle(&program, &shape, &slots, claim).unwrap_or_else(|Spent| Proof::Undecided {
        why: "there are too many kinds of cases to go through all of them".into(),
    })
}

/// A claim, and the node that asks whether the action is one it speaks of.
struct Asked<'c> {
    claim: &'c Claim,
    action: Option<NodeId>,
}

fn asked_of_the_action(program: &mut Program, actions: FixedBitSet) -> NodeId {
    program.atoms.push(Atom { place: Place::Fact(ACTION), test: Test::OneOf(actions) });
    program.nodes.push(Node::Atom(AtomId(program.atoms.len() as u32 - 1)));
    program.origins.push(Origin::default());
    NodeId(program.nodes.len() as u32 - 1)
}

fn settle(program: &Program, shape: &Shape, slots: &Slots, claim: &Asked) -> Result<Proof, Spent> {
    let mut exact = exact(slots, shape)?;
    let world = exact.world;
    let Some(against) = against(&mut exact, world, claim)? else { return Ok(Proof::Vacuous) };
    if let Some((ruling, cases)) = against.into_iter().find(|(_, cases)| *cases != Diagram::NO) {
        let found = exact.witness(cases).unwrap_or_default();
        return Ok(witness(slots, shape, claim.claim, ruling, found));
    }
    let mut rests_on = Vec::new();
    let supports: Vec<Support> = exact.supports().cloned().collect();
    for support in supports {
        let world = exact.world_without(&[&support]);
        if is_refuted(&mut exact, world, claim)? {
            rests_on.push(support);
        }
    }
    for (number, domain) in program.domains.iter().enumerate() {
        if domain.extent != Extent::Closed {
            continue;
        }
        let domain = DomainId(number as u32);
        let mut wide = slots.clone();
        wide.widened = Widened::One(domain);
        let mut exact = self::exact(&wide, shape)?;
        let world = exact.world;
        if is_refuted(&mut exact, world, claim)? {
            rests_on.push(Support::Closed(domain));
        }
    }
    Ok(Proof::Holds { rests_on })
}

/// The case in which nothing is stated and nothing presumed.
fn nothing_stated(program: &Program) -> Slots<'_> {
    Slots::of(program, &Case::unstated(program), &Presuming::Nothing)
}

fn exact<'s>(slots: &'s Slots<'s>, shape: &'s Shape) -> Result<Exact<'s, 's>, Spent> {
    let mut tables = Evaluator::new(slots.program, shape, Tables { slots });
    tables.run();
    Exact::of(slots, shape, tables, &[])
}

fn is_refuted(exact: &mut Exact, world: Diagram, claim: &Asked) -> Result<bool, Spent> {
    let against = against(exact, world, claim)?.unwrap_or_default();
    Ok(against.iter().any(|(_, cases)| *cases != Diagram::NO))
}

/// The cases that go against a claim, by their rulings; `None` where no case meets its condition.
fn against(
    exact: &mut Exact,
    world: Diagram,
    claim: &Asked,
) -> Result<Option<Vec<(Ruling, Diagram)>>, Spent> {
    let mut world = world;
    if let Some(action) = claim.action {
        let action = exact.condition(action)?;
        world = exact.both(world, action)?;
    }
    let claim = claim.claim;
    let when = match claim.when {
        Some(node) => exact.condition(node)?,
        None => Diagram::YES,
    };
    let met = exact.both(world, when)?;
    if met == Diagram::NO {
        return Ok(None);
    }
    let unmet = exact.not(when)?;
    let (cases, wrong): (Diagram, Vec<Ruling>) = match claim.kind {
        ClaimKind::Never => (met, vec![claim.ruling]),
        ClaimKind::Always => (met, RULINGS.into_iter().filter(|ruling| *ruling != claim.ruling).collect()),
        ClaimKind::OnlyWhen => (exact.both(world, unmet)?, vec![claim.ruling]),
    };
    let mut against = Vec::new();
    for ruling in wrong {
        if let Some(holds) = exact.outcome.ruling(ruling) {
            against.push((ruling, exact.both(cases, holds)?));
        }
    }
    Ok(Some(against))
}
