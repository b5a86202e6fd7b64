//! Values and tests in Licit's own words, so that what a report says can be pasted into a text.

use fixedbitset::FixedBitSet;

use super::{Domain, Extent, Measure, Program, SetTest, Test, Type, UNLIMITED, Value, calendar};

/// A value as a fact or a table's cell states it: `5 years 11 months`, `religion and opinion`, `empty`.
pub fn value(program: &Program, ty: Type, value: &Value) -> String {
    match (ty, value) {
        (_, Value::YesNo(yes)) => if *yes { "yes" } else { "no" }.to_string(),
        (Type::Member(domain), Value::Member(member)) => program.domain(domain).name_of(*member).to_string(),
        (Type::Set(_), Value::Set(members)) if members.is_empty() => "empty".to_string(),
        (Type::Set(domain), Value::Set(members)) => {
            let domain = program.domain(domain);
            members.iter().map(|member| domain.name_of(*member)).collect::<Vec<_>>().join(" and ")
        }
        (Type::Point(measure), Value::Point(at)) => point(measure, *at),
        (_, Value::Text(words)) => text(words),
        // A value of another type than its fact: nothing makes one, and there is nothing to say of it.
        _ => "unknown".to_string(),
    }
}

/// A point on a line: `12 000.5`, `25 percent`, `EUR 10 000.50`, `2022-03-01`, `30 days`, `unlimited`.
pub fn point(measure: Measure, at: i128) -> String {
    match measure {
        Measure::WholeNumber => decimal(at, 0),
        Measure::Number => decimal(at, 9),
        Measure::Percentage => format!("{} percent", decimal(at, 9)),
        Measure::Money(currency) => {
            let places = u32::from(currency.exponent().unwrap_or(0));
            let amount = match at % 10_i128.pow(places) {
                0 => decimal(at, places),
                _ => with_places(at, places),
            };
            format!("{} {amount}", currency.code())
        }
        Measure::Date => calendar::day(at).map_or_else(|| "no day".to_string(), |day| day.to_string()),
        Measure::Months | Measure::Hours if at == UNLIMITED => "unlimited".to_string(),
        Measure::Months => units(&[(at / 12, "year"), (at % 12, "month")], "0 months"),
        Measure::Hours => units(&[(at / 24, "day"), (at % 24, "hour")], "0 days"),
    }
}

/// A text in quotation marks.
pub fn text(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What is said of a fact of which a test holds, or does not: `is not expression`, `is at least 5 years`.
pub fn test(program: &Program, ty: Type, test: &Test, holds: bool) -> String {
    match (test, ty) {
        (Test::Yes, _) => format!("is {}", if holds { "yes" } else { "no" }),
        (Test::OneOf(members), Type::Member(domain)) => one_of(program.domain(domain), members, holds),
        (Test::Within(ranges), Type::Point(measure)) => within(measure, ranges, holds),
        (Test::TextIs(texts), _) => listed(texts.iter().map(|words| text(words)).collect(), holds),
        (Test::Set(set), Type::Set(domain)) => set_test(program.domain(domain), set, holds),
        _ => "is known in part".to_string(),
    }
}

/// What is said of a fact of which each of these tests holds, or does not.
pub fn known(program: &Program, ty: Type, tests: &[(Test, bool)]) -> String {
    let included = |(test, holds): &(Test, bool)| match (test, holds, ty) {
        (Test::Set(SetTest::Includes(members)), true, Type::Set(domain)) => {
            names(program.domain(domain), members)
                .filter(|names| names.len() == 1)
                .map(|names| names[0].to_string())
        }
        _ => None,
    };
    match tests.iter().map(included).collect::<Option<Vec<String>>>() {
        Some(names) if names.len() > 1 => format!("includes all of {}", names.join(", ")),
        _ => tests
            .iter()
            .map(|(test, holds)| self::test(program, ty, test, *holds))
            .collect::<Vec<_>>()
            .join(" and "),
    }
}

/// The fewest names, widest first, that stand for exactly these members; `None` where no names do.
pub fn names<'a>(domain: &'a Domain, members: &FixedBitSet) -> Option<Vec<&'a str>> {
    let mut left = members.clone();
    let mut chosen: Vec<(usize, &str)> = Vec::new();
    while !left.is_clear() {
        let (place, term) = domain
            .terms
            .iter()
            .enumerate()
            .filter(|(_, term)| term.kinds.is_subset(members) && !term.kinds.is_disjoint(&left))
            .max_by_key(|(place, term)| (term.kinds.intersection_count(&left), std::cmp::Reverse(*place)))?;
        left.difference_with(&term.kinds);
        chosen.push((place, &term.name));
    }
    chosen.sort();
    Some(chosen.into_iter().map(|(_, name)| name).collect())
}

fn one_of(domain: &Domain, members: &FixedBitSet, holds: bool) -> String {
    if let Some(words) = in_order(domain, members, holds) {
        return words;
    }
    let mut others = domain.nothing();
    others.insert_range(..);
    others.difference_with(members);
    if domain.extent == Extent::Fixed {
        others.set(domain.terms.len(), false);
    }
    let (these, those) = (names(domain, members), names(domain, &others));
    // Of "is one of" and "is none of", whichever needs fewer names, as said before turned round.
    match (these, those) {
        (Some(these), Some(those)) if those.len() < these.len() && !those.is_empty() => {
            listed(owned(those), !holds)
        }
        (Some(these), _) => listed(owned(these), holds),
        (None, Some(those)) => listed(owned(those), !holds),
        (None, None) => "is known in part".to_string(),
    }
}

/// `is at least a`, `is less than a`, where the terms stand in order and these are several next to one another.
fn in_order(domain: &Domain, members: &FixedBitSet, holds: bool) -> Option<String> {
    let (from, to) = (members.minimum()?, members.maximum()?);
    let count = domain.terms.len();
    if !domain.ordered || to >= count || from == to || members.count_ones(..) != to - from + 1 {
        return None;
    }
    let name = |at: usize| &domain.terms[at].name;
    match (from == 0, to + 1 == count, holds) {
        (true, true, _) => None,
        (false, true, true) => Some(format!("is at least {}", name(from))),
        (false, true, false) => Some(format!("is less than {}", name(from))),
        (true, false, true) => Some(format!("is at most {}", name(to))),
        (true, false, false) => Some(format!("is more than {}", name(to))),
        (false, false, true) => Some(format!("is between {} and {}", name(from), name(to))),
        (false, false, false) => None,
    }
}

/// `is a`, `is not a`, `is one of a, b`, `is none of a, b`.
fn listed(names: Vec<String>, holds: bool) -> String {
    match (&names[..], holds) {
        ([name], true) => format!("is {name}"),
        ([name], false) => format!("is not {name}"),
        (_, true) => format!("is one of {}", names.join(", ")),
        (_, false) => format!("is none of {}", names.join(", ")),
    }
}

fn set_test(domain: &Domain, test: &SetTest, holds: bool) -> String {
    let none_of_them = domain.none_of_them().0 as usize;
    let named = |members: &FixedBitSet| {
        let mut terms = members.clone();
        let other = terms.contains(none_of_them);
        if other {
            terms.remove(none_of_them);
        }
        let mut named = names(domain, &terms).map(owned).unwrap_or_default();
        named.extend(other.then(|| "other".to_owned()));
        named
    };
    match (test, holds) {
        (SetTest::Empty, true) => "is empty".to_string(),
        (SetTest::Empty, false) => "is not empty".to_string(),
        (SetTest::Includes(members), holds) => match (&named(members)[..], holds) {
            ([name], true) => format!("includes {name}"),
            (names, true) => format!("includes any of {}", names.join(", ")),
            (names, false) => format!("includes none of {}", names.join(", ")),
        },
        (SetTest::Only(members), holds) => {
            let not = if holds { "" } else { "not " };
            match &named(members)[..] {
                [name] => format!("is {not}only {name}"),
                names => format!("is {not}only any of {}", names.join(", ")),
            }
        }
        (SetTest::Exactly(groups), holds) => {
            let not = if holds { "" } else { "not " };
            let groups: Vec<String> = groups.iter().flat_map(named).collect();
            format!("is {not}exactly {}", groups.join(", "))
        }
    }
}

fn within(measure: Measure, ranges: &[(i128, i128)], holds: bool) -> String {
    let ranges = if holds { ranges.to_vec() } else { gaps(measure, ranges) };
    let (least, greatest) = ends(measure);
    let (at_least, at_most) = match measure {
        Measure::Date => ("is on or after", "is on or before"),
        _ => ("is at least", "is at most"),
    };
    let point = |at| point(measure, at);
    match ranges[..] {
        [(from, to)] if from == to => format!("is {}", point(from)),
        [(from, to)] if from <= least && to >= greatest => "may be anything".to_string(),
        [(from, to)] if from <= least => format!("{at_most} {}", point(to)),
        [(from, to)] if to >= greatest => format!("{at_least} {}", point(from)),
        [(from, to)] => format!("is between {} and {}", point(from), point(to)),
        [(first, before), (after, last)] if first <= least && last >= greatest && before + 2 == after => {
            format!("is not {}", point(before + 1))
        }
        _ => {
            let told: Vec<String> = ranges
                .iter()
                .map(|(from, to)| match from == to {
                    true => point(*from),
                    false => format!("between {} and {}", point(*from), point(*to)),
                })
                .collect();
            format!("is {}", told.join(" or "))
        }
    }
}

/// The least and the greatest point of a line, `unlimited` among them.
fn ends(measure: Measure) -> (i128, i128) {
    let (least, greatest) = measure.range();
    (least, if measure.can_be_unlimited() { UNLIMITED } else { greatest })
}

/// What of the line lies outside these ranges.
fn gaps(measure: Measure, ranges: &[(i128, i128)]) -> Vec<(i128, i128)> {
    let (least, greatest) = ends(measure);
    let mut gaps = Vec::new();
    let mut next = least;
    for (from, to) in ranges {
        if *from > next {
            gaps.push((next, from - 1));
        }
        next = next.max(to.saturating_add(1));
    }
    if next <= greatest {
        gaps.push((next, greatest));
    }
    gaps
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_string).collect()
}

/// A count of smallest units as a decimal, its digits in groups, no zeros at its end.
fn decimal(units: i128, places: u32) -> String {
    let written = with_places(units, places);
    match written.contains('.') {
        true => written.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => written,
    }
}

/// A count of smallest units as a decimal with all its places, its digits in groups.
fn with_places(units: i128, places: u32) -> String {
    let one = 10_i128.pow(places).unsigned_abs();
    let (whole, rest) = (units.unsigned_abs() / one, units.unsigned_abs() % one);
    let sign = if units < 0 { "-" } else { "" };
    match places {
        0 => format!("{sign}{}", grouped(whole)),
        _ => format!("{sign}{}.{rest:0width$}", grouped(whole), width = places as usize),
    }
}

/// `12 500`; four digits stand together.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

fn units(parts: &[(i128, &str)], nothing: &str) -> String {
    let told: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number != 0)
        .map(|(number, unit)| {
            format!("{} {unit}{}", grouped(number.unsigned_abs()), if *number == 1 { "" } else { "s" })
        })
        .collect();
    if told.is_empty() { nothing.to_string() } else { told.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::super::Term;
    use super::*;
    use crate::program::Extent;
    use iso_currency::Currency;

    #[test]
    fn points_are_written_as_a_drafter_writes_them() {
        let cases = [
            (Measure::WholeNumber, 12, "12"),
            (Measure::WholeNumber, -4321, "-4321"),
            (Measure::WholeNumber, 1_234_567, "1 234 567"),
            (Measure::Number, 1_500_000_000, "1.5"),
            (Measure::Number, -1, "-0.000000001"),
            (Measure::Number, 100_000_000_000, "100"),
            (Measure::Percentage, 25_000_000_000, "25 percent"),
            (Measure::Percentage, 12_500_000_000, "12.5 percent"),
            (Measure::Money(Currency::EUR), 1_000_050, "EUR 10 000.50"),
            (Measure::Money(Currency::EUR), 1_000_000, "EUR 10 000"),
            (Measure::Money(Currency::JPY), 12_345, "JPY 12 345"),
            (Measure::Date, 0, "0001-01-01"),
            (Measure::Date, calendar::LAST_DAY, "9999-12-31"),
            (Measure::Months, 71, "5 years 11 months"),
            (Measure::Months, 12, "1 year"),
            (Measure::Months, 0, "0 months"),
            (Measure::Months, UNLIMITED, "unlimited"),
            (Measure::Hours, 720, "30 days"),
            (Measure::Hours, 36, "1 day 12 hours"),
            (Measure::Hours, 0, "0 days"),
        ];
        for (measure, at, written) in cases {
            assert_eq!(point(measure, at), written);
        }
        assert_eq!(text("a \"b\" \\"), r#""a \"b\" \\""#);
    }

    #[test]
    fn ranges_are_said_in_the_language() {
        let line = ends(Measure::Months);
        let cases = [
            (vec![(60, line.1)], true, "is at least 5 years"),
            (vec![(60, line.1)], false, "is at most 4 years 11 months"),
            (vec![(0, 60)], true, "is at most 5 years"),
            (vec![(60, 60)], true, "is 5 years"),
            (vec![(60, 60)], false, "is not 5 years"),
            (vec![(12, 24)], true, "is between 1 year and 2 years"),
            (vec![(1, 1), (3, 4)], true, "is 1 month or between 3 months and 4 months"),
        ];
        for (ranges, holds, said) in cases {
            assert_eq!(within(Measure::Months, &ranges, holds), said);
        }
        assert_eq!(within(Measure::Date, &[(365, calendar::LAST_DAY)], true), "is on or after 0002-01-01");
    }

    #[test]
    fn the_widest_terms_stand_for_their_kinds() {
        let term = |name: &str, kinds: &[usize]| Term {
            name: name.into(),
            title: None,
            kinds: kinds.iter().copied().collect::<FixedBitSet>(),
        };
        let mut terms = vec![
            term("attack", &[0, 1]),
            term("killing", &[1]),
            term("speech", &[2]),
            term("other-act", &[3]),
        ];
        terms.iter_mut().for_each(|term| term.kinds.grow(5));
        let domain = Domain {
            name: "act".into(),
            title: None,
            terms: terms.into(),
            extent: Extent::Open,
            ordered: false,
            span: None,
        };
        let mut members = domain.nothing();
        members.extend([0, 1, 2]);
        assert_eq!(names(&domain, &members), Some(vec!["attack", "speech"]));
        assert_eq!(one_of(&domain, &members, true), "is one of attack, speech");
        assert_eq!(one_of(&domain, &members, false), "is none of attack, speech");
        members.insert(4);
        assert_eq!(names(&domain, &members), None);
        assert_eq!(one_of(&domain, &members, true), "is not other-act");
    }
}
