//! The facts of one case, in the places that the layout gives them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::judge::{Case, Knowledge, Stated};
use crate::program::{DATE, FactId, ListId};

use super::layout::{Beyond, Column, Held, Kind, Layout, UNKNOWN, words};

/// The facts of one case: a small array. It can be filled again and again, and then nothing is allocated.
#[derive(Debug, Default)]
pub struct Facts {
    /// First the facts, then the rows of lists.
    pub(super) cells: Vec<i64>,
    /// The bits of sets.
    pub(super) bits: Vec<u64>,
    pub(super) lists: Vec<Rows>,
    /// By clause of several readings, the one settled for it; [`UNSETTLED`] for none.
    pub(super) readings: Vec<u32>,
    /// Texts that no condition names, which are told apart all the same.
    others: Vec<Arc<str>>,
}

/// What is stated of a list. Before the rows of the elements stated there is one of an element of which nothing is
/// known: it stands for whichever nobody stated.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rows {
    /// The first cell of that first row.
    pub first: u32,
    pub width: u32,
    /// How many elements are stated.
    pub stated: u32,
    /// There may be more.
    pub open: bool,
}

/// A step: a fact, or an attribute of a list's elements.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Step {
    pub list: Option<u32>,
    pub column: u32,
}

/// From here on the texts are numbered that no condition names.
pub const OTHER_TEXTS: i64 = 1 << 40;

/// No reading is settled.
pub const UNSETTLED: u32 = u32::MAX;

impl Clone for Facts {
    fn clone(&self) -> Facts {
        let mut facts = Facts::default();
        facts.clone_from(self);
        facts
    }

    fn clone_from(&mut self, other: &Facts) {
        let Facts { cells, bits, lists, readings, others } = other;
        self.cells.clone_from(cells);
        self.bits.clone_from(bits);
        self.lists.clone_from(lists);
        self.readings.clone_from(readings);
        self.others.clone_from(others);
    }
}

impl Facts {
    /// Forgets all that was said.
    pub fn clear(&mut self, layout: &Layout) {
        self.cells.clear();
        self.cells.resize(layout.facts.len(), UNKNOWN);
        self.bits.clear();
        self.bits.resize(layout.words, 0);
        self.others.clear();
        self.readings.clear();
        self.readings.resize(layout.readings.len(), UNSETTLED);
        self.lists.clear();
        for columns in &layout.lists {
            let first = self.cells.len() as u32;
            self.cells.resize(self.cells.len() + columns.len(), UNKNOWN);
            self.lists.push(Rows { first, width: columns.len() as u32, stated: 0, open: true });
        }
    }

    /// Takes in a case, its presumptions filled in.
    ///
    /// Fails where something does not fit; see [`Beyond`].
    pub fn fill(&mut self, layout: &Layout, case: &Case) -> Result<(), Beyond> {
        self.clear(layout);
        if !case.stipulations.is_empty() {
            return Err(Beyond);
        }
        for (fact, (column, stated)) in layout.facts.iter().zip(&case.facts).enumerate() {
            self.state(layout, fact, column, stated)?;
        }
        // A day that is not known is one on which the version applies: known in part, where there are gaps.
        if self.cells[DATE.0 as usize] == UNKNOWN && layout.days.len() > 1 {
            return Err(Beyond);
        }
        for (list, (columns, stated)) in layout.lists.iter().zip(&case.lists).enumerate() {
            let rows = &mut self.lists[list];
            (rows.stated, rows.open) = (stated.elements.len() as u32, stated.open);
            if stated.elements.is_empty() {
                continue;
            }
            // The rows of one list stand together: its first row moves behind all that is there.
            let first = self.cells.len();
            rows.first = first as u32;
            self.cells.resize(first + (stated.elements.len() + 1) * columns.len(), UNKNOWN);
            for (place, element) in stated.elements.iter().enumerate() {
                let row = first + (place + 1) * columns.len();
                for (at, (column, stated)) in columns.iter().zip(&element.attributes).enumerate() {
                    self.state(layout, row + at, column, stated)?;
                }
            }
        }
        for settled in &case.readings {
            if let Some(place) = layout.reading(settled.clause) {
                self.readings[place] = settled.reading as u32;
            }
        }
        Ok(())
    }

    fn state(
        &mut self,
        layout: &Layout,
        cell: usize,
        column: &Column,
        stated: &Stated,
    ) -> Result<(), Beyond> {
        match &stated.knowledge {
            Knowledge::Unknown => Ok(()),
            Knowledge::Unstated => {
                if let Some(held) = &column.presumed {
                    self.hold(cell, column, held.as_ref().map_err(|beyond| *beyond)?);
                }
                Ok(())
            }
            Knowledge::Value(value) => {
                let held = layout.held(column.kind, value)?;
                self.hold(cell, column, &held);
                Ok(())
            }
            Knowledge::Such(_) => Err(Beyond),
        }
    }

    fn hold(&mut self, cell: usize, column: &Column, held: &Held) {
        self.cells[cell] = match held {
            Held::Cell(number) => *number,
            Held::Bits(bits) => match column.room {
                Some(room) => {
                    self.bits[room as usize..room as usize + bits.len()].copy_from_slice(bits);
                    i64::from(room)
                }
                None => {
                    self.bits.extend(bits);
                    (self.bits.len() - bits.len()) as i64
                }
            },
            Held::OtherText(text) => {
                let known = self.others.iter().position(|other| other == text);
                let place = known.unwrap_or(self.others.len());
                if known.is_none() {
                    self.others.push(text.clone());
                }
                OTHER_TEXTS + place as i64
            }
        };
    }

    /// Takes the steps not stated done as unknown, and tells whether there are any.
    pub(super) fn open_steps(&mut self, steps: &[Step]) -> bool {
        let mut any = false;
        for step in steps {
            let (first, width, many) = match step.list {
                None => (0, 0, 1),
                Some(list) => {
                    let rows = self.lists[list as usize];
                    (rows.element(0), rows.width, rows.stated)
                }
            };
            for place in 0..many {
                let cell = &mut self.cells[(first + place * width + step.column) as usize];
                any |= *cell != 1;
                if *cell != 1 {
                    *cell = UNKNOWN;
                }
            }
        }
        any
    }

    /// States a fact outside lists by its number: a member's or text's number, a point, 0 or 1.
    ///
    /// Nothing checks that it is one of the fact's; [`UNKNOWN`] forgets it.
    pub fn set(&mut self, fact: FactId, cell: i64) {
        self.cells[fact.0 as usize] = cell;
    }

    /// States a set outside lists by its members' bits.
    pub fn set_bits(&mut self, layout: &Layout, fact: FactId, bits: &[u64]) {
        let Column { kind: Kind::Set(many), room: Some(room), .. } = layout.facts[fact.0 as usize] else {
            return;
        };
        self.cells[fact.0 as usize] = i64::from(room);
        for (at, word) in self.bits[room as usize..room as usize + words(many)].iter_mut().enumerate() {
            *word = bits.get(at).copied().unwrap_or(0);
        }
    }

    /// What is stated of a list.
    pub fn rows(&self, list: ListId) -> Rows {
        self.lists[list.0 as usize]
    }
}

impl Rows {
    /// The first cell of the row of the element at a place among those stated.
    pub fn element(self, place: u32) -> u32 {
        self.first + (place + 1) * self.width
    }
}
