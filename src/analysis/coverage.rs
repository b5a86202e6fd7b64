//! Which units some case decides, and which way; and a case for each way that none does.

use crate::judge::exact::Budget;
use crate::judge::shape::Shape;
use crate::judge::slots::{Presuming, Slots};
use crate::judge::{Case, Judge};
use crate::program::{Claim, ClaimKind, Program, Role, Ruling, UnitId};

use super::edges::pair;
use super::seen::Seen;
use super::space::{Ground, Space, Stop};

/// Of each unit, whether it does what it is for in a case, and whether it does not though the action is one it
/// speaks of.
pub fn ways(judge: &Judge, case: &Case) -> Vec<(bool, bool)> {
    let program = judge.program();
    if judge.decide(case).is_err() {
        return vec![(false, false); program.units.len()];
    }
    let shape = Shape::of(program);
    let slots = Slots::of(program, case, &Presuming::Where(&|_| true));
    let mut seen = Seen::of(&slots, &shape);
    (0..program.units.len()).map(|number| seen.both_ways(UnitId(number as u32))).collect()
}

/// Whether a claim that holds says of a case that its ruling is this one and not that.
pub fn holds_apart(program: &Program, claim: &Claim, case: &Case, this: Ruling, that: Ruling) -> bool {
    let said = claim.said.ruling;
    let apart = match claim.kind {
        ClaimKind::Always => this == said && that != said,
        ClaimKind::Never | ClaimKind::OnlyWhen => this != said && that == said,
        ClaimKind::Whenever(_) => false,
    };
    if !apart {
        return false;
    }
    let shape = Shape::of(program);
    let slots = Slots::of(program, case, &Presuming::Where(&|_| true));
    let mut seen = Seen::of(&slots, &shape);
    let met = !matches!(claim.kind, ClaimKind::OnlyWhen);
    claim.said.actions.is_none_or(|actions| seen.is(actions, true))
        && claim.when.is_none_or(|when| seen.is(when, met))
}

/// For each way in which a unit is to be seen, a case in which it is; nothing where there is none, or where it
/// is too much to find one.
pub fn cases(program: &Program, wanted: &[(UnitId, bool)]) -> Vec<Option<Case>> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let first = pair::with_elements(program, |_| 1);
    let ground = Ground::stating(program, &first);
    let judge = Judge::of(program);
    let Ok(mut space) = ground.space(Budget::PROOF) else { return vec![None; wanted.len()] };
    let mut case = |(unit, does): &(UnitId, bool)| {
        let case = one(&mut space, &first, *unit, *does).ok()??;
        let (is_seen, is_not) = ways(&judge, &case)[unit.0 as usize];
        (if *does { is_seen } else { is_not }).then_some(case)
    };
    wanted.iter().map(&mut case).collect()
}

fn one(space: &mut Space, first: &Case, unit: UnitId, does: bool) -> Result<Option<Case>, Stop> {
    let works = space.works(unit)?;
    let mut among = space.world();
    among = if does { space.both(among, works)? } else { space.without(among, works)? };
    if let Role::Permission { actions, .. }
    | Role::Prohibition { actions }
    | Role::Requirement { actions, .. } = space.program().unit(unit).role
    {
        let spoken_of = space.condition(actions)?;
        among = space.both(among, spoken_of)?;
    }
    let Some(found) = space.exact().witness(among) else { return Ok(None) };
    Ok(Some(pair::case(space, first, &found, None)))
}
