//! What a case book covers: a picture for a terminal, sentences, data, and a page.

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use textwrap::core::display_width;

use super::html::{document, escaped};
use crate::casebook::coverage::{Coverage, EdgesMet, Shown, UnitCoverage};
use crate::problem::visible;
use crate::program::{Program, UnitId};
use crate::source::{FileId, Sources};

/// Clause by clause, two lines each, with what is missing below.
pub fn human(versions: &[Coverage], sources: &Sources, width: usize, colour: bool) -> String {
    let styled = |words: &str, style: Style| match colour {
        true => format!("{style}{words}{style:#}"),
        false => words.to_string(),
    };
    let coloured = |words: &str, colour: AnsiColor| styled(words, Style::new().fg_color(Some(colour.into())));
    let mut text = String::new();
    for version in versions {
        text.push_str(&format!("\n{}\n", visible(&heading(version))));
        let widest = units(version).map(|(id, _)| version.program.citation(id).chars().count()).max();
        let indent = 2 + BOXES + widest.unwrap_or(0) + 2;
        for (id, unit) in units(version) {
            let citation = version.program.citation(id);
            let box_of = |shown: Shown| if shown.at_all() { "■" } else { "□" };
            let boxes = format!("{}{}", box_of(unit.does), box_of(unit.does_not));
            let colour_of = if unit.both_ways() { AnsiColor::Green } else { AnsiColor::Yellow };
            text.push_str(&format!(
                "  {} {citation:<width$}  {}\n{:indent$}{}\n",
                coloured(&boxes, colour_of),
                shortened(&its_words(&version.program, id, sources), width.saturating_sub(indent)),
                "",
                styled(&words(unit), Style::new().dimmed()),
                width = widest.unwrap_or(0)
            ));
        }
    }
    text + &to_add(versions)
}

/// How wide two boxes and the blank behind them are.
const BOXES: usize = 3;

/// A sentence for each clause and item, with what is missing below.
pub fn plain(versions: &[Coverage], sources: &Sources) -> String {
    let mut text = String::new();
    for version in versions {
        text.push_str(&format!("\n{}\n", visible(&heading(version))));
        for (id, unit) in units(version) {
            let its_words = its_words(&version.program, id, sources);
            text.push_str(&format!("clause {}: {}\n", version.program.citation(id), words(unit)));
            text.push_str(&format!("  its words: {its_words}\n"));
        }
    }
    text + &to_add(versions)
}

/// What a clause or item says, in one line.
fn its_words(program: &Program, id: UnitId, sources: &Sources) -> String {
    let unit = program.unit(id);
    let words = visible(&sources.phrase(unit.span)).into_owned();
    let label = unit.item.rfind('(').map_or("", |at| &unit.item[at..]);
    // A row of a table stands between strokes, and its letter between two of them.
    let row = words.strip_prefix('|').map(|row| row.trim_end_matches('|').trim());
    let words = row.unwrap_or(&words);
    words.strip_prefix(label).unwrap_or(words).trim_start_matches(['|', ' ']).to_string()
}

/// Words in no more than so many columns, with dots where some are left out.
fn shortened(words: &str, columns: usize) -> String {
    if display_width(words) <= columns {
        return words.to_string();
    }
    let mut short = String::new();
    for letter in words.chars() {
        if display_width(&short) + display_width(letter.encode_utf8(&mut [0; 4])) >= columns {
            break;
        }
        short.push(letter);
    }
    format!("{}…", short.trim_end())
}

fn to_add(versions: &[Coverage]) -> String {
    let units = versions.iter().flat_map(|version| &version.units);
    let scenarios: Vec<&str> = units.flat_map(|unit| &unit.to_add).map(String::as_str).collect();
    let mut text = match scenarios.is_empty() {
        true => String::new(),
        false => format!("\nScenarios to add, once judged:\n\n{}", visible(&scenarios.join("\n"))),
    };
    for version in versions.iter().filter(|version| version.edges.shown() < version.edges.all) {
        text.push_str(&format!("\n{}\n", visible(&other_edges(version))));
    }
    text
}

/// Where the scenarios of the edges that nothing shows are to be had.
fn other_edges(version: &Coverage) -> String {
    let missing = version.edges.all - version.edges.shown();
    format!(
        "Not shown: {} of {}. `licit edges` writes the scenarios, `licit edges --review` asks about each",
        counted(missing, "edge", "edges"),
        name(&version.program),
    )
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn heading(version: &Coverage) -> String {
    format!("Coverage of {}: {}; {}", name(&version.program), both_ways(version), all_edges(version))
}

/// `2 of 3 clauses and items decided both ways`.
fn both_ways(version: &Coverage) -> String {
    format!("{} of {} clauses and items decided both ways", version.both_ways(), version.units.len())
}

/// `5 of 8 edges shown`; where they were too many to look into, how many there are at least.
fn all_edges(version: &Coverage) -> String {
    let at_least = if version.cut_short { "at least " } else { "" };
    let all = version.edges.all;
    format!("{} of {at_least}{all} edge{} shown", version.edges.shown(), if all == 1 { "" } else { "s" })
}

fn name(program: &Program) -> String {
    match &program.policy.version {
        Some(words) => format!("{} ({words})", program.policy.name),
        None => program.policy.name.to_string(),
    }
}

fn units(version: &Coverage) -> impl Iterator<Item = (UnitId, &UnitCoverage)> {
    version.units.iter().enumerate().map(|(number, unit)| (UnitId(number as u32), unit))
}

/// `applies in 3 scenarios and 1 proof; does not apply in 2 scenarios; 3 of 4 edges shown`.
fn words(unit: &UnitCoverage) -> String {
    let ways = format!("applies in {}; does not apply in {}", shown(unit.does), shown(unit.does_not));
    match unit.edges.all {
        0 => ways,
        1 => format!("{ways}; {} of 1 edge shown", unit.edges.shown()),
        all => format!("{ways}; {} of {all} edges shown", unit.edges.shown()),
    }
}

fn shown(shown: Shown) -> String {
    let scenarios = counted(shown.scenarios, "scenario", "scenarios");
    let proofs = counted(shown.proofs, "proof", "proofs");
    match (shown.scenarios, shown.proofs) {
        (0, 0) => "no scenario".to_string(),
        (_, 0) => scenarios,
        (0, _) => proofs,
        (_, _) => format!("{scenarios} and {proofs}"),
    }
}

/// What is told of each policy for build servers: its name, and each measure in words.
pub fn measures(versions: &[Coverage]) -> Vec<(FileId, String, [String; 2])> {
    let told = versions.iter().map(|version| {
        let measures = [both_ways(version), all_edges(version)];
        (version.program.policy.span.file, name(&version.program), measures)
    });
    told.collect()
}

/// Coverage as JSON has it.
#[derive(Debug, Serialize)]
pub struct CoverageData {
    pub policies: Vec<PolicyData>,
}

/// One version of a policy.
#[derive(Debug, Serialize)]
pub struct PolicyData {
    pub policy: String,
    pub version: Option<String>,
    /// How many clauses and items are decided both ways.
    pub both_ways: usize,
    pub edges: EdgesData,
    /// There was too much to look into: there may be more edges.
    pub cut_short: bool,
    pub clauses: Vec<UnitData>,
}

/// How many edges there are, and by how much they are shown.
#[derive(Debug, Serialize)]
pub struct EdgesData {
    pub all: usize,
    pub scenarios: usize,
    pub proofs: usize,
}

/// A clause or item.
#[derive(Debug, Serialize)]
pub struct UnitData {
    pub clause: String,
    /// What it says, in one line.
    pub words: String,
    pub applies: ShownData,
    pub does_not_apply: ShownData,
    pub edges: EdgesData,
    /// Scenarios that would decide it the ways in which it is not yet.
    pub to_add: Vec<String>,
}

/// By how much something is shown.
#[derive(Debug, Serialize)]
pub struct ShownData {
    pub scenarios: usize,
    pub proofs: usize,
}

/// The coverage for the run's JSON.
pub fn data(versions: &[Coverage], sources: &Sources) -> CoverageData {
    let edges = |met: EdgesMet| EdgesData { all: met.all, scenarios: met.scenarios, proofs: met.proofs };
    let shown = |shown: Shown| ShownData { scenarios: shown.scenarios, proofs: shown.proofs };
    let policies = versions.iter().map(|version| PolicyData {
        policy: version.program.policy.name.to_string(),
        version: version.program.policy.version.as_deref().map(str::to_string),
        both_ways: version.both_ways(),
        edges: edges(version.edges),
        cut_short: version.cut_short,
        clauses: units(version)
            .map(|(id, unit)| UnitData {
                clause: version.program.citation(id),
                words: its_words(&version.program, id, sources),
                applies: shown(unit.does),
                does_not_apply: shown(unit.does_not),
                edges: edges(unit.edges),
                to_add: unit.to_add.clone(),
            })
            .collect(),
    });
    CoverageData { policies: policies.collect() }
}

const STYLE: &str = "
  mark { color: inherit; background: none; border-left: .3rem solid; padding-left: .4rem }
  .both { border-color: var(--good) } .one { border-color: var(--fair) } .none { border-color: var(--bad) }
  small { color: var(--quiet); font-family: system-ui, sans-serif }
";

/// One page that holds all it needs: the text of each policy, each clause and item marked.
pub fn html(versions: &[Coverage], sources: &Sources) -> String {
    let mut page = String::new();
    for version in versions {
        page.push_str(&format!("<h1>{}</h1>\n<pre>", escaped(&heading(version))));
        let file = sources.file(version.program.policy.span.file);
        let mut marks: Vec<(usize, usize, String)> = units(version)
            .filter(|(id, _)| version.program.unit(*id).span.file == version.program.policy.span.file)
            .map(|(id, unit)| {
                let span = version.program.unit(id).span;
                let class = match (unit.does.at_all(), unit.does_not.at_all()) {
                    (true, true) => "both",
                    (false, false) => "none",
                    _ => "one",
                };
                let told = format!("clause {}: {}", version.program.citation(id), words(unit));
                let mark = format!(
                    "<mark class=\"{class}\">{{}}</mark> <small>[{}]</small>",
                    escaped(&told).replace(['{', '}'], "")
                );
                (span.start as usize, span.end as usize, mark)
            })
            .collect();
        marks.sort_by_key(|(start, end, _)| (*start, *end));
        let mut at = 0;
        for (start, end, mark) in marks {
            if start < at || end > file.text.len() {
                continue;
            }
            page.push_str(&escaped(&file.text[at..start]));
            page.push_str(&mark.replacen("{}", &escaped(&file.text[start..end]), 1));
            at = end;
        }
        page.push_str(&escaped(&file.text[at..]));
        page.push_str("</pre>\n");
        if version.edges.shown() < version.edges.all {
            page.push_str(&format!("<p>{}</p>\n", escaped(&other_edges(version))));
        }
        let to_add: Vec<&str> =
            version.units.iter().flat_map(|unit| &unit.to_add).map(String::as_str).collect();
        if !to_add.is_empty() {
            page.push_str(&format!(
                "<h2>Scenarios to add, once judged</h2>\n<pre>{}</pre>\n",
                escaped(&to_add.join("\n"))
            ));
        }
    }
    document("Coverage", STYLE, &page)
}
