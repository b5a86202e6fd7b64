//! Every test that looks at Licit from outside.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "tests read cases and run the program")]

mod amendments;
mod audit;
mod cli;
mod compiled;
mod console;
mod cyber;
mod docs;
mod drawn;
mod engine;
mod findings;
mod git;
mod history;
mod instruments;
mod language;
mod layout;
mod merge;
mod messages;
mod outline;
#[cfg(feature = "parquet")]
mod parquet;
mod policies;
mod problem;
mod random;
mod report;
mod repository;
mod series;
mod syntax;
mod z3;

/// The program.
const LICIT: &str = env!("CARGO_BIN_EXE_licit");
