//! `licit compile`: policies made ready to judge, or a policy's decision for another program to run.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::eval::day;
use super::format::FormatOption;
use super::input::{Paths, shown};
use super::output::replace;
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::casebook::ask;
use crate::compiled::file::pack;
use crate::export::sql;
use crate::problem::Problem;
use crate::problem::file::FileProblem;
use crate::problem::listing::Count;
use crate::source::Span;

/// Write policies made ready to judge, for a service that starts, or as SQL for another program to run.
///
/// The file that is written holds every version of every policy that was read, with its words, and no case book;
/// `licit eval` takes it in the place of the policies, and reads no text then. It is for this version of Licit:
/// after an update, compile again.
///
/// As SQL a policy's decision is one query over a table in which each row is a case and each column a fact: DuckDB, Spark,
/// PostgreSQL or DataFusion then judges a million rows where they lie. Beside each row it tells the verdict, what
/// decides it, which facts are missing, and whether that is exactly what `licit eval` would say.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit compile policies/export --out export.compiled
  licit eval export.compiled --facts application.json
  licit compile export.licit --to sql --dialect duckdb --table applications
  licit compile policies/cyber-end-use --to sql --dialect postgres --keep id --key id
  licit compile export.licit --to sql --dialect spark --map land=buyer.country --without target

A column is called as its fact is, such as \"buyer.country\"; the day is \"on\", and what is done \"action\".")]
pub struct Compile {
    #[command(flatten)]
    paths: Paths,
    /// Write a policy's decision in another language instead
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    to: Option<Target>,
    /// The file to write, whole; with --to it may be left out, for standard output
    #[arg(long, value_name = "FILE", required_unless_present = "to")]
    out: Option<PathBuf>,
    /// With --to: the policy, where there are several
    #[arg(long, value_name = "NAME", requires = "to")]
    policy: Option<String>,
    /// With --to: judge by this version of the policy, whatever the day
    #[arg(long, value_name = "VERSION", requires = "to")]
    as_of_version: Option<String>,
    #[command(flatten)]
    query: Query,
    #[command(flatten)]
    format: FormatOption,
}

/// What a decision is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    /// A query, for a database or a cluster
    Sql,
}

/// How a query finds its facts.
#[derive(Debug, Args)]
#[command(next_help_heading = "For SQL")]
#[group(requires = "to")]
struct Query {
    /// The engine that is to run it
    #[arg(long, value_enum, value_name = "ENGINE", required_if_eq("to", "sql"))]
    dialect: Option<Dialect>,
    /// The table of cases [default: cases], or LIST=NAME for the table of a list's elements
    #[arg(long, value_name = "NAME")]
    table: Vec<String>,
    /// The column that tells cases apart, in the tables of lists too
    #[arg(long, value_name = "COLUMN", default_value = "case")]
    key: String,
    /// A column that is not called as its fact is
    #[arg(long, value_name = "COLUMN=FACT", value_parser = pair)]
    map: Vec<(String, String)>,
    /// A fact or a list that the tables do not hold
    #[arg(long, value_name = "FACT")]
    without: Vec<String>,
    /// A column to repeat beside each verdict [default: those that are read]
    #[arg(long, value_name = "COLUMN")]
    keep: Vec<String>,
    /// The day to judge every row on, such as 2022-03-01, or today
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// What is to be done in every row, as the policy names it
    #[arg(long, value_name = "NAME")]
    action: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Dialect {
    #[value(name = "duckdb")]
    DuckDb,
    Spark,
    Postgres,
    #[value(name = "datafusion")]
    DataFusion,
}

impl Compile {
    /// Writes the decision.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        let mut reading = Reading::of(&self.paths);
        reading.say_refused(terminal, format);
        let mut problems = errors(std::mem::take(&mut reading.problems));
        if problems.is_empty() && reading.status(false) == Status::Well {
            let written = match self.to {
                Some(Target::Sql) => self.sql(&mut reading).map(|text| self.put(&text, terminal)),
                None => self.pack(&reading, terminal),
            };
            match written {
                Ok(status) => return status,
                Err(problem) => problems.push(problem.into()),
            }
        }
        terminal.say_problems(&problems, &reading.sources, format);
        match problems.iter().any(|problem| matches!(problem, Problem::File(_))) {
            true => Status::Unable,
            false => reading.status(true),
        }
    }

    /// Writes all that was read, made ready to judge.
    fn pack(&self, reading: &Reading, terminal: &mut Terminal) -> Result<Status, FileProblem> {
        let Some(out) = self.out.as_deref().filter(|_| !reading.library.versions.is_empty()) else {
            return Err(FileProblem::NoPolicy);
        };
        replace(out, pack(&reading.sources, &reading.library))?;
        let versions = Count("version", "versions", reading.library.versions.len());
        terminal.show(&format!("wrote {}: {versions}\n", shown(out)));
        Ok(Status::Well)
    }

    fn put(&self, text: &str, terminal: &mut Terminal) -> Status {
        match &self.out {
            None => terminal.show_as_it_is(text),
            Some(file) => {
                if let Err(problem) = replace(file, text) {
                    return terminal.refuse(problem, self.format.format);
                }
            }
        }
        Status::Well
    }

    fn sql(&self, reading: &mut Reading) -> Result<String, FileProblem> {
        if let Some(version) = &self.as_of_version {
            reading.library.judge_as_of(version);
        }
        let library = &reading.library;
        let policy = ask::policy_asked(library, self.policy.as_deref())?;
        let versions = match &self.as_of_version {
            Some(version) => vec![ask::version_named(library, &policy, version)?],
            None => library.versions_of(&policy).to_vec(),
        };
        let programs: Vec<_> = versions.iter().map(|id| &*library.version(*id).program).collect();
        let request = self.query.request(&programs)?;
        let place = |span: Span| {
            let line = reading.sources.position(span).line;
            Some(format!("{}, line {line}", reading.sources.file(span.file).name))
        };
        Ok(sql::query(&programs, &request, &place))
    }
}

impl Query {
    fn request(&self, programs: &[&crate::program::Program]) -> Result<sql::Request, FileProblem> {
        let mut request = sql::Request::of(match self.dialect {
            Some(Dialect::Spark) => sql::Dialect::Spark,
            Some(Dialect::Postgres) => sql::Dialect::Postgres,
            Some(Dialect::DataFusion) => sql::Dialect::DataFusion,
            Some(Dialect::DuckDb) | None => sql::Dialect::DuckDb,
        });
        let known = sql::Known::of(programs);
        for table in &self.table {
            match table.split_once('=') {
                None => request.table.clone_from(table),
                Some((list, table)) => {
                    let list = known.list(list)?;
                    request.tables.insert(list, table.to_owned());
                }
            }
        }
        for (column, fact) in &self.map {
            request.map.insert(known.fact(fact)?, column.clone());
        }
        for fact in &self.without {
            request.without.insert(known.fact(fact)?);
        }
        request.key.clone_from(&self.key);
        request.keep.clone_from(&self.keep);
        request.on = self.on.as_deref().map(day).transpose()?;
        request.action = self.action.as_deref().map(|action| known.action(action)).transpose()?;
        Ok(request)
    }
}

/// `COLUMN=FACT`.
pub(super) fn pair(written: &str) -> Result<(String, String), String> {
    match written.split_once('=') {
        Some((column, fact)) if !column.is_empty() && !fact.is_empty() => {
            Ok((column.to_owned(), fact.to_owned()))
        }
        _ => Err("write the column, `=` and the fact, such as `land=buyer.country`".to_owned()),
    }
}
