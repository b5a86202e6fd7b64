//! Which units can matter in a case: found by what is known of facts, so that the cost of a verdict follows those
//! units and not the length of the policy.
//!
//! A branch asks one fact. Equality and membership lead to the units that ask for that member, whatever their
//! number; a threshold leads, by ordered search, to those that it has passed; and what does not ask the fact goes
//! along beside. Branches nest where that pays: the fact that leaves the fewest units is asked first. Where a fact
//! is not known, all of a branch is followed. No unit is left out that might be anything but certainly not live,
//! and so the index changes no verdict.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::program::FactId;

use super::facts::Facts;
use super::layout::{Kind, Layout, UNKNOWN, words};
use super::needs::{Need, Needs};

/// See the head of this file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Index {
    /// All units that can matter in any case, ascending.
    all: Vec<u32>,
    branches: Vec<Branch>,
    root: u32,
    /// What branches lead to: units, or branches by member.
    leads: Vec<u32>,
    /// The ends of thresholds, each beside its unit among the leads.
    ends: Vec<i64>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Branch {
    /// Units, ascending.
    Units(Leads),
    /// By the member, yes or no, or text that a fact is; and what does not ask it.
    Member { fact: u32, by: Leads, beside: u32 },
    /// By the members that a set has.
    Set { fact: u32, by: Leads, beside: u32 },
    /// Units that need the fact to be at least so much, the least first.
    AtLeast { fact: u32, units: Leads, ends: u32, beside: u32 },
    /// Units that need the fact to be at most so much, the greatest first.
    AtMost { fact: u32, units: Leads, ends: u32, beside: u32 },
}

/// From one place up to another among the leads.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Leads(u32, u32);

/// So few units are gone through one by one.
const FEW: usize = 4;
/// A branch must leave less than this share of the units, in percent.
const PAYS: usize = 60;
/// A table by value has at most so many places for each unit that is found through it.
const MOST_VALUES: usize = 64;
/// A unit that asks for more members than this goes along beside, so that an index grows with its policy.
const MOST_MEMBERS: usize = 64;

/// The branch that leads nowhere.
const NOWHERE: u32 = 0;
/// Where this bit is set, no branch is meant but the unit of that number: so many leads end with one.
const UNIT: u32 = 1 << 31;

impl Index {
    /// An index of units, each with what it needs; ascending. One that needs what no fact can be is left out.
    pub fn of(layout: &Layout, units: &[(u32, Needs)]) -> Index {
        let units: Vec<&(u32, Needs)> =
            units.iter().filter(|(_, needs)| needs.values().all(Need::can_be)).collect();
        let mut index = Index {
            all: units.iter().map(|(unit, _)| *unit).collect(),
            branches: vec![Branch::Units(Leads(0, 0))],
            root: NOWHERE,
            leads: Vec::new(),
            ends: Vec::new(),
        };
        index.root = index.branch(layout, &units, &mut Vec::new());
        index
    }

    /// All units that can matter in any case, ascending.
    pub fn all(&self) -> &[u32] {
        &self.all
    }

    /// The units that can matter, ascending, each once. They are put into `into`, unless they stand in the index as
    /// they are told.
    #[inline]
    pub fn units<'a>(&'a self, facts: &Facts, into: &'a mut Vec<u32>) -> &'a [u32] {
        if let Some(Branch::Units(units)) = self.branches.get(self.root as usize) {
            return self.leads(*units);
        }
        into.clear();
        if !self.follow(self.root, facts, into) {
            into.sort_unstable();
            into.dedup();
        }
        into
    }

    /// Follows a branch, and tells whether what it added to nothing stands in order.
    fn follow(&self, branch: u32, facts: &Facts, into: &mut Vec<u32>) -> bool {
        let empty = into.is_empty();
        if branch & UNIT != 0 {
            into.push(branch & !UNIT);
            return empty;
        }
        let before = into.len();
        match self.branches[branch as usize] {
            Branch::Units(units) => {
                into.extend_from_slice(self.leads(units));
                empty || before == into.len()
            }
            Branch::Member { fact, by, beside } => {
                let mut sorted = self.follow(beside, facts, into);
                let by = self.leads(by);
                match facts.cells[fact as usize] {
                    UNKNOWN => by.iter().for_each(|branch| sorted &= self.follow(*branch, facts, into)),
                    cell => {
                        if let Some(branch) = by.get(cell as usize) {
                            sorted &= self.follow(*branch, facts, into);
                        }
                    }
                }
                sorted
            }
            Branch::Set { fact, by, beside } => {
                let mut sorted = self.follow(beside, facts, into);
                let by = self.leads(by);
                match facts.cells[fact as usize] {
                    UNKNOWN => by.iter().for_each(|branch| sorted &= self.follow(*branch, facts, into)),
                    begins => {
                        let set = &facts.bits[begins as usize..begins as usize + words(by.len() as u32)];
                        for (word, bits) in set.iter().enumerate() {
                            let mut bits = *bits;
                            while bits != 0 {
                                let member = word * 64 + bits.trailing_zeros() as usize;
                                sorted &= self.follow(by[member], facts, into);
                                bits &= bits - 1;
                            }
                        }
                    }
                }
                sorted
            }
            Branch::AtLeast { fact, units, ends, beside } => {
                let mut sorted = self.follow(beside, facts, into);
                let (units, ends) = self.thresholds(units, ends);
                let passed = match facts.cells[fact as usize] {
                    UNKNOWN => units.len(),
                    cell => ends.partition_point(|end| *end <= cell),
                };
                into.extend_from_slice(&units[..passed]);
                sorted &= passed == 0;
                sorted
            }
            Branch::AtMost { fact, units, ends, beside } => {
                let mut sorted = self.follow(beside, facts, into);
                let (units, ends) = self.thresholds(units, ends);
                let passed = match facts.cells[fact as usize] {
                    UNKNOWN => units.len(),
                    cell => ends.partition_point(|end| *end >= cell),
                };
                into.extend_from_slice(&units[..passed]);
                sorted &= passed == 0;
                sorted
            }
        }
    }

    fn leads(&self, Leads(from, to): Leads) -> &[u32] {
        &self.leads[from as usize..to as usize]
    }

    fn thresholds(&self, units: Leads, ends: u32) -> (&[u32], &[i64]) {
        let units = self.leads(units);
        (units, &self.ends[ends as usize..ends as usize + units.len()])
    }

    fn keep(&mut self, these: impl IntoIterator<Item = u32>) -> Leads {
        let from = self.leads.len() as u32;
        self.leads.extend(these);
        Leads(from, self.leads.len() as u32)
    }

    fn add(&mut self, branch: Branch) -> u32 {
        self.branches.push(branch);
        self.branches.len() as u32 - 1
    }

    fn branch(&mut self, layout: &Layout, units: &[&(u32, Needs)], asked: &mut Vec<FactId>) -> u32 {
        match units {
            [] => return NOWHERE,
            [(unit, _)] if *unit < UNIT => return UNIT | unit,
            _ => {}
        }
        let fact = if units.len() > FEW { best(layout, units, asked) } else { None };
        let Some(fact) = fact else {
            let units = self.keep(units.iter().map(|(unit, _)| *unit));
            return self.add(Branch::Units(units));
        };
        asked.push(fact);
        let branch = self.asking(layout, units, fact, asked);
        asked.pop();
        branch
    }

    fn asking(
        &mut self,
        layout: &Layout,
        units: &[&(u32, Needs)],
        fact: FactId,
        asked: &mut Vec<FactId>,
    ) -> u32 {
        let (ask, rest): (Vec<_>, Vec<_>) = units
            .iter()
            .copied()
            .partition(|(_, needs)| needs.get(&fact).is_some_and(|need| weight(need).is_some()));
        let beside = self.branch(layout, &rest, asked);
        if layout.facts[fact.0 as usize].kind == Kind::Point {
            return self.threshold(&ask, fact, beside);
        }
        let mut by_member: BTreeMap<u32, Vec<&(u32, Needs)>> = BTreeMap::new();
        let mut is_set = false;
        for unit in ask {
            match &unit.1[&fact] {
                Need::Among(members) => {
                    members.iter().for_each(|it| by_member.entry(*it).or_default().push(unit))
                }
                Need::Includes(members) => {
                    is_set = true;
                    members.iter().for_each(|it| by_member.entry(*it).or_default().push(unit));
                }
                Need::Within(..) => {}
            }
        }
        let mut by = vec![NOWHERE; values(layout, fact)];
        for (member, units) in by_member {
            if let Some(lead) = by.get_mut(member as usize) {
                *lead = self.branch(layout, &units, asked);
            }
        }
        let by = self.keep(by);
        self.add(match is_set {
            true => Branch::Set { fact: fact.0, by, beside },
            false => Branch::Member { fact: fact.0, by, beside },
        })
    }

    fn threshold(&mut self, units: &[&(u32, Needs)], fact: FactId, beside: u32) -> u32 {
        let range = |unit: &(u32, Needs)| match unit.1[&fact] {
            Need::Within(from, to) => (from, to),
            _ => (UNKNOWN + 1, i64::MAX),
        };
        // From below or from above, whichever end more of them have near.
        let begins = units.iter().filter(|unit| range(unit).0 > UNKNOWN + 1).count();
        let from_below = begins * 2 >= units.len();
        let end = |unit: &(u32, Needs)| if from_below { range(unit).0 } else { range(unit).1 };
        let mut sorted: Vec<(i64, u32)> = units.iter().map(|unit| (end(unit), unit.0)).collect();
        sorted.sort_unstable();
        if !from_below {
            sorted.reverse();
        }
        let ends = self.ends.len() as u32;
        self.ends.extend(sorted.iter().map(|(end, _)| *end));
        let units = self.keep(sorted.iter().map(|(_, unit)| *unit));
        self.add(match from_below {
            true => Branch::AtLeast { fact: fact.0, units, ends, beside },
            false => Branch::AtMost { fact: fact.0, units, ends, beside },
        })
    }
}

/// How many of a fact's values a unit that needs this is found under; `None` where it goes along beside.
fn weight(need: &Need) -> Option<usize> {
    match need {
        Need::Among(members) | Need::Includes(members) => {
            Some(members.len()).filter(|many| *many <= MOST_MEMBERS)
        }
        // Ordered search finds about half of those that ask.
        Need::Within(..) => Some(1),
    }
}

/// The fact that leaves the fewest units to be gone through, if asking any pays.
fn best(layout: &Layout, units: &[&(u32, Needs)], asked: &[FactId]) -> Option<FactId> {
    // By fact: how many units ask it, and under how many of its values they are found in all.
    let mut asking: BTreeMap<FactId, (usize, usize)> = BTreeMap::new();
    for (_, needs) in units {
        for (fact, need) in needs {
            if let Some(weight) = weight(need) {
                let entry = asking.entry(*fact).or_default();
                entry.0 += 1;
                entry.1 += weight;
            }
        }
    }
    let left = |fact: FactId, (ask, weight): (usize, usize)| {
        let found = match layout.facts[fact.0 as usize].kind {
            Kind::YesNo => weight / 2,
            Kind::Member(many) => weight / many as usize,
            // A set may have several members; two is taken for usual.
            Kind::Set(many) => 2 * weight / many as usize,
            Kind::Text => weight / (layout.texts.len() + 1),
            Kind::Point => ask / 2,
        };
        units.len() - ask + found
    };
    let is_point = |fact: FactId| layout.facts[fact.0 as usize].kind == Kind::Point;
    // Nothing nests below a threshold, so that one is the last resort; nor does a table pay that is mostly empty.
    let asking = asking.into_iter().filter(|(fact, _)| !asked.contains(fact));
    let asking = asking.filter(|(fact, _)| values(layout, *fact) <= MOST_VALUES * units.len());
    let best = asking.map(|(fact, many)| (is_point(fact), left(fact, many), fact));
    let pays = best.filter(|(_, left, _)| left * 100 <= units.len() * PAYS);
    pays.min().map(|(_, _, fact)| fact)
}

/// How many values a branch by a fact leads on from.
fn values(layout: &Layout, fact: FactId) -> usize {
    match layout.facts[fact.0 as usize].kind {
        Kind::YesNo => 2,
        Kind::Member(many) | Kind::Set(many) => many as usize,
        Kind::Text => layout.texts.len(),
        Kind::Point => 0,
    }
}
