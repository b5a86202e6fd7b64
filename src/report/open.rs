//! What a verdict still turns on: facts to ask for, steps to take, readings to settle.

use crate::casebook::outcome::Judged;
use crate::judge::{FactName, ReadingRow};

use super::account::{Lead, Passage, Run, Tone};
use super::phrase;

/// What is open, and what would close it.
pub fn passages(judged: &Judged) -> Vec<Passage> {
    [turns_on(judged), readings(judged), once(judged)].into_iter().filter_map(Passage::unless_empty).collect()
}

fn turns_on(judged: &Judged) -> Passage {
    let verdict = &judged.verdict;
    let mut passage = Passage::new("What it turns on");
    for fact in &verdict.turns_on {
        passage.push(0, Lead::Nothing, asked(judged, *fact));
    }
    if let Some(fact) = verdict.ask_next {
        let mut runs = vec![Run::strong("Ask next: ")];
        runs.extend(asked(judged, fact));
        passage.push(0, Lead::Nothing, runs);
    }
    passage
}

/// A fact with its question: `offence.act (what the suspected offence consists of)`.
fn asked(judged: &Judged, fact: FactName) -> Vec<Run> {
    let name = fact.words(&judged.program, &judged.case);
    let question = phrase::question(judged, fact);
    let mut runs = vec![Run::plain(name)];
    if !question.is_empty() {
        runs.push(Run::plain(format!(" \u{2014} {question}")));
    }
    let judgement = phrase::declaration(&judged.program, fact).and_then(|fact| fact.judgement.as_ref());
    if let Some(judgement) = judgement {
        runs.push(Run::quiet(match &judgement.decided_by {
            Some(by) => format!(" (for {by} to decide)"),
            None => " (a judgement)".to_string(),
        }));
    }
    runs
}

fn once(judged: &Judged) -> Passage {
    let mut passage = Passage::new("What would permit it");
    for step in &judged.verdict.once {
        passage.push(0, Lead::Nothing, asked(judged, *step));
    }
    if !passage.lines.is_empty() {
        let (these, are) =
            if judged.verdict.once.len() == 1 { ("this step", "is") } else { ("these steps", "are") };
        passage.say(format!("Once {these} {are} done, it is permitted, whatever else turns out."));
    }
    passage
}

fn readings(judged: &Judged) -> Passage {
    let (program, verdict) = (&judged.program, &judged.verdict);
    let mut passage = Passage::new("How the words can be read");
    for clause in &verdict.depends_on {
        let clause = program.clause(*clause);
        for reading in &clause.readings {
            let note = reading.note.as_ref().map(|note| format!(" \u{2014} {note}")).unwrap_or_default();
            passage.say(format!("Clause {}, reading {}{note}", clause.number, reading.name));
        }
    }
    for row in &verdict.readings {
        passage.push(0, Lead::Nothing, told(judged, row));
    }
    if !verdict.depends_on.is_empty() && verdict.readings.is_empty() {
        passage.say("There are too many combinations of readings to tell each.");
    }
    passage
}

/// `Clause 3 read narrow: permitted by clause 4(b)`.
fn told(judged: &Judged, row: &ReadingRow) -> Vec<Run> {
    let program = &judged.program;
    let choice: Vec<String> = row
        .choice
        .iter()
        .map(|(clause, reading)| {
            let clause = program.clause(*clause);
            format!("clause {} read {}", clause.number, clause.readings[*reading].name)
        })
        .collect();
    let mut choice = format!("With {}: ", phrase::list(&choice, "and"));
    if row.choice.is_empty() {
        choice = "However it is read: ".to_string();
    }
    let mut runs = vec![
        Run::plain(choice),
        Run { tone: Tone::Ruling(row.ruling), words: row.ruling.words().to_string() },
    ];
    if !row.by.is_empty() {
        runs.push(Run::plain(format!(" by {}", phrase::deciders(program, &row.by, "and"))));
    }
    runs
}
