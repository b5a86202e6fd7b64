//! `licit` with DataFusion built in: the same commands, and `licit audit --engine datafusion`.

#![expect(clippy::disallowed_methods, reason = "the roof is where the world is touched")]

use std::env;
use std::process::ExitCode;

use licit_datafusion::engine::DataFusion;

fn main() -> ExitCode {
    licit::cli::run_with(env::args_os(), &[&DataFusion]).into()
}
