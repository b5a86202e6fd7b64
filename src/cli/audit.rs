//! `licit audit`: every row of a table judged.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use clap::Args;

use super::compile::pair;
use super::eval::day;
use super::format::{Format, FormatOption};
use super::input::{Paths, shown, unreadable};
use super::output::Replacement;
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::audit::{
    Auditor, Columns, Outcome, Plan, Row, Table, Tally, Team, of_every_element, read, summary, write,
};
use crate::casebook::ask::{self, Request};
use crate::casebook::rows::Form;
use crate::export::sql::Known;
use crate::problem::file::FileProblem;

/// How many rows are read, judged and written at a time.
const AT_A_TIME: usize = 8192;

/// How often it is told how far the work has come.
const PACE: Duration = Duration::from_millis(200);

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

Tables are CSV (.csv, .tsv) or JSON Lines (.jsonl, .ndjson). The status is 1 where rows were set aside.")]
pub struct Audit {
    /// The policy: a file, a folder, or a compiled policy
    #[arg(value_name = "POLICY")]
    by: PathBuf,
    /// The tables, all with the same columns
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The file to write, whole, in the form of the tables [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The file for the rows that are set aside [default: beside --out, as NAME.bad.csv]
    #[arg(long, value_name = "FILE")]
    bad: Option<PathBuf>,
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
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        let mut reading = Reading::of_policy(&Paths::of(self.by.clone()));
        reading.say_refused(terminal, format);
        let problems = errors(std::mem::take(&mut reading.problems));
        if !problems.is_empty() || reading.status(false) != Status::Well {
            terminal.say_problems(&problems, &reading.sources, format);
            return reading.status(true);
        }
        let audited = self.audit(&mut reading, terminal);
        terminal.progress("");
        match audited {
            Err(problem) => terminal.refuse(problem, format),
            Ok(tally) => {
                let bad = self.bad().filter(|_| tally.set_aside > 0).map(|bad| shown(&bad));
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

    fn audit(&self, reading: &mut Reading, terminal: &mut Terminal) -> Result<Tally, FileProblem> {
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
        let auditor = Auditor::of(&reading.sources, library, policy, request);
        let form = self.form()?;
        let mut team = Team::of(&auditor, available_parallelism().map_or(1, usize::from));
        let mut work = Work {
            tally: Tally::default(),
            out: self.out.as_deref().map(Replacement::of).transpose()?,
            bad: None,
            bad_path: self.bad(),
            form,
            progress: Progress::of(&self.files),
        };
        let mut first: Option<Table> = None;
        for path in &self.files {
            let mut table = open(path, form)?;
            if let Some(first) =
                first.as_ref().filter(|first| first.columns != table.columns && form == Form::Csv)
            {
                let (path, other) = (table.name.clone(), first.name.clone());
                return Err(FileProblem::NotAlike { path, other, form: false });
            }
            let columns = Columns::of(&table, plan.clone(), &auditor)?;
            if first.is_none() {
                work.put(&write::heading(form, &table.columns), terminal)?;
            }
            loop {
                let rows = stretch(&mut table)?;
                if rows.is_empty() || terminal.is_shut() {
                    break;
                }
                let outcomes = team.judge(&auditor, &columns, form, &rows);
                work.take(&table, &rows, &outcomes, terminal)?;
            }
            work.progress.before += table.bytes();
            first.get_or_insert(table);
        }
        work.finish()
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

    /// The form of all tables, and of what is written.
    fn form(&self) -> Result<Form, FileProblem> {
        let form = |path: &PathBuf| {
            read::form(&path.to_string_lossy()).ok_or_else(|| FileProblem::NotRows { path: shown(path) })
        };
        let first = form(&self.files[0])?;
        for path in self.files.iter().skip(1).chain(&self.out).chain(&self.bad) {
            if form(path)? != first {
                let other = shown(&self.files[0]);
                return Err(FileProblem::NotAlike { path: shown(path), other, form: true });
            }
        }
        Ok(first)
    }

    /// Where rows are set aside: where it was said, or beside what is written.
    fn bad(&self) -> Option<PathBuf> {
        let beside = |out: &Path| {
            let ending = out.extension().unwrap_or_default().to_string_lossy();
            out.with_extension(format!("bad.{ending}"))
        };
        self.bad.clone().or_else(|| self.out.as_deref().map(beside))
    }
}

fn open(path: &Path, form: Form) -> Result<Table<'static>, FileProblem> {
    let file = File::open(path).map_err(|fault| unreadable(path, &fault))?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        return Err(FileProblem::Folder { path: shown(path) });
    }
    Table::of(&shown(path), form, file)
}

/// The next rows, as many as are judged at a time.
fn stretch(table: &mut Table) -> Result<Vec<Row>, FileProblem> {
    let mut rows = Vec::new();
    while rows.len() < AT_A_TIME
        && let Some(row) = table.next_row()?
    {
        rows.push(row);
    }
    Ok(rows)
}

/// What is being written.
struct Work {
    tally: Tally,
    out: Option<Replacement>,
    bad: Option<Replacement>,
    bad_path: Option<PathBuf>,
    form: Form,
    progress: Progress,
}

impl Work {
    fn put(&mut self, text: &str, terminal: &mut Terminal) -> Result<(), FileProblem> {
        match &mut self.out {
            Some(out) => out.write(text.as_bytes()),
            None => {
                terminal.show_as_it_is(text);
                Ok(())
            }
        }
    }

    fn take(
        &mut self,
        table: &Table,
        rows: &[Row],
        outcomes: &[Outcome],
        terminal: &mut Terminal,
    ) -> Result<(), FileProblem> {
        let mut text = String::new();
        for (row, outcome) in rows.iter().zip(outcomes) {
            self.tally.count(&table.name, row, outcome);
            match outcome {
                Outcome::Judged(answer) => text += &write::judged(row, answer),
                Outcome::SetAside(why) => self.set_aside(table, row, why)?,
            }
        }
        self.put(&text, terminal)?;
        let rows = self.tally.judged + self.tally.set_aside;
        if let Some(words) = self.progress.words(rows, table.bytes()) {
            terminal.progress(&words);
        }
        Ok(())
    }

    fn set_aside(&mut self, table: &Table, row: &Row, why: &str) -> Result<(), FileProblem> {
        let Some(path) = &self.bad_path else { return Ok(()) };
        if self.bad.is_none() {
            let mut bad = Replacement::of(path)?;
            bad.write(write::heading_of_set_aside(self.form, &table.columns).as_bytes())?;
            self.bad = Some(bad);
        }
        let text = write::set_aside(self.form, &table.name, row, why);
        self.bad.as_mut().map_or(Ok(()), |bad| bad.write(text.as_bytes()))
    }

    /// Puts both files in their places.
    fn finish(self) -> Result<Tally, FileProblem> {
        self.bad.map_or(Ok(()), Replacement::finish)?;
        self.out.map_or(Ok(()), Replacement::finish)?;
        Ok(self.tally)
    }
}

/// How far the work has come.
struct Progress {
    began: Instant,
    told: Instant,
    /// The bytes of all files, and of those that are done.
    all: u64,
    before: u64,
}

impl Progress {
    fn of(files: &[PathBuf]) -> Progress {
        let size = |path: &PathBuf| path.metadata().map_or(0, |about| about.len());
        let now = Instant::now();
        Progress { began: now, told: now, all: files.iter().map(size).sum(), before: 0 }
    }

    /// Rows, rate and the time left, where it is time to tell.
    fn words(&mut self, rows: u64, bytes: u64) -> Option<String> {
        if self.told.elapsed() < PACE {
            return None;
        }
        self.told = Instant::now();
        let seconds = self.began.elapsed().as_secs_f64();
        let done = (self.before + bytes).max(1);
        let left = seconds * self.all.saturating_sub(done) as f64 / done as f64;
        Some(format!("{rows} rows, {:.0} a second, {left:.0} seconds left", rows as f64 / seconds))
    }
}
