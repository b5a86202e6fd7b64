//! The language, construct by construct: each case is a folder, whose files are read together. What is told is drawn
//! under the text, and every scenario comes out as it expects.

use licit::casebook::outcome::Finding;
use licit::casebook::{book, run};
use licit::model::Library;
use licit::problem::Problem;
use licit::source::{Refusal, Sources};
use licit::syntax::imports::{self, Found};

use crate::drawn;

/// What is told of the files, and of scenarios in them that do not come out as expected.
fn problems(sources: &mut Sources) -> Vec<Problem> {
    imports::follow(sources, |_, _, _| {
        Found::Refused(Refusal::NotThere { near: vec!["shared.licit".into()] })
    });
    let (library, mut problems) = Library::load(sources);
    let (casebook, told) = book::read(sources, &library);
    problems.extend(told);
    let run = run::run(sources, &library, &casebook, None);
    for scenario in &run.scenarios {
        for check in &scenario.checks {
            assert!(check.met, "{}: expected {}, is {}", scenario.full_name(), check.expected, check.actual);
        }
    }
    for property in &run.properties {
        assert!(
            matches!(property.finding, Finding::Proved { .. }),
            "{}: {:?}",
            property.name,
            property.finding
        );
    }
    problems
}

/// Every name of the standard vocabulary stands in the case book's policy, which nothing is told of.
#[test]
fn the_standard_vocabulary_means_what_its_case_book_says() {
    let mut sources = Sources::default();
    for path in drawn::cases("standard/cases") {
        sources.add(path.display().to_string(), std::fs::read_to_string(&path).expect("a case can be read"));
    }
    assert_eq!(problems(&mut sources), []);
    for name in licit::standard::names() {
        assert!(sources.named(name).is_some(), "{name} is not tried");
    }
}

#[test]
fn each_construct_means_what_its_scenarios_say() {
    drawn::check_folders("tests/cases/language", problems);
}
