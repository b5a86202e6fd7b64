//! Edges as scenarios to be pasted into a case book, and as data.

use serde::Serialize;

use crate::analysis::edges::{CutShort, EdgeKind};
use crate::casebook::edges::VersionEdges;
use crate::judge::exact::Turned;
use crate::problem::visible;
use crate::program::Ruling;

/// The most limbs that are named as not shown.
const MOST_NAMED: usize = 12;

/// The scenarios of all edges, each pair together.
pub fn scenarios(versions: &[VersionEdges]) -> String {
    let mut texts = Vec::new();
    for version in versions {
        for (edge, titles) in version.found.edges.iter().zip(&version.titles) {
            texts.extend(edge.scenarios(&version.program, titles));
        }
    }
    visible(&texts.join("\n")).into_owned()
}

/// What stands beside the scenarios: how many there are, and what was left out and why.
pub fn beside(versions: &[VersionEdges]) -> String {
    let mut text = String::new();
    for version in versions {
        let policy = &version.program.policy;
        let found = &version.found;
        let name = match &policy.version {
            Some(words) => format!("{} ({words})", policy.name),
            None => policy.name.to_string(),
        };
        text.push_str(&format!(
            "{name}: {}; {} shown by the case book already\n",
            counted(found.edges.len(), "edge", "edges"),
            counted(found.shown, "is", "are"),
        ));
        for line in left_out(version) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    visible(&text).into_owned()
}

/// What was left out, a sentence each.
fn left_out(version: &VersionEdges) -> Vec<String> {
    let found = &version.found;
    let mut lines = Vec::new();
    for (unit, fact) in found.unturned.iter().take(MOST_NAMED) {
        lines.push(format!(
            "not shown: no one turn of {} changes what clause {} does and the verdict with it",
            fact.key(&version.program).replace("[0]", ""),
            version.program.citation(*unit)
        ));
    }
    if found.unturned.len() > MOST_NAMED {
        lines.push(format!("not shown: {} more of these", found.unturned.len() - MOST_NAMED));
    }
    if found.compared > 0 {
        lines.push(format!(
            "not looked into: {} of one fact with another",
            counted(found.compared, "comparison", "comparisons")
        ));
    }
    if let Some(at) = found.cut_short {
        let what = match at {
            CutShort::AtOnce => "nothing was looked into".to_string(),
            CutShort::Readings => "only some clauses with readings were looked into".to_string(),
            CutShort::At(unit) => format!(
                "clause {}, all after it, and where rules meet were not looked into",
                version.program.citation(unit)
            ),
            CutShort::Meetings => "not every place where rules meet was looked into".to_string(),
        };
        lines.push(format!("cut short, as there are too many kinds of cases: {what}"));
    }
    if found.disagreements > 0 {
        lines.push(format!(
            "{} found that, judged again, was none: this is a fault of Licit, please report it",
            counted(found.disagreements, "edge was", "edges were")
        ));
    }
    lines
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[derive(Serialize)]
struct Data {
    edges: Vec<EdgeData>,
    /// How many edges the case books show already.
    shown: usize,
    left_out: Vec<String>,
}

#[derive(Serialize)]
struct EdgeData {
    policy: String,
    version: Option<String>,
    kind: &'static str,
    /// The clauses and items it shows an edge of.
    clauses: Vec<String>,
    /// The fact that differs, or the clause that is read in two ways.
    turned: String,
    scenarios: Vec<ScenarioData>,
}

#[derive(Serialize)]
struct ScenarioData {
    title: String,
    text: String,
    verdict: &'static str,
}

/// The edges as JSON text, ending in a line break.
pub fn json(versions: &[VersionEdges]) -> String {
    let data = Data {
        edges: versions.iter().flat_map(edges).collect(),
        shown: versions.iter().map(|version| version.found.shown).sum(),
        left_out: versions.iter().flat_map(left_out).collect(),
    };
    serde_json::to_string_pretty(&data)
        .expect("edges are made of texts and numbers, which JSON can always hold")
        + "\n"
}

fn edges(version: &VersionEdges) -> Vec<EdgeData> {
    let program = &version.program;
    let edges = version.found.edges.iter().zip(&version.titles);
    let edges = edges.map(|(edge, titles)| EdgeData {
        policy: program.policy.name.to_string(),
        version: program.policy.version.as_deref().map(str::to_string),
        kind: match edge.kind {
            EdgeKind::Limb { .. } => "limb",
            EdgeKind::Meeting { .. } => "meeting",
            EdgeKind::Reading { .. } => "reading",
        },
        clauses: edge.units.iter().map(|unit| program.citation(*unit)).collect(),
        turned: match edge.place {
            Turned::Fact(fact) => fact.key(program),
            Turned::Reading(clause) => format!("reading of clause {}", program.clause(clause).number),
        },
        scenarios: std::iter::zip(titles, std::iter::zip(edge.scenarios(program, titles), edge.rulings))
            .map(|(title, (text, ruling))| ScenarioData { title: title.clone(), text, verdict: word(ruling) })
            .collect(),
    });
    edges.collect()
}

fn word(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Permitted => "permitted",
        Ruling::Prohibited => "prohibited",
        Ruling::NotRegulated => "not regulated",
        Ruling::Undetermined => "undetermined",
    }
}
