//! The written scenarios that a version judges otherwise than another.

use crate::analysis::difference::{case_of_both, own_case};
use crate::casebook::book::Casebook;
use crate::judge::{Case, Judge};
use crate::model::VersionId;
use crate::program::joined::{Joined, Part};
use crate::program::{Program, Ruling};

/// A scenario, or a row of a table, that comes out otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Flipped {
    pub title: String,
    pub from: Ruling,
    pub to: Ruling,
}

/// What was written, and what of it flips.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flips {
    pub judged: usize,
    pub flipped: Vec<Flipped>,
}

/// A case book, and the version of which it is.
pub struct Written<'c> {
    pub book: &'c Casebook,
    pub version: VersionId,
    /// Whether that is the old version.
    pub old: bool,
}

/// Judges every case of these by both versions; of one title, once.
pub fn flips(old: &Program, new: &Program, joined: &Joined, written: &[Written]) -> Flips {
    let endless = |program: &Program| {
        let mut program = program.clone();
        program.policy.days = crate::program::Validity::default().days();
        program
    };
    let (old, new) = (endless(old), endless(new));
    let (before, now) = (Judge::of(&old), Judge::of(&new));
    let mut flips = Flips::default();
    let mut seen = std::collections::HashSet::new();
    for Written { book, version, old: is_old } in written {
        let sides: [(&Program, &Part); 2] = [(&old, &joined.old), (&new, &joined.new)];
        let [mine, other] = if *is_old { sides } else { [sides[1], sides[0]] };
        for question in book.questions.iter().filter(|question| question.hindrances.is_empty()) {
            let title = question.full_name();
            for (number, day) in question.days.iter().enumerate().filter(|(_, day)| day.version == *version) {
                if !day.case.stipulations.is_empty() || !seen.insert((title.clone(), number)) {
                    continue;
                }
                let both: Case = case_of_both(joined, mine.0, mine.1, &day.case);
                let there = own_case(other.0, other.1, &both);
                let (of_old, of_new) = if *is_old { (&day.case, &there) } else { (&there, &day.case) };
                let (Ok(from), Ok(to)) = (before.decide(of_old), now.decide(of_new)) else { continue };
                flips.judged += 1;
                if from.ruling != to.ruling {
                    flips.flipped.push(Flipped { title: title.clone(), from: from.ruling, to: to.ruling });
                }
            }
        }
    }
    flips
}
