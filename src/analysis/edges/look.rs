//! What is looked for: an edge of each limb, where rules meet, and where a verdict depends on a reading.

use std::collections::HashMap;
use std::rc::Rc;

use crate::analysis::space::{Space, Stop};
use crate::judge::exact::{Diagram, Spent, Turned};
use crate::judge::{Case, FactName, Judge};
use crate::program::{ClauseId, Program, Role, Ruling, UnitId, Value};

use super::limbs::{self, Limb, Question};
use super::pair::{self, Edge, EdgeKind};
use super::seen::{Neighbours, Shown};
use super::shows::Shows;
use super::sides::Turns;
use super::turning::Sides;
use super::{CutShort, Edges};

/// How much may be spent, counted in joinings of diagrams and in units of cases judged again.
const MOST_WORK: usize = 1 << 25;

/// What is shared while edges are looked for.
pub struct Look<'s, 'j, 'f> {
    pub program: &'s Program,
    pub judge: &'j Judge<'j>,
    /// So many elements in each list and nothing else stated.
    pub first: Case,
    pub space: Space<'s>,
    pub found: &'f mut Edges,
    neighbours: &'f mut Neighbours<'j>,
    shows: Shows,
    pub sides: HashMap<Question, Rc<[Turns]>>,
    pub values: HashMap<FactName, Option<Rc<[Value]>>>,
    pub at_values: HashMap<FactName, HashMap<Value, Option<Diagram>>>,
    /// Spent but for the joinings of this space.
    spent: usize,
    /// What is being looked into.
    pub at: CutShort,
}

impl<'s, 'j, 'f> Look<'s, 'j, 'f> {
    /// Nothing looked into yet, and so much spent before.
    pub fn into(
        judge: &'j Judge<'j>,
        first: Case,
        space: Space<'s>,
        neighbours: &'f mut Neighbours<'j>,
        found: &'f mut Edges,
        spent: usize,
    ) -> Look<'s, 'j, 'f> {
        Look {
            program: space.program(),
            judge,
            first,
            space,
            found,
            neighbours,
            shows: Shows::default(),
            sides: HashMap::new(),
            values: HashMap::new(),
            at_values: HashMap::new(),
            spent,
            at: CutShort::AtOnce,
        }
    }

    /// Looks into the limbs that are open, and leaves those that no fact turns; the first time also into readings
    /// and meetings.
    pub fn all(&mut self, open: &mut Vec<(UnitId, Limb)>, first: bool) -> Result<(), Stop> {
        self.at = CutShort::Readings;
        if first {
            self.readings()?;
        }
        let mut still = Vec::new();
        for (unit, limb) in std::mem::take(open) {
            self.at = CutShort::At(unit);
            if !self.limb(unit, &limb)? {
                still.push((unit, limb));
            }
        }
        *open = still;
        self.at = CutShort::Meetings;
        if first { self.meetings() } else { Ok(()) }
    }

    /// What was spent.
    pub fn work(&mut self) -> usize {
        self.spent + self.space.exact().joinings()
    }

    /// Spends so much.
    pub fn spend(&mut self, work: usize) -> Result<(), Spent> {
        self.spent += work;
        if self.work() > MOST_WORK { Err(Spent) } else { Ok(()) }
    }

    /// Notes an edge, and what else it shows.
    pub fn note(&mut self, edge: Edge) {
        let works = edge.cases.each_ref().map(|case| self.neighbours.works(case));
        self.shows.note(self.found.edges.len(), &edge, works.each_ref().map(Vec::as_slice));
        self.found.edges.push(edge);
    }

    /// An edge for each threshold of a limb, or one for the limb: whether there is any, or nothing to be turned.
    fn limb(&mut self, unit: UnitId, limb: &Limb) -> Result<bool, Stop> {
        let works = self.works(unit)?;
        let world = self.space.world();
        let idle = self.space.without(world, works)?;
        let mut done = false;
        let mut any = false;
        // Where any of the questions will do, one that the case book shows comes before one that could be found.
        let shown = if limb.any_will_do { self.shown_among(unit, &limb.questions)? } else { None };
        for question in shown.as_ref().map_or(&limb.questions[..], std::slice::from_ref) {
            for turns in &*self.sides(*question)? {
                if done && !turns.threshold {
                    continue;
                }
                any = true;
                done |= self.side(unit, (works, idle), *question, turns)?;
            }
            if done && limb.any_will_do {
                break;
            }
        }
        Ok(done || !any)
    }

    /// The first of the questions of which the case book shows every edge.
    fn shown_among(&mut self, unit: UnitId, questions: &[Question]) -> Result<Option<Question>, Spent> {
        for question in questions {
            let sides = self.sides(*question)?;
            let shown = |turns: &Turns| self.neighbours.show(unit, *question, turns.at_threshold()).is_some();
            if !sides.is_empty() && sides.iter().all(shown) {
                return Ok(Some(*question));
            }
        }
        Ok(None)
    }

    /// The cases in the world in which a unit does what it is for.
    fn works(&mut self, unit: UnitId) -> Result<Diagram, Spent> {
        let works = self.space.works(unit)?;
        let world = self.space.world();
        self.space.both(world, works)
    }

    /// Whether an edge is found, or shown already, where a fact turns.
    fn side(
        &mut self,
        unit: UnitId,
        (works, idle): (Diagram, Diagram),
        question: Question,
        turns: &Turns,
    ) -> Result<bool, Stop> {
        let shown = self.neighbours.show(unit, question, turns.at_threshold());
        if let Some(Shown::By(edge)) = shown {
            self.found.edges[edge].also(unit);
        }
        let found = shown.is_some()
            || self.serves(unit, question, turns.at_threshold())?
            || self.finds(unit, (works, idle), question, turns)?;
        if found {
            self.found.limbs[unit.0 as usize].count(shown == Some(Shown::ByTheBook));
        }
        Ok(found)
    }

    /// Whether a new edge is found where a fact turns.
    fn finds(
        &mut self,
        unit: UnitId,
        (works, idle): (Diagram, Diagram),
        question: Question,
        turns: &Turns,
    ) -> Result<bool, Stop> {
        let kind = EdgeKind::Limb { unit };
        if self.beside_the_book(&kind, question, turns)? {
            return Ok(true);
        }
        let among = match question.compares(self.program) {
            false => vec![(works, idle)],
            // The answer must turn with the fact: the values are between which it can, not between which it does.
            true => {
                let yes = self.space.exact().asked(self.program.atom(question.atom))?;
                vec![
                    (self.space.both(works, yes)?, self.space.without(idle, yes)?),
                    (self.space.without(works, yes)?, self.space.both(idle, yes)?),
                ]
            }
        };
        for (one, other) in &turns.pairs {
            for (these, those) in &among {
                if self.turn(question, one, other, *these, *those, &kind)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Finds a pair, one of which is in the case book already.
    fn beside_the_book(&mut self, kind: &EdgeKind, question: Question, turns: &Turns) -> Result<bool, Spent> {
        let (edge, tried) = self.neighbours.beside(kind, question, turns);
        self.spend(1 + tried * self.program.units.len())?;
        let Some(edge) = edge else { return Ok(false) };
        let which = edge.known.map_or(1, |(which, _)| 1 - which);
        self.neighbours.note(&edge.cases[which], self.found.edges.len());
        self.found.edges.push(edge);
        Ok(true)
    }

    /// Whether an edge found already shows this one too.
    fn serves(
        &mut self,
        unit: UnitId,
        question: Question,
        threshold: Option<&(Value, Value)>,
    ) -> Result<bool, Spent> {
        for &at in self.shows.turned(unit, Turned::Fact(question.fact)) {
            let edge = &self.found.edges[at];
            let Some((one, other)) = edge.values_of(question.fact) else { continue };
            let turns = match threshold {
                Some((below, above)) => one == below && other == above,
                None => {
                    let answers = edge.cases.each_ref().map(|case| question.answer(self.program, case));
                    answers[0].is_some() && answers[1].is_some() && answers[0] != answers[1]
                }
            };
            if turns && (edge.differs || pair::follows(self.program, unit)) {
                self.found.edges[at].also(unit);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// For each permission and prohibition that meet, a fact that takes the case out of the prohibition, so
    /// that it is permitted.
    fn meetings(&mut self) -> Result<(), Stop> {
        let units = || (0..self.program.units.len()).map(|number| UnitId(number as u32));
        let role = |unit: &UnitId| &self.program.unit(*unit).role;
        let permissions: Vec<UnitId> =
            units().filter(|unit| matches!(role(unit), Role::Permission { .. })).collect();
        let prohibitions: Vec<UnitId> =
            units().filter(|unit| matches!(role(unit), Role::Prohibition { .. })).collect();
        for &prohibition in &prohibitions {
            let stands = self.works(prohibition)?;
            for &permission in &permissions {
                self.spend(1)?;
                let free = self.works(permission)?;
                let both = self.space.both(stands, free)?;
                if both == Diagram::NO {
                    continue;
                }
                if let Some(shown) = self.neighbours.meet(permission, prohibition) {
                    self.found.meetings.count(shown == Shown::ByTheBook);
                } else if self.shows.meet(permission, prohibition)
                    || self.parts(permission, prohibition, both, free)?
                {
                    self.found.meetings.count(false);
                }
            }
        }
        Ok(())
    }

    /// Whether a fact of a prohibition is found that takes a case in which it meets a permission out of it.
    fn parts(
        &mut self,
        permission: UnitId,
        prohibition: UnitId,
        both: Diagram,
        free: Diagram,
    ) -> Result<bool, Stop> {
        let permitted = self.space.ruling(Ruling::Permitted)?;
        let mut alone = self.space.without(free, both)?;
        alone = self.space.both(alone, permitted)?;
        let kind = EdgeKind::Meeting { permission, prohibition };
        let limbs = limbs::of(self.program, prohibition);
        for question in limbs.iter().flat_map(|limb| &limb.questions) {
            for turns in &*self.sides(*question)? {
                if self.beside_the_book(&kind, *question, turns)? {
                    return Ok(true);
                }
                for (one, other) in &turns.pairs {
                    if self.turn(*question, one, other, both, alone, &kind)? {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }

    /// For each clause on whose reading a verdict depends, a case read in two ways.
    fn readings(&mut self) -> Result<(), Stop> {
        let world = self.space.world();
        for (number, clause) in self.program.clauses.iter().enumerate() {
            let id = ClauseId(number as u32);
            if self.neighbours.read_in_two_ways(id) {
                self.found.readings.count(true);
                continue;
            }
            let readings = clause.readings.len();
            let pairs = (0..readings).flat_map(|one| (one + 1..readings).map(move |other| (one, other)));
            for (one, other) in pairs {
                let here = self.space.exact().read_so(id, one)?;
                let there = self.space.exact().read_so(id, other)?;
                let sides = Sides { place: Turned::Reading(id), asked: None, here, there };
                if self.pair(&sides, world, world, &EdgeKind::Reading { clause: id })? {
                    self.found.readings.count(false);
                    break;
                }
            }
        }
        Ok(())
    }
}
