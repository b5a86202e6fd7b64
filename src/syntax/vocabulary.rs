//! The words that begin items and lines, and the words that can never be names.

/// The words that begin an item in the first column.
pub(super) const ITEMS: [&str; 16] = [
    "import",
    "policy",
    "terms",
    "entity",
    "entities",
    "judgement",
    "list",
    "part",
    "annex",
    "clause",
    "define",
    "assume",
    "given",
    "scenario",
    "table",
    "property",
];

/// Words that can never be names, as the grammar has them under `reserved`.
pub(super) const RESERVED: [&str; 51] = [
    "after",
    "all",
    "and",
    "any",
    "as",
    "at",
    "before",
    "between",
    "by",
    "decided",
    "define",
    "empty",
    "every",
    "except",
    "expect",
    "for",
    "from",
    "has",
    "if",
    "in",
    "includes",
    "is",
    "may",
    "must",
    "no",
    "none",
    "not",
    "notwithstanding",
    "oblige",
    "of",
    "only",
    "or",
    "otherwise",
    "percent",
    "permit",
    "prohibit",
    "require",
    "some",
    "than",
    "the",
    "then",
    "times",
    "to",
    "unknown",
    "unless",
    "unlimited",
    "until",
    "when",
    "where",
    "within",
    "yes",
];

/// The lines of a policy's header, as they begin.
pub(super) const HEADER_LINES: [&str; 17] = [
    "version",
    "issued by",
    "addressed to",
    "in force",
    "applicable",
    "suspended",
    "repealed",
    "actions",
    "otherwise",
    "call",
    "holidays",
    "outside",
    "country also",
    "text",
    "source",
    "note",
    "inert",
];

/// What a file's item is, by its first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Import,
    Policy,
    Terms,
    Entity,
    Judgement,
    List,
    Heading,
    Clause,
    Define,
    Assume,
    Scenario,
    Table,
    Property,
}

impl Owner {
    /// The item that a word begins.
    pub fn of(word: &str) -> Option<Owner> {
        Some(match word {
            "import" => Owner::Import,
            "policy" => Owner::Policy,
            "terms" => Owner::Terms,
            "entity" | "entities" => Owner::Entity,
            "judgement" => Owner::Judgement,
            "list" => Owner::List,
            "part" | "annex" => Owner::Heading,
            "clause" => Owner::Clause,
            "define" => Owner::Define,
            "assume" => Owner::Assume,
            "given" | "scenario" => Owner::Scenario,
            "table" => Owner::Table,
            "property" => Owner::Property,
            _ => return None,
        })
    }

    /// What a drafter calls it.
    pub fn name(self) -> &'static str {
        match self {
            Owner::Import => "import",
            Owner::Policy => "policy",
            Owner::Terms => "taxonomy",
            Owner::Entity => "entity",
            Owner::Judgement => "judgement",
            Owner::List => "list",
            Owner::Heading => "heading",
            Owner::Clause => "clause",
            Owner::Define => "definition",
            Owner::Assume => "assumption",
            Owner::Scenario => "scenario",
            Owner::Table => "table",
            Owner::Property => "property",
        }
    }

    /// How its lines begin, where they begin with words of the language.
    pub fn lines(self) -> &'static [&'static str] {
        match self {
            Owner::Policy => &HEADER_LINES,
            Owner::Terms | Owner::Entity => &["source", "note"],
            Owner::List => &["from", "until", "source", "note"],
            Owner::Judgement => &["decided by", "source", "note"],
            Owner::Import | Owner::Heading => &[],
            Owner::Clause | Owner::Define => &[
                "permit",
                "prohibit",
                "require",
                "for",
                "oblige",
                "on breach of",
                "except from",
                "define",
                "unless",
                "notwithstanding",
                "text",
                "source",
                "note",
                "quote",
                "inert",
                "in force",
                "applicable",
                "suspended",
                "repealed",
                "formerly",
                "addressed to",
            ],
            Owner::Assume => &["source", "note"],
            Owner::Scenario | Owner::Table => &[
                "like",
                "policy",
                "on",
                "action",
                "facts",
                "stipulated",
                "reading",
                "note",
                "source",
                "tags",
                "expect",
            ],
            Owner::Property => &["policy", "never", "always", "note", "source"],
        }
    }

    /// Whether its lines may begin with a name of the drafter's.
    pub fn has_named_lines(self) -> bool {
        matches!(self, Owner::Terms | Owner::Entity | Owner::Scenario | Owner::Table)
    }

    /// Whether its first line goes on in the lines below it.
    pub fn head_goes_on(self) -> bool {
        matches!(self, Owner::Judgement | Owner::List | Owner::Heading | Owner::Define | Owner::Assume)
    }

    /// The first words of the parts that begin a line of their own, however far in it stands.
    pub fn part_words(self) -> &'static [&'static str] {
        match self {
            Owner::Clause | Owner::Define => &[
                "unless",
                "notwithstanding",
                "text",
                "source",
                "note",
                "quote",
                "inert",
                "formerly",
                "addressed",
                "reading",
            ],
            Owner::Judgement => &["decided", "source", "note"],
            Owner::List => &["from", "until", "source", "note"],
            Owner::Assume => &["source", "note"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RESERVED;
    use crate::syntax::grammar::{Rule, parse};

    #[test]
    fn reserved_words_are_the_grammars() {
        let grammar = include_str!("../../grammar/licit.pest");
        let rule =
            grammar.split("reserved = @{").nth(1).and_then(|rest| rest.split('}').next()).unwrap_or("");
        let mut words: Vec<&str> = rule.split('"').skip(1).step_by(2).collect();
        words.sort_unstable();
        assert_eq!(words, RESERVED);
    }

    // A look at the first letter, or a shorter word before a longer one, would let a word through.
    #[test]
    fn no_reserved_word_is_a_name() {
        for word in RESERVED {
            assert!(parse(Rule::name, word).is_err(), "{word} is read as a name");
            let longer = format!("{word}-x");
            assert!(parse(Rule::name, &longer).is_ok(), "{longer} is not read as a name");
        }
    }
}
