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
pub mod entries;
mod fault;
mod grammar;
pub mod imports;
pub mod layout;
mod lines;
mod literate;
mod near;
mod quotation;
mod recover;
mod scan;
mod segment;
mod shares;
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
    let read = shares::each(cut::cut(source, file), |piece, spellings| read(sources, file, piece, spellings));
    for Read { item, comments, told } in read {
        tree.items.extend(item);
        tree.comments.extend(comments);
        problems.extend(told);
    }
    drop_echoes(&mut problems, &source.text);
    let mut problems: Vec<Problem> = problems.into_iter().map(Problem::from).collect();
    problems.sort_by_cached_key(|problem| problem.tell().labels.first().map_or(0, |label| label.span.start));
    (tree, problems)
}

/// What was read of a piece of a file.
struct Read {
    item: Option<Item>,
    comments: Vec<Span>,
    told: Vec<SyntaxProblem>,
}

fn read(sources: &Sources, file: FileId, piece: cut::Piece, spellings: &Spellings) -> Read {
    let scan = scan::scan(&sources.file(file).text[piece.start as usize..piece.end as usize]);
    let span = |range: &std::ops::Range<usize>| {
        Span::new(file, piece.start + range.start as u32, piece.start + range.end as u32)
    };
    let comments = scan.comments.iter().map(span).collect();
    let told_before = !piece.problems.is_empty();
    let mut told = Vec::new();
    let item = match begin(sources, file, piece, scan, spellings, &mut told) {
        Begun::Nothing => None,
        Begun::Unreadable(span) => Some(Item { span, kind: ItemKind::Unreadable, broken: true }),
        Begun::Item(reader) => {
            let (item, problems) = reader.read();
            told.extend(problems);
            Some(item)
        }
    };
    let item = item.map(|item| Item { broken: item.broken || told_before, ..item });
    Read { item, comments, told }
}

/// What stands in a piece of a file.
enum Begun<'s> {
    /// Comments at most.
    Nothing,
    /// Words that begin no item, which was told.
    Unreadable(Span),
    Item(Box<recover::Reader<'s>>),
}

/// Begins to read a piece, and tells what is wrong with its letters and with where its lines stand.
fn begin<'s>(
    sources: &'s Sources,
    file: FileId,
    piece: cut::Piece,
    mut scan: scan::Scan,
    spellings: &'s Spellings,
    problems: &mut Vec<SyntaxProblem>,
) -> Begun<'s> {
    let span = |range: std::ops::Range<usize>| {
        Span::new(file, piece.start + range.start as u32, piece.start + range.end as u32)
    };
    for hidden in &scan.hidden {
        let letters = &sources.file(file).text[piece.start as usize + hidden.start..];
        let code = letters.chars().next().map_or(0, u32::from);
        problems.push(SyntaxProblem::HiddenCharacter { span: span(hidden.clone()), code });
    }
    problems.extend(piece.problems);
    let words = scan.plain.trim_end().len();
    if words == 0 {
        return Begun::Nothing;
    }
    let Some(owner) = piece.owner else {
        return Begun::Unreadable(span(0..words));
    };
    if let Some(word) = piece.mended {
        scan.plain.replace_range(..word.len(), word);
    }
    Begun::Item(Box::new(recover::Reader::new(sources, file, piece.start, owner, scan, spellings)))
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
