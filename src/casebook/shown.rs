//! What all cases show of the policies, told in view of the cases that their case books decide.

use crate::analysis;
use crate::judge::Case;
use crate::model::{Library, Version};
use crate::problem::Problem;
use crate::program::Program;

use super::book::Casebook;

/// The findings about every sound policy. A case that one version of a series decides has been seen by the
/// drafter of the next.
pub fn by_all_cases(library: &Library, casebook: &Casebook) -> Vec<Problem> {
    let mut problems = Vec::new();
    for version in library.versions.iter().filter(|version| version.sound) {
        let in_series = |other: &Version| other.program.policy.name == version.program.policy.name;
        let decided: Vec<(&Program, &Case)> = casebook
            .questions
            .iter()
            .flat_map(|question| &question.days)
            .map(|day| (library.version(day.version), &day.case))
            .filter(|(other, _)| other.sound && in_series(other))
            .map(|(other, case)| (&*other.program, case))
            .collect();
        problems.extend(analysis::findings(&version.program, &decided));
    }
    problems
}
