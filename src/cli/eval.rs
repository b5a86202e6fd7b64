//! `licit eval`: the verdict on one scenario, or on facts from a file.

use clap::{ArgGroup, Args};
use jiff::ZonedDateTime;
use jiff::civil::Date;

use super::facts::{FactsForm, read};
use super::format::{Format, FormatOption};
use super::input::Paths;
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::analysis::flips;
use crate::casebook::ask::{self, Request};
use crate::casebook::outcome::Judged;
use crate::problem::Problem;
use crate::problem::casebook::CaseProblem;
use crate::problem::file::FileProblem;
use crate::program::calendar;
use crate::report::{Account, data, page, plain};
use crate::source::Sources;

/// Give the verdict on a case, with its reasons.
///
/// The case is a scenario of a case book, by its title, or facts from a file. The verdict comes with every
/// clause that bears on it, the facts each used, what it still turns on, and the question to ask next.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("case").required(true).args(["scenario", "facts"]), after_help = "Example:
  licit eval policies/ --scenario \"An opposition politician's phone\"
  licit eval policies/ --scenario \"A shoplifter's phone\" --flip
  licit eval export.licit --facts application.json --on 2022-03-01 --action use
  licit eval policies/ --scenario \"The first quarter\" --as-of-version 2021-12
  licit eval export.compiled --facts application.json

Facts may be JSON, YAML or CSV. In JSON, entities are objects and lists of them arrays:
  {\"buyer\": {\"country\": \"HU\"}, \"target\": [{\"profession\": \"politician\"}]}")]
pub struct Eval {
    #[command(flatten)]
    paths: Paths,
    /// The title of the scenario
    #[arg(long, value_name = "TITLE")]
    scenario: Option<String>,
    /// A file of facts, or - for standard input
    #[arg(long, value_name = "FILE")]
    facts: Option<String>,
    /// How the facts are written, where their file's name does not tell
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "scenario")]
    facts_format: Option<FactsForm>,
    /// The day to judge on, such as 2022-03-01, or today, where the facts do not say
    #[arg(long, value_name = "DATE", conflicts_with = "scenario")]
    on: Option<String>,
    /// What is to be done, as the policy names it, where the facts do not say
    #[arg(long, value_name = "NAME", conflicts_with = "scenario")]
    action: Option<String>,
    /// The policy to judge by, where there are several
    #[arg(long, value_name = "NAME", conflicts_with = "scenario")]
    policy: Option<String>,
    /// Also tell the smallest changes of the facts that would change the verdict
    #[arg(long)]
    flip: bool,
    /// Judge by this version of the policy, whatever the day
    #[arg(long, value_name = "VERSION")]
    as_of_version: Option<String>,
    #[command(flatten)]
    format: FormatOption,
}

impl Eval {
    /// Judges and shows the verdicts.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        let mut reading = Reading::of_policy(&self.paths);
        reading.say_refused(terminal, format);
        let mut problems = errors(std::mem::take(&mut reading.problems));
        if problems.is_empty() && reading.status(false) == Status::Well {
            match self.judged(&mut reading) {
                Ok((judged, many)) => {
                    show(&judged, many, self.flip, &reading.sources, format, terminal);
                    return Status::Well;
                }
                Err(told) => problems = told,
            }
        }
        terminal.say_problems(&problems, &reading.sources, format);
        // Facts that fit no policy are input that cannot be read.
        let unreadable = |problem: &Problem| {
            matches!(problem, Problem::File(_) | Problem::Case(CaseProblem::DataDoesNotFit { .. }))
        };
        match problems.iter().any(unreadable) {
            true => Status::Unable,
            false => reading.status(true),
        }
    }

    /// The verdicts, and whether many were asked for.
    fn judged(&self, reading: &mut Reading) -> Result<(Vec<Judged>, bool), Vec<Problem>> {
        let refused = |problem: FileProblem| vec![problem.into()];
        if let Some(version) = &self.as_of_version {
            reading.library.judge_as_of(version);
        }
        let (judged, many) = self.by_what_is_asked(reading)?;
        if let Some(version) = &self.as_of_version {
            ask::is_judged_by(&reading.library, &judged, version).map_err(refused)?;
        }
        Ok((judged, many))
    }

    fn by_what_is_asked(&self, reading: &mut Reading) -> Result<(Vec<Judged>, bool), Vec<Problem>> {
        let refused = |problem: FileProblem| vec![problem.into()];
        match (&self.scenario, &self.facts) {
            (Some(title), _) => {
                let judged = ask::judge_scenario(&reading.sources, &reading.library, title)?;
                let many = judged.len() != 1;
                Ok((judged, many))
            }
            (None, facts) => {
                let on = self.on.as_deref().map(day).transpose().map_err(refused)?;
                let request = Request { policy: self.policy.clone(), on, action: self.action.clone() };
                let file = facts.as_deref().unwrap_or("-");
                let rows = read(&mut reading.sources, file, self.facts_format).map_err(refused)?;
                let judged = ask::judge_data(&reading.sources, &reading.library, &request, &rows)?;
                Ok((judged, rows.many))
            }
        }
    }
}

/// The day that is meant, as a point.
pub(super) fn day(words: &str) -> Result<i128, FileProblem> {
    let day = match words {
        "today" => Some(ZonedDateTime::now().date()),
        _ => words.parse::<Date>().ok().filter(|_| words.len() == "2022-03-01".len()),
    };
    day.and_then(calendar::point).ok_or_else(|| FileProblem::NotADay { words: words.to_string() })
}

fn show(
    judged: &[Judged],
    many: bool,
    flip: bool,
    sources: &Sources,
    format: Format,
    terminal: &mut Terminal,
) {
    let flipped = |judged: &Judged| flips(&judged.program, &judged.case, &judged.verdict);
    let accounts = judged.iter().map(|judged| match flip {
        true => Account::with_changes(judged, &flipped(judged), sources),
        false => Account::of(judged, sources),
    });
    let text = match format {
        Format::Json if flip => {
            let flipped: Vec<_> = judged.iter().map(|judged| (judged, flipped(judged))).collect();
            data::json_with_changes(&flipped, many)
        }
        Format::Json => data::json(judged, many),
        Format::Human => accounts
            .map(|account| page::page(&account, terminal.width, true))
            .collect::<Vec<_>>()
            .join("\n\n"),
        Format::Plain => accounts.map(|account| plain::plain(&account)).collect::<Vec<_>>().join("\n\n"),
    };
    terminal.show(&text);
}
