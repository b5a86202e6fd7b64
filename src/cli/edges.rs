//! `licit edges`: the scenarios on a policy's boundaries.

use std::path::PathBuf;

use clap::Args;
use clap::error::ErrorKind;

use super::format::{Format, FormatOption};
use super::input::Paths;
use super::reading::{Reading, errors};
use super::review::Review;
use super::status::Status;
use super::terminal::Terminal;
use super::{definition, misunderstood};
use crate::casebook::{book, edges};
use crate::report::edges as report;

/// Write the scenarios on a policy's boundaries, ready to be judged by a person.
///
/// They come in pairs that differ in one fact, and in the verdict because of it: for each clause and lettered
/// item, for each threshold from both sides, where a permission and a prohibition meet, and where the verdict
/// depends on how a clause is read. What the case book shows already is left out. They expect nothing yet:
/// read each, and write under it what the text ought to say. With --review they are shown one by one, with the
/// verdict that the text gives; what you accept or reject is written into the case book.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit edges policies/                       on the screen
  licit edges export.licit > edges.licit      for the case book
  licit edges policies/ --review              one by one, into edges.licit beside the policy")]
pub struct Edges {
    #[command(flatten)]
    paths: Paths,
    /// Go through them one by one: accept, reject or skip each
    #[arg(long)]
    review: bool,
    /// The file that they are written into [default: edges.licit beside the policy]
    #[arg(long, value_name = "FILE", requires = "review")]
    into: Option<PathBuf>,
    #[command(flatten)]
    format: FormatOption,
}

impl Edges {
    /// Finds and shows them; what was left out is said beside.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        if self.review && format == Format::Json {
            let why = "a review is a conversation, which `--format json` cannot show";
            return misunderstood(&definition().error(ErrorKind::ArgumentConflict, why), terminal);
        }
        if self.review {
            return Review::of(self.paths, self.into, format).run(terminal);
        }
        let mut reading = Reading::of(&self.paths);
        reading.say_refused(terminal, format);
        let faults = errors(std::mem::take(&mut reading.problems));
        terminal.say_problems(&faults, &reading.sources, format);
        let (casebook, _) = book::read(&reading.sources, &reading.library);
        let found = edges::of(&reading.library, &casebook);
        match format {
            Format::Json => terminal.show(&report::json(&found)),
            Format::Human | Format::Plain => {
                terminal.show(&report::scenarios(&found));
                terminal.say(&report::beside(&found));
            }
        }
        reading.status(!faults.is_empty())
    }
}
