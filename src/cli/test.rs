//! `licit test`: whether a policy decides its cases as expected.

use clap::{Args, ValueEnum};

use super::format::Format;
use super::input::{Input, Paths};
use super::status::Status;
use super::terminal::Terminal;
use crate::casebook::{book, run};
use crate::model::Library;
use crate::problem::{Problem, Severity, Tell};
use crate::report::RunAccount;
use crate::report::run::{data, human, junit, plain};

/// Run the scenarios, tables and properties of case books.
///
/// Of each that does not come out as expected, it is told what was expected, what came, and clause by
/// clause why.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit test policies/
  licit test policies/ --only \"politician\"      those with this word in their title")]
pub struct Test {
    #[command(flatten)]
    paths: Paths,
    /// Only those whose title holds these words
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
    /// For whom the report is.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TestFormat::Human)]
    format: TestFormat,
}

/// The formats of a test run: those of every report, and one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TestFormat {
    /// For reading on a terminal.
    Human,
    /// For screen readers and logs: sentences, no colour, no drawing.
    Plain,
    /// For programs.
    Json,
    /// For build servers: JUnit XML.
    Junit,
}

impl Test {
    /// Runs and shows what came.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let messages = match self.format {
            TestFormat::Human => Format::Human,
            TestFormat::Plain | TestFormat::Junit => Format::Plain,
            TestFormat::Json => Format::Json,
        };
        let input = self.paths.read();
        let (library, mut problems) = Library::load(&input.sources);
        let (book, told) = book::read(&input.sources, &library);
        problems.extend(told);
        // Advice is for `licit check`.
        problems.retain(|problem: &Problem| problem.severity() == Severity::Error);
        let faulty = Input::has_errors(&problems);
        problems.extend(input.refused.iter().cloned());
        terminal.say_problems(&problems, &input.sources, messages);

        let run = run::run(&input.sources, &library, &book, self.only.as_deref());
        let account = RunAccount::of(&run, &input.sources);
        terminal.show(&match self.format {
            TestFormat::Human => human::human(&account, &input.sources, terminal.width, true),
            TestFormat::Plain => plain::plain(&run, &account, &input.sources),
            TestFormat::Json => data::json(&run, &input.sources),
            TestFormat::Junit => junit::junit(&run, &account, &input.sources),
        });
        match (input.refused.is_empty(), faulty || !run.all_passed()) {
            (false, _) => Status::Unable,
            (true, true) => Status::Found,
            (true, false) => Status::Well,
        }
    }
}
