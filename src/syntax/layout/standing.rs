//! What stands in a text that is laid out: its items one after another, and the lines of each.

use std::ops::Range;

use super::letter::WordKind;
use super::line::Sheet;
use super::page::comments_after;
use super::part::Kind;
use super::{pieces, same, written};
use crate::source::{FileId, Sources};

/// An item, or comments between items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub lines: Vec<Line>,
    /// These are comments, and belong to no item.
    pub comments: bool,
    /// An empty line stands above it.
    pub apart: bool,
}

/// A line of an item, with the lines on which its words go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the text, whole lines without the last line end.
    pub range: Range<usize>,
    pub kind: LineKind,
    /// The title that stands in it, without its marks: where the line opens an item.
    pub title: Option<Range<usize>>,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The words that open an item.
    Opening,
    /// An item of a list that stands in so many lists.
    Row(u8),
    /// A term of a taxonomy, or an attribute.
    Entry,
    /// A comment on lines of its own.
    Comment,
    /// Any other.
    Other,
}

/// A file laid out, and what stands in it then; `None` where it has a fault.
pub fn standing(sources: &Sources, file: FileId) -> Option<(String, Vec<Standing>)> {
    let source = sources.file(file);
    let before = pieces(sources, file);
    let mut again = Sources::default();
    let copy = again.add(source.name.clone(), written(source, &before));
    if !same::same(source, &before, &again, copy) {
        return None;
    }
    let now = pieces(&again, copy);
    let text = &again.file(copy).text;
    let mut all = Vec::new();
    for piece in now {
        if piece.sheet.words.is_empty() {
            continue;
        }
        if !piece.whole {
            return None;
        }
        let comments = comments_after(text, 0, &piece);
        if comments.start > 0 {
            let lines = piece.sheet.lines().into_iter().filter(|line| line.words.start < comments.start);
            let lines: Vec<Line> = lines
                .map(|line| {
                    let kind = kind(line.kind);
                    let title =
                        (kind == LineKind::Opening).then(|| title(text, &piece.sheet, &line.words)).flatten();
                    Line { range: lines_of(text, &piece.sheet, &line.words), kind, title }
                })
                .collect();
            all.push(Standing { lines, comments: false, apart: piece.sheet.words[0].lines > 1 });
        }
        let words = comments.clone();
        let lines: Vec<Line> = words
            .map(|at| Line {
                range: lines_of(text, &piece.sheet, &(at..at + 1)),
                kind: LineKind::Comment,
                title: None,
            })
            .collect();
        if !lines.is_empty() {
            let apart = piece.sheet.words[comments.start].lines > 1;
            all.push(Standing { lines, comments: true, apart });
        }
    }
    Some((again.into_text(copy), all))
}

fn kind(kind: Option<Kind>) -> LineKind {
    match kind {
        None => LineKind::Comment,
        Some(Kind::Plain(0)) => LineKind::Opening,
        Some(Kind::Row(depth)) => LineKind::Row(depth),
        Some(Kind::Term | Kind::Attribute) => LineKind::Entry,
        Some(_) => LineKind::Other,
    }
}

/// The lines on which words stand.
fn lines_of(text: &str, sheet: &Sheet, words: &Range<usize>) -> Range<usize> {
    let first = sheet.words[words.start].start as usize;
    text[..first].rfind('\n').map_or(0, |end| end + 1)..sheet.words[words.end - 1].end as usize
}

/// The title among the words that open an item, without its marks: no number that is quoted is one.
fn title(text: &str, sheet: &Sheet, words: &Range<usize>) -> Option<Range<usize>> {
    let opener = &sheet.words[words.start];
    let numbered = matches!(&text[opener.start as usize..opener.end as usize], "clause" | "part" | "annex");
    let behind = words.start + if numbered { 2 } else { 1 };
    let title = (behind..words.end).map(|at| &sheet.words[at]).find(|word| word.kind == WordKind::Text)?;
    let (start, end) = (title.start as usize, title.end as usize);
    let mark = text[start..end].chars().next()?.len_utf8();
    (end - start >= 2 * mark).then_some(start + mark..end - mark)
}
