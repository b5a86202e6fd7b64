//! Conditions as walks: each question leads by yes to one next question and by no to another, up to the end.
//!
//! So a condition whose facts are known costs no more than the questions that decide it, one after the other. Where
//! one that is asked is open the walk is broken off, for what is open may be settled further on: the tables are asked
//! then, which have the same answer wherever a walk has any.

use serde::{Deserialize, Serialize};

use crate::judge::Truth;

use super::facts::Facts;
use super::question::Questions;

/// The steps of all walks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Walks {
    steps: Vec<Step>,
}

/// Where a walk begins, or goes on.
pub type Lead = u32;

/// The condition holds.
pub const HOLDS: Lead = u32::MAX;
/// The condition does not hold.
pub const FAILS: Lead = u32::MAX - 1;

/// One question of a walk.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Step {
    asks: Asks,
    yes: Lead,
    no: Lead,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Asks {
    /// A question, by its number.
    Question(u32),
    /// What is no question: a node, by its number.
    Node(u32),
}

impl Walks {
    /// Adds a question that leads on.
    pub fn question(&mut self, question: u32, yes: Lead, no: Lead) -> Lead {
        self.add(Asks::Question(question), yes, no)
    }

    /// Adds a node that is no question.
    pub fn node(&mut self, node: u32, yes: Lead, no: Lead) -> Lead {
        self.add(Asks::Node(node), yes, no)
    }

    fn add(&mut self, asks: Asks, yes: Lead, no: Lead) -> Lead {
        // Where either answer leads to the same place nothing is asked.
        if yes == no {
            return yes;
        }
        self.steps.push(Step { asks, yes, no });
        self.steps.len() as Lead - 1
    }

    /// Goes from a beginning to the end; `Unknown` where an answer on the way is open. `node` answers what is no
    /// question.
    #[inline]
    pub fn go(
        &self,
        from: Lead,
        questions: &Questions,
        facts: &Facts,
        (row, were_all_open): (u32, bool),
        mut node: impl FnMut(u32) -> Truth,
    ) -> Truth {
        let mut at = from;
        while at < FAILS {
            let step = &self.steps[at as usize];
            let truth = match step.asks {
                Asks::Question(question) => questions.ask(question, facts, row, were_all_open),
                Asks::Node(number) => node(number),
            };
            at = match truth {
                Truth::Yes => step.yes,
                Truth::No => step.no,
                Truth::Unknown => return Truth::Unknown,
            };
        }
        Truth::from_bool(at == HOLDS)
    }
}
