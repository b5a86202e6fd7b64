//! Days as points: the calendar of ISO 8601 through jiff, from 0001-01-01 to 9999-12-31.

use jiff::Span as Period;
use jiff::civil::{Date, date};

/// The point of 9999-12-31.
pub const LAST_DAY: i128 = 3_652_058;

const FIRST: Date = date(1, 1, 1);

/// The point of a calendar day; `None` before 0001-01-01.
pub fn point(day: Date) -> Option<i128> {
    let days = i128::from(day.since((jiff::Unit::Day, FIRST)).ok()?.get_days());
    (0..=LAST_DAY).contains(&days).then_some(days)
}

/// The calendar day of a point; `None` outside the calendar.
pub fn day(point: i128) -> Option<Date> {
    let days = i32::try_from(point).ok()?;
    (0..=LAST_DAY).contains(&point).then(|| FIRST.checked_add(Period::new().days(days)).ok()).flatten()
}

/// The day so many months later (or earlier): the same day of the month, or the month's last where there
/// is none. `None` outside the calendar.
pub fn plus_months(point: i128, months: i64) -> Option<i128> {
    let months = i32::try_from(months).ok()?;
    self::point(day(point)?.checked_add(Period::new().try_months(months).ok()?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_ends_where_the_language_says() {
        assert_eq!(point(date(1, 1, 1)), Some(0));
        assert_eq!(point(date(9999, 12, 31)), Some(LAST_DAY));
        assert_eq!(day(LAST_DAY), Some(date(9999, 12, 31)));
        assert_eq!(day(LAST_DAY + 1), None);
    }

    #[test]
    fn months_keep_the_day_or_take_the_last() {
        let january = point(date(2024, 1, 31)).unwrap();
        assert_eq!(day(plus_months(january, 1).unwrap()), Some(date(2024, 2, 29)));
        assert_eq!(day(plus_months(january, -2).unwrap()), Some(date(2023, 11, 30)));
        assert_eq!(plus_months(january, 12 * 9000), None);
    }
}
