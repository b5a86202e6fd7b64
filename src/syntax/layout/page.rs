//! The items of a file put under one another: empty lines, comments, and what is left as it stands.

use std::ops::Range;

use super::Piece;
use super::behind::Behind;
use super::columns::{Place, STEP, places};
use super::flow::Pen;
use super::letter::WordKind;
use super::line::{Line, Sheet};
use super::part::Kind;
use super::table::Table;

/// Lays out the pieces of a file, or of one block of it, whose lines all begin with a margin of blanks.
pub(super) fn page(text: &str, margin: &str, first_column: usize, pieces: &[Piece]) -> String {
    let mut page = Page { text, first_column, pen: Pen::new(text, margin), before: Before::Nothing };
    for piece in pieces {
        page.piece(piece);
    }
    page.pen.out
}

/// What stands above the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// A comment in the first column.
    Comment,
    /// An item, of one line or of several.
    Item {
        single: bool,
    },
}

struct Page<'t> {
    text: &'t str,
    first_column: usize,
    pen: Pen<'t>,
    before: Before,
}

impl Page<'_> {
    fn piece(&mut self, piece: &Piece) {
        let comments = comments_after(self.text, self.first_column, piece);
        let words = 0..comments.start;
        if !words.is_empty() {
            match piece.whole {
                true => self.item(&piece.sheet, words),
                false => self.as_it_stands(piece, words),
            }
        }
        let comments = &piece.sheet.words[comments];
        // A comment close below an item and apart from what comes next belongs to the item.
        let above = matches!(comments, [first, ..] if first.lines < 2)
            && (comments.iter().skip(1).any(|word| word.lines > 1) || ends_apart(self.text, piece));
        for (number, comment) in comments.iter().enumerate() {
            let wanted = number == 0 && !above && self.before == Before::Item { single: false };
            self.apart(comment.lines > 1, wanted);
            self.pen.write(&self.text[comment.start as usize..comment.end as usize]);
            self.pen.line_end();
            self.before = Before::Comment;
        }
    }

    /// An empty line, where there is one or must be one.
    fn apart(&mut self, written: bool, wanted: bool) {
        if self.before != Before::Nothing && (written || wanted) {
            self.pen.line_end();
        }
    }

    /// An item with a fault: every line as it was written.
    fn as_it_stands(&mut self, piece: &Piece, words: Range<usize>) {
        let written = &piece.sheet.words[words];
        let (Some(first), Some(last)) = (written.first(), written.last()) else { return };
        self.apart(first.lines > 1, self.before == Before::Item { single: false });
        // From the blanks before its first word: what else stands on that line is not of this item.
        let from = self.text[..first.start as usize].trim_end_matches([' ', '\t']).len();
        for line in self.text[from..last.end as usize].lines() {
            self.pen.line_as_it_stands(line.trim_end_matches('\r'));
        }
        self.before = Before::Item { single: true };
    }

    fn item(&mut self, sheet: &Sheet, words: Range<usize>) {
        let mut lines = sheet.lines();
        lines.retain(|line| line.words.start < words.end);
        let places = places(sheet, &lines);
        self.apart(sheet.words[0].lines > 1, self.before == Before::Item { single: false });
        let rows = lines.iter().zip(&places).filter(|(line, _)| matches!(line.kind, Some(Kind::Cells(_))));
        let table = Table::of(sheet, rows);
        let mut behind = Behind::default();
        for (number, line) in lines.iter().enumerate() {
            if number > 0 && line.apart {
                self.pen.line_end();
            }
            if number > 0 && line.apart || line.kind.is_none() {
                behind.align(&mut self.pen);
            }
            match line.kind {
                None => self.line_of_comment(sheet, &lines, &places, number),
                Some(Kind::Cells(_)) => self.row(&table, sheet, line, places[number].indent),
                _ => self.line(sheet, &places[number]),
            }
            behind.see(&mut self.pen, sheet, line);
            self.pen.line_end();
        }
        behind.align(&mut self.pen);
        self.before = Before::Item { single: lines.len() == 1 };
    }

    /// A comment stands as far in as what it is about: the line below, or where there is none, the line above.
    fn line_of_comment(&mut self, sheet: &Sheet, lines: &[Line], places: &[Place], number: usize) {
        let is_line = |at: &usize| lines[*at].kind.is_some();
        let near = (number..lines.len()).find(is_line).or_else(|| (0..number).rev().find(is_line));
        self.pen.blanks_to(near.map_or(0, |near| places[near].indent.max(STEP)));
        self.pen.flow(sheet, lines[number].words.clone(), 0);
    }

    fn row(&mut self, table: &Table, sheet: &Sheet, line: &Line, indent: usize) {
        self.pen.blanks_to(indent);
        table.write(&mut self.pen, sheet, line);
        if let Some(comment) = Table::comment(sheet, line) {
            self.pen.write("  ");
            self.pen.flow(sheet, comment..comment + 1, 0);
        }
    }

    fn line(&mut self, sheet: &Sheet, place: &Place) {
        self.pen.blanks_to(place.indent);
        for (number, cell) in place.cells.iter().enumerate() {
            let mut hang = place.hang;
            match cell.column {
                _ if number == 0 => {}
                Some(column) => self.pen.blanks_to(column),
                None => {
                    self.pen.below(place.hang);
                    hang += STEP;
                }
            }
            self.pen.flow(sheet, cell.words.clone(), hang);
        }
    }
}

/// The comments below an item that stand in the first column, or without an item all of them: they belong to
/// what comes next.
pub(super) fn comments_after(text: &str, first_column: usize, piece: &Piece) -> Range<usize> {
    let words = &piece.sheet.words;
    let mut start = words.len();
    for at in (0..words.len()).rev() {
        let word = &words[at];
        if word.kind != WordKind::Comment || word.lines == 0 && at > 0 {
            break;
        }
        let line = text[..word.start as usize].rfind('\n').map_or(0, |end| end + 1);
        let column = crate::syntax::lines::width(&text[line..word.start as usize]);
        if column <= first_column {
            start = at;
        }
    }
    if words.first().is_some_and(|word| word.kind == WordKind::Comment)
        && words.iter().all(|word| word.kind == WordKind::Comment)
    {
        start = 0;
    }
    start..words.len()
}

/// Whether an empty line stands between the last word of a piece and what comes next.
fn ends_apart(text: &str, piece: &Piece) -> bool {
    let end = piece.sheet.words.last().map_or(0, |word| word.end as usize);
    let gap = &text[end..];
    gap[..gap.len() - gap.trim_start().len()].matches('\n').count() > 1
}
