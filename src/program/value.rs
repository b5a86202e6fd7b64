//! Values and their types: what a fact can be.
//!
//! Everything with an order (numbers, percentages, money, dates, durations) is a point on a line, counted
//! in whole smallest units of its measure, so that comparisons are exact and never rounded.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The number of a [`super::Domain`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct DomainId(pub u32);

/// One term, country or action, by its number in its domain. The number after the last named one is
/// "none of the named terms".
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Member(pub u32);

/// What kind of value a fact has.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Type {
    YesNo,
    /// One member of a domain: a term, a country, an action.
    Member(DomainId),
    /// A set of members of a domain.
    Set(DomainId),
    /// A point on a line.
    Point(Measure),
    Text,
}

/// What a line measures, and so in which smallest unit its points are counted.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Measure {
    /// In billionths.
    Number,
    /// In ones.
    WholeNumber,
    /// In billionths of a percent.
    Percentage,
    /// In the smallest unit of the currency.
    Money(iso_currency::Currency),
    /// In days; 0 is 0001-01-01.
    Date,
    /// `duration`: in months.
    Months,
    /// `duration in days`: in hours.
    Hours,
}

/// The point of a duration that is `unlimited`: longer than any other.
pub const UNLIMITED: i128 = 10_000_000_000_000_000;

impl Measure {
    /// The least and the greatest point (both in), `unlimited` left out.
    pub fn range(self) -> (i128, i128) {
        const DIGITS_15: i128 = 999_999_999_999_999;
        match self {
            Measure::Number | Measure::Percentage => {
                let most = DIGITS_15 * 1_000_000_000 + 999_999_999;
                (-most, most)
            }
            Measure::WholeNumber => (-DIGITS_15, DIGITS_15),
            Measure::Money(currency) => {
                let most = (DIGITS_15 + 1) * 10_i128.pow(u32::from(currency.exponent().unwrap_or(0))) - 1;
                (-most, most)
            }
            Measure::Date => (0, crate::program::calendar::LAST_DAY),
            Measure::Months | Measure::Hours => (0, DIGITS_15),
        }
    }

    /// Whether a value may be `unlimited`.
    pub fn can_be_unlimited(self) -> bool {
        matches!(self, Measure::Months | Measure::Hours)
    }
}

/// A value.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Value {
    YesNo(bool),
    Member(Member),
    Point(i128),
    /// After Unicode NFC.
    Text(Arc<str>),
    /// Each member once, ascending.
    Set(Arc<[Member]>),
}
