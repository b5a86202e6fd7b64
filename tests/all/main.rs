//! Every test that looks at Licit from outside.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "tests read cases and run the program")]

mod cli;
mod cyber;
mod drawn;
mod engine;
mod outline;
mod problem;
mod random;
mod report;
mod syntax;
