//! One scenario, as each state of the policies judges it.

use super::{Done, Moment, Texts, in_shares, last_sound};
use crate::casebook::ask::judge_scenario;
use crate::casebook::expect::came;
use crate::problem::{Problem, Tell};
use crate::program::Ruling;

/// What a state says of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// On each of its days: the ruling, and in the words of an `expect` what came.
    Verdicts(Vec<(Ruling, String)>),
    /// Why it is not judged.
    None(String),
}

impl Answer {
    /// Whether there is a verdict.
    pub fn is_judged(&self) -> bool {
        matches!(self, Answer::Verdicts(_))
    }
}

/// What each state answers. The texts are those of the policies then, with the case book it is asked by.
pub fn answers(states: &[Texts], order: &[usize], title: &str, done: Done) -> Vec<Answer> {
    let mut each: Vec<usize> = order.to_vec();
    each.sort_unstable();
    each.dedup();
    let answered = in_shares(each.len(), |share| {
        let answer = |at: usize| {
            done();
            (each[at], answer(&states[each[at]], title))
        };
        share.map(answer).collect()
    });
    let of = |state: &usize| answered.iter().find(|(it, _)| it == state).map(|(_, answer)| answer.clone());
    order.iter().filter_map(of).collect()
}

/// Whether the scenario is there to be judged, by the latest state that has no error; if not, why.
pub fn is_there(states: &[Texts], order: &[usize], title: &str) -> Result<(), Vec<Problem>> {
    match last_sound(states, order) {
        Some((_, moment)) => judge_scenario(&moment.sources, &moment.library, title).map(|_| ()),
        None => Ok(()),
    }
}

fn answer(state: &Texts, title: &str) -> Answer {
    let moment = Moment::of(state);
    if let Some(fault) = moment.fault {
        return Answer::None(fault.message);
    }
    match judge_scenario(&moment.sources, &moment.library, title) {
        Err(problems) => {
            Answer::None(problems.first().map(|problem| problem.tell().message).unwrap_or_default())
        }
        Ok(judged) => {
            let words = judged.iter().map(|it| (it.verdict.ruling, came(&it.program, &it.case, &it.verdict)));
            Answer::Verdicts(words.collect())
        }
    }
}
