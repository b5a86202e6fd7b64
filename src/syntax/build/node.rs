//! A piece of what the grammar met: asked for its parts by their rules, so that marks and fillers need no mention.

use crate::syntax::grammar::{Meeting, Met, Rule, SET_ASIDE};

/// A rule that was met, with its words.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) struct Node<'m> {
    meeting: &'m Meeting<'m>,
    index: u32,
}

impl<'m> Node<'m> {
    /// The rule that a text was read by; `None` where nothing of it was noted.
    pub fn whole(meeting: &'m Meeting<'m>) -> Option<Node<'m>> {
        (!meeting.met.is_empty()).then_some(Node { meeting, index: 0 })
    }

    fn met(&self) -> &'m Met {
        &self.meeting.met[self.index as usize]
    }

    fn words(&self) -> &'m str {
        let Met { start, end, .. } = *self.met();
        &self.meeting.text[start as usize..end as usize]
    }

    pub fn rule(&self) -> Rule {
        self.met().rule
    }

    /// Its words, without the blanks that an optional tail may have taken along.
    pub fn text(&self) -> &'m str {
        self.words().trim_end()
    }

    /// Where it begins in the text that was read.
    pub fn start(&self) -> usize {
        self.met().start as usize
    }

    /// Where it begins and ends in the text that was read.
    pub fn range(&self) -> std::ops::Range<usize> {
        let start = self.start();
        start..start + self.text().len()
    }

    /// Its parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = Node<'m>> + use<'m> {
        let (meeting, after) = (self.meeting, self.met().after);
        let within = move |index: u32| (index < after).then_some(Node { meeting, index });
        std::iter::successors(within(self.index + 1), move |part| within(part.met().after))
    }

    /// Its parts that met one rule.
    pub fn all(&self, rule: Rule) -> impl Iterator<Item = Node<'m>> + use<'m> {
        self.parts().filter(move |part| part.rule() == rule)
    }

    /// Its first part that met a rule.
    pub fn part(&self, rule: Rule) -> Option<Node<'m>> {
        self.parts().find(|part| part.rule() == rule)
    }

    /// Whether a part met a rule.
    pub fn has(&self, rule: Rule) -> bool {
        self.part(rule).is_some()
    }

    /// The part that met a rule, where the grammar asks for one.
    pub fn the(&self, rule: Rule) -> Node<'m> {
        self.part(rule).unwrap_or_else(|| unreachable!("{:?} has always a {rule:?}", self.rule()))
    }

    /// Its first part, where the grammar asks for one.
    pub fn first(&self) -> Node<'m> {
        self.parts().next().unwrap_or_else(|| unreachable!("{:?} has always a part", self.rule()))
    }

    /// Whether words in it were set aside, and stand as `FAULT`.
    pub fn is_broken(&self) -> bool {
        self.words().contains(char::from(SET_ASIDE))
    }

    /// Its parts' parts and so on, itself first.
    pub fn flatten(&self) -> impl Iterator<Item = Node<'m>> + use<'m> {
        let meeting = self.meeting;
        (self.index..self.met().after).map(move |index| Node { meeting, index })
    }

    /// The end of the program's own mistakes: a part that its rule cannot have.
    pub fn unexpected(&self) -> ! {
        unreachable!("{:?} cannot stand here", self.rule())
    }
}
