//! What would change a verdict, in words: "Had the sentence been 6 years, it would be permitted".

use crate::analysis::flips::{Change, Flip, Flips, FlipsTo};
use crate::casebook::outcome::Judged;
use crate::judge::{FactName, Knowledge, Truth};
use crate::program::{ACTION, ListId, Member, Program, Ruling, Type, Value, data as values, words};

use serde_json::{Map, Value as Json, json};

use super::account::{Lead, Passage, Run, Tone};
use super::data::{self, ChangeData, FlipData};
use super::phrase;

/// What would change it.
pub fn passage(judged: &Judged, flips: &Flips) -> Passage {
    let mut passage = Passage::new("What would change it");
    if phrase::off_the_day(judged).is_some() && !judged.program.policy.whatever_the_day {
        passage.say(format!("Nothing but another day: {}.", phrase::not_applying(judged)));
        return passage;
    }
    let told = |to: &&FlipsTo| {
        // That a case is regulated is told only where something would take it out.
        to.ruling != Ruling::NotRegulated || !to.found.is_empty()
    };
    for to in flips.to.iter().filter(told) {
        for flip in &to.found {
            passage.push(0, Lead::Nothing, self::flip(judged, to.ruling, flip));
        }
        let ruling = to.ruling.words();
        if to.found.is_empty() && to.exact && !to.disagreed {
            passage.say(format!("Nothing that could be otherwise would make it {ruling}."));
        }
        if to.more {
            passage.say(format!("There are other changes, as small, that would make it {ruling}."));
        }
        if !to.exact && to.found.is_empty() {
            passage.say(format!("It was too much to look into whether anything would make it {ruling}."));
        }
        if !to.exact && !to.found.is_empty() {
            passage
                .say(format!("Not everything could be looked into: something less might make it {ruling}."));
        }
        if to.disagreed {
            passage.say(format!(
                "A change was found that, judged again, does not make it {ruling}. This is a fault of Licit, not of \
                 the text: please report it with the policy and the case."
            ));
        }
    }
    passage
}

/// `Had offence.maximum-sentence been 6 years (it is 5 years 11 months), it would be permitted by clause 4(b).`
fn flip(judged: &Judged, ruling: Ruling, flip: &Flip) -> Vec<Run> {
    let mut parts: Vec<String> = Vec::new();
    let mut before: Option<&str> = None;
    for change in &flip.changes {
        let (verb, words) = self::change(judged, change);
        match before == Some(verb) {
            true => parts.push(words),
            false => parts.push(format!("{verb} {words}")),
        }
        before = Some(verb);
    }
    let mut said = phrase::list(&parts, "and");
    if let Some(first) = said.get(..1) {
        said = first.to_uppercase() + &said[1..];
    }
    let mut runs = vec![
        Run::plain(format!("{said}, it would be ")),
        Run { tone: Tone::Ruling(ruling), words: ruling.words().to_string() },
    ];
    let by = &flip.verdict.by;
    if !by.is_empty() {
        // What decides in some completions only is told with an "or".
        let last = if by.iter().all(|decider| decider.holds == Truth::Yes) { "and" } else { "or" };
        runs.push(Run::plain(format!(" by {}", phrase::deciders(&judged.program, by, last))));
    }
    runs.push(Run::plain("."));
    runs
}

/// One change, after `had` or `were`.
fn change(judged: &Judged, change: &Change) -> (&'static str, String) {
    let (program, case) = (&*judged.program, &judged.case);
    match change {
        Change::Fact { fact, from, to } => {
            let Some(declared) = phrase::declaration(program, *fact) else { return ("had", String::new()) };
            let name = match *fact == FactName::Fact(ACTION) {
                true => "the action".to_string(),
                false => fact.words(program, case),
            };
            let now = value(program, declared.ty, to);
            let presumed = case.stated(*fact).is_none_or(|it| it.knowledge == Knowledge::Unstated);
            match from {
                Knowledge::Value(from) => {
                    let is = if presumed { "presumed to be" } else { "it is" };
                    let otherwise = otherwise(program, declared.ty, from, to);
                    ("had", format!("{name} {otherwise} ({is} {})", value(program, declared.ty, from)))
                }
                Knowledge::Such(tests) if from.allows(to) => (
                    "were",
                    format!("{name} known to be {now} (it {})", words::known(program, declared.ty, tests)),
                ),
                Knowledge::Such(tests) => {
                    ("had", format!("{name} been {now} (it {})", words::known(program, declared.ty, tests)))
                }
                _ => ("were", format!("{name} known to be {now}")),
            }
        }
        Change::Reading { clause, from, to } => {
            let clause = program.clause(*clause);
            let is = match from {
                Some(from) => format!(" (it is read {})", clause.readings[*from].name),
                None => String::new(),
            };
            ("were", format!("clause {} read {}{is}", clause.number, clause.readings[*to].name))
        }
        Change::Without { list, element } => {
            let declared = program.list(*list);
            let stated = &case.lists[list.0 as usize].elements;
            let label = stated.get(*element).and_then(|element| element.label.as_ref());
            let named = match label {
                Some(label) => format!("no {} {}", declared.name, words::text(label)),
                None if stated.len() == 1 => format!("no {}", declared.name),
                None => format!("no {} {}", declared.name, element + 1),
            };
            ("had", format!("there been {named}"))
        }
        Change::Further { list, elements, open } => {
            let declared = program.list(*list);
            let other = if case.lists[list.0 as usize].elements.is_empty() { "" } else { "other " };
            let told: Vec<String> = elements
                .iter()
                .map(|attributes| {
                    let has = declared.attributes.iter().zip(attributes).filter_map(|(attribute, it)| {
                        Some(format!("{} {}", attribute.name, value(program, attribute.ty, it.as_ref()?)))
                    });
                    let has: Vec<String> = has.collect();
                    let with =
                        if has.is_empty() { String::new() } else { format!(" with {}", has.join(", ")) };
                    let article = if other.is_empty() { "a " } else { "an" };
                    format!("{article}{other}{}{with}", declared.name)
                })
                .collect();
            match (told.is_empty(), open) {
                (true, true) => ("were", format!("it known that there are no {other}{}", declared.plural)),
                (true, false) => ("had", format!("there been no {}", declared.plural)),
                (false, true) => {
                    ("were", format!("there known to be {}, and no more", phrase::list(&told, "and")))
                }
                (false, false) => ("had", format!("there been {}", phrase::list(&told, "and"))),
            }
        }
    }
}

/// What would have been, after `had` and the fact's name. Of a set, what else would be in it and what would not.
fn otherwise(program: &Program, ty: Type, from: &Value, to: &Value) -> String {
    let been = || format!("been {}", value(program, ty, to));
    let (Type::Set(domain), Value::Set(from), Value::Set(to)) = (ty, from, to) else { return been() };
    let domain = program.domain(domain);
    let beside = |these: &[Member], others: &[Member]| -> Vec<String> {
        let apart = these.iter().filter(|member| !others.contains(member));
        apart.map(|member| domain.name_of(*member).to_string()).collect()
    };
    let (further, fewer) = (beside(to, from), beside(from, to));
    let unnamed = from.iter().chain(to.iter()).any(|member| *member == domain.none_of_them());
    let nothing_stays = fewer.len() == from.len();
    match (&further[..], &fewer[..]) {
        _ if unnamed || to.is_empty() => been(),
        (further, []) if nothing_stays => format!("included {}", phrase::list(further, "and")),
        _ if nothing_stays => been(),
        (further, []) => format!("also included {}", phrase::list(further, "and")),
        ([], fewer) => format!("not included {}", phrase::list(fewer, "or")),
        (further, fewer) => {
            let (further, fewer) = (phrase::list(further, "and"), phrase::list(fewer, "or"));
            format!("also included {further}, and not {fewer}")
        }
    }
}

/// A value in a sentence.
fn value(program: &Program, ty: Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Member(domain), Value::Member(member)) if *member == program.domain(domain).none_of_them() => {
            "none of the terms".to_string()
        }
        _ => words::value(program, ty, value),
    }
}

/// The same for programs.
pub fn data(judged: &Judged, flips: &Flips) -> Vec<FlipData> {
    let each = flips.to.iter().flat_map(|to| to.found.iter().map(move |flip| (to.ruling, flip)));
    each.map(|(ruling, flip)| FlipData {
        changes: flip.changes.iter().map(|change| change_data(judged, change)).collect(),
        verdict: data::ruling(ruling),
        by: data::by(judged, &flip.verdict.by),
    })
    .collect()
}

fn change_data(judged: &Judged, change: &Change) -> ChangeData {
    let program = &*judged.program;
    match change {
        Change::Fact { fact, from, to } => {
            let ty = phrase::declaration(program, *fact).map(|declared| declared.ty);
            let json = |value: &Value| ty.map_or(Json::Null, |ty| values::value(program, ty, value));
            let from = match from {
                Knowledge::Value(value) => json(value),
                _ => Json::Null,
            };
            ChangeData { fact: fact.key(program), from, to: json(to) }
        }
        Change::Reading { clause, from, to } => {
            let clause = program.clause(*clause);
            let name = |reading: usize| json!(&*clause.readings[reading].name);
            let from = from.map_or(Json::Null, name);
            ChangeData { fact: format!("clause {}", clause.number), from, to: name(*to) }
        }
        Change::Without { list, element } => {
            let stated = &judged.case.lists[list.0 as usize].elements[*element];
            let values: Vec<Option<Value>> = stated
                .attributes
                .iter()
                .map(|attribute| match &attribute.knowledge {
                    Knowledge::Value(value) => Some(value.clone()),
                    _ => None,
                })
                .collect();
            let fact = format!("{}[{element}]", program.list(*list).name);
            ChangeData { fact, from: element_data(program, *list, &values), to: Json::Null }
        }
        Change::Further { list, elements, open } => ChangeData {
            fact: program.list(*list).name.to_string(),
            from: if *open { Json::Null } else { json!([]) },
            to: elements.iter().map(|element| element_data(program, *list, element)).collect(),
        },
    }
}

fn element_data(program: &Program, list: ListId, values: &[Option<Value>]) -> Json {
    let attributes = program.list(list).attributes.iter().zip(values);
    let told = attributes.filter_map(|(attribute, value)| {
        Some((attribute.name.to_string(), values::value(program, attribute.ty, value.as_ref()?)))
    });
    Json::Object(told.collect::<Map<String, Json>>())
}
