//! What all cases show of a policy, drawn under the words it is about: `tests/cases/findings`.

use licit::casebook::{book, shown};
use licit::model::Library;
use licit::problem::Problem;
use licit::source::{FileId, Sources};

use super::drawn;

fn findings(sources: &Sources, _: FileId) -> Vec<Problem> {
    let (library, problems) = Library::load(sources);
    assert!(problems.is_empty(), "{problems:?}");
    let (casebook, told) = book::read(sources, &library);
    assert!(told.is_empty(), "{told:?}");
    shown::by_all_cases(&library, &casebook)
}

#[test]
fn findings_are_told_where_they_are() {
    drawn::check_folder("tests/cases/findings", findings);
}
