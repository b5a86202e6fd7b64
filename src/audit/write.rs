//! Writing judged rows, and those that were set aside, in the form they were read in.

use serde_json::{Map, Value as Json, json};

use super::columns::ADDED;
use super::judging::Answer;
use super::read::{Row, Written};
use crate::casebook::rows::Form;

/// What stands before a row that was set aside.
const OF_A_ROW_SET_ASIDE: [&str; 3] = ["file", "line", "reason"];

/// The first line of a table of judged rows; empty in JSON Lines.
pub fn heading(form: Form, columns: &[String]) -> String {
    match form {
        Form::Csv => cells(columns.iter().map(String::as_str).chain(ADDED)),
        _ => String::new(),
    }
}

/// A row with its answer: what is several, in a cell between semicolons, in JSON as an array.
pub fn judged(row: &Row, answer: &Answer) -> String {
    let Answer { verdict, decided_by, missing, exact } = answer;
    match &row.written {
        Written::Cells(written) => {
            let (by, missing) = (decided_by.join("; "), missing.join("; "));
            let exact = if *exact { "true" } else { "false" };
            cells(written.iter().chain([*verdict, &by, &missing, exact]))
        }
        Written::Object(object) => {
            let mut object = object.clone();
            let values = [json!(verdict), json!(decided_by), json!(missing), json!(exact)];
            object.extend(ADDED.iter().map(|name| (*name).to_owned()).zip(values));
            line(object)
        }
        Written::Broken { .. } => String::new(),
    }
}

/// The first line of a table of rows that were set aside; empty in JSON Lines.
pub fn heading_of_set_aside(form: Form, columns: &[String]) -> String {
    match form {
        Form::Csv => cells(OF_A_ROW_SET_ASIDE.into_iter().chain(columns.iter().map(String::as_str))),
        _ => String::new(),
    }
}

/// A row that was set aside, with where it stood and why; the row as it was read.
pub fn set_aside(form: Form, file: &str, row: &Row, why: &str) -> String {
    let number = row.line.to_string();
    let before = [file, &number, why];
    match (form, &row.written) {
        (Form::Csv, Written::Cells(written)) => cells(before.into_iter().chain(written)),
        (Form::Csv, Written::Broken { text, .. }) => cells(before.into_iter().chain([text.as_str()])),
        (_, written) => {
            let written = match written {
                Written::Object(object) => Json::Object(object.clone()),
                Written::Broken { text, .. } => Json::from(text.as_str()),
                Written::Cells(cells) => cells.iter().collect(),
            };
            let values = [json!(file), json!(row.line), json!(why), written];
            let names = OF_A_ROW_SET_ASIDE.into_iter().chain(["row"]).map(str::to_owned);
            line(names.zip(values).collect())
        }
    }
}

fn line(object: Map<String, Json>) -> String {
    Json::Object(object).to_string() + "\n"
}

fn cells<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // Neither can fail: it is written into memory, and what is written was text.
    let _ = writer.write_record(cells);
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
