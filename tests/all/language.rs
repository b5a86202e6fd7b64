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
        assert!(matches!(property.finding, Finding::Proved), "{}: {:?}", property.name, property.finding);
    }
    problems
}

#[test]
fn each_construct_means_what_its_scenarios_say() {
    drawn::check_folders("tests/cases/language", problems);
}
