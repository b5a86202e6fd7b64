//! `from ... until ...`: days as ranges.

use crate::problem::Problem;
use crate::problem::value::ValueProblem;
use crate::program::calendar;
use crate::syntax::tree::Period;

use super::literal;

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
