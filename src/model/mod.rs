//! Tree to meaning: names resolved, types checked, references between clauses followed, and the decision
//! program built.

pub mod circles;
mod clauses;
mod comparison;
mod condition;
mod decision;
mod factors;
mod given;
mod imports;
pub mod library;
pub mod line;
mod lists;
pub mod literal;
pub mod lowering;
pub mod names;
mod order;
pub mod period;
pub mod policy;
mod quotes;
pub mod references;
pub mod unused;
pub mod validity;
pub mod vocabulary;
mod written;

pub use library::{Library, Version, VersionId};
pub use order::visit as visit_unit;
