//! Comparisons: two sides and the words between them.

use super::name::joined;
use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{AnswerKind, Comparison, ConditionKind, Name, Operator, Path, Side, SideKind};

impl Builder<'_> {
    /// A comparison, or a name that stands alone.
    pub fn comparison(&mut self, node: &Node) -> ConditionKind {
        let left = self.side(&node.the(Rule::side));
        match node.parts().find(|part| part.rule() != Rule::side) {
            Some(words) => ConditionKind::Comparison(Box::new(self.compared(left, &words))),
            None => match left.kind {
                SideKind::Path(path) if !path.the_date => ConditionKind::Bare(Box::new(path)),
                _ => {
                    self.tell_broken(SyntaxProblem::ValueAlone { span: left.span, instead: None });
                    ConditionKind::Broken
                }
            },
        }
    }

    /// What follows the left side: `is ...`, `includes ...`, or a sign.
    pub fn compared(&mut self, left: Side, node: &Node) -> Comparison {
        let operator = match node.rule() {
            Rule::is | Rule::is_fact => self.is(&node.the(Rule::is_what)),
            Rule::includes => includes(node),
            Rule::sign_comparison => self.sign_comparison(&node.the(Rule::ComparisonSign)),
            _ => node.unexpected(),
        };
        let (operator_span, right) = self.words_and_sides(node);
        Comparison { left, operator, operator_span, right }
    }

    /// What a cell of a definition by table asks: what could stand after `is`, or `includes ...`.
    pub fn answered(&mut self, node: &Node) -> AnswerKind {
        let operator = match node.rule() {
            Rule::is_what => self.is(node),
            Rule::includes => includes(node),
            _ => node.unexpected(),
        };
        let (operator_span, right) = self.words_and_sides(node);
        // A value alone has no words of a comparison.
        let operator_span = if operator_span.is_empty() { self.span(node) } else { operator_span };
        AnswerKind::Compared { operator, operator_span, right }
    }

    /// The words of a comparison before its right side, and that side.
    fn words_and_sides(&mut self, node: &Node) -> (Span, Vec<Side>) {
        let sides: Vec<Node> = node.flatten().filter(|part| part.rule() == Rule::side).collect();
        let range = node.range();
        let end = sides.first().map_or(range.end, |side| side.range().start);
        let words = node.text()[..end - range.start].trim_end().len();
        let operator_span = self.span_of(range.start..range.start + words);
        (operator_span, sides.iter().map(|side| self.side(side)).collect())
    }

    fn is(&mut self, node: &Node) -> Operator {
        let words = node.first();
        match words.rule() {
            Rule::is_not if words.has(Rule::Empty) => Operator::IsNotEmpty,
            Rule::is_not if words.has(Rule::is_in) => Operator::IsNotIn,
            Rule::is_not => Operator::IsNot,
            Rule::is_one_of => Operator::IsOneOf,
            Rule::is_none_of => Operator::IsNoneOf,
            Rule::is_in => Operator::IsIn,
            Rule::is_at if words.has(Rule::Least) => Operator::IsAtLeast,
            Rule::is_at => Operator::IsAtMost,
            Rule::is_more_than => Operator::IsMoreThan,
            Rule::is_less_than => Operator::IsLessThan,
            Rule::is_before => Operator::IsBefore,
            Rule::is_after => Operator::IsAfter,
            Rule::is_on_or if words.has(Rule::Before) => Operator::IsOnOrBefore,
            Rule::is_on_or => Operator::IsOnOrAfter,
            Rule::is_between => Operator::IsBetween,
            Rule::is_only => Operator::IsOnly,
            Rule::is_exactly => Operator::IsExactly,
            Rule::Empty => Operator::IsEmpty,
            Rule::side => Operator::Is,
            _ => words.unexpected(),
        }
    }

    fn sign_comparison(&mut self, node: &Node) -> Operator {
        let (operator, instead) = match node.text() {
            ">=" | "=>" | "≥" => (Operator::IsAtLeast, "`is at least`, or of a date `is on or after`"),
            "<=" | "=<" | "≤" => (Operator::IsAtMost, "`is at most`, or of a date `is on or before`"),
            ">" => (Operator::IsMoreThan, "`is more than`, or of a date `is after`"),
            "<" => (Operator::IsLessThan, "`is less than`, or of a date `is before`"),
            "!=" | "<>" | "≠" => (Operator::IsNot, "`is not`"),
            "∈" => (Operator::IsIn, "`is in`, or before several values `is one of`"),
            _ => (Operator::Is, "`is`"),
        };
        self.sign(node, instead);
        operator
    }

    pub fn side(&mut self, node: &Node) -> Side {
        let span = self.span(node);
        let words = node.first();
        let kind = match words.rule() {
            Rule::literal => {
                let literal = self.literal(&words);
                match node.part(Rule::scale) {
                    Some(scale) => SideKind::Scaled {
                        factor: Box::new(literal),
                        path: self.path(&scale.the(Rule::path)),
                    },
                    None => SideKind::Literal(literal),
                }
            }
            Rule::the_date => SideKind::Path(self.the_date_path(&words)),
            Rule::other_value => SideKind::Literal(self.other_value(&words)),
            Rule::path => {
                let path = self.path(&words);
                match node.part(Rule::shift) {
                    Some(shift) => SideKind::Shifted {
                        path,
                        minus: shift.has(Rule::Minus),
                        by: Box::new(self.literal(&shift.the(Rule::literal))),
                    },
                    None => SideKind::Path(path),
                }
            }
            _ => words.unexpected(),
        };
        Side { span, kind }
    }

    fn the_date_path(&mut self, node: &Node) -> Path {
        let span = self.span(node);
        let date = self.span(&node.the(Rule::Date));
        Path { span, names: vec![Name { text: "date".into(), span: date }], element: None, the_date: true }
    }

    pub fn path(&mut self, node: &Node) -> Path {
        let (span, names) = (self.span(node), self.names_in(node));
        Path { span, names: of_two(names), element: None, the_date: false }
    }

    /// A path in facts, with an element's label after the first name: `target "A".chosen-for`.
    pub fn subject(&mut self, node: &Node) -> Path {
        let span: Span = self.span(node);
        let before = node.the(Rule::known_name);
        let element = self.text_in(node).map(Box::new);
        let names = match element {
            None => self.names_in(&before),
            Some(_) => std::iter::once(self.known_name(&before)).chain(self.names_in(node)).collect(),
        };
        Path { span, names: of_two(names), element, the_date: false }
    }
}

fn includes(node: &Node) -> Operator {
    match () {
        () if node.has(Rule::AnyOf) => Operator::IncludesAnyOf,
        () if node.has(Rule::AllOf) => Operator::IncludesAllOf,
        () if node.has(Rule::NoneOf) => Operator::IncludesNoneOf,
        () => Operator::Includes,
    }
}

/// A path's names as owner and attribute: what stands before the last name is the owner's.
fn of_two(mut names: Vec<Name>) -> Vec<Name> {
    match names.len() {
        0..=2 => names,
        _ => {
            let last = names.pop();
            std::iter::once(joined(names)).chain(last).collect()
        }
    }
}
