//! What the grammar met, seen as parts of a page: one pass over an item, in the text's order.

use super::part::{Break, Column, Kind, Part, Role};
use super::{casebook, clause, condition, header, vocabulary};
use crate::syntax::build::Node;
use crate::syntax::grammar::Rule;

/// The parts of an item that begins at a byte of the file; `rows` are the rows of its lists, each with the
/// number of lists it stands in.
pub(in crate::syntax) fn parts(node: &Node, offset: u32, rows: &[(u32, u8)]) -> Vec<Part> {
    let mut outline = Outline { offset, rows, parts: Vec::new(), groups: Vec::new() };
    for node in node.flatten() {
        outline.meet(&node);
    }
    // What holds the other parts was met first, and its role counts.
    outline.parts.sort_by_key(|part| part.at);
    outline.parts.dedup_by_key(|part| part.at);
    outline.parts
}

/// The parts met so far.
pub(super) struct Outline<'r> {
    offset: u32,
    rows: &'r [(u32, u8)],
    parts: Vec<Part>,
    /// Where each parenthesis that is open ends.
    groups: Vec<usize>,
}

impl Outline<'_> {
    fn meet(&mut self, node: &Node) {
        let start = node.start();
        while self.groups.last().is_some_and(|end| *end <= start) {
            self.groups.pop();
        }
        match node.rule() {
            Rule::item => self.line(node, Kind::Plain(0)),
            Rule::policy_line | Rule::header_actions | Rule::action => header::meet(self, node),
            Rule::terms
            | Rule::entity
            | Rule::entities
            | Rule::judgement
            | Rule::named_list
            | Rule::heading
            | Rule::assume
            | Rule::terms_line
            | Rule::entity_line
            | Rule::judgement_part
            | Rule::list_part
            | Rule::assume_part => vocabulary::meet(self, node),
            Rule::clause
            | Rule::clause_line
            | Rule::reading
            | Rule::reading_note
            | Rule::permit
            | Rule::prohibit
            | Rule::oblige
            | Rule::on_breach
            | Rule::require
            | Rule::for_require
            | Rule::define
            | Rule::by_table
            | Rule::given_by
            | Rule::import
            | Rule::except => clause::meet(self, node),
            Rule::row | Rule::connective | Rule::filter | Rule::predicate | Rule::group => {
                condition::meet(self, node);
            }
            Rule::scenario
            | Rule::given
            | Rule::table
            | Rule::scenario_line
            | Rule::property_line
            | Rule::table_row
            | Rule::decided_by
            | Rule::judged
            | Rule::only_when
            | Rule::whenever
            | Rule::never
            | Rule::always => {
                casebook::meet(self, node);
            }
            Rule::Comma => self.may_break(node, Break::comma(self.depth())),
            _ => (),
        }
    }

    /// A part begins a line.
    pub fn line(&mut self, node: &Node, kind: Kind) {
        self.part(node.start(), Role::Line(kind));
    }

    /// A part may begin a line.
    pub fn may_break(&mut self, node: &Node, at: Break) {
        self.part(node.start(), Role::Break(at));
    }

    /// A part stands in the next column.
    pub fn cell(&mut self, node: &Node, column: Column) {
        self.part(node.start(), Role::Cell(column));
    }

    /// A part closes a row.
    pub fn aside(&mut self, node: &Node) {
        self.part(node.start(), Role::Aside);
    }

    /// In how many parentheses the present part stands.
    pub fn depth(&self) -> usize {
        self.groups.len()
    }

    /// A parenthesis begins.
    pub fn open(&mut self, group: &Node) {
        self.groups.push(group.range().end);
    }

    /// In how many lists a row stands.
    pub fn lists(&self, row: &Node) -> u8 {
        let at = self.offset + row.start() as u32;
        self.rows.binary_search_by_key(&at, |(at, _)| *at).map_or(1, |found| self.rows[found].1)
    }

    fn part(&mut self, start: usize, role: Role) {
        self.parts.push(Part { at: self.offset + start as u32, role });
    }
}
