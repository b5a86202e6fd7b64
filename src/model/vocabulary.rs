//! Declarations to numbered facts, terms and lists, and the names by which the text speaks of them.
//!
//! The order is fixed: countries, taxonomies, entities, judgements, named lists. What is declared twice or
//! in a circle is told once, at the second place.

use std::sync::{Arc, LazyLock};

use iso_currency::Currency;
use rustc_hash::FxHashMap;

use crate::problem::clause::ClauseProblem;
use crate::problem::import::ImportProblem;
use crate::problem::likely::{likely, row};
use crate::problem::name::{Likely, NameKind, NameProblem};
use crate::problem::value::ValueProblem;
use crate::problem::{Problem, Tell};
use crate::program::{
    self, COUNTRIES, Definition, DefinitionId, Domain, DomainId, Extent, Fact, FactId, List, ListId, Measure,
    Type,
};
use crate::source::{FileId, Span};
use crate::syntax::tree::{self, Item, ItemKind, Name, PolicyLine, Tree, TypeKind};

use super::clauses::Written;
use super::imports::Edge;
use super::literal;
use super::names::{Clash, Declared, Entity, Names};

/// The declarations of one file and of all that it brings in.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// Number 0 the countries, number 1 left for the actions of a policy.
    pub domains: Vec<Domain>,
    /// Number 0 the date, number 1 the action.
    pub facts: Vec<Fact>,
    pub lists: Vec<List>,
    /// The terms defined without a number, whose clauses are entered later.
    pub definitions: Vec<Definition>,
    /// What the file itself knows.
    pub names: Names,
    /// What each file that it brings in knows.
    pub below: FxHashMap<FileId, Names>,
    /// Where the file's own text begins, as if those brought in stood before it.
    pub begins: u32,
}

/// One file among those that are declared together.
pub struct Declarations<'a> {
    pub tree: &'a Tree,
    /// Its definitions without a number.
    pub definitions: &'a [Written],
    pub imports: &'a [Edge],
    /// The name before what it declares, as the last file knows it.
    pub called: Option<Arc<str>>,
}

/// Takes in every declaration of a file and of those it brings in, which stand before it, and tells what is wrong
/// with its own.
pub fn declare(files: &[Declarations<'_>], problems: &mut Vec<Problem>) -> Vocabulary {
    let mut told = Vec::new();
    let Some(last) = files.last() else { unreachable!("a file is declared") };
    let start = Span::new(last.tree.file, 0, 0);
    let mut declaring = Declaring {
        vocabulary: Vocabulary {
            domains: vec![countries(last.tree, &mut told), no_actions()],
            facts: vec![
                plain_fact("date", Type::Point(Measure::Date), start),
                plain_fact("action", Type::Member(program::ACTIONS), start),
            ],
            lists: Vec::new(),
            definitions: Vec::new(),
            names: Names::default(),
            below: FxHashMap::default(),
            begins: 0,
        },
        called: None,
        problems: told,
    };
    for (at, file) in files.iter().enumerate() {
        declaring.called.clone_from(&file.called);
        declaring.file(file);
        if at + 1 < files.len() {
            // What is wrong with a file brought in is told where that file is read for itself.
            declaring.problems.retain(|problem| is_of(problem, start.file));
            let names = std::mem::take(&mut declaring.vocabulary.names);
            declaring.vocabulary.below.insert(file.tree.file, names);
            declaring.vocabulary.begins += file.tree.items.last().map_or(0, |item| item.span.end);
        }
    }
    problems.append(&mut declaring.problems);
    declaring.vocabulary
}

/// Whether a problem is told of that file.
pub fn is_of(problem: &Problem, file: FileId) -> bool {
    problem.tell().labels.first().is_none_or(|label| label.span.file == file)
}

fn plain_fact(name: &str, ty: Type, span: Span) -> Fact {
    Fact {
        name: name.into(),
        ty,
        question: None,
        step: false,
        presumed: None,
        judgement: None,
        span,
        order: span.start,
    }
}

fn no_actions() -> Domain {
    Domain {
        name: "actions".into(),
        title: None,
        terms: Arc::default(),
        extent: Extent::Fixed,
        ordered: false,
        span: None,
    }
}

/// The 249 officially assigned codes of ISO 3166-1.
static ASSIGNED: LazyLock<Arc<Vec<program::Term>>> = LazyLock::new(|| {
    let named = rust_iso3166::ALL.iter();
    let named = named.map(|country| (country.alpha2.into(), Some(country.name.into()))).collect();
    Arc::new(of_no_kind(named))
});

/// Terms none of which is a kind of another, from their names and titles.
fn of_no_kind(named: Vec<(Arc<str>, Option<Arc<str>>)>) -> Vec<program::Term> {
    let size = named.len() + 1;
    let term = |(number, (name, title))| {
        let mut kinds = fixedbitset::FixedBitSet::with_capacity(size);
        kinds.insert(number);
        program::Term { name, title, kinds }
    };
    named.into_iter().enumerate().map(term).collect()
}

/// The assigned codes, and those the headers of this file add.
fn countries(tree: &Tree, problems: &mut Vec<Problem>) -> Domain {
    let mut added: Vec<(Arc<str>, Option<Arc<str>>)> = Vec::new();
    let mut first: FxHashMap<Arc<str>, Span> = FxHashMap::default();
    for item in &tree.items {
        let ItemKind::Policy(policy) = &item.kind else { continue };
        for line in &policy.lines {
            let PolicyLine::CountryAlso(code, title) = line else { continue };
            if first.contains_key(&code.text) {
                continue;
            }
            if ASSIGNED.iter().any(|term| term.name == code.text) {
                problems.push(
                    NameProblem::DeclaredTwice {
                        what: "country",
                        name: code.text.to_string(),
                        again: code.span,
                        first: code.span,
                    }
                    .into(),
                );
            } else {
                first.insert(code.text.clone(), code.span);
                added.push((code.text.clone(), Some(title.text.clone())));
            }
        }
    }
    let terms = if added.is_empty() {
        Arc::clone(&ASSIGNED)
    } else {
        let assigned = ASSIGNED.iter().map(|term| (term.name.clone(), term.title.clone()));
        Arc::new(of_no_kind(assigned.chain(added).collect()))
    };
    Domain { name: "country".into(), title: None, terms, extent: Extent::Fixed, ordered: false, span: None }
}

pub(super) struct Declaring {
    pub(super) vocabulary: Vocabulary,
    /// The name before what the file declares, where it has one.
    called: Option<Arc<str>>,
    pub(super) problems: Vec<Problem>,
}

impl Declaring {
    /// Takes in the declarations of one file, after what it brings in.
    fn file(&mut self, file: &Declarations<'_>) {
        for edge in file.imports {
            let Vocabulary { below, names, definitions, domains, .. } = &mut self.vocabulary;
            let Some(other) = below.get(&edge.to) else { continue };
            let defined = |id: DefinitionId| {
                let term = &definitions[id.0 as usize];
                (term.of.clone(), term.span)
            };
            let under = edge.name.as_ref();
            if let Some(country) = &edge.country {
                self.problems.extend(literal::member(&country.text, country.span, COUNTRIES, domains).err());
            }
            for Clash { what, name, declared } in names.bring_in(other, under, defined) {
                let name = name.to_string();
                self.problems.push(ImportProblem::Clash { what, name, span: edge.span, declared }.into());
            }
        }
        let items = || file.tree.items.iter();
        for item in items() {
            if let ItemKind::Terms(terms) = &item.kind {
                self.terms(terms);
            }
        }
        for item in items() {
            if let ItemKind::Entity(entity) = &item.kind {
                self.entity(entity);
            }
        }
        for item in items() {
            if let ItemKind::Judgement(judgement) = &item.kind {
                self.judgement(judgement, item);
            }
        }
        self.named_lists(file.tree);
        for written in file.definitions {
            self.definition(written);
        }
    }

    /// A term that is defined without a number, so that other files can speak of it; one that cannot be declared is
    /// told when its clause is entered.
    fn definition(&mut self, written: &Written) {
        let statement = written.clause.statements.first().map(|statement| &statement.kind);
        let (names, of) = match statement {
            Some(tree::StatementKind::Define { name, of, .. }) => (std::slice::from_ref(name), of),
            Some(tree::StatementKind::DefineByTable { names, of, .. }) => (names.as_slice(), of),
            _ => return,
        };
        for name in names {
            self.term(name, of.as_ref());
        }
    }

    fn term(&mut self, name: &Name, of: Option<&Name>) {
        let Vocabulary { definitions, names, lists, .. } = &mut self.vocabulary;
        let list = match of.map(|of| names.entities.get(&of.text)) {
            Some(None) => return,
            Some(Some(Declared { what: Entity::Many(list), .. })) => Some(*list),
            _ => None,
        };
        let of = of.map(|of| names.entity_called(&of.text, lists));
        let known = names.definitions.entry(name.text.clone()).or_default();
        if known.iter().any(|id| definitions[id.0 as usize].of == of) {
            return;
        }
        known.push(DefinitionId(definitions.len() as u32));
        let (name, span, units) = (under(self.called.as_ref(), &name.text), name.span, Vec::new());
        definitions.push(Definition { name, of, list, units, span });
    }

    /// A name as the last file knows it.
    fn called(&self, name: &Arc<str>) -> Arc<str> {
        under(self.called.as_ref(), name)
    }

    /// Where a place stands in the text, as if the files brought in stood before it.
    fn order(&self, span: Span) -> u32 {
        self.vocabulary.begins + span.start
    }

    pub(super) fn tell(&mut self, problem: impl Into<Problem>) {
        self.problems.push(problem.into());
    }

    /// Whether an entity, taxonomy, judgement or list has that name already; tells it if so.
    pub(super) fn taken(&mut self, what: &'static str, name: &Name) -> bool {
        let names = &self.vocabulary.names;
        let first = match what {
            "terms" => names.taxonomies.get(&name.text).map(|d| d.span),
            "entity" => names.entities.get(&name.text).map(|d| d.span),
            "judgement" => names.judgements.get(&name.text).map(|d| d.span),
            _ => names.lists.get(&name.text).map(|d| d.span),
        };
        if let Some(first) = first {
            self.tell(NameProblem::DeclaredTwice {
                what,
                name: name.text.to_string(),
                again: name.span,
                first,
            });
        } else if matches!(&*name.text, "action" | "date" | "country") {
            self.tell(NameProblem::Reserved { name: name.text.to_string(), span: name.span });
            return true;
        }
        first.is_some()
    }

    fn terms(&mut self, terms: &tree::Terms) {
        if self.taken("terms", &terms.name) {
            return;
        }
        let extent = if terms.open.is_some() { Extent::Open } else { Extent::Closed };
        let domain = domain_of(&terms.name, terms.title.as_ref(), &terms.terms, extent, &mut self.problems);
        if let Some(in_order) = terms.in_order {
            let kind = terms.terms.iter().find_map(|term| term.kind_of.first());
            if let Some(open) = terms.open {
                self.tell(ClauseProblem::OrderUnclear {
                    name: terms.name.text.to_string(),
                    span: open,
                    in_order,
                });
            } else if let Some(kind) = kind {
                let (name, span) = (terms.name.text.to_string(), kind.span);
                self.tell(ClauseProblem::OrderUnclear { name, span, in_order });
            }
        }
        let (name, ordered) = (self.called(&terms.name.text), terms.in_order.is_some());
        let domain = Domain { name, ordered, ..domain };
        let id = DomainId(self.vocabulary.domains.len() as u32);
        self.vocabulary.domains.push(domain);
        self.vocabulary
            .names
            .taxonomies
            .insert(terms.name.text.clone(), Declared { what: id, span: terms.name.span });
    }

    /// The type that these words mean; an unknown taxonomy or currency is told and gives `None`.
    pub(super) fn ty(&mut self, words: &tree::TypeWords) -> Option<Type> {
        Some(match &words.kind {
            TypeKind::YesNo => Type::YesNo,
            TypeKind::Terms(name) => Type::Member(self.taxonomy(name)?),
            TypeKind::SetOf(name) if &*name.text == "country" => Type::Set(COUNTRIES),
            TypeKind::SetOf(name) => Type::Set(self.taxonomy(name)?),
            TypeKind::Number => Type::Point(Measure::Number),
            TypeKind::WholeNumber => Type::Point(Measure::WholeNumber),
            TypeKind::Percentage => Type::Point(Measure::Percentage),
            TypeKind::Money(code) => match Currency::from_code(&code.text) {
                Some(currency) => Type::Point(Measure::Money(currency)),
                None => {
                    self.tell(literal::unknown_currency(&code.text, code.span));
                    return None;
                }
            },
            TypeKind::Date => Type::Point(Measure::Date),
            TypeKind::Duration => Type::Point(Measure::Months),
            TypeKind::DurationInDays => Type::Point(Measure::Hours),
            TypeKind::Country => Type::Member(COUNTRIES),
            TypeKind::Text => Type::Text,
        })
    }

    fn taxonomy(&mut self, name: &Name) -> Option<DomainId> {
        let names = &self.vocabulary.names.taxonomies;
        if let Some(declared) = names.get(&name.text) {
            return Some(declared.what);
        }
        let mut known: Vec<&str> = names.keys().map(|key| &**key).collect();
        known.sort_unstable();
        let likely = likely(
            &name.text,
            known.iter().copied().chain([
                "yes/no",
                "number",
                "country",
                "date",
                "duration",
                "percentage",
                "text",
            ]),
        );
        let problem = NameProblem::Unknown {
            kind: NameKind::Taxonomy,
            name: name.text.to_string(),
            span: name.span,
            likely: likely.map(|likely| Likely {
                name: likely.to_owned(),
                declared: names.get(likely).map(|d| d.span),
            }),
            known: row(known, 6),
        };
        self.tell(problem);
        None
    }

    fn attribute(&mut self, entity: &tree::Entity, attribute: &tree::Attribute) -> Option<Fact> {
        let owner = (!entity.many).then_some(&entity.name.text);
        let Some(ty) = self.ty(&attribute.ty) else {
            let unread = (entity.name.text.clone(), attribute.name.text.clone());
            self.vocabulary.names.unread.insert(unread);
            return None;
        };
        let presumed = match &attribute.presumed {
            Some(literal) => {
                match literal::value(literal, ty, Some(attribute.ty.span), &self.vocabulary.domains) {
                    Ok(program::Value::Member(member)) if matches!(ty, Type::Set(_)) => {
                        Some(program::Value::Set([member].into()))
                    }
                    Ok(value) => Some(value),
                    Err(problem) => {
                        self.problems.push(problem);
                        None
                    }
                }
            }
            None => None,
        };
        if let Some(step) = attribute.step {
            if ty != Type::YesNo {
                self.tell(ValueProblem::StepNotYesNo { span: step, declared: attribute.ty.span });
            } else if presumed == Some(program::Value::YesNo(true))
                && let Some(literal) = &attribute.presumed
            {
                self.tell(ValueProblem::PresumedStep { span: literal.span, step });
            }
        }
        Some(Fact {
            name: match owner {
                Some(owner) => format!("{}.{}", self.called(owner), attribute.name.text).into(),
                None => attribute.name.text.clone(),
            },
            ty,
            question: attribute.question.as_ref().map(|words| words.text.clone()),
            step: attribute.step.is_some() && ty == Type::YesNo,
            presumed,
            judgement: None,
            span: attribute.name.span,
            order: self.order(attribute.name.span),
        })
    }

    fn entity(&mut self, entity: &tree::Entity) {
        if self.taken("entity", &entity.name) {
            return;
        }
        let mut declared: FxHashMap<&str, Span> = FxHashMap::default();
        let mut facts = Vec::new();
        for attribute in &entity.attributes {
            if let Some(first) = declared.insert(&attribute.name.text, attribute.name.span) {
                self.tell(NameProblem::DeclaredTwice {
                    what: "attribute",
                    name: attribute.name.text.to_string(),
                    again: attribute.name.span,
                    first,
                });
                continue;
            }
            facts.extend(self.attribute(entity, attribute).map(|fact| (attribute.name.text.clone(), fact)));
        }
        let (called, order) = (self.called(&entity.name.text), self.order(entity.name.span));
        let before = self.called.clone();
        let vocabulary = &mut self.vocabulary;
        let what = if entity.many {
            let id = ListId(vocabulary.lists.len() as u32);
            let plural =
                entity.plural.as_ref().map_or_else(|| plural(&entity.name.text), |name| name.text.clone());
            let at = entity.plural.as_ref().unwrap_or(&entity.name).span;
            let first = match (vocabulary.names.plurals.get(&plural), vocabulary.names.entities.get(&plural))
            {
                (Some(list), _) => Some(vocabulary.lists[list.0 as usize].span),
                (None, Some(other)) => Some(other.span),
                (None, None) => None,
            };
            if let Some(first) = first {
                self.problems.push(
                    NameProblem::DeclaredTwice {
                        what: "word for several",
                        name: plural.to_string(),
                        again: at,
                        first,
                    }
                    .into(),
                );
            }
            vocabulary.names.plurals.insert(plural.clone(), id);
            vocabulary.lists.push(List {
                name: called,
                plural: under(before.as_ref(), &plural),
                title: entity.title.as_ref().map(|words| words.text.clone()),
                attributes: facts.into_iter().map(|(_, fact)| fact).collect(),
                span: entity.name.span,
                order,
            });
            Entity::Many(id)
        } else {
            let mut attributes = FxHashMap::default();
            for (name, fact) in facts {
                attributes.insert(name, FactId(vocabulary.facts.len() as u32));
                vocabulary.facts.push(fact);
            }
            Entity::One { called, attributes }
        };
        vocabulary.names.entities.insert(entity.name.text.clone(), Declared { what, span: entity.name.span });
    }

    fn judgement(&mut self, judgement: &tree::Judgement, item: &Item) {
        let Some(ty) = self.ty(&judgement.ty) else {
            let owner = judgement.of.as_ref().map_or_else(|| "".into(), |of| of.text.clone());
            self.vocabulary.names.unread.insert((owner, judgement.name.text.clone()));
            return;
        };
        let owner = judgement.of.as_ref();
        let mut fact = plain_fact(&self.called(&judgement.name.text), ty, judgement.name.span);
        fact.question = judgement.title.as_ref().map(|words| words.text.clone());
        fact.order = self.order(item.span);
        fact.judgement = Some(program::Judgement {
            decided_by: judgement.decided_by.as_ref().map(|words| words.text.clone()),
        });
        let Some(owner) = owner else {
            if !self.taken("judgement", &judgement.name) {
                let id = FactId(self.vocabulary.facts.len() as u32);
                self.vocabulary.facts.push(fact);
                self.vocabulary
                    .names
                    .judgements
                    .insert(judgement.name.text.clone(), Declared { what: id, span: judgement.name.span });
            }
            return;
        };
        let Vocabulary { facts, lists, names, .. } = &mut self.vocabulary;
        let twice = |first: Span| NameProblem::DeclaredTwice {
            what: "attribute",
            name: judgement.name.text.to_string(),
            again: judgement.name.span,
            first,
        };
        match names.entities.get_mut(&owner.text).map(|declared| &mut declared.what) {
            Some(Entity::One { called, attributes }) => {
                if let Some(first) = attributes.get(&judgement.name.text) {
                    let first = facts[first.0 as usize].span;
                    self.tell(twice(first));
                    return;
                }
                fact.name = format!("{called}.{}", judgement.name.text).into();
                attributes.insert(judgement.name.text.clone(), FactId(facts.len() as u32));
                facts.push(fact);
            }
            Some(Entity::Many(list)) => {
                let attributes = &mut lists[list.0 as usize].attributes;
                match attributes.iter().find(|other| other.name == judgement.name.text) {
                    Some(first) => {
                        let first = first.span;
                        self.tell(twice(first));
                    }
                    None => attributes.push(Fact { name: judgement.name.text.clone(), ..fact }),
                }
            }
            None => {
                let problem = unknown_entity(owner, &self.vocabulary.names);
                self.tell(problem);
            }
        }
    }
}

/// The message for an entity that is not declared.
pub fn unknown_entity(name: &Name, names: &Names) -> NameProblem {
    let mut known: Vec<&str> = names.entities.keys().map(|key| &**key).collect();
    known.sort_unstable();
    NameProblem::Unknown {
        kind: NameKind::Entity,
        name: name.text.to_string(),
        span: name.span,
        likely: likely(&name.text, known.iter().copied()).map(|likely| Likely {
            name: likely.to_owned(),
            declared: names.entities.get(likely).map(|d| d.span),
        }),
        known: row(known, 6),
    }
}

/// The domain that a row of terms makes, `kind of` closed under itself; used for taxonomies and actions.
pub fn domain_of(
    name: &Name,
    title: Option<&tree::Words>,
    written: &[tree::Term],
    extent: Extent,
    problems: &mut Vec<Problem>,
) -> Domain {
    let mut terms: Vec<&tree::Term> = Vec::new();
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for term in written {
        match numbers.get(&*term.name.text) {
            Some(first) => problems.push(
                NameProblem::DeclaredTwice {
                    what: "term",
                    name: term.name.text.to_string(),
                    again: term.name.span,
                    first: terms[*first].name.span,
                }
                .into(),
            ),
            None => {
                numbers.insert(&term.name.text, terms.len());
                terms.push(term);
            }
        }
    }
    let mut wider: Vec<Vec<(usize, Span)>> = vec![Vec::new(); terms.len()];
    for (i, term) in terms.iter().enumerate() {
        for kind in &term.kind_of {
            match numbers.get(&*kind.text) {
                Some(on) => wider[i].push((*on, kind.span)),
                None => {
                    let known = || terms.iter().map(|term| &*term.name.text);
                    problems.push(
                        NameProblem::Unknown {
                            kind: NameKind::Term(name.text.to_string()),
                            name: kind.text.to_string(),
                            span: kind.span,
                            likely: likely(&kind.text, known()).map(|likely| Likely {
                                name: likely.to_owned(),
                                declared: numbers.get(likely).map(|i| terms[*i].name.span),
                            }),
                            known: row(known(), 6),
                        }
                        .into(),
                    );
                }
            }
        }
    }
    let size = terms.len() + 1;
    let mut kinds: Vec<fixedbitset::FixedBitSet> = (0..terms.len())
        .map(|i| {
            let mut own = fixedbitset::FixedBitSet::with_capacity(size);
            own.insert(i);
            own
        })
        .collect();
    match super::circles::in_order(terms.len(), |i| wider[i].clone()) {
        // Wider terms come first in this order, so going backwards every term has its kinds complete
        // before it passes them on.
        Ok(order) => {
            for i in order.into_iter().rev() {
                for (on, _) in &wider[i] {
                    let own = kinds[i].clone();
                    kinds[*on].union_with(&own);
                }
            }
        }
        Err(circle) => {
            let steps =
                circle.into_iter().map(|(i, span)| (format!("`{}`", terms[i].name.text), span)).collect();
            problems.push(ClauseProblem::CircleOfKinds { steps }.into());
        }
    }
    Domain {
        name: name.text.clone(),
        title: title.map(|words| words.text.clone()),
        terms: Arc::new(
            terms
                .iter()
                .zip(kinds)
                .map(|(term, kinds)| program::Term {
                    name: term.name.text.clone(),
                    title: term.title.as_ref().map(|words| words.text.clone()),
                    kinds,
                })
                .collect(),
        ),
        extent,
        ordered: false,
        span: Some(name.span),
    }
}

/// A name with another one before it.
fn under(before: Option<&Arc<str>>, name: &Arc<str>) -> Arc<str> {
    match before {
        None => name.clone(),
        Some(before) => format!("{before}.{name}").into(),
    }
}

/// The English plural, as regular nouns form it.
fn plural(noun: &str) -> Arc<str> {
    let consonant_y =
        noun.ends_with('y') && noun.chars().rev().nth(1).is_some_and(|before| !"aeiou".contains(before));
    if consonant_y {
        format!("{}ies", &noun[..noun.len() - 1]).into()
    } else if noun.ends_with(['s', 'x', 'z']) || noun.ends_with("ch") || noun.ends_with("sh") {
        format!("{noun}es").into()
    } else {
        format!("{noun}s").into()
    }
}
