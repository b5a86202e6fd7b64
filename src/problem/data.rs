//! Problems for programs: the documented array of `licit check --format json`.

use serde::Serialize;

use super::Problem;
use super::listing::{Entry, Listing};
use crate::source::{Sources, Span};

/// One problem. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    pub code: &'static str,
    pub severity: &'static str,
    pub message: String,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub column: Option<u32>,
    pub end_line: Option<u32>,
    pub end_column: Option<u32>,
    pub help: Option<String>,
    /// A scenario that shows it, in the language.
    pub witness: Option<String>,
    /// What is said of the words themselves, the first label's text.
    pub label: Option<String>,
    /// The other places it speaks of.
    pub notes: Vec<Note>,
}

/// Another place that a problem speaks of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    pub message: String,
    #[serde(flatten)]
    pub place: Place,
}

/// Words in a file, as a person counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

impl Place {
    /// Where a span is.
    pub fn of(span: Span, sources: &Sources) -> Place {
        let (start, end) = (sources.position(span), sources.end_position(span));
        Place {
            file: sources.file(span.file).name.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// The problems in the order they are told.
pub fn findings(problems: &[Problem], sources: &Sources) -> Vec<Finding> {
    Listing::of(problems, sources).entries.into_iter().map(|entry| finding(entry, sources)).collect()
}

/// The findings as JSON text, ending in a line break.
pub fn json(problems: &[Problem], sources: &Sources) -> String {
    let mut text = serde_json::to_string_pretty(&findings(problems, sources))
        .expect("findings are texts and numbers, which JSON can always hold");
    text.push('\n');
    text
}

fn finding(entry: Entry, sources: &Sources) -> Finding {
    let mut labels = entry.telling.labels.into_iter();
    let first = labels.next();
    let place = first.as_ref().map(|label| Place::of(label.span, sources));
    Finding {
        code: entry.code.0,
        severity: entry.severity.word(),
        message: entry.telling.message,
        file: entry.file,
        line: place.as_ref().map(|place| place.line),
        column: place.as_ref().map(|place| place.column),
        end_line: place.as_ref().map(|place| place.end_line),
        end_column: place.as_ref().map(|place| place.end_column),
        help: entry.telling.help,
        witness: entry.witness,
        label: first.map(|label| label.text).filter(|text| !text.is_empty()),
        notes: labels
            .map(|label| Note { place: Place::of(label.span, sources), message: label.text })
            .collect(),
    }
}
