//! Readings that change no verdict.

use crate::analysis::space::Stop;
use crate::problem::finding::Finding;
use crate::program::ClauseId;

use super::Look;

/// Tells of each clause with readings on which no verdict depends.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let read: Vec<ClauseId> = (0..look.program.clauses.len())
        .map(|number| ClauseId(number as u32))
        .filter(|clause| look.program.clause(*clause).readings.len() > 1)
        .collect();
    if read.is_empty() {
        return Ok(());
    }
    let depends = look.space.exact().depends_on()?;
    for clause in read.into_iter().filter(|clause| !depends.contains(clause)) {
        let declared = look.program.clause(clause);
        look.tell(Finding::ReadingIdle {
            clause: declared.number.to_string(),
            readings: declared.readings.iter().map(|reading| reading.name.to_string()).collect(),
            span: declared.readings[0].span,
        });
    }
    Ok(())
}
