//! Edges as scenarios to be pasted into a case book, and as data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::data;
use crate::analysis::edges::{CutShort, Edge, EdgeKind};
use crate::casebook::edges::{Titles, VersionEdges};
use crate::judge::exact::Turned;
use crate::judge::{Truth, witness};
use crate::problem::visible;
use crate::program::{Program, Role, Ruling};

/// The most limbs that are named as not shown.
const MOST_NAMED: usize = 12;

/// The scenarios of all edges, each pair together.
pub fn scenarios(versions: &[VersionEdges]) -> String {
    let mut texts = Vec::new();
    for version in versions {
        for (edge, titles) in version.pairs() {
            let mut scenarios = version.scenarios(edge, titles);
            if let Some((_, first)) = scenarios.first_mut() {
                first.insert_str(0, &remark(&version.program, edge));
            }
            texts.extend(scenarios.into_iter().map(|(_, text)| text));
        }
    }
    visible(&texts.join("\n")).into_owned()
}

/// What the titles do not tell, as a comment: that the two of a pair do not differ in the verdict but in what
/// follows.
fn remark(program: &Program, edge: &Edge) -> String {
    if edge.differs {
        return String::new();
    }
    let differences = differences(program, edge);
    let what: Vec<String> = differences.into_iter().map(|difference| difference.what).collect();
    format!("# The two of this pair have the same verdict; they differ in: {}.\n", what.join(", "))
}

/// One thing in which the verdicts on the two scenarios of an edge differ.
#[derive(Serialize)]
pub struct Difference {
    /// `verdict`, `layer`, `duty keep-records`, `remedy revoke-licence`.
    pub what: String,
    /// What it is in the first scenario.
    pub one: String,
    /// What it is in the second.
    pub other: String,
}

/// All in which the verdicts on the two scenarios differ.
pub fn differences(program: &Program, edge: &Edge) -> Vec<Difference> {
    let [one, other] = [0, 1].map(|which| told(program, edge, which));
    let names: BTreeSet<&(usize, String)> = one.keys().chain(other.keys()).collect();
    let differ = names.into_iter().filter(|name| one.get(name) != other.get(name));
    let words = |told: &BTreeMap<(usize, String), String>, name: &(usize, String)| {
        let not = if name.1.starts_with("duty") { "does not arise" } else { "does not follow" };
        told.get(name).cloned().unwrap_or_else(|| not.to_string())
    };
    differ
        .map(|name| Difference { what: name.1.clone(), one: words(&one, name), other: words(&other, name) })
        .collect()
}

/// What is told of one of the two, by its name and the order in which it is told.
fn told(program: &Program, edge: &Edge, which: usize) -> BTreeMap<(usize, String), String> {
    let (case, verdict) = (&edge.cases[which], &edge.verdicts[which]);
    let mut told = BTreeMap::new();
    told.insert((0, "verdict".to_string()), witness::expectation(program, case, verdict));
    let layer = verdict.layer.map_or("undetermined", data::layer);
    told.insert((1, "layer".to_string()), layer.to_string());
    let words = |holds: Truth, yes: &str, perhaps: &str| match holds {
        Truth::Yes => yes.to_string(),
        _ => perhaps.to_string(),
    };
    for duty in &verdict.duties {
        let Role::Duty { duty: name, .. } = &program.unit(duty.unit).role else { continue };
        told.insert((2, format!("duty {name}")), words(duty.holds, "arises", "may arise"));
    }
    for remedy in &verdict.remedies {
        let Role::Remedies { remedies, .. } = &program.unit(remedy.unit).role else { continue };
        let name = &remedies[remedy.which].name;
        told.insert((3, format!("remedy {name}")), words(remedy.holds, "follows", "may follow"));
    }
    told
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
            counted(found.met().shown, "is", "are"),
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
    /// In what the verdicts on the two differ.
    differences: Vec<Difference>,
    scenarios: Vec<ScenarioData>,
}

#[derive(Serialize)]
struct ScenarioData {
    title: String,
    /// Null where the case book has it.
    text: Option<String>,
    in_case_book: bool,
    verdict: &'static str,
    by: Vec<String>,
}

/// The edges as JSON text, ending in a line break.
pub fn json(versions: &[VersionEdges]) -> String {
    let data = Data {
        edges: versions.iter().flat_map(edges).collect(),
        shown: versions.iter().map(|version| version.found.met().shown).sum(),
        left_out: versions.iter().flat_map(left_out).collect(),
    };
    serde_json::to_string_pretty(&data)
        .expect("edges are made of texts and numbers, which JSON can always hold")
        + "\n"
}

fn edges(version: &VersionEdges) -> Vec<EdgeData> {
    let program = &version.program;
    let edges = version.pairs().map(|(edge, titles)| EdgeData {
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
        differences: differences(program, edge),
        scenarios: scenarios_data(version, edge, titles),
    });
    edges.collect()
}

fn scenarios_data(version: &VersionEdges, edge: &Edge, titles: &Titles) -> Vec<ScenarioData> {
    let mut texts: BTreeMap<usize, String> = version.scenarios(edge, titles).into_iter().collect();
    let data =
        titles.of.iter().zip(&edge.verdicts).enumerate().map(|(which, (title, verdict))| ScenarioData {
            title: title.clone(),
            text: texts.remove(&which),
            in_case_book: edge.known.is_some_and(|(known, _)| known == which),
            verdict: word(verdict.ruling),
            by: data::cited(&version.program, &verdict.by),
        });
    data.collect()
}

fn word(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Permitted => "permitted",
        Ruling::Prohibited => "prohibited",
        Ruling::NotRegulated => "not regulated",
        Ruling::Undetermined => "undetermined",
    }
}
