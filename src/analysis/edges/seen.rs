//! The pairs of cases of a case book that differ in one fact: the edges that are shown already.

use crate::analysis::seen::Seen;
use crate::judge::exact::Turned;
use crate::judge::holds::holds;
use crate::judge::shape::Shape;
use crate::judge::slots::{Presuming, Slots};
use crate::judge::{Case, FactName, Judge, Knowledge, Truth};
use crate::program::{AttributeId, ClauseId, FactId, ListId, Ruling, Test, UnitId, Value};

use super::pair::follows;

/// The most cases that are held to one another.
const MOST_CASES: usize = 1000;

/// See the head of this file.
pub struct Neighbours<'j> {
    judge: &'j Judge<'j>,
    /// Of each case: whether each unit does what it is for, and the ruling.
    judged: Vec<(Vec<Truth>, Ruling)>,
    pairs: Vec<Neighbour>,
}

struct Neighbour {
    one: usize,
    other: usize,
    turned: Turned,
    values: Option<(Value, Value)>,
}

impl<'j> Neighbours<'j> {
    /// Among the cases that the case book decides.
    pub fn among(judge: &'j Judge<'j>, decided: &[&Case]) -> Neighbours<'j> {
        let program = judge.program();
        let shape = Shape::of(program);
        let mut cases = Vec::new();
        let mut judged = Vec::new();
        for case in decided.iter().take(MOST_CASES) {
            let Ok(verdict) = judge.judge(case) else { continue };
            let slots = Slots::of(program, case, &Presuming::Where(&|_| true));
            let mut seen = Seen::of(&slots, &shape);
            let units = (0..program.units.len()).map(|number| seen.at_work(UnitId(number as u32)));
            judged.push((units.collect(), verdict.ruling));
            cases.push(*case);
        }
        let mut pairs = Vec::new();
        for one in 0..cases.len() {
            for other in one + 1..cases.len() {
                if let Some((turned, values)) = apart(cases[one], cases[other]) {
                    pairs.push(Neighbour { one, other, turned, values });
                }
            }
        }
        Neighbours { judge, judged, pairs }
    }

    /// Whether two cases show that a limb of a unit decides: at a threshold, from both sides of it.
    pub fn show(
        &self,
        unit: UnitId,
        fact: FactName,
        test: &Test,
        threshold: Option<&(Value, Value)>,
    ) -> bool {
        self.pairs.iter().filter(|pair| pair.turned == Turned::Fact(fact)).any(|pair| {
            let Some((one, other)) = &pair.values else { return false };
            let turns = match threshold {
                Some((below, above)) => (one, other) == (below, above) || (other, one) == (below, above),
                None => holds(test, one) != holds(test, other),
            };
            let works = [pair.one, pair.other].map(|case| self.judged[case].0[unit.0 as usize]);
            let by_unit = matches!(works, [Truth::Yes, Truth::No] | [Truth::No, Truth::Yes]);
            turns && by_unit && (self.differ(pair) || follows(self.judge.program(), unit))
        })
    }

    /// Whether some case is one that both units speak to.
    pub fn meet(&self, one: UnitId, other: UnitId) -> bool {
        let works = |units: &[Truth], unit: UnitId| units[unit.0 as usize] == Truth::Yes;
        self.judged.iter().any(|(units, _)| works(units, one) && works(units, other))
    }

    /// Whether two cases differ in how a clause is read, and in the verdict.
    pub fn read_in_two_ways(&self, clause: ClauseId) -> bool {
        self.pairs.iter().any(|pair| pair.turned == Turned::Reading(clause) && self.differ(pair))
    }

    fn differ(&self, pair: &Neighbour) -> bool {
        let rulings = [pair.one, pair.other].map(|case| self.judged[case].1);
        rulings[0] != rulings[1] && !rulings.contains(&Ruling::Undetermined)
    }
}

/// The one thing in which two cases differ, with its value in each, where it is known in both.
fn apart(one: &Case, other: &Case) -> Option<(Turned, Option<(Value, Value)>)> {
    let mut found = Vec::new();
    for (number, (here, there)) in one.facts.iter().zip(&other.facts).enumerate() {
        if here.knowledge != there.knowledge {
            found.push((FactName::Fact(FactId(number as u32)), &here.knowledge, &there.knowledge));
        }
    }
    for (list, (here, there)) in one.lists.iter().zip(&other.lists).enumerate() {
        if here.open != there.open || here.elements.len() != there.elements.len() {
            return None;
        }
        // Which element it is does not matter to an edge.
        for (here, there) in here.elements.iter().zip(&there.elements) {
            for (number, (here, there)) in here.attributes.iter().zip(&there.attributes).enumerate() {
                if here.knowledge != there.knowledge {
                    let name = FactName::Element(ListId(list as u32), 0, AttributeId(number as u32));
                    found.push((name, &here.knowledge, &there.knowledge));
                }
            }
        }
    }
    let read = |case: &Case| -> Vec<(ClauseId, usize)> {
        case.readings.iter().map(|settled| (settled.clause, settled.reading)).collect()
    };
    let (here, there) = (read(one), read(other));
    let stipulated = |case: &Case| case.stipulations.iter().map(|it| it.words.clone()).collect::<Vec<_>>();
    if stipulated(one) != stipulated(other) {
        return None;
    }
    match (&found[..], here == there) {
        ([(name, Knowledge::Value(here), Knowledge::Value(there))], true) => {
            Some((Turned::Fact(*name), Some((here.clone(), there.clone()))))
        }
        ([], false) if here.len() == there.len() => {
            let mut apart = here.iter().zip(&there).filter(|(here, there)| here != there);
            match (apart.next(), apart.next()) {
                (Some((one, other)), None) if one.0 == other.0 => Some((Turned::Reading(one.0), None)),
                _ => None,
            }
        }
        _ => None,
    }
}
