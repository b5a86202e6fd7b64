//! The names that a request may speak of: those of the facts, lists and actions of a policy's versions.

use std::collections::BTreeSet;

use crate::problem::file::FileProblem;
use crate::problem::likely::likely;
use crate::program::{ACTIONS, DATE, FactId, Program, Role};

use super::FACT_OF_DATE;

/// See the head of this file.
pub struct Known {
    facts: BTreeSet<String>,
    lists: BTreeSet<String>,
    actions: BTreeSet<String>,
}

impl Known {
    /// The names in any of these versions.
    pub fn of(versions: &[&Program]) -> Known {
        let mut known = Known { facts: BTreeSet::new(), lists: BTreeSet::new(), actions: BTreeSet::new() };
        for program in versions {
            let kept: Vec<FactId> = program
                .units
                .iter()
                .filter_map(|unit| match unit.role {
                    Role::Duty { kept, .. } => Some(kept),
                    _ => None,
                })
                .collect();
            for (number, fact) in program.facts.iter().enumerate() {
                let id = FactId(number as u32);
                if id == DATE {
                    known.facts.insert(FACT_OF_DATE.to_owned());
                } else if !kept.contains(&id) {
                    known.facts.insert(fact.name.to_string());
                }
            }
            for list in &program.lists {
                known.lists.insert(list.name.to_string());
                let attributes = list.attributes.iter();
                known.facts.extend(attributes.map(|attribute| format!("{}.{}", list.name, attribute.name)));
            }
            known.actions.extend(program.domain(ACTIONS).terms.iter().map(|action| action.name.to_string()));
        }
        known
    }

    /// The names of all facts, the attributes of lists' elements among them.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(String::as_str)
    }

    /// The fact, the attribute of a list's elements, or the list of that name.
    pub fn fact(&self, name: &str) -> Result<String, FileProblem> {
        let name = if name == "date" { FACT_OF_DATE } else { name };
        match self.lists.contains(name) {
            true => Ok(name.to_owned()),
            false => named("fact", name, self.facts.iter().chain(&self.lists)),
        }
    }

    /// The list of that name.
    pub fn list(&self, name: &str) -> Result<String, FileProblem> {
        named("list", name, self.lists.iter())
    }

    /// The action of that name.
    pub fn action(&self, name: &str) -> Result<String, FileProblem> {
        named("action", name, self.actions.iter())
    }
}

fn named<'k>(
    kind: &'static str,
    name: &str,
    known: impl Iterator<Item = &'k String> + Clone,
) -> Result<String, FileProblem> {
    match known.clone().any(|other| other == name) {
        true => Ok(name.to_owned()),
        false => Err(FileProblem::NoneOfThatName {
            kind,
            name: name.to_owned(),
            likely: likely(name, known.clone().map(String::as_str)).map(str::to_owned),
            known: known.cloned().collect(),
        }),
    }
}
