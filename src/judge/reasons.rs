//! Why a verdict is what it is: each unit that decides or might, limb by limb.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashSet;

use crate::program::{NodeId, Role, Ruling, UnitId};

use super::case::Case;
use super::evaluator::Evaluator;
use super::finding::Finding;
use super::limbs::{Answers, Limbs};
use super::shape::Shape;
use super::slots::Slots;
use super::steps::Steps;
use super::tables::Tables;
use super::verdict::{Decider, Reason, Truth};

/// The reasons of what was found: those that decide first, each in the text's order.
pub fn reasons(shape: &Shape, case: &Case, slots: &Slots, found: &Finding) -> (Vec<Reason>, Steps) {
    let mut tables = Evaluator::new(slots.program, shape, Tables { slots });
    tables.run();
    let matter = |these: &[(UnitId, Truth)]| -> Vec<(UnitId, Truth)> {
        these.iter().filter(|(_, holds)| *holds != Truth::No).copied().collect()
    };
    let weighed = Weighed {
        ruling: found.ruling(),
        by: &found.by,
        out: &matter(&found.outcome.out),
        against: &matter(&found.outcome.against),
        permissions: &matter(&found.outcome.permissions),
        met: &[shape.against(), shape.permissions()].concat(),
    };
    weighed.reasons(shape, case, tables)
}

/// What a verdict was made of; units in the text's order.
pub struct Weighed<'a> {
    pub ruling: Ruling,
    pub by: &'a [Decider],
    /// Those that take the case out of the policy, stand against the action or permit it, or may.
    pub out: &'a [(UnitId, Truth)],
    pub against: &'a [(UnitId, Truth)],
    pub permissions: &'a [(UnitId, Truth)],
    /// Prohibitions and requirements, then permissions: all whose case is met and the action theirs, and maybe more.
    pub met: &'a [UnitId],
}

impl Weighed<'_> {
    /// The reasons with their limbs, from who answers for the case.
    pub fn reasons<'p>(self, shape: &Shape, case: &Case, answers: impl Answers<'p>) -> (Vec<Reason>, Steps) {
        let limbs = Limbs::new(case, answers);
        let told = FixedBitSet::with_capacity(limbs.program().units.len());
        let mut telling =
            Telling { limbs, shape, weighed: self, reasons: Vec::with_capacity(MOST_FAILING), told };
        telling.tell();
        (telling.reasons, telling.limbs.told)
    }
}

/// How many requirements met and prohibitions that do not apply are told with a permission.
const MOST_CLEARED: usize = 24;
/// Where nothing but `otherwise` decides, of how many clauses it is told that they do not apply.
pub const MOST_FAILING: usize = 24;

struct Telling<'a, A> {
    limbs: Limbs<'a, A>,
    shape: &'a Shape,
    weighed: Weighed<'a>,
    reasons: Vec<Reason>,
    /// The units that are told already.
    told: FixedBitSet,
}

impl<'p, A: Answers<'p>> Telling<'_, A> {
    fn tell(&mut self) {
        let Weighed { ruling, by, out, against, permissions, .. } = self.weighed;
        if ruling == Ruling::NotRegulated {
            out.iter().for_each(|(unit, holds)| self.reason(*unit, *holds, None));
            return;
        }
        let decided = by.iter().filter(|decider| decider.holds == Truth::Yes);
        let decided: FxHashSet<UnitId> = decided.filter_map(|decider| decider.unit).collect();
        let order = match ruling {
            Ruling::Permitted => [permissions, out, against],
            _ => [out, against, permissions],
        };
        for (unit, holds) in order.into_iter().flatten() {
            // Where something decides for certain, what only might decide too is no reason.
            if decided.contains(unit) || *holds == Truth::Yes || decided.is_empty() {
                self.reason(*unit, *holds, None);
            }
        }
        self.tell_giving_way();
        self.tell_excepted();
        if by.iter().any(|decider| decider.unit.is_none()) {
            self.tell_failing();
        }
        if ruling == Ruling::Permitted {
            self.tell_cleared();
        }
    }

    /// The prohibitions and unmet requirements over which a permission prevails.
    fn tell_giving_way(&mut self) {
        let program = self.limbs.program();
        let mut prevailing: BTreeMap<UnitId, UnitId> = BTreeMap::new();
        for (permission, _) in self.weighed.permissions.iter().filter(|(_, holds)| *holds == Truth::Yes) {
            if let Role::Permission { notwithstanding, .. } = &program.unit(*permission).role {
                for named in notwithstanding {
                    prevailing.entry(*named).or_insert(*permission);
                }
            }
        }
        for (unit, permission) in prevailing {
            if is_not(self.weighed.against, unit) && self.would_stand(unit) {
                self.reason(unit, Truth::Yes, Some(permission));
            }
        }
    }

    /// The permissions and prohibitions whose case holds, and out of which something takes it, or that do not apply on
    /// the day.
    fn tell_excepted(&mut self) {
        let Weighed { met, against, permissions, .. } = self.weighed;
        for unit in met {
            if is_not(against, *unit)
                && is_not(permissions, *unit)
                && self.speaks_of_the_action(*unit)
                && self.is_excepted(*unit)
            {
                self.reason(*unit, Truth::No, None);
            }
        }
    }

    /// What would have to apply for anything but `otherwise` to decide: in the text's order, as many as a reader
    /// would read.
    fn tell_failing(&mut self) {
        let Weighed { ruling, against, permissions, .. } = self.weighed;
        let (units, but) = match ruling {
            Ruling::Permitted => (self.shape.against(), against),
            _ => (self.shape.permissions(), permissions),
        };
        let mut told = 0;
        for unit in units {
            let requires = matches!(self.limbs.program().unit(*unit).role, Role::Requirement { .. });
            if is_not(but, *unit) && !requires && self.speaks_of_the_action(*unit) {
                self.reason(*unit, Truth::No, None);
                told += 1;
                if told == MOST_FAILING {
                    return;
                }
            }
        }
    }

    /// What a permission had to get past: the requirements that are met, and the prohibitions that do not
    /// apply; left out of a policy that has more of them than a reader would read.
    fn tell_cleared(&mut self) {
        let (against, standing) = (self.shape.against(), self.weighed.against);
        if against.len() - standing.len() > MOST_CLEARED {
            return;
        }
        for unit in against.iter().filter(|unit| is_not(standing, **unit)) {
            let requires = matches!(self.limbs.program().unit(*unit).role, Role::Requirement { .. });
            let imposed = !requires || self.limbs.live(*unit, None) == Truth::Yes;
            if imposed && self.speaks_of_the_action(*unit) {
                self.reason(*unit, Truth::No, None);
            }
        }
    }

    fn reason(&mut self, unit: UnitId, holds: Truth, gives_way_to: Option<UnitId>) {
        if self.told.put(unit.0 as usize) {
            return;
        }
        let before = self.limbs.told.mark();
        self.limbs.unit(unit, None, holds);
        let mut holds = holds;
        if let Role::Requirement { condition, .. } = self.limbs.program().unit(unit).role {
            // Where it stands against the action it is imposed, and its condition false.
            self.limbs.condition(condition, None);
            holds = holds.negated();
        }
        self.reasons.push(Reason { unit, holds, gives_way_to, steps: self.limbs.told.since(before) });
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

/// Whether a unit is none of these, which stand in the text's order.
fn is_not(these: &[(UnitId, Truth)], unit: UnitId) -> bool {
    these.binary_search_by_key(&unit, |(unit, _)| *unit).is_err()
}
