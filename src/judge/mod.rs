//! Program and facts to verdict and reasons.

pub mod case;
pub mod verdict;
pub mod witness;

pub use case::{Case, FactName, Knowledge, SettledReading, Stated, StatedElement, StatedList, Stipulation};
pub use verdict::{
    Consequence, Decider, Impossible, Layer, Origin, ReadingRow, Reason, Step, StepKind, Support, Truth,
    UsedFact, Verdict,
};

/// Judges.
pub fn judge(_program: &crate::program::Program, _case: &Case) -> Result<Verdict, Impossible> {
    Err(Impossible::Facts { against: Vec::new(), stated: Vec::new() })
}
