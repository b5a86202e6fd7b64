//! The decision: what stands against the action, what permits it, and the ruling; of the units the index finds.

use serde::{Deserialize, Serialize};

use crate::judge::{Layer, Truth};
use crate::program::{DATE, Program, Role, Ruling, UnitId};

use super::conditions::{Conditions, Found, NO_ROW};
use super::facts::Facts;
use super::index::Index;
use super::layout::{Layout, UNKNOWN};
use super::needs::Bearings;
use super::walk::{FAILS, HOLDS, Lead};

/// What the units of a program do, by what they do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Norms {
    pub otherwise_permitted: bool,
    /// By the number of the unit.
    pub roles: Vec<Does>,
    /// The permissions that prevail over units, one run a unit.
    pub prevailing: Vec<u32>,
    pub out: Index,
    pub against: Index,
    pub permissions: Index,
    pub assumptions: Vec<u32>,
    /// The duties: the unit, and the fact that says whether it is kept.
    duties: Vec<(u32, u32)>,
    /// The units with remedies.
    remedies: Vec<Remedies>,
    /// What the remedies are of, one run a unit.
    of: Vec<u32>,
}

/// A unit with remedies.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Remedies {
    unit: u32,
    of: Run,
    /// Also of the policy's `otherwise prohibited`.
    otherwise: bool,
}

/// What a unit does. Numbers are those of nodes; the walk tells whether it does, whatever prevails over it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Does {
    Permits {
        actions: u32,
        walk: Lead,
    },
    Prohibits {
        actions: u32,
        walk: Lead,
        prevailing: Run,
    },
    Requires {
        actions: u32,
        condition: u32,
        walk: Lead,
        prevailing: Run,
    },
    /// It takes the case out of the policy, or does nothing that a ruling is made of.
    Else,
}

/// From one place up to another.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Run(pub u32, pub u32);

/// A ruling, and the layer that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    pub ruling: Ruling,
    pub layer: Layer,
}

/// Where the work on one case is done. It is used again for the next, and then nothing is allocated.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub(super) found: Found,
    units: Vec<u32>,
    /// What takes the case out of the policy, stands against the action, or permits it: all but what certainly does
    /// not, in the text's order.
    pub(super) out: Vec<(UnitId, Truth)>,
    pub(super) against: Vec<(UnitId, Truth)>,
    pub(super) permissions: Vec<(UnitId, Truth)>,
    /// What decided, in the text's order; `None` is `otherwise`.
    by: Vec<Option<UnitId>>,
    /// The duties that arise, and the units whose remedies follow, or may.
    pub(super) duties: Vec<(UnitId, Truth)>,
    pub(super) remedies: Vec<(UnitId, Truth)>,
    /// The case with its steps taken as unknown.
    pub(super) opened: Facts,
}

impl Sheet {
    /// What decided the last case, in the text's order; `None` is `otherwise`.
    pub fn by(&self) -> &[Option<UnitId>] {
        &self.by
    }
}

/// The truth of several, joined by `or`.
fn any(these: &[(UnitId, Truth)]) -> Truth {
    let mut any = Truth::No;
    for (_, truth) in these {
        match truth {
            Truth::Yes => return Truth::Yes,
            Truth::Unknown => any = Truth::Unknown,
            Truth::No => {}
        }
    }
    any
}

impl Norms {
    pub fn of(program: &Program, layout: &Layout, conditions: &mut Conditions) -> Norms {
        let bearings = Bearings::of(program, layout);
        let mut prevail = vec![Vec::new(); program.units.len()];
        for (number, unit) in program.units.iter().enumerate() {
            if let Role::Permission { notwithstanding, .. } = &unit.role {
                notwithstanding.iter().for_each(|named| prevail[named.0 as usize].push(number as u32));
            }
        }
        let mut prevailing = Vec::new();
        let mut run = |unit: usize| {
            let from = prevailing.len() as u32;
            prevailing.extend(&prevail[unit]);
            Run(from, prevailing.len() as u32)
        };
        let (mut out, mut against, mut permissions) = (Vec::new(), Vec::new(), Vec::new());
        let mut roles = Vec::with_capacity(program.units.len());
        for (number, unit) in program.units.iter().enumerate() {
            // What an exception or the day takes away is found all the same: it is told among the reasons.
            let case = || bearings.needs(unit.when, true);
            let for_actions = |actions| Bearings::both(bearings.needs(actions, true), case());
            roles.push(match &unit.role {
                Role::Permission { actions, .. } => {
                    permissions.push((number as u32, for_actions(*actions)));
                    let live = conditions.lead_where_live(number as u32, HOLDS);
                    Does::Permits { actions: actions.0, walk: conditions.lead(actions.0, live, FAILS) }
                }
                Role::Prohibition { actions } => {
                    against.push((number as u32, for_actions(*actions)));
                    let live = conditions.lead_where_live(number as u32, HOLDS);
                    let walk = conditions.lead(actions.0, live, FAILS);
                    Does::Prohibits { actions: actions.0, walk, prevailing: run(number) }
                }
                Role::Requirement { actions, condition } => {
                    let unmet = bearings.needs(*condition, false);
                    against.push((number as u32, Bearings::both(for_actions(*actions), unmet)));
                    let (actions, condition) = (actions.0, condition.0);
                    let unmet = conditions.lead(condition, FAILS, HOLDS);
                    let live = conditions.lead_where_live(number as u32, unmet);
                    let walk = conditions.lead(actions, live, FAILS);
                    Does::Requires { actions, condition, walk, prevailing: run(number) }
                }
                Role::OutOfScope => {
                    out.push((number as u32, case()));
                    Does::Else
                }
                _ => Does::Else,
            });
        }
        let (mut duties, mut remedies, mut of) = (Vec::new(), Vec::new(), Vec::new());
        for (number, unit) in program.units.iter().enumerate() {
            match &unit.role {
                Role::Duty { kept, .. } => duties.push((number as u32, kept.0)),
                Role::Remedies { of: breached, otherwise, .. } => {
                    let from = of.len() as u32;
                    of.extend(breached.iter().map(|unit| unit.0));
                    let of = Run(from, of.len() as u32);
                    remedies.push(Remedies { unit: number as u32, of, otherwise: *otherwise });
                }
                _ => {}
            }
        }
        Norms {
            duties,
            remedies,
            of,
            otherwise_permitted: program.policy.otherwise_permitted,
            roles,
            out: Index::of(layout, &out),
            against: Index::of(layout, &against),
            permissions: Index::of(layout, &permissions),
            assumptions: program.assumptions.iter().map(|assumption| assumption.node.0).collect(),
            prevailing,
        }
    }

    /// The ruling, where the tables settle it; what decided is not looked for.
    pub fn ruling(
        &self,
        layout: &Layout,
        conditions: &Conditions,
        facts: &Facts,
        sheet: &mut Sheet,
    ) -> Option<Ruling> {
        if !applies(layout, facts) {
            return Some(Ruling::NotRegulated);
        }
        self.begin(conditions, facts, sheet)?;
        let work = Work { norms: self, conditions, facts };
        match work.first(&self.out, sheet, |work, unit, found| {
            work.conditions.unit(unit, work.facts, NO_ROW, found)
        }) {
            Truth::Yes => return Some(Ruling::NotRegulated),
            Truth::Unknown => return None,
            Truth::No => {}
        }
        match work.first(&self.against, sheet, Work::stands) {
            Truth::Yes => return Some(Ruling::Prohibited),
            Truth::Unknown => return None,
            Truth::No if self.otherwise_permitted => return Some(Ruling::Permitted),
            Truth::No => {}
        }
        match work.first(&self.permissions, sheet, Work::permits) {
            Truth::Yes => Some(Ruling::Permitted),
            Truth::No => Some(Ruling::Prohibited),
            Truth::Unknown => None,
        }
    }

    /// The ruling with what decided, where the tables settle both; see [`Sheet::by`].
    pub fn decide(
        &self,
        layout: &Layout,
        conditions: &Conditions,
        facts: &Facts,
        sheet: &mut Sheet,
    ) -> Option<Decided> {
        sheet.by.clear();
        if !applies(layout, facts) {
            return Some(Decided { ruling: Ruling::NotRegulated, layer: Layer::Scope });
        }
        self.begin(conditions, facts, sheet)?;
        let work = Work { norms: self, conditions, facts };
        work.weigh_out(sheet);
        match any(&sheet.out) {
            Truth::Yes => return told(Ruling::NotRegulated, Layer::Scope, &sheet.out, &mut sheet.by),
            Truth::Unknown => return None,
            Truth::No => {}
        }
        work.weigh_against(sheet);
        match any(&sheet.against) {
            Truth::Yes => {
                let requires = |unit: &UnitId| matches!(self.roles[unit.0 as usize], Does::Requires { .. });
                // All of them must be certain, so that one prohibition is enough.
                let layer = match sheet.against.iter().all(|(unit, _)| requires(unit)) {
                    true => Layer::Requirement,
                    false => Layer::Prohibition,
                };
                return told(Ruling::Prohibited, layer, &sheet.against, &mut sheet.by);
            }
            Truth::Unknown => return None,
            Truth::No => {}
        }
        work.weigh_permissions(sheet);
        match (any(&sheet.permissions), self.otherwise_permitted) {
            (Truth::Yes, _) => told(Ruling::Permitted, Layer::Permission, &sheet.permissions, &mut sheet.by),
            (Truth::No, true) => told(Ruling::Permitted, Layer::Otherwise, &[], &mut sheet.by),
            (Truth::No, false) => told(Ruling::Prohibited, Layer::Otherwise, &[], &mut sheet.by),
            (Truth::Unknown, _) => None,
        }
    }

    /// Finds what [`Norms::decide`] need not look for, since an earlier layer decided: for the reasons.
    pub fn weigh_the_rest(&self, conditions: &Conditions, facts: &Facts, sheet: &mut Sheet, layer: Layer) {
        let work = Work { norms: self, conditions, facts };
        if layer == Layer::Scope {
            work.weigh_against(sheet);
        }
        if matches!(layer, Layer::Scope | Layer::Requirement | Layer::Prohibition) {
            work.weigh_permissions(sheet);
        }
    }

    /// Begins with a case; `None` where an assumption may not hold.
    fn begin(&self, conditions: &Conditions, facts: &Facts, sheet: &mut Sheet) -> Option<()> {
        sheet.found.begin(conditions);
        conditions.prepare(facts, &mut sheet.found);
        let holds = |node: &u32| conditions.node(*node, facts, NO_ROW, &mut sheet.found) == Truth::Yes;
        self.assumptions.iter().all(holds).then_some(())
    }

    /// Whether duties arise and remedies follow, after [`Norms::decide`] has settled all else; `None` where the
    /// tables leave any of it open.
    pub fn follow(
        &self,
        conditions: &Conditions,
        facts: &Facts,
        sheet: &mut Sheet,
        decided: Decided,
    ) -> Option<()> {
        let Sheet { found, against, duties, remedies, .. } = sheet;
        duties.clear();
        remedies.clear();
        let open = |these: &[(UnitId, Truth)]| these.iter().any(|(_, truth)| *truth == Truth::Unknown);
        for (unit, _) in &self.duties {
            duties.extend(matters(*unit, conditions.unit(*unit, facts, NO_ROW, found)));
        }
        let by_default = decided == Decided { ruling: Ruling::Prohibited, layer: Layer::Otherwise };
        for Remedies { unit, of: Run(from, to), otherwise } in self.remedies.iter().copied() {
            let mut breached = Truth::from_bool(otherwise && by_default);
            for of in &self.of[from as usize..to as usize] {
                let breach = match self.duties.binary_search_by_key(of, |(duty, _)| *duty) {
                    Ok(place) => {
                        let kept = facts.cells[self.duties[place].1 as usize];
                        let unkept =
                            if kept == UNKNOWN { Truth::Unknown } else { Truth::from_bool(kept == 0) };
                        truth_of(duties, *of).and(unkept)
                    }
                    Err(_) => truth_of(against, *of),
                };
                breached = breached.or(breach);
            }
            if breached != Truth::No {
                let live = conditions.unit(unit, facts, NO_ROW, found);
                remedies.extend(matters(unit, live.and(breached)));
            }
        }
        (!open(duties) && !open(remedies)).then_some(())
    }

    /// The prohibitions and requirements, and then the permissions, that the index finds.
    pub fn met(&self, facts: &Facts, sheet: &mut Sheet) -> Vec<UnitId> {
        let mut met = Vec::new();
        for index in [&self.against, &self.permissions] {
            met.extend(index.units(facts, &mut sheet.units).iter().map(|unit| UnitId(*unit)));
        }
        met
    }
}

/// What was decided by these, where they are certain; by `otherwise`, where there are none.
fn told(
    ruling: Ruling,
    layer: Layer,
    these: &[(UnitId, Truth)],
    by: &mut Vec<Option<UnitId>>,
) -> Option<Decided> {
    by.extend(these.iter().map(|(unit, _)| Some(*unit)));
    if these.is_empty() {
        by.push(None);
    }
    let certain = these.iter().all(|(_, truth)| *truth == Truth::Yes);
    certain.then_some(Decided { ruling, layer })
}

/// The truth of a unit among these; of one that is not there, `no`.
fn truth_of(these: &[(UnitId, Truth)], unit: u32) -> Truth {
    let place = these.binary_search_by_key(&UnitId(unit), |(unit, _)| *unit);
    place.map_or(Truth::No, |place| these[place].1)
}

fn matters(unit: u32, truth: Truth) -> Option<(UnitId, Truth)> {
    (truth != Truth::No).then_some((UnitId(unit), truth))
}

/// Whether the version applies on the day, if one is stated.
fn applies(layout: &Layout, facts: &Facts) -> bool {
    let day = facts.cells[DATE.0 as usize];
    let within = |(from, to): &(i64, i64)| *from <= day && day <= *to;
    day == UNKNOWN || layout.whatever_the_day || layout.days.iter().any(within)
}

/// One case.
#[derive(Clone, Copy)]
struct Work<'a> {
    norms: &'a Norms,
    conditions: &'a Conditions,
    facts: &'a Facts,
}

impl Work<'_> {
    /// Finds what takes the case out of the policy.
    fn weigh_out(self, sheet: &mut Sheet) {
        let Sheet { found, units, out, .. } = sheet;
        let live = |unit: &u32| matters(*unit, self.conditions.unit(*unit, self.facts, NO_ROW, found));
        out.clear();
        out.extend(self.norms.out.units(self.facts, units).iter().filter_map(live));
    }

    /// Finds what stands against the action.
    fn weigh_against(self, sheet: &mut Sheet) {
        let Sheet { found, units, against, .. } = sheet;
        let stands = |unit: &u32| matters(*unit, self.stands(*unit, found));
        against.clear();
        against.extend(self.norms.against.units(self.facts, units).iter().filter_map(stands));
    }

    /// Finds what permits the action.
    fn weigh_permissions(self, sheet: &mut Sheet) {
        let Sheet { found, units, permissions, .. } = sheet;
        let permits = |unit: &u32| matters(*unit, self.permits(*unit, found));
        permissions.clear();
        permissions.extend(self.norms.permissions.units(self.facts, units).iter().filter_map(permits));
    }

    /// Whether any of the units that can matter does, up to the first that does for certain.
    fn first(
        self,
        index: &Index,
        sheet: &mut Sheet,
        does: impl Fn(&Self, u32, &mut Found) -> Truth,
    ) -> Truth {
        let Sheet { units, found, .. } = sheet;
        let mut any = Truth::No;
        for unit in index.units(self.facts, units) {
            match does(&self, *unit, found) {
                Truth::Yes => return Truth::Yes,
                Truth::Unknown => any = Truth::Unknown,
                Truth::No => {}
            }
        }
        any
    }

    /// Whether a unit is live, and the action one of those it speaks of.
    fn of_the_action(&self, unit: u32, actions: u32, found: &mut Found) -> Truth {
        match self.conditions.node(actions, self.facts, NO_ROW, found) {
            Truth::No => Truth::No,
            action => action.and(self.conditions.unit(unit, self.facts, NO_ROW, found)),
        }
    }

    /// Whether a unit permits the action.
    fn permits(&self, unit: u32, found: &mut Found) -> Truth {
        match self.norms.roles[unit as usize] {
            Does::Permits { actions, walk } => match self.walk(walk, found) {
                Truth::Unknown => self.of_the_action(unit, actions, found),
                settled => settled,
            },
            _ => Truth::No,
        }
    }

    /// Whether a unit stands against the action.
    fn stands(&self, unit: u32, found: &mut Found) -> Truth {
        let (walk, prevailing) = match self.norms.roles[unit as usize] {
            Does::Prohibits { walk, prevailing, .. } | Does::Requires { walk, prevailing, .. } => {
                (walk, prevailing)
            }
            _ => return Truth::No,
        };
        let stands = match self.walk(walk, found) {
            Truth::Unknown => self.stands_by_tables(unit, found),
            settled => settled,
        };
        let Run(from, to) = prevailing;
        if from == to || stands == Truth::No {
            return stands;
        }
        let permissions = &self.norms.prevailing[from as usize..to as usize];
        let overridden = permissions.iter().fold(Truth::No, |any, it| any.or(self.permits(*it, found)));
        stands.and(overridden.negated())
    }

    /// Whether a unit stands against the action, whatever prevails over it.
    fn stands_by_tables(&self, unit: u32, found: &mut Found) -> Truth {
        match self.norms.roles[unit as usize] {
            Does::Prohibits { actions, .. } => self.of_the_action(unit, actions, found),
            Does::Requires { actions, condition, .. } => match self.of_the_action(unit, actions, found) {
                Truth::No => Truth::No,
                imposed => {
                    let met = self.conditions.node(condition, self.facts, NO_ROW, found);
                    imposed.and(met.negated())
                }
            },
            _ => Truth::No,
        }
    }

    fn walk(&self, walk: Lead, found: &mut Found) -> Truth {
        self.conditions.walk(walk, self.facts, NO_ROW, found)
    }
}
