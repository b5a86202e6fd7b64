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
pub(super) mod pair;
mod seen;

use std::collections::{HashMap, HashSet};

use crate::judge::exact::{Budget, Diagram, RULINGS, Spent, Turned};
use crate::judge::{Case, FactName, Judge};
use crate::program::{ClauseId, Node, Program, Role, Ruling, Test, UNLIMITED, UnitId, Value};

use super::space::{Ground, Space, Stop};
use limbs::{Limb, Question};
pub use pair::{Edge, EdgeKind};
use seen::{Neighbours, Shown};

/// How much may be spent, counted in questions to diagrams; one to all cases of a large policy costs more.
const MOST_WORK: usize = 200_000;
/// So many units make a question to all cases cost one more.
const UNITS_A_QUESTION: usize = 20;
/// How many values of a fact are tried on either side of a limb.
const MOST_VALUES: usize = 12;
/// How many values of a fact without an order are tried against those of another.
const MOST_COMPARED: usize = 4;
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
    /// How many comparisons of one fact with another, by months or by shares, were not looked into.
    pub compared: usize,
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
        let (limbs, left_out) = limbs::of(program, unit);
        open.extend(limbs.into_iter().map(|limb| (unit, limb)));
        found.compared += left_out;
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
        let mut look = Look {
            program,
            judge: &judge,
            first,
            space,
            neighbours: &mut neighbours,
            turned: HashMap::new(),
            cubes: vec![None; found.edges.len()],
            work,
            at: CutShort::AtOnce,
            found: &mut found,
        };
        let outcome = look.all(&mut open, pass == 0);
        work = look.work;
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

/// What is shared while edges are looked for.
struct Look<'s, 'j, 'f> {
    program: &'s Program,
    judge: &'j Judge<'j>,
    /// So many elements in each list and nothing else stated.
    first: Case,
    space: Space<'s>,
    neighbours: &'f mut Neighbours<'j>,
    /// Sets of cases with a place turned, by the set, the place and what it is turned to.
    turned: HashMap<(Diagram, Turned, Diagram), Diagram>,
    /// Of each edge found, the cases that agree with its two cases; none where one of them is in the case book, or
    /// where the lists had other elements.
    cubes: Vec<Option<(Diagram, Diagram)>>,
    work: usize,
    /// What is being looked into.
    at: CutShort,
    found: &'f mut Edges,
}

/// Values of a fact, each with one on the other side of a test.
struct Turns {
    /// They are the two next to a threshold.
    threshold: bool,
    pairs: Vec<(Value, Value)>,
}

impl Turns {
    /// What the value of a fact may be turned to, with the side on which the value itself stands: across a
    /// threshold, to the value next to it.
    fn across(&self, is: &Value, test: &Test) -> Vec<(usize, &Value)> {
        let mut across: Vec<(usize, &Value)> = Vec::new();
        for (one, other) in &self.pairs {
            let found = match (self.threshold, crate::judge::holds::holds(test, is)) {
                (true, _) if is == one => (0, other),
                (true, _) if is == other => (1, one),
                (true, _) => continue,
                (false, true) => (0, other),
                (false, false) => (1, one),
            };
            if !across.contains(&found) {
                across.push(found);
            }
        }
        across
    }

    /// The two values next to the threshold, where it is one.
    fn at_threshold(&self) -> Option<&(Value, Value)> {
        self.pairs.first().filter(|_| self.threshold)
    }
}

/// A place with a value on either side.
struct Sides {
    place: Turned,
    values: Option<(Value, Value)>,
    here: Diagram,
    there: Diagram,
}

impl Look<'_, '_, '_> {
    /// Looks into the limbs that are open, and leaves those that no fact turns; the first time also into readings
    /// and meetings.
    fn all(&mut self, open: &mut Vec<(UnitId, Limb)>, first: bool) -> Result<(), Stop> {
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

    /// Counts so many questions.
    fn spend(&mut self, questions: usize) -> Result<(), Spent> {
        self.work += questions;
        if self.work > MOST_WORK { Err(Spent) } else { Ok(()) }
    }

    /// An edge for each threshold of a limb, or one for the limb: whether there is any, or nothing to be turned.
    fn limb(&mut self, unit: UnitId, limb: &Limb) -> Result<bool, Stop> {
        let works = self.works(unit)?;
        let world = self.space.world();
        let idle = self.space.without(world, works)?;
        let mut done = false;
        let mut any = false;
        for question in &limb.questions {
            for turns in self.sides(*question)? {
                if done && !turns.threshold {
                    continue;
                }
                any = true;
                done |= self.side(unit, (works, idle), *question, &turns)?;
            }
            if done && limb.any_will_do {
                break;
            }
        }
        Ok(done || !any)
    }

    /// The cases in the world in which a unit does what it is for.
    fn works(&mut self, unit: UnitId) -> Result<Diagram, Spent> {
        let works = self.space.works(unit)?;
        let world = self.space.world();
        self.space.both(world, works)
    }

    /// The values on the two sides of a question: of each threshold, the two next to it; else of each pair of
    /// classes of values one.
    fn sides(&mut self, question: Question) -> Result<Vec<Turns>, Spent> {
        let (fact, test) = (question.fact, question.test(self.program));
        if let Test::Within(_) = test {
            let (least, greatest) = self.space.range(fact);
            let edges = crate::judge::cuts::edges(&[test]);
            let inside = edges.into_iter().filter(|edge| *edge > least && *edge <= greatest);
            return Ok(inside
                .map(|edge| Turns {
                    threshold: true,
                    pairs: vec![(Value::Point(edge - 1), Value::Point(edge))],
                })
                .collect());
        }
        let Some(values) = self.space.exact().values(fact)? else { return Ok(Vec::new()) };
        let pairs = match test {
            Test::Against(_) => self.compared(fact, &values),
            test => {
                let passes = |value: &&Value| crate::judge::holds::holds(test, value);
                let inside: Vec<&Value> = values.iter().filter(passes).take(MOST_VALUES).collect();
                let outside: Vec<&Value> =
                    values.iter().filter(|value| !passes(value)).take(MOST_VALUES).collect();
                let pairs = inside.iter().flat_map(|one| outside.iter().map(|other| (*one, *other)));
                pairs.map(|(one, other)| (one.clone(), other.clone())).collect()
            }
        };
        Ok(if pairs.is_empty() { Vec::new() } else { vec![Turns { threshold: false, pairs }] })
    }

    /// Values of a fact that is compared with another, one smallest unit apart, the plainest first; where there is
    /// no order, any two.
    fn compared(&self, fact: FactName, values: &[Value]) -> Vec<(Value, Value)> {
        let Some(measure) = pair::measure(self.program, fact) else {
            let few = &values[..values.len().min(MOST_COMPARED)];
            let pairs = few.iter().flat_map(|one| few.iter().map(move |other| (one, other)));
            return pairs
                .filter(|(one, other)| one != other)
                .map(|(one, other)| (one.clone(), other.clone()))
                .collect();
        };
        let point = |value: &Value| match value {
            Value::Point(point) if *point != UNLIMITED => Some(*point),
            _ => None,
        };
        let mut below: Vec<i128> = values.iter().filter_map(point).collect();
        let all: HashSet<i128> = below.iter().copied().collect();
        below.retain(|below| all.contains(&(below + 1)));
        let plainest = crate::judge::cuts::plainest(measure);
        below.sort_by_key(|below| (below - plainest).abs());
        below.truncate(MOST_VALUES);
        below.into_iter().map(|below| (Value::Point(below), Value::Point(below + 1))).collect()
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
            || self.serves(unit, works, question, turns.at_threshold())?
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
                if self.turn(question.fact, one.clone(), other.clone(), *these, *those, &kind)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Finds a pair, one of which is in the case book already.
    fn beside_the_book(&mut self, kind: &EdgeKind, question: Question, turns: &Turns) -> Result<bool, Spent> {
        self.spend(1)?;
        let Some(edge) = self.neighbours.beside(kind, question, turns) else { return Ok(false) };
        let which = edge.known.map_or(1, |(which, _)| 1 - which);
        self.neighbours.note(&edge.cases[which], self.found.edges.len());
        self.found.edges.push(edge);
        self.cubes.push(None);
        Ok(true)
    }

    /// Whether an edge found already shows this one too.
    fn serves(
        &mut self,
        unit: UnitId,
        works: Diagram,
        question: Question,
        threshold: Option<&(Value, Value)>,
    ) -> Result<bool, Spent> {
        for at in 0..self.found.edges.len() {
            let edge = &self.found.edges[at];
            let Some((one, other)) = edge.values_of(question.fact) else { continue };
            let answers = edge.cases.each_ref().map(|case| question.answer(self.program, case));
            let turns = match threshold {
                Some((below, above)) => one == below && other == above,
                None => answers[0].is_some() && answers[1].is_some() && answers[0] != answers[1],
            };
            if !turns || !(self.found.edges[at].differs || pair::follows(self.program, unit)) {
                continue;
            }
            self.spend(1)?;
            let Some((here, there)) = self.cubes[at] else { continue };
            let apart = |here, there, look: &mut Self| -> Result<bool, Spent> {
                Ok(look.space.within(here, works)? && !look.space.meet(there, works)?)
            };
            if apart(here, there, self)? || apart(there, here, self)? {
                self.found.edges[at].also(unit);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Finds a pair in which a fact turns from one value to the other, one of the two cases among these and
    /// the other among those.
    fn turn(
        &mut self,
        fact: FactName,
        one: Value,
        other: Value,
        these: Diagram,
        those: Diagram,
        kind: &EdgeKind,
    ) -> Result<bool, Stop> {
        let Some(here) = self.space.exact().at(fact, &one)? else { return Ok(false) };
        let Some(there) = self.space.exact().at(fact, &other)? else { return Ok(false) };
        let sides = Sides { place: Turned::Fact(fact), values: Some((one, other)), here, there };
        if self.pair(&sides, these, those, kind)? {
            return Ok(true);
        }
        self.pair(&sides, those, these, kind)
    }

    /// Finds a pair, the case on this side among these and the one on that side among those.
    fn pair(&mut self, sides: &Sides, these: Diagram, those: Diagram, kind: &EdgeKind) -> Result<bool, Stop> {
        self.spend(1)?;
        let here = self.turned(these, sides.place, sides.here)?;
        let there = self.turned(those, sides.place, sides.there)?;
        let mut both = self.space.both(here, there)?;
        if both == Diagram::NO {
            return Ok(false);
        }
        let mut rulings = None;
        for ruling in RULINGS {
            let Some(cases) = self.space.outcome().ruling(ruling) else { continue };
            let here = self.turned(cases, sides.place, sides.here)?;
            let there = self.turned(cases, sides.place, sides.there)?;
            let mut differ = self.space.both(both, here)?;
            differ = self.space.without(differ, there)?;
            if differ != Diagram::NO {
                // What the other case is ruled is settled too, so that what is not stated does not matter.
                for other in RULINGS.into_iter().filter(|other| *other != ruling) {
                    let Some(cases) = self.space.outcome().ruling(other) else { continue };
                    let there = self.turned(cases, sides.place, sides.there)?;
                    let settled = self.space.both(differ, there)?;
                    if settled != Diagram::NO {
                        rulings = Some((ruling, other, settled));
                        break;
                    }
                }
            }
            if rulings.is_some() {
                break;
            }
        }
        match (&rulings, kind) {
            (Some((.., settled)), _) => both = *settled,
            // A duty that arises and a remedy that follows are part of the verdict.
            (None, EdgeKind::Limb { unit }) if pair::follows(self.program, *unit) => {}
            _ => return Ok(false),
        }
        let both = self.space.exact().plainest(both, MOST_VALUES)?;
        let Some(cube) = self.space.exact().smallest(both)? else { return Ok(false) };
        let here = self.space.both(cube, sides.here)?;
        let there = self.space.both(cube, sides.there)?;
        let (fact, [one_value, other_value]) = match (sides.place, &sides.values) {
            (Turned::Fact(fact), Some((one, other))) => (Some(fact), [Some(one), Some(other)]),
            _ => (None, [None, None]),
        };
        let Some(decoded) = self.space.exact().witness(here) else { return Err(Stop::Spent) };
        let turned = fact.zip(one_value);
        let one = pair::case(&self.space, &self.first, &decoded, turned);
        // The other case is the same but for what is turned.
        let mut other = one.clone();
        if let Some((fact, value)) = fact.zip(other_value) {
            pair::state(&mut other, fact, value.clone());
        } else {
            let Some(decoded) = self.space.exact().witness(there) else { return Err(Stop::Spent) };
            other.readings = pair::case(&self.space, &self.first, &decoded, None).readings;
        }
        let differs = rulings.map(|(one, other, _)| (one, other));
        match pair::judged(self.judge, sides.place, one, other, differs, kind) {
            Some(edge) => {
                self.found.edges.push(edge);
                self.cubes.push(Some((here, there)));
                Ok(true)
            }
            None => {
                debug_assert!(false, "an edge is not what it was found for: {kind:?}, {:?}", sides.place);
                self.found.disagreements += 1;
                Ok(true)
            }
        }
    }

    fn turned(&mut self, these: Diagram, place: Turned, to: Diagram) -> Result<Diagram, Spent> {
        if let Some(turned) = self.turned.get(&(these, place, to)) {
            return Ok(*turned);
        }
        self.spend(1 + self.program.units.len() / UNITS_A_QUESTION)?;
        let turned = self.space.exact().turned(these, place, to)?;
        self.turned.insert((these, place, to), turned);
        Ok(turned)
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
        let permitted = self.space.ruling(Ruling::Permitted)?;
        for &prohibition in &prohibitions {
            for &permission in &permissions {
                self.spend(1)?;
                let (stands, free) = (self.works(prohibition)?, self.works(permission)?);
                let both = self.space.both(stands, free)?;
                if both == Diagram::NO {
                    continue;
                }
                if let Some(shown) = self.neighbours.meet(permission, prohibition) {
                    self.found.meetings.count(shown == Shown::ByTheBook);
                    continue;
                }
                let mut met = false;
                for at in 0..self.cubes.len() {
                    let Some((here, there)) = self.cubes[at] else { continue };
                    self.spend(usize::from(!met))?;
                    met = met || self.space.within(here, both)? || self.space.within(there, both)?;
                }
                if met {
                    self.found.meetings.count(false);
                    continue;
                }
                let mut alone = self.space.without(free, stands)?;
                alone = self.space.both(alone, permitted)?;
                let kind = EdgeKind::Meeting { permission, prohibition };
                let (limbs, _) = limbs::of(self.program, prohibition);
                for question in limbs.iter().flat_map(|limb| &limb.questions) {
                    for turns in self.sides(*question)? {
                        met = met || self.beside_the_book(&kind, *question, &turns)?;
                        for (one, other) in turns.pairs {
                            met = met || self.turn(question.fact, one, other, both, alone, &kind)?;
                        }
                    }
                }
                if met {
                    self.found.meetings.count(false);
                }
            }
        }
        Ok(())
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
                let sides = Sides { place: Turned::Reading(id), values: None, here, there };
                if self.pair(&sides, world, world, &EdgeKind::Reading { clause: id })? {
                    self.found.readings.count(false);
                    break;
                }
            }
        }
        Ok(())
    }
}
