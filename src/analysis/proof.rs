//! Proofs of properties over all complete cases at once.
//!
//! What goes against a claim is a set of cases; the claim holds where that set is empty. All claims about one
//! program are settled in the same space, so that its diagrams are built once.

use crate::judge::Case;
use crate::judge::exact::{Budget, Diagram, RULINGS, Spent};
use crate::judge::verdict::Support;
use crate::program::{
    Claim, ClaimKind, ClauseId, DomainId, Extent, Member, Program, Role, Ruling, Said, UnitId,
};

use super::seen::Seen;
use super::space::{Ground, Space, Stop};
use super::witness::with_action;

/// What came of a claim.
#[derive(Debug, Clone)]
pub enum Proof {
    /// It holds of every case; these it needs for that.
    Holds { rests_on: Vec<Support> },
    /// This case goes against it.
    Refuted(Box<Refutation>),
    /// No case meets its condition.
    Vacuous,
    /// It could be neither proved nor refuted, and why.
    Undecided(Stop),
}

/// A case that goes against a claim. What is not stated in it does not matter; the readings it needs are
/// settled in it, and told again.
#[derive(Debug, Clone)]
pub struct Refutation {
    pub case: Case,
    pub ruling: Ruling,
    pub readings: Vec<(ClauseId, usize)>,
    /// Where one verdict was to follow from another: the same case with the action that has that other one.
    pub beside: Option<Case>,
}

/// Proves each of these claims, or finds a case that goes against it.
pub fn prove(program: &Program, claims: &[Claim]) -> Vec<Proof> {
    let ground = Ground::of(program);
    let mut proofs = in_the_world(&ground, claims);
    for (number, domain) in program.domains.iter().enumerate() {
        let open = || proofs.iter().any(|proof| matches!(proof, Proof::Holds { .. }));
        if domain.extent == Extent::Closed && open() {
            though_open(&ground, DomainId(number as u32), claims, &mut proofs);
        }
    }
    proofs
}

/// What comes of the claims in the world as it is.
fn in_the_world(ground: &Ground, claims: &[Claim]) -> Vec<Proof> {
    match ground.space(Budget::PROOF) {
        Ok(mut space) => {
            claims.iter().map(|claim| settle(&mut space, claim).unwrap_or_else(Proof::Undecided)).collect()
        }
        Err(spent) => claims.iter().map(|_| Proof::Undecided(spent.into())).collect(),
    }
}

/// Notes which of the claims that hold would not if a taxonomy had more terms.
fn though_open(ground: &Ground, domain: DomainId, claims: &[Claim], proofs: &mut [Proof]) {
    let wide = ground.with_open(domain);
    let mut space = wide.space(Budget::PROOF);
    for (claim, proof) in claims.iter().zip(proofs) {
        let Proof::Holds { rests_on } = proof else { continue };
        let refuted = match &mut space {
            Ok(space) => {
                let world = space.world();
                is_refuted(space, world, claim)
            }
            Err(spent) => Err(*spent),
        };
        match refuted {
            Ok(false) => {}
            Ok(true) => rests_on.push(Support::Closed(domain)),
            Err(spent) => *proof = Proof::Undecided(spent.into()),
        }
    }
}

fn settle(space: &mut Space, claim: &Claim) -> Result<Proof, Stop> {
    let world = space.world();
    let Some(against) = against(space, world, claim)? else { return Ok(Proof::Vacuous) };
    if let Some(found) = against.into_iter().find(|found| found.cases != Diagram::NO) {
        return Ok(Proof::Refuted(Box::new(refutation(space, claim, &found)?)));
    }
    let mut rests_on = Vec::new();
    for support in space.supports() {
        let world = space.world_without(&[&support]);
        if is_refuted(space, world, claim)? {
            rests_on.push(support);
        }
    }
    Ok(Proof::Holds { rests_on })
}

/// Of each claim, how the units come out in every case that it speaks of: of each unit, whether it does what it
/// is for in all of them, and whether it does so in none, though the action is one that it speaks of. Of a claim
/// that speaks of pairs of cases, nothing is told.
pub fn shown(program: &Program, claims: &[Claim]) -> Result<Vec<Vec<(bool, bool)>>, Stop> {
    let ground = Ground::of(program);
    let mut space = ground.space(Budget::PROOF)?;
    Ok(claims.iter().map(|claim| shown_by(&mut space, claim)).collect::<Result<_, Spent>>()?)
}

fn shown_by(space: &mut Space, claim: &Claim) -> Result<Vec<(bool, bool)>, Spent> {
    let program = space.program();
    let world = space.world();
    let mut cases = about(space, world, &claim.said)?;
    if let Some(when) = claim.when {
        let when = space.condition(when)?;
        cases = match claim.kind {
            ClaimKind::OnlyWhen => space.without(cases, when)?,
            _ => space.both(cases, when)?,
        };
    }
    if matches!(claim.kind, ClaimKind::Whenever(_)) {
        cases = Diagram::NO;
    }
    let mut shown = vec![(false, false); program.units.len()];
    for (number, unit) in program.units.iter().enumerate() {
        let id = UnitId(number as u32);
        if cases == Diagram::NO || space.unit_speaks_of(id).is_some() {
            continue;
        }
        let works = space.works(id)?;
        let spoken_of = match unit.role {
            Role::Permission { actions, .. }
            | Role::Prohibition { actions }
            | Role::Requirement { actions, .. } => space.condition(actions)?,
            _ => Diagram::YES,
        };
        let does = space.within(cases, works)?;
        let does_not = !space.meet(cases, works)? && space.within(cases, spoken_of)?;
        shown[number] = (does, does_not);
    }
    Ok(shown)
}

fn is_refuted(space: &mut Space, world: Diagram, claim: &Claim) -> Result<bool, Spent> {
    let against = against(space, world, claim)?.unwrap_or_default();
    Ok(against.iter().any(|found| found.cases != Diagram::NO))
}

/// Cases that go against a claim, all for the same reason.
struct Against {
    cases: Diagram,
    /// The ruling they have.
    ruling: Ruling,
    /// Where one verdict was to follow from another: the action that has this ruling, and the other one. The
    /// cases are those of neither action, but for which of them is done.
    actions: Option<[Member; 2]>,
}

/// The cases that go against a claim; `None` where no case meets its condition.
fn against(space: &mut Space, world: Diagram, claim: &Claim) -> Result<Option<Vec<Against>>, Spent> {
    let spoken_of = about(space, world, &claim.said)?;
    let when = match claim.when {
        Some(node) => space.condition(node)?,
        None => Diagram::YES,
    };
    let met = space.both(spoken_of, when)?;
    if let ClaimKind::Whenever(other) = &claim.kind {
        return not_following(space, world, met, &claim.said, other);
    }
    if met == Diagram::NO {
        return Ok(None);
    }
    let (cases, wrong) = match claim.kind {
        ClaimKind::Always => (met, others(claim.said.ruling)),
        ClaimKind::OnlyWhen => (space.without(spoken_of, when)?, vec![claim.said.ruling]),
        _ => (met, vec![claim.said.ruling]),
    };
    let mut against = Vec::new();
    for ruling in wrong {
        if let Some(holds) = space.outcome().ruling(ruling) {
            against.push(Against { cases: space.both(cases, holds)?, ruling, actions: None });
        }
    }
    Ok(Some(against))
}

/// The cases in which one of the other actions has its verdict, and one of these has not.
fn not_following(
    space: &mut Space,
    world: Diagram,
    met: Diagram,
    said: &Said,
    other: &Said,
) -> Result<Option<Vec<Against>>, Spent> {
    let spoken_of = about(space, world, other)?;
    let given = match space.outcome().ruling(other.ruling) {
        Some(holds) => space.both(spoken_of, holds)?,
        None => Diagram::NO,
    };
    let actions = space.actions()?;
    let mut wrong = Vec::new();
    for ruling in others(said.ruling) {
        if let Some(holds) = space.outcome().ruling(ruling) {
            wrong.push((ruling, space.both(met, holds)?));
        }
    }
    let mut claims_something = false;
    let mut against = Vec::new();
    for &from in &actions {
        let given = space.but_for_the_action(given, from)?;
        if given == Diagram::NO {
            continue;
        }
        for &action in &actions {
            let claimed = space.but_for_the_action(met, action)?;
            claims_something |= space.meet(given, claimed)?;
            for &(ruling, wrong) in &wrong {
                let wrong = space.but_for_the_action(wrong, action)?;
                let cases = space.both(given, wrong)?;
                against.push(Against { cases, ruling, actions: Some([action, from]) });
            }
        }
    }
    Ok(claims_something.then_some(against))
}

/// The cases in a world whose action is one of those spoken of.
fn about(space: &mut Space, world: Diagram, said: &Said) -> Result<Diagram, Spent> {
    match said.actions {
        Some(actions) => {
            let actions = space.condition(actions)?;
            space.both(world, actions)
        }
        None => Ok(world),
    }
}

fn others(ruling: Ruling) -> Vec<Ruling> {
    RULINGS.into_iter().filter(|other| *other != ruling).collect()
}

/// A case among these, judged again by the interpreter.
fn refutation(space: &Space, claim: &Claim, found: &Against) -> Result<Refutation, Stop> {
    let Some(mut case) = space.described(found.cases) else { return Err(Stop::Spent) };
    let mut beside = None;
    if let (ClaimKind::Whenever(other), Some([action, from])) = (claim.kind, found.actions) {
        let given = &mut |seen: &mut Seen| is_about(seen, &other) && seen.ruling() == Some(other.ruling);
        beside = Some(space.borne_out(with_action(&case, from), given)?);
        case = with_action(&case, action);
    }
    let goes_against = &mut |seen: &mut Seen| {
        let when = claim.when.is_none_or(|when| seen.holds(when));
        is_about(seen, &claim.said)
            && when == (claim.kind != ClaimKind::OnlyWhen)
            && seen.ruling() == Some(found.ruling)
    };
    let case = space.borne_out(case, goes_against)?;
    let readings = case.readings.iter().map(|settled| (settled.clause, settled.reading)).collect();
    Ok(Refutation { case, ruling: found.ruling, readings, beside })
}

fn is_about(seen: &mut Seen, said: &Said) -> bool {
    said.actions.is_none_or(|actions| seen.holds(actions))
}
