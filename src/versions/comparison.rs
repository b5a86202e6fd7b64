//! Two versions of a policy compared.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::difference::{Area, Change, Difference, Versions, Witness, difference, own_case};
use crate::analysis::{Budget, boxes};
use crate::casebook::book::Casebook;
use crate::judge::witness as words;
use crate::model::{Library, VersionId};
use crate::program::Program;
use crate::program::joined::{Joined, Matching};
use crate::source::Sources;

use super::flips::{Flips, Written, flips};
use super::matching;
use super::rule::rules;
use super::words::{Rewording, rewordings};

/// A version, where it stands, and the case book beside it.
#[derive(Clone, Copy)]
pub struct Text<'t> {
    pub sources: &'t Sources,
    pub library: &'t Library,
    pub version: VersionId,
    pub book: &'t Casebook,
}

/// What an amendment changes.
#[derive(Debug)]
pub struct Comparison {
    pub old: Arc<Program>,
    pub new: Arc<Program>,
    pub joined: Joined,
    pub behaviour: Difference,
    /// What the written scenarios become.
    pub flips: Flips,
    pub words: Vec<Rewording>,
    /// The clauses of [`Comparison::words`] as they were and are written; nothing of one that is new or gone.
    pub written: Vec<[String; 2]>,
}

/// Compares two versions. `names` are those of the old version that are called otherwise in the new one.
pub fn compare(old: Text, new: Text, names: Vec<(String, String)>) -> Comparison {
    let [was, is] = [old, new].map(|text| text.library.version(text.version));
    let rules = [rules(old.sources, &was.program), rules(new.sources, &is.program)];
    let became = matching::clauses((was, &rules[0]), (is, &rules[1]));
    let words = rewordings(&rules[0], &rules[1], &became);
    let clauses = became.iter().map(|it| (it.old, it.new)).collect();
    let matching = Matching { clauses, names };
    let (before, now) = (Arc::clone(&was.program), Arc::clone(&is.program));
    let joined = Joined::of(&before, &now, &matching);
    let versions = Versions { old: &before, new: &now, joined: &joined };
    let behaviour = difference(&versions, Budget::PROOF);
    let written = [
        Written { book: new.book, version: new.version, old: false },
        Written { book: old.book, version: old.version, old: true },
    ];
    let flips = flips(&before, &now, &joined, &written);
    let (was, is) = (as_written(old.sources, &before), as_written(new.sources, &now));
    let side = |written: &HashMap<&str, &str>, number: &Option<String>| {
        number.as_deref().and_then(|number| written.get(number)).map_or_else(String::new, |it| it.to_string())
    };
    let written = words.iter().map(|it| [side(&was, &it.old), side(&is, &it.new)]).collect();
    Comparison { old: before, new: now, joined, behaviour, flips, words, written }
}

/// The clauses as they are written, by their numbers.
fn as_written<'t>(sources: &'t Sources, program: &'t Program) -> HashMap<&'t str, &'t str> {
    program.clauses.iter().map(|clause| (&*clause.number, sources.text(clause.span).trim_end())).collect()
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
