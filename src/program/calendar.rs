//! Days as points: the calendar of ISO 8601 through jiff, from 0001-01-01 to 9999-12-31.

use std::sync::LazyLock;

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

/// The last of so many working days after a day: Monday to Friday, but for the holidays, which are given ascending.
/// `None` outside the calendar.
pub fn plus_working_days(point: i128, days: i128, holidays: &[i128]) -> Option<i128> {
    let works = |day: i128| day.rem_euclid(7) < 5;
    let (mut at, mut left) = (point, days);
    while left > 0 {
        // Any seven days have five from Monday to Friday; the last few are counted one by one.
        let weeks = (left - 1) / 5;
        let next = at + 7 * weeks;
        if next > LAST_DAY {
            return None;
        }
        let off = holidays.iter().filter(|day| at < **day && **day <= next && works(**day)).count();
        left += off as i128 - 5 * weeks;
        at = next;
        if weeks == 0 {
            at += 1;
            left -= i128::from(works(at) && holidays.binary_search(&at).is_err());
        }
    }
    (at <= LAST_DAY).then_some(at)
}

/// The days after which the calendar repeats itself: 400 years of them.
pub const CYCLE: i128 = 146_097;

/// So many months later, even where that is beyond the calendar.
pub fn months_later(point: i128, months: i64) -> i128 {
    // Small numbers are divided in a fraction of the time, and this is asked millions of times.
    let (cycle, day) = match i32::try_from(point) {
        Ok(point) => (i128::from(point.div_euclid(CYCLE as i32)), i128::from(point.rem_euclid(CYCLE as i32))),
        Err(_) => (point.div_euclid(CYCLE), point.rem_euclid(CYCLE)),
    };
    let many = FIRSTS.len() as i64 - 1;
    let mut month = (day as i64 * many / CYCLE as i64) as usize;
    while FIRSTS[month] > day {
        month -= 1;
    }
    while FIRSTS[month + 1] <= day {
        month += 1;
    }
    let reached = (month as i64).saturating_add(months);
    let (cycles, reached) = (reached.div_euclid(many), reached.rem_euclid(many) as usize);
    let last = FIRSTS[reached + 1] - 1;
    (cycle + i128::from(cycles)) * CYCLE + (FIRSTS[reached] + day - FIRSTS[month]).min(last)
}

/// The first of March, after a day, of a year that is no leap year though the fourth after one: 1900, 2100.
pub fn leapless(after: i128) -> i128 {
    let cycle = after.div_euclid(CYCLE) * CYCLE;
    let turns = [100, 200, 300, 500].map(|year| cycle + months_later(0, (year - 1) * 12 + 2));
    turns.into_iter().find(|turn| *turn > after).unwrap_or(cycle + CYCLE)
}

/// How many days so many months have at least and at most; no more and no fewer from any day of a month, for one
/// that is moved to the month's last day has passed just the months that begin on the day after.
pub fn months_long(months: i64) -> (i128, i128) {
    let lengths = FIRSTS.iter().map(|first| months_later(*first, months) - first);
    lengths.fold((i128::MAX, i128::MIN), |(least, most), long| (least.min(long), most.max(long)))
}

/// The first day of each month of the first 400 years, and of the month after them.
static FIRSTS: LazyLock<Vec<i128>> = LazyLock::new(|| (0..=4800).filter_map(|m| plus_months(0, m)).collect());

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
    fn working_days_are_counted_as_one_counts_them() {
        let on = |year, month, day| point(date(year, month, day)).unwrap();
        // 0001-01-01 is a Monday, as is 2024-01-01.
        assert_eq!(on(2024, 1, 1).rem_euclid(7), 0);
        let holidays = [on(2024, 1, 1), on(2024, 3, 29), on(2024, 4, 1), on(2024, 5, 4)];
        for from in on(2023, 12, 20)..on(2024, 5, 10) {
            for many in 1..80 {
                let mut counted = (from + 1..).filter(|day| day.rem_euclid(7) < 5 && !holidays.contains(day));
                assert_eq!(plus_working_days(from, many, &holidays), counted.nth(many as usize - 1));
            }
        }
        assert_eq!(plus_working_days(LAST_DAY - 1, 9, &[]), None);
        assert_eq!(plus_working_days(0, i128::from(i64::MAX), &[]), None);
    }

    #[test]
    fn months_keep_the_day_or_take_the_last() {
        let january = point(date(2024, 1, 31)).unwrap();
        assert_eq!(day(plus_months(january, 1).unwrap()), Some(date(2024, 2, 29)));
        assert_eq!(day(plus_months(january, -2).unwrap()), Some(date(2023, 11, 30)));
        assert_eq!(plus_months(january, 12 * 9000), None);
    }

    #[test]
    fn months_run_on_beyond_the_calendar() {
        for point in (0..LAST_DAY).step_by(97).chain([58, 59, 1000, 738_000]) {
            for months in [-4801, -13, -1, 0, 1, 11, 12, 4799] {
                if let Some(day) = plus_months(point, months) {
                    assert_eq!(months_later(point, months), day);
                }
            }
        }
        assert!(months_later(LAST_DAY, 1) > LAST_DAY);
        assert!(months_later(0, -1) < 0);
        assert_eq!(months_later(-CYCLE, 1), 31 - CYCLE);
    }

    #[test]
    fn some_centuries_have_no_leap_day() {
        let march = |year| point(date(year, 3, 1)).unwrap();
        assert_eq!(leapless(march(1999)), march(2100));
        assert_eq!(leapless(march(2100) - 1), march(2100));
        assert_eq!(leapless(march(2100)), march(2200));
        assert_eq!(leapless(march(2300)), march(2500));
    }

    #[test]
    fn months_are_as_long_as_they_are_from_some_day() {
        for months in [-13, -1, 0, 1, 2, 12, 48] {
            let lengths = (0..CYCLE).map(|day| months_later(day, months) - day);
            assert_eq!(months_long(months), (lengths.clone().min().unwrap(), lengths.max().unwrap()));
        }
        assert_eq!(months_long(1), (28, 31));
        assert_eq!(months_long(48), (1460, 1461));
    }
}
