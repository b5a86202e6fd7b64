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

#[test]
fn every_message_has_a_case() {
    let codes = |text: &str| -> Vec<String> {
        let mut codes: Vec<String> =
            text.match_indices("L01").map(|(at, _)| text[at..at + 5].to_owned()).collect();
        codes.retain(|code| code[1..].bytes().all(|b| b.is_ascii_digit()));
        codes.sort();
        codes.dedup();
        codes
    };
    let cases: String = drawn::cases("tests/cases/syntax")
        .into_iter()
        .map(|path| std::fs::read_to_string(path).expect("a case can be read"))
        .collect();
    assert_eq!(codes(include_str!("../../src/problem/syntax.rs")), codes(&cases));
}

#[test]
fn ten_faults_are_ten_messages() {
    let case = drawn::undrawn(include_str!("../cases/syntax/ten-faults.licit"));
    let mut sources = Sources::default();
    let file = sources.add("ten-faults.licit", case);
    assert_eq!(problems(&sources, file).len(), 10);
}

/// Wherever parentheses are too deep, that is told, and no stack overflows.
#[test]
fn parentheses_are_bounded_everywhere() {
    let (within, beyond) = ("(".repeat(101), "(".repeat(20_000));
    let texts = [
        format!("permit use when {beyond}urgent"),
        format!("permit use when all of\n    (a) {beyond}\n    (b) {beyond}"),
        format!("permit use when {within}urgent and all of\n    (a) urgent\n    (b) {beyond}"),
        format!("permit use when all of\n    (a) {within}urgent\n    (b) {beyond}urgent"),
        format!("permit use when {within}urgent unless {beyond}urgent"),
        format!("define late by table\n    | \" | {beyond} |\n    | {beyond} | yes |"),
        format!("define late by table\n    | {beyond}urgent | late |\n    | {beyond} | yes |"),
    ];
    for text in texts {
        let mut sources = Sources::default();
        let file = sources.add("a.licit", format!("clause 1\n  {text}\n\nclause 2\n  permit use\n"));
        let (tree, problems) = parse(&sources, file);
        assert!(tree.items.len() == 2 && !problems.is_empty() && problems.len() < 8, "{problems:#?}");
    }
}

/// Line ends, tabs and no-break spaces are blanks like any.
#[test]
fn blanks_are_all_alike() {
    for path in drawn::cases("tests/cases/syntax/valid") {
        let text = std::fs::read_to_string(&path).expect("a case can be read");
        for (written, other) in
            [("\n", "\r\n"), ("  ", "\t"), (" : ", "\u{A0}:\u{A0}"), (" and ", "\u{A0}and \u{202F}")]
        {
            let mut sources = Sources::default();
            let file = sources.add("a.licit", text.replace(written, other));
            assert_eq!(problems(&sources, file), [], "{} with {other:?}", path.display());
        }
    }
}
