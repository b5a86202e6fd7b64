//! What is declared and serves nothing.

use std::sync::Arc;

use std::collections::HashSet;

use crate::problem::Problem;
use crate::problem::advice::Advice;
use crate::program::{DefinitionId, DomainId, Place, Role, Type};
use crate::syntax::tree::{ItemKind, Tree};

use super::library::Version;
use super::lowering::Uses;
use super::vocabulary::Vocabulary;

/// Tells what a file declares and neither its policies nor the scenarios about them use. `mentioned` are the
/// terms that scenarios mention.
pub fn check(
    tree: &Tree,
    vocabulary: &Vocabulary,
    versions: &[&Version],
    mentioned: &HashSet<(DomainId, Arc<str>)>,
    problems: &mut Vec<Problem>,
) {
    let uses = |used: &dyn Fn(&Uses) -> bool| versions.iter().any(|policy| used(&policy.uses));
    let has_type = |domain: DomainId| {
        let of = |ty: Type| matches!(ty, Type::Member(other) | Type::Set(other) if other == domain);
        vocabulary.facts.iter().any(|fact| of(fact.ty))
            || vocabulary.lists.iter().flat_map(|list| &list.attributes).any(|fact| of(fact.ty))
            || vocabulary.names.lists.values().any(|list| list.what.domain == domain)
    };
    for item in &tree.items {
        match &item.kind {
            ItemKind::Terms(terms) if !item.broken => {
                let Some(domain) = vocabulary.names.taxonomies.get(&terms.name.text).map(|d| d.what) else {
                    continue;
                };
                if !has_type(domain) {
                    problems.push(
                        Advice::UnusedTerms { name: terms.name.text.to_string(), span: terms.name.span }
                            .into(),
                    );
                    continue;
                }
                unused_terms(terms, domain, vocabulary, &uses, mentioned, problems);
            }
            ItemKind::List(list) => {
                let in_other = vocabulary.names.lists.keys().any(|_| {
                    tree.items.iter().any(|other| match &other.kind {
                        ItemKind::List(other) => other.members.iter().any(|m| m.text == list.name.text),
                        _ => false,
                    })
                });
                if !in_other && !uses(&|uses| uses.lists.contains(&list.name.text)) {
                    problems.push(
                        Advice::UnusedList { name: list.name.text.to_string(), span: list.name.span }.into(),
                    );
                }
            }
            _ => {}
        }
    }
    let asked = |place: Place| uses(&|uses| uses.places.contains(&place));
    for (i, fact) in vocabulary.facts.iter().enumerate().skip(2) {
        if !asked(Place::Fact(crate::program::FactId(i as u32))) {
            problems.push(Advice::UnusedAttribute { name: fact.name.to_string(), span: fact.span }.into());
        }
    }
    for (l, list) in vocabulary.lists.iter().enumerate() {
        for (a, fact) in list.attributes.iter().enumerate() {
            let place =
                Place::Element(crate::program::ListId(l as u32), crate::program::AttributeId(a as u32));
            if !asked(place) {
                let name = format!("{}.{}", list.name, fact.name);
                problems.push(Advice::UnusedAttribute { name, span: fact.span }.into());
            }
        }
    }
    for policy in versions {
        for (i, term) in policy.program.definitions.iter().enumerate() {
            let id = DefinitionId(i as u32);
            let used = policy.uses.definitions.contains(&id)
                // Vocabulary that another file may use is not unused here; a policy's own clause is.
                || term.units.iter().all(|unit| {
                    let unit = policy.program.unit(*unit);
                    debug_assert!(matches!(unit.role, Role::Definition(_)));
                    policy.program.clause(unit.clause).number == term.name
                });
            if !used {
                problems
                    .push(Advice::UnusedDefinition { name: term.name.to_string(), span: term.span }.into());
            }
        }
    }
}

fn unused_terms(
    terms: &crate::syntax::tree::Terms,
    domain: DomainId,
    vocabulary: &Vocabulary,
    uses: &dyn Fn(&dyn Fn(&Uses) -> bool) -> bool,
    mentioned: &HashSet<(DomainId, Arc<str>)>,
    problems: &mut Vec<Problem>,
) {
    let declared = &vocabulary.domains[domain.0 as usize];
    for term in &terms.terms {
        let Some(member) = declared.member(&term.name.text) else { continue };
        let kinds = &declared.terms[member.0 as usize].kinds;
        let has_kinds = kinds.count_ones(..) > 1;
        let in_list = vocabulary
            .names
            .lists
            .values()
            .any(|list| list.what.domain == domain && list.what.members.contains(member.0 as usize));
        let used = has_kinds
            || in_list
            || mentioned.contains(&(domain, term.name.text.clone()))
            || uses(&|uses| uses.terms.contains(&(domain, member)));
        if !used {
            problems.push(
                Advice::UnusedTerm {
                    name: term.name.text.to_string(),
                    terms: terms.name.text.to_string(),
                    span: term.name.span,
                }
                .into(),
            );
        }
    }
}
