//! Scenarios on the boundaries of a policy: pairs of cases that differ in one fact, and in the verdict because
//! of it.
//!
//! This is modified condition/decision coverage (J. J. Chilenski and S. P. Miller, "Applicability of modified
//! condition/decision coverage to software testing", Software Engineering Journal 9(5), 1994), asked of a
//! policy: each limb of each clause is shown to decide by itself. A limb is a question about one fact; a pair
//! shows it where its answer differs between the two cases, and with it whether the clause does what it is
//! for, and the verdict. Thresholds are shown from both sides, one smallest unit apart.
//!
//! Every list is taken to have one element; for limbs that no element turns by itself, as many as the policy
//! counts. All else that is not stated in a case does not matter to it.

mod limbs;
mod look;
pub(super) mod pair;
mod seen;
mod shows;
mod sides;
mod turning;

use crate::judge::exact::Budget;
use crate::judge::{Case, FactName, Judge};
use crate::program::{Node, Program, UnitId};

use super::space::{Ground, Stop};
use limbs::Limb;
use look::Look;
pub use pair::{Edge, EdgeKind};
use seen::Neighbours;

/// The most elements that a list is taken to have.
const MOST_ELEMENTS: usize = 5;

/// What was found of the edges of a policy.
#[derive(Debug, Default)]
pub struct Edges {
    /// Those that the case book does not show. One may be an edge of several limbs at once.
    pub edges: Vec<Edge>,
    /// Of each unit, how many edges of its limbs there are.
    pub limbs: Vec<Met>,
    /// How many places there are where a permission and a prohibition meet.
    pub meetings: Met,
    /// How many clauses there are on whose reading a verdict depends.
    pub readings: Met,
    /// The limbs that no fact turns by itself so that the verdict turns too, each with the unit it is of.
    pub unturned: Vec<(UnitId, FactName)>,
    /// The work was cut short; what was not, or not wholly, looked into.
    pub cut_short: Option<CutShort>,
    /// Cases found that, judged again, were not what they were found for.
    pub disagreements: usize,
}

/// How many edges there are, and how many of them the case book shows.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Met {
    pub shown: usize,
    pub all: usize,
}

impl Met {
    fn count(&mut self, shown: bool) {
        self.shown += usize::from(shown);
        self.all += 1;
    }

    /// Both together.
    pub fn and(self, other: Met) -> Met {
        Met { shown: self.shown + other.shown, all: self.all + other.all }
    }
}

impl Edges {
    /// All edges there are: of limbs, where rules meet, and of readings.
    pub fn met(&self) -> Met {
        self.limbs.iter().fold(self.meetings.and(self.readings), |sum, met| sum.and(*met))
    }
}

/// Where the work was cut short.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CutShort {
    /// Before anything was looked into.
    AtOnce,
    /// At this unit: neither its limbs nor those after it, nor where rules meet.
    At(UnitId),
    /// Where rules meet.
    Meetings,
    /// Where the verdict depends on how a clause is read.
    Readings,
}

/// The edges of a program, but for those that two of the cases decided by its case book show.
pub fn edges(program: &Program, decided: &[&Case]) -> Edges {
    let judge = Judge::of(program);
    let mut found = Edges { limbs: vec![Met::default(); program.units.len()], ..Edges::default() };
    let mut neighbours = Neighbours::among(&judge, decided);
    let mut open: Vec<(UnitId, Limb)> = Vec::new();
    for number in 0..program.units.len() {
        let unit = UnitId(number as u32);
        open.extend(limbs::of(program, unit).into_iter().map(|limb| (unit, limb)));
    }
    let mut work = 0;
    for (pass, many) in elements(program).iter().enumerate() {
        if open.is_empty() && pass > 0 {
            break;
        }
        let first = pair::with_elements(program, |list| many[list.0 as usize]);
        let ground = Ground::stating(program, &first);
        let Ok(space) = ground.space(Budget::PROOF) else {
            found.cut_short.get_or_insert(CutShort::AtOnce);
            break;
        };
        let mut look = Look::into(&judge, first, space, &mut neighbours, &mut found, work);
        let outcome = look.all(&mut open, pass == 0);
        work = look.work();
        let at = look.at;
        match outcome {
            Ok(()) => {}
            Err(Stop::Spent) => found.cut_short = Some(at),
            Err(Stop::Disagreement(_)) => found.disagreements += 1,
        }
        if found.cut_short.is_some() {
            break;
        }
    }
    for (unit, limb) in open.iter().filter(|_| found.cut_short.is_none()) {
        let of = (*unit, limb.questions[0].fact);
        if !found.unturned.contains(&of) {
            found.unturned.push(of);
        }
    }
    found
}

/// How many elements the lists have, each time that edges are looked for: one, then as many as are counted.
fn elements(program: &Program) -> Vec<Vec<usize>> {
    let one = vec![1; program.lists.len()];
    let mut counted = one.clone();
    for node in &program.nodes {
        if let Node::Elements { list, at_least, .. } = node {
            let most = &mut counted[list.0 as usize];
            *most = (*most).max((*at_least as usize).min(MOST_ELEMENTS));
        }
    }
    if counted == one { vec![one] } else { vec![one, counted] }
}
