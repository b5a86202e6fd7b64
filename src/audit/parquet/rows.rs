//! Rows of a batch as text, where they are to be written as text.

use arrow_array::{Array, ArrayRef, RecordBatch};
use csv::StringRecord;
use serde_json::{Map, Value as Json};

use super::values::{Durations, shown, value};
use crate::audit::read::{Row, Written};
use crate::casebook::rows::Form;

/// A row of a batch, which has this number in its table, if that is known: as cells, or as a line of JSON.
pub fn row(batch: &RecordBatch, row: usize, number: Option<u64>, form: Form) -> Row {
    let none = Durations::default();
    let value = |column: &dyn Array| value(column, row, "", &none);
    let written = match form {
        Form::Csv => {
            let cell = |column: &ArrayRef| match value(column) {
                None => String::new(),
                Some(Json::String(text)) => text,
                Some(value) => value.to_string(),
            };
            Written::Cells(batch.columns().iter().map(cell).collect::<StringRecord>())
        }
        _ => {
            let schema = batch.schema_ref();
            let stated = schema.fields().iter().zip(batch.columns());
            let stated = stated.filter_map(|(field, column)| Some((field.name().clone(), value(column)?)));
            Written::Line(Json::Object(stated.collect::<Map<_, _>>()).to_string())
        }
    };
    Row { line: number, written }
}

/// A row of a batch of lines, each of which was read whole.
pub fn line(batch: &RecordBatch, row: usize) -> Row {
    let text = batch.columns().first().map_or(String::new(), |lines| shown(lines, row));
    Row { line: None, written: Written::Line(text) }
}
