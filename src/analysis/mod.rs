//! What holds for all cases: properties, proved or refuted with a case.

pub mod boxes;
pub mod coverage;
pub mod difference;
pub mod edges;
mod findings;
pub mod flips;
mod proof;
pub mod seen;
pub mod space;
mod union;
mod witness;

pub use crate::judge::exact::{Budget, Diagram, Matter};
pub use findings::findings;
pub use flips::flips;
pub use proof::{Proof, Refutation, prove, shown};
pub use space::Stop;
