//! A set of cases that are judged otherwise, as areas in words, each with who decides and a smallest case.

use std::collections::HashMap;

use crate::analysis::boxes::{self, CaseBox, Region};
use crate::analysis::space::{Space, Stop};
use crate::analysis::union::Union;
use crate::judge::exact::{Diagram, Spent};
use crate::judge::outcome::Outcome;
use crate::judge::{Case, Judge, Truth, Verdict};
use crate::program::joined::{ChangedUnit, Part};
use crate::program::{Node, NodeId, Program, Role, Ruling, UnitId, Validity};

use super::consequences::{Consequences, named};
use super::own::own_case;
use super::{Among, Area, Change, Compared, Deciding, Group, Layer, Versions, What, Witness};

/// The most areas a group is told in.
const MOST_AREAS: usize = 16;
/// The most units that are looked at as deciding in some cases of an area.
const MOST_UNITS: usize = 32;

/// See the head of this file.
pub struct Teller<'t, 's> {
    compared: &'t mut Compared<'s>,
    consequences: &'t Consequences,
    before: Side,
    now: Side,
    first_day: Option<i128>,
    /// The cases whose verdict depends on a reading before and now.
    read: Diagram,
    /// The defined terms, of things outside lists, that are the same in both or in one alone.
    terms: Vec<NodeId>,
    /// Of each changed unit: the cases in which it makes a difference by itself.
    changed: Vec<(ChangedUnit, Diagram)>,
}

/// Cases of one group that are told together.
#[derive(Debug, Clone, Copy)]
struct Piece {
    cases: Diagram,
    /// Their verdict, before or now, is that of their facts alone.
    by_facts: bool,
    /// The default decides them, before or now: what is told of them may hold of others of the group too.
    by_default: bool,
}

/// A box that was found for a piece.
struct Found {
    it: CaseBox,
    /// The cases of the piece in it.
    area: Diagram,
    /// Whether there are others of the group in it.
    wider: bool,
}

/// One version, to be judged by alone, and who decides in it.
struct Side {
    /// In force always.
    program: Program,
    units: HashMap<UnitId, UnitId>,
    permitting: Deciders,
    against: Deciders,
    out: Deciders,
    by_default: Diagram,
}

/// The units of one kind, with the cases in which each decides.
struct Deciders {
    units: Vec<(UnitId, Diagram)>,
    union: Union,
}

impl<'t, 's> Teller<'t, 's> {
    pub fn of(
        versions: &Versions,
        compared: &'t mut Compared<'s>,
        consequences: &'t Consequences,
        read: Diagram,
    ) -> Result<Teller<'t, 's>, Spent> {
        let joined = compared.joined;
        let (old, new) = (compared.old.clone(), compared.new.clone());
        let before = Side::of(versions.old, &joined.old, &old, &mut compared.space)?;
        let now = Side::of(versions.new, &joined.new, &new, &mut compared.space)?;
        let mut changed = Vec::new();
        for &unit in &joined.changed {
            let was = unit.old.map(|unit| joined.old.units[unit.0 as usize]);
            let is = unit.new.map(|unit| joined.new.units[unit.0 as usize]);
            let was = works(&mut compared.space, &old, was)?;
            let is = works(&mut compared.space, &new, is)?;
            changed.push((unit, super::standing::apart(&mut compared.space, was, is)?));
        }
        let first_day = Some(versions.new.policy.first_and_last_day().0).filter(|day| *day > 0);
        let terms = terms(&compared.space, &joined.program);
        Ok(Teller { compared, consequences, before, now, first_day, read, terms, changed })
    }

    pub fn space(&mut self) -> &mut Space<'s> {
        &mut self.compared.space
    }

    /// Tells these cases; `None` where there is none. They are told as of those of the first of the wholes of which
    /// there is something to say.
    pub fn group(
        &mut self,
        change: Change,
        what: What,
        cases: Diagram,
        wholes: &[(Among, Diagram)],
    ) -> Result<Option<Group>, Stop> {
        if cases == Diagram::NO {
            return Ok(None);
        }
        let mut told = None;
        let pieces = self.pieces(&what, cases)?;
        for &(among, whole) in wholes {
            let (boxes, more) = self.boxes(cases, whole, &pieces)?;
            let says_nothing = boxes.iter().any(|found| found.it.parts.is_empty());
            if told.is_none() || !says_nothing {
                told = Some((among, boxes, more));
            }
            if !says_nothing {
                break;
            }
        }
        let Some((among, boxes, more)) = told else { return Ok(None) };
        let mut areas = Vec::new();
        for found in &boxes {
            areas.push(self.area(found, &what)?);
        }
        Ok(Some(Group { change, what, among, areas, more }))
    }

    /// The cases by whether their verdict is that of their facts alone, and by whether a clause or the default
    /// decides: what is told of one kind need not be told of the other again.
    fn pieces(&mut self, what: &What, cases: Diagram) -> Result<Vec<Piece>, Spent> {
        let piece = |cases, by_facts| Piece { cases, by_facts, by_default: false };
        let What::Ruling { from, to } = what else { return Ok(vec![piece(cases, false)]) };
        let by_facts = self.compared.space.without(cases, self.read)?;
        let by_reading = self.compared.space.both(cases, self.read)?;
        let mut pieces = vec![piece(by_facts, true), piece(by_reading, false)];
        for (ruling, side) in [(to, self.now.by_default), (from, self.before.by_default)] {
            if !matches!(ruling, Ruling::Permitted | Ruling::Prohibited) {
                continue;
            }
            let mut split = Vec::new();
            for piece in pieces {
                let space = &mut self.compared.space;
                let mut by_default = space.both(piece.cases, side)?;
                if piece.by_facts {
                    by_default = space.exact().however_read(by_default, &|_| true)?;
                }
                let by_clause = space.without(piece.cases, by_default)?;
                split.push(Piece { cases: by_clause, ..piece });
                split.push(Piece { cases: by_default, by_default: true, ..piece });
            }
            pieces = split;
        }
        pieces.sort_by_key(|piece| piece.by_default);
        pieces.retain(|piece| piece.cases != Diagram::NO);
        Ok(pieces)
    }

    /// Boxes for each piece of the cases, inside all of them and what is not of the whole; and whether there would
    /// be more.
    fn boxes(
        &mut self,
        cases: Diagram,
        whole: Diagram,
        pieces: &[Piece],
    ) -> Result<(Vec<Found>, bool), Spent> {
        let terms = self.terms.clone();
        let (mut found, mut more) = (Vec::new(), false);
        for &Piece { cases: piece, by_facts, by_default } in pieces {
            let beyond = self.space().without(whole, if by_default { cases } else { piece })?;
            // What is so however clauses are read is told without a word of how they are.
            let beyond = match by_facts {
                true => self.space().exact().however_read(beyond, &|_| true)?,
                false => beyond,
            };
            let region = Region { cases: piece, at_most: self.space().not(beyond)? };
            let cover = boxes::cover_by(self.space(), region, &terms, MOST_AREAS)?;
            more |= cover.rest != Diagram::NO;
            for it in cover.boxes {
                let mut all = cases;
                for part in &it.parts {
                    all = self.space().both(all, part.holds)?;
                }
                let area = self.space().both(all, piece)?;
                found.push(Found { it, area, wider: area != all });
            }
        }
        Ok((found, more))
    }

    fn area(&mut self, found: &Found, what: &What) -> Result<Area, Stop> {
        let area = found.area;
        let said = boxes::said(self.space(), &found.it)?;
        let (from, to) = match what {
            What::Ruling { from, to } => (Some(*from), Some(*to)),
            What::Layer { ruling, .. } => (Some(*ruling), Some(*ruling)),
            What::Possible => (Some(Ruling::Undetermined), Some(Ruling::Undetermined)),
            What::Consequences { .. } => (None, None),
        };
        let decided_before = self.before.deciding(&mut self.compared.space, area, from)?;
        let decides_now = self.now.deciding(&mut self.compared.space, area, to)?;
        let changed = self.changed_in(area, from.is_some())?;
        let follows = match what {
            What::Ruling { .. } | What::Possible => self.consequences.in_area(self.compared, area)?,
            _ => Vec::new(),
        };
        let witness = self.witness(area, what)?;
        Ok(Area { said, wider: found.wider, decided_before, decides_now, changed, follows, witness })
    }

    /// The changed units that make a difference in all cases of an area; failing that, in some.
    ///
    /// On a verdict no duty or remedy bears.
    fn changed_in(&mut self, area: Diagram, of_verdict: bool) -> Result<Vec<ChangedUnit>, Spent> {
        let (mut always, mut sometimes) = (Vec::new(), Vec::new());
        for (unit, differs) in &self.changed {
            if of_verdict && self.is_consequence(*unit) {
                continue;
            }
            if self.compared.space.within(area, *differs)? {
                always.push(*unit);
            } else if self.compared.space.meet(area, *differs)? {
                sometimes.push(*unit);
            }
        }
        Ok(if always.is_empty() { sometimes } else { always })
    }

    fn is_consequence(&self, unit: ChangedUnit) -> bool {
        let of = |unit: Option<UnitId>, side: &Side| {
            unit.is_some_and(|unit| {
                matches!(side.program.unit(unit).role, Role::Duty { .. } | Role::Remedies { .. })
            })
        };
        of(unit.old, &self.before) || of(unit.new, &self.now)
    }

    /// A smallest case of an area, judged again by each version alone.
    fn witness(&self, area: Diagram, what: &What) -> Result<Witness, Stop> {
        let joined = self.compared.joined;
        let Some(mut case) = self.compared.space.described(area) else { return Err(Stop::Spent) };
        self.day(area, &mut case);
        let judged = |side: &Side, part: &Part| {
            let own = own_case(&side.program, part, &case);
            Judge::of(&side.program).judge(&own)
        };
        match (judged(&self.before, &joined.old), judged(&self.now, &joined.new)) {
            (Ok(before), Ok(now)) if self.borne_out(what, &before, &now) => Ok(Witness { case, before, now }),
            _ => {
                debug_assert!(false, "a witness is not what it was found for: {what:?} {case:?}");
                Err(Stop::Disagreement(Box::new(case)))
            }
        }
    }

    /// A case that could be of any day is one of the first day of the new version, so that a case book that
    /// takes it up has it judged by that version.
    fn day(&self, area: Diagram, case: &mut Case) {
        use crate::judge::{FactName, Knowledge};
        use crate::program::{DATE, Value};
        let date = FactName::Fact(DATE);
        let any_day = !self.compared.space.depends_on(area, date);
        if let (Some(from), true) = (self.first_day, any_day) {
            case.facts[DATE.0 as usize].knowledge = Knowledge::Value(Value::Point(from));
        }
    }

    /// Whether both versions, each alone, judge as was found.
    fn borne_out(&self, what: &What, before: &Verdict, now: &Verdict) -> bool {
        // What a budget leaves open goes against nothing.
        if !before.exact || !now.exact {
            return true;
        }
        let layer = |found: Option<Layer>, verdict: &Verdict| found.is_none() || found == verdict.layer;
        match what {
            What::Ruling { from, to } => before.ruling == *from && now.ruling == *to,
            What::Possible => before.possible != now.possible,
            What::Layer { ruling, from, to } => {
                (before.ruling, now.ruling) == (*ruling, *ruling) && layer(*from, before) && layer(*to, now)
            }
            What::Consequences { which, from, to } => {
                before.ruling == now.ruling
                    && which.iter().all(|what| {
                        holds(&self.before.program, before, what) == *from
                            && holds(&self.now.program, now, what) == *to
                    })
            }
        }
    }
}

fn terms(space: &Space, program: &Program) -> Vec<NodeId> {
    let nodes = program.nodes.iter().enumerate();
    let terms = nodes.filter_map(|(number, node)| match node {
        Node::Defined(term) => {
            let node = NodeId(number as u32);
            let twofold = program.definition(*term).name.contains(" as defined ");
            (!twofold && space.speaks_of(node).is_none()).then_some(node)
        }
        _ => None,
    });
    terms.collect()
}

/// Whether a duty arises or a remedy follows, by whichever clause.
fn holds(program: &Program, verdict: &Verdict, what: &super::Consequence) -> Truth {
    let all = verdict.duties.iter().chain(&verdict.remedies);
    let such = all.filter(|it| {
        named(program, &program.unit(it.unit).role).get(it.which).is_some_and(|named| named == what)
    });
    such.fold(Truth::No, |found, it| found.or(it.holds))
}

/// The cases in which a unit does what it is for.
fn works(space: &mut Space, outcome: &Outcome<Diagram>, unit: Option<UnitId>) -> Result<Diagram, Spent> {
    let Some(unit) = unit else { return Ok(Diagram::NO) };
    let among = match space.program().unit(unit).role {
        Role::Permission { .. } => &outcome.permissions,
        Role::Prohibition { .. } | Role::Requirement { .. } => &outcome.against,
        Role::Duty { .. } => &outcome.duties,
        Role::Remedies { .. } => &outcome.remedies,
        Role::OutOfScope => &outcome.out,
        Role::Definition(_) | Role::Exception => return space.live(unit),
    };
    Ok(among.iter().find(|(it, _)| *it == unit).map_or(Diagram::NO, |(_, holds)| *holds))
}

impl Side {
    fn of(own: &Program, part: &Part, outcome: &Outcome<Diagram>, space: &mut Space) -> Result<Side, Spent> {
        let mut program = own.clone();
        program.policy.days = Validity::default().days();
        let units = part.units.iter().enumerate().map(|(own, unit)| (*unit, UnitId(own as u32)));
        let by_default = outcome.layers.iter().find(|(layer, _)| *layer == Layer::Otherwise);
        Ok(Side {
            program,
            units: units.collect(),
            permitting: Deciders::of(space, &outcome.permissions)?,
            against: Deciders::of(space, &outcome.against)?,
            out: Deciders::of(space, &outcome.out)?,
            by_default: by_default.map_or(Diagram::NO, |(_, holds)| *holds),
        })
    }

    /// What decides the cases of an area that have this verdict; of any verdict, where it is undetermined.
    fn deciding(&self, space: &mut Space, area: Diagram, ruling: Option<Ruling>) -> Result<Deciding, Spent> {
        let Some(ruling) = ruling else { return Ok(Deciding::default()) };
        let kinds: &[&Deciders] = match ruling {
            Ruling::Permitted => &[&self.permitting],
            Ruling::Prohibited => &[&self.against],
            Ruling::NotRegulated => &[&self.out],
            Ruling::Undetermined => &[&self.out, &self.against, &self.permitting],
        };
        let (mut always, mut sometimes) = (Vec::new(), Vec::new());
        let mut more = false;
        for kind in kinds {
            let found = kind.union.meeting(space, area, MOST_UNITS)?;
            more |= found.len() == MOST_UNITS;
            for place in found {
                let (unit, decides) = kind.units[place];
                let own = self.units.get(&unit).copied();
                if space.within(area, decides)? { always.push(own) } else { sometimes.push(own) }
            }
        }
        if space.meet(area, self.by_default)? {
            if space.within(area, self.by_default)? { always.push(None) } else { sometimes.push(None) }
        }
        Ok(match always.is_empty() {
            true => Deciding { units: sometimes, in_all: false, more },
            false => Deciding { units: always, in_all: true, more: false },
        })
    }
}

impl Deciders {
    fn of(space: &mut Space, units: &[(UnitId, Diagram)]) -> Result<Deciders, Spent> {
        let sets = units.iter().map(|(_, holds)| *holds).collect();
        Ok(Deciders { units: units.to_vec(), union: Union::of(space, sets)? })
    }
}
