//! Values enough for places that are compared with one another.
//!
//! No place that is compared means anything without the others, so the places that are compared with one
//! another, however indirectly, are given values together: so many members and texts that all of them can
//! differ, and [points](super::points) for every way in which they can stand to one another.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use crate::judge::case::FactName;
use crate::judge::cuts;
use crate::judge::line::{Side, narrowed};
use crate::judge::shape::Shape;
use crate::judge::slots::{Element, Slot, Slots};
use crate::program::{Against, ListId, Measure, Place, Test, Type, Value};

use super::points;

/// The most values a compared place is given.
const MOST: usize = 1024;

/// A comparison as one of the places it compares sees it.
pub struct Tie<'p> {
    pub against: &'p Against,
    pub side: Side,
    pub with: Slot,
}

/// Places that are compared with one another, however indirectly.
pub struct Group<'g, 'p> {
    pub slots: &'g Slots<'p>,
    pub shape: &'g Shape,
    pub ties: HashMap<Slot, Vec<Tie<'p>>>,
    /// What is asked of each alone.
    pub tests: HashMap<Slot, Vec<Test>>,
}

/// What places that are compared with one another are given.
pub struct Together {
    pub values: HashMap<Slot, Vec<Value>>,
    /// They are points [found by trying](super::standings) each way in which the places can stand.
    pub tried: bool,
}

/// Whether a place is compared with others that are not known.
pub fn is_compared(slots: &Slots, shape: &Shape, slot: Slot) -> bool {
    !ties(slots, shape, slot).is_empty()
}

/// The values of all places that are compared with this one; nothing where it is compared with nothing unknown,
/// and `Err` where there would be too many.
pub fn values(slots: &Slots, shape: &Shape, slot: Slot) -> Result<Option<Together>, ()> {
    let Some(group) = Group::of(slots, shape, slot) else { return Ok(None) };
    let mut tried = false;
    let values = group.values(slot, &mut |measure| {
        points::carried_wholly(&group, measure).or_else(|| {
            tried = true;
            points::tried(&group, measure)
        })
    });
    let values = values.ok_or(())?;
    if values.values().any(|values| values.len() > MOST) {
        Err(())
    } else {
        Ok(Some(Together { values, tried }))
    }
}

/// Some values of a place that is compared with others; nothing where it is compared with nothing unknown.
pub fn examples(slots: &Slots, shape: &Shape, slot: Slot) -> Option<Vec<Value>> {
    let group = Group::of(slots, shape, slot)?;
    let values = group.values(slot, &mut |measure| points::some(&group, measure));
    Some(values.and_then(|mut values| values.remove(&slot)).unwrap_or_default())
}

impl<'g, 'p> Group<'g, 'p> {
    fn of(slots: &'g Slots<'p>, shape: &'g Shape, slot: Slot) -> Option<Group<'g, 'p>> {
        let mut ties: HashMap<Slot, Vec<Tie>> = HashMap::new();
        let mut waiting = vec![slot];
        while let Some(next) = waiting.pop() {
            if let Entry::Vacant(entry) = ties.entry(next) {
                let found = entry.insert(self::ties(slots, shape, next));
                waiting.extend(found.iter().map(|tie| tie.with));
            }
        }
        let tests = ties.keys().map(|slot| (*slot, own_tests(slots, shape, *slot))).collect();
        (!ties[&slot].is_empty()).then_some(Group { slots, shape, ties, tests })
    }

    /// The most comparisons a chain can pass without passing one fact twice. Where two completions are compared,
    /// each fact may be there twice, and between two facts a chain may pass one unstated element.
    pub fn longest_chain(&self) -> usize {
        let unstated = self.ties.keys().filter(|slot| matches!(slot, Slot::Unstated(..))).count();
        let stated = 2 * (self.ties.len() - unstated);
        stated + (stated + 1) * unstated
    }

    /// The values of each place, of those that what is known of it allows. All are of one type.
    fn values(
        &self,
        slot: Slot,
        points: &mut dyn FnMut(Measure) -> Option<HashMap<Slot, BTreeSet<i128>>>,
    ) -> Option<HashMap<Slot, Vec<Value>>> {
        let chain = self.longest_chain();
        let everywhere = |values: Vec<Value>| self.ties.keys().map(|slot| (*slot, values.clone())).collect();
        let mut found: HashMap<Slot, Vec<Value>> = match self.slots.declared(slot)?.ty {
            Type::Point(measure) => {
                let values = |points: BTreeSet<i128>| points.into_iter().map(Value::Point).collect();
                points(measure)?.into_iter().map(|(slot, points)| (slot, values(points))).collect()
            }
            Type::Member(domain) => {
                let all: Vec<&Test> = self.tests.values().flatten().collect();
                let mut taken: HashMap<_, usize> = HashMap::new();
                let members = self.slots.members(domain).map(Value::Member).filter(|member| {
                    let taken = taken.entry(cuts::answers(&all, member)).or_default();
                    *taken += 1;
                    *taken <= chain + 1
                });
                everywhere(members.collect())
            }
            Type::Text => {
                let all: Vec<&Test> = self.tests.values().flatten().collect();
                everywhere(cuts::texts(&all, chain + 1).into_iter().map(Value::Text).collect())
            }
            Type::YesNo | Type::Set(_) => everywhere(vec![Value::YesNo(false), Value::YesNo(true)]),
        };
        for (slot, values) in &mut found {
            values.retain(|value| self.slots.knowledge(*slot).allows(value));
        }
        Some(found)
    }
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
