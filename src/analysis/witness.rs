//! A case that goes against a claim, judged again before it is shown.

use crate::judge::FactName;
use crate::judge::case::{Case, Knowledge, SettledReading, Stated, StatedElement};
use crate::judge::evaluator::Evaluator;
use crate::judge::exact::Decoded;
use crate::judge::search::{Completions, ruling_of};
use crate::judge::shape::Shape;
use crate::judge::slots::{Presuming, Slots};
use crate::judge::tables::Tables;
use crate::judge::verdict::Truth;
use crate::program::{ACTION, DATE, Fact, Measure, Member, Program, Ruling, Value};

use super::claim::{Claim, ClaimKind};
use super::proof::Proof;

/// How many completions of a witness are judged again.
const CHECKED: usize = 8;

/// The case that what was found describes, as a refutation.
pub fn witness(slots: &Slots, shape: &Shape, claim: &Claim, ruling: Ruling, found: Decoded) -> Proof {
    let program = slots.program;
    let case = described(slots, claim, &found);
    if agrees(program, shape, claim, ruling, &case) {
        return Proof::Refuted { witness: Box::new(case), ruling, readings: found.readings };
    }
    debug_assert!(false, "a witness does not bear out what it was found for: {claim:?} {case:?}");
    Proof::Undecided { why: "a case was found that, judged again, does not go against it".into() }
}

fn described(slots: &Slots, claim: &Claim, found: &Decoded) -> Case {
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
        let (from, until) = slots.range(crate::judge::slots::Slot::Of(FactName::Fact(DATE)));
        let day = crate::judge::cuts::plainest(Measure::Date).clamp(from, until.max(from));
        case.facts[DATE.0 as usize] = told(Value::Point(day));
    }
    if !found.facts.contains_key(&FactName::Fact(ACTION)) {
        let first = claim.actions.as_ref().and_then(|actions| actions.ones().next()).unwrap_or(0);
        case.facts[ACTION.0 as usize] = told(Value::Member(Member(first as u32)));
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

/// Whether completions of the case, each judged as it stands, go against the claim as was found.
fn agrees(program: &Program, shape: &Shape, claim: &Claim, ruling: Ruling, case: &Case) -> bool {
    let slots = Slots::of(program, case, &Presuming::Where(&|_| true));
    let Some(mut completions) = Completions::of(&slots, shape) else { return false };
    (0..CHECKED).all(|_| {
        let complete = completions.pick();
        let mut tables = Evaluator::new(program, shape, Tables { slots: &complete });
        tables.run();
        let when = claim.when.map_or(Truth::Yes, |node| tables.node(node, None));
        let wanted = if claim.kind == ClaimKind::OnlyWhen { Truth::No } else { Truth::Yes };
        let spoken_of =
            claim.actions.as_ref().is_none_or(|actions| match case.facts[ACTION.0 as usize].knowledge {
                Knowledge::Value(Value::Member(action)) => actions.contains(action.0 as usize),
                _ => false,
            });
        spoken_of && when == wanted && ruling_of(&complete, shape, &[]) == Some(ruling)
    })
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
