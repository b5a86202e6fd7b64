//! The one way a file is laid out.
//!
//! An item is read as ever ([`super::recover`]), and what the grammar met is kept as [`Part`]s: where a line
//! begins, where one may, what stands in a column. The item's words then go on the page one by one in the order
//! they were written ([`letter`], [`line`]), so that nothing can be lost, added or moved; the parts only decide
//! the blanks between them ([`columns`], [`lists`], [`table`], [`flow`]). An item with a fault stays as it
//! stands ([`page`]). What came out is read again, and nothing is handed back that says anything else.

mod behind;
mod casebook;
mod clause;
mod columns;
mod condition;
mod flow;
mod header;
mod letter;
mod line;
mod lists;
mod page;
mod part;
mod parts;
mod same;
pub mod standing;
mod table;
mod vocabulary;

use std::ops::Range;

use super::literate::{Block, blocks};
use super::spellings::Spellings;
use super::vocabulary::Owner;
use super::{Begun, begin, cut, recover, scan, shares};
use crate::problem::Tell;
use crate::source::{FileId, SourceFile, Sources};
use line::Sheet;
pub(super) use part::Part;
pub(super) use parts::parts;

/// A file laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub text: String,
    /// How many items have a fault and stay as they stand.
    pub left: usize,
    /// Whether what was laid out, read again, says what was written. Where not, the fault is the program's.
    pub faithful: bool,
}

/// Lays a file out. Line ends are those of its first line; in a Markdown document only the blocks of Licit change.
pub fn lay_out(sources: &Sources, file: FileId) -> Layout {
    let source = sources.file(file);
    let pieces = pieces(sources, file);
    let text = written(source, &pieces);
    let mut again = Sources::default();
    let copy = again.add(source.name.clone(), text);
    let faithful = same::same(source, &pieces, &again, copy);
    let left = pieces.iter().filter(|piece| !piece.whole).count();
    Layout { text: again.into_text(copy), left, faithful }
}

/// An item as it is laid out, or what stands before the first.
struct Piece {
    start: u32,
    end: u32,
    /// What it was cut as.
    cut: Cut,
    sheet: Sheet,
    /// It has no fault.
    whole: bool,
    /// The codes of what was told of it.
    told: Vec<&'static str>,
}

/// What is known of an item before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cut {
    owner: Option<Owner>,
    mended: Option<&'static str>,
    slips: usize,
}

impl Cut {
    fn of(piece: &cut::Piece) -> Cut {
        Cut { owner: piece.owner, mended: piece.mended, slips: piece.problems.len() }
    }
}

fn pieces(sources: &Sources, file: FileId) -> Vec<Piece> {
    let source = sources.file(file);
    let blocks: Vec<u32> = blocks(source)
        .iter()
        .filter(|block| !block.lines.is_empty())
        .map(|block| source.line_start(block.lines.start))
        .collect();
    let mut pieces =
        shares::each(cut::cut(source, file), |piece, spellings| read(sources, file, piece, spellings));
    // How far its first word stands from the one before is not seen in a piece by itself.
    let mut ended = 0;
    for piece in &mut pieces {
        let block = blocks[blocks.partition_point(|block| *block <= piece.start).saturating_sub(1)];
        if let [first, ..] = piece.sheet.words.as_mut_slice() {
            first.lines = letter::line_ends(&source.text[ended.max(block) as usize..first.start as usize]);
        }
        ended = piece.sheet.words.last().map_or(0, |word| word.end);
    }
    pieces
}

/// Reads what was cut out of a file.
fn read(sources: &Sources, file: FileId, piece: cut::Piece, spellings: &Spellings) -> Piece {
    let text = &sources.file(file).text;
    let (start, end, cut) = (piece.start, piece.end, Cut::of(&piece));
    let scan = scan::scan(&text[start as usize..end as usize]);
    let in_file = |ranges: &[Range<usize>]| -> Vec<Range<usize>> {
        ranges.iter().map(|range| range.start + start as usize..range.end + start as usize).collect()
    };
    let (texts, comments) = (in_file(&scan.texts), in_file(&scan.comments));
    let mut problems = Vec::new();
    let (broken, parts) = match begin(sources, file, piece, scan, spellings, &mut problems) {
        Begun::Nothing => (false, Vec::new()),
        Begun::Unreadable(_) => (true, Vec::new()),
        Begun::Item(reader) => {
            let recover::Whole { item, told, parts } = reader.read_with_parts();
            problems.extend(told);
            (item.broken, parts)
        }
    };
    let told: Vec<&'static str> = problems.iter().map(|problem| problem.code().0).collect();
    let whole = !broken && told.is_empty();
    let words = letter::words(text, start as usize..end as usize, &texts, &comments);
    Piece { start, end, cut, sheet: Sheet::new(words, &parts), whole, told }
}

/// The text of a file with its pieces laid out.
fn written(source: &SourceFile, pieces: &[Piece]) -> String {
    let mut text = String::with_capacity(source.text.len() + source.text.len() / 8);
    let mut rest = pieces;
    let mut kept = 0;
    for Block { lines, first_column } in blocks(source) {
        if lines.is_empty() {
            continue;
        }
        let start = source.line_start(lines.start);
        let end = source.text.len().min(source.line_end(lines.end - 1) as usize);
        let inside =
            rest.iter().take_while(|piece| (piece.start as usize) < end.max(start as usize + 1)).count();
        let (here, after) = rest.split_at(inside);
        rest = after;
        text.push_str(&source.text[kept..start as usize]);
        kept = end;
        let fence = match lines.start.checked_sub(1) {
            Some(fence) if source.is_literate() => source.line_text(fence),
            _ => "",
        };
        let margin = &fence[..fence.len() - fence.trim_start().len()];
        let laid = page::page(&source.text, margin, first_column, here);
        match source.ends_lines_wide() {
            true => text.push_str(&laid.replace('\n', "\r\n")),
            false => text.push_str(&laid),
        }
    }
    text.push_str(&source.text[kept..]);
    text
}
