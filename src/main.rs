//! The `licit` program: arguments in, text and an exit status out.

#![expect(clippy::disallowed_methods, reason = "the roof is where the world is touched")]

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    licit::cli::run(env::args_os()).into()
}
