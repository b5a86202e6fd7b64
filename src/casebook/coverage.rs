//! What a case book covers: of every clause and item, whether it is decided both ways.
//!
//! A clause or item is decided *one way* by a scenario in which it does what it is for, and *the other way* by
//! one in which it does not, though the action is one that it speaks of. A proved property decides it one way
//! where it comes out that way in every case that the property speaks of. And its edges: of how many the two
//! sides are there.

use std::sync::Arc;

use crate::analysis::coverage::{cases, holds_apart, ways};
use crate::analysis::edges::{Edge, Met, edges};
use crate::analysis::{Proof, prove, shown};
use crate::judge::{Case, witness};
use crate::model::{Library, VersionId};
use crate::program::{Claim, Program, UnitId};
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
    /// Of all its edges: those of units, where rules meet, and where the verdict depends on a reading.
    pub edges: EdgesMet,
    /// There was too much to look into: there may be more edges.
    pub cut_short: bool,
}

/// How many edges there are, and how many of them are shown: two scenarios lie on the two sides, or proved
/// properties say of both sides that they are as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct EdgesMet {
    pub scenarios: usize,
    pub proofs: usize,
    pub all: usize,
}

/// By how much a clause or item is decided, each way.
#[derive(Debug, Clone, Default)]
pub struct UnitCoverage {
    pub does: Shown,
    pub does_not: Shown,
    /// Scenarios that would decide it the ways in which it is not yet.
    pub to_add: Vec<String>,
    /// The edges of its limbs.
    pub edges: EdgesMet,
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

impl EdgesMet {
    fn of(met: Met) -> EdgesMet {
        EdgesMet { scenarios: met.shown, proofs: 0, all: met.all }
    }

    /// How many are shown.
    pub fn shown(self) -> usize {
        self.scenarios + self.proofs
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
        let proofs: Vec<&Proved> = proofs.iter().filter(|proved| proved.version == id).collect();
        for proved in &proofs {
            note(&mut units, &proved.units, |shown| &mut shown.proofs);
        }
        add(program, &mut units);
        let sound = casebook.questions.iter().filter(|question| question.hindrances.is_empty());
        let decided = sound.flat_map(|question| &question.days);
        let decided: Vec<&Case> = decided.filter(|day| day.version == id).map(|day| &day.case).collect();
        let found = edges(program, &decided);
        for (unit, met) in units.iter_mut().zip(&found.limbs) {
            unit.edges = EdgesMet::of(*met);
        }
        let mut all = EdgesMet::of(found.met());
        for edge in found.edges.iter().filter(|edge| both_sides(edge, &proofs)) {
            for unit in &edge.limbs {
                units[unit.0 as usize].edges.proofs += 1;
            }
            all.proofs += edge.limbs.len().max(1);
        }
        let cut_short = found.cut_short.is_some();
        Coverage { program: Arc::clone(program), units, edges: all, cut_short }
    });
    versions.collect()
}

/// A property that was proved.
struct Proved {
    version: VersionId,
    /// The version with the conditions of the property.
    program: Arc<Program>,
    claim: Claim,
    /// How the units come out in every case that it speaks of.
    units: Vec<(bool, bool)>,
}

/// Whether proved properties say of both sides of an edge that their verdicts are as they are.
fn both_sides(edge: &Edge, proofs: &[&Proved]) -> bool {
    let rulings = edge.verdicts.each_ref().map(|verdict| verdict.ruling);
    edge.differs
        && [0, 1].into_iter().all(|side| {
            let (this, that) = (rulings[side], rulings[1 - side]);
            proofs
                .iter()
                .any(|proved| holds_apart(&proved.program, &proved.claim, &edge.cases[side], this, that))
        })
}

/// The properties that are proved, of every version.
fn by_proofs(sources: &Sources, library: &Library) -> Vec<Proved> {
    let mut found = Vec::new();
    for property in properties::all(sources, library) {
        let Ok(claimed) = properties::claimed(sources, library, property) else { continue };
        let version = claimed.version;
        if !library.version(version).sound {
            continue;
        }
        let claims: Vec<_> = claimed.claims.into_iter().map(|(_, claim)| claim).collect();
        let proofs = prove(&claimed.program, &claims);
        let Ok(units) = shown(&claimed.program, &claims) else { continue };
        let program = Arc::new(claimed.program);
        for ((claim, proof), units) in claims.into_iter().zip(proofs).zip(units) {
            if matches!(proof, Proof::Holds { .. }) {
                found.push(Proved { version, program: Arc::clone(&program), claim, units });
            }
        }
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
