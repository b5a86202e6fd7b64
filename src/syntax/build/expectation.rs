//! What a scenario or a row expects.

use super::{Builder, Node};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Expect, ExpectKind, Literal, Path, Reference};

impl Builder<'_> {
    pub fn expect(&mut self, node: &Node, on: Option<Literal>) -> Expect {
        let span = self.span(node);
        let kind = self.expectation(&node.the(Rule::expectation));
        Expect { span: on.as_ref().map_or(span, |on| on.span.to(span)), on, kind }
    }

    pub fn expectation(&mut self, node: &Node) -> ExpectKind {
        let words = node.first();
        match words.rule() {
            Rule::depends_on_reading => {
                ExpectKind::DependsOnReading(self.reference(&words.the(Rule::reference)))
            }
            Rule::no_remedy if words.has(Rule::Remedy) => ExpectKind::NoRemedy(self.name_in(&words)),
            Rule::no_remedy => ExpectKind::NoDuty(self.name_in(&words)),
            Rule::remedy_due => ExpectKind::Remedy(self.the_name(&words)),
            Rule::duty_due => ExpectKind::Duty(self.the_name(&words)),
            Rule::judged => self.judged(&words),
            _ => words.unexpected(),
        }
    }

    fn judged(&mut self, node: &Node) -> ExpectKind {
        if let Some(on) = node.part(Rule::turns_on) {
            return ExpectKind::UndeterminedOn(self.subjects(&on.the(Rule::subjects)));
        }
        if let Some(once) = node.part(Rule::once) {
            return ExpectKind::PermittedOnce(self.subjects(&once.the(Rule::subjects)));
        }
        let verdict = self.the_verdict(node);
        let mut under: Vec<Reference> = Vec::new();
        let mut reading = None;
        for words in node.all(Rule::under) {
            match words.part(Rule::reading_of) {
                Some(of) => reading = Some((self.the_name(&of), self.reference(&of.the(Rule::reference)))),
                None => under.extend(self.references(&words.the(Rule::references))),
            }
        }
        let by_default = node.part(Rule::by_default).map(|words| self.span(&words));
        ExpectKind::Verdict { verdict, under, by_default, reading }
    }

    fn subjects(&mut self, node: &Node) -> Vec<Path> {
        node.all(Rule::subject).map(|subject| self.subject(&subject)).collect()
    }
}
