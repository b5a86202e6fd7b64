//! One clause, followed from the newest state back through every renumbering.

use super::amended::{Ways, ways};
use super::{Done, Moment, Texts, last_sound, texts};
use crate::model::VersionId;
use crate::program::ClauseId;
use crate::source::Sources;
use crate::versions::rule::rules;
use crate::versions::{Comparison, Pairs, compare, matching};

/// What a state made of the clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Which of the states given, the earliest being 0.
    pub at: usize,
    pub policy: String,
    /// Its number from then on.
    pub number: String,
    pub what: What,
}

/// How a clause became otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// No state before it can be read.
    First,
    /// It was not there before.
    New,
    Changed {
        renumbered_from: Option<String>,
        reworded: bool,
        ways: Vec<Ways>,
        untold: bool,
    },
}

/// The policies whose newest version has a clause of that number in the latest state that has no error; if none has, the
/// numbers of the clauses there are.
pub fn policies(states: &[Texts], order: &[usize], number: &str) -> Result<Vec<String>, Vec<String>> {
    let Some((_, moment)) = last_sound(states, order) else { return Err(Vec::new()) };
    let (mut having, mut known) = (Vec::new(), Vec::new());
    for policy in moment.library.policies() {
        let Some(version) = moment.library.versions_of(policy).last() else { continue };
        let version = moment.library.version(*version);
        known.extend(version.program.clauses.iter().map(|clause| clause.number.to_string()));
        if version.register.clause(number).is_some() {
            having.push(policy.to_owned());
        }
    }
    if having.is_empty() { Err(known) } else { Ok(having) }
}

/// Every state that made something of the clause of a policy, the latest first.
pub fn steps(states: &[Texts], order: &[usize], policy: &str, number: &str, done: Done) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest: Vec<usize> = (0..order.len()).collect();
    let sound = |rest: &mut Vec<usize>| -> Option<(usize, Moment)> {
        while let Some(at) = rest.pop() {
            done();
            let moment = Moment::of(&states[order[at]]);
            if moment.is_sound() {
                return Some((at, moment));
            }
        }
        None
    };
    let Some((mut at, mut now)) = sound(&mut rest) else { return steps };
    let newest = now.library.versions_of(policy).last().copied();
    let Some(mut version) = newest else { return steps };
    let Some(mut clause) = now.library.version(version).register.clause(number) else { return steps };
    loop {
        let before = sound(&mut rest);
        let earlier = before.as_ref().map(|(_, moment)| moment);
        // A version that was added is held to the one before it in the same state, and so on back.
        let was = loop {
            let (was, step) = back(earlier, &now, version, clause);
            let text = now.library.version(version);
            steps.extend(step.map(|what| Step {
                at,
                policy: policy.to_owned(),
                number: text.program.clause(clause).number.to_string(),
                what,
            }));
            match was {
                Some((false, older, id)) => (version, clause) = (older, id),
                Some((true, older, id)) => break Some((older, id)),
                None => break None,
            }
        };
        match (was, before) {
            (Some((older, id)), Some((place, moment))) => {
                (version, clause, at, now) = (older, id, place, moment);
            }
            _ => return steps,
        }
    }
}

/// The version and the clause that this clause was before, with whether it was so in the earlier state; and what
/// was made of it.
fn back(
    earlier: Option<&Moment>,
    now: &Moment,
    version: VersionId,
    clause: ClauseId,
) -> (Option<(bool, VersionId, ClauseId)>, Option<What>) {
    let nothing = Moment::of(&Texts::default());
    let begins = if earlier.is_some() { What::New } else { What::First };
    let earlier = earlier.unwrap_or(&nothing);
    let pairs = Pairs::of(&earlier.library, &now.library).pairs;
    let Some(pair) = pairs.into_iter().find(|pair| pair.new.version == version) else {
        return (None, Some(begins));
    };
    let (old, new) = texts(earlier, now, pair);
    let [is_old, is_new] = [old, new].map(|text| text.library.version(text.version));
    let rules = [old, new].map(|text| rules(text.sources, &text.library.version(text.version).program));
    let became = matching::clauses((is_old, &rules[0]), (is_new, &rules[1]));
    let Some(was) = became.iter().find(|it| it.new == clause).map(|it| it.old) else {
        return (None, Some(begins));
    };
    let place = (pair.old.in_old, pair.old.version, was);
    let (before, after) = (is_old.program.clause(was), is_new.program.clause(clause));
    let text = |sources: &Sources, clause: &crate::program::Clause| {
        let whole = sources.phrase(clause.span);
        let number = format!("clause {}", clause.number);
        let text = whole.strip_prefix(&number).unwrap_or(&whole);
        text.replacen(&format!(" formerly {}", before.number), "", 1)
    };
    let reworded = text(old.sources, before) != text(new.sources, after);
    let renumbered = before.number != after.number;
    if !reworded && !renumbered {
        return (Some(place), None);
    }
    let compared: Comparison = compare(old, new, Vec::new());
    let ways = ways(&compared, |old, new| old == Some(&before.number) || new == Some(&after.number));
    let what = What::Changed {
        renumbered_from: renumbered.then(|| before.number.to_string()),
        reworded,
        ways,
        untold: compared.behaviour.unproved.is_some(),
    };
    (Some(place), Some(what))
}
