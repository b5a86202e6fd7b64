//! What pest read to the tree: one function a rule, in the grammar's order.
//!
//! The grammar is wider than the language where a kinder message is to be had; what it lets through too much
//! is told here: words not on a line of their own, lists, mixed `and` and `or`, the counts of things. Pest's
//! types go no further than this folder and `recover`.

mod casebook;
mod clause;
mod comparison;
mod condition;
mod decision;
mod expectation;
mod header;
mod labels;
mod lists;
mod name;
mod node;
mod statement;
mod table;
mod value;
mod vocabulary;

use std::ops::Range;

use crate::problem::syntax::SyntaxProblem;
use crate::source::{FileId, SourceFile, Sources, Span};

use super::grammar::Rule;
use super::spellings::Spellings;
use super::tree::{ItemKind, Words};
pub(in crate::syntax) use node::Node;

/// Builds the tree of one item, and tells what is wrong with it.
pub(super) struct Builder<'s> {
    sources: &'s Sources,
    source: &'s SourceFile,
    spellings: &'s Spellings,
    file: FileId,
    /// Where the text that pest read begins in the file.
    offset: u32,
    /// The line, from 0, of which it was told last that something on it wants a line of its own.
    crowded: Option<usize>,
    /// What it was given to build from.
    left: Left,
    /// The tree lacks something that was told.
    broken: bool,
    problems: Vec<SyntaxProblem>,
    /// Where each row of a list begins, and in how many lists it stands.
    rows: Vec<(u32, u8)>,
}

/// What recovery left of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// All of it: there was nothing to recover from.
    Whole,
    /// Words are set aside, and stand as `FAULT`.
    WordsGone,
    /// Whole lines are gone: what the item lacks may have stood in them, and is not told.
    LinesGone,
}

impl<'s> Builder<'s> {
    pub fn new(
        sources: &'s Sources,
        spellings: &'s Spellings,
        file: FileId,
        offset: u32,
        left: Left,
    ) -> Builder<'s> {
        let source = sources.file(file);
        let (crowded, broken, problems, rows) = (None, left != Left::Whole, Vec::new(), Vec::new());
        Builder { sources, spellings, source, file, offset, crowded, left, broken, problems, rows }
    }

    /// The rows of all its lists in the text's order: where each begins, and in how many lists it stands.
    pub fn rows_by_place(&mut self) -> Vec<(u32, u8)> {
        self.rows.sort_unstable();
        std::mem::take(&mut self.rows)
    }

    /// What was told, and whether the tree lacks something.
    pub fn finish(self) -> (Vec<SyntaxProblem>, bool) {
        (self.problems, self.broken)
    }

    pub fn item(&mut self, node: &Node) -> ItemKind {
        let node = node.first();
        let kind = match node.rule() {
            Rule::import => self.import(&node).map(ItemKind::Import),
            Rule::policy => self.policy(&node).map(ItemKind::Policy),
            Rule::terms => self.terms(&node).map(ItemKind::Terms),
            Rule::entity | Rule::entities => self.entity(&node).map(ItemKind::Entity),
            Rule::judgement => self.judgement(&node).map(ItemKind::Judgement),
            Rule::named_list => self.named_list(&node).map(ItemKind::List),
            Rule::heading => self.heading(&node).map(ItemKind::Heading),
            Rule::clause => self.clause(&node).map(Box::new).map(ItemKind::Clause),
            Rule::definition => self.definition(&node).map(Box::new).map(ItemKind::Define),
            Rule::assume => Some(ItemKind::Assume(self.assume(&node))),
            Rule::given => Some(ItemKind::Given(self.given(&node))),
            Rule::scenario => self.scenario(&node).map(ItemKind::Scenario),
            Rule::table => self.table(&node).map(ItemKind::Table),
            Rule::property => self.property(&node).map(ItemKind::Property),
            _ => node.unexpected(),
        };
        kind.unwrap_or(ItemKind::Unreadable)
    }

    /// Tells a fault after which the tree is still whole.
    fn tell(&mut self, problem: SyntaxProblem) {
        self.problems.push(problem);
    }

    /// Tells a fault that leaves something out of the tree.
    fn tell_broken(&mut self, problem: SyntaxProblem) {
        self.problems.push(problem);
        self.broken = true;
    }

    /// Tells that something is missing, unless it may have stood in lines set aside.
    fn tell_missing(&mut self, problem: SyntaxProblem) {
        if self.left != Left::LinesGone {
            self.problems.push(problem);
        }
    }

    fn span(&self, node: &Node) -> Span {
        self.span_of(node.range())
    }

    fn span_of(&self, range: Range<usize>) -> Span {
        let span = Span::new(self.file, self.offset + range.start as u32, self.offset + range.end as u32);
        super::lines::whole_letters(self.source, span)
    }

    /// The column of a place, from 0, a tab reaching to the next multiple of four.
    fn column(&self, offset: u32) -> usize {
        let start = self.line_start(offset);
        super::lines::width(&self.source.text[start..offset as usize])
    }

    /// Where the line of a place begins: it is mostly a few letters back.
    fn line_start(&self, offset: u32) -> usize {
        const NEAR: usize = 128;
        let before = &self.source.text.as_bytes()[..offset as usize];
        match before.iter().rev().take(NEAR).position(|byte| *byte == b'\n') {
            Some(back) => before.len() - back,
            None => self.source.line_start(self.source.line_of(offset)) as usize,
        }
    }

    /// Whether nothing but blanks stands before a place on its line.
    fn begins_line(&self, offset: u32) -> bool {
        let start = self.line_start(offset);
        self.source.text[start..offset as usize].trim().is_empty()
    }

    /// Tells a part that does not begin a line, though each of its kind does; once a line.
    fn expect_own_line(&mut self, node: &Node, what: &'static str) {
        let span = self.span(node);
        if self.begins_line(span.start) {
            return;
        }
        let line = self.source.line_of(span.start);
        if self.crowded != Some(line) {
            self.crowded = Some(line);
            self.tell(SyntaxProblem::NotOnItsLine { span: self.first_word(span), what });
        }
    }

    /// Tells an item whose name or number stands on a line below its word, and so is hardly its own.
    fn expect_on_head_line(&mut self, head: &Node, name: Option<&Node>, wanted: &'static str) {
        let Some(name) = name else { return };
        let start = self.span(head).start;
        if self.source.line_of(start) != self.source.line_of(self.span(name).start) {
            let end = self.span(&head.first()).end;
            let span = Span::new(self.file, end, end);
            self.tell_broken(SyntaxProblem::HereShouldStand { span, found: None, wanted: vec![wanted] });
        }
    }

    /// The first word of a span: enough to point at where many words begin.
    fn first_word(&self, span: Span) -> Span {
        let text = self.sources.text(span);
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        Span::new(span.file, span.start, span.start + end as u32)
    }

    /// The words of a quoted text.
    fn words_of(&mut self, node: &Node) -> Words {
        Words { text: super::quotation::words(node.text()).into(), span: self.span(node) }
    }

    /// The words of a rule's `text`, where it has one.
    fn text_in(&mut self, node: &Node) -> Option<Words> {
        node.part(Rule::text).map(|text| self.words_of(&text))
    }

    /// The words of a rule's `text`, where the grammar asks for one.
    fn the_text(&mut self, node: &Node) -> Words {
        self.words_of(&node.the(Rule::text))
    }
}
