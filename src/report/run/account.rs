//! The account of a run: a line for each file, what did not pass in full, and the counts.

use indexmap::IndexMap;

use crate::casebook::outcome::{Check, Finding, Judged, PropertyOutcome, Run, ScenarioOutcome, Status};
use crate::judge::{Support, witness};
use crate::problem::Problem;
use crate::report::{Account, basis};
use crate::source::{FileId, Sources, Span};

/// A run told.
#[derive(Debug, Clone)]
pub struct RunAccount {
    pub files: Vec<FileLine>,
    /// The properties that were proved only because of what the policy takes for granted.
    pub proofs: Vec<RestingProof>,
    /// What did not pass, in the order it stands.
    pub failures: Vec<Failure>,
    /// `12 passed, 2 failed`, or that nothing was judged.
    pub closing: String,
}

/// One file with its counts.
#[derive(Debug, Clone, PartialEq)]
pub struct FileLine {
    pub file: String,
    pub counts: String,
    pub passed: bool,
}

/// A property that was proved, and what its proof needs beside the words of the policy.
#[derive(Debug, Clone)]
pub struct RestingProof {
    /// `property "..."`.
    pub name: String,
    /// `cases.licit, line 12`.
    pub place: String,
    /// `assumed`, with the assumption's title; `closed`, with the taxonomy.
    pub lines: Vec<(&'static str, String)>,
}

/// A scenario, row or property that did not pass.
#[derive(Debug, Clone)]
pub struct Failure {
    pub status: Status,
    /// `scenario "..."`, `table "...", row 2 (offence.act attack)`, `property "..."`.
    pub name: String,
    /// `cases.licit, line 12`.
    pub place: String,
    /// What was expected and what came, or what was claimed and found.
    pub lines: Vec<(&'static str, String)>,
    /// The explanations that led there.
    pub accounts: Vec<Account>,
    /// A scenario that shows it, in the language.
    pub witness: Option<String>,
    /// Why it could not be judged.
    pub hindrances: Vec<Problem>,
}

impl RunAccount {
    /// Tells a run.
    pub fn of(run: &Run, sources: &Sources) -> RunAccount {
        let mut files: IndexMap<FileId, [usize; 3]> = IndexMap::new();
        let statuses = run.scenarios.iter().map(|scenario| (scenario.span, scenario.status()));
        let statuses =
            statuses.chain(run.properties.iter().map(|property| (property.span, property.status())));
        for (span, status) in statuses {
            files.entry(span.file).or_default()[status as usize] += 1;
        }
        let scenarios = run.scenarios.iter().filter(|scenario| scenario.status() != Status::Passed);
        let properties = run.properties.iter().filter(|property| property.status() != Status::Passed);
        RunAccount {
            files: files
                .into_iter()
                .map(|(file, counts)| FileLine {
                    file: sources.file(file).name.clone(),
                    counts: self::counts(counts, false),
                    passed: counts[1] + counts[2] == 0,
                })
                .collect(),
            proofs: run.properties.iter().filter_map(|outcome| resting(outcome, sources)).collect(),
            failures: scenarios
                .map(|outcome| scenario(outcome, sources))
                .chain(properties.map(|outcome| property(outcome, sources)))
                .collect(),
            closing: counts(
                [Status::Passed, Status::Failed, Status::Undecided].map(|status| run.count(status)),
                true,
            ),
        }
    }
}

/// `12 passed, 2 failed`; what there is none of is left out, but in the closing line never the failures.
/// That nothing failed where nothing was judged would sound like praise.
fn counts(counts: [usize; 3], closing: bool) -> String {
    let [passed, failed, undecided] = counts;
    if counts == [0; 3] && closing {
        return "nothing was judged: no scenario, table or property was found".to_string();
    }
    let mut told = vec![format!("{passed} passed")];
    if failed > 0 || closing {
        told.push(format!("{failed} failed"));
    }
    if undecided > 0 {
        told.push(format!("{undecided} undecided"));
    }
    told.join(", ")
}

fn scenario(outcome: &ScenarioOutcome, sources: &Sources) -> Failure {
    let name = match &outcome.row {
        None => format!("scenario \"{}\"", outcome.name),
        Some(row) => format!("table \"{}\", row {}", outcome.name, row.words()),
    };
    let missed: Vec<&Check> = outcome.checks.iter().filter(|check| !check.met).collect();
    let mut shown: Vec<usize> = missed.iter().map(|check| check.judged).collect();
    shown.dedup();
    let judged = |at: usize| outcome.judged.get(at).map(|judged| Account::explanation(judged, sources));
    Failure {
        status: outcome.status(),
        name,
        place: place(outcome.span, sources),
        lines: match missed.is_empty() && outcome.hindrances.is_empty() {
            true => vec![("not judged", "the policy it is about has an error".to_string())],
            false => missed
                .iter()
                .flat_map(|check| [("expected", check.expected.clone()), ("came", check.actual.clone())])
                .collect(),
        },
        accounts: shown.into_iter().filter_map(judged).collect(),
        witness: None,
        hindrances: outcome.hindrances.clone(),
    }
}

/// Nothing, where the proof needs nothing but the policy's own words.
fn resting(outcome: &PropertyOutcome, sources: &Sources) -> Option<RestingProof> {
    let Finding::Proved { program, rests_on } = &outcome.finding else { return None };
    let line = |support: &Support| match support {
        Support::Assumption(number) => ("assumed", program.assumptions[*number].words.to_string()),
        _ => ("closed", basis::support(program, &[], support)),
    };
    (!rests_on.is_empty()).then(|| RestingProof {
        name: format!("property \"{}\"", outcome.name),
        place: place(outcome.span, sources),
        lines: rests_on.iter().map(line).collect(),
    })
}

fn property(outcome: &PropertyOutcome, sources: &Sources) -> Failure {
    let claimed = ("claimed", outcome.claim.clone());
    let found = |words: &str| vec![claimed.clone(), ("found", words.to_string())];
    let failure = Failure {
        status: outcome.status(),
        name: format!("property \"{}\"", outcome.name),
        place: place(outcome.span, sources),
        lines: Vec::new(),
        accounts: Vec::new(),
        witness: None,
        hindrances: Vec::new(),
    };
    match &outcome.finding {
        Finding::Proved { .. } => failure,
        Finding::Refuted(judged) => Failure {
            lines: found(match judged[..] {
                [_] => "a case that goes against it",
                _ => "a case that goes against it, for the one action and for the other",
            }),
            accounts: judged.iter().map(|judged| Account::explanation(judged, sources)).collect(),
            witness: Some(witness(outcome, judged)),
            ..failure
        },
        Finding::Empty => {
            Failure { lines: found("no case meets its condition, so it says nothing"), ..failure }
        }
        Finding::Hindered(problems) => {
            Failure { hindrances: problems.clone(), lines: vec![claimed], ..failure }
        }
        Finding::Undecided(why) => Failure { lines: found(&format!("not yet decided: {why}")), ..failure },
    }
}

/// The case that refutes a property, as a scenario for each action it is judged for.
pub fn witness(outcome: &PropertyOutcome, judged: &[Judged]) -> String {
    let scenarios = judged.iter().enumerate().map(|(place, judged)| {
        let Judged { program, case, verdict, .. } = judged;
        let expect = witness::expectation(program, case, verdict);
        let title = match place {
            0 => format!("Against: {}", outcome.name),
            _ => format!("Against: {}, the other action", outcome.name),
        };
        witness::scenario(program, case, &title, &expect)
    });
    scenarios.collect::<Vec<_>>().join("\n")
}

fn place(span: Span, sources: &Sources) -> String {
    format!("{}, line {}", sources.file(span.file).name, sources.position(span).line)
}
