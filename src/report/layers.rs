//! The policy layer by layer: what stands against the action, what permits it, what decides.

use crate::casebook::outcome::Judged;
use crate::judge::{Layer, MOST_FAILING, Reason, Truth};
use crate::program::{Role, Ruling, UnitId};

use super::account::{Lead, Passage, Run};
use super::phrase;

/// One line a layer, in the order in which they prevail.
pub fn passage(judged: &Judged) -> Option<Passage> {
    let mut passage = Passage::new("Layer by layer");
    for (layer, term) in [
        (Layer::Scope, "Scope"),
        (Layer::Requirement, "Requirements"),
        (Layer::Prohibition, "Prohibitions"),
        (Layer::Permission, "Permissions"),
    ] {
        if let Some(words) = said(judged, layer) {
            push(&mut passage, judged, layer, term, words);
        }
    }
    if not_applying(judged) {
        return Some(passage);
    }
    // Where nothing is told of any layer, the default alone would seem to decide.
    if passage.lines.is_empty() && judged.verdict.layer != Some(Layer::Otherwise) {
        return None;
    }
    let otherwise = match judged.program.policy.otherwise_permitted {
        true => "what no clause prohibits is permitted",
        false => "what no clause permits is prohibited",
    };
    push(&mut passage, judged, Layer::Otherwise, "By default", otherwise.to_string());
    Some(passage)
}

fn push(passage: &mut Passage, judged: &Judged, layer: Layer, term: &'static str, words: String) {
    let runs = match judged.verdict.layer == Some(layer) {
        true => vec![Run::strong(words), Run::plain(" \u{2014} this decides")],
        false => vec![Run::plain(words)],
    };
    passage.push(0, Lead::Term(term), runs);
}

/// What the reasons say of a layer; `None` where the policy has no such clause, or nothing can be said.
fn said(judged: &Judged, layer: Layer) -> Option<String> {
    let program = &*judged.program;
    if not_applying(judged) {
        return (layer == Layer::Scope).then(|| phrase::not_applying(judged));
    }
    let belongs = |unit: UnitId| {
        matches!(
            (&program.unit(unit).role, layer),
            (Role::OutOfScope, Layer::Scope)
                | (Role::Requirement { .. }, Layer::Requirement)
                | (Role::Prohibition { .. }, Layer::Prohibition)
                | (Role::Permission { .. }, Layer::Permission)
        )
    };
    let units = 0..program.units.len() as u32;
    units.map(UnitId).find(|unit| belongs(*unit))?;
    let told: Vec<&Reason> = judged.verdict.reasons.iter().filter(|reason| belongs(reason.unit)).collect();
    let so = |holds| -> Vec<UnitId> {
        let these = told.iter().filter(|reason| reason.holds == holds && reason.gives_way_to.is_none());
        these.map(|reason| reason.unit).collect()
    };
    let mut parts = Vec::new();
    for (units, one, many) in [
        (so(Truth::Yes), verb(layer, Truth::Yes, true), verb(layer, Truth::Yes, false)),
        (so(Truth::No), verb(layer, Truth::No, true), verb(layer, Truth::No, false)),
        (so(Truth::Unknown), verb(layer, Truth::Unknown, true), verb(layer, Truth::Unknown, false)),
    ] {
        if !units.is_empty() {
            let verb = if units.len() == 1 { one } else { many };
            parts.push(format!("{} {verb}", phrase::clauses(program, &units, "and")));
        }
    }
    // Of a long policy not every clause that does not apply is told.
    if judged.verdict.layer == Some(Layer::Otherwise) && so(Truth::No).len() >= MOST_FAILING {
        parts.push("nor does any other".to_owned());
    }
    for reason in &told {
        if let Some(permission) = reason.gives_way_to {
            let (clause, permission) = (program.citation(reason.unit), program.citation(permission));
            parts.push(format!("clause {clause} gives way to clause {permission}"));
        }
    }
    match parts.is_empty() {
        true => silent(judged, layer).map(str::to_string),
        false => Some(parts.join("; ")),
    }
}

/// What can be said of a layer of which no reason speaks: only what follows from the ruling.
fn silent(judged: &Judged, layer: Layer) -> Option<&'static str> {
    let nothing_against = match judged.verdict.layer {
        Some(Layer::Permission) => true,
        Some(Layer::Otherwise) => layer != Layer::Permission || !judged.program.policy.otherwise_permitted,
        _ => false,
    };
    match layer {
        Layer::Requirement if nothing_against => Some("none is unmet"),
        Layer::Prohibition if nothing_against => Some("none stands against it"),
        Layer::Permission if nothing_against => Some("none permits it"),
        _ => None,
    }
}

fn not_applying(judged: &Judged) -> bool {
    judged.verdict.ruling == Ruling::NotRegulated && judged.verdict.by.is_empty()
}

fn verb(layer: Layer, holds: Truth, one: bool) -> &'static str {
    match (layer, holds, one) {
        (Layer::Requirement, Truth::Yes, true) => "is met",
        (Layer::Requirement, Truth::Yes, false) => "are met",
        (Layer::Requirement, Truth::No, true) => "is not met",
        (Layer::Requirement, Truth::No, false) => "are not met",
        (Layer::Requirement, Truth::Unknown, _) => "may not be met",
        (Layer::Prohibition, Truth::Yes, true) => "stands against it",
        (Layer::Prohibition, Truth::Yes, false) => "stand against it",
        (Layer::Prohibition, Truth::No, true) => "does not apply",
        (Layer::Permission, Truth::Yes, true) => "permits it",
        (Layer::Permission, Truth::Yes, false) => "permit it",
        (Layer::Permission, Truth::No, true) => "does not permit it",
        (Layer::Permission, Truth::No, false) => "do not permit it",
        (Layer::Permission, Truth::Unknown, _) => "may permit it",
        (Layer::Scope, Truth::Yes, true) => "takes it out of the policy",
        (Layer::Scope, Truth::Yes, false) => "take it out of the policy",
        (Layer::Scope, Truth::Unknown, _) => "may take it out of the policy",
        (_, Truth::No, true) => "does not apply",
        (_, Truth::No, false) => "do not apply",
        (_, Truth::Unknown, _) => "may stand against it",
        (_, Truth::Yes, _) => "applies",
    }
}
