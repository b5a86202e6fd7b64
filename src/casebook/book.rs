//! The case books of a run, ready to be judged: which policy, which version, which facts, what is expected.

use std::collections::HashMap;

use crate::judge::{Case, Knowledge};
use crate::model::{Library, Version, VersionId, literal};
use crate::problem::casebook::CaseProblem;
use crate::problem::likely::{likely, row};
use crate::problem::name::{Likely, NameKind, NameProblem};
use crate::problem::{Problem, Severity, Tell};
use crate::program::{ClauseId, DATE};
use crate::source::{FileId, Sources, Span};
use crate::syntax::tree::{
    CellKind, Column, ColumnKind, Expect, Fact, FactKind, Item, ItemKind, Literal, Name, ReferenceKind,
    Scenario, ScenarioLine, ScenarioLineKind, Table, Tree, Words,
};

use super::expect::Expected;
use super::facts::Lookup;
use super::layer::{Known, Layer};
use super::outcome::TableRow;

/// Everything to be judged, in the order it stands.
#[derive(Debug, Default)]
pub struct Casebook {
    pub questions: Vec<Question>,
}

/// A scenario, or a row of a table.
#[derive(Debug)]
pub struct Question {
    pub name: String,
    pub row: Option<TableRow>,
    pub span: Span,
    /// One for each day it is judged on.
    pub days: Vec<Day>,
    /// Faults of its own; it is then not judged.
    pub hindrances: Vec<Problem>,
}

impl Question {
    /// How it is told apart: `An ordinary sale`, or `Where six years begins, row 2 (offence.act attack)`.
    pub fn full_name(&self) -> String {
        match &self.row {
            None => self.name.clone(),
            Some(row) => format!("{}, row {}", self.name, row.words()),
        }
    }
}

/// A case on one day, and what is expected of it.
#[derive(Debug)]
pub struct Day {
    pub version: VersionId,
    pub case: Case,
    pub expected: Vec<Expected>,
    /// The day is one that an `expect` names, not the scenario itself.
    pub by_expect: bool,
    /// The clauses that the case cites, where it says no day.
    pub undated: Vec<(ClauseId, Span)>,
}

/// Reads the case books of all files. The problems are also those of each question.
pub fn read(sources: &Sources, library: &Library) -> (Casebook, Vec<Problem>) {
    let mut reading = Reading {
        library,
        lookup: Lookup::new(sources, library),
        titles: HashMap::new(),
        book: Casebook::default(),
        problems: Vec::new(),
    };
    reading.collect_titles();
    for tree in library.trees.iter().filter(|tree| !sources.file(tree.file).beside) {
        reading.file(tree);
    }
    let Reading { lookup, book, mut problems, .. } = reading;
    library.unused(&lookup.mentioned, &mut problems);
    once(&mut problems);
    (book, problems)
}

/// A scenario with what is given above it in its file.
#[derive(Clone)]
struct Titled<'t> {
    scenario: &'t Scenario,
    given: Vec<Given<'t>>,
    unread: Option<Span>,
}

/// What is given at the head of a case book.
#[derive(Clone, Copy)]
struct Given<'t> {
    lines: &'t [ScenarioLine],
    unread: Option<Span>,
}

/// The lines that hold for a case, the lowest layer first.
#[derive(Default)]
struct Layers<'t> {
    lines: Vec<Vec<&'t ScenarioLine>>,
    /// An item among them of which not every word could be read, so that nobody knows what it states.
    unread: Option<Span>,
}

impl<'t> Layers<'t> {
    /// Puts lines over those that are there.
    fn put(&mut self, lines: &'t [ScenarioLine], unread: Option<Span>) {
        self.lines.push(lines.iter().collect());
        self.unread = self.unread.or(unread);
    }

    /// Puts what is given over it, unless it is there already.
    fn put_given(&mut self, given: &[Given<'t>]) {
        for given in given {
            let first = given.lines.first();
            let there = |lines: &Vec<&ScenarioLine>| match (lines.first(), first) {
                (Some(one), Some(other)) => std::ptr::eq(*one, other),
                _ => false,
            };
            if !self.lines.iter().any(there) {
                self.put(given.lines, given.unread);
            }
        }
    }
}

/// The first words of an item that could not all be read.
fn unread(item: &Item, title: Option<&Words>) -> Option<Span> {
    item.broken.then(|| title.map_or(item.span, |title| title.span))
}

struct Reading<'a> {
    library: &'a Library,
    lookup: Lookup<'a>,
    /// By file and title; `like` looks in its own file first.
    titles: HashMap<(FileId, &'a str), Titled<'a>>,
    book: Casebook,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    fn collect_titles(&mut self) {
        for tree in &self.library.trees {
            let mut given = Vec::new();
            let mut first: HashMap<&str, Span> = HashMap::new();
            for item in &tree.items {
                let title = match &item.kind {
                    ItemKind::Given(scenario) => {
                        given.push(Given { lines: &scenario.lines, unread: unread(item, None) });
                        continue;
                    }
                    ItemKind::Scenario(scenario) => scenario.title.as_ref(),
                    ItemKind::Table(table) => Some(&table.title),
                    _ => continue,
                };
                let Some(title) = title else { continue };
                if let Some(first) = first.get(&*title.text) {
                    let problem = NameProblem::ScenarioTwice {
                        title: title.text.to_string(),
                        again: title.span,
                        first: *first,
                    };
                    self.problems.push(problem.into());
                    continue;
                }
                first.insert(&title.text, title.span);
                if let ItemKind::Scenario(scenario) = &item.kind {
                    let unread = unread(item, Some(title));
                    let titled = Titled { scenario, given: given.clone(), unread };
                    self.titles.insert((tree.file, &title.text), titled);
                }
            }
        }
    }

    fn file(&mut self, tree: &'a Tree) {
        let mut given: Vec<Given<'a>> = Vec::new();
        for item in &tree.items {
            match &item.kind {
                ItemKind::Given(scenario) => {
                    given.push(Given { lines: &scenario.lines, unread: unread(item, None) });
                }
                ItemKind::Scenario(scenario) => self.scenario(tree, item, scenario, &given),
                ItemKind::Table(table) => self.table(tree, item, table, &given),
                _ => {}
            }
        }
    }

    fn scenario(&mut self, tree: &'a Tree, item: &'a Item, scenario: &'a Scenario, given: &[Given<'a>]) {
        let Some(title) = &scenario.title else { return };
        let mut told = Vec::new();
        let expects: Vec<&'a Expect> = scenario
            .lines
            .iter()
            .filter_map(|line| match &line.kind {
                ScenarioLineKind::Expect(expect) => Some(expect),
                _ => None,
            })
            .collect();
        let mut likes = scenario.lines.iter().filter_map(|line| match &line.kind {
            ScenarioLineKind::Like(title) => Some(title),
            _ => None,
        });
        let like = likes.next();
        if let (Some(first), Some(again)) = (like, likes.next()) {
            let (again, first) = (again.span, first.span);
            told.push(CaseProblem::LineTwice { what: "scenario it is like", again, first }.into());
        }
        let mut layers = self.layers(tree.file, like, given, &mut told);
        layers.put(&scenario.lines, unread(item, Some(title)));
        let days = self.days(&layers.lines, &[], &expects, title.span, &mut told);
        self.question(title, None, title.span, days, layers.unread, told);
    }

    fn table(&mut self, tree: &'a Tree, item: &'a Item, table: &'a Table, given: &[Given<'a>]) {
        let mut told = Vec::new();
        let mut layers = self.layers(tree.file, table.like.as_ref(), given, &mut told);
        layers.put(&table.lines, unread(item, Some(&table.title)));
        self.columns_once(table, &mut told);
        // What is wrong with all rows is told of the first.
        if told.iter().any(|problem| problem.severity() == Severity::Error) {
            layers.unread = layers.unread.or(Some(table.title.span));
        }
        for (number, row) in table.rows.iter().enumerate() {
            let mut told = if number == 0 { std::mem::take(&mut told) } else { Vec::new() };
            let mut expects = Vec::new();
            let mut cells = Vec::new();
            for (column, cell) in table.header.iter().zip(&row.cells) {
                if let CellKind::Expect(expect) = &cell.kind {
                    expects.push(expect);
                    continue;
                }
                let sources = self.lookup.sources;
                cells.push((sources.phrase(column.span), sources.phrase(cell.span)));
            }
            // Of two equal columns, which was told, the first counts.
            let first = |column: &Column| {
                let words = self.lookup.sources.phrase(column.span);
                let same = |other: &&Column| self.lookup.sources.phrase(other.span) == words;
                table.header.iter().find(same).is_some_and(|other| other.span == column.span)
            };
            let pairs: Vec<_> = table
                .header
                .iter()
                .zip(&row.cells)
                .filter(|(column, _)| first(column))
                .map(|(column, cell)| (&column.kind, &cell.kind))
                .collect();
            let days = self.days(&layers.lines, &pairs, &expects, table.title.span, &mut told);
            let row_of = TableRow { number: number + 1, cells };
            self.question(&table.title, Some(row_of), row.span, days, layers.unread, told);
        }
    }

    fn columns_once(&mut self, table: &Table, told: &mut Vec<Problem>) {
        let mut seen: HashMap<String, Span> = HashMap::new();
        for column in &table.header {
            if matches!(column.kind, ColumnKind::Expect) {
                continue;
            }
            let words = self.lookup.sources.phrase(column.span);
            if let Some(first) = seen.insert(words, column.span) {
                told.push(CaseProblem::ColumnTwice { again: column.span, first }.into());
            }
        }
    }

    fn question(
        &mut self,
        title: &Words,
        row: Option<TableRow>,
        span: Span,
        days: Vec<Day>,
        unread: Option<Span>,
        mut told: Vec<Problem>,
    ) {
        told.append(&mut self.lookup.problems);
        let mut hindered = told.iter().any(|problem| problem.severity() == Severity::Error);
        self.problems.extend(told.iter().cloned());
        if let (Some(at), false) = (unread, hindered) {
            told = vec![CaseProblem::Unread { title: title.text.to_string(), span, at }.into()];
            hindered = true;
        }
        self.book.questions.push(Question {
            name: title.text.to_string(),
            row,
            span,
            days,
            hindrances: if hindered { told } else { Vec::new() },
        });
    }

    /// What lies under a scenario's own lines: what is given above it, then what it is like, with what is
    /// given above that.
    fn layers(
        &mut self,
        file: FileId,
        like: Option<&'a Words>,
        given: &[Given<'a>],
        told: &mut Vec<Problem>,
    ) -> Layers<'a> {
        let chain = self.like(file, like, told);
        let mut layers = Layers::default();
        layers.put_given(given);
        for (_, titled) in &chain {
            layers.put_given(&titled.given);
        }
        for (_, titled) in chain.iter().rev() {
            layers.put(&titled.scenario.lines, titled.unread);
        }
        layers
    }

    /// The scenario of that title and those that it is like itself, one after another.
    fn like(
        &mut self,
        file: FileId,
        title: Option<&'a Words>,
        told: &mut Vec<Problem>,
    ) -> Vec<(&'a Words, Titled<'a>)> {
        let mut chain: Vec<(&'a Words, Titled<'a>)> = Vec::new();
        let mut next = title;
        while let Some(title) = next {
            if let Some(from) = chain.iter().position(|(other, _)| other.text == title.text) {
                let mut steps: Vec<(String, Span)> =
                    chain[from..].iter().map(|(words, _)| (words.text.to_string(), words.span)).collect();
                // Each scenario in it meets the circle; told from its first words, it is told once.
                let first = (0..steps.len()).min_by_key(|at| steps[*at].1).unwrap_or(0);
                steps.rotate_left(first);
                told.push(CaseProblem::LikeCircle { steps }.into());
                break;
            }
            let found = self.titles.get(&(file, &*title.text)).or_else(|| {
                self.titles.iter().find(|((_, other), _)| **other == *title.text).map(|(_, titled)| titled)
            });
            let Some(titled) = found.cloned() else {
                let known: Vec<&str> =
                    self.titles.keys().filter(|(other, _)| *other == file).map(|(_, title)| *title).collect();
                told.push(
                    NameProblem::Unknown {
                        kind: NameKind::Scenario,
                        name: title.text.to_string(),
                        span: title.span,
                        likely: likely(&title.text, known.iter().copied()).map(|name| Likely {
                            name: name.to_owned(),
                            declared: self
                                .titles
                                .get(&(file, name))
                                .and_then(|titled| titled.scenario.title.as_ref())
                                .map(|title| title.span),
                        }),
                        known: String::new(),
                    }
                    .into(),
                );
                break;
            };
            next = titled.scenario.lines.iter().find_map(|line| match &line.kind {
                ScenarioLineKind::Like(title) => Some(title),
                _ => None,
            });
            chain.push((title, titled));
        }
        chain
    }

    /// The policy that the layers name, the highest first; the only one there is where they name none.
    fn policy(
        &mut self,
        layers: &[Vec<&'a ScenarioLine>],
        span: Span,
        told: &mut Vec<Problem>,
    ) -> Option<String> {
        let named: Option<&'a Name> = layers.iter().rev().flatten().find_map(|line| match &line.kind {
            ScenarioLineKind::Policy(name) => Some(name),
            _ => None,
        });
        policy_of(self.library, named, span).map_err(|problem| told.push(problem)).ok()
    }

    fn days(
        &mut self,
        layers: &[Vec<&'a ScenarioLine>],
        cells: &[(&'a ColumnKind, &'a CellKind)],
        expects: &[&'a Expect],
        span: Span,
        told: &mut Vec<Problem>,
    ) -> Vec<Day> {
        let Some(policy) = self.policy(layers, span, told) else { return Vec::new() };
        // One case for each day that an `expect` names, and one for those that name none.
        let mut on: Vec<Option<&'a Literal>> = Vec::new();
        for expect in expects {
            let same = |other: &Option<&Literal>| match (other, &expect.on) {
                (None, None) => true,
                (Some(one), Some(other)) => one.kind == other.kind,
                _ => false,
            };
            if !on.iter().any(same) {
                on.push(expect.on.as_ref());
            }
        }
        let mut days = Vec::new();
        for day in on {
            let Some((version, case)) = self.case(&policy, layers, cells, day, told) else { continue };
            let expected = expects
                .iter()
                .filter(|expect| match (&expect.on, day) {
                    (None, None) => true,
                    (Some(one), Some(other)) => one.kind == other.kind,
                    _ => false,
                })
                .filter_map(|expect| self.lookup.expected(expect, &case, self.library.version(version)))
                .collect();
            let undated = match case.facts[DATE.0 as usize].knowledge {
                Knowledge::Unstated => self.cited(layers, expects, self.library.version(version)),
                _ => Vec::new(),
            };
            days.push(Day { version, case, expected, by_expect: day.is_some(), undated });
        }
        days
    }

    /// The clauses that a case cites, in what it states and in what it expects.
    fn cited(
        &self,
        layers: &[Vec<&'a ScenarioLine>],
        expects: &[&'a Expect],
        version: &Version,
    ) -> Vec<(ClauseId, Span)> {
        let stated = layers.iter().flatten().filter_map(|line| match &line.kind {
            ScenarioLineKind::Reading { clause, .. } => Some(clause),
            ScenarioLineKind::Fact(Fact { kind: FactKind::Kept { clause, .. }, .. }) => Some(clause),
            _ => None,
        });
        let expected = expects.iter().flat_map(|expect| expect.cited());
        let program = &version.program;
        stated
            .chain(expected)
            .filter_map(|reference| {
                let ReferenceKind::Citation(citation) = &reference.kind else { return None };
                let cited = version.register.cite(citation, reference.span, &program.clauses, &program.units);
                Some((cited.ok()?.0, reference.span))
            })
            .collect()
    }

    fn case(
        &mut self,
        policy: &str,
        layers: &[Vec<&'a ScenarioLine>],
        cells: &[(&'a ColumnKind, &'a CellKind)],
        day: Option<&'a Literal>,
        told: &mut Vec<Problem>,
    ) -> Option<(VersionId, Case)> {
        let cell_day = cells.iter().find_map(|(_, cell)| match cell {
            CellKind::On(day) => Some(day),
            _ => None,
        });
        let stated_day = day.or(cell_day).or_else(|| {
            layers.iter().rev().flatten().find_map(|line| match &line.kind {
                ScenarioLineKind::On(day) => Some(day),
                _ => None,
            })
        });
        let point = stated_day.and_then(|day| literal::date(day).ok());
        let id = self.library.version_on(policy, point)?;
        let version = self.library.version(id);
        let others = self.library.versions_of(policy).iter().filter(|other| **other != id);
        let series: Vec<&Version> =
            std::iter::once(version).chain(others.map(|other| self.library.version(*other))).collect();
        let known = Known { series: &series };
        let mut layer = Layer::default();
        for lines in layers {
            layer.over(Layer::read(lines.iter().copied(), known, told));
        }
        let mut row = Layer::default();
        for (column, cell) in cells {
            match (column, cell) {
                (ColumnKind::Fact(path), CellKind::Value(value)) => row.cell(path, value, known, told),
                (_, CellKind::Action(name)) => row.action = Some(name),
                (_, CellKind::On(day)) => row.on = Some(day),
                _ => {}
            }
        }
        layer.over(row);
        layer.on = stated_day.or(layer.on);
        Some((id, self.lookup.case(&layer, id)))
    }
}

/// The policy that a scenario or property is about: the one it names, or the only one there is.
pub fn policy_of(library: &Library, named: Option<&Name>, span: Span) -> Result<String, Problem> {
    let known: Vec<&str> = library.policies().collect();
    match named {
        Some(name) if known.contains(&&*name.text) => Ok(name.text.to_string()),
        Some(name) => Err(NameProblem::Unknown {
            kind: NameKind::Policy,
            name: name.text.to_string(),
            span: name.span,
            likely: likely(&name.text, known.iter().copied()).map(|likely| Likely {
                name: likely.to_owned(),
                declared: library
                    .versions_of(likely)
                    .first()
                    .map(|version| library.version(*version).program.policy.span),
            }),
            known: row(known, 6),
        }
        .into()),
        None => match known.as_slice() {
            [only] => Ok((*only).to_owned()),
            _ => {
                // A case book beside its policy speaks of that one.
                let beside: Vec<&str> = known
                    .iter()
                    .copied()
                    .filter(|name| {
                        library
                            .versions_of(name)
                            .iter()
                            .any(|version| library.version(*version).file == span.file)
                    })
                    .collect();
                match beside.as_slice() {
                    [only] => Ok((*only).to_owned()),
                    _ => Err(CaseProblem::PolicyNotTold { span, known: row(known, 6) }.into()),
                }
            }
        },
    }
}

/// Drops what several rows or days tell of the same words.
fn once(problems: &mut Vec<Problem>) {
    let mut seen = std::collections::HashSet::new();
    problems.retain(|problem| {
        let place = problem.tell().labels.first().map(|label| label.span);
        seen.insert((problem.code().0, place))
    });
}
