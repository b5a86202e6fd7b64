//! Judging what is asked: one scenario by its title, or facts from data.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::data::{self, Misfit};
use super::facts::Lookup;
use super::judges::Judges;
use super::outcome::Judged;
use super::rows::{Form, Rows};
use crate::judge::Case;
use crate::model::{Library, VersionId};
use crate::problem::casebook::CaseProblem;
use crate::problem::file::FileProblem;
use crate::problem::likely::likely;
use crate::problem::{Problem, Severity, Tell};
use crate::program::calendar;
use crate::source::{Sources, Span};
use crate::syntax::tree::ItemKind;

/// Which facts are to be judged by what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Request {
    /// The policy; none where there is only one.
    pub policy: Option<String>,
    /// The day, as a point, where the facts state none.
    pub on: Option<i128>,
    /// The action, where the facts state none.
    pub action: Option<String>,
}

/// Judges one scenario: once, or on each of its days.
pub fn judge_scenario(sources: &Sources, library: &Library, name: &str) -> Result<Vec<Judged>, Vec<Problem>> {
    let place = scenario_named(library, name).map_err(|problem| vec![problem.into()])?;
    let (book, problems) = super::book::read(sources, library);
    let question = book.questions.iter().find(|question| question.span == place);
    let Some(question) = question else {
        return Err(problems.into_iter().filter(|problem| problem.severity() == Severity::Error).collect());
    };
    let outcome = super::run::answer(library, &Judges::of(library), question);
    if outcome.hindrances.is_empty() { Ok(outcome.judged) } else { Err(outcome.hindrances) }
}

/// Judges every case of a file of facts. Each is judged or all are refused: a file with a slip in one line
/// is not half an answer.
pub fn judge_data(
    sources: &Sources,
    library: &Library,
    request: &Request,
    rows: &Rows,
) -> Result<Vec<Judged>, Vec<Problem>> {
    let policy = policy_asked(library, request.policy.as_deref()).map_err(|problem| vec![problem.into()])?;
    let mut lookup = Lookup::new(sources, library);
    let judges = Judges::of(library);
    let mut judged = Vec::new();
    let mut problems = Vec::new();
    for (at, row) in rows.rows.iter().enumerate() {
        let Some((id, case)) = stated(&mut lookup, &policy, request, row.facts.clone(), rows.form) else {
            continue;
        };
        let version = library.version(id);
        let case = match case {
            Ok(case) => case,
            Err(misfits) => {
                for misfit in misfits {
                    let names: Vec<&str> = misfit
                        .at
                        .split(['.', '[', ']'])
                        .filter(|name| name.parse::<usize>().is_err())
                        .collect();
                    let span = rows.place(sources, at, &names);
                    problems.push(
                        CaseProblem::DataDoesNotFit {
                            at: misfit.at,
                            what: misfit.message,
                            mend: misfit.help,
                            span,
                        }
                        .into(),
                    );
                }
                continue;
            }
        };
        let title = rows.many.then(|| format!("Case {}", at + 1));
        match judges.by(id).judge(&case) {
            Ok(verdict) => {
                judged.push(Judged { title, program: Arc::clone(&version.program), case, verdict })
            }
            Err(impossible) => {
                let title = title.unwrap_or_else(|| "this case".to_owned());
                problems.push(super::run::impossible_facts(
                    &version.program,
                    &case,
                    &title,
                    row.span,
                    &impossible,
                ));
            }
        }
    }
    if problems.is_empty() { Ok(judged) } else { Err(problems) }
}

/// The case that facts as data state, for the version of a policy that judges it; `None` where the policy has no
/// version at all.
pub fn stated(
    lookup: &mut Lookup<'_>,
    policy: &str,
    request: &Request,
    mut facts: Map<String, Json>,
    form: Form,
) -> Option<(VersionId, Result<Case, Vec<Misfit>>)> {
    request.prevail(&mut facts);
    let id = lookup.library.version_on(policy, day(&facts))?;
    Some((id, case(lookup, policy, id, &facts, form)))
}

/// The case that facts as data state, for one of the versions of a policy.
pub fn case(
    lookup: &mut Lookup<'_>,
    policy: &str,
    id: VersionId,
    facts: &Map<String, Json>,
    form: Form,
) -> Result<Case, Vec<Misfit>> {
    let library = lookup.library;
    let others = library.versions_of(policy).iter().filter(|other| **other != id);
    let others: Vec<_> = others.map(|other| library.version(*other)).collect();
    data::case_from_data(facts, form, lookup, library.version(id), &others)
}

/// The names under which facts as data state the day.
const DAY: [&str; 2] = ["on", "date"];

/// The day that facts as data state, as a point; `None` too where it is none.
pub fn day(facts: &Map<String, Json>) -> Option<i128> {
    let written = DAY.iter().find_map(|name| facts.get(*name)?.as_str());
    written.and_then(|day| day.parse().ok()).and_then(calendar::point)
}

/// Whether facts as data say anything of the day.
pub fn states_a_day(facts: &Map<String, Json>) -> bool {
    DAY.iter().any(|name| facts.contains_key(*name))
}

impl Request {
    /// Takes out of facts what is asked for otherwise, and so is not looked at.
    pub fn leave_out(&self, facts: &mut Map<String, Json>) {
        if self.on.is_some() {
            DAY.iter().for_each(|name| drop(facts.shift_remove(*name)));
        }
        if self.action.is_some() {
            facts.shift_remove("action");
        }
    }

    /// Puts what is asked for into facts. It prevails over what they say: it is what is asked now.
    pub fn prevail(&self, facts: &mut Map<String, Json>) {
        self.leave_out(facts);
        if let Some(day) = self.on.and_then(calendar::day) {
            facts.insert("on".to_owned(), day.to_string().into());
        }
        if let Some(action) = &self.action {
            facts.insert("action".to_owned(), action.clone().into());
        }
    }
}

/// Whether the cases were judged by the version that was asked for; if not, what versions their policy has.
pub fn is_judged_by(library: &Library, judged: &[Judged], version: &str) -> Result<(), FileProblem> {
    let by_another = |judged: &&Judged| judged.program.policy.version.as_deref() != Some(version);
    match judged.iter().find(by_another) {
        Some(other) => version_named(library, &other.program.policy.name, version).map(|_| ()),
        None => Ok(()),
    }
}

/// The title that was probably meant: one spelt nearly so, or the first that holds these words.
fn meant(name: &str, titles: &[&str]) -> Option<String> {
    let words = name.trim().to_lowercase();
    let holding = || titles.iter().copied().find(|title| title.to_lowercase().contains(&words));
    likely(name, titles.iter().copied())
        .or_else(|| if words.is_empty() { None } else { holding() })
        .map(str::to_string)
}

/// The title of the one scenario that is meant, where it stands.
fn scenario_named(library: &Library, name: &str) -> Result<Span, FileProblem> {
    let titles = library.trees.iter().flat_map(|tree| &tree.items).filter_map(|item| match &item.kind {
        ItemKind::Scenario(scenario) => scenario.title.as_ref(),
        _ => None,
    });
    let titles: Vec<_> = titles.collect();
    let places: Vec<Span> =
        titles.iter().filter(|title| &*title.text == name).map(|title| title.span).collect();
    match places[..] {
        [place] => Ok(place),
        [] => Err(FileProblem::NoSuchScenario {
            name: name.to_string(),
            likely: meant(name, &titles.iter().map(|title| &*title.text).collect::<Vec<_>>()),
        }),
        _ => Err(FileProblem::WhichScenario { name: name.to_string(), places }),
    }
}

/// The policy that is meant; none need be named where there is only one.
pub fn policy_asked(library: &Library, named: Option<&str>) -> Result<String, FileProblem> {
    let names: Vec<&str> = library.policies().collect();
    match (named, &names[..]) {
        (_, []) => Err(FileProblem::NoPolicy),
        (Some(name), _) if names.contains(&name) => Ok(name.to_owned()),
        (Some(name), _) => Err(FileProblem::NoSuchPolicy {
            name: name.to_owned(),
            likely: likely(name, names.iter().copied()).map(str::to_string),
        }),
        (None, [only]) => Ok(only.to_string()),
        (None, _) => {
            Err(FileProblem::WhichPolicy { names: names.iter().map(|name| name.to_string()).collect() })
        }
    }
}

/// The version of a policy that has this name.
pub fn version_named(library: &Library, policy: &str, version: &str) -> Result<VersionId, FileProblem> {
    let versions = library.versions_of(policy);
    let name = |id: &VersionId| library.version(*id).program.policy.version.as_deref();
    versions.iter().copied().find(|id| name(id) == Some(version)).ok_or_else(|| {
        let known: Vec<&str> = versions.iter().filter_map(name).collect();
        FileProblem::NoSuchVersion {
            policy: policy.to_owned(),
            version: version.to_owned(),
            likely: likely(version, known.iter().copied()).map(str::to_string),
            known: known.into_iter().map(str::to_owned).collect(),
        }
    })
}
