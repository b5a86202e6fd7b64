//! Numbers in a column, as days, decimals, amounts and counted durations are: which of them say what no condition tells
//! apart is found by ordered search, so that a column in which every number is another costs no reading of each.
//!
//! What numbers so written are points of is learned from the first that was read: `EUR 12.50` is the point 1250, and so
//! `EUR 13.10` is the point 1310.

use std::collections::BTreeSet;

use super::alike::{Meaning, Number};
use super::judging::Auditor;
use crate::judge::Knowledge;
use crate::program::{Measure, Type, Value};
#[cfg(feature = "parquet")]
use {
    super::alike::{Alike, MOST_TEXTS},
    crate::casebook::{facts::Lookup, rows::Form},
    rustc_hash::FxHashMap,
    serde_json::{Map, Value as Json},
};

/// How the whole numbers of a column stand to the points of a fact.
#[cfg(feature = "parquet")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Days, of which so many are before the first that the column counts.
    Days { before: i128 },
    /// Numbers with so many decimals.
    Decimal { places: i32 },
}

/// What whole numbers in a column say.
#[cfg(feature = "parquet")]
#[derive(Debug, Default)]
pub enum Points {
    #[default]
    NotSeen,
    /// Each number by itself.
    Apart(FxHashMap<i64, Number>),
    Between(Between),
}

/// What numbers say: by where they lie among the points at which something begins or ceases to hold.
#[derive(Debug)]
pub struct Between {
    line: Line,
    /// Ascending.
    ends: Vec<i64>,
    /// By how many of the ends are passed.
    numbers: Vec<Option<Number>>,
}

/// A text with one number in it: what stands before and behind, and how many decimals the number has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    before: Box<str>,
    behind: Box<str>,
    places: u32,
}

impl Pattern {
    /// The pattern of a text, with its number in units of the last decimal; `None` of a text that has no number, or
    /// several.
    pub fn of(words: &str) -> Option<(Pattern, i64)> {
        let digit = |byte: u8| byte.is_ascii_digit();
        let begins = words.bytes().position(digit)?;
        let (before, rest) = words.split_at(begins);
        let whole = rest.bytes().position(|byte| !digit(byte)).unwrap_or(rest.len());
        let fraction = match rest[whole..].strip_prefix('.') {
            Some(behind) => behind.bytes().take_while(|byte| digit(*byte)).count(),
            None => 0,
        };
        let ends = if fraction == 0 { whole } else { whole + 1 + fraction };
        let behind = &rest[ends..];
        if before.contains(['-', '.', '"']) || behind.starts_with('.') || behind.bytes().any(digit) {
            return None;
        }
        let mut number = 0_i64;
        for byte in rest[..ends].bytes().filter(|byte| *byte != b'.') {
            number = number.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
        }
        Some((Pattern { before: before.into(), behind: behind.into(), places: fraction as u32 }, number))
    }
}

/// A number was looked up.
pub enum Found {
    Number(Number),
    /// It lies between ends where none was read yet: after so many of them.
    New(usize),
}

impl Between {
    /// What a number says; [`Number::BAD`] where it is no point.
    pub fn find(&self, number: i64) -> Found {
        if number < self.line.least || self.line.greatest < number {
            return Found::Number(Number::BAD);
        }
        let place = self.ends.partition_point(|end| *end <= number);
        self.numbers[place].map_or(Found::New(place), Found::Number)
    }

    /// Keeps what the numbers say that lie after so many ends.
    pub fn keep(&mut self, place: usize, number: Number) {
        self.numbers[place] = Some(number);
    }
}

/// Where the whole numbers of a column lie among points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The point of nought, and how many points each number is from the next.
    nought: i128,
    times: i128,
    /// The least and the greatest number that is a point.
    least: i64,
    greatest: i64,
}

impl Line {
    /// The first number that is at a point or beyond.
    fn first_from(self, point: i128) -> i64 {
        let number = (point - self.nought).div_euclid(self.times)
            + i128::from((point - self.nought).rem_euclid(self.times) != 0);
        number.clamp(i64::MIN.into(), i64::MAX.into()) as i64
    }

    /// On which nought is the point nought, and the number this point; `None` where other numbers would lie between
    /// points.
    fn through(measure: Measure, number: i64, point: i128) -> Option<Line> {
        let number = i128::from(number);
        if number == 0 || point % number != 0 || point / number <= 0 || measure == Measure::Date {
            return None;
        }
        Some(Line::with(0, point / number, measure))
    }

    fn with(nought: i128, times: i128, measure: Measure) -> Line {
        let line = Line { nought, times, least: 0, greatest: 0 };
        let (least, greatest) = measure.range();
        let (least, beyond) = (line.first_from(least), line.first_from(greatest + 1));
        Line { least, greatest: beyond - 1, ..line }
    }

    /// `None` where numbers so written may lie between points.
    #[cfg(feature = "parquet")]
    fn of(measure: Measure, scale: Scale) -> Option<Line> {
        let line = |nought, places| {
            Some(Line::with(nought, 10_i128.checked_pow(u32::try_from(places).ok()?)?, measure))
        };
        match (measure, scale) {
            (Measure::Date, Scale::Days { before }) => line(before, 0),
            (Measure::Date, _) | (_, Scale::Days { .. }) => None,
            (Measure::Number | Measure::Percentage, Scale::Decimal { places }) => line(0, 9 - places),
            (Measure::Money(currency), Scale::Decimal { places }) => {
                line(0, i32::from(currency.exponent().unwrap_or(0)) - places)
            }
            (Measure::WholeNumber | Measure::Months | Measure::Hours, Scale::Decimal { places }) => {
                line(0, -places)
            }
        }
    }
}

#[cfg(feature = "parquet")]
impl Alike {
    /// The number of what a whole number in a column says. What it says as facts is asked of the first between two ends.
    pub fn number_of_point(
        &mut self,
        column: usize,
        point: i64,
        scale: Scale,
        read: impl FnOnce() -> Option<Map<String, Json>>,
        auditor: &Auditor,
        lookup: &mut Lookup,
    ) -> Number {
        let mut place = None;
        match self.columns.get(column).map(|known| &known.points) {
            None | Some(Points::NotSeen) => {}
            Some(Points::Apart(numbers)) => {
                if let Some(number) = numbers.get(&point) {
                    return *number;
                }
            }
            Some(Points::Between(between)) => match between.find(point) {
                Found::Number(number) => return number,
                Found::New(new) => place = Some(new),
            },
        }
        let (number, meaning) = self.read(column, read(), Form::Csv, auditor, lookup);
        if matches!(&self.columns[column].points, Points::Apart(numbers) if numbers.len() >= MOST_TEXTS) {
            self.columns[column].points = Points::Apart(FxHashMap::default());
            self.forget(column);
        }
        let known = &mut self.columns[column];
        match (&mut known.points, place) {
            (Points::Between(between), Some(place)) => between.keep(place, number),
            (Points::Apart(numbers), _) => drop(numbers.insert(point, number)),
            // The first tells which fact it is; what does not read tells nothing.
            _ => {
                if let Some(meaning) = meaning {
                    let between = auditor.between(&meaning, |measure, _| Line::of(measure, scale));
                    known.points = match between {
                        Some(between) => Points::Between(between),
                        None => Points::Apart(FxHashMap::default()),
                    };
                }
            }
        }
        number
    }
}

impl Auditor<'_> {
    /// What the numbers of a pattern say, if this is what one of them says.
    pub(super) fn between_as(&self, meaning: &Meaning, number: i64) -> Option<Between> {
        self.between(meaning, |measure, point| Line::through(measure, number, point))
    }

    /// What numbers say, if this is what one of them says; `None` where they are not the points of one fact, or each is
    /// told from each.
    fn between(&self, meaning: &Meaning, line_of: impl Fn(Measure, i128) -> Option<Line>) -> Option<Between> {
        // A day is told from others by the version that judges on it.
        if meaning.version.is_some() {
            return None;
        }
        let (mut line, mut ends) = (None, BTreeSet::new());
        for (place, said) in meaning.said.iter().enumerate() {
            let said = said.as_ref()?;
            let program = &self.library.version(self.versions[place]).program;
            match (&said.facts[..], &said.lists[..]) {
                ([], []) => {}
                ([(fact, stated)], []) => {
                    let Type::Point(measure) = program.fact(*fact).ty else { return None };
                    let Knowledge::Value(Value::Point(point)) = stated.knowledge else { return None };
                    let this = line_of(measure, point)?;
                    if line.is_some_and(|other| other != this) {
                        return None;
                    }
                    line = Some(this);
                    ends.extend(self.classes[place].ends(*fact)?.iter().map(|end| this.first_from(*end)));
                }
                _ => return None,
            }
        }
        let ends: Vec<i64> = ends.into_iter().collect();
        Some(Between { line: line?, numbers: vec![None; ends.len() + 1], ends })
    }
}
