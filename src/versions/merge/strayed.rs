//! Citations that lead elsewhere once two sides are together: one side cites a clause by its number, and the other gave
//! the clause another.

use std::collections::{HashMap, HashSet};

use super::{Entry, Unit};

/// A citation that one side wrote, of a number that the other side changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strayed {
    /// What cites, as it is spoken of: `clause 9`.
    pub item: String,
    pub number: String,
    /// The number that the clause has now.
    pub now: String,
}

/// The citations of either side that it wrote anew and that mean another clause in what comes. A number that no clause
/// has taken over leads on to the clause that had it, by `formerly`, or to none, which is told as ever.
pub fn strayed(units: &[Unit], base: &[Entry], ours: &[Entry], theirs: &[Entry]) -> Vec<Strayed> {
    let our = |unit: &Unit| unit.ours.map(|at| &ours[at]);
    let their = |unit: &Unit| unit.theirs.map(|at| &theirs[at]);
    let (by_us, by_them) = (renumbered(units, base, our), renumbered(units, base, their));
    let mut strayed = Vec::new();
    for unit in units {
        let was = unit.base.map(|at| &base[at]);
        for (side, other, renumbered) in
            [(our(unit), their(unit), &by_them), (their(unit), our(unit), &by_us)]
        {
            let Some(side) = side.filter(|_| !renumbered.is_empty()) else { continue };
            let before = was.map(cited).unwrap_or_default();
            let there = other.map(cited).unwrap_or_default();
            let anew = cited(side).into_iter().filter(|it| !before.contains(it) && !there.contains(it));
            for number in anew {
                if let Some(now) = renumbered.get(&number) {
                    strayed.push(Strayed { item: side.called(), number, now: now.clone() });
                }
            }
        }
    }
    strayed
}

/// The numbers of the base that a side changed, with the new ones.
fn renumbered<'e>(
    units: &[Unit],
    base: &[Entry],
    side: impl Fn(&Unit) -> Option<&'e Entry<'e>>,
) -> HashMap<String, String> {
    let number = |entry: &Entry| entry.name.as_deref()?.strip_prefix("clause ").map(str::to_owned);
    let taken: HashSet<String> = units.iter().filter_map(|unit| number(side(unit)?)).collect();
    let pairs = units.iter().filter_map(|unit| {
        let (was, is) = (number(&base[unit.base?])?, number(side(unit)?)?);
        (was != is && taken.contains(&was)).then_some((was, is))
    });
    pairs.collect()
}

/// The numbers of clauses that an item cites, in the order of the text, each once.
fn cited(entry: &Entry) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let text = entry.text();
    let mut quoted = false;
    for line in text.lines() {
        // What stands between quotation marks, and comments, cite nothing.
        let mut said = String::new();
        for (number, part) in line.split('"').enumerate() {
            if number > 0 {
                quoted = !quoted;
            }
            if !quoted {
                let before = part.split('#').next().unwrap_or_default();
                said.push_str(before);
                said.push(' ');
                if before.len() < part.len() {
                    break;
                }
            }
        }
        let mut cites = false;
        for word in said.split([' ', '\t', ',']).filter(|word| !word.is_empty()) {
            match word {
                "clause" | "clauses" => cites = true,
                "and" | "or" | "to" => {}
                word if cites => {
                    let number = word.split('(').next().unwrap_or_default();
                    if seen.insert(number.to_owned()) {
                        found.push(number.to_owned());
                    }
                }
                _ => {}
            }
        }
    }
    // Its own number is no citation.
    if let Some(own) = entry.name.as_deref().and_then(|name| name.strip_prefix("clause ")) {
        found.retain(|number| number != own);
    }
    found
}
