//! Columns: how far in something stands on its line.

/// The columns that the beginning of a line takes: a tab reaches to the next multiple of four.
pub(super) fn width(beginning: &str) -> usize {
    beginning.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// How far in the first word of a line stands.
pub(super) fn indentation(line: &str) -> usize {
    width(&line[..line.len() - line.trim_start().len()])
}
