//! The duties that arise and the remedies that follow, before and now.
//!
//! A duty or remedy is the same whichever clause it comes from: what it is for, and against whom, makes it one.

use std::collections::BTreeMap;

use crate::judge::Truth;
use crate::judge::exact::{Diagram, Spent};
use crate::judge::outcome::Outcome;
use crate::program::{Program, Role};

use super::told::Teller;
use super::{Among, Change, Compared, Group, Stop, What};

/// A duty or a remedy, in words that make it one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consequence {
    Duty {
        party: String,
        duty: String,
        within: Option<String>,
    },
    /// The holder is the issuer where none is named.
    Remedy {
        name: String,
        must: bool,
        holder: Option<String>,
    },
}

/// That a duty or remedy changes in an area whose verdict does.
#[derive(Debug, Clone, PartialEq)]
pub struct Follows {
    pub what: Consequence,
    pub from: Truth,
    pub to: Truth,
    /// In all cases of the area, and not only in some.
    pub in_all: bool,
}

const TRUTHS: [Truth; 3] = [Truth::No, Truth::Unknown, Truth::Yes];

/// See the head of this file.
pub struct Consequences {
    changing: Vec<Changing>,
}

/// A duty or remedy that changes in some case.
struct Changing {
    what: Consequence,
    /// The cases in which it does not hold, holds under some reading, and holds.
    before: [Diagram; 3],
    now: [Diagram; 3],
}

impl Consequences {
    pub fn of(compared: &mut Compared) -> Result<Consequences, Spent> {
        let program = &compared.joined.program;
        let (old, new) = (compared.old.clone(), compared.new.clone());
        let (before, now) = (all(compared, program, &old)?, all(compared, program, &new)?);
        let mut names: Vec<Consequence> = before.keys().chain(now.keys()).cloned().collect();
        names.sort_unstable();
        names.dedup();
        let mut changing = Vec::new();
        for what in names {
            let of = |all: &BTreeMap<Consequence, Diagram>| all.get(&what).copied().unwrap_or(Diagram::NO);
            let (before, now) = (of(&before), of(&now));
            if before == now {
                continue;
            }
            let (before, now) = (truths(compared, before)?, truths(compared, now)?);
            if before != now {
                changing.push(Changing { what, before, now });
            }
        }
        Ok(Consequences { changing })
    }

    /// What changes where the verdict stays; those that change in the same cases together.
    pub fn groups(&self, teller: &mut Teller, same: Diagram) -> Result<Vec<Group>, Stop> {
        let mut found: Vec<(Diagram, Diagram, [Truth; 2], Vec<Consequence>)> = Vec::new();
        for changing in &self.changing {
            for (from, to) in pairs() {
                let space = teller.space();
                let cases = space.both(changing.before[from], changing.now[to])?;
                let cases = space.both(cases, same)?;
                if cases == Diagram::NO {
                    continue;
                }
                let truths = [TRUTHS[from], TRUTHS[to]];
                let together = found.iter_mut().find(|it| it.0 == cases && it.2 == truths);
                match together {
                    Some((.., which)) => which.push(changing.what.clone()),
                    None => found.push((cases, same, truths, vec![changing.what.clone()])),
                }
            }
        }
        let mut groups = Vec::new();
        for (cases, whole, [from, to], which) in found {
            let what = What::Consequences { which, from, to };
            groups.extend(teller.group(Change::Moved, what, cases, &[(Among::Same, whole)])?);
        }
        Ok(groups)
    }

    /// What changes in an area.
    pub fn in_area(&self, compared: &mut Compared, area: Diagram) -> Result<Vec<Follows>, Spent> {
        let space = &mut compared.space;
        let mut follows = Vec::new();
        for changing in &self.changing {
            for (from, to) in pairs() {
                let cases = space.both(changing.before[from], changing.now[to])?;
                if space.meet(cases, area)? {
                    let in_all = space.within(area, cases)?;
                    let what = changing.what.clone();
                    follows.push(Follows { what, from: TRUTHS[from], to: TRUTHS[to], in_all });
                }
            }
        }
        Ok(follows)
    }
}

fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..3).flat_map(|from| (0..3).map(move |to| (from, to))).filter(|(from, to)| from != to)
}

/// Every duty and remedy, with the cases in which it holds.
fn all(
    compared: &mut Compared,
    program: &Program,
    outcome: &Outcome<Diagram>,
) -> Result<BTreeMap<Consequence, Diagram>, Spent> {
    let mut all: BTreeMap<Consequence, Diagram> = BTreeMap::new();
    for &(unit, holds) in outcome.duties.iter().chain(&outcome.remedies) {
        for what in named(program, &program.unit(unit).role) {
            let known = all.get(&what).copied().unwrap_or(Diagram::NO);
            let either = compared.space.either(known, holds)?;
            all.insert(what, either);
        }
    }
    Ok(all)
}

/// The duty or the remedies of a unit.
pub fn named(program: &Program, role: &Role) -> Vec<Consequence> {
    match role {
        Role::Duty { party, duty, within, .. } => {
            let within = within.as_ref().map(|within| match within.of {
                Some(of) => format!("{} of {}", within.words, program.fact(of).name),
                None => within.words.to_string(),
            });
            vec![Consequence::Duty { party: party.to_string(), duty: duty.to_string(), within }]
        }
        Role::Remedies { remedies, .. } => remedies
            .iter()
            .map(|remedy| Consequence::Remedy {
                name: remedy.name.to_string(),
                must: remedy.must,
                holder: remedy.holder.as_deref().map(str::to_owned),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The cases in which it holds under no choice of a version's own readings, under some, and under all.
fn truths(compared: &mut Compared, holds: Diagram) -> Result<[Diagram; 3], Spent> {
    let world = compared.space.world();
    let here = compared.space.both(world, holds)?;
    let not = compared.space.without(world, holds)?;
    let (some, other) = (compared.somehow(here)?, compared.somehow(not)?);
    let space = &mut compared.space;
    Ok([space.without(other, some)?, space.both(some, other)?, space.without(some, other)?])
}
