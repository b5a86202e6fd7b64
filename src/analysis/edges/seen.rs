//! The pairs of cases of a case book that differ in one fact: the edges that are shown already.

use crate::analysis::seen::Seen;
use crate::analysis::space::Ground;
use crate::judge::exact::{Budget, Diagram, Spent, Turned};
use crate::judge::holds::holds;
use crate::judge::shape::Shape;
use crate::judge::slots::{Presuming, Slots};
use crate::judge::{Case, FactName, Judge, Knowledge, Truth};
use crate::program::{AttributeId, ClauseId, DATE, FactId, ListId, Ruling, UnitId, Value};

use super::limbs::Question;
use super::pair::{Edge, EdgeKind, follows, state, value};
use super::sides::Turns;

/// The most cases that are held to one another.
const MOST_CASES: usize = 1000;
/// In how many cases of the case book a fact is turned, to see whether an edge lies there.
const MOST_TURNED: usize = 16;

/// See the head of this file.
pub struct Neighbours<'j> {
    judge: &'j Judge<'j>,
    shape: Shape,
    stands: Vec<Stand>,
    pairs: Vec<Neighbour>,
}

/// A case, and what becomes of it.
struct Stand {
    case: Case,
    /// Of each unit, whether it does what it is for.
    works: Vec<Truth>,
    ruling: Ruling,
    from: From,
}

/// Where a case comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
enum From {
    /// The case of that number among those that the case book decides.
    Book(usize),
    /// The edge of that number, whose other case is in the case book.
    Edge(usize),
}

struct Neighbour {
    one: usize,
    other: usize,
    turned: Turned,
    values: Option<(Value, Value)>,
}

/// What shows an edge already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown {
    ByTheBook,
    /// By the edge of that number.
    By(usize),
}

impl<'j> Neighbours<'j> {
    /// Among the cases that the case book decides.
    pub fn among(judge: &'j Judge<'j>, decided: &[&Case]) -> Neighbours<'j> {
        let shape = Shape::of(judge.program());
        let mut found = Neighbours { judge, shape, stands: Vec::new(), pairs: Vec::new() };
        for (number, case) in decided.iter().take(MOST_CASES).enumerate() {
            found.add(case, From::Book(number));
        }
        found
    }

    /// Notes the case that an edge puts beside one of the case book.
    pub fn note(&mut self, case: &Case, edge: usize) {
        self.add(case, From::Edge(edge));
    }

    fn add(&mut self, case: &Case, from: From) {
        let Ok(verdict) = self.judge.decide(case) else { return };
        let (case, works, ruling) = (case.clone(), self.works(case), verdict.ruling);
        for (one, stand) in self.stands.iter().enumerate() {
            if let Some((turned, values)) = apart(&stand.case, &case) {
                self.pairs.push(Neighbour { one, other: self.stands.len(), turned, values });
            }
        }
        self.stands.push(Stand { case, works, ruling, from });
    }

    /// Of each unit, whether it does what it is for in a case.
    pub fn works(&self, case: &Case) -> Vec<Truth> {
        let program = self.judge.program();
        let slots = Slots::of(program, case, &Presuming::Where(&|_| true));
        let mut seen = Seen::of(&slots, &self.shape);
        (0..program.units.len()).map(|number| seen.at_work(UnitId(number as u32))).collect()
    }

    /// What shows that a limb of a unit decides: at a threshold, from both sides of it.
    pub fn show(
        &self,
        unit: UnitId,
        question: Question,
        threshold: Option<&(Value, Value)>,
    ) -> Option<Shown> {
        let program = self.judge.program();
        let of_fact = |pair: &&Neighbour| pair.turned == Turned::Fact(question.fact);
        let pair = self.pairs.iter().filter(of_fact).find(|pair| {
            let Some((one, other)) = &pair.values else { return false };
            let turns = match threshold {
                Some((below, above)) => (one, other) == (below, above) || (other, one) == (below, above),
                None if question.compares(program) => {
                    let answers =
                        [pair.one, pair.other].map(|at| question.answer(program, &self.stands[at].case));
                    answers[0].is_some() && answers[1].is_some() && answers[0] != answers[1]
                }
                None => holds(question.test(program), one) != holds(question.test(program), other),
            };
            turns && (self.differ(pair) || follows(program, unit)) && self.turns_unit(pair, unit)
        })?;
        Some(self.shown(&[pair.one, pair.other]))
    }

    /// Whether a unit does what it is for in one of the two cases and not in the other.
    fn turns_unit(&self, pair: &Neighbour, unit: UnitId) -> bool {
        let works = [pair.one, pair.other].map(|at| match self.stands[at].works[unit.0 as usize] {
            // What the tables leave open, for facts that do not matter are not stated, all completions may share.
            Truth::Unknown => self.in_all_completions(&self.stands[at].case, unit).unwrap_or(Truth::Unknown),
            known => known,
        });
        matches!(works, [Truth::Yes, Truth::No] | [Truth::No, Truth::Yes])
    }

    /// Whether a unit does what it is for in all completions of a case, or in none.
    fn in_all_completions(&self, case: &Case, unit: UnitId) -> Result<Truth, Spent> {
        let ground = Ground::stating(self.judge.program(), case);
        let mut space = ground.space(Budget::VERDICT)?;
        let (world, works) = (space.world(), space.works(unit)?);
        let [some, others] = [space.both(world, works)?, space.without(world, works)?];
        Ok(match (some == Diagram::NO, others == Diagram::NO) {
            (false, true) => Truth::Yes,
            (true, false) => Truth::No,
            _ => Truth::Unknown,
        })
    }

    /// What shows a case that both units speak to.
    pub fn meet(&self, one: UnitId, other: UnitId) -> Option<Shown> {
        let both = |stand: &Stand| [one, other].iter().all(|unit| stand.works[unit.0 as usize] == Truth::Yes);
        Some(self.shown(&[self.stands.iter().position(both)?]))
    }

    /// Whether two cases differ in how a clause is read, and in the verdict.
    pub fn read_in_two_ways(&self, clause: ClauseId) -> bool {
        self.pairs.iter().any(|pair| pair.turned == Turned::Reading(clause) && self.differ(pair))
    }

    /// An edge of this kind, one of whose two cases the case book has: a fact of it, turned to the other side of
    /// a test or threshold; and how many cases were judged for it.
    pub fn beside(&self, kind: &EdgeKind, question: Question, turns: &Turns) -> (Option<Edge>, usize) {
        let program = self.judge.program();
        let mut tried = 0;
        for stand in self.stands.iter().filter(|stand| self.can_be_turned(stand)) {
            let From::Book(number) = stand.from else { continue };
            for place in places(&stand.case, question.fact) {
                let Some(is) = value(&stand.case, place) else { continue };
                for (which, to) in turns.across(is, question.test(program)) {
                    if tried == MOST_TURNED {
                        return (None, tried);
                    }
                    tried += 1;
                    let mut turned = stand.case.clone();
                    state(&mut turned, place, to.clone());
                    let answers = [&stand.case, &turned].map(|case| question.answer(program, case));
                    // Of a fact that is compared with several, another comparison may have turned.
                    if question.compares(program) && (answers.contains(&None) || answers[0] == answers[1]) {
                        continue;
                    }
                    let Some(mut edge) = self.edge(kind, stand, turned) else { continue };
                    edge.place = Turned::Fact(place);
                    edge.known = Some((which, number));
                    if which == 1 {
                        edge.cases.reverse();
                        edge.verdicts.reverse();
                    }
                    return (Some(edge), tried);
                }
            }
        }
        (None, tried)
    }

    fn can_be_turned(&self, stand: &Stand) -> bool {
        stand.ruling != Ruling::Undetermined && stand.case.stipulations.is_empty()
    }

    /// The edge that lies between a case and the same case turned, if there is one of this kind.
    fn edge(&self, kind: &EdgeKind, stand: &Stand, turned: Case) -> Option<Edge> {
        let program = self.judge.program();
        let works = self.works(&turned);
        let of = |unit: &UnitId| [&stand.works, &works].map(|works| works[unit.0 as usize]);
        let turns = |unit: &UnitId| matches!(of(unit), [Truth::Yes, Truth::No] | [Truth::No, Truth::Yes]);
        let is_one = match kind {
            EdgeKind::Limb { unit } => turns(unit),
            EdgeKind::Meeting { permission, prohibition } => {
                of(permission) == [Truth::Yes; 2] && turns(prohibition)
            }
            EdgeKind::Reading { .. } => false,
        };
        if !is_one {
            return None;
        }
        let verdicts = [self.judge.decide(&stand.case).ok()?, self.judge.decide(&turned).ok()?];
        let rulings = verdicts.each_ref().map(|verdict| verdict.ruling);
        let differs = rulings[0] != rulings[1] && !rulings.contains(&Ruling::Undetermined);
        let enough = match kind {
            EdgeKind::Limb { unit } => differs || follows(program, *unit),
            _ => differs,
        };
        let cases = [stand.case.clone(), turned];
        let (units, limbs) = (kind.units(program), kind.limbs());
        let place = Turned::Fact(FactName::Fact(DATE));
        enough.then(|| Edge {
            kind: kind.clone(),
            units,
            limbs,
            place,
            cases,
            verdicts,
            differs,
            known: None,
        })
    }

    fn shown(&self, stands: &[usize]) -> Shown {
        let edges = stands.iter().filter_map(|at| match self.stands[*at].from {
            From::Edge(edge) => Some(edge),
            From::Book(_) => None,
        });
        edges.max().map_or(Shown::ByTheBook, Shown::By)
    }

    fn differ(&self, pair: &Neighbour) -> bool {
        let rulings = [pair.one, pair.other].map(|at| self.stands[at].ruling);
        rulings[0] != rulings[1] && !rulings.contains(&Ruling::Undetermined)
    }
}

/// The places of a case that a fact stands for: of an attribute, that of each element.
fn places(case: &Case, fact: FactName) -> Vec<FactName> {
    match fact {
        FactName::Element(list, _, attribute) => {
            let elements = 0..case.lists[list.0 as usize].elements.len();
            elements.map(|element| FactName::Element(list, element, attribute)).collect()
        }
        fact => vec![fact],
    }
}

/// The one thing in which two cases differ, with its value in each, where it is known in both.
fn apart(one: &Case, other: &Case) -> Option<(Turned, Option<(Value, Value)>)> {
    let mut found = Vec::new();
    for (number, (here, there)) in one.facts.iter().zip(&other.facts).enumerate() {
        if here.knowledge != there.knowledge {
            found.push((FactName::Fact(FactId(number as u32)), &here.knowledge, &there.knowledge));
        }
    }
    for (list, (here, there)) in one.lists.iter().zip(&other.lists).enumerate() {
        if here.open != there.open || here.elements.len() != there.elements.len() {
            return None;
        }
        // Which element it is does not matter to an edge.
        for (here, there) in here.elements.iter().zip(&there.elements) {
            for (number, (here, there)) in here.attributes.iter().zip(&there.attributes).enumerate() {
                if here.knowledge != there.knowledge {
                    let name = FactName::Element(ListId(list as u32), 0, AttributeId(number as u32));
                    found.push((name, &here.knowledge, &there.knowledge));
                }
            }
        }
    }
    let read = |case: &Case| -> Vec<(ClauseId, usize)> {
        case.readings.iter().map(|settled| (settled.clause, settled.reading)).collect()
    };
    let (here, there) = (read(one), read(other));
    let stipulated = |case: &Case| case.stipulations.iter().map(|it| it.words.clone()).collect::<Vec<_>>();
    if stipulated(one) != stipulated(other) {
        return None;
    }
    match (&found[..], here == there) {
        ([(name, Knowledge::Value(here), Knowledge::Value(there))], true) => {
            Some((Turned::Fact(*name), Some((here.clone(), there.clone()))))
        }
        ([], false) if here.len() == there.len() => {
            let mut apart = here.iter().zip(&there).filter(|(here, there)| here != there);
            match (apart.next(), apart.next()) {
                (Some((one, other)), None) if one.0 == other.0 => Some((Turned::Reading(one.0), None)),
                _ => None,
            }
        }
        _ => None,
    }
}
