//! Series of versions: which clause has become which, what was written otherwise, what is decided otherwise, and the
//! texts that git keeps.

pub mod comparison;
pub mod flips;
pub mod git;
mod matching;
pub mod pairs;
mod rule;
pub mod words;

pub use comparison::{Comparison, Text, compare};
pub use pairs::{Pair, Pairs};
