//! Conditions limb by limb: of each, only the limbs that made it what it is.

use crate::program::{
    Atom, ClauseId, DATE, DefinitionId, ListId, Node, NodeId, Place, Program, Test, UnitId,
};

use super::case::{Case, FactName, Knowledge};
use super::evaluator::Evaluator;
use super::slots::{Element, Slot, Slots};
use super::tables::Tables;
use super::verdict::{Origin, Step, StepKind, Truth, UsedFact};

/// How deep limbs are told, and how many in one verdict; a definition may be used in many places, and each
/// would tell it again.
const DEEPEST: usize = 48;
const MOST: usize = 20_000;

/// See the head of this file.
pub struct Limbs<'a, 's, 'p> {
    case: &'a Case,
    slots: &'s Slots<'p>,
    tables: Evaluator<'p, Tables<'s, 'p>>,
    depth: usize,
    told: usize,
}

impl<'a, 's, 'p> Limbs<'a, 's, 'p> {
    /// From tables that went through all units.
    pub fn new(case: &'a Case, slots: &'s Slots<'p>, tables: Evaluator<'p, Tables<'s, 'p>>) -> Self {
        Limbs { case, slots, tables, depth: 0, told: 0 }
    }

    pub fn program(&self) -> &'p Program {
        self.slots.program
    }

    /// What a condition that speaks of no element came out as.
    pub fn truth(&mut self, node: NodeId) -> Truth {
        self.tables.node(node, None)
    }

    /// Whether a unit is live.
    pub fn live(&mut self, unit: UnitId, about: Option<Element>) -> Truth {
        self.tables.unit(unit, about)
    }

    /// The limbs of what makes a unit live, or keeps it from being live, or leaves that open.
    pub fn unit(&mut self, unit: UnitId, about: Option<Element>, live: Truth) -> Vec<Step> {
        let unit = self.program().unit(unit);
        let mut steps = Vec::new();
        if let Some(in_force) = unit.in_force {
            let holds = self.tables.node(in_force, about);
            if holds != Truth::Yes {
                let mut step = self.plain(StepKind::OnTheDay(unit.clause), holds);
                step.facts = vec![self.used(FactName::Fact(DATE))];
                steps.push(step);
            }
            if holds == Truth::No {
                // Nothing else matters of what does not apply on the day.
                return steps;
            }
        }
        let case = self.tables.node(unit.when, about);
        if matters(case, live) {
            steps.extend(self.condition(unit.when, about));
        }
        for &unless in &unit.unless {
            let holds = self.tables.node(unless, about);
            if matters(holds.negated(), live) {
                let mut step = self.step(unless, StepKind::Unless(unless), holds);
                step.inside = self.condition(unless, about);
                if let [only] = step.inside.as_mut_slice()
                    && only.span == step.span
                {
                    (step.facts, step.inside) =
                        (std::mem::take(&mut only.facts), std::mem::take(&mut only.inside));
                }
                steps.push(step);
            }
        }
        for &exception in &unit.exceptions {
            let holds = self.tables.unit(exception, about);
            if holds != Truth::No && matters(holds.negated(), live) {
                let mut step = self.plain(StepKind::Exception(exception), holds);
                step.span = Some(self.program().unit(exception).span);
                step.inside = self.deeper(|limbs| limbs.unit(exception, about, holds));
                steps.push(step);
            }
        }
        steps
    }

    /// A condition as steps: one, several where it has no words of its own, none where it says nothing.
    pub fn condition(&mut self, id: NodeId, about: Option<Element>) -> Vec<Step> {
        if self.depth > DEEPEST || self.told > MOST {
            return Vec::new();
        }
        let program = self.program();
        let holds = self.tables.node(id, about);
        let wordless = program.origin(id).span.is_none();
        match program.node(id) {
            Node::Constant(_) => Vec::new(),
            Node::Atom(atom) => {
                let mut step = self.step(id, StepKind::Condition(id), holds);
                step.facts = self.facts(program.atom(*atom), about);
                vec![step]
            }
            Node::Not(inner) => self.not(id, *inner, holds, about),
            Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
                let inside = self.parts(parts, about, holds);
                self.joined(id, wordless, holds, inside)
            }
            Node::Elements { list, body, .. } => {
                let step = self.elements(id, *list, *body, holds, false);
                vec![step]
            }
            Node::Defined(term) => {
                let stipulated = self.stipulated(*term, about).filter(|_| holds == Truth::Unknown);
                let mut step = self.step(id, StepKind::Definition(*term), stipulated.unwrap_or(holds));
                if stipulated.is_none() {
                    step.inside = self.deeper(|limbs| limbs.definition(*term, about, holds));
                }
                vec![step]
            }
            Node::Live(unit) => {
                let mut step = self.step(id, StepKind::Unit(*unit), holds);
                step.inside = self.deeper(|limbs| limbs.unit(*unit, about, holds));
                vec![step]
            }
            Node::Reading { clause, options } => self.readings(id, *clause, options, about),
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

    fn not(&mut self, id: NodeId, inner: NodeId, holds: Truth, about: Option<Element>) -> Vec<Step> {
        let program = self.program();
        let (own, within) = (program.origin(id), program.origin(inner));
        if own.span.is_none() {
            return self.condition(inner, about);
        }
        // One and the same words say both: `is not`, `no target where`, `none of`.
        if own.span == within.span || within.span.is_none() {
            if let Node::Elements { list, body, .. } = program.node(inner) {
                let step = self.elements(id, *list, *body, holds, true);
                return vec![step];
            }
            let mut steps = self.condition(inner, about);
            if let [step] = steps.as_mut_slice() {
                // What is stipulated is known, though the tables leave it open.
                step.holds = if holds == Truth::Unknown { step.holds.negated() } else { holds };
                (step.span, step.heading) = (own.span, own.heading);
                step.label = own.label.as_deref().map(Into::into).or(step.label.take());
                if matches!(step.kind, StepKind::Condition(_)) {
                    step.kind = StepKind::Condition(id);
                }
                return steps;
            }
        }
        let inside = self.deeper(|limbs| limbs.condition(inner, about));
        self.joined(id, false, holds, inside)
    }

    fn parts(&mut self, parts: &[NodeId], about: Option<Element>, whole: Truth) -> Vec<Step> {
        self.deeper(|limbs| {
            let mut steps = Vec::new();
            for part in parts {
                if limbs.tables.node(*part, about) == whole {
                    steps.extend(limbs.condition(*part, about));
                }
            }
            steps
        })
    }

    /// A quantifier, with the stated elements that made it what it is. Where it is told in the negative,
    /// so is each element.
    fn elements(&mut self, id: NodeId, list: ListId, body: NodeId, holds: Truth, negative: bool) -> Step {
        let (stated, open) = (self.slots.stated(list), self.slots.open(list));
        let mut step = self.step(id, StepKind::Elements { list, stated, open }, holds);
        let origin = if open { Origin::Unknown } else { Origin::Stated };
        step.facts = vec![UsedFact { name: FactName::Extent(list), origin, by: None }];
        let quantified = if negative { holds.negated() } else { holds };
        step.inside = self.deeper(|limbs| {
            let mut elements = Vec::new();
            for place in 0..stated {
                let element = Element::Stated(list, place);
                limbs.tables.prepare(element);
                let meets = limbs.tables.node(body, Some(element));
                if meets == quantified {
                    let told = if negative { meets.negated() } else { meets };
                    let mut step = limbs.plain(StepKind::Element(list, place), told);
                    step.inside = limbs.condition(body, Some(element));
                    elements.push(step);
                }
            }
            elements
        });
        step
    }

    fn definition(&mut self, term: DefinitionId, about: Option<Element>, holds: Truth) -> Vec<Step> {
        let mut steps = Vec::new();
        for &unit in &self.program().definition(term).units {
            let live = self.tables.unit(unit, about);
            if live == holds {
                let mut step = self.plain(StepKind::Unit(unit), live);
                step.span = Some(self.program().unit(unit).span);
                step.inside = self.deeper(|limbs| limbs.unit(unit, about, live));
                steps.push(step);
            }
        }
        steps
    }

    fn readings(
        &mut self,
        id: NodeId,
        clause: ClauseId,
        options: &[NodeId],
        about: Option<Element>,
    ) -> Vec<Step> {
        let settled = self.slots.readings.get(&clause).copied();
        let mut steps = Vec::new();
        for (reading, option) in options.iter().enumerate() {
            if settled.is_some_and(|settled| settled != reading) {
                continue;
            }
            let holds = self.tables.node(*option, about);
            let mut step = self.step(id, StepKind::Reading(clause, reading), holds);
            step.span = self.program().origin(*option).span;
            step.inside = self.deeper(|limbs| limbs.condition(*option, about));
            steps.push(step);
        }
        steps
    }

    /// The limbs inside a condition, under its own words if it has some.
    fn joined(&mut self, id: NodeId, wordless: bool, holds: Truth, inside: Vec<Step>) -> Vec<Step> {
        if wordless {
            return inside;
        }
        let mut step = self.step(id, StepKind::Condition(id), holds);
        for limb in inside {
            // Several limbs that the same words stand for are told as one, with the facts of all.
            if limb.span == step.span && limb.label.is_none() && matches!(limb.kind, StepKind::Condition(_)) {
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
        vec![step]
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

    fn deeper(&mut self, tell: impl FnOnce(&mut Self) -> Vec<Step>) -> Vec<Step> {
        if self.depth >= DEEPEST || self.told > MOST {
            return Vec::new();
        }
        self.depth += 1;
        let told = tell(self);
        self.depth -= 1;
        told
    }

    /// The facts that an atom looks at.
    fn facts(&self, atom: &Atom, about: Option<Element>) -> Vec<UsedFact> {
        let other = match &atom.test {
            Test::Against(against) => Some(against.other),
            _ => None,
        };
        let used = |place: Place| match self.slots.slot(place, about)? {
            Slot::Of(name) => Some(self.used(name)),
            Slot::Unstated(..) => None,
        };
        std::iter::once(atom.place).chain(other).filter_map(used).collect()
    }

    fn used(&self, name: FactName) -> UsedFact {
        let slot = Slot::Of(name);
        let stated = self.case.stated(name);
        let judged = self.slots.declared(slot).is_some_and(|fact| fact.judgement.is_some());
        let origin = match self.slots.knowledge(slot) {
            Knowledge::Unstated | Knowledge::Unknown => Origin::Unknown,
            // All that is known is that the policy applies on it.
            Knowledge::Such(_) if name == FactName::Fact(DATE) => Origin::Unknown,
            _ if stated.is_none_or(|stated| stated.knowledge == Knowledge::Unstated) => Origin::Presumed,
            _ if judged => Origin::Judgement,
            _ => Origin::Stated,
        };
        UsedFact { name, origin, by: stated.and_then(|stated| stated.by.clone()) }
    }
}

/// Whether a limb that has to hold bears on the whole: all do where the whole holds, and else those that are as
/// the whole is.
fn matters(limb: Truth, whole: Truth) -> bool {
    whole == Truth::Yes || limb == whole
}
