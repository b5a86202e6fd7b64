//! That nothing depends on what is told never to matter.

use std::collections::HashMap;

use licit::problem::finding::Thing;
use licit::program::*;

use super::super::oracle::{Oracle, Row};
use super::Cases;

/// Whether no layer that decides, no duty and no remedy depends on the fact, list or defined term of that name.
pub fn never(cases: &Cases, what: Thing, name: &str) -> bool {
    let program = cases.oracle.program;
    match what {
        Thing::Term => term(cases, name),
        Thing::List => cases.rows.iter().all({
            let mut seen = HashMap::new();
            let list = program.lists.iter().position(|list| &*list.name == name).expect("a list is named");
            move |row: &Row| {
                let mut world = row.world.clone();
                world.lists[list].clear();
                same(&mut seen, format!("{world:?}"), row)
            }
        }),
        Thing::Fact | Thing::Judgement => cases.rows.iter().all({
            let mut seen = HashMap::new();
            let fact = program.facts.iter().position(|fact| &*fact.name == name).expect("a fact is named");
            move |row: &Row| {
                let mut world = row.world.clone();
                world.facts[fact] = Value::YesNo(false);
                same(&mut seen, format!("{world:?}"), row)
            }
        }),
    }
}

/// Whether a case becomes what another became that is like it but for one thing.
fn same(seen: &mut HashMap<String, String>, but_for_it: String, row: &Row) -> bool {
    let becomes = format!("{:?} {:?} {:?}", row.becomes.layer, row.becomes.duties, row.becomes.remedies);
    *seen.entry(but_for_it).or_insert_with(|| becomes.clone()) == becomes
}

/// Judges all cases with the term holding, and with its not holding.
fn term(cases: &Cases, name: &str) -> bool {
    let program = cases.oracle.program;
    let term = program.definitions.iter().position(|term| &*term.name == name).expect("a term is named");
    let with = |holds: bool| {
        let mut program = program.clone();
        for node in &mut program.nodes {
            if *node == Node::Defined(DefinitionId(term as u32)) {
                *node = Node::Constant(holds);
            }
        }
        program
    };
    let (yes, no) = (with(true), with(false));
    let (yes, no) = (Oracle { program: &yes }, Oracle { program: &no });
    cases.rows.iter().all(|row| {
        let (one, other) = (yes.judge(&row.world), no.judge(&row.world));
        (one.layer, one.duties, one.remedies) == (other.layer, other.duties, other.remedies)
    })
}
