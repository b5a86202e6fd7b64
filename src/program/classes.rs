//! Classes of values: which values of a fact no condition of a program tells apart. Cases that differ in nothing else
//! have one verdict, for conditions are all that a verdict is made of.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::{Atom, DATE, FactId, Member, Place, Program, Test, Type, Value};

/// The classes of every fact's values.
#[derive(Debug, Clone)]
pub struct Classes {
    /// By [`super::FactId`].
    facts: Vec<Told>,
    /// By [`super::ListId`] and [`super::AttributeId`].
    lists: Vec<Vec<Told>>,
}

/// How the values of one place are told apart.
#[derive(Debug, Clone)]
enum Told {
    /// Each from each: they are compared with those of another fact, or there are few.
    Apart,
    /// For each member the first that is not told from it.
    Members(Vec<Member>),
    /// Where something begins or ceases to hold, ascending.
    Points(Vec<i128>),
    /// These, and from them all others.
    Texts(BTreeSet<Arc<str>>),
}

impl Classes {
    /// The classes that a program's conditions make, and the days on which it applies.
    pub fn of(program: &Program) -> Classes {
        let mut asked: Vec<Vec<&Test>> = vec![Vec::new(); program.facts.len()];
        let mut of_lists: Vec<Vec<Vec<&Test>>> =
            program.lists.iter().map(|list| vec![Vec::new(); list.attributes.len()]).collect();
        for Atom { place, test } in &program.atoms {
            let places = match test {
                Test::Against(against) => vec![*place, against.other],
                _ => vec![*place],
            };
            for place in places {
                match place {
                    Place::Fact(fact) => asked[fact.0 as usize].push(test),
                    Place::Element(list, attribute) => {
                        of_lists[list.0 as usize][attribute.0 as usize].push(test);
                    }
                }
            }
        }
        let mut facts: Vec<Told> =
            program.facts.iter().zip(&asked).map(|(fact, tests)| told(program, fact.ty, tests)).collect();
        if let Told::Points(points) = &mut facts[DATE.0 as usize] {
            points.extend(ends(&program.policy.days));
            points.sort_unstable();
            points.dedup();
        }
        let lists = program.lists.iter().zip(&of_lists).map(|(list, asked)| {
            let attributes = list.attributes.iter().zip(asked);
            attributes.map(|(attribute, tests)| told(program, attribute.ty, tests)).collect()
        });
        Classes { lists: lists.collect(), facts }
    }

    /// A mark of a value's class: two values of a place have the same just where no condition tells them apart. It is
    /// written as a value, but need not be one that the place can have.
    pub fn mark(&self, place: Place, value: &Value) -> Value {
        let told = match place {
            Place::Fact(fact) => &self.facts[fact.0 as usize],
            Place::Element(list, attribute) => &self.lists[list.0 as usize][attribute.0 as usize],
        };
        match (told, value) {
            (Told::Members(first), Value::Member(member)) => {
                Value::Member(first.get(member.0 as usize).copied().unwrap_or(*member))
            }
            (Told::Points(ends), Value::Point(at)) => {
                Value::Point(ends.partition_point(|end| end <= at) as i128)
            }
            (Told::Texts(named), Value::Text(text)) if !named.contains(text) => Value::YesNo(false),
            (_, value) => value.clone(),
        }
    }

    /// Where among the points of a fact something begins or ceases to hold, ascending; `None` where each is told from
    /// each, or the fact has no points.
    pub fn ends(&self, fact: FactId) -> Option<&[i128]> {
        match &self.facts[fact.0 as usize] {
            Told::Points(ends) => Some(ends),
            _ => None,
        }
    }
}

fn told(program: &Program, ty: Type, tests: &[&Test]) -> Told {
    if tests.iter().any(|test| matches!(test, Test::Against(_))) {
        return Told::Apart;
    }
    match ty {
        Type::YesNo | Type::Set(_) => Told::Apart,
        Type::Member(domain) => {
            let members = program.domain(domain).terms.len() as u32 + 1;
            Told::Members(members_told_apart(members, tests))
        }
        Type::Point(_) => {
            let mut points = BTreeSet::new();
            for test in tests {
                if let Test::Within(ranges) = test {
                    points.extend(ends(ranges));
                }
            }
            Told::Points(points.into_iter().collect())
        }
        Type::Text => {
            let mut named = BTreeSet::new();
            for test in tests {
                if let Test::TextIs(texts) = test {
                    named.extend(texts.iter().cloned());
                }
            }
            Told::Texts(named)
        }
    }
}

/// Where ranges begin, and where they have ended.
fn ends(ranges: &[(i128, i128)]) -> impl Iterator<Item = i128> {
    ranges.iter().flat_map(|(from, to)| [*from, to.saturating_add(1)])
}

/// For each of so many members the first that every test answers as it does.
fn members_told_apart(many: u32, tests: &[&Test]) -> Vec<Member> {
    let sets = || {
        tests.iter().filter_map(|test| match test {
            Test::OneOf(these) => Some(these),
            _ => None,
        })
    };
    let mut seen: HashMap<FixedBitSet, Member> = HashMap::new();
    let members = (0..many).map(|member| {
        let mut answers = FixedBitSet::with_capacity(tests.len());
        sets().enumerate().for_each(|(at, these)| answers.set(at, these.contains(member as usize)));
        *seen.entry(answers).or_insert(Member(member))
    });
    members.collect()
}
