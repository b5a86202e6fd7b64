//! `licit edges --review`: a person judges the edges one scenario at a time, and the case book is told.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::format::Format;
use super::input::{Paths, shown};
use super::output;
use super::reading::{Reading, errors};
use super::status::Status;
use super::terminal::Terminal;
use crate::analysis::edges::Edge;
use crate::casebook::edges::{self, VersionEdges, free};
use crate::casebook::entry::{Entry, Refusal, entered, given};
use crate::casebook::{book, expect};
use crate::problem::casebook::CaseProblem;
use crate::problem::file::FileProblem;
use crate::problem::visible;
use crate::program::Ruling;
use crate::report::edges as report;
use crate::report::review::{Place, Tally, account, tally};
use crate::report::{page, plain};

const QUESTION: &str = "Is that what it ought to decide? (a)ccept, (r)eject, (s)kip, (q)uit, ? for help: ";
const OUGHT: &str = "What ought it to decide? permitted, prohibited, not regulated or undetermined: ";
const HELP: &str = "  a  the text decides as it ought to: the scenario is written into the case book with this verdict
  r  it ought to decide otherwise: you say what, and that is written; the scenario fails until the text is changed
  s  nothing is written, and you are asked again the next time
  q  the review ends; what was written stays written
";
const HELP_WITH_OUGHT: &str =
    "  The first letters will do. Whatever may stand after `expect` may be said too, such as `prohibited under
  clause 2` or `no duty keep-records`. An empty line goes back.
";

/// The file beside a policy into which its scenarios are written.
const BOOK: &str = "edges.licit";

/// A review as it goes on.
pub struct Review {
    paths: Paths,
    into: Option<PathBuf>,
    format: Format,
    tally: Tally,
}

/// What a person said of a scenario, or why nothing more is to be said.
enum Answered {
    Written(String),
    Skipped,
    /// The review ends, with this status.
    Ended(Status),
}

/// A scenario in question.
struct Asked<'e> {
    version: &'e VersionEdges,
    edge: &'e Edge,
    which: usize,
    title: &'e str,
    like: Option<&'e str>,
    file: &'e Path,
}

impl Review {
    /// Of the policies of these paths, into one file or into one beside each policy.
    pub fn of(paths: Paths, into: Option<PathBuf>, format: Format) -> Review {
        Review { paths, into, format, tally: Tally::default() }
    }

    /// Goes through all scenarios that the case book lacks.
    pub fn run(mut self, terminal: &mut Terminal) -> Status {
        if let Some(into) = &self.into
            && into.extension().is_none_or(|end| end != "licit")
        {
            return terminal.refuse(FileProblem::NotACaseBook { path: shown(into) }, self.format);
        }
        let mut reading = Reading::of(&self.paths);
        for file in self.files(&reading) {
            self.paths = self.paths.and(file);
        }
        reading = Reading::of(&self.paths);
        reading.say_refused(terminal, self.format);
        let faults = errors(std::mem::take(&mut reading.problems));
        terminal.say_problems(&faults, &reading.sources, self.format);
        if reading.status(false) != Status::Well {
            return Status::Unable;
        }
        for file in self.files(&reading) {
            let read = reading.sources.iter().find(|(_, read)| is_same(Path::new(&read.name), &file));
            if let Some(given) = read.and_then(|(id, _)| given(&reading.library, id)) {
                terminal.say_problems(&[CaseProblem::Given { given }.into()], &reading.sources, self.format);
                return Status::Unable;
            }
        }
        let (casebook, _) = book::read(&reading.sources, &reading.library);
        let found = edges::of(&reading.library, &casebook);
        terminal.say(&report::beside(&found));
        let status = self.all(&reading, &found, terminal);
        terminal.show(&format!("\n{}", tally(&self.tally)));
        status.max(reading.status(!faults.is_empty()))
    }

    /// Where the scenarios of each sound version are written, each once.
    fn files(&self, reading: &Reading) -> Vec<PathBuf> {
        let sound = reading.library.versions.iter().filter(|version| version.sound);
        let mut files: Vec<PathBuf> =
            sound.map(|version| self.file(&reading.sources.file(version.file).name)).collect();
        files.sort();
        files.dedup();
        files
    }

    /// Where the scenarios of a policy are written.
    fn file(&self, policy: &str) -> PathBuf {
        self.into.clone().unwrap_or_else(|| Path::new(policy).with_file_name(BOOK))
    }

    fn all(&mut self, reading: &Reading, found: &[VersionEdges], terminal: &mut Terminal) -> Status {
        let scenarios = found
            .iter()
            .flat_map(|version| version.pairs().map(|(edge, titles)| version.scenarios(edge, titles).len()));
        let of: usize = scenarios.sum();
        self.tally.left = of;
        for version in found {
            let policy = reading.library.version(version.version).file;
            let file = self.file(&reading.sources.file(policy).name);
            for (edge, titles) in version.pairs() {
                // What a scenario of this pair may be like: the other, once the case book has it.
                let mut there: HashMap<usize, String> = HashMap::new();
                if let (Some((known, _)), true) = (edge.known, titles.taken_over) {
                    there.insert(known, titles.of[known].clone());
                }
                for (which, _) in version.scenarios(edge, titles) {
                    let like = there.get(&(1 - which)).map(String::as_str);
                    let title = titles.of[which].as_str();
                    let asked = Asked { version, edge, which, title, like, file: &file };
                    let place = Place { number: 1 + of - self.tally.left, of };
                    match self.ask(&asked, place, reading, terminal) {
                        Answered::Written(title) => drop(there.insert(which, title)),
                        Answered::Skipped => self.tally.skipped += 1,
                        Answered::Ended(status) => return status,
                    }
                    self.tally.left -= 1;
                }
            }
        }
        Status::Well
    }

    /// Shows one scenario and asks until it is answered.
    fn ask(&mut self, asked: &Asked, place: Place, reading: &Reading, terminal: &mut Terminal) -> Answered {
        let account = account(asked.version, asked.edge, asked.which, &reading.sources);
        let account = match self.format {
            Format::Plain => plain::plain(&account),
            _ => page::page(&account, terminal.width, true),
        };
        let text = asked.edge.scenario(&asked.version.program, asked.which, asked.title, None);
        terminal.show(&format!("\n{} of {}\n\n{}\n{account}\n", place.number, place.of, visible(&text)));
        let decided = asked.version.decided(asked.edge, asked.which);
        loop {
            let Some(answer) = terminal.ask(QUESTION) else { return Answered::Ended(Status::Well) };
            let outcome = match answer.as_str() {
                "a" | "accept" => self.write(asked, &decided, true, terminal),
                "r" | "reject" => self.reject(asked, &decided, terminal),
                "s" | "skip" => return Answered::Skipped,
                "q" | "quit" => return Answered::Ended(Status::Well),
                "?" => {
                    terminal.show(HELP);
                    continue;
                }
                _ => {
                    terminal.show("  Answer with one of a, r, s, q and ?.\n");
                    continue;
                }
            };
            match (outcome, answer.starts_with('a')) {
                (Ok(Some(title)), accepted) => {
                    match accepted {
                        true => self.tally.accepted += 1,
                        false => self.tally.rejected += 1,
                    }
                    return Answered::Written(title);
                }
                (Ok(None), _) => {}
                (Err(status), _) => return Answered::Ended(status),
            }
        }
    }

    /// Asks what the text ought to decide, and writes that.
    fn reject(
        &mut self,
        asked: &Asked,
        decided: &[String],
        terminal: &mut Terminal,
    ) -> Result<Option<String>, Status> {
        loop {
            let Some(ought) = terminal.ask(OUGHT) else { return Err(Status::Well) };
            let expected = match ought.as_str() {
                "" => return Ok(None),
                "?" => {
                    terminal.show(HELP_WITH_OUGHT);
                    continue;
                }
                words => match expectation(words) {
                    Ok(expected) => expected,
                    Err(told) => {
                        terminal.show(&format!("  {told}\n"));
                        continue;
                    }
                },
            };
            let mut lines = vec![format!("# the text decides: {}", decided.join("; "))];
            lines.push(format!("expect {expected}"));
            if let Some(title) = self.write_lines(asked, &lines, false, terminal)? {
                return Ok(Some(title));
            }
        }
    }

    fn write(
        &mut self,
        asked: &Asked,
        expected: &[String],
        met: bool,
        terminal: &mut Terminal,
    ) -> Result<Option<String>, Status> {
        let lines: Vec<String> = expected.iter().map(|expected| format!("expect {expected}")).collect();
        self.write_lines(asked, &lines, met, terminal)
    }

    /// Writes the scenario with these lines at its end, under a title that nothing has; nothing where that would
    /// not be right, which is told.
    fn write_lines(
        &mut self,
        asked: &Asked,
        lines: &[String],
        met: bool,
        terminal: &mut Terminal,
    ) -> Result<Option<String>, Status> {
        // All is read again: a person may have changed it meanwhile.
        let reading = Reading::of(&self.paths);
        reading.say_refused(terminal, self.format);
        if reading.status(false) != Status::Well {
            return Err(Status::Unable);
        }
        let (casebook, _) = book::read(&reading.sources, &reading.library);
        let title =
            free(asked.title, |title| casebook.questions.iter().any(|question| question.name == title));
        let mut text = asked.edge.scenario(&asked.version.program, asked.which, &title, asked.like);
        for line in lines {
            text.push_str(&format!("  {line}\n"));
        }
        let mut read = reading.sources.iter().map(|(_, read)| &read.name);
        let read = read.find(|name| is_same(Path::new(name), asked.file));
        let file = read.cloned().unwrap_or_else(|| shown(asked.file));
        let entry = Entry { file: &file, text: &text, title: &title, met };
        let whole = match entered(&reading.sources, &entry) {
            Ok(whole) => whole,
            Err(refusal) => {
                self.refused(&refusal, met, terminal);
                return Ok(None);
            }
        };
        if let Err(problem) = output::replace(asked.file, &whole) {
            return Err(terminal.refuse(problem, self.format));
        }
        terminal.show(&format!("  Written into {}.\n", visible(&file)));
        match self.tally.written.iter_mut().find(|(it, _)| *it == file) {
            Some((_, scenarios)) => *scenarios += 1,
            None => self.tally.written.push((file, 1)),
        }
        Ok(Some(title))
    }

    fn refused(&self, refusal: &Refusal, met: bool, terminal: &mut Terminal) {
        let why = match refusal {
            Refusal::Faults(faults, sources) => {
                terminal.say_problems(faults, sources, self.format);
                "that could not be judged".to_string()
            }
            Refusal::Otherwise(came) if met => format!("the text now decides otherwise: {came}"),
            Refusal::Otherwise(came) => format!("that is what the text decides already: {came}"),
            Refusal::Disturbs(title) => format!("with it, \"{title}\" would come out otherwise"),
        };
        terminal.show(&format!("  Nothing was written: {}.\n", visible(&why)));
    }
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    one == other
        || fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

/// What stands after `expect`: a verdict that is told by its first letters, or what was typed.
fn expectation(typed: &str) -> Result<String, String> {
    let typed = typed.strip_prefix("expect ").unwrap_or(typed).trim();
    let rulings = [Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated, Ruling::Undetermined];
    let begun: Vec<&str> =
        rulings.map(expect::ruling_words).into_iter().filter(|words| words.starts_with(typed)).collect();
    match begun[..] {
        [] => Ok(typed.to_string()),
        [only] => Ok(only.to_string()),
        _ => Err(format!("`{typed}` may be {}; write a little more of it.", begun.join(" or "))),
    }
}
