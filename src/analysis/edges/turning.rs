//! A pair of cases, found among all cases at once, and judged again.

use crate::judge::FactName;
use crate::judge::exact::{Diagram, RULINGS, Spent, Turned};
use crate::program::{Ruling, Value};

use super::limbs::Question;
use super::look::Look;
use super::pair::{self, EdgeKind};
use crate::analysis::space::Stop;

/// Of how many values of each fact that is compared with others the plainest is taken.
const MOST_VALUES: usize = 12;

/// A place with a value on either side, and the question that they answer otherwise, if it is a fact.
pub struct Sides {
    pub place: Turned,
    pub asked: Option<(Question, Value, Value)>,
    pub here: Diagram,
    pub there: Diagram,
}

impl Look<'_, '_, '_> {
    /// Finds a pair in which the fact of a question turns from one value to the other, one of the two cases among
    /// these and the other among those.
    pub fn turn(
        &mut self,
        question: Question,
        one: &Value,
        other: &Value,
        these: Diagram,
        those: Diagram,
        kind: &EdgeKind,
    ) -> Result<bool, Stop> {
        let Some(here) = self.at_value(question.fact, one)? else { return Ok(false) };
        let Some(there) = self.at_value(question.fact, other)? else { return Ok(false) };
        let asked = Some((question, one.clone(), other.clone()));
        let sides = Sides { place: Turned::Fact(question.fact), asked, here, there };
        if self.pair(&sides, these, those, kind)? {
            return Ok(true);
        }
        self.pair(&sides, those, these, kind)
    }

    /// The cases in which a fact has this value.
    fn at_value(&mut self, fact: FactName, value: &Value) -> Result<Option<Diagram>, Spent> {
        let of_fact = self.at_values.entry(fact).or_default();
        if let Some(at) = of_fact.get(value) {
            return Ok(*at);
        }
        let at = self.space.exact().at(fact, value)?;
        of_fact.insert(value.clone(), at);
        Ok(at)
    }

    /// Finds a pair, the case on this side among these and the one on that side among those.
    pub fn pair(
        &mut self,
        sides: &Sides,
        these: Diagram,
        those: Diagram,
        kind: &EdgeKind,
    ) -> Result<bool, Stop> {
        self.spend(1)?;
        // The one side narrows the other, and both the rulings, so that little is ever turned at once.
        let mut both = self.turned(these, sides, false)?;
        both = self.narrowed(both, those, sides, true)?;
        if both == Diagram::NO {
            return Ok(false);
        }
        let rulings = self.rulings(both, sides)?;
        match (&rulings, kind) {
            (Some((.., settled)), _) => both = *settled,
            // A duty that arises and a remedy that follows are part of the verdict.
            (None, EdgeKind::Limb { unit }) if pair::follows(self.program, *unit) => {}
            _ => return Ok(false),
        }
        let both = self.space.exact().plainest(both, MOST_VALUES)?;
        let Some(cube) = self.space.exact().smallest(both)? else { return Ok(false) };
        self.judged(sides, cube, rulings.map(|(one, other, _)| (one, other)), kind)?;
        Ok(true)
    }

    /// Two rulings that differ, the one on this side and the other on that; and where both are so.
    fn rulings(&mut self, both: Diagram, sides: &Sides) -> Result<Option<(Ruling, Ruling, Diagram)>, Spent> {
        for ruling in RULINGS {
            let Some(cases) = self.space.outcome().ruling(ruling) else { continue };
            let here = self.narrowed(both, cases, sides, false)?;
            if here == Diagram::NO {
                continue;
            }
            // What the other case is ruled is settled too, so that what is not stated does not matter.
            for other in RULINGS.into_iter().filter(|other| *other != ruling) {
                let Some(cases) = self.space.outcome().ruling(other) else { continue };
                let settled = self.narrowed(here, cases, sides, true)?;
                if settled != Diagram::NO {
                    return Ok(Some((ruling, other, settled)));
                }
            }
        }
        Ok(None)
    }

    /// Those of these cases, whose place does not matter, that are among others once it is turned to this side, or
    /// to that.
    fn narrowed(
        &mut self,
        these: Diagram,
        others: Diagram,
        sides: &Sides,
        there: bool,
    ) -> Result<Diagram, Spent> {
        let among = self.space.both(these, others)?;
        self.turned(among, sides, there)
    }

    fn turned(&mut self, these: Diagram, sides: &Sides, there: bool) -> Result<Diagram, Spent> {
        if these == Diagram::NO {
            return Ok(these);
        }
        self.spend(0)?;
        self.space.exact().turned(these, sides.place, if there { sides.there } else { sides.here })
    }

    /// Judges the two cases that agree with what was found, and notes the edge.
    fn judged(
        &mut self,
        sides: &Sides,
        cube: Diagram,
        differs: Option<(Ruling, Ruling)>,
        kind: &EdgeKind,
    ) -> Result<(), Stop> {
        let here = self.space.both(cube, sides.here)?;
        let Some(decoded) = self.space.exact().witness(here) else { return Err(Stop::Spent) };
        let turned = sides.asked.as_ref().map(|(question, one, _)| (question.fact, one));
        let one = pair::case(&self.space, &self.first, &decoded, turned);
        // The other case is the same but for what is turned.
        let mut other = one.clone();
        if let Some((question, _, value)) = &sides.asked {
            pair::state(&mut other, question.fact, value.clone());
        } else {
            let there = self.space.both(cube, sides.there)?;
            let Some(decoded) = self.space.exact().witness(there) else { return Err(Stop::Spent) };
            other.readings = pair::case(&self.space, &self.first, &decoded, None).readings;
        }
        self.spend(self.program.units.len())?;
        let asked = sides.asked.as_ref().map(|(question, ..)| *question);
        match pair::judged(self.judge, (sides.place, asked), [one, other], differs, kind) {
            Some(edge) => self.note(edge),
            None => {
                debug_assert!(false, "an edge is not what it was found for: {kind:?}, {:?}", sides.place);
                self.found.disagreements += 1;
            }
        }
        Ok(())
    }
}
