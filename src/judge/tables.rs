//! Strong three-valued tables over what is known of a case.
//!
//! S. C. Kleene, "Introduction to Metamathematics" (1952), section 64; and an atom is decided where all that
//! its place may still be passes its test, or nothing does.

use crate::program::{Against, ClauseId, ListId, Place, SetTest, Test, Type, Value};

use super::case::Knowledge;
use super::cuts;
use super::holds::holds;
use super::line::{Side, against_holds, narrowed};
use super::logic::Logic;
use super::slots::{Element, Slot, Slots};
use super::verdict::Truth;

/// See the head of this file.
pub struct Tables<'s, 'p> {
    pub slots: &'s Slots<'p>,
}

impl Tables<'_, '_> {
    /// Whether whatever may stand in a slot passes a test.
    pub fn one(&self, slot: Slot, test: &Test) -> Truth {
        if let Some(value) = self.slots.value(slot) {
            return Truth::from_bool(holds(test, value));
        }
        if let Some(truth) = self.of_unknown(slot, test) {
            return truth;
        }
        let Some(cells) = cuts::cells(self.slots, slot, &[test]) else { return Truth::Unknown };
        let yes = cells.iter().filter(|value| holds(test, value)).count();
        match yes {
            0 => Truth::No,
            all if all == cells.len() => Truth::Yes,
            _ => Truth::Unknown,
        }
    }

    /// What is asked of members and sets of which nothing is known is read off, for long taxonomies are asked
    /// about often.
    fn of_unknown(&self, slot: Slot, test: &Test) -> Option<Truth> {
        let Knowledge::Unknown = self.slots.knowledge(slot) else { return None };
        let (Type::Member(domain) | Type::Set(domain)) = self.slots.declared(slot)?.ty else { return None };
        let (Test::OneOf(these) | Test::Set(SetTest::Includes(these) | SetTest::Only(these))) = test else {
            return None;
        };
        let all = self.slots.members(domain).len();
        let named = these.ones().take_while(|member| *member < all).count();
        Some(match test {
            _ if named == 0 => Truth::No,
            Test::OneOf(_) if named == all => Truth::Yes,
            // A set may be empty, and then it passes neither test.
            _ => Truth::Unknown,
        })
    }

    fn two(&self, left: Slot, against: &Against, right: Slot) -> Truth {
        match partly_known(self.slots, left, against, right) {
            Partly::Known(holds) => Truth::from_bool(holds),
            Partly::One(slot, test) => self.one(slot, &test),
            Partly::NotOne(slot, test) => self.one(slot, &test).negated(),
            Partly::Unknown => Truth::Unknown,
        }
    }
}

/// What is left of a comparison of two facts once what is known of them is put in.
pub enum Partly {
    Known(bool),
    /// One of them is known, so that this is asked of the other.
    One(Slot, Test),
    /// The same, and it is asked that the test fails.
    NotOne(Slot, Test),
    Unknown,
}

/// Puts what is known into a comparison of two facts.
pub fn partly_known(slots: &Slots, left: Slot, against: &Against, right: Slot) -> Partly {
    let measure = match slots.declared(left).map(|fact| fact.ty) {
        Some(Type::Point(measure)) => Some(measure),
        _ => None,
    };
    let (side, slot, known) = match (slots.value(left), slots.value(right)) {
        (Some(one), Some(other)) => return Partly::Known(against_holds(measure, against, one, other)),
        (Some(known), None) => (Side::Right, right, known),
        (None, Some(known)) => (Side::Left, left, known),
        (None, None) => return Partly::Unknown,
    };
    Partly::One(
        slot,
        match (measure, known) {
            (Some(measure), Value::Point(point)) => {
                narrowed(measure, slots.range(slot), against, side, *point)
            }
            (_, Value::Member(member)) => Test::OneOf(std::iter::once(member.0 as usize).collect()),
            (_, Value::Text(text)) => Test::TextIs([text.clone()].into()),
            (_, Value::YesNo(true)) => Test::Yes,
            (_, Value::YesNo(false)) => return Partly::NotOne(slot, Test::Yes),
            _ => return Partly::Unknown,
        },
    )
}

impl Logic for Tables<'_, '_> {
    type Value = Truth;

    fn constant(&self, holds: bool) -> Truth {
        Truth::from_bool(holds)
    }

    fn as_bool(&self, value: Truth) -> Option<bool> {
        value.as_bool()
    }

    fn not(&mut self, value: Truth) -> Truth {
        value.negated()
    }

    fn and(&mut self, one: Truth, other: Truth) -> Truth {
        one.and(other)
    }

    fn or(&mut self, one: Truth, other: Truth) -> Truth {
        one.or(other)
    }

    fn ask(&mut self, place: Place, test: &Test, about: Option<Element>) -> Truth {
        let Some(slot) = self.slots.slot(place, about) else { return Truth::Unknown };
        match test {
            Test::Against(against) => match self.slots.slot(against.other, about) {
                Some(other) => self.two(slot, against, other),
                None => Truth::Unknown,
            },
            test => self.one(slot, test),
        }
    }

    fn settled(&self, clause: ClauseId) -> Option<usize> {
        self.slots.readings.get(&clause).copied()
    }

    fn read(&mut self, _clause: ClauseId, under: &[Truth]) -> Truth {
        match under {
            [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
            _ => Truth::Unknown,
        }
    }

    fn extent(&self, list: ListId) -> (usize, bool) {
        (self.slots.stated(list), self.slots.open(list))
    }

    fn unstated(&mut self, _list: ListId, body: Truth, _at_least: u32) -> Truth {
        match body {
            Truth::No => Truth::No,
            _ => Truth::Unknown,
        }
    }
}
