//! Columns, and places that fall between letters.

use crate::source::{SourceFile, Span};

/// The columns that the beginning of a line takes: a tab reaches to the next multiple of four.
pub(super) fn width(beginning: &str) -> usize {
    beginning.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// How far in the first word of a line stands.
pub(super) fn indentation(line: &str) -> usize {
    width(&line[..line.len() - line.trim_start().len()])
}

/// The span made to hold whole letters: a hidden one was read as several blanks, and a place can lie among them.
pub(super) fn whole_letters(source: &SourceFile, span: Span) -> Span {
    let start = source.text.floor_char_boundary(span.start as usize) as u32;
    let end = source.text.ceil_char_boundary(span.end as usize) as u32;
    Span { start, end, ..span }
}
