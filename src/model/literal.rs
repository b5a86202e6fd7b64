//! Constants as written to values of a type: exact decimals, calendar days, durations, money, members.

use std::str::FromStr;
use std::sync::Arc;

use iso_currency::Currency;
use unicode_normalization::UnicodeNormalization;

use crate::problem::Problem;
use crate::problem::likely::{likely, row};
use crate::problem::name::{Likely, NameKind, NameProblem};
use crate::problem::value::ValueProblem;
use crate::program::{COUNTRIES, Domain, DomainId, Measure, Member, Type, UNLIMITED, Value, calendar};
use crate::source::Span;
use crate::syntax::tree::{Literal, LiteralKind, Unit};

/// How a type is called in a message, and an example of its values.
pub fn describe(ty: Type, domains: &[Domain]) -> (String, String) {
    let pair = |name: &str, example: &str| (name.to_owned(), format!("`{example}`"));
    let example = |id: DomainId| {
        let terms = &domains[id.0 as usize].terms;
        if id == COUNTRIES {
            "FR".to_owned()
        } else {
            terms.first().map_or_else(String::new, |t| t.name.to_string())
        }
    };
    match ty {
        Type::YesNo => pair("`yes` or `no`", "yes"),
        Type::Member(COUNTRIES) => pair("a country", "FR"),
        Type::Member(id) => {
            (format!("a term of `{}`", domains[id.0 as usize].name), format!("`{}`", example(id)))
        }
        Type::Set(COUNTRIES) => pair("a set of countries", "FR and DE"),
        Type::Set(id) => {
            (format!("a set of `{}`", domains[id.0 as usize].name), format!("`{}`", example(id)))
        }
        Type::Point(Measure::Number) => pair("a number", "1.5"),
        Type::Point(Measure::WholeNumber) => pair("a whole number", "12"),
        Type::Point(Measure::Percentage) => pair("a percentage", "25 percent"),
        Type::Point(Measure::Money(currency)) => {
            (format!("an amount in {}", currency.code()), format!("`{} 500`", currency.code()))
        }
        Type::Point(Measure::Date) => pair("a date", "2022-03-01"),
        Type::Point(Measure::Months) => pair("a duration in years and months", "5 years 11 months"),
        Type::Point(Measure::Hours) => pair("a duration in weeks, days or hours", "30 days"),
        Type::Text => pair("a text", "\"...\""),
    }
}

/// What a constant is, for a message.
fn called(kind: &LiteralKind) -> String {
    match kind {
        LiteralKind::Yes | LiteralKind::No => "an answer, yes or no".to_owned(),
        LiteralKind::Number(_) => "a plain number".to_owned(),
        LiteralKind::Percent(_) => "a percentage".to_owned(),
        LiteralKind::Money(money) => format!("an amount in {}", money.currency),
        LiteralKind::Date(_) => "a date".to_owned(),
        LiteralKind::Duration(_) | LiteralKind::Unlimited => "a duration".to_owned(),
        LiteralKind::Text(_) => "a text".to_owned(),
        LiteralKind::Country(_) => "a country".to_owned(),
        LiteralKind::Other(_) => "a value that no term names".to_owned(),
        LiteralKind::Name(_) => "a name".to_owned(),
    }
}

/// A decimal as a whole number of `10^-places`; `None` where it has more places, or digits beyond 15
/// before the point.
pub fn decimal(digits: &str, places: u32) -> Option<i128> {
    let (sign, digits) = digits.strip_prefix('-').map_or((1, digits), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places as usize || whole.trim_start_matches('0').len() > 15 {
        return None;
    }
    let shown = format!("{whole}{fraction:0<width$}", width = places as usize);
    shown.parse::<i128>().ok().map(|value| sign * value)
}

/// The point of a duration; in months where `in_months`, else in hours.
enum Length {
    Months(i128),
    Hours(i128),
}

fn length(parts: &[(Arc<str>, Unit)], span: Span) -> Result<Length, ValueProblem> {
    let too_long = || ValueProblem::TooLong { what: "duration", span };
    let mut months = None;
    let mut hours = None;
    for (digits, unit) in parts {
        let wrong = |wanted: &str, found: &str| ValueProblem::WrongKind {
            wanted: wanted.to_owned(),
            example: "`2 years 6 months`".to_owned(),
            found: found.to_owned(),
            span,
            declared: None,
        };
        if digits.contains('.') {
            return Err(wrong("a duration in whole numbers", "a number with decimals"));
        }
        if digits.starts_with('-') {
            return Err(wrong("a duration of zero or more", "one below zero"));
        }
        let count = decimal(digits, 0).ok_or_else(too_long)?;
        let (sum, factor) = match unit {
            Unit::Years => (&mut months, 12),
            Unit::Months => (&mut months, 1),
            Unit::Weeks => (&mut hours, 24 * 7),
            Unit::Days => (&mut hours, 24),
            Unit::Hours => (&mut hours, 1),
        };
        *sum = Some(sum.unwrap_or(0) + count * factor);
    }
    let checked = |point: i128| {
        if point > Measure::Months.range().1 { Err(too_long()) } else { Ok(point) }
    };
    match (months, hours) {
        (Some(months), None) => Ok(Length::Months(checked(months)?)),
        (None, Some(hours)) => Ok(Length::Hours(checked(hours)?)),
        _ => Err(ValueProblem::MixedDuration { span }),
    }
}

/// The measure and the point of a duration that may be of either sort.
pub fn duration(literal: &Literal) -> Result<(Measure, i128), ValueProblem> {
    match &literal.kind {
        LiteralKind::Duration(parts) => Ok(match length(parts, literal.span)? {
            Length::Months(point) => (Measure::Months, point),
            Length::Hours(point) => (Measure::Hours, point),
        }),
        other => Err(ValueProblem::WrongKind {
            wanted: "a duration".to_owned(),
            example: "`30 days`".to_owned(),
            found: called(other),
            span: literal.span,
            declared: None,
        }),
    }
}

/// The point of a day; a day that does not exist is told.
pub fn date(literal: &Literal) -> Result<i128, ValueProblem> {
    match &literal.kind {
        LiteralKind::Date(digits) => jiff::civil::Date::from_str(digits)
            .ok()
            .and_then(calendar::point)
            .ok_or_else(|| ValueProblem::NoSuchDay { date: digits.to_string(), span: literal.span }),
        other => Err(ValueProblem::WrongKind {
            wanted: "a date".to_owned(),
            example: "`2022-03-01`".to_owned(),
            found: called(other),
            span: literal.span,
            declared: None,
        }),
    }
}

/// The member of a domain that a name means; an unknown one is told with the likely one.
pub fn member(name: &str, span: Span, id: DomainId, domains: &[Domain]) -> Result<Member, Problem> {
    let domain = &domains[id.0 as usize];
    if let Some(member) = domain.member(name) {
        return Ok(member);
    }
    let names = || domain.terms.iter().map(|term| &*term.name);
    Err(NameProblem::Unknown {
        kind: if id == COUNTRIES {
            NameKind::Country
        } else if id == crate::program::ACTIONS {
            NameKind::Action
        } else {
            NameKind::Term(domain.name.to_string())
        },
        name: name.to_owned(),
        span,
        likely: if id == COUNTRIES {
            capitals(name, domain)
        } else {
            likely(name, names()).map(|name| Likely { name: name.to_owned(), declared: None })
        },
        known: if id == COUNTRIES { String::new() } else { row(names(), 6) },
    }
    .into())
}

/// The code in capitals, where the name is one but for them.
pub fn capitals(name: &str, countries: &Domain) -> Option<Likely> {
    let code = name.to_uppercase();
    (code != name && countries.member(&code).is_some()).then_some(Likely { name: code, declared: None })
}

/// The value of a constant that stands where a value of `ty` is meant. `declared` is where that type comes
/// from, for the message. Sets are made of their members by the caller: for a set type this gives the one
/// member named.
pub fn value(
    literal: &Literal,
    ty: Type,
    declared: Option<Span>,
    domains: &[Domain],
) -> Result<Value, Problem> {
    let span = literal.span;
    let wrong = || {
        let (wanted, example) = describe(ty, domains);
        if let LiteralKind::Number(digits) = &literal.kind
            && matches!(ty, Type::Point(measure) if measure != Measure::Date)
        {
            return Problem::from(ValueProblem::BareNumber {
                number: digits.to_string(),
                wanted,
                example,
                span,
                declared,
            });
        }
        ValueProblem::WrongKind { wanted, example, found: called(&literal.kind), span, declared }.into()
    };
    let point = |point: Option<i128>, what| {
        point.map(Value::Point).ok_or_else(|| ValueProblem::TooLong { what, span }.into())
    };
    match (ty, &literal.kind) {
        (Type::YesNo, LiteralKind::Yes) => Ok(Value::YesNo(true)),
        (Type::YesNo, LiteralKind::No) => Ok(Value::YesNo(false)),
        // `Yes`: its spelling was told, and what it means is plain.
        (Type::YesNo, LiteralKind::Name(name)) if &**name == "yes" => Ok(Value::YesNo(true)),
        (Type::YesNo, LiteralKind::Name(name)) if &**name == "no" => Ok(Value::YesNo(false)),
        (Type::Member(id) | Type::Set(id), LiteralKind::Name(name) | LiteralKind::Country(name)) => {
            member(name, span, id, domains).map(Value::Member)
        }
        (Type::Text, LiteralKind::Text(text)) => Ok(Value::Text(normal(text))),
        (Type::Point(Measure::Number), LiteralKind::Number(digits)) => point(decimal(digits, 9), "number"),
        (Type::Point(Measure::WholeNumber), LiteralKind::Number(digits)) => {
            if digits.contains('.') {
                Err(wrong_whole(span, declared))
            } else {
                point(decimal(digits, 0), "number")
            }
        }
        (Type::Point(Measure::Percentage), LiteralKind::Percent(digits)) => {
            point(decimal(digits, 9), "percentage")
        }
        (Type::Point(Measure::Money(currency)), LiteralKind::Money(money)) => {
            let (code, amount) = (&money.currency, &money.amount);
            if Currency::from_code(code).is_none() {
                return Err(unknown_currency(code, span));
            }
            if currency.code() != &**code {
                return Err(ValueProblem::OtherCurrency {
                    found: code.to_string(),
                    wanted: currency.code().to_owned(),
                    span,
                    declared,
                }
                .into());
            }
            point(decimal(amount, u32::from(currency.exponent().unwrap_or(0))), "amount")
        }
        (Type::Point(Measure::Date), LiteralKind::Date(_)) => Ok(Value::Point(date(literal)?)),
        (Type::Point(Measure::Months | Measure::Hours), LiteralKind::Unlimited) => {
            Ok(Value::Point(UNLIMITED))
        }
        (Type::Point(measure @ (Measure::Months | Measure::Hours)), LiteralKind::Duration(parts)) => {
            match (measure, length(parts, span)?) {
                (Measure::Months, Length::Months(point)) | (Measure::Hours, Length::Hours(point)) => {
                    Ok(Value::Point(point))
                }
                _ => Err(ValueProblem::MonthsWithDays {
                    in_months: measure == Measure::Months,
                    span,
                    declared,
                }
                .into()),
            }
        }
        _ => Err(wrong()),
    }
}

fn wrong_whole(span: Span, declared: Option<Span>) -> Problem {
    ValueProblem::WrongKind {
        wanted: "a whole number".to_owned(),
        example: "`12`".to_owned(),
        found: "a number with decimals".to_owned(),
        span,
        declared,
    }
    .into()
}

/// The message for a currency that does not exist.
pub fn unknown_currency(code: &str, span: Span) -> Problem {
    NameProblem::Unknown {
        kind: NameKind::Currency,
        name: code.to_owned(),
        span,
        likely: None,
        known: String::new(),
    }
    .into()
}

/// A text as it is compared: after Unicode NFC.
pub fn normal(text: &str) -> Arc<str> {
    text.nfc().collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_or_refused() {
        assert_eq!(decimal("1.5", 9), Some(1_500_000_000));
        assert_eq!(decimal("-0.000000001", 9), Some(-1));
        assert_eq!(decimal("0.0000000001", 9), None);
        assert_eq!(decimal("999999999999999", 0), Some(999_999_999_999_999));
        assert_eq!(decimal("1000000000000000", 0), None);
        assert_eq!(decimal("10.50", 2), Some(1050));
        assert_eq!(decimal("10.505", 2), None);
    }
}
