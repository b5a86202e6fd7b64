//! Findings in words.

use crate::source::Span;

use super::super::{Label, Telling};
use super::{Because, Clause, Finding, Idleness, Thing};

/// The message, its labels and what to do; what a proof rests on is added to it.
pub fn telling(finding: &Finding) -> Telling {
    match finding {
        Finding::Constant { holds, span, because } => constant(*holds, *span, because),
        Finding::Idle { span, all, beside, clause, .. } => {
            let beside = beside.iter().map(|span| Label::new(*span, "says as much"));
            let message = match all {
                true => {
                    format!("in clause {} this holds wherever the rest of the list does", clause.citation)
                }
                false => {
                    format!("in clause {} the rest of the list holds wherever this does", clause.citation)
                }
            };
            let mut labels = vec![Label::new(*span, "changes nothing")];
            labels.extend(beside.take(1));
            Telling { message, labels, help: Some("drop it, or mend what it was to add".to_owned()) }
        }
        Finding::NeverDecides { clause, why, by, .. } => never_decides(clause, *why, by),
        Finding::SaidAlready { clause, by, same, permits, .. } => {
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
        Finding::CannotBeMet { clause, .. } => Telling {
            message: format!("nobody can meet the requirement of clause {}", clause.citation),
            labels: vec![Label::new(clause.span, "false wherever it is imposed")],
            help: Some("say it as a prohibition, or mend its condition or its case".to_owned()),
        },
        Finding::CannotOccur { remedy, of, .. } => Telling {
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
        Finding::ReadingIdle { clause, readings, span, .. } => Telling {
            message: format!(
                "no verdict, duty or remedy depends on whether clause {clause} is read as {}",
                readings.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
            ),
            labels: vec![Label::new(*span, "decides as the others do")],
            help: Some("keep one condition, and tell the other reading in a `note`".to_owned()),
        },
        Finding::MetByNone { clause, list, every, permits, .. } => {
            met_by_none(clause, list, *every, *permits)
        }
        Finding::DutyProhibited { duty, action, by, when_done, .. } => {
            duty_prohibited(duty, action, by.as_ref(), when_done.as_deref())
        }
        Finding::OnlyBecauseClosed { taxonomy, fact, span, verdict, otherwise, .. } => Telling {
            message: format!("a verdict holds only because `{taxonomy}` has no other terms"),
            labels: vec![Label::new(*span, "closed: these are all there are")],
            help: Some(format!(
                "in the case below the action is {} whichever of these `{fact}` is, and {} were it none of them; \
                     where the world has more, declare `{taxonomy}` open or add a term for the rest, else keep the case \
                     as a scenario",
                verdict, otherwise
            )),
        },
        Finding::NeverMatters { what, name, span, mention } => never_matters(*what, name, *span, *mention),
        Finding::LeftToDefault { span, boxes, further, more } => {
            left_to_default(*span, boxes, *further, *more)
        }
        Finding::NoRowFits { clause, span, .. } => Telling {
            message: format!("no row of clause {clause} fits some cases"),
            labels: vec![Label::new(*span, "the last row")],
            help: Some(
                "where nothing is to follow there, keep the case below as a scenario, or add a last row that says so, \
                 with `-` in each column; else add the row that is missing"
                    .to_owned(),
            ),
        },
        Finding::RowsMeet { rows: [one, other], span, .. } => Telling {
            message: format!("clauses {} and {} fit one case, and each is to be the only one", one.citation, other.citation),
            labels: vec![
                Label::new(other.span, "fits it as well"),
                Label::new(one.span, "fits the case below"),
                Label::new(*span, "no two rows fit one case"),
            ],
            help: Some("narrow one of the rows, or write `first match` and put the one that prevails first".to_owned()),
        },
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
        "whatever else is so, no clause permits anything where\n{}\nwhere that is meant, show it in a scenario; else \
         permit what is to be permitted",
        told.join("\n")
    );
    Telling { message, labels: vec![Label::new(span, "decides these")], help: Some(help) }
}

fn met_by_none(clause: &Clause, list: &str, every: Option<Span>, permits: bool) -> Telling {
    let number = &clause.citation;
    let message = match permits {
        true => format!("clause {number} permits cases in which there is no `{list}` at all"),
        false => format!("the requirement of clause {number} is met where there is no `{list}` at all"),
    };
    let label = Label::new(every.unwrap_or(clause.span), "`every` holds where there is none");
    let inside = |span: Span| span.start >= clause.span.start && span.end <= clause.span.end;
    let own = every.filter(|every| !inside(*every)).map(|_| Label::new(clause.span, "rests on that"));
    Telling {
        message,
        labels: [label].into_iter().chain(own).collect(),
        help: Some(format!(
            "where that is not meant, ask for one as well: `any {list}`; where it is, keep the case below as a scenario"
        )),
    }
}

fn duty_prohibited(duty: &Clause, action: &str, by: Option<&Clause>, when_done: Option<&str>) -> Telling {
    let place = match when_done {
        Some(other) => format!(" where `{other}` is done"),
        None => String::new(),
    };
    let against = match by {
        Some(by) => format!("prohibited under clause {}", by.citation),
        None => "not permitted by any clause".to_owned(),
    };
    let mut labels = vec![Label::new(duty.span, "a duty spelled like an action is that action")];
    labels.extend(by.map(|by| Label::new(by.span, "prohibits it")));
    Telling {
        message: format!("clause {} asks for `{action}`{place}, and in the same case that is {against}", duty.citation),
        labels,
        help: Some(
            "where that is not meant, permit it there, or give the duty a name of its own; where it is, keep the \
             case below as a scenario"
                .to_owned(),
        ),
    }
}

fn never_matters(what: Thing, name: &str, span: Span, mention: Span) -> Telling {
    let message = match what {
        Thing::Fact => format!("no verdict, duty or remedy depends on `{name}`"),
        Thing::Judgement => format!("no verdict, duty or remedy depends on the judgement `{name}`"),
        Thing::List => format!("no verdict, duty or remedy depends on any `{name}`"),
        Thing::Term => format!("no verdict, duty or remedy depends on whether anything is `{name}`"),
    };
    let declared = match what {
        Thing::Term => "defined here",
        _ => "declared here",
    };
    Telling {
        message,
        labels: vec![
            Label::new(mention, "whatever it is, all comes out the same"),
            Label::new(span, declared),
        ],
        help: Some("mend the condition that was to turn on it, or drop it".to_owned()),
    }
}

fn constant(holds: bool, span: Span, because: &[Because]) -> Telling {
    let rest = match because {
        [] => String::new(),
        [Because::Assumed { words, .. }] => format!(", by the assumption \"{words}\""),
        [Because::Closed { taxonomy, .. }] => format!(", because `{taxonomy}` has no other terms"),
        _ => ", by what the policy takes for granted".to_owned(),
    };
    let (message, label) = match holds {
        true => (format!("this holds in every case{rest}"), "can only hold"),
        false => (format!("this can never hold{rest}"), "holds in no case"),
    };
    let labels = vec![Label::new(span, label)];
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
        Idleness::NeverReached => (
            format!("clause {number} is never reached"),
            "rows above it fit every case of it",
            "fits first",
            "drop the row, or put it above them",
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
        Idleness::OnlyOutside => (
            format!("clause {number} stands against no action that is in scope"),
            "where it applies, the case is out of scope",
            "takes the case out",
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
