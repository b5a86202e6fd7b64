//! How a clause or a policy stands on a day, in the law's words: in force or not, applicable, suspended, repealed.

use serde::Serialize;

use crate::program::{Measure, Standing, Validity, calendar};

/// What can be said of something on a day on which it does not apply: `is suspended from 2022-05-04`; `None` where it
/// applies.
pub fn standing(validity: &Validity, day: i128) -> Option<String> {
    Some(match validity.standing(day) {
        Standing::Applies => return None,
        Standing::NotInForce => format!("is in force only {}", periods(&validity.in_force)),
        Standing::NotApplicable => {
            format!(
                "is in force, and applicable only {}",
                periods(validity.applicable.as_deref().unwrap_or(&[]))
            )
        }
        Standing::Suspended(from, until) => format!("is suspended {}", periods(&[(from, until)])),
        Standing::Repealed(from) => format!("is repealed since {}", day_words(from)),
    })
}

/// All that is written of its time: `is in force from 2024-08-01, applicable from 2025-02-02`.
pub fn written(validity: &Validity) -> String {
    let mut parts = Vec::new();
    if validity.in_force != [Measure::Date.range()] {
        parts.push(format!("in force {}", periods(&validity.in_force)));
    }
    if let Some(applicable) = &validity.applicable {
        parts.push(format!("applicable {}", periods(applicable)));
    }
    if !validity.suspended.is_empty() {
        parts.push(format!("suspended {}", periods(&validity.suspended)));
    }
    if let Some(from) = validity.repealed {
        parts.push(format!("repealed from {}", day_words(from)));
    }
    format!("is {}", parts.join(", "))
}

/// How it stands, in a word or two: `not in force`.
pub fn in_brief(standing: Standing) -> &'static str {
    match standing {
        Standing::Applies => "applicable",
        Standing::NotInForce => "not in force",
        Standing::NotApplicable => "not applicable",
        Standing::Suspended(..) => "suspended",
        Standing::Repealed(_) => "repealed",
    }
}

/// How something stands on a day on which it does not apply, for programs.
#[derive(Debug, Serialize)]
pub struct StandingData {
    /// `not-in-force`, `not-applicable`, `suspended` or `repealed`.
    pub is: String,
    /// The periods in which it is in force or applicable; the one in which it is suspended or repealed.
    pub periods: Vec<PeriodData>,
}

/// A period, both days in; null where it is open.
#[derive(Debug, Serialize)]
pub struct PeriodData {
    pub from: Option<String>,
    pub until: Option<String>,
}

/// The same as data; `None` where it applies.
pub fn data(validity: &Validity, day: i128) -> Option<StandingData> {
    let standing = validity.standing(day);
    let periods = match standing {
        Standing::Applies => return None,
        Standing::NotInForce => validity.in_force.clone(),
        Standing::NotApplicable => validity.applicable.clone().unwrap_or_default(),
        Standing::Suspended(from, until) => vec![(from, until)],
        Standing::Repealed(from) => vec![(from, calendar::LAST_DAY)],
    };
    let periods = periods.into_iter().map(|period| {
        let (from, until) = ends(period);
        PeriodData { from: from.map(day_words), until: until.map(day_words) }
    });
    Some(StandingData { is: in_brief(standing).replace(' ', "-"), periods: periods.collect() })
}

/// `from 2024-11-01 until 2025-02-28 and from 2025-11-01`.
fn periods(days: &[(i128, i128)]) -> String {
    let words = days.iter().map(|period| match ends(*period) {
        (Some(from), Some(until)) => format!("from {} until {}", day_words(from), day_words(until)),
        (Some(from), None) => format!("from {}", day_words(from)),
        (None, Some(until)) => format!("until {}", day_words(until)),
        (None, None) => "always".to_owned(),
    });
    super::phrase::list(&words.collect::<Vec<_>>(), "and")
}

/// The first and the last day of a period; `None` where it is open.
fn ends((from, until): (i128, i128)) -> (Option<i128>, Option<i128>) {
    ((from > 0).then_some(from), (until < calendar::LAST_DAY).then_some(until))
}

fn day_words(day: i128) -> String {
    calendar::day(day).map_or_else(String::new, |day| day.to_string())
}
