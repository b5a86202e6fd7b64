//! What a case book covers: a picture for a terminal, sentences, data, and a page.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::casebook::coverage::{Coverage, Shown, UnitCoverage};
use crate::problem::visible;
use crate::program::{Program, UnitId};
use crate::source::Sources;

/// Clause by clause, with what is missing below.
pub fn human(versions: &[Coverage], colour: bool) -> String {
    let styled = |words: &str, colour_of: AnsiColor| match colour {
        true => {
            let style = Style::new().fg_color(Some(colour_of.into()));
            format!("{style}{words}{style:#}")
        }
        false => words.to_string(),
    };
    let mut text = String::new();
    for version in versions {
        text.push_str(&format!("\n{}\n", visible(&heading(version))));
        let widest = units(version).map(|(id, _)| version.program.citation(id).chars().count()).max();
        for (id, unit) in units(version) {
            let citation = version.program.citation(id);
            let box_of = |shown: Shown| if shown.at_all() { "■" } else { "□" };
            let boxes = format!("{}{}", box_of(unit.does), box_of(unit.does_not));
            let colour_of = if unit.both_ways() { AnsiColor::Green } else { AnsiColor::Yellow };
            text.push_str(&format!(
                "  {} {citation:<width$}  {}\n",
                styled(&boxes, colour_of),
                words(unit),
                width = widest.unwrap_or(0)
            ));
        }
    }
    text + &to_add(versions)
}

/// A sentence for each clause and item, with what is missing below.
pub fn plain(versions: &[Coverage]) -> String {
    let mut text = String::new();
    for version in versions {
        text.push_str(&format!("\n{}\n", visible(&heading(version))));
        for (id, unit) in units(version) {
            text.push_str(&format!("clause {}: {}\n", version.program.citation(id), words(unit)));
        }
    }
    text + &to_add(versions)
}

fn to_add(versions: &[Coverage]) -> String {
    let units = versions.iter().flat_map(|version| &version.units);
    let scenarios: Vec<&str> = units.flat_map(|unit| &unit.to_add).map(String::as_str).collect();
    match scenarios.is_empty() {
        true => String::new(),
        false => format!("\nScenarios to add, once judged:\n\n{}", visible(&scenarios.join("\n"))),
    }
}

fn heading(version: &Coverage) -> String {
    format!(
        "Coverage of {}: {} of {} clauses and items decided both ways",
        name(&version.program),
        version.both_ways(),
        version.units.len()
    )
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

/// `applies in 3 scenarios and 1 proof; does not apply in 2 scenarios`.
fn words(unit: &UnitCoverage) -> String {
    format!("applies in {}; does not apply in {}", shown(unit.does), shown(unit.does_not))
}

fn shown(shown: Shown) -> String {
    let counted = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    };
    match (shown.scenarios, shown.proofs) {
        (0, 0) => "no scenario".to_string(),
        (scenarios, 0) => counted(scenarios, "scenario"),
        (0, proofs) => counted(proofs, "proof"),
        (scenarios, proofs) => format!("{} and {}", counted(scenarios, "scenario"), counted(proofs, "proof")),
    }
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
    pub clauses: Vec<UnitData>,
}

/// A clause or item.
#[derive(Debug, Serialize)]
pub struct UnitData {
    pub clause: String,
    pub applies: ShownData,
    pub does_not_apply: ShownData,
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
pub fn data(versions: &[Coverage]) -> CoverageData {
    let shown = |shown: Shown| ShownData { scenarios: shown.scenarios, proofs: shown.proofs };
    let policies = versions.iter().map(|version| PolicyData {
        policy: version.program.policy.name.to_string(),
        version: version.program.policy.version.as_deref().map(str::to_string),
        both_ways: version.both_ways(),
        clauses: units(version)
            .map(|(id, unit)| UnitData {
                clause: version.program.citation(id),
                applies: shown(unit.does),
                does_not_apply: shown(unit.does_not),
                to_add: unit.to_add.clone(),
            })
            .collect(),
    });
    CoverageData { policies: policies.collect() }
}

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>Coverage</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  pre { white-space: pre-wrap; font-size: .95rem }
  mark { color: inherit; background: none; border-left: .3rem solid; padding-left: .4rem }
  .both { border-color: light-dark(#1a7f37, #3fb950) }
  .one { border-color: light-dark(#9a6700, #d29922) }
  .none { border-color: light-dark(#cf222e, #f85149) }
  small { opacity: .75; font-family: system-ui, sans-serif }
</style>
";

/// One page that holds all it needs: the text of each policy, each clause and item marked.
pub fn html(versions: &[Coverage], sources: &Sources) -> String {
    let mut page = HEAD.to_string();
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
        let to_add: Vec<&str> =
            version.units.iter().flat_map(|unit| &unit.to_add).map(String::as_str).collect();
        if !to_add.is_empty() {
            page.push_str(&format!(
                "<h2>Scenarios to add, once judged</h2>\n<pre>{}</pre>\n",
                escaped(&to_add.join("\n"))
            ));
        }
    }
    page + "</html>\n"
}

fn escaped(text: &str) -> String {
    let text = visible(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
