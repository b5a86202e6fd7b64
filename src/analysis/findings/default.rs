//! What is left to the default, as boxes: the ways in which a case comes to it that no scenario shows.
//!
//! Most of the world is left to the default, and by design. So what is told is not how large it is but how one
//! gets there: each box is one way in which no permission applies, whatever else is so. It is told where it can be
//! said in few words, and only as long as no scenario that goes this way is decided by default. Of a policy whose
//! default permits nothing is told: its boxes would deny every prohibition at once, which says no more than the
//! prohibitions do. Nor is anything told before the case book shows one case that is decided by default: that is when
//! a drafter has begun to write such cases down.

use crate::analysis::boxes::{self, About, CaseBox, Region};
use crate::analysis::seen::Seen;
use crate::analysis::space::Stop;
use crate::judge::exact::{Diagram, Matter, Spent};
use crate::judge::{FactName, Layer};
use crate::problem::finding::Finding;
use crate::program::{Node, NodeId, Program};

use super::Look;

/// The most boxes that are looked for.
const MOST: usize = 32;
/// The most a box says for it to be told: what says more says little to anybody.
const MOST_PARTS: usize = 3;
/// The most boxes that are told.
const MOST_TOLD: usize = 4;

/// Tells of the policy's default.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let program = look.program;
    if program.policy.otherwise_permitted || !look.decided.iter().any(|seen| shows_default(program, seen)) {
        return Ok(());
    }
    let cases = look.space.layer(Layer::Otherwise)?;
    if cases == Diagram::NO {
        return Ok(());
    }
    let no_permission = look.space.outcome().no_permission;
    let world = look.space.world();
    let impossible = look.space.not(world)?;
    let at_most = look.space.either(no_permission, impossible)?;
    let cover = boxes::cover(&mut look.space, Region { cases, at_most }, MOST)?;
    let mut told = Vec::new();
    for it in cover.boxes.iter().filter(|it| it.parts.len() <= MOST_PARTS) {
        if !shown(look, it)? {
            told.push(boxes::told(&mut look.space, it)?);
        }
    }
    if !told.is_empty() {
        let further = told.len().saturating_sub(MOST_TOLD);
        told.truncate(MOST_TOLD);
        let span = look.program.policy.otherwise_span;
        look.tell(Finding::LeftToDefault { span, boxes: told, further, more: cover.rest != Diagram::NO });
    }
    Ok(())
}

/// Whether a case is decided by the default of this version; another says its facts in words of its own.
fn shows_default(program: &Program, seen: &Seen) -> bool {
    std::ptr::eq(seen.program(), program) && seen.by_layer(Layer::Otherwise)
}

/// Whether a scenario in a box is decided by default.
fn shown(look: &mut Look, it: &CaseBox) -> Result<bool, Spent> {
    for place in 0..look.decided.len() {
        if !shows_default(look.program, &look.decided[place]) {
            continue;
        }
        let mut inside = true;
        for part in &it.parts {
            inside &= match part.about {
                About::Condition(node, holds) => look.decided[place].is(node, holds),
                // A scenario that settles no reading shows neither.
                About::Read(..) => false,
                About::Atom(atom, holds) => {
                    let node = look.program.nodes.iter().position(|node| *node == Node::Atom(atom));
                    node.is_some_and(|node| look.decided[place].is(NodeId(node as u32), holds))
                }
                About::Matter(Matter::Reading(clause)) => {
                    let readings = look.space.exact().readings_in(clause, part.holds)?;
                    look.decided[place].reading(clause).is_none_or(|reading| readings.contains(&reading))
                }
                About::Matter(Matter::Fact(name)) => {
                    let FactName::Fact(fact) = name else { continue };
                    match look.space.exact().as_test(name, part.holds)? {
                        Some((test, holds)) => look.decided[place].passes(fact, &test, holds),
                        None => false,
                    }
                }
            };
        }
        if inside {
            return Ok(true);
        }
    }
    Ok(false)
}
