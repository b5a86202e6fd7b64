//! An account in sentences: for screen readers and logs, no colour, no drawing, one line a thing told.

use super::account::{Account, Lead, Line, Run};
use crate::judge::Truth;
use crate::problem::visible;

/// The account, a line for each thing it tells.
pub fn plain(account: &Account) -> String {
    told(account, "Verdict")
}

/// The same, the first line said to be this.
pub fn told(account: &Account, what: &str) -> String {
    let mut text = String::new();
    for (i, passage) in account.passages.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        match (i, passage.heading.is_empty()) {
            (_, true) => {}
            (0, false) => text.push_str(&format!("{what}: {}\n", decapitalised(&words(&passage.heading)))),
            (_, false) => text.push_str(&format!("{}:\n", words(&passage.heading))),
        }
        for line in &passage.lines {
            text.push_str(&self::line(line));
        }
    }
    text
}

fn line(line: &Line) -> String {
    let indent = "  ".repeat(line.depth + 1);
    let lead = match line.lead {
        Lead::Nothing | Lead::Text => String::new(),
        Lead::Fact => "fact: ".to_string(),
        Lead::Mark(Truth::Yes) => "holds: ".to_string(),
        Lead::Mark(Truth::No) => "does not hold: ".to_string(),
        Lead::Mark(Truth::Unknown) => "not known: ".to_string(),
        Lead::Term(term) => format!("{term}: "),
    };
    format!("{indent}{lead}{}\n", words(&line.runs))
}

fn words(runs: &[Run]) -> String {
    let joined: String = runs.iter().map(|run| run.words.as_str()).collect();
    visible(&joined).replace(['\n', '\r', '\t'], " ").replace(" \u{2014} ", ": ")
}

fn decapitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
