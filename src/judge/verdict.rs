//! A verdict with everything it rests on, as data; the reports put it into words.

use serde::{Deserialize, Serialize};

use crate::program::{ClauseId, Ruling, UnitId};

use super::case::FactName;
use super::steps::{Run, Steps};

/// Yes, no, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Truth {
    Yes,
    No,
    Unknown,
}

/// Which layer of the policy decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Layer {
    /// Outside the policy's scope, or no version in force.
    Scope,
    Requirement,
    Prohibition,
    Permission,
    Otherwise,
}

/// The judgement of one case by one version of a policy.
#[derive(Debug, Clone)]
pub struct Verdict {
    pub ruling: Ruling,
    /// `None` while undetermined, and where the deciding layer itself depends on what is unknown.
    pub layer: Option<Layer>,
    /// What decides in every completion; failing that, what decides in some, each [`Truth::Unknown`].
    pub by: Vec<Decider>,
    /// The facts that together would settle it, in the text's order.
    pub turns_on: Vec<FactName>,
    /// The rulings still possible, in the order permitted, prohibited, not regulated.
    pub possible: Vec<Ruling>,
    /// The fact best asked next.
    pub ask_next: Option<FactName>,
    /// The steps that would make the action permitted.
    pub once: Vec<FactName>,
    /// The clauses whose reading the verdict depends on.
    pub depends_on: Vec<ClauseId>,
    /// One row a combination of readings of those clauses; empty where there would be more than 64.
    pub readings: Vec<ReadingRow>,
    pub duties: Vec<Consequence>,
    pub remedies: Vec<Consequence>,
    pub reasons: Vec<Reason>,
    /// The limbs of the reasons.
    pub steps: Steps,
    /// False where a budget ran out: the ruling is then never more definite than the truth, and
    /// `turns_on` may name too many facts.
    pub exact: bool,
    /// Undetermined, and two completions with different rulings were found (always, when exact).
    pub shown_open: bool,
    /// Assumptions, and taxonomies that are closed, without which the ruling would not be determined.
    pub rests_on: Vec<Support>,
    /// Facts whose presumption was set aside because it went against an assumption.
    pub presumptions_set_aside: Vec<FactName>,
    /// The presumptions that filled facts left unstated.
    pub presumed: Vec<FactName>,
}

/// What decided a verdict: a unit, or the policy's `otherwise`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decider {
    /// `None` is `otherwise`.
    pub unit: Option<UnitId>,
    pub holds: Truth,
}

/// The ruling under one choice of readings.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingRow {
    /// Clause and reading, the latter by its place among the clause's readings.
    pub choice: Vec<(ClauseId, usize)>,
    pub ruling: Ruling,
    pub by: Vec<Decider>,
}

/// A duty that arises or a remedy that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consequence {
    pub unit: UnitId,
    /// Which of the unit's remedies; 0 for a duty.
    pub which: usize,
    /// [`Truth::Yes`] or [`Truth::Unknown`].
    pub holds: Truth,
}

/// What a determined ruling needs beside the facts.
#[derive(Debug, Clone, PartialEq)]
pub enum Support {
    /// The policy's assumption of that number.
    Assumption(usize),
    /// That the terms of this domain are all there are.
    Closed(crate::program::DomainId),
    /// The case's stipulation of that number.
    Stipulation(usize),
}

/// Why a unit bears on the verdict as it does.
#[derive(Debug, Clone)]
pub struct Reason {
    pub unit: UnitId,
    /// For a permission, prohibition, duty, definition or exception: whether it is live. For a
    /// requirement: whether it is met (imposed, and its condition true) -- so `No` where it stands
    /// against the action.
    pub holds: Truth,
    /// It would stand against the action, but this permission prevails over it.
    pub gives_way_to: Option<UnitId>,
    /// The condition limb by limb, among the verdict's [`Steps`].
    pub steps: Run,
}

/// Why a case cannot be judged at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Impossible {
    /// No completion satisfies what is stated, together with these: assumptions, closed taxonomies and
    /// stipulations. Empty where the stated facts contradict one another by themselves.
    Facts { against: Vec<Support>, stated: Vec<FactName> },
}
