//! `licit explain-code`: the page of one message.

use clap::Args;

use super::format::Format;
use super::status::Status;
use super::terminal::Terminal;
use crate::problem::file::FileProblem;
use crate::problem::pages;

/// Explain a message by its code.
///
/// Every message has a code, and every code a page: what the message means, why it matters, an example,
/// and how to mend it.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit explain-code L0001")]
pub struct ExplainCode {
    /// The code, as the message shows it
    #[arg(value_name = "CODE")]
    code: String,
}

impl ExplainCode {
    /// Shows the page.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let code = self.code.trim().to_uppercase();
        match pages::page(&code) {
            Some(page) => {
                terminal.show(page);
                Status::Well
            }
            None => {
                let likely = pages::likely(&code).map(str::to_string);
                terminal.refuse(FileProblem::NoSuchCode { code: self.code, likely }, Format::Human)
            }
        }
    }
}
