//! Texts by the grammar, `grammar/licit.pest`: which rules a text met, or, from pest, how far it came.

#[cfg(test)]
mod laws;
mod matcher;

use pest::Parser;
use pest::error::{Error, ErrorVariant};
use pest::iterators::{Pair, Pairs};

use super::scan::{DEEPEST, scan};

/// The parser that pest makes of the grammar, for texts that are not too deep.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/licit.pest"]
struct Grammar;

/// What stands in a text for words that were set aside: `FAULT` in the grammar.
pub(super) const SET_ASIDE: u8 = 1;

/// A rule that a text met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Met {
    pub rule: Rule,
    /// From where to where in the text, in bytes.
    pub start: u32,
    pub end: u32,
    /// Which of all that was met comes next that is no part of this: its parts stand between.
    pub after: u32,
}

/// All that a text met, each before its parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meeting<'t> {
    pub text: &'t str,
    pub met: Vec<Met>,
}

/// Reads a text by a rule. A parenthesis more than [`DEEPEST`] deep is where it cannot go on: only parentheses make the
/// rules call one another without end, so this bounds the stack, and nobody need look at it at every step.
pub(super) fn parse(rule: Rule, text: &str) -> Result<Meeting<'_>, Box<Error<Rule>>> {
    let opened = text.bytes().filter(|byte| *byte == b'(').count();
    let too_deep = if opened > DEEPEST { scan(text).too_deep.first().copied() } else { None };
    match too_deep.and_then(|at| pest::Position::new(text, at)) {
        Some(place) => {
            let nothing_else = ErrorVariant::ParsingError { positives: Vec::new(), negatives: Vec::new() };
            Err(Box::new(Error::new_from_pos(nothing_else, place)))
        }
        None => match matcher::matched(rule, text) {
            Some(met) => Ok(Meeting { text, met }),
            None => by_pest(rule, text),
        },
    }
}

/// Reads a text as pest does, which says of a text that is not in the grammar where it could not go on, and with what.
fn by_pest(rule: Rule, text: &str) -> Result<Meeting<'_>, Box<Error<Rule>>> {
    let pairs = Grammar::parse(rule, text).map_err(Box::new)?;
    let mut met = Vec::new();
    note(pairs, &mut met);
    Ok(Meeting { text, met })
}

fn note(pairs: Pairs<'_, Rule>, met: &mut Vec<Met>) {
    for pair in pairs {
        let (index, span) = (met.len(), pair.as_span());
        let (start, end) = (span.start() as u32, span.end() as u32);
        met.push(Met { rule: pair.as_rule(), start, end, after: 0 });
        note(Pair::into_inner(pair), met);
        met[index].after = met.len() as u32;
    }
}
