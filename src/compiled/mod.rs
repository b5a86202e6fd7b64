//! The decision program, compiled: facts in numbered cells, conditions that allocate nothing, an index of the units
//! that can matter; and three answers of which each costs only what it tells.
//!
//! It has no meaning of its own. Its answers are those of the tables that [`crate::judge`] begins with, and where
//! they leave something open, it says so and the exact judge is asked; a [`Clerk`] does that. A property test holds
//! both equal.

pub mod batch;
mod block;
mod clerk;
pub mod columns;
mod conditions;
mod decision;
mod facts;
pub mod file;
mod index;
mod layout;
mod needs;
mod question;
mod walk;
mod weighing;

pub use clerk::{Clerk, Desk};
pub use decision::{Decided, Sheet};
pub use facts::{Facts, OTHER_TEXTS};
pub use layout::{Beyond, UNKNOWN};

use serde::{Deserialize, Serialize};

use crate::judge::Case;
use crate::judge::shape::Shape;
use crate::program::{DATE, Fact, Program, Ruling};

use conditions::Conditions;
use decision::Norms;
use facts::Step;
use layout::Layout;
use question::Questions;

/// A program, compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Compiled {
    layout: Layout,
    conditions: Conditions,
    norms: Norms,
    /// The facts that the actor can still bring about.
    steps: Vec<Step>,
    /// Something may come out otherwise, were every taxonomy open.
    rests_on_closed: bool,
}

impl Compiled {
    /// Compiles a program.
    pub fn of(program: &Program) -> Compiled {
        Compiled::shaped(program, &Shape::of(program))
    }

    fn shaped(program: &Program, shape: &Shape) -> Compiled {
        let layout = Layout::of(program);
        let questions = Questions::of(program, &layout);
        let rests_on_closed = questions.rest_on_closed();
        let mut conditions = Conditions::of(program, shape, &layout, questions);
        Compiled {
            rests_on_closed,
            norms: Norms::of(program, &layout, &mut conditions),
            conditions,
            layout,
            steps: steps(program),
        }
    }

    /// Clears facts, so that they can be stated one by one.
    pub fn clear(&self, facts: &mut Facts) {
        facts.clear(&self.layout);
    }

    /// The number by which a cell holds a text that some condition names. Others are numbered from [`OTHER_TEXTS`]
    /// on, different ones differently, for they may be compared with one another.
    pub fn text(&self, text: &str) -> Option<i64> {
        self.layout.text(text)
    }

    /// Puts a case into cells.
    pub fn fill(&self, facts: &mut Facts, case: &Case) -> Result<(), Beyond> {
        facts.fill(&self.layout, case)
    }

    /// Whether the day is unknown and there are days between, on which the version does not apply: it is known in
    /// part then, which cells cannot say.
    fn day_is_open(&self, facts: &Facts) -> bool {
        facts.cells[DATE.0 as usize] == UNKNOWN && self.layout.days.len() > 1
    }

    /// Looks at the facts anew.
    fn begin_again(&self, facts: &Facts, sheet: &mut Sheet) {
        sheet.found.begin(&self.conditions);
        self.conditions.prepare(facts, &mut sheet.found);
    }

    /// The ruling, where the tables settle it.
    #[inline]
    pub fn ruling(&self, facts: &Facts, sheet: &mut Sheet) -> Option<Ruling> {
        self.norms.ruling(&self.layout, &self.conditions, facts, sheet)
    }

    /// The ruling and its layer, where the tables settle them, with what decided in [`Sheet::by`].
    #[inline]
    pub fn decide(&self, facts: &Facts, sheet: &mut Sheet) -> Option<Decided> {
        self.norms.decide(&self.layout, &self.conditions, facts, sheet)
    }
}

/// The steps of a program.
fn steps(program: &Program) -> Vec<Step> {
    let steps = |list: Option<u32>, facts: &[Fact]| -> Vec<Step> {
        let numbered = facts.iter().enumerate().filter(|(_, fact)| fact.step);
        numbered.map(|(column, _)| Step { list, column: column as u32 }).collect()
    };
    let of_lists = program.lists.iter().enumerate();
    let of_lists = of_lists.flat_map(|(list, declared)| steps(Some(list as u32), &declared.attributes));
    steps(None, &program.facts).into_iter().chain(of_lists).collect()
}
