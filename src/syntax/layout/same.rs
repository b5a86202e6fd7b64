//! Whether two texts say the same: the same words in the same roles, the same faults, the same comments.
//!
//! What a text means comes of its words and of what the grammar makes of them. So two texts whose items have the
//! same words in the same roles, and of which the same is told, mean the same.

use super::letter::{Word, WordKind};
use super::{Cut, Piece, cut, line::Sheet, read};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax::quotation;
use crate::syntax::shares;

/// Whether a text says what these pieces say. It is cut anew, and every piece of it is read anew but for those that came
/// out letter by letter as they were written: reading them again could only give the same.
pub(super) fn same(one: &SourceFile, pieces: &[Piece], again: &Sources, copy: FileId) -> bool {
    let other = again.file(copy);
    let cuts = cut::cut(other, copy);
    if cuts.len() != pieces.len() {
        return false;
    }
    let pairs: Vec<(cut::Piece, &Piece)> = cuts.into_iter().zip(pieces).collect();
    let same = shares::each(pairs, |(cut, piece), spellings| {
        unchanged(one, piece, other, &cut) || {
            let also = read(again, copy, cut, spellings);
            same_piece(&one.text, piece, &other.text, &also)
        }
    });
    same.into_iter().all(|same| same)
}

/// Whether a piece has the same letters in the same columns, and was cut as the same.
fn unchanged(one: &SourceFile, piece: &Piece, other: &SourceFile, cut: &cut::Piece) -> bool {
    fn lines(source: &SourceFile, start: u32, end: u32) -> &str {
        let line = source.line_start(source.line_of(start));
        source.text[line as usize..end as usize].trim_end()
    }
    piece.cut == Cut::of(cut) && lines(one, piece.start, piece.end) == lines(other, cut.start, cut.end)
}

fn same_piece(one: &str, piece: &Piece, other: &str, also: &Piece) -> bool {
    let (words, others) = (&piece.sheet.words, &also.sheet.words);
    piece.whole == also.whole
        && piece.told == also.told
        && words.len() == others.len()
        && words.iter().zip(others).all(|(word, also)| same_word(one, word, other, also))
        && same_roles(&piece.sheet, &also.sheet)
}

fn same_roles(one: &Sheet, other: &Sheet) -> bool {
    one.roles == other.roles
}

fn same_word(one: &str, word: &Word, other: &str, also: &Word) -> bool {
    let words = &one[word.start as usize..word.end as usize];
    let others = &other[also.start as usize..also.end as usize];
    match (word.kind, also.kind) {
        (WordKind::Rule, WordKind::Rule) => true,
        (WordKind::Block, _) => quotation::words(words) == quotation::words(others),
        _ => words == others,
    }
}
