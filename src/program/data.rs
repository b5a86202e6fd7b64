//! Values as facts in data have them: the form documented for JSON, the same in and out.

use serde_json::{Value as Json, json};

use super::{Domain, Measure, Program, Type, UNLIMITED, Value, calendar, words};

/// A value as JSON: terms and dates as text, durations as ISO 8601, a number as one unless it has more
/// digits than every reader of JSON keeps; then it is a decimal in a text.
pub fn value(program: &Program, ty: Type, value: &Value) -> Json {
    match (ty, value) {
        (_, Value::YesNo(yes)) => json!(yes),
        (Type::Member(domain), Value::Member(member)) => json!(program.domain(domain).name_of(*member)),
        (Type::Set(domain), Value::Set(members)) => {
            let domain: &Domain = program.domain(domain);
            members.iter().map(|member| json!(domain.name_of(*member))).collect()
        }
        (Type::Point(measure), Value::Point(at)) => point(measure, *at),
        (_, Value::Text(words)) => json!(&**words),
        _ => Json::Null,
    }
}

/// A point on a line as JSON.
pub fn point(measure: Measure, at: i128) -> Json {
    match measure {
        Measure::WholeNumber => number(at, 0),
        Measure::Number | Measure::Percentage => number(at, 9),
        Measure::Money(currency) => number(at, u32::from(currency.exponent().unwrap_or(0))),
        Measure::Date => calendar::day(at).map_or(Json::Null, |day| json!(day.to_string())),
        Measure::Months | Measure::Hours => json!(duration(measure, at)),
    }
}

/// A duration by ISO 8601, `P5Y11M` or `P1DT12H`, or `unlimited`.
pub fn duration(measure: Measure, at: i128) -> String {
    let part = |number: i128, unit: char| if number == 0 { String::new() } else { format!("{number}{unit}") };
    match measure {
        _ if at == UNLIMITED => words::point(Measure::Months, at),
        Measure::Months if at == 0 => "P0M".to_string(),
        Measure::Months => format!("P{}{}", part(at / 12, 'Y'), part(at % 12, 'M')),
        _ if at == 0 => "P0D".to_string(),
        _ => {
            let time = part(at % 24, 'H');
            format!("P{}{}{time}", part(at / 24, 'D'), if time.is_empty() { "" } else { "T" })
        }
    }
}

/// Fifteen significant digits survive a binary floating-point number; more are kept in a text.
fn number(units: i128, places: u32) -> Json {
    let one = 10_i128.pow(places);
    if units % one == 0 && (units / one).abs() < 1_000_000_000_000_000 {
        return json!((units / one) as i64);
    }
    let sign = if units < 0 { "-" } else { "" };
    let fraction = format!("{:0width$}", (units % one).abs(), width = places as usize);
    let written = format!("{sign}{}.{}", (units / one).abs(), fraction.trim_end_matches('0'));
    let digits = written.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    match written.parse::<f64>() {
        Ok(float) if digits <= 15 => json!(float),
        _ => json!(written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iso_currency::Currency;

    #[test]
    fn no_digit_is_lost() {
        let cases = [
            (Measure::WholeNumber, -5, json!(-5)),
            (Measure::WholeNumber, 999_999_999_999_999, json!(999_999_999_999_999_i64)),
            (Measure::Number, 1_500_000_000, json!(1.5)),
            (Measure::Number, -1, json!(-0.000000001)),
            (Measure::Number, 123_456_789_012_123_456_789, json!("123456789012.123456789")),
            (Measure::Percentage, 25_000_000_000, json!(25)),
            (Measure::Money(Currency::EUR), 1_000_050, json!(10000.5)),
            (Measure::Date, 0, json!("0001-01-01")),
            (Measure::Months, 71, json!("P5Y11M")),
            (Measure::Months, 0, json!("P0M")),
            (Measure::Months, UNLIMITED, json!("unlimited")),
            (Measure::Hours, 720, json!("P30D")),
            (Measure::Hours, 36, json!("P1DT12H")),
            (Measure::Hours, 5, json!("PT5H")),
        ];
        for (measure, at, written) in cases {
            assert_eq!(point(measure, at), written);
        }
    }
}
