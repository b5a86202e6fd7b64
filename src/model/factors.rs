//! Comparisons in which one side is multiplied must not close a circle of comparisons, or nothing could be
//! proved of them: with shifts alone a circle is decided by its sum, with factors it is not.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::problem::clause::ClauseProblem;
use crate::program::{Line, Node, NodeId, Place, Test};
use crate::source::Span;

use super::lowering::Lowering;

impl Lowering<'_> {
    /// Tells every comparison with a factor whose two sides are compared by another way round as well.
    pub fn factors(&mut self) {
        let mut parent: FxHashMap<Place, Place> = FxHashMap::default();
        let mut seen: FxHashSet<(Place, Line, Place, Line)> = FxHashSet::default();
        let mut plain = Vec::new();
        let mut scaled: Vec<(Place, Place, Span)> = Vec::new();
        for at in 0..self.program.nodes.len() as u32 {
            let Node::Atom(atom) = self.program.node(NodeId(at)) else { continue };
            let atom = self.program.atom(*atom);
            let Test::Against(against) = &atom.test else { continue };
            if !seen.insert((atom.place, against.left, against.other, against.right)) {
                continue;
            }
            let Some(span) = self.program.origin(NodeId(at)).span else { continue };
            let factor = [against.left, against.right].iter().any(|line| matches!(line, Line::Times(..)));
            match factor {
                true => scaled.push((atom.place, against.other, span)),
                false => plain.push((atom.place, against.other)),
            }
        }
        for (one, other) in plain {
            join(&mut parent, one, other);
        }
        for (one, other, span) in scaled {
            if !join(&mut parent, one, other) {
                let attributes = vec![self.place_words(one), self.place_words(other)];
                self.tell(ClauseProblem::CircleOfComparisons { attributes, span });
            }
        }
    }
}

fn root(parent: &FxHashMap<Place, Place>, mut place: Place) -> Place {
    while let Some(up) = parent.get(&place) {
        place = *up;
    }
    place
}

/// Joins two places; false where they were together already.
fn join(parent: &mut FxHashMap<Place, Place>, one: Place, other: Place) -> bool {
    let (one, other) = (root(parent, one), root(parent, other));
    if one == other {
        return false;
    }
    parent.insert(one, other);
    true
}
