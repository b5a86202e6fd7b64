//! What values of Arrow say, as cells of a table or values of JSON would say it.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, Decimal256Array};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, TimeUnit};
use jiff::civil::{Date, date};
use rustc_hash::FxHashMap;
use serde_json::{Map, Number, Value as Json};

use crate::program::{Measure, Program, Type, UNLIMITED};

/// How durations are measured, by the names of the facts that hold them: in a column they are whole numbers.
#[derive(Debug, Clone, Default)]
pub struct Durations(FxHashMap<String, Measure>);

impl Durations {
    /// Those of a policy's versions; the later ones count where they differ.
    pub fn of<'p>(versions: impl Iterator<Item = &'p Program>) -> Durations {
        let mut durations = Durations::default();
        for program in versions {
            let facts = program.facts.iter().map(|fact| (fact.name.to_string(), fact.ty));
            let of_lists = program.lists.iter().flat_map(|list| {
                let named = move |name| format!("{}.{name}", list.name);
                list.attributes.iter().map(move |attribute| (named(&attribute.name), attribute.ty))
            });
            for (name, ty) in facts.chain(of_lists) {
                if let Type::Point(measure @ (Measure::Months | Measure::Hours)) = ty {
                    durations.0.insert(name, measure);
                }
            }
        }
        durations
    }
}

/// What stands in a row of a column; `None` where nothing does. The name is that of the fact which the column holds.
pub fn value(array: &dyn Array, row: usize, name: &str, durations: &Durations) -> Option<Json> {
    if array.is_null(row) {
        return None;
    }
    Some(match array.data_type() {
        DataType::Null => return None,
        DataType::Boolean => Json::Bool(array.as_boolean().value(row)),
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).into(),
        DataType::Utf8View => array.as_string_view().value(row).into(),
        DataType::Dictionary(..) => {
            let this = array.slice(row, 1);
            let dictionary = this.as_any_dictionary();
            return value(dictionary.values(), dictionary.normalized_keys()[0], name, durations);
        }
        DataType::Int8 => whole(array.as_primitive::<Int8Type>().value(row).into(), name, durations),
        DataType::Int16 => whole(array.as_primitive::<Int16Type>().value(row).into(), name, durations),
        DataType::Int32 => whole(array.as_primitive::<Int32Type>().value(row).into(), name, durations),
        DataType::Int64 => whole(array.as_primitive::<Int64Type>().value(row).into(), name, durations),
        DataType::UInt8 => whole(array.as_primitive::<UInt8Type>().value(row).into(), name, durations),
        DataType::UInt16 => whole(array.as_primitive::<UInt16Type>().value(row).into(), name, durations),
        DataType::UInt32 => whole(array.as_primitive::<UInt32Type>().value(row).into(), name, durations),
        DataType::UInt64 => whole(array.as_primitive::<UInt64Type>().value(row).into(), name, durations),
        DataType::Float16 => binary(array.as_primitive::<Float16Type>().value(row).to_f32().to_string()),
        DataType::Float32 => binary(array.as_primitive::<Float32Type>().value(row).to_string()),
        DataType::Float64 => binary(array.as_primitive::<Float64Type>().value(row).to_string()),
        DataType::Decimal128(..) => {
            decimal(array.as_primitive::<Decimal128Type>().value_as_string(row), name, durations)
        }
        DataType::Decimal256(..) => {
            let array = array.as_any().downcast_ref::<Decimal256Array>()?;
            decimal(array.value_as_string(row), name, durations)
        }
        DataType::Date32 => day(array.as_primitive::<Date32Type>().value(row).into()),
        DataType::Date64 => day(array.as_primitive::<Date64Type>().value(row).div_euclid(86_400_000)),
        DataType::Timestamp(unit, None) => {
            let (ticks, of_a_day) = match unit {
                TimeUnit::Second => (array.as_primitive::<TimestampSecondType>().value(row), 86_400),
                TimeUnit::Millisecond => {
                    (array.as_primitive::<TimestampMillisecondType>().value(row), 86_400_000)
                }
                TimeUnit::Microsecond => {
                    (array.as_primitive::<TimestampMicrosecondType>().value(row), 86_400_000_000)
                }
                TimeUnit::Nanosecond => {
                    (array.as_primitive::<TimestampNanosecondType>().value(row), 86_400_000_000_000)
                }
            };
            day(ticks.div_euclid(of_a_day))
        }
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => {
            let elements = match array.data_type() {
                DataType::List(_) => array.as_list::<i32>().value(row),
                DataType::LargeList(_) => array.as_list::<i64>().value(row),
                _ => array.as_fixed_size_list().value(row),
            };
            // What is not known of a list is that there may be more in it.
            let element = |at| value(&elements, at, name, durations).unwrap_or(Json::Null);
            (0..elements.len()).map(element).collect()
        }
        DataType::Struct(fields) => {
            let columns = array.as_struct().columns();
            let stated = fields.iter().zip(columns).filter_map(|(field, column)| {
                let name = format!("{name}.{}", field.name());
                Some((field.name().clone(), value(column, row, &name, durations)?))
            });
            Json::Object(stated.collect::<Map<_, _>>())
        }
        _ => shown(array, row).into(),
    })
}

/// A value as a person would see it in a table.
pub fn shown(array: &dyn Array, row: usize) -> String {
    let formatter = ArrayFormatter::try_new(array, &FormatOptions::default());
    formatter.map_or(String::new(), |formatter| formatter.value(row).to_string())
}

fn whole(number: i128, name: &str, durations: &Durations) -> Json {
    decimal(number.to_string(), name, durations)
}

/// A number in its digits, of which none is lost; a duration with what is counted.
fn decimal(digits: String, name: &str, durations: &Durations) -> Json {
    let of = match durations.0.get(name) {
        None => return number(digits),
        Some(Measure::Months) => "month",
        Some(_) => "hour",
    };
    match digits.parse() {
        Ok(UNLIMITED) => "unlimited".into(),
        Ok(1) => format!("1 {of}").into(),
        _ => format!("{digits} {of}s").into(),
    }
}

fn number(digits: String) -> Json {
    match digits.parse::<Number>() {
        Ok(number) => Json::Number(number),
        Err(_) => Json::String(digits),
    }
}

/// A binary number as it is shortest written; one that is no number stays a text, which no fact can be.
fn binary(written: String) -> Json {
    number(written)
}

/// So many days after 1970-01-01, as the calendar has it.
fn day(days: i64) -> Json {
    const EPOCH: Date = date(1970, 1, 1);
    let span = jiff::Span::new().try_days(days);
    match span.and_then(|span| EPOCH.checked_add(span)) {
        Ok(day) => day.to_string().into(),
        Err(_) => format!("{days} days after 1970-01-01").into(),
    }
}
