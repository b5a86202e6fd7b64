//! Conditions to nodes: junctions, lists, quantifiers, and names that stand alone.

use crate::problem::likely::{likely, row};
use crate::problem::name::{Likely, NameKind, NameProblem};
use crate::problem::syntax::SyntaxProblem;
use crate::problem::value::ValueProblem;
use crate::program::{ACTION, AttributeId, DATE, DefinitionId, ListId, Node, NodeId, Place, Test, Type};
use crate::source::Span;
use crate::syntax::tree::{
    Condition, ConditionKind, Connective, List, ListQuantity, Name, Operator, Path, Predicate, Quantified,
    Quantity,
};

use super::literal;
use super::lowering::{Lowering, Speaking};
use super::names::Entity;
use super::vocabulary::unknown_entity;

/// What a bare name can be.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meaning {
    Place(Place),
    Term(DefinitionId),
}

impl Lowering<'_> {
    /// The node of a condition; where it has no meaning the problem is told and the node is a constant.
    pub fn condition(&mut self, condition: &Condition, speaking: Speaking<'_>) -> NodeId {
        let span = condition.span;
        match &condition.kind {
            ConditionKind::Junction(connective, parts) => {
                let parts = self.joined(*connective, parts, speaking);
                let node = match connective {
                    Connective::And => Node::All(parts),
                    Connective::Or => Node::Any(parts),
                };
                self.node(node, Some(span))
            }
            ConditionKind::Not(inner) => {
                let inner = self.condition(inner, speaking);
                self.not(inner, span)
            }
            ConditionKind::Group(inner) => self.condition(inner, speaking),
            ConditionKind::List(list) => self.list(list, span, speaking),
            ConditionKind::Quantified(quantified) => self.quantified(quantified, span, speaking),
            ConditionKind::Comparison(comparison) => self.comparison(comparison, span, speaking),
            ConditionKind::Bare(path) => self.bare(path, speaking),
            ConditionKind::Given(given) => self.given(given, span, speaking),
            ConditionKind::Broken => self.meaningless(span),
        }
    }

    /// The parts of a junction. `act is theft or fraud`, where `fraud` is compared with nothing, is told once for
    /// all the values that follow the comparison.
    fn joined(
        &mut self,
        connective: Connective,
        parts: &[Condition],
        speaking: Speaking<'_>,
    ) -> Box<[NodeId]> {
        let mut nodes: Vec<NodeId> = Vec::with_capacity(parts.len());
        let mut compared: Option<usize> = None;
        for (at, part) in parts.iter().enumerate() {
            let alone = compared.filter(|before| self.is_value_for(nodes[*before], part, speaking));
            let node = match alone {
                None => {
                    compared = matches!(part.kind, ConditionKind::Comparison(_)).then_some(at);
                    self.condition(part, speaking)
                }
                Some(before) => {
                    if before + 1 == at {
                        let alone = parts[at..]
                            .iter()
                            .take_while(|part| self.is_value_for(nodes[before], part, speaking))
                            .map(|part| part.span)
                            .collect::<Vec<_>>();
                        let instead = self.one_comparison(connective, &parts[before], &alone);
                        self.tell(SyntaxProblem::ValueAlone { span: part.span, instead });
                    }
                    self.meaningless(part.span)
                }
            };
            nodes.push(node);
        }
        nodes.into()
    }

    /// Whether a name stands alone that means nothing by itself, but is a value of what was compared before.
    fn is_value_for(&self, compared: NodeId, part: &Condition, speaking: Speaking<'_>) -> bool {
        let ConditionKind::Bare(path) = &part.kind else { return false };
        let names = self.names.whole(path);
        let ([name], false) = (&*names, path.the_date) else { return false };
        let compared = match self.program.node(compared) {
            Node::Not(inner) => self.program.node(*inner),
            node => node,
        };
        let Node::Atom(atom) = compared else { return false };
        let (Type::Member(domain) | Type::Set(domain)) = self.declared(self.program.atom(*atom).place).ty
        else {
            return false;
        };
        self.program.domain(domain).member(&name.text).is_some()
            && self.meanings(&name.text, speaking).is_empty()
    }

    /// A comparison and the values after it, written as the one comparison that they are meant to be.
    fn one_comparison(&self, connective: Connective, compared: &Condition, alone: &[Span]) -> Option<String> {
        let ConditionKind::Comparison(comparison) = &compared.kind else { return None };
        let words = match (comparison.operator, connective) {
            (Operator::Is | Operator::IsOneOf, Connective::Or) => "is one of",
            (Operator::IsNot | Operator::IsNoneOf, _) => "is none of",
            (Operator::Includes | Operator::IncludesAnyOf, Connective::Or) => "includes any of",
            (Operator::Includes | Operator::IncludesAllOf, Connective::And) => "includes all of",
            (Operator::IsOnly, _) => "is only any of",
            _ => return None,
        };
        let values: Vec<String> = comparison
            .right
            .iter()
            .map(|side| side.span)
            .chain(alone.iter().copied())
            .map(|span| self.sources.phrase(span))
            .collect();
        Some(format!("{} {words} {}", self.sources.phrase(comparison.left.span), values.join(", ")))
    }

    fn list(&mut self, list: &List, span: Span, speaking: Speaking<'_>) -> NodeId {
        let mut items = Vec::new();
        for item in &list.items {
            let Some(condition) = &item.condition else { continue };
            let node = self.condition(condition, speaking);
            self.program.origins[node.0 as usize].label = Some(item.label.text.clone());
            items.push(node);
        }
        let items = items.into_boxed_slice();
        match list.quantity {
            ListQuantity::Any => self.node(Node::Any(items), Some(span)),
            ListQuantity::All => self.node(Node::All(items), Some(span)),
            ListQuantity::AtLeast(least) => self.node(Node::AtLeast(least, items), Some(span)),
            ListQuantity::None => {
                let any = self.node(Node::Any(items), Some(span));
                self.not(any, span)
            }
        }
    }

    fn quantified(&mut self, quantified: &Quantified, span: Span, speaking: Speaking<'_>) -> NodeId {
        let noun = &quantified.noun;
        let Some(list) = self.names.list_of(&noun.text) else {
            let problem = match self.names.entities.get(&noun.text) {
                Some(one) => NameProblem::OneNotMany {
                    name: noun.text.to_string(),
                    span: noun.span,
                    declared: one.span,
                },
                None => unknown_entity(noun, &self.names),
            };
            self.tell(problem);
            return self.meaningless(span);
        };
        let inside = Speaking { of: speaking.of, element: Some(list), outer: speaking.element };
        let mut body = Vec::new();
        if let Some(filter) = &quantified.filter {
            body.push(self.condition(filter, inside));
        }
        if let Some(predicate) = &quantified.predicate {
            let (node, words) = match predicate {
                Predicate::Has(condition) => (self.condition(condition, inside), condition.span),
                Predicate::Is(name) => {
                    let entity = self.program.list(list).name.clone();
                    (self.said(&entity, Some(list), name, name.span, inside), name.span)
                }
            };
            body.push(if quantified.quantity == Quantity::Every { self.not(node, words) } else { node });
        }
        let body = match body.len() {
            1 => body[0],
            0 => self.node(Node::Constant(quantified.quantity != Quantity::Every), None),
            _ => self.node(Node::All(body.into()), None),
        };
        let at_least = match quantified.quantity {
            Quantity::AtLeast(least) => least,
            _ => 1,
        };
        let elements = self.node(Node::Elements { list, at_least, body }, Some(span));
        match quantified.quantity {
            Quantity::Any | Quantity::AtLeast(_) => elements,
            Quantity::No => self.not(elements, span),
            Quantity::Every => {
                let every = self.not(elements, span);
                self.program.origins[every.0 as usize].every = true;
                every
            }
        }
    }

    /// A name that stands alone where a condition must stand.
    fn bare(&mut self, path: &Path, speaking: Speaking<'_>) -> NodeId {
        let meaning = match &*self.names.whole(path) {
            [name] if !path.the_date => self.bare_name(name, speaking),
            _ => self.place(path, speaking).map(Meaning::Place),
        };
        match meaning {
            Some(Meaning::Term(term)) => {
                self.uses.definitions.insert(term);
                self.node(Node::Defined(term), Some(path.span))
            }
            Some(Meaning::Place(place)) => self.yes(place, path.span),
            None => self.meaningless(path.span),
        }
    }

    /// The condition that a yes/no place is yes; another kind of place is told.
    pub(super) fn yes(&mut self, place: Place, span: Span) -> NodeId {
        let declared = self.declared(place);
        if declared.ty == Type::YesNo {
            return self.atom(place, Test::Yes, span);
        }
        let problem = ValueProblem::NotYesNo {
            name: self.sources.phrase(span),
            kind: literal::describe(declared.ty, &self.program.domains).0,
            span,
            declared: self.declared_span(place),
        };
        self.tell(problem);
        self.meaningless(span)
    }

    /// Where a place is declared, if the drafter declared it.
    pub(super) fn declared_span(&self, place: Place) -> Option<Span> {
        let span = self.declared(place).span;
        (!span.is_empty()).then_some(span)
    }

    /// Everything a bare name can be at this place (see "What a bare name is" in the reference).
    fn meanings(&self, name: &str, speaking: Speaking<'_>) -> Vec<(Meaning, String, Option<Span>)> {
        let mut meanings = Vec::new();
        if let Some(list) = speaking.element {
            let declared = self.program.list(list);
            if let Some(place) = self.attribute_of_list(list, name) {
                let what = format!("`{name}` of the `{}` spoken of", declared.name);
                meanings.push((Meaning::Place(place), what, self.declared_span(place)));
            }
        }
        if let Some(of) = speaking.of
            && let Some(Entity::One { attributes, .. }) = self.names.entities.get(of).map(|d| &d.what)
            && let Some(fact) = attributes.get(name)
        {
            let place = Place::Fact(*fact);
            meanings.push((Meaning::Place(place), format!("`{of}.{name}`"), self.declared_span(place)));
        }
        if let Some(judgement) = self.names.judgements.get(name) {
            meanings.push((
                Meaning::Place(Place::Fact(judgement.what)),
                format!("the judgement `{name}`"),
                Some(judgement.span),
            ));
        }
        let about = match speaking.element {
            Some(list) => Some(&*self.program.list(list).name),
            None => speaking.of,
        };
        for id in self.names.terms(name, about) {
            let term = self.program.definition(id);
            let fits = match (&term.list, &term.of) {
                (Some(list), _) => speaking.element == Some(*list),
                (None, Some(of)) => {
                    speaking.of.is_some_and(|spoken| self.entity_called(&spoken.into()) == *of)
                }
                (None, None) => self.names.definitions.get(name).is_some_and(|ids| ids.contains(&id)),
            };
            if fits {
                meanings.push((Meaning::Term(id), format!("the defined term `{name}`"), Some(term.span)));
            }
        }
        meanings
    }

    /// The place that a bare name means and nothing else, `None` within where it means none; `None` where the path is
    /// more than a bare name. Why it means none, which takes a look at all names, is not asked.
    pub(super) fn only_meaning(&self, path: &Path, speaking: Speaking<'_>) -> Option<Option<Place>> {
        match &*self.names.whole(path) {
            [name] if !path.the_date && &*name.text != "action" => {
                Some(match self.meanings(&name.text, speaking).as_slice() {
                    [(Meaning::Place(place), ..)] => Some(*place),
                    _ => None,
                })
            }
            _ => None,
        }
    }

    fn bare_name(&mut self, name: &Name, speaking: Speaking<'_>) -> Option<Meaning> {
        let mut meanings = self.meanings(&name.text, speaking);
        if meanings.len() > 1 {
            self.tell(NameProblem::FitsTwo {
                name: name.text.to_string(),
                span: name.span,
                readings: meanings.into_iter().map(|(_, what, at)| (what, at)).collect(),
            });
            return None;
        }
        if let Some((meaning, ..)) = meanings.pop() {
            return Some(meaning);
        }
        if self.names.unread.iter().any(|(_, unread)| *unread == name.text) {
            return None;
        }
        let problem = self.no_meaning(name, speaking);
        self.tell(problem);
        None
    }

    /// Why a bare name means nothing here, as closely as can be told.
    fn no_meaning(&self, name: &Name, speaking: Speaking<'_>) -> NameProblem {
        if let Some(outer) = speaking.outer
            && self.attribute_of_list(outer, &name.text).is_some()
        {
            return NameProblem::OuterElement { name: name.text.to_string(), span: name.span };
        }
        if let Some(id) = self.names.definitions.get(&name.text).and_then(|ids| ids.first()) {
            let term = self.program.definition(*id);
            return NameProblem::OtherEntity {
                term: name.text.to_string(),
                of: term.of.as_deref().unwrap_or_default().to_owned(),
                span: name.span,
                declared: term.span,
            };
        }
        let mut known: Vec<&str> = Vec::new();
        if let Some(list) = speaking.element {
            known.extend(self.program.list(list).attributes.iter().map(|fact| &*fact.name));
        }
        if let Some(Entity::One { attributes, .. }) =
            speaking.of.and_then(|of| self.names.entities.get(of)).map(|d| &d.what)
        {
            known.extend(attributes.keys().map(|key| &**key));
        }
        known.extend(self.names.judgements.keys().map(|key| &**key));
        known.extend(self.names.entities.keys().map(|key| &**key));
        known.extend(self.names.definitions.keys().map(|key| &**key));
        known.sort_unstable();
        NameProblem::Unknown {
            kind: NameKind::Any,
            name: name.text.to_string(),
            span: name.span,
            likely: likely(&name.text, known.iter().copied())
                .map(|likely| Likely { name: likely.to_owned(), declared: self.where_declared(likely) }),
            known: row(known, 6),
        }
    }

    fn where_declared(&self, name: &str) -> Option<Span> {
        self.names
            .judgements
            .get(name)
            .map(|d| d.span)
            .or_else(|| self.names.entities.get(name).map(|d| d.span))
            .or_else(|| self.names.definitions.get(name)?.first().map(|id| self.program.definition(*id).span))
    }

    /// The place of an attribute of a list's elements.
    pub fn attribute_of_list(&self, list: ListId, name: &str) -> Option<Place> {
        let attributes = &self.program.list(list).attributes;
        let at = attributes.iter().position(|fact| &*fact.name == name)?;
        Some(Place::Element(list, AttributeId(at as u32)))
    }

    /// The place a path names; what it does not name is told.
    pub fn place(&mut self, path: &Path, speaking: Speaking<'_>) -> Option<Place> {
        if path.the_date {
            return Some(Place::Fact(DATE));
        }
        match &*self.names.whole(path) {
            [name] if &*name.text == "action" => Some(Place::Fact(ACTION)),
            [name] => match self.bare_name(name, speaking)? {
                Meaning::Place(place) => Some(place),
                Meaning::Term(term) => {
                    let declared = self.program.definition(term).span;
                    self.tell(ValueProblem::NotYesNo {
                        name: name.text.to_string(),
                        kind: "a defined term, which holds or does not and is compared with nothing"
                            .to_owned(),
                        span: name.span,
                        declared: Some(declared),
                    });
                    None
                }
            },
            [owner, name] => self.attribute(owner, name, speaking),
            _ => None,
        }
    }

    fn attribute(&mut self, owner: &Name, name: &Name, speaking: Speaking<'_>) -> Option<Place> {
        let Some(entity) = self.names.entities.get(&owner.text) else {
            let problem = unknown_entity(owner, &self.names);
            self.tell(problem);
            return None;
        };
        let known: Vec<(&str, Place)> = match &entity.what {
            Entity::One { attributes, .. } => {
                if let Some(fact) = attributes.get(&name.text) {
                    return Some(Place::Fact(*fact));
                }
                attributes.iter().map(|(name, fact)| (&**name, Place::Fact(*fact))).collect()
            }
            Entity::Many(list) => {
                let (list, declared) = (*list, entity.span);
                if speaking.element != Some(list) {
                    let problem = if speaking.outer == Some(list) {
                        NameProblem::OuterElement { name: owner.text.to_string(), span: owner.span }
                    } else {
                        NameProblem::ManyNotOne {
                            name: owner.text.to_string(),
                            plural: self.program.list(list).plural.to_string(),
                            span: owner.span,
                            declared,
                        }
                    };
                    self.tell(problem);
                    return None;
                }
                self.program
                    .list(list)
                    .attributes
                    .iter()
                    .enumerate()
                    .map(|(i, fact)| (&*fact.name, Place::Element(list, AttributeId(i as u32))))
                    .collect()
            }
        };
        if let Some((_, place)) = known.iter().find(|(known, _)| **known == *name.text) {
            return Some(*place);
        }
        if self.names.unread.contains(&(owner.text.clone(), name.text.clone())) {
            return None;
        }
        let problem = self.unknown_attribute(owner, name, &known);
        self.tell(problem);
        None
    }

    fn unknown_attribute(&self, owner: &Name, name: &Name, known: &[(&str, Place)]) -> NameProblem {
        if let Some(term) = self.names.definitions.get(&name.text).and_then(|ids| ids.first()) {
            return NameProblem::OtherEntity {
                term: name.text.to_string(),
                of: self.program.definition(*term).of.as_deref().unwrap_or_default().to_owned(),
                span: name.span,
                declared: self.program.definition(*term).span,
            };
        }
        let mut names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        NameProblem::Unknown {
            kind: NameKind::Attribute(owner.text.to_string()),
            name: name.text.to_string(),
            span: name.span,
            likely: likely(&name.text, names.iter().copied()).map(|likely| Likely {
                name: likely.to_owned(),
                declared: known
                    .iter()
                    .find(|(known, _)| *known == likely)
                    .and_then(|(_, place)| self.declared_span(*place)),
            }),
            known: row(names, 6),
        }
    }

    /// `ENTITY is NAME`: a yes/no attribute of the entity's own, or a term defined for it.
    pub fn said(
        &mut self,
        entity: &str,
        list: Option<ListId>,
        name: &Name,
        span: Span,
        speaking: Speaking<'_>,
    ) -> NodeId {
        let attribute = match (list, self.names.entities.get(entity).map(|d| &d.what)) {
            (Some(list), _) => {
                debug_assert_eq!(speaking.element, Some(list));
                self.attribute_of_list(list, &name.text)
            }
            (None, Some(Entity::One { attributes, .. })) => {
                attributes.get(&name.text).map(|fact| Place::Fact(*fact))
            }
            _ => None,
        };
        let called = self.entity_called(&entity.into());
        let terms = self.names.terms(&name.text, Some(&called));
        let term = terms.into_iter().find(|id| self.program.definition(*id).of.as_ref() == Some(&called));
        match (attribute, term) {
            (Some(place), Some(term)) => {
                let problem = NameProblem::FitsTwo {
                    name: name.text.to_string(),
                    span: name.span,
                    readings: vec![
                        (format!("the attribute `{}`", self.place_words(place)), self.declared_span(place)),
                        (
                            format!("the defined term `{}`", name.text),
                            Some(self.program.definition(term).span),
                        ),
                    ],
                };
                self.tell(problem);
                self.meaningless(span)
            }
            (Some(place), None) => self.yes(place, span),
            (None, Some(term)) => {
                self.uses.definitions.insert(term);
                self.node(Node::Defined(term), Some(span))
            }
            (None, None) => {
                if !self.names.unread.iter().any(|(owner, unread)| **owner == *entity && *unread == name.text)
                {
                    let problem = self.nothing_said(entity, list, name);
                    self.tell(problem);
                }
                self.meaningless(span)
            }
        }
    }

    fn nothing_said(&self, entity: &str, list: Option<ListId>, name: &Name) -> NameProblem {
        let mut known: Vec<(&str, Span)> = match (list, self.names.entities.get(entity).map(|d| &d.what)) {
            (Some(list), _) => {
                self.program.list(list).attributes.iter().map(|fact| (&*fact.name, fact)).collect::<Vec<_>>()
            }
            (None, Some(Entity::One { attributes, .. })) => {
                attributes.iter().map(|(name, fact)| (&**name, self.program.fact(*fact))).collect()
            }
            _ => Vec::new(),
        }
        .into_iter()
        .filter(|(_, fact)| fact.ty == Type::YesNo)
        .map(|(name, fact)| (name, fact.span))
        .collect();
        let called = self.entity_called(&entity.into());
        for id in self.names.definitions.values().flatten() {
            let term = self.program.definition(*id);
            if term.of.as_ref() == Some(&called) {
                known.push((&term.name, term.span));
            }
        }
        known.sort_unstable();
        NameProblem::Unknown {
            kind: NameKind::Said(entity.to_owned()),
            name: name.text.to_string(),
            span: name.span,
            likely: likely(&name.text, known.iter().map(|(name, _)| *name)).map(|likely| Likely {
                name: likely.to_owned(),
                declared: known.iter().find(|(name, _)| *name == likely).map(|(_, span)| *span),
            }),
            known: row(known.iter().map(|(name, _)| *name), 6),
        }
    }
}
