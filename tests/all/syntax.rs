//! Reading: the trees of valid files, and the messages of faulty ones.

use licit::problem::Problem;
use licit::source::{FileId, Sources};
use licit::syntax::parse;

use crate::drawn;
use crate::outline::outline;

/// What is told of a file: the one place where these tests meet the program.
pub fn problems(sources: &Sources, file: FileId) -> Vec<Problem> {
    parse(sources, file).1
}

#[test]
fn faults_are_told_where_they_are() {
    drawn::check_folder("tests/cases/syntax", problems);
}

#[test]
fn valid_files_have_no_faults() {
    drawn::check_folder("tests/cases/syntax/valid", problems);
}

#[test]
fn valid_files_have_these_trees() {
    for path in drawn::cases("tests/cases/syntax/valid") {
        let mut sources = Sources::default();
        let text = std::fs::read_to_string(&path).expect("a case can be read");
        let file = sources.add(path.display().to_string(), text);
        let name = path.file_name().unwrap_or_default().to_string_lossy().replace('.', "-");
        insta::with_settings!({snapshot_path => "../cases/syntax/valid", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(name, outline(&sources, &parse(&sources, file).0));
        });
    }
}
