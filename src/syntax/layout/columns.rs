//! Where the lines of an item stand, and the columns that they have in common.

use std::ops::Range;

use super::header::VALUES;
use super::letter::WordKind;
use super::line::{Line, Sheet};
use super::lists;
use super::part::{Column, Kind, Role};

/// The columns of a page.
pub(super) const PAGE: usize = 100;
/// The columns of one step in.
pub(super) const STEP: usize = 2;
/// What goes on below the head of an item stands deeper than the item's lines.
pub(super) const UNDER_HEAD: usize = 2 * STEP;

/// Where a line stands.
#[derive(Debug, Default, Clone)]
pub(super) struct Place {
    /// The column at which it begins.
    pub indent: usize,
    /// The column at which it goes on below.
    pub hang: usize,
    pub cells: Vec<Cell>,
}

/// Some words of a line.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub words: Range<usize>,
    /// The column at which they begin; `None` where they have a line of their own.
    pub column: Option<usize>,
}

/// The place of each line of an item, of which the first is the head.
pub(super) fn places(sheet: &Sheet, lines: &[Line]) -> Vec<Place> {
    let mut places: Vec<Place> = lines.iter().map(|line| place(sheet, line)).collect();
    lists::place(sheet, lines, &mut places);
    let mut start = 0;
    while start < lines.len() {
        let mut together = vec![start];
        let mut next = start + 1;
        while next < lines.len() && !lines[next].apart && goes_with(&lines[start], &lines[next]) {
            if lines[next].kind.is_some() {
                together.push(next);
            }
            next += 1;
        }
        if !matches!(lines[start].kind, Some(Kind::Row(_) | Kind::Cells(_))) {
            align(sheet, &mut places, &together);
        }
        start = next;
    }
    places
}

/// A line by itself.
fn place(sheet: &Sheet, line: &Line) -> Place {
    let indent = match line.kind {
        Some(Kind::Plain(steps) | Kind::Cells(steps)) => usize::from(steps) * STEP,
        _ => STEP,
    };
    let hang = match line.kind {
        Some(Kind::Header | Kind::Action) => usize::from(VALUES) + STEP,
        _ if indent == 0 => UNDER_HEAD,
        _ => indent + STEP,
    };
    let mut cells = sheet.cells(line);
    if line.kind == Some(Kind::Action) {
        // The word `actions` stands above.
        cells.insert(0, line.words.start..line.words.start);
    }
    let cells = cells.into_iter().map(|words| Cell { words, column: Some(indent) }).collect();
    Place { indent, hang, cells }
}

/// Whether a line has its columns in common with the one above, or is a comment between such lines.
fn goes_with(above: &Line, line: &Line) -> bool {
    match (above.kind, line.kind) {
        (Some(Kind::Header), kind) => kind == Some(Kind::Action),
        (Some(Kind::Action | Kind::Term | Kind::Attribute), None) => true,
        (Some(Kind::Action | Kind::Term | Kind::Attribute), kind) => kind == above.kind,
        _ => false,
    }
}

/// Gives the cells of some lines their columns. What has no room in its column gets a line of its own.
pub(super) fn align(sheet: &Sheet, places: &mut [Place], lines: &[usize]) {
    let most = lines.iter().map(|line| places[*line].cells.len()).max().unwrap_or(0);
    for number in 1..most {
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for line in lines {
            let place = &mut places[*line];
            if number >= place.cells.len() {
                continue;
            }
            match stop(sheet, place, number) {
                Some(stop) => kept.push((*line, stop)),
                None => place.cells[number].column = None,
            }
        }
        // Each round takes out the lines without room; after the last, nothing has to be even.
        for round in 0..4 {
            let column = kept.iter().map(|(_, stop)| *stop).max().unwrap_or(0);
            let before = kept.len();
            kept.retain(|(line, _)| {
                let cell = &mut places[*line].cells[number];
                let room = !may_leave(sheet, cell) || column + sheet.width(&cell.words) <= PAGE;
                cell.column = room.then_some(column);
                room
            });
            if kept.len() == before || round == 3 {
                break;
            }
        }
    }
}

/// The first column at which a cell has room beside the one before it.
fn stop(sheet: &Sheet, place: &Place, number: usize) -> Option<usize> {
    let (before, cell) = (&place.cells[number - 1], &place.cells[number]);
    let end = before.column? + sheet.width(&before.words);
    let crowded = end > PAGE
        || sheet.has_comment(&before.words)
        || sheet.words[before.words.clone()].iter().any(|word| word.kind == WordKind::Block);
    let several = place.cells.get(number + 1).is_some() || number > 2;
    match sheet.roles[cell.words.start] {
        _ if crowded => None,
        Some(Role::Aside) if several || sheet.words[cell.words.end - 1].kind == WordKind::Block => None,
        Some(Role::Line(Kind::Action)) => Some(usize::from(VALUES)),
        Some(Role::Cell(Column { gap, from })) => Some((end + usize::from(gap)).max(usize::from(from))),
        _ => Some(end + usize::from(Column::WIDE.gap)),
    }
}

/// Whether a cell may have a line of its own: a title, or what closes a row.
fn may_leave(sheet: &Sheet, cell: &Cell) -> bool {
    let first = cell.words.start;
    sheet.roles[first] == Some(Role::Aside) || sheet.words[first].kind == WordKind::Text
}
