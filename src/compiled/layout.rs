//! Where each fact of a case lies in memory: a cell a fact, a row of cells an element of a list.
//!
//! A cell is one 64-bit number: 0 or 1, the number of a member or of a text, a point in smallest units, or where
//! the bits of a set begin. Points have up to 128 bits in the decision program; one that does not fit into a cell
//! is left to the exact judge, and so no comparison is ever made of a number that was cut off.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::program::{ClauseId, Fact, Program, Test, Type, Value};

/// The mark of a cell of which nothing is known.
pub const UNKNOWN: i64 = i64::MIN;

/// See the head of this file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Layout {
    /// By [`crate::program::FactId`].
    pub facts: Vec<Column>,
    /// By [`crate::program::ListId`].
    pub lists: Vec<Vec<Column>>,
    /// How many words the sets outside lists take.
    pub words: usize,
    /// The texts that some condition names, in order; the number of a text is its place.
    pub texts: Vec<Arc<str>>,
    /// The clauses that can be read in several ways, ascending.
    pub readings: Vec<ClauseId>,
    /// The days on which the version applies.
    pub days: Vec<(i64, i64)>,
    /// It is judged by whatever the day.
    pub whatever_the_day: bool,
}

/// What one fact, or one attribute of an element, may hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Column {
    pub kind: Kind,
    /// What is presumed where nothing is stated, if anything is: a value, or one that does not fit.
    pub presumed: Option<Result<Held, Beyond>>,
    /// Where the bits of a set outside lists begin. Those of elements come behind, as they are stated.
    pub room: Option<u32>,
}

/// What a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    YesNo,
    /// A member of a domain of so many, "none of the named terms" among them.
    Member(u32),
    /// A set of such members.
    Set(u32),
    Point,
    Text,
}

/// Something is said that does not fit into cells: a fact known in part, a conclusion taken for granted, a number
/// beyond 63 bits. The exact judge is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beyond;

/// A value as it is kept in memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Held {
    Cell(i64),
    Bits(Vec<u64>),
    /// A text that no condition names.
    OtherText(Arc<str>),
}

impl Layout {
    /// The layout for a program's facts.
    pub fn of(program: &Program) -> Layout {
        let mut texts: Vec<Arc<str>> = Vec::new();
        for atom in &program.atoms {
            if let Test::TextIs(named) = &atom.test {
                texts.extend(named.iter().cloned());
            }
        }
        texts.sort_unstable();
        texts.dedup();
        let mut layout = Layout {
            facts: Vec::new(),
            lists: Vec::new(),
            words: 0,
            texts,
            readings: program
                .clauses
                .iter()
                .enumerate()
                .filter(|(_, clause)| !clause.readings.is_empty())
                .map(|(number, _)| ClauseId(number as u32))
                .collect(),
            days: program.policy.days.iter().map(|days| clamped(*days)).collect(),
            whatever_the_day: program.policy.whatever_the_day,
        };
        layout.facts = program.facts.iter().map(|fact| layout.column(program, fact)).collect();
        for column in &mut layout.facts {
            if let Kind::Set(many) = column.kind {
                column.room = Some(layout.words as u32);
                layout.words += words(many);
            }
        }
        let rows = program.lists.iter().map(|list| {
            list.attributes.iter().map(|attribute| layout.column(program, attribute)).collect::<Vec<_>>()
        });
        layout.lists = rows.collect();
        layout
    }

    fn column(&self, program: &Program, fact: &Fact) -> Column {
        let many = |domain| program.domain(domain).terms.len() as u32 + 1;
        let kind = match fact.ty {
            Type::YesNo => Kind::YesNo,
            Type::Member(domain) => Kind::Member(many(domain)),
            Type::Set(domain) => Kind::Set(many(domain)),
            Type::Point(_) => Kind::Point,
            Type::Text => Kind::Text,
        };
        Column { kind, presumed: fact.presumed.as_ref().map(|value| self.held(kind, value)), room: None }
    }

    /// A value as it is kept.
    pub fn held(&self, kind: Kind, value: &Value) -> Result<Held, Beyond> {
        match (kind, value) {
            (Kind::YesNo, Value::YesNo(yes)) => Ok(Held::Cell(i64::from(*yes))),
            (Kind::Member(many), Value::Member(member)) if member.0 < many => {
                Ok(Held::Cell(i64::from(member.0)))
            }
            (Kind::Set(many), Value::Set(members)) if members.iter().all(|member| member.0 < many) => {
                let mut bits = vec![0; words(many)];
                for member in members.iter() {
                    bits[member.0 as usize / 64] |= 1 << (member.0 % 64);
                }
                Ok(Held::Bits(bits))
            }
            (Kind::Point, Value::Point(at)) => match i64::try_from(*at) {
                Ok(at) if at != UNKNOWN => Ok(Held::Cell(at)),
                _ => Err(Beyond),
            },
            (Kind::Text, Value::Text(text)) => Ok(match self.text(text) {
                Some(number) => Held::Cell(number),
                None => Held::OtherText(text.clone()),
            }),
            _ => Err(Beyond),
        }
    }

    /// Where the reading settled for a clause is kept, if there are several.
    pub fn reading(&self, clause: ClauseId) -> Option<usize> {
        self.readings.binary_search(&clause).ok()
    }

    /// The number of a text that some condition names.
    pub fn text(&self, text: &str) -> Option<i64> {
        self.texts.binary_search_by(|known| (**known).cmp(text)).ok().map(|place| place as i64)
    }
}

/// How many words the bits of so many members take.
pub fn words(members: u32) -> usize {
    members.div_ceil(64) as usize
}

/// What of a range lies among the points that fit into a cell.
pub fn clamped((from, to): (i128, i128)) -> (i64, i64) {
    let clamp = |at: i128| at.clamp(i128::from(UNKNOWN) + 1, i128::from(i64::MAX)) as i64;
    (clamp(from), clamp(to))
}

/// Whether some point that fits into a cell lies in a range.
pub fn fits((from, to): (i128, i128)) -> bool {
    from <= i128::from(i64::MAX) && to > i128::from(UNKNOWN)
}
