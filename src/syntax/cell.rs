//! A value by itself, as a table's cell has it: for facts that come as lines of cells.

use super::build::{Builder, Left, Node};
use super::grammar::{Rule, parse};
use super::scan::scan;
use super::spellings::Spellings;
use super::tree::FactValue;
use crate::source::Sources;

/// The value that these words are: `6 years`, `religion and opinion`, `unknown`. `None` where they are none.
/// Its spans are of a text of its own.
pub fn value(words: &str) -> Option<FactValue> {
    if !scan(words).unclosed.is_empty() {
        return None;
    }
    let mut sources = Sources::default();
    let file = sources.add("", words);
    let spellings = Spellings::default();
    let meeting = parse(Rule::value_cell, words).ok()?;
    let mut builder = Builder::new(&sources, &spellings, file, 0, Left::Whole);
    let value = builder.fact_value(&Node::whole(&meeting)?.the(Rule::fact_value));
    let (problems, broken) = builder.finish();
    (problems.is_empty() && !broken).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tree::FactValueKind;

    #[test]
    fn cells_are_values_or_nothing() {
        assert!(matches!(value("unknown").unwrap().kind, FactValueKind::Unknown));
        assert!(matches!(value("6 years").unwrap().kind, FactValueKind::Values(values) if values.len() == 1));
        assert!(
            matches!(value("religion and opinion").unwrap().kind, FactValueKind::Values(values) if values.len() == 2)
        );
        assert!(value("6 yards of rope, please").is_none());
    }
}
