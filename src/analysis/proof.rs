//! Proofs of properties over all complete cases at once.
//!
//! What goes against a claim is a set of cases; the claim holds where that set is empty.

use fixedbitset::FixedBitSet;

use crate::judge::Case;
use crate::judge::exact::{Budget, Diagram, RULINGS, Spent};
use crate::judge::verdict::Support;
use crate::program::{
    ACTION, Atom, AtomId, ClauseId, DomainId, Extent, Node, NodeId, Origin, Place, Program, Ruling, Test,
};

use super::claim::{Claim, ClaimKind};
use super::seen::Seen;
use super::space::{Ground, Space, Stop};

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
    /// It could be neither proved nor refuted, and why.
    Undecided(Stop),
}

/// Proves a claim, or finds a case that goes against it.
pub fn prove(program: &Program, claim: &Claim) -> Proof {
    // The claim tells actions apart that the policy may not; so the program is made to.
    let mut program = program.clone();
    let action = claim.actions.clone().map(|actions| asked_of_the_action(&mut program, actions));
    settle(&program, &Asked { claim, action }).unwrap_or_else(Proof::Undecided)
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

fn settle(program: &Program, claim: &Asked) -> Result<Proof, Stop> {
    let ground = Ground::of(program);
    let mut space = ground.space(Budget::PROOF)?;
    let world = space.world();
    let Some(against) = against(&mut space, world, claim)? else { return Ok(Proof::Vacuous) };
    if let Some((ruling, cases)) = against.into_iter().find(|(_, cases)| *cases != Diagram::NO) {
        let goes_against = &mut |seen: &mut Seen| {
            let spoken_of = claim.action.is_none_or(|action| seen.holds(action));
            let when = claim.claim.when.is_none_or(|when| seen.holds(when));
            spoken_of && when == (claim.claim.kind != ClaimKind::OnlyWhen) && seen.ruling() == Some(ruling)
        };
        let Some(case) = space.case(cases, goes_against)? else { return Err(Stop::Spent) };
        let readings = case.readings.iter().map(|settled| (settled.clause, settled.reading)).collect();
        return Ok(Proof::Refuted { witness: Box::new(case), ruling, readings });
    }
    let mut rests_on = Vec::new();
    for support in space.supports() {
        let world = space.world_without(&[&support]);
        if is_refuted(&mut space, world, claim)? {
            rests_on.push(support);
        }
    }
    for (number, domain) in program.domains.iter().enumerate() {
        if domain.extent != Extent::Closed {
            continue;
        }
        let domain = DomainId(number as u32);
        let wide = ground.with_open(domain);
        let mut space = wide.space(Budget::PROOF)?;
        let world = space.world();
        if is_refuted(&mut space, world, claim)? {
            rests_on.push(Support::Closed(domain));
        }
    }
    Ok(Proof::Holds { rests_on })
}

fn is_refuted(space: &mut Space, world: Diagram, claim: &Asked) -> Result<bool, Spent> {
    let against = against(space, world, claim)?.unwrap_or_default();
    Ok(against.iter().any(|(_, cases)| *cases != Diagram::NO))
}

/// The cases that go against a claim, by their rulings; `None` where no case meets its condition.
fn against(
    space: &mut Space,
    mut world: Diagram,
    claim: &Asked,
) -> Result<Option<Vec<(Ruling, Diagram)>>, Spent> {
    if let Some(action) = claim.action {
        let action = space.condition(action)?;
        world = space.both(world, action)?;
    }
    let claim = claim.claim;
    let when = match claim.when {
        Some(node) => space.condition(node)?,
        None => Diagram::YES,
    };
    let met = space.both(world, when)?;
    if met == Diagram::NO {
        return Ok(None);
    }
    let (cases, wrong): (Diagram, Vec<Ruling>) = match claim.kind {
        ClaimKind::Never => (met, vec![claim.ruling]),
        ClaimKind::Always => (met, RULINGS.into_iter().filter(|ruling| *ruling != claim.ruling).collect()),
        ClaimKind::OnlyWhen => (space.without(world, when)?, vec![claim.ruling]),
    };
    let mut against = Vec::new();
    for ruling in wrong {
        if let Some(holds) = space.outcome().ruling(ruling) {
            against.push((ruling, space.both(cases, holds)?));
        }
    }
    Ok(Some(against))
}
