//! What is shown by a case: told just where there is such a case, where nothing else explains it.

use std::collections::{BTreeMap, BTreeSet};

use licit::judge::Case;
use licit::problem::finding::{Because, Finding};
use licit::program::*;
use proptest::prelude::*;

use super::super::MOST;
use super::super::oracle::{Oracle, Otherwise, Row};
use super::super::random::{self, Flavour};
use super::{Cases, cited, units, within};

pub fn hold(cases: &Cases, case: &Case, flavour: Flavour, told: &[Finding]) -> Result<(), TestCaseError> {
    met_by_none(cases, told)?;
    prohibited_duties(cases, told)?;
    only_because_closed(cases, case, flavour, told)
}

/// The clauses that are told never to do anything, or to rest on conditions that cannot be otherwise.
fn explained(cases: &Cases, told: &[Finding], id: UnitId) -> bool {
    let program = cases.oracle.program;
    told.iter().any(|finding| match finding {
        Finding::NeverDecides { clause, .. } => cited(program, clause) == id,
        Finding::Constant { .. } => true,
        _ => false,
    })
}

fn met_by_none(cases: &Cases, told: &[Finding]) -> Result<(), TestCaseError> {
    let program = cases.oracle.program;
    for (number, list) in program.lists.iter().enumerate() {
        let list_id = ListId(number as u32);
        let bodies = program.nodes.iter().filter_map(|node| match node {
            Node::Elements { body, .. } => Some(*body),
            _ => None,
        });
        let inside: BTreeSet<NodeId> = bodies.flat_map(|body| within(program, body)).collect();
        let mut without = program.clone();
        for number in 0..program.nodes.len() {
            let id = NodeId(number as u32);
            let of_list = matches!(program.nodes[number], Node::Not(inner)
                if matches!(program.node(inner), Node::Elements { list, .. } if *list == list_id));
            if program.origins[number].every && of_list && !inside.contains(&id) {
                without.nodes[number] = Node::Constant(false);
            }
        }
        let without = Oracle { program: &without };
        for id in units(program) {
            let condition = match program.unit(id).role {
                Role::Permission { .. } => program.unit(id).live,
                Role::Requirement { condition, .. } => condition,
                _ => continue,
            };
            let is_so = cases.any(|row: &Row| {
                row.world.lists[number].is_empty()
                    && row.becomes.ruling == Ruling::Permitted
                    && cases.applies(row, id)
                    && cases.holds(row, condition)
                    && !without.holds(&row.world, condition, None)
            });
            let is_told = told.iter().any(|finding| match finding {
                Finding::MetByNone { clause, list: named, .. } => {
                    cited(program, clause) == id && **named == *list.name
                }
                _ => false,
            });
            prop_assert!(!is_told || is_so, "unit {} is not met by an empty list", id.0);
            prop_assert!(
                !is_so || is_told || explained(cases, told, id),
                "unit {} is met by an empty list",
                id.0
            );
        }
    }
    Ok(())
}

fn prohibited_duties(cases: &Cases, told: &[Finding]) -> Result<(), TestCaseError> {
    let program = cases.oracle.program;
    for id in units(program) {
        let Role::Duty { duty, .. } = &program.unit(id).role else { continue };
        let Some(action) = program.domain(ACTIONS).member(duty) else { continue };
        let is_so = cases.any(|row| {
            let mut world = row.world.clone();
            world.facts[ACTION.0 as usize] = Value::Member(action);
            cases.live(row, id) && cases.oracle.judge(&world).ruling == Ruling::Prohibited
        });
        let is_told = told.iter().any(
            |finding| matches!(finding, Finding::DutyProhibited { duty, .. } if cited(program, duty) == id),
        );
        prop_assert!(!is_told || is_so, "the duty of unit {} is not prohibited", id.0);
        prop_assert!(
            !is_so || is_told || explained(cases, told, id),
            "the duty of unit {} is prohibited",
            id.0
        );
    }
    Ok(())
}

fn only_because_closed(
    cases: &Cases,
    case: &Case,
    flavour: Flavour,
    told: &[Finding],
) -> Result<(), TestCaseError> {
    let program = cases.oracle.program;
    if program.domain(random::TERMS).extent != Extent::Closed {
        return Ok(());
    }
    let wide = Otherwise { widened: Some(random::TERMS), ..Otherwise::default() };
    let Some(all) = cases.oracle.all(case, flavour, &wide, MOST) else { return Ok(()) };
    let none = program.domain(random::TERMS).none_of_them();
    let of_terms = |ty: Type| ty == Type::Member(random::TERMS) || ty == Type::Set(random::TERMS);
    let is_none = |value: &Value| match value {
        Value::Member(member) => *member == none,
        Value::Set(members) => members.contains(&none),
        _ => false,
    };
    let lists: Vec<usize> = (0..program.lists.len())
        .filter(|list| program.lists[*list].attributes.iter().any(|attribute| of_terms(attribute.ty)))
        .collect();
    let is_so = |fact: usize| {
        let mut seen: BTreeMap<String, [BTreeSet<Ruling>; 2]> = BTreeMap::new();
        for row in &all.rows {
            let others = program.facts.iter().zip(&row.world.facts).enumerate();
            let named = others.filter(|(number, _)| *number != fact);
            if named.into_iter().any(|(_, (it, value))| of_terms(it.ty) && is_none(value))
                || lists.iter().any(|list| !row.world.lists[*list].is_empty())
            {
                continue;
            }
            let mut world = row.world.clone();
            let value = std::mem::replace(&mut world.facts[fact], Value::YesNo(false));
            let of = seen.entry(format!("{world:?}")).or_default();
            of[usize::from(is_none(&value))].insert(row.becomes.ruling);
        }
        seen.values().any(|[named, beyond]| named.len() == 1 && !beyond.is_subset(named))
    };
    let facts =
        (0..program.facts.len()).filter(|fact| program.facts[*fact].ty == Type::Member(random::TERMS));
    let explained = told.iter().any(|finding| {
        let closed = |because: &Because| matches!(because, Because::Closed { .. });
        finding.rests_on().is_some_and(|because| because.iter().any(closed))
    });
    let so: Vec<&str> = facts.filter(|fact| is_so(*fact)).map(|fact| &*program.facts[fact].name).collect();
    let told = told.iter().find_map(|finding| match finding {
        Finding::OnlyBecauseClosed { fact, .. } => Some(fact.as_str()),
        _ => None,
    });
    let so = so.first().copied().filter(|_| !explained);
    prop_assert_eq!(so, told, "verdicts that hold only because the terms are closed");
    Ok(())
}
