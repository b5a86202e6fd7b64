//! Points enough for places that are compared with one another.
//!
//! Comparisons of two facts, shifted or not, are difference constraints: what can be satisfied at all is
//! satisfied by points that lie a chain of comparisons away from a constant, and no chain need pass one fact
//! twice. So the constants are carried along every comparison as often as the longest such chain is long, and
//! what is found are points for every way in which the places can stand to one another. Factors never close a
//! circle of comparisons. Where that makes too many, and where shifts are by months, which lead as far as the
//! calendar has it, the ways are [tried one by one](super::standings).

use std::collections::{BTreeSet, HashMap};

use crate::judge::cuts;
use crate::judge::line::{Side, narrowed};
use crate::judge::slots::{Slot, Slots};
use crate::program::{Against, Line, Measure, Test, UNLIMITED, Value};

use super::compared::Group;
use super::standings::{self, Bounded, Compared};

/// The most points that constants are carried to.
const MOST: usize = 1024;

/// Points for every way in which the places can stand, where the constants can be carried; nothing where a shift is
/// by months, and where there are too many.
pub fn carried_wholly(group: &Group, measure: Measure) -> Option<HashMap<Slot, BTreeSet<i128>>> {
    if by_months(group) { None } else { carried(group, measure, group.longest_chain()) }
}

/// Points for every way in which the places can stand, found by trying each; nothing where there are too many.
pub fn tried(group: &Group, measure: Measure) -> Option<HashMap<Slot, BTreeSet<i128>>> {
    let mut found = carried(group, measure, 1)?;
    for (slot, points) in standing(group, measure)? {
        found.entry(slot).or_default().extend(points);
    }
    Some(found)
}

/// Some points for each place, not far from the constants.
pub fn some(group: &Group, measure: Measure) -> Option<HashMap<Slot, BTreeSet<i128>>> {
    carried(group, measure, group.longest_chain()).or_else(|| carried(group, measure, 1))
}

/// The constants, carried along the comparisons as often as the longest chain is long; nothing where there are too
/// many.
fn carried(group: &Group, measure: Measure, chain: usize) -> Option<HashMap<Slot, BTreeSet<i128>>> {
    let Group { slots, ties, tests, .. } = group;
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
            if all.len() > MOST {
                return None;
            }
        }
        if !grown {
            break;
        }
    }
    Some(found)
}

fn by_months(group: &Group) -> bool {
    let mut against = group.ties.values().flatten().map(|tie| tie.against);
    against.any(|it| [it.left, it.right].iter().any(|line| matches!(line, Line::Months(_))))
}

/// Points for each place by trying every way in which the places can stand to one another.
fn standing(group: &Group, measure: Measure) -> Option<Vec<(Slot, BTreeSet<i128>)>> {
    let Group { slots, shape, ties, tests } = group;
    if measure.can_be_unlimited() || ties.values().flatten().any(|tie| is_factor(tie.against)) {
        return None;
    }
    // An attribute of an unstated element is there once for each condition that quantifies over the list.
    let mut places: Vec<(Slot, usize)> = Vec::new();
    for slot in ties.keys() {
        let copies = match slot {
            Slot::Unstated(list, _) => shape.quantifiers_of(*list).len().max(1),
            Slot::Of(_) => 1,
        };
        places.extend((0..copies).map(|copy| (*slot, copy)));
    }
    places.sort_unstable();
    let bounded = places.iter().map(|(slot, _)| Bounded {
        stretches: stretches(slots, *slot, &tests[slot]),
        is_fact: matches!(slot, Slot::Of(_)),
    });
    let bounded: Vec<Bounded> = bounded.collect();
    let at = |slot: Slot, copy: usize| {
        let copy = if matches!(slot, Slot::Of(_)) { 0 } else { copy };
        places.binary_search(&(slot, copy)).unwrap_or_default()
    };
    let mut compared = Vec::new();
    for (place, (slot, copy)) in places.iter().enumerate() {
        for tie in ties[slot].iter().filter(|tie| tie.side == Side::Left) {
            let of_elements = matches!((slot, tie.with), (Slot::Of(_), Slot::Unstated(..)));
            let copies = match tie.with {
                Slot::Unstated(list, _) if of_elements => 0..shape.quantifiers_of(list).len().max(1),
                _ => *copy..*copy + 1,
            };
            compared.extend(copies.map(|copy| Compared {
                left: (place, tie.against.left),
                relation: tie.against.relation,
                right: (at(tie.with, copy), tie.against.right),
            }));
        }
    }
    let points = standings::points(&bounded, &compared, cuts::plainest(measure)).ok()?;
    Some(places.into_iter().map(|(slot, _)| slot).zip(points).collect())
}

/// The stretches between which something is asked of a place alone, as far as what is known of it allows.
fn stretches(slots: &Slots, slot: Slot, tests: &[Test]) -> Vec<(i128, i128)> {
    let (least, greatest) = slots.range(slot);
    let tests: Vec<&Test> = tests.iter().collect();
    let inside = |edge: &i128| *edge > least && *edge <= greatest;
    let starts: Vec<i128> =
        std::iter::once(least).chain(cuts::edges(&tests).into_iter().filter(inside)).collect();
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([greatest]);
    let stretches = starts.iter().copied().zip(ends).filter(|(start, end)| start <= end);
    stretches.filter(|(start, _)| slots.knowledge(slot).allows(&Value::Point(*start))).collect()
}

fn is_factor(against: &Against) -> bool {
    [against.left, against.right].iter().any(|line| matches!(line, Line::Times(..)))
}
