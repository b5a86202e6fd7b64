//! What an assignment of a diagram says, as a case that a person can read, and held to the interpreter.

use crate::judge::case::{Case, Knowledge, SettledReading, Stated, StatedElement};
use crate::judge::exact::Decoded;
use crate::judge::search::Completions;
use crate::judge::shape::Shape;
use crate::judge::slots::{Presuming, Slots};
use crate::judge::{FactName, Judge, witness as words};
use crate::program::{ACTION, DATE, Fact, Measure, Member, Program, Value};

use super::seen::Seen;

/// How many completions of a case are judged again.
const CHECKED: usize = 8;

/// The case that what was found describes. A day and an action are always named.
pub fn described(slots: &Slots, found: &Decoded) -> Case {
    let program = slots.program;
    let mut case = Case::unstated(program);
    for (fact, stated) in program.facts.iter().zip(&mut case.facts) {
        *stated = left_open(fact);
    }
    for (name, value) in &found.facts {
        if let FactName::Fact(fact) = name {
            case.facts[fact.0 as usize] = told(value.clone());
        }
    }
    if !found.facts.contains_key(&FactName::Fact(DATE)) {
        let plainest = crate::judge::cuts::plainest(Measure::Date);
        let days = program.policy.days.iter().map(|(from, until)| plainest.clamp(*from, *until));
        let day = days.min_by_key(|day| (day - plainest).abs()).unwrap_or(plainest);
        case.facts[DATE.0 as usize] = told(Value::Point(day));
    }
    if !found.facts.contains_key(&FactName::Fact(ACTION)) {
        case.facts[ACTION.0 as usize] = told(Value::Member(Member(0)));
    }
    for (list, elements) in &found.further {
        let stated = &mut case.lists[list.0 as usize];
        stated.open = false;
        for (number, attributes) in elements.iter().enumerate() {
            let declared = &program.list(*list).attributes;
            let attributes = attributes.iter().zip(declared).map(|(value, declared)| match value {
                Some(value) => told(value.clone()),
                None => left_open(declared),
            });
            stated.elements.push(StatedElement {
                label: Some(label(number)),
                attributes: attributes.collect(),
                span: None,
            });
        }
    }
    let readings = found.readings.iter();
    case.readings = readings
        .map(|(clause, reading)| SettledReading { clause: *clause, reading: *reading, by: None })
        .collect();
    case
}

/// Whether completions of the case, each judged as it stands, can be and are as `it_is` says.
pub fn agrees(
    program: &Program,
    shape: &Shape,
    case: &Case,
    it_is: &mut dyn FnMut(&mut Seen) -> bool,
) -> bool {
    let slots = Slots::of(program, case, &Presuming::Where(&|_| true));
    let Some(mut completions) = Completions::of(&slots, shape) else { return false };
    (0..CHECKED).all(|_| {
        let complete = completions.pick();
        let mut seen = Seen::of(&complete, shape);
        seen.can_be() && it_is(&mut seen)
    })
}

/// A case as a scenario that can be pasted into a case book, with the verdict on it.
pub fn scenario(judge: &Judge, case: &Case, title: &str) -> String {
    let program = judge.program();
    let expect = match judge.decide(case) {
        Ok(verdict) => words::expectation(program, case, &verdict),
        Err(_) => "undetermined".to_owned(),
    };
    words::scenario(program, case, title, &expect)
}

/// The same case with another action.
pub fn with_action(case: &Case, action: Member) -> Case {
    let mut case = case.clone();
    case.facts[ACTION.0 as usize].knowledge = Knowledge::Value(Value::Member(action));
    case
}

fn told(value: Value) -> Stated {
    Stated { knowledge: Knowledge::Value(value), ..Stated::default() }
}

/// Not stated; said to be unknown where it would be presumed otherwise.
fn left_open(fact: &Fact) -> Stated {
    let knowledge = if fact.presumed.is_some() { Knowledge::Unknown } else { Knowledge::Unstated };
    Stated { knowledge, ..Stated::default() }
}

/// `A`, `B`, ..., `Z`, `AA`, ...
fn label(number: usize) -> String {
    let letter = char::from(b'A' + (number % 26) as u8);
    if number < 26 { letter.into() } else { format!("{}{letter}", label(number / 26 - 1)) }
}
