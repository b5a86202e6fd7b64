//! Audits by an engine, beside Licit's own.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "tests run the programs")]

mod alike;
mod cluster;
#[path = "../../../tests/all/console.rs"]
mod console;
mod pages;
mod tables;
mod travel;

use std::path::Path;
use std::process::{Command, Output};

/// The program.
const LICIT: &str = env!("CARGO_BIN_EXE_licit-datafusion");

/// What it says in this folder.
fn licit(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(LICIT).args(arguments).current_dir(folder).env("NO_COLOR", "1").output().expect("it runs")
}

/// The lines of a file of that folder, in an order of their own: engines promise none.
fn lines(folder: &Path, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// A policy in which everything stands that a column can hold, and tables of cases for it.
const POLICY: &str = include_str!("exports.licit");
