//! Where each item stands in what comes of two sides.

use std::collections::{HashMap, HashSet};

use super::kin::Kin;
use super::{Entry, Unit};

/// The units in their order, those that a side left out too; nothing where both moved items, each in its own way.
///
/// The side that moved something gives the order. What the other added stands behind what it stood behind there; where
/// both added something at one place, clauses stand by their numbers, and else ours stands first.
pub fn order(kin: &Kin, ours: &[Entry], theirs: &[Entry]) -> Option<Vec<Unit>> {
    let places = |units: &[Unit]| units.iter().filter_map(|unit| unit.base).collect::<Vec<usize>>();
    let (our, their) = (places(&kin.ours), places(&kin.theirs));
    if !our.is_sorted() && !their.is_sorted() && !alike(&our, &their) {
        return None;
    }
    let by_ours = their.is_sorted() || !our.is_sorted();
    let (frame, others) = if by_ours { (&kin.ours, &kin.theirs) } else { (&kin.theirs, &kin.ours) };
    let within: HashMap<Unit, usize> = frame.iter().enumerate().map(|(at, unit)| (*unit, at)).collect();
    // What the other side alone has, behind each unit of the frame; first, at the beginning.
    let mut behind: Vec<Vec<Unit>> = vec![Vec::new(); frame.len() + 1];
    let mut place = 0;
    for unit in others {
        match within.get(unit) {
            Some(at) => place = at + 1,
            None => behind[place].push(*unit),
        }
    }
    let entry = |unit: &Unit| unit.ours.map(|at| &ours[at]).or(unit.theirs.map(|at| &theirs[at]));
    let number = |units: &[Unit]| units.first().and_then(entry).and_then(number);
    let mut order: Vec<Unit> = Vec::new();
    let mut at = 0;
    loop {
        let own = frame[at..].iter().take_while(|unit| is_added(unit)).count();
        let (own, added) = (&frame[at..at + own], &behind[at]);
        let first = match (number(own), number(added)) {
            (Some(own), Some(added)) if own != added => own < added,
            _ => by_ours,
        };
        let (one, other) = if first { (own, &added[..]) } else { (&added[..], own) };
        order.extend(one);
        order.extend(other);
        at += own.len();
        let Some(next) = frame.get(at) else { break };
        order.push(*next);
        at += 1;
    }
    Some(order)
}

/// Whether one side alone has it, and the base had not.
fn is_added(unit: &Unit) -> bool {
    unit.base.is_none() && (unit.ours.is_none() || unit.theirs.is_none())
}

/// Whether what is in both stands in one order in both.
fn alike(one: &[usize], other: &[usize]) -> bool {
    let (in_one, in_other): (HashSet<usize>, HashSet<usize>) =
        (one.iter().copied().collect(), other.iter().copied().collect());
    one.iter().filter(|at| in_other.contains(at)).eq(other.iter().filter(|at| in_one.contains(at)))
}

/// The number of a clause, in figures and letters: `12a` is behind `2`.
fn number(entry: &Entry) -> Option<Vec<(u64, String)>> {
    let number = entry.name.as_deref()?.strip_prefix("clause ")?;
    let mut parts: Vec<(u64, String)> = Vec::new();
    for letter in number.chars() {
        match (letter.to_digit(10), parts.last_mut()) {
            (Some(digit), Some((figures, letters))) if letters.is_empty() => {
                *figures = figures.saturating_mul(10).saturating_add(u64::from(digit));
            }
            (Some(digit), _) => parts.push((u64::from(digit), String::new())),
            (None, Some((_, letters))) => letters.push(letter),
            (None, None) => parts.push((0, letter.to_string())),
        }
    }
    Some(parts)
}
