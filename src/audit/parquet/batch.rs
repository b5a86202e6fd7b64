//! Judging a batch of records: column by column what they say, row by row what comes of it.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
};
use arrow_array::{Array, ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field};
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

use super::values::value;
use crate::audit::alike::{Mark, Number};
use crate::audit::columns::{ADDED, Columns, Held};
use crate::audit::judging::{Answer, Auditor, Member, Outcome};
use crate::audit::points::Scale;
use crate::audit::write::cells_of;
use crate::casebook::cells::facts_of;
use crate::casebook::rows::Form;

/// The days from 0001-01-01 to 1970-01-01, from which Arrow counts.
const DAYS_BEFORE: i128 = 719_162;

impl<'l> Member<'l> {
    /// Judges the rows of a batch, whose columns are those that `columns` was made of, or only those of them that hold
    /// facts; the first row has this number, if that is known.
    pub fn judge_batch(
        &mut self,
        auditor: &Auditor<'l>,
        columns: &Columns,
        batch: &RecordBatch,
        first: Option<u64>,
    ) -> Vec<Outcome> {
        let is_whole = batch.num_columns() == columns.count();
        let place = |(at, held): (usize, Held)| if is_whole { held.column } else { at };
        let held = || columns.held().enumerate().map(|it| (it.1, batch.column(place((it.0, it.1)))));
        let said: Vec<Vec<Number>> = held().map(|(held, array)| self.numbers(auditor, held, array)).collect();
        let mut mark = Mark::default();
        let judge = |row: usize| {
            mark.clear();
            let marked = said.iter().try_for_each(|numbers| mark.add(numbers[row]));
            self.judge_marked(auditor, marked.map(|()| &mark), |member| {
                let cells = held().filter_map(|(held, array)| {
                    Some((held.path, value(array, row, held.fact, &auditor.durations)?))
                });
                let number = first.map(|first| first + row as u64);
                member.judge_facts(auditor, facts_of(cells), Form::Csv, number)
            })
        };
        (0..batch.num_rows()).map(judge).collect()
    }

    /// The numbers of what a column says, row by row.
    fn numbers(&mut self, auditor: &Auditor<'l>, held: Held, array: &ArrayRef) -> Vec<Number> {
        if let DataType::Dictionary(..) = array.data_type() {
            let dictionary = array.as_any_dictionary();
            let of_values = self.numbers(auditor, held, dictionary.values());
            if of_values.is_empty() {
                return vec![Number::NOTHING; array.len()];
            }
            let number = |(row, key): (usize, usize)| match array.is_null(row) {
                true => Number::NOTHING,
                false => of_values[key],
            };
            return dictionary.normalized_keys().into_iter().enumerate().map(number).collect();
        }
        let Member { alike, lookup, .. } = self;
        let facts = |value: Json| Some(facts_of([(held.path, value)]));
        let value = |row| value(array, row, held.fact, &auditor.durations);
        let mut number = |text: Option<&str>| match text {
            None => Number::NOTHING,
            Some(text) => alike.number(held.column, text, || facts(text.into()), Form::Csv, auditor, lookup),
        };
        if let Some(texts) = array.as_string_opt::<i32>() {
            return texts.iter().map(&mut number).collect();
        }
        if let Some(texts) = array.as_string_view_opt() {
            return texts.iter().map(&mut number).collect();
        }
        if let Some(answers) = array.as_boolean_opt() {
            let mut number = |yes: bool| {
                let words = if yes { "true" } else { "false" };
                alike.number(held.column, words, || facts(yes.into()), Form::Csv, auditor, lookup)
            };
            let numbers = [number(false), number(true)];
            let number = |yes: Option<bool>| yes.map_or(Number::NOTHING, |yes| numbers[usize::from(yes)]);
            return answers.iter().map(number).collect();
        }
        if let Some(points) = points(array) {
            let scale = scale(array);
            let number = |(row, point): (usize, Option<i64>)| match point {
                None => Number::NOTHING,
                Some(point) => {
                    let read = || value(row).and_then(facts);
                    alike.number_of_point(held.column, point, scale, read, auditor, lookup)
                }
            };
            return points.into_iter().enumerate().map(number).collect();
        }
        let number = |row: usize| match value(row) {
            None => Number::NOTHING,
            Some(value) => {
                let words = value.to_string();
                alike.number(held.column, &words, || facts(value), Form::Csv, auditor, lookup)
            }
        };
        (0..array.len()).map(number).collect()
    }
}

/// A column of whole numbers, days or decimals as whole numbers.
fn points(array: &dyn Array) -> Option<Vec<Option<i64>>> {
    macro_rules! of {
        ($kind:ty) => {
            array.as_primitive::<$kind>().iter().map(|point| point.map(i64::from)).collect()
        };
    }
    Some(match array.data_type() {
        DataType::Int8 => of!(Int8Type),
        DataType::Int16 => of!(Int16Type),
        DataType::Int32 => of!(Int32Type),
        DataType::Int64 => of!(Int64Type),
        DataType::UInt8 => of!(UInt8Type),
        DataType::UInt16 => of!(UInt16Type),
        DataType::UInt32 => of!(UInt32Type),
        DataType::Date32 => of!(Date32Type),
        DataType::Decimal128(..) => {
            let points = array.as_primitive::<Decimal128Type>().iter();
            let short = points.map(|point| point.map(i64::try_from).transpose());
            return short.collect::<Result<_, _>>().ok();
        }
        _ => return None,
    })
}

/// How such whole numbers stand to the points of a fact.
fn scale(array: &dyn Array) -> Scale {
    match array.data_type() {
        DataType::Date32 => Scale::Days { before: DAYS_BEFORE },
        DataType::Decimal128(_, places) => Scale::Decimal { places: i32::from(*places) },
        _ => Scale::Decimal { places: 0 },
    }
}

/// The columns that an audit adds, of rows that were judged: as `licit compile --to sql` answers, what is several
/// between semicolons, and nothing where there is none.
pub fn added<'o>(answers: impl Iterator<Item = &'o Arc<Answer>>) -> Vec<ArrayRef> {
    let (mut places, mut keys) = (FxHashMap::<*const Answer, i32>::default(), Vec::new());
    let mut texts = [(); 3].map(|()| StringBuilder::new());
    let mut exact = BooleanBuilder::new();
    for answer in answers {
        let next = places.len() as i32;
        keys.push(*places.entry(Arc::as_ptr(answer)).or_insert_with(|| {
            let [verdict, decided_by, missing, _] = cells_of(answer);
            for (builder, text) in texts.iter_mut().zip([verdict, decided_by, missing]) {
                builder.append_option(Some(text).filter(|text| !text.is_empty()));
            }
            next
        }));
        exact.append_value(answer.exact);
    }
    let keys = Int32Array::from(keys);
    let mut columns: Vec<ArrayRef> = Vec::new();
    for builder in &mut texts {
        let texts: StringArray = builder.finish();
        columns.push(Arc::new(DictionaryArray::new(keys.clone(), Arc::new(texts))));
    }
    columns.push(Arc::new(exact.finish()));
    columns
}

/// How those columns are called, and what they hold.
pub fn schema_of_added() -> Vec<Field> {
    let text = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let kinds = [text(), text(), text(), DataType::Boolean];
    ADDED.iter().zip(kinds).map(|(name, kind)| Field::new(*name, kind, true)).collect()
}
