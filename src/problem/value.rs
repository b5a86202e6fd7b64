//! L03..: a value or a comparison that does not fit what it stands with.

use crate::source::Span;

use super::{Code, Label, Severity, Tell, Telling, codes};

/// What the model tells of values and types.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueProblem {
    /// `offence.act is 6`: a value of another kind than what it is compared with.
    WrongKind { wanted: String, example: String, found: String, span: Span, declared: Option<Span> },
    /// `maximum-sentence is at least 72 days`, where it counts in months; or the other way round.
    MonthsWithDays { in_months: bool, span: Span, declared: Option<Span> },
    /// `maximum-sentence is at least 6`.
    BareNumber { number: String, wanted: String, example: String, span: Span, declared: Option<Span> },
    /// 30 February.
    NoSuchDay { date: String, span: Span },
    /// More digits than can be kept exactly.
    TooLong { what: &'static str, span: Span },
    /// `USD 5` where the attribute is money in EUR.
    OtherCurrency { found: String, wanted: String, span: Span, declared: Option<Span> },
    /// `aim is X` of a set, `is before` of a number, `is at least` of a term.
    OperatorDoesNotFit { operator: String, kind: String, offer: String, span: Span, declared: Option<Span> },
    /// A bare name that is not a yes/no one.
    NotYesNo { name: String, kind: String, span: Span, declared: Option<Span> },
    /// `5 years 30 days`.
    MixedDuration { span: Span },
    /// `is between 10 and 5`.
    EmptyBetween { span: Span },
    /// Two attributes of different kinds compared.
    DifferentKinds { left: String, right: String, span: Span },
    /// A set compared with an attribute, a term multiplied, and the like.
    NoArithmetic { why: String, span: Span },
    /// `presumed yes` on a step.
    PresumedStep { span: Span, step: Span },
    /// A step that is not a yes/no attribute.
    StepNotYesNo { span: Span, declared: Span },
    /// A period that ends before it begins.
    PeriodReversed { span: Span },
    /// A named list where one value must stand.
    ListForValue { name: String, offer: String, span: Span },
    /// A comparison with no attribute in it.
    NothingCompared { span: Span },
}

impl Tell for ValueProblem {
    codes! {
        ValueProblem::WrongKind { .. } => "L0301",
        ValueProblem::MonthsWithDays { .. } => "L0302",
        ValueProblem::BareNumber { .. } => "L0303",
        ValueProblem::NoSuchDay { .. } => "L0304",
        ValueProblem::TooLong { .. } => "L0305",
        ValueProblem::OtherCurrency { .. } => "L0306",
        ValueProblem::OperatorDoesNotFit { .. } => "L0307",
        ValueProblem::NotYesNo { .. } => "L0308",
        ValueProblem::MixedDuration { .. } => "L0309",
        ValueProblem::EmptyBetween { .. } => "L0310",
        ValueProblem::DifferentKinds { .. } => "L0311",
        ValueProblem::NoArithmetic { .. } => "L0312",
        ValueProblem::PresumedStep { .. } => "L0313",
        ValueProblem::StepNotYesNo { .. } => "L0314",
        ValueProblem::PeriodReversed { .. } => "L0315",
        ValueProblem::ListForValue { .. } => "L0316",
        ValueProblem::NothingCompared { .. } => "L0317",
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn tell(&self) -> Telling {
        let declared_here = |labels: &mut Vec<Label>, declared: &Option<Span>, what: &str| {
            if let Some(declared) = declared {
                labels.push(Label::new(*declared, format!("{what}, as declared here")));
            }
        };
        match self {
            ValueProblem::WrongKind { wanted, example, found, span, declared } => {
                let mut labels = vec![Label::new(*span, format!("this is {found}"))];
                declared_here(&mut labels, declared, wanted);
                Telling {
                    message: format!("{wanted} is meant here, and this is {found}"),
                    labels,
                    // `yes` or `no` is all that there is to write.
                    help: Some(match wanted.starts_with('`') {
                        true => format!("write {wanted}"),
                        false => format!("write {wanted}, such as {example}"),
                    }),
                }
            }
            ValueProblem::MonthsWithDays { in_months, span, declared } => {
                let (here, there, example) = if *in_months {
                    ("years and months", "weeks, days or hours", "`6 months`")
                } else {
                    ("weeks, days and hours", "years or months", "`30 days`")
                };
                let mut labels = vec![Label::new(*span, format!("this is in {there}"))];
                declared_here(&mut labels, declared, &format!("in {here}"));
                Telling {
                    message: format!("this duration counts in {here}, and cannot be compared with {there}"),
                    labels,
                    help: Some(format!(
                        "a month has no fixed number of days: write it in {here}, such as {example}, or declare \
                         the attribute the other way (`duration` counts months, `duration in days` days and hours)"
                    )),
                }
            }
            ValueProblem::BareNumber { number, wanted, example, span, declared } => {
                let mut labels = vec![Label::new(*span, format!("{number} of what?"))];
                declared_here(&mut labels, declared, wanted);
                Telling {
                    message: format!("{wanted} is meant here, and `{number}` has no unit"),
                    labels,
                    help: Some(format!("say of what, such as {example}")),
                }
            }
            ValueProblem::NoSuchDay { date, span } => Telling {
                message: format!("there is no day `{date}`"),
                labels: vec![Label::new(*span, "not in the calendar")],
                help: Some("write year, month and day, such as `2022-02-28`; days run from 0001-01-01 to 9999-12-31".to_owned()),
            },
            ValueProblem::TooLong { what, span } => Telling {
                message: format!("this {what} has more digits than Licit keeps exactly"),
                labels: vec![Label::new(*span, "too many digits")],
                help: Some("at most 15 digits before the point and 9 behind it; money has as many behind it as its currency".to_owned()),
            },
            ValueProblem::OtherCurrency { found, wanted, span, declared } => {
                let mut labels = vec![Label::new(*span, format!("this is in {found}"))];
                declared_here(&mut labels, declared, &format!("in {wanted}"));
                Telling {
                    message: format!("an amount in {wanted} is meant here, and this is in {found}"),
                    labels,
                    help: Some(format!("Licit converts no currencies: state the amount in {wanted}")),
                }
            }
            ValueProblem::OperatorDoesNotFit { operator, kind, offer, span, declared } => {
                let mut labels = vec![Label::new(*span, format!("does not fit {kind}"))];
                declared_here(&mut labels, declared, kind);
                Telling {
                    message: format!("`{operator}` cannot be asked of {kind}"),
                    labels,
                    help: Some(format!("of {kind} you can say {offer}")),
                }
            }
            ValueProblem::NotYesNo { name, kind, span, declared } => {
                let mut labels = vec![Label::new(*span, "not a yes/no question")];
                declared_here(&mut labels, declared, kind);
                Telling {
                    message: format!("`{name}` alone says nothing, for it is {kind}"),
                    labels,
                    help: Some(format!("say what is asked of it, such as `{name} is ...`")),
                }
            }
            ValueProblem::MixedDuration { span } => Telling {
                message: "a duration is in years and months, or in weeks, days and hours, not in both".to_owned(),
                labels: vec![Label::new(*span, "mixes the two")],
                help: Some("a month has no fixed number of days: keep to one of the two".to_owned()),
            },
            ValueProblem::EmptyBetween { span } => Telling {
                message: "nothing lies between these two".to_owned(),
                labels: vec![Label::new(*span, "the first is above the second")],
                help: Some("name the lower end first; both ends count as in".to_owned()),
            },
            ValueProblem::DifferentKinds { left, right, span } => Telling {
                message: format!("{left} cannot be compared with {right}"),
                labels: vec![Label::new(*span, "different kinds of thing")],
                help: Some("compare two attributes only where both are of one kind".to_owned()),
            },
            ValueProblem::NoArithmetic { why, span } => Telling {
                message: why.clone(),
                labels: vec![Label::new(*span, "not to be computed")],
                help: Some(
                    "one constant may be added to, taken from, or multiplied with one number, amount or date; nothing else is computed"
                        .to_owned(),
                ),
            },
            ValueProblem::PresumedStep { span, step } => Telling {
                message: "a step cannot be presumed done".to_owned(),
                labels: vec![Label::new(*span, "presumes it done"), Label::new(*step, "declared a step here")],
                help: Some("drop `presumed`: whether the actor has done it must be stated".to_owned()),
            },
            ValueProblem::StepNotYesNo { span, declared } => Telling {
                message: "a step is done or not done, so it must be a `yes/no` attribute".to_owned(),
                labels: vec![Label::new(*span, "marked as a step"), Label::new(*declared, "of this kind")],
                help: Some("drop `step`, or make the attribute `yes/no`".to_owned()),
            },
            ValueProblem::PeriodReversed { span } => Telling {
                message: "this period ends before it begins".to_owned(),
                labels: vec![Label::new(*span, "no day lies in it")],
                help: Some("both days named belong to the period: put the earlier one behind `from`".to_owned()),
            },
            ValueProblem::ListForValue { name, offer, span } => Telling {
                message: format!("`{name}` is a list, and one value is meant here"),
                labels: vec![Label::new(*span, "a list")],
                help: Some(format!("say {offer}")),
            },
            ValueProblem::NothingCompared { span } => Telling {
                message: "this compares constants only, so it is always the same".to_owned(),
                labels: vec![Label::new(*span, "no fact is looked at")],
                help: Some("name the attribute that is to be compared".to_owned()),
            },
        }
    }
}
