//! `licit merge-driver`: what git asks when both sides changed a file of Licit's.

use std::path::PathBuf;

use clap::Args;

use super::format::Format;
use super::input::{Input, written_as};
use super::output;
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::casebook::book;
use crate::problem::file::FileProblem;
use crate::problem::git::GitProblem;
use crate::problem::{Problem, Tell};
use crate::source::{FileId, Sources};
use crate::versions::merge::{MARKS, Merged, Strayed, merge};

/// Bring two amendments of one text together, clause by clause: git runs it, once `licit git-setup` was.
///
/// What came is written over OURS. A clause or scenario that both sides changed is a conflict if they changed one phrase
/// of it; marks stand around it and around nothing else. What was brought together is checked: an error that neither
/// side has is told, and leaves the file as a conflict. Status 0 says that all of it was brought together, 1 that some
/// of it is to be done by hand.
#[derive(Debug, Args)]
#[command(
    hide = true,
    after_help = "Example:
  licit merge-driver base.licit ours.licit theirs.licit policies/export.licit"
)]
pub struct MergeDriver {
    /// The text that both sides began with
    base: PathBuf,
    /// The text of the side merged into, which what came replaces
    ours: PathBuf,
    /// The text of the side merged
    theirs: PathBuf,
    /// The path that the text has in the repository
    path: PathBuf,
    /// How many signs a mark of a conflict has
    #[arg(long, value_name = "NUMBER", default_value_t = MARKS, value_parser = marks)]
    marker_size: usize,
}

fn marks(words: &str) -> Result<usize, String> {
    match words.parse() {
        Ok(number @ 1..=200) => Ok(number),
        _ => Err("write a number from 1 to 200".to_owned()),
    }
}

impl MergeDriver {
    /// Merges, writes, and tells what is left to do.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        match self.merged(terminal) {
            Ok(status) => status,
            Err(problem) => terminal.refuse(problem, Format::Human),
        }
    }

    fn merged(&self, terminal: &mut Terminal) -> Result<Status, FileProblem> {
        let name = self.path.display().to_string();
        let read = |path: &PathBuf| written_as(path, &name);
        let (base, ours, theirs) = (read(&self.base)?, read(&self.ours)?, read(&self.theirs)?);
        let Merged { text, conflicts, strayed } = merge(&name, &base, &ours, &theirs, self.marker_size);
        output::replace(&self.ours, &text)?;
        let cites = |it: Strayed| GitProblem::CitesOldNumber {
            path: name.clone(),
            item: it.item,
            number: it.number,
            now: it.now,
        };
        let mut told: Vec<Problem> = strayed.into_iter().map(cites).map(Problem::from).collect();
        if !conflicts.is_empty() {
            told.insert(0, GitProblem::BothChanged { path: name, items: conflicts }.into());
            terminal.say_problems(&told, &Sources::default(), Format::Human);
            return Ok(Status::Found);
        }
        if text == ours || text == theirs {
            return Ok(Status::Well);
        }
        let (sources, faults) = self.faults(text);
        let known: Vec<Problem> = [ours, theirs].into_iter().flat_map(|side| self.faults(side).1).collect();
        let same = |fault: &Problem, other: &Problem| {
            fault.code() == other.code() && fault.tell().message == other.tell().message
        };
        let fresh = faults.into_iter().filter(|fault| !known.iter().any(|other| same(fault, other)));
        let fresh: Vec<Problem> = fresh.collect();
        if !fresh.is_empty() {
            told.insert(0, GitProblem::WrongTogether { path: name }.into());
            told.extend(fresh);
        }
        terminal.say_problems(&told, &sources, Format::Human);
        Ok(if told.is_empty() { Status::Well } else { Status::Found })
    }

    /// The errors in a text of that path, among what lies beside it.
    fn faults(&self, text: String) -> (Sources, Vec<Problem>) {
        let mut reading = Reading::of_input(Input::of_text(&self.path, text));
        let (_, of_cases) = book::read(&reading.sources, &reading.library);
        let mut faults = errors(std::mem::take(&mut reading.problems).into_iter().chain(of_cases));
        let here =
            |fault: &Problem| fault.tell().labels.first().is_some_and(|label| label.span.file == FileId(0));
        faults.retain(here);
        (reading.sources, faults)
    }
}
