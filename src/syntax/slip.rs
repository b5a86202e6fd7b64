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

/// `5years`, `24h`: the words, and how to write them.
pub(super) fn glued_unit(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let word = word(&text[at..]);
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = &word[..word.len() - unit.len()];
    let plain = match unit.trim_start_matches('-') {
        "y" | "yr" | "yrs" => "years",
        "w" | "wk" | "wks" => "weeks",
        "d" => "days",
        "h" | "hr" | "hrs" => "hours",
        plain if is_unit(plain) => plain,
        _ => return None,
    };
    (!figures.is_empty()).then(|| (at..at + word.len(), format!("{figures} {plain}")))
}

fn is_unit(word: &str) -> bool {
    matches!(word.trim_end_matches('s'), "year" | "month" | "week" | "day" | "hour" | "percent")
}

/// Words of other drafters that a place stands in or right behind, and how Licit says it.
pub(super) fn wording(text: &str, at: usize, from: usize) -> Option<(Range<usize>, &'static str)> {
    const WORDS_BACK: usize = 6;
    let starts: Vec<usize> = std::iter::successors(Some(at), |at| {
        word_before(text, *at).map(|word| word.start).filter(|start| *start >= from)
    })
    .take(WORDS_BACK)
    .collect();
    starts.into_iter().rev().find_map(|start| {
        let after = |phrase: &str| {
            let mut end = start;
            for word in phrase.split(' ') {
                let rest = text[end..].trim_start_matches([' ', '\t']);
                let apart = end == start || rest.len() < text[end..].len();
                let rest = rest.strip_prefix(word).filter(|_| apart)?;
                end = text.len() - rest.len();
            }
            (!text[end..].starts_with(in_word)).then_some(end)
        };
        let said_already = word_before(text, start).is_some_and(|word| {
            word.start >= from && matches!(&text[word], "is" | "not" | "when" | "unless")
        });
        WORDINGS.iter().find_map(|(phrase, instead)| {
            let end = after(phrase)?;
            let reaches = at <= text.len() - text[end..].trim_start().len();
            (reaches && (!said_already || phrase.starts_with("is"))).then_some((start..end, *instead))
        })
    })
}

/// Longer ones before those that begin them. Those that do not begin with `is` are no words of a comparison whose
/// `is` is there.
const WORDINGS: [(&str, &str); 56] = [
    ("is greater than or equal to", "`is at least`"),
    ("is more than or equal to", "`is at least`"),
    ("is less than or equal to", "`is at most`"),
    ("is greater than", "`is more than`"),
    ("is bigger than", "`is more than`"),
    ("is longer than", "`is more than`"),
    ("is higher than", "`is more than`"),
    ("is larger than", "`is more than`"),
    ("is older than", "`is more than`"),
    ("is above", "`is more than`"),
    ("is over", "`is more than`"),
    ("is smaller than", "`is less than`"),
    ("is shorter than", "`is less than`"),
    ("is lower than", "`is less than`"),
    ("is younger than", "`is less than`"),
    ("is fewer than", "`is less than`"),
    ("is below", "`is less than`"),
    ("is under", "`is less than`"),
    ("is no more than", "`is at most`"),
    ("is not more than", "`is at most`"),
    ("is up to", "`is at most`"),
    ("is no less than", "`is at least`"),
    ("is not less than", "`is at least`"),
    ("is not equal to", "`is not`"),
    ("is equal to", "`is`"),
    ("is the same as", "`is`"),
    ("is later than", "`is after`"),
    ("is earlier than", "`is before`"),
    ("is neither", "`is none of`, and a comma between the values"),
    ("is either", "`is one of`, and a comma between the values"),
    ("isn't", "`is not`"),
    ("does not exceed", "`is at most`"),
    ("does not include", "`not` before the comparison: `not ... includes ...`"),
    ("exceeds", "`is more than`"),
    ("equals", "`is`"),
    ("contains", "`includes`"),
    ("shall not be", "`is not`"),
    ("must not be", "`is not`"),
    ("shall be", "`is`"),
    ("must be", "`is`"),
    ("should be", "`is`"),
    ("will be", "`is`"),
    ("has to be", "`is`"),
    ("are", "`is`"),
    ("was", "`is`"),
    ("greater than", "`is more than`"),
    ("more than", "`is more than`"),
    ("less than", "`is less than`"),
    ("provided that", "`when`, or join it to the condition with `and`"),
    ("either", "the two conditions with `or` between them, without `either`"),
    ("if", "`when`"),
    ("but", "`and`"),
    ("forbidden", "`prohibited`"),
    ("allowed", "`permitted`"),
    ("forbid", "`prohibit`"),
    ("allow", "`permit`"),
];

/// `a)`, `1.`, `-`: an item's mark at the beginning of its line, and how it is written.
pub(super) fn item_mark(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let begins_line = text[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
    let rest = &text[at..];
    if !begins_line {
        return None;
    }
    if let Some(bullet) = rest.chars().next().filter(|c| matches!(c, '-' | '*' | '•' | '–')) {
        let marks = "a letter in parentheses before each item: `(a)`, `(b)`";
        return Some((at..at + bullet.len_utf8(), marks.to_owned()));
    }
    let letter = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let marked = (1..=4).contains(&letter) && rest[letter..].starts_with([')', '.']);
    let alone = marked && rest[letter + 1..].starts_with(char::is_whitespace);
    alone.then(|| (at..at + letter + 1, format!("`({})`", &rest[..letter])))
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
    fn words_of_other_drafters() {
        let said = |text: &str, at: &str| {
            let at = text.find(at).expect("a place");
            wording(text, at, 0).map(|(range, instead)| (text[range].to_owned(), instead))
        };
        assert_eq!(said("age is greater than 3", "than"), Some(("is greater than".into(), "`is more than`")));
        assert_eq!(said("age is over 3", "3"), Some(("is over".into(), "`is more than`")));
        assert_eq!(said("age exceeds 3", "exceeds"), Some(("exceeds".into(), "`is more than`")));
        assert_eq!(said("age is more than -3", "-3"), None);
        assert_eq!(said("a is b area", "area"), None);
    }

    #[test]
    fn marks_of_items() {
        assert_eq!(item_mark("any of\n  a) x", 9), Some((9..11, "`(a)`".to_owned())));
        assert_eq!(item_mark("any of\n  1. x", 9), Some((9..11, "`(1)`".to_owned())));
        assert_eq!(item_mark("any of\n  buyer.x", 9), None);
    }

    #[test]
    fn units_of_other_ways() {
        assert_eq!(glued_unit("at least 24h", 9), Some((9..12, "24 hours".to_owned())));
        assert_eq!(glued_unit("at least 5years", 9), Some((9..15, "5 years".to_owned())));
        assert_eq!(glued_unit("at least 5m", 9), None);
    }

    #[test]
    fn money_of_other_ways() {
        assert_eq!(money("at least 10 000 EUR", 16), Some((9..19, Some("EUR 10 000".to_owned()))));
        assert_eq!(money("at least € 10", 9), Some((9..15, Some("EUR 10".to_owned()))));
        assert_eq!(money("is FRA", 3), None);
    }
}
