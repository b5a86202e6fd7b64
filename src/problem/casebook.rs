//! L05..: a case book that cannot be judged as it stands.

use crate::source::Span;

use super::listing::Count;
use super::{Code, Label, Severity, Tell, Telling, codes};

/// What the case book tells of scenarios, tables, properties and facts given as data.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseProblem {
    /// One fact stated in two lines.
    FactTwice { fact: String, again: Span, first: Span },
    /// The facts leave no possible case.
    Impossible { title: String, span: Span, against: Vec<(String, Option<Span>)> },
    /// A defined term stated as if it were a fact.
    StatesConclusion { term: String, span: Span, declared: Span, made_from: String },
    /// Several policies, and the scenario names none.
    PolicyNotTold { span: Span, known: String },
    /// `like` in a circle.
    LikeCircle { steps: Vec<(String, Span)> },
    /// A fact that compares two attributes or computes.
    NotAFact { span: Span },
    /// `decided by` on what is not a judgement.
    NotAJudgement { fact: String, span: Span },
    /// A duty stated kept, of a clause that lays down none.
    NoDuty { clause: String, span: Span, declared: Span },
    /// A header line of a scenario given twice: two dates, two actions.
    LineTwice { what: &'static str, again: Span, first: Span },
    /// Something stipulated that is no defined term.
    NotAConclusion { name: String, span: Span },
    /// One scenario states the same reading twice.
    ReadingTwice { clause: String, again: Span, first: Span },
    /// `no target` and also a target stated.
    ListEmptyAndNot { name: String, again: Span, first: Span },
    /// A column that names the same fact as another.
    ColumnTwice { again: Span, first: Span },
    /// Scenarios and properties about a policy whose file has errors.
    NotJudged { policy: String, cases: usize, span: Span },
    /// A scenario or row some of whose words could not be read, or of what it is like or is given; and where.
    Unread { title: String, span: Span, at: Span },
    /// A fact given as data that the policy does not know, or whose value it cannot have; the path to it, and
    /// what the rules of facts as data say of it.
    DataDoesNotFit { at: String, what: String, mend: String, span: Span },
    /// A scenario is to be written at the end of a file in which facts are given for all scenarios below.
    Given { given: Span },
}

impl Tell for CaseProblem {
    codes! {
        CaseProblem::FactTwice { .. } => "L0501",
        CaseProblem::Impossible { .. } => "L0502",
        CaseProblem::StatesConclusion { .. } => "L0503",
        CaseProblem::PolicyNotTold { .. } => "L0504",
        CaseProblem::LikeCircle { .. } => "L0505",
        CaseProblem::NotAFact { .. } => "L0506",
        CaseProblem::NotAJudgement { .. } => "L0507",
        CaseProblem::NoDuty { .. } => "L0508",
        CaseProblem::LineTwice { .. } => "L0510",
        CaseProblem::NotAConclusion { .. } => "L0511",
        CaseProblem::ReadingTwice { .. } => "L0512",
        CaseProblem::ListEmptyAndNot { .. } => "L0513",
        CaseProblem::ColumnTwice { .. } => "L0514",
        CaseProblem::DataDoesNotFit { .. } => "L0515",
        CaseProblem::NotJudged { .. } => "L0516",
        CaseProblem::Unread { .. } => "L0517",
        CaseProblem::Given { .. } => "L0518",
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn tell(&self) -> Telling {
        let twice = |message: String, again: Span, first: Span, help: &str| Telling {
            message,
            labels: vec![Label::new(again, "stated again here"), Label::new(first, "first stated here")],
            help: Some(help.to_owned()),
        };
        match self {
            CaseProblem::FactTwice { fact, again, first } => twice(
                format!("`{fact}` is stated twice"),
                *again,
                *first,
                "state each fact in one line (both ends of a range with `is between ... and ...`)",
            ),
            CaseProblem::Impossible { title, span, against } => {
                let mut labels = vec![Label::new(*span, "cannot all be true")];
                labels.extend(
                    against.iter().filter_map(|(what, at)| at.map(|at| Label::new(at, what.clone()))),
                );
                let named: Vec<&str> = against.iter().map(|(what, _)| what.as_str()).collect();
                Telling {
                    message: if against.is_empty() {
                        format!("the facts of \"{title}\" contradict one another")
                    } else {
                        format!("the facts of \"{title}\" cannot be, given {}", named.join(" and "))
                    },
                    labels,
                    help: Some("no case fits them all: correct a fact, or the assumption".to_owned()),
                }
            }
            CaseProblem::StatesConclusion { term, span, declared, made_from } => Telling {
                message: format!("`{term}` is concluded from facts and cannot be stated as one"),
                labels: vec![Label::new(*span, "states a conclusion"), Label::new(*declared, "defined here")],
                help: Some(format!(
                    "state the facts it is made from ({made_from}), or write `stipulated` before it to take it as given"
                )),
            },
            CaseProblem::PolicyNotTold { span, known } => Telling {
                message: "nothing says which policy this is judged by".to_owned(),
                labels: vec![Label::new(*span, "no `policy` line")],
                help: Some(if known.is_empty() {
                    "there is no policy here: put one beside this file, or name the folder that holds it"
                        .to_owned()
                } else {
                    format!(
                        "add a `policy` line to it, or to `given` at the head of the case book; known here: {known}"
                    )
                }),
            },
            CaseProblem::LikeCircle { steps } => Telling {
                message: "these scenarios are each like the next in a circle".to_owned(),
                labels: steps
                    .iter()
                    .map(|(title, span)| Label::new(*span, format!("like \"{title}\"")))
                    .collect(),
                help: Some("let one of them state its facts itself".to_owned()),
            },
            CaseProblem::NotAFact { span } => Telling {
                message: "a fact compares one attribute with constants".to_owned(),
                labels: vec![Label::new(*span, "not a fact by itself")],
                help: Some(
                    "state each attribute's own value, such as `offence.act is expression`".to_owned(),
                ),
            },
            CaseProblem::NotAJudgement { fact, span } => Telling {
                message: format!("`{fact}` is a plain fact, which nobody decides"),
                labels: vec![Label::new(*span, "only a judgement is decided by somebody")],
                help: Some("drop `decided by`, or declare it as a `judgement`".to_owned()),
            },
            CaseProblem::NoDuty { clause, span, declared } => Telling {
                message: format!("clause {clause} lays down no duty that could be kept"),
                labels: vec![Label::new(*span, "no duty"), Label::new(*declared, "this clause")],
                help: Some("only a clause with `oblige` can be kept or not kept".to_owned()),
            },
            CaseProblem::LineTwice { what, again, first } => {
                twice(format!("the {what} is given twice"), *again, *first, "keep the one that is meant")
            }
            CaseProblem::NotAConclusion { name, span } => Telling {
                message: format!("`{name}` is not a defined term, so there is nothing to stipulate"),
                labels: vec![Label::new(*span, "not a conclusion")],
                help: Some("state it as a fact, without `stipulated`".to_owned()),
            },
            CaseProblem::ReadingTwice { clause, again, first } => twice(
                format!("the reading of clause {clause} is settled twice"),
                *again,
                *first,
                "settle it once, or leave it open to have both judged",
            ),
            CaseProblem::ListEmptyAndNot { name, again, first } => Telling {
                message: format!("it is said that there is no {name}, and one is stated"),
                labels: vec![
                    Label::new(*again, "does not agree with what was said before"),
                    Label::new(*first, "said before"),
                ],
                help: Some("drop the line that is not so".to_owned()),
            },
            CaseProblem::NotJudged { policy, cases, span } => Telling {
                message: format!(
                    "{} about `{policy}` {} not judged, because its file has errors",
                    Count("case", "cases", *cases),
                    if *cases == 1 { "is" } else { "are" }
                ),
                labels: vec![Label::new(*span, "this policy")],
                help: Some(
                    "mend the errors in its file first: a text with errors decides nothing".to_owned(),
                ),
            },
            CaseProblem::Unread { title, span, at } => Telling {
                message: format!("\"{title}\" is not judged, because there is an error in what it states"),
                labels: match span == at {
                    true => vec![Label::new(*span, "not judged")],
                    false => vec![Label::new(*span, "not judged"), Label::new(*at, "the error stands here")],
                },
                help: Some("mend the error first: until then nobody knows what the case is".to_owned()),
            },
            CaseProblem::DataDoesNotFit { at, what, mend, span } => Telling {
                message: what.clone(),
                labels: vec![Label::new(*span, format!("at `{at}`"))],
                help: Some(mend.clone()),
            },
            CaseProblem::Given { given } => Telling {
                message: "what is given in this file would hold for a scenario written into it".to_owned(),
                labels: vec![Label::new(*given, "given here")],
                help: Some("have the scenarios written into another file, with `--into FILE`".to_owned()),
            },
            CaseProblem::ColumnTwice { again, first } => twice(
                "two columns state the same thing".to_owned(),
                *again,
                *first,
                "drop one of the two columns",
            ),
        }
    }
}
