//! Series of versions: which clause has become which, what was written otherwise, what is decided otherwise, and what
//! became of it all.

pub mod amendment;
pub mod comparison;
pub mod flips;
pub mod history;
mod matching;
pub mod merge;
pub mod numbers;
pub mod pairs;
mod rule;
pub mod words;

pub use comparison::{Comparison, Text, compare};
pub use pairs::{Pair, Pairs};
