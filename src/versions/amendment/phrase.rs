//! Words in a line: what an instrument quotes of them, and what it does to them.

use std::ops::Range;

/// The words of a line as ranges of its bytes. Blanks and line ends are between words; an empty line within a text
/// begins a paragraph and is a word. A mark is a word of its own, a label such as `(a)` one word.
pub fn words(line: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(first) = line[at..].chars().next() {
        let rest = &line[at..];
        if is_blank(first) {
            let blanks = rest.find(|c: char| !is_blank(c)).unwrap_or(rest.len());
            if rest[..blanks].matches('\n').count() > 1 {
                words.push(at..at + blanks);
            }
            at += blanks;
            continue;
        }
        let long = match first {
            '"' if rest.starts_with("\"\"\"") => 3,
            '"' | ',' | '“' | '”' => first.len_utf8(),
            _ => run(rest),
        };
        words.push(at..at + long);
        at += long;
    }
    words
}

/// How long the run of letters is that stands first: without a parenthesis that nothing in it closes or opens, and
/// without the stop behind it.
fn run(rest: &str) -> usize {
    let ends = |c: char| is_blank(c) || matches!(c, '"' | ',' | '“' | '”');
    let run = &rest[..rest.find(ends).unwrap_or(rest.len())];
    if run.starts_with('(') && !run.contains(')') {
        return 1;
    }
    let opened = run.matches('(').count();
    let closed = run.matches(')').count();
    let mut run = run;
    if closed > opened {
        run = &run[..run.len() - (run.len() - run.trim_end_matches(')').len()).min(closed - opened)];
    } else if opened > closed {
        run = &run[..run.rfind('(').unwrap_or(run.len())];
    }
    let stop = run.trim_end_matches(['.', ';', ':']);
    match (run.is_empty(), stop.is_empty()) {
        (true, _) => 1,
        (false, true) => run.len(),
        (false, false) => stop.len(),
    }
}

/// The blanks that stand between words; a blank within a number is none of them.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Words as they are quoted: one blank for all that stand between two.
pub fn quoted(line: &str) -> String {
    line.split(is_blank).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The word in its own letters; one that begins a paragraph is like every other that does.
pub fn letters<'t>(line: &'t str, word: &Range<usize>) -> &'t str {
    let letters = &line[word.clone()];
    if letters.starts_with(is_blank) { "\n" } else { letters }
}

/// A line, or part of one, by its words.
pub fn spelt(line: &str) -> Vec<&str> {
    words(line).iter().map(|word| letters(line, word)).collect()
}

/// Where these words stand in a line, as ranges of its bytes.
pub fn places(line: &str, sought: &str) -> Vec<Range<usize>> {
    let words = words(line);
    let sought = spelt(sought);
    if sought.is_empty() || sought.len() > words.len() {
        return Vec::new();
    }
    let begins = 0..=words.len() - sought.len();
    begins
        .filter(|at| {
            let here = &words[*at..*at + sought.len()];
            here.iter().zip(&sought).all(|(word, sought)| letters(line, word) == *sought)
        })
        .map(|at| words[at].start..words[at + sought.len() - 1].end)
        .collect()
}

/// What is done to words that stand at one place only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// `for “five years” substitute “six years”`
    Substitute { of: String, by: String },
    /// `omit “or lent”`
    Omit(String),
    /// `after “five years” insert “or more”`
    InsertAfter { word: String, what: String },
    /// `before “five years” insert “at least”`
    InsertBefore { word: String, what: String },
}

impl Change {
    /// The words by which its place is found.
    pub fn at(&self) -> &str {
        match self {
            Change::Substitute { of: at, .. }
            | Change::Omit(at)
            | Change::InsertAfter { word: at, .. }
            | Change::InsertBefore { word: at, .. } => at,
        }
    }

    /// What is written instead of the bytes of a line at which its words were found, and for which of them.
    pub fn written(&self, line: &str, at: &Range<usize>) -> (Range<usize>, String) {
        match self {
            Change::Substitute { by, .. } => (at.clone(), by.clone()),
            Change::Omit(_) => {
                let before = line[..at.start].trim_end_matches(is_blank).len();
                let after = at.end + line[at.end..].len() - line[at.end..].trim_start_matches(is_blank).len();
                let begins = line[..at.start].trim_matches(is_blank).is_empty();
                let opened = line[..at.start].ends_with(['"', '(', '“']);
                match begins || opened {
                    true => (at.start..after, String::new()),
                    false => (before..at.end, String::new()),
                }
            }
            Change::InsertAfter { what, .. } => {
                let close = what.starts_with([',', ')', '.', ';', ':']) || self.at().ends_with('(');
                (at.end..at.end, if close { what.clone() } else { format!(" {what}") })
            }
            Change::InsertBefore { what, .. } => {
                let close = what.ends_with('(') || self.at().starts_with([',', ')', '.', ';', ':']);
                (at.start..at.start, if close { what.clone() } else { format!("{what} ") })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words_and_marks() {
        assert_eq!(
            spelt("(e) act includes x and (danger or loss)  quote \"of law.\""),
            [
                "(e)", "act", "includes", "x", "and", "(", "danger", "or", "loss", ")", "quote", "\"", "of",
                "law", ".", "\""
            ]
        );
        assert_eq!(spelt("under clause 5(a)(i), 7"), ["under", "clause", "5(a)(i)", ",", "7"]);
        assert_eq!(spelt("((a or b) and c)"), ["(", "(", "a", "or", "b", ")", "and", "c", ")"]);
        assert_eq!(spelt("\"\"\"\n  one\n\n  two\n\"\"\""), ["\"\"\"", "one", "\n", "two", "\"\"\""]);
        assert_eq!(spelt("EUR 10\u{A0}000"), ["EUR", "10\u{A0}000"]);
    }

    #[test]
    fn changes_are_written() {
        let after = |line: &str, change: Change| {
            let at = places(line, change.at());
            let [at] = at.as_slice() else { panic!("{at:?}") };
            let (range, by) = change.written(line, at);
            format!("{}{by}{}", &line[..range.start], &line[range.end..])
        };
        let substitute = Change::Substitute { of: "five years".into(), by: "six years".into() };
        assert_eq!(after("at least five\n  years or so", substitute), "at least six years or so");
        assert_eq!(after("use, lend, sell", Change::Omit(", lend".into())), "use, sell");
        assert_eq!(after("text \"a b\"", Change::Omit("a".into())), "text \"b\"");
        let insert = Change::InsertAfter { word: "use".into(), what: ", lend".into() };
        assert_eq!(after("permit use when late", insert), "permit use, lend when late");
        let insert = Change::InsertBefore { word: "late".into(), what: "not".into() };
        assert_eq!(after("permit use when late", insert), "permit use when not late");
    }
}
