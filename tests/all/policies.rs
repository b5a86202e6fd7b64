//! The policies of the project: sound, judged as their case books say, and every clause decided both ways.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use licit::casebook::{book, properties, run};
use licit::judge::{Step, StepKind, Truth, judge};
use licit::model::Library;
use licit::problem::Tell;
use licit::program::{Role, UnitId};
use licit::source::Sources;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "licit") {
            found.push(path);
        }
    }
}

fn read(folder: &str) -> Sources {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies").join(folder), &mut found);
    let mut sources = Sources::default();
    for path in found {
        sources.add(path.display().to_string(), fs::read_to_string(&path).unwrap());
    }
    sources
}

/// The one piece of advice is answered beside the attribute: who a target is decides nothing, on purpose.
#[test]
fn nothing_is_told_of_the_policies_but_what_they_answer() {
    for (folder, answered) in
        [("cyber-end-use", &["L0603 no clause asks for `target.profession`"][..]), ("model-licence", &[])]
    {
        let sources = read(folder);
        let (library, mut problems) = Library::load(&sources);
        problems.extend(book::read(&sources, &library).1);
        problems.extend(properties::check(&sources, &library));
        let told: Vec<String> = problems
            .iter()
            .map(|problem| format!("{} {}", problem.code().0, problem.tell().message))
            .collect();
        assert_eq!(told, answered, "{folder}");
    }
}

#[test]
fn every_clause_and_item_is_decided_both_ways() {
    for folder in ["cyber-end-use", "model-licence"] {
        let sources = read(folder);
        let (library, _) = Library::load(&sources);
        let (casebook, _) = book::read(&sources, &library);
        // For each version's citation: whether some case has it hold, and whether some case has it not hold.
        let mut seen: BTreeMap<(u32, UnitId), (bool, bool)> = BTreeMap::new();
        for question in &casebook.questions {
            for day in &question.days {
                let program = &library.version(day.version).program;
                let verdict = judge(program, &day.case).unwrap();
                let mut note = |unit: UnitId, holds: Truth| {
                    let entry = seen.entry((day.version.0, unit)).or_default();
                    entry.0 |= holds == Truth::Yes;
                    entry.1 |= holds == Truth::No;
                };
                for reason in &verdict.reasons {
                    note(reason.unit, reason.holds);
                    units(&reason.steps, &mut note);
                }
                // A duty or remedy holds where it is told, and does not where it is left out.
                for (at, unit) in program.units.iter().enumerate() {
                    let id = UnitId(at as u32);
                    let told = match unit.role {
                        Role::Duty { .. } => &verdict.duties,
                        Role::Remedies { .. } => &verdict.remedies,
                        _ => continue,
                    };
                    note(id, told.iter().find(|one| one.unit == id).map_or(Truth::No, |one| one.holds));
                }
            }
        }
        let mut missing = Vec::new();
        for (version, program) in library.versions.iter().map(|version| &version.program).enumerate() {
            for unit in (0..program.units.len() as u32).map(UnitId) {
                let (holds, fails) = seen.get(&(version as u32, unit)).copied().unwrap_or_default();
                for (way, met) in [("holds", holds), ("does not hold", fails)] {
                    if !met {
                        let words = program.policy.version.clone().unwrap_or_default();
                        missing.push(format!("{words}: clause {} {way}", program.citation(unit)));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{folder}: no case in which {missing:#?}");
    }
}

fn units(steps: &[Step], note: &mut impl FnMut(UnitId, Truth)) {
    for step in steps {
        if let StepKind::Unit(unit) | StepKind::Exception(unit) = step.kind {
            note(unit, step.holds);
        }
        units(&step.inside, note);
    }
}

#[test]
fn the_case_books_come_out_as_expected() {
    for folder in ["cyber-end-use", "model-licence"] {
        let sources = read(folder);
        let (library, _) = Library::load(&sources);
        let (casebook, _) = book::read(&sources, &library);
        let run = run::run(&sources, &library, &casebook, None);
        assert!(run.all_passed(), "{folder}: `licit test policies/{folder}` tells what did not come");
        assert!(run.scenarios.len() > 20);
    }
}
