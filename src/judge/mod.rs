//! Program and facts to verdict and reasons.

pub mod case;
pub mod steps;
pub mod verdict;
pub mod witness;

pub(crate) mod cuts;
pub(crate) mod evaluator;
pub(crate) mod exact;
mod finding;
pub(crate) mod holds;
pub(crate) mod judging;
pub(crate) mod limbs;
pub(crate) mod line;
mod logic;
pub(crate) mod mentions;
pub(crate) mod outcome;
pub(crate) mod reasons;
pub(crate) mod search;
pub(crate) mod shape;
pub(crate) mod slots;
pub(crate) mod tables;

pub use case::{Case, FactName, Knowledge, SettledReading, Stated, StatedElement, StatedList, Stipulation};
pub use judging::{Judge, judge};
pub use reasons::MOST_FAILING;
pub use steps::{Limb, Step, StepKind, Steps};
pub use verdict::{Consequence, Decider, Impossible, Layer, ReadingRow, Reason, Support, Truth, Verdict};
