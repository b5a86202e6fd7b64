//! The file cut into items before anything is read: a line in the first column begins one.

use super::lines::indentation;
use super::literate::{Block, blocks};
use crate::source::SourceFile;

/// The lines of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its first letter and its end, in bytes from the beginning of the file.
    pub start: u32,
    pub end: u32,
}

/// Cuts a file. What stands before its first item, comments as a rule, comes first.
pub(super) fn cut(source: &SourceFile) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for Block { lines, first_column } in blocks(source) {
        let mut start = source.line_start(lines.start.min(lines.end.saturating_sub(1)));
        for line in lines.clone() {
            let text = source.line_text(line);
            let words = text.trim_start();
            if !words.is_empty() && !words.starts_with('#') && indentation(text) <= first_column {
                let begins = source.line_start(line) + (text.len() - words.len()) as u32;
                pieces.push(Piece { start, end: begins });
                start = begins;
            }
        }
        let end = match lines.is_empty() {
            true => start,
            false => source.line_start(lines.end - 1) + source.line_text(lines.end - 1).len() as u32,
        };
        pieces.push(Piece { start, end });
    }
    pieces
}
