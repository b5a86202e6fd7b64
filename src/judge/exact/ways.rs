//! The fewest things that would have to be otherwise for a case to have another ruling.
//!
//! Of every fact, every list's extent and every reading there is one more variable: whether it stays as it is. A
//! matter that stays ranges over all that is known of it, and the ruling must come about in each of these; one
//! that does not may be anything. So what must change is a cheapest assignment of those variables, and no
//! smaller change exists.

use std::cmp::Reverse;

use crate::judge::case::{FactName, Knowledge};
use crate::judge::slots::{Slot, Slots, exactly};
use crate::program::{ClauseId, Member, Ruling, Value};

use super::code::VARIABLES_A_PLACE;
use super::diagram::Diagram;
use super::{Exact, Spent};

/// Something that can be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matter {
    Fact(FactName),
    Reading(ClauseId),
}

/// What it would be instead.
#[derive(Debug, Clone, PartialEq)]
pub enum Instead {
    Value(Value),
    /// A list that holds these beyond the elements stated, and no more; of each, the attributes that matter.
    Elements(Vec<Vec<Option<Value>>>),
    Reading(usize),
}

/// What would be otherwise, all together.
pub type Way = Vec<(Matter, Instead)>;

/// The ways in which as few matters as possible change, and whether there are more of them.
#[derive(Debug, Default)]
pub struct Ways {
    pub found: Vec<Way>,
    pub more: bool,
    /// Others were not looked for: so many were refused, or values were tried that show how any two completions
    /// stand, but not every value that stands as asked to all that something unknown may be.
    pub cut_short: bool,
}

/// How many ways may be refused.
const MOST_REFUSED: usize = 64;

/// What each change counts, beside what it costs that it is one, which is more than all such counts together.
const ONE: u32 = 1 << 12;

impl Exact<'_, '_> {
    /// The ways from a case to a ruling that change the fewest matters, at most so many of them. These are the
    /// diagrams of the case [freed](Slots::freed). Of ways of one size, those come first whose matters have the
    /// least `reluctance`, a small number; those are passed over that are none when they are judged again.
    pub fn ways(
        &mut self,
        case: &Slots,
        to: Ruling,
        reluctance: &dyn Fn(Matter) -> u32,
        most: usize,
        is_one: &mut dyn FnMut(&Way) -> bool,
    ) -> Result<Ways, Spent> {
        let mut ways =
            Ways { cut_short: self.evaluator.logic.is_tried_beside_unknown(case), ..Ways::default() };
        let Some(holds) = self.outcome.ruling(to) else { return Ok(ways) };
        let mut spoilt = self.without(self.world, holds)?;
        let mut possible = self.world;
        let matters = self.matters(&[spoilt, possible]);
        for &(rank, matter) in &matters {
            let kept = self.as_it_is(case, matter)?;
            let stays = self.evaluator.logic.diagrams.variable(flag(rank));
            for condition in [&mut spoilt, &mut possible] {
                let among = self.both(*condition, kept)?;
                let diagrams = &mut self.evaluator.logic.diagrams;
                let some = diagrams
                    .forget(among, &|variable| variable / VARIABLES_A_PLACE == rank && !is_flag(variable));
                *condition = diagrams.choose(stays, some, *condition);
            }
            self.checked(())?;
        }
        let mut good = self.without(possible, spoilt)?;
        let (mut others, mut refused) = (Diagram::YES, 0);
        let cost = |variable: u32, stays: bool| {
            let rank = variable / VARIABLES_A_PLACE;
            let matter = matters.iter().find(|(it, _)| *it == rank).map(|(_, matter)| *matter);
            if stays { 0 } else { ONE + matter.map_or(0, reluctance) }
        };
        let mut size = None;
        loop {
            let flags = self.evaluator.logic.diagrams.forget(good, &|variable| !is_flag(variable));
            let open = self.both(flags, others)?;
            let Some(assignment) = self.evaluator.logic.diagrams.cheapest(open, &cost) else { break };
            let changed: Vec<u32> = assignment
                .iter()
                .filter(|(_, stays)| !stays)
                .map(|(flag, _)| flag / VARIABLES_A_PLACE)
                .collect();
            if size.is_some_and(|size| size != changed.len()) {
                break;
            }
            if ways.found.len() == most {
                ways.more = true;
                break;
            }
            let of: Vec<(u32, Matter)> =
                matters.iter().copied().filter(|(rank, _)| changed.contains(rank)).collect();
            let (way, cases) = self.nearest(case, good, &matters, &of)?;
            if !is_one(&way) {
                refused += 1;
                if refused == MOST_REFUSED {
                    ways.cut_short = true;
                    break;
                }
                good = self.without(good, cases)?;
                continue;
            }
            size = Some(changed.len());
            ways.found.push(way);
            // No further way changes all of these.
            let mut other = Diagram::NO;
            for rank in changed {
                let diagrams = &mut self.evaluator.logic.diagrams;
                let stays = diagrams.variable(flag(rank));
                other = diagrams.or(other, stays);
            }
            others = self.both(others, other)?;
        }
        Ok(ways)
    }

    /// The matters that conditions depend on, each with its rank, in the order of their variables.
    pub fn matters(&self, conditions: &[Diagram]) -> Vec<(u32, Matter)> {
        let encoder = &self.evaluator.logic;
        let variables = conditions.iter().flat_map(|condition| encoder.diagrams.support(*condition));
        let mut matters: Vec<(u32, Matter)> = variables
            .filter_map(|variable| Some((variable / VARIABLES_A_PLACE, encoder.matter_of(variable)?)))
            .collect();
        matters.sort_unstable();
        matters.dedup();
        matters
    }

    /// The condition that a matter is as far as it is known in the case.
    fn as_it_is(&mut self, case: &Slots, matter: Matter) -> Result<Diagram, Spent> {
        match matter {
            Matter::Reading(clause) => Ok(match case.readings.get(&clause) {
                Some(reading) => self.evaluator.logic.reading(clause, *reading),
                None => Diagram::YES,
            }),
            Matter::Fact(FactName::Extent(list)) if case.open(list) => Ok(Diagram::YES),
            Matter::Fact(FactName::Extent(list)) => self.empty(list),
            Matter::Fact(name) => {
                let tests = match case.knowledge(Slot::Of(name)) {
                    Knowledge::Value(value) => vec![exactly(value)],
                    Knowledge::Such(tests) => tests.clone(),
                    Knowledge::Unstated | Knowledge::Unknown => Vec::new(),
                };
                let mut all = Diagram::YES;
                for (test, holds) in tests {
                    let passes = self.fact(name, &test)?;
                    all = if holds { self.both(all, passes)? } else { self.without(all, passes)? };
                }
                Ok(all)
            }
        }
    }

    /// What each of these would be, near to what it is; the others stay. Beside it, the cases in which it is so.
    fn nearest(
        &mut self,
        case: &Slots,
        good: Diagram,
        matters: &[(u32, Matter)],
        of: &[(u32, Matter)],
    ) -> Result<(Way, Diagram), Spent> {
        let mut at = good;
        for entry in matters {
            let stays = self.evaluator.logic.diagrams.variable(flag(entry.0));
            at = if of.contains(entry) { self.without(at, stays)? } else { self.both(at, stays)? };
        }
        let mut way = Vec::new();
        for &(_, matter) in of {
            let (instead, chosen) = match matter {
                Matter::Reading(clause) => {
                    let count = self.evaluator.program.clause(clause).readings.len();
                    let readings = (0..count).map(|reading| {
                        (Instead::Reading(reading), self.evaluator.logic.reading(clause, reading))
                    });
                    let readings = readings.collect();
                    self.first_that_meets(at, readings)?
                }
                Matter::Fact(name @ FactName::Extent(list)) => {
                    let cells = self.evaluator.logic.cells(name).unwrap_or_default();
                    let elements = cells.into_iter().map(|cell| {
                        let encoder = &self.evaluator.logic;
                        let state = encoder.diagrams.witness(cell).unwrap_or_default();
                        (Instead::Elements(encoder.further(list, &state)), cell)
                    });
                    let elements = elements.collect();
                    self.first_that_meets(at, elements)?
                }
                Matter::Fact(name) => {
                    let slot = Slot::Of(name);
                    let from = case.value(slot);
                    match self.evaluator.logic.classes(name) {
                        Some(classes) => self.nearest_set(at, &classes, from),
                        None => {
                            let mut near = self.evaluator.logic.near(name, from);
                            near.sort_by_key(|(value, _)| !case.knowledge(slot).allows(value));
                            let near = near.into_iter().map(|(value, cell)| (Instead::Value(value), cell));
                            let near = near.collect();
                            self.first_that_meets(at, near)?
                        }
                    }
                }
            };
            at = self.both(at, chosen)?;
            way.push((matter, instead));
        }
        Ok((way, at))
    }

    fn first_that_meets(
        &mut self,
        at: Diagram,
        cells: Vec<(Instead, Diagram)>,
    ) -> Result<(Instead, Diagram), Spent> {
        for (instead, cell) in cells {
            if self.meet(at, cell)? {
                return Ok((instead, cell));
            }
        }
        Err(Spent)
    }

    /// The set with the fewest members more or less.
    fn nearest_set(
        &mut self,
        at: Diagram,
        classes: &[(u32, Member)],
        from: Option<&Value>,
    ) -> (Instead, Diagram) {
        let before: &[Member] = match from {
            Some(Value::Set(members)) => members,
            _ => &[],
        };
        let was = |variable: u32| {
            classes.iter().any(|(it, member)| *it == variable && before.binary_search(member).is_ok())
        };
        let is_of = |variable: u32| classes.iter().any(|(it, _)| *it == variable);
        let diagrams = &mut self.evaluator.logic.diagrams;
        let cost = |variable: u32, set: bool| u32::from(is_of(variable) && set != was(variable));
        let assignment = diagrams.cheapest(at, &cost).unwrap_or_default();
        let (mut members, mut chosen) = (Vec::new(), Diagram::YES);
        for &(variable, member) in classes.iter().rev() {
            let set = assignment.iter().find(|(it, _)| *it == variable);
            let set = set.map_or(was(variable), |(_, set)| *set);
            let (low, high) = if set { (Diagram::NO, chosen) } else { (chosen, Diagram::NO) };
            chosen = diagrams.node(variable, low, high);
            members.extend(set.then_some(member));
        }
        members.sort_unstable();
        (Instead::Value(Value::Set(members.into())), chosen)
    }
}

/// The variable that says that a matter stays as it is: the last of its place, which no code reaches.
fn flag(rank: u32) -> u32 {
    rank * VARIABLES_A_PLACE + VARIABLES_A_PLACE - 1
}

fn is_flag(variable: u32) -> bool {
    variable % VARIABLES_A_PLACE == VARIABLES_A_PLACE - 1
}

/// Values in the order of their nearness to what is known, each with where it was among them.
pub fn by_nearness(values: &[Value], from: Option<&Value>, none_of_them: Option<Member>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|number| match (&values[*number], from) {
        (Value::Point(point), Some(Value::Point(from))) => ((point - from).abs(), Reverse(*point)),
        (Value::Point(point), _) => (point.abs(), Reverse(*point)),
        // What the language has no word for comes last.
        (Value::Member(member), _) => (i128::from(Some(*member) == none_of_them), Reverse(0)),
        _ => (0, Reverse(0)),
    });
    order
}
