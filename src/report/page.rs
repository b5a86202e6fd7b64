//! An account as a page: for a terminal, and for a file that is kept.

use anstyle::{AnsiColor, Style};
use textwrap::core::{Fragment, Word, break_words, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

use super::account::{Account, Lead, Line, Passage, Run, Tone};
use crate::judge::Truth;
use crate::problem::visible;
use crate::program::Ruling;

/// The widest a page is, however wide the terminal: longer lines are hard to read.
const WIDEST: usize = 100;
/// The narrowest; a narrower terminal breaks the lines itself.
const NARROWEST: usize = 40;

/// The page, `width` columns wide, its colours as ANSI sequences or none.
pub fn page(account: &Account, width: usize, colour: bool) -> String {
    let mut page = Page { width: width.clamp(NARROWEST, WIDEST), colour, text: String::new() };
    for (i, passage) in account.passages.iter().enumerate() {
        if i > 0 {
            page.text.push('\n');
        }
        page.passage(passage);
    }
    page.text
}

struct Page {
    width: usize,
    colour: bool,
    text: String,
}

impl Page {
    fn passage(&mut self, passage: &Passage) {
        if !passage.heading.is_empty() {
            let mut heading = passage.heading.clone();
            if let Some(Run { tone: Tone::Ruling(_), words }) = heading.first_mut() {
                *words = words.to_uppercase();
            }
            self.wrapped("", "  ", &heading);
        }
        let terms = passage.lines.iter().filter_map(|line| match line.lead {
            Lead::Term(term) => Some(display_width(term)),
            _ => None,
        });
        let column = terms.max().unwrap_or(0);
        for line in &passage.lines {
            self.line(line, column);
        }
    }

    fn line(&mut self, line: &Line, column: usize) {
        let indent = " ".repeat((2 + 2 * line.depth).min(self.width / 2));
        match line.lead {
            Lead::Nothing => self.wrapped(&indent, &format!("{indent}  "), &line.runs),
            Lead::Text => self.wrapped(&indent, &indent, &line.runs),
            Lead::Fact => self.wrapped(&format!("{indent}- "), &format!("{indent}  "), &line.runs),
            Lead::Mark(holds) => {
                let (mark, style) = mark(holds);
                let mark = self.styled(mark, style);
                self.wrapped(&format!("{indent}{mark} "), &format!("{indent}  "), &line.runs);
            }
            Lead::Term(term) => {
                let blanks = " ".repeat(column - display_width(term) + 2);
                let term = self.styled(term, Style::new().dimmed());
                let hang = " ".repeat(indent.len() + column + 2);
                self.wrapped(&format!("{indent}{term}{blanks}"), &hang, &line.runs);
            }
        }
    }

    /// Sets runs of words in lines, the first after `first`, the others after `next`; `first` takes as
    /// much room as it shows, whatever colour is in it.
    fn wrapped(&mut self, first: &str, next: &str, runs: &[Run]) {
        let (text, tones) = joined(runs);
        let words: Vec<Piece> = pieces(&text, self.width.saturating_sub(display_width(next)));
        let widths = [first, next].map(|indent| self.width.saturating_sub(display_width(indent)) as f64);
        for (i, line) in wrap_first_fit(&words, &widths).into_iter().enumerate() {
            self.text.push_str(if i == 0 { first } else { next });
            let (start, end) = match (line.first(), line.last()) {
                (Some(first), Some(last)) => (first.start, last.start + last.word.word.len()),
                _ => continue,
            };
            let mut at = start;
            for (until, tone) in &tones {
                let until = (*until).min(end);
                if until > at {
                    let shown = self.styled(&text[at..until], style(*tone));
                    self.text.push_str(&shown);
                    at = until;
                }
            }
            while self.text.ends_with(' ') {
                self.text.pop();
            }
            self.text.push('\n');
        }
    }

    fn styled(&self, words: &str, style: Style) -> String {
        match self.colour && style != Style::new() {
            true => format!("{style}{words}{style:#}"),
            false => words.to_string(),
        }
    }
}

/// A word and where it stands in the joined text.
#[derive(Debug)]
struct Piece<'a> {
    start: usize,
    word: Word<'a>,
}

impl Fragment for Piece<'_> {
    fn width(&self) -> f64 {
        self.word.width()
    }
    fn whitespace_width(&self) -> f64 {
        self.word.whitespace_width()
    }
    fn penalty_width(&self) -> f64 {
        self.word.penalty_width()
    }
}

/// The words of a line, blanks as the only places to break; but writing without blanks is broken where
/// it must be.
fn pieces(text: &str, width: usize) -> Vec<Piece<'_>> {
    let words = textwrap::WordSeparator::AsciiSpace.find_words(text);
    let words = words.flat_map(|word| match word.word.is_ascii() {
        true => vec![word],
        false => break_words([word], width),
    });
    let mut start = 0;
    words
        .map(|word| {
            let piece = Piece { start, word };
            start += word.word.len() + word.whitespace.len();
            piece
        })
        .collect()
}

/// The runs as one text, and for each run the byte at which it ends.
fn joined(runs: &[Run]) -> (String, Vec<(usize, Tone)>) {
    let mut text = String::new();
    let mut tones = Vec::new();
    for run in runs {
        text.push_str(&visible(&run.words).replace(['\n', '\r', '\t'], " "));
        tones.push((text.len(), run.tone));
    }
    (text, tones)
}

fn mark(holds: Truth) -> (&'static str, Style) {
    match holds {
        Truth::Yes => ("\u{2713}", Style::new().bold()),
        Truth::No => ("\u{2717}", Style::new().dimmed()),
        Truth::Unknown => ("?", Style::new().bold().fg_color(Some(AnsiColor::Yellow.into()))),
    }
}

fn style(tone: Tone) -> Style {
    let ruling = |colour: AnsiColor| Style::new().bold().fg_color(Some(colour.into()));
    match tone {
        Tone::Plain => Style::new(),
        Tone::Strong => Style::new().bold(),
        Tone::Quiet => Style::new().dimmed(),
        Tone::Ruling(Ruling::Permitted) => ruling(AnsiColor::Green),
        Tone::Ruling(Ruling::Prohibited) => ruling(AnsiColor::Red),
        Tone::Ruling(Ruling::Undetermined) => ruling(AnsiColor::Yellow),
        Tone::Ruling(Ruling::NotRegulated) => ruling(AnsiColor::Cyan),
    }
}
