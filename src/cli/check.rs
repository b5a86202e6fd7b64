//! `licit check`: what is wrong with the text, and what could be better.

use clap::Args;

use super::emit::Emission;
use super::format::{Format, FormatOption};
use super::input::Paths;
use super::reading::{Reading, asked_about, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::casebook::{book, properties, run, shown};
use crate::versions::numbers;

/// Tell what is wrong with a text, and what could be better.
///
/// Every file is read to its end, so that one fault never hides another. Errors come first: a text with
/// an error does not mean anything yet. Then warnings, and advice.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit check policies/            every policy and case book in the folder
  licit check export.licit         one file
  licit check --emit smt2 export.licit | z3 -in
                                   which verdicts are possible, as a solver finds it")]
pub struct Check {
    #[command(flatten)]
    paths: Paths,
    #[command(flatten)]
    format: FormatOption,
    #[command(flatten)]
    emission: Emission,
}

impl Check {
    /// Shows every finding.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        let mut reading = Reading::of(&self.paths);
        reading.say_refused(terminal, format);
        if self.emission.is_asked() {
            return self.emission.run(reading, terminal, format);
        }
        let mut findings = std::mem::take(&mut reading.problems);
        let (casebook, told) = book::read(&reading.sources, &reading.library);
        findings.extend(told);
        findings.extend(run::contradicting_assumptions(&reading.library));
        findings.extend(run::impossible(&reading.library, &casebook));
        findings.extend(properties::check(&reading.sources, &reading.library));
        findings.extend(numbers::cited_without_a_day(&reading.sources, &reading.library, &casebook));
        findings.extend(shown::by_all_cases(&reading.library, &casebook));
        asked_about(&reading.sources, &mut findings);
        match format {
            Format::Human | Format::Plain if findings.is_empty() => {
                if reading.status(false) == Status::Well {
                    terminal.show(&format!("nothing to report in {}\n", reading.files()));
                }
            }
            _ => terminal.show_problems(&findings, &reading.sources, format),
        }
        reading.status(!errors(findings).is_empty())
    }
}
