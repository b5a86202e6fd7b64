//! What was written otherwise, clause by clause, and the written scenarios that flip.

use crate::program::Ruling;
use crate::report::account::{Lead, Passage, Run};
use crate::versions::Comparison;
use crate::versions::flips::{Flipped, Flips};
use crate::versions::words::{Part, Rewording, Substitution};

use super::phrases;

/// The most scenarios that are named.
const MOST_SCENARIOS: usize = 12;
/// The longest words that are quoted whole.
const QUOTED: usize = 60;
/// The most substitutions that are told of one part.
const MOST: usize = 4;

/// The written scenarios that come out otherwise; nothing where none is written.
pub fn case_book(compared: &Comparison) -> Passage {
    let flips = &compared.flips;
    if flips.judged == 0 {
        return Passage::default();
    }
    let mut passage = Passage::new(flipped(flips));
    let settled = |it: &&Flipped| ![it.from, it.to].contains(&Ruling::Undetermined);
    let (first, others): (Vec<&Flipped>, Vec<&Flipped>) = flips.flipped.iter().partition(settled);
    let told = first.iter().chain(&others).take(MOST_SCENARIOS);
    for it in told {
        let became = format!(": {} before, {} now", it.from.words(), it.to.words());
        passage.push(0, Lead::Fact, vec![Run::strong(it.title.clone()), Run::plain(became)]);
    }
    if flips.flipped.len() > MOST_SCENARIOS {
        passage.say(format!("{} more are in `--format json`.", flips.flipped.len() - MOST_SCENARIOS));
    }
    if !others.is_empty() {
        passage.say(format!(
            "Of {} it is not determined in one version what becomes of them: they do not state what only that one asks.",
            others.len()
        ));
    }
    passage
}

/// How many of the written scenarios come out otherwise.
pub fn flipped(flips: &Flips) -> String {
    let scenarios = match flips.judged {
        1 => "the 1 written scenario".to_owned(),
        many => format!("the {many} written scenarios"),
    };
    match flips.flipped.len() {
        0 => format!("The case book: of {scenarios}, none comes out otherwise"),
        1 => format!("The case book: of {scenarios}, 1 comes out otherwise"),
        many => format!("The case book: of {scenarios}, {many} come out otherwise"),
    }
}

/// What was written otherwise, clause by clause.
pub fn passage(compared: &Comparison) -> Passage {
    let mut passage = Passage::new("What was written otherwise");
    for it in &compared.words {
        let mut runs = vec![Run::strong(heading(it))];
        runs.extend(formerly_missing(it).map(|said| Run::plain(format!("; {said}"))));
        passage.push(0, Lead::Fact, runs);
        for (part, substitutions) in &it.parts {
            for line in lines(*part, substitutions) {
                passage.push(1, Lead::Nothing, vec![Run::plain(line)]);
            }
        }
        if let Some(said) = number_taken(it) {
            passage.push(1, Lead::Nothing, vec![Run::plain(said)]);
        }
    }
    passage
}

/// That nothing says which number a clause had.
pub fn formerly_missing(it: &Rewording) -> Option<String> {
    let old = it.old.as_ref().filter(|_| it.formerly_missing)?;
    Some(format!("nothing says so: write `formerly {old}` in it"))
}

/// That a number has meant two rules.
pub fn number_taken(it: &Rewording) -> Option<String> {
    let new = it.new.as_ref().filter(|_| it.number_taken)?;
    Some(format!("clause {new} meant another rule before: cite either with the date of its version"))
}

/// `Clause 7 (new)`, `Clause 6 (formerly 5)`.
pub fn heading(it: &Rewording) -> String {
    match (&it.old, &it.new) {
        (None, Some(new)) => format!("Clause {new} (new)"),
        (Some(old), None) => format!("Clause {old} (gone)"),
        (Some(old), Some(new)) if old != new => format!("Clause {new} (formerly {old})"),
        (_, Some(new)) => format!("Clause {new}"),
        (None, None) => String::new(),
    }
}

fn lines(part: Part, substitutions: &[Substitution]) -> Vec<String> {
    let what = match part {
        Part::Title => "title",
        Part::Statement => "what it rules",
        Part::Period => "the days it is in force",
        Part::Text => return vec!["the words of the law are others".to_owned()],
        Part::Remarks => return vec!["its sources, notes or quotes are others".to_owned()],
    };
    if substitutions.len() > MOST {
        return vec![format!("{what}: rewritten")];
    }
    substitutions.iter().map(|it| format!("{what}: {}", substituted(it))).collect()
}

/// `for "5 years" now "6 years"`.
fn substituted(it: &Substitution) -> String {
    match (it.from.is_empty(), it.to.is_empty()) {
        (true, _) => format!("inserted {}", quoted(&it.to)),
        (_, true) => format!("left out {}", quoted(&it.from)),
        _ => format!("for {} now {}", quoted(&it.from), quoted(&it.to)),
    }
}

fn quoted(words: &str) -> String {
    let words = phrases::unspaced(words);
    match words.chars().count() > QUOTED {
        true => format!("`{}...`", words.chars().take(QUOTED).collect::<String>()),
        false => format!("`{words}`"),
    }
}
