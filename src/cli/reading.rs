//! What every command that reads policies does first: the files, and the policies in them.

use super::format::Format;
use super::input::{Input, Paths, compiled, shown};
use super::status::Status;
use super::terminal::Terminal;
use crate::compiled::file::{Packed, Refused};
use crate::model::Library;
use crate::problem::file::FileProblem;
use crate::problem::{Problem, Severity, Tell};
use crate::source::Sources;

/// Files read and understood, with all that was found on the way.
pub struct Reading {
    pub sources: Sources,
    pub library: Library,
    /// What is told of the policies.
    pub problems: Vec<Problem>,
    /// What could not be read, each an error.
    refused: Vec<Problem>,
}

impl Reading {
    /// Reads the files of these paths.
    pub fn of(paths: &Paths) -> Reading {
        Reading::of_input(paths.read())
    }

    /// Reads the files of these paths, or unpacks the one compiled policy that they are.
    pub fn of_policy(paths: &Paths) -> Reading {
        let [path] = paths.given() else { return Reading::of(paths) };
        let Some(bytes) = compiled(path) else { return Reading::of(paths) };
        let path = shown(path);
        let (problem, unpacked) = match Packed::of(&bytes).and_then(|packed| packed.telling()) {
            Ok(unpacked) => (None, unpacked),
            Err(Refused::Stale { by }) => (Some(FileProblem::Stale { path, by }), Default::default()),
            Err(Refused::Damaged | Refused::NotCompiled) => {
                (Some(FileProblem::Damaged { path }), Default::default())
            }
        };
        let (sources, library) = unpacked;
        let refused = problem.map(Problem::from).into_iter().collect();
        Reading { sources, library, problems: Vec::new(), refused }
    }

    /// Understands what was read.
    pub fn of_input(input: Input) -> Reading {
        let Input { sources, refused, remarks } = input;
        let (library, mut problems) = Library::load(&sources);
        problems.extend(remarks);
        asked_about(&sources, &mut problems);
        Reading { sources, library, problems, refused }
    }

    /// Says what could not be read.
    pub fn say_refused(&self, terminal: &mut Terminal, format: Format) {
        terminal.say_problems(&self.refused, &self.sources, format);
    }

    /// The status of a command that found something, or nothing: unable where something could not be read.
    pub fn status(&self, found: bool) -> Status {
        match (self.refused.is_empty(), found) {
            (false, _) => Status::Unable,
            (true, true) => Status::Found,
            (true, false) => Status::Well,
        }
    }

    /// How many files were read: `1 file`, `3 files`.
    pub fn files(&self) -> String {
        match self.sources.iter().count() {
            1 => "1 file".to_string(),
            many => format!("{many} files"),
        }
    }
}

/// Drops advice and warnings about files that nobody asked about.
pub fn asked_about(sources: &Sources, problems: &mut Vec<Problem>) {
    problems.retain(|problem| {
        problem.severity() == Severity::Error
            || problem.tell().labels.first().is_none_or(|label| !sources.file(label.span.file).beside)
    });
}

/// Those that are errors.
pub fn errors(problems: impl IntoIterator<Item = Problem>) -> Vec<Problem> {
    problems.into_iter().filter(|problem| problem.severity() == Severity::Error).collect()
}
