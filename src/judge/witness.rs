//! A case and its verdict in the language: what can be pasted into a case book and run again.

use super::{Case, FactName, Knowledge, Stated, StatedList, Truth, Verdict};
use crate::program::{
    ACTION, ACTIONS, ClauseId, DATE, Extent, Fact, List, Member, Program, Ruling, Test, Type, Value,
    calendar, words,
};

/// The longest line before it goes on in the next.
const WIDTH: usize = 100;

/// The case as a scenario; what `expect` says stands in its last line.
///
/// Where the language cannot say a fact exactly (a term that is none of its own narrower kinds), the
/// scenario says as much as it can.
pub fn scenario(program: &Program, case: &Case, title: &str, expect: &str) -> String {
    unjudged(program, case, title) + &format!("  expect {expect}\n")
}

/// The case as a scenario that expects nothing yet.
pub fn unjudged(program: &Program, case: &Case, title: &str) -> String {
    let mut text = format!("scenario {}\n  policy {}\n", words::text(title), program.policy.name);
    if let Knowledge::Value(Value::Point(day)) = case.facts[DATE.0 as usize].knowledge
        && let Some(day) = calendar::day(day)
    {
        text.push_str(&format!("  on {day}\n"));
    }
    if let Knowledge::Value(Value::Member(action)) = &case.facts[ACTION.0 as usize].knowledge {
        text.push_str(&format!("  action {}\n", program.domain(ACTIONS).name_of(*action)));
    }
    let facts = facts(program, case);
    if !facts.is_empty() {
        text.push_str("  facts\n");
    }
    for fact in facts {
        text.push_str(&wrapped(&fact));
    }
    for stipulation in &case.stipulations {
        text.push_str(&format!("  stipulated {}\n", stipulation.words));
    }
    for settled in &case.readings {
        let by =
            settled.by.as_ref().map(|by| format!(", decided by {}", words::text(by))).unwrap_or_default();
        text.push_str(&format!("  {}{by}\n", read_so(program, settled.clause, settled.reading)));
    }
    text
}

/// A scenario like another of which it differs in one fact, expecting nothing yet.
pub fn turned(program: &Program, case: &Case, fact: FactName, title: &str, like: &str) -> String {
    let head = format!("scenario {} like {}\n", words::text(title), words::text(like));
    match (fact, said(program, case, fact)) {
        (_, None) => head,
        (FactName::Fact(DATE | ACTION), Some(said)) => format!("{head}  {said}\n"),
        (_, Some(said)) => format!("{head}  facts\n{}", wrapped(&said)),
    }
}

/// What a case says of one fact, as a line of a scenario says it: `offence.act is expression`,
/// `on 2024-01-01`.
pub fn said(program: &Program, case: &Case, fact: FactName) -> Option<String> {
    let stated = case.stated(fact)?;
    match (fact, &stated.knowledge) {
        (FactName::Fact(DATE), Knowledge::Value(Value::Point(day))) => {
            calendar::day(*day).map(|day| format!("on {day}"))
        }
        (FactName::Fact(ACTION), Knowledge::Value(Value::Member(action))) => {
            Some(format!("action {}", program.domain(ACTIONS).name_of(*action)))
        }
        (FactName::Fact(fact), _) => alone(program, program.fact(fact), stated),
        (FactName::Element(list, _, attribute), knowledge) => {
            let ty = program.list(list).attributes[attribute.0 as usize].ty;
            Some(format!("{} {}", fact.words(program, case), predicate(program, ty, knowledge)?))
        }
        (FactName::Extent(_), _) => None,
    }
}

/// A reading chosen, as a line of a scenario says it: `reading narrow of clause 4`.
pub fn read_so(program: &Program, clause: ClauseId, reading: usize) -> String {
    let clause = program.clause(clause);
    format!("reading {} of clause {}", clause.readings[reading].name, clause.number)
}

/// The verdict as an `expect` would say it: `prohibited under clause 5(a)`, `undetermined on offence.act`.
pub fn expectation(program: &Program, case: &Case, verdict: &Verdict) -> String {
    let ruling = match verdict.ruling {
        Ruling::Permitted => "permitted",
        Ruling::Prohibited => "prohibited",
        Ruling::NotRegulated => return "not regulated".to_string(),
        Ruling::Undetermined => return undetermined(program, case, verdict),
    };
    let certain: Vec<_> = verdict.by.iter().filter(|decider| decider.holds == Truth::Yes).collect();
    let clauses: Vec<String> =
        certain.iter().filter_map(|decider| decider.unit).map(|unit| program.citation(unit)).collect();
    match (&clauses[..], certain.is_empty()) {
        (_, true) => ruling.to_string(),
        ([], false) => format!("{ruling} by default"),
        ([clause], false) => format!("{ruling} under clause {clause}"),
        (clauses, false) => format!("{ruling} under clauses {}", clauses.join(", ")),
    }
}

fn undetermined(program: &Program, case: &Case, verdict: &Verdict) -> String {
    match (&verdict.turns_on[..], &verdict.depends_on[..]) {
        ([], [clause]) => format!("depends on reading of clause {}", program.clause(*clause).number),
        ([], _) => "undetermined".to_string(),
        (facts, _) => {
            let facts: Vec<String> = facts.iter().map(|fact| fact.words(program, case)).collect();
            format!("undetermined on {}", facts.join(", "))
        }
    }
}

/// One line a fact, in the text's order, without indentation.
fn facts(program: &Program, case: &Case) -> Vec<String> {
    let mut lines: Vec<((u32, usize, u32), Vec<String>)> = Vec::new();
    for (fact, stated) in program.facts.iter().zip(&case.facts).skip(2) {
        lines.push(((fact.order, 0, 0), alone(program, fact, stated).into_iter().collect()));
    }
    for (list, stated) in program.lists.iter().zip(&case.lists) {
        lines.push(((list.order, 0, 0), elements(program, list, stated)));
    }
    lines.sort_by_key(|(order, _)| *order);
    lines.into_iter().flat_map(|(_, lines)| lines).collect()
}

/// A fact outside lists: `offence.act is expression`, `clause 8 is not kept`.
fn alone(program: &Program, fact: &Fact, stated: &Stated) -> Option<String> {
    let by = stated.by.as_ref().map(|by| format!(", decided by {}", words::text(by))).unwrap_or_default();
    let said = match (fact.name.strip_suffix(" is kept"), &stated.knowledge) {
        (Some(clause), Knowledge::Value(Value::YesNo(false))) => format!("{clause} is not kept"),
        (Some(_), Knowledge::Value(_)) => fact.name.to_string(),
        (Some(_), _) => return None,
        (None, knowledge) => format!("{} {}", fact.name, predicate(program, fact.ty, knowledge)?),
    };
    Some(said + &by)
}

/// What is said of a fact after its name: `is expression`, `is exactly religion, opinion`, `is unknown`.
fn predicate(program: &Program, ty: Type, knowledge: &Knowledge) -> Option<String> {
    Some(match (knowledge, ty) {
        (Knowledge::Unstated, _) => return None,
        (Knowledge::Unknown, _) => "is unknown".to_string(),
        (Knowledge::Such(tests), _) => words::known(program, ty, tests),
        (Knowledge::Value(Value::Set(members)), Type::Set(_)) if members.is_empty() => "is empty".to_string(),
        (Knowledge::Value(Value::Set(members)), Type::Set(domain)) => {
            let domain = program.domain(domain);
            let named: Vec<&str> = members
                .iter()
                .filter(|member| **member != domain.none_of_them())
                .map(|member| domain.name_of(*member))
                .collect();
            match named.len() == members.len() {
                true => format!("is exactly {}", named.join(", ")),
                false if named.is_empty() => "is not empty".to_string(),
                false => format!("includes all of {}", named.join(", ")),
            }
        }
        (Knowledge::Value(Value::Member(member)), Type::Member(domain))
            if *member == program.domain(domain).none_of_them() =>
        {
            let domain = program.domain(domain);
            match domain.extent {
                Extent::Open => {
                    let mut named = domain.nothing();
                    named.insert_range(..domain.terms.len());
                    words::test(program, ty, &Test::OneOf(named), false)
                }
                _ => "is unknown".to_string(),
            }
        }
        (Knowledge::Value(value), _) => format!("is {}", words::value(program, ty, value)),
    })
}

/// A list: a line for each element, lines for what is known of one only in part, and how far it goes.
fn elements(program: &Program, list: &List, stated: &StatedList) -> Vec<String> {
    let mut lines = Vec::new();
    for (place, element) in stated.elements.iter().enumerate() {
        let label = element.label.clone().unwrap_or_else(|| format!("{}", place + 1));
        let subject = format!("{} {}", list.name, words::text(&label));
        let (mut has, mut apart) = (Vec::new(), Vec::new());
        for (attribute, stated) in list.attributes.iter().zip(&element.attributes) {
            match (plainly(program, attribute.ty, &stated.knowledge), &stated.by) {
                (Some(value), None) => has.push(format!("{} {value}", attribute.name)),
                (_, by) => {
                    if let Some(said) = predicate(program, attribute.ty, &stated.knowledge) {
                        let by = by.as_ref().map(|by| format!(", decided by {}", words::text(by)));
                        apart.push(format!("{subject}.{} {said}{}", attribute.name, by.unwrap_or_default()));
                    }
                }
            }
        }
        lines.push(if has.is_empty() { subject } else { format!("{subject} has {}", has.join(", ")) });
        lines.extend(apart);
    }
    match (stated.elements.is_empty(), stated.open) {
        (true, false) => lines.push(format!("no {}", list.name)),
        (false, true) => lines.push(format!("other {} unknown", list.plural)),
        _ => {}
    }
    lines
}

/// A value that can stand after `has`: the whole of it, named.
fn plainly(program: &Program, ty: Type, knowledge: &Knowledge) -> Option<String> {
    let none_of_them = |member: &Member| match ty {
        Type::Member(domain) | Type::Set(domain) => *member == program.domain(domain).none_of_them(),
        _ => false,
    };
    match knowledge {
        Knowledge::Unknown => Some("unknown".to_string()),
        Knowledge::Value(Value::Member(member)) if none_of_them(member) => None,
        Knowledge::Value(Value::Set(members)) if members.iter().any(none_of_them) => None,
        Knowledge::Value(value) => Some(words::value(program, ty, value)),
        _ => None,
    }
}

/// The fact in lines of a fair length, broken after commas only.
fn wrapped(fact: &str) -> String {
    let mut lines = vec!["    ".to_string()];
    for part in fact.split_inclusive(", ") {
        let line = lines.last_mut().expect("there is one line from the beginning");
        if line.trim().is_empty() || line.len() + part.trim_end().len() <= WIDTH {
            line.push_str(part);
        } else {
            lines.push(format!("      {part}"));
        }
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}
