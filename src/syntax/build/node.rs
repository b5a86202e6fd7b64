//! A piece of what pest read: asked for its parts by their rules, so that marks and fillers need no mention.

use pest::iterators::Pair;

use crate::syntax::grammar::{Rule, SET_ASIDE};

/// A rule that was met, with its words.
#[derive(Clone, Debug)]
pub(in crate::syntax) struct Node<'i>(Pair<'i, Rule>);

impl<'i> Node<'i> {
    pub fn new(pair: Pair<'i, Rule>) -> Node<'i> {
        Node(pair)
    }

    pub fn rule(&self) -> Rule {
        self.0.as_rule()
    }

    /// Its words, without the blanks that an optional tail may have taken along.
    pub fn text(&self) -> &'i str {
        self.0.as_str().trim_end()
    }

    /// Where it begins in the text that was given to pest.
    pub fn start(&self) -> usize {
        self.0.as_span().start()
    }

    /// Where it begins and ends in the text that was given to pest.
    pub fn range(&self) -> std::ops::Range<usize> {
        let start = self.0.as_span().start();
        start..start + self.text().len()
    }

    /// Its parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = Node<'i>> + use<'i> {
        self.0.clone().into_inner().map(Node)
    }

    /// Its parts that met one rule.
    pub fn all(&self, rule: Rule) -> impl Iterator<Item = Node<'i>> + use<'i> {
        self.parts().filter(move |part| part.rule() == rule)
    }

    /// Its first part that met a rule.
    pub fn part(&self, rule: Rule) -> Option<Node<'i>> {
        self.parts().find(|part| part.rule() == rule)
    }

    /// Whether a part met a rule.
    pub fn has(&self, rule: Rule) -> bool {
        self.part(rule).is_some()
    }

    /// The part that met a rule, where the grammar asks for one.
    pub fn the(&self, rule: Rule) -> Node<'i> {
        self.part(rule).unwrap_or_else(|| unreachable!("{:?} has always a {rule:?}", self.rule()))
    }

    /// Its first part, where the grammar asks for one.
    pub fn first(&self) -> Node<'i> {
        self.parts().next().unwrap_or_else(|| unreachable!("{:?} has always a part", self.rule()))
    }

    /// Whether words in it were set aside, and stand as `FAULT`.
    pub fn is_broken(&self) -> bool {
        self.0.as_str().contains(char::from(SET_ASIDE))
    }

    /// Its parts' parts and so on, itself first.
    pub fn flatten(&self) -> impl Iterator<Item = Node<'i>> + use<'i> {
        std::iter::once(self.clone()).chain(self.0.clone().into_inner().flatten().map(Node))
    }

    /// The end of the program's own mistakes: a part that its rule cannot have.
    pub fn unexpected(&self) -> ! {
        unreachable!("{:?} cannot stand here", self.rule())
    }
}
