//! What holds for all cases: properties, proved or refuted with a case.

mod claim;
mod proof;
pub mod seen;
pub mod space;
mod witness;

pub use claim::{Claim, ClaimKind};
pub use proof::{Proof, prove};
pub use space::Stop;
