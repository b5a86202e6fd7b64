//! What somebody writes who is used to other ways: dates, money, numbers and signs.
//!
//! Each function looks at the letters around one place, and answers where nothing else could be read there.

use std::ops::Range;

/// The word at the beginning of a text, or the one sign there.
pub(super) fn word(rest: &str) -> &str {
    let end = rest.find(|c: char| !in_word(c)).unwrap_or(rest.len());
    let first = rest.chars().next().map_or(0, char::len_utf8);
    &rest[..end.max(first)]
}

/// The last word before a place, on the same line or one above.
pub(super) fn word_before(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text[..at].trim_end_matches(|c: char| !in_word(c));
    let start = before
        .rfind(|c: char| !in_word(c))
        .map_or(0, |start| start + before[start..].chars().next().map_or(0, char::len_utf8));
    (start < before.len()).then_some(start..before.len())
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// What stands between blanks and commas around a place.
fn token(text: &str, at: usize) -> Range<usize> {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | '"');
    let start = text[..at]
        .rfind(ends)
        .map_or(0, |start| start + text[start..].chars().next().map_or(0, char::len_utf8));
    let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
    start..end.max(start)
}

/// `1.3.2022`, `2022/03/01`, `1 March 2022`, `March 1, 2022`.
pub(super) fn date(text: &str, at: usize) -> Option<Range<usize>> {
    let range = token(text, at);
    let parts: Vec<&str> =
        text[range.clone()].split(['.', '/', '-']).filter(|part| !part.is_empty()).collect();
    let figures =
        |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    if let [first, second, third] = parts.as_slice()
        && [first, second, third].iter().all(|part| figures(part))
        && (first.len() == 4 || third.len() == 4)
    {
        return Some(range);
    }
    let word = word(&text[at..]);
    let (day, month) = match figures(word) {
        true => {
            let rest = text[at + word.len()..].trim_start_matches(['.', ' ']);
            (at, text.len() - rest.len())
        }
        false => {
            (word_before(text, at).filter(|day| figures(&text[day.clone()])).map_or(at, |day| day.start), at)
        }
    };
    let name = self::word(&text[month..]);
    is_month(name)
        .then(|| {
            let rest = &text[month + name.len()..];
            let year = rest.trim_start_matches(|c: char| c == ' ' || c == ',' || c.is_ascii_digit());
            let end = month + name.len() + rest[..rest.len() - year.len()].trim_end_matches([' ', ',']).len();
            day..end
        })
        .filter(|range| text[range.clone()].contains(|c: char| c.is_ascii_digit()))
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    word.starts_with(char::is_uppercase) && word.len() >= 3 && {
        let lower = word.to_lowercase();
        MONTHS.iter().any(|month| month.starts_with(&lower))
    }
}

/// `1,5`: the number, and how to write it.
pub(super) fn decimal_comma(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let rest = text[at..].strip_prefix(',')?;
    let decimals = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let whole = text[..at].len() - text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    (decimals > 0 && whole > 0).then(|| {
        let range = at - whole..at + 1 + decimals;
        let instead = text[range.clone()].replace(',', ".");
        (range, instead)
    })
}

/// `10 000 EUR`, `€ 10`: the amount, and how to write it where the currency is plain.
pub(super) fn money(text: &str, at: usize) -> Option<(Range<usize>, Option<String>)> {
    let rest = &text[at..];
    let (currency, written, sign) = match rest.chars().next()? {
        '€' => ("EUR", '€'.len_utf8(), true),
        '£' => ("GBP", '£'.len_utf8(), true),
        other @ ('$' | '¥') => ("", other.len_utf8(), true),
        _ => (word(rest), word(rest).len(), false),
    };
    if !sign && (currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase())) {
        return None;
    }
    let before = text[..at].trim_end();
    let amount =
        before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | '\u{A0}'));
    let amount = amount.len() + before[amount.len()..].len()
        - before[amount.len()..].trim_start_matches([' ', ',', '.']).len();
    if amount < before.len() {
        let instead = format!("{currency} {}", before[amount..].replace(',', " "));
        return Some((amount..at + written, Some(instead).filter(|_| !currency.is_empty())));
    }
    if !sign {
        return None;
    }
    let after = &rest[written..];
    let figures = after.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | ','));
    let end = at + written + after[..after.len() - figures.len()].trim_end().len();
    let figures = text[at + written..end].trim().replace(',', " ");
    let instead =
        Some(format!("{currency} {figures}")).filter(|_| !currency.is_empty() && !figures.is_empty());
    Some((at..end, instead))
}

/// `5years`: the words, and how to write them.
pub(super) fn glued_unit(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let word = word(&text[at..]);
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = &word[..word.len() - unit.len()];
    let plain = unit.trim_start_matches('-');
    let known = matches!(plain.trim_end_matches('s'), "year" | "month" | "week" | "day" | "hour" | "percent");
    (known && !figures.is_empty()).then(|| (at..at + word.len(), format!("{figures} {plain}")))
}

/// A sign of another language at a place, and the words to use.
pub(super) fn sign(text: &str, at: usize) -> Option<(Range<usize>, &'static str)> {
    if let Some(range) = and_or(text, at) {
        return Some((
            range,
            "`and` or `or`, whichever is meant; of two things, `or` holds also where both do",
        ));
    }
    let rest = &text[at..];
    let (_, instead) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
    let length = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)).map_or(1, |(sign, _)| sign.len());
    Some((at..at + length, instead))
}

/// Longer signs before those that begin them.
const SIGNS: [(&str, &str); 33] = [
    (">=", "`is at least`, or of a date `is on or after`"),
    ("=>", "`is at least`, or of a date `is on or after`"),
    ("<=", "`is at most`, or of a date `is on or before`"),
    ("=<", "`is at most`, or of a date `is on or before`"),
    ("<>", "`is not`"),
    ("!=", "`is not`"),
    ("==", "`is`"),
    ("≥", "`is at least`, or of a date `is on or after`"),
    ("≤", "`is at most`, or of a date `is on or before`"),
    ("≠", "`is not`"),
    (">", "`is more than`, or of a date `is after`"),
    ("<", "`is less than`, or of a date `is before`"),
    ("=", "`is`"),
    ("∈", "`is in`, or before several values `is one of`"),
    ("&&", "`and`"),
    ("&", "`and`"),
    ("||", "`or`"),
    ("|", "`or`"),
    ("!", "`not`"),
    ("%", "`percent`"),
    ("*", "`times`, as in `3 times turnover`"),
    ("×", "`times`, as in `3 times turnover`"),
    ("§", "`clause`"),
    (";", "nothing in its place: a new line is enough"),
    (".", "nothing in its place: no full stop is needed, and a name has its point without blanks"),
    ("'", "double quotation marks `\"`"),
    ("‘", "double quotation marks `\"`"),
    ("«", "double quotation marks `\"`"),
    ("[", "`(` or nothing"),
    ("{", "`(` or nothing"),
    ("–", "a hyphen `-` within a name, or `-` between blanks"),
    ("—", "a hyphen `-` within a name, or `-` between blanks"),
    ("/", "`and` or `or`"),
];

/// The `and/or` around a place.
fn and_or(text: &str, at: usize) -> Option<Range<usize>> {
    let range = token(text, at);
    (text[range.clone()].eq_ignore_ascii_case("and/or")).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_ways() {
        for written in ["1.3.2022", "2022/03/01", "01-03-2022", "1 March 2022", "March 1, 2022", "2022-3-1"] {
            let text = format!("is before {written}\n  x");
            assert_eq!(date(&text, 10), Some(10..10 + written.len()), "{written}");
        }
        assert_eq!(date("is before 1 March 2022", 12), Some(10..22));
        assert_eq!(date("is 5 x", 3), None);
        assert_eq!(date("is may", 3), None);
    }

    #[test]
    fn money_of_other_ways() {
        assert_eq!(money("at least 10 000 EUR", 16), Some((9..19, Some("EUR 10 000".to_owned()))));
        assert_eq!(money("at least € 10", 9), Some((9..15, Some("EUR 10".to_owned()))));
        assert_eq!(money("is FRA", 3), None);
    }
}
