//! What a scenario states, fact by fact, before any of it is looked up: own lines over those of the
//! scenario it is like, over what is given at the head of the case book.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::Version;
use crate::model::names::Entity;
use crate::problem::Problem;
use crate::problem::casebook::CaseProblem;
use crate::problem::value::ValueProblem;
use crate::source::Span;
use crate::syntax::tree::{
    Comparison, FactKind, FactValue, FactValueKind, Literal, Name, Operator, Path, Reference, ScenarioLine,
    ScenarioLineKind, SideKind, Words,
};

/// One layer, or several put over one another.
#[derive(Debug, Clone, Default)]
pub struct Layer<'t> {
    pub on: Option<&'t Literal>,
    pub action: Option<&'t Name>,
    /// By owner and name: `offence.act`, or a judgement without owner.
    pub facts: IndexMap<Key, Said<'t>>,
    /// By the list's own name.
    pub lists: IndexMap<Arc<str>, ListSaid<'t>>,
    pub kept: Vec<(&'t Reference, bool)>,
    pub readings: Vec<SettledSaid<'t>>,
    pub stipulated: Vec<StipulatedSaid<'t>>,
}

/// A fact by its spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub owner: Option<Arc<str>>,
    pub name: Arc<str>,
}

/// What is said of one fact.
#[derive(Debug, Clone)]
pub struct Said<'t> {
    pub how: How<'t>,
    pub by: Option<&'t Words>,
    /// Where the fact is named.
    pub named: Span,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum How<'t> {
    /// `buyer is government`, `not breaches-privacy-law`.
    Holds(bool),
    Unknown,
    Comparison(&'t Comparison),
    Value(&'t FactValue),
}

#[derive(Debug, Clone, Default)]
pub struct ListSaid<'t> {
    pub elements: Vec<ElementSaid<'t>>,
    /// `no target`.
    pub none: Option<Span>,
    /// `other targets unknown`, `targets unknown`.
    pub open: Option<Span>,
    /// `targets unknown`: nothing holds of what was said of them below.
    pub whole: bool,
}

#[derive(Debug, Clone)]
pub struct ElementSaid<'t> {
    pub label: Option<&'t str>,
    pub attributes: IndexMap<Arc<str>, Said<'t>>,
    /// Stated as a whole, not only by an attribute of it (`target "A".chosen-for`).
    pub whole: bool,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct SettledSaid<'t> {
    pub reading: &'t Name,
    pub clause: &'t Reference,
    pub by: Option<&'t Words>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct StipulatedSaid<'t> {
    pub subject: &'t Path,
    pub holds: bool,
    pub name: &'t Name,
    pub span: Span,
}

/// What is known of names while lines are sorted into facts: what any version of the series knows.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The version that judges, and after it the others of its series.
    pub series: &'a [&'a Version],
}

impl Known<'_> {
    /// The first version that declares an entity or a list of that name.
    fn declaring(&self, noun: &str) -> Option<&Version> {
        let declares = |version: &&Version| {
            version.names.entities.contains_key(noun) || version.names.list_of(noun).is_some()
        };
        self.series.iter().copied().find(|version| declares(version))
    }

    /// A path's names, those of something that is known under the name of an import taken as one.
    fn whole<'p>(&self, path: &'p Path) -> Cow<'p, [Name]> {
        let mut read = self.series.iter().map(|version| version.names.whole(path));
        read.find(|names| matches!(names, Cow::Owned(_))).unwrap_or(Cow::Borrowed(&path.names))
    }

    fn list_name(&self, noun: &str) -> Option<Arc<str>> {
        let version = self.declaring(noun)?;
        version.names.list_of(noun).map(|list| version.program.list(list).name.clone())
    }

    fn is_entity(&self, name: &str) -> bool {
        let declared = self.declaring(name).and_then(|version| version.names.entities.get(name));
        matches!(declared.map(|declared| &declared.what), Some(Entity::One { .. }))
    }
}

impl<'t> Layer<'t> {
    /// Sorts lines into facts; what is stated twice among them is told.
    pub fn read(
        lines: impl IntoIterator<Item = &'t ScenarioLine>,
        known: Known<'_>,
        problems: &mut Vec<Problem>,
    ) -> Layer<'t> {
        let mut layer = Layer::default();
        for line in lines {
            layer.line(line, known, problems);
        }
        layer
    }

    fn line(&mut self, line: &'t ScenarioLine, known: Known<'_>, problems: &mut Vec<Problem>) {
        let twice = |what, again, first| Problem::from(CaseProblem::LineTwice { what, again, first });
        match &line.kind {
            ScenarioLineKind::On(day) => {
                if let Some(first) = self.on.replace(day) {
                    problems.push(twice("day", day.span, first.span));
                }
            }
            ScenarioLineKind::Action(name) => {
                if let Some(first) = self.action.replace(name) {
                    problems.push(twice("action", name.span, first.span));
                }
            }
            ScenarioLineKind::Fact(fact) => {
                let by = fact.decided_by.as_ref();
                self.fact(&fact.kind, by, line.span, known, problems);
            }
            ScenarioLineKind::Stipulated { subject, not, name } => {
                self.stipulated.push(StipulatedSaid { subject, holds: !not, name, span: line.span });
            }
            ScenarioLineKind::Reading { reading, clause, decided_by } => {
                if let Some(first) = self.readings.iter().find(|other| other.clause.kind == clause.kind) {
                    problems.push(
                        CaseProblem::ReadingTwice {
                            clause: match &clause.kind {
                                crate::syntax::tree::ReferenceKind::Citation(number) => number.to_string(),
                                _ => reading.text.to_string(),
                            },
                            again: line.span,
                            first: first.span,
                        }
                        .into(),
                    );
                }
                self.readings.push(SettledSaid { reading, clause, by: decided_by.as_ref(), span: line.span });
            }
            ScenarioLineKind::Like(_)
            | ScenarioLineKind::Policy(_)
            | ScenarioLineKind::Remark(_)
            | ScenarioLineKind::Tags(_)
            | ScenarioLineKind::Expect(_) => {}
        }
    }

    fn fact(
        &mut self,
        fact: &'t FactKind,
        by: Option<&'t Words>,
        span: Span,
        known: Known<'_>,
        problems: &mut Vec<Problem>,
    ) {
        match fact {
            FactKind::Comparison(comparison) => {
                if let Some((key, holds, named)) = entity_says(comparison, known) {
                    self.add(key, Said { how: How::Holds(holds), by, named, span }, problems);
                } else if let SideKind::Path(path) = &comparison.left.kind {
                    self.at(
                        path,
                        Said { how: How::Comparison(comparison), by, named: path.span, span },
                        known,
                        problems,
                    );
                } else {
                    problems.push(CaseProblem::NotAFact { span }.into());
                }
            }
            FactKind::Unknown(path) => {
                if let ([noun], None) = (&*known.whole(path), &path.element)
                    && let Some(list) = known.list_name(&noun.text)
                {
                    let said = self.lists.entry(list).or_default();
                    (said.open, said.whole) = (Some(span), true);
                    return;
                }
                self.at(path, Said { how: How::Unknown, by, named: path.span, span }, known, problems);
            }
            FactKind::Bare { path, not } => {
                self.at(path, Said { how: How::Holds(!not), by, named: path.span, span }, known, problems);
            }
            FactKind::Has { subject, attributes } => self.has(subject, attributes, by, span, known, problems),
            FactKind::None(noun) => {
                let list = known.list_name(&noun.text).unwrap_or_else(|| noun.text.clone());
                let said = self.lists.entry(list).or_default();
                if let Some(element) = said.elements.first() {
                    problems.push(
                        CaseProblem::ListEmptyAndNot {
                            name: noun.text.to_string(),
                            again: span,
                            first: element.span,
                        }
                        .into(),
                    );
                }
                said.none = Some(span);
            }
            FactKind::Open { noun, others } => {
                let list = known.list_name(&noun.text).unwrap_or_else(|| noun.text.clone());
                let said = self.lists.entry(list).or_default();
                said.open = Some(span);
                said.whole |= !others;
            }
            FactKind::Kept { clause, kept } => self.kept.push((clause, *kept)),
        }
    }

    fn has(
        &mut self,
        subject: &'t Path,
        attributes: &'t [crate::syntax::tree::HasAttribute],
        by: Option<&'t Words>,
        span: Span,
        known: Known<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let names = known.whole(subject);
        let Some(owner) = names.first() else { return };
        let said = |attribute: &'t crate::syntax::tree::HasAttribute| Said {
            how: How::Value(&attribute.value),
            by,
            named: attribute.name.span,
            span: attribute.name.span.to(attribute.value.span),
        };
        if known.is_entity(&owner.text) && subject.element.is_none() {
            for attribute in attributes {
                let key = Key { owner: Some(owner.text.clone()), name: attribute.name.text.clone() };
                self.add(key, said(attribute), problems);
            }
            return;
        }
        let list = known.list_name(&owner.text).unwrap_or_else(|| owner.text.clone());
        let label = subject.element.as_ref().map(|words| &*words.text);
        let Some(element) = self.element(&list, label, span, problems) else { return };
        element.whole = true;
        let mut twice = Vec::new();
        for attribute in attributes {
            let said = said(attribute);
            let again = said.span;
            if let Some(first) = element.attributes.insert(attribute.name.text.clone(), said) {
                twice.push(CaseProblem::FactTwice {
                    fact: format!("{}.{}", owner.text, attribute.name.text),
                    again,
                    first: first.span,
                });
            }
        }
        problems.extend(twice.into_iter().map(Problem::from));
    }

    /// The element of that label, added where it is not there; one without a label is always another.
    fn element(
        &mut self,
        list: &str,
        label: Option<&'t str>,
        span: Span,
        problems: &mut Vec<Problem>,
    ) -> Option<&mut ElementSaid<'t>> {
        let said = self.lists.entry(list.into()).or_default();
        if let Some(none) = said.none {
            problems.push(
                CaseProblem::ListEmptyAndNot { name: list.to_owned(), again: span, first: none }.into(),
            );
            return None;
        }
        let at =
            label.and_then(|label| said.elements.iter().position(|element| element.label == Some(label)));
        let at = at.unwrap_or_else(|| {
            said.elements.push(ElementSaid { label, attributes: IndexMap::new(), whole: false, span });
            said.elements.len() - 1
        });
        Some(&mut said.elements[at])
    }

    /// Files what is said of a path under its fact.
    fn at(&mut self, path: &'t Path, said: Said<'t>, known: Known<'_>, problems: &mut Vec<Problem>) {
        let names = known.whole(path);
        let (owner, name) = match &*names {
            [name] => (None, name),
            [owner, name, ..] => (Some(owner), name),
            [] => return,
        };
        let list = owner.and_then(|owner| known.list_name(&owner.text));
        match (list, owner) {
            (Some(list), Some(owner)) => {
                let label = path.element.as_ref().map(|words| &*words.text);
                let Some(element) = self.element(&list, label, said.span, problems) else { return };
                let again = said.span;
                if let Some(first) = element.attributes.insert(name.text.clone(), said) {
                    let fact = format!("{}.{}", owner.text, name.text);
                    problems.push(CaseProblem::FactTwice { fact, again, first: first.span }.into());
                }
            }
            _ => {
                let key = Key { owner: owner.map(|owner| owner.text.clone()), name: name.text.clone() };
                self.add(key, said, problems);
            }
        }
    }

    fn add(&mut self, key: Key, said: Said<'t>, problems: &mut Vec<Problem>) {
        let again = said.span;
        let fact = match &key.owner {
            Some(owner) => format!("{owner}.{}", key.name),
            None => key.name.to_string(),
        };
        if let Some(first) = self.facts.insert(key, said) {
            problems.push(CaseProblem::FactTwice { fact, again, first: first.span }.into());
        }
    }

    /// Files a cell of a table, which replaces what the row is like.
    pub fn cell(
        &mut self,
        path: &'t Path,
        value: &'t FactValue,
        known: Known<'_>,
        problems: &mut Vec<Problem>,
    ) {
        if let ([noun], None) = (&*known.whole(path), &path.element)
            && let Some(list) = known.list_name(&noun.text)
        {
            let said = self.lists.entry(list).or_default();
            *said = ListSaid::default();
            match value.kind {
                FactValueKind::Unknown => (said.open, said.whole) = (Some(value.span), true),
                FactValueKind::Empty => said.none = Some(value.span),
                FactValueKind::Values(_) => problems.push(
                    ValueProblem::WrongKind {
                        wanted: "`unknown` or `empty`".to_owned(),
                        example: "`empty`".to_owned(),
                        found: "a value".to_owned(),
                        span: value.span,
                        declared: None,
                    }
                    .into(),
                ),
            }
            return;
        }
        let said = Said { how: How::Value(value), by: None, named: path.span, span: value.span };
        self.at(path, said, known, problems);
    }

    /// Puts another layer over this one: each fact or element it names again is replaced whole.
    pub fn over(&mut self, upper: Layer<'t>) {
        self.on = upper.on.or(self.on);
        self.action = upper.action.or(self.action);
        self.facts.extend(upper.facts);
        for (list, said) in upper.lists {
            let own = self.lists.entry(list).or_default();
            if said.none.is_some() || said.whole {
                *own = said;
                continue;
            }
            if !said.elements.is_empty() {
                own.none = None;
            }
            if said.open.is_some() {
                own.open = said.open;
                own.none = None;
                if said.elements.is_empty() {
                    continue;
                }
            }
            // Elements without a label cannot be told apart, so new ones replace all inherited ones.
            if said.elements.iter().any(|element| element.label.is_none()) {
                own.elements.retain(|element| element.label.is_some());
            }
            for element in said.elements {
                let same = own
                    .elements
                    .iter_mut()
                    .find(|other| element.label.is_some() && other.label == element.label);
                match same {
                    Some(same) if !element.whole => same.attributes.extend(element.attributes),
                    Some(same) => *same = element,
                    None => own.elements.push(element),
                }
            }
        }
        self.kept.retain(|(clause, _)| !upper.kept.iter().any(|(other, _)| other.kind == clause.kind));
        self.kept.extend(upper.kept);
        self.readings
            .retain(|said| !upper.readings.iter().any(|other| other.clause.kind == said.clause.kind));
        self.readings.extend(upper.readings);
        self.stipulated.extend(upper.stipulated);
    }
}

/// `buyer is government`, where the left side is an entity and the right a name.
fn entity_says(comparison: &Comparison, known: Known<'_>) -> Option<(Key, bool, Span)> {
    let holds = match comparison.operator {
        Operator::Is => true,
        Operator::IsNot => false,
        _ => return None,
    };
    let SideKind::Path(left) = &comparison.left.kind else { return None };
    let names = known.whole(left);
    let [owner] = &*names else { return None };
    if !known.is_entity(&owner.text) || left.element.is_some() {
        return None;
    }
    let [right] = comparison.right.as_slice() else { return None };
    let SideKind::Path(right) = &right.kind else { return None };
    let [name] = right.names.as_slice() else { return None };
    Some((Key { owner: Some(owner.text.clone()), name: name.text.clone() }, holds, name.span))
}
