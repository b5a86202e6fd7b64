//! Which lines of a file are Licit: all of them, or those of a Markdown document's fenced `licit` blocks.

use std::ops::Range;

use super::lines::indentation;
use crate::source::SourceFile;

/// Lines that are read together; no item reaches from one block into the next.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Numbered from 0.
    pub lines: Range<usize>,
    /// The column at which its items begin.
    pub first_column: usize,
}

/// The blocks of a file.
pub(super) fn blocks(source: &SourceFile) -> Vec<Block> {
    let lines = source.line_of(source.text.len() as u32) + 1;
    if !source.is_literate() {
        return vec![Block { lines: 0..lines, first_column: 0 }];
    }
    let mut blocks = Vec::new();
    let mut line = 0;
    while line < lines {
        let text = source.line_text(line);
        line += 1;
        let Some(fence) = Fence::open(text) else { continue };
        let begin = line;
        while line < lines && !fence.closes(source.line_text(line)) {
            line += 1;
        }
        if fence.licit {
            blocks.push(Block { lines: begin..line, first_column: indentation(text) });
        }
        line += 1;
    }
    blocks
}

/// The line that opens a fenced block of Markdown.
struct Fence {
    mark: char,
    length: usize,
    /// Tagged `licit`.
    licit: bool,
}

impl Fence {
    fn open(line: &str) -> Option<Fence> {
        let line = line.trim_start();
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let tag = line.trim_start_matches(mark);
        let length = line.len() - tag.len();
        let licit = tag.split_whitespace().next() == Some("licit");
        (length >= 3 && !(mark == '`' && tag.contains('`'))).then_some(Fence { mark, length, licit })
    }

    fn closes(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn only_fenced_licit_is_code() {
        let text =
            "# A\n```licit\nclause 1\n```\n````markdown\n```licit\nno\n```\n````\n  ~~~ licit\n  clause 2\n";
        let mut sources = Sources::default();
        let file = sources.add("a.licit.md", text);
        let expected = [Block { lines: 2..3, first_column: 0 }, Block { lines: 10..12, first_column: 2 }];
        assert_eq!(blocks(sources.file(file)), expected);
    }
}
