//! Program and facts to verdict and reasons.

pub mod case;
pub mod verdict;

mod cuts;
mod evaluator;
mod exact;
mod finding;
mod holds;
mod judging;
mod line;
mod logic;
mod mentions;
mod outcome;
mod reasons;
mod search;
mod shape;
mod slots;
mod tables;

pub use case::{Case, FactName, Knowledge, SettledReading, Stated, StatedElement, StatedList, Stipulation};
pub use judging::{Judge, judge};
pub use verdict::{
    Consequence, Decider, Impossible, Layer, Origin, ReadingRow, Reason, Step, StepKind, Support, Truth,
    UsedFact, Verdict,
};

/// Judges.
pub fn judge(_program: &crate::program::Program, _case: &Case) -> Result<Verdict, Impossible> {
    Err(Impossible::Facts { against: Vec::new(), stated: Vec::new() })
}
