//! Layout: what comes out of cases, and the laws that hold for every text, valid or not.
//!
//! A case `tests/cases/layout/NAME` comes out as `tests/cases/layout/laid/NAME`; `UPDATE_EXPECT=1` writes it.

use std::fs;
use std::path::{Path, PathBuf};

use licit::problem::Tell;
use licit::source::Sources;
use licit::syntax::layout::lay_out;
use licit::syntax::parse;
use proptest::prelude::*;

use crate::docs::{pages, root};
use crate::drawn;
use crate::outline;
use crate::random::{mutated, salad};

fn laid(name: &str, text: &str) -> (String, bool) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let laid = lay_out(&sources, file);
    (laid.text, laid.faithful)
}

/// What a text says: its trees without their places, its comments, and the messages it tells.
fn said(name: &str, text: &str) -> (Vec<String>, Vec<String>, Vec<&'static str>) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let (tree, problems) = parse(&sources, file);
    let comments = tree.comments.iter().map(|span| sources.text(*span).to_owned()).collect();
    let items = tree.items.iter().map(|item| outline::plain(&format!("{:?}", item.kind))).collect();
    (items, comments, problems.iter().map(|problem| problem.code().0).collect())
}

/// Holds a text to the laws of layout.
fn keep_the_laws(name: &str, text: &str) {
    let (once, faithful) = laid(name, text);
    assert!(faithful, "{name} would say something else:\n{text}\n--- laid out:\n{once}");
    let (twice, _) = laid(name, &once);
    assert!(twice == once, "twice is not once:\n{once}\n--- and then:\n{twice}");
    assert_eq!(said(name, &once), said(name, text), "{name}: other words\n{text}\n--- laid out:\n{once}");
}

/// Every case of the tests, every policy and every page of the book, with its name.
fn texts() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = ["", "/valid"]
        .iter()
        .flat_map(|folder| drawn::cases(&format!("tests/cases/syntax{folder}")))
        .chain(drawn::cases("tests/cases/findings"))
        .chain(drawn::cases("tests/cases/layout"))
        .chain(policies())
        .collect();
    pages(&root().join("docs"), &mut paths);
    paths.extend(drawn::pages_of("docs/messages"));
    let read = |path: PathBuf| (path.display().to_string(), fs::read_to_string(&path).expect("a text"));
    paths.into_iter().map(read).collect()
}

/// Every policy and case book that users copy from.
fn policies() -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => below(&path, found),
                false if path.extension().is_some_and(|extension| extension == "licit") => found.push(path),
                false => {}
            }
        }
    }
    let mut found = Vec::new();
    below(&root().join("policies"), &mut found);
    below(&root().join("standard"), &mut found);
    below(&root().join("src/cli/new"), &mut found);
    found.sort();
    found
}

#[test]
fn cases_come_out_as_drawn() {
    let mut wrong = Vec::new();
    for path in drawn::cases("tests/cases/layout") {
        let expected = path.with_file_name("laid").join(path.file_name().expect("a name"));
        let text = fs::read_to_string(&path).expect("a case");
        let (came, _) = laid(&path.display().to_string(), &text);
        if fs::read_to_string(&expected).is_ok_and(|expected| expected == came) {
            continue;
        }
        match std::env::var_os("UPDATE_EXPECT").is_some() {
            true => fs::write(&expected, &came).expect("a case can be written"),
            false => wrong.push(format!("{}\n{came}", path.display())),
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 redraws\n\n{}", wrong.join("\n"));
}

/// What users copy from, and what the book shows, is laid out: `licit fmt` changes nothing in it.
#[test]
fn policies_and_the_book_are_laid_out() {
    let mut paths = policies();
    paths.push(root().join("README.md"));
    pages(&root().join("docs"), &mut paths);
    paths.extend(drawn::pages_of("docs/messages"));
    let changed: Vec<String> = paths
        .iter()
        .filter(|path| {
            let text = fs::read_to_string(path).expect("a text");
            laid(&path.display().to_string(), &text).0 != text
        })
        .map(|path| path.display().to_string())
        .collect();
    assert!(changed.is_empty(), "`licit fmt` mends these: {}", changed.join(" "));
}

#[test]
fn every_text_keeps_the_laws() {
    for (name, text) in texts() {
        keep_the_laws(&name, &text);
        let plain = drawn::undrawn(&text);
        keep_the_laws(&name, &plain);
        if text.contains('\r') {
            continue;
        }
        let wide = text.replace('\n', "\r\n");
        let (once, _) = laid(&name, &wide);
        assert_eq!(once, laid(&name, &text).0.replace('\n', "\r\n"), "{name}: other line ends");
    }
}

/// Where no text or comment is too long for it, a line has at most a hundred columns.
#[test]
fn lines_have_a_hundred_columns() {
    for path in policies() {
        let text = fs::read_to_string(&path).expect("a text");
        let long = |line: &&str| line.chars().count() > 100 && !line.contains(['"', '#', '|']);
        let in_block = |line: &&str| text.contains(&format!("\"\"\"\n{line}")) || line.starts_with("    ");
        assert_eq!(text.lines().find(|line| long(line) && !in_block(line)), None, "{}", path.display());
    }
}

/// A valid text with its blanks, line ends and empty lines changed, and comments put in anywhere.
fn disturbed() -> impl Strategy<Value = String> {
    let valid: Vec<String> = drawn::cases("tests/cases/syntax/valid")
        .into_iter()
        .chain(policies())
        .map(|path| fs::read_to_string(path).expect("a text"))
        .collect();
    let change = (any::<prop::sample::Index>(), 0usize..8, 1usize..9);
    (prop::sample::select(valid), prop::collection::vec(change, 1..40)).prop_map(|(text, changes)| {
        let mut text = text;
        for (number, (at, kind, width)) in changes.into_iter().enumerate() {
            let blanks: Vec<usize> = text.match_indices([' ', '\n']).map(|(at, _)| at).collect();
            let at = blanks[at.index(blanks.len())];
            let inside = text[..at].lines().last().unwrap_or("").matches('"').count() % 2 == 1;
            let blank = " ".repeat(width);
            match (kind, text.as_bytes()[at]) {
                _ if inside => {}
                (0, b'\n') => text.insert_str(at, &format!(" # comment {number}")),
                (1, b'\n') => text.insert_str(at, &format!("\n{blank}# comment {number}")),
                (2, b'\n') => text.insert_str(at, &format!("\n# comment {number}")),
                (3, b'\n') => text.insert(at, '\n'),
                (4, b' ') => text.insert_str(at, &blank),
                (5, b' ') => text.insert_str(at, &format!("\n{blank}")),
                (6, b' ') => text.insert_str(at, &format!(" # comment {number}\n{blank}")),
                (7, b' ') => text.insert_str(at, &format!("\n{blank}# comment {number}\n{blank}")),
                _ => {}
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_disturbed_texts_keep_the_laws(text in disturbed()) {
        keep_the_laws("a.licit", &text);
    }

    #[test]
    fn random_mutated_texts_keep_the_laws(text in mutated(), literate in any::<bool>()) {
        keep_the_laws(if literate { "a.licit.md" } else { "a.licit" }, &text);
    }

    #[test]
    fn random_salads_keep_the_laws(text in salad(), indented in any::<bool>()) {
        let text = if indented { format!("clause 1\n  {}", text.replace('\n', "\n ")) } else { text };
        keep_the_laws("a.licit", &text);
    }
}

#[test]
fn deep_parentheses_and_long_lists_are_laid_out() {
    let deep =
        format!("clause 1\n  permit use when {}urgent and late{}\n", "(".repeat(1000), ")".repeat(1000));
    keep_the_laws("a.licit", &deep);
    let within = format!("clause 1\n  permit use when {}urgent and late{}\n", "(".repeat(99), ")".repeat(99));
    keep_the_laws("a.licit", &within);
    let lists: String = (0..300).map(|depth| format!("{}(a) any of\n", " ".repeat(depth + 1))).collect();
    keep_the_laws("a.licit", &format!("clause 1\n  permit use when any of\n{lists}"));
    let rows: String = (0..900).map(|row| format!("    ({}) urgent\n", row + 1)).collect();
    keep_the_laws("a.licit", &format!("clause 1\n  permit use when any of\n{rows}"));
}
