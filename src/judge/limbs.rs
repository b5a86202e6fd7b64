//! Conditions limb by limb: of each, only the limbs that made it what it is.

use crate::program::{
    Atom, ClauseId, DATE, DefinitionId, ListId, Node, NodeId, Place, Program, Test, UnitId,
};

use super::case::{Case, FactName, Knowledge};
use super::evaluator::Evaluator;
use super::slots::{Element, Slot};
use super::tables::Tables;
use super::verdict::{Origin, Step, StepKind, Truth, UsedFact};

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

    /// Makes ready to be asked about an element.
    fn prepare(&mut self, element: Element);

    /// How many elements of a list are stated, and whether there may be more.
    fn extent(&self, list: ListId) -> (usize, bool);

    /// The reading settled for a clause.
    fn settled(&self, clause: ClauseId) -> Option<usize>;

    /// Whether a fact that nobody stated has the value that is presumed of it.
    fn presumed(&self, name: FactName) -> bool;
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

    fn extent(&self, list: ListId) -> (usize, bool) {
        (self.logic.slots.stated(list), self.logic.slots.open(list))
    }

    fn settled(&self, clause: ClauseId) -> Option<usize> {
        self.logic.slots.readings.get(&clause).copied()
    }

    fn presumed(&self, name: FactName) -> bool {
        self.logic.slots.value(Slot::Of(name)).is_some()
    }
}

/// See the head of this file.
pub struct Limbs<'a, A> {
    case: &'a Case,
    answers: A,
    depth: usize,
    told: usize,
}

impl<'a, 'p, A: Answers<'p>> Limbs<'a, A> {
    /// From the answers for a case.
    pub fn new(case: &'a Case, answers: A) -> Self {
        Limbs { case, answers, depth: 0, told: 0 }
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

    /// The limbs of what makes a unit live, or keeps it from being live, or leaves that open; put behind those that are
    /// told already.
    pub fn unit(&mut self, unit: UnitId, about: Option<Element>, live: Truth, told: &mut Vec<Step>) {
        let unit = self.program().unit(unit);
        if let Some(in_force) = unit.in_force {
            let holds = self.answers.node(in_force, about);
            if holds != Truth::Yes {
                let mut step = self.plain(StepKind::OnTheDay(unit.clause), holds);
                step.facts = vec![self.used(FactName::Fact(DATE))];
                told.push(step);
            }
            if holds == Truth::No {
                // Nothing else matters of what does not apply on the day.
                return;
            }
        }
        let case = self.answers.node(unit.when, about);
        if matters(case, live) {
            self.condition(unit.when, about, told);
        }
        for &unless in &unit.unless {
            let holds = self.answers.node(unless, about);
            if matters(holds.negated(), live) {
                let mut step = self.step(unless, StepKind::Unless(unless), holds);
                self.condition(unless, about, &mut step.inside);
                if let [only] = step.inside.as_mut_slice()
                    && only.span == step.span
                {
                    (step.facts, step.inside) =
                        (std::mem::take(&mut only.facts), std::mem::take(&mut only.inside));
                }
                told.push(step);
            }
        }
        for &exception in &unit.exceptions {
            let holds = self.answers.unit(exception, about);
            if holds != Truth::No && matters(holds.negated(), live) {
                let mut step = self.plain(StepKind::Exception(exception), holds);
                step.span = Some(self.program().unit(exception).span);
                self.deeper(|limbs| limbs.unit(exception, about, holds, &mut step.inside));
                told.push(step);
            }
        }
    }

    /// A condition as steps behind those that are told already: one, several where it has no words of its own, none
    /// where it says nothing.
    pub fn condition(&mut self, id: NodeId, about: Option<Element>, told: &mut Vec<Step>) {
        if self.depth > DEEPEST || self.told > MOST {
            return;
        }
        let program = self.program();
        let holds = self.answers.node(id, about);
        match program.node(id) {
            Node::Constant(_) => {}
            Node::Atom(atom) => {
                let mut step = self.step(id, StepKind::Condition(id), holds);
                step.facts = self.facts(program.atom(*atom), about);
                told.push(step);
            }
            Node::Not(inner) => self.not(id, *inner, holds, about, told),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
                // What has no words of its own is told by its parts.
                if program.origin(id).span.is_none() {
                    self.parts(parts, about, holds, told);
                } else {
                    let mut inside = Vec::new();
                    self.parts(parts, about, holds, &mut inside);
                    told.push(self.joined(id, holds, inside));
                }
            }
            Node::Elements { list, body, .. } => told.push(self.elements(id, *list, *body, holds, false)),
            Node::Defined(term) => {
                let stipulated = self.stipulated(*term, about).filter(|_| holds == Truth::Unknown);
                let mut step = self.step(id, StepKind::Definition(*term), stipulated.unwrap_or(holds));
                if stipulated.is_none() {
                    self.deeper(|limbs| limbs.definition(*term, about, holds, &mut step.inside));
                }
                told.push(step);
            }
            Node::Live(unit) => {
                let mut step = self.step(id, StepKind::Unit(*unit), holds);
                self.deeper(|limbs| limbs.unit(*unit, about, holds, &mut step.inside));
                told.push(step);
            }
            Node::Reading { clause, options } => self.readings(id, *clause, options, about, told),
        }
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

    fn not(&mut self, id: NodeId, inner: NodeId, holds: Truth, about: Option<Element>, told: &mut Vec<Step>) {
        let program = self.program();
        let (own, within) = (program.origin(id), program.origin(inner));
        if own.span.is_none() {
            return self.condition(inner, about, told);
        }
        // One and the same words say both: `is not`, `no target where`, `none of`.
        if own.span == within.span || within.span.is_none() {
            if let Node::Elements { list, body, .. } = program.node(inner) {
                return told.push(self.elements(id, *list, *body, holds, true));
            }
            let before = told.len();
            self.condition(inner, about, told);
            if let [step] = &mut told[before..] {
                // What is stipulated is known, though the tables leave it open.
                step.holds = if holds == Truth::Unknown { step.holds.negated() } else { holds };
                (step.span, step.heading) = (own.span, own.heading);
                step.label = own.label.as_deref().map(Into::into).or(step.label.take());
                if matches!(step.kind, StepKind::Condition(_)) {
                    step.kind = StepKind::Condition(id);
                }
                return;
            }
            told.truncate(before);
        }
        let mut inside = Vec::new();
        self.deeper(|limbs| limbs.condition(inner, about, &mut inside));
        told.push(self.joined(id, holds, inside));
    }

    fn parts(&mut self, parts: &[NodeId], about: Option<Element>, whole: Truth, told: &mut Vec<Step>) {
        self.deeper(|limbs| {
            for part in parts {
                if limbs.answers.node(*part, about) == whole {
                    limbs.condition(*part, about, told);
                }
            }
        });
    }

    /// A quantifier, with the stated elements that made it what it is. Where it is told in the negative,
    /// so is each element.
    fn elements(&mut self, id: NodeId, list: ListId, body: NodeId, holds: Truth, negative: bool) -> Step {
        let (stated, open) = self.answers.extent(list);
        let mut step = self.step(id, StepKind::Elements { list, stated, open }, holds);
        let origin = if open { Origin::Unknown } else { Origin::Stated };
        step.facts = vec![UsedFact { name: FactName::Extent(list), origin, by: None }];
        let quantified = if negative { holds.negated() } else { holds };
        let inside = &mut step.inside;
        self.deeper(|limbs| {
            for place in 0..stated {
                let element = Element::Stated(list, place);
                limbs.answers.prepare(element);
                let meets = limbs.answers.node(body, Some(element));
                if meets == quantified {
                    let told = if negative { meets.negated() } else { meets };
                    let mut step = limbs.plain(StepKind::Element(list, place), told);
                    limbs.condition(body, Some(element), &mut step.inside);
                    inside.push(step);
                }
            }
        });
        step
    }

    fn definition(&mut self, term: DefinitionId, about: Option<Element>, holds: Truth, told: &mut Vec<Step>) {
        for &unit in &self.program().definition(term).units {
            let live = self.answers.unit(unit, about);
            if live == holds {
                let mut step = self.plain(StepKind::Unit(unit), live);
                step.span = Some(self.program().unit(unit).span);
                self.deeper(|limbs| limbs.unit(unit, about, live, &mut step.inside));
                told.push(step);
            }
        }
    }

    fn readings(
        &mut self,
        id: NodeId,
        clause: ClauseId,
        options: &[NodeId],
        about: Option<Element>,
        told: &mut Vec<Step>,
    ) {
        let settled = self.answers.settled(clause);
        for (reading, option) in options.iter().enumerate() {
            if settled.is_some_and(|settled| settled != reading) {
                continue;
            }
            let holds = self.answers.node(*option, about);
            let mut step = self.step(id, StepKind::Reading(clause, reading), holds);
            step.span = self.program().origin(*option).span;
            self.deeper(|limbs| limbs.condition(*option, about, &mut step.inside));
            told.push(step);
        }
    }

    /// A condition in its own words, with the limbs inside it.
    fn joined(&mut self, id: NodeId, holds: Truth, inside: Vec<Step>) -> Step {
        let mut step = self.step(id, StepKind::Condition(id), holds);
        // Several limbs that the same words stand for are told as one, with the facts of all.
        let is_same = |limb: &Step| {
            limb.span == step.span && limb.label.is_none() && matches!(limb.kind, StepKind::Condition(_))
        };
        if !inside.iter().any(is_same) {
            step.inside = inside;
            return step;
        }
        for limb in inside {
            if is_same(&limb) {
                for fact in limb.facts {
                    if step.facts.iter().all(|known| known.name != fact.name) {
                        step.facts.push(fact);
                    }
                }
                step.inside.extend(limb.inside);
            } else {
                step.inside.push(limb);
            }
        }
        step
    }

    fn step(&mut self, id: NodeId, kind: StepKind, holds: Truth) -> Step {
        let origin = self.program().origin(id);
        let mut step = self.plain(kind, holds);
        (step.span, step.heading) = (origin.span, origin.heading);
        step.label = origin.label.as_deref().map(Into::into);
        step
    }

    fn plain(&mut self, kind: StepKind, holds: Truth) -> Step {
        self.told += 1;
        Step { kind, holds, span: None, heading: None, label: None, facts: Vec::new(), inside: Vec::new() }
    }

    fn deeper(&mut self, tell: impl FnOnce(&mut Self)) {
        if self.depth >= DEEPEST || self.told > MOST {
            return;
        }
        self.depth += 1;
        tell(self);
        self.depth -= 1;
    }

    /// The facts that an atom looks at.
    fn facts(&self, atom: &Atom, about: Option<Element>) -> Vec<UsedFact> {
        let other = match &atom.test {
            Test::Against(against) => Some(against.other),
            _ => None,
        };
        let used = |place: Place| match (place, about) {
            (Place::Fact(fact), _) => Some(self.used(FactName::Fact(fact))),
            (Place::Element(list, attribute), Some(Element::Stated(of, element))) if list == of => {
                Some(self.used(FactName::Element(list, element, attribute)))
            }
            (Place::Element(..), _) => None,
        };
        let mut facts = Vec::with_capacity(1);
        facts.extend(used(atom.place));
        facts.extend(other.and_then(used));
        facts
    }

    fn used(&self, name: FactName) -> UsedFact {
        let stated = self.case.stated(name);
        let program = self.program();
        let judged = match name {
            FactName::Fact(fact) => program.fact(fact).judgement.is_some(),
            FactName::Element(list, _, attribute) => {
                program.list(list).attributes[attribute.0 as usize].judgement.is_some()
            }
            FactName::Extent(_) => false,
        };
        let origin = match stated.map(|stated| &stated.knowledge) {
            Some(Knowledge::Unknown) | None => Origin::Unknown,
            // All that is known is that the policy applies on it.
            Some(Knowledge::Such(_)) if name == FactName::Fact(DATE) => Origin::Unknown,
            Some(Knowledge::Unstated) if self.answers.presumed(name) => Origin::Presumed,
            Some(Knowledge::Unstated) => Origin::Unknown,
            Some(_) if judged => Origin::Judgement,
            Some(_) => Origin::Stated,
        };
        UsedFact { name, origin, by: stated.and_then(|stated| stated.by.clone()) }
    }
}

/// Whether a limb that has to hold bears on the whole: all do where the whole holds, and else those that are as
/// the whole is.
fn matters(limb: Truth, whole: Truth) -> bool {
    whole == Truth::Yes || limb == whole
}
