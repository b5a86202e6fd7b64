//! Which clause of an old version has become which of a new one.

use crate::model::Version;
use crate::program::{ClauseId, Program};

/// The clauses that are the same rule in both, the old one's number first: what says that it was formerly
/// another, and otherwise those of one number.
pub fn clauses(old: &Version, new: &Version) -> Vec<(ClauseId, ClauseId)> {
    let ids = |program: &Program| (0..program.clauses.len() as u32).map(ClauseId);
    let mut became: Vec<Option<ClauseId>> = vec![None; old.program.clauses.len()];
    let mut taken = vec![false; new.program.clauses.len()];
    for (former, id) in new.register.formerly() {
        if let Some(was) = old.register.clause(former)
            && became[was.0 as usize].is_none()
            && !taken[id.0 as usize]
        {
            became[was.0 as usize] = Some(id);
            taken[id.0 as usize] = true;
        }
    }
    for id in ids(&old.program) {
        if let Some(now) = new.register.clause(&old.program.clause(id).number)
            && became[id.0 as usize].is_none()
            && !taken[now.0 as usize]
        {
            became[id.0 as usize] = Some(now);
            taken[now.0 as usize] = true;
        }
    }
    ids(&old.program).filter_map(|id| Some((id, became[id.0 as usize]?))).collect()
}
