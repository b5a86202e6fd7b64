//! Two versions of a policy compared.

use std::sync::Arc;

use crate::analysis::difference::{Area, Change, Difference, Versions, Witness, difference, own_case};
use crate::analysis::{Budget, boxes};
use crate::judge::witness as words;
use crate::model::Version;
use crate::program::Program;
use crate::program::joined::{Joined, Matching};

use super::matching;

/// What an amendment changes.
#[derive(Debug)]
pub struct Comparison {
    pub old: Arc<Program>,
    pub new: Arc<Program>,
    pub joined: Joined,
    pub behaviour: Difference,
}

/// Compares two versions. `names` are those of the old version that are called otherwise in the new one.
pub fn compare(old: &Version, new: &Version, names: Vec<(String, String)>) -> Comparison {
    let matching = Matching { clauses: matching::clauses(old, new), names };
    let (old, new) = (Arc::clone(&old.program), Arc::clone(&new.program));
    let joined = Joined::of(&old, &new, &matching);
    let versions = Versions { old: &old, new: &new, joined: &joined };
    let behaviour = difference(&versions, Budget::PROOF);
    Comparison { old, new, joined, behaviour }
}

impl Comparison {
    /// How many areas change so.
    pub fn ways(&self, change: Change) -> usize {
        let groups = self.behaviour.groups.iter().filter(|group| group.change == change);
        groups.map(|group| group.areas.len()).sum()
    }

    /// Whether every case is judged as before.
    pub fn is_empty(&self) -> bool {
        self.behaviour.groups.is_empty()
            && self.behaviour.unproved.is_none()
            && self.behaviour.apart.is_empty()
    }

    /// What the cases of an area have in common, in the words of the language; nothing where that is nothing.
    pub fn cases(&self, area: &Area) -> Option<String> {
        (!area.said.is_empty()).then(|| boxes::words(&self.joined.program, &area.said))
    }

    /// The smallest case of an area as a scenario, with what the new version decides.
    pub fn scenario(&self, title: &str, area: &Area) -> String {
        let Witness { case, now, .. } = &area.witness;
        let own = own_case(&self.new, &self.joined.new, case);
        let expect = words::expectation(&self.new, &own, now);
        words::scenario(&self.joined.program, case, title, &expect)
    }
}
