//! Constants: numbers, money, dates, durations, texts, countries.

use std::sync::Arc;

use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Literal, LiteralKind, Money, Unit};

impl Builder<'_> {
    pub fn literal(&mut self, node: &Node) -> Literal {
        let words = node.first();
        let kind = match words.rule() {
            Rule::Yes => LiteralKind::Yes,
            Rule::No => LiteralKind::No,
            Rule::Unlimited => LiteralKind::Unlimited,
            Rule::date => LiteralKind::Date(words.text().into()),
            Rule::money => LiteralKind::Money(Box::new(Money {
                currency: words.the(Rule::currency).text().into(),
                amount: self.number(&words.the(Rule::number)),
            })),
            Rule::amount => self.amount(&words),
            Rule::text => LiteralKind::Text(self.words_of(&words).text),
            Rule::country => LiteralKind::Country(words.text().into()),
            _ => words.unexpected(),
        };
        Literal { span: self.span(node), kind }
    }

    /// A literal, or a term's name where a value must stand.
    pub fn value(&mut self, node: &Node) -> Literal {
        let words = node.first();
        match words.rule() {
            Rule::literal => self.literal(&words),
            Rule::other_value => self.other_value(&words),
            _ => {
                let name = self.the_name(&node.the(Rule::value_name));
                Literal { span: name.span, kind: LiteralKind::Name(name.text) }
            }
        }
    }

    pub fn other_value(&mut self, node: &Node) -> Literal {
        let kind = LiteralKind::Other(self.words_of(&node.the(Rule::text)).text);
        Literal { span: self.span(node), kind }
    }

    fn amount(&mut self, node: &Node) -> LiteralKind {
        let numbers: Vec<Arc<str>> = node.all(Rule::number).map(|number| self.number(&number)).collect();
        let units: Vec<Unit> = node.all(Rule::unit).map(|unit| self.unit(&unit)).collect();
        if !units.is_empty() {
            return LiteralKind::Duration(numbers.into_iter().zip(units).collect());
        }
        let number = numbers.into_iter().next().unwrap_or_default();
        if let Some(sign) = node.part(Rule::PercentSign) {
            self.tell(SyntaxProblem::Sign {
                span: self.span(&sign),
                sign: "%".to_owned(),
                instead: "`percent`",
            });
            return LiteralKind::Percent(number);
        }
        match node.has(Rule::Percent) {
            true => LiteralKind::Percent(number),
            false => LiteralKind::Number(number),
        }
    }

    fn unit(&mut self, node: &Node) -> Unit {
        match node.first().rule() {
            Rule::Years => Unit::Years,
            Rule::Months => Unit::Months,
            Rule::Weeks => Unit::Weeks,
            Rule::Days => Unit::Days,
            Rule::Hours => Unit::Hours,
            _ => node.unexpected(),
        }
    }

    /// The sign and digits of a number, without what groups them.
    pub fn number(&mut self, node: &Node) -> Arc<str> {
        if node.text().contains(',') {
            let instead = node.text().replace(',', " ");
            self.tell(SyntaxProblem::GroupedByCommas { span: self.span(node), instead });
        }
        let below_zero = node.text().starts_with(['-', '−']);
        let sign = below_zero.then_some('-').into_iter();
        let digits = node.text().chars().filter(|c| c.is_ascii_digit() || *c == '.');
        sign.chain(digits).collect::<String>().into()
    }
}
