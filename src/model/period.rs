//! `in force from ... until ...`: days as ranges.

use crate::problem::Problem;
use crate::problem::value::ValueProblem;
use crate::program::{Measure, calendar};
use crate::syntax::tree::Period;

use super::literal;

/// Ranges of days, both ends in, ascending and apart.
pub type Days = Vec<(i128, i128)>;

/// The days of one period; a date that does not exist or a period without a day is told.
pub fn days(period: &Period, problems: &mut Vec<Problem>) -> Option<(Option<i128>, Option<i128>)> {
    let mut read = |literal: &Option<_>| match literal {
        None => Some(None),
        Some(literal) => match literal::date(literal) {
            Ok(day) => Some(Some(day)),
            Err(problem) => {
                problems.push(problem.into());
                None
            }
        },
    };
    let (from, until) = (read(&period.from)?, read(&period.until)?);
    if let (Some(from), Some(until)) = (from, until)
        && from > until
    {
        problems.push(ValueProblem::PeriodReversed { span: period.span }.into());
        return None;
    }
    Some((from, until))
}

/// The days of several periods together; `None` where there are none, which is every day.
pub fn together(periods: &[Period], problems: &mut Vec<Problem>) -> Option<Days> {
    if periods.is_empty() {
        return None;
    }
    let (first, last) = Measure::Date.range();
    let mut all: Days = periods
        .iter()
        .filter_map(|period| days(period, problems))
        .map(|(from, until)| (from.unwrap_or(first), until.unwrap_or(last)))
        .collect();
    all.sort_unstable();
    let mut joined: Days = Vec::new();
    for (from, until) in all {
        match joined.last_mut() {
            Some((_, last)) if from <= *last + 1 => *last = until.max(*last),
            _ => joined.push((from, until)),
        }
    }
    Some(joined)
}

/// The first day of `wanted` that is not among `covered`.
pub fn uncovered(wanted: &[(i128, i128)], covered: &[(i128, i128)]) -> Option<i128> {
    for (from, until) in wanted {
        let mut day = *from;
        for (first, last) in covered {
            if *first <= day && day <= *last {
                day = last + 1;
            }
        }
        if day <= *until {
            return Some(day);
        }
    }
    None
}

/// Whether two sets of days share one.
pub fn meet(one: &[(i128, i128)], other: &[(i128, i128)]) -> bool {
    one.iter().any(|(a, b)| other.iter().any(|(c, d)| a <= d && c <= b))
}

/// A day as it is written.
pub fn words(day: i128) -> String {
    calendar::day(day).map_or_else(String::new, |day| day.to_string())
}
