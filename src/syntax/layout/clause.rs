//! Clauses: the statement, its readings and remedies, and the lines after it.

use super::part::{Break, Kind};
use super::parts::Outline;
use super::vocabulary::title;
use crate::syntax::build::Node;
use crate::syntax::grammar::Rule;

pub(super) fn meet(outline: &mut Outline, node: &Node) {
    match node.rule() {
        Rule::clause => title(outline, node),
        Rule::clause_line => outline.line(node, Kind::Plain(1)),
        Rule::reading => outline.line(node, Kind::Plain(2)),
        Rule::reading_note => outline.line(node, Kind::Plain(3)),
        Rule::on_breach => breach(outline, node),
        Rule::require => may_break(outline, node, &[Rule::For, Rule::when], Break::PART),
        Rule::for_require => may_break(outline, node, &[Rule::when, Rule::Require], Break::PART),
        Rule::define => {
            let condition = node.part(Rule::body).filter(|body| !body.has(Rule::reading));
            condition.iter().for_each(|body| outline.may_break(body, Break::WHEN));
            may_break(outline, node, &[Rule::given_by, Rule::by_table], Break::WHEN);
        }
        Rule::by_table => node.all(Rule::table_row).for_each(|row| outline.line(&row, Kind::Cells(2))),
        Rule::given_by => may_break(outline, node, &[Rule::Otherwise], Break::PART),
        Rule::import => may_break(outline, node, &[Rule::import_as], Break::PART),
        _ => {
            let words = [Rule::notwithstanding, Rule::within, Rule::when_body];
            may_break(outline, node, &words, Break::WHEN);
        }
    }
}

/// Each remedy has a line of its own.
fn breach(outline: &mut Outline, node: &Node) {
    for part in node.parts() {
        match part.rule() {
            Rule::remedy => outline.line(&part, Kind::Plain(2)),
            Rule::when_body => outline.may_break(&part, Break::WHEN),
            _ => (),
        }
    }
}

fn may_break(outline: &mut Outline, node: &Node, rules: &[Rule], at: Break) {
    for part in node.parts().filter(|part| rules.contains(&part.rule())) {
        outline.may_break(&part, at);
    }
}
