//! Whether two texts say the same: the same words in the same roles, the same faults, the same comments.
//!
//! What a text means comes of its words and of what the grammar makes of them. So two texts whose items have the
//! same words in the same roles, and of which the same is told, mean the same.

use super::letter::{Word, WordKind};
use super::{Piece, line::Sheet};
use crate::source::SourceFile;
use crate::syntax::quotation;

pub(super) fn same(one: &SourceFile, pieces: &[Piece], other: &SourceFile, others: &[Piece]) -> bool {
    let standing = |piece: &&Piece| !piece.sheet.words.is_empty();
    let (mut pieces, mut others) = (pieces.iter().filter(standing), others.iter().filter(standing));
    loop {
        match (pieces.next(), others.next()) {
            (None, None) => return true,
            (Some(piece), Some(also)) if same_piece(&one.text, piece, &other.text, also) => {}
            _ => return false,
        }
    }
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
