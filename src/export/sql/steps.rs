//! A query in steps: what is used again, or has a name in the policy, is a column of its own, one step after those
//! it is made of. What is asked of the elements of a list is counted in steps beside, and joined.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use crate::program::ListId;

use super::conditions::Conditions;
use super::names::Names;
use super::term::{Term, TermId};

/// The longest question that is written out again rather than being a column.
const SHORT: usize = 48;
/// How deep a column's expression may be.
const DEEPEST: usize = 12;
/// How many terms stand in a row without parentheses.
const IN_A_ROW: usize = 40;

/// The steps of a query.
pub struct Steps<'a, 'p> {
    conditions: &'a Conditions<'p>,
    /// Begins the names of steps.
    prefix: String,
    names: Names,
    /// The step in which each term that is a column is made.
    columns: HashMap<TermId, usize>,
    /// For each term, the last step that it needs.
    needs: Vec<usize>,
    /// The same among the steps of a list's elements.
    needs_of_element: Vec<usize>,
    element_columns: HashMap<TermId, usize>,
}

impl<'a, 'p> Steps<'a, 'p> {
    /// Divides what is wanted into steps.
    pub fn of(
        conditions: &'a Conditions<'p>,
        prefix: String,
        names: Names,
        wanted: &[TermId],
    ) -> Steps<'a, 'p> {
        let many = conditions.terms.ids().count();
        let mut steps = Steps {
            conditions,
            prefix,
            names,
            columns: HashMap::new(),
            needs: vec![0; many],
            needs_of_element: vec![0; many],
            element_columns: HashMap::new(),
        };
        steps.divide(wanted);
        steps
    }

    fn divide(&mut self, wanted: &[TermId]) {
        let conditions = self.conditions;
        let terms = &conditions.terms;
        let many = terms.ids().count();
        let mut uses = vec![0_usize; many];
        for term in wanted {
            uses[term.place()] += 1;
        }
        for id in terms.ids().rev() {
            if uses[id.place()] > 0 {
                // These are written with each part twice.
                let times = 1 + usize::from(matches!(terms.term(id), Term::AtLeast(..) | Term::Agreed(_)));
                for part in terms.parts(id) {
                    uses[part.place()] += times;
                }
            }
        }
        let mut depth = vec![0_usize; many];
        for id in terms.ids().filter(|id| uses[id.place()] > 0) {
            let at = id.place();
            let element = terms.element(id);
            for part in terms.parts(id) {
                let part_at = part.place();
                let column = self.columns.get(&part).or(self.element_columns.get(&part));
                let of_element = terms.element(part).is_some();
                depth[at] = depth[at].max(if column.is_some() { 1 } else { depth[part_at] + 1 });
                match (of_element, column) {
                    (true, Some(step)) => self.needs_of_element[at] = self.needs_of_element[at].max(*step),
                    (true, None) => {
                        self.needs_of_element[at] =
                            self.needs_of_element[at].max(self.needs_of_element[part_at]);
                    }
                    (false, Some(step)) => self.needs[at] = self.needs[at].max(*step),
                    (false, None) => {}
                }
                if of_element || column.is_none() {
                    self.needs[at] = self.needs[at].max(self.needs[part_at]);
                }
            }
            let is_column = match terms.term(id) {
                Term::Constant(_) => false,
                Term::Elements { .. } => true,
                Term::Asked(asked) => self.names.has(id) || (uses[at] > 1 && asked.sql.len() > SHORT),
                Term::Unknown(_) | Term::Possible(_) | Term::Not(_) => {
                    self.names.has(id) || depth[at] > DEEPEST
                }
                _ => self.names.has(id) || uses[at] > 1 || depth[at] > DEEPEST,
            };
            if is_column {
                match element {
                    None => self.columns.insert(id, self.needs[at] + 1),
                    Some(_) => self.element_columns.insert(id, self.needs_of_element[at] + 1),
                };
                self.names.number(id);
            }
        }
    }

    /// How many steps there are.
    fn last(&self) -> usize {
        self.columns.values().copied().max().unwrap_or(0)
    }

    /// The name of the last step.
    pub fn end(&self) -> String {
        self.step(self.last())
    }

    fn step(&self, number: usize) -> String {
        match number {
            0 => format!("{}facts", self.prefix),
            number => format!("{}step_{number}", self.prefix),
        }
    }

    /// Every step after the facts, each as `name AS (...)`.
    pub fn written(&self) -> Vec<String> {
        let mut written = Vec::new();
        for number in 1..=self.last() {
            let mut made: Vec<TermId> =
                self.columns.iter().filter(|(_, step)| **step == number).map(|(id, _)| *id).collect();
            made.sort_unstable();
            let mut lists: Vec<ListId> = Vec::new();
            for id in &made {
                if let Term::Elements { list, .. } = self.conditions.terms.term(*id)
                    && !lists.contains(list)
                {
                    lists.push(*list);
                }
            }
            for list in &lists {
                let of_list = |id: &&TermId| matches!(self.conditions.terms.term(**id), Term::Elements { list: of, .. } if of == list);
                written.extend(self.elements(
                    number,
                    *list,
                    &made.iter().filter(of_list).copied().collect::<Vec<_>>(),
                ));
            }
            written.push(self.one(number, &made, &lists));
        }
        written
    }

    fn one(&self, number: usize, made: &[TermId], lists: &[ListId]) -> String {
        let dialect = self.conditions.columns.request.dialect;
        let mut text = format!("{} AS (\nSELECT c.*", self.step(number));
        for id in made {
            self.column(&mut text, *id);
        }
        let _ = write!(text, "\nFROM {} c", self.step(number - 1));
        let key = dialect.column(&self.conditions.columns.request.key);
        for list in lists {
            let counts = self.counts(number, *list);
            let _ = write!(text, "\nLEFT JOIN {counts} ON {counts}.licit_key = c.{key}");
        }
        text + dialect.fence() + "\n)"
    }

    fn column(&self, text: &mut String, id: TermId) {
        let (name, comment) = self.names.of(id);
        let comma = if text.ends_with("SELECT") { "\n" } else { ",\n" };
        text.push_str(comma);
        for line in comment.lines() {
            let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let _ = writeln!(text, "  -- {line}");
        }
        let column = self.conditions.columns.request.dialect.column(name);
        let _ = write!(text, "  {} AS {column}", self.made(id));
    }

    fn counts(&self, number: usize, list: ListId) -> String {
        format!("{}list_{}_{number}", self.prefix, list.0 + 1)
    }

    /// The steps that go through a list's elements, and count those that meet these conditions.
    fn elements(&self, number: usize, list: ListId, made: &[TermId]) -> Vec<String> {
        let conditions = self.conditions;
        let dialect = conditions.columns.request.dialect;
        let counts = self.counts(number, list);
        let key = dialect.column(&conditions.columns.request.key);
        let step = |number: usize| format!("{counts}_{number}");
        let mut first = format!("{} AS (\nSELECT c.*", step(0));
        for (_, column) in conditions.columns.read(Some(list)) {
            let _ = write!(first, ",\n  {} AS {}", column.source, dialect.column(&column.name));
        }
        let table = dialect.table(conditions.columns.request.table_of(&conditions.program.list(list).name));
        let _ = write!(
            first,
            "\nFROM {table} e\nJOIN {} c ON e.{key} = c.{key}{}\n)",
            self.step(number - 1),
            dialect.fence()
        );
        let mut written = vec![first];
        // What the conditions are made of.
        let mut needed: Vec<(usize, TermId)> = Vec::new();
        let mut waiting: Vec<TermId> = made
            .iter()
            .filter_map(|id| match conditions.terms.term(*id) {
                Term::Elements { body, .. } => Some(*body),
                _ => None,
            })
            .collect();
        let mut seen: HashSet<TermId> = HashSet::new();
        while let Some(id) = waiting.pop() {
            if conditions.terms.element(id).is_none() || !seen.insert(id) {
                continue;
            }
            if let Some(step) = self.element_columns.get(&id) {
                needed.push((*step, id));
            }
            waiting.extend(conditions.terms.parts(id));
        }
        needed.sort_unstable();
        let last = needed.last().map_or(0, |(step, _)| *step);
        for at in 1..=last {
            let mut text = format!("{} AS (\nSELECT e.*", step(at));
            for (_, id) in needed.iter().filter(|(step, _)| *step == at) {
                self.column(&mut text, *id);
            }
            written.push(format!("{text}\nFROM {} e{}\n)", step(at - 1), dialect.fence()));
        }
        let mut text = format!("{counts} AS (\nSELECT {key} AS licit_key");
        for id in made {
            let Term::Elements { body, .. } = conditions.terms.term(*id) else { continue };
            let (yes, maybe) = self.counted(*id);
            let body = self.used(*body);
            let _ = write!(text, ",\n  SUM(CASE WHEN {body} THEN 1 ELSE 0 END) AS {yes}");
            if !self.is_of_stated(*id) {
                let _ = write!(text, ",\n  SUM(CASE WHEN {body} IS NULL THEN 1 ELSE 0 END) AS {maybe}");
            }
        }
        written.push(format!("{text}\nFROM {}\nGROUP BY {key}\n)", step(last)));
        written
    }

    /// The columns that count the elements of which a condition is met, and may be.
    fn counted(&self, id: TermId) -> (String, String) {
        let dialect = self.conditions.columns.request.dialect;
        let (name, _) = self.names.of(id);
        (dialect.column(&format!("{name}: yes")), dialect.column(&format!("{name}: unknown")))
    }

    /// It is asked only whether something in the table is so, which is answered yes or no.
    fn is_of_stated(&self, id: TermId) -> bool {
        let Term::Elements { open, .. } = self.conditions.terms.term(id) else { return false };
        self.conditions.terms.as_constant(*open) == Some(Some(false))
    }

    /// A term as it is used: its column, or what it is made of; fit to stand beside any operator.
    pub fn used(&self, id: TermId) -> String {
        if self.columns.contains_key(&id) || self.element_columns.contains_key(&id) {
            return self.conditions.columns.request.dialect.column(self.names.of(id).0);
        }
        let made = self.made(id);
        let bare = matches!(
            self.conditions.terms.term(id),
            Term::Constant(_) | Term::Asked(_) | Term::AtLeast(..) | Term::Agreed(_) | Term::Possible(_)
        );
        if bare { made } else { format!("({made})") }
    }

    /// A term from what it is made of.
    fn made(&self, id: TermId) -> String {
        match self.conditions.terms.term(id) {
            Term::Constant(Some(true)) => "TRUE".to_owned(),
            Term::Constant(Some(false)) => "FALSE".to_owned(),
            Term::Constant(None) => "CAST(NULL AS BOOLEAN)".to_owned(),
            Term::Asked(asked) => asked.sql.clone(),
            Term::Not(inner) => format!("NOT {}", self.used(*inner)),
            Term::Unknown(inner) => format!("{} IS NULL", self.used(*inner)),
            Term::Possible(inner) => format!("COALESCE({}, TRUE)", self.used(*inner)),
            Term::All(parts) => self.row(parts, " AND "),
            Term::Any(parts) => self.row(parts, " OR "),
            Term::AtLeast(least, parts) => {
                let (yes, maybe) = (self.sum(parts, true), self.sum(parts, false));
                format!("CASE WHEN {yes} >= {least} THEN TRUE WHEN {maybe} < {least} THEN FALSE END")
            }
            Term::Agreed(parts) => {
                let each: Vec<String> = parts.iter().map(|part| self.used(*part)).collect();
                let yes = each.join(" AND ");
                let no: Vec<String> = each.iter().map(|part| format!("NOT {part}")).collect();
                format!("CASE WHEN {yes} THEN TRUE WHEN {} THEN FALSE END", no.join(" AND "))
            }
            Term::Elements { .. } if self.is_of_stated(id) => {
                format!("COALESCE({}, 0) > 0", self.counted(id).0)
            }
            Term::Elements { at_least, open, others, .. } => {
                let (yes, maybe) = self.counted(id);
                let closed = match self.conditions.terms.as_constant(*others) {
                    Some(Some(false)) => String::new(),
                    _ => format!(" AND (NOT {} OR NOT {})", self.used(*open), self.used(*others)),
                };
                format!(
                    "CASE WHEN COALESCE({yes}, 0) >= {at_least} THEN TRUE \
                     WHEN COALESCE({yes}, 0) + COALESCE({maybe}, 0) < {at_least}{closed} THEN FALSE END"
                )
            }
        }
    }

    /// How many of these hold; or, not sure of all, do not fail to.
    fn sum(&self, parts: &[TermId], sure: bool) -> String {
        let each = parts.iter().map(|part| {
            let used = self.used(*part);
            match sure {
                true => format!("CASE WHEN {used} THEN 1 ELSE 0 END"),
                false => format!("CASE WHEN NOT {used} THEN 0 ELSE 1 END"),
            }
        });
        each.collect::<Vec<_>>().join(" + ")
    }

    /// Many in a row are put in groups: an engine that reads them one inside the other has its limits.
    fn row(&self, parts: &[TermId], between: &str) -> String {
        let mut parts: Vec<String> = parts.iter().map(|part| self.used(*part)).collect();
        while parts.len() > IN_A_ROW {
            parts = parts
                .chunks(IN_A_ROW)
                .map(
                    |some| {
                        if some.len() == 1 { some[0].clone() } else { format!("({})", some.join(between)) }
                    },
                )
                .collect();
        }
        parts.join(between)
    }
}
