//! Atoms as they are asked of cells: each a few words, without a pointer to follow.

use fixedbitset::FixedBitSet;
use serde::{Deserialize, Serialize};

use crate::judge::Truth;
use crate::judge::line::{Side, compare, narrowed, related};
use crate::program::{
    ACTIONS, Against, Atom, DATE, Extent, Line, Measure, Place, Program, SetTest, Test, Type, UNLIMITED,
};

use super::facts::Facts;
use super::layout::{Layout, UNKNOWN, clamped, fits, words};

/// Where a question looks: a fact's cell, or with [`Slot::IN_ROW`] a cell of the row that is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot(pub u32);

impl Slot {
    const IN_ROW: u32 = 1 << 31;

    fn of(place: Place) -> Slot {
        match place {
            Place::Fact(fact) => Slot(fact.0),
            Place::Element(_, attribute) => Slot(attribute.0 | Slot::IN_ROW),
        }
    }

    /// The fact it looks at, where it looks at no element.
    pub fn fact(self) -> Option<u32> {
        (self.0 & Slot::IN_ROW == 0).then_some(self.0)
    }
}

/// Whatever has the cells of a case.
pub trait Cells {
    /// The cell of a slot; of the row that is spoken of, where it looks there.
    fn cell(&self, slot: Slot, row: u32) -> i64;

    /// The bits of a set, by what stands in its cell.
    fn bits(&self, cell: i64, words: usize) -> &[u64];
}

impl Cells for Facts {
    fn cell(&self, slot: Slot, row: u32) -> i64 {
        match slot.fact() {
            Some(fact) => self.cells[fact as usize],
            // Where no element is spoken of, nothing is known of it.
            None => {
                let attribute = slot.0 & !Slot::IN_ROW;
                self.cells.get(row.saturating_add(attribute) as usize).copied().unwrap_or(UNKNOWN)
            }
        }
    }

    fn bits(&self, cell: i64, words: usize) -> &[u64] {
        &self.bits[cell as usize..cell as usize + words]
    }
}

/// An atom.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Question {
    pub slot: Slot,
    pub asks: Asks,
    /// What it comes out as where the cell is unknown.
    pub unknown: Truth,
    /// The same, were every taxonomy open.
    unknown_were_all_open: Truth,
}

/// What is asked of a cell. Where several numbers or words are needed, they stand from one place up to another in
/// the side tables.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Asks {
    Is(i64),
    /// The member is one of these, of a domain whose bits fit into a word.
    Among(u64),
    AmongMany(Words),
    Within(i64, i64),
    /// In one of these ranges.
    WithinAny(Words),
    /// One of these texts.
    TextAmong(Words),
    Includes(u64),
    Only(u64),
    IncludesAny(Words),
    OnlyAny(Words),
    /// Groups of bits, one after the other, each of so many words.
    Exactly(Words, u32),
    Empty(u32),
    /// The comparison of that number.
    Against(u32),
}

/// From one place up to another in a side table.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Words(u32, u32);

/// Questions, and what they need beside.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Questions {
    pub all: Vec<Question>,
    words: Vec<u64>,
    numbers: Vec<i64>,
    comparisons: Vec<Comparison>,
}

/// A comparison of two facts.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Comparison {
    against: Against,
    other: Slot,
    measure: Option<Measure>,
    /// The points that either side may be.
    ranges: [(i128, i128); 2],
    /// How many members either side may be, and how many were every taxonomy open; 0 where it is none.
    members: [u32; 2],
    members_were_all_open: [u32; 2],
    /// How many words a set takes, where two of them are compared.
    width: u32,
}

impl Questions {
    /// The questions of a program's atoms, by the atoms' numbers.
    pub fn of(program: &Program, layout: &Layout) -> Questions {
        let mut questions = Questions::default();
        questions.all.reserve_exact(program.atoms.len());
        for atom in &program.atoms {
            let question = questions.question(program, layout, atom);
            questions.all.push(question);
        }
        questions
    }

    /// Whether something comes out otherwise of what is unknown, were every taxonomy open.
    pub fn rest_on_closed(&self) -> bool {
        self.all.iter().any(|question| question.unknown != question.unknown_were_all_open)
            || self.comparisons.iter().any(|it| it.members != it.members_were_all_open)
    }

    /// What a question comes out as whatever its cell is, where it can come out only one way.
    pub fn settled(&self, number: u32) -> Option<bool> {
        let Question { asks, unknown, unknown_were_all_open, .. } = self.all[number as usize];
        match (asks, unknown) {
            (Asks::Against(_), _) | (_, Truth::Unknown) => None,
            _ if unknown != unknown_were_all_open => None,
            _ => Some(unknown == Truth::Yes),
        }
    }

    /// Asks one, of the row that is spoken of.
    #[inline]
    pub fn ask(&self, number: u32, facts: &impl Cells, row: u32, were_all_open: bool) -> Truth {
        let question = &self.all[number as usize];
        let cell = facts.cell(question.slot, row);
        // What is asked most stands here, and the rest beside, so that this is a few instructions wherever it is asked.
        Truth::from_bool(match question.asks {
            _ if cell == UNKNOWN => return self.ask_seldom(question, cell, facts, row, were_all_open),
            Asks::Is(value) => cell == value,
            Asks::Among(mask) => mask >> (cell as u64 & 63) & 1 == 1,
            Asks::Within(from, to) => from <= cell && cell <= to,
            Asks::Includes(mask) => facts.bits(cell, 1)[0] & mask != 0,
            _ => return self.ask_seldom(question, cell, facts, row, were_all_open),
        })
    }

    /// The same of what is not known, and of what is seldom asked.
    #[inline(never)]
    fn ask_seldom(
        &self,
        question: &Question,
        cell: i64,
        facts: &impl Cells,
        row: u32,
        were_all_open: bool,
    ) -> Truth {
        if let Asks::Against(number) = question.asks {
            return self.compared(&self.comparisons[number as usize], cell, facts, row, were_all_open);
        }
        if cell == UNKNOWN {
            return if were_all_open { question.unknown_were_all_open } else { question.unknown };
        }
        let bits = |many: usize| facts.bits(cell, many);
        Truth::from_bool(match question.asks {
            Asks::AmongMany(these) => {
                let words = self.words(these);
                words.get(cell as usize / 64).is_some_and(|word| word >> (cell as u64 & 63) & 1 == 1)
            }
            Asks::WithinAny(ranges) => {
                self.numbers(ranges).chunks_exact(2).any(|range| range[0] <= cell && cell <= range[1])
            }
            Asks::TextAmong(texts) => self.numbers(texts).contains(&cell),
            Asks::Only(mask) => bits(1)[0] != 0 && bits(1)[0] & !mask == 0,
            Asks::IncludesAny(these) => {
                let words = self.words(these);
                bits(words.len()).iter().zip(words).any(|(set, these)| set & these != 0)
            }
            Asks::OnlyAny(these) => {
                let words = self.words(these);
                let set = bits(words.len());
                set.iter().any(|set| *set != 0) && set.iter().zip(words).all(|(set, these)| set & !these == 0)
            }
            Asks::Exactly(groups, width) => self.is_exactly(bits(width as usize), self.words(groups)),
            Asks::Empty(width) => bits(width as usize).iter().all(|set| *set == 0),
            Asks::Is(_) | Asks::Among(_) | Asks::Within(..) | Asks::Includes(_) | Asks::Against(_) => {
                unreachable!("it was asked before")
            }
        })
    }

    fn is_exactly(&self, set: &[u64], groups: &[u64]) -> bool {
        let groups = || groups.chunks_exact(set.len());
        groups().all(|group| set.iter().zip(group).any(|(set, group)| set & group != 0))
            && (0..set.len()).all(|word| set[word] & !groups().fold(0, |all, group| all | group[word]) == 0)
    }

    fn words(&self, Words(from, to): Words) -> &[u64] {
        &self.words[from as usize..to as usize]
    }

    fn numbers(&self, Words(from, to): Words) -> &[i64] {
        &self.numbers[from as usize..to as usize]
    }

    fn keep_words(&mut self, these: impl IntoIterator<Item = u64>) -> Words {
        let from = self.words.len() as u32;
        self.words.extend(these);
        Words(from, self.words.len() as u32)
    }

    fn keep_numbers(&mut self, these: impl IntoIterator<Item = i64>) -> Words {
        let from = self.numbers.len() as u32;
        self.numbers.extend(these);
        Words(from, self.numbers.len() as u32)
    }

    fn question(&mut self, program: &Program, layout: &Layout, atom: &Atom) -> Question {
        let ty = declared(program, atom.place);
        let (unknown, unknown_were_all_open) = match ty {
            Type::Member(_) | Type::Set(_) => {
                let of = |open| unknown_members(&atom.test, members(program, ty, open));
                (of(false), of(true))
            }
            Type::Point(measure) => {
                let unknown = match &atom.test {
                    Test::Within(ranges) => {
                        unknown_point(measure, range(program, atom.place, measure), ranges)
                    }
                    _ => Truth::Unknown,
                };
                (unknown, unknown)
            }
            Type::YesNo | Type::Text => {
                let none = matches!(&atom.test, Test::TextIs(texts) if texts.is_empty());
                let unknown = if none { Truth::No } else { Truth::Unknown };
                (unknown, unknown)
            }
        };
        let asks = self.asks(program, layout, atom, ty);
        Question { slot: Slot::of(atom.place), asks, unknown, unknown_were_all_open }
    }

    fn asks(&mut self, program: &Program, layout: &Layout, atom: &Atom, ty: Type) -> Asks {
        let width = match ty {
            Type::Member(domain) | Type::Set(domain) => words(program.domain(domain).terms.len() as u32 + 1),
            _ => 0,
        };
        match &atom.test {
            Test::Yes => Asks::Is(1),
            Test::OneOf(members) => match (members.count_ones(..), members.minimum()) {
                (1, Some(only)) => Asks::Is(only as i64),
                _ if width == 1 => Asks::Among(bits(members, 1)[0]),
                _ => Asks::AmongMany(self.keep_words(bits(members, width))),
            },
            Test::Within(ranges) => {
                let within: Vec<_> =
                    ranges.iter().filter(|range| fits(**range)).map(|range| clamped(*range)).collect();
                match within[..] {
                    [(from, to)] if from == to => Asks::Is(from),
                    [(from, to)] => Asks::Within(from, to),
                    _ => Asks::WithinAny(
                        self.keep_numbers(within.into_iter().flat_map(|(from, to)| [from, to])),
                    ),
                }
            }
            Test::TextIs(texts) => {
                let numbers: Vec<i64> = texts.iter().filter_map(|text| layout.text(text)).collect();
                Asks::TextAmong(self.keep_numbers(numbers))
            }
            Test::Set(SetTest::Includes(these)) if width == 1 => Asks::Includes(bits(these, 1)[0]),
            Test::Set(SetTest::Only(these)) if width == 1 => Asks::Only(bits(these, 1)[0]),
            Test::Set(SetTest::Includes(these)) => Asks::IncludesAny(self.keep_words(bits(these, width))),
            Test::Set(SetTest::Only(these)) => Asks::OnlyAny(self.keep_words(bits(these, width))),
            Test::Set(SetTest::Exactly(groups)) => {
                let groups: Vec<u64> = groups.iter().flat_map(|group| bits(group, width)).collect();
                Asks::Exactly(self.keep_words(groups), width as u32)
            }
            Test::Set(SetTest::Empty) => Asks::Empty(width as u32),
            Test::Against(against) => {
                let other = declared(program, against.other);
                let ranges = [(ty, atom.place), (other, against.other)].map(|(ty, place)| match ty {
                    Type::Point(measure) => range(program, place, measure),
                    _ => (0, 0),
                });
                self.comparisons.push(Comparison {
                    against: (**against).clone(),
                    other: Slot::of(against.other),
                    measure: match ty {
                        Type::Point(measure) => Some(measure),
                        _ => None,
                    },
                    ranges,
                    members: [ty, other].map(|ty| members(program, ty, false)),
                    members_were_all_open: [ty, other].map(|ty| members(program, ty, true)),
                    width: if matches!(ty, Type::Set(_)) { width as u32 } else { 0 },
                });
                Asks::Against(self.comparisons.len() as u32 - 1)
            }
        }
    }

    fn compared(
        &self,
        it: &Comparison,
        one: i64,
        facts: &impl Cells,
        row: u32,
        were_all_open: bool,
    ) -> Truth {
        let other = facts.cell(it.other, row);
        let (side, known) = match (one == UNKNOWN, other == UNKNOWN) {
            (false, false) => return Truth::from_bool(it.holds(one, other, facts)),
            (true, true) => return Truth::Unknown,
            (false, true) => (Side::Right, one),
            (true, false) => (Side::Left, other),
        };
        let unknown = usize::from(side == Side::Right);
        if let Some(measure) = it.measure {
            let range = it.ranges[unknown];
            return match narrowed(measure, range, &it.against, side, i128::from(known)) {
                Test::Within(ranges) => unknown_point(measure, range, &ranges),
                _ => Truth::Unknown,
            };
        }
        let members = if were_all_open { it.members_were_all_open } else { it.members };
        match members[unknown] {
            0 => Truth::Unknown,
            many if known >= i64::from(many) => Truth::No,
            1 => Truth::Yes,
            _ => Truth::Unknown,
        }
    }
}

impl Comparison {
    fn holds(&self, one: i64, other: i64, facts: &impl Cells) -> bool {
        let Against { left, relation, right, .. } = self.against;
        match self.measure {
            Some(_) if left == Line::Plain && right == Line::Plain => related(relation, one.cmp(&other)),
            Some(measure) => {
                let order = compare(measure, left, i128::from(one), right, i128::from(other));
                related(relation, order)
            }
            None if self.width > 0 => {
                facts.bits(one, self.width as usize) == facts.bits(other, self.width as usize)
            }
            None => one == other,
        }
    }
}

fn declared(program: &Program, place: Place) -> Type {
    match place {
        Place::Fact(fact) => program.fact(fact).ty,
        Place::Element(list, attribute) => program.list(list).attributes[attribute.0 as usize].ty,
    }
}

fn range(program: &Program, place: Place, measure: Measure) -> (i128, i128) {
    if place == Place::Fact(DATE) { program.policy.first_and_last_day() } else { measure.range() }
}

/// How many members a value may be; 0 where it is none.
fn members(program: &Program, ty: Type, were_all_open: bool) -> u32 {
    let (Type::Member(domain) | Type::Set(domain)) = ty else { return 0 };
    let declared = program.domain(domain);
    let beyond = match declared.extent {
        Extent::Open => true,
        Extent::Closed => were_all_open && domain != ACTIONS,
        Extent::Fixed => false,
    };
    declared.terms.len() as u32 + u32::from(beyond)
}

fn bits(members: &FixedBitSet, width: usize) -> Vec<u64> {
    let mut words = vec![0; width];
    for member in members.ones().filter(|member| *member < width * 64) {
        words[member / 64] |= 1 << (member % 64);
    }
    words
}

/// What a test of a member or a set comes out as, where it may be any of so many.
fn unknown_members(test: &Test, many: u32) -> Truth {
    let named = |these: &FixedBitSet| these.ones().take_while(|member| *member < many as usize).count();
    match test {
        Test::OneOf(these) | Test::Set(SetTest::Includes(these) | SetTest::Only(these)) => {
            match (named(these), test) {
                (0, _) => Truth::No,
                (all, Test::OneOf(_)) if all == many as usize => Truth::Yes,
                _ => Truth::Unknown,
            }
        }
        Test::Set(SetTest::Exactly(groups)) if groups.iter().any(|group| named(group) == 0) => Truth::No,
        Test::Set(SetTest::Exactly(_) | SetTest::Empty) if many == 0 => Truth::Yes,
        _ => Truth::Unknown,
    }
}

/// What a test of a point comes out as, where it may be any of the range, or `unlimited` if its measure has that.
fn unknown_point(measure: Measure, (least, greatest): (i128, i128), ranges: &[(i128, i128)]) -> Truth {
    let unlimited = |range: &(i128, i128)| range.0 <= UNLIMITED && UNLIMITED <= range.1;
    let can_be_unlimited = measure.can_be_unlimited();
    let some = |range: &(i128, i128)| {
        (range.0 <= greatest && range.1 >= least) || (can_be_unlimited && unlimited(range))
    };
    if !ranges.iter().any(some) {
        return Truth::No;
    }
    // The first point that no range up to here covers.
    let mut next = least;
    for (from, to) in ranges {
        if *from <= next {
            next = next.max(to.saturating_add(1));
        }
    }
    match next > greatest && (!can_be_unlimited || ranges.iter().any(unlimited)) {
        true => Truth::Yes,
        false => Truth::Unknown,
    }
}
