//! Completions picked here and there, where there are too many to go through.

use std::collections::BTreeSet;

use crate::program::{AttributeId, ClauseId, ListId, Ruling, Test, Type, Value};

use super::case::{FactName, Knowledge, Stipulation};
use super::cuts;
use super::evaluator::Evaluator;
use super::exact::{RULINGS, compared, element_of};
use super::outcome::outcome;
use super::shape::Shape;
use super::slots::{Slot, Slots};
use super::tables::Tables;
use super::verdict::Truth;

const MOST_TRIES: usize = 256;
const MOST_WORK: usize = 1 << 24;
const MOST_FURTHER: u64 = 3;

/// The rulings of the completions found, until two of them differ or patience ends.
pub fn found(slots: &Slots, shape: &Shape, stipulations: &[Stipulation]) -> BTreeSet<Ruling> {
    let mut rulings = BTreeSet::new();
    let Some(mut completions) = Completions::of(slots, shape) else { return rulings };
    let work = slots.program.nodes.len() + completions.facts.len() + 1;
    for _ in 0..(MOST_WORK / work).clamp(8, MOST_TRIES) {
        let complete = completions.pick();
        rulings.extend(ruling_of(&complete, shape, stipulations));
        if rulings.len() > 1 {
            break;
        }
    }
    rulings
}

/// The completions of a case, to be picked from.
pub struct Completions<'s, 'p> {
    slots: &'s Slots<'p>,
    facts: Vec<(FactName, Vec<Value>)>,
    open: Vec<(ListId, Vec<Vec<Value>>)>,
    chance: Chance,
}

impl<'s, 'p> Completions<'s, 'p> {
    /// `None` where some fact has no value left.
    pub fn of(slots: &'s Slots<'p>, shape: &Shape) -> Option<Self> {
        let facts: Vec<(FactName, Vec<Value>)> = slots
            .unknown()
            .into_iter()
            .filter(|name| !matches!(name, FactName::Extent(_)))
            .map(|name| (name, candidates(slots, shape, Slot::Of(name))))
            .collect();
        if facts.iter().any(|(_, values)| values.is_empty()) {
            return None;
        }
        let lists = (0..slots.program.lists.len()).map(|number| ListId(number as u32));
        let open = lists
            .filter(|list| slots.open(*list))
            .map(|list| {
                let attributes = 0..slots.program.list(list).attributes.len() as u32;
                let candidate = |number| candidates(slots, shape, Slot::Unstated(list, AttributeId(number)));
                (list, attributes.map(candidate).collect())
            })
            .collect();
        Some(Completions { slots, facts, open, chance: Chance(1) })
    }

    /// One of them, as though by chance.
    pub fn pick(&mut self) -> Slots<'p> {
        let chance = &mut self.chance;
        let mut complete = self.slots.clone();
        for (name, values) in &self.facts {
            complete.set(*name, Knowledge::Value(chance.one_of(values).clone()));
        }
        for (list, attributes) in &self.open {
            let possible = attributes.iter().all(|values| !values.is_empty());
            let many = if possible { chance.below(MOST_FURTHER + 1) } else { 0 };
            let further = (0..many)
                .map(|_| attributes.iter().map(|values| chance.one_of(values).clone()).collect())
                .collect();
            complete.complete(*list, further);
        }
        for (number, clause) in self.slots.program.clauses.iter().enumerate() {
            if clause.readings.len() > 1 {
                let reading = chance.below(clause.readings.len() as u64) as usize;
                complete.readings.entry(ClauseId(number as u32)).or_insert(reading);
            }
        }
        complete
    }
}

/// The ruling on a case in which everything is known; none, if an assumption or a stipulation fails in it.
pub fn ruling_of(complete: &Slots, shape: &Shape, stipulations: &[Stipulation]) -> Option<Ruling> {
    let program = complete.program;
    let mut tables = Evaluator::new(program, shape, Tables { slots: complete });
    tables.run();
    for assumption in &program.assumptions {
        if tables.node(assumption.node, None) != Truth::Yes {
            return None;
        }
    }
    for stipulation in stipulations {
        let about = element_of(complete, stipulation);
        if let Some(element) = about {
            tables.prepare(element);
        }
        if tables.defined(stipulation.definition, about) != Truth::from_bool(stipulation.holds) {
            return None;
        }
    }
    let outcome = outcome(&mut tables);
    RULINGS.into_iter().find(|ruling| outcome.ruling(*ruling) == Some(Truth::Yes))
}

fn candidates(slots: &Slots, shape: &Shape, slot: Slot) -> Vec<Value> {
    if let Some(examples) = compared::examples(slots, shape, slot) {
        return examples;
    }
    let tests = compared::own_tests(slots, shape, slot);
    let tests: Vec<&Test> = tests.iter().collect();
    cuts::cells(slots, slot, &tests).unwrap_or_else(|| match slots.declared(slot).map(|fact| fact.ty) {
        Some(Type::Set(domain)) => {
            let members = cuts::member_classes(slots, domain, &tests);
            let alone = members.iter().map(|member| Value::Set([*member].into()));
            let few = [Value::Set([].into()), Value::Set(members.clone().into())];
            let such = |value: &Value| slots.knowledge(slot).allows(value);
            alone.chain(few).filter(such).collect()
        }
        _ => Vec::new(),
    })
}

/// A run of numbers that look accidental and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (it ^ (it >> 31)) % bound.max(1)
    }

    fn one_of<'v, T>(&mut self, these: &'v [T]) -> &'v T {
        &these[self.below(these.len() as u64) as usize]
    }
}
