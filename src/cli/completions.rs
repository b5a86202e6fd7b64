//! `licit completions`: what a shell needs to finish a command that was begun.

use clap::Args;
use clap_complete::Shell;

use super::status::Status;
use super::terminal::Terminal;

/// Write what a shell needs to complete commands.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit completions bash > ~/.local/share/bash-completion/completions/licit")]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    /// Shows the script.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::definition(), "licit", &mut script);
        terminal.show(&String::from_utf8_lossy(&script));
        Status::Well
    }
}
