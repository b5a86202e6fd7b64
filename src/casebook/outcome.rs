//! What came out of a case book: every scenario and property with what was expected and what came.

use std::sync::Arc;

use crate::judge::{Case, Support, Verdict};
use crate::problem::Problem;
use crate::program::Program;
use crate::source::Span;

/// What came of all scenarios, rows of tables and properties, in the order they stand.
#[derive(Debug, Clone, Default)]
pub struct Run {
    pub scenarios: Vec<ScenarioOutcome>,
    pub properties: Vec<PropertyOutcome>,
}

/// One case with its judgement and all that is needed to explain it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The title of the scenario or property, or what else names the case; none for facts as data.
    pub title: Option<String>,
    pub program: Arc<Program>,
    pub case: Case,
    pub verdict: Verdict,
}

/// A scenario, or one row of a table.
#[derive(Debug, Clone)]
pub struct ScenarioOutcome {
    /// The title of the scenario or of the table.
    pub name: String,
    /// Of a table: which row.
    pub row: Option<TableRow>,
    /// The title of a scenario, the whole of a row.
    pub span: Span,
    /// What was expected, each with what came; in the order written.
    pub checks: Vec<Check>,
    /// The judgements the checks speak of, one for each day; may be left out where all checks are met.
    pub judged: Vec<Judged>,
    /// Why it could not be judged at all (nothing expected, impossible facts). It then fails.
    pub hindrances: Vec<Problem>,
}

/// A row of a table, as a reader finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Counted from 1, the heading left out.
    pub number: usize,
    /// The heading and cell of each column that tells this row apart, `expect` left out.
    pub cells: Vec<(String, String)>,
}

/// One thing expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// As it is written after `expect`: `prohibited under clause 5(a)`.
    pub expected: String,
    /// What came, in the words of an `expect`.
    pub actual: String,
    pub met: bool,
    pub span: Span,
    /// Which of [`ScenarioOutcome::judged`] it speaks of.
    pub judged: usize,
}

/// A property.
#[derive(Debug, Clone)]
pub struct PropertyOutcome {
    pub name: String,
    pub span: Span,
    /// As it is written: `never permitted when ...`.
    pub claim: String,
    pub finding: Finding,
}

/// What was found of a property.
#[derive(Debug, Clone)]
pub enum Finding {
    /// It holds in every case; these assumptions and closed taxonomies of the program it needs for that.
    Proved { program: Arc<Program>, rests_on: Vec<Support> },
    /// It does not hold in this case; where one verdict was to follow from another, also the same case with the
    /// action that has that other one.
    Refuted(Vec<Judged>),
    /// No case meets its `when`, so that it says nothing.
    Empty,
    /// It could not be looked into, and this is why. It then fails.
    Hindered(Vec<Problem>),
    /// It was too much to decide; the reason in words.
    Undecided(String),
}

/// How a scenario or property came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    Passed,
    Failed,
    Undecided,
}

impl Status {
    /// Its word: `passed`, `failed`, `undecided`.
    pub fn word(self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::Undecided => "undecided",
        }
    }
}

impl Run {
    /// How many scenarios, rows and properties came out so.
    pub fn count(&self, status: Status) -> usize {
        let scenarios = self.scenarios.iter().filter(|scenario| scenario.status() == status).count();
        scenarios + self.properties.iter().filter(|property| property.status() == status).count()
    }

    /// Whether everything passed.
    pub fn all_passed(&self) -> bool {
        self.count(Status::Failed) == 0 && self.count(Status::Undecided) == 0
    }
}

impl TableRow {
    /// `2 (offence.maximum-sentence 6 years)`.
    pub fn words(&self) -> String {
        let cells: Vec<String> = self.cells.iter().map(|(head, cell)| format!("{head} {cell}")).collect();
        match cells.is_empty() {
            true => self.number.to_string(),
            false => format!("{} ({})", self.number, cells.join(", ")),
        }
    }
}

impl ScenarioOutcome {
    /// Passed when it was judged and everything expected came.
    pub fn status(&self) -> Status {
        match self.hindrances.is_empty()
            && !self.checks.is_empty()
            && self.checks.iter().all(|check| check.met)
        {
            true => Status::Passed,
            false => Status::Failed,
        }
    }

    /// What came, in the words of an `expect`, each different thing once.
    pub fn actual(&self) -> String {
        let mut told: Vec<&str> = self.checks.iter().map(|check| check.actual.as_str()).collect();
        let mut seen = std::collections::HashSet::new();
        told.retain(|actual| seen.insert(*actual));
        told.join("; ")
    }

    /// How it is told apart: `An ordinary sale`, or `Where six years begins, row 2 (offence.act attack)`.
    pub fn full_name(&self) -> String {
        match &self.row {
            None => self.name.clone(),
            Some(row) => format!("{}, row {}", self.name, row.words()),
        }
    }
}

impl PropertyOutcome {
    /// Passed when it was proved.
    pub fn status(&self) -> Status {
        match self.finding {
            Finding::Proved { .. } => Status::Passed,
            Finding::Refuted(_) | Finding::Empty | Finding::Hindered(_) => Status::Failed,
            Finding::Undecided(_) => Status::Undecided,
        }
    }
}
