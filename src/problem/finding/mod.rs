//! L07..: what all cases together show of a policy: proved, or shown by a case.

use crate::source::Span;

use super::{Code, Label, Severity, Tell, Telling, codes};

mod words;

use words::telling;

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
    /// A row of a table all of whose cases rows above it fit.
    NeverReached,
    /// A permission: where it applies, something always stands against the action.
    Shadowed,
    /// A permission: where it applies, the case is out of scope, or something stands against the action.
    Outside,
    /// A prohibition or requirement, and no remedy names it: where it applies, the case is out of scope.
    OnlyOutside,
    /// A prohibition or requirement that always gives way.
    GivesWay,
    /// A requirement that is met wherever it is imposed.
    NeverFailed,
}

/// What a proof needs beside the clauses.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// An assumption of the policy.
    Assumed { words: String, span: Span },
    /// That a taxonomy has no terms but those named.
    Closed { taxonomy: String, span: Span },
}

/// What may be mentioned without mattering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Fact,
    Judgement,
    List,
    Term,
}

/// What analysis tells. With what is proved is told what the proof needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// A condition that holds in no case, or in every one; the assumptions it needs for that.
    Constant { holds: bool, span: Span, because: Vec<Because> },
    /// A limb of a list without which the list says the same: the others imply it (`all of`), or it them.
    Idle { span: Span, all: bool, beside: Vec<Span>, clause: Clause, because: Vec<Because> },
    /// A clause or item that decides no case.
    NeverDecides { clause: Clause, why: Idleness, by: Vec<Clause>, because: Vec<Because> },
    /// A clause or item whose every case others decide in the same way; `same` where one other says just that.
    SaidAlready { clause: Clause, by: Vec<Clause>, same: bool, permits: bool, because: Vec<Because> },
    /// Permissions and a prohibition that meet, where nothing says which prevails.
    Meet { permissions: Vec<Clause>, prohibition: Clause, case: String },
    /// More prohibitions that meet permissions than are told one by one.
    MoreMeet { told: usize, more: usize, policy: Span },
    /// Two exceptions to one clause that both fire.
    ExceptionsMeet { clause: Clause, exceptions: [Clause; 2], case: String },
    /// Two prohibitions give way in one case, each to a permission that does not name the other.
    GiveWayApart { prohibitions: [Clause; 2], permissions: Vec<Clause>, case: String },
    /// A requirement that is imposed in cases in which nobody can meet it.
    CannotBeMet { clause: Clause, because: Vec<Because> },
    /// A remedy for a breach that cannot occur.
    CannotOccur { remedy: Clause, of: Clause, because: Vec<Because> },
    /// Readings between which no verdict, duty or remedy differs.
    ReadingIdle { clause: String, readings: Vec<String>, span: Span, because: Vec<Because> },
    /// A permission, or a requirement, that is met where a list is empty; the words that say `every`.
    MetByNone { clause: Clause, list: String, every: Option<Span>, permits: bool, case: String },
    /// A duty to do what is prohibited while it arises: by which clause, if by one, and which other action it is
    /// done with.
    DutyProhibited {
        duty: Clause,
        action: String,
        by: Option<Clause>,
        when_done: Option<String>,
        case: String,
    },
    /// A verdict that holds whichever term of a taxonomy a fact is, and would not if it were none of them.
    OnlyBecauseClosed {
        taxonomy: String,
        fact: String,
        span: Span,
        verdict: &'static str,
        otherwise: &'static str,
        case: String,
    },
    /// A fact, list or defined term that conditions mention, and on which nothing depends.
    NeverMatters { what: Thing, name: String, span: Span, mention: Span },
    /// Ways in which a case is left to the default, in words, that no scenario shows; how many further ones there
    /// are, and whether there are more than could be looked for.
    LeftToDefault { span: Span, boxes: Vec<String>, further: usize, more: bool },
    /// A case that no row of a definition by table fits; where the rows end.
    NoRowFits { clause: String, span: Span, case: String },
    /// Two rows that fit one case, where each is said to be the only one that does.
    RowsMeet { rows: [Clause; 2], span: Span, case: String },
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
        Finding::MetByNone { .. } => "L0716",
        Finding::DutyProhibited { .. } => "L0717",
        Finding::OnlyBecauseClosed { .. } => "L0718",
        Finding::NeverMatters { .. } => "L0719",
        Finding::NoRowFits { .. } => "L0720",
        Finding::RowsMeet { .. } => "L0721",
        Finding::LeftToDefault { .. } => "L0730",
    }

    fn severity(&self) -> Severity {
        match self {
            Finding::Disagreement { .. } => Severity::Error,
            Finding::Constant { .. }
            | Finding::NeverDecides { .. }
            | Finding::SaidAlready { same: true, .. }
            | Finding::CannotBeMet { .. }
            | Finding::CannotOccur { .. }
            | Finding::NeverMatters { .. }
            | Finding::RowsMeet { .. } => Severity::Warning,
            _ => Severity::Advice,
        }
    }

    fn tell(&self) -> Telling {
        let mut telling = telling(self);
        if let Some(because) = self.rests_on() {
            telling.labels.extend(because.iter().map(Because::label));
        }
        telling
    }

    fn witness(&self) -> Option<&str> {
        match self {
            Finding::Meet { case, .. }
            | Finding::ExceptionsMeet { case, .. }
            | Finding::GiveWayApart { case, .. }
            | Finding::MetByNone { case, .. }
            | Finding::DutyProhibited { case, .. }
            | Finding::OnlyBecauseClosed { case, .. }
            | Finding::NoRowFits { case, .. }
            | Finding::RowsMeet { case, .. }
            | Finding::Disagreement { case, .. } => Some(case),
            _ => None,
        }
    }
}

impl Because {
    fn label(&self) -> Label {
        match self {
            Because::Assumed { span, .. } => Label::new(*span, "assumed here"),
            Because::Closed { span, .. } => Label::new(*span, "has no other terms"),
        }
    }
}

impl Finding {
    /// Whether this is proved, and not shown by a case.
    pub fn is_proved(&self) -> bool {
        self.rests_on().is_some()
    }

    /// What the proof needs beside the clauses, where this is proved.
    pub fn rests_on(&self) -> Option<&Vec<Because>> {
        match self {
            Finding::Constant { because, .. }
            | Finding::Idle { because, .. }
            | Finding::NeverDecides { because, .. }
            | Finding::SaidAlready { because, .. }
            | Finding::CannotBeMet { because, .. }
            | Finding::CannotOccur { because, .. }
            | Finding::ReadingIdle { because, .. } => Some(because),
            _ => None,
        }
    }

    /// The same, to be added to.
    pub fn rests_on_mut(&mut self) -> Option<&mut Vec<Because>> {
        match self {
            Finding::Constant { because, .. }
            | Finding::Idle { because, .. }
            | Finding::NeverDecides { because, .. }
            | Finding::SaidAlready { because, .. }
            | Finding::CannotBeMet { because, .. }
            | Finding::CannotOccur { because, .. }
            | Finding::ReadingIdle { because, .. } => Some(because),
            _ => None,
        }
    }

    /// Whether another says the same of the same words, whatever it names beside them.
    pub fn says_the_same(&self, other: &Finding) -> bool {
        let of = |finding: &Finding| match finding {
            Finding::CannotOccur { remedy, of, .. } => vec![remedy.span, of.span],
            other => telling(other).labels.iter().take(1).map(|label| label.span).collect(),
        };
        std::mem::discriminant(self) == std::mem::discriminant(other) && of(self) == of(other)
    }
}
