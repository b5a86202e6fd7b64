//! Permissions and requirements that an empty list meets: `every` holds of nothing.
//!
//! A clause is met by an empty list where the action is permitted, the list is empty, and the clause would not be
//! met were `every` to ask that there be one.

use crate::analysis::seen::Seen;
use crate::analysis::space::Stop;
use crate::judge::exact::Diagram;
use crate::judge::mentions::reached;
use crate::problem::finding::Finding;
use crate::program::{ListId, Node, NodeId, Program, Role, Ruling, UnitId};

use super::Look;

/// Tells of each list, and of each clause that it meets by being empty.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    for number in 0..look.program.lists.len() {
        let list = ListId(number as u32);
        let every = every(look.program, list);
        if !every.is_empty() {
            of_list(look, list, &every)?;
        }
    }
    Ok(())
}

/// The conditions on every element of a list, but for those inside what is asked of an element.
fn every(program: &Program, list: ListId) -> Vec<NodeId> {
    let bodies = program.nodes.iter().filter_map(|node| match node {
        Node::Elements { body, .. } => Some(*body),
        _ => None,
    });
    let inside = reached(program, bodies);
    let nodes = (0..program.nodes.len()).map(|number| NodeId(number as u32));
    nodes.filter(|node| of_every(program, *node) == Some(list) && !inside.contains(node)).collect()
}

/// The list of which a condition says `every`.
fn of_every(program: &Program, node: NodeId) -> Option<ListId> {
    match (program.origin(node).every, program.node(node)) {
        (true, Node::Not(inner)) => match program.node(*inner) {
            Node::Elements { list, .. } => Some(*list),
            _ => None,
        },
        _ => None,
    }
}

/// A clause, what must hold for it to be met, and whether it then permits.
struct Asked {
    unit: UnitId,
    condition: NodeId,
    permits: bool,
}

fn of_list(look: &mut Look, list: ListId, every: &[NodeId]) -> Result<(), Stop> {
    let asked = asked(look);
    let empty = look.space.empty(list)?;
    let mut supposed = Vec::new();
    for node in every {
        let holds = look.space.condition(*node)?;
        supposed.push((*node, look.space.without(holds, empty)?));
    }
    let conditions: Vec<NodeId> = asked.iter().map(|asked| asked.condition).collect();
    let otherwise = look.space.supposing(&supposed, &conditions)?;
    let permitted = look.space.ruling(Ruling::Permitted)?;
    let permitted = look.space.both(permitted, empty)?;
    for (asked, otherwise) in asked.into_iter().zip(otherwise) {
        let Asked { unit, condition, permits } = asked;
        if look.space.condition(condition)? == otherwise {
            continue;
        }
        let cases = met(look, &asked, permitted)?;
        let cases = look.space.without(cases, otherwise)?;
        let title = format!(
            "Clause {} where there is no {}",
            look.program.citation(unit),
            look.program.list(list).name
        );
        let program = look.program;
        let case = look.undecided(cases, &title, &mut |seen| {
            is_so(program, seen, &asked) && seen.is_empty(list) && !seen.holds_supposing_not(every, condition)
        })?;
        if let Some(case) = case {
            let clause = look.clause(unit);
            let list = program.list(list).name.to_string();
            let first = reached(program, [condition]).into_iter().find(|node| every.contains(node));
            let every = first.and_then(|node| look.words(node));
            look.tell(Finding::MetByNone { clause, list, every, permits, case });
        }
    }
    Ok(())
}

/// The permissions and requirements.
fn asked(look: &Look) -> Vec<Asked> {
    let program = look.program;
    let units = (0..program.units.len()).map(|number| UnitId(number as u32));
    let units = units.filter(|unit| !look.told_of.contains(unit));
    let asked = units.filter_map(|unit| {
        let (condition, permits) = match program.unit(unit).role {
            Role::Permission { .. } => (program.unit(unit).live, true),
            Role::Requirement { condition, .. } => (condition, false),
            _ => return None,
        };
        Some(Asked { unit, condition, permits })
    });
    asked.collect()
}

/// The cases among these in which the clause is met.
fn met(look: &mut Look, asked: &Asked, among: Diagram) -> Result<Diagram, Stop> {
    if let Role::Requirement { actions, condition } = look.program.unit(asked.unit).role {
        let (live, action, met) =
            (look.space.live(asked.unit)?, look.space.condition(actions)?, look.space.condition(condition)?);
        let imposed = look.space.both(live, action)?;
        let met = look.space.both(imposed, met)?;
        return Ok(look.space.both(among, met)?);
    }
    let works = look.works(asked.unit)?;
    Ok(look.space.both(among, works)?)
}

/// Whether a case permits the action and meets the clause.
fn is_so(program: &Program, seen: &mut Seen, asked: &Asked) -> bool {
    std::ptr::eq(seen.program(), program)
        && seen.ruling() == Some(Ruling::Permitted)
        && match program.unit(asked.unit).role {
            Role::Requirement { actions, condition } => {
                seen.live(asked.unit) && seen.holds(actions) && seen.holds(condition)
            }
            _ => seen.works(asked.unit),
        }
}
