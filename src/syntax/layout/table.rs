//! Tables: each column as wide as its widest cell, as far as the page has room.

use std::ops::Range;

use super::columns::{PAGE, Place};
use super::flow::Pen;
use super::letter::WordKind;
use super::line::{Line, Sheet};

/// The widths of a table's columns.
#[derive(Debug, Default)]
pub(super) struct Table {
    widths: Vec<usize>,
}

impl Table {
    /// Measures the rows of a table.
    pub fn of<'l>(sheet: &Sheet, rows: impl Iterator<Item = (&'l Line, &'l Place)>) -> Table {
        let mut columns: Vec<Vec<usize>> = Vec::new();
        let mut indent = 0;
        for (row, place) in rows {
            indent = place.indent;
            for (number, cell) in cells(sheet, &row.words).iter().enumerate() {
                if number == columns.len() {
                    columns.push(Vec::new());
                }
                columns[number].push(sheet.width(cell));
            }
        }
        let mut widths: Vec<usize> =
            columns.iter().map(|cells| cells.iter().copied().max().unwrap_or(0)).collect();
        // A long cell of the last column stands out, rather than push every line off the page.
        if let ([before @ .., last], Some(cells)) = (widths.as_mut_slice(), columns.last()) {
            let room = PAGE.saturating_sub(indent + before.iter().map(|width| width + 3).sum::<usize>() + 4);
            let fitting: Vec<usize> = cells.iter().copied().filter(|width| *width <= room).collect();
            if 2 * fitting.len() > cells.len() {
                *last = fitting.into_iter().max().unwrap_or(*last);
            }
        }
        Table { widths }
    }

    /// Writes a row.
    pub fn write(&self, pen: &mut Pen, sheet: &Sheet, row: &Line) {
        pen.write("|");
        if sheet.words[row.words.start].kind == WordKind::Rule {
            for width in &self.widths {
                pen.write(&"-".repeat(width + 2));
                pen.write("|");
            }
            return;
        }
        for (cell, width) in cells(sheet, &row.words).into_iter().zip(&self.widths) {
            pen.write(" ");
            let end = pen.column + width;
            pen.flow(sheet, cell, 0);
            pen.blanks_to(end);
            pen.write(" |");
        }
    }

    /// The comment behind a row.
    pub fn comment(sheet: &Sheet, row: &Line) -> Option<usize> {
        let last = row.words.end - 1;
        (sheet.words[last].kind == WordKind::Comment).then_some(last)
    }
}

/// The words between the marks of a row.
fn cells(sheet: &Sheet, row: &Range<usize>) -> Vec<Range<usize>> {
    let bars: Vec<usize> = row.clone().filter(|at| sheet.words[*at].kind == WordKind::Bar).collect();
    bars.windows(2).map(|bars| bars[0] + 1..bars[1]).collect()
}
