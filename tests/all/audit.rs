//! Audits: what is written beside the rows of a table, whole runs as a terminal shows them, and the law that a row is
//! judged as its case is.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{sleep, spawn};
use std::time::Duration;

use licit::audit::{Answer, Auditor, Columns, Kept, Outcome, Plan, Table, Team};
use licit::casebook::ask::{self, Request};
use licit::casebook::rows::Rows;
use licit::model::Library;
use licit::problem::{Severity, Tell};
use licit::source::Sources;
use proptest::prelude::*;

/// Uses of the system, as an agency might log them: plain ones, one that is barely known, sets, and four that cannot be
/// judged.
const USES: &str = "\
# What the agency logged in spring.
id,on,action,country,buyer.government,buyer.certificate,buyer.approval,operation.purpose,offence.act,offence.aim,offence.intentional,offence.under-national-law,offence.maximum-sentence,target[0].profession,target[0].chosen-for,breaches-privacy-law,breaches-other-law
1,2022-03-01,use,HU,yes,yes,yes,investigation,other-offence,other-aim,yes,yes,8 years,other-profession,suspected-of-offence,no,no
2,2022-03-01,use,HU,yes,yes,yes,investigation,other-offence,other-aim,yes,yes,2 years,other-profession,suspected-of-offence,no,no
3,2022-03-01,use,HU,true,true,true,investigation and prevention,kidnapping and hostage-taking,intimidating-population,yes,yes,12 years,journalist,suspected-of-offence,no,no
4,2022-03-01,use,HU,yes,yes,yes,investigation,expression,other-aim,yes,yes,8 years,politician,opinion and political-affiliation,no,no
5,2022-03-01,use,XR,yes,yes,yes,investigation,other-offence,other-aim,yes,yes,8 years,other-profession,suspected-of-offence,no,no
6,2022-03-01,transfer,HU,yes,yes,yes,,,,,,,,,no,no
7,2022-03-01,use,HU,yes,yes,yes,investigation,other-offence,other-aim,yes,yes,unknown,,,unknown,no
8,2022-03-01,use,Hungary,yes,yes,yes,investigation,other-offence,other-aim,yes,yes,8 years,,,no,no
9,2022-03-01,use,HU,maybe,yes,yes,investigation,other-offence,other-aim,yes,yes,8 years,,,no,no
10,2022-03-01,use,HU,yes
11,2022-03-01,use,HU,yes,yes,yes,investigation,\"kidnaping, seizure-of-ship\",other-aim,yes,yes,8 years,,,no,no
12,2021-03-01,use,HU,,,,investigation,,,,yes,,,,,
";

const LINES: &str = r#"{"id": 1, "on": "2022-03-01", "action": "use", "buyer": {"country": "HU", "government": true, "certificate": true, "approval": true}, "operation": {"purpose": ["investigation"]}, "offence": {"act": ["other-offence"], "aim": ["other-aim"], "intentional": true, "under-national-law": true, "maximum-sentence": "P8Y"}, "target": [{"chosen-for": ["suspected-of-offence"]}], "breaches-privacy-law": false, "breaches-other-law": false}
{"id": 2, "on": "2022-03-01", "action": "use", "buyer": {"country": "XR"}}

{"id": 3, "on": "2022-03-01", "action": "use", "buyer": {"country": "HU"}, "breaches-privacy-law": null}
{"id": 4, "action": "use", "buyer": {"land": "HU"}}
{"id": 5, "action": "use", "buyer": {"country": "HU"}
[6]
{"id": 7, "action": "use", "offence": {"act": ["kidnaping"]}, "verdict": "permitted"}
"#;

const LAMP: &str = "policy lamp \"The lamp\"\n  actions light\n  otherwise permitted\n\n\
                    entity hour\n  late : yes/no\n  number : whole number\n\n\
                    clause 1 \"Night\"\n  prohibit light when hour is late\n";

struct Desk(PathBuf);

impl Desk {
    fn of(name: &str) -> Desk {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("audit").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let desk = Desk(folder);
        desk.write("uses.csv", USES);
        desk.write("uses.jsonl", LINES);
        desk.write("lamp.licit", LAMP);
        desk
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_else(|_| "(not there)\n".to_owned())
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_licit"));
        command.arg("audit").args(arguments).current_dir(&self.0).env("NO_COLOR", "1");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn licit(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.start(arguments).wait_with_output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        let status = output.status.code().unwrap();
        (status, format!("status {status}\n==== out\n{out}==== err\n{err}"))
    }

    fn with_input(&self, arguments: &[&str], input: &str) -> String {
        let mut child = self.start(arguments);
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        // What it does not read is not its fault.
        let writer = spawn(move || drop(stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
    }

    fn by_certificate(&self, arguments: &[&str]) -> String {
        let policy = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/cyber-end-use");
        self.licit(&[&[policy.to_str().unwrap()], arguments].concat()).1
    }
}

#[test]
fn rows_of_csv_are_judged_and_bad_ones_set_aside() {
    let desk = Desk::of("csv");
    let mapped = ["--map", "country=buyer.country", "--keep", "id"];
    let told = desk.by_certificate(&[&["uses.csv", "--out", "judged.csv"], &mapped[..]].concat());
    let (judged, bad) = (desk.read("judged.csv"), desk.read("judged.bad.csv"));
    insta::assert_snapshot!(
        "audit_csv",
        format!("{told}==== judged.csv\n{judged}==== judged.bad.csv\n{bad}")
    );
    let to_standard_output = desk.by_certificate(&[&["uses.csv", "--format", "plain"], &mapped[..]].concat());
    insta::assert_snapshot!("audit_csv_plain", to_standard_output);
    assert!(to_standard_output.contains(&judged));
    let json = ["uses.csv", "--out", "again.csv", "--bad", "bad.csv", "--format", "json"];
    insta::assert_snapshot!("audit_csv_json", desk.by_certificate(&[&json, &mapped[..]].concat()));
    assert_eq!((desk.read("again.csv"), desk.read("bad.csv")), (judged, bad));
}

#[test]
fn lines_of_json_are_judged_and_bad_ones_set_aside() {
    let desk = Desk::of("json");
    let told = desk.by_certificate(&["uses.jsonl", "--keep", "id", "--out", "judged.jsonl"]);
    let (judged, bad) = (desk.read("judged.jsonl"), desk.read("judged.bad.jsonl"));
    insta::assert_snapshot!(
        "audit_json",
        format!("{told}==== judged.jsonl\n{judged}==== judged.bad.jsonl\n{bad}")
    );
}

#[test]
fn columns_that_are_no_facts_are_told() {
    let desk = Desk::of("columns");
    insta::assert_snapshot!(
        "audit_unknown_columns",
        desk.by_certificate(&["uses.csv", "--out", "judged.csv"])
    );
    assert_eq!(desk.read("judged.csv"), "(not there)\n");
    assert!(desk.by_certificate(&["uses.csv", "--keep-others"]).contains("id,on,action"));
    let (status, told) = desk.licit(&["lamp.licit", "uses.csv", "--map", "id=hour.lat"]);
    assert!(status == 2 && told.contains("L0042"), "{told}");
}

/// Rows are written in the form that the name after `--out` ends in.
#[test]
fn one_form_becomes_another() {
    let desk = Desk::of("forms");
    desk.write("two.csv", "id,hour.late,note\n1,yes,\"a, b\"\n2,,\n");
    desk.write("two.jsonl", "{\"id\": 1, \"hour.late\": true}\n{\"id\": 2, \"hour.late\": null}\n{\"hour.late\": false, \"more\": 1}\n");
    let (_, told) =
        desk.licit(&["lamp.licit", "two.csv", "--keep-others", "--out", "judged.jsonl", "--format", "plain"]);
    assert_eq!(
        desk.read("judged.jsonl"),
        "{\"id\":\"1\",\"hour.late\":\"yes\",\"note\":\"a, b\",\"verdict\":\"prohibited\",\"decided_by\":[\"1\"],\"missing\":[],\"exact\":true}\n\
         {\"id\":\"2\",\"verdict\":\"undetermined\",\"decided_by\":[],\"missing\":[\"hour.late\"],\"exact\":true}\n",
        "{told}"
    );
    let (status, told) =
        desk.licit(&["lamp.licit", "two.jsonl", "--keep-others", "--out", "judged.tsv", "--format", "plain"]);
    assert_eq!(
        desk.read("judged.tsv"),
        "id\thour.late\tverdict\tdecided_by\tmissing\texact\n\
         1\ttrue\tprohibited\t1\t\ttrue\n2\tunknown\tundetermined\t\thour.late\ttrue\n"
    );
    assert!(status == 1 && told.contains("it has a column `more`, which the first row has not"), "{told}");
    assert!(desk.read("judged.bad.jsonl").contains("\"more\""));
}

#[test]
fn standard_input_is_a_table() {
    let desk = Desk::of("standard-input");
    let told = desk.with_input(
        &["lamp.licit", "-", "--from", "jsonl", "--out", "judged.csv"],
        "{\"hour.late\": true}\n",
    );
    assert!(told.contains("1 row judged"), "{told}");
    assert_eq!(
        desk.read("judged.csv"),
        "hour.late,verdict,decided_by,missing,exact\ntrue,prohibited,1,,true\n"
    );
    let told = desk.with_input(&["lamp.licit", "-"], "hour.late\nperhaps\n");
    assert!(told.contains("standard input, line 2: `hour.late`"), "{told}");
}

/// An audit that was interrupted goes on from where it was noted to be, and comes to what one run comes to.
#[test]
fn what_was_interrupted_goes_on() {
    let desk = Desk::of("resume");
    let rows: Vec<String> =
        (0..20_000).map(|row| format!("{row},{}\n", ["yes", "no", "", "soon"][row % 4])).collect();
    let log = format!("id,hour.late\n{}", rows.concat());
    let arguments = |out| ["lamp.licit", "-", "--keep", "id", "--format", "json", "--out", out];
    let whole = desk.with_input(&arguments("whole.csv"), &log);
    let folder = desk.0.join("part.csv.unfinished");
    let part = |more: &[&str]| desk.with_input(&[&arguments("part.csv")[..], more].concat(), &log);

    let mut child = desk.start(&arguments("part.csv"));
    let mut input = child.stdin.take().unwrap();
    input.write_all(format!("id,hour.late\n{}", rows[..17_000].concat()).as_bytes()).unwrap();
    for _ in 0..600 {
        if folder.join("note.json").exists() {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(folder.join("note.json").exists() && desk.read("part.csv") == "(not there)\n");

    let told = part(&[]);
    assert!(told.contains("L0078") && told.contains("--resume"), "{told}");
    let told = part(&["--resume", "--keep-others"]);
    assert!(told.contains("L0079"), "{told}");
    let told = part(&["--resume"]);
    assert_eq!(told.replace("part.", "whole."), whole);
    assert_eq!(desk.read("part.csv"), desk.read("whole.csv"));
    assert_eq!(desk.read("part.bad.csv"), desk.read("whole.bad.csv"));
    assert!(!folder.exists());
    assert_eq!(
        part(&["--resume"]).replace("part.", "whole."),
        whole,
        "nothing to go on with: it begins anew"
    );
}

/// A fact that no column holds is unknown, however the table would say it.
#[test]
fn a_fact_left_out_is_unknown() {
    let desk = Desk::of("without");
    desk.write("two.csv", "hour.late\nyes\n");
    desk.write("two.jsonl", "{\"hour\": {\"late\": true}}\n{\"hour.late\": true}\n");
    let (_, told) = desk.licit(&["lamp.licit", "two.csv", "--without", "hour.late"]);
    assert!(told.contains("yes,undetermined,,hour.late,true"), "{told}");
    let (_, told) = desk.licit(&["lamp.licit", "two.jsonl", "--without", "hour.late"]);
    assert_eq!(told.matches(r#""verdict":"undetermined""#).count(), 2, "{told}");
}

#[test]
fn what_cannot_be_audited_is_refused() {
    let desk = Desk::of("refused");
    desk.write("two.csv", "hour.late,late\nyes,no\n");
    desk.write("other.csv", "hour.number\n3\n");
    desk.write("judged.csv", "hour.late,verdict\nyes,permitted\n");
    desk.write("log.xlsx", "PK");
    fs::create_dir(desk.0.join("folder.csv")).unwrap();
    for (code, arguments) in [
        ("L0074", &["log.xlsx"][..]),
        ("L0074", &["two.csv", "--keep", "late", "--out", "judged.xlsx"]),
        ("L0075", &["two.csv", "--map", "late=hour.late"]),
        ("L0075", &["judged.csv"]),
        ("L0076", &["two.csv", "--keep", "lat"]),
        ("L0077", &["two.csv", "--keep", "late", "uses.jsonl"]),
        ("L0077", &["two.csv", "other.csv", "--keep", "late"]),
        ("L0001", &["none.csv"]),
        ("L0002", &["folder.csv"]),
    ] {
        let (status, told) = desk.licit(&[&["lamp.licit"], arguments].concat());
        assert!(status == 2 && told.contains(code), "{arguments:?}: {told}");
    }
    assert_eq!(fs::read_dir(&desk.0).unwrap().count(), 8, "nothing is left of what was begun");
}

#[test]
fn whatever_the_bytes_the_run_goes_on() {
    let desk = Desk::of("bytes");
    desk.write("log.csv", b"hour.late\nyes\n\xff\xfe\nno\n");
    let (status, told) = desk.licit(&["lamp.licit", "log.csv"]);
    assert!(status == 1 && told.contains("3 rows: 2 judged, 1 set aside"), "{told}");
    assert!(told.contains("log.csv, line 3: this is not UTF-8 text"), "{told}");
    desk.write("empty.csv", "");
    assert_eq!(desk.licit(&["lamp.licit", "empty.csv"]).0, 0);
    desk.write("deep.jsonl", format!("{}\n{{\"hour\": {{\"late\": true}}}}\n", "[".repeat(100_000)));
    let (status, told) = desk.licit(&["lamp.licit", "deep.jsonl"]);
    assert!(status == 1 && told.contains("1 judged, 1 set aside"), "{told}");
}

fn certificate() -> Sources {
    let mut sources = Sources::default();
    for name in ["2021-12.licit", "before-2021-12.licit"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/cyber-end-use").join(name);
        sources.add(name, fs::read_to_string(path).expect("a policy"));
    }
    sources
}

/// Cells that a column of the certificate may hold, the wrong ones among them, and several that no condition tells apart.
const CELLS: [(&str, &[&str]); 8] = [
    ("on", &["2022-03-01", "2022-03-02", "2021-01-01", "", "soon"]),
    ("action", &["use", "transfer", "", "lend"]),
    ("buyer.country", &["HU", "XR", "DE", "", "unknown"]),
    ("buyer.certificate", &["yes", "no", ""]),
    ("offence.act", &["kidnapping", "expression and other-offence", "", "kidnaping"]),
    ("offence.maximum-sentence", &["2 years", "3 years", "8 years", "12 years", "unknown", "long"]),
    ("target[0].chosen-for", &["opinion", "suspected-of-offence", ""]),
    ("breaches-other-law", &["yes", "no", "", "perhaps"]),
];

/// The same in JSON.
const VALUES: [(&str, &[&str]); 7] = [
    ("on", &["\"2022-03-01\"", "\"2022-03-02\"", "\"2021-01-01\"", "", "\"soon\""]),
    ("action", &["\"use\"", "\"transfer\"", "", "\"lend\""]),
    ("buyer", &["{\"country\": \"HU\"}", "{\"country\": \"DE\", \"certificate\": false}", "null", "", "[]"]),
    ("buyer.certificate", &["true", "false", "", "null"]),
    (
        "offence",
        &[
            "{\"act\": [\"kidnapping\"], \"maximum-sentence\": \"P8Y\"}",
            "{\"maximum-sentence\": \"P9Y\"}",
            "",
        ],
    ),
    ("target", &["[{\"chosen-for\": [\"opinion\"]}]", "[]", "", "[{}, null]", "[null]"]),
    ("breaches-other-law", &["true", "false", "", "{\"value\": false, \"by\": \"counsel\"}", "1"]),
];

const CERTIFICATE: (&str, fn() -> Sources) = ("cyber-end-use", certificate);

/// A policy that asks for numbers of every measure.
const MEASURES: &str = r#"policy measures "Of every measure"
  actions    use
  otherwise  prohibited

entity it
  number   : number
  whole    : whole number
  share    : percentage
  price    : money in EUR
  cost     : money in JPY
  sentence : duration
  custody  : duration in days

clause 1 "Ends"
  permit use when any of
    (a) it.number is at least 2.5
    (b) it.whole is at least 10
    (c) it.share is less than 12.5 percent
    (d) it.price is more than EUR 12.34
    (e) it.cost is at most JPY 100
    (f) it.sentence is at least 6 years
    (g) it.custody is less than 48 hours
"#;

fn measures() -> Sources {
    let mut sources = Sources::default();
    sources.add("measures.licit", MEASURES);
    sources
}

/// What stands before a number, the end in units of the last decimal, how many decimals, and what stands behind.
type Way = (&'static str, i64, usize, &'static str);

/// How the ends of each column can be written.
const ENDS: [(&str, &[Way]); 7] = [
    ("number", &[("", 25, 1, ""), ("", 250, 2, ""), ("", 3, 0, "")]),
    ("whole", &[("", 10, 0, ""), ("", 100, 1, "")]),
    ("share", &[("", 125, 1, " percent"), ("", 13, 0, " percent")]),
    ("price", &[("EUR ", 1234, 2, ""), ("EUR ", 13, 0, ""), ("EUR ", 12340, 3, "")]),
    ("cost", &[("JPY ", 100, 0, ""), ("JPY ", 1000, 1, "")]),
    ("sentence", &[("", 6, 0, " years"), ("", 72, 0, " months"), ("", 60, 1, " years")]),
    ("custody", &[("", 48, 0, " hours"), ("", 2, 0, " days"), ("", 1, 0, " months")]),
];

/// A column and a cell with a number in it: near an end and written as it can be, or anything.
fn cell_with_a_number() -> impl Strategy<Value = (usize, String)> {
    let near = (0usize..7, 0usize..3, -3i64..4, any::<bool>()).prop_map(|(column, way, off, negative)| {
        let ways = ENDS[column].1;
        let (before, end, places, behind) = ways[way % ways.len()];
        let digits = format!("{:0>width$}", end + off.max(-end), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let point = if places > 0 { "." } else { "" };
        let sign = if negative && off == 3 { "-" } else { "" };
        (column, format!("{before}{sign}{whole}{point}{fraction}{behind}"))
    });
    let before = prop::sample::select(vec!["", "", "EUR ", "JPY ", "about "]);
    let behind = prop::sample::select(vec!["", "", " years", " hours", " percent", " 5", "."]);
    let number = prop::sample::select(vec![
        "",
        "007",
        "0.0000001234",
        "98765432109876543210",
        "1234567890123456",
        "0",
    ]);
    let any = (0usize..7, before, number, behind);
    let any = any.prop_map(|(column, before, number, behind)| (column, format!("{before}{number}{behind}")));
    prop_oneof![5 => near, 1 => any]
}

/// Held to what `licit eval` says of each row by itself.
fn as_cases_are(
    policy: (&str, fn() -> Sources),
    kept: Kept,
    lines: &[String],
    heading: &str,
) -> Result<(), TestCaseError> {
    let (policy, sources_of) = policy;
    let sources = sources_of();
    let (library, problems) = Library::load(&sources);
    prop_assert!(problems.iter().all(|problem| problem.severity() != Severity::Error), "{:?}", problems);
    let text = format!("{heading}{}\n", lines.join("\n"));
    let auditor = Auditor::of(&sources, &library, policy.to_owned(), Request::default());
    let mut table = Table::of("rows", kept, text.as_bytes()).expect("a table");
    let plan = Plan { keep_others: kept == Kept::Lines, ..Plan::default() };
    let columns = Columns::of(&table, plan, &auditor).expect("its columns are facts");
    let mut outcomes = Vec::new();
    let next = || table.stretch(2).map(|rows| Some(rows).filter(|rows| !rows.is_empty()));
    let done = |judged: Vec<Outcome>| {
        outcomes.extend(judged);
        Ok(())
    };
    let form = kept.form();
    Team::of(&auditor, 2)
        .work(
            next,
            |member, rows| rows.iter().map(|row| member.judge(&auditor, &columns, form, row)).collect(),
            done,
        )
        .expect("rows");
    prop_assert_eq!(outcomes.len(), lines.len());
    for (line, outcome) in lines.iter().zip(outcomes) {
        let mut alone = sources_of();
        let file = alone.add("row", format!("{heading}{line}\n"));
        let row = Rows::read(&alone, file, Some(form)).expect("a case");
        let request = Request { policy: Some(policy.to_owned()), ..Request::default() };
        match (ask::judge_data(&alone, &library, &request, &row), outcome) {
            (Ok(judged), Outcome::Judged(answer)) => {
                prop_assert_eq!(&*answer, &Answer::of(&judged[0].program, &judged[0].verdict), "{}", line);
            }
            (Err(_), Outcome::SetAside(why)) => prop_assert!(!why.is_empty()),
            (judged, outcome) => prop_assert!(false, "{}: {:?} and {:?}", line, judged.is_ok(), outcome),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// A row of a table is judged as `licit eval` judges the case that it states, and is set aside where that refuses it;
    /// whatever rows before it were like.
    #[test]
    fn a_row_is_judged_as_its_case_is(
        rows in prop::collection::vec(prop::array::uniform8(0usize..120), 1..24),
        few in 1usize..60,
    ) {
        let heading = CELLS.map(|(name, _)| name).join(",") + "\n";
        let line = |row: &[usize; 8]| {
            let cells: Vec<&str> = CELLS.iter().zip(row).map(|((_, cells), at)| cells[at % few % cells.len()]).collect();
            cells.join(",")
        };
        as_cases_are(CERTIFICATE, Kept::Csv, &rows.iter().map(line).collect::<Vec<_>>(), &heading)?;
    }

    /// The same of lines of JSON.
    #[test]
    fn a_line_is_judged_as_its_case_is(
        rows in prop::collection::vec(prop::array::uniform7(0usize..120), 1..24),
        few in 1usize..60,
        backwards in any::<bool>(),
    ) {
        let line = |(number, row): (usize, &[usize; 7])| {
            let values = VALUES.iter().zip(row).map(|((name, values), at)| (*name, values[at % few % values.len()]));
            // The first line tells what the columns are, of which none may lie in another.
            let stated = values.filter(|(name, value)| !value.is_empty() && (number > 0 || *name != "buyer.certificate"));
            let mut stated: Vec<String> = stated.map(|(name, value)| format!("\"{name}\": {value}")).collect();
            if backwards && row[0] % 2 == 0 {
                stated.reverse();
            }
            format!("{{{}}}", stated.join(", "))
        };
        as_cases_are(CERTIFICATE, Kept::Lines, &rows.iter().enumerate().map(line).collect::<Vec<_>>(), "")?;
    }

    /// The same of numbers, which are looked up among ends once it is known what they are points of.
    #[test]
    fn a_number_is_judged_as_its_case_is(
        rows in prop::collection::vec(cell_with_a_number(), 1..100),
    ) {
        let heading = format!("action,{}\n", ENDS.map(|(name, _)| format!("it.{name}")).join(","));
        let line = |(column, cell): &(usize, String)| {
            let mut cells = [""; 7];
            cells[*column] = cell;
            format!("use,{}", cells.join(","))
        };
        let lines: Vec<String> = rows.iter().map(line).collect();
        as_cases_are(("measures", measures), Kept::Csv, &lines, &heading)?;
    }
}
