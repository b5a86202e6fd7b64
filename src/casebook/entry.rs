//! A scenario entered at the end of a case book: only where all else in it stays as it was.

use std::collections::HashMap;

use crate::model::Library;
use crate::problem::casebook::CaseProblem;
use crate::problem::{Problem, Severity, Tell};
use crate::source::{FileId, Sources, Span};
use crate::syntax::tree::ItemKind;

use super::book::{self, Casebook};
use super::judges::Judges;
use super::outcome::{ScenarioOutcome, Status};
use super::run::answer;

/// What is to be entered.
#[derive(Debug)]
pub struct Entry<'e> {
    /// The file, which need not be there yet.
    pub file: &'e str,
    /// A whole scenario.
    pub text: &'e str,
    pub title: &'e str,
    /// Whether what it expects is what the text decides.
    pub met: bool,
}

/// Why a scenario is not entered.
#[derive(Debug)]
pub enum Refusal {
    /// These would be told of it; the sources have it in them.
    Faults(Vec<Problem>, Sources),
    /// What it expects is met though it should not be, or is not met though it should be; what came.
    Otherwise(String),
    /// Another scenario would come out otherwise.
    Disturbs(String),
}

/// The text of the file with the scenario at its end. The whole case book was judged with it.
pub fn entered(sources: &Sources, entry: &Entry) -> Result<String, Refusal> {
    let file = sources.iter().find(|(_, file)| file.name == entry.file);
    let text = appended(file.map_or("", |(_, file)| &file.text), entry.text);
    let (after, id) = with(sources, entry.file, &text);
    let before = Judgement::of(sources);
    let judged = Judgement::of(&after);
    let faults = judged.faults.iter().filter(|fault| !before.has(fault)).cloned();
    let mut faults: Vec<Problem> = faults.collect();
    faults.extend(given(&judged.library, id).map(|given| CaseProblem::Given { given }.into()));
    let new = judged.outcomes.iter().find(|outcome| outcome.name == entry.title && outcome.span.file == id);
    // What hinders it is told once: where it is the error of its own that is told already, not again.
    if faults.is_empty() {
        faults.extend(new.into_iter().flat_map(|new| new.hindrances.iter().cloned()));
    }
    if !faults.is_empty() {
        return Err(Refusal::Faults(faults, after));
    }
    let Some(new) = new else { return Err(Refusal::Otherwise("it cannot be judged".to_string())) };
    if (new.status() == Status::Passed) != entry.met {
        return Err(Refusal::Otherwise(new.actual()));
    }
    let was: HashMap<String, Status> =
        before.outcomes.iter().map(|outcome| (outcome.full_name(), outcome.status())).collect();
    let disturbed = judged.outcomes.iter().find(|outcome| {
        !std::ptr::eq(*outcome, new) && was.get(&outcome.full_name()).is_none_or(|it| *it != outcome.status())
    });
    match disturbed {
        Some(other) => Err(Refusal::Disturbs(other.full_name())),
        None => Ok(text),
    }
}

/// Where facts are given for all scenarios of a file.
pub fn given(library: &Library, file: FileId) -> Option<Span> {
    let items = library.trees.iter().filter(|tree| tree.file == file).flat_map(|tree| &tree.items);
    let mut given = items.filter(|item| matches!(item.kind, ItemKind::Given(_)));
    given.next().map(|item| item.span)
}

/// A case book, judged.
struct Judgement {
    library: Library,
    faults: Vec<Problem>,
    outcomes: Vec<ScenarioOutcome>,
}

impl Judgement {
    fn of(sources: &Sources) -> Judgement {
        let (library, mut faults) = Library::load(sources);
        let (Casebook { questions }, of_cases) = book::read(sources, &library);
        faults.extend(of_cases);
        faults.retain(|fault| fault.severity() == Severity::Error);
        let judges = Judges::of(&library);
        let outcomes = questions.iter().map(|question| answer(&library, &judges, question)).collect();
        Judgement { library, faults, outcomes }
    }

    fn has(&self, fault: &Problem) -> bool {
        let words = |problem: &Problem| (problem.code(), problem.tell().message);
        self.faults.iter().any(|other| words(other) == words(fault))
    }
}

/// The text with a scenario at its end, a blank line before it, in the line ends that the text has.
fn appended(text: &str, scenario: &str) -> String {
    let mut all = text.replace("\r\n", "\n");
    if !all.is_empty() {
        all.truncate(all.trim_end().len());
        all.push_str("\n\n");
    }
    all.push_str(scenario);
    if text.contains("\r\n") { all.replace('\n', "\r\n") } else { all }
}

/// The sources with the text of one file replaced, or the file added.
fn with(sources: &Sources, name: &str, text: &str) -> (Sources, FileId) {
    let (mut after, mut place) = (Sources::default(), None);
    for (id, file) in sources.iter() {
        let is_it = file.name == name;
        let text = if is_it { text } else { &file.text };
        // What is written to is asked about.
        match file.beside && !is_it {
            true => after.add_beside(&file.name, text),
            false => after.add(&file.name, text),
        };
        place = place.or(is_it.then_some(id));
    }
    let place = place.unwrap_or_else(|| after.add(name, text));
    (after, place)
}
