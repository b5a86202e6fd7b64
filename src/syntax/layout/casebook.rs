//! Scenarios, tables and properties: a line each, the facts one step further in.

use super::part::{Break, Kind};
use super::parts::Outline;
use crate::syntax::build::Node;
use crate::syntax::grammar::Rule;

pub(super) fn meet(outline: &mut Outline, node: &Node) {
    match node.rule() {
        Rule::scenario | Rule::given | Rule::table => lines(outline, node),
        Rule::property_line => outline.line(node, Kind::Plain(1)),
        Rule::table_row => outline.line(node, Kind::Cells(1)),
        Rule::decided_by => outline.may_break(node, Break::inside(0)),
        Rule::judged => {
            node.all(Rule::under).skip(1).for_each(|under| outline.may_break(&under, Break::inside(0)));
        }
        Rule::only_when | Rule::whenever => outline.may_break(node, Break::WHEN),
        Rule::never | Rule::always => {
            if let Some(when) = node.part(Rule::when) {
                outline.may_break(&when, Break::WHEN);
            }
        }
        _ => (),
    }
}

/// The lines of a scenario. Facts stand under `facts`; `like` stands behind the title where it has room.
fn lines(outline: &mut Outline, node: &Node) {
    let mut under_facts = false;
    for (number, line) in node.all(Rule::scenario_line).enumerate() {
        let line = line.first();
        match line.rule() {
            Rule::like if number == 0 => outline.may_break(&line, Break::PART),
            Rule::fact if under_facts => outline.line(&line, Kind::Plain(2)),
            rule => {
                under_facts = rule == Rule::Facts;
                outline.line(&line, Kind::Plain(1));
            }
        }
    }
}
