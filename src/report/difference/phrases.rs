//! The words that a difference is told in.

use crate::analysis::difference::{Among, Change, Consequence, Deciding, Follows, Group, Layer, What};
use crate::judge::Truth;
use crate::program::joined::{ChangedUnit, Twofold};
use crate::program::{Program, Ruling, UnitId};
use crate::report::phrase;
use crate::versions::Comparison;

/// `looser`.
pub fn change(change: Change) -> &'static str {
    match change {
        Change::Looser => "looser",
        Change::Stricter => "stricter",
        Change::Unsettled => "unsettled",
        Change::Settled => "settled",
        Change::Moved => "moved",
    }
}

/// `permitted before, prohibited now`.
pub fn what(what: &What) -> String {
    match what {
        What::Ruling { from, to } => format!("{} before, {} now", ruling(*from), ruling(*to)),
        What::Possible => "undetermined before and now, with other verdicts possible".to_owned(),
        What::Layer { ruling: of, from, to } => {
            format!("{} still, {} before, {} now", ruling(*of), layer(*from), layer(*to))
        }
        What::Consequences { which, from, to } => follows(which, *from, *to),
    }
}

/// Of which cases the areas speak: `Of what was permitted before`.
pub fn among(among: Among) -> String {
    match among {
        Among::Before(Ruling::Undetermined) => "Of what was undetermined before".to_owned(),
        Among::Before(of) => format!("Of what was {} before", ruling(of)),
        Among::By(of, by) => format!("Of what was {} {} before", ruling(of), layer(by)),
        Among::Now(Ruling::Undetermined) => "Of what is undetermined now".to_owned(),
        Among::Now(of) => format!("Of what is {} now", ruling(of)),
        Among::Same => "Of what is judged as before".to_owned(),
    }
}

/// `undetermined` says why: all facts are known, so it is a reading.
pub fn ruling(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Undetermined => "undetermined (it depends on a reading)",
        ruling => ruling.words(),
    }
}

/// The layer that decides: `by a prohibition`.
pub fn layer(layer: Option<Layer>) -> &'static str {
    match layer {
        Some(Layer::Scope) => "as outside the policy",
        Some(Layer::Requirement) => "for want of what is required",
        Some(Layer::Prohibition) => "by a prohibition",
        Some(Layer::Permission) => "by a permission",
        Some(Layer::Otherwise) => "by default",
        None => "by what depends on a reading",
    }
}

/// Which side of a comparison is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    Now,
}

/// `clause 4(a) and clause 4(b), which is new`; nothing where nothing is listed.
pub fn deciding(compared: &Comparison, side: Side, deciding: &Deciding) -> String {
    let program = if side == Side::Before { &compared.old } else { &compared.new };
    let mut parts: Vec<String> = Vec::new();
    for unit in &deciding.units {
        parts.push(match unit {
            Some(unit) => format!("clause {}{}", program.citation(*unit), standing(compared, side, *unit)),
            None => "default".to_owned(),
        });
    }
    const MOST: usize = 6;
    if parts.len() > MOST || deciding.more {
        parts.truncate(MOST);
        parts.push("others".to_owned());
    }
    phrase::list(&parts, if deciding.in_all { "and" } else { "or" })
}

/// ` (new)`, ` (changed)`, ` (gone)`, or nothing.
fn standing(compared: &Comparison, side: Side, unit: UnitId) -> &'static str {
    let changed = compared.joined.changed.iter().find(|it| match side {
        Side::Before => it.old == Some(unit),
        Side::Now => it.new == Some(unit),
    });
    match (changed.map(|it| (it.old, it.new)), side) {
        (Some((None, _)), Side::Now) => " (new)",
        (Some((_, None)), Side::Before) => " (gone)",
        (Some(_), Side::Now) => " (changed)",
        _ => "",
    }
}

/// `clause 3 (changed), clause 7 (new), clause 9 (repealed)`.
pub fn changed(old: &Program, new: &Program, units: &[ChangedUnit]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for unit in units {
        let part = match (unit.old, unit.new) {
            (Some(was), Some(is)) if old.citation(was) == new.citation(is) => {
                format!("clause {} (changed)", new.citation(is))
            }
            (Some(was), Some(is)) => {
                format!("clause {} (changed, formerly {})", new.citation(is), old.citation(was))
            }
            (None, Some(is)) => format!("clause {} (new)", new.citation(is)),
            (Some(was), None) => format!("clause {} (gone)", old.citation(was)),
            (None, None) => continue,
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    const MOST: usize = 4;
    if parts.len() > MOST {
        let more = parts.len() - MOST;
        parts.truncate(MOST);
        parts.push(format!("{more} more"));
    }
    parts.join(", ")
}

/// A duty or a remedy: `the duty of buyer to keep-records within 30 days`.
pub fn consequence(what: &Consequence) -> String {
    match what {
        Consequence::Duty { party, duty, within } => {
            let within = within.as_ref().map(|within| format!(" within {within}")).unwrap_or_default();
            format!("the duty of {party} to {duty}{within}")
        }
        Consequence::Remedy { name, must, holder } => {
            let force = if *must { "must" } else { "may" };
            let holder = holder.as_deref().unwrap_or("the issuer");
            format!("the remedy that {holder} {force} {name}")
        }
    }
}

/// `the duty of buyer to keep-records arises now`.
pub fn follows(which: &[Consequence], from: Truth, to: Truth) -> String {
    let named: Vec<String> = which.iter().map(consequence).collect();
    let named = phrase::list(&named, "and");
    match (from, to) {
        (Truth::No, Truth::Yes) => format!("{named}: not before, but now"),
        (Truth::Yes, Truth::No) => format!("{named}: before, but no longer"),
        (_, Truth::Unknown) => format!("{named}: now it depends on a reading"),
        (Truth::Unknown, Truth::Yes) => {
            format!("{named}: it depended on a reading before, and is certain now")
        }
        _ => format!("{named}: it depended on a reading before, and is no longer possible"),
    }
}

/// The duties and remedies that change in an area, those that change alike together.
pub fn also(follows: &[Follows]) -> Vec<String> {
    let mut together: Vec<(Truth, Truth, bool, Vec<Consequence>)> = Vec::new();
    for it in follows {
        match together.iter_mut().find(|other| (other.0, other.1, other.2) == (it.from, it.to, it.in_all)) {
            Some(other) => other.3.push(it.what.clone()),
            None => together.push((it.from, it.to, it.in_all, vec![it.what.clone()])),
        }
    }
    let together = together.iter();
    together
        .map(|(from, to, in_all, which)| {
            let said = self::follows(which, *from, *to);
            if *in_all { said } else { format!("{said}, in some of these cases") }
        })
        .collect()
}

/// What the two versions do not share of facts and terms, a sentence a kind.
pub fn twofold(all: &[Twofold]) -> Vec<String> {
    let mut kinds: Vec<(String, Vec<&str>)> = Vec::new();
    for it in all {
        let side = |old: bool| if old { "old" } else { "new" };
        let (kind, name) = match it {
            Twofold::Only { name, old } => (format!("Only the {} version knows", side(*old)), name),
            Twofold::Term { taxonomy, term, old } => {
                (format!("Only the {} version names among its {taxonomy}", side(*old)), term)
            }
            Twofold::Type { name } => {
                ("Of another type in each version, and so two facts, are".to_owned(), name)
            }
            Twofold::Extent { taxonomy, old } => {
                (format!("Open in the {} version only, and taken as open, are", side(*old)), taxonomy)
            }
        };
        match kinds.iter_mut().find(|(other, _)| *other == kind) {
            Some((_, names)) => names.push(name),
            None => kinds.push((kind, vec![name])),
        }
    }
    kinds.into_iter().map(|(kind, names)| format!("{kind} {}.", names.join(", "))).collect()
}

/// The units of both that decide, for programs.
pub fn citations(program: &Program, deciding: &Deciding) -> Vec<String> {
    let cited =
        |unit: &Option<UnitId>| unit.map_or_else(|| "otherwise".to_owned(), |it| program.citation(it));
    deciding.units.iter().map(cited).collect()
}

/// `Stricter: permitted before, prohibited now`.
pub fn heading(group: &Group) -> String {
    let change = change(group.change);
    format!("{}{}: {}", change[..1].to_uppercase(), &change[1..], what(&group.what))
}

/// The same, short enough for the title of a scenario.
pub fn title(group: &Group) -> String {
    let title = match &group.what {
        What::Consequences { .. } => "other consequences".to_owned(),
        What::Layer { ruling: of, .. } => format!("{} for another reason", ruling(*of)),
        What::Possible => "undetermined in another way".to_owned(),
        What::Ruling { from, to } => format!("{} before, {} now", from.words(), to.words()),
    };
    title[..1].to_uppercase() + &title[1..]
}

/// Words as they are written, no blank before a mark.
pub fn unspaced(words: &str) -> String {
    words.replace("( ", "(").replace(" )", ")").replace(" ,", ",")
}
