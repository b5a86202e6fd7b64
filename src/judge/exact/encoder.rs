//! Conditions as diagrams: every unknown place, and every choice of reading, by variables of its own.
//!
//! Variables stand in this order: facts in the text's order, each after the readings that begin with it, stand-ins for
//! quantified conditions, and last the attributes of an element that nobody stated.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::judge::case::{FactName, Knowledge};
use crate::judge::cuts;
use crate::judge::evaluator::Evaluator;
use crate::judge::line::against_holds;
use crate::judge::logic::Logic;
use crate::judge::shape::Shape;
use crate::judge::slots::{Element, Slot, Slots};
use crate::judge::tables::{Partly, Tables, partly_known};
use crate::judge::verdict::Truth;
use crate::program::{
    Against, AttributeId, ClauseId, ListId, Member, Node, NodeId, Place, Test, Type, Value,
};

use super::budget::Budget;
use super::code::{Code, Digits, VARIABLES_A_PLACE};
use super::compared;
use super::diagram::{Diagram, Diagrams};
use super::order::order;
use super::tail::Tail;
use super::ways::{Matter, by_nearness};

const MOST_RANKS: u32 = 1 << 19;
/// The rank of the first attribute of an unstated element; stand-ins come just before.
const UNSTATED: u32 = MOST_RANKS;
const STAND_INS: u32 = MOST_RANKS / 2;
const BORDER: u32 = UNSTATED * VARIABLES_A_PLACE;

/// See the head of this file.
pub struct Encoder<'s, 'p> {
    pub diagrams: Diagrams,
    slots: &'s Slots<'p>,
    shape: &'p Shape,
    tables: Evaluator<'p, Tables<'s, 'p>>,
    /// What is not known, each by its rank.
    matters: Vec<Matter>,
    ranks: HashMap<Matter, u32>,
    codes: HashMap<Slot, Code>,
    /// For each place that is compared with others, the first of those it is compared with, however indirectly.
    together: HashMap<Slot, Slot>,
    /// Some of these were given points by trying each way in which they can stand.
    tried: bool,
    tails: HashMap<ListId, Tail>,
    /// While the remainders of a list's conditions are found, quantified conditions are stood in for.
    stand_ins: Option<HashMap<NodeId, u32>>,
    /// What is known in part of the places that have variables for their members.
    pub partly: Vec<Diagram>,
}

/// What an assignment says.
#[derive(Debug, Default)]
pub struct Decoded {
    pub facts: BTreeMap<FactName, Value>,
    /// The further elements of lists: of each, the attributes that matter.
    pub further: BTreeMap<ListId, Vec<Vec<Option<Value>>>>,
    pub readings: Vec<(ClauseId, usize)>,
}

impl<'s, 'p> Encoder<'s, 'p> {
    /// An evaluator over diagrams that went through all units, and looks only into what the tables left open.
    pub fn evaluator(
        budget: Budget,
        slots: &'s Slots<'p>,
        shape: &'p Shape,
        tables: Evaluator<'p, Tables<'s, 'p>>,
    ) -> Evaluator<'p, Encoder<'s, 'p>> {
        let program = slots.program;
        let matters = order(slots);
        let mut diagrams = Diagrams::within(budget);
        if matters.len() >= STAND_INS as usize {
            diagrams.give_up();
        }
        let ranks =
            matters.iter().zip(0..).map(|(matter, rank)| (*matter, STAND_INS.min(rank + 1) - 1)).collect();
        let mut encoder = Encoder {
            diagrams,
            slots,
            shape,
            tables,
            matters,
            ranks,
            codes: HashMap::new(),
            together: HashMap::new(),
            tried: false,
            tails: HashMap::new(),
            stand_ins: None,
            partly: Vec::new(),
        };
        // What cannot be is found even where nothing asks for it.
        for matter in encoder.matters.clone() {
            if let Matter::Fact(name) = matter
                && matches!(slots.knowledge(Slot::Of(name)), Knowledge::Such(_))
            {
                encoder.code(Slot::Of(name));
            }
        }
        encoder = encoder.with_tails();
        let mut evaluator = Evaluator::new(program, shape, encoder);
        evaluator.run();
        evaluator
    }

    /// Finds the states of every open list's unstated elements.
    fn with_tails(mut self) -> Self {
        let program = self.slots.program;
        let mut asked: Vec<(ListId, NodeId, NodeId, u32)> = Vec::new();
        for number in 0..program.lists.len() {
            let list = ListId(number as u32);
            if !self.slots.open(list) {
                continue;
            }
            for &quantifier in self.shape.quantifiers_of(list) {
                if let Node::Elements { at_least, body, .. } = program.node(quantifier)
                    && self.tables.node(quantifier, None) == Truth::Unknown
                {
                    asked.push((list, quantifier, *body, *at_least));
                }
            }
        }
        if asked.is_empty() {
            return self;
        }
        let stand_ins = asked.iter().enumerate();
        self.stand_ins = Some(stand_ins.map(|(place, asked)| (asked.1, STAND_INS + place as u32)).collect());
        let mut evaluator = Evaluator::new(program, self.shape, self);
        evaluator.run();
        let mut remainders: BTreeMap<ListId, HashMap<Diagram, u32>> = BTreeMap::new();
        let mut longest: HashMap<ListId, u32> = HashMap::new();
        for (list, _, body, at_least) in asked {
            *longest.entry(list).or_default() += at_least.saturating_mul(2);
            let element = Element::Unstated(list);
            evaluator.prepare(element);
            let body = evaluator.node(body, Some(element));
            for remainder in evaluator.logic.diagrams.below(body, BORDER) {
                let most = remainders.entry(list).or_default().entry(remainder).or_default();
                *most = (*most).max(at_least);
            }
        }
        let mut encoder = evaluator.logic;
        encoder.stand_ins = None;
        for (list, asked) in remainders {
            let rank = encoder.rank(Slot::Of(FactName::Extent(list)));
            match Tail::new(&mut encoder.diagrams, rank, &asked, longest[&list]) {
                Some(tail) => drop(encoder.tails.insert(list, tail)),
                None => encoder.diagrams.give_up(),
            }
        }
        encoder
    }

    /// The fact a variable tells something of; none, if it is of a reading.
    pub fn name_of(&self, variable: u32) -> Option<FactName> {
        match self.matter_of(variable)? {
            Matter::Fact(name) => Some(name),
            Matter::Reading(_) => None,
        }
    }

    /// The clause of whose reading a variable tells something.
    pub fn clause_of(&self, variable: u32) -> Option<ClauseId> {
        match self.matter_of(variable)? {
            Matter::Reading(clause) => Some(clause),
            Matter::Fact(_) => None,
        }
    }

    /// The fact or the reading of which a variable tells something.
    pub fn matter_of(&self, variable: u32) -> Option<Matter> {
        self.matters.get((variable / VARIABLES_A_PLACE) as usize).copied()
    }

    /// The condition that a clause is read in a given way.
    pub fn reading(&mut self, clause: ClauseId, reading: usize) -> Diagram {
        match self.reading_digits(clause) {
            Some(digits) => digits.is(&mut self.diagrams, reading),
            None => Diagram::YES,
        }
    }

    /// The condition that a fact, not known, passes a test.
    pub fn fact(&mut self, name: FactName, test: &Test) -> Diagram {
        self.one(Slot::Of(name), test)
    }

    /// The condition that something holds for some value of a fact that is not known.
    pub fn whatever(&mut self, name: FactName, it: Diagram) -> Diagram {
        let rank = self.rank(Slot::Of(name));
        self.diagrams.forget(it, &|variable| variable / VARIABLES_A_PLACE == rank)
    }

    /// One condition for each class of values that the policy tells apart in a place; nothing where there are
    /// too many.
    pub fn cells(&mut self, name: FactName) -> Option<Vec<Diagram>> {
        if let FactName::Extent(list) = name {
            let tail = self.tails.get(&list)?;
            return Some(tail.cells(&mut self.diagrams));
        }
        let slot = Slot::Of(name);
        match self.code(slot)?.clone() {
            Code::Values { digits, values } => {
                Some((0..values.len()).map(|value| digits.is(&mut self.diagrams, value)).collect())
            }
            code @ Code::Members { .. } => {
                let mut cells = vec![Diagram::YES];
                for test in compared::own_tests(self.slots, self.shape, slot) {
                    let passes = code.passes(&mut self.diagrams, &test);
                    let fails = self.diagrams.not(passes);
                    let mut split = Vec::new();
                    for cell in cells {
                        let halves = [passes, fails].map(|half| self.diagrams.and(cell, half));
                        split.extend(halves.into_iter().filter(|half| *half != Diagram::NO));
                    }
                    cells = split;
                    if cells.len() > cuts::MOST_SETS {
                        return None;
                    }
                }
                Some(cells)
            }
        }
    }

    /// The values of a place that the policy tells apart, those nearest to one value first, each with the
    /// condition that it is of its class.
    pub fn near(&mut self, name: FactName, from: Option<&Value>) -> Vec<(Value, Diagram)> {
        let slot = Slot::Of(name);
        let Some(Code::Values { digits, mut values }) = self.code(slot).cloned() else { return Vec::new() };
        if let (Some(Value::Point(from)), false) = (from, self.is_compared(name)) {
            let tests = compared::own_tests(self.slots, self.shape, slot);
            let tests: Vec<&Test> = tests.iter().collect();
            for value in &mut values {
                *value = cuts::nearest(self.slots.range(slot), &tests, value, *from);
            }
        }
        let none_of_them = match self.slots.declared(slot).map(|fact| fact.ty) {
            Some(Type::Member(domain)) => Some(self.slots.program.domain(domain).none_of_them()),
            _ => None,
        };
        by_nearness(&values, from, none_of_them)
            .into_iter()
            .map(|number| (values[number].clone(), digits.is(&mut self.diagrams, number)))
            .collect()
    }

    /// The type of a fact.
    pub fn declared_type(&self, name: FactName) -> Option<Type> {
        self.slots.declared(Slot::Of(name)).map(|fact| fact.ty)
    }

    /// Every member that the policy does not tell apart from one of these.
    pub fn alike(&self, name: FactName, these: &[Value]) -> Vec<Value> {
        let Some(Type::Member(domain)) = self.declared_type(name) else { return these.to_vec() };
        let tests = compared::own_tests(self.slots, self.shape, Slot::Of(name));
        let tests: Vec<&Test> = tests.iter().collect();
        let classes: Vec<_> = these.iter().map(|value| cuts::answers(&tests, value)).collect();
        let members = self.slots.members(domain).map(Value::Member);
        members.filter(|member| classes.contains(&cuts::answers(&tests, member))).collect()
    }

    /// The ranges of all points that the policy does not tell apart from one of these.
    pub fn ranges(&self, name: FactName, these: &[Value]) -> Vec<(i128, i128)> {
        let slot = Slot::Of(name);
        let tests = compared::own_tests(self.slots, self.shape, slot);
        let tests: Vec<&Test> = tests.iter().collect();
        cuts::ranges(self.slots.range(slot), &tests, these)
    }

    /// The texts that some condition names.
    pub fn named_texts(&self, name: FactName) -> Vec<Arc<str>> {
        let tests = compared::own_tests(self.slots, self.shape, Slot::Of(name));
        cuts::texts(&tests.iter().collect::<Vec<_>>(), 0)
    }

    /// Whether a place is compared with others that are not known: its values are then examples of how these can
    /// stand to one another.
    pub fn is_compared(&self, name: FactName) -> bool {
        compared::is_compared(self.slots, self.shape, Slot::Of(name))
    }

    /// Whether places were given points by trying each way in which two completions can stand, and something that a
    /// case leaves unknown is compared.
    pub fn is_tried_beside_unknown(&self, case: &Slots) -> bool {
        self.tried && self.together.keys().any(|slot| case.value(*slot).is_none())
    }

    /// The plainest point of a fact that has an order.
    pub fn plain(&self, name: FactName) -> i128 {
        match self.slots.declared(Slot::Of(name)).map(|fact| fact.ty) {
            Some(Type::Point(measure)) => cuts::plainest(measure),
            _ => 0,
        }
    }

    /// Of a place that has a variable for each class of members: the variables, each with a member of its class.
    pub fn classes(&mut self, name: FactName) -> Option<Vec<(u32, Member)>> {
        match self.code(Slot::Of(name))? {
            Code::Members { first, members } => {
                Some(members.iter().enumerate().map(|(number, it)| (first + number as u32, *it)).collect())
            }
            Code::Values { .. } => None,
        }
    }

    /// The elements of a list beyond those stated, under an assignment.
    pub fn further(&self, list: ListId, assignment: &[(u32, bool)]) -> Vec<Vec<Option<Value>>> {
        let kinds = self.tails.get(&list).map(|tail| tail.decode(assignment)).unwrap_or_default();
        kinds.into_iter().map(|kind| self.element(list, kind)).collect()
    }

    /// One value for each class of values of a fact; nothing where there are too many.
    pub fn values(&mut self, name: FactName) -> Option<Vec<Value>> {
        let slot = Slot::Of(name);
        match self.code(slot)?.clone() {
            Code::Values { values, .. } => Some(values),
            Code::Members { .. } => {
                let tests = compared::own_tests(self.slots, self.shape, slot);
                cuts::cells(self.slots, slot, &tests.iter().collect::<Vec<_>>())
            }
        }
    }

    /// The condition that a fact has this value, or one that no test tells from it.
    pub fn at(&mut self, name: FactName, value: &Value) -> Option<Diagram> {
        let slot = Slot::Of(name);
        let code = self.code(slot)?.clone();
        if let Code::Values { digits, values } = &code
            && self.together.contains_key(&slot)
        {
            let place = values.iter().position(|it| it == value)?;
            return Some(digits.is(&mut self.diagrams, place));
        }
        let mut at = Diagram::YES;
        for test in compared::own_tests(self.slots, self.shape, slot) {
            let passes = code.passes(&mut self.diagrams, &test);
            let agrees = match crate::judge::holds::holds(&test, value) {
                true => passes,
                false => self.diagrams.not(passes),
            };
            at = self.diagrams.and(at, agrees);
        }
        Some(at)
    }

    /// What an assignment says of the places it speaks of.
    pub fn decode(&self, assignment: &[(u32, bool)]) -> Decoded {
        let mut decoded = Decoded::default();
        for (variable, _) in assignment {
            if let Some(clause) = self.clause_of(*variable) {
                if let Some(digits) = self.reading_digits(clause) {
                    decoded.readings.push((clause, digits.decode(assignment)));
                }
            } else if let Some(name) = self.name_of(*variable) {
                match name {
                    FactName::Extent(list) => {
                        if self.tails.contains_key(&list) {
                            decoded.further.insert(list, self.further(list, assignment));
                        }
                    }
                    name => {
                        let value = self.codes.get(&Slot::Of(name)).and_then(|code| code.decode(assignment));
                        decoded.facts.extend(value.map(|value| (name, value)));
                    }
                }
            }
        }
        decoded.readings.sort_unstable();
        decoded.readings.dedup();
        self.complete(assignment, &mut decoded);
        decoded
    }

    /// Names the places that are compared with those named. The values of compared places are examples of how
    /// they can stand to one another, so none of them means anything without the others.
    fn complete(&self, assignment: &[(u32, bool)], decoded: &mut Decoded) {
        let named = self.groups_named(decoded);
        let in_question: Vec<Slot> =
            self.together.iter().filter(|(_, first)| named.contains(first)).map(|(slot, _)| *slot).collect();
        for slot in in_question {
            match slot {
                Slot::Of(name) => {
                    let value = || self.codes.get(&slot)?.decode(assignment);
                    if !decoded.facts.contains_key(&name) {
                        decoded.facts.extend(value().map(|value| (name, value)));
                    }
                }
                Slot::Unstated(list, attribute) => {
                    let none = || Vec::new();
                    for element in decoded.further.entry(list).or_insert_with(none) {
                        let value = &mut element[attribute.0 as usize];
                        *value = value.take().or_else(|| self.codes.get(&slot)?.decode(&[]));
                    }
                }
            }
        }
    }

    /// The groups of compared places of which one is named, each by its first.
    fn groups_named(&self, decoded: &Decoded) -> HashSet<Slot> {
        let facts = decoded.facts.keys().map(|name| Slot::Of(*name));
        let elements = decoded.further.iter().flat_map(|(list, elements)| {
            let attributes = elements.iter().flat_map(|attributes| attributes.iter().enumerate());
            let named = attributes.filter(|(_, value)| value.is_some());
            named.map(|(number, _)| Slot::Unstated(*list, AttributeId(number as u32)))
        });
        facts.chain(elements).filter_map(|slot| self.together.get(&slot).copied()).collect()
    }

    fn element(&self, list: ListId, kind: Diagram) -> Vec<Option<Value>> {
        let assignment = self.diagrams.witness(kind).unwrap_or_default();
        let attributes = 0..self.slots.program.list(list).attributes.len();
        let value = |attribute: usize| {
            let rank = UNSTATED + attribute as u32;
            let spoken = assignment.iter().any(|(variable, _)| variable / VARIABLES_A_PLACE == rank);
            let slot = Slot::Unstated(list, AttributeId(attribute as u32));
            spoken.then(|| self.codes.get(&slot)?.decode(&assignment)).flatten()
        };
        attributes.map(value).collect()
    }

    fn reading_digits(&self, clause: ClauseId) -> Option<Digits> {
        let rank = *self.ranks.get(&Matter::Reading(clause))?;
        let count = self.slots.program.clause(clause).readings.len();
        Some(Digits::new(rank, count))
    }

    /// How the values of a place that is not known are told apart; nothing where they cannot be.
    fn code(&mut self, slot: Slot) -> Option<&Code> {
        if !self.codes.contains_key(&slot) {
            self.encode(slot);
        }
        self.codes.get(&slot)
    }

    fn encode(&mut self, slot: Slot) {
        let Ok(together) = compared::values(self.slots, self.shape, slot) else {
            self.diagrams.give_up();
            return;
        };
        if let Some(together) = together {
            let first = slot;
            self.tried |= together.tried;
            for (slot, values) in together.values {
                self.together.insert(slot, first);
                let rank = self.rank(slot);
                self.keep(slot, Code::of_values(rank, values));
            }
            return;
        }
        let tests = compared::own_tests(self.slots, self.shape, slot);
        let tests: Vec<&Test> = tests.iter().collect();
        let rank = self.rank(slot);
        let code = match self.slots.declared(slot).map(|fact| fact.ty) {
            Some(Type::Set(domain)) => {
                Code::of_members(rank, cuts::member_classes(self.slots, domain, &tests))
            }
            _ => cuts::cells(self.slots, slot, &tests).map(|values| Code::of_values(rank, values)),
        };
        match code {
            Some(code) => self.keep(slot, code),
            None => self.diagrams.give_up(),
        }
    }

    fn keep(&mut self, slot: Slot, code: Code) {
        let known = match (&code, self.slots.knowledge(slot)) {
            (Code::Values { values, .. }, _) if values.is_empty() => Diagram::NO,
            (Code::Members { .. }, Knowledge::Such(tests)) => {
                let each = tests.iter().map(|(test, holds)| {
                    let passes = code.passes(&mut self.diagrams, test);
                    if *holds { passes } else { self.diagrams.not(passes) }
                });
                let each: Vec<Diagram> = each.collect();
                each.into_iter().fold(Diagram::YES, |all, one| self.diagrams.and(all, one))
            }
            _ => Diagram::YES,
        };
        if matches!(slot, Slot::Of(_)) && known != Diagram::YES {
            self.partly.push(known);
        }
        self.codes.insert(slot, code);
    }

    fn rank(&self, slot: Slot) -> u32 {
        match slot {
            Slot::Of(name) => self.ranks.get(&Matter::Fact(name)).copied().unwrap_or(0),
            Slot::Unstated(_, attribute) => UNSTATED + attribute.0,
        }
    }

    fn one(&mut self, slot: Slot, test: &Test) -> Diagram {
        if let Some(value) = self.slots.value(slot) {
            return self.constant(crate::judge::holds::holds(test, value));
        }
        let Some(code) = self.code(slot).cloned() else { return Diagram::NO };
        code.passes(&mut self.diagrams, test)
    }

    fn two(&mut self, left: Slot, against: &Against, right: Slot) -> Diagram {
        let (one, other) = (self.code(left).cloned(), self.code(right).cloned());
        let (
            Some(Code::Values { digits: one, values: lefts }),
            Some(Code::Values { digits: other, values: rights }),
        ) = (one, other)
        else {
            return Diagram::NO;
        };
        let measure = match self.slots.declared(left).map(|fact| fact.ty) {
            Some(Type::Point(measure)) => Some(measure),
            _ => None,
        };
        if left == right {
            return one.among(&mut self.diagrams, |place| {
                against_holds(measure, against, &lefts[place], &lefts[place])
            });
        }
        // Values to which the same others are related are taken together.
        let mut rows: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
        for (place, value) in lefts.iter().enumerate() {
            let row = rights.iter().map(|other| against_holds(measure, against, value, other)).collect();
            rows.entry(row).or_default().push(place);
        }
        let mut found = Diagram::NO;
        for (row, places) in rows {
            let here = one.among(&mut self.diagrams, |place| places.binary_search(&place).is_ok());
            let there = other.among(&mut self.diagrams, |place| row[place]);
            let both = self.diagrams.and(here, there);
            found = self.diagrams.or(found, both);
        }
        found
    }
}

impl Logic for Encoder<'_, '_> {
    type Value = Diagram;

    fn constant(&self, holds: bool) -> Diagram {
        if holds { Diagram::YES } else { Diagram::NO }
    }

    fn as_bool(&self, value: Diagram) -> Option<bool> {
        value.as_bool()
    }

    fn not(&mut self, value: Diagram) -> Diagram {
        self.diagrams.not(value)
    }

    fn and(&mut self, one: Diagram, other: Diagram) -> Diagram {
        self.diagrams.and(one, other)
    }

    fn or(&mut self, one: Diagram, other: Diagram) -> Diagram {
        self.diagrams.or(one, other)
    }

    fn ask(&mut self, place: Place, test: &Test, about: Option<Element>) -> Diagram {
        let Some(slot) = self.slots.slot(place, about) else {
            self.diagrams.give_up();
            return Diagram::NO;
        };
        let Test::Against(against) = test else { return self.one(slot, test) };
        let Some(other) = self.slots.slot(against.other, about) else {
            self.diagrams.give_up();
            return Diagram::NO;
        };
        match partly_known(self.slots, slot, against, other) {
            Partly::Known(holds) => self.constant(holds),
            Partly::One(slot, test) => self.one(slot, &test),
            Partly::NotOne(slot, test) => {
                let passes = self.one(slot, &test);
                self.diagrams.not(passes)
            }
            Partly::Unknown => self.two(slot, against, other),
        }
    }

    fn settled(&self, clause: ClauseId) -> Option<usize> {
        self.slots.readings.get(&clause).copied()
    }

    fn read(&mut self, clause: ClauseId, under: &[Diagram]) -> Diagram {
        let mut found = Diagram::NO;
        for (reading, value) in under.iter().enumerate() {
            let chosen = self.reading(clause, reading);
            let here = self.diagrams.and(chosen, *value);
            found = self.diagrams.or(found, here);
        }
        found
    }

    fn extent(&self, list: ListId) -> (usize, bool) {
        (self.slots.stated(list), self.slots.open(list))
    }

    fn unstated(&mut self, list: ListId, body: Diagram, at_least: u32) -> Diagram {
        if body == Diagram::NO {
            return Diagram::NO;
        }
        let Some(tail) = self.tails.remove(&list) else {
            self.diagrams.give_up();
            return Diagram::NO;
        };
        let found = self.diagrams.rebuild_from(
            body,
            BORDER,
            &mut |diagrams, remainder| match tail.at_least(diagrams, remainder, at_least) {
                Some(met) => met,
                None => {
                    diagrams.give_up();
                    Diagram::NO
                }
            },
            &mut |diagrams, variable, low, high| {
                let variable = diagrams.variable(variable);
                diagrams.choose(variable, high, low)
            },
        );
        self.tails.insert(list, tail);
        found
    }

    fn known(&mut self, node: NodeId, about: Option<Element>) -> Option<Diagram> {
        if let Some(holds) = self.tables.node(node, about).as_bool() {
            return Some(self.constant(holds));
        }
        let stand_in = *self.stand_ins.as_ref()?.get(&node)?;
        Some(self.diagrams.variable(stand_in * VARIABLES_A_PLACE))
    }
}
