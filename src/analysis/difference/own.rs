//! A case of the joined program as a case of one version alone.

use crate::judge::{Case, Knowledge, SettledReading, Stated, StatedElement, StatedList};
use crate::program::joined::Part;
use crate::program::{ClauseId, Domain, DomainId, Fact, Member, Program, Type, Value};

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
        Knowledge::Such(_) | Knowledge::Unknown => Knowledge::Unknown,
        Knowledge::Unstated => Knowledge::Unstated,
    };
    Stated { knowledge, ..Stated::default() }
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
