//! `licit diff`: what an amendment changes.

mod amendment;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::format::Format;
use super::git;
use super::output;
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::analysis::difference::Change;
use crate::casebook::book;
use crate::model::Library;
use crate::problem::file::FileProblem;
use crate::problem::likely::likely;
use crate::program::{Program, joined};
use crate::report::difference::{account::account, data, html};
use crate::report::{Account, markdown, page, plain};
use crate::versions::pairs::Place;
use crate::versions::{Comparison, Pairs, Text, compare};

/// Tell what an amendment changes: which cases are decided otherwise, and that no others are.
///
/// OLD and NEW are files or folders, or what git keeps of them: HEAD, v1:policies, main..amendment. Both are asked about the same facts on the same day, over all cases there
/// are: what is decided otherwise is told in few words with a smallest case for each, and everything else is
/// proved to be judged as before. Of one folder, each policy's newest version is compared with the one before it.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit diff old/export.licit export.licit     one text and its amendment
  licit diff HEAD policies/                    what was committed and what is there now
  licit diff main..amendment policies/         two branches
  licit diff policies/                         the newest versions and those before
  licit diff policies/ --from 2021-12 --to 2023
  licit diff HEAD policies/ --html page.html   also a page for a browser
  licit diff old.licit new.licit --amendment   as an instrument: In clause 3, for ... substitute ...
  licit diff old/ new/ --fail-on looser        for a build server: status 1 if anything is looser")]
pub struct Diff {
    /// The text before, or a folder that holds both versions [default: this folder]
    #[arg(value_name = "OLD")]
    old: Option<PathBuf>,
    /// The text now
    #[arg(value_name = "NEW", conflicts_with_all = ["from", "to"])]
    new: Option<PathBuf>,
    /// The version before, where one folder holds both
    #[arg(long, value_name = "VERSION")]
    from: Option<String>,
    /// The version now, where one folder holds both
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
    /// That what the old text calls OLD is called NEW now: a fact, a list, a taxonomy, or a term of one
    #[arg(long, value_name = "OLD=NEW", value_parser = renamed)]
    map: Vec<(String, String)>,
    /// Write what was written otherwise as an amending instrument, which `licit amend` applies
    #[arg(long, conflicts_with_all = ["fail_on", "map"])]
    amendment: bool,
    /// End with status 1 if anything is judged otherwise, or, as an instrument, is written otherwise
    #[arg(long)]
    exit_code: bool,
    /// End with status 1 if something changes so
    #[arg(long, value_enum, value_name = "CHANGE", value_delimiter = ',')]
    fail_on: Vec<FailOn>,
    /// Write the report as a page for a browser too, the words of both versions side by side
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// For whom the report is
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = DiffFormat::Human)]
    format: DiffFormat,
}

/// For whom a difference is told.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DiffFormat {
    /// For reading on a terminal.
    Human,
    /// For screen readers and logs: sentences, no colour, no drawing.
    Plain,
    /// For programs.
    Json,
    /// For a pull request.
    Markdown,
}

impl DiffFormat {
    /// How messages are told beside it.
    fn messages(self) -> Format {
        match self {
            DiffFormat::Human => Format::Human,
            DiffFormat::Plain | DiffFormat::Markdown => Format::Plain,
            DiffFormat::Json => Format::Json,
        }
    }
}

/// How a judgement may change that should not.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Looser,
    Stricter,
    Unsettled,
    Settled,
    Moved,
}

fn renamed(words: &str) -> Result<(String, String), String> {
    match words.split_once('=') {
        Some((old, new)) if !old.is_empty() && !new.is_empty() => Ok((old.to_owned(), new.to_owned())),
        _ => Err("write what the old text calls it, =, and what the new one does".to_owned()),
    }
}

impl Diff {
    /// Compares and shows.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.messages();
        let old = self.old.clone().unwrap_or_else(|| PathBuf::from("."));
        let mut readings = match git::readings(&old, self.new.as_deref()) {
            Ok(readings) => readings,
            Err(problem) => return terminal.refuse(problem, format),
        };
        let mut faulty = false;
        for reading in &mut readings {
            reading.say_refused(terminal, format);
            let faults = errors(std::mem::take(&mut reading.problems));
            terminal.say_problems(&faults, &reading.sources, format);
            faulty |= !faults.is_empty();
        }
        if readings.iter().any(|reading| reading.status(false) == Status::Unable) {
            return Status::Unable;
        }
        if faulty {
            return Status::Found;
        }
        if self.amendment {
            return self.amended(&readings, terminal);
        }
        let compared = match self.compared(&readings) {
            Ok(compared) => compared,
            Err(problem) => return terminal.refuse(problem, format),
        };
        let accounts: Vec<Account> = compared.iter().map(account).collect();
        let each =
            |told: &dyn Fn(&Account) -> String| accounts.iter().map(told).collect::<Vec<_>>().join("\n\n");
        let text = match self.format {
            DiffFormat::Json => data::json(&compared),
            DiffFormat::Human => each(&|account| page::page(account, terminal.width, true)),
            DiffFormat::Plain => each(&|account| plain::told(account, "Difference")),
            DiffFormat::Markdown => each(&markdown::markdown),
        };
        terminal.show(&text);
        if let Some(path) = &self.html
            && let Err(problem) = output::replace(path, html::html(&compared))
        {
            return terminal.refuse(problem, format);
        }
        match compared.iter().any(|compared| self.fails(compared)) {
            true => Status::Found,
            false => Status::Well,
        }
    }

    /// Shows instruments instead.
    fn amended(&self, readings: &[Reading], terminal: &mut Terminal) -> Status {
        let format = self.format.messages();
        let pairs = match self.pairs(readings) {
            Ok(pairs) => pairs,
            Err(problem) => return terminal.refuse(problem, format),
        };
        let texts = amendment::texts(readings, &pairs);
        if texts.is_empty() {
            return terminal.refuse(FileProblem::NothingToCompare, format);
        }
        match amendment::drafted(&texts) {
            Err(problem) => terminal.refuse(problem, format),
            Ok(instruments) => {
                amendment::show(&instruments, self.format, terminal);
                match self.exit_code && instruments.iter().any(|it| !it.paragraphs.is_empty()) {
                    true => Status::Found,
                    false => Status::Well,
                }
            }
        }
    }

    /// What is compared with what.
    fn pairs(&self, readings: &[Reading]) -> Result<Pairs, FileProblem> {
        let (Some(old), Some(new)) = (readings.first(), readings.last()) else { return Ok(Pairs::default()) };
        for version in [&self.from, &self.to].into_iter().flatten() {
            is_known(&new.library, version)?;
        }
        Ok(match readings {
            [_] => Pairs::within(&new.library, self.from.as_deref(), self.to.as_deref()),
            _ => Pairs::of(&old.library, &new.library),
        })
    }

    /// What could not be gone through, or is possible in one version alone, may change in any way.
    fn fails(&self, compared: &Comparison) -> bool {
        let unproved = compared.behaviour.unproved.is_some() || !compared.behaviour.apart.is_empty();
        let such = |fail_on: &FailOn| {
            compared.ways(match fail_on {
                FailOn::Looser => Change::Looser,
                FailOn::Stricter => Change::Stricter,
                FailOn::Unsettled => Change::Unsettled,
                FailOn::Settled => Change::Settled,
                FailOn::Moved => Change::Moved,
            }) > 0
        };
        (self.exit_code && !compared.is_empty())
            || (!self.fail_on.is_empty() && (unproved || self.fail_on.iter().any(such)))
    }

    fn compared(&self, readings: &[Reading]) -> Result<Vec<Comparison>, FileProblem> {
        let (old, new) = match readings {
            [only] => (only, only),
            [old, new, ..] => (old, new),
            [] => return Ok(Vec::new()),
        };
        let pairs = self.pairs(readings)?;
        if pairs.pairs.is_empty() {
            return Err(FileProblem::NothingToCompare);
        }
        let versions = pairs.pairs.iter().map(|pair| {
            let library = if pair.old.in_old { &old.library } else { &new.library };
            (library.version(pair.old.version), new.library.version(pair.new.version))
        });
        let versions: Vec<_> = versions.collect();
        for (from, to) in &self.map {
            known(from, true, versions.iter().map(|(old, _)| &*old.program))?;
            known(to, false, versions.iter().map(|(_, new)| &*new.program))?;
        }
        let books = [old, new].map(|reading| book::read(&reading.sources, &reading.library).0);
        let text = |place: Place| {
            let (reading, book) = if place.in_old { (old, &books[0]) } else { (new, &books[1]) };
            Text { sources: &reading.sources, library: &reading.library, version: place.version, book }
        };
        let pairs = pairs.pairs.iter();
        Ok(pairs.map(|pair| compare(text(pair.old), text(pair.new), self.map.clone())).collect())
    }
}

/// Whether some policy has a version of that name; if not, what versions the first has.
fn is_known(library: &Library, version: &str) -> Result<(), FileProblem> {
    let named = |policy: &str| -> Vec<String> {
        let versions = library.versions_of(policy).iter();
        let named = versions.filter_map(|id| library.version(*id).program.policy.version.as_deref());
        named.map(str::to_owned).collect()
    };
    if library.policies().flat_map(named).any(|known| known == version) {
        return Ok(());
    }
    let policy = library.policies().next().unwrap_or_default();
    let known = named(policy);
    Err(FileProblem::NoSuchVersion {
        policy: policy.to_owned(),
        version: version.to_owned(),
        likely: likely(version, known.iter().map(String::as_str)).map(str::to_owned),
        known,
    })
}

/// Whether a name means something in one of these.
fn known<'p>(name: &str, old: bool, programs: impl Iterator<Item = &'p Program>) -> Result<(), FileProblem> {
    let names: Vec<String> = programs.flat_map(joined::names).collect();
    match names.iter().any(|it| it == name) {
        true => Ok(()),
        false => {
            let likely = likely(name, names.iter().map(String::as_str)).map(str::to_owned);
            Err(FileProblem::MapsNothing { name: name.to_owned(), old, likely })
        }
    }
}
