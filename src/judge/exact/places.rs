//! Diagrams looked at place by place: what a condition asks of one fact, and what it is in words.

use fixedbitset::FixedBitSet;

use crate::judge::case::FactName;
use crate::program::{ClauseId, ListId, Test, Type, Value};

use super::code::VARIABLES_A_PLACE;
use super::diagram::Diagram;
use super::{Exact, Matter, Spent};

impl Exact<'_, '_> {
    /// The facts and readings that conditions depend on, in the order of their variables.
    pub fn matters_of(&self, conditions: &[Diagram]) -> Vec<Matter> {
        self.matters(conditions).into_iter().map(|(_, matter)| matter).collect()
    }

    /// What some case in a condition is of one matter.
    pub fn as_to(&mut self, it: Diagram, matter: Matter) -> Result<Diagram, Spent> {
        let rank = self.rank_of(it, matter);
        let forgotten = |variable: u32| Some(variable / VARIABLES_A_PLACE) != rank;
        let as_to = self.evaluator.logic.diagrams.forget(it, &forgotten);
        self.checked(as_to)
    }

    /// One case of a condition, as far as these conditions can tell it apart.
    pub fn one_of(&mut self, it: Diagram, told_apart: &[Diagram]) -> Result<Diagram, Spent> {
        let diagrams = &mut self.evaluator.logic.diagrams;
        let assignment = diagrams.witness(it).unwrap_or_default();
        let mut variables: Vec<u32> =
            told_apart.iter().chain([&it]).flat_map(|condition| diagrams.support(*condition)).collect();
        variables.sort_unstable();
        variables.dedup();
        let mut one = Diagram::YES;
        for variable in variables.into_iter().rev() {
            let set = assignment.contains(&(variable, true));
            let (low, high) = if set { (Diagram::NO, one) } else { (one, Diagram::NO) };
            one = diagrams.node(variable, low, high);
        }
        self.checked(one)
    }

    /// Whether a fact is told by its own values: it is no set, and is compared with nothing.
    pub fn stands_alone(&mut self, name: FactName) -> bool {
        let encoder = &mut self.evaluator.logic;
        !matches!(name, FactName::Extent(_)) && !encoder.is_compared(name) && encoder.classes(name).is_none()
    }

    /// A condition on one fact that [stands alone](Exact::stands_alone), as a test that says the same of all its
    /// values, and whether it is passed; `None` where there is none.
    pub fn as_test(&mut self, name: FactName, condition: Diagram) -> Result<Option<(Test, bool)>, Spent> {
        let near = self.evaluator.logic.near(name, None);
        let mut within = Vec::new();
        for (value, cell) in near {
            if self.meet(cell, condition)? {
                within.push(value);
            }
        }
        let encoder = &self.evaluator.logic;
        Ok(match encoder.declared_type(name) {
            Some(Type::YesNo) => {
                Some((Test::Yes, within.contains(&Value::YesNo(true)))).filter(|_| within.len() == 1)
            }
            Some(Type::Member(_)) => {
                let members: FixedBitSet =
                    encoder.alike(name, &within).into_iter().filter_map(member).collect();
                Some((Test::OneOf(members), true))
            }
            Some(Type::Point(_)) => Some((Test::Within(encoder.ranges(name, &within).into()), true)),
            Some(Type::Text) => {
                let texts = |these: &[Value]| {
                    let texts = these.iter().filter_map(|value| match value {
                        Value::Text(text) => Some(text.clone()),
                        _ => None,
                    });
                    texts.collect::<Vec<_>>()
                };
                let all: Vec<Value> =
                    self.evaluator.logic.near(name, None).into_iter().map(|(value, _)| value).collect();
                let named = self.evaluator.logic.named_texts(name);
                let others =
                    |value: &Value| !texts(std::slice::from_ref(value)).iter().all(|it| named.contains(it));
                match within.iter().any(others) {
                    true => {
                        let out: Vec<Value> =
                            all.into_iter().filter(|value| !within.contains(value)).collect();
                        Some((Test::TextIs(texts(&out).into()), false))
                    }
                    false => Some((Test::TextIs(texts(&within).into()), true)),
                }
            }
            Some(Type::Set(_)) | None => None,
        })
    }

    /// The condition that a list has no elements, or none that anything is asked of; all cases, where no condition is
    /// left open by what elements there are.
    pub fn empty(&mut self, list: ListId) -> Result<Diagram, Spent> {
        let cells = self.evaluator.logic.cells(FactName::Extent(list));
        let empty = cells.and_then(|cells| cells.first().copied());
        self.checked(empty.unwrap_or(Diagram::YES))
    }

    /// Every value that the policy does not tell apart from this one in a fact.
    pub fn alike(&self, name: FactName, value: &Value) -> Vec<Value> {
        self.evaluator.logic.alike(name, std::slice::from_ref(value))
    }

    /// The readings of a clause that a condition on them leaves.
    pub fn readings_in(&mut self, clause: ClauseId, condition: Diagram) -> Result<Vec<usize>, Spent> {
        let mut readings = Vec::new();
        for reading in 0..self.evaluator.program.clause(clause).readings.len() {
            let read = self.evaluator.logic.reading(clause, reading);
            if self.meet(read, condition)? {
                readings.push(reading);
            }
        }
        Ok(readings)
    }

    fn rank_of(&self, it: Diagram, matter: Matter) -> Option<u32> {
        self.matters(&[it]).into_iter().find(|(_, other)| *other == matter).map(|(rank, _)| rank)
    }
}

fn member(value: Value) -> Option<usize> {
    match value {
        Value::Member(member) => Some(member.0 as usize),
        _ => None,
    }
}
