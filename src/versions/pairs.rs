//! Which version is to be compared with which.

use crate::model::{Library, VersionId};

/// A version before and a version now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub old: Place,
    pub new: Place,
}

/// A version of one of the two libraries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Of what is read as old, or as new: the version before an added one stands beside it.
    pub in_old: bool,
    pub version: VersionId,
}

/// What there is to compare.
#[derive(Debug, Default)]
pub struct Pairs {
    pub pairs: Vec<Pair>,
    /// The policies that only one side has, each with whether it is the old one.
    pub alone: Vec<(String, bool)>,
}

impl Pairs {
    /// Of two readings. One version on each side are a pair, whatever they are called. Otherwise versions of one
    /// label are, and a version that is new is compared with the one before it in its series.
    pub fn of(old: &Library, new: &Library) -> Pairs {
        let mut pairs = Pairs::default();
        if let ([_], [_]) = (&old.versions[..], &new.versions[..]) {
            pairs.pairs.push(Pair { old: old_place(VersionId(0)), new: new_place(VersionId(0)) });
            return pairs;
        }
        for policy in new.policies() {
            let before = old.versions_of(policy);
            let series = new.versions_of(policy);
            if before.is_empty() {
                pairs.alone.push((policy.to_owned(), false));
            }
            for (at, &version) in series.iter().enumerate() {
                let label = &new.version(version).program.policy.version;
                let same = before.iter().find(|it| old.version(**it).program.policy.version == *label);
                let found = match (same, before) {
                    (Some(same), _) => Some(old_place(*same)),
                    (None, [only]) if series.len() == 1 => Some(old_place(*only)),
                    (None, []) => None,
                    (None, _) => at.checked_sub(1).map(|at| new_place(series[at])),
                };
                pairs.pairs.extend(found.map(|old| Pair { old, new: new_place(version) }));
            }
        }
        for policy in old.policies() {
            if new.versions_of(policy).is_empty() {
                pairs.alone.push((policy.to_owned(), true));
            }
        }
        pairs
    }

    /// Of one reading: each version with the one before it; `from` and `to` name others.
    pub fn within(library: &Library, from: Option<&str>, to: Option<&str>) -> Pairs {
        let mut pairs = Pairs::default();
        for policy in library.policies() {
            let series = library.versions_of(policy);
            let named = |name: &str| {
                let version =
                    |id: &&VersionId| library.version(**id).program.policy.version.as_deref() == Some(name);
                series.iter().find(version).copied()
            };
            let place = |id: VersionId| series.iter().position(|it| *it == id);
            let to = match to {
                Some(name) => named(name),
                None => series.last().copied(),
            };
            let from = match (from, to) {
                (Some(name), _) => named(name),
                (None, Some(to)) => place(to).and_then(|at| at.checked_sub(1)).map(|at| series[at]),
                (None, None) => None,
            };
            if let (Some(from), Some(to)) = (from, to) {
                pairs.pairs.push(Pair { old: new_place(from), new: new_place(to) });
            }
        }
        pairs
    }
}

fn old_place(version: VersionId) -> Place {
    Place { in_old: true, version }
}

fn new_place(version: VersionId) -> Place {
    Place { in_old: false, version }
}
