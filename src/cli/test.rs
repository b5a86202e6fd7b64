//! `licit test`: whether a policy decides its cases as expected.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::format::Format;
use super::input::Paths;
use super::output;
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::casebook::coverage::coverage;
use crate::casebook::{book, run};
use crate::problem::Problem;
use crate::report::run::{data, human, junit, plain};
use crate::report::{RunAccount, coverage as report};

/// Run the scenarios, tables and properties of case books.
///
/// Of each that does not come out as expected, it is told what was expected, what came, and clause by
/// clause why.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit test policies/
  licit test policies/ --only \"politician\"      those with this word in their title
  licit test policies/ --coverage               and which clauses they decide both ways")]
pub struct Test {
    #[command(flatten)]
    paths: Paths,
    /// Only those whose title holds these words
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
    /// Tell which clauses and items are decided both ways, and which scenarios are missing
    #[arg(long, conflicts_with = "only")]
    coverage: bool,
    /// Write the policies' text, each clause and item marked so, as a page for a browser
    #[arg(long, value_name = "FILE", conflicts_with = "only")]
    coverage_html: Option<PathBuf>,
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
        let mut reading = Reading::of(&self.paths);
        reading.say_refused(terminal, messages);
        let (casebook, of_cases) = book::read(&reading.sources, &reading.library);
        let only = self.only.as_deref();
        let run = run::run(&reading.sources, &reading.library, &casebook, only);

        // What stops one scenario is told where that scenario is; the rest, before anything else.
        let mut faults = errors(std::mem::take(&mut reading.problems));
        if only.is_none() {
            let told: Vec<&Problem> =
                run.scenarios.iter().flat_map(|scenario| &scenario.hindrances).collect();
            faults.extend(errors(of_cases.iter().filter(|problem| !told.contains(problem)).cloned()));
        }
        faults.extend(run::not_judged(&reading.library, &casebook));
        terminal.say_problems(&faults, &reading.sources, messages);

        let sources = &reading.sources;
        let account = RunAccount::of(&run, sources);
        let covered = (self.coverage || self.coverage_html.is_some())
            .then(|| coverage(sources, &reading.library, &casebook));
        let shown = covered.as_deref().filter(|_| self.coverage);
        terminal.show(&match self.format {
            TestFormat::Human => {
                let run = human::human(&account, sources, terminal.width, true);
                run + &shown
                    .map_or_else(String::new, |shown| report::human(shown, sources, terminal.width, true))
            }
            TestFormat::Plain => {
                let run = plain::plain(&run, &account, sources);
                run + &shown.map_or_else(String::new, |shown| report::plain(shown, sources))
            }
            TestFormat::Json => data::json(&run, shown.map(|shown| report::data(shown, sources)), sources),
            TestFormat::Junit => junit::junit(&run, &account, shown, sources),
        });
        if let (Some(path), Some(covered)) = (&self.coverage_html, &covered)
            && let Err(problem) = output::replace(path, report::html(covered, sources))
        {
            return terminal.refuse(problem, messages);
        }
        reading.status(!faults.is_empty() || !run.all_passed())
    }
}
