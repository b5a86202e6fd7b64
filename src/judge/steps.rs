//! Reasons limb by limb, in one row: behind each limb stand those inside it.
//!
//! A verdict's reasons are a tree, and lie as one lies that is read aloud: so they cost no more memory asked for than
//! three lists do, however many limbs they have. [`Steps::of`] goes through them as the tree they are.

use crate::program::{ClauseId, DefinitionId, ListId, NodeId, Program, UnitId};
use crate::source::Span;

use super::case::FactName;
use super::verdict::{Reason, Truth};

/// For so many there is room from the beginning; most verdicts have no more.
const USUAL: usize = 128;

/// The limbs of all reasons of a verdict.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    all: Vec<Step>,
    facts: Vec<FactName>,
    /// How many were ever begun, those taken back included.
    begun: usize,
}

/// One limb of a condition, with what it came out as.
#[derive(Debug, Clone)]
pub struct Step {
    pub kind: StepKind,
    pub holds: Truth,
    /// The words it stands for, where the text has some.
    pub span: Option<Span>,
    /// The node whose words these are, and whose column they may be a cell of.
    pub worded: Option<NodeId>,
    /// The node whose label in a list it has.
    pub labelled: Option<NodeId>,
    /// Its facts, from one place up to another.
    facts: (u32, u32),
    /// How many of the steps behind it are inside.
    inside: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StepKind {
    /// The clause's case, or a requirement's condition, or a limb of either.
    Condition(NodeId),
    /// An `unless` of the unit: it stands in the way where it holds.
    Unless(NodeId),
    /// The clause's days: whether it applies on the date.
    OnTheDay(ClauseId),
    /// An exception that takes cases out of the unit.
    Exception(UnitId),
    /// A definition, and inside it the units that define it.
    Definition(DefinitionId),
    /// A unit of a definition.
    Unit(UnitId),
    /// A condition under each reading, the reading's place among its clause's.
    Reading(ClauseId, usize),
    /// A quantifier over a list; inside, the limbs for each stated element that matters.
    Elements(ListId),
    /// One stated element under a quantifier.
    Element(ListId, usize),
}

/// From one place among the steps up to another.
#[derive(Debug, Clone, Copy, Default)]
pub struct Run {
    from: u32,
    to: u32,
}

/// A place up to which steps are told.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    steps: usize,
    facts: usize,
}

/// A limb among those of its verdict. It reads as its [`Step`], and knows its facts and the limbs inside it.
#[derive(Debug, Clone, Copy)]
pub struct Limb<'a> {
    steps: &'a Steps,
    at: u32,
}

/// Limbs that stand beside one another.
#[derive(Debug, Clone)]
pub struct Beside<'a> {
    steps: &'a Steps,
    next: u32,
    to: u32,
}

impl Steps {
    /// None yet.
    pub fn new() -> Steps {
        Steps { all: Vec::with_capacity(USUAL), facts: Vec::with_capacity(USUAL), begun: 0 }
    }

    /// The limbs of a reason, those beside one another; what is inside them is asked of each.
    pub fn of(&self, reason: &Reason) -> Beside<'_> {
        Beside { steps: self, next: reason.steps.from, to: reason.steps.to }
    }

    /// How many limbs were begun so far, those that were taken back included.
    pub fn begun(&self) -> usize {
        self.begun
    }

    /// The place up to which is told.
    pub fn mark(&self) -> Mark {
        Mark { steps: self.all.len(), facts: self.facts.len() }
    }

    /// What was told since.
    pub fn since(&self, mark: Mark) -> Run {
        Run { from: mark.steps as u32, to: self.all.len() as u32 }
    }

    /// Takes back what was told since.
    pub fn take_back(&mut self, mark: Mark) {
        self.all.truncate(mark.steps);
        self.facts.truncate(mark.facts);
    }

    /// Begins a limb, and tells its place. Its facts come next, then the limbs inside it, then [`Steps::end`].
    pub fn begin(&mut self, kind: StepKind, holds: Truth) -> usize {
        self.begin_worded(kind, holds, (None, None, None))
    }

    /// The same, with its words, the node whose they are, and the node whose label it has.
    pub fn begin_worded(
        &mut self,
        kind: StepKind,
        holds: Truth,
        (span, worded, labelled): (Option<Span>, Option<NodeId>, Option<NodeId>),
    ) -> usize {
        let facts = self.facts.len() as u32;
        self.begun += 1;
        self.all.push(Step { kind, holds, span, worded, labelled, facts: (facts, facts), inside: 0 });
        self.all.len() - 1
    }

    /// The limb at a place.
    pub fn at(&mut self, place: usize) -> &mut Step {
        &mut self.all[place]
    }

    /// A fact that the limb looks at which was begun last.
    pub fn used(&mut self, fact: FactName) {
        self.facts.push(fact);
        if let Some(step) = self.all.last_mut() {
            step.facts.1 = self.facts.len() as u32;
        }
    }

    /// Ends a limb: what was told since it began is inside it.
    pub fn end(&mut self, place: usize) {
        self.all[place].inside = (self.all.len() - place - 1) as u32;
    }

    /// The only limb that was told since, if it is one, with those inside it.
    pub fn only_since(&mut self, mark: Mark) -> Option<&mut Step> {
        let told = self.all.len() - mark.steps;
        self.all.get_mut(mark.steps).filter(|step| step.inside as usize + 1 == told)
    }

    /// Where the limb that was told last has the same words as the only one inside it, tells both as one.
    pub fn join_the_only(&mut self, place: usize) {
        let step = &self.all[place];
        if let Some(only) = self.all.get(place + 1)
            && only.inside + 1 == step.inside
            && only.span == step.span
        {
            (self.all[place].facts, self.all[place].inside) = (only.facts, only.inside);
            self.all.remove(place + 1);
        }
    }

    /// Tells those limbs inside the one told last that are the same as it together with it, with the facts of all.
    pub fn join_the_same(&mut self, place: usize, is_same: impl Fn(&Step) -> bool) {
        let mut same: Vec<usize> = Vec::new();
        let mut at = place + 1;
        while let Some(step) = self.all.get(at) {
            if is_same(step) {
                same.push(at);
            }
            at += step.inside as usize + 1;
        }
        if same.is_empty() {
            return;
        }
        let from = self.facts.len();
        for at in &same {
            for place in self.all[*at].facts.0..self.all[*at].facts.1 {
                let fact = self.facts[place as usize];
                if self.facts[from..].iter().all(|known| *known != fact) {
                    self.facts.push(fact);
                }
            }
        }
        self.all[place].facts = (from as u32, self.facts.len() as u32);
        self.all[place].inside -= same.len() as u32;
        for at in same.into_iter().rev() {
            self.all.remove(at);
        }
    }
}

impl Step {
    /// The heading of the column in which its words are a cell.
    pub fn heading(&self, program: &Program) -> Option<Span> {
        program.origin(self.worded?).heading
    }

    /// The label it has in a list: `(a)`.
    pub fn label<'p>(&self, program: &'p Program) -> Option<&'p str> {
        program.origin(self.labelled?).label.as_deref()
    }
}

impl<'a> Limb<'a> {
    /// The facts it looked at itself, not through the limbs inside it.
    pub fn facts(self) -> &'a [FactName] {
        let (from, to) = self.facts;
        &self.steps.facts[from as usize..to as usize]
    }

    /// The limbs inside it, those beside one another.
    pub fn inside(self) -> Beside<'a> {
        Beside { steps: self.steps, next: self.at + 1, to: self.at + 1 + self.inside }
    }
}

impl std::ops::Deref for Limb<'_> {
    type Target = Step;

    fn deref(&self) -> &Step {
        &self.steps.all[self.at as usize]
    }
}

impl<'a> Iterator for Beside<'a> {
    type Item = Limb<'a>;

    fn next(&mut self) -> Option<Limb<'a>> {
        let at = self.next;
        if at >= self.to {
            return None;
        }
        self.next = at + 1 + self.steps.all[at as usize].inside;
        Some(Limb { steps: self.steps, at })
    }
}
