//! Conditions: broken at their connectives, their lists lettered line by line.

use super::part::{Break, Column, Kind};
use super::parts::Outline;
use crate::syntax::build::Node;
use crate::syntax::grammar::Rule;

pub(super) fn meet(outline: &mut Outline, node: &Node) {
    match node.rule() {
        Rule::row => {
            outline.line(node, Kind::Row(outline.lists(node)));
            let words = node.parts().nth(1).filter(|words| words.rule() != Rule::quote);
            if let Some(words) = words {
                outline.cell(&words, Column::NEAR);
            }
            node.all(Rule::quote).for_each(|quote| outline.aside(&quote));
        }
        Rule::connective => outline.may_break(node, Break::connective(outline.depth())),
        Rule::group => outline.open(node),
        _ => outline.may_break(node, Break::inside(outline.depth())),
    }
}
