//! A program in the making: nodes and atoms as they are added, and what each name that stood in a
//! condition was used for.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::program::{
    Atom, AtomId, ClauseId, Days, DefinitionId, DomainId, Fact, ListId, Member, Node, NodeId, Origin, Place,
    Program, Test,
};
use crate::source::{FileId, Sources, Span};

use super::names::Names;
use super::written::set_in_order;

/// What is needed while conditions become nodes.
pub struct Lowering<'a> {
    pub sources: &'a Sources,
    pub program: Program,
    pub names: Names,
    /// What each file brought in knows, for its definitions and assumptions.
    pub below: FxHashMap<FileId, Names>,
    /// Where the policy's own text begins, as if the files brought in stood before it.
    pub begins: u32,
    pub problems: Vec<Problem>,
    pub uses: Uses,
    /// The days of definitions that are not in force always.
    pub definition_days: FxHashMap<ClauseId, Days>,
    /// What the clauses under a heading share, by its words.
    pub shared: FxHashMap<Span, NodeId>,
    atoms: FxHashMap<Atom, AtomId>,
    /// The members of each domain that a condition spoke of, by name.
    members: FxHashMap<DomainId, FxHashMap<Arc<str>, Member>>,
}

/// What clauses, assumptions and properties made use of.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Uses {
    #[serde(serialize_with = "set_in_order")]
    pub places: FxHashSet<Place>,
    #[serde(serialize_with = "set_in_order")]
    pub definitions: FxHashSet<DefinitionId>,
    #[serde(serialize_with = "set_in_order")]
    pub lists: FxHashSet<Arc<str>>,
    #[serde(serialize_with = "set_in_order")]
    pub terms: FxHashSet<(DomainId, Member)>,
}

/// Whose attributes a bare name may be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Speaking<'n> {
    /// The entity a definition is for, where it is one and not a list.
    pub of: Option<&'n str>,
    /// The list whose element is spoken of.
    pub element: Option<ListId>,
    /// The list whose element was spoken of outside an inner quantifier.
    pub outer: Option<ListId>,
}

impl<'a> Lowering<'a> {
    /// Begins with a program that has its vocabulary and no conditions yet.
    pub fn new(sources: &'a Sources, program: Program, names: Names) -> Lowering<'a> {
        let atoms =
            program.atoms.iter().enumerate().map(|(i, atom)| (atom.clone(), AtomId(i as u32))).collect();
        Lowering {
            sources,
            program,
            names,
            below: FxHashMap::default(),
            begins: 0,
            problems: Vec::new(),
            uses: Uses::default(),
            definition_days: FxHashMap::default(),
            shared: FxHashMap::default(),
            atoms,
            members: FxHashMap::default(),
        }
    }

    /// Does something as a file sees it: with the names that are known there. What is wrong with a file brought in
    /// is told where that file is read for itself.
    pub fn within<T>(&mut self, file: FileId, act: impl FnOnce(&mut Self) -> T) -> T {
        let Some(names) = self.below.remove(&file) else { return act(self) };
        let own = std::mem::replace(&mut self.names, names);
        let told = self.problems.len();
        let done = act(self);
        self.problems.truncate(told);
        self.below.insert(file, std::mem::replace(&mut self.names, own));
        done
    }

    /// The name by which the program speaks of an entity.
    pub fn entity_called(&self, name: &Arc<str>) -> Arc<str> {
        self.names.entity_called(name, &self.program.lists)
    }

    /// The member of a domain that has this name.
    pub fn member(&mut self, domain: DomainId, name: &str) -> Option<Member> {
        let members = self.members.entry(domain).or_insert_with(|| {
            let terms = self.program.domain(domain).terms.iter().enumerate();
            terms.map(|(at, term)| (term.name.clone(), Member(at as u32))).collect()
        });
        members.get(name).copied()
    }

    /// Tells a problem.
    pub fn tell(&mut self, problem: impl Into<Problem>) {
        self.problems.push(problem.into());
    }

    /// Adds a node that stands for these words.
    pub fn node(&mut self, node: Node, span: Option<Span>) -> NodeId {
        let id = NodeId(self.program.nodes.len() as u32);
        self.program.nodes.push(node);
        self.program.origins.push(Origin { span, ..Origin::default() });
        id
    }

    /// Adds a node over the atom that asks this of a place.
    pub fn atom(&mut self, place: Place, test: Test, span: Span) -> NodeId {
        self.uses.places.insert(place);
        if let Test::Against(against) = &test {
            self.uses.places.insert(against.other);
        }
        let atom = Atom { place, test };
        let next = AtomId(self.program.atoms.len() as u32);
        let id = *self.atoms.entry(atom.clone()).or_insert(next);
        if id == next {
            self.program.atoms.push(atom);
        }
        self.node(Node::Atom(id), Some(span))
    }

    /// Adds the node that holds where this one does not, for the same words.
    pub fn not(&mut self, node: NodeId, span: Span) -> NodeId {
        self.node(Node::Not(node), Some(span))
    }

    /// Adds a constant for words that could not be given a meaning; the problem was told.
    pub fn meaningless(&mut self, span: Span) -> NodeId {
        self.node(Node::Constant(false), Some(span))
    }

    /// What is declared of a place.
    pub fn declared(&self, place: Place) -> &Fact {
        match place {
            Place::Fact(fact) => self.program.fact(fact),
            Place::Element(list, attribute) => &self.program.list(list).attributes[attribute.0 as usize],
        }
    }

    /// A place as the text names it: `offence.act`, `target.chosen-for`.
    pub fn place_words(&self, place: Place) -> String {
        match place {
            Place::Fact(fact) => self.program.fact(fact).name.to_string(),
            Place::Element(list, _) => {
                format!("{}.{}", self.program.list(list).name, self.declared(place).name)
            }
        }
    }
}
