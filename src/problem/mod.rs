//! Every message Licit can give, as data: which one, about which words, with which facts.
//!
//! [`Problem`] is closed. Its variants carry facts and spans; the sentences are made in [`Tell::tell`],
//! drawn on a terminal by `render`, said for screen readers by `plain`, and handed to programs by `data`.
//! Nothing here decides whether something is wrong: the room that reads the text does.

pub mod advice;
pub mod amendment;
pub mod casebook;
pub mod clause;
pub mod data;
pub mod file;
pub mod finding;
pub mod git;
pub mod import;
pub mod likely;
pub mod listing;
pub mod name;
pub mod pages;
pub mod plain;
pub mod render;
pub mod syntax;
pub mod value;
mod visible;

pub use visible::visible;

use crate::source::Span;

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// L00..: a file, or what was asked for, is not as it must be.
    File(file::FileProblem),
    /// L005.: what git keeps cannot be had.
    Git(git::GitProblem),
    /// L01..: the text does not read as Licit.
    Syntax(syntax::SyntaxProblem),
    /// L02..: a name is not known, declared twice, or fits two things.
    Name(name::NameProblem),
    /// L023.: what a file brings in cannot be had.
    Import(import::ImportProblem),
    /// L03..: a value or comparison does not fit.
    Value(value::ValueProblem),
    /// L04..: the clauses do not hold together.
    Clause(clause::ClauseProblem),
    /// L05..: a scenario cannot be judged as it stands.
    Case(casebook::CaseProblem),
    /// L06..: it could be better.
    Advice(advice::Advice),
    /// L07..: what all cases together show.
    Finding(finding::Finding),
    /// L08..: an amending instrument cannot be read or does not fit.
    Amendment(amendment::AmendmentProblem),
}

/// How much a message weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The text does not mean anything yet.
    Error,
    /// It means something that is hardly what was meant.
    Warning,
    /// It could be better.
    Advice,
}

/// The stable name of a message, `L0203`; its page is `docs/messages/L0203.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// A message in words.
///
/// The message is one lower-case clause without a full stop, the drafter's own words in backticks. The
/// first label is where it is wrong; a label says the local fact. The help says what to do next.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    pub message: String,
    pub labels: Vec<Label>,
    pub help: Option<String>,
}

/// Words in a file and what is to be said of them; an empty text only underlines.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

impl Label {
    /// A label with its words.
    pub fn new(span: Span, text: impl Into<String>) -> Label {
        Label { span, text: text.into() }
    }
}

/// What every kind of problem can say of itself.
pub trait Tell {
    /// Every code it can have, in the order of its table.
    fn codes() -> Vec<Code>
    where
        Self: Sized;
    /// Its stable code.
    fn code(&self) -> Code;
    /// How much it weighs.
    fn severity(&self) -> Severity;
    /// The message, the words it is about, and what to do.
    fn tell(&self) -> Telling;
    /// A case that shows it, as a scenario that can be pasted into a case book.
    fn witness(&self) -> Option<&str> {
        None
    }
}

/// The table of codes of one kind of problem: read one way it gives a problem its code, read down it lists
/// them all.
macro_rules! codes {
    ($($problem:pat => $code:literal),* $(,)?) => {
        fn codes() -> Vec<Code> {
            vec![$(Code($code)),*]
        }

        fn code(&self) -> Code {
            Code(match self { $($problem => $code),* })
        }
    };
}
pub(crate) use codes;

/// One arm for each kind of problem, so that adding a kind is adding a line.
macro_rules! kinds {
    ($($kind:ident($path:path)),* $(,)?) => {
        impl Tell for Problem {
            fn codes() -> Vec<Code> {
                [$(<$path>::codes()),*].concat()
            }

            fn code(&self) -> Code {
                match self { $(Problem::$kind(problem) => problem.code(),)* }
            }

            fn severity(&self) -> Severity {
                match self { $(Problem::$kind(problem) => problem.severity(),)* }
            }

            fn tell(&self) -> Telling {
                match self { $(Problem::$kind(problem) => problem.tell(),)* }
            }

            fn witness(&self) -> Option<&str> {
                match self { $(Problem::$kind(problem) => problem.witness(),)* }
            }
        }

        $(impl From<$path> for Problem {
            fn from(problem: $path) -> Problem {
                Problem::$kind(problem)
            }
        })*
    };
}

kinds! {
    File(file::FileProblem),
    Git(git::GitProblem),
    Syntax(syntax::SyntaxProblem),
    Name(name::NameProblem),
    Import(import::ImportProblem),
    Value(value::ValueProblem),
    Clause(clause::ClauseProblem),
    Case(casebook::CaseProblem),
    Advice(advice::Advice),
    Finding(finding::Finding),
    Amendment(amendment::AmendmentProblem),
}
