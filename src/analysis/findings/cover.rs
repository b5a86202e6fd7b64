//! Which clauses take a case away from another: as few as cover it.

use crate::judge::exact::{Diagram, Spent};
use crate::program::UnitId;

use crate::analysis::space::Space;

/// The first of these that covers a set of cases alone; failing that, those that together do, each of which
/// takes something away. All of `among` together must cover it.
pub fn cover(space: &mut Space, what: Diagram, among: &[(UnitId, Diagram)]) -> Result<Vec<UnitId>, Spent> {
    for (unit, cases) in among {
        if space.within(what, *cases)? {
            return Ok(vec![*unit]);
        }
    }
    let (mut rest, mut needed) = (what, Vec::new());
    for (unit, cases) in among {
        let left = space.without(rest, *cases)?;
        if left != rest {
            needed.push(*unit);
            rest = left;
        }
        if rest == Diagram::NO {
            break;
        }
    }
    Ok(needed)
}
