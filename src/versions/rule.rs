//! A clause as it is written, its parts apart: blanks, line ends and comments make no difference.

use crate::program::{ClauseId, Program};
use crate::source::{Sources, Span};

/// See the head of this file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rule {
    pub number: String,
    pub title: String,
    /// What it rules, word by word.
    pub statement: Vec<String>,
    /// The days it is in force.
    pub period: String,
    /// The words of the law.
    pub text: String,
    /// Sources, notes and quotes.
    pub remarks: String,
}

/// The clauses of a version, in its order.
pub fn rules(sources: &Sources, program: &Program) -> Vec<Rule> {
    let rule = |number: usize| {
        let clause = program.clause(ClauseId(number as u32));
        let title = clause.title.as_deref().unwrap_or_default().to_owned();
        Rule { number: clause.number.to_string(), title, ..parts(words(sources, clause.span)) }
    };
    (0..program.clauses.len()).map(rule).collect()
}

/// A word of a clause, and whether it begins a line.
struct Word {
    word: String,
    begins: bool,
}

/// Sorts the words behind the number and title.
fn parts(words: Vec<Word>) -> Rule {
    let mut rule = Rule::default();
    let mut rest = words.into_iter().skip(2).peekable();
    rest.next_if(|word| word.word.starts_with('"') && !word.begins);
    while let Some(Word { word, .. }) = rest.next() {
        let said = rest.peek().is_some_and(|next| next.word.starts_with('"'));
        match word.as_str() {
            "text" if said => add(&mut rule.text, rest.next()),
            "source" | "note" | "quote" if said => {
                add(&mut rule.remarks, Some(Word { word, begins: false }));
                add(&mut rule.remarks, rest.next());
            }
            "in" if rest.peek().is_some_and(|next| next.word == "force") => {
                while let Some(word) = rest.next_if(|word| !word.begins) {
                    add(&mut rule.period, Some(word));
                }
            }
            "formerly" => while rest.next_if(|word| !word.begins).is_some() {},
            _ => rule.statement.push(word),
        }
    }
    rule
}

fn add(to: &mut String, word: Option<Word>) {
    let Some(Word { word, .. }) = word else { return };
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(&word);
}

/// The words of a piece of a file: quoted words are one, marks are words of their own.
fn words(sources: &Sources, span: Span) -> Vec<Word> {
    let text = &sources.file(span.file).text[span.start as usize..span.end as usize];
    let mut words: Vec<Word> = Vec::new();
    let mut rest = text;
    let mut begins = true;
    while let Some(first) = rest.chars().next() {
        let long = match first {
            '\n' => {
                begins = true;
                1
            }
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => {
                let mark = if rest.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
                let inside = &rest[mark.len()..];
                mark.len() + inside.find(mark).map_or(inside.len(), |end| end + mark.len())
            }
            _ if first.is_whitespace() => first.len_utf8(),
            '(' | ')' | ',' => 1,
            _ => {
                let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '"');
                rest.find(ends).unwrap_or(rest.len())
            }
        };
        if !first.is_whitespace() && first != '#' {
            let word = rest[..long].split_whitespace().collect::<Vec<_>>().join(" ");
            let word = word.replace("\"\"\" ", "\"").replace(" \"\"\"", "\"").replace("\"\"\"", "\"");
            words.push(Word { word, begins });
            begins = false;
        }
        rest = &rest[long..];
    }
    words
}

/// How alike two rules are, from 0 to 1: what part of their words they share.
pub fn likeness(one: &Rule, other: &Rule) -> f64 {
    let sorted = |rule: &Rule| {
        let mut words: Vec<String> = rule.statement.clone();
        words.extend(rule.title.split_whitespace().map(str::to_lowercase));
        words.sort_unstable();
        words
    };
    let (one, other) = (sorted(one), sorted(other));
    let (mut shared, mut at, mut beside) = (0, 0, 0);
    while at < one.len() && beside < other.len() {
        match one[at].cmp(&other[beside]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => beside += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                at += 1;
                beside += 1;
            }
        }
    }
    2.0 * f64::from(shared) / (one.len() + other.len()).max(1) as f64
}
