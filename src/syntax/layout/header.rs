//! The header of a policy: one line each, the values of the common ones in a column.

use super::part::{Break, Column, Kind};
use super::parts::Outline;
use crate::syntax::build::Node;
use crate::syntax::grammar::Rule;

/// The column at which the values of a header stand under one another.
pub(super) const VALUES: u8 = 13;

const VALUE: Column = Column { gap: 1, from: VALUES };

pub(super) fn meet(outline: &mut Outline, node: &Node) {
    match node.rule() {
        Rule::policy_line => {
            let mut line = node.first();
            if line.rule() == Rule::validity {
                line = line.first();
            }
            match line.rule() {
                Rule::version
                | Rule::issued_by
                | Rule::in_force
                | Rule::applicable
                | Rule::suspended
                | Rule::repealed
                | Rule::header_actions
                | Rule::otherwise
                | Rule::holidays => {
                    outline.line(&line, Kind::Header);
                    if let Some(value) = line.parts().find(|part| !is_lead(part.rule())) {
                        outline.cell(&value, VALUE);
                    }
                }
                _ => outline.line(&line, Kind::Plain(1)),
            }
        }
        Rule::header_actions => {
            let titled = node.all(Rule::action).any(|action| action.has(Rule::text));
            for action in node.all(Rule::action).skip(1).filter(|_| titled) {
                outline.line(&action, Kind::Action);
            }
        }
        _ => {
            if let Some(kind) = node.part(Rule::kind_of_joined) {
                outline.may_break(&kind, Break::inside(0));
            }
            if let Some(title) = node.part(Rule::text) {
                outline.cell(&title, Column::WIDE);
            }
        }
    }
}

/// The words before the value of a header line.
fn is_lead(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::Version
            | Rule::Issued
            | Rule::By
            | Rule::In
            | Rule::Force
            | Rule::Applicable
            | Rule::Suspended
            | Rule::Repealed
            | Rule::ActionsWord
            | Rule::Otherwise
            | Rule::Holidays
    )
}
