//! Case books judged: every scenario, row and property, with what was expected and what came.

use std::sync::Arc;
use std::thread;

use crate::judge::{Case, Impossible, Support, judge};
use crate::model::Library;
use crate::problem::Problem;
use crate::problem::casebook::CaseProblem;
use crate::problem::clause::ClauseProblem;
use crate::program::Program;
use crate::source::{Sources, Span};

use super::book::{Casebook, Question};
use super::expect::met;
use super::judges::Judges;
use super::outcome::{Check, Judged, Run, ScenarioOutcome};
use super::properties::properties;

/// Judges every question of a case book and proves every property of the library's files; with `only`,
/// those whose title holds these words.
pub fn run(sources: &Sources, library: &Library, casebook: &Casebook, only: Option<&str>) -> Run {
    let asked = |title: &str| only.is_none_or(|words| title.to_lowercase().contains(&words.to_lowercase()));
    let questions = casebook.questions.iter().filter(|question| asked(&question.name));
    let questions: Vec<&Question> = questions.filter(|question| judgeable(library, question)).collect();
    thread::scope(|scope| {
        let properties = scope.spawn(|| properties(sources, library, asked));
        Run { scenarios: answers(library, &questions), properties: joined(properties) }
    })
}

/// Answers each question, in their order; as many at a time as the machine has hands.
fn answers(library: &Library, questions: &[&Question]) -> Vec<ScenarioOutcome> {
    let judges = Judges::of(library);
    let hands = thread::available_parallelism().map_or(1, usize::from);
    let share = questions.len().div_ceil(hands).max(1);
    thread::scope(|scope| {
        let answer = |question: &&Question| answer(library, &judges, question);
        let shares: Vec<_> = questions
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(answer).collect::<Vec<_>>()))
            .collect();
        shares.into_iter().flat_map(joined).collect()
    })
}

fn joined<T>(hand: thread::ScopedJoinHandle<T>) -> T {
    hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The scenarios and rows whose facts no case can have.
pub fn impossible(library: &Library, casebook: &Casebook) -> Vec<Problem> {
    let judges = Judges::of(library);
    let mut problems = Vec::new();
    for question in casebook.questions.iter().filter(|question| question.hindrances.is_empty()) {
        for day in question.days.iter().filter(|day| library.version(day.version).sound) {
            let program = &library.version(day.version).program;
            if let Err(impossible) = judges.by(day.version).decide(&day.case) {
                problems.push(impossible_facts(
                    program,
                    &day.case,
                    &question.name,
                    question.span,
                    &impossible,
                ));
            }
        }
    }
    problems
}

/// The assumptions of a policy that leave it no case at all.
pub fn contradicting_assumptions(library: &Library) -> Vec<Problem> {
    let mut problems = Vec::new();
    for version in library.versions.iter().filter(|version| version.sound) {
        let program = &version.program;
        if program.assumptions.is_empty() {
            continue;
        }
        let Err(Impossible::Facts { against, .. }) = judge(program, &Case::unstated(program)) else {
            continue;
        };
        let assumptions = against
            .iter()
            .filter_map(|support| match support {
                Support::Assumption(at) => program.assumptions.get(*at),
                _ => None,
            })
            .map(|assumption| (assumption.words.to_string(), assumption.span))
            .collect();
        problems.push(ClauseProblem::AssumptionsContradict { assumptions }.into());
    }
    problems
}

/// Whether the policies a question is about are sound; what is not judged is told by [`not_judged`].
fn judgeable(library: &Library, question: &Question) -> bool {
    !question.hindrances.is_empty() || question.days.iter().all(|day| library.version(day.version).sound)
}

/// For each policy with errors, that the cases about it are not judged.
pub fn not_judged(library: &Library, casebook: &Casebook) -> Vec<Problem> {
    let mut problems = Vec::new();
    for version in library.versions.iter().filter(|version| !version.sound) {
        let about = |question: &&Question| {
            !judgeable(library, question)
                && question.days.iter().any(|day| std::ptr::eq(library.version(day.version), version))
        };
        let cases = casebook.questions.iter().filter(about).count();
        if cases > 0 {
            let policy = &version.program.policy;
            problems.push(
                CaseProblem::NotJudged { policy: policy.name.to_string(), cases, span: policy.span }.into(),
            );
        }
    }
    problems
}

/// Judges one scenario or row, and holds the verdicts to what is expected.
pub fn answer(library: &Library, judges: &Judges, question: &Question) -> ScenarioOutcome {
    let mut outcome = ScenarioOutcome {
        name: question.name.clone(),
        row: question.row.clone(),
        span: question.span,
        checks: Vec::new(),
        judged: Vec::new(),
        hindrances: question.hindrances.clone(),
    };
    if !outcome.hindrances.is_empty() {
        return outcome;
    }
    for day in &question.days {
        let version = library.version(day.version);
        if !version.sound {
            continue;
        }
        let program = &version.program;
        let verdict = match judges.by(day.version).judge(&day.case) {
            Ok(verdict) => verdict,
            Err(impossible) => {
                let problem =
                    impossible_facts(program, &day.case, &question.name, question.span, &impossible);
                outcome.hindrances.push(problem);
                continue;
            }
        };
        let at = outcome.judged.len();
        for expected in &day.expected {
            let (met, actual) = met(expected, program, &day.case, &verdict);
            outcome.checks.push(Check {
                expected: expected.words.clone(),
                actual,
                met,
                span: expected.span,
                judged: at,
            });
        }
        outcome.judged.push(Judged {
            title: Some(outcome.full_name()),
            program: Arc::clone(program),
            case: day.case.clone(),
            verdict,
        });
    }
    outcome
}

/// The message for facts that no possible case satisfies.
pub fn impossible_facts(
    program: &Program,
    case: &Case,
    title: &str,
    span: Span,
    impossible: &Impossible,
) -> Problem {
    let Impossible::Facts { against, .. } = impossible;
    let against = against
        .iter()
        .map(|support| match support {
            Support::Assumption(at) => {
                let assumption = &program.assumptions[*at];
                (format!("the assumption \"{}\"", assumption.words), Some(assumption.span))
            }
            Support::Closed(domain) => {
                let domain = program.domain(*domain);
                (format!("that `{}` has no other terms", domain.name), domain.span)
            }
            Support::Stipulation(at) => {
                let stipulation = &case.stipulations[*at];
                (format!("the stipulation that {}", stipulation.words), stipulation.span)
            }
        })
        .collect();
    CaseProblem::Impossible { title: title.to_owned(), span, against }.into()
}
