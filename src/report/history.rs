//! What became of a policy, commit by commit, as an account and as data. The latest commit stands first.

use serde::Serialize;
use serde_json::{Value, json};

use super::account::{Account, Passage, Run};
use super::phrase;
use crate::analysis::difference::Change;
use crate::versions::history::clause::{self, Step};
use crate::versions::history::scenario::Answer;
use crate::versions::history::{Amended, Became, How, Ways};

/// A history to be told.
#[derive(Debug)]
pub struct Told {
    /// What it is the history of, as it was asked for.
    pub path: String,
    /// The commits that touched it, the earliest first.
    pub commits: Vec<Commit>,
    pub what: What,
}

/// What was asked.
#[derive(Debug)]
pub enum What {
    /// What each commit made of the policies.
    All(Vec<Became>),
    /// What each commit says of one scenario.
    Scenario { title: String, answers: Vec<Answer>, before: Option<Answer> },
    /// What some commits made of one clause.
    Clause { number: String, steps: Vec<Step> },
}

/// A commit as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Commit {
    #[serde(rename = "commit")]
    pub id: String,
    #[serde(skip)]
    pub short: String,
    pub day: String,
    pub author: String,
    pub subject: String,
}

impl Told {
    /// The same without the first commit, which was only what the second was held to.
    pub fn from_the_second(mut self) -> Told {
        self.commits.remove(0);
        match &mut self.what {
            What::All(became) => drop(became.remove(0)),
            What::Scenario { answers, before, .. } => *before = Some(answers.remove(0)),
            What::Clause { steps, .. } => {
                steps.retain(|step| step.at > 0);
                steps.iter_mut().for_each(|step| step.at -= 1);
            }
        }
        self
    }
}

/// Tells a history.
pub fn account(told: &Told) -> Account {
    let passages = match &told.what {
        What::All(became) => all(told, became),
        What::Scenario { title, answers, before } => scenario(told, title, answers, before.as_ref()),
        What::Clause { number, steps } => clause(told, number, steps),
    };
    Account { passages }
}

fn all(told: &Told, became: &[Became]) -> Vec<Passage> {
    let changed = became.iter().filter(|it| matches!(it, Became::Otherwise(_))).count();
    let path = &told.path;
    let answer = match (told.commits.len(), changed) {
        (0, _) => format!("No commit touches {path}"),
        (1, 0) => format!("The one commit that touches {path} changes no verdict"),
        (1, _) => format!("The one commit that touches {path} changes what it decides"),
        (all, 0) => format!("None of {all} commits that touch {path} changes what it decides"),
        (all, 1) => format!("1 of {all} commits that touch {path} changes what it decides"),
        (all, many) => format!("{many} of {all} commits that touch {path} change what it decides"),
    };
    let mut passages = vec![heading(answer)];
    let several = several(became);
    let mut same = 0;
    for (commit, became) in told.commits.iter().zip(became).rev() {
        let lines: Vec<String> = match became {
            Became::Same => {
                same += 1;
                continue;
            }
            Became::First => vec!["The first text that can be read".to_owned()],
            Became::Otherwise(amended) => amended.iter().map(|it| line(it, several)).collect(),
            Became::Faulty { message, place } => {
                let place = place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
                vec![format!("Has an error, so that nothing is decided by it: {message}{place}")]
            }
        };
        passages.extend(unchanged(std::mem::take(&mut same)));
        passages.push(passage(commit, lines));
    }
    passages.extend(unchanged(same));
    passages
}

/// `3 commits that change no verdict`.
fn unchanged(count: usize) -> Option<Passage> {
    let words = match count {
        0 => return None,
        1 => "1 commit that changes no verdict (proved)".to_owned(),
        many => format!("{many} commits that change no verdict (proved)"),
    };
    Some(Passage { heading: vec![Run::quiet(words)], lines: Vec::new() })
}

/// Whether there are several policies, or versions, to be told apart.
fn several(became: &[Became]) -> bool {
    let mut names: Vec<(&str, Option<&str>)> = Vec::new();
    for became in became {
        if let Became::Otherwise(amended) = became {
            names.extend(amended.iter().map(|it| (&*it.policy, it.version.as_deref())));
        }
    }
    names.iter().any(|name| *name != names[0])
}

/// `export (2021-12): stricter where buyer.approved is no (clause 1)`.
fn line(amended: &Amended, several: bool) -> String {
    let what = match &amended.how {
        How::New => "written".to_owned(),
        How::Gone => "taken away".to_owned(),
        How::Untold => "it could not be told what changes: there are too many kinds of cases".to_owned(),
        How::Changed(ways) if ways.is_empty() => "other cases are taken as impossible".to_owned(),
        How::Changed(ways) => self::ways(ways),
    };
    match (several, &amended.version) {
        (false, _) => capital(&what),
        (true, Some(version)) => format!("{} ({version}): {what}", amended.policy),
        (true, None) => format!("{}: {what}", amended.policy),
    }
}

/// `stricter in 2 ways (clauses 5(a) and 7); looser where buyer.approved is no (clause 9)`.
fn ways(ways: &[Ways]) -> String {
    let way = |ways: &Ways| {
        let word = word(ways.change);
        let least = if ways.at_least { "at least " } else { "" };
        let cited = match &ways.clauses[..] {
            [] => String::new(),
            [one] => format!(" (clause {one})"),
            several => format!(" (clauses {})", phrase::list(&few(several), "and")),
        };
        match (&ways.cases[..], ways.at_least) {
            ([None], false) => format!("{word} in every case{cited}"),
            ([Some(cases)], false) => format!("{word} where {cases}{cited}"),
            _ => format!("{word} in {least}{} ways{cited}", ways.ways),
        }
    };
    ways.iter().map(way).collect::<Vec<_>>().join("; ")
}

/// The first of many clauses.
fn few(clauses: &[String]) -> Vec<String> {
    const MOST: usize = 6;
    let mut few: Vec<String> = clauses.iter().take(MOST).cloned().collect();
    if clauses.len() > MOST {
        few.push(format!("{} more", clauses.len() - MOST));
    }
    few
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Looser => "looser",
        Change::Stricter => "stricter",
        Change::Unsettled => "unsettled",
        Change::Settled => "settled",
        Change::Moved => "moved under the same verdict",
    }
}

fn scenario(told: &Told, title: &str, answers: &[Answer], before: Option<&Answer>) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut judged = before.filter(|it| it.is_judged());
    let mut last = before;
    let mut flipped = None;
    for (commit, answer) in told.commits.iter().zip(answers) {
        let mut passage = passage(commit, Vec::new());
        // What a text with an error says nothing of is not thereby decided otherwise.
        match (judged, answer.is_judged()) {
            (Some(judged), true) if judged == answer && last.is_some_and(|last| !last.is_judged()) => {
                passage.tell("Now", format!("{}, as before", said(answer)));
            }
            (Some(judged), true) if judged != answer => {
                passage.tell("Before", said(judged));
                passage.tell("Now", said(answer));
            }
            _ if last != Some(answer) => passage.tell("Now", said(answer)),
            _ => {}
        }
        if answer.is_judged() {
            if judged.is_none_or(|judged| is_flip(judged, answer)) {
                flipped = Some(commit);
            }
            judged = Some(answer);
        }
        last = Some(answer);
        passages.push(passage);
    }
    passages.retain(|passage| !passage.lines.is_empty());
    let since = flipped.map_or(String::new(), |it| format!(", since {} of {}", it.short, it.day));
    let verdict = judged.map_or("never judged".to_owned(), |judged| format!("{}{since}", said(judged)));
    passages.push(heading(format!("{title}: {verdict}")));
    passages.reverse();
    passages
}

fn said(answer: &Answer) -> String {
    match answer {
        Answer::None(why) => format!("not judged: {why}"),
        Answer::Verdicts(verdicts) => {
            verdicts.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("; ")
        }
    }
}

/// Whether the ruling is another, and not only what it rests on.
fn is_flip(before: &Answer, now: &Answer) -> bool {
    let rulings = |answer: &Answer| match answer {
        Answer::None(_) => Vec::new(),
        Answer::Verdicts(verdicts) => verdicts.iter().map(|(ruling, _)| *ruling).collect(),
    };
    rulings(before) != rulings(now)
}

fn clause(told: &Told, number: &str, steps: &[Step]) -> Vec<Passage> {
    let touched = steps.len();
    let mut passages = vec![heading(format!("Clause {number}: {} made it what it is", commits(touched)))];
    let several = steps.iter().any(|step| step.policy != steps[0].policy);
    let mut steps: Vec<&Step> = steps.iter().collect();
    steps.sort_by_key(|step| std::cmp::Reverse(step.at));
    for step in steps {
        let of = if several { format!("{}, ", step.policy) } else { String::new() };
        let words = match &step.what {
            clause::What::First => format!("{of}clause {}: in the first text that can be read", step.number),
            clause::What::New => format!("{of}clause {}: written", step.number),
            clause::What::Changed { renumbered_from, reworded, ways, untold } => {
                let mut words = Vec::new();
                words.extend(renumbered_from.iter().map(|from| format!("clause {from} before")));
                words.extend(reworded.then(|| "written otherwise".to_owned()));
                words.push(match (&ways[..], untold) {
                    (_, true) => "it could not be told what changes".to_owned(),
                    ([], false) => "no verdict changes by it".to_owned(),
                    (ways, false) => self::ways(ways),
                });
                format!("{of}clause {}: {}", step.number, words.join("; "))
            }
        };
        passages.push(passage(&told.commits[step.at], vec![capital(&words)]));
    }
    passages
}

fn heading(words: String) -> Passage {
    Passage { heading: vec![Run::strong(words)], lines: Vec::new() }
}

fn passage(commit: &Commit, lines: Vec<String>) -> Passage {
    let rest = format!("  {}  {}", commit.day, commit.subject);
    let mut passage =
        Passage { heading: vec![Run::strong(commit.short.clone()), Run::plain(rest)], lines: Vec::new() };
    lines.into_iter().for_each(|line| passage.say(line));
    passage
}

fn commits(count: usize) -> String {
    match count {
        1 => "1 commit".to_owned(),
        many => format!("{many} commits"),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The history as JSON text, ending in a line break.
pub fn json(told: &Told) -> String {
    let entry = |commit: &Commit, more: Value| {
        let mut entry = serde_json::to_value(commit).unwrap_or_default();
        if let (Value::Object(entry), Value::Object(more)) = (&mut entry, more) {
            entry.extend(more);
        }
        entry
    };
    let numbered = told.commits.iter().enumerate().rev();
    let commits: Vec<Value> = match &told.what {
        What::All(became) => numbered.map(|(at, commit)| entry(commit, became_data(&became[at]))).collect(),
        What::Scenario { answers, .. } => {
            numbered.map(|(at, commit)| entry(commit, answer_data(&answers[at]))).collect()
        }
        What::Clause { steps, .. } => numbered
            .flat_map(|(at, commit)| {
                let steps = steps.iter().filter(move |step| step.at == at);
                steps.map(move |step| entry(commit, step_data(step)))
            })
            .collect(),
    };
    let mut data = json!({ "path": told.path });
    match &told.what {
        What::All(_) => {}
        What::Scenario { title, .. } => data["scenario"] = json!(title),
        What::Clause { number, .. } => data["clause"] = json!(number),
    }
    data["commits"] = Value::Array(commits);
    format!("{data:#}\n")
}

fn became_data(became: &Became) -> Value {
    match became {
        Became::First => json!({ "became": "first" }),
        Became::Same => json!({ "became": "same" }),
        Became::Faulty { message, place } => {
            json!({ "became": "faulty", "error": { "message": message, "place": place } })
        }
        Became::Otherwise(amended) => json!({
            "became": "otherwise",
            "policies": amended.iter().map(|amended| json!({
                "policy": amended.policy,
                "version": amended.version,
                "how": match amended.how {
                    How::New => "new",
                    How::Gone => "gone",
                    How::Changed(_) => "changed",
                    How::Untold => "untold",
                },
                "changes": match &amended.how {
                    How::Changed(ways) => ways_data(ways),
                    _ => json!([]),
                },
            })).collect::<Vec<_>>(),
        }),
    }
}

fn ways_data(ways: &[Ways]) -> Value {
    let word = |change| match change {
        Change::Moved => "moved",
        change => word(change),
    };
    let ways = ways.iter().map(|ways| {
        json!({
            "change": word(ways.change),
            "ways": ways.ways,
            "more": ways.at_least,
            "clauses": ways.clauses,
            "cases": ways.cases.iter().map(|it| it.as_deref().unwrap_or("in every case")).collect::<Vec<_>>(),
        })
    });
    Value::Array(ways.collect())
}

fn answer_data(answer: &Answer) -> Value {
    match answer {
        Answer::None(why) => json!({ "verdicts": [], "not_judged": why }),
        Answer::Verdicts(verdicts) => json!({
            "verdicts": verdicts.iter().map(|(ruling, words)| json!({
                "verdict": ruling.words().replace(' ', "-"),
                "words": words,
            })).collect::<Vec<_>>(),
            "not_judged": null,
        }),
    }
}

fn step_data(step: &Step) -> Value {
    let (from, reworded, ways, new) = match &step.what {
        clause::What::First => (None, false, &[][..], false),
        clause::What::New => (None, false, &[][..], true),
        clause::What::Changed { renumbered_from, reworded, ways, .. } => {
            (renumbered_from.as_deref(), *reworded, &ways[..], false)
        }
    };
    json!({
        "policy": step.policy,
        "number": step.number,
        "first": step.what == clause::What::First,
        "new": new,
        "renumbered_from": from,
        "reworded": reworded,
        "changes": ways_data(ways),
    })
}
