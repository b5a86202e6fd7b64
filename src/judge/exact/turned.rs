//! One place of a case turned to another value, all else as it was.

use crate::judge::case::FactName;
use crate::judge::logic::Logic;
use crate::judge::slots::Element;
use crate::program::{Atom, ClauseId, Place, Test, Value};

use super::diagram::Diagram;
use super::{Exact, Spent};

/// What of a case is turned: a fact, or how a clause is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Turned {
    Fact(FactName),
    Reading(ClauseId),
}

impl Exact<'_, '_> {
    /// How often two diagrams were joined: what all questions so far have cost.
    pub fn joinings(&self) -> usize {
        self.evaluator.logic.diagrams.joinings()
    }

    /// One value for each class of values that the policy tells apart in a fact; nothing where there are too
    /// many.
    pub fn values(&mut self, name: FactName) -> Result<Option<Vec<Value>>, Spent> {
        let values = self.evaluator.logic.values(name);
        self.checked(values)
    }

    /// The cases in which a fact has this value, or one that no test tells from it; nothing where the values
    /// of a place that is compared with others are examples, and this is none of them.
    pub fn at(&mut self, name: FactName, value: &Value) -> Result<Option<Diagram>, Spent> {
        let at = self.evaluator.logic.at(name, value);
        self.checked(at)
    }

    /// The cases in which an atom holds, of an element the first that is stated.
    pub fn asked(&mut self, atom: &Atom) -> Result<Diagram, Spent> {
        let other = match &atom.test {
            Test::Against(against) => Some(against.other),
            _ => None,
        };
        let about = [Some(atom.place), other].into_iter().flatten().find_map(|place| match place {
            Place::Element(list, _) => Some(Element::Stated(list, 0)),
            Place::Fact(_) => None,
        });
        let asked = self.evaluator.logic.ask(atom.place, &atom.test, about);
        self.checked(asked)
    }

    /// Those of these cases in which the facts that are compared with others, and matter here, have plain values.
    pub fn plainest(&mut self, these: Diagram, most: usize) -> Result<Diagram, Spent> {
        let mut plainest = these;
        for name in self.facts_of(these) {
            if !self.evaluator.logic.is_compared(name) {
                continue;
            }
            let mut points: Vec<i128> = Vec::new();
            for value in self.values(name)?.unwrap_or_default() {
                points.extend(if let Value::Point(point) = value { Some(point) } else { None });
            }
            let plain = self.evaluator.logic.plain(name);
            points.sort_by_key(|point| point.saturating_sub(plain).saturating_abs());
            for point in points.into_iter().take(most) {
                let Some(at) = self.at(name, &Value::Point(point))? else { continue };
                let among = self.both(plainest, at)?;
                if among != Diagram::NO {
                    plainest = among;
                    break;
                }
            }
        }
        Ok(plainest)
    }

    /// The cases in which a clause is read so.
    pub fn read_so(&mut self, clause: ClauseId, reading: usize) -> Result<Diagram, Spent> {
        let read = self.evaluator.logic.reading(clause, reading);
        self.checked(read)
    }

    /// The cases that, whatever the place is in them, would be among these were it as `to` says.
    pub fn turned(&mut self, these: Diagram, place: Turned, to: Diagram) -> Result<Diagram, Spent> {
        let there = self.both(these, to)?;
        let encoder = &mut self.evaluator.logic;
        let mut of_place = encoder.diagrams.support(there);
        of_place.retain(|variable| match place {
            Turned::Fact(name) => encoder.name_of(*variable) == Some(name),
            Turned::Reading(clause) => encoder.clause_of(*variable) == Some(clause),
        });
        let turned = encoder.diagrams.forget(there, &|variable| of_place.binary_search(&variable).is_ok());
        self.checked(turned)
    }

    /// The cases that would be among these under some choice of readings of such clauses.
    pub fn however_read(
        &mut self,
        these: Diagram,
        such: &dyn Fn(ClauseId) -> bool,
    ) -> Result<Diagram, Spent> {
        let encoder = &mut self.evaluator.logic;
        let mut read = encoder.diagrams.support(these);
        read.retain(|variable| encoder.clause_of(*variable).is_some_and(such));
        if read.is_empty() {
            return Ok(these);
        }
        let forgotten = encoder.diagrams.forget(these, &|variable| read.binary_search(&variable).is_ok());
        self.checked(forgotten)
    }

    /// The cases that agree with a smallest one among these on all that matters for being among them.
    pub fn smallest(&mut self, these: Diagram) -> Result<Option<Diagram>, Spent> {
        let Some(assignment) = self.evaluator.logic.diagrams.witness(these) else { return Ok(None) };
        let diagrams = &mut self.evaluator.logic.diagrams;
        let mut smallest = Diagram::YES;
        for (variable, set) in assignment.into_iter().rev() {
            let variable = diagrams.variable(variable);
            let one = if set { variable } else { diagrams.not(variable) };
            smallest = diagrams.and(one, smallest);
        }
        self.checked(Some(smallest))
    }
}
