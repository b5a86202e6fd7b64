//! Terms and attributes in columns, judgements, lists, headings and assumptions.

use super::part::{Break, Column, Kind};
use super::parts::Outline;
use crate::syntax::build::Node;
use crate::syntax::grammar::Rule;

pub(super) fn meet(outline: &mut Outline, node: &Node) {
    match node.rule() {
        Rule::terms_line => {
            let line = node.first();
            if line.rule() != Rule::term {
                return outline.line(&line, Kind::Plain(1));
            }
            outline.line(&line, Kind::Term);
            line.parts()
                .filter(|part| matches!(part.rule(), Rule::kind_of | Rule::text))
                .for_each(|cell| outline.cell(&cell, Column::WIDE));
        }
        Rule::entity_line => {
            let line = node.first();
            if line.rule() != Rule::attribute {
                return outline.line(&line, Kind::Plain(1));
            }
            outline.line(&line, Kind::Attribute);
            for part in line.parts() {
                match part.rule() {
                    Rule::Colon => outline.cell(&part, Column::NEAR),
                    Rule::text => outline.cell(&part, Column::WIDE),
                    _ => (),
                }
            }
        }
        Rule::judgement_part => {
            let part = node.first();
            match part.rule() {
                Rule::text => outline.may_break(&part, Break::PART),
                _ => outline.line(&part, Kind::Plain(1)),
            }
        }
        Rule::list_part | Rule::assume_part => outline.line(node, Kind::Plain(1)),
        Rule::named_list => {
            title(outline, node);
            if let Some(members) = node.part(Rule::members) {
                outline.may_break(&members, Break::MEMBERS);
            }
        }
        Rule::assume => {
            if let (true, Some(condition)) = (node.has(Rule::text), node.part(Rule::condition)) {
                outline.line(&condition, Kind::Plain(1));
            }
        }
        _ => {
            title(outline, node);
            node.all(Rule::shared).for_each(|shared| outline.may_break(&shared, Break::PART));
        }
    }
}

/// The title of an item.
pub(super) fn title(outline: &mut Outline, item: &Node) {
    if let Some(title) = item.part(Rule::text) {
        outline.may_break(&title, Break::PART);
    }
}
