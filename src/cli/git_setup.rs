//! `licit git-setup`: git is told how to show, merge and lay out Licit's files.

use std::path::Path;

use clap::Args;

use super::format::{Format, FormatOption};
use super::git::{Repository, Wishes};
use super::status::Status;
use super::terminal::Terminal;
use crate::problem::Problem;
use crate::report::setup::{data, text};

const QUESTION: &str = "\nWrite this? (y)es or (n)o: ";

/// Have git show and merge Licit's files clause by clause, in the repository you are in.
///
/// What is to be written is shown first, and nothing is written before you say yes. The lines of .gitattributes are
/// committed and hold for everybody; the settings are of one clone, so that everybody runs this once. A second time
/// changes nothing. Status 1 says that something is lacking and was not written.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit git-setup              shows what it would write, and asks
  licit git-setup --fmt --yes  also lays files out as they are committed; asks nothing")]
pub struct GitSetup {
    /// Have every file laid out by `licit fmt` as it is committed
    #[arg(long)]
    fmt: bool,
    /// Have git diff compare both texts laid out, so that layout alone is no difference
    #[arg(long)]
    textconv: bool,
    /// Write without asking
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    format: FormatOption,
}

impl GitSetup {
    /// Shows, asks, and writes.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        match self.set_up(terminal) {
            Ok(status) => status,
            Err(problem) => terminal.refuse(problem, format),
        }
    }

    fn set_up(&self, terminal: &mut Terminal) -> Result<Status, Problem> {
        let repository = Repository::around(Path::new("."))?;
        let setup = repository.setup(Wishes { laid_out: self.fmt, shown_laid_out: self.textconv })?;
        let json = self.format.format == Format::Json;
        if !json {
            terminal.show(&text(&setup));
        }
        let write = !setup.is_empty() && (self.yes || !json && agreed(terminal));
        if write {
            repository.write(&setup)?;
        }
        match json {
            true => terminal.show(&data(&setup, write)),
            false if setup.is_empty() => {}
            false if write => terminal.show("\nwritten\n"),
            false => terminal.show("\nnothing was written; --yes writes without asking\n"),
        }
        Ok(if setup.is_empty() || write { Status::Well } else { Status::Found })
    }
}

/// Asks until the answer is yes or no; none is no.
fn agreed(terminal: &mut Terminal) -> bool {
    loop {
        match terminal.ask(QUESTION).as_deref() {
            Some("y" | "yes") => return true,
            Some("n" | "no") | None => return false,
            Some(_) => terminal.show("Answer with y or n.\n"),
        }
    }
}
