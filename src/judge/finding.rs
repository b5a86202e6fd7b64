//! What is found of a case whose presumptions are filled in: first by the tables, and exactly where they leave
//! something open.

use crate::program::{ClauseId, Role, Ruling, UnitId};

use super::case::{FactName, Knowledge, Stipulation};
use super::cuts;
use super::evaluator::Evaluator;
use super::exact::{Exact, RULINGS, Spent, element_of};
use super::mentions::mentions;
use super::outcome::{Outcome, outcome};
use super::search;
use super::shape::Shape;
use super::slots::{Slot, Slots};
use super::tables::Tables;
use super::verdict::{Decider, Layer, ReadingRow, Support, Truth};

/// See the head of this file.
pub struct Finding {
    pub possible: Vec<Ruling>,
    pub by: Vec<Decider>,
    pub layer: Option<Layer>,
    /// Everything as far as it is certain.
    pub outcome: Outcome<Truth>,
    pub turns_on: Vec<FactName>,
    pub ask_next: Option<FactName>,
    pub depends_on: Vec<ClauseId>,
    pub rows: Vec<ReadingRow>,
    /// The assumptions and stipulations without which the ruling would not be determined.
    pub supports: Vec<Support>,
    pub exact: bool,
    pub shown_open: bool,
}

/// No completion satisfies what is known.
pub struct Contradiction;

impl Finding {
    /// The ruling that all completions share.
    pub fn ruling(&self) -> Ruling {
        match self.possible.as_slice() {
            [ruling] => *ruling,
            _ => Ruling::Undetermined,
        }
    }
}

/// Finds what becomes of a case.
pub fn find(slots: &Slots, shape: &Shape, stipulations: &[Stipulation]) -> Result<Finding, Contradiction> {
    if !contradicted(slots).is_empty() {
        return Err(Contradiction);
    }
    let mut tables = Evaluator::new(slots.program, shape, Tables { slots });
    tables.run();
    let outcome = outcome(&mut tables);
    let supports = supports(slots, &mut tables, stipulations);
    if supports.contains(&Truth::No) {
        return Err(Contradiction);
    }
    let told = told_by_tables(&outcome);
    if told.settled && supports.iter().all(|support| *support == Truth::Yes) {
        return Ok(told.finding(outcome));
    }
    let found = Exact::of(slots, shape, tables, stipulations).and_then(|mut exact| told_exactly(&mut exact));
    match found {
        Ok(found) => found.ok_or(Contradiction),
        Err(Spent) => Ok(told_roughly(slots, shape, stipulations, told, outcome)),
    }
}

/// The rulings that completions of a case have.
pub fn possible(slots: &Slots, shape: &Shape, stipulations: &[Stipulation]) -> Result<Vec<Ruling>, Spent> {
    let mut tables = Evaluator::new(slots.program, shape, Tables { slots });
    tables.run();
    let told = told_by_tables(&outcome(&mut tables));
    if told.possible.len() == 1 {
        return Ok(told.possible);
    }
    let mut exact = Exact::of(slots, shape, tables, stipulations)?;
    let world = exact.world;
    exact.possible(world)
}

/// Facts of which what is stated leaves no value.
pub fn contradicted(slots: &Slots) -> Vec<FactName> {
    let empty = |name: &FactName| match slots.knowledge(Slot::Of(*name)) {
        Knowledge::Such(_) => cuts::cells(slots, Slot::Of(*name), &[]).is_some_and(|cells| cells.is_empty()),
        _ => false,
    };
    slots.unknown().into_iter().filter(empty).collect()
}

/// Whether each assumption, and each stipulation, holds.
pub fn supports<'p>(
    slots: &Slots<'p>,
    tables: &mut Evaluator<'p, Tables<'_, 'p>>,
    stipulations: &[Stipulation],
) -> Vec<Truth> {
    let program = slots.program;
    let mut supports: Vec<Truth> =
        program.assumptions.iter().map(|assumption| tables.node(assumption.node, None)).collect();
    for stipulation in stipulations {
        let about = element_of(slots, stipulation);
        if let Some(element) = about {
            tables.prepare(element);
        }
        let applies = tables.defined(stipulation.definition, about);
        supports.push(if stipulation.holds { applies } else { applies.negated() });
    }
    supports
}

/// What the tables alone say.
struct Told {
    possible: Vec<Ruling>,
    by: Vec<Decider>,
    layer: Option<Layer>,
    /// Nothing is left open.
    settled: bool,
}

impl Told {
    fn finding(self, outcome: Outcome<Truth>) -> Finding {
        Finding {
            possible: self.possible,
            by: self.by,
            layer: self.layer,
            outcome,
            turns_on: Vec::new(),
            ask_next: None,
            depends_on: Vec::new(),
            rows: Vec::new(),
            supports: Vec::new(),
            exact: true,
            shown_open: false,
        }
    }
}

fn told_by_tables(outcome: &Outcome<Truth>) -> Told {
    let truth = |ruling: &Ruling| outcome.ruling(*ruling).unwrap_or(Truth::No);
    let mut possible: Vec<Ruling> = RULINGS.into_iter().filter(|ruling| truth(ruling) != Truth::No).collect();
    if let Some(certain) = RULINGS.into_iter().find(|ruling| truth(ruling) == Truth::Yes) {
        possible = vec![certain];
    }
    let layer = outcome.layers.iter().find(|(_, holds)| *holds == Truth::Yes).map(|(layer, _)| *layer);
    let mut by = Vec::new();
    let mut settled = possible.len() == 1 && layer.is_some();
    if let [ruling] = possible.as_slice() {
        let deciders = outcome.deciders(*ruling).into_iter().filter(|(_, holds)| *holds != Truth::No);
        by = deciders.map(|(unit, holds)| Decider { unit, holds }).collect();
        settled &= by.iter().all(|decider| decider.holds == Truth::Yes);
        if by.iter().any(|decider| decider.holds == Truth::Yes) {
            by.retain(|decider| decider.holds == Truth::Yes);
        }
    }
    let consequences = outcome.duties.iter().chain(&outcome.remedies);
    settled &= consequences.map(|(_, holds)| *holds).all(|holds| holds != Truth::Unknown);
    Told { possible, by, layer, settled }
}

fn told_exactly(exact: &mut Exact) -> Result<Option<Finding>, Spent> {
    let world = exact.world;
    let possible = exact.possible(world)?;
    if possible.is_empty() {
        return Ok(None);
    }
    let outcome = exact.outcome.clone().map(|holds| exact.truth(world, holds))?;
    let mut layer = None;
    let (mut by, mut turns_on, mut ask_next) = (Vec::new(), Vec::new(), None);
    let (mut depends_on, mut rows, mut supports) = (Vec::new(), Vec::new(), Vec::new());
    let mut proven = true;
    if let [ruling] = possible.as_slice() {
        by = exact.deciders(world, *ruling)?;
        layer = outcome.layers.iter().find(|(_, holds)| *holds == Truth::Yes).map(|(layer, _)| *layer);
        let candidates: Vec<Support> = exact.supports().cloned().collect();
        for support in candidates {
            let world = exact.world_without(&[&support]);
            if exact.possible(world)?.len() > 1 {
                supports.push(support);
            }
        }
    } else {
        (turns_on, proven) = exact.turns_on()?;
        ask_next = exact.ask_next(&turns_on)?;
        depends_on = exact.depends_on()?;
        rows = exact.rows(&depends_on)?;
    }
    Ok(Some(Finding {
        shown_open: possible.len() > 1,
        possible,
        by,
        layer,
        outcome,
        turns_on,
        ask_next,
        depends_on,
        rows,
        supports,
        exact: proven,
    }))
}

/// What the tables say, with two completions that differ where they can be found.
fn told_roughly(
    slots: &Slots,
    shape: &Shape,
    stipulations: &[Stipulation],
    told: Told,
    outcome: Outcome<Truth>,
) -> Finding {
    let mut finding = told.finding(outcome);
    finding.exact = false;
    if finding.possible.len() == 1 {
        return finding;
    }
    finding.layer = None;
    finding.shown_open = search::found(slots, shape, stipulations).len() > 1;
    let open = |these: &[(UnitId, Truth)]| -> Vec<UnitId> {
        these.iter().filter(|(_, holds)| *holds == Truth::Unknown).map(|(unit, _)| *unit).collect()
    };
    let outcome = &finding.outcome;
    let program = slots.program;
    let units = [open(&outcome.out), open(&outcome.against), open(&outcome.permissions)].concat();
    let conditions = units.into_iter().flat_map(|unit| {
        let it = program.unit(unit);
        let (actions, condition) = match &it.role {
            Role::Permission { actions, .. } | Role::Prohibition { actions } => (Some(*actions), None),
            Role::Requirement { actions, condition } => (Some(*actions), Some(*condition)),
            _ => (None, None),
        };
        [Some(it.live), actions, condition].into_iter().flatten()
    });
    let places = mentions(program, conditions);
    finding.turns_on = slots
        .unknown()
        .into_iter()
        .filter(|name| match name {
            FactName::Extent(list) => !shape.quantifiers_of(*list).is_empty(),
            name => Slots::place(Slot::Of(*name)).is_some_and(|place| places.contains(&place)),
        })
        .collect();
    finding.ask_next = finding.turns_on.first().copied();
    finding
}
