//! Case books judged: every scenario, row and property, with what was expected and what came.

use std::sync::Arc;
use std::thread;

use crate::analysis::{self, Proof, Stop};
use crate::judge::{Case, Impossible, Support, judge};
use crate::model::lowering::{Lowering, Speaking};
use crate::model::{Library, Version};
use crate::problem::casebook::CaseProblem;
use crate::problem::clause::ClauseProblem;
use crate::problem::{Problem, Severity, Tell};
use crate::program::{ACTIONS, Program};
use crate::source::{Sources, Span};
use crate::syntax::tree::{self, Actions, ClaimKind, ItemKind};

use super::book::{Casebook, Question, policy_of};
use super::expect::met;
use super::judges::Judges;
use super::outcome::{Check, Finding, Judged, PropertyOutcome, Run, ScenarioOutcome};

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
            if let Err(impossible) = judges.by(day.version).judge(&day.case) {
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

fn properties(sources: &Sources, library: &Library, asked: impl Fn(&str) -> bool) -> Vec<PropertyOutcome> {
    let mut outcomes = Vec::new();
    for tree in library.trees.iter().filter(|tree| !sources.file(tree.file).beside) {
        for item in &tree.items {
            if let ItemKind::Property(property) = &item.kind
                && asked(&property.title.text)
            {
                outcomes.extend(property_claims(sources, library, property));
            }
        }
    }
    outcomes
}

fn property_claims(sources: &Sources, library: &Library, property: &tree::Property) -> Vec<PropertyOutcome> {
    let outcome = |claim: String, finding| PropertyOutcome {
        name: property.title.text.to_string(),
        span: property.title.span,
        claim,
        finding,
    };
    let version = match version_of(library, property) {
        Ok(version) => version,
        Err(problem) => return vec![outcome(String::new(), Finding::Hindered(vec![problem]))],
    };
    property
        .claims
        .iter()
        .filter(|_| version.sound)
        .map(|claim| {
            let words = sources.phrase(claim.span);
            match lower(sources, version, claim) {
                Ok((program, lowered)) => {
                    let finding = found(property, program, &lowered);
                    outcome(words, finding)
                }
                Err(problems) => outcome(words, Finding::Hindered(problems)),
            }
        })
        .collect()
}

const TOO_MANY: &str = "there are too many kinds of cases to go through all of them";
const DISAGREEMENT: &str = "a case was found that, judged again, does not go against it";

fn found(property: &tree::Property, program: Program, claim: &analysis::Claim) -> Finding {
    match analysis::prove(&program, claim) {
        Proof::Holds { .. } => Finding::Proved,
        Proof::Vacuous => Finding::Empty,
        Proof::Undecided(Stop::Spent) => Finding::Undecided(TOO_MANY.to_owned()),
        Proof::Undecided(Stop::Disagreement(_)) => Finding::Undecided(DISAGREEMENT.to_owned()),
        Proof::Refuted { witness, .. } => match judge(&program, &witness) {
            Ok(verdict) => Finding::Refuted(Box::new(Judged {
                title: Some(property.title.text.to_string()),
                program: Arc::new(program),
                case: *witness,
                verdict,
            })),
            Err(_) => Finding::Undecided("the case found against it could not be judged again".to_owned()),
        },
    }
}

/// Tells what is wrong with the properties of all files, without proving them.
pub fn check_properties(sources: &Sources, library: &Library) -> Vec<Problem> {
    let mut problems = Vec::new();
    for tree in library.trees.iter().filter(|tree| !sources.file(tree.file).beside) {
        for item in &tree.items {
            let ItemKind::Property(property) = &item.kind else { continue };
            match version_of(library, property) {
                Ok(version) => {
                    for claim in &property.claims {
                        if let Err(told) = lower(sources, version, claim) {
                            problems.extend(told);
                        }
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    problems
}

/// The newest version of the policy a property is about.
fn version_of<'l>(library: &'l Library, property: &tree::Property) -> Result<&'l Version, Problem> {
    let policy = policy_of(library, property.policy.as_ref(), property.title.span)?;
    let newest = library.version_on(&policy, None);
    newest
        .map(|id| library.version(id))
        .ok_or_else(|| CaseProblem::PolicyNotTold { span: property.title.span, known: String::new() }.into())
}

fn lower(
    sources: &Sources,
    version: &Version,
    claim: &tree::Claim,
) -> Result<(Program, analysis::Claim), Vec<Problem>> {
    let mut lowering = Lowering::new(sources, (*version.program).clone(), version.names.clone());
    let when = claim.condition.as_ref().map(|condition| lowering.condition(condition, Speaking::default()));
    let actions = match &claim.actions {
        None | Some(Actions::Any(_)) => None,
        Some(Actions::Named(names)) => {
            let mut all = lowering.program.domain(ACTIONS).nothing();
            for name in names {
                let domains = &lowering.program.domains;
                match crate::model::literal::member(&name.text, name.span, ACTIONS, domains) {
                    Ok(member) => {
                        all.union_with(&lowering.program.domain(ACTIONS).terms[member.0 as usize].kinds);
                    }
                    Err(problem) => lowering.problems.push(problem),
                }
            }
            Some(all)
        }
    };
    if lowering.problems.iter().any(|problem| problem.severity() == Severity::Error) {
        return Err(lowering.problems);
    }
    let claim = analysis::Claim {
        kind: match claim.kind {
            ClaimKind::Never => analysis::ClaimKind::Never,
            ClaimKind::Always => analysis::ClaimKind::Always,
            ClaimKind::OnlyWhen => analysis::ClaimKind::OnlyWhen,
        },
        ruling: crate::model::policy::ruling(claim.verdict.verdict),
        actions,
        when,
    };
    Ok((lowering.program, claim))
}
