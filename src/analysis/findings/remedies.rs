//! Remedies for breaches that cannot occur, and requirements that nobody can meet.

use crate::analysis::space::Stop;
use crate::judge::FactName;
use crate::judge::exact::Diagram;
use crate::problem::finding::Finding;
use crate::program::{Role, Test, UnitId};

use super::Look;

/// Tells of each remedy's clauses and of each requirement.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    for number in 0..look.program.units.len() {
        let id = UnitId(number as u32);
        match &look.program.unit(id).role {
            Role::Requirement { .. } => requirement(look, id)?,
            Role::Remedies { of, .. } if !look.told_of.contains(&id) => {
                for &named in &of.clone() {
                    breach(look, id, named)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn requirement(look: &mut Look, id: UnitId) -> Result<(), Stop> {
    let Role::Requirement { actions, condition } = look.program.unit(id).role else { return Ok(()) };
    let (live, action) = (look.space.live(id)?, look.space.condition(actions)?);
    let world = look.space.world();
    let imposed = look.space.both(world, live)?;
    let imposed = look.space.both(imposed, action)?;
    let met = look.space.condition(condition)?;
    let world_met = look.space.both(world, met)?;
    if imposed != Diagram::NO && world_met != Diagram::NO && !look.space.meet(imposed, met)? {
        look.tell(Finding::CannotBeMet { clause: look.clause(id), because: Vec::new() });
    }
    Ok(())
}

fn breach(look: &mut Look, remedies: UnitId, named: UnitId) -> Result<(), Stop> {
    if look.told_of.contains(&named) {
        return Ok(());
    }
    let live = look.space.live(remedies)?;
    let breached = match look.program.unit(named).role {
        Role::Duty { kept, .. } => {
            let arises = look.works(named)?;
            let kept = look.space.exact().fact(FactName::Fact(kept), &Test::Yes)?;
            look.space.without(arises, kept)?
        }
        _ => look.works(named)?,
    };
    if !look.space.meet(live, breached)? {
        let (remedy, of) = (look.clause(remedies), look.clause(named));
        look.tell(Finding::CannotOccur { remedy, of, because: Vec::new() });
    }
    Ok(())
}
