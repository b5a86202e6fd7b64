//! The `licit` program: arguments in, text and an exit status out.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    licit::cli::run(env::args_os()).into()
}
