//! Lettered lists: labels in one column, words in the next, a list within a row one step further in.

use super::columns::{Place, STEP, UNDER_HEAD, align};
use super::line::{Line, Sheet};
use super::part::Kind;

/// A list whose rows stand in the same column.
struct List {
    depth: u8,
    /// The row it hangs on; `None` where it hangs on the statement.
    parent: Option<usize>,
    rows: Vec<usize>,
}

/// Places the rows of every list of an item.
pub(super) fn place(sheet: &Sheet, lines: &[Line], places: &mut [Place]) {
    let mut at = 0;
    let mut statement = 0;
    while at < lines.len() {
        match lines[at].kind {
            Some(Kind::Row(_)) => {
                let end = (at..lines.len()).find(|line| !is_row_or_comment(&lines[*line]));
                let end = end.unwrap_or(lines.len());
                let base = if statement == 0 { UNDER_HEAD } else { places[statement].indent + STEP };
                for list in lists(&lines[at..end], at) {
                    place_list(sheet, places, &list, base);
                }
                at = end;
            }
            kind => {
                if kind.is_some() {
                    statement = at;
                }
                at += 1;
            }
        }
    }
}

fn is_row_or_comment(line: &Line) -> bool {
    matches!(line.kind, Some(Kind::Row(_)) | None)
}

/// The lists that some rows make, the outer ones first; `from` is the number of the first line.
fn lists(lines: &[Line], from: usize) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut last = None;
    for (number, line) in lines.iter().enumerate() {
        let Some(Kind::Row(depth)) = line.kind else { continue };
        while open.pop_if(|list| lists[*list].depth > depth).is_some() {}
        match open.last().filter(|list| lists[**list].depth == depth) {
            Some(list) => lists[*list].rows.push(from + number),
            None => {
                open.push(lists.len());
                lists.push(List { depth, parent: last, rows: vec![from + number] });
            }
        }
        last = Some(from + number);
    }
    lists
}

fn place_list(sheet: &Sheet, places: &mut [Place], list: &List, base: usize) {
    let indent = list.parent.map_or(base, |row| places[row].hang);
    let label = |row: &usize| places[*row].cells.first().map_or(0, |cell| sheet.width(&cell.words));
    let content = indent + list.rows.iter().map(label).max().unwrap_or(0) + 1;
    for row in &list.rows {
        let place = &mut places[*row];
        place.indent = indent;
        place.hang = content + STEP;
        if let Some(label) = place.cells.first_mut() {
            label.column = Some(indent);
        }
    }
    align(sheet, places, &list.rows);
}
