//! Definitions by table: the letters of the rows, the questions in the columns, the conclusion in the last.

use super::lists::{Label, nest};
use super::table::is_rule;
use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Answer, AnswerKind, Conclusion, ConclusionKind, Decision, DecisionTable, Match, Matching, Name, Question,
    QuestionKind,
};

/// The most rows of one table.
const MOST_ROWS: usize = 100;

impl Builder<'_> {
    /// What follows `by table`; `None` where its first row could not be read, which is told.
    pub fn decision_table(&mut self, node: &Node) -> Option<DecisionTable> {
        let Some(words) = node.part(Rule::FirstMatch).or_else(|| node.part(Rule::UniqueMatch)) else {
            let end = self.span(&node.the(Rule::ByTable)).end;
            let (span, wanted) =
                (Span::new(self.file, end, end), vec!["`, first match`", "`, unique match`"]);
            self.tell_broken(SyntaxProblem::HereShouldStand { span, found: None, wanted });
            return None;
        };
        let kind = if words.rule() == Rule::FirstMatch { Match::First } else { Match::Unique };
        let matching = Matching { span: self.span(&words), kind };
        let mut rows = node.all(Rule::table_row);
        let Some(heading) = rows.next() else {
            self.tell_missing(SyntaxProblem::NoDecisions { span: matching.span });
            self.broken = true;
            return None;
        };
        self.expect_own_line(&heading, "each row of a table");
        let place = self.span(&heading);
        let cells = self.cells(&heading);
        let [letters, questions @ .., concludes] = cells.as_slice() else {
            self.tell_broken(SyntaxProblem::NoDecisions { span: place });
            return None;
        };
        let has_letters = self.read_cell(letters, Rule::row_cell, |_, _| ()).is_some();
        let questions: Vec<Question> = questions.iter().map(|cell| self.question(cell)).collect();
        let concludes = self.concludes(concludes);
        if questions.is_empty() {
            self.tell_broken(SyntaxProblem::NoDecisions { span: place });
            return None;
        }
        let mut below: Vec<Node> = rows.filter(|row| !is_rule(row)).collect();
        if below.is_empty() {
            self.tell_missing(SyntaxProblem::NoDecisions { span: place });
            self.broken = true;
        }
        if let Some(row) = below.get(MOST_ROWS) {
            self.tell_broken(SyntaxProblem::TooManyRows { span: self.span(row), limit: MOST_ROWS });
            below.truncate(MOST_ROWS);
        }
        let rows: Vec<Decision> =
            below.iter().filter_map(|row| self.decision(row, questions.len(), place)).collect();
        if !has_letters {
            return None;
        }
        // Where a row could not be read, nobody knows which letter the next should have.
        if rows.len() == below.len() {
            self.in_order(&rows);
        }
        let concludes = concludes?;
        Some(DecisionTable { span: self.span(node), matching, questions, concludes, rows })
    }

    /// The heading of a column: what is compared, or a condition.
    fn question(&mut self, cell: &Node) -> Question {
        let span = self.cell_span(cell);
        let kind = self.read_cell(cell, Rule::question_cell, |builder, cell| match cell.first() {
            words if words.rule() == Rule::side => QuestionKind::Compared(builder.side(&words)),
            words => QuestionKind::Condition(builder.words(&words, None)),
        });
        Question { span, kind: kind.unwrap_or(QuestionKind::Broken) }
    }

    /// The last heading: the term that is defined, or `is`.
    fn concludes(&mut self, cell: &Node) -> Option<Name> {
        let span = self.cell_span(cell);
        self.read_cell(cell, Rule::concludes_cell, |builder, cell| match cell.first() {
            words if words.rule() == Rule::Is => Name { text: "is".into(), span },
            words => builder.name(&words),
        })
    }

    /// A row; `None` where its letter could not be read or it has another number of cells than there are columns,
    /// which is told.
    fn decision(&mut self, node: &Node, questions: usize, header: Span) -> Option<Decision> {
        self.expect_own_line(node, "each row of a table");
        let span = self.span(node);
        let cells = self.cells(node);
        let columns = questions + 2;
        let [letter, answers @ .., conclusion] = cells.as_slice() else {
            let cells = cells.len();
            self.tell_broken(SyntaxProblem::CellCount { row: span, cells, header, columns });
            return None;
        };
        if cells.len() != columns {
            let cells = cells.len();
            self.tell_broken(SyntaxProblem::CellCount { row: span, cells, header, columns });
            return None;
        }
        let label = self.read_cell(letter, Rule::label_cell, |builder, cell| {
            let label = cell.the(Rule::label);
            Name { text: builder.spellings.shared(label.text()), span: builder.span(&label) }
        });
        let answers = answers.iter().map(|cell| self.answer(cell)).collect();
        let conclusion = self.conclusion(conclusion);
        Some(Decision { span, label: label?, answers, conclusion })
    }

    fn answer(&mut self, cell: &Node) -> Answer {
        let span = self.cell_span(cell);
        let kind = self.read_cell(cell, Rule::answer_cell, |builder, cell| match cell.first() {
            words if words.rule() == Rule::AnyValue => {
                if words.text() != "-" {
                    builder.sign(&words, "`-`");
                }
                AnswerKind::Any
            }
            words if words.rule() == Rule::Is => {
                let (span, written) = (builder.span(&words), words.text().to_owned());
                let why = "a cell is read with `is` between it and the heading";
                builder.tell(SyntaxProblem::Superfluous { span, written, why });
                builder.answered(&cell.the(Rule::is_what))
            }
            words => builder.answered(&words),
        });
        Answer { span, kind: kind.unwrap_or(AnswerKind::Broken) }
    }

    fn conclusion(&mut self, cell: &Node) -> Conclusion {
        let span = self.cell_span(cell);
        let kind = self.read_cell(cell, Rule::conclusion_cell, |builder, cell| {
            let words = cell.first();
            match words.rule() {
                Rule::Yes => ConclusionKind::Yes,
                Rule::No => ConclusionKind::No,
                Rule::None => ConclusionKind::None,
                Rule::Repealed => ConclusionKind::Repealed,
                _ => ConclusionKind::Term(builder.name(&words)),
            }
        });
        Conclusion { span, kind: kind.unwrap_or(ConclusionKind::Broken) }
    }

    /// Tells letters that do not follow one another.
    fn in_order(&mut self, rows: &[Decision]) {
        let label = |row: &Decision| Label {
            text: row.label.text.trim_matches(['(', ')']).to_owned(),
            span: row.label.span,
            column: 0,
            opens: false,
            broken: false,
        };
        let labels: Vec<Label> = rows.iter().map(label).collect();
        let told_before = self.problems.len();
        nest(&labels, &mut self.problems);
        self.broken |= self.problems.len() > told_before;
    }
}
