//! Conditions in words: what is said where a condition is told apart from its place in the text.

use super::condition::{Against, Line, Node, Place, Relation, Test};
use super::{AtomId, Fact, Measure, NodeId, Program, Type, words};

/// How deep a condition is told.
const DEEPEST: usize = 6;

/// A condition that holds, or does not: `any target where chosen-for includes opinion`.
pub fn condition(program: &Program, node: NodeId, holds: bool) -> String {
    told(program, node, holds, DEEPEST)
}

/// An atom that holds, or does not: `offence.act includes hostage-taking`, `appeal.day is after verdict.day`.
pub fn atom(program: &Program, id: AtomId, holds: bool) -> String {
    let atom = program.atom(id);
    let fact = declared(program, atom.place);
    match &atom.test {
        Test::Against(against) => compared(program, fact, against, holds),
        Test::Yes => match fact.name.strip_suffix(" is kept") {
            Some(clause) => format!("{clause} is {}kept", if holds { "" } else { "not " }),
            None => format!("{} {}", fact.name, words::test(program, fact.ty, &atom.test, holds)),
        },
        test => format!("{} {}", fact.name, words::test(program, fact.ty, test, holds)),
    }
}

fn declared(program: &Program, place: Place) -> &Fact {
    match place {
        Place::Fact(fact) => program.fact(fact),
        Place::Element(list, attribute) => &program.list(list).attributes[attribute.0 as usize],
    }
}

fn told(program: &Program, node: NodeId, holds: bool, deep: usize) -> String {
    if deep == 0 {
        return "...".to_owned();
    }
    let several = |parts: &[NodeId], word: &str, holds: bool| {
        let parts: Vec<String> = parts.iter().map(|part| told(program, *part, holds, deep - 1)).collect();
        match parts.len() {
            1 => parts.concat(),
            _ => format!("({})", parts.join(word)),
        }
    };
    match program.node(node) {
        Node::Constant(constant) => if *constant == holds { "in any case" } else { "in no case" }.to_owned(),
        Node::Atom(id) => atom(program, *id, holds),
        Node::Not(inner) => told(program, *inner, !holds, deep),
        Node::All(parts) => several(parts, if holds { " and " } else { " or " }, holds),
        Node::Any(parts) => several(parts, if holds { " or " } else { " and " }, holds),
        Node::AtLeast(least, parts) => {
            format!(
                "{} {least} of {}",
                if holds { "at least" } else { "fewer than" },
                several(parts, ", ", true)
            )
        }
        Node::Elements { list, at_least, body } => {
            let list = program.list(*list);
            let body = told(program, *body, true, deep - 1);
            match (at_least, holds) {
                (1, true) => format!("any {} where {body}", list.name),
                (1, false) => format!("no {} where {body}", list.name),
                (least, true) => format!("at least {least} {} where {body}", list.plural),
                (least, false) => format!("fewer than {least} {} where {body}", list.plural),
            }
        }
        Node::Defined(term) => {
            let term = program.definition(*term);
            let of = term.of.as_ref().map_or_else(|| "the case".to_owned(), |of| of.to_string());
            format!("{of} is {}{}", if holds { "" } else { "not " }, term.name)
        }
        Node::Live(unit) => {
            format!("clause {} {}", program.citation(*unit), if holds { "applies" } else { "does not apply" })
        }
        Node::Reading { clause, options } => {
            let clause = program.clause(*clause);
            let options = clause.readings.iter().zip(options.iter()).map(|(reading, option)| {
                format!("read {}, {}", reading.name, told(program, *option, holds, deep - 1))
            });
            format!("({})", options.collect::<Vec<_>>().join("; "))
        }
    }
}

/// `appeal.day is at most verdict.day plus 30 days`.
fn compared(program: &Program, fact: &Fact, against: &Against, holds: bool) -> String {
    let other = declared(program, against.other);
    let measure = match fact.ty {
        Type::Point(measure) => Some(measure),
        _ => None,
    };
    let is = match (against.relation, holds, measure == Some(Measure::Date)) {
        (Relation::Equal, true, _) => "is",
        (Relation::Equal, false, _) => "is not",
        (Relation::Less, true, false) => "is less than",
        (Relation::Less, false, false) => "is at least",
        (Relation::AtMost, true, false) => "is at most",
        (Relation::AtMost, false, false) => "is more than",
        (Relation::Less, true, true) => "is before",
        (Relation::Less, false, true) => "is on or after",
        (Relation::AtMost, true, true) => "is on or before",
        (Relation::AtMost, false, true) => "is after",
    };
    format!("{} {is} {}", made(&fact.name, against.left, measure), made(&other.name, against.right, measure))
}

/// What is made of a fact before it is compared.
fn made(name: &str, line: Line, measure: Option<Measure>) -> String {
    let shifted = |by: i128, length: String| match by < 0 {
        true => format!("{name} minus {length}"),
        false => format!("{name} plus {length}"),
    };
    // Between two dates lie days.
    let length = |by: i128| match measure {
        Some(Measure::Date) | None => words::point(Measure::Hours, by * 24),
        Some(measure) => words::point(measure, by),
    };
    match line {
        Line::Plain => name.to_owned(),
        Line::Shift(by) => shifted(by, length(by.abs())),
        Line::Months(by) => shifted(by.into(), words::point(Measure::Months, i128::from(by).abs())),
        Line::Times(times, 1) => format!("{times} times {name}"),
        Line::Times(times, over) => format!("{times}/{over} of {name}"),
    }
}
