//! The cuts a policy makes through the values of a place: one value for each class of values that no test
//! tells apart.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use jiff::civil::date;

use crate::program::{DomainId, Measure, Member, SetTest, Test, Type, UNLIMITED, Value, calendar};

use super::case::Knowledge;
use super::holds::{has, holds};
use super::slots::{Slot, Slots};

/// The most classes of sets that are told apart one by one.
pub const MOST_SETS: usize = 4096;

/// One value for each class that the tests tell apart, of those that what is known of the place allows.
/// `None` where there are too many.
pub fn cells(slots: &Slots, slot: Slot, tests: &[&Test]) -> Option<Vec<Value>> {
    let known = slots.knowledge(slot);
    if let Knowledge::Value(value) = known {
        return Some(vec![value.clone()]);
    }
    let tests: Vec<&Test> = tests.iter().copied().chain(known.tests()).collect();
    let mut values = match slots.declared(slot)?.ty {
        Type::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
        Type::Member(domain) => {
            let classes = alike(slots.members(domain), |member| answers(&tests, &Value::Member(*member)));
            classes.into_iter().map(Value::Member).collect()
        }
        Type::Set(domain) => sets(slots, domain, &tests)?,
        Type::Point(measure) => {
            points(measure, slots.range(slot), &tests).into_iter().map(Value::Point).collect()
        }
        Type::Text => texts(&tests, 1).into_iter().map(Value::Text).collect(),
    };
    values.retain(|value| known.allows(value));
    Some(values)
}

/// One member for each class that the tests of sets tell apart.
pub fn member_classes(slots: &Slots, domain: DomainId, tests: &[&Test]) -> Vec<Member> {
    alike(slots.members(domain), |member| signature(*member, tests))
}

/// The constants that the tests of texts name, and so many others.
pub fn texts(tests: &[&Test], others: usize) -> Vec<Arc<str>> {
    let mut named = BTreeSet::new();
    for test in tests {
        if let Test::TextIs(texts) = test {
            named.extend(texts.iter().cloned());
        }
    }
    let unnamed = (1..).map(|number| match number {
        1 => Arc::from("another text"),
        number => Arc::from(format!("another text {number}").as_str()),
    });
    let unnamed: Vec<Arc<str>> = unnamed.filter(|text| !named.contains(text)).take(others).collect();
    named.into_iter().chain(unnamed).collect()
}

/// The first of each class of things that look alike.
pub fn alike<T>(things: impl Iterator<Item = T>, look: impl Fn(&T) -> FixedBitSet) -> Vec<T> {
    let mut seen = HashSet::new();
    things.filter(|thing| seen.insert(look(thing))).collect()
}

/// The place of the point that a person would take for an example.
pub fn plainest(measure: Measure) -> i128 {
    match measure {
        Measure::Date => calendar::point(date(2024, 1, 1)).unwrap_or(0),
        _ => 0,
    }
}

/// The points at which something begins or ceases to hold.
pub fn edges(tests: &[&Test]) -> BTreeSet<i128> {
    let ranges = tests.iter().filter_map(|test| match test {
        Test::Within(ranges) => Some(ranges),
        _ => None,
    });
    ranges.flatten().flat_map(|range| [range.0, range.1 + 1]).collect()
}

fn points(measure: Measure, (least, greatest): (i128, i128), tests: &[&Test]) -> Vec<i128> {
    // Where each test begins or ceases to hold, in one sweep along the line.
    let mut turns: Vec<(i128, usize)> = Vec::new();
    for (number, test) in tests.iter().enumerate() {
        if let Test::Within(ranges) = test {
            turns.extend(ranges.iter().flat_map(|range| [(range.0, number), (range.1 + 1, number)]));
        }
    }
    turns.sort_unstable();
    let anchor = plainest(measure).clamp(least, greatest.max(least));
    let mut held = FixedBitSet::with_capacity(tests.len());
    let mut classes: HashMap<FixedBitSet, i128> = HashMap::new();
    let mut note = |held: &FixedBitSet, from: i128, upto: i128| {
        if from <= upto {
            let point = anchor.clamp(from, upto);
            let best = classes.entry(held.clone()).or_insert(point);
            if (point - anchor).abs() < (*best - anchor).abs() {
                *best = point;
            }
        }
    };
    let mut from = least;
    let mut next = 0;
    while next < turns.len() {
        let at = turns[next].0;
        if at > from {
            note(&held, from, (at - 1).min(greatest));
            from = at;
        }
        while next < turns.len() && turns[next].0 == at {
            held.toggle(turns[next].1);
            next += 1;
        }
    }
    note(&held, from, greatest);
    if measure.can_be_unlimited() {
        classes.entry(answers(tests, &Value::Point(UNLIMITED))).or_insert(UNLIMITED);
    }
    let mut points: Vec<i128> = classes.into_values().collect();
    points.sort_unstable();
    points
}

/// The point of a value's class that lies nearest to another point.
pub fn nearest(range: (i128, i128), tests: &[&Test], value: &Value, to: i128) -> Value {
    let points = ranges(range, tests, std::slice::from_ref(value)).into_iter();
    // `unlimited` is near to nothing but itself.
    let points = points.filter(|(start, _)| *start != UNLIMITED).map(|(start, end)| to.clamp(start, end));
    points.min_by_key(|point| (point - to).abs()).map_or_else(|| value.clone(), Value::Point)
}

/// The points that the tests do not tell apart from one of these, as ranges: ascending, apart.
pub fn ranges((least, greatest): (i128, i128), tests: &[&Test], these: &[Value]) -> Vec<(i128, i128)> {
    let classes: HashSet<FixedBitSet> = these.iter().map(|value| answers(tests, value)).collect();
    let is_among = |point: i128| classes.contains(&answers(tests, &Value::Point(point)));
    let mut starts: Vec<i128> =
        edges(tests).into_iter().filter(|at| *at > least && *at <= greatest).collect();
    starts.insert(0, least);
    let ends: Vec<i128> = starts.iter().skip(1).map(|start| start - 1).chain([greatest]).collect();
    let mut ranges: Vec<(i128, i128)> = Vec::new();
    for (start, end) in starts.into_iter().zip(ends).filter(|(start, end)| start <= end && is_among(*start)) {
        match ranges.last_mut() {
            Some(last) if last.1 + 1 == start => last.1 = end,
            _ => ranges.push((start, end)),
        }
    }
    if these.contains(&Value::Point(UNLIMITED)) {
        // Longer than any other: nothing lies between.
        match ranges.last_mut() {
            Some(last) if last.1 == greatest => last.1 = UNLIMITED,
            _ => ranges.push((UNLIMITED, UNLIMITED)),
        }
    }
    ranges
}

/// One set, of the fewest members, for each combination of answers that some set gives.
fn sets(slots: &Slots, domain: DomainId, tests: &[&Test]) -> Option<Vec<Value>> {
    let classes: Vec<(Member, FixedBitSet)> = member_classes(slots, domain, tests)
        .into_iter()
        .map(|member| (member, signature(member, tests)))
        .collect();
    // What a set answers is what its members show together, so sets grow member by member until nothing new
    // is shown.
    let nothing = FixedBitSet::with_capacity(classes.first().map_or(0, |(_, shown)| shown.len()));
    let mut shown = HashSet::from([nothing.clone()]);
    let mut found: Vec<(FixedBitSet, Vec<Member>)> = vec![(nothing, Vec::new())];
    let mut next = 0;
    while next < found.len() {
        let (state, members) = found[next].clone();
        for (member, more) in &classes {
            let mut state = state.clone();
            state.union_with(more);
            if shown.insert(state.clone()) {
                let mut members = members.clone();
                members.push(*member);
                members.sort_unstable();
                found.push((state, members));
            }
        }
        if found.len() > MOST_SETS {
            return None;
        }
        next += 1;
    }
    let sets = found.into_iter().map(|(_, members)| Value::Set(members.into()));
    Some(alike(sets, |set| answers(tests, set)))
}

/// Which of the tests a value passes.
pub fn answers(tests: &[&Test], value: &Value) -> FixedBitSet {
    let passed = tests.iter().enumerate().filter(|(_, test)| holds(test, value));
    bits(tests.len(), passed.map(|(number, _)| number))
}

fn bits(many: usize, set: impl Iterator<Item = usize>) -> FixedBitSet {
    let mut bits = FixedBitSet::with_capacity(many);
    set.for_each(|number| bits.insert(number));
    bits
}

/// What a member shows to the tests of sets; the last bit, that there is one at all.
fn signature(member: Member, tests: &[&Test]) -> FixedBitSet {
    let mut shown = Vec::with_capacity(tests.len() + 1);
    for test in tests {
        match test {
            Test::Set(SetTest::Includes(these)) => shown.push(has(these, member)),
            Test::Set(SetTest::Only(these)) => shown.push(!has(these, member)),
            Test::Set(SetTest::Exactly(groups)) => {
                shown.extend(groups.iter().map(|group| has(group, member)));
                shown.push(!groups.iter().any(|group| has(group, member)));
            }
            _ => {}
        }
    }
    shown.push(true);
    bits(shown.len(), (0..shown.len()).filter(|number| shown[*number]))
}
