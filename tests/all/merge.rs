//! Two amendments brought together: cases, and the laws that hold for every three texts.
//!
//! A case `tests/cases/merge/NAME.txt` holds a base, two sides and what comes of them; `UPDATE_EXPECT=1` writes that.

use std::fs;
use std::path::PathBuf;

use licit::source::Sources;
use licit::syntax::entries::entries;
use licit::versions::merge::{MARKS, Merged, merge};
use proptest::prelude::*;

use crate::docs::root;
use crate::random::mutated;

/// The parts of a case: what it is about, its file's name, and the four texts.
fn read(case: &str) -> (String, String, [String; 4]) {
    let mut about = String::new();
    let mut name = String::new();
    let mut texts: [String; 4] = Default::default();
    let mut which = None;
    for line in case.lines() {
        if let Some(mark) = line.strip_prefix("--- ") {
            let next = which.map_or(0, |which| which + 1);
            if let Some(file) = mark.strip_prefix("base ") {
                file.clone_into(&mut name);
            }
            which = Some(next);
            continue;
        }
        let into = which.map_or(&mut about, |which: usize| &mut texts[which]);
        *into += &format!("{line}\n");
    }
    (about, name, texts)
}

#[test]
fn cases_come_out_as_written() {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("tests/cases/merge"))
        .expect("cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut wrong = Vec::new();
    for path in paths {
        let case = fs::read_to_string(&path).expect("a case");
        let (_, name, [base, ours, theirs, expected]) = read(&case);
        let Merged { text, conflicts, strayed } = merge(&name, &base, &ours, &theirs, MARKS);
        let mut told = conflicts.iter().map(|it| format!("conflict: {it}\n")).collect::<String>();
        for it in strayed {
            told += &format!("strayed: {} cites {}, which is {} now\n", it.item, it.number, it.now);
        }
        let came = if told.is_empty() { text } else { format!("{told}\n{text}") };
        if came == expected {
            continue;
        }
        match std::env::var_os("UPDATE_EXPECT").is_some() {
            true => {
                let head = case.split("--- merged\n").next().expect("a beginning");
                fs::write(&path, format!("{head}--- merged\n{came}")).expect("a case can be written");
            }
            false => wrong.push(format!("{}\n{came}", path.display())),
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 redraws\n\n{}", wrong.join("\n"));
}

/// The texts of `policies/`, with their names.
fn policies() -> Vec<(String, String)> {
    fn below(folder: PathBuf, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                below(path, found);
            } else if path.extension().is_some_and(|it| it == "licit") {
                found.push((path.display().to_string(), fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    let mut found = Vec::new();
    below(root().join("policies"), &mut found);
    found.sort();
    found
}

fn a_policy() -> impl Strategy<Value = (String, String)> {
    prop::sample::select(policies())
}

/// Where the items of a text begin and end, comments above them included.
fn items(name: &str, text: &str) -> Vec<(usize, usize)> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let ends = |limbs: &[std::ops::Range<usize>]| Some((limbs.first()?.start, limbs.last()?.end));
    entries(&sources, file)
        .iter()
        .filter(|entry| entry.kind == "clause" || entry.kind == "scenario")
        .filter_map(|entry| ends(&entry.limbs))
        .collect()
}

/// What an amendment does to one clause or scenario.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Reword,
    Note,
    LeaveOut,
    PutBehind,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop::sample::select(vec![Edit::Reword, Edit::Note, Edit::LeaveOut, Edit::PutBehind])
}

/// A text with an item edited, and the words by which that is known again; of an item left out, its own.
fn edited(text: &str, item: (usize, usize), edit: Edit, mark: &str) -> (String, String) {
    let (start, end) = item;
    let words = &text[start..end];
    let trimmed = words.trim_end().len();
    let (lines, blank) = words.split_at(trimmed);
    let (new, known) = match edit {
        Edit::Reword => {
            let head = lines.find('"').map_or(lines.len(), |at| at + 1);
            (format!("{}{mark} {}{blank}", &lines[..head], &lines[head..]), mark.to_owned())
        }
        Edit::Note => (format!("{lines}\n  note \"{mark}\"{blank}"), mark.to_owned()),
        Edit::LeaveOut => (String::new(), String::new()),
        Edit::PutBehind => {
            let added = format!("property \"{mark}\"\n  never permitted\n");
            (format!("{lines}\n\n{added}{blank}"), added)
        }
    };
    (format!("{}{new}{}", &text[..start], &text[end..]), known)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// What one side alone changed comes as it is, letter by letter, whatever was done to it.
    #[test]
    fn one_side_alone_comes_as_it_is((name, base) in a_policy(), seed in any::<prop::sample::Index>(), cut in mutated()) {
        let side = match seed.index(3) {
            0 => cut,
            1 => base.replace("  ", " "),
            _ => {
                let at = base.char_indices().map(|(at, _)| at).nth(seed.index(base.chars().count())).unwrap();
                format!("{}{}", &base[at..], &base[..at])
            }
        };
        let clean = |text: &str| Merged { text: text.to_owned(), conflicts: Vec::new(), strayed: Vec::new() };
        prop_assert_eq!(merge(&name, &base, &side, &base, MARKS), clean(&side));
        prop_assert_eq!(merge(&name, &base, &base, &side, MARKS), clean(&side));
        prop_assert_eq!(merge(&name, &base, &side, &side, MARKS), clean(&side));
    }

    /// Amendments of two items are both in what comes, and nothing else changes.
    #[test]
    fn amendments_of_two_items_are_both_there(
        (name, base) in a_policy(),
        first in any::<prop::sample::Index>(),
        second in any::<prop::sample::Index>(),
        one in edit(),
        other in edit(),
    ) {
        let items = items(&name, &base);
        prop_assume!(items.len() > 1);
        let first = first.index(items.len());
        let second = (first + 1 + second.index(items.len() - 1)) % items.len();
        let (ours, said) = edited(&base, items[first], one, "ours-was-here");
        let (theirs, also) = edited(&base, items[second], other, "theirs-was-here");
        let Merged { text, conflicts, .. } = merge(&name, &base, &ours, &theirs, MARKS);
        prop_assert!(conflicts.is_empty(), "{:?}\n{}", conflicts, text);
        prop_assert!(text.contains(&said) && text.contains(&also), "{}", text);
        // Once both are taken out again, the base is there.
        let gone = |edit: Edit, at: usize| matches!(edit, Edit::LeaveOut).then_some(at);
        for gone in [gone(one, first), gone(other, second)].into_iter().flatten() {
            let (start, end) = items[gone];
            prop_assert!(!text.contains(base[start..end].trim()), "{}", text);
        }
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let both = {
            let (late, early) = if first > second { ((first, one, "ours-was-here"), (second, other, "theirs-was-here")) }
                else { ((second, other, "theirs-was-here"), (first, one, "ours-was-here")) };
            let text = edited(&base, items[late.0], late.1, late.2).0;
            edited(&text, items[early.0], early.1, early.2).0
        };
        prop_assert_eq!(words(&text), words(&both));
    }

    /// Whatever the three texts are, something comes, and what has a conflict has marks.
    #[test]
    fn any_three_texts_are_brought_together(base in mutated(), ours in mutated(), theirs in mutated(), literate in any::<bool>()) {
        let name = if literate { "a.licit.md" } else { "a.licit" };
        let merged = merge(name, &base, &ours, &theirs, MARKS);
        prop_assert!(merged.conflicts.is_empty() || merged.text.contains("<<<<<<< ours\n"));
        let clean = |text: &str| Merged { text: text.to_owned(), conflicts: Vec::new(), strayed: Vec::new() };
        prop_assert_eq!(merge(name, &base, &ours, &base, MARKS), clean(&ours));
        prop_assert_eq!(merge(name, &base, &base, &theirs, MARKS), clean(&theirs));
        prop_assert_eq!(merge(name, &base, &ours, &ours, MARKS), clean(&ours));
    }
}
