//! An engine judges the rows of a table as Licit does: whatever the cells say, and however the table is written.

use std::fs;
use std::path::Path;

use super::tables::{CELLS, batch, drawn, read, write};
use super::{POLICY, licit, lines};

/// Has both judge a table, and compares: what they wrote, what they set aside and what they counted.
fn hold_alike(folder: &Path, table: &str, ending: &str) {
    let judge = |who: &str, engine: &[&str]| {
        let (out, bad) = (format!("{who}.{ending}"), format!("{who}.bad.csv"));
        let asked = ["audit", "exports.licit", table, "--keep", "id", "--format", "json"];
        let told = licit(folder, &[&asked[..], &["--out", &out, "--bad", &bad], engine].concat());
        assert_eq!(told.status.code(), Some(1), "{}", String::from_utf8_lossy(&told.stderr));
        let told = String::from_utf8(told.stdout).expect("text");
        // Which rows are told one by one is another thing with an engine, and so is where they stand.
        let counted = told.split("\"set_aside_into\"").next().unwrap_or_default();
        (sorted(counted), lines(folder, &out), set_aside(&folder.join(bad)))
    };
    let own = judge("own", &[]);
    assert!(own.1.len() > 100 && own.2.len() > 10, "too little is judged, or set aside");
    assert_eq!(judge("engine", &["--engine", "datafusion"]), own, "{table}");
}

/// What was set aside, but for the lines it stood in, which an engine does not know.
fn set_aside(table: &Path) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_path(table).expect("some rows are set aside");
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        [0].into_iter().chain(2..row.len()).map(|cell| row[cell].to_owned()).collect()
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    rows.sort();
    rows
}

/// Counts, in an order of their own.
fn sorted(told: &str) -> Vec<String> {
    let mut lines: Vec<String> = told.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
    lines.sort_unstable();
    lines
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("exports.licit"), POLICY).expect("it is written");
    folder
}

#[test]
fn cells_of_csv() {
    let folder = folder();
    let names: Vec<&str> = CELLS.iter().map(|(name, _)| *name).collect();
    // Beside the second lies what its name would mean as a pattern.
    fs::write(folder.path().join("rows 1.csv"), "id\n1\n").expect("it is written");
    for (table, between) in [("rows.csv", ","), ("rows [1]?*%23#.csv", ";"), ("tabs.tsv", "\t")] {
        let mut text = format!("# drawn\nid{between}{}\n", names.join(between));
        for (id, row) in drawn(2000).into_iter().enumerate() {
            let cells = row.iter().zip(CELLS).map(|(cell, (_, cells))| match cells[*cell] {
                cell if cell.contains(between) => format!("\"{cell}\""),
                cell => cell.to_owned(),
            });
            text += &format!("{id}{between}{}\n", cells.collect::<Vec<_>>().join(between));
        }
        fs::write(folder.path().join(table), text).expect("it is written");
        hold_alike(folder.path(), table, "csv");
        hold_alike(folder.path(), table, "jsonl");
    }
}

#[test]
fn lines_of_json() {
    let folder = folder();
    let mut text = "\u{feff}".to_owned();
    for (id, row) in drawn(2000).into_iter().enumerate() {
        let mut members = vec![format!("\"id\": {id}")];
        for (cell, (name, cells)) in row.iter().zip(CELLS) {
            let value = match (name, cells[*cell]) {
                (_, "") if id % 2 == 0 => continue,
                (_, "") => "null".to_owned(),
                (_, "yes") => "true".to_owned(),
                (_, "no") => "false".to_owned(),
                (_, "6 years") => "\"P6Y\"".to_owned(),
                (_, "71 months") => "\"P71M\"".to_owned(),
                (_, "EUR 1 000") => "\"1000\"".to_owned(),
                (_, "EUR 1 000.01") => "\"1000.01\"".to_owned(),
                (
                    "buyer.rating" | "buyer.staff",
                    number @ ("2.5" | "2.499999999999999999999" | "-7" | "3" | "4"),
                ) => number.to_owned(),
                ("offence.acts", acts) => format!(
                    "[{}]",
                    acts.split("; ").map(|act| format!("\"{act}\"")).collect::<Vec<_>>().join(",")
                ),
                (_, text) => format!("\"{}\"", text.trim_matches('"').replace('\n', "\\n")),
            };
            members.push(format!("\"{name}\" : {value}"));
        }
        text += &format!("{{{}}}\n{}", members.join(", "), if id % 100 == 0 { "\n  \n" } else { "" });
    }
    text += "no object\n{\"buyer\": {\"country\": \"IR\"}, \"x\u{1F600}\": 1}\n";
    fs::write(folder.path().join("rows.jsonl"), text).expect("it is written");
    hold_alike(folder.path(), "rows.jsonl", "jsonl");
}

#[test]
fn columns_of_parquet() {
    let folder = folder();
    write(&folder.path().join("rows.parquet"), &batch(&drawn(20_000)));
    hold_alike(folder.path(), "rows.parquet", "csv");
    hold_alike(folder.path(), "rows.parquet", "jsonl");
    for (judged, engine) in [("own.parquet", &[][..]), ("engine.parquet", &["--engine", "datafusion"])] {
        let asked = ["audit", "exports.licit", "rows.parquet", "--keep", "id", "--out", judged];
        licit(folder.path(), &[&asked[..], engine].concat());
    }
    let own = read(&folder.path().join("own.parquet"));
    assert!(own.len() > 100);
    assert_eq!(read(&folder.path().join("engine.parquet")), own);
}
