//! What is asked of a fact, or of two, as a term.

use fixedbitset::FixedBitSet;

use crate::program::{Against, Atom, Line, Measure, Place, Relation, SetTest, Test, Type, UNLIMITED};

use super::facts::{Facts, Shape};
use super::terms::{self, all, any, not};

/// The term of an atom.
pub fn atom(facts: &mut Facts, atom: &Atom) -> String {
    let shape = facts.place(atom.place);
    match (&atom.test, shape, facts.fact(atom.place).ty) {
        (Test::Yes, Shape::One(it), _) => it,
        (Test::OneOf(these), Shape::One(it), Type::Member(domain)) => {
            let members = facts.taxonomy(domain).members;
            let (inside, outside) = parted(&members, these);
            let is = |member: &String| format!("(= {it} {member})");
            // Whichever is shorter: one of these, or none of the others.
            match inside.len() <= outside.len() {
                true => any(inside.into_iter().map(is).collect()),
                false => not(any(outside.into_iter().map(is).collect())),
            }
        }
        (Test::Within(ranges), Shape::One(it), Type::Point(measure)) => {
            any(ranges.iter().map(|range| within(facts, measure, &it, *range)).collect())
        }
        (Test::TextIs(texts), Shape::One(it), _) => {
            any(texts.iter().map(|words| format!("(= {it} {})", terms::text(words))).collect())
        }
        (Test::Set(test), Shape::Set(members), _) => set(test, &members),
        (Test::Against(against), Shape::One(it), ty) => match (facts.place(against.other), ty) {
            (Shape::One(other), Type::Point(measure)) => {
                compared(facts, measure, against, (atom.place, &it), (against.other, &other))
            }
            (Shape::One(other), _) => format!("(= {it} {other})"),
            (Shape::Set(_), _) => unreachable!("sets are compared with constants only"),
        },
        (test, ..) => unreachable!("{test:?} is not asked of {:?}", facts.fact(atom.place).ty),
    }
}

fn within(facts: &mut Facts, measure: Measure, it: &str, (from, to): (i128, i128)) -> String {
    let (least, greatest) = measure.range();
    let greatest = if measure.can_be_unlimited() { UNLIMITED } else { greatest };
    match (from <= least, to >= greatest) {
        (true, true) => "true".to_owned(),
        _ if from > to => "false".to_owned(),
        _ if from == to => format!("(= {it} {})", facts.point(measure, from)),
        (true, false) => format!("(<= {it} {})", facts.point(measure, to)),
        (false, true) => format!("(>= {it} {})", facts.point(measure, from)),
        (false, false) => {
            format!("(<= {} {it} {})", facts.point(measure, from), facts.point(measure, to))
        }
    }
}

fn set(test: &SetTest, members: &[String]) -> String {
    let some = |these: &FixedBitSet| any(parted(members, these).0.into_iter().cloned().collect());
    let others = |these: &FixedBitSet| any(parted(members, these).1.into_iter().cloned().collect());
    match test {
        SetTest::Includes(these) => some(these),
        SetTest::Only(these) => all(vec![some(these), not(others(these))]),
        SetTest::Exactly(groups) => {
            let mut any_of = FixedBitSet::with_capacity(members.len());
            for member in groups.iter().flat_map(FixedBitSet::ones).filter(|member| *member < members.len()) {
                any_of.insert(member);
            }
            let each = groups.iter().map(some);
            all(each.chain([not(others(&any_of))]).collect())
        }
        SetTest::Empty => not(any(members.to_vec())),
    }
}

/// A comparison of two points, both sides times what the other is divided by, so that they stay whole.
fn compared(
    facts: &mut Facts,
    measure: Measure,
    against: &Against,
    it: (Place, &str),
    other: (Place, &str),
) -> String {
    let divided = |line| if let Line::Times(_, by) = line { by } else { 1 };
    let left = side(facts, measure, against.left, it, divided(against.right));
    let right = side(facts, measure, against.right, other, divided(against.left));
    let relation = match against.relation {
        Relation::Equal => "=",
        Relation::Less => "<",
        Relation::AtMost => "<=",
    };
    format!("({relation} {left} {right})")
}

fn side(facts: &mut Facts, measure: Measure, line: Line, (place, it): (Place, &str), times: i128) -> String {
    let (made, unlimited_times) = match line {
        Line::Plain => (it.to_owned(), 1),
        Line::Shift(by) => (format!("(+ {it} {})", terms::number(by)), 1),
        Line::Months(months) => {
            let month = facts.month(place, it);
            (format!("(|months later| {it} {month} {})", terms::number(months.into())), 1)
        }
        Line::Times(by, divided) => (multiplied(by, it.to_owned()), divided),
    };
    // `unlimited` stays so, whatever is added to it.
    let made = if measure.can_be_unlimited() && line != Line::Plain {
        let unlimited = facts.point(measure, UNLIMITED);
        let stays = multiplied(unlimited_times, unlimited.clone());
        format!("(ite (= {it} {unlimited}) {stays} {made})")
    } else {
        made
    };
    multiplied(times, made)
}

fn multiplied(by: i128, term: String) -> String {
    if by == 1 { term } else { format!("(* {} {term})", terms::number(by)) }
}

/// Those of the members that are among these, and the others.
fn parted<'m>(members: &'m [String], these: &FixedBitSet) -> (Vec<&'m String>, Vec<&'m String>) {
    let numbered = members.iter().enumerate();
    let (inside, outside): (Vec<_>, Vec<_>) = numbered.partition(|(number, _)| these.contains(*number));
    let plain = |these: Vec<(usize, &'m String)>| these.into_iter().map(|(_, member)| member).collect();
    (plain(inside), plain(outside))
}

/// The places an atom looks at.
pub fn places(atom: &Atom) -> impl Iterator<Item = Place> {
    let other = match &atom.test {
        Test::Against(against) => Some(against.other),
        _ => None,
    };
    std::iter::once(atom.place).chain(other)
}
