//! What a condition needs of single facts to come out as anything but false: what the index is built from.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::program::{Atom, FactId, Node, NodeId, Place, Program, SetTest, Test, Type};

use super::layout::{Layout, clamped};

/// By fact, what is needed of it. A fact that is not named may be anything.
pub type Needs = BTreeMap<FactId, Need>;

/// What is needed of one fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Need {
    /// That it is one of these members, or texts; 0 and 1 are no and yes. Ascending.
    Among(Rc<[u32]>),
    /// That the set has one of these members. Ascending.
    Includes(Rc<[u32]>),
    /// That it lies in this range.
    Within(i64, i64),
}

impl Need {
    /// Whether a fact can be what is needed.
    pub fn can_be(&self) -> bool {
        match self {
            Need::Among(members) | Need::Includes(members) => !members.is_empty(),
            Need::Within(from, to) => from <= to,
        }
    }
}

/// Needs of a program's units, found in the program's order.
pub struct Bearings<'p> {
    program: &'p Program,
    layout: &'p Layout,
    live: Vec<Rc<Needs>>,
}

impl<'p> Bearings<'p> {
    pub fn of(program: &'p Program, layout: &'p Layout) -> Bearings<'p> {
        let nothing = Rc::new(Needs::new());
        let mut bearings = Bearings { program, layout, live: vec![nothing; program.units.len()] };
        // Only what others ask about is looked into.
        let mut asked = vec![false; program.units.len()];
        for node in &program.nodes {
            match node {
                Node::Live(unit) => asked[unit.0 as usize] = true,
                Node::Defined(term) => {
                    program.definition(*term).units.iter().for_each(|unit| asked[unit.0 as usize] = true);
                }
                _ => {}
            }
        }
        for &unit in program.order.iter().filter(|unit| asked[unit.0 as usize]) {
            let needs = bearings.needs(program.unit(unit).live, true);
            bearings.live[unit.0 as usize] = Rc::new(needs);
        }
        bearings
    }

    /// What is needed for a condition not to be false, or with `false`, not to be true.
    pub fn needs(&self, node: NodeId, holds: bool) -> Needs {
        match self.program.node(node) {
            Node::Constant(_) | Node::Elements { .. } if !holds => Needs::new(),
            Node::Constant(_) => Needs::new(),
            Node::Atom(atom) => self.of_atom(self.program.atom(*atom), holds),
            Node::Not(inner) => self.needs(*inner, !holds),
            Node::All(parts) | Node::Any(parts) if parts.len() == 1 => self.needs(parts[0], holds),
            Node::All(parts) if holds => self.each(parts, holds),
            Node::Any(parts) if !holds => self.each(parts, holds),
            Node::All(parts) | Node::Any(parts) => {
                self.some(parts.iter().map(|part| self.needs(*part, holds)))
            }
            Node::AtLeast(least, parts) if holds && *least as usize == parts.len() => self.each(parts, holds),
            Node::AtLeast(least, parts) if holds && *least > 0 => {
                self.some(parts.iter().map(|part| self.needs(*part, holds)))
            }
            Node::AtLeast(..) => Needs::new(),
            Node::Elements { body, at_least, .. } if *at_least > 0 => self.needs(*body, true),
            Node::Elements { .. } => Needs::new(),
            Node::Defined(term) if holds => {
                let units = &self.program.definition(*term).units;
                self.some(units.iter().map(|unit| (*self.live[unit.0 as usize]).clone()))
            }
            Node::Live(unit) if holds => (*self.live[unit.0 as usize]).clone(),
            Node::Defined(_) | Node::Live(_) => Needs::new(),
            Node::Reading { options, .. } => {
                self.some(options.iter().map(|option| self.needs(*option, holds)))
            }
        }
    }

    /// What either of two conditions needs.
    pub fn both(mut one: Needs, other: Needs) -> Needs {
        for (fact, need) in other {
            let joined = match one.remove(&fact) {
                Some(known) => both(known, need),
                None => need,
            };
            one.insert(fact, joined);
        }
        one
    }

    fn each(&self, parts: &[NodeId], holds: bool) -> Needs {
        parts.iter().fold(Needs::new(), |all, part| Bearings::both(all, self.needs(*part, holds)))
    }

    /// What is needed for one of several not to be false.
    fn some(&self, of: impl Iterator<Item = Needs>) -> Needs {
        let either = |mut one: Needs, other: Needs| {
            one.retain(|fact, need| match other.get(fact).and_then(|other| either(need, other)) {
                Some(wider) => {
                    *need = wider;
                    true
                }
                None => false,
            });
            one
        };
        of.reduce(either).unwrap_or_default()
    }

    fn of_atom(&self, atom: &Atom, holds: bool) -> Needs {
        let Place::Fact(fact) = atom.place else { return Needs::new() };
        let members = |these: &fixedbitset::FixedBitSet| -> Rc<[u32]> {
            these.ones().map(|member| member as u32).collect()
        };
        let need = match (&atom.test, holds) {
            (Test::Yes, holds) => Some(Need::Among([u32::from(holds)].into())),
            (Test::OneOf(these), true) => Some(Need::Among(members(these))),
            (Test::OneOf(these), false) => self.others(fact, these).map(Need::Among),
            (Test::TextIs(texts), true) => {
                let mut numbers: Vec<u32> =
                    texts.iter().filter_map(|text| self.layout.text(text)).map(|it| it as u32).collect();
                numbers.sort_unstable();
                Some(Need::Among(numbers.into()))
            }
            (Test::Set(SetTest::Includes(these) | SetTest::Only(these)), true) => {
                Some(Need::Includes(members(these)))
            }
            (Test::Set(SetTest::Exactly(groups)), true) => groups
                .iter()
                .min_by_key(|group| group.count_ones(..))
                .map(|group| Need::Includes(members(group))),
            (Test::Within(ranges), true) => match (ranges.first(), ranges.last()) {
                (Some(first), Some(last)) => {
                    let (from, to) = clamped((first.0, last.1));
                    Some(Need::Within(from, to))
                }
                _ => None,
            },
            _ => None,
        };
        need.map(|need| (fact, need)).into_iter().collect()
    }

    /// The members that are not these, where they are few enough to be listed.
    fn others(&self, fact: FactId, these: &fixedbitset::FixedBitSet) -> Option<Rc<[u32]>> {
        let Type::Member(domain) = self.program.fact(fact).ty else { return None };
        let many = self.program.domain(domain).terms.len() + 1;
        let left = many - these.count_ones(..).min(many);
        let others = || (0..many).filter(|member| !these.contains(*member)).map(|member| member as u32);
        (left <= MOST_OTHERS).then(|| others().collect())
    }
}

/// How many members are listed where a condition names those that are not meant.
const MOST_OTHERS: usize = 64;

fn both(one: Need, other: Need) -> Need {
    match (&one, &other) {
        (Need::Among(these), Need::Among(those)) => {
            Need::Among(these.iter().filter(|member| those.binary_search(member).is_ok()).copied().collect())
        }
        (Need::Includes(these), Need::Includes(those)) if those.len() < these.len() => other,
        (Need::Within(a, b), Need::Within(c, d)) => Need::Within(*a.max(c), *b.min(d)),
        _ => one,
    }
}

fn either(one: &Need, other: &Need) -> Option<Need> {
    let joined = |these: &[u32], those: &[u32]| -> Rc<[u32]> {
        let mut all = [these, those].concat();
        all.sort_unstable();
        all.dedup();
        all.into()
    };
    match (one, other) {
        (Need::Among(these), Need::Among(those)) => Some(Need::Among(joined(these, those))),
        (Need::Includes(these), Need::Includes(those)) => Some(Need::Includes(joined(these, those))),
        (Need::Within(a, b), Need::Within(c, d)) => Some(Need::Within(*a.min(c), *b.max(d))),
        _ => None,
    }
}
