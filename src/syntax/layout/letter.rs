//! The words of an item as they go on the page: each once, in order, with the blank that stands before it.

use std::ops::Range;

/// A word, a mark, a text or a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the text.
    pub start: u32,
    pub end: u32,
    pub kind: WordKind,
    /// What stands between it and the word before, on one line.
    pub before: Blank,
    /// The line ends between it and the word before: none, one, or an empty line.
    pub lines: u8,
    /// The columns it takes; of a text over several lines, those of its marks.
    pub width: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordKind {
    Word,
    Comma,
    /// `|` in a table.
    Bar,
    /// A row of a table that only underlines the one above: `|---|---|`.
    Rule,
    /// A text on one line.
    Text,
    /// A text over several lines.
    Block,
    Comment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    None,
    One,
    /// A blank of another width, in a number.
    Kept(char),
}

impl Blank {
    /// The columns it takes.
    pub fn width(self) -> usize {
        usize::from(self != Blank::None)
    }
}

/// Cuts a part of the text into words, as though nothing stood before it; its texts and comments are known, in the bytes
/// of the text.
pub(super) fn words(
    text: &str,
    part: Range<usize>,
    texts: &[Range<usize>],
    comments: &[Range<usize>],
) -> Vec<Word> {
    let mut cutter = Cutter { text, words: Vec::with_capacity(part.len() / 6), gap: part.start };
    let (mut texts, mut comments) = (texts.iter().peekable(), comments.iter().peekable());
    let mut at = part.start;
    while at < part.end {
        while texts.next_if(|range| range.end <= at).is_some() {}
        while comments.next_if(|range| range.end <= at).is_some() {}
        if let Some(comment) = comments.next_if(|range| range.start == at) {
            at = cutter.push(at, comment.end, WordKind::Comment);
        } else if let Some(quoted) = texts.next_if(|range| range.start == at) {
            let block = text[quoted.clone()].contains('\n');
            at = cutter.push(at, quoted.end, if block { WordKind::Block } else { WordKind::Text });
        } else {
            let until = [texts.peek(), comments.peek()].into_iter().flatten().map(|range| range.start).min();
            at = cutter.word(at, until.unwrap_or(part.end).min(part.end));
        }
    }
    cutter.words
}

struct Cutter<'t> {
    text: &'t str,
    words: Vec<Word>,
    /// Where the blanks began.
    gap: usize,
}

impl Cutter<'_> {
    /// The word that begins here, or one blank; the byte after it.
    fn word(&mut self, at: usize, until: usize) -> usize {
        let bytes = self.text.as_bytes();
        match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\n' => at + 1,
            b',' => self.push(at, at + 1, WordKind::Comma),
            b'|' => match self.rule(at, until) {
                Some(end) => self.push(at, end, WordKind::Rule),
                None => self.push(at, at + 1, WordKind::Bar),
            },
            b':' | b'=' | b'+' | b')' | b'[' | b']' => self.push(at, at + 1, WordKind::Word),
            _ if is_wide_blank(&self.text[at..]) => at + first(&self.text[at..]).len_utf8(),
            b'(' => match self.label(at, until) {
                Some(end) => self.push(at, self.citation(end, until), WordKind::Word),
                None => self.push(at, at + 1, WordKind::Word),
            },
            _ => self.push(at, self.citation(at, until), WordKind::Word),
        }
    }

    /// The end of a row that only underlines.
    fn rule(&self, at: usize, until: usize) -> Option<usize> {
        let begins = self.text[..at].trim_end_matches([' ', '\t']).ends_with('\n');
        let row = self.text[at..until].lines().next().unwrap_or("").trim_end();
        let rule = begins
            && row.contains('-')
            && row.chars().all(|c| matches!(c, '|' | '-' | ':' | '+' | ' ' | '\t'));
        rule.then_some(at + row.len())
    }

    /// The end of `(a)`, of what stands in one pair of parentheses without a blank.
    fn label(&self, at: usize, until: usize) -> Option<usize> {
        let inside = &self.text[at + 1..until];
        let length = inside.find(|c: char| !c.is_alphanumeric())?;
        (length > 0 && inside[length..].starts_with(')')).then_some(at + 1 + length + 1)
    }

    /// The end of a word, with the labels that stand in it: `5(1)(h)`.
    fn citation(&self, mut at: usize, until: usize) -> usize {
        while at < until {
            let rest = &self.text[at..until];
            match rest.as_bytes()[0] {
                b' ' | b'\t' | b'\r' | b'\n' | b',' | b'|' | b':' | b'=' | b'+' | b')' | b'[' | b']' => break,
                b'(' => match self.label(at, until) {
                    Some(end) => at = end,
                    None => break,
                },
                byte if byte.is_ascii() => at += 1,
                _ if is_wide_blank(rest) => break,
                _ => at += first(rest).len_utf8(),
            }
        }
        at
    }

    fn push(&mut self, start: usize, end: usize, kind: WordKind) -> usize {
        let gap = &self.text[self.gap..start];
        let lines = line_ends(gap);
        let words = &self.text[start..end];
        let width = match kind {
            WordKind::Block => 3,
            _ => width(words) as u32,
        };
        let before = self.blank(gap, words, kind);
        self.words.push(Word { start: start as u32, end: end as u32, kind, before, lines, width });
        self.gap = end;
        end
    }

    /// The blank that stands before a word.
    fn blank(&self, gap: &str, words: &str, kind: WordKind) -> Blank {
        let Some(last) = self.words.last() else { return Blank::None };
        let before = &self.text[last.start as usize..last.end as usize];
        let quoted = |kind| matches!(kind, WordKind::Text | WordKind::Block);
        if matches!(words, "," | ")" | "[" | "]") || matches!(before, "(" | "[") {
            return Blank::None;
        }
        if gap.is_empty()
            && kind == WordKind::Word
            && (quoted(last.kind) || before == "]")
            && words.starts_with(['.', '('])
            && words != "("
        {
            return Blank::None;
        }
        let mut blanks = gap.chars();
        match (blanks.next(), blanks.next()) {
            (Some(blank), None)
                if !blank.is_ascii()
                    && before.ends_with(|c: char| c.is_ascii_digit())
                    && words.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                Blank::Kept(blank)
            }
            _ => Blank::One,
        }
    }
}

/// The line ends between two words, as [`Word::lines`] counts them.
pub(super) fn line_ends(gap: &str) -> u8 {
    gap.bytes().filter(|byte| *byte == b'\n').count().min(2) as u8
}

/// The columns that words take.
pub(super) fn width(words: &str) -> usize {
    if words.is_ascii() { words.len() } else { textwrap::core::display_width(words) }
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}

/// Whether a blank that is not one of the keyboard's stands first.
fn is_wide_blank(text: &str) -> bool {
    matches!(first(text), '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{3000}')
}
