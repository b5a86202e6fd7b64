//! `licit man`: the manual page.

use clap::Args;
use clap_mangen::Man as Page;

use super::status::Status;
use super::terminal::Terminal;

/// Write the manual page, of licit or of one of its commands.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit man > licit.1
  licit man eval > licit-eval.1")]
pub struct Man {
    /// The command; without one, the page of licit itself
    #[arg(value_name = "COMMAND", value_parser = commands())]
    command: Option<String>,
}

fn commands() -> clap::builder::PossibleValuesParser {
    ["check", "test", "eval", "new", "explain-code", "completions", "man"].into()
}

impl Man {
    /// Shows the page.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let mut licit = super::definition();
        licit.build();
        let page = match &self.command {
            None => licit,
            Some(name) => {
                let command = licit.find_subcommand(name).cloned().unwrap_or(licit);
                command.display_name(format!("licit-{name}")).bin_name(format!("licit {name}"))
            }
        };
        let mut text = Vec::new();
        Page::new(page).render(&mut text).expect("writing to memory does not fail");
        terminal.show(&String::from_utf8_lossy(&text));
        Status::Well
    }
}
