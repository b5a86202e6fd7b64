//! Writing judged rows, and those that were set aside: in the form they were read in, or in another.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json, json};

use super::columns::ADDED;
use super::judging::{Answer, Outcome};
use super::lines;
use super::read::{Kept, Row, Written};
use crate::casebook::rows::{Form, object};
use crate::program::Ruling;
use crate::report::data;

/// What stands before a row that was set aside.
const OF_A_ROW_SET_ASIDE: [&str; 3] = ["file", "line", "reason"];

/// Writes rows in one form. Cells and lines of JSON are kept letter by letter where the form is the same.
#[derive(Debug, Clone)]
pub struct Pen {
    kept: Kept,
    columns: Vec<String>,
}

impl Pen {
    /// For tables of these columns.
    pub fn of(kept: Kept, columns: Vec<String>) -> Pen {
        Pen { kept, columns }
    }

    /// The form it writes.
    pub fn kept(&self) -> Kept {
        self.kept
    }

    fn cells(&self) -> csv::Writer<Vec<u8>> {
        let delimiter = if self.kept == Kept::Tsv { b'\t' } else { b',' };
        csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new())
    }

    /// What stands before all judged rows; nothing in JSON Lines.
    pub fn heading(&self) -> Vec<u8> {
        self.line(self.columns.iter().map(String::as_str).chain(ADDED))
    }

    /// What stands before all rows that are set aside.
    pub fn heading_of_set_aside(&self, read: Form) -> Vec<u8> {
        match read {
            Form::Csv => {
                self.line(OF_A_ROW_SET_ASIDE.into_iter().chain(self.columns.iter().map(String::as_str)))
            }
            _ => self.line(OF_A_ROW_SET_ASIDE.into_iter().chain(["row"])),
        }
    }

    fn line<'c>(&self, names: impl Iterator<Item = &'c str>) -> Vec<u8> {
        if self.kept.form() != Form::Csv {
            return Vec::new();
        }
        let mut writer = self.cells();
        let _ = writer.write_record(names);
        written(writer)
    }

    /// Why a row cannot be written in this form, if it cannot.
    pub fn misfit(&self, row: &Row) -> Option<String> {
        let (Form::Csv, Written::Line(line)) = (self.kept.form(), &row.written) else { return None };
        let names = lines::names(line);
        let strange = names.iter().find(|name| !self.columns.contains(name))?;
        Some(format!(
            "it has a column `{strange}`, which the first row has not; a table has the same columns in every row"
        ))
    }

    /// The rows that were judged, each with its answer: what is several in a cell between semicolons, in JSON as an
    /// array.
    pub fn judged(&self, rows: &[Row], outcomes: &[Outcome]) -> Vec<u8> {
        let judged = rows.iter().zip(outcomes).filter_map(|(row, outcome)| match outcome {
            Outcome::Judged(answer) => Some((row, &**answer)),
            Outcome::SetAside(_) => None,
        });
        match self.kept.form() {
            Form::Csv => self.judged_cells(judged),
            _ => self.judged_lines(judged),
        }
    }

    fn judged_cells<'r>(&self, rows: impl Iterator<Item = (&'r Row, &'r Answer)>) -> Vec<u8> {
        let mut writer = self.cells();
        let mut added: FxHashMap<*const Answer, [String; 4]> = FxHashMap::default();
        for (row, answer) in rows {
            // What is written into memory cannot fail.
            let cells = cells_of_row(row, &self.columns);
            let _ = cells.iter().try_for_each(|cell| writer.write_field(&**cell));
            let added = added.entry(answer).or_insert_with(|| cells_of(answer));
            let _ = writer.write_record(&*added);
        }
        written(writer)
    }

    fn judged_lines<'r>(&self, rows: impl Iterator<Item = (&'r Row, &'r Answer)>) -> Vec<u8> {
        let mut text = Vec::new();
        let mut added: FxHashMap<*const Answer, String> = FxHashMap::default();
        for (row, answer) in rows {
            let before = text.len();
            match &row.written {
                Written::Line(line) => {
                    let line = line.trim_end();
                    text.extend_from_slice(line.strip_suffix('}').unwrap_or(line).trim_end().as_bytes());
                }
                Written::Cells(cells) => {
                    let cells = self.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
                    let object: Map<String, Json> =
                        cells.map(|(name, cell)| (name.clone(), cell.into())).collect();
                    let line = Json::Object(object).to_string();
                    text.extend_from_slice(&line.as_bytes()[..line.len() - 1]);
                }
                Written::Broken { .. } => text.push(b'{'),
            }
            if text.len() - before > 1 {
                text.push(b',');
            }
            text.extend_from_slice(added.entry(answer).or_insert_with(|| line_of(answer)).as_bytes());
        }
        text
    }

    /// A row that was set aside, with where it stood and why; the row as it was read.
    pub fn set_aside(&self, file: &str, row: &Row, why: &str) -> Vec<u8> {
        let number = row.line.map_or(String::new(), |line| line.to_string());
        let before = [file, &number, why];
        if self.kept.form() == Form::Csv {
            let mut writer = self.cells();
            let _ = match &row.written {
                Written::Cells(cells) => writer.write_record(before.into_iter().chain(cells)),
                Written::Line(text) | Written::Broken { text, .. } => {
                    writer.write_record(before.into_iter().chain([text.as_str()]))
                }
            };
            return written(writer);
        }
        let row_as_read = match &row.written {
            Written::Line(line) => object(line).map_or(Json::from(line.trim()), Json::Object),
            Written::Broken { text, .. } => Json::from(text.as_str()),
            Written::Cells(cells) => cells.iter().collect(),
        };
        let values = [json!(file), json!(row.line), json!(why), row_as_read];
        let names = OF_A_ROW_SET_ASIDE.into_iter().chain(["row"]).map(str::to_owned);
        let mut line = Json::Object(names.zip(values).collect()).to_string();
        line.push('\n');
        line.into_bytes()
    }
}

/// What stands in a row under each of these names; what is written is all that is asked, not whether it is so.
pub fn cells_of_row<'r>(row: &'r Row, names: &[String]) -> Vec<Cow<'r, str>> {
    let line = match &row.written {
        Written::Cells(cells) => return cells.iter().map(Cow::Borrowed).collect(),
        Written::Line(line) => line,
        Written::Broken { .. } => return Vec::new(),
    };
    let lines::Written(written) = lines::Written::of(line).unwrap_or(lines::Written(Vec::new()));
    let mut values = vec![Cow::Borrowed(""); names.len()];
    for (at, (name, value)) in written.iter().enumerate() {
        // Mostly they stand in the same order in every line.
        let same = names.get(at).is_some_and(|column| column == name);
        let elsewhere = || names.iter().position(|column| column == name);
        if let Some(place) = if same { Some(at) } else { elsewhere() } {
            values[place] = match value.get() {
                "null" => Cow::Borrowed("unknown"),
                text if text.starts_with('"') => {
                    serde_json::from_str(text).map_or(Cow::Borrowed(text), Cow::Owned)
                }
                other => Cow::Borrowed(other),
            };
        }
    }
    values
}

/// An answer as cells: what is several between semicolons.
pub fn cells_of(answer: &Answer) -> [String; 4] {
    let Answer { verdict, decided_by, missing, exact } = answer;
    [(*verdict).to_owned(), decided_by.join("; "), missing.join("; "), exact.to_string()]
}

/// The answer of which those are the cells, as far as they tell; `None` where they are of none.
pub fn answer_of(verdict: &str, decided_by: &str, missing: &str, exact: bool) -> Option<Answer> {
    let several = |cell: &str| {
        let parts = cell.split("; ").filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let verdict = Ruling::ALL.map(data::ruling).into_iter().find(|ruling| *ruling == verdict)?;
    Some(Answer { verdict, decided_by: several(decided_by), missing: several(missing), exact })
}

/// An answer as the rest of an object, with the end of its line.
fn line_of(answer: &Answer) -> String {
    let Answer { verdict, decided_by, missing, exact } = answer;
    let values = [json!(verdict), json!(decided_by), json!(missing), json!(exact)];
    let added: Vec<String> =
        ADDED.iter().zip(values).map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{}}}\n", added.join(","))
}

fn written(writer: csv::Writer<Vec<u8>>) -> Vec<u8> {
    writer.into_inner().unwrap_or_default()
}
