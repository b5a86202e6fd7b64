//! What a drafter wrote, made safe to show: nothing in a file can steer a terminal or reorder a line.

use std::borrow::Cow;

/// The text with every character that a terminal would obey, rather than show, replaced by one that is
/// shown. Each replacement is as many bytes long, so that places in the text stay what they were.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if steers(c) { stand_in(c) } else { c }).collect())
}

/// Control characters but for tab and line ends, and the marks that turn the direction of writing.
fn steers(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn stand_in(c: char) -> char {
    match c.len_utf8() {
        1 => '?',
        2 => '\u{00BF}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_and_places_stay() {
        let text = "a\u{1b}[31m\u{85}\u{202E}\u{061C}\tz\n";
        let shown = visible(text);
        assert_eq!(shown, "a?[31m\u{BF}\u{FFFD}\u{BF}\tz\n");
        assert_eq!(shown.len(), text.len());
    }
}
