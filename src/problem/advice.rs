//! L06..: a text that means something, and could be better.

use crate::source::Span;

use super::{Code, Label, Severity, Tell, Telling, codes};

/// What the model tells of things that nothing uses or that could be said better.
#[derive(Debug, Clone, PartialEq)]
pub enum Advice {
    /// A taxonomy that no attribute, judgement or list has.
    UnusedTerms { name: String, span: Span },
    /// A term that no clause and no scenario mentions.
    UnusedTerm { name: String, terms: String, span: Span },
    /// An attribute or judgement that no clause asks for.
    UnusedAttribute { name: String, span: Span },
    /// A defined term that nothing uses.
    UnusedDefinition { name: String, span: Span },
    /// A named list that nothing uses.
    UnusedList { name: String, span: Span },
    /// A text compared with a constant, where a taxonomy would be safer.
    TextCompared { name: String, span: Span },
    /// A list that names one member twice, or that a wider member holds already.
    MemberTwice { name: String, span: Span, first: Span },
    /// A gap between two versions of one policy.
    Gap { policy: String, days: String, span: Span },
    /// A clause cited by a case that says no day, and its number is another rule in another version.
    NumberReused { number: String, version: Option<String>, other: Option<String>, span: Span },
}

impl Tell for Advice {
    codes! {
        Advice::UnusedTerms { .. } => "L0601",
        Advice::UnusedTerm { .. } => "L0602",
        Advice::UnusedAttribute { .. } => "L0603",
        Advice::UnusedDefinition { .. } => "L0604",
        Advice::UnusedList { .. } => "L0605",
        Advice::TextCompared { .. } => "L0606",
        Advice::MemberTwice { .. } => "L0607",
        Advice::Gap { .. } => "L0608",
        Advice::NumberReused { .. } => "L0609",
    }

    fn severity(&self) -> Severity {
        match self {
            Advice::UnusedTerms { .. } | Advice::UnusedDefinition { .. } | Advice::UnusedList { .. } => {
                Severity::Warning
            }
            _ => Severity::Advice,
        }
    }

    fn tell(&self) -> Telling {
        let unused = |message: String, span: Span, label: &str, help: &str| Telling {
            message,
            labels: vec![Label::new(span, label)],
            help: Some(help.to_owned()),
        };
        match self {
            Advice::UnusedTerms { name, span } => unused(
                format!("no attribute has a value of `{name}`"),
                *span,
                "used by nothing",
                "give an attribute this kind of value, or drop these terms",
            ),
            Advice::UnusedTerm { name, terms, span } => unused(
                format!("no clause and no scenario mentions `{name}` of `{terms}`"),
                *span,
                "mentioned nowhere",
                "add a scenario with it, so that its verdict is known, or drop the term",
            ),
            Advice::UnusedAttribute { name, span } => unused(
                format!("no clause asks for `{name}`"),
                *span,
                "asked for nowhere",
                "no verdict can turn on it: add the condition that was to ask for it, or drop it; where it is meant \
                 for the reader alone, say so beside it",
            ),
            Advice::UnusedDefinition { name, span } => unused(
                format!("`{name}` is defined and used nowhere"),
                *span,
                "used by no clause",
                "use it in a clause that permits, prohibits or requires, or drop it",
            ),
            Advice::UnusedList { name, span } => unused(
                format!("the list `{name}` is used nowhere"),
                *span,
                "used by no clause",
                "use it with `is in`, or drop it",
            ),
            Advice::TextCompared { name, span } => Telling {
                message: format!("`{name}` is compared with words that must match to the letter"),
                labels: vec![Label::new(*span, "a slip in spelling would change the verdict")],
                help: Some("declare the possible values as `terms`, and slips are told".to_owned()),
            },
            Advice::MemberTwice { name, span, first } => Telling {
                message: format!("`{name}` is in this list already"),
                labels: vec![Label::new(*span, "named again"), Label::new(*first, "already in through this")],
                help: Some("drop one of the two".to_owned()),
            },
            Advice::NumberReused { number, version, other, span } => {
                let named = |version: &Option<String>, other: &str| {
                    version
                        .as_ref()
                        .map_or_else(|| other.to_owned(), |version| format!("version `{version}`"))
                };
                Telling {
                    message: format!("clause {number} is another rule in {}", named(other, "another version")),
                    labels: vec![Label::new(*span, format!("taken from {}", named(version, "the newest version")))],
                    help: Some(
                        "the case says no day, and is judged by the newest version there is: write the day, as in \
                         `on 2026-01-01`, and the number will always mean the rule that you mean"
                            .to_owned(),
                    ),
                }
            }
            Advice::Gap { policy, days, span } => Telling {
                message: format!("no version of `{policy}` applies {days}"),
                labels: vec![Label::new(*span, "begins only here")],
                help: Some(
                    "on those days a case is not regulated; if that is not meant, mend the periods"
                        .to_owned(),
                ),
            },
        }
    }
}
