//! What a case book covers: of every clause and item, whether it is decided both ways.
//!
//! A clause or item is decided *one way* by a scenario in which it does what it is for, and *the other way* by
//! one in which it does not, though the action is one that it speaks of. A proved property decides it one way
//! where it comes out that way in every case that the property speaks of.

use std::sync::Arc;

use crate::analysis::coverage::{cases, ways};
use crate::analysis::{Proof, prove, shown};
use crate::judge::witness;
use crate::model::{Library, VersionId};
use crate::program::{Program, UnitId};
use crate::source::Sources;

use super::book::Casebook;
use super::judges::Judges;
use super::properties;

/// What is covered of one version of a policy.
#[derive(Debug, Clone)]
pub struct Coverage {
    pub program: Arc<Program>,
    /// By [`UnitId`].
    pub units: Vec<UnitCoverage>,
}

/// By how much a clause or item is decided, each way.
#[derive(Debug, Clone, Default)]
pub struct UnitCoverage {
    pub does: Shown,
    pub does_not: Shown,
    /// Scenarios that would decide it the ways in which it is not yet.
    pub to_add: Vec<String>,
}

/// How many scenarios and proved properties show something.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Shown {
    pub scenarios: usize,
    pub proofs: usize,
}

impl Shown {
    /// Whether anything shows it.
    pub fn at_all(self) -> bool {
        self.scenarios + self.proofs > 0
    }
}

impl UnitCoverage {
    /// Whether it is decided both ways.
    pub fn both_ways(&self) -> bool {
        self.does.at_all() && self.does_not.at_all()
    }
}

impl Coverage {
    /// How many clauses and items are decided both ways.
    pub fn both_ways(&self) -> usize {
        self.units.iter().filter(|unit| unit.both_ways()).count()
    }
}

/// What scenarios and proved properties cover of every sound version.
pub fn coverage(sources: &Sources, library: &Library, casebook: &Casebook) -> Vec<Coverage> {
    let judges = Judges::of(library);
    let proofs = by_proofs(sources, library);
    let versions = library.versions.iter().enumerate().filter(|(_, version)| version.sound);
    let versions = versions.map(|(number, version)| {
        let id = VersionId(number as u32);
        let program = &version.program;
        let mut units = vec![UnitCoverage::default(); program.units.len()];
        for question in casebook.questions.iter().filter(|question| question.hindrances.is_empty()) {
            for day in question.days.iter().filter(|day| day.version == id) {
                note(&mut units, &ways(judges.by(id), &day.case), |shown| &mut shown.scenarios);
            }
        }
        for (_, shown) in proofs.iter().filter(|(of, _)| *of == id) {
            note(&mut units, shown, |shown| &mut shown.proofs);
        }
        add(program, &mut units);
        Coverage { program: Arc::clone(program), units }
    });
    versions.collect()
}

/// How the units of each version come out in every case that a proved property speaks of.
fn by_proofs(sources: &Sources, library: &Library) -> Vec<(VersionId, Vec<(bool, bool)>)> {
    let mut found = Vec::new();
    for property in properties::all(sources, library) {
        let Ok(claimed) = properties::claimed(sources, library, property) else { continue };
        if !library.version(claimed.version).sound {
            continue;
        }
        let claims: Vec<_> = claimed.claims.into_iter().map(|(_, claim)| claim).collect();
        let proofs = prove(&claimed.program, &claims);
        let Ok(units) = shown(&claimed.program, &claims) else { continue };
        let proved = proofs.iter().zip(units).filter(|(proof, _)| matches!(proof, Proof::Holds { .. }));
        found.extend(proved.map(|(_, units)| (claimed.version, units)));
    }
    found
}

fn note(units: &mut [UnitCoverage], shown: &[(bool, bool)], count: fn(&mut Shown) -> &mut usize) {
    for (unit, (does, does_not)) in units.iter_mut().zip(shown) {
        *count(&mut unit.does) += usize::from(*does);
        *count(&mut unit.does_not) += usize::from(*does_not);
    }
}

/// Finds the scenarios that are missing.
fn add(program: &Program, units: &mut [UnitCoverage]) {
    let mut wanted = Vec::new();
    for (number, unit) in units.iter().enumerate() {
        let id = UnitId(number as u32);
        wanted.extend((!unit.does.at_all()).then_some((id, true)));
        wanted.extend((!unit.does_not.at_all()).then_some((id, false)));
    }
    for ((unit, does), case) in wanted.iter().zip(cases(program, &wanted)) {
        let Some(case) = case else { continue };
        let word = if *does { "applies" } else { "does not apply" };
        let title = format!("Clause {} {word}", program.citation(*unit));
        units[unit.0 as usize].to_add.push(witness::unjudged(program, &case, &title));
    }
}
