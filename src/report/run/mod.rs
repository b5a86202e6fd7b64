//! What came of a case book: for a terminal, in sentences, as JSON and as JUnit.
//!
//! Like a verdict, a run is first put into one account of what is told, and then laid out.

mod account;
pub mod data;
pub mod human;
pub mod junit;
pub mod plain;

pub use account::RunAccount;
