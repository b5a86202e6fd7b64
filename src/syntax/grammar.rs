//! The parser that pest makes of `grammar/licit.pest`, for texts that are not too deep.

use pest::Parser;
use pest::error::{Error, ErrorVariant};
use pest::iterators::Pairs;

use super::scan::{DEEPEST, scan};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/licit.pest"]
struct Grammar;

/// What stands in a text for words that were set aside: `FAULT` in the grammar.
pub(super) const SET_ASIDE: u8 = 1;

/// Reads a text by a rule. A parenthesis more than [`DEEPEST`] deep is where it cannot go on: only parentheses make the
/// rules call one another without end, so this bounds the stack, and pest need not look at it at every step.
pub(super) fn parse(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Box<Error<Rule>>> {
    let opened = text.bytes().filter(|byte| *byte == b'(').count();
    let too_deep = if opened > DEEPEST { scan(text).too_deep.first().copied() } else { None };
    match too_deep.and_then(|at| pest::Position::new(text, at)) {
        Some(place) => {
            let nothing_else = ErrorVariant::ParsingError { positives: Vec::new(), negatives: Vec::new() };
            Err(Box::new(Error::new_from_pos(nothing_else, place)))
        }
        None => Grammar::parse(rule, text).map_err(Box::new),
    }
}
