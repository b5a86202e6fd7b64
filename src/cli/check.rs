//! `licit check`: what is wrong with the text, and what could be better.

use clap::Args;

use super::format::{Format, FormatOption};
use super::input::{Input, Paths};
use super::status::Status;
use super::terminal::Terminal;
use crate::casebook::{book, run};
use crate::model::Library;

/// Tell what is wrong with a text, and what could be better.
///
/// Every file is read to its end, so that one fault never hides another. Errors come first: a text with
/// an error does not mean anything yet. Then warnings, and advice.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit check policies/            every policy and case book in the folder
  licit check export.licit         one file")]
pub struct Check {
    #[command(flatten)]
    paths: Paths,
    #[command(flatten)]
    format: FormatOption,
}

impl Check {
    /// Shows every finding.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        let input = self.paths.read();
        let (library, mut findings) = Library::load(&input.sources);
        let (_, told) = book::read(&input.sources, &library);
        findings.extend(told);
        findings.extend(run::check_properties(&input.sources, &library));
        findings.extend(input.remarks);
        terminal.say_problems(&input.refused, &input.sources, format);
        let files = input.sources.iter().count();
        match format {
            Format::Human | Format::Plain if findings.is_empty() && files > 0 => {
                let files = if files == 1 { "1 file".to_string() } else { format!("{files} files") };
                terminal.show(&format!("nothing to report in {files}\n"));
            }
            _ => terminal.show_problems(&findings, &input.sources, format),
        }
        match (input.refused.is_empty(), Input::has_errors(&findings)) {
            (false, _) => Status::Unable,
            (true, true) => Status::Found,
            (true, false) => Status::Well,
        }
    }
}
