//! A run for a terminal.

use anstyle::{AnsiColor, Style};

use super::RunAccount;
use super::account::Failure;
use crate::casebook::outcome::Status;
use crate::problem::{render, visible};
use crate::report::page;
use crate::source::Sources;

/// A line for each file, what did not pass in full, and last the counts alone on their line.
pub fn human(account: &RunAccount, sources: &Sources, width: usize, colour: bool) -> String {
    let styled = |words: &str, style: Style| match colour {
        true => format!("{style}{words}{style:#}"),
        false => words.to_string(),
    };
    let mut text = String::new();
    for file in &account.files {
        let counts =
            if file.passed { file.counts.clone() } else { styled(&file.counts, failing(Status::Failed)) };
        text.push_str(&format!("{}: {counts}\n", visible(&file.file)));
    }
    for proof in &account.proofs {
        let name = styled(&visible(&proof.name), Style::new().bold());
        let place = styled(&format!("({})", visible(&proof.place)), Style::new().dimmed());
        text.push_str(&format!("\nproved {name} {place}\n{}", terms(&proof.lines)));
    }
    for failure in &account.failures {
        let word = styled(&failure.status.word().to_uppercase(), failing(failure.status));
        let name = styled(&visible(&failure.name), Style::new().bold());
        let place = styled(&format!("({})", visible(&failure.place)), Style::new().dimmed());
        text.push_str(&format!("\n{word} {name} {place}\n"));
        text.push_str(&told(failure, sources, width, colour));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&account.closing);
    text.push('\n');
    text
}

/// A failure's lines, then what led there, further in.
fn told(failure: &Failure, sources: &Sources, width: usize, colour: bool) -> String {
    let mut text = terms(&failure.lines);
    let width = width.saturating_sub(4);
    for account in &failure.accounts {
        text.push_str(&format!("\n{}", indented(&page::page(account, width, colour))));
    }
    if let Some(witness) = &failure.witness {
        text.push_str(&format!(
            "\n  The same as a scenario, for the case book:\n\n{}",
            indented(&visible(witness))
        ));
    }
    if !failure.hindrances.is_empty() {
        text.push_str(&indented(&render::pictures(&failure.hindrances, sources, width, colour)));
    }
    text
}

fn terms(lines: &[(&str, String)]) -> String {
    lines.iter().map(|(term, words)| format!("  {term:<8}  {}\n", visible(words))).collect()
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { "\n".to_string() } else { format!("    {line}\n") })
        .collect()
}

fn failing(status: Status) -> Style {
    let colour = match status {
        Status::Passed => AnsiColor::Green,
        Status::Failed => AnsiColor::Red,
        Status::Undecided => AnsiColor::Yellow,
    };
    Style::new().bold().fg_color(Some(colour.into()))
}
