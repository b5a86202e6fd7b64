//! The lines of an item grouped as a drafter sees them: each with the deeper lines that go on with it.
//!
//! Nothing is read by these groups; they say how much is set aside when something in it cannot be read.

use std::ops::Range;

use super::lines::indentation;
use super::vocabulary::Owner;

/// A group of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// From its first letter to its last, in bytes of the item.
    pub range: Range<usize>,
    /// The label it begins with.
    pub label: Option<Range<usize>>,
    pub column: usize,
}

/// The groups of an item, without comments: its head first.
pub(super) fn segments(plain: &str, texts: &[Range<usize>], owner: Owner) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut texts = texts.iter().peekable();
    let mut begins = 0;
    for line in plain.split_inclusive('\n') {
        let start = begins + line.len() - line.trim_start().len();
        let end = begins + line.trim_end().len();
        let column = indentation(line);
        begins += line.len();
        while texts.next_if(|text| text.end <= start).is_some() {}
        let within_text = texts.peek().is_some_and(|text| text.start < start && start < text.end);
        if start >= end {
            continue;
        }
        let words = &plain[start..end];
        let label = label(words).map(|length| start..start + length);
        let head_ended = segments.len() == 1 && !owner.head_goes_on();
        let part = label.is_some() || words.starts_with('|') || begins_with_any(words, owner.part_words());
        match segments.last_mut() {
            Some(last) if within_text || !(part || head_ended || column <= last.column) => {
                last.range.end = end
            }
            _ => segments.push(Segment { range: start..end, label, column }),
        }
    }
    segments
}

fn begins_with_any(words: &str, parts: &[&str]) -> bool {
    let first = words.split(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or("");
    parts.contains(&first)
}

/// The length of the label that words begin with: `(a)`, `(iia)`, `(12)`.
pub(super) fn label(words: &str) -> Option<usize> {
    let inside = words.strip_prefix('(')?;
    let length = inside.find(')')?;
    let inside = &inside[..length];
    let letters = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = inside.len() - letters.len();
    let of_one_case =
        letters.chars().all(|c| c.is_ascii_lowercase()) || letters.chars().all(|c| c.is_ascii_uppercase());
    let roman = letters.trim_start_matches(['i', 'v', 'x', 'l']).len() <= 1 && letters.len() <= 8;
    let fits = match figures {
        0 => (1..=3).contains(&letters.len()) || roman && !letters.is_empty(),
        1..=3 => letters.len() <= 2,
        _ => false,
    };
    (fits && of_one_case).then_some(length + 2)
}

/// Where the list opener begins that words end with: `any of`, `at least 2 of`.
pub(super) fn closing_opener(words: &str) -> Option<usize> {
    let mut from_last = words.split_whitespace().rev();
    if from_last.next() != Some("of") {
        return None;
    }
    let first = match from_last.next()? {
        word @ ("any" | "all" | "none") => word,
        number if number.bytes().all(|b| b.is_ascii_digit()) => {
            let least = from_last.next() == Some("least");
            from_last.next().filter(|word| least && *word == "at")?
        }
        _ => return None,
    };
    words.rfind(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_on_deeper() {
        let item = "clause 1\n  permit use when\n    urgent and\n    late\n  unless any of\n    (a) x\n      y\n    (b) z\n";
        let texts: Vec<&str> =
            segments(item, &[], Owner::Clause).into_iter().map(|segment| &item[segment.range]).collect();
        assert_eq!(
            texts,
            [
                "clause 1",
                "permit use when\n    urgent and\n    late",
                "unless any of",
                "(a) x\n      y",
                "(b) z"
            ]
        );
    }

    #[test]
    fn openers_close() {
        assert_eq!(closing_opener("permit use when any of"), Some(16));
        assert_eq!(closing_opener("at least 2  of"), Some(0));
        assert_eq!(closing_opener("one of"), None);
    }

    #[test]
    fn labels_are_short() {
        for good in ["(a) x", "(xviii)", "(1a)", "(A)", "(iia)", "(12)"] {
            assert!(label(good).is_some(), "{good}");
        }
        for bad in ["(urgent)", "(a b)", "()", "(a-b)", "(aB)", "a"] {
            assert!(label(bad).is_none(), "{bad}");
        }
    }
}
