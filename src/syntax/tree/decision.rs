//! A definition by table: what is asked in the columns, what follows in the last.

use crate::source::Span;

use super::{Condition, Name, Operator, Side};

/// The rows by which terms are defined.
#[derive(Debug, Clone)]
pub struct DecisionTable {
    pub span: Span,
    pub matching: Matching,
    /// The columns between the letters and the conclusion.
    pub questions: Vec<Question>,
    /// What heads the last column: the one term that is defined, or `is`.
    pub concludes: Name,
    pub rows: Vec<Decision>,
}

/// The words `first match` or `unique match`.
#[derive(Debug, Clone, Copy)]
pub struct Matching {
    pub span: Span,
    pub kind: Match,
}

/// Which row decides, where several fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The first.
    First,
    /// No two rows fit one case.
    Unique,
}

/// The heading of a column.
#[derive(Debug, Clone)]
pub struct Question {
    pub span: Span,
    pub kind: QuestionKind,
}

#[derive(Debug, Clone)]
pub enum QuestionKind {
    /// What the cells are compared with: `offence.maximum-sentence`.
    Compared(Side),
    /// A condition, of which the cells say whether it holds: `buyer is government`.
    Condition(Condition),
    /// What could not be read, and was told.
    Broken,
}

/// A row.
#[derive(Debug, Clone)]
pub struct Decision {
    /// From its first `|` to its last.
    pub span: Span,
    /// Its letter, parentheses included: `(a)`.
    pub label: Name,
    /// One for each question.
    pub answers: Vec<Answer>,
    pub conclusion: Conclusion,
}

/// A cell below a question.
#[derive(Debug, Clone)]
pub struct Answer {
    pub span: Span,
    pub kind: AnswerKind,
}

#[derive(Debug, Clone)]
pub enum AnswerKind {
    /// `-`: whatever it is.
    Any,
    /// What stands after `is` in a condition, or `includes` and what it includes.
    Compared { operator: Operator, operator_span: Span, right: Vec<Side> },
    /// What could not be read, and was told.
    Broken,
}

/// The last cell of a row.
#[derive(Debug, Clone)]
pub struct Conclusion {
    pub span: Span,
    pub kind: ConclusionKind,
}

#[derive(Debug, Clone)]
pub enum ConclusionKind {
    /// It is what the table defines.
    Yes,
    /// It is not.
    No,
    /// It is none of the terms that the table defines.
    None,
    Term(Name),
    /// The row keeps its letter and says nothing.
    Repealed,
    /// What could not be read, and was told.
    Broken,
}
