//! What holds for all cases: properties, proved or refuted with a case.

mod claim;
mod findings;
mod proof;
pub mod seen;
pub mod space;
mod union;
mod witness;

pub use claim::{Claim, ClaimKind};
pub use findings::findings;
pub use proof::{Proof, prove};
pub use space::Stop;
