//! Licit: a language for what a thing may be used for and what it may not.

pub mod analysis;
pub mod casebook;
#[expect(clippy::disallowed_methods, reason = "the roof is where the world is touched")]
pub mod cli;
pub mod export;
pub mod judge;
pub mod model;
pub mod problem;
pub mod program;
pub mod report;
pub mod source;
pub mod syntax;
