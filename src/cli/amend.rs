//! `licit amend`: what an amending instrument makes of a text.

use std::path::{Path, PathBuf};

use clap::Args;

use super::format::{Format, FormatOption};
use super::input::{self, STANDARD_INPUT, shown};
use super::output;
use super::reading::errors;
use super::status::Status;
use super::terminal::Terminal;
use crate::problem::Problem;
use crate::problem::amendment::AmendmentProblem;
use crate::problem::file::FileProblem;
use crate::source::{FileId, Sources, Span};
use crate::syntax;
use crate::versions::amendment::application::{Misfit, Why};
use crate::versions::amendment::apply;
use crate::versions::amendment::reader::{self, Read, Unread, What, Why as Fault};

/// Apply an amending instrument to a text, as `licit diff --amendment` writes it.
///
/// The amended text goes to standard output, laid out, or into a file; the text that is amended is left alone. An
/// instrument is carried out whole: where one paragraph does not fit, that is told and nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit amend export-2025.licit act.txt > export-2026.licit
  licit amend export-2025.licit act.txt --into export-2026.licit
  licit diff --amendment old.licit new.licit | licit amend old.licit -")]
pub struct Amend {
    /// The text to be amended
    #[arg(value_name = "TEXT")]
    text: PathBuf,
    /// The instrument: plain, Markdown or JSON; - for standard input
    #[arg(value_name = "INSTRUMENT")]
    instrument: PathBuf,
    /// Write the amended text into this file
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    #[command(flatten)]
    format: FormatOption,
}

impl Amend {
    /// Amends, and shows or writes what came.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        let mut sources = Sources::default();
        let [text, instrument] = match self.read(&mut sources) {
            Ok(files) => files,
            Err(problem) => return terminal.refuse(problem, format),
        };
        match amended(&mut sources, text, instrument) {
            Err(problems) => {
                terminal.say_problems(&problems, &sources, format);
                Status::Found
            }
            Ok(came) => self.written(&came, terminal, format),
        }
    }

    fn read(&self, sources: &mut Sources) -> Result<[FileId; 2], FileProblem> {
        let text = sources.add(shown(&self.text), input::text(&self.text)?);
        let instrument = match self.instrument == Path::new("-") {
            true => sources.add(STANDARD_INPUT, input::standard_input()?),
            false => sources.add(shown(&self.instrument), input::text(&self.instrument)?),
        };
        Ok([text, instrument])
    }

    fn written(&self, came: &str, terminal: &mut Terminal, format: Format) -> Status {
        let Some(into) = &self.into else {
            terminal.show_as_it_is(came);
            return Status::Well;
        };
        match output::replace(into, came) {
            Err(problem) => terminal.refuse(problem, format),
            Ok(()) => {
                terminal.say(&format!("wrote {}\n", shown(into)));
                Status::Well
            }
        }
    }
}

/// The amended text, or why there is none.
fn amended(sources: &mut Sources, text: FileId, instrument: FileId) -> Result<String, Vec<Problem>> {
    let path = sources.file(text).name.clone();
    if sources.file(text).is_literate() {
        return Err(vec![AmendmentProblem::Document { path }.into()]);
    }
    let mut faults = errors(syntax::parse(sources, text).1);
    if !faults.is_empty() {
        faults.push(AmendmentProblem::FaultyText { path }.into());
        return Err(faults);
    }
    let read = reader::read(&sources.file(instrument).text);
    let read = read.map_err(|unread| vec![self::unread(unread, instrument).into()])?;
    let wide = sources.file(text).ends_lines_wide();
    let came = apply(&sources.file(text).text, &read.instrument);
    let came = came.map_err(|misfits| {
        misfits
            .into_iter()
            .flat_map(|misfit| self::misfit(misfit, &read, sources, text, instrument))
            .collect::<Vec<_>>()
    })?;
    Ok(if wide { came.replace('\n', "\r\n") } else { came })
}

/// What is told of an instrument that cannot be read.
fn unread(Unread { at, why }: Unread, file: FileId) -> AmendmentProblem {
    let span = Span::new(file, at.start as u32, at.end as u32);
    match why {
        Fault::Empty => AmendmentProblem::NoParagraph { span },
        Fault::Number { expected } => AmendmentProblem::Number { expected, span },
        Fault::NoLines => AmendmentProblem::NoLines { span },
        Fault::Lines => AmendmentProblem::Lines { span },
        Fault::Data { why } => AmendmentProblem::NoData { why, span },
        Fault::Unknown { what } => {
            let expected = match what {
                What::Act => {
                    "what is done: `In`, `For`, `Omit`, `After`, `Before`, `At the beginning`, `Move`, or what `becomes` another"
                }
                What::Place => {
                    "what it is done to: `clause 5`, `clause 5(a)`, `the title of clause 5`, `terms act`"
                }
                What::Change => {
                    "what is done: `for “...” substitute “...”`, `after “...” insert “...”`, `omit “...”`, or `substitute:` or `insert:` and lines below"
                }
                What::End => "the end of this paragraph; what comes after it is one more",
            };
            AmendmentProblem::Unreadable { expected, span }
        }
    }
}

/// What is told of a paragraph that does not fit.
fn misfit(misfit: Misfit, read: &Read, sources: &mut Sources, text: FileId, file: FileId) -> Vec<Problem> {
    let whole = 0..sources.file(file).text.lines().next().map_or(0, str::len);
    let at = misfit.paragraph.checked_sub(1).map_or(whole, |paragraph| {
        let place = read.places[paragraph].clone();
        // The sentence, without what it puts in.
        let long = sources.file(file).text[place.clone()].find("\n\n").unwrap_or(place.len());
        place.start..place.start + long
    });
    let span = Span::new(file, at.start as u32, at.end as u32);
    let path = sources.file(text).name.clone();
    let problem = match misfit.why {
        Why::Faulty => AmendmentProblem::FaultyText { path },
        Why::Other { wanted, found } => AmendmentProblem::OtherText {
            wanted: wanted.to_string(),
            found: found.map(|found| found.to_string()),
            path,
            span,
        },
        Why::NotThere { cited, likely } => AmendmentProblem::NotThere {
            cited: cited.to_string(),
            likely: likely.map(|likely| likely.to_string()),
            span,
        },
        Why::Several { cited, many } => AmendmentProblem::Several { cited: cited.to_string(), many, span },
        Why::NoWords { words, place, elsewhere } => AmendmentProblem::NoWords {
            words,
            place: place.to_string(),
            elsewhere: elsewhere.map(|item| item.to_string()),
            span,
        },
        Why::ManyWords { words, place, many } => {
            AmendmentProblem::ManyWords { words, place: place.to_string(), many, span }
        }
        Why::NoParagraph { number } => AmendmentProblem::NotThere {
            cited: format!("the paragraph {number} that puts something in"),
            likely: None,
            span,
        },
        Why::Clash { place } => AmendmentProblem::Clash { cited: place.to_string(), span },
        Why::Senseless { place } => AmendmentProblem::Senseless { cited: place.to_string(), span },
        Why::Unreadable { text: came } => {
            let result = sources.add(format!("{path} as amended"), came);
            let mut faults = errors(syntax::parse(sources, result).1);
            faults.push(AmendmentProblem::FaultyResult { path, span }.into());
            return faults;
        }
    };
    vec![problem.into()]
}
