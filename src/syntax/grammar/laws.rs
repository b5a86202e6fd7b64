//! The matcher takes what pest takes, and meets in it what pest meets.

#![expect(clippy::disallowed_methods, reason = "the texts to try are files")]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::matcher::matched;
use super::{Rule, SET_ASIDE, by_pest};
use crate::source::Sources;
use crate::syntax::cut::cut;
use crate::syntax::scan::scan;

/// The rules that take whole texts.
const WHOLE: [Rule; 12] = [
    Rule::item,
    Rule::column_cell,
    Rule::value_cell,
    Rule::expect_cell,
    Rule::action_cell,
    Rule::date_cell,
    Rule::row_cell,
    Rule::question_cell,
    Rule::concludes_cell,
    Rule::label_cell,
    Rule::answer_cell,
    Rule::conclusion_cell,
];

/// Every item of the policies and the cases, right and wrong, as the grammar is given it.
static ITEMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut items = Vec::new();
    for folder in ["policies", "tests/cases"] {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut items);
    }
    items
});

fn read(folder: &Path, items: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            read(&path, items);
        } else if path.extension().is_some_and(|ending| ending == "licit" || ending == "md")
            && let Ok(text) = fs::read_to_string(&path)
        {
            let mut sources = Sources::default();
            let file = sources.add("", text);
            let source = sources.file(file);
            for piece in cut(source, file) {
                let scan = scan(&source.text[piece.start as usize..piece.end as usize]);
                if scan.too_deep.is_empty() {
                    items.push(scan.plain);
                }
            }
        }
    }
}

/// Holds the matcher to pest; whether they take the text.
fn alike(rule: Rule, text: &str) -> bool {
    let expected = by_pest(rule, text).ok().map(|meeting| meeting.met);
    let found = matched(rule, text);
    assert_eq!(found, expected, "{rule:?} of {text:?}");
    found.is_some()
}

#[test]
fn every_item_is_matched_as_pest_matches_it() {
    let taken = ITEMS.iter().filter(|item| alike(Rule::item, item)).count();
    assert!(taken > 1000 && taken < ITEMS.len(), "{taken} of {} are in the grammar", ITEMS.len());
}

/// The words of a text, each with the blanks behind it.
fn words(text: &str) -> Vec<String> {
    text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '-').map(String::from).collect()
}

/// An item with words taken out, doubled, set aside, or put in from another.
fn changed() -> impl Strategy<Value = String> {
    let change = (0usize..5, any::<Index>(), select(&**ITEMS), any::<Index>());
    (select(&**ITEMS), prop::collection::vec(change, 0..4)).prop_map(|(item, changes)| {
        let mut words = words(&item);
        for (kind, at, other, from) in changes {
            let at = at.index(words.len());
            match kind {
                0 if words.len() > 1 => drop(words.remove(at)),
                1 => words.insert(at, words[at].clone()),
                2 => words[at] = char::from(SET_ASIDE).to_string(),
                3 => words.truncate(at + 1),
                _ => {
                    let others = self::words(&other);
                    words.insert(at, others[from.index(others.len())].clone());
                }
            }
        }
        words.concat()
    })
}

/// A few words of an item, as a cell has them.
fn cell() -> impl Strategy<Value = String> {
    (changed(), any::<Index>(), 1usize..8).prop_map(|(item, at, length)| {
        let words = words(&item);
        let at = at.index(words.len());
        words[at..words.len().min(at + length)].concat().trim().to_string()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn items_are_matched_as_pest_matches_them(item in changed()) {
        alike(Rule::item, &item);
    }

    #[test]
    fn cells_are_matched_as_pest_matches_them(cell in cell()) {
        for rule in WHOLE {
            alike(rule, &cell);
        }
    }
}
