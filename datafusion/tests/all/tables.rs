//! Tables of drawn cases for `exports.licit`, with cells that read and cells that do not.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int64Array,
    ListArray, RecordBatch, StringArray, StringBuilder,
};
use datafusion::arrow::datatypes::Int32Type;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Cells that read and cells that do not; the last one of a column states nothing.
pub const CELLS: [(&str, &[&str]); 9] = [
    ("action", &["use", "transfer", "lend", "\" use \"", ""]),
    ("buyer.country", &["IR", "HU", "Hungary", "\"I\nR\"", ""]),
    ("buyer.government", &["yes", "no", "maybe", "# no", ""]),
    ("buyer.rating", &["2.5", "2.499999999999999999999", "-7", "two", ""]),
    ("buyer.staff", &["3", "4", "1000000000000000", "3.5", ""]),
    ("offence.acts", &["arson", "fraud; arson", "none", "thef", ""]),
    ("offence.sentence", &["6 years", "71 months", "unlimited", "6", ""]),
    ("offence.since", &["2019-12-31", "2020-01-01", "2020-02-30", "\"2019-12-31 \"", ""]),
    ("deal.price", &["EUR 1 000", "EUR 1 000.01", "USD 5", "free", ""]),
];

/// Numbers that look drawn by chance, the same in every run: the steps of Knuth's MMIX generator.
fn draw(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) as usize) % below
}

/// So many rows, of which each cell is mostly one of the first two.
pub fn drawn(rows: usize) -> Vec<Vec<usize>> {
    let mut seed = 1;
    let mut cell = || if draw(&mut seed, 4) > 0 { draw(&mut seed, 2) } else { draw(&mut seed, 5) };
    (0..rows).map(|_| CELLS.iter().map(|_| cell()).collect()).collect()
}

/// A column in which one of these values stands in each row.
fn column<A, T>(rows: &[Vec<usize>], at: usize, of: [Option<T>; 5]) -> A
where
    A: FromIterator<Option<T>>,
    T: Clone,
{
    rows.iter().map(|row| of[row[at]].clone()).collect()
}

/// The same rows as columns of Arrow, with values that no cell of text has.
pub fn batch(rows: &[Vec<usize>]) -> RecordBatch {
    let actions = [Some("use"), Some("transfer"), Some("lend"), Some("use "), None];
    let countries = [Some("IR"), Some("HU"), Some("Hungary"), Some("ir"), None];
    let acts = [
        Some(vec![Some("arson")]),
        Some(vec![Some("fraud"), None]),
        Some(vec![]),
        Some(vec![Some("thef")]),
        None,
    ];
    let acts: Vec<Option<Vec<Option<&str>>>> = column(rows, 5, acts);
    let acts = ListArray::from_nested_iter::<StringBuilder, _, _, _>(acts);
    let prices = [Some(100_000), Some(100_001), Some(-1), Some(i128::MAX / 1_000_000), None];
    let prices = column::<Decimal128Array, i128>(rows, 8, prices).with_precision_and_scale(38, 2);
    let staff = [Some(3), Some(4), Some(i64::MAX), Some(-1), None];
    let sentences = [Some(72), Some(71), Some(i64::MAX), Some(-1), None];
    let since = [Some(18_261), Some(18_262), Some(i32::MAX), Some(0), None];
    let ratings = [Some(2.5), Some(2.4999), Some(-7.0), Some(f64::NAN), None];
    let governments = [Some(true), Some(false), None, Some(true), None];
    let columns: [(&str, ArrayRef); 10] = [
        ("id", Arc::new((0..rows.len() as i64).collect::<Int64Array>())),
        ("action", Arc::new(column::<DictionaryArray<Int32Type>, _>(rows, 0, actions))),
        ("buyer.country", Arc::new(column::<StringArray, _>(rows, 1, countries))),
        ("buyer.government", Arc::new(column::<BooleanArray, _>(rows, 2, governments))),
        ("buyer.rating", Arc::new(column::<Float64Array, _>(rows, 3, ratings))),
        ("buyer.staff", Arc::new(column::<Int64Array, _>(rows, 4, staff))),
        ("offence.acts", Arc::new(acts)),
        ("offence.sentence", Arc::new(column::<Int64Array, _>(rows, 6, sentences))),
        ("offence.since", Arc::new(column::<Date32Array, _>(rows, 7, since))),
        ("deal.price", Arc::new(prices.expect("a price"))),
    ];
    let columns = columns.into_iter().map(|(name, column)| (name, column, true));
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}

/// Writes them as a table in Parquet.
pub fn write(table: &Path, batch: &RecordBatch) {
    let file = File::create(table).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a table");
    writer.write(batch).expect("it is written");
    writer.close().expect("it is written");
}

/// The rows of a table in Parquet, each as text, in an order of their own.
pub fn read(table: &Path) -> Vec<String> {
    let file = File::open(table).expect("a table");
    let batches = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("Parquet");
    let options = FormatOptions::default();
    let mut rows = Vec::new();
    for batch in batches {
        let batch = batch.expect("rows");
        let columns: Vec<_> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column, &options).expect("values"))
            .collect();
        rows.extend((0..batch.num_rows()).map(|row| {
            columns.iter().map(|column| column.value(row).to_string()).collect::<Vec<_>>().join(" | ")
        }));
    }
    rows.sort();
    rows
}
