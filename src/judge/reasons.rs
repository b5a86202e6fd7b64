//! Why a verdict is what it is: each unit that decides or might, limb by limb.

use std::collections::{HashMap, HashSet};

use crate::program::{NodeId, Role, Ruling, UnitId};

use super::case::Case;
use super::evaluator::Evaluator;
use super::finding::Finding;
use super::limbs::Limbs;
use super::shape::Shape;
use super::slots::Slots;
use super::tables::Tables;
use super::verdict::{Reason, Truth};

/// The reasons of what was found: those that decide first, each in the text's order.
pub fn reasons(shape: &Shape, case: &Case, slots: &Slots, found: &Finding) -> Vec<Reason> {
    let mut tables = Evaluator::new(slots.program, shape, Tables { slots });
    tables.run();
    let mut telling =
        Telling { limbs: Limbs::new(case, slots, tables), found, reasons: Vec::new(), told: HashSet::new() };
    telling.tell();
    telling.reasons
}

/// How many requirements met and prohibitions that do not apply are told with a permission.
const MOST_CLEARED: usize = 24;

struct Telling<'a, 's, 'p> {
    limbs: Limbs<'a, 's, 'p>,
    found: &'a Finding,
    reasons: Vec<Reason>,
    told: HashSet<UnitId>,
}

impl Telling<'_, '_, '_> {
    fn tell(&mut self) {
        let outcome = &self.found.outcome;
        if self.found.ruling() == Ruling::NotRegulated {
            self.tell_deciding(&outcome.out);
            return;
        }
        let decided = self.found.by.iter().filter(|decider| decider.holds == Truth::Yes);
        let decided: HashSet<UnitId> = decided.filter_map(|decider| decider.unit).collect();
        let told = |these: &[(UnitId, Truth)]| -> Vec<(UnitId, Truth)> {
            let matters = |(unit, holds): &&(UnitId, Truth)| {
                // Where something decides for certain, what only might decide too is no reason.
                decided.contains(unit) || *holds == Truth::Yes || decided.is_empty()
            };
            these.iter().filter(matters).copied().collect()
        };
        let (out, against, permissions) =
            (told(&outcome.out), told(&outcome.against), told(&outcome.permissions));
        if self.found.ruling() == Ruling::Permitted {
            self.tell_deciding(&permissions);
            self.tell_deciding(&out);
            self.tell_deciding(&against);
        } else {
            self.tell_deciding(&out);
            self.tell_deciding(&against);
            self.tell_deciding(&permissions);
        }
        self.tell_giving_way();
        self.tell_excepted();
        if self.found.by.iter().any(|decider| decider.unit.is_none()) {
            self.tell_failing();
        }
        if self.found.ruling() == Ruling::Permitted {
            self.tell_cleared();
        }
    }

    /// The units that decide, or might, or would had nothing prevailed over them.
    fn tell_deciding(&mut self, units: &[(UnitId, Truth)]) {
        for &(unit, holds) in units {
            if holds != Truth::No {
                self.reason(unit, holds, None);
            }
        }
    }

    /// The prohibitions and unmet requirements over which a permission prevails.
    fn tell_giving_way(&mut self) {
        let program = self.limbs.program();
        let mut prevailing: HashMap<UnitId, UnitId> = HashMap::new();
        for (permission, _) in self.found.outcome.permissions.iter().filter(|(_, holds)| *holds == Truth::Yes)
        {
            if let Role::Permission { notwithstanding, .. } = &program.unit(*permission).role {
                for named in notwithstanding {
                    prevailing.entry(*named).or_insert(*permission);
                }
            }
        }
        for (unit, _) in self.found.outcome.against.iter().filter(|(_, holds)| *holds == Truth::No) {
            if let Some(permission) = prevailing.get(unit)
                && self.would_stand(*unit)
            {
                self.reason(*unit, Truth::Yes, Some(*permission));
            }
        }
    }

    /// The permissions and prohibitions whose case holds, and out of which something takes it, or that do not apply on
    /// the day.
    fn tell_excepted(&mut self) {
        let units = [&self.found.outcome.against, &self.found.outcome.permissions];
        for (unit, holds) in units.into_iter().flatten() {
            if *holds == Truth::No && self.speaks_of_the_action(*unit) && self.is_excepted(*unit) {
                self.reason(*unit, Truth::No, None);
            }
        }
    }

    /// What would have to apply for anything but `otherwise` to decide.
    fn tell_failing(&mut self) {
        let units = match self.found.ruling() {
            Ruling::Permitted => &self.found.outcome.against,
            _ => &self.found.outcome.permissions,
        };
        for (unit, holds) in units {
            let requires = matches!(self.limbs.program().unit(*unit).role, Role::Requirement { .. });
            if *holds == Truth::No && !requires && self.speaks_of_the_action(*unit) {
                self.reason(*unit, Truth::No, None);
            }
        }
    }

    /// What a permission had to get past: the requirements that are met, and the prohibitions that do not
    /// apply; left out of a policy that has more of them than a reader would read.
    fn tell_cleared(&mut self) {
        let against = &self.found.outcome.against;
        let clear: Vec<UnitId> =
            against.iter().filter(|(_, holds)| *holds == Truth::No).map(|(unit, _)| *unit).collect();
        if clear.len() > MOST_CLEARED {
            return;
        }
        for unit in clear {
            let requires = matches!(self.limbs.program().unit(unit).role, Role::Requirement { .. });
            let imposed = !requires || self.limbs.live(unit, None) == Truth::Yes;
            if imposed && self.speaks_of_the_action(unit) {
                self.reason(unit, Truth::No, None);
            }
        }
    }

    fn reason(&mut self, unit: UnitId, holds: Truth, gives_way_to: Option<UnitId>) {
        if !self.told.insert(unit) {
            return;
        }
        let mut steps = self.limbs.unit(unit, None, holds);
        let mut holds = holds;
        if let Role::Requirement { condition, .. } = self.limbs.program().unit(unit).role {
            // Where it stands against the action it is imposed, and its condition false.
            steps.extend(self.limbs.condition(condition, None));
            holds = holds.negated();
        }
        self.reasons.push(Reason { unit, holds, gives_way_to, steps });
    }

    fn would_stand(&mut self, unit: UnitId) -> bool {
        let unmet = match self.limbs.program().unit(unit).role {
            Role::Requirement { condition, .. } => self.limbs.truth(condition) == Truth::No,
            _ => true,
        };
        unmet && self.speaks_of_the_action(unit) && self.limbs.live(unit, None) == Truth::Yes
    }

    fn speaks_of_the_action(&mut self, unit: UnitId) -> bool {
        let actions: Option<NodeId> = match self.limbs.program().unit(unit).role {
            Role::Permission { actions, .. }
            | Role::Prohibition { actions }
            | Role::Requirement { actions, .. } => Some(actions),
            _ => None,
        };
        actions.is_none_or(|actions| self.limbs.truth(actions) != Truth::No)
    }

    fn is_excepted(&mut self, unit: UnitId) -> bool {
        let unit = self.limbs.program().unit(unit);
        if matches!(unit.role, Role::Requirement { .. }) {
            return false;
        }
        let off_the_day = unit.in_force.is_some_and(|node| self.limbs.truth(node) == Truth::No);
        self.limbs.truth(unit.when) == Truth::Yes
            && (off_the_day
                || unit.unless.iter().any(|unless| self.limbs.truth(*unless) == Truth::Yes)
                || unit.exceptions.iter().any(|exception| self.limbs.live(*exception, None) == Truth::Yes))
    }
}
