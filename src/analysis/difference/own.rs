//! A case of the joined program as a case of one version alone, and the other way round.

use fixedbitset::FixedBitSet;

use crate::judge::{Case, Knowledge, SettledReading, Stated, StatedElement, StatedList};
use crate::program::joined::{Joined, Part};
use crate::program::{ClauseId, Domain, DomainId, Fact, Member, Program, SetTest, Test, Type, Value};

/// The case as this version sees it: without what it does not know, its own members for those of both.
pub fn own_case(own: &Program, part: &Part, case: &Case) -> Case {
    let facts = own.facts.iter().zip(&part.facts);
    let facts = facts.map(|(fact, place)| stated(own, part, fact, &case.facts[place.0 as usize]));
    let lists = own.lists.iter().zip(&part.lists).map(|(list, (place, attributes))| {
        let told = &case.lists[place.0 as usize];
        let elements = told.elements.iter().map(|element| StatedElement {
            label: element.label.clone(),
            attributes: list
                .attributes
                .iter()
                .zip(attributes)
                .map(|(fact, place)| stated(own, part, fact, &element.attributes[place.0 as usize]))
                .collect(),
            span: None,
        });
        StatedList { elements: elements.collect(), open: told.open, span: None }
    });
    let readings = case.readings.iter().filter_map(|settled| {
        let clause = part.clauses.iter().position(|clause| *clause == settled.clause)?;
        Some(SettledReading { clause: ClauseId(clause as u32), ..settled.clone() })
    });
    Case {
        facts: facts.collect(),
        lists: lists.collect(),
        readings: readings.collect(),
        stipulations: Vec::new(),
        set_aside: Vec::new(),
    }
}

fn stated(own: &Program, part: &Part, fact: &Fact, stated: &Stated) -> Stated {
    let knowledge = match &stated.knowledge {
        Knowledge::Value(told) => Knowledge::Value(value(own, part, fact.ty, told)),
        Knowledge::Such(tests) => Knowledge::Such(
            tests
                .iter()
                .map(|(it, holds)| {
                    let domain = own.domain(domain_of(fact.ty));
                    let places = &part.domains[domain_of(fact.ty).0 as usize].1;
                    let members = (0..=domain.terms.len()).map(|member| (member, places[member].0 as usize));
                    let members: Vec<(usize, usize)> = members.collect();
                    (test(it, &members), *holds)
                })
                .collect(),
        ),
        other => other.clone(),
    };
    Stated { knowledge, ..Stated::default() }
}

/// A case of one version as a case of both.
pub fn case_of_both(joined: &Joined, own: &Program, part: &Part, case: &Case) -> Case {
    let mut both = Case::unstated(&joined.program);
    for ((fact, place), told) in own.facts.iter().zip(&part.facts).zip(&case.facts) {
        both.facts[place.0 as usize] = of_both(joined, part, fact, told);
    }
    for ((list, (place, attributes)), told) in own.lists.iter().zip(&part.lists).zip(&case.lists) {
        let there = joined.program.list(*place);
        let elements = told.elements.iter().map(|element| {
            let mut stated = vec![Stated::default(); there.attributes.len()];
            for ((fact, place), told) in list.attributes.iter().zip(attributes).zip(&element.attributes) {
                stated[place.0 as usize] = of_both(joined, part, fact, told);
            }
            StatedElement { label: element.label.clone(), attributes: stated, span: None }
        });
        let elements = elements.collect();
        both.lists[place.0 as usize] = StatedList { elements, open: told.open, span: None };
    }
    let readings = case.readings.iter();
    both.readings = readings
        .map(|settled| SettledReading { clause: part.clauses[settled.clause.0 as usize], ..settled.clone() })
        .collect();
    both
}

fn of_both(joined: &Joined, part: &Part, fact: &Fact, stated: &Stated) -> Stated {
    let places = |domain: DomainId| &part.domains[domain.0 as usize];
    let knowledge = match (&stated.knowledge, fact.ty) {
        (Knowledge::Value(Value::Member(member)), Type::Member(domain)) => {
            Knowledge::Value(Value::Member(places(domain).1[member.0 as usize]))
        }
        (Knowledge::Value(Value::Set(members)), Type::Set(domain)) => {
            let mut members: Vec<Member> =
                members.iter().map(|member| places(domain).1[member.0 as usize]).collect();
            members.sort_unstable();
            Knowledge::Value(Value::Set(members.into()))
        }
        (Knowledge::Such(tests), ty) => {
            let (there, known) = places(domain_of(ty));
            let named = known.len() - 1;
            let all = 0..=joined.program.domain(*there).terms.len();
            let members = all.map(|member| {
                let own = known[..named].iter().position(|it| it.0 as usize == member);
                (member, own.unwrap_or(named))
            });
            let members: Vec<(usize, usize)> = members.collect();
            Knowledge::Such(tests.iter().map(|(it, holds)| (test(it, &members), *holds)).collect())
        }
        (knowledge, _) => knowledge.clone(),
    };
    Stated { knowledge, ..Stated::default() }
}

/// The taxonomy a fact is of; the actions, for one that is of none.
fn domain_of(ty: Type) -> DomainId {
    match ty {
        Type::Member(domain) | Type::Set(domain) => domain,
        _ => crate::program::ACTIONS,
    }
}

/// A test in other members: each here with the one it is there.
fn test(test: &Test, members: &[(usize, usize)]) -> Test {
    let these = |set: &FixedBitSet| -> FixedBitSet {
        let mut here = FixedBitSet::with_capacity(members.len());
        for &(member, there) in members {
            here.set(member, set.contains(there));
        }
        here
    };
    match test {
        Test::OneOf(set) => Test::OneOf(these(set)),
        Test::Set(SetTest::Includes(set)) => Test::Set(SetTest::Includes(these(set))),
        Test::Set(SetTest::Only(set)) => Test::Set(SetTest::Only(these(set))),
        Test::Set(SetTest::Exactly(groups)) => {
            Test::Set(SetTest::Exactly(groups.iter().map(these).collect()))
        }
        other => other.clone(),
    }
}

fn value(own: &Program, part: &Part, ty: Type, told: &Value) -> Value {
    match (ty, told) {
        (Type::Member(domain), Value::Member(member)) => Value::Member(back(own, part, domain, *member)),
        (Type::Set(domain), Value::Set(members)) => {
            let mut members: Vec<Member> =
                members.iter().map(|member| back(own, part, domain, *member)).collect();
            members.sort_unstable();
            members.dedup();
            Value::Set(members.into())
        }
        (_, value) => value.clone(),
    }
}

/// The version's own member; none of those it names, for one that only the other knows.
fn back(own: &Program, part: &Part, domain: DomainId, member: Member) -> Member {
    let declared: &Domain = own.domain(domain);
    let places = &part.domains[domain.0 as usize].1;
    let known = places[..declared.terms.len()].iter().position(|place| *place == member);
    known.map_or(declared.none_of_them(), |at| Member(at as u32))
}
