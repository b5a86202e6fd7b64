//! What an amendment changes, in so few words that a line holds it.

use crate::analysis::difference::{Change, Group};
use crate::versions::Comparison;

/// A version of a policy that decides otherwise than the one before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Amended {
    pub policy: String,
    pub version: Option<String>,
    pub how: How,
}

/// How a policy became otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum How {
    New,
    Gone,
    Changed(Vec<Ways>),
    /// It could not be told: there are too many kinds of cases.
    Untold,
}

/// How often a judgement changes in one way.
#[derive(Debug, Clone, PartialEq)]
pub struct Ways {
    pub change: Change,
    pub ways: usize,
    /// There are more.
    pub at_least: bool,
    /// The clauses that make the difference, as they are cited now; gone ones as they were.
    pub clauses: Vec<String>,
    /// The cases of each way, in words; nothing for all of them.
    pub cases: Vec<Option<String>>,
}

impl Amended {
    /// What a comparison shows; nothing where every case is judged as before.
    pub fn of(compared: &Comparison) -> Option<Amended> {
        if compared.is_empty() {
            return None;
        }
        let policy = &compared.new.policy;
        let how = match compared.behaviour.unproved {
            Some(_) => How::Untold,
            None => How::Changed(ways(compared, |_, _| true)),
        };
        let version = policy.version.as_deref().map(str::to_owned);
        Some(Amended { policy: policy.name.to_string(), version, how })
    }
}

/// The ways in which judgements change, of those areas in which one of these units makes the difference: which of
/// them count is asked by clause numbers, the old one first.
pub fn ways(compared: &Comparison, counts: impl Fn(Option<&str>, Option<&str>) -> bool) -> Vec<Ways> {
    let mut all: Vec<Ways> = Vec::new();
    for group in &compared.behaviour.groups {
        for area in &group.areas {
            let mut clauses: Vec<String> = Vec::new();
            let mut counted = area.changed.is_empty() && counts(None, None);
            for unit in &area.changed {
                let old = unit.old.map(|it| &*compared.old.clause(compared.old.unit(it).clause).number);
                let new = unit.new.map(|it| &*compared.new.clause(compared.new.unit(it).clause).number);
                counted |= counts(old, new);
                let cited = unit.new.map(|it| compared.new.citation(it));
                let cited = cited.or_else(|| unit.old.map(|it| compared.old.citation(it)));
                clauses.extend(cited.filter(|it| !clauses.contains(it)));
            }
            if counted {
                let ways = of(&mut all, group);
                ways.ways += 1;
                ways.at_least |= group.more;
                ways.cases.push(compared.cases(area));
                let further: Vec<String> =
                    clauses.into_iter().filter(|it| !ways.clauses.contains(it)).collect();
                ways.clauses.extend(further);
            }
        }
    }
    all
}

fn of<'w>(all: &'w mut Vec<Ways>, group: &Group) -> &'w mut Ways {
    let at = all.iter().position(|ways| ways.change == group.change).unwrap_or_else(|| {
        let change = group.change;
        all.push(Ways { change, ways: 0, at_least: false, clauses: Vec::new(), cases: Vec::new() });
        all.len() - 1
    });
    &mut all[at]
}
