//! Tables: a row of columns, and rows of cells that are each read by themselves.

use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;
use crate::syntax::fault::{Fault, Place};
use crate::syntax::grammar::{Rule, parse};
use crate::syntax::lines::whole_letters;
use crate::syntax::tree::{Cell, CellKind, Column, ColumnKind, Expect, Row, ScenarioLineKind, Table};

impl Builder<'_> {
    pub fn table(&mut self, node: &Node) -> Option<Table> {
        let title = self.text_in(node);
        let (mut like, mut lines) = (None, Vec::new());
        for line in self.scenario_lines(node) {
            match line.kind {
                ScenarioLineKind::Like(words) if like.is_none() => like = Some(words),
                _ => lines.push(line),
            }
        }
        let mut rows = node.all(Rule::table_row);
        let header_row = rows.next();
        let columns = header_row.as_ref().map_or_else(Vec::new, |row| self.columns(row));
        let judged: Vec<Node> = rows.filter(|row| !is_rule(row)).collect();
        if let Some(place) = header_row.map(|row| self.span(&row)).or(title.as_ref().map(|title| title.span))
        {
            if judged.is_empty() {
                self.tell_missing(SyntaxProblem::NoRows { span: place });
            } else if columns.iter().flatten().all(|column| !matches!(column.kind, ColumnKind::Expect)) {
                self.tell_missing(SyntaxProblem::NoExpectColumn { span: place });
            }
            let rows: Vec<Row> =
                judged.iter().filter_map(|row| self.table_row(row, &columns, place)).collect();
            let header = columns.into_iter().flatten().collect();
            return Some(Table { title: title?, like, lines, header, rows });
        }
        Some(Table { title: title?, like, lines, header: Vec::new(), rows: Vec::new() })
    }

    /// The columns; where one cannot be read, that is told, and the table has no rows.
    fn columns(&mut self, node: &Node) -> Vec<Option<Column>> {
        self.expect_own_line(node, "each row of a table");
        let cells = self.cells(node);
        cells.iter().map(|cell| self.column_cell(cell)).collect()
    }

    /// A row; `None` where it has another number of cells than there are columns, which is told.
    fn table_row(&mut self, node: &Node, columns: &[Option<Column>], header: Span) -> Option<Row> {
        self.expect_own_line(node, "each row of a table");
        let span = self.span(node);
        let cells = self.cells(node);
        if cells.len() != columns.len() {
            let (cells, columns) = (cells.len(), columns.len());
            self.tell_broken(SyntaxProblem::CellCount { row: span, cells, header, columns });
            return None;
        }
        let cells: Option<Vec<Cell>> = cells
            .iter()
            .zip(columns)
            .map(|(cell, column)| {
                let kind = self.cell(cell, &column.as_ref()?.kind);
                Some(Cell { span: self.cell_span(cell), kind })
            })
            .collect();
        Some(Row { span, cells: cells? })
    }

    /// The cells of a row, without the nothing behind the last `|`.
    pub fn cells<'i>(&mut self, node: &Node<'i>) -> Vec<Node<'i>> {
        let mut cells: Vec<Node> = node.all(Rule::cell).collect();
        if let Some(last) = cells.last() {
            if last.text().trim().is_empty() {
                cells.pop();
            } else {
                let span = self.cell_span(last);
                self.tell(SyntaxProblem::RowNotClosed { span });
            }
        }
        cells
    }

    /// The words of a cell; of an empty one, the blanks.
    pub fn cell_span(&self, node: &Node) -> Span {
        let Span { file, start, .. } = self.span(node);
        let words = node.text().trim_start();
        let start = start + (node.text().len() - words.len()) as u32;
        whole_letters(self.source, Span::new(file, start, start + words.len() as u32))
    }

    fn cell(&mut self, node: &Node, column: &ColumnKind) -> CellKind {
        let span = self.cell_span(node);
        let kind = match column {
            ColumnKind::Fact(_) => self.read_cell(node, Rule::value_cell, |builder, cell| {
                CellKind::Value(builder.fact_value(&cell.the(Rule::fact_value)))
            }),
            ColumnKind::Action => self
                .read_cell(node, Rule::action_cell, |builder, cell| CellKind::Action(builder.the_name(cell))),
            ColumnKind::On => {
                self.read_cell(node, Rule::date_cell, |builder, cell| CellKind::On(builder.the_date(cell)))
            }
            ColumnKind::Expect => self.read_cell(node, Rule::expect_cell, |builder, cell| {
                let kind = builder.expectation(&cell.the(Rule::expectation));
                CellKind::Expect(Expect { span, on: None, kind })
            }),
        };
        kind.unwrap_or(CellKind::Broken)
    }

    fn column_cell(&mut self, node: &Node) -> Option<Column> {
        let span = self.cell_span(node);
        let kind = self.read_cell(node, Rule::column_cell, |builder, cell| match cell.first() {
            words if words.rule() == Rule::Expect => ColumnKind::Expect,
            words if words.rule() == Rule::ActionWord => ColumnKind::Action,
            words if words.rule() == Rule::On => ColumnKind::On,
            words => ColumnKind::Fact(builder.subject(&words)),
        });
        Some(Column { span, kind: kind? })
    }

    /// Reads a cell from a rule of its own; what is wrong in it is told of it alone.
    pub fn read_cell<T>(
        &mut self,
        cell: &Node,
        rule: Rule,
        build: impl FnOnce(&mut Self, &Node) -> T,
    ) -> Option<T> {
        let words = cell.text().trim();
        let span = self.cell_span(cell);
        if words.is_empty() {
            // A cell has at least the blanks between its two strokes; `||` has not even these.
            let span = Span { start: self.span(cell).start, ..span };
            let of_definition = matches!(rule, Rule::question_cell | Rule::answer_cell);
            self.tell_broken(SyntaxProblem::EmptyCell { span, of_definition });
            return None;
        }
        match parse(rule, words) {
            Ok(meeting) => {
                let row = std::mem::replace(&mut self.offset, span.start);
                let read = build(self, &Node::whole(&meeting)?);
                self.offset = row;
                Some(read)
            }
            Err(error) => {
                let fault = Fault::new(&error, words);
                let place = Place {
                    text: words,
                    at: fault.at,
                    owner: None,
                    begins_line: false,
                    after_list: false,
                    lines_from: 0,
                    whole: rule,
                };
                let problem = fault.explain(&place, &|range| {
                    let (start, end) = (range.start as u32, range.end as u32);
                    whole_letters(self.source, Span::new(span.file, span.start + start, span.start + end))
                });
                self.tell_broken(problem);
                None
            }
        }
    }
}

/// Whether a row is the line of dashes under the columns.
pub fn is_rule(node: &Node) -> bool {
    node.text().contains('-')
        && node.text().chars().all(|c| matches!(c, '|' | '-' | ':' | '+') || c.is_whitespace())
}
