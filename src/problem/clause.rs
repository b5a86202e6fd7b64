//! L04..: a text whose clauses do not hold together.

use crate::source::Span;

use super::{Code, Label, Severity, Tell, Telling, codes};

/// What the model tells of policies and clauses.
#[derive(Debug, Clone, PartialEq)]
pub enum ClauseProblem {
    /// A policy that does not say what holds where no clause applies.
    NoOtherwise { policy: Span },
    /// `otherwise undetermined`.
    OtherwiseNotAVerdict { span: Span },
    /// A header line given twice: two versions, two `otherwise`.
    HeaderTwice { what: &'static str, again: Span, first: Span },
    /// A policy that names no actions.
    NoActions { policy: Span },
    /// A reference to a clause of a kind that cannot stand there.
    WrongKind { citation: String, found: &'static str, wanted: &'static str, span: Span, declared: Span },
    /// A reference to an item of a list whose items do not count by themselves.
    ItemDoesNotCount { citation: String, clause: String, span: Span, declared: Span },
    /// A reference to an item that is not there.
    NoSuchItem { citation: String, clause: String, span: Span, items: String, declared: Span },
    /// A reference to a repealed item.
    Repealed { citation: String, span: Span, declared: Span },
    /// `clauses 8 to 5`.
    RangeReversed { span: Span },
    /// Definitions and exceptions that rest on one another in a circle.
    Circle { steps: Vec<(String, Span)> },
    /// Terms in order of which one is a kind of another, or to which there are others.
    OrderUnclear { name: String, span: Span, in_order: Span },
    /// Terms that are kinds of one another.
    CircleOfKinds { steps: Vec<(String, Span)> },
    /// Lists that take in one another.
    CircleOfLists { steps: Vec<(String, Span)> },
    /// A remedy for the breach of a clause that nobody can breach.
    CannotBeBreached { citation: String, found: &'static str, span: Span, declared: Span },
    /// `otherwise` in `on breach of`, where the policy's `otherwise` permits.
    OtherwisePermits { span: Span, otherwise: Span },
    /// `notwithstanding` on a prohibition.
    NeedsNoNotwithstanding { span: Span },
    /// A quote that does not stand in the clause's text.
    QuoteNotInText { quote: String, span: Span, text: Option<Span> },
    /// A word of the text that limits, and that no quote accounts for.
    LimitingWord { word: String, span: Span },
    /// Other words of the text that no quote accounts for.
    Unquoted { words: String, span: Span },
    /// A definition used on days when it is not in force.
    DefinitionOutOfForce { term: String, span: Span, defined: Span, day: String },
    /// Two definitions of one term whose periods meet.
    DefinedTwice { term: String, again: Span, first: Span },
    /// A definition by table whose last column is headed by something else than what it concludes.
    HeadingOfConclusions { wanted: String, several: bool, span: Span },
    /// A row that concludes something else than its table defines.
    NotAConclusion { written: String, wanted: Vec<String>, span: Span },
    /// A term that a table defines and no row concludes.
    NeverConcluded { term: String, span: Span },
    /// A cell that is not yes, no or `-` under a condition.
    YesOrNoAsked { span: Span, heading: Span },
    /// A clause in a file without a policy above it.
    ClauseWithoutPolicy { span: Span },
    /// An assumption that speaks of more than facts.
    AssumptionBeyondFacts { why: &'static str, span: Span },
    /// Assumptions that leave no case at all.
    AssumptionsContradict { assumptions: Vec<(String, Span)> },
    /// A comparison with a factor between attributes that are compared by another way round as well.
    CircleOfComparisons { attributes: Vec<String>, span: Span },
    /// Two lines of one word, of one clause or header, for the same days.
    PeriodsOverlap { word: &'static str, day: String, again: Span, first: Span },
    /// A line of time that says of a day what another line denies: suspended while not in force, in force once repealed.
    PeriodsContradict { word: &'static str, day: String, repealed: bool, span: Span, against: Span },
    /// A header whose lines of time leave no day.
    NeverApplies { span: Span, policy: Span },
    /// Definitions for the elements of a list, resting on one another too often.
    ChainTooLong { span: Span, limit: usize },
    /// Two versions of one policy that are both in force on some day.
    VersionsOverlap { policy: String, again: Span, first: Span },
    /// Two files declare the same version of one policy.
    VersionTwice { policy: String, version: String, again: Span, first: Span },
}

impl Tell for ClauseProblem {
    codes! {
        ClauseProblem::NoOtherwise { .. } => "L0401",
        ClauseProblem::OtherwiseNotAVerdict { .. } => "L0402",
        ClauseProblem::HeaderTwice { .. } => "L0403",
        ClauseProblem::NoActions { .. } => "L0404",
        ClauseProblem::WrongKind { .. } => "L0405",
        ClauseProblem::ItemDoesNotCount { .. } => "L0406",
        ClauseProblem::NoSuchItem { .. } => "L0407",
        ClauseProblem::Repealed { .. } => "L0408",
        ClauseProblem::RangeReversed { .. } => "L0409",
        ClauseProblem::Circle { .. } => "L0410",
        ClauseProblem::CircleOfKinds { .. } => "L0411",
        ClauseProblem::CircleOfLists { .. } => "L0412",
        ClauseProblem::CannotBeBreached { .. } => "L0413",
        ClauseProblem::OtherwisePermits { .. } => "L0414",
        ClauseProblem::NeedsNoNotwithstanding { .. } => "L0415",
        ClauseProblem::QuoteNotInText { .. } => "L0416",
        ClauseProblem::LimitingWord { .. } => "L0417",
        ClauseProblem::Unquoted { .. } => "L0418",
        ClauseProblem::DefinitionOutOfForce { .. } => "L0419",
        ClauseProblem::DefinedTwice { .. } => "L0420",
        ClauseProblem::ClauseWithoutPolicy { .. } => "L0421",
        ClauseProblem::AssumptionBeyondFacts { .. } => "L0422",
        ClauseProblem::ChainTooLong { .. } => "L0423",
        ClauseProblem::CircleOfComparisons { .. } => "L0426",
        ClauseProblem::AssumptionsContradict { .. } => "L0427",
        ClauseProblem::OrderUnclear { .. } => "L0428",
        ClauseProblem::PeriodsOverlap { .. } => "L0429",
        ClauseProblem::PeriodsContradict { .. } => "L0430",
        ClauseProblem::NeverApplies { .. } => "L0431",
        ClauseProblem::HeadingOfConclusions { .. } => "L0440",
        ClauseProblem::NotAConclusion { .. } => "L0441",
        ClauseProblem::NeverConcluded { .. } => "L0442",
        ClauseProblem::YesOrNoAsked { .. } => "L0443",
        ClauseProblem::VersionsOverlap { .. } => "L0424",
        ClauseProblem::VersionTwice { .. } => "L0425",
    }

    fn severity(&self) -> Severity {
        match self {
            ClauseProblem::LimitingWord { .. } => Severity::Warning,
            ClauseProblem::Unquoted { .. } => Severity::Advice,
            _ => Severity::Error,
        }
    }

    fn tell(&self) -> Telling {
        match self {
            ClauseProblem::NoOtherwise { policy } => Telling {
                message: "this policy does not say what holds where no clause applies".to_owned(),
                labels: vec![Label::new(*policy, "no `otherwise` in its header")],
                help: Some("add `otherwise prohibited` or `otherwise permitted` to the header".to_owned()),
            },
            ClauseProblem::OtherwiseNotAVerdict { span } => Telling {
                message: "where no clause applies, the action is either permitted or prohibited".to_owned(),
                labels: vec![Label::new(*span, "not one of the two")],
                help: Some("write `otherwise prohibited` or `otherwise permitted`".to_owned()),
            },
            ClauseProblem::HeaderTwice { what, again, first } => Telling {
                message: format!("the header gives its `{what}` twice"),
                labels: vec![Label::new(*again, "given again here"), Label::new(*first, "first given here")],
                help: Some("keep the one that holds".to_owned()),
            },
            ClauseProblem::NoActions { policy } => Telling {
                message: "this policy does not say which actions it judges".to_owned(),
                labels: vec![Label::new(*policy, "no `actions` in its header")],
                help: Some("add them to the header, such as `actions use, transfer`".to_owned()),
            },
            ClauseProblem::WrongKind { citation, found, wanted, span, declared } => Telling {
                message: format!("clause {citation} is {found}, and {wanted} must stand here"),
                labels: vec![Label::new(*span, format!("cites {found}")), Label::new(*declared, "this clause")],
                help: Some(format!("cite {wanted}")),
            },
            ClauseProblem::ItemDoesNotCount { citation, clause, span, declared } => Telling {
                message: format!("item {citation} is one limb of clause {clause} and decides nothing by itself"),
                labels: vec![Label::new(*span, "cites a limb"), Label::new(*declared, "the clause it belongs to")],
                help: Some(format!(
                    "cite clause {clause}; only items of an `any of` list (of a requirement: of an `all of` list) \
                     count as clauses of their own"
                )),
            },
            ClauseProblem::NoSuchItem { citation, clause, span, items, declared } => Telling {
                message: format!("clause {clause} has no item `{citation}`"),
                labels: vec![Label::new(*span, "not in that clause"), Label::new(*declared, "this clause")],
                help: Some(if items.is_empty() {
                    format!("clause {clause} has no items that could be cited: cite the clause")
                } else {
                    format!("cite {items}, or the clause as a whole")
                }),
            },
            ClauseProblem::Repealed { citation, span, declared } => Telling {
                message: format!("item {citation} is repealed"),
                labels: vec![Label::new(*span, "cites what no longer stands"), Label::new(*declared, "repealed here")],
                help: Some("drop the citation, or cite what stands in its place".to_owned()),
            },
            ClauseProblem::RangeReversed { span } => Telling {
                message: "the second clause stands before the first in the text".to_owned(),
                labels: vec![Label::new(*span, "runs backwards")],
                help: Some("name first the clause that stands first".to_owned()),
            },
            ClauseProblem::Circle { steps } => circle(
                "these clauses rest on one another in a circle",
                steps,
                |one, other| format!("so {one} rests on {other}"),
                "decide which of them comes first, and take its reference to the others out",
            ),
            ClauseProblem::OrderUnclear { name, span, in_order } => Telling {
                message: format!("not all terms of `{name}` have a place in its order"),
                labels: vec![
                    Label::new(*span, "lower or higher than which?"),
                    Label::new(*in_order, "said to be in order"),
                ],
                help: Some(
                    "name every term in its place, without `open` and `kind of`: what is higher is at least what is lower"
                        .to_owned(),
                ),
            },
            ClauseProblem::CircleOfKinds { steps } => circle(
                "these terms are kinds of one another in a circle",
                steps,
                |one, other| format!("so {one} is a kind of {other}"),
                "the widest term must not be a kind of a narrower one: drop that `kind of`",
            ),
            ClauseProblem::CircleOfLists { steps } => circle(
                "these lists take in one another in a circle",
                steps,
                |one, other| format!("so {one} takes in {other}"),
                "let the wider list take in the narrower one, not both each other",
            ),
            ClauseProblem::CannotBeBreached { citation, found, span, declared } => Telling {
                message: format!("clause {citation} cannot be breached: it is {found}"),
                labels: vec![Label::new(*span, "named as breached"), Label::new(*declared, "this clause")],
                help: Some("name prohibitions, requirements or duties, or `otherwise`".to_owned()),
            },
            ClauseProblem::OtherwisePermits { span, otherwise } => Telling {
                message: "the policy's `otherwise` permits, so it cannot be breached".to_owned(),
                labels: vec![Label::new(*span, "named as breached"), Label::new(*otherwise, "permits what no clause prohibits")],
                help: Some("drop `otherwise` from this list".to_owned()),
            },
            ClauseProblem::NeedsNoNotwithstanding { span } => Telling {
                message: "a prohibition prevails without `notwithstanding`".to_owned(),
                labels: vec![Label::new(*span, "not needed")],
                help: Some("drop it; only a permission says which clauses it prevails over".to_owned()),
            },
            ClauseProblem::QuoteNotInText { quote, span, text } => {
                let mut labels = vec![Label::new(*span, "not in the clause's text")];
                if let Some(text) = text {
                    labels.push(Label::new(*text, "the text"));
                }
                Telling {
                    message: format!("the words \"{quote}\" do not stand in the clause's text"),
                    labels,
                    help: Some(if text.is_some() {
                        "the text was amended and this rule was not, or the quote is mistyped: mend whichever is wrong"
                            .to_owned()
                    } else {
                        "add the clause's `text`, or drop the quote".to_owned()
                    }),
                }
            }
            ClauseProblem::LimitingWord { word, span } => Telling {
                message: format!("\"{word}\" limits this clause, and no quote says where the rule does so"),
                labels: vec![Label::new(*span, "words that limit")],
                help: Some(
                    "put `quote` with these words behind the condition that carries them, or `inert` where they were \
                     left out on purpose"
                        .to_owned(),
                ),
            },
            ClauseProblem::Unquoted { words, span } => Telling {
                message: format!("no quote accounts for \"{words}\""),
                labels: vec![Label::new(*span, "not accounted for")],
                help: Some("quote these words where the rule encodes them, or mark them `inert`".to_owned()),
            },
            ClauseProblem::DefinitionOutOfForce { term, span, defined, day } => Telling {
                message: format!("`{term}` is used here on days when it is not defined, such as {day}"),
                labels: vec![Label::new(*span, "used here"), Label::new(*defined, "applies for part of the time only")],
                help: Some("make the periods of the clause and of the definition agree".to_owned()),
            },
            ClauseProblem::DefinedTwice { term, again, first } => Telling {
                message: format!("`{term}` is defined twice for the same days"),
                labels: vec![Label::new(*again, "defined again here"), Label::new(*first, "first defined here")],
                help: Some("let the days of one end (`in force until`) before the other's begin, or drop one".to_owned()),
            },
            ClauseProblem::HeadingOfConclusions { wanted, several, span } => Telling {
                message: format!("the last column of this table is headed `{wanted}`"),
                labels: vec![Label::new(*span, "what the rows conclude")],
                help: Some(match several {
                    true => "write `is`; each row then names one of the terms that are defined, or `none`".to_owned(),
                    false => format!("write `{wanted}`; each row then says `yes` or `no`"),
                }),
            },
            ClauseProblem::NotAConclusion { written, wanted, span } => Telling {
                message: format!("this table does not conclude `{written}`"),
                labels: vec![Label::new(*span, "the conclusion of this row")],
                help: Some(format!("write {}", one_of(wanted))),
            },
            ClauseProblem::NeverConcluded { term, span } => Telling {
                message: format!("no row of this table concludes `{term}`"),
                labels: vec![Label::new(*span, "defined here")],
                help: Some("add a row that does, or leave the term out".to_owned()),
            },
            ClauseProblem::YesOrNoAsked { span, heading } => Telling {
                message: "this column asks whether a condition holds".to_owned(),
                labels: vec![Label::new(*span, "neither `yes` nor `no`"), Label::new(*heading, "the condition")],
                help: Some("write `yes`, `no`, or `-` where it does not matter".to_owned()),
            },
            ClauseProblem::ClauseWithoutPolicy { span } => Telling {
                message: "this clause belongs to no policy".to_owned(),
                labels: vec![Label::new(*span, "no `policy` above it in this file")],
                help: Some("begin the file with a `policy`, or, for a definition that several files use, write `define` in the first column".to_owned()),
            },
            ClauseProblem::AssumptionBeyondFacts { why, span } => Telling {
                message: format!("an assumption speaks of facts only, and this speaks of {why}"),
                labels: vec![Label::new(*span, "more than a fact")],
                help: Some("state what cannot happen in the world, in attributes and judgements alone".to_owned()),
            },
            ClauseProblem::AssumptionsContradict { assumptions } => Telling {
                message: match assumptions.len() {
                    1 => "no case can meet this assumption".to_owned(),
                    _ => "no case can meet all of these assumptions".to_owned(),
                },
                labels: assumptions
                    .iter()
                    .map(|(words, span)| Label::new(*span, format!("the assumption \"{words}\"")))
                    .collect(),
                help: Some("correct one of them: as they stand, there is nothing to judge".to_owned()),
            },
            ClauseProblem::CircleOfComparisons { attributes, span } => Telling {
                message: format!("`{}` are compared in a circle, with a multiple in it", attributes.join("` and `")),
                labels: vec![Label::new(*span, "closes the circle")],
                help: Some(
                    "keep one comparison with a multiple between attributes that no other comparison joins"
                        .to_owned(),
                ),
            },
            ClauseProblem::ChainTooLong { span, limit } => Telling {
                message: format!("this definition rests on more than {limit} others, one on the other"),
                labels: vec![Label::new(*span, "the chain grows too long here")],
                help: Some("say some of them in one".to_owned()),
            },
            ClauseProblem::PeriodsOverlap { word, day, again, first } => Telling {
                message: format!("`{word}` is said twice of the same days, such as {day}"),
                labels: vec![Label::new(*again, "said again here"), Label::new(*first, "first said here")],
                help: Some("say it once, or let one period end before the other begins".to_owned()),
            },
            ClauseProblem::PeriodsContradict { word, day, repealed: true, span, against } => Telling {
                message: format!("this is `{word}` on {day}, and repealed by then"),
                labels: vec![Label::new(*span, "so it is said here"), Label::new(*against, "repealed here")],
                help: Some("leave out the `until`, or mend the days: what is repealed is repealed from its day on".to_owned()),
            },
            ClauseProblem::PeriodsContradict { word, day, repealed: false, span, against } => Telling {
                message: format!("this is `{word}` on {day}, when it is not in force"),
                labels: vec![Label::new(*span, "so it is said here"), Label::new(*against, "in force on these days")],
                help: Some(
                    "mend the days; of a rule that reaches back, write `in force from` the first day it is applied to"
                        .to_owned(),
                ),
            },
            ClauseProblem::NeverApplies { span, policy } => Telling {
                message: "this policy applies on no day".to_owned(),
                labels: vec![Label::new(*span, "these lines leave no day"), Label::new(*policy, "the policy")],
                help: Some("mend the days, or set the file aside".to_owned()),
            },
            ClauseProblem::VersionsOverlap { policy, again, first } => Telling {
                message: format!("two versions of `{policy}` apply on the same days"),
                labels: vec![Label::new(*again, "this version"), Label::new(*first, "and this one")],
                help: Some("let the earlier one end the day before the later one begins, or leave out its `until`".to_owned()),
            },
            ClauseProblem::VersionTwice { policy, version, again, first } => Telling {
                message: format!("version \"{version}\" of `{policy}` is given twice"),
                labels: vec![Label::new(*again, "given again here"), Label::new(*first, "first given here")],
                help: Some("give each version of a policy a `version` of its own, or look at one folder at a time".to_owned()),
            },
        }
    }
}

/// `` `yes` or `no` ``.
fn one_of(these: &[String]) -> String {
    let quoted: Vec<String> = these.iter().map(|it| format!("`{it}`")).collect();
    match quoted.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => quoted.concat(),
    }
}

/// The message that some things rest on one another in a circle, each step at its words.
pub fn circle(
    message: &str,
    steps: &[(String, Span)],
    label: impl Fn(&str, &str) -> String,
    help: &str,
) -> Telling {
    let names: Vec<&str> = steps.iter().map(|(name, _)| name.as_str()).collect();
    let first = names.first().copied().unwrap_or_default();
    Telling {
        message: format!("{message}: {} -> {first}", names.join(" -> ")),
        labels: steps
            .iter()
            .enumerate()
            .map(|(i, (name, span))| Label::new(*span, label(name, names[(i + 1) % names.len()])))
            .collect(),
        help: Some(help.to_owned()),
    }
}
