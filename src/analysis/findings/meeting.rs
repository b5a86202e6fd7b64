//! Rules that meet in one case: a permission and a prohibition, two exceptions, prohibitions that give way
//! though no one permission names them all.

use crate::analysis::seen::Seen;
use crate::analysis::space::Stop;
use crate::analysis::union::Union;
use crate::judge::exact::Diagram;
use crate::problem::finding::Finding;
use crate::program::{Role, Ruling, UnitId};

use super::Look;

/// The most permissions that are named beside a prohibition they meet.
const MOST_NAMED: usize = 8;
/// The most prohibitions of which this is told one by one; nobody would read more.
const MOST_TOLD: usize = 100;

/// Tells of each prohibition, each clause with exceptions, each pair of prohibitions that give way.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    permissions_and_prohibitions(look)?;
    exceptions(look)?;
    giving_way(look)
}

fn permissions_and_prohibitions(look: &mut Look) -> Result<(), Stop> {
    let (mut permissions, mut cases) = (Vec::new(), Vec::new());
    for number in 0..look.program.units.len() {
        let unit = UnitId(number as u32);
        if matches!(look.program.unit(unit).role, Role::Permission { .. }) && !look.told_of.contains(&unit) {
            permissions.push(unit);
            cases.push(look.works(unit)?);
        }
    }
    let union = Union::of(&mut look.space, cases.clone())?;
    let (mut told, mut more) = (0, 0);
    let prohibited = look.space.ruling(Ruling::Prohibited)?;
    for number in 0..look.program.units.len() {
        let prohibition = UnitId(number as u32);
        if !matches!(look.program.unit(prohibition).role, Role::Prohibition { .. }) {
            continue;
        }
        let stands = look.works(prohibition)?;
        // What is out of scope is neither permitted nor prohibited.
        let stands = look.space.both(stands, prohibited)?;
        let met = union.meeting(&mut look.space, stands, MOST_NAMED)?;
        let Some(&first) = met.first() else { continue };
        let both = look.space.both(stands, cases[first])?;
        let met: Vec<UnitId> = met.into_iter().map(|place| permissions[place]).collect();
        let it_is = &mut |seen: &mut Seen| {
            seen.ruling() == Some(Ruling::Prohibited)
                && seen.works(prohibition)
                && met.iter().any(|permission| seen.works(*permission))
        };
        if told == MOST_TOLD {
            more += usize::from(!look.is_decided(it_is));
            continue;
        }
        let title = format!(
            "Permitted by clause {} and prohibited by clause {}",
            look.program.citation(met[0]),
            look.program.citation(prohibition)
        );
        if let Some(case) = look.undecided(both, &title, it_is)? {
            let permissions = met.iter().map(|unit| look.clause(*unit)).collect();
            let prohibition = look.clause(prohibition);
            look.tell(Finding::Meet { permissions, prohibition, case });
            told += 1;
        }
    }
    if more > 0 {
        look.tell(Finding::MoreMeet { told, more, policy: look.program.policy.span });
    }
    Ok(())
}

fn exceptions(look: &mut Look) -> Result<(), Stop> {
    for number in 0..look.program.units.len() {
        let id = UnitId(number as u32);
        let unit = look.program.unit(id);
        if unit.exceptions.len() < 2 || look.space.speaks_of(unit.live).is_some() {
            // Of an element that is not named, no case can be shown.
            continue;
        }
        let exceptions = unit.exceptions.clone();
        let excepted = look.would_apply(id)?;
        for (place, &one) in exceptions.iter().enumerate() {
            for &other in &exceptions[place + 1..] {
                if [one, other]
                    .iter()
                    .any(|unit| look.program.unit(*unit).clause == look.program.unit(id).clause)
                {
                    continue;
                }
                let (here, there) = (look.works(one)?, look.works(other)?);
                let both = look.space.both(here, there)?;
                let both = look.space.both(excepted, both)?;
                let title = format!(
                    "Excepted by clause {} and by clause {}",
                    look.program.citation(one),
                    look.program.citation(other)
                );
                let case = look.undecided(both, &title, &mut |seen| {
                    seen.would_apply(id) && seen.live(one) && seen.live(other)
                })?;
                if let Some(case) = case {
                    let clause = look.clause(id);
                    let exceptions = [look.clause(one), look.clause(other)];
                    look.tell(Finding::ExceptionsMeet { clause, exceptions, case });
                }
            }
        }
    }
    Ok(())
}

fn giving_way(look: &mut Look) -> Result<(), Stop> {
    // Each prohibition or requirement that some permission names, with the permissions that do.
    let mut named: Vec<(UnitId, Vec<UnitId>)> = Vec::new();
    for number in 0..look.program.units.len() {
        let permission = UnitId(number as u32);
        if let Role::Permission { notwithstanding, .. } = &look.program.unit(permission).role {
            for unit in notwithstanding {
                match named.iter_mut().find(|(it, _)| it == unit) {
                    Some((_, by)) => by.push(permission),
                    None => named.push((*unit, vec![permission])),
                }
            }
        }
    }
    let free = look.space.ruling(Ruling::Permitted)?;
    for (place, (one, by_one)) in named.iter().enumerate() {
        for (other, by_other) in &named[place + 1..] {
            let mut both = free;
            for (unit, by) in [(*one, by_one), (*other, by_other)] {
                let would = look.would_stand(unit)?;
                let mut overridden = Diagram::NO;
                for permission in by {
                    let works = look.space.works(*permission)?;
                    overridden = look.space.either(overridden, works)?;
                }
                both = look.space.both(both, would)?;
                both = look.space.both(both, overridden)?;
            }
            let jointly: Vec<UnitId> =
                by_one.iter().copied().filter(|unit| by_other.contains(unit)).collect();
            for permission in &jointly {
                let works = look.space.works(*permission)?;
                both = look.space.without(both, works)?;
            }
            let title = format!(
                "Clauses {} and {} both give way",
                look.program.citation(*one),
                look.program.citation(*other)
            );
            let (one, other) = (*one, *other);
            let case = look.undecided(both, &title, &mut |seen| {
                seen.live(one)
                    && seen.live(other)
                    && seen.ruling() == Some(Ruling::Permitted)
                    && !jointly.iter().any(|permission| seen.works(*permission))
            })?;
            if let Some(case) = case {
                let prohibitions = [look.clause(one), look.clause(other)];
                let permissions = by_one.iter().chain(by_other).map(|unit| look.clause(*unit)).collect();
                look.tell(Finding::GiveWayApart { prohibitions, permissions, case });
            }
        }
    }
    Ok(())
}
