//! Text to tree: the only room that knows the grammar.
//!
//! A file is cut into items by its first column ([`cut`]), and each item is read by itself: its letters first
//! ([`scan`]), then its words by the grammar, again and again while they hold faults ([`recover`]), and what
//! could be read becomes the tree ([`build`]). Reading is linear in the file; an item costs at most some twenty
//! readings.

mod build;
pub mod cell;
mod cut;
mod describe;
mod fault;
mod grammar;
pub mod imports;
mod lines;
mod literate;
mod near;
mod quotation;
mod recover;
mod scan;
mod segment;
mod slip;
mod spellings;
pub mod tree;
mod vocabulary;

use std::collections::HashSet;

use crate::problem::syntax::SyntaxProblem;
use crate::problem::{Problem, Tell};
use crate::source::{FileId, Sources, Span};
use spellings::Spellings;
use tree::{Item, ItemKind, Tree};

/// Reads one file: a tree of all that could be read, and what was wrong with the rest, in the text's order.
pub fn parse(sources: &Sources, file: FileId) -> (Tree, Vec<Problem>) {
    let source = sources.file(file);
    let mut tree = Tree { file, items: Vec::new(), comments: Vec::new() };
    let mut problems: Vec<SyntaxProblem> = Vec::new();
    let spellings = Spellings::default();
    for piece in cut::cut(source, file) {
        let mut scan = scan::scan(&source.text[piece.start as usize..piece.end as usize]);
        let span = |range: &std::ops::Range<usize>| {
            Span::new(file, piece.start + range.start as u32, piece.start + range.end as u32)
        };
        tree.comments.extend(scan.comments.iter().map(span));
        for hidden in &scan.hidden {
            let code = source.text[piece.start as usize + hidden.start..].chars().next().map_or(0, u32::from);
            problems.push(SyntaxProblem::HiddenCharacter { span: span(hidden), code });
        }
        let told_before = !piece.problems.is_empty();
        problems.extend(piece.problems);
        let words = scan.plain.trim_end().len();
        if words == 0 {
            continue;
        }
        let Some(owner) = piece.owner else {
            let span = span(&(0..words));
            tree.items.push(Item { span, kind: ItemKind::Unreadable, broken: true });
            continue;
        };
        if let Some(word) = piece.mended {
            scan.plain.replace_range(..word.len(), word);
        }
        let (item, told) = recover::Reader::new(sources, file, piece.start, owner, scan, &spellings).read();
        tree.items.push(Item { broken: item.broken || told_before, ..item });
        problems.extend(told);
    }
    drop_echoes(&mut problems, &source.text);
    let mut problems: Vec<Problem> = problems.into_iter().map(Problem::from).collect();
    problems.sort_by_cached_key(|problem| problem.tell().labels.first().map_or(0, |label| label.span.start));
    (tree, problems)
}

/// Where a word of the language was declared as an attribute, that is told there and not again wherever the
/// attribute is asked for.
fn drop_echoes(problems: &mut Vec<SyntaxProblem>, text: &str) {
    let names: HashSet<String> = problems
        .iter()
        .filter_map(|problem| match problem {
            SyntaxProblem::NameIsWord { word, .. } => Some(word.clone()),
            _ => None,
        })
        .collect();
    problems.retain(|problem| match problem {
        SyntaxProblem::HereShouldStand { found: Some(found), span, .. } => {
            !(names.contains(found) && text[..span.start as usize].ends_with('.'))
        }
        _ => true,
    });
}
