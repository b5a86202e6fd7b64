//! Problems told and put in the order a person reads them: errors first, then by file and place.

use std::collections::BTreeSet;
use std::fmt;

use super::{Code, Problem, Severity, Tell, Telling};
use crate::source::{Sources, Span};

/// Problems in reading order, with their counts.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub entries: Vec<Entry>,
    errors: usize,
    warnings: usize,
    advice: usize,
    files: usize,
}

/// One problem as it is told.
#[derive(Debug, Clone)]
pub struct Entry {
    pub code: Code,
    pub severity: Severity,
    pub telling: Telling,
    /// The file it speaks of: that of the first label, or the one that could not be read.
    pub file: Option<String>,
    /// A case that shows it, as a scenario.
    pub witness: Option<String>,
}

impl Listing {
    /// Tells the problems and orders them: by weight, by the order the files came in, by place.
    ///
    /// A problem that is the same in all it says is told once.
    pub fn of(problems: &[Problem], sources: &Sources) -> Listing {
        let mut entries: Vec<Entry> = problems.iter().map(|problem| Entry::of(problem, sources)).collect();
        entries.sort_by(|a, b| a.place().cmp(&b.place()));
        entries.dedup_by(|a, b| a.code == b.code && a.telling == b.telling);
        let count = |severity| entries.iter().filter(|entry| entry.severity == severity).count();
        let files = entries.iter().filter_map(|entry| entry.file.as_deref()).collect::<BTreeSet<_>>().len();
        Listing {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            advice: count(Severity::Advice),
            files,
            entries,
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether anything in it is an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// The closing line: `3 errors, 1 warning in 2 files`.
    pub fn count(&self) -> String {
        let counts = [
            (self.errors, Count("error", "errors", self.errors)),
            (self.warnings, Count("warning", "warnings", self.warnings)),
            (self.advice, Count("piece of advice", "pieces of advice", self.advice)),
        ];
        let told: Vec<String> = counts
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(_, count)| count.to_string())
            .collect();
        match self.files {
            0 => told.join(", "),
            files => format!("{} in {}", told.join(", "), Count("file", "files", files)),
        }
    }

    /// Where to read more, said once for all messages.
    pub fn hint(&self) -> Option<String> {
        let codes: BTreeSet<Code> = self.entries.iter().map(|entry| entry.code).collect();
        let first = self.entries.first()?.code.0;
        Some(match codes.len() {
            1 => format!("more about this message: licit explain-code {first}"),
            _ => format!("more about a message: licit explain-code CODE, such as {first}"),
        })
    }
}

impl Entry {
    fn of(problem: &Problem, sources: &Sources) -> Entry {
        let telling = problem.tell();
        let file = match (telling.labels.first(), problem) {
            (Some(label), _) => Some(sources.file(label.span.file).name.clone()),
            (None, Problem::File(problem)) => problem.file().map(str::to_string),
            (None, _) => None,
        };
        let witness = problem.witness().map(str::to_owned);
        Entry { code: problem.code(), severity: problem.severity(), telling, file, witness }
    }

    fn place(&self) -> (Severity, Option<Span>, Option<&str>, Code, &str) {
        let span = self.telling.labels.first().map(|label| label.span);
        (self.severity, span, self.file.as_deref(), self.code, &self.telling.message)
    }
}

impl Severity {
    /// Its word: `error`, `warning`, `advice`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// A number with its noun, singular and plural.
pub(crate) struct Count(pub &'static str, pub &'static str, pub usize);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Count(one, many, number) = self;
        write!(f, "{number} {}", if *number == 1 { one } else { many })
    }
}
