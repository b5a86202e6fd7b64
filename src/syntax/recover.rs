//! Reading one item though it has faults.

use pest::Parser;

use super::build::{Builder, Node};
use super::fault::Fault;
use super::grammar::{Grammar, Rule};
use super::tree::{Item, ItemKind};
use crate::problem::syntax::SyntaxProblem;
use crate::source::{FileId, Sources, Span};

pub(super) fn read(sources: &Sources, file: FileId, offset: u32, plain: &str) -> (Item, Vec<SyntaxProblem>) {
    let span = Span::new(file, offset, offset + plain.trim_end().len() as u32);
    match Grammar::parse(Rule::item, plain) {
        Ok(mut pairs) => {
            let mut builder = Builder::new(sources, file, offset, false);
            let kind = pairs.next().map_or(ItemKind::Unreadable, |pair| builder.item(&Node::new(pair)));
            let (problems, broken) = builder.finish();
            (Item { span, kind, broken }, problems)
        }
        Err(error) => {
            let problem = Fault::new(&error, plain)
                .explain(|range| Span::new(file, offset + range.start as u32, offset + range.end as u32));
            (Item { span, kind: ItemKind::Unreadable, broken: true }, vec![problem])
        }
    }
}
