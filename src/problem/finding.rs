//! L07..: what all cases together show of a policy: proved, or shown by a case.

use crate::source::Span;

use super::{Code, Label, Severity, Tell, Telling, codes};

/// A clause or item as a message cites it.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// `5(a)`.
    pub citation: String,
    pub span: Span,
}

/// Why a clause decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idleness {
    /// Its case, its exceptions and its period leave no case.
    NeverApplies,
    /// An exception that takes no case out of the clause it names.
    TakesNothingOut,
    /// A permission: where it applies, something always stands against the action.
    Shadowed,
    /// A permission: where it applies, the case is out of scope, or something stands against the action.
    Outside,
    /// A prohibition or requirement that always gives way.
    GivesWay,
    /// A requirement that is met wherever it is imposed.
    NeverFailed,
}

/// What analysis tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// A condition that holds in no case, or in every one; the assumptions it needs for that.
    Constant { holds: bool, span: Span, because: Vec<(String, Span)> },
    /// A limb of a list without which the list says the same: the others imply it (`all of`), or it them.
    Idle { span: Span, all: bool, beside: Vec<Span>, clause: Clause },
    /// A clause or item that decides no case.
    NeverDecides { clause: Clause, why: Idleness, by: Vec<Clause> },
    /// A clause or item whose every case others decide in the same way; `same` where one other says just that.
    SaidAlready { clause: Clause, by: Vec<Clause>, same: bool, permits: bool },
    /// Permissions and a prohibition that meet, where nothing says which prevails.
    Meet { permissions: Vec<Clause>, prohibition: Clause, case: String },
    /// More prohibitions that meet permissions than are told one by one.
    MoreMeet { told: usize, more: usize, policy: Span },
    /// Two exceptions to one clause that both fire.
    ExceptionsMeet { clause: Clause, exceptions: [Clause; 2], case: String },
    /// Two prohibitions give way in one case, each to a permission that does not name the other.
    GiveWayApart { prohibitions: [Clause; 2], permissions: Vec<Clause>, case: String },
    /// A requirement that is imposed in cases in which nobody can meet it.
    CannotBeMet { clause: Clause },
    /// A remedy for a breach that cannot occur.
    CannotOccur { remedy: Clause, of: Clause },
    /// Readings between which no verdict, duty or remedy differs.
    ReadingIdle { clause: String, readings: Vec<String>, span: Span },
    /// Ways in which a case is left to the default, in words, that no scenario shows; how many further ones there
    /// are, and whether there are more than could be looked for.
    LeftToDefault { span: Span, boxes: Vec<String>, further: usize, more: bool },
    /// A question that went beyond its budget.
    NotLookedInto { span: Span, what: String },
    /// A case was found that the interpreter judges otherwise: a fault of Licit.
    Disagreement { span: Span, what: String, case: String },
}

impl Tell for Finding {
    codes! {
        Finding::Constant { holds: false, .. } => "L0701",
        Finding::Constant { holds: true, .. } => "L0702",
        Finding::Idle { .. } => "L0703",
        Finding::NeverDecides { .. } => "L0704",
        Finding::SaidAlready { same: false, .. } => "L0705",
        Finding::SaidAlready { same: true, .. } => "L0706",
        Finding::Meet { .. } => "L0707",
        Finding::ExceptionsMeet { .. } => "L0708",
        Finding::GiveWayApart { .. } => "L0709",
        Finding::CannotBeMet { .. } => "L0710",
        Finding::CannotOccur { .. } => "L0711",
        Finding::ReadingIdle { .. } => "L0712",
        Finding::NotLookedInto { .. } => "L0713",
        Finding::Disagreement { .. } => "L0714",
        Finding::MoreMeet { .. } => "L0715",
        Finding::LeftToDefault { .. } => "L0730",
    }

    fn severity(&self) -> Severity {
        match self {
            Finding::Disagreement { .. } => Severity::Error,
            Finding::Constant { .. }
            | Finding::NeverDecides { .. }
            | Finding::SaidAlready { same: true, .. }
            | Finding::CannotBeMet { .. }
            | Finding::CannotOccur { .. } => Severity::Warning,
            _ => Severity::Advice,
        }
    }

    fn tell(&self) -> Telling {
        match self {
            Finding::Constant { holds, span, because } => constant(*holds, *span, because),
            Finding::Idle { span, all, beside, clause } => {
                let beside = beside.iter().map(|span| Label::new(*span, "says as much"));
                let message = match all {
                    true => format!("in clause {} this holds wherever the rest of the list does", clause.citation),
                    false => format!("in clause {} the rest of the list holds wherever this does", clause.citation),
                };
                let mut labels = vec![Label::new(*span, "changes nothing")];
                labels.extend(beside.take(1));
                Telling { message, labels, help: Some("drop it, or mend what it was to add".to_owned()) }
            }
            Finding::NeverDecides { clause, why, by } => never_decides(clause, *why, by),
            Finding::SaidAlready { clause, by, same, permits } => {
                let verb = if *permits { "permits" } else { "stands against" };
                let message = match same {
                    true => format!("clause {} says the same as clause {}", clause.citation, by[0].citation),
                    false => {
                        format!("clause {} {verb} nothing that {} not", clause.citation, do_not(by))
                    }
                };
                let label = if *same { "the same again" } else { "adds no case" };
                Telling {
                    message,
                    labels: with(Label::new(clause.span, label), by, "already here"),
                    help: Some("drop it, or mend the condition that was to set it apart".to_owned()),
                }
            }
            Finding::Meet { permissions, prohibition, .. } => Telling {
                message: format!(
                    "clause {} prohibits cases that {}",
                    prohibition.citation,
                    clauses(permissions, "permits", "permit")
                ),
                labels: with(Label::new(prohibition.span, "prevails where both apply"), permissions, "meets it"),
                help: Some(format!(
                    "where that is meant, keep the case below as a scenario; else let the permission stand \
                     `notwithstanding clause {}`, or take its cases out",
                    prohibition.citation
                )),
            },
            Finding::MoreMeet { told, more, policy } => Telling {
                message: format!("{more} more prohibitions meet permissions, beside the {told} told"),
                labels: vec![Label::new(*policy, "of this policy")],
                help: Some("answer those that are told, and the next are".to_owned()),
            },
            Finding::ExceptionsMeet { clause, exceptions: [one, other], .. } => Telling {
                message: format!(
                    "clauses {} and {} both except the same case from clause {}",
                    one.citation, other.citation, clause.citation
                ),
                labels: vec![
                    Label::new(other.span, "takes the case out as well"),
                    Label::new(one.span, "takes it out already"),
                    Label::new(clause.span, "out of this clause"),
                ],
                help: Some("where that is meant, keep the case below as a scenario".to_owned()),
            },
            Finding::GiveWayApart { prohibitions: [one, other], .. } => Telling {
                message: format!(
                    "clauses {} and {} both give way, though no one permission names both",
                    one.citation, other.citation
                ),
                labels: vec![
                    Label::new(one.span, "gives way to one permission"),
                    Label::new(other.span, "gives way to another"),
                ],
                help: Some(
                    "each prohibition is weighed by itself; where the case below is not to be permitted, narrow \
                     the permissions"
                        .to_owned(),
                ),
            },
            Finding::CannotBeMet { clause } => Telling {
                message: format!("nobody can meet the requirement of clause {}", clause.citation),
                labels: vec![Label::new(clause.span, "false wherever it is imposed")],
                help: Some("say it as a prohibition, or mend its condition or its case".to_owned()),
            },
            Finding::CannotOccur { remedy, of } => Telling {
                message: format!(
                    "no breach of clause {} brings a remedy under clause {}",
                    of.citation, remedy.citation
                ),
                labels: vec![
                    Label::new(remedy.span, "gives a remedy for it"),
                    Label::new(of.span, "never breached where that applies"),
                ],
                help: Some("drop the remedy, or mend the clause".to_owned()),
            },
            Finding::ReadingIdle { clause, readings, span } => Telling {
                message: format!(
                    "no verdict, duty or remedy depends on whether clause {clause} is read as {}",
                    readings.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
                ),
                labels: vec![Label::new(*span, "decides as the others do")],
                help: Some("keep one condition, and tell the other reading in a `note`".to_owned()),
            },
            Finding::LeftToDefault { span, boxes, further, more } => {
                left_to_default(*span, boxes, *further, *more)
            }
            Finding::NotLookedInto { span, what } => Telling {
                message: format!("there are too many kinds of cases to look into {what}"),
                labels: vec![Label::new(*span, "of this policy")],
                help: Some("nothing is said of them, for or against".to_owned()),
            },
            Finding::Disagreement { span, what, .. } => Telling {
                message: format!("a case was found for {what} that, judged again, is not so"),
                labels: vec![Label::new(*span, "of this policy")],
                help: Some(
                    "this is a fault of Licit, not of the text: please report it with the policy and the case \
                     below"
                        .to_owned(),
                ),
            },
        }
    }

    fn witness(&self) -> Option<&str> {
        match self {
            Finding::Meet { case, .. }
            | Finding::ExceptionsMeet { case, .. }
            | Finding::GiveWayApart { case, .. }
            | Finding::Disagreement { case, .. } => Some(case),
            _ => None,
        }
    }
}

fn left_to_default(span: Span, boxes: &[String], further: usize, more: bool) -> Telling {
    let message = match boxes.len() + further {
        1 => "a case comes to be left to the default in a way that no scenario shows".to_owned(),
        ways => format!("cases come to be left to the default in {ways} ways that no scenario shows"),
    };
    let mut told: Vec<String> = boxes.iter().map(|it| format!("- {it}")).collect();
    match (further, more) {
        (0, false) => {}
        (0, true) => told.push("- and perhaps in further ways".to_owned()),
        (further, false) => told.push(format!("- and in {further} further ways")),
        (further, true) => told.push(format!("- and in {further} further ways, or more")),
    }
    let help = format!(
        "whatever else is so, no clause permits the action where\n{}\nwhere that is meant, show it in a scenario; else \
         permit what is to be permitted",
        told.join("\n")
    );
    Telling { message, labels: vec![Label::new(span, "decides these")], help: Some(help) }
}

fn constant(holds: bool, span: Span, because: &[(String, Span)]) -> Telling {
    let rest = match because {
        [] => String::new(),
        [(words, _)] => format!(", by the assumption \"{words}\""),
        _ => ", by the assumptions".to_owned(),
    };
    let (message, label) = match holds {
        true => (format!("this holds in every case{rest}"), "can only hold"),
        false => (format!("this can never hold{rest}"), "holds in no case"),
    };
    let mut labels = vec![Label::new(span, label)];
    labels.extend(because.iter().map(|(_, span)| Label::new(*span, "assumed here")));
    let help = match holds {
        true => "drop the condition, or mend it so that some case fails it",
        false => "drop what rests on it, or mend it so that some case meets it",
    };
    Telling { message, labels, help: Some(help.to_owned()) }
}

fn never_decides(clause: &Clause, why: Idleness, by: &[Clause]) -> Telling {
    let number = &clause.citation;
    let (message, label, other, help) = match why {
        Idleness::NeverApplies => (
            format!("clause {number} never applies"),
            "no case is left to it",
            "excepts from it",
            "drop it, or mend its condition, its exceptions or its period",
        ),
        Idleness::TakesNothingOut => (
            format!("clause {number} takes no case out of {}", list(by)),
            "excepts nothing",
            "does not apply in those cases anyway",
            "drop it, or mend the condition of either",
        ),
        Idleness::Shadowed => (
            format!("clause {number} never permits anything"),
            "where it applies, the action is prohibited",
            "stands against it",
            "drop it, let it stand `notwithstanding` that clause, or narrow that clause",
        ),
        Idleness::Outside => (
            format!("clause {number} never permits anything"),
            "where it applies, the case is out of scope, or the action is prohibited",
            "prevails over it",
            "drop it, or narrow what is out of scope",
        ),
        Idleness::GivesWay => (
            format!("clause {number} always gives way"),
            "stands against no action",
            "prevails over it",
            "drop it, or narrow the permission",
        ),
        Idleness::NeverFailed => (
            format!("clause {number} stands against no action"),
            "met wherever it is imposed",
            "",
            "drop it, or mend its condition or its case",
        ),
    };
    Telling { message, labels: with(Label::new(clause.span, label), by, other), help: Some(help.to_owned()) }
}

/// The first label, and one for each other clause.
fn with(first: Label, others: &[Clause], text: &str) -> Vec<Label> {
    let others = others.iter().map(|clause| Label::new(clause.span, text));
    [first].into_iter().chain(others).collect()
}

/// `clause 4(b)`, `clauses 4(a) and 4(b)`.
fn list(these: &[Clause]) -> String {
    let citations: Vec<&str> = these.iter().map(|clause| &*clause.citation).collect();
    match citations.as_slice() {
        [] => "any clause".to_owned(),
        [one] => format!("clause {one}"),
        [first @ .., last] => format!("clauses {} and {last}", first.join(", ")),
    }
}

fn clauses(these: &[Clause], one: &str, many: &str) -> String {
    format!("{} {}", list(these), if these.len() == 1 { one } else { many })
}

fn do_not(these: &[Clause]) -> String {
    clauses(these, "does", "do")
}
