//! `in force`, `applicable`, `suspended` and `repealed`: what is written of the time of a clause or of a policy, read
//! together. Periods that overlap or contradict one another are told.

use crate::problem::Problem;
use crate::problem::clause::ClauseProblem;
use crate::program::{Days, Measure, Validity};
use crate::source::Span;
use crate::syntax::tree::{self, ValidityWord};

use super::period;

/// One line, with the days it states.
#[derive(Clone, Copy)]
struct Line {
    word: ValidityWord,
    span: Span,
    from: Option<i128>,
    until: Option<i128>,
}

impl Line {
    /// Its days, an open end being the calendar's.
    fn days(&self) -> (i128, i128) {
        let (first, last) = Measure::Date.range();
        (self.from.unwrap_or(first), self.until.unwrap_or(last))
    }
}

/// Reads the lines together; `None` where there are none. Of two lines that overlap, the
/// first counts.
pub fn read(written: &[tree::Validity], problems: &mut Vec<Problem>) -> Option<Validity> {
    let mut lines: Vec<Line> = Vec::new();
    for tree::Validity { word, period } in written {
        let Some((from, until)) = period::days(period, problems) else { continue };
        let line = Line { word: *word, span: period.span, from, until };
        let again = lines
            .iter()
            .find(|other| other.word == line.word && period::meet(&[other.days()], &[line.days()]));
        match again {
            Some(first) => problems.push(overlapping(first, &line)),
            None => lines.push(line),
        }
    }
    let contradicted: Vec<Problem> = lines.iter().filter_map(|line| contradicted(line, &lines)).collect();
    if !contradicted.is_empty() {
        problems.extend(contradicted);
        return None;
    }
    (!lines.is_empty()).then(|| together(&lines))
}

fn overlapping(first: &Line, again: &Line) -> Problem {
    let day = first.days().0.max(again.days().0);
    ClauseProblem::PeriodsOverlap {
        word: again.word.words(),
        day: period::words(day),
        again: again.span,
        first: first.span,
    }
    .into()
}

fn together(lines: &[Line]) -> Validity {
    let of = |word: ValidityWord| -> Option<Days> {
        let mut days: Days = lines.iter().filter(|line| line.word == word).map(Line::days).collect();
        days.sort_unstable();
        (!days.is_empty()).then(|| joined(&days))
    };
    Validity {
        in_force: of(ValidityWord::InForce).unwrap_or_else(|| Validity::default().in_force),
        applicable: of(ValidityWord::Applicable),
        suspended: of(ValidityWord::Suspended).unwrap_or_default(),
        repealed: lines.iter().find(|line| line.word == ValidityWord::Repealed).and_then(|line| line.from),
    }
}

/// Ranges that follow one another without a day between them, as one.
fn joined(days: &[(i128, i128)]) -> Days {
    let mut joined: Days = Vec::new();
    for (from, until) in days {
        match joined.last_mut() {
            Some((_, last)) if *from == *last + 1 => *last = *until,
            _ => joined.push((*from, *until)),
        }
    }
    joined
}

/// A day that a line states, and on which another line says that it is not so: what is applied or suspended is in
/// force, and nothing is in force once it is repealed.
fn contradicted(line: &Line, lines: &[Line]) -> Option<Problem> {
    let stated = match (line.word, line.from, line.until) {
        (ValidityWord::Repealed, ..) => return None,
        // A suspension may outlast what it suspends.
        (ValidityWord::Suspended, Some(from), _) => [Some(from), None],
        (_, from, until) => [from, until],
    };
    let repeal = lines.iter().find(|other| other.word == ValidityWord::Repealed);
    let in_force: Vec<&Line> = lines.iter().filter(|other| other.word == ValidityWord::InForce).collect();
    for day in stated.into_iter().flatten() {
        let repealed = repeal.filter(|repeal| repeal.from.is_some_and(|from| from <= day));
        let outside = line.word != ValidityWord::InForce
            && !in_force.is_empty()
            && !in_force.iter().any(|line| (line.days().0..=line.days().1).contains(&day));
        let against = repealed.or_else(|| in_force.first().copied().filter(|_| outside));
        if let Some(against) = against {
            return Some(
                ClauseProblem::PeriodsContradict {
                    word: line.word.words(),
                    day: period::words(day),
                    repealed: repealed.is_some(),
                    span: line.span,
                    against: against.span,
                }
                .into(),
            );
        }
    }
    None
}
