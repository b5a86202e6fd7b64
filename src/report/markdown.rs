//! An account in Markdown: for a pull request, and for pages made of it.

use super::account::{Account, Lead, Line, Passage, Run};
use crate::problem::visible;

/// The account, the first heading the largest.
pub fn markdown(account: &Account) -> String {
    let mut text = String::new();
    for (i, passage) in account.passages.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        self::passage(&mut text, passage, if i == 0 { "##" } else { "###" });
    }
    text
}

fn passage(text: &mut String, passage: &Passage, mark: &str) {
    if !passage.heading.is_empty() {
        text.push_str(&format!("{mark} {}\n\n", words(&passage.heading)));
    }
    let mut fenced = false;
    let mut listed = false;
    for line in &passage.lines {
        let verbatim = line.lead == Lead::Text;
        if verbatim != fenced {
            text.push_str(if verbatim { "\n```licit\n" } else { "```\n\n" });
            fenced = verbatim;
        }
        let item = !matches!(line.lead, Lead::Text | Lead::Nothing) || line.depth > 0;
        // A paragraph after a list, or a list after a paragraph, begins anew.
        if !verbatim && item != listed && !text.ends_with("\n\n") {
            text.push('\n');
        }
        listed = item && !verbatim;
        told(text, line);
    }
    if fenced {
        text.push_str("```\n");
    }
}

fn told(text: &mut String, line: &Line) {
    let indent = "  ".repeat(line.depth);
    let said = match line.lead {
        Lead::Text => format!("{}\n", line.runs.iter().map(|run| visible(&run.words)).collect::<String>()),
        Lead::Nothing if line.depth == 0 => format!("{}\n\n", words(&line.runs)),
        Lead::Term(term) => format!("{indent}- **{term}**: {}\n", words(&line.runs)),
        Lead::Nothing | Lead::Fact | Lead::Mark(_) => format!("{indent}- {}\n", words(&line.runs)),
    };
    text.push_str(&said);
}

/// Words with nothing in them that Markdown takes for a mark of its own; what is quoted as code stays so.
fn words(runs: &[Run]) -> String {
    let joined: String = runs.iter().map(|run| run.words.as_str()).collect();
    let mut said = String::new();
    let mut code = false;
    for letter in visible(&joined).chars() {
        match letter {
            '`' => code = !code,
            '\n' | '\r' | '\t' => {
                said.push(' ');
                continue;
            }
            '*' | '_' | '<' | '[' | '\\' | '#' | '|' if !code => said.push('\\'),
            _ => {}
        }
        said.push(letter);
    }
    said
}
