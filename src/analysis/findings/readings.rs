//! Readings that change no verdict, and no duty or remedy.

use crate::analysis::space::Stop;
use crate::problem::finding::Finding;
use crate::program::{ClauseId, Role, UnitId};

use super::Look;

/// Tells of each clause with readings on which no verdict, duty or remedy depends.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let read: Vec<ClauseId> = (0..look.program.clauses.len())
        .map(|number| ClauseId(number as u32))
        .filter(|clause| look.program.clause(*clause).readings.len() > 1)
        .collect();
    if read.is_empty() {
        return Ok(());
    }
    let mut depends = look.space.exact().depends_on()?;
    let world = look.space.world();
    for (number, unit) in look.program.units.iter().enumerate() {
        if matches!(unit.role, Role::Duty { .. } | Role::Remedies { .. }) {
            let follows = look.works(UnitId(number as u32))?;
            let not = look.space.without(world, follows)?;
            depends.extend(look.space.exact().read_apart(&[follows, not])?);
        }
    }
    for clause in read.into_iter().filter(|clause| !depends.contains(clause)) {
        let declared = look.program.clause(clause);
        look.tell(Finding::ReadingIdle {
            clause: declared.number.to_string(),
            readings: declared.readings.iter().map(|reading| reading.name.to_string()).collect(),
            span: declared.readings[0].span,
            because: Vec::new(),
        });
    }
    Ok(())
}
