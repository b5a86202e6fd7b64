//! The properties of case books: what they claim of which version, and what was found of it.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::analysis::{Proof, Stop, prove};
use crate::judge::judge;
use crate::model::lowering::{Lowering, Speaking};
use crate::model::{Library, Version, VersionId, literal};
use crate::problem::casebook::CaseProblem;
use crate::problem::{Problem, Severity, Tell};
use crate::program::{self, ACTION, ACTIONS, NodeId, Place, Program, Said, Test};
use crate::source::{Sources, Span};
use crate::syntax::tree::{Actions, Claim, ClaimKind, ItemKind, Property, VerdictWord};

use super::book::policy_of;
use super::outcome::{Finding, Judged, PropertyOutcome};

/// Proves every property whose title is asked for. Those of one version are proved together.
pub fn properties(
    sources: &Sources,
    library: &Library,
    asked: impl Fn(&str) -> bool,
) -> Vec<PropertyOutcome> {
    let mut outcomes: Vec<PropertyOutcome> = Vec::new();
    let mut of_versions: IndexMap<VersionId, Vec<(usize, &Property, &Claim)>> = IndexMap::new();
    for property in all(sources, library).filter(|property| asked(&property.title.text)) {
        let outcome = |claim: String, found: Vec<Problem>| PropertyOutcome {
            name: property.title.text.to_string(),
            span: property.title.span,
            claim,
            finding: Finding::Hindered(found),
        };
        match version_of(library, property) {
            Err(problem) => outcomes.push(outcome(String::new(), vec![problem])),
            Ok(id) if library.version(id).sound => {
                for claim in &property.claims {
                    of_versions.entry(id).or_default().push((outcomes.len(), property, claim));
                    outcomes.push(outcome(sources.phrase(claim.span), Vec::new()));
                }
            }
            Ok(_) => {}
        }
    }
    for (id, asked) in of_versions {
        let claims: Vec<&Claim> = asked.iter().map(|(_, _, claim)| *claim).collect();
        let findings = found(sources, library.version(id), &claims);
        for ((place, property, _), finding) in asked.iter().zip(findings) {
            outcomes[*place].finding = titled(finding, property);
        }
    }
    outcomes
}

/// The claims of the property of that title, in the program of the version they are about with the conditions
/// they need; each with its words.
pub struct Claimed {
    pub version: VersionId,
    pub program: Program,
    pub claims: Vec<(String, program::Claim)>,
}

/// What a property claims.
pub fn claimed(sources: &Sources, library: &Library, property: &Property) -> Result<Claimed, Vec<Problem>> {
    let id = version_of(library, property).map_err(|problem| vec![problem])?;
    let claims: Vec<&Claim> = property.claims.iter().collect();
    let (program, lowered) = lower(sources, library.version(id), &claims);
    let mut told = Vec::new();
    let mut claims = Vec::new();
    for (claim, lowered) in property.claims.iter().zip(lowered) {
        match lowered {
            Ok(lowered) => claims.push((sources.phrase(claim.span), lowered)),
            Err(problems) => told.extend(problems),
        }
    }
    if told.is_empty() { Ok(Claimed { version: id, program, claims }) } else { Err(told) }
}

/// Tells what is wrong with the properties of all files, without proving them.
pub fn check(sources: &Sources, library: &Library) -> Vec<Problem> {
    let mut problems = Vec::new();
    for property in all(sources, library) {
        match version_of(library, property) {
            Ok(id) => {
                let claims: Vec<&Claim> = property.claims.iter().collect();
                let (_, lowered) = lower(sources, library.version(id), &claims);
                problems.extend(lowered.into_iter().filter_map(Result::err).flatten());
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems
}

/// The properties of all files that were asked about, as they stand.
pub fn all<'l>(sources: &'l Sources, library: &'l Library) -> impl Iterator<Item = &'l Property> {
    let trees = library.trees.iter().filter(|tree| !sources.file(tree.file).beside);
    trees.flat_map(|tree| &tree.items).filter_map(|item| match &item.kind {
        ItemKind::Property(property) => Some(property),
        _ => None,
    })
}

const TOO_MANY: &str = "there are too many kinds of cases to go through all of them";
const DISAGREEMENT: &str = "a case was found that, judged again, does not go against it";

/// What is found of each claim. Together, claims may be too much where each by itself is not.
fn found(sources: &Sources, version: &Version, claims: &[&Claim]) -> Vec<Finding> {
    let (program, lowered) = lower(sources, version, claims);
    let program = Arc::new(program);
    let sound: Vec<program::Claim> = lowered.iter().filter_map(|claim| claim.clone().ok()).collect();
    let mut proofs = prove(&program, &sound).into_iter();
    let findings = claims.iter().zip(lowered).map(|(claim, lowered)| match lowered {
        Err(problems) => Finding::Hindered(problems),
        Ok(_) => match proofs.next() {
            Some(Proof::Undecided(Stop::Spent)) if claims.len() > 1 => {
                found(sources, version, &[claim]).remove(0)
            }
            Some(proof) => told(&program, proof),
            None => Finding::Undecided(TOO_MANY.to_owned()),
        },
    });
    findings.collect()
}

fn told(program: &Arc<Program>, proof: Proof) -> Finding {
    let refutation = match proof {
        Proof::Holds { rests_on } => return Finding::Proved { program: Arc::clone(program), rests_on },
        Proof::Vacuous => return Finding::Empty,
        Proof::Undecided(Stop::Spent) => return Finding::Undecided(TOO_MANY.to_owned()),
        Proof::Undecided(Stop::Disagreement(_)) => return Finding::Undecided(DISAGREEMENT.to_owned()),
        Proof::Refuted(refutation) => *refutation,
    };
    let cases = [Some(refutation.case), refutation.beside];
    let judged = cases.into_iter().flatten().map(|case| {
        let verdict = judge(program, &case).ok()?;
        Some(Judged { title: None, program: Arc::clone(program), case, verdict })
    });
    match judged.collect() {
        Some(judged) => Finding::Refuted(judged),
        None => Finding::Undecided("the case found against it could not be judged again".to_owned()),
    }
}

fn titled(finding: Finding, property: &Property) -> Finding {
    match finding {
        Finding::Refuted(mut judged) => {
            for judged in &mut judged {
                judged.title = Some(property.title.text.to_string());
            }
            Finding::Refuted(judged)
        }
        finding => finding,
    }
}

/// The newest version of the policy a property is about.
fn version_of(library: &Library, property: &Property) -> Result<VersionId, Problem> {
    let policy = policy_of(library, property.policy.as_ref(), property.title.span)?;
    let newest = library.version_on(&policy, None);
    newest
        .ok_or_else(|| CaseProblem::PolicyNotTold { span: property.title.span, known: String::new() }.into())
}

/// The version's program with the conditions that these claims need, and the claims over it.
fn lower(
    sources: &Sources,
    version: &Version,
    claims: &[&Claim],
) -> (Program, Vec<Result<program::Claim, Vec<Problem>>>) {
    let mut lowering = Lowering::new(sources, (*version.program).clone(), version.names.clone());
    let mut lowered = Vec::new();
    for claim in claims {
        let claim = lower_one(&mut lowering, claim);
        let told = std::mem::take(&mut lowering.problems);
        let wrong = told.iter().any(|problem| problem.severity() == Severity::Error);
        lowered.push(if wrong { Err(told) } else { Ok(claim) });
    }
    (lowering.program, lowered)
}

fn lower_one(lowering: &mut Lowering, claim: &Claim) -> program::Claim {
    let when = claim.condition.as_ref().map(|condition| lowering.condition(condition, Speaking::default()));
    let kind = match &claim.kind {
        ClaimKind::Never => program::ClaimKind::Never,
        ClaimKind::Always => program::ClaimKind::Always,
        ClaimKind::OnlyWhen => program::ClaimKind::OnlyWhen,
        ClaimKind::Whenever(other) => {
            program::ClaimKind::Whenever(said(lowering, Some(&other.actions), other.verdict, claim.span))
        }
    };
    program::Claim { kind, said: said(lowering, claim.actions.as_ref(), claim.verdict, claim.span), when }
}

fn said(lowering: &mut Lowering, actions: Option<&Actions>, verdict: VerdictWord, span: Span) -> Said {
    let ruling = crate::model::policy::ruling(verdict.verdict);
    Said { ruling, actions: actions.and_then(|actions| of_the_action(lowering, actions, span)) }
}

/// The condition that the action is one of those named, or of their kinds; none for any.
fn of_the_action(lowering: &mut Lowering, actions: &Actions, span: Span) -> Option<NodeId> {
    let Actions::Named(names) = actions else { return None };
    let mut all = lowering.program.domain(ACTIONS).nothing();
    for name in names {
        match literal::member(&name.text, name.span, ACTIONS, &lowering.program.domains) {
            Ok(member) => {
                all.union_with(&lowering.program.domain(ACTIONS).terms[member.0 as usize].kinds);
            }
            Err(problem) => lowering.problems.push(problem),
        }
    }
    Some(lowering.atom(Place::Fact(ACTION), Test::OneOf(all), span))
}
