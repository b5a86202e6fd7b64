//! What is known of a place, against a value.

use crate::judge::case::Knowledge;
use crate::program::{Test, Value};

pub use crate::program::holds::{has, holds};

impl Knowledge {
    /// Whether what is known leaves this value possible.
    pub fn allows(&self, value: &Value) -> bool {
        match self {
            Knowledge::Unstated | Knowledge::Unknown => true,
            Knowledge::Value(known) => known == value,
            Knowledge::Such(tests) => tests.iter().all(|(test, wanted)| holds(test, value) == *wanted),
        }
    }

    /// The tests by which it is known in part.
    pub fn tests(&self) -> impl Iterator<Item = &Test> {
        let tests = match self {
            Knowledge::Such(tests) => tests.as_slice(),
            _ => &[],
        };
        tests.iter().map(|(test, _)| test)
    }
}
