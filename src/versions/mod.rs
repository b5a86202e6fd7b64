//! Series of versions: which clause has become which, and what is decided otherwise.

pub mod comparison;
mod matching;
pub mod pairs;

pub use comparison::{Comparison, compare};
pub use pairs::{Pair, Pairs};
