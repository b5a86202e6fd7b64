//! The order of the units: each after what it rests on through definitions and exceptions. A circle, a
//! chain too long, and a definition used on days when it does not apply are told here.

use crate::problem::clause::ClauseProblem;
use crate::program::{Days, DefinitionId, Node, NodeId, Program, Role, Test, UnitId, validity};
use crate::source::Span;

use super::circles::in_order;
use super::lowering::Lowering;
use super::period;

/// How many definitions for the elements of a list may rest on one another.
pub const CHAIN: usize = 100;

impl Lowering<'_> {
    /// Fills in the program's order, or tells why there is none.
    pub fn order(&mut self) {
        let program = &self.program;
        let below = |at: usize| -> Vec<(usize, Span)> {
            rests_on(program, UnitId(at as u32))
                .into_iter()
                .map(|(unit, span)| (unit.0 as usize, span))
                .collect()
        };
        match in_order(program.units.len(), below) {
            Ok(order) => {
                self.program.order = order.into_iter().map(|at| UnitId(at as u32)).collect();
                self.chains();
            }
            Err(circle) => {
                let steps = circle
                    .into_iter()
                    .map(|(at, span)| {
                        let unit = program.unit(UnitId(at as u32));
                        let name = match unit.role {
                            Role::Definition(term) => format!("`{}`", program.definition(term).name),
                            _ => format!("clause {}", program.citation(UnitId(at as u32))),
                        };
                        (name, span)
                    })
                    .collect();
                self.tell(ClauseProblem::Circle { steps });
                self.program.order = (0..self.program.units.len() as u32).map(UnitId).collect();
            }
        }
        self.definitions_in_force();
    }

    fn chains(&mut self) {
        let program = &self.program;
        let mut depth = vec![0_usize; program.units.len()];
        let mut too_long = None;
        for id in &program.order {
            let unit = program.unit(*id);
            let Role::Definition(term) = unit.role else { continue };
            if program.definition(term).list.is_none() {
                continue;
            }
            let below = rests_on(program, *id).into_iter().map(|(on, _)| depth[on.0 as usize]).max();
            depth[id.0 as usize] = below.unwrap_or(0) + 1;
            if depth[id.0 as usize] == CHAIN + 1 {
                too_long.get_or_insert(unit.span);
            }
        }
        if let Some(span) = too_long {
            self.tell(ClauseProblem::ChainTooLong { span, limit: CHAIN });
        }
    }

    /// A clause that uses a term on a day when no definition of it applies.
    fn definitions_in_force(&mut self) {
        let program = &self.program;
        let days = |unit: UnitId| -> Days {
            match program.unit(unit).in_force.map(|node| program.node(node)) {
                Some(Node::Atom(atom)) => match &program.atom(*atom).test {
                    Test::Within(days) => validity::shared(days, &program.policy.days),
                    _ => program.policy.days.clone(),
                },
                _ => program.policy.days.clone(),
            }
        };
        let partial: Vec<(DefinitionId, Days)> = program
            .definitions
            .iter()
            .enumerate()
            .filter(|(_, term)| term.units.iter().all(|unit| program.unit(*unit).in_force.is_some()))
            .filter(|(_, term)| !term.units.is_empty())
            .map(|(i, term)| {
                let mut covered: Days = term.units.iter().flat_map(|unit| days(*unit)).collect();
                covered.sort_unstable();
                (DefinitionId(i as u32), covered)
            })
            .collect();
        if partial.is_empty() {
            return;
        }
        let mut problems = Vec::new();
        for at in 0..program.units.len() as u32 {
            let wanted = days(UnitId(at));
            visit(program, UnitId(at), |node, span| {
                let Node::Defined(term) = node else { return };
                let Some((_, covered)) = partial.iter().find(|(id, _)| id == term) else { return };
                if let Some(day) = period::uncovered(&wanted, covered) {
                    problems.push(ClauseProblem::DefinitionOutOfForce {
                        term: program.definition(*term).name.to_string(),
                        span: span.unwrap_or(program.unit(UnitId(at)).span),
                        defined: program.definition(*term).span,
                        day: period::words(day),
                    });
                }
            });
        }
        problems.dedup();
        for problem in problems {
            self.tell(problem);
        }
    }
}

/// The units a unit rests on, each with the words by which it does.
fn rests_on(program: &Program, id: UnitId) -> Vec<(UnitId, Span)> {
    let mut on = Vec::new();
    visit(program, id, |node, span| {
        let span = span.unwrap_or(program.unit(id).span);
        match node {
            Node::Live(unit) => on.push((*unit, program.unit(*unit).span)),
            Node::Defined(term) => {
                on.extend(program.definition(*term).units.iter().map(|unit| (*unit, span)))
            }
            _ => {}
        }
    });
    on
}

/// Visits every node a unit is made of, itself.
pub fn visit<'p>(program: &'p Program, id: UnitId, mut see: impl FnMut(&'p Node, Option<Span>)) {
    let unit = program.unit(id);
    let mut open = vec![unit.live];
    if let Role::Requirement { condition, .. } = unit.role {
        open.push(condition);
    }
    visit_from(program, open, &mut see);
}

/// Visits these nodes and every node they are made of.
pub fn visit_from<'p>(
    program: &'p Program,
    mut open: Vec<NodeId>,
    see: &mut impl FnMut(&'p Node, Option<Span>),
) {
    while let Some(id) = open.pop() {
        let node = program.node(id);
        see(node, program.origin(id).span);
        match node {
            Node::Not(inner) | Node::Elements { body: inner, .. } => open.push(*inner),
            Node::All(parts)
            | Node::Any(parts)
            | Node::AtLeast(_, parts)
            | Node::Reading { options: parts, .. } => {
                open.extend(parts.iter().rev().copied());
            }
            Node::Constant(_) | Node::Atom(_) | Node::Defined(_) | Node::Live(_) => {}
        }
    }
}
