//! What the columns of a query are called that are no facts: by the policy's own words, else by a number.

use std::collections::{HashMap, HashSet};

use crate::program::{ListId, Program, Role, UnitId};

use super::Where;
use super::conditions::Conditions;
use super::term::TermId;
use super::verdict::Verdict;

/// How many bytes a column's name has at most, without a number and what is counted of it: PostgreSQL keeps 63.
const LONGEST_NAME: usize = 46;

/// What terms are called, and what is said of them in a comment.
#[derive(Default)]
pub struct Names {
    names: HashMap<TermId, (String, String)>,
    used: HashSet<String>,
    numbered: usize,
}

impl Names {
    /// Calls a term by what it says of something, where it has no name. What is cited at length is cut.
    fn call(&mut self, term: TermId, of: &str, said: &str, comment: &str) {
        if !self.names.contains_key(&term) {
            let mut cut = of;
            while cut.len() + said.len() > LONGEST_NAME {
                cut = cut.strip_suffix(|_| true).unwrap_or_default();
            }
            let name = self.free(&format!("{cut}{said}"));
            self.names.insert(term, (name, comment.to_owned()));
        }
    }

    /// Calls a term by a number, where it has no name.
    pub fn number(&mut self, term: TermId) {
        self.numbered += usize::from(!self.names.contains_key(&term));
        let name = format!("condition {}", self.numbered);
        self.call(term, &name, "", "");
    }

    /// Whether a term has a name.
    pub fn has(&self, term: TermId) -> bool {
        self.names.contains_key(&term)
    }

    /// The name of a term that has one, and what is said of it.
    pub fn of(&self, term: TermId) -> (&str, &str) {
        let (name, comment) = &self.names[&term];
        (name, comment)
    }

    fn free(&mut self, name: &str) -> String {
        let lower = |name: &str| name.to_lowercase();
        let mut free = name.to_owned();
        for number in 2.. {
            if self.used.insert(lower(&free)) {
                break;
            }
            free = format!("{name} ({number})");
        }
        free
    }

    /// Keeps a name from being given.
    fn keep(&mut self, name: &str) {
        self.used.insert(name.to_lowercase());
    }
}

/// What the columns of the steps are called.
pub fn named(conditions: &Conditions, judged: &Verdict, place: Where) -> Names {
    let (program, columns) = (conditions.program, &conditions.columns);
    let mut names = Names::default();
    names.keep("fault");
    names.keep(&columns.request.key);
    columns.request.keep.iter().for_each(|name| names.keep(name));
    program.lists.iter().for_each(|list| names.keep(&list.name));
    let lists = (0..program.lists.len()).map(|list| Some(ListId(list as u32)));
    for of in std::iter::once(None).chain(lists) {
        columns.read(of).for_each(|(_, column)| names.keep(&column.name));
    }
    for (unit, does, term) in &judged.named {
        if conditions.terms.as_constant(*term).is_none() {
            names.call(*term, &cited(program, *unit), &format!(" {does}"), &told(program, *unit, place));
        }
    }
    for (ruling, possible) in &judged.possible {
        if conditions.terms.as_constant(*possible).is_none() {
            names.call(*possible, "it may be ", ruling.words(), "");
        }
    }
    names
}

/// A unit as it is cited: `clause 5(a)`, or `the definition of ...` where it has no number but its name.
fn cited(program: &Program, unit: UnitId) -> String {
    let (number, item) = (&program.clause(program.unit(unit).clause).number, &program.unit(unit).item);
    match &program.unit(unit).role {
        Role::Definition(term) if *number == program.definition(*term).name => {
            format!("the definition of {number}{item}")
        }
        _ => format!("clause {number}{item}"),
    }
}

fn told(program: &Program, unit: UnitId, place: Where) -> String {
    let title = program.clause(program.unit(unit).clause).title.as_deref();
    let place = place(program.unit(unit).span);
    [title, place.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
