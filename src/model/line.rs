//! Comparisons of a point with a constant, as the ranges in which the point must lie.

use crate::program::{Line, Measure, UNLIMITED, calendar};

/// How a point is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Equal,
    AtLeast,
    AtMost,
    More,
    Less,
}

/// The range (both ends in) of points whose line value stands in this order to the constant; `None` where
/// there is none. Lines rise, so it is always one range.
pub fn range(measure: Measure, line: Line, order: Order, constant: i128) -> Option<(i128, i128)> {
    let (bottom, limit) = measure.range();
    let top = if measure.can_be_unlimited() { UNLIMITED } else { limit };
    let lower = |constant| lowest(line, constant, (bottom, top));
    let upper = |constant| highest(line, constant, (bottom, top));
    let (low, high) = match order {
        Order::Equal => (lower(constant), upper(constant)),
        Order::AtLeast => (lower(constant), top),
        Order::AtMost => (bottom, upper(constant)),
        Order::More => (lower(constant + 1), top),
        Order::Less => (bottom, upper(constant - 1)),
    };
    let (low, high) = (low.max(bottom), high.min(top));
    (low <= high).then_some((low, high))
}

/// The least point whose line value is at least the constant.
fn lowest(line: Line, constant: i128, ends: (i128, i128)) -> i128 {
    match line {
        Line::Plain => constant,
        Line::Shift(_) if constant >= UNLIMITED => constant,
        Line::Shift(by) => constant - by,
        Line::Times(by, part) => {
            let (scaled, by) = (constant * part, by);
            scaled.div_euclid(by) + i128::from(scaled.rem_euclid(by) != 0)
        }
        Line::Months(months) => first_day(ends, |day| moved(day, months) >= constant),
    }
}

/// The greatest point whose line value is at most the constant.
fn highest(line: Line, constant: i128, ends: (i128, i128)) -> i128 {
    match line {
        Line::Plain => constant,
        Line::Shift(_) if constant >= UNLIMITED => constant,
        Line::Shift(by) => constant - by,
        Line::Times(by, part) => (constant * part).div_euclid(by),
        Line::Months(months) => first_day(ends, |day| moved(day, months) > constant) - 1,
    }
}

/// The day so many months on; before or after the calendar where it would leave it.
pub fn moved(day: i128, months: i64) -> i128 {
    let outside = if months > 0 { calendar::LAST_DAY + 1 } else { -1 };
    calendar::plus_months(day, months).unwrap_or(outside)
}

/// The first day for which a rising question is answered yes; the day after the last where none is.
fn first_day((bottom, top): (i128, i128), asked: impl Fn(i128) -> bool) -> i128 {
    let (mut low, mut high) = (bottom, top + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if asked(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::calendar::point;
    use jiff::civil::date;

    #[test]
    fn factors_are_exact() {
        // 10 percent of a is at least 5: a is at least 50, and not 49.999999999.
        let hundred = Line::Times(10, 100);
        let five = 5_000_000_000;
        assert_eq!(range(Measure::Number, hundred, Order::AtLeast, five).unwrap().0, 50_000_000_000);
        // A third of a is 1, in ones: a is 3.
        assert_eq!(range(Measure::WholeNumber, Line::Times(1, 3), Order::Equal, 1), Some((3, 3)));
        assert_eq!(range(Measure::WholeNumber, Line::Times(2, 1), Order::Equal, 3), None);
    }

    #[test]
    fn months_take_the_last_day() {
        // day + 1 month is on or after 30 March: from 1 March on, for 28 February gives only 28 March.
        let from = point(date(2023, 3, 30)).unwrap();
        let (low, _) = range(Measure::Date, Line::Months(1), Order::AtLeast, from).unwrap();
        assert_eq!(low, point(date(2023, 3, 1)).unwrap());
        let until = point(date(2023, 2, 28)).unwrap();
        let (_, high) = range(Measure::Date, Line::Months(1), Order::AtMost, until).unwrap();
        assert_eq!(high, point(date(2023, 1, 31)).unwrap());
    }

    #[test]
    fn unlimited_is_above_all() {
        assert_eq!(range(Measure::Months, Line::Plain, Order::More, UNLIMITED), None);
        assert_eq!(range(Measure::Months, Line::Plain, Order::AtLeast, 72), Some((72, UNLIMITED)));
        assert_eq!(range(Measure::Months, Line::Plain, Order::AtMost, 72), Some((0, 72)));
    }
}
