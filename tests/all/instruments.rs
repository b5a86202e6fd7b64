//! Amending instruments: what is drafted of two texts, read back and applied to the old one, says what the new one says.
//!
//! A case `tests/cases/amendment/NAME` has `old.licit`, `new.licit` and the instrument; `UPDATE_EXPECT=1` writes it.

use std::fs;
use std::path::Path;

use licit::report::amendment::{markdown, page, plain};
use licit::source::Sources;
use licit::syntax::layout::lay_out;
use licit::versions::amendment::{Act, Instrument, apply, between, data, reader};

use crate::amendments::{Chance, edits, policies};
use crate::docs::root;
use crate::drawn;

fn laid(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("a.licit", text);
    lay_out(&sources, file).text
}

/// A text laid out, word for word: blanks and line ends apart.
fn said(text: &str) -> String {
    laid(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Holds two texts to the law, and gives the instrument.
fn keep_the_law(old: &str, new: &str) -> Instrument {
    let drafted = between(old, new).unwrap_or_else(|why| panic!("{why:?}\n{old}\n=====\n{new}"));
    let as_page = page(&drafted, 80, false);
    let forms = [
        as_page.clone(),
        page(&drafted, 40, false),
        plain(&drafted),
        markdown(&drafted),
        serde_json::to_string_pretty(&data::value(&drafted)).unwrap(),
    ];
    if drafted.paragraphs.is_empty() {
        assert_eq!(said(old), said(new));
        return drafted;
    }
    for form in forms {
        let read = reader::read(&form).unwrap_or_else(|unread| panic!("{unread:?}\n{form}"));
        assert!(read.instrument.told().eq(drafted.told()), "{form}");
        assert_eq!(read.instrument.subject, drafted.subject);
    }
    let read = reader::read(&as_page).expect("it was read above").instrument;
    let came = apply(old, &read).unwrap_or_else(|misfits| panic!("{misfits:?}\n{as_page}"));
    assert_eq!(said(&came), said(new), "{as_page}");
    drafted
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a text")
}

/// Whether a text has no fault.
fn is_sound(text: &str) -> bool {
    let mut sources = Sources::default();
    let file = sources.add("a.licit", text);
    lay_out(&sources, file).left == 0
}

/// The longest text that is tried, so that the tests stay short.
const LONGEST: usize = 16_000;

/// Texts without a fault that the project has.
fn texts() -> Vec<String> {
    let mut paths = policies();
    paths.extend(drawn::cases("tests/cases/syntax/valid"));
    let mut folders = vec![root().join("policies"), root().join("standard")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|it| it == "licit") => paths.push(path),
                false => {}
            }
        }
    }
    paths.sort();
    paths.dedup();
    paths.iter().map(|path| text(path)).filter(|text| text.len() < LONGEST && is_sound(text)).collect()
}

#[test]
fn cases_are_drafted_as_drawn() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root().join("tests/cases/amendment")).expect("the cases") {
        let folder = entry.expect("a case").path();
        let drafted = keep_the_law(&text(&folder.join("old.licit")), &text(&folder.join("new.licit")));
        let (came, expected) = (page(&drafted, 80, false), folder.join("instrument.txt"));
        if fs::read_to_string(&expected).is_ok_and(|expected| expected == came) {
            continue;
        }
        match std::env::var_os("UPDATE_EXPECT").is_some() {
            true => fs::write(&expected, &came).expect("a case can be written"),
            false => wrong.push(format!("{}\n{came}", folder.display())),
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 redraws\n\n{}", wrong.join("\n"));
}

#[test]
fn a_text_is_not_amended_by_itself() {
    for text in texts() {
        assert_eq!(keep_the_law(&text, &text).paragraphs, []);
    }
}

#[test]
fn every_text_becomes_every_other() {
    let texts = texts();
    let mut chance = Chance(3);
    for _ in 0..12 {
        let (old, new) = (chance.below(texts.len()), chance.below(texts.len()));
        keep_the_law(&texts[old], &texts[new]);
    }
}

/// Every edit of the policies that the mutations try: most are one paragraph.
#[test]
fn an_edit_is_one_paragraph() {
    let mut chance = Chance(11);
    let (mut tried, mut single, mut whole) = (0, 0, 0);
    for path in policies() {
        let old = text(&path);
        let edits = edits(&old);
        for _ in 0..6 {
            let edit = &edits[chance.below(edits.len())];
            if !is_sound(&edit.text) {
                continue;
            }
            let drafted = keep_the_law(&old, &edit.text);
            tried += 1;
            single += usize::from(drafted.paragraphs.len() == 1);
            let substituted =
                |act: &Act| matches!(act, Act::Substitute { place, .. } if place.provision.is_none());
            whole += usize::from(drafted.paragraphs.iter().any(substituted));
        }
    }
    println!("{tried} edits, {single} of them one paragraph; {whole} substitute a whole item");
    assert!(tried > 20 && single * 10 > tried * 9 && whole * 10 < tried * 2, "{tried} {single} {whole}");
}

/// The items of a text, each with the comments above it.
fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut within = false;
    for line in text.lines() {
        let begins = line.starts_with(|c: char| c.is_ascii_lowercase()) && !within;
        if begins || items.is_empty() {
            items.push(String::new());
        }
        within ^= line.matches("\"\"\"").count() % 2 == 1;
        let last = items.len() - 1;
        items[last] += line;
        items[last].push('\n');
    }
    items
}

/// Items moved, dropped, doubled and taken from elsewhere, and lines within them dropped, doubled and swapped.
fn disordered(text: &str, other: &str, chance: &mut Chance) -> String {
    let (mut items, others) = (items(text), self::items(other));
    for _ in 0..1 + chance.below(6) {
        let (at, to) = (chance.below(items.len()), chance.below(items.len()));
        match chance.below(6) {
            0 => {
                let item = items.remove(at);
                items.insert(to.min(items.len()), item);
            }
            1 if items.len() > 1 => drop(items.remove(at)),
            2 => items.insert(at, others[chance.below(others.len())].clone()),
            3 => items.insert(to, items[at].clone()),
            _ => {
                let mut lines: Vec<&str> = items[at].lines().collect();
                let (line, place) = (chance.below(lines.len()), chance.below(lines.len()));
                match chance.below(3) {
                    0 if lines.len() > 1 => drop(lines.remove(line)),
                    1 => lines.insert(place, lines[line]),
                    _ => lines.swap(line, place),
                }
                items[at] = lines.join("\n") + "\n";
            }
        }
    }
    items.join("\n")
}

/// `LICIT_AMENDMENTS=1000 cargo test instruments` tries as many.
#[test]
fn texts_in_disorder_keep_the_law() {
    let most: usize = std::env::var("LICIT_AMENDMENTS").ok().and_then(|many| many.parse().ok()).unwrap_or(30);
    let texts = texts();
    let mut chance = Chance(5);
    let (mut held, mut drafted) = (0, 0);
    for _ in 0..most * 20 {
        if held == most {
            break;
        }
        let (old, other) = (&texts[chance.below(texts.len())], &texts[chance.below(texts.len())]);
        let new = disordered(old, other, &mut chance);
        if is_sound(&new) {
            held += 1;
            drafted += keep_the_law(old, &new).paragraphs.len();
        }
    }
    println!("{held} texts in disorder, {drafted} paragraphs");
    assert!(held == most && drafted > held);
}

#[test]
fn what_does_not_fit_is_told_and_does_nothing() {
    let text = "policy archive\n  actions    read\n  otherwise  prohibited\n\nentity reader\n  age : whole number\n\n\
                clause 1 \"Reading\"\n  permit read when reader.age is at least 16 and reader.age is at most 90\n";
    let misfit = |words: &str| {
        let read = reader::read(words).unwrap_or_else(|unread| panic!("{unread:?}: {words}"));
        let misfits = apply(text, &read.instrument).expect_err(words);
        format!("{:?}", misfits[0].why)
    };
    for (words, why) in [
        ("1. Omit clause 2.", "NotThere"),
        ("1. Omit clause 1(a).", "NotThere"),
        ("1. In clause 1, for “seventeen” substitute “18”.", "NoWords"),
        ("1. In clause 1, for “reader.age” substitute “reader.years”.", "ManyWords"),
        ("1. Omit clause 1.\n2. In clause 1, omit “Reading”.", "Clash"),
        ("1. Omit clause 1.\n2. Omit clause 1.", "Clash"),
        (
            "1. In clause 1, for “16” substitute “17”.\n2. In clause 1, for “least 16” substitute “most 17”.",
            "Clash",
        ),
        ("1. Move clause 1 to after clause 1.", "Senseless"),
        ("1. In clause 1, omit “permit”.", "Unreadable"),
        ("Amendment of policy library\n\n1. Omit clause 1.", "Other"),
    ] {
        assert!(misfit(words).starts_with(why), "{words}: {}", misfit(words));
    }
    for words in [
        "",
        "1. Delete clause 1.",
        "2. Omit clause 1.",
        "1. After clause 1 insert:",
        "1. Omit clause 1.\n\n    clause 2",
        "{}",
    ] {
        assert!(reader::read(words).is_err(), "{words}");
    }
}

/// A clause that says what it was formerly still is the clause of its own number.
#[test]
fn a_renumbering_that_was_is_not_told_again() {
    let text = "policy archive\n  actions    read\n  otherwise  prohibited\n\nclause 1 \"Reading\"\n  permit read\n\n\
                clause 2 \"Guests\"\n  formerly 1\n  prohibit read\n";
    let drafted = keep_the_law(text, &text.replace("\"Guests\"", "\"Strangers\""));
    let told: Vec<String> = drafted.told().map(|paragraph| paragraph.sentence).collect();
    assert_eq!(told, ["In the title of clause 2, for “Guests” substitute “Strangers”."]);
}
