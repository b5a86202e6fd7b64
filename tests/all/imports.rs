//! Files that bring in files: each case is a folder, whose files are read together.

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
    problems
}

#[test]
fn what_is_brought_in_is_told_where_it_is() {
    drawn::check_folders("tests/cases/imports", problems);
}
