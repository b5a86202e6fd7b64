//! The verdict of every case before and now, and the layer that decides it.

use crate::judge::exact::{Diagram, RULINGS, Spent};
use crate::judge::outcome::Outcome;
use crate::program::Ruling;

use super::told::Teller;
use super::{Among, Change, Compared, Group, Layer, Stop, What};
use crate::analysis::space::Space;

/// The cases by the verdict they have; the last are those whose verdict depends on a reading.
type Rulings = [Diagram; 4];

const ALL: [Ruling; 4] = [RULINGS[0], RULINGS[1], RULINGS[2], Ruling::Undetermined];

/// See the head of this file.
pub struct Standing {
    before: Rulings,
    now: Rulings,
    /// The cases whose verdict depends on a reading before and now, and on which other verdicts are possible.
    possible: Diagram,
    /// The cases whose verdict depends on a reading before and now, so that each reading is looked at.
    pub read: Diagram,
    /// The cases whose verdict is the same.
    pub same: Diagram,
    /// Of each layer, the cases that it may decide, before and now.
    layers: Vec<(Layer, Diagram, Diagram)>,
}

impl Standing {
    pub fn of(compared: &mut Compared) -> Result<Standing, Spent> {
        let (old, new) = (compared.old.clone(), compared.new.clone());
        let before = rulings(compared, &old)?;
        let now = rulings(compared, &new)?;
        // First the facts alone: what depends on a reading is undetermined. Only where it is so before and now,
        // the readings that both versions know are looked at one by one.
        let by_facts =
            [each(compared, before, Compared::however_read)?, each(compared, now, Compared::however_read)?];
        let open = [
            undetermined(&mut compared.space, by_facts[0])?,
            undetermined(&mut compared.space, by_facts[1])?,
        ];
        let read = compared.space.both(open[0], open[1])?;
        let by_reading =
            [each(compared, before, Compared::somehow)?, each(compared, now, Compared::somehow)?];
        let space = &mut compared.space;
        let mut standing = [[Diagram::NO; 4]; 2];
        for side in [0, 1] {
            let within = undetermined(space, by_reading[side])?;
            for at in 0..3 {
                let facts = space.without(by_facts[side][at], open[side])?;
                let reading = space.without(by_reading[side][at], within)?;
                let reading = space.both(reading, read)?;
                standing[side][at] = space.either(facts, reading)?;
            }
            let facts = space.without(open[side], read)?;
            let reading = space.both(within, read)?;
            standing[side][3] = space.either(facts, reading)?;
        }
        let [before, now] = standing;
        let both_open = space.both(before[3], now[3])?;
        let mut possible = Diagram::NO;
        if both_open != Diagram::NO {
            for (was, is) in by_reading[0].into_iter().zip(by_reading[1]) {
                let apart = apart(space, was, is)?;
                possible = space.either(possible, apart)?;
            }
            possible = space.both(possible, both_open)?;
        }
        let mut same = Diagram::NO;
        for at in 0..4 {
            let here = space.both(before[at], now[at])?;
            same = space.either(same, here)?;
        }
        same = space.without(same, possible)?;
        let mut layers = Vec::new();
        for ((layer, old), (_, new)) in old.layers.into_iter().zip(new.layers) {
            let world = compared.space.world();
            let (old, new) = (compared.space.both(world, old)?, compared.space.both(world, new)?);
            layers.push((layer, compared.somehow(old)?, compared.somehow(new)?));
        }
        Ok(Standing { before, now, possible, read, same, layers })
    }

    /// What becomes otherwise of verdicts and layers.
    pub fn groups(&self, teller: &mut Teller) -> Result<Vec<Group>, Stop> {
        let mut groups = Vec::new();
        for (from, &before) in ALL.iter().zip(&self.before) {
            for (to, &now) in ALL.iter().zip(&self.now) {
                let cases = teller.space().both(before, now)?;
                if from == to || cases == Diagram::NO {
                    continue;
                }
                let what = What::Ruling { from: *from, to: *to };
                // What is permitted takes many words, and what takes a case out of it few: so the areas speak of
                // the cases that have the looser verdict.
                let mut wholes = [(Among::Before(*from), before), (Among::Now(*to), now)];
                if looseness(*from) < looseness(*to) {
                    wholes.reverse();
                }
                groups.extend(teller.group(change(*from, *to), what, cases, &wholes)?);
            }
        }
        let wholes = [(Among::Before(Ruling::Undetermined), self.before[3])];
        groups.extend(teller.group(Change::Moved, What::Possible, self.possible, &wholes)?);
        groups.extend(self.layers(teller)?);
        Ok(groups)
    }

    fn layers(&self, teller: &mut Teller) -> Result<Vec<Group>, Stop> {
        let mut groups = Vec::new();
        for (at, &ruling) in ALL[..3].iter().enumerate() {
            let cases = teller.space().both(self.before[at], self.same)?;
            if self.layers.iter().all(|(_, before, now)| before == now) || cases == Diagram::NO {
                continue;
            }
            let sure = |which: fn(&(Layer, Diagram, Diagram)) -> Diagram, space: &mut Space| {
                let mut sure = Vec::new();
                for here in &self.layers {
                    let mut alone = space.both(cases, which(here))?;
                    for other in self.layers.iter().filter(|other| other.0 != here.0) {
                        alone = space.without(alone, which(other))?;
                    }
                    sure.push((Some(here.0), alone));
                }
                let mut rest = cases;
                for (_, alone) in &sure {
                    rest = space.without(rest, *alone)?;
                }
                sure.push((None, rest));
                Ok::<_, Spent>(sure)
            };
            let before = sure(|it| it.1, teller.space())?;
            let now = sure(|it| it.2, teller.space())?;
            for &(from, was) in &before {
                for &(to, is) in &now {
                    let mut moved = teller.space().both(was, is)?;
                    if from == to && (from.is_some() || moved == Diagram::NO) {
                        continue;
                    }
                    if from == to {
                        // Which one decides depends on a reading, before and now, and on another one.
                        let mut differs = Diagram::NO;
                        for (_, old, new) in &self.layers {
                            let apart = apart(teller.space(), *old, *new)?;
                            differs = teller.space().either(differs, apart)?;
                        }
                        moved = teller.space().both(moved, differs)?;
                    }
                    let what = What::Layer { ruling, from, to };
                    let whole = teller.space().either(self.before[at], moved)?;
                    let wholes = [(Among::By(ruling, from), was), (Among::Before(ruling), whole)];
                    groups.extend(teller.group(Change::Moved, what, moved, &wholes)?);
                }
            }
        }
        Ok(groups)
    }
}

fn change(from: Ruling, to: Ruling) -> Change {
    match (from, to) {
        (Ruling::Undetermined, _) => Change::Settled,
        (_, Ruling::Undetermined) => Change::Unsettled,
        _ if looseness(from) < looseness(to) => Change::Looser,
        _ => Change::Stricter,
    }
}

/// Permitted is looser than not regulated, not regulated looser than prohibited.
fn looseness(ruling: Ruling) -> u8 {
    match ruling {
        Ruling::Permitted => 3,
        Ruling::NotRegulated => 2,
        Ruling::Undetermined => 1,
        Ruling::Prohibited => 0,
    }
}

fn rulings(compared: &mut Compared, outcome: &Outcome<Diagram>) -> Result<[Diagram; 3], Spent> {
    let world = compared.space.world();
    let mut rulings = [Diagram::NO; 3];
    for (at, ruling) in RULINGS.into_iter().enumerate() {
        let holds = outcome.ruling(ruling).unwrap_or(Diagram::NO);
        rulings[at] = compared.space.both(world, holds)?;
    }
    Ok(rulings)
}

fn each<'s>(
    compared: &mut Compared<'s>,
    these: [Diagram; 3],
    of: fn(&mut Compared<'s>, Diagram) -> Result<Diagram, Spent>,
) -> Result<[Diagram; 3], Spent> {
    Ok([of(compared, these[0])?, of(compared, these[1])?, of(compared, these[2])?])
}

/// The cases in more than one of these.
fn undetermined(space: &mut Space, these: [Diagram; 3]) -> Result<Diagram, Spent> {
    let mut found = Diagram::NO;
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
        let both = space.both(these[one], these[other])?;
        found = space.either(found, both)?;
    }
    Ok(found)
}

/// The cases in one of the two only.
pub fn apart(space: &mut Space, one: Diagram, other: Diagram) -> Result<Diagram, Spent> {
    if one == other {
        return Ok(Diagram::NO);
    }
    let (here, there) = (space.without(one, other)?, space.without(other, one)?);
    space.either(here, there)
}
