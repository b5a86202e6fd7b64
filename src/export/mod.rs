//! The decision program in the languages of other programs.

pub mod smt;
pub mod sql;
