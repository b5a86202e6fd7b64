//! Whole numbers in a column, as days, decimals and counted durations are: which of them say what no condition tells
//! apart is found by ordered search, so that a column in which every number is another costs no reading of each.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json};

use super::alike::{Alike, MOST_TEXTS, Meaning, Number};
use super::judging::Auditor;
use crate::casebook::facts::Lookup;
use crate::casebook::rows::Form;
use crate::judge::Knowledge;
use crate::program::{Measure, Type};

/// How the whole numbers of a column stand to the points of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Days, of which so many are before the first that the column counts.
    Days { before: i128 },
    /// Numbers with so many decimals.
    Decimal { places: i32 },
}

/// What whole numbers in a column say: by where they lie among the points at which something begins or ceases to hold,
/// if it is known that they are points of a fact.
#[derive(Debug, Default)]
pub enum Points {
    #[default]
    NotSeen,
    /// Each number by itself.
    Apart(FxHashMap<i64, Number>),
    Between {
        line: Line,
        /// Ascending.
        ends: Vec<i64>,
        /// By how many of the ends are passed.
        numbers: Vec<Option<Number>>,
    },
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

    /// `None` where numbers so written may lie between points.
    fn of(measure: Measure, scale: Scale) -> Option<Line> {
        let line = |nought, places| {
            let times = 10_i128.checked_pow(u32::try_from(places).ok()?)?;
            let line = Line { nought, times, least: 0, greatest: 0 };
            let (least, greatest) = measure.range();
            let (least, beyond) = (line.first_from(least), line.first_from(greatest + 1));
            Some(Line { least, greatest: beyond - 1, ..line })
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
        let place = match self.columns.get(column).map(|known| &known.points) {
            None | Some(Points::NotSeen) => None,
            Some(Points::Apart(numbers)) => match numbers.get(&point) {
                Some(number) => return *number,
                None => None,
            },
            Some(Points::Between { line, ends, numbers }) => {
                if point < line.least || line.greatest < point {
                    return Number::BAD;
                }
                let place = ends.partition_point(|end| *end <= point);
                match numbers[place] {
                    Some(number) => return number,
                    None => Some(place),
                }
            }
        };
        let number = self.read(column, read(), Form::Csv, auditor, lookup);
        if matches!(&self.columns[column].points, Points::Apart(numbers) if numbers.len() >= MOST_TEXTS) {
            self.columns[column].points = Points::Apart(FxHashMap::default());
            self.forget(column);
        }
        let known = &mut self.columns[column];
        match (&mut known.points, place) {
            (Points::Between { numbers, .. }, Some(place)) => numbers[place] = Some(number),
            (Points::Apart(numbers), _) => drop(numbers.insert(point, number)),
            // The first tells which fact it is; what does not read tells nothing.
            _ => {
                if let Some(meaning) = self.meanings.get(&number) {
                    known.points =
                        auditor.points(meaning, scale).unwrap_or(Points::Apart(FxHashMap::default()));
                }
            }
        }
        number
    }
}

impl Auditor<'_> {
    /// What a column's whole numbers say, if this is what one of them says; `None` where they are not the points of one
    /// fact, or each is told from each.
    fn points(&self, meaning: &Meaning, scale: Scale) -> Option<Points> {
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
                    let (Type::Point(measure), Knowledge::Value(_)) =
                        (program.fact(*fact).ty, &stated.knowledge)
                    else {
                        return None;
                    };
                    let this = Line::of(measure, scale)?;
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
        Some(Points::Between { line: line?, numbers: vec![None; ends.len() + 1], ends })
    }
}
