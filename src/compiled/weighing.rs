//! The decision on a block of cases: [`super::decision`] over words instead of truth values.

use crate::judge::Layer;
use crate::program::{DATE, Ruling, UnitId};

use super::block::{Block, Kept, LANES, Masks};
use super::conditions::Conditions;
use super::decision::{Decided, Does, Norms, Run};
use super::layout::{Layout, UNKNOWN};

/// What bears on the rulings of a block: each unit with the cases in which it does, in the text's order.
#[derive(Debug, Default)]
pub struct Weighed {
    out: Vec<(UnitId, Masks)>,
    against: Vec<(UnitId, Masks)>,
    permissions: Vec<(UnitId, Masks)>,
}

/// In which cases of a block each way of deciding is certain, with all that decides; in the others it is open.
#[derive(Debug, Default)]
pub struct Rulings {
    /// The version does not apply on the day.
    elsewhere: u64,
    out: u64,
    prohibited: u64,
    /// Of those, the ones where nothing but requirements stands against it.
    unmet: u64,
    permitted: u64,
    otherwise: u64,
}

impl Norms {
    /// Weighs a block, and tells in which cases the ruling is certain.
    pub fn weigh_block(
        &self,
        layout: &Layout,
        conditions: &Conditions,
        block: &Block,
        (kept, weighed): (&mut Kept, &mut Weighed),
    ) -> Rulings {
        kept.begin(conditions);
        conditions.prepare_block(block, kept);
        let (elsewhere, open_day) = days(layout, block);
        let mut asked = block.all() & !elsewhere & !open_day;
        for assumption in &self.assumptions {
            asked &= conditions.node_of_block(*assumption, block, kept).yes;
        }
        let Weighed { out, against, permissions } = weighed;
        let mut work = Work { norms: self, conditions, block, kept };
        let matter = |these: &mut Vec<(UnitId, Masks)>, masks: &mut dyn FnMut(u32) -> Masks, all: &[u32]| {
            these.clear();
            let each = all.iter().map(|unit| (UnitId(*unit), masks(*unit)));
            these.extend(each.filter(|(_, masks)| !masks.is_none()));
        };
        matter(out, &mut |unit| work.conditions.unit_of_block(unit, work.block, work.kept), self.out.all());
        matter(against, &mut |unit| work.stands(unit), self.against.all());
        matter(permissions, &mut |unit| work.permits(unit), self.permissions.all());
        // What is certain of one layer is asked of no other; what may be is open.
        let mut certain = |these: &[(UnitId, Masks)]| {
            let any = |of: fn(&Masks) -> u64| these.iter().fold(0, |any, (_, masks)| any | of(masks));
            let (yes, unknown) = (any(|masks| masks.yes), any(|masks| masks.unknown));
            let certain = asked & yes & !unknown;
            asked &= !yes & !unknown;
            certain
        };
        let out = certain(out);
        let prohibited = certain(against);
        let requires = |unit: &UnitId| matches!(self.roles[unit.0 as usize], Does::Requires { .. });
        let by_prohibition =
            against.iter().filter(|(unit, _)| !requires(unit)).fold(0, |any, (_, masks)| any | masks.yes);
        let permitted = certain(permissions);
        Rulings {
            elsewhere,
            out,
            prohibited,
            unmet: prohibited & !by_prohibition,
            permitted,
            otherwise: asked,
        }
    }

    /// The decision in one case of a block, with what decided put into `by`; `None` where it is open.
    pub fn decided_in(
        &self,
        rulings: &Rulings,
        weighed: &Weighed,
        lane: usize,
        by: &mut Vec<Option<UnitId>>,
    ) -> Option<Decided> {
        let is = |mask: u64| mask >> lane & 1 == 1;
        let mut of = |these: &[(UnitId, Masks)]| {
            by.extend(these.iter().filter(|(_, masks)| is(masks.yes)).map(|(unit, _)| Some(*unit)));
        };
        let (ruling, layer) = match () {
            () if is(rulings.elsewhere) => (Ruling::NotRegulated, Layer::Scope),
            () if is(rulings.out) => {
                of(&weighed.out);
                (Ruling::NotRegulated, Layer::Scope)
            }
            () if is(rulings.prohibited) => {
                of(&weighed.against);
                let layer = if is(rulings.unmet) { Layer::Requirement } else { Layer::Prohibition };
                (Ruling::Prohibited, layer)
            }
            () if is(rulings.permitted) => {
                of(&weighed.permissions);
                (Ruling::Permitted, Layer::Permission)
            }
            () if is(rulings.otherwise) => {
                by.push(None);
                let permitted = self.otherwise_permitted;
                (if permitted { Ruling::Permitted } else { Ruling::Prohibited }, Layer::Otherwise)
            }
            () => return None,
        };
        Some(Decided { ruling, layer })
    }
}

struct Work<'w, 'a> {
    norms: &'w Norms,
    conditions: &'w Conditions,
    block: &'w Block<'a>,
    kept: &'w mut Kept,
}

impl Work<'_, '_> {
    /// In which cases a unit is live, and the action one of those it speaks of.
    fn of_the_action(&mut self, unit: u32, actions: u32) -> Masks {
        let action = self.conditions.node_of_block(actions, self.block, self.kept);
        match action.is_none() {
            true => action,
            false => action.and(self.conditions.unit_of_block(unit, self.block, self.kept)),
        }
    }

    fn permits(&mut self, unit: u32) -> Masks {
        match self.norms.roles[unit as usize] {
            Does::Permits { actions, .. } => self.of_the_action(unit, actions),
            _ => Masks::default(),
        }
    }

    fn stands(&mut self, unit: u32) -> Masks {
        let all = self.block.all();
        let (stands, Run(from, to)) = match self.norms.roles[unit as usize] {
            Does::Prohibits { actions, prevailing, .. } => (self.of_the_action(unit, actions), prevailing),
            Does::Requires { actions, condition, prevailing, .. } => {
                let imposed = self.of_the_action(unit, actions);
                let unmet = match imposed.is_none() {
                    true => imposed,
                    false => self.conditions.node_of_block(condition, self.block, self.kept).not(all),
                };
                (imposed.and(unmet), prevailing)
            }
            _ => return Masks::default(),
        };
        if from == to || stands.is_none() {
            return stands;
        }
        let permissions = &self.norms.prevailing[from as usize..to as usize];
        let overridden = permissions.iter().fold(Masks::default(), |any, it| any.or(self.permits(*it)));
        stands.and(overridden.not(all))
    }
}

/// The cases whose day is one on which the version does not apply, and those whose day is known in part.
fn days(layout: &Layout, block: &Block) -> (u64, u64) {
    let (mut elsewhere, mut open) = (0, 0);
    for lane in 0..LANES.min(block.all().count_ones() as usize) {
        let day = block.cell(DATE.0 as usize, lane);
        let within = |(from, to): &(i64, i64)| *from <= day && day <= *to;
        match day {
            UNKNOWN => open |= u64::from(layout.days.len() > 1) << lane,
            _ if layout.whatever_the_day => {}
            _ => elsewhere |= u64::from(!layout.days.iter().any(within)) << lane,
        }
    }
    (elsewhere, open)
}
