//! L02..: a name that is not known, is declared twice, or fits two things.

use crate::source::Span;

use super::{Code, Label, Severity, Tell, Telling, codes};

/// What the model tells of names.
#[derive(Debug, Clone, PartialEq)]
pub enum NameProblem {
    /// A name of some kind that nothing declares: `act is expresion`.
    Unknown { kind: NameKind, name: String, span: Span, likely: Option<Likely>, known: String },
    /// The same name declared again in one file.
    DeclaredTwice { what: &'static str, name: String, again: Span, first: Span },
    /// Two clauses of one number.
    ClauseTwice { number: String, again: Span, first: Span },
    /// Two scenarios, or a scenario and a table, of one title.
    ScenarioTwice { title: String, again: Span, first: Span },
    /// A bare name that is an attribute of one thing and of another, or a term and a list.
    FitsTwo { name: String, span: Span, readings: Vec<(String, Option<Span>)> },
    /// `12.3(a)` where both `12.3` and `12.3(a)` are clauses that could be meant.
    CitationFitsTwo { longer: String, shorter: String, span: Span, first: Span },
    /// `target.chosen-for` outside `any target where`.
    ManyNotOne { name: String, plural: String, span: Span, declared: Span },
    /// The element of an outer quantifier inside an inner one.
    OuterElement { name: String, span: Span },
    /// `any buyer where`: one thing, not a list.
    OneNotMany { name: String, span: Span, declared: Span },
    /// A defined term applied to something it is not a term for.
    OtherEntity { term: String, of: String, span: Span, declared: Span },
    /// A name one of the language's own facts has: `action`, `date`.
    Reserved { name: String, span: Span },
}

/// The kind of thing an unknown name was meant to be; each has a code of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum NameKind {
    /// A term of that taxonomy.
    Term(String),
    /// An attribute of that entity.
    Attribute(String),
    Entity,
    Clause,
    List,
    /// A reading of that clause.
    Reading(String),
    Scenario,
    Policy,
    Taxonomy,
    Action,
    /// A bare name in a condition.
    Any,
    Remedy,
    Duty,
    Part,
    Country,
    Currency,
    /// What `E is X` may say of that entity.
    Said(String),
}

/// The spelling that was probably meant, and where it is declared.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    pub name: String,
    pub declared: Option<Span>,
}

impl NameKind {
    fn message(&self, name: &str) -> String {
        match self {
            NameKind::Term(terms) => format!("`{name}` is not a term of `{terms}`"),
            NameKind::Attribute(entity) => format!("`{entity}` has no attribute `{name}`"),
            NameKind::Entity => format!("no entity is called `{name}`"),
            NameKind::Clause => format!("there is no clause `{name}`"),
            NameKind::List => format!("there is no list `{name}`"),
            NameKind::Reading(clause) => format!("clause {clause} has no reading `{name}`"),
            NameKind::Scenario => format!("there is no scenario \"{name}\""),
            NameKind::Policy => format!("there is no policy `{name}`"),
            NameKind::Taxonomy => format!("there is no kind of value called `{name}`"),
            NameKind::Action => format!("`{name}` is not an action of this policy"),
            NameKind::Any => format!("nothing is called `{name}` here"),
            NameKind::Remedy => format!("no clause gives a remedy `{name}`"),
            NameKind::Duty => format!("no clause lays down a duty `{name}`"),
            NameKind::Part => format!("there is no {name}"),
            NameKind::Country => format!("`{name}` is not the code of a country"),
            NameKind::Currency => format!("`{name}` is not the code of a currency"),
            NameKind::Said(entity) => format!("nothing called `{name}` can be said of `{entity}`"),
        }
    }

    fn label(&self) -> &'static str {
        match self {
            NameKind::Term(_) => "not one of its terms",
            NameKind::Attribute(_) => "not one of its attributes",
            NameKind::Entity | NameKind::List | NameKind::Taxonomy | NameKind::Any => "not declared",
            NameKind::Clause | NameKind::Part => "not in this policy",
            NameKind::Reading(_) => "not one of its readings",
            NameKind::Scenario => "not the title of any",
            NameKind::Policy => "not among what was read",
            NameKind::Action => "not in the header",
            NameKind::Remedy | NameKind::Duty => "not in any clause",
            NameKind::Country | NameKind::Currency => "not assigned",
            NameKind::Said(_) => "not declared of it",
        }
    }

    fn help(&self) -> &'static str {
        match self {
            NameKind::Term(_) => "correct the spelling, or add the term to its `terms`",
            NameKind::Attribute(_) => "correct the spelling, or add the attribute to the entity",
            NameKind::Entity => "correct the spelling, or declare it with `entity` or `entities`",
            NameKind::Clause => "cite a clause by the number that stands behind the word `clause`",
            NameKind::List => "correct the spelling, or declare it with `list`",
            NameKind::Reading(_) => "use the name that stands behind the word `reading` in that clause",
            NameKind::Scenario => "use a scenario's title word for word",
            NameKind::Policy => "use the name that stands behind the word `policy`",
            NameKind::Taxonomy => "correct the spelling, or declare it with `terms`",
            NameKind::Action => "correct the spelling, or add it to `actions` in the policy's header",
            NameKind::Any => {
                "a name alone must be an attribute, a judgement or a defined term that is known at this place"
            }
            NameKind::Remedy => "use a name that stands behind `may` or `must` in a clause",
            NameKind::Duty => "use a name that stands behind `to` in an `oblige` clause",
            NameKind::Part => "cite a part or annex by the number that stands behind its heading",
            NameKind::Country => {
                "use the two capitals of ISO 3166-1, or add it to the header: `country also XK \"Kosovo\"`"
            }
            NameKind::Currency => "use the three capitals of ISO 4217, such as EUR",
            NameKind::Said(_) => {
                "what can be said of it is a yes/no attribute of its own, or a term defined `for` it"
            }
        }
    }
}

impl Tell for NameProblem {
    codes! {
        NameProblem::Unknown { kind: NameKind::Term(_), .. } => "L0201",
        NameProblem::Unknown { kind: NameKind::Attribute(_), .. } => "L0202",
        NameProblem::Unknown { kind: NameKind::Entity, .. } => "L0203",
        NameProblem::Unknown { kind: NameKind::Clause, .. } => "L0204",
        NameProblem::Unknown { kind: NameKind::List, .. } => "L0205",
        NameProblem::Unknown { kind: NameKind::Reading(_), .. } => "L0206",
        NameProblem::Unknown { kind: NameKind::Scenario, .. } => "L0207",
        NameProblem::Unknown { kind: NameKind::Policy, .. } => "L0208",
        NameProblem::Unknown { kind: NameKind::Taxonomy, .. } => "L0209",
        NameProblem::Unknown { kind: NameKind::Action, .. } => "L0210",
        NameProblem::Unknown { kind: NameKind::Any | NameKind::Said(_), .. } => "L0211",
        NameProblem::Unknown { kind: NameKind::Remedy | NameKind::Duty, .. } => "L0212",
        NameProblem::Unknown { kind: NameKind::Part, .. } => "L0213",
        NameProblem::Unknown { kind: NameKind::Country, .. } => "L0214",
        NameProblem::Unknown { kind: NameKind::Currency, .. } => "L0215",
        NameProblem::DeclaredTwice { .. } => "L0220",
        NameProblem::ClauseTwice { .. } => "L0221",
        NameProblem::ScenarioTwice { .. } => "L0222",
        NameProblem::FitsTwo { .. } => "L0223",
        NameProblem::CitationFitsTwo { .. } => "L0224",
        NameProblem::ManyNotOne { .. } => "L0225",
        NameProblem::OuterElement { .. } => "L0226",
        NameProblem::OneNotMany { .. } => "L0227",
        NameProblem::OtherEntity { .. } => "L0228",
        NameProblem::Reserved { .. } => "L0229",
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn tell(&self) -> Telling {
        match self {
            NameProblem::Unknown { kind, name, span, likely, known } => {
                let mut labels = vec![Label::new(*span, kind.label())];
                let help = match likely {
                    Some(likely) => {
                        if let Some(declared) = likely.declared {
                            let terms = matches!(kind, NameKind::Term(_));
                            let label = if terms { "its terms are here" } else { "declared here" };
                            labels.push(Label::new(declared, label));
                        }
                        format!("did you mean `{}`?", likely.name)
                    }
                    None if known.is_empty() => kind.help().to_owned(),
                    None => format!("{}; known here: {known}", kind.help()),
                };
                Telling { message: kind.message(name), labels, help: Some(help) }
            }
            NameProblem::DeclaredTwice { what, name, again, first } => Telling {
                message: format!("there are two declarations of the {what} `{name}`"),
                labels: vec![
                    Label::new(*again, "declared again here"),
                    Label::new(*first, "first declared here"),
                ],
                help: Some("give one of the two another name, or drop it".to_owned()),
            },
            NameProblem::ClauseTwice { number, again, first } => Telling {
                message: format!("there are two clauses {number}"),
                labels: vec![
                    Label::new(*again, "numbered again here"),
                    Label::new(*first, "first clause of this number"),
                ],
                help: Some(format!(
                    "a citation must point at one clause: give the new one a number of its own, such as `{number}A`"
                )),
            },
            NameProblem::ScenarioTwice { title, again, first } => Telling {
                message: format!("two scenarios are called \"{title}\""),
                labels: vec![
                    Label::new(*again, "called the same here"),
                    Label::new(*first, "first called so here"),
                ],
                help: Some("give each a title of its own, so that a report can name it".to_owned()),
            },
            NameProblem::FitsTwo { name, span, readings } => {
                let mut labels = vec![Label::new(*span, "which one is meant?")];
                labels.extend(
                    readings.iter().filter_map(|(what, at)| at.map(|at| Label::new(at, what.clone()))),
                );
                let both: Vec<&str> = readings.iter().map(|(what, _)| what.as_str()).collect();
                Telling {
                    message: format!("`{name}` can mean two things here: {}", both.join(", or ")),
                    labels,
                    help: Some("say what it belongs to, such as `target.country`, or give one of the two another name".to_owned()),
                }
            }
            NameProblem::CitationFitsTwo { longer, shorter, span, first } => Telling {
                message: format!("`{longer}` is a clause and could also be an item of clause `{shorter}`"),
                labels: vec![Label::new(*span, "this number"), Label::new(*first, "begins with this one")],
                help: Some("number one of the two so that no citation can mean both".to_owned()),
            },
            NameProblem::ManyNotOne { name, plural, span, declared } => Telling {
                message: format!("there may be many {plural}, and this does not say which `{name}`"),
                labels: vec![
                    Label::new(*span, "of which one?"),
                    Label::new(*declared, "declared as a list here"),
                ],
                help: Some(format!(
                    "say `any {name} where ...`, `every {name} has ...` or `no {name} where ...`"
                )),
            },
            NameProblem::OuterElement { name, span } => Telling {
                message: format!(
                    "`{name}` belongs to the one spoken of outside, and here the one inside is spoken of"
                ),
                labels: vec![Label::new(*span, "asks about the one outside")],
                help: Some(
                    "ask here only about the innermost one, and put the rest in a condition beside it"
                        .to_owned(),
                ),
            },
            NameProblem::OneNotMany { name, span, declared } => Telling {
                message: format!("there is one `{name}`, not a list of them"),
                labels: vec![
                    Label::new(*span, "speaks of a list"),
                    Label::new(*declared, "declared as one here"),
                ],
                help: Some(format!(
                    "speak of it directly: `{name}.attribute is ...`; or declare it with `entities`"
                )),
            },
            NameProblem::OtherEntity { term, of, span, declared } => Telling {
                message: format!(
                    "`{term}` is a term for `{of}`, and can only be said of it: `{of} is {term}`"
                ),
                labels: vec![Label::new(*span, "not said so here"), Label::new(*declared, "defined here")],
                help: Some(format!("say `{of} is {term}`, or define the term for what you mean")),
            },
            NameProblem::Reserved { name, span } => Telling {
                message: format!("`{name}` is a name that Licit itself uses"),
                labels: vec![Label::new(*span, "choose another name")],
                help: Some("every policy has `action` and `the date`; name yours more closely".to_owned()),
            },
        }
    }
}
