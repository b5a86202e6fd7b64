//! Audits of tables in Parquet: the law that a row is judged as its case is, whatever its columns are made of, and whole
//! runs from one form to another.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, ListArray, RecordBatch, StringArray, StructArray, TimestampMicrosecondArray,
};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::Field;
use licit::audit::{Answer, Auditor, Columns, Outcome, Plan, Team};
use licit::casebook::ask::{self, Request};
use licit::casebook::rows::{Form, Rows};
use licit::model::Library;
use licit::source::Sources;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;

const POLICY: &str = r#"policy export "Exports"
  actions    use, transfer
  otherwise  prohibited

terms act open
  arson
  fraud

entity buyer
  country    : country
  government : yes/no
  rating     : number
  staff      : whole number

entity offence
  acts     : set of act
  sentence : duration
  custody  : duration in days
  since    : date
  ended    : date

entity deal
  price : money in EUR

entities target
  age  : whole number
  acts : set of act

clause 1 "Who"
  prohibit use when any of
    (a) buyer.country is one of KP, IR
    (b) buyer.rating is less than 2.5
    (c) any target where age is less than 18
    (d) buyer.staff is at most 3

clause 2 "What for"
  permit use when any of
    (a) offence.acts includes arson
    (b) offence.sentence is at least 6 years
    (c) offence.custody is more than 2 days
    (d) offence.since is before 2020-01-01
    (e) offence.ended is after offence.since

clause 3 "Large deals"
  permit transfer when deal.price is at most EUR 1 000
    unless buyer.government
"#;

/// One column: what stands in a row, and the same in JSON; nothing where nothing is stated.
struct Column {
    name: &'static str,
    of: fn(&[usize]) -> ArrayRef,
    said: &'static [&'static str],
}

/// So many days after 1970-01-01.
const DAYS: [Option<i32>; 4] = [Some(18_261), Some(18_262), Some(18_263), None];
const DAYS_SAID: [&str; 4] = ["\"2019-12-31\"", "\"2020-01-01\"", "\"2020-01-02\"", ""];

fn lists(rows: &[usize], of: &[Option<&[Option<&str>]>]) -> ListArray {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for row in rows {
        match of[*row] {
            None => lists.append_null(),
            Some(members) => lists.append_value(members.iter().copied()),
        }
    }
    lists.finish()
}

const COLUMNS: [Column; 13] = [
    Column {
        name: "action",
        of: |rows| {
            let of = ["use", "transfer", "lend"];
            Arc::new(rows.iter().map(|row| of.get(*row).copied()).collect::<DictionaryArray<Int32Type>>())
        },
        said: &["\"use\"", "\"transfer\"", "\"lend\"", ""],
    },
    Column {
        name: "buyer.country",
        of: |rows| {
            let of = ["IR", "HU", "Hungary"];
            Arc::new(rows.iter().map(|row| of.get(*row).copied()).collect::<StringArray>())
        },
        said: &["\"IR\"", "\"HU\"", "\"Hungary\"", ""],
    },
    Column {
        name: "buyer.government",
        of: |rows| {
            let of = [Some(true), Some(false), None];
            Arc::new(rows.iter().map(|row| of[*row]).collect::<BooleanArray>())
        },
        said: &["true", "false", ""],
    },
    Column {
        name: "buyer.rating",
        of: |rows| {
            let of = [Some(2.5), Some(2.499), Some(-7.0), None];
            Arc::new(rows.iter().map(|row| of[*row]).collect::<Float64Array>())
        },
        said: &["2.5", "2.499", "-7", ""],
    },
    Column {
        name: "buyer.staff",
        of: |rows| {
            let of = [Some(3), Some(4), Some(-1), Some(i64::MAX), Some(1_000_000_000_000_000), None];
            Arc::new(rows.iter().map(|row| of[*row]).collect::<Int64Array>())
        },
        said: &["3", "4", "-1", "9223372036854775807", "1000000000000000", ""],
    },
    Column {
        name: "offence.acts",
        of: |rows| {
            let of: [Option<&[Option<&str>]>; 6] = [
                Some(&[Some("arson")]),
                Some(&[]),
                Some(&[Some("fraud"), None]),
                Some(&[None]),
                None,
                Some(&[Some("thef")]),
            ];
            Arc::new(lists(rows, &of))
        },
        said: &["[\"arson\"]", "[]", "[\"fraud\", null]", "[null]", "", "[\"thef\"]"],
    },
    Column {
        name: "offence.sentence",
        of: |rows| {
            let of = [Some(71), Some(72), Some(73), Some(-1), Some(1), None];
            Arc::new(rows.iter().map(|row| of[*row]).collect::<Int32Array>())
        },
        said: &["\"P71M\"", "\"P72M\"", "\"P6Y1M\"", "-1", "\"P1M\"", ""],
    },
    Column {
        name: "offence.custody",
        of: |rows| {
            let of = [Some(48), Some(49), Some(10_000_000_000_000_000), None];
            Arc::new(rows.iter().map(|row| of[*row]).collect::<Int64Array>())
        },
        said: &["\"PT48H\"", "\"PT49H\"", "\"unlimited\"", ""],
    },
    Column {
        name: "offence.since",
        of: |rows| Arc::new(rows.iter().map(|row| DAYS[*row]).collect::<Date32Array>()),
        said: &DAYS_SAID,
    },
    Column {
        name: "offence.ended",
        of: |rows| {
            let ticks = |days: i32| i64::from(days) * 86_400_000_000 + 3_600_000_000;
            Arc::new(rows.iter().map(|row| DAYS[*row].map(ticks)).collect::<TimestampMicrosecondArray>())
        },
        said: &DAYS_SAID,
    },
    Column {
        name: "deal.price",
        of: |rows| {
            let of = [Some(100_000), Some(100_001), Some(-1), Some(10_i128.pow(18)), None];
            let prices = rows.iter().map(|row| of[*row]).collect::<Decimal128Array>();
            Arc::new(prices.with_precision_and_scale(20, 2).unwrap())
        },
        said: &["1000.00", "1000.01", "-0.01", "\"10000000000000000.00\"", ""],
    },
    Column {
        name: "target",
        of: |rows| {
            // One target a row, or none stated.
            let ages = rows.iter().map(|row| [Some(17), Some(18), None, None][*row]).collect::<Int32Array>();
            let acts = lists(rows, &[Some(&[Some("arson")]), Some(&[]), None, None]);
            let fields = [("age", Arc::new(ages) as ArrayRef), ("acts", Arc::new(acts))];
            let fields = fields
                .map(|(name, array)| (Arc::new(Field::new(name, array.data_type().clone(), true)), array));
            let targets = StructArray::from(fields.to_vec());
            let field = Arc::new(Field::new("item", targets.data_type().clone(), true));
            let one: Option<&[Option<&str>]> = Some(&[None]);
            let ends = lists(rows, &[one; 4]).offsets().clone();
            let known = rows.iter().map(|row| *row < 3).collect();
            Arc::new(ListArray::new(field, ends, Arc::new(targets), Some(known)))
        },
        said: &["[{\"age\": 17, \"acts\": [\"arson\"]}]", "[{\"age\": 18, \"acts\": []}]", "[{}]", ""],
    },
    Column { name: "id", of: |rows| Arc::new((0..rows.len() as i32).collect::<Int32Array>()), said: &[""] },
];

fn policy() -> Sources {
    let mut sources = Sources::default();
    sources.add("export.licit", POLICY);
    sources
}

fn batch(rows: &[Vec<usize>]) -> RecordBatch {
    let array = |at: usize| {
        let column = &COLUMNS[at];
        let chosen: Vec<usize> = rows.iter().map(|row| row[at] % column.said.len()).collect();
        (column.name, (column.of)(&chosen), true)
    };
    RecordBatch::try_from_iter_with_nullable((0..COLUMNS.len()).map(array)).unwrap()
}

fn json(row: &[usize]) -> String {
    let said = COLUMNS.iter().zip(row).map(|(column, at)| (column.name, column.said[at % column.said.len()]));
    let said: Vec<String> =
        said.filter(|(_, said)| !said.is_empty()).map(|(name, said)| format!("\"{name}\": {said}")).collect();
    format!("{{{}}}", said.join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// A row of a batch is judged as `licit eval` judges the case that the same values in JSON state, whatever rows came
    /// before it, and is set aside where that refuses it.
    #[test]
    fn a_record_is_judged_as_its_case_is(
        rows in prop::collection::vec(prop::collection::vec(0usize..60, COLUMNS.len()), 1..40),
        few in 1usize..7,
    ) {
        let rows: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(|at| at % few).collect()).collect();
        let sources = policy();
        let (library, problems) = Library::load(&sources);
        prop_assert!(problems.is_empty(), "{:?}", problems);
        let auditor = Auditor::of(&sources, &library, "export".to_owned(), Request::default());
        let names: Vec<String> = COLUMNS.iter().map(|column| column.name.to_owned()).collect();
        let plan = Plan { keep_others: true, ..Plan::default() };
        let columns = Columns::named("rows", Form::Csv, &names, plan, &auditor).expect("its columns are facts");
        let all = batch(&rows);
        let mut outcomes = Vec::new();
        let mut batches = [all.slice(0, rows.len() / 2), all.slice(rows.len() / 2, rows.len() - rows.len() / 2)].into_iter();
        let done = |judged: Vec<Outcome>| {
            outcomes.extend(judged);
            Ok::<_, ()>(())
        };
        Team::of(&auditor, 1)
            .work(|| Ok(batches.next()), |member, batch| member.judge_batch(&auditor, &columns, &batch, Some(1)), done)
            .expect("batches");
        for (row, outcome) in rows.iter().zip(outcomes) {
            let line = json(row);
            let mut alone = policy();
            let file = alone.add("row", line.clone());
            let read = Rows::read(&alone, file, Some(Form::Json)).expect("a case");
            match (ask::judge_data(&alone, &library, &Request::default(), &read), outcome) {
                (Ok(judged), Outcome::Judged(answer)) => {
                    prop_assert_eq!(&*answer, &Answer::of(&judged[0].program, &judged[0].verdict), "{}", line);
                }
                (Err(_), Outcome::SetAside(why)) => prop_assert!(!why.is_empty()),
                (judged, outcome) => prop_assert!(false, "{}: {:?} and {:?}", line, judged.is_ok(), outcome),
            }
        }
    }
}

struct Desk(PathBuf);

impl Desk {
    fn of(name: &str) -> Desk {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parquet").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("export.licit"), POLICY).unwrap();
        Desk(folder)
    }

    /// Writes a table in groups of three rows.
    fn table(&self, name: &str, rows: &[Vec<usize>]) {
        let batch = batch(rows);
        let properties = WriterProperties::builder().set_max_row_group_row_count(Some(3)).build();
        let file = File::create(self.0.join(name)).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    fn audit(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_licit"));
        command.args(["audit", "export.licit"]).args(arguments).args(["--keep-others", "--format", "plain"]);
        let output = command.current_dir(&self.0).env("NO_COLOR", "1").output().unwrap();
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
    }

    /// The rows of a table, read back.
    fn shown(&self, name: &str) -> String {
        let file = File::open(self.0.join(name)).unwrap();
        let batches = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
        let mut text = String::new();
        for batch in batches.map(Result::unwrap) {
            let fields = batch.schema_ref().fields().iter();
            let options = FormatOptions::default().with_null("-");
            for row in 0..batch.num_rows() {
                let cells = fields.clone().zip(batch.columns()).map(|(field, column)| {
                    let formatter = ArrayFormatter::try_new(column, &options).unwrap();
                    format!("{} {}", field.name(), formatter.value(row))
                });
                text += &(cells.collect::<Vec<_>>().join(" | ") + "\n");
            }
        }
        text
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
}

/// Six rows in which all can be judged, then three of which one cannot.
fn rows() -> Vec<Vec<usize>> {
    let row = |country: usize, sentence: usize, price: usize| {
        let mut row = vec![0, country, 1, 0, 1, 4, sentence, 3, 3, 3, price, 3, 0];
        row[8] = 1;
        row
    };
    vec![
        row(0, 0, 0),
        row(1, 1, 1),
        row(1, 5, 4),
        row(1, 2, 2),
        row(0, 1, 0),
        row(3, 0, 1),
        row(1, 0, 0),
        row(2, 0, 0),
        row(1, 1, 0),
    ]
}

#[test]
fn a_table_becomes_a_table() {
    let desk = Desk::of("table");
    desk.table("log.parquet", &rows());
    let told = desk.audit(&["log.parquet", "--out", "judged.parquet"]);
    let again = desk.audit(&["judged.parquet", "--out", "twice.parquet"]);
    assert!(again.contains("has a column `verdict`, and the audit adds one"), "{again}");
    let text = desk.audit(&["log.parquet", "--out", "judged.csv"]);
    // The same rows, read back by themselves.
    let shown = desk.shown("judged.parquet");
    insta::assert_snapshot!(
        "parquet_table",
        format!(
            "{told}==== judged.parquet\n{shown}\n==== judged.bad.csv\n{}==== as CSV\n{text}{}",
            desk.read("judged.bad.csv"),
            desk.read("judged.csv"),
        )
    );
}

#[test]
fn text_becomes_a_table_and_a_table_text() {
    let desk = Desk::of("text");
    fs::write(desk.0.join("log.csv"), "id,action,offence.sentence\n1,use,7 years\n2,use,soon\n3,,\n")
        .unwrap();
    let told = desk.audit(&["log.csv", "--out", "judged.parquet"]);
    assert!(told.contains("3 rows: 2 judged, 1 set aside"), "{told}");
    insta::assert_snapshot!("parquet_of_text", desk.shown("judged.parquet"));
    desk.table("log.parquet", &rows());
    desk.audit(&["log.parquet", "--out", "judged.jsonl"]);
    insta::assert_snapshot!("parquet_as_lines", desk.read("judged.jsonl"));
}

/// An audit into a table that was interrupted comes to the same table as one run, byte by byte.
#[test]
fn what_was_interrupted_goes_on() {
    let desk = Desk::of("resume");
    let row = |row: usize| format!("{row},{},{} years\n", ["use", "transfer", ""][row % 3], row % 11);
    let rows: Vec<String> = (0..40_000).map(row).collect();
    let log = |rows: &[String]| format!("id,action,offence.sentence\n{}", rows.concat());
    let start = |out: &str, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_licit"));
        command.args(["audit", "export.licit", "-", "--keep", "id", "--out", out]).args(more);
        command.current_dir(&desk.0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let run = |out: &str, more: &[&str]| {
        let mut child = start(out, more);
        child.stdin.take().unwrap().write_all(log(&rows).as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    };
    run("whole.parquet", &[]);
    let mut child = start("part.parquet", &[]);
    let mut input = child.stdin.take().unwrap();
    input.write_all(log(&rows[..33_000]).as_bytes()).unwrap();
    let folder = desk.0.join("part.parquet.unfinished");
    for _ in 0..600 {
        if folder.join("note.json").exists() {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(folder.join("judged.contents").exists() && !desk.0.join("part.parquet").exists());
    // What is noted tells of so many rows; what was written behind them is written anew.
    let noted = fs::read_to_string(folder.join("note.json")).unwrap();
    assert!(!noted.contains("\"judged\":0,"), "{noted}");
    run("part.parquet", &["--resume"]);
    assert_eq!(desk.shown("part.parquet"), desk.shown("whole.parquet"));
    assert!(
        fs::read(desk.0.join("part.parquet")).unwrap() == fs::read(desk.0.join("whole.parquet")).unwrap()
    );
    assert!(!folder.exists());
}

#[test]
fn what_is_no_parquet_is_told() {
    let desk = Desk::of("broken");
    fs::write(desk.0.join("log.parquet"), "PAR1 and then nothing PAR1").unwrap();
    let told = desk.audit(&["log.parquet"]);
    assert!(told.contains("L0005") && told.contains("it is no Parquet as it should be"), "{told}");
    desk.table("one.parquet", &rows());
    let whole = fs::read(desk.0.join("one.parquet")).unwrap();
    // A byte changed in the middle is told, or makes no difference; nothing is left of what was begun.
    for at in (4..whole.len()).step_by(97) {
        let mut broken = whole.clone();
        broken[at] ^= 0xff;
        fs::write(desk.0.join("log.parquet"), broken).unwrap();
        let told = desk.audit(&["log.parquet", "--out", "judged.parquet"]);
        assert!(!told.contains("panicked"), "{at}: {told}");
        // Nothing is left of it; or what was judged before the fault is, and whoever goes on meets the same fault.
        let folder = desk.0.join("judged.parquet.unfinished");
        if folder.exists() {
            assert!(told.contains("L0005"), "{at}: {told}");
            let again = desk.audit(&["log.parquet", "--out", "judged.parquet"]);
            assert!(again.contains("L0078"), "{at}: {again}");
            let gone_on = desk.audit(&["log.parquet", "--out", "judged.parquet", "--resume"]);
            assert_eq!(gone_on, told, "{at}");
        }
        assert!(!desk.0.join("judged.parquet").exists() || !told.contains("L0005"), "{at}: {told}");
        let _ = fs::remove_file(desk.0.join("judged.parquet"));
        let _ = fs::remove_dir_all(folder);
    }
    let other = batch(&rows()[..1]).project(&[0, 1]).unwrap();
    let mut writer =
        ArrowWriter::try_new(File::create(desk.0.join("two.parquet")).unwrap(), other.schema(), None)
            .unwrap();
    writer.write(&other).unwrap();
    writer.close().unwrap();
    let told = desk.audit(&["one.parquet", "two.parquet", "--out", "judged.parquet"]);
    assert!(told.contains("L0077"), "{told}");
}
