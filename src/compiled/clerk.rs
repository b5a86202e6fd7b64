//! Whole verdicts: by the compiled program where it settles the case, and by the exact judge where it does not.

use crate::judge::judging::{consequences, not_applying};
use crate::judge::limbs::Answers;
use crate::judge::reasons::Weighed;
use crate::judge::slots::Element;
use crate::judge::{Case, Decider, FactName, Impossible, Judge, Knowledge, Layer, Truth, Verdict};
use crate::program::{
    AttributeId, ClauseId, FactId, ListId, NodeId, Program, Role, Ruling, Unit, UnitId, Value,
};

use super::conditions::NO_ROW;
use super::decision::Sheet;
use super::facts::{Facts, UNSETTLED};
use super::layout::Beyond;
use super::{Compiled, Decided};

/// A program made ready to judge many cases fast. It settles what is clear, and asks the judge for the rest.
pub struct Clerk<'p> {
    judge: Judge<'p>,
    compiled: Compiled,
}

/// Where one case lies while it is worked on. It is used again for the next.
#[derive(Debug, Default)]
pub struct Desk {
    facts: Facts,
    sheet: Sheet,
}

impl Desk {
    /// What decided the last case, in the text's order; `None` is `otherwise`.
    pub fn by(&self) -> &[Option<UnitId>] {
        self.sheet.by()
    }
}

impl<'p> Clerk<'p> {
    /// Compiles a program and makes it ready.
    pub fn of(program: &'p Program) -> Clerk<'p> {
        let judge = Judge::of(program);
        let compiled = Compiled::shaped(program, judge.shape());
        Clerk::with(judge, compiled)
    }

    /// The same for a program that is compiled already.
    pub fn with(judge: Judge<'p>, compiled: Compiled) -> Clerk<'p> {
        Clerk { judge, compiled }
    }

    /// The compiled program.
    pub fn compiled(&self) -> &Compiled {
        &self.compiled
    }

    /// The program it judges by.
    pub fn program(&self) -> &'p Program {
        self.judge.program()
    }

    /// The ruling alone.
    pub fn ruling(&self, case: &Case, desk: &mut Desk) -> Result<Ruling, Impossible> {
        let filled = self.compiled.fill(&mut desk.facts, case);
        match filled.ok().and_then(|()| self.compiled.ruling(&desk.facts, &mut desk.sheet)) {
            Some(ruling) => Ok(ruling),
            None => self.judge.judge(case).map(|verdict| verdict.ruling),
        }
    }

    /// The ruling with what decided, where the tables settle both; see [`Desk::by`].
    pub fn decide(&self, case: &Case, desk: &mut Desk) -> Option<Decided> {
        self.compiled.fill(&mut desk.facts, case).ok()?;
        self.compiled.decide(&desk.facts, &mut desk.sheet)
    }

    /// The whole verdict, as [`Judge::judge`] gives it.
    pub fn judge(&self, case: &Case, desk: &mut Desk) -> Result<Verdict, Impossible> {
        match self.compiled.fill(&mut desk.facts, case) {
            Ok(()) => match self.settled(case, &desk.facts, &mut desk.sheet) {
                Some(verdict) => Ok(verdict),
                None => self.judge.judge(case),
            },
            Err(Beyond) => self.judge.judge(case),
        }
    }

    /// The whole verdict on a case that lies in cells already, where the tables settle everything about it.
    pub fn settled(&self, case: &Case, facts: &Facts, sheet: &mut Sheet) -> Option<Verdict> {
        let Compiled { conditions, norms, .. } = &self.compiled;
        let decided = self.compiled.decide(facts, sheet)?;
        if decided.layer == Layer::Scope && sheet.by().is_empty() {
            return Some(not_applying());
        }
        norms.weigh_the_rest(conditions, facts, sheet, decided.layer);
        norms.follow(conditions, facts, sheet, decided)?;
        if !self.holds_however_open(decided, facts, sheet) || !self.once_is_nothing(decided, facts, sheet) {
            return None;
        }
        let program = self.judge.program();
        let by: Vec<Decider> =
            sheet.by().iter().map(|unit| Decider { unit: *unit, holds: Truth::Yes }).collect();
        let met = norms.met(facts, sheet);
        let Sheet { found, out, against, permissions, duties, remedies, .. } = sheet;
        let weighed = Weighed { ruling: decided.ruling, by: &by, out, against, permissions, met: &met };
        let answers = Told { compiled: &self.compiled, program, facts, found };
        let (reasons, steps) = weighed.reasons(self.judge.shape(), case, answers);
        Some(Verdict {
            ruling: decided.ruling,
            layer: Some(decided.layer),
            by,
            turns_on: Vec::new(),
            possible: vec![decided.ruling],
            ask_next: None,
            once: Vec::new(),
            depends_on: Vec::new(),
            readings: Vec::new(),
            duties: consequences(program, duties),
            remedies: consequences(program, remedies),
            reasons,
            steps,
            exact: true,
            shown_open: false,
            rests_on: Vec::new(),
            presumptions_set_aside: Vec::new(),
            presumed: presumed(program, case),
        })
    }

    /// Whether the tables settle the ruling though every taxonomy were open, so that it rests on none being closed.
    fn holds_however_open(&self, decided: Decided, facts: &Facts, sheet: &mut Sheet) -> bool {
        if !self.compiled.rests_on_closed {
            return true;
        }
        sheet.found.were_all_open = true;
        let ruling = self.compiled.ruling(facts, sheet);
        sheet.found.were_all_open = false;
        self.compiled.begin_again(facts, sheet);
        ruling == Some(decided.ruling)
    }

    /// Whether no steps, were they done, could make the action permitted.
    fn once_is_nothing(&self, decided: Decided, facts: &Facts, sheet: &mut Sheet) -> bool {
        if decided.ruling == Ruling::Permitted || self.compiled.steps.is_empty() {
            return true;
        }
        let mut opened = std::mem::take(&mut sheet.opened);
        opened.clone_from(facts);
        let ruling = match opened.open_steps(&self.compiled.steps) {
            true => self.compiled.ruling(&opened, sheet),
            false => Some(decided.ruling),
        };
        sheet.opened = opened;
        self.compiled.begin_again(facts, sheet);
        ruling.is_some_and(|ruling| ruling != Ruling::Permitted)
    }
}

/// What was presumed of what a case leaves unstated.
fn presumed(program: &Program, case: &Case) -> Vec<FactName> {
    let is = |name: &FactName, presumed: &Option<Value>| {
        let stated = case.stated(*name);
        presumed.is_some() && stated.is_some_and(|stated| stated.knowledge == Knowledge::Unstated)
    };
    let facts = program.facts.iter().enumerate();
    let mut names: Vec<FactName> = facts
        .map(|(number, fact)| (FactName::Fact(FactId(number as u32)), &fact.presumed))
        .filter(|(name, presumed)| is(name, presumed))
        .map(|(name, _)| name)
        .collect();
    for (list, declared) in program.lists.iter().enumerate() {
        for place in 0..case.lists.get(list).map_or(0, |stated| stated.elements.len()) {
            for (number, attribute) in declared.attributes.iter().enumerate() {
                let name = FactName::Element(ListId(list as u32), place, AttributeId(number as u32));
                if is(&name, &attribute.presumed) {
                    names.push(name);
                }
            }
        }
    }
    names
}

/// Answers from cells.
struct Told<'a, 'p> {
    compiled: &'a Compiled,
    program: &'p Program,
    facts: &'a Facts,
    found: &'a mut super::conditions::Found,
}

impl Told<'_, '_> {
    fn row(&self, about: Option<Element>) -> u32 {
        match about {
            Some(Element::Stated(list, place)) => self.facts.rows(list).element(place as u32),
            Some(Element::Unstated(list)) => self.facts.rows(list).first,
            None => NO_ROW,
        }
    }
}

impl<'p> Answers<'p> for Told<'_, 'p> {
    fn program(&self) -> &'p Program {
        self.program
    }

    fn node(&mut self, node: NodeId, about: Option<Element>) -> Truth {
        let row = self.row(about);
        self.compiled.conditions.limb(node.0, self.facts, row, self.found)
    }

    fn unit(&mut self, unit: UnitId, about: Option<Element>) -> Truth {
        let row = self.row(about);
        self.compiled.conditions.unit(unit.0, self.facts, row, self.found)
    }

    /// Where nothing bears on a unit but its case, the one is as the other, which the tables found. A requirement is told
    /// of by whether it is met, and what may permit by its action too.
    fn case(&mut self, unit: UnitId, about: Option<Element>, live: Truth) -> Truth {
        let Unit { when, live: whole, role, .. } = self.program.unit(unit);
        match when == whole && live != Truth::Unknown && !matches!(role, Role::Requirement { .. }) {
            true => live,
            false => self.node(*when, about),
        }
    }

    fn prepare(&mut self, _element: Element) {}

    fn stated(&self, list: ListId) -> usize {
        self.facts.rows(list).stated as usize
    }

    fn settled(&self, clause: ClauseId) -> Option<usize> {
        let reading = self.facts.readings[self.compiled.layout.reading(clause)?];
        (reading != UNSETTLED).then_some(reading as usize)
    }
}
