//! A run for programs: the documented object of `licit test --format json`.

use serde::Serialize;

use super::account::witness;
use crate::casebook::outcome::{Finding, PropertyOutcome, Run, ScenarioOutcome, Status};
use crate::problem::data::{self, Finding as ProblemData};
use crate::report::basis;
use crate::report::coverage::CoverageData;
use crate::source::{Sources, Span};

/// A run as JSON has it.
#[derive(Debug, Serialize)]
pub struct RunData {
    pub passed: usize,
    pub failed: usize,
    pub scenarios: Vec<ScenarioData>,
    pub properties: Vec<PropertyData>,
    /// What the scenarios cover, where it was asked for.
    pub coverage: Option<CoverageData>,
    pub undecided: usize,
}

/// A scenario, or one row of a table.
#[derive(Debug, Serialize)]
pub struct ScenarioData {
    pub name: String,
    pub file: String,
    pub line: u32,
    pub status: &'static str,
    /// Everything expected, as written.
    pub expected: Vec<String>,
    /// What came, in the words of an `expect`; of a scenario judged on several days, each in turn.
    pub actual: String,
    /// Which row of the table, counted from 1.
    pub row: Option<usize>,
    /// Why it could not be judged.
    pub problems: Vec<ProblemData>,
}

/// A property.
#[derive(Debug, Serialize)]
pub struct PropertyData {
    pub name: String,
    pub file: String,
    pub line: u32,
    pub status: &'static str,
    pub claim: String,
    /// The assumptions and closed taxonomies without which its proof would fail; empty where it was not proved.
    pub rests_on: Vec<String>,
    /// A scenario that goes against it, in the language.
    pub witness: Option<String>,
    /// Why it was not decided.
    pub undecided: Option<String>,
    /// Why it could not be looked into.
    pub problems: Vec<ProblemData>,
}

/// The run as JSON text, ending in a line break.
pub fn json(run: &Run, coverage: Option<CoverageData>, sources: &Sources) -> String {
    let data = RunData {
        passed: run.count(Status::Passed),
        failed: run.count(Status::Failed),
        scenarios: run.scenarios.iter().map(|outcome| scenario(outcome, sources)).collect(),
        properties: run.properties.iter().map(|outcome| property(outcome, sources)).collect(),
        coverage,
        undecided: run.count(Status::Undecided),
    };
    serde_json::to_string_pretty(&data)
        .expect("a run is made of texts and numbers, which JSON can always hold")
        + "\n"
}

fn scenario(outcome: &ScenarioOutcome, sources: &Sources) -> ScenarioData {
    let (file, line) = place(outcome.span, sources);
    ScenarioData {
        name: outcome.name.clone(),
        file,
        line,
        status: outcome.status().word(),
        expected: outcome.checks.iter().map(|check| check.expected.clone()).collect(),
        actual: outcome.actual(),
        row: outcome.row.as_ref().map(|row| row.number),
        problems: data::findings(&outcome.hindrances, sources),
    }
}

fn property(outcome: &PropertyOutcome, sources: &Sources) -> PropertyData {
    let (file, line) = place(outcome.span, sources);
    PropertyData {
        name: outcome.name.clone(),
        file,
        line,
        status: outcome.status().word(),
        claim: outcome.claim.clone(),
        rests_on: match &outcome.finding {
            Finding::Proved { program, rests_on } => basis::supports(program, &[], rests_on),
            _ => Vec::new(),
        },
        witness: match &outcome.finding {
            Finding::Refuted(judged) => Some(witness(outcome, judged)),
            _ => None,
        },
        undecided: match &outcome.finding {
            Finding::Undecided(why) => Some(why.clone()),
            _ => None,
        },
        problems: match &outcome.finding {
            Finding::Hindered(problems) => data::findings(problems, sources),
            _ => Vec::new(),
        },
    }
}

fn place(span: Span, sources: &Sources) -> (String, u32) {
    (sources.file(span.file).name.clone(), sources.position(span).line)
}
