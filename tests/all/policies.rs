//! The policies of the project: sound, judged as their case books say, and every clause decided both ways.

use std::fs;
use std::path::{Path, PathBuf};

use licit::casebook::coverage::coverage;
use licit::casebook::{book, properties, run};
use licit::model::Library;
use licit::problem::Tell;
use licit::program::UnitId;
use licit::source::{Refusal, Sources};
use licit::syntax::imports::{self, Found};

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
    // What a policy brings in stands in its folder, or comes with Licit.
    imports::follow(&mut sources, |_, _, _| Found::Refused(Refusal::NotThere { near: Vec::new() }));
    sources
}

/// Every policy of the project: each folder of `policies`.
fn folders() -> Vec<String> {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut folders: Vec<String> = fs::read_dir(policies)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    folders
}

/// What is told of a policy all the same, because the policy answers it beside the words that it is told of.
fn answered(folder: &str) -> &'static [&'static str] {
    match folder {
        // Who a target is decides nothing, on purpose.
        "cyber-end-use" => &["L0603 no clause asks for `target.profession`"],
        _ => &[],
    }
}

#[test]
fn nothing_is_told_of_the_policies_but_what_they_answer() {
    for folder in folders() {
        let sources = read(&folder);
        let (library, mut problems) = Library::load(&sources);
        problems.extend(book::read(&sources, &library).1);
        problems.extend(properties::check(&sources, &library));
        let told: Vec<String> = problems
            .iter()
            .map(|problem| format!("{} {}", problem.code().0, problem.tell().message))
            .collect();
        assert_eq!(told, answered(&folder), "{folder}");
    }
}

#[test]
fn every_clause_and_item_is_decided_both_ways() {
    for folder in folders() {
        let sources = read(&folder);
        let (library, _) = Library::load(&sources);
        let (casebook, _) = book::read(&sources, &library);
        let covered = coverage(&sources, &library, &casebook);
        assert_eq!(covered.len(), library.versions.len());
        for version in covered {
            let missing: Vec<String> = (0..)
                .map(UnitId)
                .zip(&version.units)
                .filter(|(_, unit)| unit.does.scenarios == 0 || unit.does_not.scenarios == 0)
                .map(|(id, unit)| format!("clause {}: {unit:#?}", version.program.citation(id)))
                .collect();
            assert!(missing.is_empty(), "{folder}: {}", missing.join("\n"));
        }
    }
}

#[test]
fn the_case_books_come_out_as_expected() {
    for folder in folders() {
        let sources = read(&folder);
        let (library, _) = Library::load(&sources);
        let (casebook, _) = book::read(&sources, &library);
        let run = run::run(&sources, &library, &casebook, None);
        assert!(run.all_passed(), "{folder}: `licit test policies/{folder}` tells what did not come");
        assert!(run.scenarios.len() > 20);
    }
}
