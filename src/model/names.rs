//! What each name means in one file: the vocabulary a drafter declared, by its spelling.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use serde::{Deserialize, Serialize};

use crate::program::{DefinitionId, DomainId, FactId, List, ListId};
use crate::source::Span;
use crate::syntax::tree::{Name, Path};

use super::lists::NamedList;
use super::written::{in_order, set_in_order};

/// Every name a condition, a scenario or data can use.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Names {
    #[serde(serialize_with = "in_order")]
    pub taxonomies: FxHashMap<Arc<str>, Declared<DomainId>>,
    #[serde(serialize_with = "in_order")]
    pub entities: FxHashMap<Arc<str>, Declared<Entity>>,
    /// The plural words of lists of entities.
    #[serde(serialize_with = "in_order")]
    pub plurals: FxHashMap<Arc<str>, ListId>,
    /// Attributes and judgements (these without an owner) whose kind of value was not understood: that was
    /// told, so where they are used nothing more is.
    #[serde(serialize_with = "set_in_order")]
    pub unread: FxHashSet<(Arc<str>, Arc<str>)>,
    #[serde(serialize_with = "in_order")]
    pub judgements: FxHashMap<Arc<str>, Declared<FactId>>,
    #[serde(serialize_with = "in_order")]
    pub lists: FxHashMap<Arc<str>, Declared<NamedList>>,
    /// The terms of a name: one for each entity it is defined for.
    #[serde(serialize_with = "in_order")]
    pub definitions: FxHashMap<Arc<str>, Vec<DefinitionId>>,
    /// The names of imports, before what they bring in.
    #[serde(serialize_with = "in_order")]
    pub imports: FxHashMap<Arc<str>, Span>,
    /// Remedies and duties, by the clause that first names them.
    #[serde(serialize_with = "in_order")]
    pub remedies: FxHashMap<Arc<str>, Span>,
    #[serde(serialize_with = "in_order")]
    pub duties: FxHashMap<Arc<str>, Span>,
}

/// Something, and where it is declared.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Declared<T> {
    pub what: T,
    pub span: Span,
}

/// One entity, or a list of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Entity {
    One {
        /// The name by which the program speaks of it.
        called: Arc<str>,
        #[serde(serialize_with = "in_order")]
        attributes: FxHashMap<Arc<str>, FactId>,
    },
    Many(ListId),
}

/// A name that two files declare.
#[derive(Debug)]
pub struct Clash {
    pub what: &'static str,
    pub name: Arc<str>,
    pub declared: [Span; 2],
}

impl Names {
    /// Takes in what another file knows, under a name or as it is, and gives what stood there already for
    /// something else. `defined` tells of a definition what it is for and where it stands.
    pub fn bring_in(
        &mut self,
        other: &Names,
        under: Option<&Name>,
        defined: impl Fn(DefinitionId) -> (Option<Arc<str>>, Span),
    ) -> Vec<Clash> {
        let named = |name: &Arc<str>| match under {
            None => name.clone(),
            Some(under) => format!("{}.{name}", under.text).into(),
        };
        self.imports.extend(other.imports.iter().map(|(name, span)| (named(name), *span)));
        self.imports.extend(under.map(|under| (under.text.clone(), under.span)));
        let mut clashes = Vec::new();
        merge(&mut self.taxonomies, &other.taxonomies, named, "taxonomy", &mut clashes);
        merge(&mut self.entities, &other.entities, named, "entity", &mut clashes);
        merge(&mut self.judgements, &other.judgements, named, "judgement", &mut clashes);
        merge(&mut self.lists, &other.lists, named, "list", &mut clashes);
        self.plurals.extend(other.plurals.iter().map(|(plural, list)| (named(plural), *list)));
        let unread = other.unread.iter().map(|(owner, name)| match (under, &**owner) {
            (Some(_), "") => (owner.clone(), named(name)),
            _ => (named(owner), name.clone()),
        });
        self.unread.extend(unread);
        for (name, ids) in &other.definitions {
            let own = self.definitions.entry(named(name)).or_default();
            for id in ids.iter().filter(|id| !own.contains(id)).copied().collect::<Vec<_>>() {
                let (of, span) = defined(id);
                match own.iter().map(|known| defined(*known)).find(|(other, _)| *other == of) {
                    Some((_, first)) => {
                        clashes.push(Clash { what: "term", name: named(name), declared: [first, span] })
                    }
                    None => own.push(id),
                }
            }
        }
        clashes
    }

    /// Whether an import has that name.
    pub fn is_import(&self, name: &str) -> bool {
        self.imports.contains_key(name)
    }

    /// The laws brought in under a name, one for each country: the country, the whole name, and where it stands.
    pub fn laws(&self, law: &str) -> Vec<(Arc<str>, Arc<str>, Span)> {
        let mut laws: Vec<(Arc<str>, Arc<str>, Span)> = self
            .imports
            .iter()
            .filter_map(|(name, span)| {
                let country = name.strip_prefix(law)?.strip_prefix('[')?.strip_suffix(']')?;
                Some((country.into(), name.clone(), *span))
            })
            .collect();
        laws.sort();
        laws
    }

    /// The terms of that name. Of an entity brought in under a name, terms brought in with it are said without that.
    pub fn terms(&self, name: &str, of: Option<&str>) -> Vec<DefinitionId> {
        let mut terms = self.definitions.get(name).cloned().unwrap_or_default();
        if let Some((import, _)) = of.and_then(|of| of.rsplit_once('.')) {
            terms.extend(self.definitions.get(&*format!("{import}.{name}")).into_iter().flatten());
        }
        terms
    }

    /// A path's names, those of something that is known under the name of an import taken as one.
    pub fn whole<'p>(&self, path: &'p Path) -> Cow<'p, [Name]> {
        if let ([module, name], None) = (path.names.as_slice(), &path.element)
            && self.is_import(&module.text)
        {
            let joined = format!("{}.{}", module.text, name.text);
            let known = self.entities.contains_key(&*joined)
                || self.judgements.contains_key(&*joined)
                || self.definitions.contains_key(&*joined)
                || self.lists.contains_key(&*joined)
                || self.plurals.contains_key(&*joined);
            if known {
                return Cow::Owned(vec![Name { text: joined.into(), span: path.span }]);
            }
        }
        Cow::Borrowed(&path.names)
    }

    /// The name by which the program speaks of an entity; that name itself where nothing is called so.
    pub fn entity_called(&self, name: &Arc<str>, lists: &[List]) -> Arc<str> {
        match self.entities.get(name).map(|declared| &declared.what) {
            Some(Entity::One { called, .. }) => called.clone(),
            Some(Entity::Many(list)) => lists[list.0 as usize].name.clone(),
            None => name.clone(),
        }
    }

    /// The list of entities of that name, singular or plural.
    pub fn list_of(&self, noun: &str) -> Option<ListId> {
        match self.entities.get(noun) {
            Some(Declared { what: Entity::Many(list), .. }) => Some(*list),
            _ => self.plurals.get(noun).copied(),
        }
    }
}

fn merge<T: Clone>(
    own: &mut FxHashMap<Arc<str>, Declared<T>>,
    other: &FxHashMap<Arc<str>, Declared<T>>,
    named: impl Fn(&Arc<str>) -> Arc<str>,
    what: &'static str,
    clashes: &mut Vec<Clash>,
) {
    for (name, declared) in other {
        let name = named(name);
        match own.get(&name) {
            Some(first) if first.span != declared.span => {
                clashes.push(Clash { what, name, declared: [first.span, declared.span] });
            }
            _ => {
                own.insert(name, declared.clone());
            }
        }
    }
}
