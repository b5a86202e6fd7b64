//! Symbols: every name once, in bars where it has a blank or a mark in it.

use std::collections::HashSet;

/// The words before the dot in the names that solvers have for functions of their own.
const THEORIES: [&str; 17] = [
    "array", "bag", "bool", "bv", "ff", "fp", "int", "nullable", "re", "real", "rel", "sep", "seq", "set",
    "str", "table", "tuple",
];

/// The names that were given.
#[derive(Default)]
pub struct Names(HashSet<String>);

impl Names {
    /// A symbol for these words, with a number where the same words were used before.
    pub fn symbol(&mut self, words: &str) -> String {
        let words: String = words.chars().map(|c| if matches!(c, '|' | '\\') { '/' } else { c }).collect();
        let mut name = words.clone();
        for number in 2.. {
            if self.0.insert(name.clone()) {
                break;
            }
            name = format!("{words} ({number})");
        }
        quoted(&name)
    }

    /// A symbol for something the policy names, with a word before it where a solver might know that name.
    pub fn declared(&mut self, kind: &str, name: &str) -> String {
        let theory = name.split_once('.').is_none_or(|(before, _)| THEORIES.contains(&before));
        if theory && !name.contains(' ') { self.symbol(&format!("{kind} {name}")) } else { self.symbol(name) }
    }
}

fn quoted(name: &str) -> String {
    let simple = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let plain = name.chars().all(simple) && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if plain { name.to_owned() } else { format!("|{name}|") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_things_have_one_symbol() {
        let mut names = Names::default();
        assert_eq!(names.symbol("ruling"), "ruling");
        assert_eq!(names.symbol("ruling"), "|ruling (2)|");
        assert_eq!(names.symbol("clause 5(a) is live"), "|clause 5(a) is live|");
        assert_eq!(names.symbol("a|b"), "|a/b|");
        assert_eq!(names.declared("the", "offence.act"), "offence.act");
        assert_eq!(names.declared("the", "str.len"), "|the str.len|");
        assert_eq!(names.declared("judgement", "let"), "|judgement let|");
    }
}
