//! Where text goes: standard output for what was asked for, standard error for messages.
//!
//! Everything is written with its colours; the streams take them off where nobody would see them (no
//! terminal, `NO_COLOR`).

use std::io::{self, BufRead, ErrorKind, IsTerminal, Read, Write};

use anstream::AutoStream;

use super::format::Format;
use super::status::Status;
use crate::problem::file::FileProblem;
use crate::problem::{Problem, data, plain, render};
use crate::source::Sources;

/// The width of a page where no terminal tells one.
const WIDTH: usize = 80;

/// The most bytes of one line that is typed.
const LONGEST_ANSWER: u64 = 10_000;

/// The two streams of this process.
pub struct Terminal {
    out: AutoStream<io::Stdout>,
    err: AutoStream<io::Stderr>,
    /// How many columns a page has.
    pub width: usize,
    /// How many columns a message has.
    err_width: usize,
    /// Why no more could be written to standard output.
    fault: Option<io::Error>,
}

impl Terminal {
    /// The streams and the width of the terminal this process runs in.
    pub fn of_this_process() -> Terminal {
        let width = |size: Option<(terminal_size::Width, terminal_size::Height)>| match size {
            Some((width, _)) if width.0 > 0 => usize::from(width.0),
            _ => WIDTH,
        };
        Terminal {
            width: width(terminal_size::terminal_size_of(io::stdout())),
            err_width: width(terminal_size::terminal_size_of(io::stderr())),
            out: AutoStream::auto(io::stdout()),
            err: AutoStream::auto(io::stderr()),
            fault: None,
        }
    }

    /// Writes what was asked for.
    pub fn show(&mut self, text: &str) {
        if self.fault.is_none()
            && let Err(fault) = self.out.write_all(text.as_bytes())
        {
            self.fault = Some(fault);
        }
    }

    /// Writes a text with every letter it has, also those that a terminal would take for colours.
    pub fn show_as_it_is(&mut self, text: &str) {
        self.show_bytes(text.as_bytes());
    }

    /// Writes bytes as they are.
    pub fn show_bytes(&mut self, bytes: &[u8]) {
        if self.fault.is_none()
            && let Err(fault) = io::stdout().lock().write_all(bytes)
        {
            self.fault = Some(fault);
        }
    }

    /// Whether nobody takes any more of what is shown.
    pub fn is_shut(&self) -> bool {
        self.fault.is_some()
    }

    /// Writes a message. Nobody is left to be told if that fails.
    pub fn say(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Asks, and waits for a line; nothing at the end of what is typed. What comes from a file or another program
    /// is shown as though it had been typed.
    pub fn ask(&mut self, question: &str) -> Option<String> {
        self.show(question);
        let _ = self.out.flush();
        let mut answer = Vec::new();
        let mut input = io::stdin().lock();
        let read = (&mut input).take(LONGEST_ANSWER).read_until(b'\n', &mut answer);
        let answer = String::from_utf8_lossy(&answer).trim().to_string();
        let ended = !matches!(read, Ok(1..));
        if !io::stdin().is_terminal() {
            self.show(&format!("{}\n", crate::problem::visible(&answer)));
        }
        (!ended && self.fault.is_none()).then_some(answer)
    }

    /// Shows problems as what was asked for.
    pub fn show_problems(&mut self, problems: &[Problem], sources: &Sources, format: Format) {
        let text = told(problems, sources, format, self.width);
        self.show(&text);
    }

    /// Says problems as messages; says nothing where there are none.
    pub fn say_problems(&mut self, problems: &[Problem], sources: &Sources, format: Format) {
        if !problems.is_empty() {
            let text = told(problems, sources, format, self.err_width);
            self.say(&text);
        }
    }

    /// Says why a request could not be carried out.
    pub fn refuse(&mut self, problem: impl Into<Problem>, format: Format) -> Status {
        self.say_problems(&[problem.into()], &Sources::default(), format);
        Status::Unable
    }

    /// Tells on a terminal, in a line that the next replaces, how far the work has come; nothing takes it away.
    pub fn progress(&mut self, words: &str) {
        if io::stderr().is_terminal() {
            let width = self.err_width.saturating_sub(1);
            let words: String = words.chars().take(width).collect();
            self.say(&format!("\r{words:<width$}{}", if words.is_empty() { "\r" } else { "" }));
        }
    }

    /// Ends the output. A reader that went away, as `head` does, is no fault.
    pub fn close(mut self, status: Status) -> Status {
        if let Err(fault) = self.out.flush() {
            self.fault.get_or_insert(fault);
        }
        match self.fault.take() {
            Some(fault) if fault.kind() != ErrorKind::BrokenPipe => {
                let path = "standard output".to_string();
                self.refuse(
                    FileProblem::Unwritable { path, why: super::input::reason(&fault) },
                    Format::Human,
                )
            }
            _ => status,
        }
    }
}

fn told(problems: &[Problem], sources: &Sources, format: Format, width: usize) -> String {
    match format {
        Format::Human => render::human(problems, sources, width, true),
        Format::Plain => plain::plain(problems, sources),
        Format::Json => data::json(problems, sources),
    }
}
