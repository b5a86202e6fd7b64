//! Facts as lines of cells: a CSV text to cases.

use serde_json::{Map, Value};

use super::rows::{Form, Row, unreadable};
use crate::problem::file::FileProblem;
use crate::source::{FileId, SourceFile, Span};

/// Where the cells of a column belong among the facts: `target[0].chosen-for` step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct Path(Vec<Step>);

/// One step of a path: a name, or the place of an element in a list.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Name(String),
    Element(usize),
}

impl Path {
    /// Of a column's heading; `None` where a step is empty.
    pub fn of(heading: &str) -> Option<Path> {
        path(heading).map(Path)
    }

    /// Whether one of them is the other, or lies within it.
    pub fn meets(&self, other: &Path) -> bool {
        self.0.starts_with(&other.0) || other.0.starts_with(&self.0)
    }
}

/// The facts of one line; an empty cell states nothing.
pub fn facts<'c>(cells: impl IntoIterator<Item = (&'c Path, &'c str)>) -> Map<String, Value> {
    let said = cells.into_iter().filter(|(_, cell)| !cell.is_empty());
    facts_of(said.map(|(path, cell)| (path, cell.into())))
}

/// The facts of one line whose cells hold values.
pub fn facts_of<'c>(cells: impl IntoIterator<Item = (&'c Path, Value)>) -> Map<String, Value> {
    let mut facts = Value::Object(Map::new());
    for (path, value) in cells {
        put(&mut facts, &path.0, value);
    }
    let Value::Object(mut facts) = facts else { return Map::new() };
    facts.values_mut().for_each(close);
    facts
}

/// A case for each line below the first.
pub fn read(source: &SourceFile, file: FileId) -> Result<Vec<Row>, FileProblem> {
    let unreadable = |why: &str, at: usize| unreadable(Form::Csv, why, at, source, file);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&source.text))
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(source.text.as_bytes());
    let headings = reader.headers().map_err(|error| unreadable(&told(&error), place(&error)))?.clone();
    let first = headings.position().map_or(0, |position| position.byte() as usize);
    let line = source.text[first..].lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let at = |heading: &str| first + line.rfind(heading).unwrap_or(0);
    let mut paths: Vec<Path> = Vec::new();
    for heading in &headings {
        let path = Path::of(heading)
            .ok_or_else(|| unreadable(&format!("`{heading}` does not name a fact"), at(heading)))?;
        if paths.iter().any(|other| other.meets(&path)) {
            return Err(unreadable(&format!("`{heading}` is named twice"), at(heading)));
        }
        paths.push(path);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&told(&error), place(&error)))?;
        let facts = facts(paths.iter().zip(&record));
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let line = source.line_of(start as u32);
        let end = source.line_start(line) + source.line_text(line).len() as u32;
        rows.push(Row { facts, span: Span::new(file, start as u32, end.max(start as u32)) });
    }
    Ok(rows)
}

/// What stands between the cells: of comma, semicolon and tab the one the first line has most of.
pub fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    let count = |byte: &u8| first.bytes().filter(|other| other == byte).count();
    *[b',', b';', b'\t'].iter().rev().max_by_key(|byte| count(byte)).unwrap_or(&b',')
}

/// `target[0].chosen-for` step by step; `None` where a step is empty.
fn path(heading: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in heading.split('.') {
        let (name, element) = match part.split_once('[') {
            Some((name, rest)) => (name, Some(rest.strip_suffix(']')?.parse().ok()?)),
            None => (part, None),
        };
        if name.is_empty() {
            return None;
        }
        steps.push(Step::Name(name.to_string()));
        steps.extend(element.map(Step::Element));
    }
    Some(steps)
}

/// Puts a cell where its path says. Lists are kept as objects by place until [`close`] makes them arrays,
/// so that a place is never more than a name.
fn put(facts: &mut Value, path: &[Step], value: Value) {
    let mut at = facts;
    for step in path {
        let name = match step {
            Step::Name(name) => name.clone(),
            Step::Element(place) => format!("[{place:020}]"),
        };
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(object) = at else { return };
        at = object.entry(name).or_insert(Value::Null);
    }
    *at = value;
}

/// Makes the lists under a value arrays, their elements in the order of their places, and no gaps.
fn close(value: &mut Value) {
    let Value::Object(object) = value else { return };
    object.values_mut().for_each(close);
    if !object.is_empty() && object.keys().all(|name| name.starts_with('[')) {
        let mut elements: Vec<(String, Value)> = std::mem::take(object).into_iter().collect();
        elements.sort_by(|(a, _), (b, _)| a.cmp(b));
        *value = elements.into_iter().map(|(_, element)| element).collect();
    }
}

fn told(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("there are {len} cells in this line and {expected_len} names in the first")
        }
        _ => "this line cannot be divided into cells".to_string(),
    }
}

fn place(error: &csv::Error) -> usize {
    error.position().map_or(0, |position| position.byte() as usize)
}
