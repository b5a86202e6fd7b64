//! An amending instrument on the page: as text that can be read back, and in Markdown.

use anstyle::Style;
use textwrap::{Options, WordSeparator, WordSplitter};

use crate::problem::visible;
use crate::versions::amendment::Instrument;
use crate::versions::amendment::reader::MARGIN;
use crate::versions::amendment::words::{CITED, Paragraph};

/// The widest a sentence is.
const WIDEST: usize = 100;
const NARROWEST: usize = 40;

/// What is said where two texts have the same words.
pub const NOTHING: &str = "Nothing is to be amended: both texts say the same, word for word.";

/// The instrument as a page, `width` columns wide; the lines it puts in stand as they are.
pub fn page(instrument: &Instrument, width: usize, colour: bool) -> String {
    if instrument.paragraphs.is_empty() {
        return format!("{NOTHING}\n");
    }
    let strong = if colour { Style::new().bold() } else { Style::new() };
    let mut text = format!("{strong}{}{strong:#}\n\n{CITED}\n", visible(&instrument.title()));
    for (number, Paragraph { sentence, lines }) in (1..).zip(instrument.told()) {
        let margin = " ".repeat(MARGIN);
        let first = format!("{number}. ");
        let options = Options::new(width.clamp(NARROWEST, WIDEST))
            .initial_indent(&first)
            .subsequent_indent(&margin)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        text.push_str(&format!("\n{}\n", textwrap::fill(&visible(&sentence), options)));
        if let Some(lines) = lines {
            text.push('\n');
            text.push_str(&set_in(&lines, &margin));
        }
    }
    text
}

/// The instrument in sentences, a line each.
pub fn plain(instrument: &Instrument) -> String {
    if instrument.paragraphs.is_empty() {
        return format!("{NOTHING}\n");
    }
    let mut text = format!("{}\n\n{CITED}\n", visible(&instrument.title()));
    for (number, Paragraph { sentence, lines }) in (1..).zip(instrument.told()) {
        text.push_str(&format!("\n{number}. {}\n", visible(&sentence)));
        if let Some(lines) = lines {
            text.push('\n');
            text.push_str(&set_in(&lines, &" ".repeat(MARGIN)));
        }
    }
    text
}

/// The instrument in Markdown.
pub fn markdown(instrument: &Instrument) -> String {
    if instrument.paragraphs.is_empty() {
        return format!("{NOTHING}\n");
    }
    let mut text = format!("## {}\n\n{CITED}\n", marked(&instrument.title()));
    for (number, Paragraph { sentence, lines }) in (1..).zip(instrument.told()) {
        text.push_str(&format!("\n{number}. {}\n", marked(&sentence)));
        if let Some(lines) = lines {
            let fence = fence(&lines);
            let margin = " ".repeat(MARGIN);
            text.push_str(&format!("\n{margin}{fence}licit\n{}{margin}{fence}\n", set_in(&lines, &margin)));
        }
    }
    text
}

/// Lines further in.
fn set_in(lines: &str, margin: &str) -> String {
    let line = |line: &str| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("{margin}{}\n", visible(line)),
    };
    lines.lines().map(line).collect()
}

/// A fence longer than any in the lines.
fn fence(lines: &str) -> String {
    let mut fence = "```".to_owned();
    while lines.contains(&fence) {
        fence.push('`');
    }
    fence
}

/// Words of which Markdown makes nothing else.
fn marked(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for letter in visible(words).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '|' | '~' | '&') {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}
