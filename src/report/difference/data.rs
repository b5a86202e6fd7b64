//! What an amendment changes, as data.

use serde::Serialize;

use crate::analysis::difference::{Among, Area, Group, What};
use crate::program::Ruling;
use crate::report::data::layer as layer_word;
use crate::versions::Comparison;
use crate::versions::words::{Part, Substitution};

use super::{account, phrases};

#[derive(Serialize)]
struct Data {
    words: Vec<WordsData>,
    behaviour: Vec<BehaviourData>,
    /// Every case that no entry speaks of was proved to be judged as before.
    proved_equal_elsewhere: bool,
    policies: Vec<PolicyData>,
    /// The written scenarios that come out otherwise.
    flipped: Vec<FlippedData>,
}

#[derive(Serialize)]
struct WordsData {
    policy: String,
    /// The clause's number in each version; null where it has none.
    old: Option<String>,
    new: Option<String>,
    /// The number changed, and no `formerly` says so.
    formerly_missing: bool,
    /// The new number meant another rule before.
    number_taken: bool,
    parts: Vec<PartData>,
}

#[derive(Serialize)]
struct PartData {
    part: &'static str,
    substitutions: Vec<SubstitutionData>,
}

#[derive(Serialize)]
struct SubstitutionData {
    after: String,
    from: String,
    to: String,
}

#[derive(Serialize)]
struct FlippedData {
    scenario: String,
    from: &'static str,
    to: &'static str,
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
        words: compared.iter().flat_map(words).collect(),
        behaviour: compared.iter().flat_map(behaviour).collect(),
        proved_equal_elsewhere: compared.iter().all(|it| {
            let told = !it.behaviour.groups.iter().any(|group| group.more);
            told && it.behaviour.unproved.is_none() && it.behaviour.apart.is_empty()
        }),
        policies: compared.iter().map(policy).collect(),
        flipped: compared.iter().flat_map(flipped).collect(),
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

fn words(compared: &Comparison) -> Vec<WordsData> {
    let substitution = |it: &Substitution| SubstitutionData {
        after: it.after.clone(),
        from: it.from.clone(),
        to: it.to.clone(),
    };
    let part = |(part, substitutions): &(Part, Vec<Substitution>)| PartData {
        part: match part {
            Part::Title => "title",
            Part::Statement => "condition",
            Part::Period => "period",
            Part::Text => "text",
            Part::Remarks => "remarks",
        },
        substitutions: substitutions.iter().map(substitution).collect(),
    };
    let words = compared.words.iter().map(|it| WordsData {
        policy: compared.new.policy.name.to_string(),
        old: it.old.clone(),
        new: it.new.clone(),
        formerly_missing: it.formerly_missing,
        number_taken: it.number_taken,
        parts: it.parts.iter().map(part).collect(),
    });
    words.collect()
}

fn flipped(compared: &Comparison) -> Vec<FlippedData> {
    let flipped = compared.flips.flipped.iter();
    flipped
        .map(|it| FlippedData { scenario: it.title.clone(), from: ruling(it.from), to: ruling(it.to) })
        .collect()
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
            let word = |layer: &Option<_>| layer.map_or("undetermined", layer_word).to_owned();
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
