//! What is said of facts, looked up in one version of a policy: a layer to a case.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::judge::{Case, Knowledge, SettledReading, Stated, StatedElement, StatedList, Stipulation};
use crate::model::lowering::{Lowering, Speaking};
use crate::model::names::Entity;
use crate::model::vocabulary::unknown_entity;
use crate::model::{Library, Version, VersionId, literal};
use crate::problem::casebook::CaseProblem;
use crate::problem::likely::{likely, row};
use crate::problem::name::{Likely, NameKind, NameProblem};
use crate::problem::value::ValueProblem;
use crate::problem::{Problem, advice::Advice};
use crate::program::{
    ACTION, AttributeId, DATE, DomainId, Extent, FactId, ListId, Member, Node, Place, Program, Role, SetTest,
    Test, Type, Value,
};
use crate::source::{FileId, Sources, Span};
use crate::syntax::tree::{
    Comparison, FactValue, FactValueKind, Literal, LiteralKind, Name, Operator, Path, SideKind,
};

use super::layer::{How, Key, Layer, Said};

/// Looks facts up, version by version, and keeps what they mention.
pub struct Lookup<'a> {
    pub sources: &'a Sources,
    pub library: &'a Library,
    pub problems: Vec<Problem>,
    /// The terms that cases mention, by the file that declares them.
    pub mentioned: FxHashMap<FileId, FxHashSet<(DomainId, Arc<str>)>>,
    /// For each version, a program with its vocabulary alone, in which comparisons are read.
    scratch: FxHashMap<VersionId, Lowering<'a>>,
}

impl<'a> Lookup<'a> {
    /// A lookup that has met nothing yet.
    pub fn new(sources: &'a Sources, library: &'a Library) -> Lookup<'a> {
        Lookup {
            sources,
            library,
            problems: Vec::new(),
            mentioned: FxHashMap::default(),
            scratch: FxHashMap::default(),
        }
    }

    fn tell(&mut self, problem: impl Into<Problem>) {
        self.problems.push(problem.into());
    }

    /// The case that a layer states, for one version.
    pub fn case(&mut self, layer: &Layer<'_>, id: VersionId) -> Case {
        let library = self.library;
        let version = library.version(id);
        let program = &*version.program;
        let mut case = Case::unstated(program);
        if let Some(day) = layer.on {
            match literal::date(day) {
                Ok(point) => {
                    case.facts[DATE.0 as usize] = stated(Knowledge::Value(Value::Point(point)), day.span);
                }
                Err(problem) => self.tell(problem),
            }
        }
        if let Some(action) = layer.action {
            self.action(action, version, &mut case);
        }
        for (key, said) in &layer.facts {
            match fact(key, said, version) {
                Ok(fact) => {
                    let place = Place::Fact(fact);
                    if let Some(stated) = self.said(said, place, id) {
                        case.facts[fact.0 as usize] = stated;
                    }
                }
                Err(problem) => {
                    let unread = (key.owner.clone().unwrap_or_default(), key.name.clone());
                    if version.names.unread.contains(&unread) {
                        continue;
                    }
                    if self.known_elsewhere(key, said, version) {
                        case.set_aside.push(match &key.owner {
                            Some(owner) => format!("{owner}.{}", key.name),
                            None => key.name.to_string(),
                        });
                    } else {
                        self.tell(problem);
                    }
                }
            }
        }
        for (name, said) in &layer.lists {
            let Some(list) = version.names.list_of(name) else {
                let span = said.elements.first().map(|element| element.span).or(said.none).or(said.open);
                let known = self.library.versions.iter().any(|other| {
                    other.program.policy.name == program.policy.name
                        && (other.names.list_of(name).is_some() || other.names.entities.contains_key(name))
                });
                match span {
                    Some(_) if known => case.set_aside.push(name.to_string()),
                    Some(span) => {
                        let name = Name { text: name.clone(), span };
                        let problem = match version.names.entities.get(&name.text) {
                            Some(one) => NameProblem::OneNotMany {
                                name: name.text.to_string(),
                                span,
                                declared: one.span,
                            },
                            None => unknown_entity(&name, &version.names),
                        };
                        self.tell(problem);
                    }
                    None => {}
                }
                continue;
            };
            let mut elements = Vec::new();
            for element in &said.elements {
                elements.push(self.element(element, list, id, &mut case.set_aside));
            }
            let open = said.open.is_some() || (elements.is_empty() && said.none.is_none());
            let span = said.none.or(said.open);
            case.lists[list.0 as usize] = StatedList { elements, open, span };
        }
        for (clause, kept) in &layer.kept {
            self.kept(clause, *kept, version, &mut case);
        }
        self.readings(layer, version, &mut case);
        self.stipulations(layer, version, &mut case);
        case
    }

    fn action(&mut self, action: &Name, version: &Version, case: &mut Case) {
        let domains = &version.program.domains;
        match literal::member(&action.text, action.span, crate::program::ACTIONS, domains) {
            Ok(member) => {
                let kinds = &version.program.domain(crate::program::ACTIONS).terms[member.0 as usize].kinds;
                let knowledge = term(member, kinds);
                case.facts[ACTION.0 as usize] =
                    Stated { words: Some(action.text.to_string()), ..stated(knowledge, action.span) };
            }
            Err(problem) => {
                let elsewhere = self.library.versions.iter().any(|other| {
                    other.program.policy.name == version.program.policy.name
                        && other.program.domain(crate::program::ACTIONS).member(&action.text).is_some()
                });
                if elsewhere {
                    case.set_aside.push(format!("action {}", action.text));
                } else {
                    self.tell(problem);
                }
            }
        }
    }

    /// Whether another version of the same policy knows the fact.
    fn known_elsewhere(&self, key: &Key, said: &Said<'_>, version: &Version) -> bool {
        self.library.versions.iter().any(|other| {
            other.program.policy.name == version.program.policy.name && fact(key, said, other).is_ok()
        })
    }

    /// Whether another version of the same policy knows an attribute of the elements of a list.
    fn attribute_known_elsewhere(&self, list: &str, attribute: &str, version: &Version) -> bool {
        self.library.versions_of(&version.program.policy.name).iter().any(|other| {
            let other = self.library.version(*other);
            other.names.list_of(list).is_some_and(|id| {
                other.program.list(id).attributes.iter().any(|known| &*known.name == attribute)
            })
        })
    }

    fn element(
        &mut self,
        element: &super::layer::ElementSaid<'_>,
        list: ListId,
        id: VersionId,
        set_aside: &mut Vec<String>,
    ) -> StatedElement {
        let library = self.library;
        let version = library.version(id);
        let declared = version.program.list(list);
        let mut attributes = vec![Stated::default(); declared.attributes.len()];
        for (name, said) in &element.attributes {
            match declared.attributes.iter().position(|attribute| attribute.name == *name) {
                Some(at) => {
                    let place = Place::Element(list, AttributeId(at as u32));
                    if let Some(stated) = self.said(said, place, id) {
                        attributes[at] = stated;
                    }
                }
                None if version.names.unread.contains(&(declared.name.clone(), name.clone())) => {}
                None if self.attribute_known_elsewhere(&declared.name, name, version) => {
                    let fact = match element.label {
                        Some(label) => format!("{} \"{label}\".{name}", declared.name),
                        None => format!("{}.{name}", declared.name),
                    };
                    set_aside.push(fact);
                }
                None => {
                    let problem = conclusion(name, Some(&declared.name), said.named, version)
                        .unwrap_or_else(|| unknown_attribute(&declared.name, name, said, version).into());
                    self.tell(problem);
                }
            }
        }
        StatedElement { label: element.label.map(str::to_owned), attributes, span: Some(element.span) }
    }

    /// What is said of one place.
    fn said(&mut self, said: &Said<'_>, place: Place, id: VersionId) -> Option<Stated> {
        let library = self.library;
        let version = library.version(id);
        let program = &*version.program;
        let declared = match place {
            Place::Fact(fact) => program.fact(fact),
            Place::Element(list, attribute) => &program.list(list).attributes[attribute.0 as usize],
        };
        if let Some(by) = said.by
            && declared.judgement.is_none()
        {
            self.tell(CaseProblem::NotAJudgement { fact: declared.name.to_string(), span: by.span });
        }
        let (knowledge, words) = match &said.how {
            How::Unknown => (Knowledge::Unknown, None),
            How::Holds(holds) => {
                if declared.ty != Type::YesNo {
                    let (kind, _) = literal::describe(declared.ty, &program.domains);
                    let name = declared.name.to_string();
                    let declared = Some(declared.span);
                    self.tell(ValueProblem::NotYesNo { name, kind, span: said.named, declared });
                    return None;
                }
                (Knowledge::Value(Value::YesNo(*holds)), None)
            }
            How::Value(value) => (self.value(value, declared.ty, declared.span, version)?, None),
            How::Comparison(comparison) => {
                let tests = self.tests(comparison, place, id, said.span)?;
                let knowledge = settled(tests);
                let words = (!matches!(knowledge, Knowledge::Value(_))).then(|| {
                    let from = comparison
                        .operator_span
                        .to(comparison.right.last().map_or(comparison.operator_span, |side| side.span));
                    let words = self.sources.phrase(from);
                    match comparison.operator {
                        Operator::Is => words.trim_start_matches("is ").to_owned(),
                        _ => words,
                    }
                });
                (knowledge, words)
            }
        };
        self.mention(&knowledge, declared.ty, version);
        Some(Stated {
            knowledge,
            by: said.by.map(|words| words.text.to_string()),
            words,
            span: Some(said.span),
        })
    }

    fn mention(&mut self, knowledge: &Knowledge, ty: Type, version: &Version) {
        let (Type::Member(domain) | Type::Set(domain)) = ty else { return };
        let terms = &version.program.domain(domain).terms;
        let mut seen: Vec<usize> = Vec::new();
        match knowledge {
            Knowledge::Value(Value::Member(member)) => seen.push(member.0 as usize),
            Knowledge::Value(Value::Set(members)) => {
                seen.extend(members.iter().map(|member| member.0 as usize))
            }
            Knowledge::Such(tests) => {
                for (test, _) in tests {
                    match test {
                        Test::OneOf(members)
                        | Test::Set(SetTest::Includes(members) | SetTest::Only(members)) => {
                            seen.extend(members.ones());
                        }
                        Test::Set(SetTest::Exactly(groups)) => {
                            seen.extend(groups.iter().flat_map(|group| group.ones()))
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        let names = seen.into_iter().filter_map(|at| terms.get(at)).map(|term| (domain, term.name.clone()));
        self.mentioned.entry(version.file).or_default().extend(names);
    }

    /// What a value in a fact or a cell says of a place of that type.
    pub fn value(
        &mut self,
        value: &FactValue,
        ty: Type,
        declared: Span,
        version: &Version,
    ) -> Option<Knowledge> {
        let program = &*version.program;
        let literals = match &value.kind {
            FactValueKind::Unknown => return Some(Knowledge::Unknown),
            FactValueKind::Empty => {
                if matches!(ty, Type::Set(_)) {
                    return Some(Knowledge::Value(Value::Set(Arc::from([]))));
                }
                let (wanted, example) = literal::describe(ty, &program.domains);
                self.tell(ValueProblem::WrongKind {
                    wanted,
                    example,
                    found: "the word for a set with nothing in it".to_owned(),
                    span: value.span,
                    declared: Some(declared),
                });
                return None;
            }
            FactValueKind::Values(literals) => literals,
        };
        let mut members = Vec::new();
        for literal in literals {
            let name = match &literal.kind {
                LiteralKind::Name(name) => Some(&**name),
                LiteralKind::Other(_) => Some("other"),
                _ => None,
            };
            if let (Type::Member(domain) | Type::Set(domain), Some(name)) = (ty, name)
                && let Some(member) = other(name, domain, program)
            {
                members.push(Value::Member(member));
                continue;
            }
            match literal::value(literal, ty, Some(declared), &program.domains) {
                Ok(value) => members.push(value),
                Err(problem) => {
                    self.tell(problem);
                    return None;
                }
            }
        }
        match ty {
            Type::Set(domain) => {
                let groups = members.iter().filter_map(|value| match value {
                    Value::Member(member) => Some(kinds(*member, domain, program)),
                    _ => None,
                });
                Some(settled(vec![(Test::Set(SetTest::Exactly(groups.collect())), true)]))
            }
            _ if members.len() > 1 => {
                let (wanted, example) = literal::describe(ty, &program.domains);
                self.tell(ValueProblem::WrongKind {
                    wanted,
                    example,
                    found: "several values".to_owned(),
                    span: value.span,
                    declared: Some(declared),
                });
                None
            }
            Type::Member(domain) => match members.pop()? {
                Value::Member(member) => Some(term(member, &kinds(member, domain, program))),
                value => Some(Knowledge::Value(value)),
            },
            _ => members.pop().map(Knowledge::Value),
        }
    }

    /// The tests that a comparison makes of its own place; one that looks elsewhere is no fact.
    fn tests(
        &mut self,
        comparison: &Comparison,
        place: Place,
        id: VersionId,
        span: Span,
    ) -> Option<Vec<(Test, bool)>> {
        let library = self.library;
        let sources = self.sources;
        let scratch = self.scratch.entry(id).or_insert_with(|| {
            let version = library.version(id);
            Lowering::new(sources, vocabulary_of(&version.program), version.names.clone())
        });
        let speaking = match place {
            Place::Element(list, _) => Speaking { element: Some(list), ..Speaking::default() },
            Place::Fact(_) => Speaking::default(),
        };
        let condition = crate::syntax::tree::Condition {
            span,
            kind: crate::syntax::tree::ConditionKind::Comparison(Box::new(others_named(comparison))),
        };
        let node = scratch.condition(&condition, speaking);
        let told: Vec<Problem> = scratch
            .problems
            .drain(..)
            .filter(|problem| !matches!(problem, Problem::Advice(Advice::TextCompared { .. })))
            .collect();
        if !told.is_empty() {
            self.problems.extend(told);
            return None;
        }
        let mut tests = Vec::new();
        let mut open = vec![(node, true)];
        let mut plain = true;
        while let Some((node, holds)) = open.pop() {
            match scratch.program.node(node) {
                Node::Atom(atom) => {
                    let atom = scratch.program.atom(*atom);
                    plain &= atom.place == place && !matches!(atom.test, Test::Against(_));
                    tests.push((atom.test.clone(), holds));
                }
                Node::Not(inner) => open.push((*inner, !holds)),
                Node::All(parts) if holds => open.extend(parts.iter().map(|part| (*part, true))),
                _ => plain = false,
            }
        }
        if !plain || tests.is_empty() {
            self.tell(CaseProblem::NotAFact { span });
            return None;
        }
        Some(tests)
    }

    fn kept(
        &mut self,
        clause: &crate::syntax::tree::Reference,
        kept: bool,
        version: &Version,
        case: &mut Case,
    ) {
        let program = &version.program;
        match version.register.units(clause, &program.clauses, &program.units) {
            Ok(units) => {
                let mut any = false;
                for unit in &units {
                    if let Role::Duty { kept: fact, .. } = &program.unit(*unit).role {
                        any = true;
                        case.facts[fact.0 as usize] =
                            stated(Knowledge::Value(Value::YesNo(kept)), clause.span);
                    }
                }
                if !any && let Some(unit) = units.first() {
                    let cited = program.clause(program.unit(*unit).clause);
                    self.tell(CaseProblem::NoDuty {
                        clause: cited.number.to_string(),
                        span: clause.span,
                        declared: cited.number_span,
                    });
                }
            }
            Err(problem) => self.tell(problem),
        }
    }

    fn readings(&mut self, layer: &Layer<'_>, version: &Version, case: &mut Case) {
        for said in &layer.readings {
            if let Some((clause, reading)) = self.reading(said.reading, said.clause, version) {
                let by = said.by.map(|words| words.text.to_string());
                case.readings.push(SettledReading { clause, reading, by });
            }
        }
    }

    /// The clause and the reading of it that `reading NAME of clause N` means.
    pub fn reading(
        &mut self,
        reading: &Name,
        clause: &crate::syntax::tree::Reference,
        version: &Version,
    ) -> Option<(crate::program::ClauseId, usize)> {
        let program = &version.program;
        let units = match version.register.units(clause, &program.clauses, &program.units) {
            Ok(units) => units,
            Err(problem) => {
                self.tell(problem);
                return None;
            }
        };
        let id = program.unit(*units.first()?).clause;
        let cited = program.clause(id);
        let at = cited.readings.iter().position(|known| known.name == reading.text);
        if at.is_none() {
            let known = || cited.readings.iter().map(|reading| &*reading.name);
            self.tell(NameProblem::Unknown {
                kind: NameKind::Reading(cited.number.to_string()),
                name: reading.text.to_string(),
                span: reading.span,
                likely: likely(&reading.text, known()).map(|name| Likely {
                    name: name.to_owned(),
                    declared: cited.readings.iter().find(|reading| &*reading.name == name).map(|r| r.span),
                }),
                known: row(known(), 6),
            });
        }
        Some((id, at?))
    }

    fn stipulations(&mut self, layer: &Layer<'_>, version: &Version, case: &mut Case) {
        let program = &version.program;
        for said in &layer.stipulated {
            let names = version.names.whole(said.subject);
            let Some(owner) = names.first() else { continue };
            if !version.names.entities.contains_key(&owner.text) {
                let problem = unknown_entity(owner, &version.names);
                self.tell(problem);
                continue;
            }
            let list = version.names.list_of(&owner.text);
            let term = version.names.terms(&said.name.text, Some(&owner.text)).into_iter().find(|id| {
                let term = program.definition(*id);
                match list {
                    Some(list) => term.list == Some(list),
                    None => term.of == Some(version.names.entity_called(&owner.text, &program.lists)),
                }
            });
            let Some(definition) = term else {
                self.tell(CaseProblem::NotAConclusion {
                    name: said.name.text.to_string(),
                    span: said.name.span,
                });
                continue;
            };
            let element = match list {
                None => None,
                Some(list) => {
                    let label = said.subject.element.as_ref().map(|words| &*words.text);
                    let at = case.lists[list.0 as usize]
                        .elements
                        .iter()
                        .position(|element| element.label.as_deref() == label);
                    if at.is_none() {
                        self.tell(NameProblem::ManyNotOne {
                            name: owner.text.to_string(),
                            plural: program.list(list).plural.to_string(),
                            span: said.subject.span,
                            declared: program.list(list).span,
                        });
                        continue;
                    }
                    at
                }
            };
            let line = self.sources.phrase(said.span);
            case.stipulations.push(Stipulation {
                definition,
                element,
                holds: said.holds,
                words: line.strip_prefix("stipulated ").unwrap_or(&line).to_string(),
                span: Some(said.span),
            });
        }
    }
}

fn stated(knowledge: Knowledge, span: Span) -> Stated {
    Stated { knowledge, by: None, words: None, span: Some(span) }
}

/// The fact of that spelling; what it is instead, where it is none.
fn fact(key: &Key, said: &Said<'_>, version: &Version) -> Result<FactId, Problem> {
    let names = &version.names;
    let name = || Name { text: key.name.clone(), span: said.named };
    match &key.owner {
        None => {
            if let Some(judgement) = names.judgements.get(&key.name) {
                return Ok(judgement.what);
            }
            if let Some(problem) = conclusion(&key.name, None, said.named, version) {
                return Err(problem);
            }
            let known: Vec<&str> = {
                let mut known: Vec<&str> = names.judgements.keys().map(|key| &**key).collect();
                known.sort_unstable();
                known
            };
            Err(NameProblem::Unknown {
                kind: NameKind::Any,
                name: key.name.to_string(),
                span: said.named,
                likely: likely(&key.name, known.iter().copied()).map(|likely| Likely {
                    name: likely.to_owned(),
                    declared: names.judgements.get(likely).map(|d| d.span),
                }),
                known: row(known, 6),
            }
            .into())
        }
        Some(owner) => match names.entities.get(owner).map(|declared| &declared.what) {
            Some(Entity::One { attributes, .. }) => match attributes.get(&key.name) {
                Some(fact) => Ok(*fact),
                None => Err(match conclusion(&key.name, Some(owner), said.named, version) {
                    Some(problem) => problem,
                    None => unknown_attribute(owner, &key.name, said, version).into(),
                }),
            },
            Some(Entity::Many(list)) => {
                let declared = version.program.list(*list);
                Err(NameProblem::ManyNotOne {
                    name: owner.to_string(),
                    plural: declared.plural.to_string(),
                    span: said.named,
                    declared: declared.span,
                }
                .into())
            }
            None => {
                let owner = Name { text: owner.clone(), span: said.named };
                Err(unknown_entity(&Name { span: name().span, ..owner }, names).into())
            }
        },
    }
}

fn unknown_attribute(owner: &str, name: &str, said: &Said<'_>, version: &Version) -> NameProblem {
    let mut known: Vec<&str> = match version.names.entities.get(owner).map(|declared| &declared.what) {
        Some(Entity::One { attributes, .. }) => attributes.keys().map(|key| &**key).collect(),
        Some(Entity::Many(list)) => {
            version.program.list(*list).attributes.iter().map(|attribute| &*attribute.name).collect()
        }
        None => Vec::new(),
    };
    known.sort_unstable();
    NameProblem::Unknown {
        kind: NameKind::Attribute(owner.to_owned()),
        name: name.to_owned(),
        span: said.named,
        likely: likely(name, known.iter().copied())
            .map(|likely| Likely { name: likely.to_owned(), declared: None }),
        known: row(known, 6),
    }
}

/// The message that a defined term was stated as a fact, naming the facts it is made from.
fn conclusion(name: &str, owner: Option<&str>, span: Span, version: &Version) -> Option<Problem> {
    let ids = version.names.terms(name, owner);
    let program = &*version.program;
    let owner = owner.map(|owner| version.names.entity_called(&owner.into(), &program.lists));
    let id = ids.iter().find(|id| owner.is_none() || program.definition(**id).of == owner)?;
    let term = program.definition(*id);
    let mut made_from: Vec<String> = Vec::new();
    let mut open = vec![*id];
    let mut seen = FxHashSet::default();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        for unit in &program.definition(id).units {
            crate::model::visit_unit(program, *unit, |node, _| match node {
                Node::Atom(atom) => {
                    let words = match program.atom(*atom).place {
                        Place::Fact(fact) => program.fact(fact).name.to_string(),
                        Place::Element(list, attribute) => {
                            let list = program.list(list);
                            format!("{}.{}", list.name, list.attributes[attribute.0 as usize].name)
                        }
                    };
                    if !made_from.contains(&words) {
                        made_from.push(words);
                    }
                }
                Node::Defined(other) => open.push(*other),
                _ => {}
            });
        }
    }
    Some(
        CaseProblem::StatesConclusion {
            term: name.to_owned(),
            span,
            declared: term.span,
            made_from: row(made_from.iter().map(String::as_str), 6).replace(" or ", " and "),
        }
        .into(),
    )
}

/// A term stated as a value: itself where nothing is a kind of it, else only that much.
pub fn term(member: Member, kinds: &fixedbitset::FixedBitSet) -> Knowledge {
    if kinds.count_ones(..) <= 1 {
        Knowledge::Value(Value::Member(member))
    } else {
        Knowledge::Such(vec![(Test::OneOf(kinds.clone()), true)])
    }
}

/// A member with everything of its kind.
pub fn kinds(member: Member, domain: DomainId, program: &Program) -> fixedbitset::FixedBitSet {
    let declared = program.domain(domain);
    match declared.terms.get(member.0 as usize) {
        Some(term) => term.kinds.clone(),
        None => {
            let mut only = declared.nothing();
            only.insert(member.0 as usize);
            only
        }
    }
}

/// The comparison with `other "..."` as the name `other`: what else it is, only a fact can say.
fn others_named(comparison: &Comparison) -> Comparison {
    let mut comparison = comparison.clone();
    for side in &mut comparison.right {
        if let SideKind::Literal(Literal { kind: LiteralKind::Other(_), span }) = side.kind {
            let names = vec![Name { text: "other".into(), span }];
            side.kind = SideKind::Path(Path { span, names, element: None, the_date: false });
        }
    }
    comparison
}

/// `other` of an open taxonomy: none of the named terms.
pub fn other(name: &str, domain: DomainId, program: &Program) -> Option<Member> {
    let declared = program.domain(domain);
    (name == "other" && declared.extent == Extent::Open && declared.member(name).is_none())
        .then(|| declared.none_of_them())
}

/// One value where the tests leave just one, else the tests.
pub fn settled(tests: Vec<(Test, bool)>) -> Knowledge {
    let [(test, holds)] = tests.as_slice() else { return Knowledge::Such(tests) };
    let one = |members: &fixedbitset::FixedBitSet| {
        let mut ones = members.ones();
        match (ones.next(), ones.next()) {
            (Some(only), None) => Some(Member(only as u32)),
            _ => None,
        }
    };
    let value = match (test, holds) {
        (Test::Yes, holds) => Some(Value::YesNo(*holds)),
        (Test::OneOf(members), true) => one(members).map(Value::Member),
        (Test::Within(ranges), true) => match **ranges {
            [(low, high)] if low == high => Some(Value::Point(low)),
            _ => None,
        },
        (Test::TextIs(texts), true) => match &**texts {
            [text] => Some(Value::Text(text.clone())),
            _ => None,
        },
        (Test::Set(SetTest::Empty), true) => Some(Value::Set(Arc::from([]))),
        (Test::Set(SetTest::Exactly(groups)), true) => {
            let members: Option<Vec<Member>> = groups.iter().map(one).collect();
            members.map(|mut members| {
                members.sort_unstable();
                members.dedup();
                Value::Set(members.into())
            })
        }
        _ => None,
    };
    value.map_or_else(|| Knowledge::Such(tests.clone()), Knowledge::Value)
}

/// A program's vocabulary without its conditions.
fn vocabulary_of(program: &Program) -> Program {
    Program {
        policy: program.policy.clone(),
        domains: program.domains.clone(),
        facts: program.facts.clone(),
        lists: program.lists.clone(),
        nodes: Vec::new(),
        origins: Vec::new(),
        atoms: Vec::new(),
        clauses: Vec::new(),
        units: Vec::new(),
        order: Vec::new(),
        definitions: program.definitions.clone(),
        assumptions: Vec::new(),
    }
}
