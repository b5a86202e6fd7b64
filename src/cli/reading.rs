//! What every command that reads policies does first: the files, and the policies in them.

use super::format::Format;
use super::input::{Input, Paths};
use super::status::Status;
use super::terminal::Terminal;
use crate::model::Library;
use crate::problem::file::FileProblem;
use crate::problem::{Problem, Severity, Tell};
use crate::source::{Refusal, Sources};
use crate::syntax::imports::{self, Found};
use crate::versions::git::Repository;

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
        let Input { sources, refused, remarks } = paths.read();
        let (library, mut problems) = Library::load(&sources);
        problems.extend(remarks);
        asked_about(&sources, &mut problems);
        Reading { sources, library, problems, refused }
    }

    /// Reads the files that git keeps under a path of a revision, and those that they bring in.
    pub fn at(repository: &Repository, revision: &str, path: &str) -> Result<Reading, FileProblem> {
        let revision = repository.revision(revision)?;
        let mut sources = Sources::default();
        for (name, text) in revision.texts(path)? {
            sources.add(name, text);
        }
        imports::follow(&mut sources, |_, _, name| {
            let text = revision.path_of(name).and_then(|path| revision.text(path).ok());
            match text {
                Some((_, text)) => Found::Text(text),
                None => Found::Refused(Refusal::NotThere { near: Vec::new() }),
            }
        });
        let (library, mut problems) = Library::load(&sources);
        asked_about(&sources, &mut problems);
        Ok(Reading { sources, library, problems, refused: Vec::new() })
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
