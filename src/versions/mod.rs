//! Series of versions: which clause has become which, what was written otherwise, and what is decided otherwise.

pub mod comparison;
pub mod flips;
mod matching;
pub mod pairs;
mod rule;
pub mod words;

pub use comparison::{Comparison, Text, compare};
pub use pairs::{Pair, Pairs};
