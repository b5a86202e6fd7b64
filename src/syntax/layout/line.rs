//! An item's words gathered into lines.

use std::ops::Range;

use super::letter::{Word, WordKind};
use super::part::{Break, Kind, Part, Role};

/// Words that begin on one line; they go on below where they have no room on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// What it is; `None` for a comment that has a line of its own.
    pub kind: Option<Kind>,
    pub words: Range<usize>,
    /// An empty line stands above it.
    pub apart: bool,
}

/// An item in words, with the role of each.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub words: Vec<Word>,
    pub roles: Vec<Option<Role>>,
    /// Before each word, the columns that all words before it take on one line; one more than there are words.
    columns: Vec<u32>,
}

impl Sheet {
    pub fn new(words: Vec<Word>, parts: &[Part]) -> Sheet {
        let mut parts = parts.iter().peekable();
        let mut roles = Vec::with_capacity(words.len());
        let mut columns = Vec::with_capacity(words.len() + 1);
        let (mut sum, mut after_comma) = (0, None);
        for word in &words {
            let mut role = after_comma.take().map(Role::Break);
            while let Some(part) = parts.next_if(|part| part.at <= word.start) {
                if part.at == word.start {
                    role = Some(part.role);
                }
            }
            if let (WordKind::Comma, Some(Role::Break(at))) = (word.kind, role) {
                after_comma = Some(at);
                role = None;
            }
            columns.push(sum);
            sum += word.before.width() as u32 + word.width;
            roles.push(role);
        }
        columns.push(sum);
        Sheet { words, roles, columns }
    }

    /// The columns that words take on one line.
    pub fn width(&self, words: &Range<usize>) -> usize {
        match words.is_empty() {
            true => 0,
            false => {
                let all = self.columns[words.end] - self.columns[words.start];
                all as usize - self.words[words.start].before.width()
            }
        }
    }

    /// Where a line may be broken before a word.
    pub fn break_before(&self, word: usize) -> Option<Break> {
        match self.roles[word] {
            Some(Role::Break(at)) => Some(at),
            _ => None,
        }
    }

    /// Whether words hold a comment, so that they cannot stand on one line.
    pub fn has_comment(&self, words: &Range<usize>) -> bool {
        self.words[words.clone()].iter().any(|word| word.kind == WordKind::Comment)
    }

    /// The lines, in order.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let kind = match self.roles[at] {
                Some(Role::Line(kind)) => Some(kind),
                _ => None,
            };
            let begins = kind.is_some() || lines.is_empty() || self.is_line_of_comment(at);
            match lines.last_mut() {
                Some(line) if !begins => line.words.end = at + 1,
                _ => lines.push(Line { kind, words: at..at + 1, apart: word.lines > 1 }),
            }
        }
        lines
    }

    /// Whether a comment stands on lines of its own, between two lines of the item.
    fn is_line_of_comment(&self, at: usize) -> bool {
        let is_comment = |at: &usize| self.words[*at].kind == WordKind::Comment;
        if !is_comment(&at) || self.words[at].lines == 0 && at > 0 {
            return false;
        }
        let next = (at..self.words.len()).find(|at| !is_comment(at));
        next.is_none_or(|next| matches!(self.roles[next], Some(Role::Line(_))))
    }

    /// The cells of a line: its words divided before each that stands in a column.
    pub fn cells(&self, line: &Line) -> Vec<Range<usize>> {
        let mut cells = vec![line.words.clone()];
        for at in line.words.start + 1..line.words.end {
            if matches!(self.roles[at], Some(Role::Cell(_) | Role::Aside))
                && let Some(cell) = cells.last_mut()
            {
                cell.end = at;
                cells.push(at..line.words.end);
            }
        }
        cells
    }
}
