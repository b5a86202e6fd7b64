//! Where pest could not go on, in words.

use std::ops::Range;

use pest::error::{Error, ErrorVariant, InputLocation};

use super::grammar::Rule;
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;

/// A place where the grammar could not go on.
#[derive(Debug)]
pub(super) struct Fault<'t> {
    text: &'t str,
    /// The place, in bytes from the beginning of the text.
    pub at: usize,
    /// The rules that could have gone on there.
    wanted: Vec<Rule>,
}

impl<'t> Fault<'t> {
    pub fn new(error: &Error<Rule>, text: &'t str) -> Fault<'t> {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let wanted = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.clone(),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Fault { text, at, wanted }
    }

    /// The problem it is; `span` gives the place in the file.
    pub fn explain(&self, span: impl Fn(Range<usize>) -> Span) -> SyntaxProblem {
        let word: &str = self.text[self.at..].split_whitespace().next().unwrap_or("");
        let _ = &self.wanted;
        SyntaxProblem::HereShouldStand {
            span: span(self.at..self.at + word.len()),
            found: Some(word.to_owned()).filter(|word| !word.is_empty()),
            wanted: Vec::new(),
        }
    }
}
