//! What one version of a policy decides otherwise than another: every case, told as few sets of cases, or proved to
//! be judged as before.
//!
//! Both versions are asked about the same cases in one [`Space`], by the program that [joins](Joined) them, so that
//! "the cases that were permitted and are prohibited now" is one diagram. A case is what is compared: all its facts
//! known, and the readings chosen of the clauses that both versions have with the same readings. What depends on any
//! other reading is unsettled. A case belongs to the comparison if both versions take it as possible.

mod consequences;
mod own;
mod standing;
mod told;

use crate::judge::exact::{Budget, Diagram, Matter, Spent};
use crate::judge::outcome::{Norms, Outcome};
use crate::judge::{Case, FactName, Truth, Verdict};
use crate::program::joined::{ChangedUnit, Joined, Part};
use crate::program::{FactId, ListId, Program, Ruling, UnitId};

pub use super::boxes::Said;
pub use crate::judge::Layer;
use consequences::Consequences;
pub use consequences::{Consequence, Follows};
pub use own::{case_of_both, own_case};
use standing::Standing;
use told::Teller;

use super::space::{Ground, Space, Stop};

/// Everything that is judged otherwise.
#[derive(Debug, Default)]
pub struct Difference {
    pub groups: Vec<Group>,
    /// What only one version takes as impossible, though the other knows what it is about: its words.
    pub apart: Vec<Apart>,
    /// Why all cases could not be gone through; then nothing else is told.
    pub unproved: Option<Stop>,
}

/// An assumption that only one version makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Apart {
    pub words: String,
    pub old: bool,
}

/// How a judgement changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    Looser,
    Stricter,
    Unsettled,
    Settled,
    /// Under the same verdict: another layer decides, or duties or remedies change.
    Moved,
}

/// What becomes otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The verdict; undetermined where it depends on a reading.
    Ruling { from: Ruling, to: Ruling },
    /// Which verdicts are possible, where it depends on a reading before and now.
    Possible,
    /// The layer that decides; `None` where that depends on a reading.
    Layer { ruling: Ruling, from: Option<Layer>, to: Option<Layer> },
    /// Whether duties arise or remedies follow.
    Consequences { which: Vec<Consequence>, from: Truth, to: Truth },
}

/// All cases in which the same becomes otherwise in the same way.
#[derive(Debug)]
pub struct Group {
    pub change: Change,
    pub what: What,
    /// Of which cases the areas speak.
    pub among: Among,
    pub areas: Vec<Area>,
    /// Whether there are cases in none of the areas, as there would have been too many.
    pub more: bool,
}

/// The cases that an area speaks of, so that it need not say again what they have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Those that had this verdict before.
    Before(Ruling),
    /// Those that had it by this layer.
    By(Ruling, Option<Layer>),
    /// Those that have this verdict now.
    Now(Ruling),
    /// Those whose verdict stays as it was.
    Same,
}

/// A box of cases of a group.
#[derive(Debug)]
pub struct Area {
    /// What the cases have in common, over the joined program.
    pub said: Vec<Said>,
    /// What follows is of those of them alone that the default decides, before or now; clauses decide others.
    pub wider: bool,
    /// What decided in all of them; failing that, in some. `None` is `otherwise`.
    pub decided_before: Deciding,
    pub decides_now: Deciding,
    /// The units that are not the same in both versions and that make the difference.
    pub changed: Vec<ChangedUnit>,
    /// The duties and remedies that change too, where the verdict does.
    pub follows: Vec<Follows>,
    pub witness: Witness,
}

/// What decides the cases of an area, by a version's own numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deciding {
    pub units: Vec<Option<UnitId>>,
    /// Whether each decides in all of the cases, and not only in some.
    pub in_all: bool,
    /// Whether there are others that decide in some.
    pub more: bool,
}

/// A smallest case of an area, judged again by each version alone.
#[derive(Debug)]
pub struct Witness {
    /// Over the joined program.
    pub case: Case,
    pub before: Verdict,
    pub now: Verdict,
}

/// Two versions made ready to be compared.
pub struct Versions<'p> {
    pub old: &'p Program,
    pub new: &'p Program,
    pub joined: &'p Joined,
}

/// Everything that is judged otherwise, or why that cannot be told.
pub fn difference(versions: &Versions, budget: Budget) -> Difference {
    let mut difference = Difference::default();
    if let Err(stop) = look(versions, budget, &mut difference) {
        difference.unproved = Some(stop);
    }
    difference
}

fn look(versions: &Versions, budget: Budget, difference: &mut Difference) -> Result<(), Stop> {
    let joined = versions.joined;
    let ground = Ground::judged_by(&joined.program, norms(&joined.new));
    let mut compared = Compared::of(&ground, joined, budget)?;
    difference.apart = compared.apart()?;
    let standing = Standing::of(&mut compared)?;
    let consequences = Consequences::of(&mut compared)?;
    let mut teller = Teller::of(versions, &mut compared, &consequences, standing.read)?;
    let mut groups = standing.groups(&mut teller)?;
    groups.extend(consequences.groups(&mut teller, standing.same)?);
    groups.sort_by_key(|group| group.change);
    difference.groups = groups;
    Ok(())
}

/// Both versions asked about the same cases.
struct Compared<'s> {
    joined: &'s Joined,
    space: Space<'s>,
    old: Outcome<Diagram>,
    new: Outcome<Diagram>,
    /// Whether some clause has readings that the other version does not share.
    own_readings: bool,
}

impl<'s> Compared<'s> {
    fn of(ground: &'s Ground<'s>, joined: &'s Joined, budget: Budget) -> Result<Compared<'s>, Spent> {
        let mut space = ground.space(budget)?;
        let old = space.outcome_by(&norms(&joined.old))?;
        let new = space.outcome().clone();
        let program = &joined.program;
        let own = |part: &Part, other: &Part| {
            part.clauses
                .iter()
                .any(|it| program.clause(*it).readings.len() > 1 && !other.clauses.contains(it))
        };
        let own_readings = own(&joined.old, &joined.new) || own(&joined.new, &joined.old);
        Ok(Compared { joined, space, old, new, own_readings })
    }

    /// The cases in which something holds under some choice of the readings that only one version has.
    fn somehow(&mut self, it: Diagram) -> Result<Diagram, Spent> {
        if !self.own_readings {
            return Ok(it);
        }
        let joined = self.joined;
        let shared = |clause| joined.old.clauses.contains(&clause) && joined.new.clauses.contains(&clause);
        self.space.exact().however_read(it, &|clause| !shared(clause))
    }

    /// The facts in which something holds under some choice of all readings.
    fn however_read(&mut self, it: Diagram) -> Result<Diagram, Spent> {
        self.space.exact().however_read(it, &|_| true)
    }

    /// The assumptions that only one version makes, though they leave out cases that the other knows.
    fn apart(&mut self) -> Result<Vec<Apart>, Spent> {
        let joined = self.joined;
        let mut apart = Vec::new();
        for (mine, other, old) in [(&joined.old, &joined.new, true), (&joined.new, &joined.old, false)] {
            for number in mine.assumptions.iter().filter(|it| !other.assumptions.contains(it)) {
                let assumption = &joined.program.assumptions[*number];
                let mut holds = self.space.condition(assumption.node)?;
                for matter in self.space.exact().matters_of(&[holds]) {
                    let Matter::Fact(name) = matter else { continue };
                    if !knows(other, name) {
                        holds = self.space.exact().whatever(name, holds)?;
                    }
                }
                if holds != Diagram::YES {
                    apart.push(Apart { words: assumption.words.to_string(), old });
                }
            }
        }
        Ok(apart)
    }
}

fn norms(part: &Part) -> Norms {
    Norms { units: part.units.clone(), otherwise_permitted: part.otherwise_permitted }
}

fn knows(part: &Part, name: FactName) -> bool {
    let fact = |fact: FactId| part.facts.contains(&fact);
    let list = |list: ListId| part.lists.iter().any(|(it, _)| *it == list);
    match name {
        FactName::Fact(it) => fact(it),
        FactName::Extent(it) | FactName::Element(it, ..) => list(it),
    }
}
