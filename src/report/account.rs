//! The account of a verdict: what is told and in which order, before anybody decides how it looks.
//!
//! The page and the sentences for screen readers are both made from it, so that neither can tell what
//! the other leaves out.

use crate::analysis::flips::Flips;
use crate::casebook::outcome::Judged;
use crate::judge::Truth;
use crate::program::{Ruling, UnitId};
use crate::source::Sources;

use super::{basis, changes, consequences, headline, layers, open, reasons};

/// A verdict told in passages.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    pub passages: Vec<Passage>,
}

/// A heading and the lines under it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Passage {
    pub heading: Vec<Run>,
    pub lines: Vec<Line>,
}

/// One line of an account; the page may need several to show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How many limbs stand around it.
    pub depth: usize,
    pub lead: Lead,
    pub runs: Vec<Run>,
}

/// What a line begins with.
#[derive(Debug, Clone, PartialEq)]
pub enum Lead {
    Nothing,
    /// Whether the limb holds.
    Mark(Truth),
    /// A fact that the limb above looked at.
    Fact,
    /// The words of the law.
    Text,
    /// What the line is about: `Policy`, `Requirements`.
    Term(&'static str),
}

/// Words of one tone.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub tone: Tone,
    pub words: String,
}

/// How words sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    /// What the eye should find first.
    Strong,
    /// What is said in passing.
    Quiet,
    /// The verdict itself.
    Ruling(Ruling),
}

impl Account {
    /// Tells a judged case, all of it.
    pub fn of(judged: &Judged, sources: &Sources) -> Account {
        Account::with(judged, None, sources)
    }

    /// The same, and what would change the verdict.
    pub fn with_changes(judged: &Judged, flips: &Flips, sources: &Sources) -> Account {
        Account::with(judged, Some(flips), sources)
    }

    fn with(judged: &Judged, flips: Option<&Flips>, sources: &Sources) -> Account {
        let mut passages = vec![headline::passage(judged, sources), headline::case(judged)];
        passages.extend(open::passages(judged));
        passages.extend(flips.and_then(|flips| changes::passage(judged, flips).unless_empty()));
        passages.extend(layers::passage(judged));
        passages.extend(reasons::passages(judged, sources));
        passages.extend(consequences::passages(judged));
        passages.extend(basis::passages(judged));
        Account { passages }
    }

    /// Tells why a case came out as it did, and leaves out what its reader has before them: for a
    /// scenario that expected something else.
    pub fn explanation(judged: &Judged, sources: &Sources) -> Account {
        let mut verdict = headline::passage(judged, sources);
        verdict.lines = headline::circumstances(judged).lines;
        let mut passages = vec![verdict];
        passages.extend(open::passages(judged));
        passages.extend(layers::passage(judged));
        passages.extend(reasons::passages(judged, sources));
        passages.extend(consequences::passages(judged));
        passages.extend(basis::rests_on(judged));
        Account { passages }
    }
}

impl Account {
    /// Tells a case in brief: the verdict, and of the clauses that decide it, and of those named, how they came
    /// out.
    pub fn brief(judged: &Judged, named: &[UnitId], sources: &Sources) -> Account {
        let mut verdict = headline::passage(judged, sources);
        verdict.lines.clear();
        let mut few = judged.clone();
        let by: Vec<UnitId> = judged.verdict.by.iter().filter_map(|decider| decider.unit).collect();
        few.verdict.reasons.retain(|reason| by.contains(&reason.unit) || named.contains(&reason.unit));
        let mut passages = vec![verdict];
        passages.extend(reasons::passages(&few, sources));
        Account { passages }
    }
}

impl Passage {
    /// A passage under a heading.
    pub fn new(heading: impl Into<String>) -> Passage {
        Passage { heading: vec![Run::strong(heading)], lines: Vec::new() }
    }

    /// Adds a line.
    pub fn push(&mut self, depth: usize, lead: Lead, runs: Vec<Run>) {
        self.lines.push(Line { depth, lead, runs });
    }

    /// Adds a line of plain words.
    pub fn say(&mut self, words: impl Into<String>) {
        self.push(0, Lead::Nothing, vec![Run::plain(words)]);
    }

    /// Adds a line that tells something of a term.
    pub fn tell(&mut self, term: &'static str, words: impl Into<String>) {
        self.push(0, Lead::Term(term), vec![Run::plain(words)]);
    }

    /// The passage, unless there is nothing under its heading.
    pub fn unless_empty(self) -> Option<Passage> {
        (!self.lines.is_empty()).then_some(self)
    }
}

impl Run {
    /// Words in the ordinary tone.
    pub fn plain(words: impl Into<String>) -> Run {
        Run { tone: Tone::Plain, words: words.into() }
    }

    /// Words the eye should find first.
    pub fn strong(words: impl Into<String>) -> Run {
        Run { tone: Tone::Strong, words: words.into() }
    }

    /// Words said in passing.
    pub fn quiet(words: impl Into<String>) -> Run {
        Run { tone: Tone::Quiet, words: words.into() }
    }
}
