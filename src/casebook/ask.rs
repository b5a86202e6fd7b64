//! Judging what is asked: a whole case book, one scenario by its title, or facts from data.

use super::outcome::{Judged, Run};
use super::rows::Rows;
use crate::model::Library;
use crate::problem::Problem;
use crate::problem::file::FileProblem;
use crate::problem::likely::likely;
use crate::source::{Sources, Span};
use crate::syntax::tree::ItemKind;

/// Which facts are to be judged by what.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The policy; none where there is only one.
    pub policy: Option<String>,
    /// The day, as a point, where the facts state none.
    pub on: Option<i128>,
    /// The action, where the facts state none.
    pub action: Option<String>,
}

/// Runs the scenarios, rows and properties; with `only`, those whose title holds these words.
pub fn run(_sources: &Sources, _library: &Library, _only: Option<&str>) -> Run {
    Run::default()
}

/// Judges one scenario: once, or on each of its days.
pub fn judge_scenario(_sources: &Sources, library: &Library, name: &str) -> Result<Vec<Judged>, Vec<Problem>> {
    scenario_named(library, name).map_err(|problem| vec![problem.into()])?;
    Ok(Vec::new())
}

/// Judges every case of a file of facts.
pub fn judge_data(
    _sources: &Sources,
    library: &Library,
    request: &Request,
    _rows: &Rows,
) -> Result<Vec<Judged>, Vec<Problem>> {
    policy_asked(library, request).map_err(|problem| vec![problem.into()])?;
    Ok(Vec::new())
}

/// The title of the one scenario that is meant, where it stands.
fn scenario_named(library: &Library, name: &str) -> Result<Span, FileProblem> {
    let titles = library.trees.iter().flat_map(|tree| &tree.items).filter_map(|item| match &item.kind {
        ItemKind::Scenario(scenario) => scenario.title.as_ref(),
        _ => None,
    });
    let titles: Vec<_> = titles.collect();
    let places: Vec<Span> = titles.iter().filter(|title| &*title.text == name).map(|title| title.span).collect();
    match places[..] {
        [place] => Ok(place),
        [] => Err(FileProblem::NoSuchScenario {
            name: name.to_string(),
            likely: likely(name, titles.iter().map(|title| &*title.text)).map(str::to_string),
        }),
        _ => Err(FileProblem::WhichScenario { name: name.to_string(), places }),
    }
}

/// The policy that is meant.
fn policy_asked(library: &Library, request: &Request) -> Result<String, FileProblem> {
    let names: Vec<&str> = library.policies().collect();
    match (&request.policy, &names[..]) {
        (_, []) => Err(FileProblem::NoPolicy),
        (Some(name), _) if names.contains(&name.as_str()) => Ok(name.clone()),
        (Some(name), _) => Err(FileProblem::NoSuchPolicy {
            name: name.clone(),
            likely: likely(name, names.iter().copied()).map(str::to_string),
        }),
        (None, [only]) => Ok(only.to_string()),
        (None, _) => Err(FileProblem::WhichPolicy { names: names.iter().map(|name| name.to_string()).collect() }),
    }
}
