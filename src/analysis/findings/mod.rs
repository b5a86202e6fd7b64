//! What all cases show of a policy: conditions that never hold, clauses that never decide, rules that meet.
//!
//! One file a question. Each finding is told with what it was found in: a proof where no case can be otherwise,
//! a case where there is one. What a case shows is told only as long as no scenario of the case book decides
//! such a case: a drafter who has written it down has seen it.

mod closed;
mod constant;
mod cover;
mod deciding;
mod default;
mod duties;
mod empty;
mod matter;
mod meeting;
mod readings;
mod remedies;
mod resting;
mod tables;

use std::collections::BTreeSet;

use crate::judge::exact::{Budget, Diagram, Spent};
use crate::judge::shape::Shape;
use crate::judge::slots::{Presuming, Slots};
use crate::judge::{Case, Judge};
use crate::problem::Problem;
use crate::problem::finding::{Clause, Finding};
use crate::program::{NodeId, Program, Role, UnitId};
use crate::source::Span;

use super::seen::Seen;
use super::space::{Ground, Space, Stop};
use super::witness;

/// A question asked of all cases, and what it looks into.
type Question = (&'static str, fn(&mut Look) -> Result<(), Stop>);

/// The questions that are answered by a proof. What rests on an assumption, or on a taxonomy that is closed, is
/// found by asking them again without it.
const PROVED: [Question; 4] = [
    ("conditions that cannot be otherwise", constant::look),
    ("clauses that never decide", deciding::look),
    ("breaches that cannot occur", remedies::look),
    ("readings", readings::look),
];

/// The questions that are answered by cases, or in view of what was told before.
const SHOWN: [Question; 8] = [
    ("what the findings rest on", resting::look),
    ("rules that meet", meeting::look),
    ("clauses that an empty list meets", empty::look),
    ("definitions by table", tables::look),
    ("duties to do what is prohibited", duties::look),
    ("closed taxonomies", closed::look),
    ("facts and terms on which nothing depends", matter::look),
    ("what is left to the default", default::look),
];

/// What can be told of a program from all its cases, given the cases that its case book decides, each by this
/// version of the policy or by another of its series.
pub fn findings(program: &Program, book: &[(&Program, &Case)]) -> Vec<Problem> {
    let mut versions: Vec<(&Program, Shape)> = Vec::new();
    for (version, _) in book {
        if !versions.iter().any(|(known, _)| std::ptr::eq(*known, *version)) {
            versions.push((version, Shape::of(version)));
        }
    }
    let decided: Vec<Slots> =
        book.iter().map(|(version, case)| Slots::of(version, case, &Presuming::Where(&|_| true))).collect();
    let seen = versions.iter().flat_map(|(version, shape)| {
        let own = decided.iter().filter(|slots| std::ptr::eq(slots.program, *version));
        own.map(|slots| Seen::of(slots, shape).asked_by(program))
    });
    let ground = Ground::of(program);
    let span = program.policy.span;
    let space = match ground.space(Budget::PROOF) {
        Ok(space) => space,
        Err(Spent) => return vec![Finding::NotLookedInto { span, what: "them all".into() }.into()],
    };
    if space.world() == Diagram::NO {
        // The assumptions contradict one another, which is told as an error.
        return Vec::new();
    }
    let mut look = Look {
        program,
        ground: &ground,
        judge: Judge::of(program),
        space,
        book,
        decided: seen.collect(),
        told: Vec::new(),
        told_of: BTreeSet::new(),
    };
    for (what, question) in PROVED.into_iter().chain(SHOWN) {
        match question(&mut look) {
            Ok(()) => {}
            Err(Stop::Spent) => look.told.push(Finding::NotLookedInto { span, what: what.into() }.into()),
            Err(Stop::Disagreement(case)) => {
                let case = witness::scenario(&look.judge, &case, "Found and not borne out");
                look.told.push(Finding::Disagreement { span, what: what.into(), case }.into());
            }
        }
    }
    look.told
}

/// What the questions share.
struct Look<'s> {
    program: &'s Program,
    ground: &'s Ground<'s>,
    judge: Judge<'s>,
    space: Space<'s>,
    /// The cases that the case book decides, each with the version that judges it.
    book: &'s [(&'s Program, &'s Case)],
    /// The cases that the case book decides, as the interpreter sees them.
    decided: Vec<Seen<'s, 's>>,
    told: Vec<Problem>,
    /// The units of which something was told that explains why they do nothing.
    told_of: BTreeSet<UnitId>,
}

impl<'s> Look<'s> {
    fn tell(&mut self, finding: Finding) {
        self.told.push(finding.into());
    }

    /// A unit as a message cites it.
    fn clause(&self, unit: UnitId) -> Clause {
        Clause { citation: self.program.citation(unit), span: self.program.unit(unit).span }
    }

    /// The cases in the world in which a unit does what it is for.
    fn works(&mut self, unit: UnitId) -> Result<Diagram, Spent> {
        let works = self.space.works(unit)?;
        let world = self.space.world();
        self.space.both(world, works)
    }

    /// The cases in the world in which a unit would be live if nothing were excepted from it.
    fn would_apply(&mut self, unit: UnitId) -> Result<Diagram, Spent> {
        let unit = self.program.unit(unit);
        let mut would = self.space.world();
        for node in unit.in_force.into_iter().chain([unit.when]) {
            let holds = self.space.condition(node)?;
            would = self.space.both(would, holds)?;
        }
        for unless in &unit.unless {
            let holds = self.space.condition(*unless)?;
            would = self.space.without(would, holds)?;
        }
        Ok(would)
    }

    /// The cases in the world in which a prohibition or requirement would stand against the action if nothing
    /// overrode it.
    fn would_stand(&mut self, unit: UnitId) -> Result<Diagram, Spent> {
        let (actions, met) = match self.program.unit(unit).role {
            Role::Prohibition { actions } => (actions, None),
            Role::Requirement { actions, condition } => (actions, Some(condition)),
            _ => return Ok(Diagram::NO),
        };
        let (world, live, action) =
            (self.space.world(), self.space.live(unit)?, self.space.condition(actions)?);
        let mut would = self.space.both(world, live)?;
        would = self.space.both(would, action)?;
        if let Some(condition) = met {
            let met = self.space.condition(condition)?;
            would = self.space.without(would, met)?;
        }
        Ok(would)
    }

    /// Whether the case book decides such a case.
    fn is_decided(&mut self, it_is: &mut dyn FnMut(&mut Seen) -> bool) -> bool {
        self.decided.iter_mut().any(it_is)
    }

    /// A case among these as a scenario; nothing where the case book decides one such already, or there is none.
    fn undecided(
        &mut self,
        among: Diagram,
        title: &str,
        it_is: &mut dyn FnMut(&mut Seen) -> bool,
    ) -> Result<Option<String>, Stop> {
        if among == Diagram::NO || self.is_decided(it_is) {
            return Ok(None);
        }
        let Some(case) = self.space.case(among, it_is)? else { return Ok(None) };
        Ok(Some(witness::scenario(&self.judge, &case, title)))
    }

    /// The words a node stands for.
    fn words(&self, node: NodeId) -> Option<Span> {
        self.program.origin(node).span
    }
}
