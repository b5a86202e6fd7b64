//! Numbers that have meant two rules: where one is cited without a day, the next version may make it mean another.

use std::collections::{HashMap, HashSet};

use crate::casebook::book::Casebook;
use crate::model::{Library, VersionId};
use crate::problem::Problem;
use crate::problem::advice::Advice;
use crate::program::ClauseId;
use crate::source::Sources;

use super::matching;
use super::rule::{Rule, rules};

/// Advice wherever a case that says no day cites a number that is another rule in another version of its policy.
pub fn cited_without_a_day(sources: &Sources, library: &Library, book: &Casebook) -> Vec<Problem> {
    let mut told = Vec::new();
    let mut seen = HashSet::new();
    for policy in library.policies() {
        let series = library.versions_of(policy);
        let days = book.questions.iter().flat_map(|question| &question.days);
        let citing = days.filter(|day| !day.undated.is_empty() && series.contains(&day.version));
        if series.len() < 2 {
            continue;
        }
        // Versions are compared clause by clause, which is much to do where no case asks for it.
        let mut compared = None;
        for day in citing {
            let series = compared.get_or_insert_with(|| Series::of(sources, library, series));
            for (clause, span) in &day.undated {
                let Some(other) = series.also_meant(day.version, *clause).filter(|_| seen.insert(*span))
                else {
                    continue;
                };
                let label =
                    |id: VersionId| library.version(id).program.policy.version.as_deref().map(str::to_owned);
                let number = library.version(day.version).program.clause(*clause).number.to_string();
                let (version, other) = (label(day.version), label(other));
                told.push(Advice::NumberReused { number, version, other, span: *span }.into());
            }
        }
    }
    told
}

/// The versions of a policy with what each clause became.
struct Series<'l> {
    library: &'l Library,
    versions: &'l [VersionId],
    /// Of each version but the first, the clause before for each of its clauses that has one.
    before: Vec<HashMap<ClauseId, ClauseId>>,
}

impl<'l> Series<'l> {
    fn of(sources: &Sources, library: &'l Library, versions: &'l [VersionId]) -> Series<'l> {
        let written: Vec<Vec<Rule>> =
            versions.iter().map(|id| rules(sources, &library.version(*id).program)).collect();
        let pairs = versions.iter().zip(&written);
        let before = pairs.clone().zip(pairs.skip(1)).map(|((old, was), (new, is))| {
            let became = matching::clauses((library.version(*old), was), (library.version(*new), is));
            became.into_iter().map(|it| (it.new, it.old)).collect()
        });
        Series { library, versions, before: before.collect() }
    }

    /// A version in which the number of a clause is another rule: the one before that is nearest, else one after.
    fn also_meant(&self, version: VersionId, clause: ClauseId) -> Option<VersionId> {
        let at = self.versions.iter().position(|id| *id == version)?;
        let number = &self.library.version(version).program.clause(clause).number;
        let now = |at: usize| self.library.version(self.versions[at]).register.clause(number);
        let mut same = Some(clause);
        for earlier in (0..at).rev() {
            same = same.and_then(|clause| self.before[earlier].get(&clause).copied());
            if now(earlier).is_some_and(|there| Some(there) != same) {
                return Some(self.versions[earlier]);
            }
        }
        let mut same = Some(clause);
        for later in at + 1..self.versions.len() {
            let after =
                |clause| self.before[later - 1].iter().find(|(_, old)| **old == clause).map(|(new, _)| *new);
            same = same.and_then(after);
            if now(later).is_some_and(|there| Some(there) != same) {
                return Some(self.versions[later]);
            }
        }
        None
    }
}
