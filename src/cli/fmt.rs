//! `licit fmt`: the one way a file is laid out.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use similar::TextDiff;

use super::format::{Format, FormatOption};
use super::input::{self, Paths, STANDARD_INPUT, shown};
use super::output;
use super::status::Status;
use super::terminal::Terminal;
use crate::problem::Problem;
use crate::problem::file::FileProblem;
use crate::report::layout::{self, Sheet};
use crate::source::Sources;
use crate::syntax::layout::{Layout, lay_out};

/// Lay files out in the one way they are all laid out.
///
/// Only blanks, line ends and empty lines change: no word, no comment, no letter of a list, and nothing of
/// what the text means. An item with a fault stays as it stands, and so do the words of a Markdown document
/// around its blocks of Licit. A file is replaced whole, or not at all.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit fmt                          every file in this folder
  licit fmt --check policies/        tells what would change, and changes nothing
  licit fmt --stdin < draft.licit    for editors: the text comes in, and goes out laid out")]
pub struct Fmt {
    #[command(flatten)]
    paths: Paths,
    /// Change nothing; tell what would change, and end with status 1 if anything would
    #[arg(long)]
    check: bool,
    /// Lay out standard input on standard output; a PATH only tells what kind of file it is
    #[arg(long)]
    stdin: bool,
    #[command(flatten)]
    format: FormatOption,
}

/// The longest that is taken to find how two texts differ.
const PATIENCE: Duration = Duration::from_secs(2);

impl Fmt {
    /// Lays the files out.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        if self.stdin {
            return self.standard_input(terminal);
        }
        let (files, refused) = self.paths.files();
        let mut refused: Vec<Problem> = refused.into_iter().map(Problem::from).collect();
        let mut sheets = Vec::new();
        for path in files {
            match self.file(&path) {
                Ok(sheet) => sheets.push(sheet),
                Err(problem) => refused.push(problem.into()),
            }
        }
        terminal.say_problems(&refused, &Sources::default(), format);
        if format != Format::Json {
            terminal.say(&layout::left(&sheets));
        }
        terminal.show(&match format {
            Format::Json => layout::data(&sheets),
            Format::Human | Format::Plain => layout::text(&sheets, self.check),
        });
        match refused.is_empty() && !sheets.iter().any(|sheet| sheet.refused) {
            false => Status::Unable,
            true if self.check && sheets.iter().any(|sheet| sheet.changes) => Status::Found,
            true => Status::Well,
        }
    }

    /// Lays one file out, or tells what would change.
    fn file(&self, path: &Path) -> Result<Sheet, FileProblem> {
        let name = shown(path);
        if !(name.ends_with(".licit") || name.ends_with(".md")) {
            return Err(FileProblem::NotLicit { path: name });
        }
        let written = input::written(path)?;
        let (sheet, laid) = self.sheet(name, &written);
        if sheet.changes && !self.check {
            output::replace(path, &laid)?;
        }
        Ok(sheet)
    }

    fn standard_input(&self, terminal: &mut Terminal) -> Status {
        let name = self.paths.given().first().map_or(STANDARD_INPUT.to_string(), |path| shown(path));
        let written = match input::standard_input() {
            Ok(written) => written,
            Err(problem) => return terminal.refuse(problem, self.format.format),
        };
        let (sheet, laid) = self.sheet(name, &written);
        let (changes, refused) = (sheet.changes, sheet.refused);
        match self.check {
            true => terminal.show(&layout::text(&[sheet], true)),
            false => terminal.show_as_it_is(&laid),
        }
        match () {
            () if refused => Status::Unable,
            () if changes && self.check => Status::Found,
            () => Status::Well,
        }
    }

    /// Lays a text out: what is to be told of it, and what came.
    fn sheet(&self, name: String, written: &str) -> (Sheet, String) {
        let mut sources = Sources::default();
        let file = sources.add(name.clone(), input::without_mark(written.to_string()));
        let Layout { text, left, faithful } = lay_out(&sources, file);
        let text = if faithful { text } else { written.to_string() };
        let changes = text != written;
        let diff = (self.check && changes).then(|| difference(written, &text));
        (Sheet { name, changes, diff, left, refused: !faithful }, text)
    }
}

/// The lines in which two texts differ, each with a line of what stands around it.
fn difference(written: &str, laid: &str) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(written, laid);
    diff.unified_diff().context_radius(1).missing_newline_hint(false).to_string()
}
