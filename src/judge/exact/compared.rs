//! Values enough for places that are compared with one another.
//!
//! Comparisons of two facts, shifted or not, are difference constraints: what can be satisfied at all is
//! satisfied by values that lie a chain of comparisons away from a constant, and no chain need pass one fact
//! twice. So the constants are carried along every comparison as often as the longest such chain is long, and
//! what is found are values for every way in which the places can stand to one another. Where two completions
//! are compared, each fact may be there twice. Factors never close a circle of comparisons; shifts by months
//! are carried along like any other, from the days at which months end too.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::date;

use crate::judge::case::FactName;
use crate::judge::cuts;
use crate::judge::line::{Side, narrowed};
use crate::judge::shape::Shape;
use crate::judge::slots::{Element, Slot, Slots};
use crate::program::{Against, Line, ListId, Measure, Place, Test, Type, UNLIMITED, Value, calendar};

/// The most values a compared place is given.
const MOST: usize = 1024;

/// A comparison as one of the places it compares sees it.
struct Tie<'p> {
    against: &'p Against,
    side: Side,
    with: Slot,
}

/// The values of all places that are compared, however indirectly, with this one; nothing where it is compared
/// with nothing unknown, and `Err` where there would be too many.
pub fn values(slots: &Slots, shape: &Shape, slot: Slot) -> Result<Option<HashMap<Slot, Vec<Value>>>, ()> {
    let mut ties: HashMap<Slot, Vec<Tie>> = HashMap::new();
    let mut waiting = vec![slot];
    while let Some(next) = waiting.pop() {
        if let Entry::Vacant(entry) = ties.entry(next) {
            let found = entry.insert(self::ties(slots, shape, next));
            waiting.extend(found.iter().map(|tie| tie.with));
        }
    }
    if ties[&slot].is_empty() {
        return Ok(None);
    }
    let unstated = ties.keys().filter(|slot| matches!(slot, Slot::Unstated(..))).count();
    // Each fact may be there twice, and between two facts a chain may pass one unstated element.
    let stated = 2 * (ties.len() - unstated);
    let chain = stated + (stated + 1) * unstated;
    let tests: HashMap<Slot, Vec<Test>> =
        ties.keys().map(|slot| (*slot, own_tests(slots, shape, *slot))).collect();
    let Some(ty) = slots.declared(slot).map(|fact| fact.ty) else { return Ok(None) };
    let found: HashMap<Slot, Vec<Value>> = match ty {
        Type::Point(measure) => points(slots, measure, &ties, &tests, chain)?,
        Type::Member(domain) => {
            let all: Vec<&Test> = tests.values().flatten().collect();
            let mut taken: HashMap<_, usize> = HashMap::new();
            let members: Vec<Value> = slots
                .members(domain)
                .map(Value::Member)
                .filter(|member| {
                    let taken = taken.entry(cuts::answers(&all, member)).or_default();
                    *taken += 1;
                    *taken <= chain + 1
                })
                .collect();
            ties.keys().map(|slot| (*slot, members.clone())).collect()
        }
        Type::Text => {
            let all: Vec<&Test> = tests.values().flatten().collect();
            let texts: Vec<Value> = cuts::texts(&all, chain + 1).into_iter().map(Value::Text).collect();
            ties.keys().map(|slot| (*slot, texts.clone())).collect()
        }
        Type::YesNo | Type::Set(_) => {
            let both = vec![Value::YesNo(false), Value::YesNo(true)];
            ties.keys().map(|slot| (*slot, both.clone())).collect()
        }
    };
    let allowed = found.into_iter().map(|(slot, mut values)| {
        values.retain(|value| slots.knowledge(slot).allows(value));
        (slot, values)
    });
    let allowed: HashMap<Slot, Vec<Value>> = allowed.collect();
    if allowed.values().any(|values| values.len() > MOST) { Err(()) } else { Ok(Some(allowed)) }
}

/// Everything that is asked of a place alone: by the policy, by comparisons with known facts, and by what is
/// known of it.
pub fn own_tests(slots: &Slots, shape: &Shape, slot: Slot) -> Vec<Test> {
    let mut tests = Vec::new();
    let Some(place) = Slots::place(slot) else { return tests };
    let measure = match slots.declared(slot).map(|fact| fact.ty) {
        Some(Type::Point(measure)) => Some(measure),
        _ => None,
    };
    for atom in shape.atoms_at(place) {
        let atom = slots.program.atom(*atom);
        let Test::Against(against) = &atom.test else {
            tests.push(atom.test.clone());
            continue;
        };
        for (side, with) in partners(slots, slot, place, atom.place, against.other) {
            match (slots.value(with), measure) {
                (Some(Value::Point(point)), Some(measure)) => {
                    tests.push(narrowed(measure, slots.range(slot), against, side, *point));
                }
                (Some(Value::Member(member)), _) => {
                    tests.push(Test::OneOf(std::iter::once(member.0 as usize).collect()));
                }
                (Some(Value::Text(text)), _) => tests.push(Test::TextIs([text.clone()].into())),
                _ => {}
            }
        }
    }
    tests.extend(slots.knowledge(slot).tests().cloned());
    if let Slot::Of(name) = slot {
        tests.extend(slots.landmarks.get(&name).into_iter().flatten().cloned());
    }
    tests
}

fn ties<'p>(slots: &Slots<'p>, shape: &Shape, slot: Slot) -> Vec<Tie<'p>> {
    let mut ties = Vec::new();
    let Some(place) = Slots::place(slot) else { return ties };
    for atom in shape.atoms_at(place) {
        let atom = slots.program.atom(*atom);
        if let Test::Against(against) = &atom.test {
            let partners = partners(slots, slot, place, atom.place, against.other);
            let unknown = partners.into_iter().filter(|(_, with)| slots.value(*with).is_none());
            ties.extend(unknown.map(|(side, with)| Tie { against, side, with }));
        }
    }
    ties
}

/// The places that an atom compares a place with, and the side on which that place stands.
fn partners(slots: &Slots, slot: Slot, at: Place, left: Place, right: Place) -> Vec<(Side, Slot)> {
    let mut partners = Vec::new();
    for (side, here, there) in [(Side::Left, left, right), (Side::Right, right, left)] {
        if here != at {
            continue;
        }
        let about = match slot {
            Slot::Of(FactName::Element(list, element, _)) => Some(Element::Stated(list, element)),
            Slot::Unstated(list, _) => Some(Element::Unstated(list)),
            Slot::Of(_) => None,
        };
        match (about, there) {
            (None, Place::Element(list, _)) => {
                let elements = elements(slots, list);
                let with = elements.into_iter().filter_map(|element| slots.slot(there, Some(element)));
                partners.extend(with.map(|with| (side, with)));
            }
            _ => partners.extend(slots.slot(there, about).map(|with| (side, with))),
        }
    }
    partners
}

fn elements(slots: &Slots, list: ListId) -> Vec<Element> {
    let stated = (0..slots.stated(list)).map(|place| Element::Stated(list, place));
    stated.chain(slots.open(list).then_some(Element::Unstated(list))).collect()
}

fn points(
    slots: &Slots,
    measure: Measure,
    ties: &HashMap<Slot, Vec<Tie>>,
    tests: &HashMap<Slot, Vec<Test>>,
    chain: usize,
) -> Result<HashMap<Slot, Vec<Value>>, ()> {
    let months = months_are_apart(ties)?;
    let mut found: HashMap<Slot, BTreeSet<i128>> = HashMap::new();
    let mut fresh: HashMap<Slot, BTreeSet<i128>> = HashMap::new();
    for slot in ties.keys() {
        let (least, greatest) = slots.range(*slot);
        let own: Vec<&Test> = tests[slot].iter().collect();
        let mut start: BTreeSet<i128> =
            cuts::edges(&own).into_iter().flat_map(|edge| [edge - 1, edge]).collect();
        start.extend([least, greatest, cuts::plainest(measure)]);
        if ties[slot].iter().any(|tie| is_factor(tie.against)) {
            start.extend([-1, 0, 1]);
        }
        if months {
            start.extend(ends_of_months());
        }
        start.retain(|point| (least..=greatest).contains(point));
        if measure.can_be_unlimited() {
            start.insert(UNLIMITED);
        }
        fresh.insert(*slot, start.clone());
        found.insert(*slot, start);
    }
    for _ in 0..chain {
        let mut next: HashMap<Slot, BTreeSet<i128>> = HashMap::new();
        for (slot, ties) in ties {
            let (least, greatest) = slots.range(*slot);
            for tie in ties.iter().filter(|tie| tie.with != *slot) {
                for point in &fresh[&tie.with] {
                    let asked = narrowed(measure, (least, greatest), tie.against, tie.side, *point);
                    let reached = cuts::edges(&[&asked]).into_iter().flat_map(|edge| [edge - 1, edge]);
                    let inside = reached.filter(|point| (least..=greatest).contains(point));
                    next.entry(*slot).or_default().extend(inside);
                }
            }
        }
        let mut grown = false;
        for (slot, points) in &mut fresh {
            let all = found.entry(*slot).or_default();
            *points = next.remove(slot).unwrap_or_default().difference(all).copied().collect();
            all.extend(points.iter().copied());
            grown |= !points.is_empty();
            if all.len() > 4 * MOST {
                return Err(());
            }
        }
        if !grown {
            break;
        }
    }
    let values = |points: BTreeSet<i128>| points.into_iter().map(Value::Point).collect();
    Ok(found.into_iter().map(|(slot, points)| (slot, values(points))).collect())
}

/// Whether any comparison shifts by months. Shifts by days that a number of months may or may not reach
/// depend on the month, and carrying constants along does not find all of them.
fn months_are_apart(ties: &HashMap<Slot, Vec<Tie>>) -> Result<bool, ()> {
    let mut months = HashSet::new();
    let mut days = HashSet::new();
    for (slot, tie) in ties.iter().flat_map(|(slot, ties)| ties.iter().map(move |tie| (slot, tie))) {
        for line in [tie.against.left, tie.against.right] {
            match line {
                Line::Months(_) if tie.with == *slot => return Err(()),
                Line::Months(by) => drop(months.insert(i128::from(by).abs())),
                Line::Shift(by) => drop(days.insert(by.abs())),
                _ => {}
            }
        }
    }
    let close = |by: i128| days.iter().any(|days| (by * 28..=by * 31).contains(days));
    if months.iter().any(|by| close(*by)) { Err(()) } else { Ok(!months.is_empty()) }
}

fn is_factor(against: &Against) -> bool {
    [against.left, against.right].iter().any(|line| matches!(line, Line::Times(..)))
}

/// Around the ends of the months in which they matter, of a year with a long February and of one without.
fn ends_of_months() -> Vec<i128> {
    let days =
        [(1, 28), (1, 29), (1, 30), (1, 31), (2, 28), (3, 1), (3, 30), (3, 31), (4, 30), (5, 31), (8, 31)];
    let mut points: Vec<i128> = [2023, 2024]
        .into_iter()
        .flat_map(|year| {
            days.iter().filter_map(move |(month, day)| calendar::point(date(year, *month, *day)))
        })
        .collect();
    points.extend(calendar::point(date(2024, 2, 29)));
    points
}
