//! Facts, lists and defined terms that clauses mention and on which nothing depends.
//!
//! A fact matters where a layer that decides, a duty or a remedy depends on it in some case that can be. A defined
//! term matters where one of these differs between its holding and its not holding, all else the same. What another
//! finding was told of is explained by that one.

use std::collections::BTreeSet;

use crate::analysis::space::Stop;
use crate::judge::FactName;
use crate::judge::exact::{Diagram, Matter, Spent};
use crate::judge::mentions::reached;
use crate::judge::outcome::Outcome;
use crate::problem::Tell;
use crate::problem::finding::{Finding, Thing};
use crate::program::{
    ACTION, AtomId, DATE, DefinitionId, FactId, ListId, Node, NodeId, Place, Program, Role, Test, UnitId,
};
use crate::source::Span;

use super::Look;

/// The most pairs of a defined term and a clause that are looked into: for each term all clauses are gone through.
const MOST_PAIRS: usize = 20_000;

/// What may not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Fact(FactId),
    List(ListId),
    Term(DefinitionId),
}

/// Tells of the defined terms, then of the facts and lists that are mentioned elsewhere than in these.
pub fn look(look: &mut Look) -> Result<(), Stop> {
    let program = look.program;
    let asked = asked(program);
    let mut explained: Vec<Span> =
        look.told.iter().filter_map(|told| Some(told.tell().labels.first()?.span)).collect();
    for term in idle_terms(look, &asked)? {
        if tell(look, Subject::Term(term), &asked, &explained) {
            let units = program.definition(term).units.iter();
            explained.extend(units.map(|unit| program.unit(*unit).span));
        }
    }
    for subject in idle_facts_and_lists(look, &asked)? {
        tell(look, subject, &asked, &explained);
    }
    Ok(())
}

/// Tells that something does not matter, and says whether it did: not where nothing mentions it, or where another
/// finding explains a mention of it.
fn tell(look: &mut Look, subject: Subject, asked: &[NodeId], explained: &[Span]) -> bool {
    let mentions = mentions(look.program, subject, asked);
    let is_explained = |one: &Span| explained.iter().any(|other| overlap(*one, *other));
    let Some(first) = mentions.first() else { return false };
    if mentions.iter().any(is_explained) {
        return false;
    }
    let (what, name, span) = match subject {
        Subject::Fact(fact) => {
            let fact = look.program.fact(fact);
            let what = if fact.judgement.is_some() { Thing::Judgement } else { Thing::Fact };
            (what, fact.name.to_string(), fact.span)
        }
        Subject::List(list) => {
            let list = look.program.list(list);
            (Thing::List, list.name.to_string(), list.span)
        }
        Subject::Term(term) => {
            let term = look.program.definition(term);
            (Thing::Term, term.name.to_string(), term.span)
        }
    };
    look.tell(Finding::NeverMatters { what, name, span, mention: *first });
    true
}

/// All that clauses ask for, through definitions that they use; what only an assumption asks for is not among it.
fn asked(program: &Program) -> Vec<NodeId> {
    let units = program.units.iter().filter(|unit| !matches!(unit.role, Role::Definition(_)));
    let conditions = units.flat_map(|unit| {
        let own = match unit.role {
            Role::Requirement { condition, .. } => Some(condition),
            _ => None,
        };
        own.into_iter().chain([unit.live])
    });
    let mut nodes = reached(program, conditions);
    nodes.sort_unstable();
    nodes
}

/// The words that speak of a subject.
fn mentions(program: &Program, subject: Subject, asked: &[NodeId]) -> Vec<Span> {
    let of = asked.iter().filter(|node| match (subject, program.node(**node)) {
        (Subject::Term(term), node) => *node == Node::Defined(term),
        (Subject::List(list), Node::Elements { list: of, .. }) => *of == list,
        (Subject::Fact(fact), Node::Atom(atom)) => {
            places(program, *atom).any(|place| place == Place::Fact(fact))
        }
        _ => false,
    });
    of.filter_map(|node| program.origin(*node).span).collect()
}

/// What an atom looks at.
fn places(program: &Program, atom: AtomId) -> impl Iterator<Item = Place> {
    let atom = program.atom(atom);
    let other = match &atom.test {
        Test::Against(against) => Some(against.other),
        _ => None,
    };
    [atom.place].into_iter().chain(other)
}

fn overlap(one: Span, other: Span) -> bool {
    one.file == other.file && one.start < other.end && other.start < one.end
}

/// What becomes of all cases: each layer that decides, each duty that arises, each clause whose remedies follow.
fn becomes(outcome: &Outcome<Diagram>) -> Vec<Diagram> {
    let layers = outcome.layers.iter().map(|(_, holds)| *holds);
    let units = |these: &[(UnitId, Diagram)]| these.iter().map(|(_, holds)| *holds).collect::<Vec<_>>();
    layers.chain(units(&outcome.duties)).chain(units(&outcome.remedies)).collect()
}

fn idle_facts_and_lists(look: &mut Look, asked: &[NodeId]) -> Result<Vec<Subject>, Spent> {
    let program = look.program;
    let mut possible = Vec::new();
    let world = look.space.world();
    for holds in becomes(look.space.outcome()) {
        possible.push(look.space.both(world, holds)?);
    }
    let matters = look.space.exact().matters_of(&possible);
    // A deadline that counts from a date is told by its day; whether a duty is kept is asked for by nature.
    let mut of_duties: Vec<FactId> = vec![DATE, ACTION];
    for unit in &program.units {
        if let Role::Duty { within, kept, .. } = &unit.role {
            of_duties.push(*kept);
            of_duties.extend(within.as_ref().and_then(|deadline| deadline.of));
        }
    }
    let mut facts = BTreeSet::new();
    let mut lists = BTreeSet::new();
    for node in asked {
        match program.node(*node) {
            Node::Atom(atom) => facts.extend(places(program, *atom).filter_map(|place| match place {
                Place::Fact(fact) => Some(fact),
                Place::Element(..) => None,
            })),
            Node::Elements { list, .. } => drop(lists.insert(*list)),
            _ => {}
        }
    }
    let idle = |name: FactName| !matters.contains(&Matter::Fact(name));
    let facts = facts.into_iter().filter(|fact| !of_duties.contains(fact));
    let facts = facts.filter(|fact| idle(FactName::Fact(*fact))).map(Subject::Fact);
    let lists = lists.into_iter().filter(|list| idle(FactName::Extent(*list))).map(Subject::List);
    Ok(facts.chain(lists).collect())
}

/// The defined terms, of things outside lists, on which nothing depends.
fn idle_terms(look: &mut Look, asked: &[NodeId]) -> Result<Vec<DefinitionId>, Spent> {
    let program = look.program;
    let mut idle = Vec::new();
    if program.definitions.len() * program.units.len() > MOST_PAIRS {
        return Ok(idle);
    }
    let bodies = program.nodes.iter().filter_map(|node| match node {
        Node::Elements { body, .. } => Some(*body),
        _ => None,
    });
    let inside: BTreeSet<NodeId> = reached(program, bodies).into_iter().collect();
    for (number, declared) in program.definitions.iter().enumerate() {
        let term = DefinitionId(number as u32);
        let uses: Vec<NodeId> =
            asked.iter().copied().filter(|node| *program.node(*node) == Node::Defined(term)).collect();
        let told = declared.units.iter().any(|unit| look.told_of.contains(unit));
        if told || uses.is_empty() || declared.list.is_some() || uses.iter().any(|node| inside.contains(node))
        {
            continue;
        }
        let mut ways = Vec::new();
        for holds in [Diagram::YES, Diagram::NO] {
            let these: Vec<(NodeId, Diagram)> = uses.iter().map(|node| (*node, holds)).collect();
            ways.push(becomes(&look.space.outcome_supposing(&these)?));
        }
        let mut differs = false;
        for (one, other) in ways[0].clone().into_iter().zip(ways[1].clone()) {
            differs = differs || !look.space.same(one, other)?;
        }
        if !differs {
            idle.push(term);
        }
    }
    Ok(idle)
}
