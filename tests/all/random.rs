//! Laws of reading that hold for every text, valid or not.

use licit::problem::{Problem, Tell};
use licit::source::{FileId, Sources, Span};
use licit::syntax::parse;
use licit::syntax::tree::Tree;
use proptest::prelude::*;

use crate::drawn;

/// Reads a text, and holds what was read to the laws: nothing panics, and every span lies in the file.
fn read(name: &str, text: &str) -> (Tree, Vec<Problem>) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let (tree, problems) = parse(&sources, file);
    let within = |span: Span| {
        assert!(span.start <= span.end && span.file == file, "{span:?}");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
        sources.position(span);
    };
    for problem in &problems {
        let telling = problem.tell();
        assert!(!telling.labels.is_empty() && !telling.message.contains('\n'), "{problem:?}");
        telling.labels.iter().for_each(|label| within(label.span));
    }
    tree.comments.iter().copied().for_each(within);
    spans(&format!("{tree:?}"), file).into_iter().for_each(within);
    for item in &tree.items {
        assert!(!item.broken || !problems.is_empty(), "broken, but nothing was told: {text:?}");
    }
    (tree, problems)
}

/// Every span that stands in a tree, found in its debugging form.
fn spans(tree: &str, file: FileId) -> Vec<Span> {
    let number = |text: &str, name: &str| -> Option<u32> {
        let digits = text.split(name).nth(1)?;
        digits[..digits.find(|c: char| !c.is_ascii_digit())?].parse().ok()
    };
    tree.split("Span { file: FileId(0), ")
        .skip(1)
        .filter_map(|text| Some(Span::new(file, number(text, "start: ")?, number(text, "end: ")?)))
        .collect()
}

/// Every valid and faulty case, as texts to begin from.
fn cases() -> Vec<String> {
    ["tests/cases/syntax", "tests/cases/syntax/valid"]
        .into_iter()
        .flat_map(drawn::cases)
        .map(|path| drawn::undrawn(&std::fs::read_to_string(path).expect("a case can be read")))
        .collect()
}

/// A text of the cases with a few pieces taken out, doubled, swapped or overwritten.
pub fn mutated() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0usize..40, 0usize..5, word());
    (prop::sample::select(cases()), prop::collection::vec(change, 1..6)).prop_map(|(text, changes)| {
        let mut letters: Vec<char> = text.chars().collect();
        for (at, to, length, kind, word) in changes {
            if letters.is_empty() {
                break;
            }
            let at = at.index(letters.len());
            let end = (at + length).min(letters.len());
            let piece: Vec<char> = letters[at..end].to_vec();
            match kind {
                0 => drop(letters.drain(at..end)),
                1 => drop(letters.splice(at..at, piece)),
                2 => drop(letters.splice(at..end, word.chars())),
                3 => {
                    let to = to.index(letters.len());
                    letters.splice(to..to, piece);
                }
                _ => drop(letters.splice(at..at, ['\n'])),
            }
        }
        letters.into_iter().collect()
    })
}

/// A word of the language, a mark, a name or a blank.
fn word() -> impl Strategy<Value = String> {
    let words = include_str!("../../grammar/licit.pest")
        .lines()
        .filter_map(|line| line.split("@{ \"").nth(1)?.split('"').next().map(str::to_owned))
        .chain(
            [
                "\n",
                "\n  ",
                "\n    ",
                " ",
                "\t",
                "(a)",
                "(b)",
                "(i)",
                "(ii)",
                "(1)",
                "(",
                ")",
                ",",
                ":",
                "|",
                "\"",
                "\"\"\"",
                "“",
                "”",
                "#",
                ">=",
                "&&",
                "5",
                "10 000",
                "10,000",
                "2022-03-01",
                "1.3.2022",
                "EUR 5",
                "FR",
                "buyer",
                "x.y",
                "any of",
                "all of",
                "at least 2 of",
                "reading narrow as",
                "define x by table, first match",
                "\n    | row | act | x |",
                "| (a) | - | yes |",
                "| (b) | at least 5 years | no |",
                "\u{1}",
                "\u{FEFF}",
                "\u{202E}",
                "ß",
                "🙂",
                "e\u{301}",
            ]
            .map(str::to_owned),
        )
        .filter(|word| !word.is_empty())
        .collect::<Vec<String>>();
    prop::sample::select(words)
}

/// Words of the language in any order, in lines of any depth.
pub fn salad() -> impl Strategy<Value = String> {
    prop::collection::vec(
        (word(), prop::sample::select(vec![" ", " ", " ", "\n  ", "\n    ", "\n", ""])),
        0..80,
    )
    .prop_map(|words| words.into_iter().map(|(word, blank)| word + blank).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", literate in any::<bool>()) {
        read(if literate { "a.licit.md" } else { "a.licit" }, &text);
    }

    #[test]
    fn any_lines_are_read(text in "(clause|scenario|terms|table|entity| |\n|\n  |[a-z\"#().|,:=-]|\r|\u{A0}){0,120}") {
        read("a.licit", &text);
    }

    #[test]
    fn mutated_texts_are_read(text in mutated()) {
        read("a.licit", &text);
    }

    #[test]
    fn word_salads_are_read(text in salad()) {
        read("a.licit", &text);
    }

    #[test]
    fn word_salads_in_items_are_read(
        item in prop::sample::select(vec!["clause 1", "policy p", "terms t", "entity e", "scenario \"s\"", "table \"t\"",
            "property \"p\"", "judgement j : yes/no", "list l : country = FR", "assume", "define d as", "given"]),
        text in salad(),
    ) {
        read("a.licit", &format!("{item}\n  {}", text.replace('\n', "\n ")));
    }

    /// A faulty item takes nothing from its neighbours.
    #[test]
    fn faults_stay_in_their_item(text in salad()) {
        let inside = text.replace('\n', "\n ").replace(['"', '“'], "");
        let (tree, _) = read("a.licit", &format!("clause 1\n  permit use\n\nclause 2\n  {inside}\n\nproperty \"p\"\n  never permitted\n"));
        prop_assert!(!tree.items[0].broken);
        prop_assert!(!tree.items[tree.items.len() - 1].broken);
    }
}

#[test]
fn thousands_of_clauses_are_read() {
    let mut text = String::from("policy p\n  otherwise prohibited\n");
    for number in 0..2_000 {
        text += &format!(
            "\nclause {number} \"Title\"\n  permit use when any of\n    (a) buyer.age is at least 5 and urgent\n    \
             (b) any target where act is one of one-act, other-act\n  source \"a law\"\n"
        );
    }
    let mut sources = Sources::default();
    let file = sources.add("a.licit", text);
    let (tree, problems) = parse(&sources, file);
    assert!(problems.is_empty() && tree.items.len() == 2_001);
}
