//! How a command ends.

use std::process::ExitCode;

/// The exit status, the same for every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// All is well.
    Well,
    /// The tool did its work and found something.
    Found,
    /// What was asked for could not be done.
    Unable,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Well => 0,
            Status::Found => 1,
            Status::Unable => 2,
        })
    }
}
