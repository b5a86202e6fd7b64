//! Facts as data: the text of a JSON, YAML or CSV file to cases, still by name, nothing looked up.
//!
//! In JSON and YAML a case is an object as the interfaces describe it. In CSV the first line names facts
//! by their paths (`offence.act`, `target[0].chosen-for`), every other line is a case, an empty cell
//! states nothing, and every other cell is a text that holds what a table's cell would: `6 years`,
//! `religion and opinion`, `yes`, `unknown`.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::problem::file::FileProblem;
use crate::source::{FileId, SourceFile, Sources, Span};

/// How facts are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Json,
    Yaml,
    Csv,
}

/// The cases of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    pub form: Form,
    pub rows: Vec<Row>,
    /// The file holds an array of cases, or lines of them, rather than one object.
    pub many: bool,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub facts: Map<String, Value>,
    /// Where it stands.
    pub span: Span,
}

impl Form {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Form::Json => "JSON",
            Form::Yaml => "YAML",
            Form::Csv => "CSV",
        }
    }

    /// By the ending of the file's name, or else by how the text begins.
    pub fn of(file: &SourceFile) -> Form {
        let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        match ending.as_deref() {
            Some("json") => return Form::Json,
            Some("yaml" | "yml") => return Form::Yaml,
            Some("csv" | "tsv") => return Form::Csv,
            _ => {}
        }
        let text = file.text.trim_start();
        let line =
            text.lines().find(|line| !line.trim_start().starts_with('#')).unwrap_or_default().trim_end();
        if text.starts_with(['{', '[']) {
            Form::Json
        } else if line == "---" || line.starts_with("- ") || line.ends_with(':') || line.contains(": ") {
            Form::Yaml
        } else {
            Form::Csv
        }
    }
}

impl Rows {
    /// Reads a file of facts; without a form, by its name or its text.
    pub fn read(sources: &Sources, file: FileId, form: Option<Form>) -> Result<Rows, FileProblem> {
        let source = sources.file(file);
        let form = form.unwrap_or_else(|| Form::of(source));
        if source.text.trim().is_empty() {
            return Err(FileProblem::NoCases { path: source.name.clone() });
        }
        let rows = match form {
            Form::Json => cases(json(source, file)?, form, source, file)?,
            Form::Yaml => cases(yaml(source, file)?, form, source, file)?,
            Form::Csv => Rows { form, rows: super::cells::read(source, file)?, many: true },
        };
        match rows.rows.is_empty() {
            true => Err(FileProblem::NoCases { path: source.name.clone() }),
            false => Ok(rows),
        }
    }

    /// Where a fact stands that is reached by these names, as far as they are found one after another in
    /// the case's text; the whole case where none is.
    pub fn place(&self, sources: &Sources, row: usize, path: &[&str]) -> Span {
        let span = self.rows[row].span;
        let file = sources.file(span.file);
        let mut place = span;
        let mut from = span.start as usize;
        if self.form == Form::Csv {
            // The names stand in the first line.
            place = Span::new(span.file, 0, file.line_text(0).len() as u32);
            from = 0;
        }
        let end = place.end as usize;
        for name in path {
            let Some(at) = named(&file.text[from..end], name) else { break };
            place = Span::new(span.file, (from + at) as u32, (from + at + name.len()) as u32);
            from = place.end as usize;
        }
        if place == span || from == 0 { span } else { place }
    }
}

/// Where a name stands as a whole word.
fn named(text: &str, name: &str) -> Option<usize> {
    let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(name)
        .find(|(at, _)| {
            !text[..*at].ends_with(inside) && !text[at + name.len()..].starts_with(inside) && !name.is_empty()
        })
        .map(|(at, _)| at)
}

/// One object is one case, an array of objects many.
fn cases(value: Value, form: Form, source: &SourceFile, file: FileId) -> Result<Rows, FileProblem> {
    let whole = Span::new(file, 0, source.text.trim_end().len() as u32);
    let not_cases = |value: &Value, span| FileProblem::FactsNotCases { found: kind(value), span };
    match value {
        Value::Object(facts) => Ok(Rows { form, rows: vec![Row { facts, span: whole }], many: false }),
        Value::Array(values) => {
            let spans = match form {
                Form::Json => elements(&source.text, file),
                _ => Vec::new(),
            };
            let span = |at: usize| spans.get(at).copied().unwrap_or(whole);
            let rows = values.into_iter().enumerate().map(|(at, value)| match value {
                Value::Object(facts) => Ok(Row { facts, span: span(at) }),
                other => Err(not_cases(&other, span(at))),
            });
            Ok(Rows { form, rows: rows.collect::<Result<_, _>>()?, many: true })
        }
        other => Err(not_cases(&other, whole)),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Where the elements of the outermost array stand, in a text that is known to be JSON.
fn elements(text: &str, file: FileId) -> Vec<Span> {
    let (mut spans, mut depth, mut start, mut in_text, mut escaped) = (Vec::new(), 0_u32, 0, false, false);
    let mut end = |from: usize, to: usize| {
        let words = &text[from..to];
        let from = from + (words.len() - words.trim_start().len());
        let span = Span::new(file, from as u32, (from + words.trim().len()) as u32);
        if !span.is_empty() {
            spans.push(span);
        }
    };
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => {
                depth += 1;
                if depth == 1 {
                    start = at + 1;
                }
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end(start, at);
                }
            }
            b',' if depth == 1 => {
                end(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    spans
}

/// The object of facts in one line of JSON Lines, or what is wrong with it.
pub fn object(line: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str::<Strict>(line) {
        Ok(Strict(Value::Object(facts))) => Ok(facts),
        Ok(Strict(other)) => Err(format!("facts are an object for each case, and this is {}", kind(&other))),
        Err(error) => Err(format!("this does not read as JSON: {}", kindly(&error.to_string()))),
    }
}

fn json(source: &SourceFile, file: FileId) -> Result<Value, FileProblem> {
    match serde_json::from_str::<Strict>(&source.text) {
        Ok(Strict(value)) => Ok(value),
        Err(error) => {
            let at = match error.line() {
                0 => 0,
                line => {
                    let last = source.line_of(source.text.len() as u32);
                    source.line_start((line - 1).min(last)) as usize + error.column().saturating_sub(1)
                }
            };
            Err(unreadable(Form::Json, &error.to_string(), at, source, file))
        }
    }
}

fn yaml(source: &SourceFile, file: FileId) -> Result<Value, FileProblem> {
    if let Some(at) = too_deep(&source.text) {
        return Err(unreadable(Form::Yaml, "recursion limit", at, source, file));
    }
    match serde_norway::from_str::<Strict>(&source.text) {
        Ok(Strict(value)) => Ok(value),
        Err(error) => {
            let at = error.location().map_or(0, |location| location.index());
            Err(unreadable(Form::Yaml, &error.to_string(), at, source, file))
        }
    }
}

/// Where more brackets stand open than any facts need: a reader of YAML takes time in their square.
fn too_deep(text: &str) -> Option<usize> {
    const DEEPEST: u32 = 1000;
    let mut depth = 0_u32;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

/// The fault with its place: the word that begins there, or the last words before it where none does.
pub(super) fn unreadable(form: Form, why: &str, at: usize, source: &SourceFile, file: FileId) -> FileProblem {
    let text = &source.text;
    let mut start = at.min(text.trim_end().len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let word =
        text[start..].find(|c: char| c.is_whitespace() || ",:{}[]".contains(c)).unwrap_or(text.len() - start);
    let next = text[start..].chars().next().map_or(0, char::len_utf8);
    let end = start + word.max(next);
    FileProblem::FactsUnreadable {
        form: form.name(),
        why: kindly(why),
        span: Span::new(file, start as u32, end as u32),
    }
}

/// What a reader of JSON or YAML says, in words for whoever wrote the facts.
fn kindly(why: &str) -> String {
    const WORDS: [(&str, &str); 18] = [
        ("EOF while parsing", "it ends before everything that was opened is closed"),
        ("end of stream", "it ends before everything that was opened is closed"),
        ("trailing comma", "there is a comma with nothing after it"),
        ("trailing characters", "something stands after the end of the facts"),
        ("key must be a string", "the name of a fact must stand in double quotation marks here"),
        ("expected a string", "the name of a fact must be a text"),
        ("expected `:`", "a colon must stand between a name and its value"),
        ("expected `,` or", "a comma, or the closing bracket, must stand here"),
        ("expected value", "a value must stand here"),
        (
            "expected ident",
            "a value must stand here: true, false, null, a number or a text in double quotation marks",
        ),
        ("control character", "a text must end on its own line, and so must its quotation marks"),
        ("invalid number", "this is not a number"),
        ("invalid escape", "a backslash must be written twice"),
        ("recursion limit", "it is nested too deeply"),
        (
            "cannot start any token",
            "this character cannot stand here: a line is indented with blanks, never with tabs",
        ),
        ("more than one document", "it holds several documents, where one is needed"),
        ("mapping values are not allowed", "a colon stands where none can: put the value in quotation marks"),
        (
            "did not find expected",
            "something is missing, or a line is indented otherwise than those around it",
        ),
    ];
    let plain = why.split(" at line ").next().unwrap_or(why);
    match WORDS.iter().find(|(theirs, _)| plain.contains(theirs)) {
        Some((_, ours)) => ours.to_string(),
        None => plain.to_string(),
    }
}

/// A value in which no object states a name twice, and no number has lost a digit.
struct Strict(Value);

/// How `serde_json` hands on a number it keeps as written.
const NUMBER: &str = "$serde_json::private::Number";

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("facts")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
        Ok(Strict(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    /// A binary number keeps fifteen digits; one that seems to have more has lost what was written.
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Strict, E> {
        let written = value.to_string();
        let digits = written.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        match Number::from_f64(value) {
            Some(number) if digits <= 15 => Ok(Strict(Value::Number(number))),
            _ => Err(E::custom("this number has more digits than can be kept: put it in quotation marks")),
        }
    }

    fn visit_str<E>(self, value: &str) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Strict, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = seq.next_element()? {
            values.push(value);
        }
        Ok(Strict(Value::Array(values)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Strict, A::Error> {
        let mut object = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == NUMBER && object.is_empty() {
                let written: String = map.next_value()?;
                let number = written.parse::<Number>().map_err(de::Error::custom)?;
                return Ok(Strict(Value::Number(number)));
            }
            let Strict(value) = map.next_value()?;
            if object.contains_key(&name) {
                return Err(de::Error::custom(format!("`{name}` is stated twice")));
            }
            object.insert(name, value);
        }
        Ok(Strict(Value::Object(object)))
    }
}
