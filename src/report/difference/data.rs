//! What an amendment changes, as data.

use serde::Serialize;

use crate::analysis::difference::{Among, Area, Group, What};
use crate::program::Ruling;
use crate::versions::Comparison;

use super::{account, phrases};

#[derive(Serialize)]
struct Data {
    words: Vec<String>,
    behaviour: Vec<BehaviourData>,
    /// Every case that no entry speaks of was proved to be judged as before.
    proved_equal_elsewhere: bool,
    policies: Vec<PolicyData>,
}

#[derive(Serialize)]
struct PolicyData {
    policy: String,
    old: Option<String>,
    new: Option<String>,
    answer: String,
    /// What the two versions do not share of facts and terms, a sentence each.
    not_shared: Vec<String>,
}

#[derive(Serialize)]
struct BehaviourData {
    policy: String,
    change: &'static str,
    /// A ruling; where the ruling stays, the layer, or whether the duties and remedies of `what` follow.
    from: String,
    to: String,
    what: &'static str,
    /// The duties and remedies that change.
    consequences: Vec<String>,
    /// The cases, in words, among those of `among`.
    cases: String,
    among: String,
    /// The clauses that decide or make the difference, old ones first.
    clauses: Vec<String>,
    decided_before: Vec<String>,
    decides_now: Vec<String>,
    changed: Vec<ChangedData>,
    witness: String,
}

#[derive(Serialize)]
struct ChangedData {
    old: Option<String>,
    new: Option<String>,
}

/// The comparisons as JSON text, ending in a line break.
pub fn json(compared: &[Comparison]) -> String {
    let data = Data {
        words: Vec::new(),
        behaviour: compared.iter().flat_map(behaviour).collect(),
        proved_equal_elsewhere: compared
            .iter()
            .all(|it| it.behaviour.unproved.is_none() && !it.behaviour.groups.iter().any(|group| group.more)),
        policies: compared.iter().map(policy).collect(),
    };
    serde_json::to_string_pretty(&data).expect("differences are made of texts, which JSON can always hold")
        + "\n"
}

fn policy(compared: &Comparison) -> PolicyData {
    let version = |policy: &crate::program::Policy| policy.version.as_deref().map(str::to_owned);
    PolicyData {
        policy: compared.new.policy.name.to_string(),
        old: version(&compared.old.policy),
        new: version(&compared.new.policy),
        answer: account::headline(compared),
        not_shared: phrases::twofold(&compared.joined.twofold),
    }
}

fn behaviour(compared: &Comparison) -> Vec<BehaviourData> {
    let groups = compared.behaviour.groups.iter();
    groups.flat_map(|group| group.areas.iter().map(|area| entry(compared, group, area))).collect()
}

fn entry(compared: &Comparison, group: &Group, area: &Area) -> BehaviourData {
    let decided_before = phrases::citations(&compared.old, &area.decided_before);
    let decides_now = phrases::citations(&compared.new, &area.decides_now);
    let changed = area.changed.iter().map(|unit| ChangedData {
        old: unit.old.map(|unit| compared.old.citation(unit)),
        new: unit.new.map(|unit| compared.new.citation(unit)),
    });
    let changed: Vec<ChangedData> = changed.collect();
    let mut clauses: Vec<String> = Vec::new();
    let cited = decided_before.iter().chain(&decides_now);
    for clause in cited.chain(changed.iter().flat_map(|it| it.old.iter().chain(&it.new))) {
        if !clauses.contains(clause) {
            clauses.push(clause.clone());
        }
    }
    let (what, from, to) = match &group.what {
        What::Ruling { from, to } => ("verdict", ruling(*from).to_owned(), ruling(*to).to_owned()),
        What::Possible => ("possible", "undetermined".to_owned(), "undetermined".to_owned()),
        What::Layer { from, to, .. } => {
            let word = |layer: &Option<_>| layer.map_or("undetermined", phrases::layer_word).to_owned();
            ("layer", word(from), word(to))
        }
        What::Consequences { from, to, .. } => ("consequences", holds(*from), holds(*to)),
    };
    let consequences = match &group.what {
        What::Consequences { which, .. } => which.iter().map(phrases::consequence).collect(),
        _ => area.follows.iter().map(|it| phrases::consequence(&it.what)).collect(),
    };
    BehaviourData {
        policy: compared.new.policy.name.to_string(),
        change: phrases::change(group.change),
        from,
        to,
        what,
        consequences,
        cases: compared.cases(area).unwrap_or_else(|| "in every case".to_owned()),
        among: match group.among {
            Among::Before(of) => format!("{} before", ruling(of)),
            Among::By(of, by) => format!("{} before {}", ruling(of), phrases::layer(by)),
            Among::Now(of) => format!("{} now", ruling(of)),
            Among::Same => "same verdict".to_owned(),
        },
        clauses,
        decided_before,
        decides_now,
        changed,
        witness: compared.scenario(&phrases::title(group), area),
    }
}

fn ruling(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::NotRegulated => "not-regulated",
        ruling => ruling.words(),
    }
}

fn holds(truth: crate::judge::Truth) -> String {
    match truth {
        crate::judge::Truth::Yes => "yes",
        crate::judge::Truth::No => "no",
        crate::judge::Truth::Unknown => "unknown",
    }
    .to_owned()
}
