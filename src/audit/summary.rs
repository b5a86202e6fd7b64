//! The tally in words: with bars for a terminal, as sentences, as data.

use std::cmp::Reverse;

use serde_json::{Map, Value as Json, json};
use textwrap::core::display_width;

use super::tally::Tally;
use crate::problem::visible;

/// How many of a kind are told; data has them all.
const MOST: usize = 12;

/// How long a bar may be.
const LONGEST: usize = 40;

/// Bars, in no more than so many columns.
pub fn human(tally: &Tally, set_aside_into: Option<&str>, width: usize) -> String {
    let mut text = format!("{}\n", headline(tally));
    for (title, counts) in kinds(tally).into_iter().filter(|(_, counts)| !counts.is_empty()) {
        text += &format!("\n{title}\n");
        let most = counts[0].1;
        let counts: Vec<(String, u64)> =
            counts.into_iter().map(|(name, count)| (spoken(title, &name), count)).collect();
        let names = counts.iter().take(MOST).map(|(name, _)| display_width(name)).max().unwrap_or(0).min(32);
        let digits = most.to_string().len();
        let room = width.min(80).saturating_sub(2 + names + 2 + digits + 2).clamp(8, LONGEST);
        for (name, count) in counts.iter().take(MOST) {
            let bar = ((count * room as u64).div_ceil(most)) as usize;
            let blanks = " ".repeat(names.saturating_sub(display_width(name)));
            text += &format!("  {name}{blanks}  {count:>digits$}  {}\n", "█".repeat(bar));
        }
        text += &others(counts.len());
    }
    visible(&(text + &last(tally, set_aside_into))).into_owned()
}

/// What decided, as it is spoken of.
fn spoken(title: &str, name: &str) -> String {
    match (title, name) {
        ("decided by", "otherwise") => name.to_owned(),
        ("decided by", _) => format!("clause {name}"),
        _ => name.to_owned(),
    }
}

/// Sentences.
pub fn plain(tally: &Tally, set_aside_into: Option<&str>) -> String {
    let mut text = format!("{}\n", headline(tally));
    for (title, counts) in kinds(tally).into_iter().filter(|(_, counts)| !counts.is_empty()) {
        for (name, count) in counts.iter().take(MOST) {
            text += &format!("{title} {}: {count}\n", spoken(title, name));
        }
        text += &others(counts.len());
    }
    visible(&(text + &last(tally, set_aside_into))).into_owned()
}

/// Data, ending in a line break.
pub fn json(tally: &Tally, set_aside_into: Option<&str>) -> String {
    let map = |counts: &[(String, u64)]| -> Map<String, Json> {
        counts.iter().map(|(name, count)| (name.clone(), json!(count))).collect()
    };
    let [(_, verdicts), (_, decided_by), (_, missing)] = kinds(tally);
    let first =
        tally.first.iter().map(|(file, line, why)| json!({"file": file, "line": line, "reason": why}));
    let data = json!({
        "rows": tally.judged + tally.set_aside,
        "judged": tally.judged,
        "set_aside": tally.set_aside,
        "not_exact": tally.not_exact,
        "verdicts": map(&verdicts),
        "decided_by": map(&decided_by),
        "missing": map(&missing),
        "set_aside_into": set_aside_into,
        "first_set_aside": first.collect::<Vec<_>>(),
    });
    format!("{data:#}\n")
}

fn headline(tally: &Tally) -> String {
    let rows = tally.judged + tally.set_aside;
    let rows = format!("{rows} {}", if rows == 1 { "row" } else { "rows" });
    match tally.set_aside {
        0 => format!("{rows} judged"),
        aside => format!("{rows}: {} judged, {aside} set aside", tally.judged),
    }
}

/// Verdicts, deciding clauses and missing facts, the most frequent first.
fn kinds(tally: &Tally) -> [(&'static str, Vec<(String, u64)>); 3] {
    let counted =
        [("verdict", &tally.verdicts), ("decided by", &tally.decided_by), ("missing", &tally.missing)];
    counted.map(|(title, counts)| {
        let mut counts: Vec<_> = counts.iter().map(|(name, count)| (name.clone(), *count)).collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        (title, counts)
    })
}

fn others(all: usize) -> String {
    match all.saturating_sub(MOST) {
        0 => String::new(),
        more => format!("  and {more} more\n"),
    }
}

fn last(tally: &Tally, set_aside_into: Option<&str>) -> String {
    let mut text = String::new();
    if tally.not_exact > 0 {
        text += &format!(
            "\n{} of the verdicts are not exact: the search behind them was cut short\n",
            tally.not_exact
        );
    }
    if tally.set_aside > 0 {
        text += &match set_aside_into {
            Some(file) => format!("\nset aside, with the reason, into {file}\n"),
            None => "\nset aside; `--bad FILE` would keep these rows\n".to_owned(),
        };
        for (file, line, why) in &tally.first {
            let place = line.map_or(String::new(), |line| format!(", line {line}"));
            text += &format!("  {file}{place}: {why}\n");
        }
        let more = tally.set_aside - tally.first.len() as u64;
        if more > 0 {
            text += &format!("  and {more} more\n");
        }
    }
    text
}
