//! Text to tree: the only room that knows the grammar.

mod build;
pub mod cell;
mod cut;
mod fault;
mod grammar;
mod lines;
mod literate;
mod quotation;
mod recover;
mod scan;
pub mod tree;

use crate::problem::Problem;
use crate::source::{FileId, Sources, Span};
use tree::Tree;

/// Reads one file: a tree of all that could be read, and what was wrong with the rest.
pub fn parse(sources: &Sources, file: FileId) -> (Tree, Vec<Problem>) {
    let source = sources.file(file);
    let mut tree = Tree { file, items: Vec::new(), comments: Vec::new() };
    let mut problems = Vec::new();
    for piece in cut::cut(source) {
        let scan = scan::scan(&source.text[piece.start as usize..piece.end as usize]);
        let span = |range: &std::ops::Range<usize>| {
            Span::new(file, piece.start + range.start as u32, piece.start + range.end as u32)
        };
        tree.comments.extend(scan.comments.iter().map(span));
        if scan.plain.trim().is_empty() {
            continue;
        }
        let (item, told) = recover::read(sources, file, piece.start, &scan.plain);
        tree.items.push(item);
        problems.extend(told.into_iter().map(Problem::from));
    }
    (tree, problems)
}
