//! Clauses and items that decide no case, and those that decide none that others do not.

use std::collections::BTreeSet;

use crate::analysis::space::Stop;
use crate::analysis::union::Union;
use crate::judge::exact::{Diagram, Spent};
use crate::judge::verdict::Layer;
use crate::problem::finding::{Finding, Idleness};
use crate::program::{Program, Role, Ruling, UnitId};

use super::Look;
use super::cover::cover;

/// The most clauses that are named as taking the place of another.
const MOST_NAMED: usize = 12;

/// Tells of every clause and item.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let units = || (0..look.program.units.len()).map(|number| UnitId(number as u32));
    let is_permission = |unit: &UnitId| matches!(look.program.unit(*unit).role, Role::Permission { .. });
    let stands = |unit: &UnitId| {
        matches!(look.program.unit(*unit).role, Role::Prohibition { .. } | Role::Requirement { .. })
    };
    let permissions: Vec<UnitId> = units().filter(is_permission).collect();
    let against: Vec<UnitId> = units().filter(stands).collect();
    let is_outside = |unit: &UnitId| matches!(look.program.unit(*unit).role, Role::OutOfScope);
    let outside: Vec<UnitId> = units().filter(is_outside).collect();

    never_live(look)?;
    exceptions(look)?;
    shadowed(look, &permissions, &against, &outside)?;
    never_standing(look, &against)?;
    only_outside(look, &against, &outside)?;
    repeated(look, &permissions, true)?;
    Ok(repeated(look, &against, false)?)
}

/// Clauses that apply in no case, of the actions they speak of, though none of their conditions is to blame by itself.
fn never_live(look: &mut Look) -> Result<(), Spent> {
    let world = look.space.world();
    for number in 0..look.program.units.len() {
        let unit = UnitId(number as u32);
        let mut live = look.space.live(unit)?;
        if let Role::Permission { actions, .. }
        | Role::Prohibition { actions }
        | Role::Requirement { actions, .. } = look.program.unit(unit).role
        {
            let action = look.space.condition(actions)?;
            live = look.space.both(live, action)?;
        }
        if !look.told_of.contains(&unit) && !look.space.meet(world, live)? {
            look.told_of.insert(unit);
            let by = look.program.unit(unit).exceptions.clone();
            let is_row = by.iter().any(|other| of_one_table(look.program, unit, *other));
            let by = by.into_iter().map(|exception| look.clause(exception)).collect();
            look.tell(Finding::NeverDecides {
                clause: look.clause(unit),
                why: if is_row { Idleness::NeverReached } else { Idleness::NeverApplies },
                by,
                because: Vec::new(),
            });
        }
    }
    Ok(())
}

/// Exceptions that take no case out of the clause they name.
fn exceptions(look: &mut Look) -> Result<(), Spent> {
    for number in 0..look.program.units.len() {
        let id = UnitId(number as u32);
        let unit = look.program.unit(id);
        for exception in &unit.exceptions {
            if of_one_table(look.program, id, *exception) {
                continue;
            }
            let mut rest = look.would_apply(id)?;
            let mut others = Vec::new();
            for other in unit.exceptions.iter().filter(|other| *other != exception) {
                let live = look.space.live(*other)?;
                others.push((*other, live));
                rest = look.space.without(rest, live)?;
            }
            let live = look.space.live(*exception)?;
            let told = look.told_of.contains(&id) || look.told_of.contains(exception);
            if !told && rest != Diagram::NO && !look.space.meet(rest, live)? {
                look.told_of.insert(*exception);
                let by = vec![look.clause(id)];
                look.tell(Finding::NeverDecides {
                    clause: look.clause(*exception),
                    why: Idleness::TakesNothingOut,
                    by,
                    because: Vec::new(),
                });
            }
        }
    }
    Ok(())
}

/// Whether two units are rows of one table, where each row excepts from those below it, needed or not.
fn of_one_table(program: &Program, one: UnitId, other: UnitId) -> bool {
    let clause = program.unit(one).clause;
    program.unit(other).clause == clause && program.clause(clause).table.is_some()
}

/// Permissions that apply, and where they do something always stands against the action, or takes the case out of
/// the policy.
fn shadowed(
    look: &mut Look,
    permissions: &[UnitId],
    against: &[UnitId],
    outside: &[UnitId],
) -> Result<(), Spent> {
    let decided = look.space.layer(Layer::Permission)?;
    for &unit in permissions {
        let works = look.works(unit)?;
        if look.told_of.contains(&unit) || works == Diagram::NO || look.space.meet(works, decided)? {
            continue;
        }
        let mut among = Vec::new();
        let mut prohibited = Diagram::NO;
        for other in against {
            let stands = look.space.works(*other)?;
            if among.len() < MOST_NAMED && look.space.meet(works, stands)? {
                among.push((*other, stands));
            }
            prohibited = look.space.either(prohibited, stands)?;
        }
        let shadowed = look.space.within(works, prohibited)?;
        if !shadowed {
            for other in outside {
                among.push((*other, look.space.works(*other)?));
            }
        }
        let by = cover(&mut look.space, works, &among)?;
        let by = by.into_iter().map(|other| look.clause(other)).collect();
        look.told_of.insert(unit);
        let why = if shadowed { Idleness::Shadowed } else { Idleness::Outside };
        look.tell(Finding::NeverDecides { clause: look.clause(unit), why, by, because: Vec::new() });
    }
    Ok(())
}

/// Prohibitions that always give way, and requirements that nobody fails.
fn never_standing(look: &mut Look, units: &[UnitId]) -> Result<(), Spent> {
    let world = look.space.world();
    for &unit in units {
        let (works, live) = (look.works(unit)?, look.space.live(unit)?);
        if look.told_of.contains(&unit) || works != Diagram::NO || !look.space.meet(world, live)? {
            continue;
        }
        let would = look.would_stand(unit)?;
        let mut among = Vec::new();
        for number in 0..look.program.units.len() {
            let other = UnitId(number as u32);
            if let Role::Permission { notwithstanding, .. } = &look.program.unit(other).role
                && notwithstanding.contains(&unit)
            {
                among.push((other, look.works(other)?));
            }
        }
        let by = if would == Diagram::NO { Vec::new() } else { cover(&mut look.space, would, &among)? };
        let by: Vec<_> = by.into_iter().map(|other| look.clause(other)).collect();
        look.told_of.insert(unit);
        let why = if by.is_empty() { Idleness::NeverFailed } else { Idleness::GivesWay };
        look.tell(Finding::NeverDecides { clause: look.clause(unit), why, by, because: Vec::new() });
    }
    Ok(())
}

/// Prohibitions and requirements that stand against the action only where the case is taken out of the policy, and
/// whose breach brings nothing.
fn only_outside(look: &mut Look, units: &[UnitId], outside: &[UnitId]) -> Result<(), Spent> {
    if outside.is_empty() {
        return Ok(());
    }
    let not_regulated = look.space.ruling(Ruling::NotRegulated)?;
    for &unit in units {
        let works = look.works(unit)?;
        if look.told_of.contains(&unit)
            || works == Diagram::NO
            || !consequences(look, unit).is_empty()
            || !look.space.within(works, not_regulated)?
        {
            continue;
        }
        let mut among = Vec::new();
        for other in outside {
            among.push((*other, look.space.works(*other)?));
        }
        let by = cover(&mut look.space, works, &among)?;
        let by = by.into_iter().map(|other| look.clause(other)).collect();
        look.told_of.insert(unit);
        look.tell(Finding::NeverDecides {
            clause: look.clause(unit),
            why: Idleness::OnlyOutside,
            by,
            because: Vec::new(),
        });
    }
    Ok(())
}

/// Clauses all of whose cases other clauses decide in the same way.
fn repeated(look: &mut Look, units: &[UnitId], permits: bool) -> Result<(), Spent> {
    let mut cases = Vec::new();
    for unit in units {
        let works = if look.told_of.contains(unit) { Diagram::NO } else { look.works(*unit)? };
        cases.push(works);
    }
    let mut union = Union::of(&mut look.space, cases.clone())?;
    for place in (0..units.len()).rev() {
        let (unit, own) = (units[place], cases[place]);
        if own == Diagram::NO || union.beyond_others(&mut look.space, own, place)? != Diagram::NO {
            continue;
        }
        union.drop(&mut look.space, place)?;
        let meeting = union.meeting(&mut look.space, own, MOST_NAMED)?;
        let consequences = consequences(look, unit);
        let among: Vec<(UnitId, Diagram)> = meeting
            .into_iter()
            .map(|place| (units[place], cases[place]))
            .filter(|(other, _)| consequences.is_subset(&self::consequences(look, *other)))
            .collect();
        let by = cover(&mut look.space, own, &among)?;
        let mut rest = own;
        for (other, cases) in &among {
            if by.contains(other) {
                rest = look.space.without(rest, *cases)?;
            }
        }
        if rest != Diagram::NO {
            // What the others decide has other consequences, or they are too many to be named.
            union.restore(&mut look.space, place, own)?;
            continue;
        }
        let same = match by[..] {
            [other] => among.iter().any(|(it, cases)| *it == other && *cases == own),
            _ => false,
        };
        let by = by.into_iter().map(|other| look.clause(other)).collect();
        look.tell(Finding::SaidAlready { clause: look.clause(unit), by, same, permits, because: Vec::new() });
    }
    Ok(())
}

/// What hangs on a clause beside the verdict: what its permission overrides, which remedies name its breach.
fn consequences(look: &Look, unit: UnitId) -> BTreeSet<UnitId> {
    match &look.program.unit(unit).role {
        Role::Permission { notwithstanding, .. } => notwithstanding.iter().copied().collect(),
        _ => {
            let units = look.program.units.iter().enumerate();
            let naming = units.filter(|(_, it)| match &it.role {
                Role::Remedies { of, .. } => of.contains(&unit),
                _ => false,
            });
            naming.map(|(number, _)| UnitId(number as u32)).collect()
        }
    }
}
