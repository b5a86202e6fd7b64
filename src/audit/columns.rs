//! Which fact each column of a table holds.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::alike::{Alike, Mark};
use super::judging::Auditor;
use super::lines;
use super::read::{Table, Written};
use crate::casebook::cells::{Path, facts};
use crate::casebook::data::case_from_data;
use crate::casebook::facts::Lookup;
use crate::casebook::rows::{Form, object};
use crate::problem::file::FileProblem;
use crate::problem::likely::likely;

/// The columns that an audit adds to a table.
pub const ADDED: [&str; 4] = ["verdict", "decided_by", "missing", "exact"];

/// What was said of columns that are not called as their fact is, or hold none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Plan {
    /// The facts by the columns that hold them.
    pub map: BTreeMap<String, String>,
    /// The columns that hold no fact.
    pub keep: BTreeSet<String>,
    /// All columns that are not called as a fact is hold none.
    pub keep_others: bool,
    /// The facts that no column holds.
    pub without: BTreeSet<String>,
}

/// The columns of a table, matched with facts.
#[derive(Debug, Clone)]
pub struct Columns {
    plan: Plan,
    /// For the columns of the table's first line, which fact they hold and where their cells belong; `None` of those
    /// that hold no fact.
    paths: Vec<Option<(String, Path)>>,
}

/// A column that holds a fact.
#[derive(Debug, Clone, Copy)]
pub struct Held<'c> {
    /// Its place among the columns.
    pub column: usize,
    /// What the fact is called.
    pub fact: &'c str,
    pub path: &'c Path,
}

impl Columns {
    /// Matches the columns of a table. A column that is called as no fact is, is told, unless the plan says that it is
    /// to be kept.
    pub fn of(table: &Table, plan: Plan, auditor: &Auditor) -> Result<Columns, FileProblem> {
        Columns::named(&table.name, table.kept.form(), &table.columns, plan, auditor)
    }

    /// The same of a table that has these columns.
    pub fn named(
        table: &str,
        form: Form,
        names: &[String],
        plan: Plan,
        auditor: &Auditor,
    ) -> Result<Columns, FileProblem> {
        let path = || table.to_owned();
        // In JSON Lines a column may begin further down.
        for name in plan.map.keys().chain(&plan.keep).filter(|_| form == Form::Csv) {
            if !names.contains(name) {
                let likely = likely(name, names.iter().map(String::as_str)).map(str::to_owned);
                let (name, known) = (name.clone(), names.to_vec());
                return Err(FileProblem::NoSuchColumn { path: path(), name, likely, known });
            }
        }
        if let Some(name) = names.iter().find(|name| ADDED.contains(&name.as_str())) {
            return Err(FileProblem::ColumnTwice { path: path(), name: name.clone(), added: true });
        }
        let mut columns = Columns { plan, paths: Vec::new() };
        let (mut unknown, mut paths) = (Vec::new(), Vec::<Option<(String, Path)>>::new());
        for name in names {
            let place = columns.fact(name).map(|fact| (fact, Path::of(fact)));
            paths.push(match place {
                None => None,
                Some((fact, Some(place))) if auditor.knows(&place) => {
                    if paths.iter().flatten().any(|(_, other)| other.meets(&place)) {
                        let name = fact.to_owned();
                        return Err(FileProblem::ColumnTwice { path: path(), name, added: false });
                    }
                    Some((fact.to_owned(), place))
                }
                Some(_) => {
                    unknown.push((name.clone(), auditor.likely_fact(name)));
                    None
                }
            });
        }
        if unknown.is_empty() || columns.plan.keep_others {
            columns.paths = paths;
            return Ok(columns);
        }
        Err(FileProblem::NoFactsOfThatName { path: path(), columns: unknown })
    }

    /// The columns that hold facts.
    pub fn held(&self) -> impl Iterator<Item = Held<'_>> {
        let paths = self.paths.iter().enumerate();
        paths.filter_map(|(column, held)| {
            let (fact, path) = held.as_ref()?;
            Some(Held { column, fact, path })
        })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.paths.len()
    }

    /// What a column's fact would be called; `None` where it is said to hold none.
    fn fact<'c>(&'c self, column: &'c str) -> Option<&'c str> {
        let fact = self.plan.map.get(column).map_or(column, String::as_str);
        let list = fact.split('[').next().unwrap_or_default();
        let said_not =
            [fact, list, &of_every_element(fact)].iter().any(|name| self.plan.without.contains(*name));
        (!self.plan.keep.contains(column) && !said_not).then_some(fact)
    }

    /// The same, where a column that is called as no fact is may hold none.
    fn holds<'c>(&'c self, column: &'c str, auditor: &Auditor) -> Option<&'c str> {
        let fact = self.fact(column)?;
        let strange = || !Path::of(fact).is_some_and(|path| auditor.knows(&path));
        (!self.plan.keep_others || !strange()).then_some(fact)
    }

    /// Makes the mark of a row, by which rows that are alike are known; `None` where it has none.
    pub fn mark(
        &self,
        row: &Written,
        auditor: &Auditor,
        alike: &mut Alike,
        lookup: &mut Lookup,
        mark: &mut Mark,
    ) -> Option<()> {
        mark.clear();
        match row {
            Written::Cells(cells) if cells.len() == self.paths.len() => {
                for (column, (path, cell)) in self.paths.iter().zip(cells).enumerate() {
                    if let Some((_, path)) = path
                        && !cell.is_empty()
                    {
                        let read = || Some(facts([(path, cell)]));
                        let number = alike.number(column, cell, read, Form::Csv, auditor, lookup);
                        mark.add(number)?;
                    }
                }
                Some(())
            }
            Written::Line(line) => {
                let lines::Written(written) = lines::Written::of(line)?;
                let mut columns = Vec::with_capacity(written.len());
                for (name, value) in &written {
                    if ADDED.contains(&&**name) {
                        return None;
                    }
                    let holds = || self.holds(name, auditor).map(str::to_owned);
                    let (column, holds) = alike.column(name, holds)?;
                    columns.push(column);
                    if !holds {
                        continue;
                    }
                    let read = || {
                        let alone = format!("{{{}:{}}}", Json::from(&**name), value.get());
                        self.of_object(&object(&alone).ok()?, auditor).ok()
                    };
                    let number = alike.number(column, value.get(), read, Form::Json, auditor, lookup);
                    mark.add(number)?;
                }
                // A name that stands twice, or two that are one fact, are for the whole row to tell.
                columns.sort_unstable();
                columns.is_sorted_by(|one, next| one < next).then_some(())
            }
            _ => None,
        }
    }

    /// The facts of a row, or why it has none that can be read.
    pub fn facts(&self, row: &Written, auditor: &Auditor) -> Result<Map<String, Json>, String> {
        match row {
            Written::Cells(cells) => self.of_cells(cells),
            Written::Line(line) => self.of_object(&object(line)?, auditor),
            Written::Broken { why, .. } => Err(why.clone()),
        }
    }

    fn of_cells(&self, cells: &StringRecord) -> Result<Map<String, Json>, String> {
        if cells.len() != self.paths.len() {
            let (these, names) = (cells.len(), self.paths.len());
            return Err(format!("there are {these} cells in this line and {names} names in the first"));
        }
        Ok(facts(self.held().map(|held| (held.path, &cells[held.column]))))
    }

    fn of_object(&self, object: &Map<String, Json>, auditor: &Auditor) -> Result<Map<String, Json>, String> {
        let mut facts = Map::new();
        for (column, value) in object {
            if ADDED.contains(&column.as_str()) {
                return Err(format!("it has a `{column}` already"));
            }
            let Some(fact) = self.holds(column, auditor) else { continue };
            if facts.insert(fact.to_owned(), value.clone()).is_some() {
                return Err(format!("`{fact}` is stated twice"));
            }
        }
        for (entity, attribute) in self.plan.without.iter().filter_map(|fact| fact.rsplit_once('.')) {
            facts.get_mut(entity).into_iter().for_each(|value| forget(value, attribute));
        }
        Ok(facts)
    }
}

impl Auditor<'_> {
    /// Whether some version of the policy knows the fact at this place: whether facts as data could state it.
    fn knows(&self, place: &Path) -> bool {
        let mut said = facts([(place, "?")]);
        said.values_mut().for_each(unsaid);
        let mut lookup = Lookup::new(self.sources, self.library);
        let mut versions = self.versions.iter().map(|id| self.library.version(*id));
        versions.any(|version| case_from_data(&said, Form::Json, &mut lookup, version, &[]).is_ok())
    }

    /// The fact that a column's name was probably meant to be: one that is spelt nearly so, or the only one whose last
    /// part is.
    fn likely_fact(&self, column: &str) -> Option<String> {
        let names = || self.names.iter().map(String::as_str);
        let plain = |name: &str| name.replace(['-', '_', ' ', '.'], "").to_lowercase();
        let last = |name: &&str| name.rsplit('.').next().is_some_and(|last| plain(last) == plain(column));
        let same = names().find(|name| plain(name) == plain(column));
        let mut ending = names().filter(last);
        let only = ending.next().filter(|_| ending.next().is_none());
        same.or(only).or_else(|| likely(column, names())).map(str::to_owned)
    }
}

/// An attribute of one element of a list, `target[0].profession`, as that of all of them: `target.profession`.
pub fn of_every_element(fact: &str) -> String {
    match (fact.find('['), fact.find(']')) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &fact[..from], &fact[to + 1..]),
        _ => fact.to_owned(),
    }
}

/// Takes an attribute out of an entity, or out of every element of a list.
fn forget(value: &mut Json, attribute: &str) {
    match value {
        Json::Object(object) => drop(object.shift_remove(attribute)),
        Json::Array(elements) => elements.iter_mut().for_each(|element| forget(element, attribute)),
        _ => {}
    }
}

/// Says of everything inside that it is not known.
fn unsaid(value: &mut Json) {
    match value {
        Json::Object(object) => object.values_mut().for_each(unsaid),
        Json::Array(elements) => elements.iter_mut().for_each(unsaid),
        other => *other = Json::Null,
    }
}
