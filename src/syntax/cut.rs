//! The file cut into items before anything is read: a line in the first column begins one.
//!
//! Two slips of the hand are mended here, since they would take an item apart or hide one in another: a line
//! that belongs to the item above but stands in the first column, and an item that stands indented.

use super::lines::indentation;
use super::literate::{Block, blocks};
use super::segment::label;
use super::vocabulary::{ITEMS, Owner, RESERVED};
use crate::problem::likely::likely;
use crate::problem::syntax::SyntaxProblem;
use crate::source::{FileId, SourceFile, Span};

/// The lines of one item, or those before the first.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Its first letter and its end, in bytes from the beginning of the file.
    pub start: u32,
    pub end: u32,
    /// What it is; `None` where its first word begins nothing.
    pub owner: Option<Owner>,
    /// The right spelling of its first word, where that has as many letters.
    pub mended: Option<&'static str>,
    /// What is wrong with where its lines stand.
    pub problems: Vec<SyntaxProblem>,
}

/// Cuts a file.
pub(super) fn cut(source: &SourceFile, file: FileId) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for Block { lines, first_column } in blocks(source) {
        if lines.is_empty() {
            continue;
        }
        let piece = Piece { start: source.line_start(lines.start), ..Piece::default() };
        let mut cutter = Cutter {
            source,
            file,
            pieces: vec![piece],
            text_from: None,
            text_ends: None,
            last_word: "",
            joined: false,
        };
        for line in lines.clone() {
            cutter.line(line, first_column);
        }
        let last = lines.end - 1;
        let end = source.line_start(last) + source.line_text(last).len() as u32;
        pieces.extend(cutter.finish(end));
    }
    pieces
}

struct Cutter<'s> {
    source: &'s SourceFile,
    file: FileId,
    /// What stands before the first item comes first.
    pieces: Vec<Piece>,
    /// The `"""` at which a text began that is still open.
    text_from: Option<Span>,
    /// Whether that text ends before the next item, once that was asked.
    text_ends: Option<bool>,
    /// The last word of the line before, to tell whether it goes on.
    last_word: &'s str,
    /// The line before was told to be in the wrong column.
    joined: bool,
}

impl<'s> Cutter<'s> {
    fn line(&mut self, line: usize, first_column: usize) {
        let text = self.source.line_text(line).trim_start_matches('\u{FEFF}');
        let words = text.trim();
        if words.is_empty() || words.starts_with('#') && self.text_from.is_none() {
            return;
        }
        let end = self.source.line_start(line) + self.source.line_text(line).trim_end().len() as u32;
        let start = end - words.len() as u32;
        let outside = indentation(text) <= first_column;
        if outside {
            self.unindented(words, start, line);
        } else if self.text_from.is_none() && self.is_item(words) {
            let word = first_word(words);
            let span = Span::new(self.file, start, start + word.len() as u32);
            self.begin(start, Owner::of(word));
            self.told(SyntaxProblem::IndentedItem { span, word: word.to_owned() });
        } else if let [Piece { problems, .. }] = self.pieces.as_mut_slice()
            && problems.is_empty()
        {
            problems.push(SyntaxProblem::NothingAbove { span: Span::new(self.file, start, end) });
        }
        if !outside {
            self.joined = false;
        }
        self.marks(words, start);
        self.last_word = words.rsplit(char::is_whitespace).next().unwrap_or("");
    }

    /// A line in the first column: an item, or one that slipped.
    fn unindented(&mut self, words: &'s str, start: u32, line: usize) {
        let word = first_word(words);
        let span = Span::new(self.file, start, start + word.len() as u32);
        let owner = self.pieces.last().and_then(|piece| piece.owner);
        if let Some(opened) = self.text_from {
            if *self.text_ends.get_or_insert_with(|| closes_below(self.source, line)) {
                if !std::mem::replace(&mut self.joined, true) {
                    self.told(SyntaxProblem::UnindentedText { span, opened });
                }
                return;
            }
            self.text_from = None;
        }
        if let Some(owner) = Owner::of(word) {
            self.begin(start, Some(owner));
        } else if let Some(owner) = owner.filter(|owner| belongs(words, *owner)) {
            if !std::mem::replace(&mut self.joined, true) {
                self.told(SyntaxProblem::UnindentedLine { span, word: word.to_owned(), owner: owner.name() });
            }
            return;
        } else if let Some(near) = near_item(word) {
            self.begin(start, Some(near).filter(|near| near.len() == word.len()).and_then(Owner::of));
            self.told(SyntaxProblem::UnknownItem { span, word: word.to_owned(), likely: Some(near) });
            if let Some(piece) = self.pieces.last_mut().filter(|piece| piece.owner.is_some()) {
                piece.mended = Some(near);
            }
        } else if let Some(owner) = owner.filter(|owner| owner.has_named_lines()) {
            if !std::mem::replace(&mut self.joined, true) {
                self.told(SyntaxProblem::UnindentedLine { span, word: word.to_owned(), owner: owner.name() });
            }
            return;
        } else {
            self.begin(start, None);
            self.told(SyntaxProblem::UnknownItem { span, word: word.to_owned(), likely: None });
        }
        self.joined = false;
    }

    fn begin(&mut self, start: u32, owner: Option<Owner>) {
        if let Some(before) = self.pieces.last_mut() {
            before.end = start;
        }
        self.pieces.push(Piece { start, owner, ..Piece::default() });
    }

    fn told(&mut self, problem: SyntaxProblem) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.problems.push(problem);
        }
    }

    fn finish(mut self, end: u32) -> Vec<Piece> {
        if let Some(last) = self.pieces.last_mut() {
            last.end = end;
        }
        self.pieces
    }

    /// Follows the `"""` of a line.
    fn marks(&mut self, words: &str, start: u32) {
        // One letter is found sooner than three, and few lines have it.
        if !words.contains('"') {
            return;
        }
        let mut rest = words;
        while let Some(at) = rest.find("\"\"\"") {
            if self.text_from.is_none() && rest[..at].contains('#') {
                return;
            }
            let opened = start + (words.len() - rest.len() + at) as u32;
            self.text_from = match self.text_from {
                Some(_) => None,
                None => Some(Span::new(self.file, opened, opened + 3)),
            };
            self.text_ends = None;
            rest = &rest[at + 3..];
        }
    }

    /// Whether an indented line is plainly an item: it has the shape of one, and the line before does not go on.
    fn is_item(&self, words: &str) -> bool {
        let word = first_word(words);
        if Owner::of(word).is_none() {
            return false;
        }
        let Some(owner) = self.pieces.last().and_then(|piece| piece.owner) else { return true };
        let rest = words[word.len()..].split(" #").next().unwrap_or("").trim();
        let next = first_word(rest);
        let named =
            next.starts_with(|c: char| c.is_lowercase()) && !RESERVED.contains(&next) && next != "kind";
        let goes_on =
            matches!(self.last_word, "of" | "from" | "to" | "and" | "or" | "notwithstanding" | "is" | "not")
                || self.last_word.ends_with(',');
        let shaped = match word {
            "clause" => {
                let number = rest.split_whitespace().next().unwrap_or("");
                let title = rest[number.len()..].trim();
                number.starts_with(|c: char| c.is_alphanumeric())
                    && !RESERVED.contains(&number)
                    && !number.ends_with(',')
                    && (title.is_empty() || title.starts_with(['"', '“']))
            }
            "scenario" | "table" | "property" => rest.starts_with(['"', '“']),
            "terms" | "entity" | "entities" | "judgement" => {
                named && !rest[next.len()..].trim_start().starts_with('.')
            }
            "policy" => named && !matches!(owner, Owner::Scenario | Owner::Table | Owner::Property),
            "list" => named && rest.contains(':') && rest.contains('='),
            "given" => rest.is_empty() && owner != Owner::Scenario,
            _ => false,
        };
        shaped && !goes_on && owner != Owner::Terms
    }
}

/// Whether a text that is open at a line ends before the next item begins.
fn closes_below(source: &SourceFile, line: usize) -> bool {
    let last = source.line_of(source.text.len() as u32);
    for text in (line..=last).map(|line| source.line_text(line)) {
        if text.contains("\"\"\"") {
            return true;
        }
        if !text.starts_with([' ', '\t']) && Owner::of(first_word(text)).is_some() {
            return false;
        }
    }
    false
}

/// Whether a line in the first column plainly belongs to the item above it.
fn belongs(words: &str, owner: Owner) -> bool {
    let word = first_word(words);
    owner.lines().iter().any(|line| first_word(line) == word)
        || label(words).is_some()
        || words.starts_with('|')
        || matches!(word, "and" | "or" | "when" | "may" | "must" | "facts" | "reading")
}

fn near_item(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    ITEMS
        .into_iter()
        .find(|item| *item == lower)
        .or_else(|| likely(&lower, ITEMS).filter(|near| near.len() > 3))
}

/// The letters up to the first that belongs to no word; at least one letter.
fn first_word(words: &str) -> &str {
    let end = words.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(words.len());
    let first = words.chars().next().map_or(0, char::len_utf8);
    &words[..end.max(first)]
}
