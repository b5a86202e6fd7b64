//! The places of one case and what is known of each, presumptions filled in.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use crate::program::{
    ACTIONS, AttributeId, ClauseId, DATE, DomainId, Extent, Fact, FactId, ListId, Member, Place, Program,
    SetTest, Test, Type, Value,
};

use super::case::{Case, FactName, Knowledge, Stated};

/// An element of a list that a condition is asked of.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Element {
    /// One of those stated, by its place among them.
    Stated(ListId, usize),
    /// Whichever of those that nobody stated.
    Unstated(ListId),
}

impl Element {
    pub fn list(self) -> ListId {
        match self {
            Element::Stated(list, _) | Element::Unstated(list) => list,
        }
    }
}

/// A place of a case: what an atom looks at, once it is known of which element it speaks.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Slot {
    Of(FactName),
    /// An attribute of an element that nobody stated.
    Unstated(ListId, AttributeId),
}

/// Which taxonomies are taken as though they were open, to see what rests on their being closed.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Widened {
    #[default]
    None,
    One(DomainId),
    All,
}

/// What a case leaves to presumptions.
pub enum Presuming<'a> {
    /// Nothing is presumed.
    Nothing,
    /// Everything that may be, but for what is set aside.
    Where(&'a dyn Fn(FactName) -> bool),
}

/// What is known of every place of a case.
#[derive(Clone)]
pub struct Slots<'p> {
    pub program: &'p Program,
    facts: Vec<Knowledge>,
    lists: Vec<Vec<Vec<Knowledge>>>,
    open: Vec<bool>,
    pub readings: HashMap<ClauseId, usize>,
    pub widened: Widened,
    /// What is told apart in a place whatever the policy asks of it; see [`Slots::freed`].
    pub landmarks: HashMap<FactName, Vec<Test>>,
    /// The presumptions that filled places left unstated.
    pub presumed: Vec<FactName>,
    /// Those that would have, had they not been set aside.
    pub set_aside: Vec<FactName>,
}

impl<'p> Slots<'p> {
    pub fn of(program: &'p Program, case: &Case, presuming: &Presuming) -> Slots<'p> {
        let (mut presumed, mut set_aside) = (Vec::new(), Vec::new());
        let mut known = |name: FactName, stated: Option<&Stated>, declared: &Fact| {
            let knowledge = stated.map_or(Knowledge::Unstated, |stated| stated.knowledge.clone());
            match (knowledge, &declared.presumed, presuming) {
                (Knowledge::Unstated, Some(value), Presuming::Where(keep)) => {
                    if !keep(name) {
                        set_aside.push(name);
                        return Knowledge::Unknown;
                    }
                    presumed.push(name);
                    Knowledge::Value(value.clone())
                }
                (Knowledge::Unstated, ..) => Knowledge::Unknown,
                (knowledge, ..) => knowledge,
            }
        };
        let facts = program.facts.iter().enumerate().map(|(number, declared)| {
            known(FactName::Fact(FactId(number as u32)), case.facts.get(number), declared)
        });
        let mut facts: Vec<Knowledge> = facts.collect();
        within_the_policy(program, &mut facts);
        let lists = program.lists.iter().enumerate().map(|(list, declared)| {
            let stated = case.lists.get(list).map_or(&[][..], |list| &list.elements);
            let elements = stated.iter().enumerate().map(|(place, element)| {
                let attributes = declared.attributes.iter().enumerate().map(|(number, attribute)| {
                    let name = FactName::Element(ListId(list as u32), place, AttributeId(number as u32));
                    known(name, element.attributes.get(number), attribute)
                });
                attributes.collect()
            });
            elements.collect()
        });
        let lists = lists.collect();
        Slots {
            program,
            facts,
            lists,
            open: (0..program.lists.len())
                .map(|list| case.lists.get(list).is_none_or(|it| it.open))
                .collect(),
            readings: case.readings.iter().map(|settled| (settled.clause, settled.reading)).collect(),
            widened: Widened::None,
            landmarks: HashMap::new(),
            presumed,
            set_aside,
        }
    }

    /// The same places as though nothing were known of any, no reading settled and no list complete. What is
    /// known of a place here is told apart from all else that it could be.
    pub fn freed(&self) -> Slots<'p> {
        let mut freed = self.clone();
        for name in self.names() {
            let tests: Vec<Test> = match self.knowledge(Slot::Of(name)) {
                Knowledge::Value(value) => vec![exactly(value).0],
                Knowledge::Such(tests) => tests.iter().map(|(test, _)| test.clone()).collect(),
                Knowledge::Unstated | Knowledge::Unknown => continue,
            };
            freed.landmarks.insert(name, tests);
            freed.set(name, Knowledge::Unknown);
        }
        within_the_policy(self.program, &mut freed.facts);
        freed.open.fill(true);
        freed.readings.clear();
        freed
    }

    /// The slot an atom looks at; none, if it speaks of an element where there is none to speak of.
    pub fn slot(&self, place: Place, about: Option<Element>) -> Option<Slot> {
        match (place, about) {
            (Place::Fact(fact), _) => Some(Slot::Of(FactName::Fact(fact))),
            (Place::Element(list, attribute), Some(Element::Stated(of, element))) if list == of => {
                Some(Slot::Of(FactName::Element(list, element, attribute)))
            }
            (Place::Element(list, attribute), Some(Element::Unstated(of))) if list == of => {
                Some(Slot::Unstated(list, attribute))
            }
            (Place::Element(..), _) => None,
        }
    }

    /// What is known of a place; of a list's extent, nothing.
    pub fn knowledge(&self, slot: Slot) -> &Knowledge {
        match slot {
            Slot::Of(FactName::Fact(fact)) => &self.facts[fact.0 as usize],
            Slot::Of(FactName::Element(list, element, attribute)) => {
                &self.lists[list.0 as usize][element][attribute.0 as usize]
            }
            Slot::Of(FactName::Extent(_)) | Slot::Unstated(..) => &Knowledge::Unknown,
        }
    }

    /// The value of a place, where it is known.
    pub fn value(&self, slot: Slot) -> Option<&Value> {
        match self.knowledge(slot) {
            Knowledge::Value(value) => Some(value),
            _ => None,
        }
    }

    /// How a place was declared; `None` for the extent of a list.
    pub fn declared(&self, slot: Slot) -> Option<&'p Fact> {
        match slot {
            Slot::Of(FactName::Fact(fact)) => Some(self.program.fact(fact)),
            Slot::Of(FactName::Element(list, _, attribute)) | Slot::Unstated(list, attribute) => {
                self.program.list(list).attributes.get(attribute.0 as usize)
            }
            Slot::Of(FactName::Extent(_)) => None,
        }
    }

    /// Where atoms look for what is in a slot.
    pub fn place(slot: Slot) -> Option<Place> {
        match slot {
            Slot::Of(FactName::Fact(fact)) => Some(Place::Fact(fact)),
            Slot::Of(FactName::Element(list, _, attribute)) | Slot::Unstated(list, attribute) => {
                Some(Place::Element(list, attribute))
            }
            Slot::Of(FactName::Extent(_)) => None,
        }
    }

    /// How many elements of a list are stated.
    pub fn stated(&self, list: ListId) -> usize {
        self.lists[list.0 as usize].len()
    }

    /// Whether a list may have elements beyond those stated.
    pub fn open(&self, list: ListId) -> bool {
        self.open[list.0 as usize]
    }

    /// The members a value of a domain may be.
    pub fn members(&self, domain: DomainId) -> impl ExactSizeIterator<Item = Member> + use<> {
        let declared = self.program.domain(domain);
        let widened = match self.widened {
            Widened::None => false,
            Widened::One(one) => one == domain,
            Widened::All => true,
        };
        let beyond = match declared.extent {
            Extent::Open => true,
            Extent::Closed => widened && domain != ACTIONS,
            Extent::Fixed => false,
        };
        (0..declared.terms.len() + usize::from(beyond)).map(|number| Member(number as u32))
    }

    /// The least and greatest point a place may have, `unlimited` left out.
    pub fn range(&self, slot: Slot) -> (i128, i128) {
        let Some(Type::Point(measure)) = self.declared(slot).map(|fact| fact.ty) else { return (0, 0) };
        if slot != Slot::Of(FactName::Fact(DATE)) {
            return measure.range();
        }
        self.program.policy.first_and_last_day()
    }

    /// Every fact that is not fully known, in the text's order.
    pub fn unknown(&self) -> Vec<FactName> {
        let mut unknown: Vec<FactName> = self
            .names()
            .into_iter()
            .filter(|name| match name {
                FactName::Extent(list) => self.open(*list),
                name => self.value(Slot::Of(*name)).is_none(),
            })
            .collect();
        unknown.sort_by_key(|name| name.order(self.program));
        unknown
    }

    /// Every place: facts, attributes of stated elements, and how far each list goes.
    fn names(&self) -> Vec<FactName> {
        let facts = (0..self.facts.len()).map(|number| FactName::Fact(FactId(number as u32)));
        let lists = self.lists.iter().enumerate().flat_map(|(list, elements)| {
            let list = ListId(list as u32);
            let attributes = elements.iter().enumerate().flat_map(move |(place, element)| {
                (0..element.len())
                    .map(move |attribute| FactName::Element(list, place, AttributeId(attribute as u32)))
            });
            attributes.chain(std::iter::once(FactName::Extent(list)))
        });
        facts.chain(lists).collect()
    }

    /// Takes a place as wholly unknown, or as known.
    pub fn set(&mut self, name: FactName, knowledge: Knowledge) {
        match name {
            FactName::Fact(fact) => {
                self.facts[fact.0 as usize] = knowledge;
                within_the_policy(self.program, &mut self.facts);
            }
            FactName::Element(list, element, attribute) => {
                self.lists[list.0 as usize][element][attribute.0 as usize] = knowledge;
            }
            FactName::Extent(_) => {}
        }
    }

    /// Takes a list as complete, with these elements beyond those stated.
    pub fn complete(&mut self, list: ListId, further: Vec<Vec<Value>>) {
        self.open[list.0 as usize] = false;
        let further = further.into_iter().map(|element| element.into_iter().map(Knowledge::Value).collect());
        self.lists[list.0 as usize].extend(further);
    }
}

/// A day that is not known is one on which the policy applies; that it is not before the first and not after the last
/// of these, the range of days says.
fn within_the_policy(program: &Program, facts: &mut [Knowledge]) {
    let days = &program.policy.days;
    let [_, _, ..] = days[..] else { return };
    let within = (Test::Within(days.clone().into()), true);
    match facts.get_mut(DATE.0 as usize) {
        Some(Knowledge::Such(tests)) if !tests.contains(&within) => tests.push(within),
        Some(day @ (Knowledge::Unstated | Knowledge::Unknown)) => *day = Knowledge::Such(vec![within]),
        _ => {}
    }
}

/// The test that this value alone passes; where `false` goes with it, this value alone fails it.
pub fn exactly(value: &Value) -> (Test, bool) {
    let one = |member: &Member| -> FixedBitSet { std::iter::once(member.0 as usize).collect() };
    let test = match value {
        Value::YesNo(yes) => return (Test::Yes, *yes),
        Value::Member(member) => Test::OneOf(one(member)),
        Value::Point(point) => Test::Within([(*point, *point)].into()),
        Value::Text(text) => Test::TextIs([text.clone()].into()),
        Value::Set(members) if members.is_empty() => Test::Set(SetTest::Empty),
        Value::Set(members) => Test::Set(SetTest::Exactly(members.iter().map(one).collect())),
    };
    (test, true)
}
