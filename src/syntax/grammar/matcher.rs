//! Whether a text is in the grammar, and which rules it met: what most texts need, and several times as fast as pest,
//! which knows besides what else could have stood in each place.
//!
//! The functions of the rules are written from `grammar/licit.pest` before the program is built (`build/matcher.rs`);
//! here stands what they share. Of a place they are told and give the byte; `None` where the rule is not met.

use super::{Met, Rule};
use written::{rule_WHITESPACE, whole};

/// What is written from the grammar: it bears the grammar's names, and is not read by people.
#[allow(non_snake_case, unused, clippy::all)]
mod written {
    use super::{Matcher, Rule, begins_name, behind_blanks, goes_on_name};

    include!(concat!(env!("OUT_DIR"), "/matcher.rs"));
}

/// What a rule that takes whole texts met in one; nothing where the text is not in it, or where it takes parts of texts.
pub(super) fn matched(rule: Rule, text: &str) -> Option<Vec<Met>> {
    let mut matcher = Matcher { text, met: Vec::with_capacity(text.len() / 2) };
    whole(rule, &mut matcher)?;
    Some(matcher.met)
}

struct Matcher<'t> {
    text: &'t str,
    met: Vec<Met>,
}

impl Matcher<'_> {
    /// Notes a rule with what is met in it, unless it is to go unnoticed.
    #[inline(always)]
    fn rule<const UNNOTICED: bool>(
        &mut self,
        rule: Rule,
        at: usize,
        inner: impl FnOnce(&mut Self, usize) -> Option<usize>,
    ) -> Option<usize> {
        if UNNOTICED {
            return inner(self, at);
        }
        let index = self.met.len();
        self.met.push(Met { rule, start: at as u32, end: at as u32, after: 0 });
        let end = inner(self, at);
        match end {
            Some(end) => {
                let after = self.met.len() as u32;
                let met = &mut self.met[index];
                (met.end, met.after) = (end as u32, after);
            }
            None => self.met.truncate(index),
        }
        end
    }

    fn mark(&self) -> usize {
        self.met.len()
    }

    /// Forgets what was met since, in what then came to nothing.
    fn back<const UNNOTICED: bool>(&mut self, mark: usize) {
        if !UNNOTICED {
            self.met.truncate(mark);
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Whether the next byte is one of these, a bit for each.
    fn next_is(&self, at: usize, bytes: &[u64; 4]) -> bool {
        self.byte(at).is_some_and(|byte| bytes[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1)
    }

    fn is_end(&self, at: usize) -> bool {
        at == self.text.len()
    }

    #[inline(always)]
    fn words(&self, at: usize, words: &str) -> Option<usize> {
        self.text.as_bytes()[at..].starts_with(words.as_bytes()).then_some(at + words.len())
    }

    fn byte_in(&self, at: usize, from: u8, to: u8) -> Option<usize> {
        self.byte(at).is_some_and(|byte| (from..=to).contains(&byte)).then_some(at + 1)
    }

    fn letter(&self, at: usize, is: impl FnOnce(char) -> bool) -> Option<usize> {
        let letter = match self.byte(at)? {
            byte if byte.is_ascii() => char::from(byte),
            _ => self.text[at..].chars().next()?,
        };
        is(letter).then_some(at + letter.len_utf8())
    }

    /// Where the first of these begins, or the text ends.
    fn until(&self, at: usize, these: &[&str]) -> usize {
        let bytes = self.text.as_bytes();
        let begins = |at: &usize| these.iter().any(|it| bytes[*at..].starts_with(it.as_bytes()));
        (at..bytes.len()).find(begins).unwrap_or(bytes.len())
    }
}

/// The first place behind blanks, where blanks may stand.
#[inline]
fn behind_blanks<const ALLOWED: bool>(m: &mut Matcher, at: usize) -> usize {
    let mut at = at;
    if ALLOWED {
        while let Some(next) = rule_WHITESPACE::<false, true>(m, at) {
            at = next;
        }
    }
    at
}

/// `XID_START`, which most letters are seen to be at once.
#[inline]
fn begins_name(letter: char) -> bool {
    if letter.is_ascii() { letter.is_ascii_alphabetic() } else { pest::unicode::XID_START(letter) }
}

/// `XID_CONTINUE`, the same.
#[inline]
fn goes_on_name(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_alphanumeric() || letter == '_'
    } else {
        pest::unicode::XID_CONTINUE(letter)
    }
}
