//! Conditions limb by limb: of each, only the limbs that made it what it is.

use crate::program::{
    Atom, ClauseId, DATE, DefinitionId, ListId, Node, NodeId, Place, Program, Test, UnitId,
};

use super::case::{Case, FactName};
use super::evaluator::Evaluator;
use super::slots::Element;
use super::steps::{StepKind, Steps};
use super::tables::Tables;
use super::verdict::Truth;

/// How deep limbs are told, and how many in one verdict; a definition may be used in many places, and each
/// would tell it again.
const DEEPEST: usize = 48;
const MOST: usize = 20_000;

/// Who answers what a condition of one case came out as.
pub trait Answers<'p> {
    fn program(&self) -> &'p Program;

    /// What a condition came out as, of the element that is spoken of.
    fn node(&mut self, node: NodeId, about: Option<Element>) -> Truth;

    /// Whether a unit is live.
    fn unit(&mut self, unit: UnitId, about: Option<Element>) -> Truth;

    /// What the case of a unit came out as, of which it is told whether it is live, or, of what permits and prohibits,
    /// whether it does.
    fn case(&mut self, unit: UnitId, about: Option<Element>, _live: Truth) -> Truth {
        let when = self.program().unit(unit).when;
        self.node(when, about)
    }

    /// Makes ready to be asked about an element.
    fn prepare(&mut self, element: Element);

    /// How many elements of a list are stated.
    fn stated(&self, list: ListId) -> usize;

    /// The reading settled for a clause.
    fn settled(&self, clause: ClauseId) -> Option<usize>;
}

impl<'p> Answers<'p> for Evaluator<'p, Tables<'_, 'p>> {
    fn program(&self) -> &'p Program {
        self.program
    }

    fn node(&mut self, node: NodeId, about: Option<Element>) -> Truth {
        Evaluator::node(self, node, about)
    }

    fn unit(&mut self, unit: UnitId, about: Option<Element>) -> Truth {
        Evaluator::unit(self, unit, about)
    }

    fn prepare(&mut self, element: Element) {
        Evaluator::prepare(self, element);
    }

    fn stated(&self, list: ListId) -> usize {
        self.logic.slots.stated(list)
    }

    fn settled(&self, clause: ClauseId) -> Option<usize> {
        self.logic.slots.readings.get(&clause).copied()
    }
}

/// See the head of this file.
pub struct Limbs<'a, A> {
    /// What is told.
    pub told: Steps,
    case: &'a Case,
    answers: A,
    depth: usize,
}

impl<'a, 'p, A: Answers<'p>> Limbs<'a, A> {
    /// From the answers for a case.
    pub fn new(case: &'a Case, answers: A) -> Self {
        Limbs { told: Steps::new(), case, answers, depth: 0 }
    }

    pub fn program(&self) -> &'p Program {
        self.answers.program()
    }

    /// What a condition that speaks of no element came out as.
    pub fn truth(&mut self, node: NodeId) -> Truth {
        self.answers.node(node, None)
    }

    /// Whether a unit is live.
    pub fn live(&mut self, unit: UnitId, about: Option<Element>) -> Truth {
        self.answers.unit(unit, about)
    }

    /// Tells the limbs of what makes a unit live, or keeps it from being live, or leaves that open.
    pub fn unit(&mut self, id: UnitId, about: Option<Element>, live: Truth) {
        let unit = self.program().unit(id);
        if let Some(in_force) = unit.in_force {
            let holds = self.answers.node(in_force, about);
            if holds != Truth::Yes {
                self.told.begin(StepKind::OnTheDay(unit.clause), holds);
                self.told.used(FactName::Fact(DATE));
            }
            if holds == Truth::No {
                // Nothing else matters of what does not apply on the day.
                return;
            }
        }
        let case = self.answers.case(id, about, live);
        if matters(case, live) {
            self.condition_that(unit.when, case, about);
        }
        for &unless in &unit.unless {
            let holds = self.answers.node(unless, about);
            if matters(holds.negated(), live) {
                let step = self.worded(unless, StepKind::Unless(unless), holds);
                self.condition_that(unless, holds, about);
                self.told.end(step);
                self.told.join_the_only(step);
            }
        }
        for &exception in &unit.exceptions {
            let holds = self.answers.unit(exception, about);
            if holds != Truth::No && matters(holds.negated(), live) {
                let step = self.told.begin(StepKind::Exception(exception), holds);
                self.told.at(step).span = Some(self.program().unit(exception).span);
                self.deeper(|limbs| limbs.unit(exception, about, holds));
                self.told.end(step);
            }
        }
    }

    /// Tells a condition: as one limb, as several where it has no words of its own, as none where it says nothing.
    pub fn condition(&mut self, id: NodeId, about: Option<Element>) {
        let holds = self.answers.node(id, about);
        self.condition_that(id, holds, about);
    }

    /// The same of a condition of which it is known what it came out as. Most are atoms, and what else there is stands in
    /// functions of its own, so that these cost little.
    fn condition_that(&mut self, id: NodeId, holds: Truth, about: Option<Element>) {
        if self.depth > DEEPEST || self.is_enough() {
            return;
        }
        let program = self.program();
        match program.node(id) {
            Node::Constant(_) => {}
            Node::Atom(atom) => {
                self.worded(id, StepKind::Condition(id), holds);
                self.facts(program.atom(*atom), about);
            }
            Node::Not(inner) => self.not(id, *inner, holds, about),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
                self.junction(id, parts, holds, about);
            }
            Node::Elements { list, body, .. } => self.elements(id, *list, *body, holds, false),
            Node::Defined(term) => self.defined(id, *term, holds, about),
            Node::Live(unit) => self.live_unit(id, *unit, holds, about),
            Node::Reading { clause, options } => self.readings(id, *clause, options, about),
        }
    }

    fn junction(&mut self, id: NodeId, parts: &[NodeId], holds: Truth, about: Option<Element>) {
        // What has no words of its own is told by its parts.
        if self.program().origin(id).span.is_none() {
            return self.parts(id, parts, about, holds);
        }
        let step = self.worded(id, StepKind::Condition(id), holds);
        self.parts(id, parts, about, holds);
        self.end_joined(step);
    }

    #[inline(never)]
    fn defined(&mut self, id: NodeId, term: DefinitionId, holds: Truth, about: Option<Element>) {
        let stipulated = self.stipulated(term, about).filter(|_| holds == Truth::Unknown);
        let step = self.worded(id, StepKind::Definition(term), stipulated.unwrap_or(holds));
        if stipulated.is_none() {
            self.deeper(|limbs| limbs.definition(term, about, holds));
        }
        self.told.end(step);
    }

    #[inline(never)]
    fn live_unit(&mut self, id: NodeId, unit: UnitId, holds: Truth, about: Option<Element>) {
        let step = self.worded(id, StepKind::Unit(unit), holds);
        self.deeper(|limbs| limbs.unit(unit, about, holds));
        self.told.end(step);
    }

    /// Whether the case takes a term for granted, of that element where the term is for the elements of a list.
    fn stipulated(&self, term: DefinitionId, about: Option<Element>) -> Option<Truth> {
        let element = match (self.program().definition(term).list, about) {
            (None, _) => None,
            (Some(_), Some(Element::Stated(_, element))) => Some(element),
            (Some(_), _) => return None,
        };
        let said = self.case.stipulations.iter().find(|one| one.definition == term && one.element == element);
        said.map(|one| if one.holds { Truth::Yes } else { Truth::No })
    }

    #[inline(never)]
    fn not(&mut self, id: NodeId, inner: NodeId, holds: Truth, about: Option<Element>) {
        let program = self.program();
        let (own, within) = (program.origin(id), program.origin(inner));
        if own.span.is_none() {
            return self.condition_that(inner, holds.negated(), about);
        }
        // One and the same words say both: `is not`, `no target where`, `none of`.
        if own.span == within.span || within.span.is_none() {
            if let Node::Elements { list, body, .. } = program.node(inner) {
                return self.elements(id, *list, *body, holds, true);
            }
            let before = self.told.mark();
            self.condition_that(inner, holds.negated(), about);
            if let Some(step) = self.told.only_since(before) {
                // What is stipulated is known, though the tables leave it open.
                step.holds = if holds == Truth::Unknown { step.holds.negated() } else { holds };
                (step.span, step.worded) = (own.span, Some(id));
                if own.label.is_some() {
                    step.labelled = Some(id);
                }
                if matches!(step.kind, StepKind::Condition(_)) {
                    step.kind = StepKind::Condition(id);
                }
                return;
            }
            self.told.take_back(before);
        }
        let step = self.worded(id, StepKind::Condition(id), holds);
        self.deeper(|limbs| limbs.condition_that(inner, holds.negated(), about));
        self.end_joined(step);
    }

    #[inline(never)]
    fn parts(&mut self, id: NodeId, parts: &[NodeId], about: Option<Element>, whole: Truth) {
        // Where all hold each does, and where not any does none; else each is asked.
        let all_alike = matches!(
            (self.program().node(id), whole),
            (Node::All(_), Truth::Yes) | (Node::Any(_), Truth::No)
        );
        self.deeper(|limbs| {
            for part in parts {
                if all_alike || limbs.answers.node(*part, about) == whole {
                    limbs.condition_that(*part, whole, about);
                }
            }
        });
    }

    /// A quantifier, with the stated elements that made it what it is. Where it is told in the negative,
    /// so is each element.
    #[inline(never)]
    fn elements(&mut self, id: NodeId, list: ListId, body: NodeId, holds: Truth, negative: bool) {
        let stated = self.answers.stated(list);
        let step = self.worded(id, StepKind::Elements(list), holds);
        self.told.used(FactName::Extent(list));
        let quantified = if negative { holds.negated() } else { holds };
        self.deeper(|limbs| {
            for place in 0..stated {
                let element = Element::Stated(list, place);
                limbs.answers.prepare(element);
                let meets = limbs.answers.node(body, Some(element));
                if meets == quantified {
                    let told = if negative { meets.negated() } else { meets };
                    let step = limbs.told.begin(StepKind::Element(list, place), told);
                    limbs.condition_that(body, meets, Some(element));
                    limbs.told.end(step);
                }
            }
        });
        self.told.end(step);
    }

    fn definition(&mut self, term: DefinitionId, about: Option<Element>, holds: Truth) {
        for &unit in &self.program().definition(term).units {
            let live = self.answers.unit(unit, about);
            if live == holds {
                let step = self.told.begin(StepKind::Unit(unit), live);
                self.told.at(step).span = Some(self.program().unit(unit).span);
                self.deeper(|limbs| limbs.unit(unit, about, live));
                self.told.end(step);
            }
        }
    }

    #[inline(never)]
    fn readings(&mut self, id: NodeId, clause: ClauseId, options: &[NodeId], about: Option<Element>) {
        let settled = self.answers.settled(clause);
        for (reading, option) in options.iter().enumerate() {
            if settled.is_some_and(|settled| settled != reading) {
                continue;
            }
            let holds = self.answers.node(*option, about);
            let step = self.worded(id, StepKind::Reading(clause, reading), holds);
            self.told.at(step).span = self.program().origin(*option).span;
            self.deeper(|limbs| limbs.condition_that(*option, holds, about));
            self.told.end(step);
        }
    }

    /// Ends a condition in its own words. Several limbs inside it that the same words stand for are told as one with it.
    fn end_joined(&mut self, step: usize) {
        self.told.end(step);
        let span = self.told.at(step).span;
        self.told.join_the_same(step, |limb| {
            limb.span == span && limb.labelled.is_none() && matches!(limb.kind, StepKind::Condition(_))
        });
    }

    /// Begins a limb that has the words of a node.
    fn worded(&mut self, id: NodeId, kind: StepKind, holds: Truth) -> usize {
        let origin = self.program().origin(id);
        let labelled = origin.label.is_some().then_some(id);
        self.told.begin_worded(kind, holds, (origin.span, Some(id), labelled))
    }

    fn deeper(&mut self, tell: impl FnOnce(&mut Self)) {
        if self.depth >= DEEPEST || self.is_enough() {
            return;
        }
        self.depth += 1;
        tell(self);
        self.depth -= 1;
    }

    fn is_enough(&self) -> bool {
        self.told.begun() > MOST
    }

    /// The facts that an atom looks at, for the limb that was begun last.
    fn facts(&mut self, atom: &Atom, about: Option<Element>) {
        self.fact(atom.place, about);
        if let Test::Against(against) = &atom.test {
            self.fact(against.other, about);
        }
    }

    fn fact(&mut self, place: Place, about: Option<Element>) {
        match (place, about) {
            (Place::Fact(fact), _) => self.told.used(FactName::Fact(fact)),
            (Place::Element(list, attribute), Some(Element::Stated(of, element))) if list == of => {
                self.told.used(FactName::Element(list, element, attribute));
            }
            (Place::Element(..), _) => {}
        }
    }
}

/// Whether a limb that has to hold bears on the whole: all do where the whole holds, and else those that are as
/// the whole is.
fn matters(limb: Truth, whole: Truth) -> bool {
    whole == Truth::Yes || limb == whole
}
