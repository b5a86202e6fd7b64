//! What each name means in one file: the vocabulary a drafter declared, by its spelling.

use std::sync::Arc;

use std::collections::{HashMap, HashSet};

use fixedbitset::FixedBitSet;

use crate::program::{DefinitionId, DomainId, FactId, ListId};
use crate::source::Span;

/// Every name a condition, a scenario or data can use.
#[derive(Debug, Clone, Default)]
pub struct Names {
    pub taxonomies: HashMap<Arc<str>, Declared<DomainId>>,
    pub entities: HashMap<Arc<str>, Declared<Entity>>,
    /// The plural words of lists of entities.
    pub plurals: HashMap<Arc<str>, ListId>,
    /// Attributes and judgements (these without an owner) whose kind of value was not understood: that was
    /// told, so where they are used nothing more is.
    pub unread: HashSet<(Arc<str>, Arc<str>)>,
    pub judgements: HashMap<Arc<str>, Declared<FactId>>,
    pub lists: HashMap<Arc<str>, Declared<NamedList>>,
    /// The terms of a name: one for each entity it is defined for.
    pub definitions: HashMap<Arc<str>, Vec<DefinitionId>>,
    /// Remedies and duties, by the clause that first names them.
    pub remedies: HashMap<Arc<str>, Span>,
    pub duties: HashMap<Arc<str>, Span>,
}

/// Something, and where it is declared.
#[derive(Debug, Clone)]
pub struct Declared<T> {
    pub what: T,
    pub span: Span,
}

/// One entity, or a list of them.
#[derive(Debug, Clone)]
pub enum Entity {
    One { attributes: HashMap<Arc<str>, FactId> },
    Many(ListId),
}

/// A named list with everything it takes in, narrower terms included.
#[derive(Debug, Clone)]
pub struct NamedList {
    pub domain: DomainId,
    pub members: FixedBitSet,
}

impl Names {
    /// The list of entities of that name, singular or plural.
    pub fn list_of(&self, noun: &str) -> Option<ListId> {
        match self.entities.get(noun) {
            Some(Declared { what: Entity::Many(list), .. }) => Some(*list),
            _ => self.plurals.get(noun).copied(),
        }
    }
}
