//! `licit audit`: every row of a table judged.

mod page;
mod pens;
mod progress;
mod tables;
mod unfinished;
mod work;

use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use clap::{Args, ValueEnum};
use xxhash_rust::xxh3::xxh3_128;

use super::compile::pair;
use super::eval::day;
use super::format::{Format, FormatOption};
use super::input::{Paths, shown};
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::audit::engine::{Engine, Terms};
use crate::audit::write::Pen;
use crate::audit::{Auditor, Kept, Plan, Tally, Team, of_every_element, summary};
use crate::casebook::ask::{self, Request};
use crate::compiled::file::pack;
use crate::export::sql::Known;
use crate::problem::file::FileProblem;
use crate::source::Sources;
use page::Scribe;
use pens::Pens;
use tables::{By, Tables, is_standard_input};
use unfinished::Unfinished;
use work::{Out, Work};

/// Judge every row of a table, and write the verdict beside it.
///
/// A row is a case, a column a fact, called as the fact is: `buyer.country`. Every column is kept, and four are added: the
/// verdict, what decides it, which facts are missing where it is undetermined, and whether the search was exact. What
/// cannot be judged is set aside, with the line and the reason, and the work goes on. A table may be larger than memory.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit audit export.licit log.csv --out judged.csv
  licit audit policies/cyber-end-use uses.jsonl --action use --out judged.jsonl
  licit audit export.licit log.csv --map land=buyer.country --keep id
  gunzip -c log.jsonl.gz | licit audit export.licit - --from jsonl --out judged.csv

Tables are CSV (.csv, .tsv), JSON Lines (.jsonl, .ndjson) or, where it is built in, Parquet (.parquet). The status is 1 where rows were set aside.")]
pub struct Audit {
    /// The policy: a file, a folder, or a compiled policy
    #[arg(value_name = "POLICY")]
    by: PathBuf,
    /// The tables, all with the same columns; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The file to write, whole, in the form that its name ends in [default: standard output, as the tables are]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The file for the rows that are set aside [default: beside --out, as NAME.bad.csv]
    #[arg(long, value_name = "FILE")]
    bad: Option<PathBuf>,
    /// Go on with an audit into the same file that was interrupted, if there is one
    #[arg(long, requires = "out")]
    resume: bool,
    /// Have the rows judged by an engine that was built in, such as datafusion
    #[arg(long, value_name = "ENGINE", conflicts_with = "resume")]
    engine: Option<String>,
    /// The form of standard input
    #[arg(long, value_name = "FORM", default_value = "csv")]
    from: From,
    /// A column that is not called as its fact is
    #[arg(long, value_name = "COLUMN=FACT", value_parser = pair)]
    map: Vec<(String, String)>,
    /// A fact that the tables do not hold, though a column is called so
    #[arg(long, value_name = "FACT")]
    without: Vec<String>,
    /// A column that holds no fact, to be repeated beside each verdict
    #[arg(long, value_name = "COLUMN")]
    keep: Vec<String>,
    /// Let every column that is not called as a fact is be one that holds none
    #[arg(long)]
    keep_others: bool,
    /// The day to judge every row on, such as 2022-03-01, or today
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// What is to be done in every row, as the policy names it
    #[arg(long, value_name = "NAME")]
    action: Option<String>,
    /// The policy to judge by, where there are several
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,
    /// Judge by this version of the policy, whatever the day
    #[arg(long, value_name = "VERSION")]
    as_of_version: Option<String>,
    #[command(flatten)]
    format: FormatOption,
}

impl Audit {
    /// Judges the rows, and tells what was counted.
    pub fn run(self, terminal: &mut Terminal, engines: &[&dyn Engine]) -> Status {
        let format = self.format.format;
        let mut reading = Reading::of_policy(&Paths::of(self.by.clone()));
        reading.say_refused(terminal, format);
        let problems = errors(std::mem::take(&mut reading.problems));
        if !problems.is_empty() || reading.status(false) != Status::Well {
            terminal.say_problems(&problems, &reading.sources, format);
            return reading.status(true);
        }
        let audited = self.audit(&mut reading, terminal, engines);
        terminal.progress("");
        match audited {
            Err(problem) => terminal.refuse(problem, format),
            Ok((tally, bad)) => {
                let bad = bad.filter(|_| tally.set_aside > 0).map(|bad| shown(&bad));
                let told = match format {
                    Format::Human => summary::human(&tally, bad.as_deref(), terminal.width),
                    Format::Plain => summary::plain(&tally, bad.as_deref()),
                    Format::Json => summary::json(&tally, bad.as_deref()),
                };
                match self.out {
                    Some(_) => terminal.show(&told),
                    None => terminal.say(&told),
                }
                if tally.set_aside > 0 { Status::Found } else { Status::Well }
            }
        }
    }

    /// What was counted, and the file for the rows that are set aside, if there is to be one.
    fn audit(
        &self,
        reading: &mut Reading,
        terminal: &mut Terminal,
        engines: &[&dyn Engine],
    ) -> Result<(Tally, Option<PathBuf>), FileProblem> {
        let engine = self.engine.as_deref().map(|name| engine(name, engines).map(|engine| (engine, name)));
        let engine = engine.transpose()?;
        if let Some(version) = &self.as_of_version {
            reading.library.judge_as_of(version);
        }
        let library = &reading.library;
        let policy = ask::policy_asked(library, self.policy.as_deref())?;
        if let Some(version) = &self.as_of_version {
            ask::version_named(library, &policy, version)?;
        }
        let programs: Vec<_> =
            library.versions_of(&policy).iter().map(|id| &*library.version(*id).program).collect();
        let (plan, request) = self.asked(&Known::of(&programs))?;
        let of = self.mark(&reading.sources, &policy, &plan, &request);
        let by: By = engine.map(|(engine, name)| {
            let terms = Terms {
                compiled: pack(&reading.sources, library),
                policy: policy.clone(),
                as_of_version: self.as_of_version.clone(),
                request: request.clone(),
                plan: plan.clone(),
            };
            (engine, name, terms)
        });
        let auditor = Auditor::of(&reading.sources, library, policy, request);
        let tables = Tables::open(self.files(), plan, &auditor, by)?;
        let bad = self.bad(tables.kept);
        let pens = Pens {
            read: tables.kept,
            judged: Scribe::of(form(self.out.as_deref(), tables.kept)?, &tables)?,
            set_aside: Pen::of(form(bad.as_deref(), tables.kept)?, tables.names.clone()),
        };
        let (out, note) = match &self.out {
            None => (Out::Shown { bad: bad.clone(), set_aside: None }, None),
            Some(out) => {
                let (files, note) = Unfinished::of(out, &pens.judged, bad.clone(), of, self.resume)?;
                (Out::Files(files), note)
            }
        };
        let team = Team::of(&auditor, available_parallelism().map_or(1, usize::from));
        let tally = Work::of(tables, pens, out, note, terminal)?.run(&auditor, team)?;
        Ok((tally, bad))
    }

    fn asked(&self, known: &Known) -> Result<(Plan, Request), FileProblem> {
        let mut plan = Plan { keep_others: self.keep_others, ..Plan::default() };
        for (column, fact) in &self.map {
            known.fact(&of_every_element(fact))?;
            plan.map.insert(column.clone(), fact.clone());
        }
        for fact in &self.without {
            plan.without.insert(known.fact(fact)?);
        }
        plan.keep.extend(self.keep.iter().cloned());
        let on = self.on.as_deref().map(day).transpose()?;
        let action = self.action.as_deref().map(|action| known.action(action)).transpose()?;
        Ok((plan, Request { policy: None, on, action }))
    }

    /// The tables, each with the form it is written in.
    fn files(&self) -> Vec<(PathBuf, Option<Kept>)> {
        let form = |path: &PathBuf| match is_standard_input(path) {
            true => Some(self.from.kept()),
            // An engine takes a folder of tables as one.
            #[cfg(feature = "parquet")]
            false if self.engine.is_some() && path.is_dir() => Some(Kept::Parquet),
            false => Kept::by_name(&path.to_string_lossy()),
        };
        self.files.iter().map(|path| (path.clone(), form(path))).collect()
    }

    /// Where rows are set aside: where it was said, or beside what is written, in the form they were read in.
    fn bad(&self, read: Kept) -> Option<PathBuf> {
        let ending = match read {
            Kept::Tsv => "tsv",
            Kept::Lines => "jsonl",
            _ => "csv",
        };
        let beside = |out: &Path| out.with_extension(format!("bad.{ending}"));
        self.bad.clone().or_else(|| self.out.as_deref().map(beside))
    }

    /// A mark of all that bears on what an audit writes: two with the same mark can take one another's place.
    fn mark(&self, sources: &Sources, policy: &str, plan: &Plan, request: &Request) -> String {
        let mut all = format!("{}\n{policy}\n{plan:?}\n{request:?}\n", env!("CARGO_PKG_VERSION"));
        all += &format!("{:?}\n{:?} {:?} {:?}\n", self.as_of_version, self.out, self.bad, self.from);
        for path in &self.files {
            let about = path.metadata().ok();
            let changed = about.as_ref().and_then(|about| about.modified().ok());
            all += &format!("{path:?} {:?} {changed:?}\n", about.map(|about| about.len()));
        }
        for file in sources.iter().map(|(_, file)| file) {
            all += &format!("{}\n{}\n", file.name, file.text);
        }
        format!("{:032x}", xxh3_128(all.as_bytes()))
    }
}

/// The engine that is meant.
fn engine<'e>(name: &str, engines: &[&'e dyn Engine]) -> Result<&'e dyn Engine, FileProblem> {
    let meant = engines.iter().find(|engine| engine.is_meant_by(name));
    meant.copied().ok_or_else(|| {
        let known = engines.iter().flat_map(|engine| engine.names()).map(|name| (*name).to_owned());
        FileProblem::NoSuchEngine { name: name.to_owned(), known: known.collect() }
    })
}

/// The form in which a file is written; without one, that of the tables if it is text, which standard output is.
fn form(path: Option<&Path>, read: Kept) -> Result<Kept, FileProblem> {
    match path {
        None if read.is_text() => Ok(read),
        None => Ok(Kept::Csv),
        Some(path) => {
            Kept::by_name(&path.to_string_lossy()).ok_or_else(|| FileProblem::NotRows { path: shown(path) })
        }
    }
}

/// The forms that standard input may have.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum From {
    Csv,
    Tsv,
    Jsonl,
}

impl From {
    fn kept(self) -> Kept {
        match self {
            From::Csv => Kept::Csv,
            From::Tsv => Kept::Tsv,
            From::Jsonl => Kept::Lines,
        }
    }
}
