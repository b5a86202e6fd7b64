//! What is declared and serves nothing.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::problem::Problem;
use crate::problem::advice::Advice;
use crate::program::{AttributeId, DefinitionId, DomainId, FactId, ListId, Member, Place, Type};
use crate::source::{FileId, Span};
use crate::syntax::tree::{self, ItemKind, Tree};

use super::library::Version;
use super::vocabulary::Vocabulary;

/// Tells what a file declares and neither its policies nor the scenarios about them use. `mentioned` are the
/// terms that scenarios mention, each after the name of its taxonomy.
pub fn check(
    tree: &Tree,
    vocabulary: &Vocabulary,
    versions: &[&Version],
    mentioned: &FxHashSet<(Arc<str>, Arc<str>)>,
    problems: &mut Vec<Problem>,
) {
    let used = Used { versions, mentioned };
    for item in &tree.items {
        match &item.kind {
            ItemKind::Terms(terms) if !item.broken => unused_terms(terms, vocabulary, &used, problems),
            ItemKind::List(list) if !taken_in(&list.name, tree) && !used.list(&list.name.text) => {
                let (name, span) = (list.name.text.to_string(), list.name.span);
                problems.push(Advice::UnusedList { name, span }.into());
            }
            _ => {}
        }
    }
    unused_attributes(tree.file, vocabulary, &used, problems);
    unused_definitions(versions, problems);
}

/// What the versions of a file and the scenarios about them make use of.
struct Used<'a> {
    versions: &'a [&'a Version],
    mentioned: &'a FxHashSet<(Arc<str>, Arc<str>)>,
}

impl Used<'_> {
    fn list(&self, name: &Arc<str>) -> bool {
        self.versions.iter().any(|version| version.uses.lists.contains(name))
    }

    fn place(&self, place: Place) -> bool {
        self.versions.iter().any(|version| version.uses.places.contains(&place))
    }

    fn term(&self, taxonomy: &Arc<str>, (domain, member): (DomainId, Member), name: &Arc<str>) -> bool {
        self.versions.iter().any(|version| version.uses.terms.contains(&(domain, member)))
            || self.mentioned.contains(&(taxonomy.clone(), name.clone()))
    }
}

/// Whether another list takes this one in.
fn taken_in(name: &tree::Name, tree: &Tree) -> bool {
    tree.items.iter().any(|item| match &item.kind {
        ItemKind::List(list) => {
            let changed = list.changes.iter().flat_map(|change| &change.members);
            list.members.iter().chain(changed).any(|member| member.text == name.text)
        }
        _ => false,
    })
}

fn unused_terms(terms: &tree::Terms, vocabulary: &Vocabulary, used: &Used<'_>, problems: &mut Vec<Problem>) {
    let Some(domain) = vocabulary.names.taxonomies.get(&terms.name.text).map(|declared| declared.what) else {
        return;
    };
    let of = |ty: Type| matches!(ty, Type::Member(other) | Type::Set(other) if other == domain);
    let lists = || vocabulary.names.lists.values().filter(|list| list.what.domain == domain);
    let has_type = vocabulary.facts.iter().any(|fact| of(fact.ty))
        || vocabulary.lists.iter().flat_map(|list| &list.attributes).any(|fact| of(fact.ty))
        || lists().next().is_some();
    if !has_type {
        let (name, span) = (terms.name.text.to_string(), terms.name.span);
        problems.push(Advice::UnusedTerms { name, span }.into());
        return;
    }
    let spans: FxHashMap<&str, Span> =
        terms.terms.iter().rev().map(|term| (&*term.name.text, term.name.span)).collect();
    for (at, term) in vocabulary.domains[domain.0 as usize].terms.iter().enumerate() {
        let has_kinds = term.kinds.count_ones(..) > 1;
        let in_list = lists().any(|list| list.what.ever_has(at));
        let member = (domain, Member(at as u32));
        if !has_kinds && !in_list && !used.term(&terms.name.text, member, &term.name) {
            let span = spans.get(&*term.name).copied().unwrap_or(terms.name.span);
            let (name, terms) = (term.name.to_string(), terms.name.text.to_string());
            problems.push(Advice::UnusedTerm { name, terms, span }.into());
        }
    }
}

fn unused_attributes(file: FileId, vocabulary: &Vocabulary, used: &Used<'_>, problems: &mut Vec<Problem>) {
    // The date and the action are of every policy.
    for (at, fact) in vocabulary.facts.iter().enumerate().skip(2) {
        if fact.span.file == file && !used.place(Place::Fact(FactId(at as u32))) {
            problems.push(Advice::UnusedAttribute { name: fact.name.to_string(), span: fact.span }.into());
        }
    }
    for (l, list) in vocabulary.lists.iter().enumerate() {
        for (a, fact) in list.attributes.iter().enumerate() {
            let own = fact.span.file == file;
            if own && !used.place(Place::Element(ListId(l as u32), AttributeId(a as u32))) {
                let name = format!("{}.{}", list.name, fact.name);
                problems.push(Advice::UnusedAttribute { name, span: fact.span }.into());
            }
        }
    }
}

/// Defined terms that no clause uses; a definition that is an item of its own may serve another file.
fn unused_definitions(versions: &[&Version], problems: &mut Vec<Problem>) {
    for version in versions {
        let program = &version.program;
        for (at, term) in program.definitions.iter().enumerate() {
            let of_a_clause =
                term.units.iter().any(|unit| program.clause(program.unit(*unit).clause).number != term.name);
            if of_a_clause && !version.uses.definitions.contains(&DefinitionId(at as u32)) {
                problems
                    .push(Advice::UnusedDefinition { name: term.name.to_string(), span: term.span }.into());
            }
        }
    }
}
