//! Sixty-four cases at once: a bit of a word is a case, and a condition is two words.
//!
//! S. C. Kleene's tables over words: of every condition, in which cases it holds and in which that is open. What a
//! question asks of a column is asked of all its cells in one go, and kept for all clauses that ask the same.

use crate::judge::Truth;

use super::batch::Column;
use super::conditions::{Conditions, NO_ROW, Op};
use super::layout::{Kind, Layout, UNKNOWN, words};
use super::question::{Asks, Cells, Question, Slot};

/// How many cases a block has at most.
pub const LANES: usize = 64;

/// In which cases something holds, and in which that is open; a bit a case, never both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Masks {
    pub yes: u64,
    pub unknown: u64,
}

impl Masks {
    /// The same in all of these cases.
    fn same(truth: Truth, all: u64) -> Masks {
        match truth {
            Truth::Yes => Masks { yes: all, unknown: 0 },
            Truth::Unknown => Masks { yes: 0, unknown: all },
            Truth::No => Masks::default(),
        }
    }

    /// In which of all cases it does not hold.
    pub fn no(self, all: u64) -> u64 {
        all & !(self.yes | self.unknown)
    }

    pub fn not(self, all: u64) -> Masks {
        Masks { yes: self.no(all), ..self }
    }

    pub fn and(self, other: Masks) -> Masks {
        let yes = self.yes & other.yes;
        Masks { yes, unknown: (self.yes | self.unknown) & (other.yes | other.unknown) & !yes }
    }

    pub fn or(self, other: Masks) -> Masks {
        let yes = self.yes | other.yes;
        Masks { yes, unknown: (self.unknown | other.unknown) & !yes }
    }

    /// It holds in no case, not even perhaps.
    pub fn is_none(self) -> bool {
        self.yes | self.unknown == 0
    }
}

/// A stretch of the rows of a table.
pub struct Block<'a> {
    columns: &'a [Column<'a>],
    from: usize,
    many: usize,
    /// By fact, where the bits of the first case's set begin, and how many words a case has there.
    sets: Vec<(usize, usize)>,
    bits: Vec<u64>,
}

impl<'a> Block<'a> {
    pub fn of(columns: &'a [Column<'a>], layout: &Layout, from: usize, many: usize) -> Block<'a> {
        let mut block = Block { columns, from, many, sets: Vec::new(), bits: Vec::new() };
        for (fact, column) in columns.iter().enumerate() {
            let width = match layout.facts.get(fact).map(|fact| fact.kind) {
                Some(Kind::Set(members)) => words(members),
                _ => 0,
            };
            block.sets.push((block.bits.len(), width));
            if let Column::Sets { bits, words, .. } = column {
                for row in from..from + many {
                    let set = &bits[row * words..(row + 1) * words];
                    block.bits.extend((0..width).map(|word| set.get(word).copied().unwrap_or(0)));
                }
            }
        }
        block
    }

    /// All its cases.
    pub fn all(&self) -> u64 {
        u64::MAX >> (LANES - self.many)
    }

    /// The cell of a fact in a case.
    pub fn cell(&self, fact: usize, lane: usize) -> i64 {
        match self.columns.get(fact) {
            None | Some(Column::Unknown) => UNKNOWN,
            Some(Column::Same(cell)) => *cell,
            Some(Column::Cells(cells)) => cells[self.from + lane],
            Some(Column::Sets { known, .. }) => match known[self.from + lane] {
                true => (self.sets[fact].0 + lane * self.sets[fact].1) as i64,
                false => UNKNOWN,
            },
        }
    }

    /// What a question comes out as in each case.
    fn ask(&self, conditions: &Conditions, number: u32) -> Masks {
        let question = &conditions.questions.all[number as usize];
        if !matches!(question.asks, Asks::Against(_)) {
            let column = question.slot.fact().map(|fact| self.columns.get(fact as usize));
            match column {
                None | Some(None | Some(Column::Unknown)) => {
                    return Masks::same(question.unknown, self.all());
                }
                Some(Some(Column::Cells(cells))) => {
                    let cells = &cells[self.from..self.from + self.many];
                    if let Some(asked) = asked_of_cells(question, cells, self.all()) {
                        return asked;
                    }
                }
                Some(Some(Column::Same(_))) => {
                    let truth =
                        conditions.questions.ask(number, &Lane { block: self, lane: 0 }, NO_ROW, false);
                    return Masks::same(truth, self.all());
                }
                Some(Some(Column::Sets { known, .. })) => {
                    let (from, width) = self.sets[question.slot.0 as usize];
                    let sets = &self.bits[from..from + self.many * width];
                    let known = &known[self.from..self.from + self.many];
                    if let Some(asked) = asked_of_sets(question, (sets, width), known, self.all()) {
                        return asked;
                    }
                }
            }
        }
        let mut masks = Masks::default();
        for lane in 0..self.many {
            match conditions.questions.ask(number, &Lane { block: self, lane }, NO_ROW, false) {
                Truth::Yes => masks.yes |= 1 << lane,
                Truth::Unknown => masks.unknown |= 1 << lane,
                Truth::No => {}
            }
        }
        masks
    }
}

/// A question asked of all cells at once, where it is of a kind that compares numbers.
fn asked_of_cells(question: &Question, cells: &[i64], all: u64) -> Option<Masks> {
    let holds = match question.asks {
        Asks::Is(value) => mask(cells, |cell| cell == value),
        Asks::Within(from, to) => mask(cells, |cell| (from <= cell) & (cell <= to)),
        Asks::Among(members) => mask(cells, |cell| members >> (cell as u64 & 63) & 1 == 1),
        _ => return None,
    };
    let unknown = mask(cells, |cell| cell == UNKNOWN);
    let known = Masks { yes: holds & !unknown & all, unknown: 0 };
    Some(known.or(Masks::same(question.unknown, unknown & all)))
}

/// A question asked of all sets at once, where each of them is one word.
fn asked_of_sets(
    question: &Question,
    (sets, width): (&[u64], usize),
    known: &[bool],
    all: u64,
) -> Option<Masks> {
    if width != 1 {
        return None;
    }
    let holds = match question.asks {
        Asks::Includes(members) => mask(sets, |set| set & members != 0),
        Asks::Only(members) => mask(sets, |set| (set != 0) & (set & !members == 0)),
        Asks::Empty(_) => mask(sets, |set| set == 0),
        _ => return None,
    };
    let unknown = mask(known, |known| !known);
    let known = Masks { yes: holds & !unknown & all, unknown: 0 };
    Some(known.or(Masks::same(question.unknown, unknown & all)))
}

/// A bit for each cell of which something holds. First a byte for each, which compilers do several at a time.
fn mask<T: Copy>(cells: &[T], holds: impl Fn(T) -> bool) -> u64 {
    let mut bytes = [0_u8; LANES];
    for (byte, cell) in bytes.iter_mut().zip(cells) {
        *byte = u8::from(holds(*cell));
    }
    // Eight bytes of 0 or 1 into eight bits: each is moved to the top by one bit of the factor.
    let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    bytes.as_chunks().0.iter().rev().fold(0, |mask, eight| mask << 8 | bits(eight))
}

/// One case of a block.
struct Lane<'b, 'a> {
    block: &'b Block<'a>,
    lane: usize,
}

impl Cells for Lane<'_, '_> {
    fn cell(&self, slot: Slot, _row: u32) -> i64 {
        slot.fact().map_or(UNKNOWN, |fact| self.block.cell(fact as usize, self.lane))
    }

    fn bits(&self, cell: i64, words: usize) -> &[u64] {
        &self.block.bits[cell as usize..cell as usize + words]
    }
}

/// What was found of a block so far. It is used again for the next.
#[derive(Debug, Default)]
pub struct Kept {
    /// Counts the blocks, so that nothing need be wiped.
    block: u32,
    questions: Vec<(u32, Masks)>,
    units: Vec<(u32, Masks)>,
}

impl Kept {
    /// Begins with another block.
    pub fn begin(&mut self, conditions: &Conditions) {
        if self.block == 0 || self.block == u32::MAX {
            let nothing = (0, Masks::default());
            self.questions = vec![nothing; conditions.questions.all.len()];
            self.units = vec![nothing; conditions.live.len()];
            self.block = 0;
        }
        self.block += 1;
    }
}

impl Conditions {
    /// Goes through the units on which long chains of others rest; to be called once a block.
    pub fn prepare_block(&self, block: &Block, kept: &mut Kept) {
        for (unit, _) in &self.landings {
            self.unit_of_block(*unit, block, kept);
        }
    }

    /// In which cases a unit is live.
    pub fn unit_of_block(&self, unit: u32, block: &Block, kept: &mut Kept) -> Masks {
        let (known, masks) = kept.units[unit as usize];
        if known == kept.block {
            return masks;
        }
        let masks = self.node_of_block(self.live[unit as usize], block, kept);
        kept.units[unit as usize] = (kept.block, masks);
        masks
    }

    /// In which cases a condition holds. Of lists nothing is known, so that their elements are any.
    pub fn node_of_block(&self, node: u32, block: &Block, kept: &mut Kept) -> Masks {
        let all = block.all();
        match self.nodes[node as usize] {
            Op::Constant(holds) => Masks::same(Truth::from_bool(holds), all),
            Op::Ask(question) => {
                let (known, masks) = kept.questions[question as usize];
                if known == kept.block {
                    return masks;
                }
                let masks = block.ask(self, question);
                kept.questions[question as usize] = (kept.block, masks);
                masks
            }
            Op::Not(inner) => self.node_of_block(inner, block, kept).not(all),
            Op::All(parts) => {
                let mut masks = Masks::same(Truth::Yes, all);
                for part in self.parts(parts) {
                    masks = masks.and(self.node_of_block(*part, block, kept));
                    if masks.is_none() {
                        break;
                    }
                }
                masks
            }
            Op::Any(parts) => self.any_of_block(parts, all, |part| self.node_of_block(part, block, kept)),
            Op::Defined(units) => self.any_of_block(units, all, |unit| self.unit_of_block(unit, block, kept)),
            Op::Live(unit) => self.unit_of_block(unit, block, kept),
            Op::AtLeast(least, parts) => {
                let (mut certain, mut perhaps) = ([0_u32; LANES], [0_u32; LANES]);
                for part in self.parts(parts) {
                    let masks = self.node_of_block(*part, block, kept);
                    for lane in 0..LANES {
                        certain[lane] += (masks.yes >> lane & 1) as u32;
                        perhaps[lane] += ((masks.yes | masks.unknown) >> lane & 1) as u32;
                    }
                }
                let reached = |counted: &[u32; LANES]| {
                    counted.iter().rev().fold(0, |mask, many| mask << 1 | u64::from(*many >= least)) & all
                };
                let yes = reached(&certain);
                Masks { yes, unknown: reached(&perhaps) & !yes }
            }
            Op::Elements { at_least, body, .. } => {
                let meets = self.node_of_block(body, block, kept);
                let open = meets.yes | meets.unknown;
                Masks { yes: if at_least == 0 { all & !open } else { 0 }, unknown: open }
            }
            Op::Reading { options, .. } => {
                let (mut yes, mut no) = (all, all);
                for option in self.parts(options) {
                    let masks = self.node_of_block(*option, block, kept);
                    (yes, no) = (yes & masks.yes, no & masks.no(all));
                }
                match self.parts(options).is_empty() {
                    true => Masks::same(Truth::Unknown, all),
                    false => Masks { yes, unknown: all & !yes & !no },
                }
            }
        }
    }

    fn any_of_block(
        &self,
        parts: super::conditions::Parts,
        all: u64,
        mut of: impl FnMut(u32) -> Masks,
    ) -> Masks {
        let mut masks = Masks::default();
        for part in self.parts(parts) {
            masks = masks.or(of(*part));
            if masks.yes == all {
                break;
            }
        }
        masks
    }
}
