//! Conditions that hold in no case, or in every one; and limbs that the others beside them make idle.
//!
//! Of a condition that cannot be otherwise because a limb of it cannot, the limb is told, not the whole.

use std::collections::HashSet;

use crate::analysis::space::Stop;
use crate::judge::exact::{Diagram, Spent};
use crate::problem::finding::Finding;
use crate::program::{Node, NodeId, Role, UnitId};

use super::Look;

/// Tells of every condition of every clause.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let mut seen = HashSet::new();
    for &id in &look.program.order {
        let unit = look.program.unit(id);
        let own = match &unit.role {
            Role::Requirement { condition, .. } => Some(*condition),
            _ => None,
        };
        let conditions: Vec<NodeId> =
            [unit.when].into_iter().chain(unit.unless.iter().copied()).chain(own).collect();
        for node in conditions {
            let truth = truth(look, node)?;
            condition(look, id, node, truth, &mut seen)?;
        }
    }
    Ok(())
}

/// `Some` where a condition cannot be otherwise.
fn truth(look: &mut Look, node: NodeId) -> Result<Option<bool>, Spent> {
    let world = look.space.world();
    let holds = look.space.condition(node)?;
    Ok(if !look.space.meet(world, holds)? {
        Some(false)
    } else if look.space.within(world, holds)? {
        Some(true)
    } else {
        None
    })
}

/// Goes through a condition from the whole to the limbs; depth is that of one condition.
fn condition(
    look: &mut Look,
    unit: UnitId,
    node: NodeId,
    whole: Option<bool>,
    seen: &mut HashSet<NodeId>,
) -> Result<(), Spent> {
    if !seen.insert(node) {
        return Ok(());
    }
    let program = look.program;
    let (parts, all) = match program.node(node) {
        Node::Constant(_) => return Ok(()),
        // Where the definition itself is to blame, that was told.
        Node::Defined(term) if is_told(look, &program.definition(*term).units) => {
            look.told_of.extend(whole.map(|_| unit));
            return Ok(());
        }
        Node::Live(other) if is_told(look, &[*other]) => {
            look.told_of.extend(whole.map(|_| unit));
            return Ok(());
        }
        Node::All(parts) => (parts.to_vec(), Some(true)),
        Node::Any(parts) => (parts.to_vec(), Some(false)),
        Node::AtLeast(_, parts) => (parts.to_vec(), None),
        Node::Reading { options, .. } => (options.to_vec(), None),
        Node::Not(inner) => (vec![*inner], None),
        Node::Elements { body, .. } => (vec![*body], None),
        Node::Atom(_) | Node::Defined(_) | Node::Live(_) => (Vec::new(), None),
    };
    let truths = parts.iter().map(|part| truth(look, *part)).collect::<Result<Vec<_>, Spent>>()?;
    let explained = whole.is_some() && truths.iter().any(Option::is_some);
    if let Some(holds) = whole
        && !explained
        && let Some(span) = look.words(node)
    {
        look.told_of.insert(unit);
        look.tell(Finding::Constant { holds, span, because: Vec::new() });
        return Ok(());
    }
    if whole.is_some() && explained {
        look.told_of.insert(unit);
    }
    if let Some(all) = all
        && whole.is_none()
        && truths.iter().all(Option::is_none)
    {
        idle(look, unit, &parts, all)?;
    }
    for (part, truth) in parts.iter().zip(truths) {
        condition(look, unit, *part, truth, seen)?;
    }
    Ok(())
}

fn is_told(look: &Look, units: &[UnitId]) -> bool {
    units.iter().any(|unit| look.told_of.contains(unit))
}

/// Tells of limbs without which a list says the same. Items that count as clauses of their own are looked at
/// as such.
fn idle(look: &mut Look, unit: UnitId, parts: &[NodeId], all: bool) -> Result<(), Spent> {
    let world = look.space.world();
    let mut kept: Vec<(NodeId, Diagram)> = Vec::new();
    for part in parts {
        kept.push((*part, look.space.condition(*part)?));
    }
    for place in (0..parts.len()).rev() {
        let part = parts[place];
        let Some(span) = look.words(part) else { continue };
        let others: Vec<(NodeId, Diagram)> =
            kept.iter().copied().filter(|(other, _)| *other != part).collect();
        let Some((_, own)) = kept.iter().copied().find(|(it, _)| *it == part) else { continue };
        if others.is_empty() {
            continue;
        }
        let mut rest = if all { world } else { look.space.both(world, own)? };
        for (_, other) in &others {
            rest = if all { look.space.both(rest, *other)? } else { look.space.without(rest, *other)? };
        }
        let idle = if all { look.space.within(rest, own)? } else { rest == Diagram::NO };
        if idle {
            let beside = others.iter().filter_map(|(other, _)| look.words(*other));
            let beside = beside.collect();
            look.tell(Finding::Idle { span, all, beside, clause: look.clause(unit), because: Vec::new() });
            kept.retain(|(it, _)| *it != part);
        }
    }
    Ok(())
}
