//! Words put on as few lines as they have room on, broken where the text has its joints.

use std::ops::Range;

use super::columns::{PAGE, STEP};
use super::letter::{Blank, WordKind};
use super::line::Sheet;
use super::part::Break;
use crate::syntax::quotation;

/// Lines being written.
pub(super) struct Pen<'t> {
    text: &'t str,
    /// What every line begins with.
    margin: &'t str,
    pub out: String,
    /// The column after what was written last.
    pub column: usize,
    /// How many lines were ended.
    line: usize,
    /// Nothing stands on this line yet.
    fresh: bool,
}

impl<'t> Pen<'t> {
    pub fn new(text: &'t str, margin: &'t str) -> Pen<'t> {
        Pen { text, margin, out: String::new(), column: 0, line: 0, fresh: true }
    }

    /// Ends the line.
    pub fn line_end(&mut self) {
        self.out.push('\n');
        self.column = 0;
        self.line += 1;
        self.fresh = true;
    }

    /// Blanks up to a column.
    pub fn blanks_to(&mut self, column: usize) {
        self.begin();
        self.out.extend(std::iter::repeat_n(' ', column.saturating_sub(self.column)));
        self.column = self.column.max(column);
    }

    fn begin(&mut self) {
        if std::mem::take(&mut self.fresh) {
            self.out.push_str(self.margin);
        }
    }

    /// Writes a line as it was written.
    pub fn line_as_it_stands(&mut self, line: &str) {
        self.out.push_str(line);
        self.line_end();
    }

    /// Moves what was written from a byte on, on the last line, so many columns in.
    pub fn move_in(&mut self, from: usize, blanks: usize) {
        self.out.insert_str(from, &" ".repeat(blanks));
    }

    /// Begins a line below at a column.
    pub fn below(&mut self, column: usize) {
        self.line_end();
        self.blanks_to(column);
    }

    /// Writes words from here on; where they have no room, they go on below at `hang`.
    pub fn flow(&mut self, sheet: &Sheet, words: Range<usize>, hang: usize) {
        let mut start = words.start;
        // Nothing stands behind a comment.
        while let Some(comment) = (start..words.end).find(|at| sheet.words[*at].kind == WordKind::Comment) {
            if comment > start {
                self.phrase(sheet, start..comment, hang);
            }
            match sheet.words[comment].lines {
                0 if comment > words.start => self.write("  "),
                _ if comment == words.start => {}
                _ if comment > start => self.below(hang),
                _ => {}
            }
            self.word(sheet, comment, hang);
            if comment + 1 < words.end {
                self.below(hang);
            }
            start = comment + 1;
        }
        if start < words.end {
            self.phrase(sheet, start..words.end, hang);
        }
    }

    /// Writes words without a comment.
    fn phrase(&mut self, sheet: &Sheet, words: Range<usize>, hang: usize) {
        if self.column + sheet.width(&words) <= PAGE {
            return self.unbroken(sheet, words, hang);
        }
        let breaks = || (words.start + 1..words.end).filter_map(|at| sheet.break_before(at));
        let rest = breaks().filter(|at| *at != Break::WHEN).min_by_key(|at| at.rank);
        let when = breaks().find(|at| *at == Break::WHEN);
        let first = match (when, rest) {
            (Some(when), Some(rest)) if when.rank < rest.rank && !self.is_enough(sheet, &words, hang) => rest,
            (when, rest) => match when.into_iter().chain(rest).min_by_key(|at| at.rank) {
                Some(first) => first,
                None => return self.unbroken(sheet, words, hang),
            },
        };
        let Break { rank, together, level } = first;
        let deeper = if level { hang } else { hang + STEP };
        let mut start = words.start;
        // What goes on below a part of several lines would not be seen behind it.
        let mut high = false;
        while start < words.end {
            let joint = (start + 1..words.end)
                .find(|at| sheet.break_before(*at).is_some_and(|at| at.rank == rank))
                .unwrap_or(words.end);
            let part = start..joint;
            if start > words.start {
                if together || high || self.column + 1 + sheet.width(&part) > PAGE {
                    self.below(hang);
                } else {
                    self.blank(sheet, start);
                }
            }
            let line = self.line;
            self.phrase(sheet, part, deeper);
            high = self.line > line;
            start = joint;
        }
    }

    /// Whether every part has room on a line once words are broken before `when` and its like.
    fn is_enough(&self, sheet: &Sheet, words: &Range<usize>, hang: usize) -> bool {
        let mut start = words.start;
        let mut column = self.column;
        loop {
            let next = (start + 1..words.end).find(|at| sheet.break_before(*at) == Some(Break::WHEN));
            let part = start..next.unwrap_or(words.end);
            if column + sheet.width(&part) > PAGE {
                return false;
            }
            match next {
                Some(next) => (start, column) = (next, hang),
                None => return true,
            }
        }
    }

    /// Writes words on one line.
    fn unbroken(&mut self, sheet: &Sheet, words: Range<usize>, hang: usize) {
        for at in words.clone() {
            if at > words.start {
                self.blank(sheet, at);
            }
            self.word(sheet, at, hang);
        }
    }

    fn blank(&mut self, sheet: &Sheet, at: usize) {
        match sheet.words[at].before {
            Blank::None => {}
            Blank::One => self.write(" "),
            Blank::Kept(blank) => self.write(blank.encode_utf8(&mut [0; 4])),
        }
    }

    fn word(&mut self, sheet: &Sheet, at: usize, hang: usize) {
        let word = &sheet.words[at];
        let words = &self.text[word.start as usize..word.end as usize];
        match word.kind {
            WordKind::Block => self.block(words, hang),
            _ => {
                self.begin();
                self.out.push_str(words);
                self.column += word.width as usize;
            }
        }
    }

    /// Writes a text over several lines, which stand at `indent`.
    fn block(&mut self, written: &str, indent: usize) {
        let words = quotation::words(written);
        self.write("\"\"\"");
        if !words.is_empty() {
            for line in words.split('\n') {
                self.line_end();
                if !line.is_empty() {
                    self.blanks_to(indent);
                    self.out.push_str(line);
                }
            }
            self.below(indent);
        }
        self.write("\"\"\"");
    }

    /// Writes letters as they are.
    pub fn write(&mut self, words: &str) {
        self.begin();
        self.out.push_str(words);
        self.column += super::letter::width(words);
    }
}
