//! Two amendments of one text brought together, item by item.
//!
//! A text is taken as entries ([`crate::syntax::entries`]). Which entry of a side is which of the base, its name says,
//! or `formerly`, or its words ([`kin`]); where each stands, the side that moved something ([`order`]). An entry that
//! both sides changed is merged limb by limb ([`limbs`]): a limb is a phrase, and a phrase that both changed is never
//! mended out of both, since `at least 5 years` made `at least 6 years` by one and `more than 5 years` by the other
//! would become a rule that nobody wrote. What cannot be brought together is shown between marks, entry by entry
//! ([`page`]).

mod ends;
mod kin;
mod limbs;
mod order;
mod page;
mod strayed;

use crate::problem::{Severity, Tell};
use crate::source::Sources;
use crate::syntax::{entries, parse};
use ends::Ends;
use page::{Became, Part, page};
pub use strayed::Strayed;
use strayed::strayed;

/// The marks that git puts around what cannot be brought together have so many signs, unless it says otherwise.
pub const MARKS: usize = 7;

/// What came of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub text: String,
    /// What both sides changed, each as it is spoken of: `clause 5`. Marks stand around it.
    pub conflicts: Vec<String>,
    /// Citations that mean another clause than they did where they were written.
    pub strayed: Vec<Strayed>,
}

/// Brings two amendments of a base together; `name` is that of the file. The marks around a conflict have so many signs.
///
/// What one side alone changed is as that side has it. Where the other side is the base, that is the whole text, letter
/// by letter.
pub fn merge(name: &str, base: &str, ours: &str, theirs: &str, marks: usize) -> Merged {
    let ends = Ends::of([base, ours, theirs]);
    let [base, ours, theirs] = [base, ours, theirs].map(|text| ends.plain(text));
    let texts = Texts { name, base: &base, ours: &ours, theirs: &theirs, marks };
    let merged = texts.merged();
    Merged { text: ends.restored(merged.text), ..merged }
}

/// An item as it stands in one of the texts.
#[derive(Debug, Clone)]
struct Entry<'t> {
    kind: &'static str,
    name: Option<String>,
    formerly: Vec<String>,
    limbs: Vec<&'t str>,
    /// The empty lines that divide it from what follows.
    gap: &'t str,
    /// Nothing follows, and so nothing is known of what would divide it from that.
    last: bool,
}

impl Entry<'_> {
    /// Its text, without the empty lines behind it.
    fn text(&self) -> String {
        self.limbs.concat()
    }

    /// What it says, however it is laid out.
    fn words(&self) -> String {
        words(&self.text())
    }

    /// Whether its limbs mean the same in any order: what is declared of an entity, or of a taxonomy that has none.
    fn is_in_any_order(&self) -> bool {
        self.kind == "entity" || self.kind == "taxonomy" && !self.words().contains(" in order")
    }

    /// How it is spoken of.
    fn called(&self) -> String {
        match (&self.name, self.kind) {
            (Some(name), _) => name.clone(),
            (None, "") => "what stands between the items".to_owned(),
            (None, kind) => format!("the {kind} without a name"),
        }
    }
}

/// The words of a text, blanks and line ends left out of account.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An item of any of the three texts, by its place in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Unit {
    base: Option<usize>,
    ours: Option<usize>,
    theirs: Option<usize>,
}

struct Texts<'t> {
    name: &'t str,
    base: &'t str,
    ours: &'t str,
    theirs: &'t str,
    marks: usize,
}

impl Texts<'_> {
    fn merged(&self) -> Merged {
        let [base, ours, theirs] = [self.base, self.ours, self.theirs].map(|text| split(self.name, text));
        let kin = kin::kin(&base, &ours, &theirs);
        let Some(units) = order::order(&kin, &ours, &theirs) else {
            return self.whole("the order of the items");
        };
        let part = |unit: &Unit| {
            let was = unit.base.map(|at| &base[at]);
            let (our, their) = (unit.ours.map(|at| &ours[at]), unit.theirs.map(|at| &theirs[at]));
            Part::new(was, [our, their], became(was, our, their))
        };
        let mut parts: Vec<Part> = units.iter().map(part).collect();
        let strayed = strayed(&units, &base, &ours, &theirs);
        let merged = Merged { strayed, ..page(&parts, self.marks) };
        if !merged.conflicts.is_empty() || self.faults(&merged.text) <= self.faults_of_sides() {
            return merged;
        }
        // What can be read on either side, and cannot be once they are together, is no merge.
        for part in parts.iter_mut().filter(|part| part.by_both()) {
            part.became = Became::Conflict;
        }
        match page(&parts, self.marks) {
            Merged { conflicts, .. } if conflicts.is_empty() => self.whole("the text as a whole"),
            merged => merged,
        }
    }

    /// The texts as they are, between marks: for what has no place of its own.
    fn whole(&self, called: &str) -> Merged {
        let sides = [self.ours.to_owned(), self.theirs.to_owned()];
        page(&[Part::whole(called, sides)], self.marks)
    }

    fn faults_of_sides(&self) -> usize {
        self.faults(self.ours).max(self.faults(self.theirs))
    }

    /// How many errors reading a text tells.
    fn faults(&self, text: &str) -> usize {
        let mut sources = Sources::default();
        let file = sources.add(self.name, text);
        let (_, problems) = parse(&sources, file);
        problems.iter().filter(|problem| problem.severity() == Severity::Error).count()
    }
}

fn became(was: Option<&Entry>, our: Option<&Entry>, their: Option<&Entry>) -> Became {
    match (was, our, their) {
        (Some(was), Some(our), Some(their)) if our.limbs == was.limbs => Became::Text(their.text()),
        (Some(was), Some(our), Some(their)) if their.limbs == was.limbs => Became::Text(our.text()),
        (Some(was), Some(our), Some(their)) => {
            let merged = limbs::merged(&was.limbs, &our.limbs, &their.limbs, was.is_in_any_order());
            merged.map_or(Became::Conflict, Became::Text)
        }
        (Some(was), Some(one), None) | (Some(was), None, Some(one)) => match was.words() == one.words() {
            true => Became::Gone,
            false => Became::Conflict,
        },
        (None, Some(our), Some(their)) => match our.words() == their.words() {
            true => Became::Text(our.text()),
            false => Became::Conflict,
        },
        (None, Some(one), None) | (None, None, Some(one)) => Became::Text(one.text()),
        (_, None, None) => Became::Gone,
    }
}

/// A text as entries.
fn split<'t>(name: &str, text: &'t str) -> Vec<Entry<'t>> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let entries = entries::entries(&sources, file);
    let many = entries.len();
    let entries = entries.into_iter().enumerate().map(|(number, entry)| {
        let (start, end) = (entry.limbs[0].start, entry.limbs[entry.limbs.len() - 1].end);
        let until = start + text[start..end].trim_end_matches(['\n', '\r']).len();
        let until = until + text[until..end].find('\n').map_or(end - until, |line| line + 1);
        let limbs = entry.limbs.into_iter().map(|limb| limb.start..limb.end.min(until));
        Entry {
            kind: entry.kind,
            name: entry.name,
            formerly: entry.formerly,
            limbs: limbs.filter(|limb| !limb.is_empty()).map(|limb| &text[limb]).collect(),
            gap: &text[until..end],
            last: number + 1 == many,
        }
    });
    entries.collect()
}
