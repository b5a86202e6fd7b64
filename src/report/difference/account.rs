//! What an amendment changes, told in passages: first the answer, then each way in which it is so.

use crate::analysis::Stop;
use crate::analysis::difference::{Area, Change, Group, What};
use crate::judge::Verdict;
use crate::program::joined::ChangedUnit;
use crate::program::{Policy, Program, Ruling};
use crate::report::account::{Account, Lead, Passage, Run};
use crate::report::phrase;
use crate::versions::Comparison;

use super::phrases::{self, Side};
use super::words;

/// Of cases that reach further than what is told of them.
pub const WIDER: &str = "the default decides only those of them that no clause decides";

/// Tells the comparison of two versions, all of it.
pub fn account(compared: &Comparison) -> Account {
    let mut passages = vec![answer(compared), about(compared)];
    let mut number = 0;
    for group in &compared.behaviour.groups {
        passages.push(opening(group));
        for area in &group.areas {
            number += 1;
            passages.push(self::area(compared, group, area, number));
        }
    }
    passages.extend(words::case_book(compared).unless_empty());
    passages.extend(words::passage(compared).unless_empty());
    passages.extend(beside(compared).unless_empty());
    Account { passages }
}

/// `Looser in 1 way, stricter in 3; every other case is judged as before (proved)`.
fn answer(compared: &Comparison) -> Passage {
    Passage { heading: vec![Run::strong(headline(compared))], lines: Vec::new() }
}

/// The answer in one line.
pub fn headline(compared: &Comparison) -> String {
    match &compared.behaviour.unproved {
        Some(Stop::Spent) => {
            return "It could not be told what changes: there are too many kinds of cases to go through"
                .to_owned();
        }
        Some(Stop::Disagreement(_)) => {
            return "It could not be told what changes: a case was found that, judged again, is judged as before. \
                    This is a fault of Licit, not of the text: please report it with both texts"
                .to_owned();
        }
        None => {}
    }
    let kinds = [
        (Change::Looser, "looser"),
        (Change::Stricter, "stricter"),
        (Change::Unsettled, "unsettled"),
        (Change::Settled, "settled"),
        (Change::Moved, "moved under the same verdict"),
    ];
    let told = kinds.into_iter().filter_map(|(change, word)| match compared.ways(change) {
        0 => None,
        1 => Some(format!("{word} in 1 way")),
        many => Some(format!("{word} in {many} ways")),
    });
    let told: Vec<String> = told.collect();
    let among = if compared.behaviour.apart.is_empty() { "" } else { " that both take as possible" };
    if told.is_empty() {
        return format!("Every case{among} is judged as before (proved)");
    }
    let said = phrase::list(&told, "and");
    let more = compared.behaviour.groups.iter().any(|group| group.more);
    let least = if more { "at least " } else { "" };
    let said = format!("{least}{said}; every other case{among} is judged as before (proved)");
    said[..1].to_uppercase() + &said[1..]
}

fn about(compared: &Comparison) -> Passage {
    let (old, new) = (&compared.old.policy, &compared.new.policy);
    let mut passage = Passage::default();
    match old.name == new.name {
        true => passage.tell("Policy", policies(compared)),
        false => passage.tell("Policies", policies(compared)),
    }
    passage.tell("Before", version(old));
    passage.tell("Now", version(new));
    passage
}

/// What is compared: one policy, or two of different names.
pub fn policies(compared: &Comparison) -> String {
    let (old, new) = (&compared.old.policy, &compared.new.policy);
    let name = |policy: &Policy| format!("{} ({})", policy.title, policy.name);
    match old.name == new.name {
        true => name(new),
        false => format!("{}, and now {}", name(old), name(new)),
    }
}

/// The version of a policy, as it is named.
pub fn version(policy: &Policy) -> String {
    policy.version.as_ref().map_or_else(|| "no version named".to_owned(), |version| version.to_string())
}

/// What a group is, and of which cases its areas speak.
fn opening(group: &Group) -> Passage {
    let mut passage = Passage::new(phrases::heading(group));
    let areas = match group.areas.len() {
        1 => "this",
        _ => "these",
    };
    passage.say(match group.areas.first() {
        Some(area) if area.said.is_empty() => format!("{}, all.", phrases::among(group.among)),
        _ => format!("{}, {areas}:", phrases::among(group.among)),
    });
    if let (true, Some(area)) = (common(group), group.areas.first()) {
        for also in phrases::also(&area.follows) {
            passage.say(format!("With it: {also}."));
        }
    }
    if group.more {
        passage.say("There are more of these than are told here.");
    }
    passage
}

/// `1. where buyer.approval is no`, who decides it, and a smallest case.
fn area(compared: &Comparison, group: &Group, area: &Area, number: usize) -> Passage {
    let (old, new) = (&compared.old, &compared.new);
    let wherever = match compared.cases(area) {
        None => "in every case".to_owned(),
        Some(words) => format!("where {words}"),
    };
    let mut passage = Passage::new(format!("{number}. {wherever}"));
    let rulings = match &group.what {
        What::Ruling { from, to } => Some((*from, *to)),
        What::Layer { ruling, .. } => Some((*ruling, *ruling)),
        What::Possible | What::Consequences { .. } => None,
    };
    if let Some((from, to)) = rulings {
        let before = phrases::deciding(compared, Side::Before, &area.decided_before);
        let now = phrases::deciding(compared, Side::Now, &area.decides_now);
        passage.tell("Before", by(old, from, &before, &area.witness.before));
        passage.tell("Now", by(new, to, &now, &area.witness.now));
    }
    if area.wider {
        passage.tell("Note", WIDER);
    }
    let decides = |unit: &ChangedUnit| {
        unit.old.is_some_and(|unit| area.decided_before.units.contains(&Some(unit)))
            || unit.new.is_some_and(|unit| area.decides_now.units.contains(&Some(unit)))
    };
    if !area.changed.iter().all(decides) {
        passage.tell("Through", phrases::changed(old, new, &area.changed));
    }
    if !common(group) {
        for also in phrases::also(&area.follows) {
            passage.tell("Also", also);
        }
    }
    passage.say("For example:");
    let title = format!("{} ({number})", phrases::title(group));
    for line in compared.scenario(&title, area).lines() {
        passage.push(1, Lead::Text, vec![Run::quiet(line)]);
    }
    passage
}

/// `prohibited by clause 5`.
pub fn by(program: &Program, ruling: Ruling, deciding: &str, witness: &Verdict) -> String {
    match (ruling, deciding) {
        (Ruling::Undetermined, _) => {
            let read: Vec<String> = witness
                .depends_on
                .iter()
                .map(|clause| format!("clause {}", program.clause(*clause).number))
                .collect();
            match read.is_empty() {
                true => "undetermined".to_owned(),
                false => format!("undetermined: it depends on how {} is read", phrase::list(&read, "and")),
            }
        }
        (ruling, "") => phrases::ruling(ruling).to_owned(),
        (ruling, by) => format!("{} by {by}", phrases::ruling(ruling)),
    }
}

/// Whether the same duties and remedies change in all areas of a group, so that they are told once.
fn common(group: &Group) -> bool {
    let mut areas = group.areas.iter().map(|area| &area.follows);
    let first = areas.next();
    areas.all(|follows| Some(follows) == first)
}

/// How the two were made comparable.
fn beside(compared: &Comparison) -> Passage {
    let mut passage = Passage::new("How they were compared");
    passage.say("On the same facts and the same day; the policies' own periods are left out.");
    for apart in &compared.behaviour.apart {
        let (mine, other) = if apart.old { ("old", "new") } else { ("new", "old") };
        passage.say(format!(
            "Only the {mine} version assumes \"{}\": cases against it are judged by the {other} version alone, and \
             are not compared.",
            apart.words
        ));
    }
    for said in phrases::twofold(&compared.joined.twofold) {
        passage.say(said);
    }
    passage
}
