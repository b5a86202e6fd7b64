//! `--format`: for whom a report is.

use clap::{Args, ValueEnum};

/// For whom a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For reading on a terminal.
    #[default]
    Human,
    /// For screen readers and logs: sentences, no colour, no drawing.
    Plain,
    /// For programs.
    Json,
}

/// The option, as every command that reports has it.
#[derive(Debug, Clone, Copy, Args)]
pub struct FormatOption {
    /// For whom the report is.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    pub format: Format,
}
