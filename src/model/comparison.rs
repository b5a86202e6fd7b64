//! Comparisons to atoms: each operator on each type, with the sides it can take.

use fixedbitset::FixedBitSet;
use std::sync::Arc;

use crate::problem::Problem;
use crate::problem::advice::Advice;
use crate::problem::likely::{likely, row};
use crate::problem::name::{Likely, NameKind, NameProblem};
use crate::problem::value::ValueProblem;
use crate::program::{
    Against, COUNTRIES, DATE, DomainId, Extent, Line, Measure, Node, NodeId, Place, Relation, SetTest, Test,
    Type, Value,
};
use crate::source::Span;
use crate::syntax::tree::{Comparison, Literal, LiteralKind, Name, Operator, Path, Side, SideKind};

use super::line::{Order, range};
use super::lists::NamedList;
use super::literal;
use super::lowering::{Lowering, Speaking};
use super::names::Entity;

/// The left side: a place, and what is made of it before it is compared.
#[derive(Clone, Copy)]
struct Left {
    place: Place,
    line: Line,
    ty: Type,
    declared: Option<Span>,
}

/// The members that a name right of a comparison stands for.
enum Members {
    /// A term with everything of its kind, or a country.
    Term(FixedBitSet),
    /// A named list with all that it takes in.
    List(NamedList),
}

impl Lowering<'_> {
    /// The node of a comparison; where it has no meaning the problem is told and the node is a constant.
    pub(super) fn comparison(
        &mut self,
        comparison: &Comparison,
        span: Span,
        speaking: Speaking<'_>,
    ) -> NodeId {
        if let Some(node) = self.says_of_entity(comparison, span, speaking) {
            return node;
        }
        let flipped;
        let comparison = match flip(comparison) {
            Some(other) => {
                flipped = other;
                &flipped
            }
            None => comparison,
        };
        let Some(left) = self.left(&comparison.left, speaking) else {
            return self.meaningless(span);
        };
        let test = match left.ty {
            Type::YesNo => self.compare_yes_no(comparison, left, span, speaking),
            Type::Member(domain) => self.compare_member(comparison, left, domain, span, speaking),
            Type::Set(domain) => self.compare_set(comparison, left, domain, span, speaking),
            Type::Point(measure) => self.compare_point(comparison, left, measure, span, speaking),
            Type::Text => self.compare_text(comparison, left, span, speaking),
        };
        match test {
            Ok(node) => node,
            Err(problem) => {
                self.tell(problem);
                self.meaningless(span)
            }
        }
    }

    /// `ENTITY is NAME` and `ENTITY is not NAME`, where the left side is an entity.
    fn says_of_entity(
        &mut self,
        comparison: &Comparison,
        span: Span,
        speaking: Speaking<'_>,
    ) -> Option<NodeId> {
        let SideKind::Path(path @ Path { the_date: false, .. }) = &comparison.left.kind else { return None };
        let names = self.names.whole(path).into_owned();
        let [entity] = names.as_slice() else { return None };
        let list = match self.names.entities.get(&entity.text).map(|d| &d.what)? {
            Entity::One { .. } => None,
            Entity::Many(list) => Some(*list),
        };
        let known_otherwise =
            speaking.element.is_some_and(|list| self.attribute_of_list(list, &entity.text).is_some())
                || self.names.judgements.contains_key(&entity.text)
                || speaking.of.is_some_and(|of| {
                    matches!(self.names.entities.get(of).map(|d| &d.what),
                    Some(Entity::One { attributes, .. }) if attributes.contains_key(&entity.text))
                });
        if known_otherwise {
            return None;
        }
        if let Some(list) = list
            && speaking.element != Some(list)
        {
            let declared = self.program.list(list).span;
            let plural = self.program.list(list).plural.to_string();
            self.tell(NameProblem::ManyNotOne {
                name: entity.text.to_string(),
                plural,
                span: entity.span,
                declared,
            });
            return Some(self.meaningless(span));
        }
        let right = match comparison.right.as_slice() {
            [Side { kind: SideKind::Path(Path { names, the_date: false, .. }), .. }] if names.len() == 1 => {
                &names[0]
            }
            _ => {
                let (offer, example) = self.sayable(&entity.text);
                self.tell(ValueProblem::OperatorDoesNotFit {
                    operator: self.sources.phrase(comparison.operator_span),
                    kind: format!("`{}` as a whole", entity.text),
                    offer: format!(
                        "{offer}; or compare one of its attributes, such as `{}.{example}`",
                        entity.text
                    ),
                    span: comparison.operator_span,
                    declared: None,
                });
                return Some(self.meaningless(span));
            }
        };
        let negative = match comparison.operator {
            Operator::Is => false,
            Operator::IsNot => true,
            _ => {
                let (offer, _) = self.sayable(&entity.text);
                self.tell(ValueProblem::OperatorDoesNotFit {
                    operator: self.sources.phrase(comparison.operator_span),
                    kind: format!("`{}` as a whole", entity.text),
                    offer,
                    span: comparison.operator_span,
                    declared: None,
                });
                return Some(self.meaningless(span));
            }
        };
        let node = self.said(&entity.text, list, right, span, speaking);
        Some(if negative { self.not(node, span) } else { node })
    }

    fn sayable(&self, entity: &str) -> (String, String) {
        let attribute = match self.names.entities.get(entity).map(|d| &d.what) {
            Some(Entity::One { attributes, .. }) => attributes.keys().min().map(ToString::to_string),
            Some(Entity::Many(list)) => {
                self.program.list(*list).attributes.first().map(|a| a.name.to_string())
            }
            None => None,
        };
        (
            format!("`{entity} is ...` and `{entity} is not ...`"),
            attribute.unwrap_or_else(|| "attribute".to_owned()),
        )
    }

    fn left(&mut self, side: &Side, speaking: Speaking<'_>) -> Option<Left> {
        let (place, line) = match &side.kind {
            SideKind::Literal(_) => {
                self.tell(ValueProblem::NothingCompared { span: side.span });
                return None;
            }
            SideKind::Path(path) => (self.place(path, speaking)?, Line::Plain),
            SideKind::Shifted { path, minus, by } => {
                let place = self.place(path, speaking)?;
                (place, self.shift(place, *minus, by, side.span)?)
            }
            SideKind::Scaled { factor, path } => {
                let place = self.place(path, speaking)?;
                (place, self.factor(place, factor, side.span)?)
            }
        };
        Some(Left { place, line, ty: self.declared(place).ty, declared: self.declared_span(place) })
    }

    fn shift(&mut self, place: Place, minus: bool, by: &Literal, span: Span) -> Option<Line> {
        let ty = self.declared(place).ty;
        let sign = if minus { -1 } else { 1 };
        let told = match ty {
            Type::Point(Measure::Date) => match literal::duration(by) {
                Ok((Measure::Months, months)) => match i64::try_from(sign * months) {
                    Ok(months) => Ok(Line::Months(months)),
                    Err(_) => Err(ValueProblem::TooLong { what: "duration", span: by.span }.into()),
                },
                Ok((_, hours)) if hours % 24 == 0 => Ok(Line::Shift(sign * (hours / 24))),
                Ok(_) => Err(no_arithmetic("a date is a whole day, and hours cannot be added to it", span)),
                Err(problem) => Err(problem.into()),
            },
            Type::Point(_) => {
                literal::value(by, ty, self.declared_span(place), &self.program.domains).map(|value| {
                    match value {
                        Value::Point(point) => Line::Shift(sign * point),
                        _ => Line::Plain,
                    }
                })
            }
            _ => Err(no_arithmetic("nothing can be added to this, or taken from it", span)),
        };
        told.map_err(|problem| self.tell(problem)).ok()
    }

    fn factor(&mut self, place: Place, factor: &Literal, span: Span) -> Option<Line> {
        let number = match &factor.kind {
            LiteralKind::Number(digits) => literal::decimal(digits, 9).map(|by| (by, 1_000_000_000)),
            LiteralKind::Percent(digits) => literal::decimal(digits, 9).map(|by| (by, 100_000_000_000)),
            _ => None,
        };
        let Some((by, part)) = number.filter(|(by, _)| *by > 0) else {
            self.tell(no_arithmetic(
                "the number that multiplies must be above zero, with at most 9 decimals",
                span,
            ));
            return None;
        };
        match self.declared(place).ty {
            Type::Point(Measure::Number | Measure::WholeNumber | Measure::Percentage | Measure::Money(_)) => {
                let common = gcd(by, part);
                Some(Line::Times(by / common, part / common))
            }
            _ => {
                self.tell(no_arithmetic(
                    "only numbers, percentages and amounts of money can be multiplied",
                    span,
                ));
                None
            }
        }
    }

    fn does_not_fit(&self, comparison: &Comparison, left: Left) -> Problem {
        let (kind, _) = literal::describe(left.ty, &self.program.domains);
        let offer = match left.ty {
            Type::YesNo => "`is yes`, `is no`",
            Type::Member(domain) if self.program.domain(domain).ordered => {
                "`is`, `is not`, `is at least`, `is at most`, `is more than`, `is less than`, `is between ... and ...`, \
                 `is one of`, `is none of`"
            }
            Type::Member(domain) if domain != COUNTRIES && amounts(comparison.operator) => {
                "`is`, `is not`, `is one of`, `is none of`; what is compared so is declared `terms ... in order`"
            }
            Type::Member(_) => "`is`, `is not`, `is one of`, `is none of`, `is in`, `is not in`",
            Type::Set(_) => {
                "`includes`, `includes any of`, `includes all of`, `includes none of`, `is only`, `is only any of`, \
                 `is exactly`, `is empty`"
            }
            Type::Point(Measure::Date) => {
                "`is`, `is before`, `is after`, `is on or before`, `is on or after`, `is between ... and ...`"
            }
            Type::Point(_) => {
                "`is`, `is at least`, `is at most`, `is more than`, `is less than`, `is between ... and ...`"
            }
            Type::Text => "`is`, `is not`, `is one of`, `is none of`",
        };
        ValueProblem::OperatorDoesNotFit {
            operator: self.sources.phrase(comparison.operator_span),
            kind,
            offer: offer.to_owned(),
            span: comparison.operator_span,
            declared: left.declared,
        }
        .into()
    }

    fn negated(&mut self, node: NodeId, negative: bool, span: Span) -> NodeId {
        if negative { self.not(node, span) } else { node }
    }

    // ------------------------------------------------------------ yes/no

    fn compare_yes_no(
        &mut self,
        comparison: &Comparison,
        left: Left,
        span: Span,
        speaking: Speaking<'_>,
    ) -> Result<NodeId, Problem> {
        let negative = match comparison.operator {
            Operator::Is => false,
            Operator::IsNot => true,
            _ => return Err(self.does_not_fit(comparison, left)),
        };
        let side = &comparison.right[0];
        if let SideKind::Path(path) = &side.kind {
            if self.place_quietly(path, speaking).is_some() {
                return Err(no_arithmetic(
                    "two yes/no questions are not compared: join them with `and`, `or` and `not`",
                    span,
                ));
            }
            let (wanted, example) = literal::describe(left.ty, &self.program.domains);
            return Err(ValueProblem::WrongKind {
                wanted,
                example,
                found: "a name".to_owned(),
                span: side.span,
                declared: left.declared,
            }
            .into());
        }
        let value = self.constant(side, left)?;
        let node = self.atom(left.place, Test::Yes, span);
        Ok(self.negated(node, negative == (value == Value::YesNo(true)), span))
    }

    // ------------------------------------------------------------ terms and countries

    fn compare_member(
        &mut self,
        comparison: &Comparison,
        left: Left,
        domain: DomainId,
        span: Span,
        speaking: Speaking<'_>,
    ) -> Result<NodeId, Problem> {
        use Operator::{
            Is, IsAtLeast, IsAtMost, IsBetween, IsIn, IsLessThan, IsMoreThan, IsNoneOf, IsNot, IsNotIn,
            IsOneOf,
        };
        let negative = matches!(comparison.operator, IsNot | IsNoneOf | IsNotIn);
        match comparison.operator {
            IsAtLeast | IsAtMost | IsMoreThan | IsLessThan | IsBetween
                if self.program.domain(domain).ordered =>
            {
                self.compare_ordered(comparison, left, domain, span, speaking)
            }
            Is | IsNot => {
                let side = &comparison.right[0];
                if let Some(other) = self.other_place(side, left, domain, speaking)? {
                    return Ok(self.against(comparison.operator, left, other, span));
                }
                let word = if negative { "is not in" } else { "is in" };
                let members = self.one_term(side, domain, speaking, |name| format!("`{word} {name}`"))?;
                let node = self.atom(left.place, Test::OneOf(members), span);
                Ok(self.negated(node, negative, span))
            }
            IsOneOf | IsNoneOf | IsIn | IsNotIn => {
                let all = self.all_members(&comparison.right, domain, speaking)?;
                let node = self.on_its_days(left.place, &all, Test::OneOf, span);
                Ok(self.negated(node, negative, span))
            }
            _ => Err(self.does_not_fit(comparison, left)),
        }
    }

    /// `degree is at least suspicion`, where the terms stand in order.
    fn compare_ordered(
        &mut self,
        comparison: &Comparison,
        left: Left,
        domain: DomainId,
        span: Span,
        speaking: Speaking<'_>,
    ) -> Result<NodeId, Problem> {
        let parts = match (comparison.operator, comparison.right.as_slice()) {
            (Operator::IsBetween, [from, to]) => vec![(Operator::IsAtLeast, from), (Operator::IsAtMost, to)],
            (operator, [side, ..]) => vec![(operator, side)],
            _ => return Err(self.does_not_fit(comparison, left)),
        };
        let count = self.program.domain(domain).terms.len();
        let mut run = (0, count);
        let mut nodes = Vec::new();
        for (operator, side) in parts {
            if let Some(other) = self.other_place(side, left, domain, speaking)? {
                nodes.push(self.ordered_against(operator, left, other, domain, span));
                continue;
            }
            let term = self.one_term(side, domain, speaking, |name| format!("`is in {name}`"))?;
            let at = term.ones().next().unwrap_or(0);
            let (from, to) = standing(operator, at, count);
            run = (run.0.max(from), run.1.min(to));
        }
        if comparison.operator == Operator::IsBetween && nodes.is_empty() && run.0 >= run.1 {
            let sides = comparison.right.iter().map(|side| side.span).reduce(Span::to);
            return Err(ValueProblem::EmptyBetween { span: sides.unwrap_or(span) }.into());
        }
        if run != (0, count) || nodes.is_empty() {
            let mut members = self.program.domain(domain).nothing();
            members.insert_range(run.0..run.1.max(run.0));
            nodes.insert(0, self.atom(left.place, Test::OneOf(members), span));
        }
        Ok(if nodes.len() == 1 { nodes[0] } else { self.node(Node::All(nodes.into()), Some(span)) })
    }

    /// Two attributes compared by the order of their terms: for each value of the one, how the other then stands.
    fn ordered_against(
        &mut self,
        operator: Operator,
        left: Left,
        other: Place,
        domain: DomainId,
        span: Span,
    ) -> NodeId {
        let count = self.program.domain(domain).terms.len();
        let mut ways = Vec::new();
        for at in 0..count {
            let (from, to) = standing(operator, at, count);
            if from >= to {
                continue;
            }
            let (mut value, mut run) =
                (self.program.domain(domain).nothing(), self.program.domain(domain).nothing());
            value.insert(at);
            run.insert_range(from..to);
            let value = self.atom(other, Test::OneOf(value), span);
            let run = self.atom(left.place, Test::OneOf(run), span);
            ways.push(self.node(Node::All([value, run].into()), Some(span)));
        }
        self.node(Node::Any(ways.into()), Some(span))
    }

    /// The attribute of the same domain that a name right of a comparison means, where it means one.
    fn other_place(
        &mut self,
        side: &Side,
        left: Left,
        domain: DomainId,
        speaking: Speaking<'_>,
    ) -> Result<Option<Place>, Problem> {
        let SideKind::Path(path) = &side.kind else { return Ok(None) };
        let names = self.names.whole(path).into_owned();
        let [name] = names.as_slice() else {
            let Some(place) = self.place(path, speaking) else { return Ok(None) };
            let ty = self.declared(place).ty;
            if ty == left.ty {
                return Ok(Some(place));
            }
            return Err(self.different(left, place, side.span));
        };
        let place = self
            .place_quietly(path, speaking)
            .filter(|place| matches!(self.declared(*place).ty, Type::Member(other) if other == domain));
        let term = self.member(domain, &name.text).is_some();
        match place {
            Some(place) if term => {
                let domain = self.program.domain(domain);
                Err(NameProblem::FitsTwo {
                    name: name.text.to_string(),
                    span: name.span,
                    readings: vec![
                        (format!("the term of `{}`", domain.name), domain.span),
                        (format!("the attribute `{}`", self.place_words(place)), self.declared_span(place)),
                    ],
                }
                .into())
            }
            place => Ok(place),
        }
    }

    fn different(&self, left: Left, other: Place, span: Span) -> Problem {
        let words = |place| {
            let (kind, _) = literal::describe(self.declared(place).ty, &self.program.domains);
            format!("`{}`, {kind},", self.place_words(place))
        };
        ValueProblem::DifferentKinds {
            left: words(left.place),
            right: words(other).trim_end_matches(',').to_owned(),
            span,
        }
        .into()
    }

    /// All that several names right of a comparison stand for, day by day.
    fn all_members(
        &mut self,
        sides: &[Side],
        domain: DomainId,
        speaking: Speaking<'_>,
    ) -> Result<NamedList, Problem> {
        let mut all = NamedList::of(domain, self.program.domain(domain).nothing());
        let every_day = Measure::Date.range();
        for side in sides {
            match self.members(side, domain, speaking)? {
                Members::Term(members) => all.add(every_day, &members),
                Members::List(list) => all.take_in(every_day, &list),
            }
        }
        Ok(all)
    }

    /// What is asked of a place with the members that a list has on the date of the case.
    fn on_its_days(
        &mut self,
        place: Place,
        list: &NamedList,
        test: impl Fn(FixedBitSet) -> Test,
        span: Span,
    ) -> NodeId {
        if let [always] = list.stretches.as_slice() {
            return self.atom(place, test(always.members.clone()), span);
        }
        let mut ways = Vec::new();
        for stretch in &list.stretches {
            let day = self.atom(Place::Fact(DATE), Test::Within([stretch.days].into()), span);
            let asked = self.atom(place, test(stretch.members.clone()), span);
            ways.push(self.node(Node::All([day, asked].into()), Some(span)));
        }
        self.node(Node::Any(ways.into()), Some(span))
    }

    /// What one term stands for. Where a named list stands, what to write instead is offered.
    fn one_term(
        &mut self,
        side: &Side,
        domain: DomainId,
        speaking: Speaking<'_>,
        offer: impl Fn(&str) -> String,
    ) -> Result<FixedBitSet, Problem> {
        match self.members(side, domain, speaking)? {
            Members::Term(members) => Ok(members),
            Members::List(_) => {
                let name = self.sources.phrase(side.span);
                Err(ValueProblem::ListForValue { offer: offer(&name), name, span: side.span }.into())
            }
        }
    }

    /// What a name right of a comparison stands for among the members of a domain.
    fn members(&mut self, side: &Side, domain: DomainId, speaking: Speaking<'_>) -> Result<Members, Problem> {
        let name = match &side.kind {
            SideKind::Path(path @ Path { the_date: false, .. }) if self.names.whole(path).len() == 1 => {
                self.names.whole(path)[0].clone()
            }
            SideKind::Literal(Literal {
                kind: LiteralKind::Country(code) | LiteralKind::Name(code),
                span,
                ..
            }) => Name { text: code.clone(), span: *span },
            SideKind::Literal(constant) => {
                return literal::value(constant, Type::Member(domain), None, &self.program.domains)
                    .map(|_| Members::Term(self.program.domain(domain).nothing()));
            }
            _ => return Err(no_arithmetic("terms and countries are not computed with", side.span)),
        };
        if &*name.text == "other" && self.program.domain(domain).extent == Extent::Open {
            let declared = self.program.domain(domain);
            let mut none_of_them = declared.nothing();
            none_of_them.insert(declared.none_of_them().0 as usize);
            if declared.member("other").is_none() {
                return Ok(Members::Term(none_of_them));
            }
        }
        let list = self.names.lists.get(&name.text).filter(|list| list.what.domain == domain).cloned();
        let term = self.member(domain, &name.text);
        match (term, list) {
            (Some(_), Some(list)) => {
                let declared = self.program.domain(domain);
                Err(NameProblem::FitsTwo {
                    name: name.text.to_string(),
                    span: name.span,
                    readings: vec![
                        (format!("the term of `{}`", declared.name), declared.span),
                        (format!("the list `{}`", name.text), Some(list.span)),
                    ],
                }
                .into())
            }
            (Some(member), None) => {
                self.uses.terms.insert((domain, member));
                Ok(Members::Term(self.program.domain(domain).terms[member.0 as usize].kinds.clone()))
            }
            (None, Some(list)) => {
                self.uses.lists.insert(name.text.clone());
                Ok(Members::List(list.what))
            }
            (None, None) => Err(self.unknown_member(&name, domain, speaking)),
        }
    }

    fn unknown_member(&self, name: &Name, domain: DomainId, _speaking: Speaking<'_>) -> Problem {
        if let Some(list) = self.names.lists.get(&name.text) {
            return ValueProblem::DifferentKinds {
                left: format!("a value of `{}`", self.program.domain(domain).name),
                right: format!("`{}`, a list of `{}`", name.text, self.program.domain(list.what.domain).name),
                span: name.span,
            }
            .into();
        }
        let lists: Vec<&str> = self
            .names
            .lists
            .iter()
            .filter(|(_, l)| l.what.domain == domain)
            .map(|(name, _)| &**name)
            .collect();
        if domain == COUNTRIES {
            let kind = if name.text.len() == 2 { NameKind::Country } else { NameKind::List };
            return NameProblem::Unknown {
                kind,
                name: name.text.to_string(),
                span: name.span,
                likely: literal::capitals(&name.text, self.program.domain(COUNTRIES)).or_else(|| {
                    likely(&name.text, lists.iter().copied()).map(|likely| Likely {
                        name: likely.to_owned(),
                        declared: self.names.lists.get(likely).map(|d| d.span),
                    })
                }),
                known: row(lists, 6),
            }
            .into();
        }
        let declared = self.program.domain(domain);
        let known: Vec<&str> =
            declared.terms.iter().map(|term| &*term.name).chain(lists.iter().copied()).collect();
        NameProblem::Unknown {
            kind: NameKind::Term(declared.name.to_string()),
            name: name.text.to_string(),
            span: name.span,
            likely: likely(&name.text, known.iter().copied())
                .map(|likely| Likely { name: likely.to_owned(), declared: declared.span }),
            known: row(known, 6),
        }
        .into()
    }

    /// The place a path names, without telling where it names none.
    fn place_quietly(&mut self, path: &Path, speaking: Speaking<'_>) -> Option<Place> {
        if let Some(meaning) = self.only_meaning(path, speaking) {
            return meaning;
        }
        let told = self.problems.len();
        let place = self.place(path, speaking);
        self.problems.truncate(told);
        place
    }

    // ------------------------------------------------------------ sets

    fn compare_set(
        &mut self,
        comparison: &Comparison,
        left: Left,
        domain: DomainId,
        span: Span,
        speaking: Speaking<'_>,
    ) -> Result<NodeId, Problem> {
        use Operator::{
            Includes, IncludesAllOf, IncludesAnyOf, IncludesNoneOf, IsEmpty, IsExactly, IsNotEmpty, IsOnly,
        };
        for side in &comparison.right {
            if let SideKind::Path(path) = &side.kind
                && self.names.whole(path).len() > 1
            {
                return Err(no_arithmetic("a set is compared with terms and named lists only", side.span));
            }
        }
        match comparison.operator {
            IsEmpty => Ok(self.atom(left.place, Test::Set(SetTest::Empty), span)),
            IsNotEmpty => {
                let node = self.atom(left.place, Test::Set(SetTest::Empty), span);
                Ok(self.not(node, span))
            }
            Includes | IncludesAllOf | IsExactly => {
                let mut groups = Vec::new();
                let offer = |name: &str| format!("`includes any of {name}`, or name its members");
                for side in &comparison.right {
                    groups.push(self.one_term(side, domain, speaking, offer)?);
                }
                if comparison.operator == IsExactly {
                    return Ok(self.atom(left.place, Test::Set(SetTest::Exactly(groups.into())), span));
                }
                let nodes: Vec<NodeId> = groups
                    .into_iter()
                    .map(|group| self.atom(left.place, Test::Set(SetTest::Includes(group)), span))
                    .collect();
                Ok(if nodes.len() == 1 { nodes[0] } else { self.node(Node::All(nodes.into()), Some(span)) })
            }
            IncludesAnyOf | IncludesNoneOf | IsOnly => {
                let all = self.all_members(&comparison.right, domain, speaking)?;
                let test = |members| match comparison.operator {
                    IsOnly => Test::Set(SetTest::Only(members)),
                    _ => Test::Set(SetTest::Includes(members)),
                };
                let node = self.on_its_days(left.place, &all, test, span);
                Ok(self.negated(node, comparison.operator == IncludesNoneOf, span))
            }
            _ => Err(self.does_not_fit(comparison, left)),
        }
    }

    // ------------------------------------------------------------ numbers, money, dates, durations

    fn compare_point(
        &mut self,
        comparison: &Comparison,
        left: Left,
        measure: Measure,
        span: Span,
        speaking: Speaking<'_>,
    ) -> Result<NodeId, Problem> {
        use Operator::{
            Is, IsAfter, IsAtLeast, IsAtMost, IsBefore, IsBetween, IsLessThan, IsMoreThan, IsNoneOf, IsNot,
            IsOnOrAfter, IsOnOrBefore, IsOneOf,
        };
        let of_dates = matches!(comparison.operator, IsBefore | IsAfter | IsOnOrBefore | IsOnOrAfter);
        let of_amounts = amounts(comparison.operator);
        if (of_dates && measure != Measure::Date) || (of_amounts && measure == Measure::Date) {
            return Err(self.does_not_fit(comparison, left));
        }
        match comparison.operator {
            Is | IsNot | IsAtLeast | IsAtMost | IsMoreThan | IsLessThan | IsBefore | IsAfter
            | IsOnOrBefore | IsOnOrAfter => {
                let node =
                    self.one_point(comparison.operator, left, measure, &comparison.right[0], span, speaking)?;
                Ok(self.negated(node, comparison.operator == IsNot, span))
            }
            IsBetween => {
                let [from, to] = comparison.right.as_slice() else {
                    return Err(self.does_not_fit(comparison, left));
                };
                if let (SideKind::Literal(_), SideKind::Literal(_)) = (&from.kind, &to.kind)
                    && let (Value::Point(low), Value::Point(high)) =
                        (self.constant(from, left)?, self.constant(to, left)?)
                    && low > high
                {
                    return Err(ValueProblem::EmptyBetween { span: from.span.to(to.span) }.into());
                }
                let from = self.one_point(IsAtLeast, left, measure, from, span, speaking)?;
                let to = self.one_point(IsAtMost, left, measure, to, span, speaking)?;
                Ok(self.node(Node::All([from, to].into()), Some(span)))
            }
            IsOneOf | IsNoneOf => {
                let mut ranges = Vec::new();
                for side in &comparison.right {
                    if let Value::Point(point) = self.constant(side, left)? {
                        ranges.extend(range(measure, left.line, Order::Equal, point));
                    }
                }
                let node = self.atom(left.place, Test::Within(together(ranges)), span);
                Ok(self.negated(node, comparison.operator == IsNoneOf, span))
            }
            _ => Err(self.does_not_fit(comparison, left)),
        }
    }

    fn one_point(
        &mut self,
        operator: Operator,
        left: Left,
        measure: Measure,
        side: &Side,
        span: Span,
        speaking: Speaking<'_>,
    ) -> Result<NodeId, Problem> {
        let (path, shifted) = match &side.kind {
            SideKind::Literal(_) => {
                let Value::Point(point) = self.constant(side, left)? else {
                    return Ok(self.meaningless(span));
                };
                let ranges = range(measure, left.line, order(operator), point).into_iter().collect();
                return Ok(self.atom(left.place, Test::Within(ranges), span));
            }
            SideKind::Path(path) => (path, None),
            SideKind::Shifted { path, minus, by } => (path, Some((*minus, by))),
            SideKind::Scaled { path, .. } => (path, None),
        };
        let Some(other) = self.place(path, speaking) else { return Ok(self.meaningless(span)) };
        if self.declared(other).ty != left.ty {
            return Err(self.different(left, other, span));
        }
        let line = match (&side.kind, shifted) {
            (SideKind::Scaled { factor, .. }, _) => self.factor(other, factor, side.span),
            (_, Some((minus, by))) => self.shift(other, minus, by, side.span),
            _ => Some(Line::Plain),
        };
        let Some(line) = line else { return Ok(self.meaningless(span)) };
        let (relation, negative) = match order(operator) {
            Order::Equal => (Relation::Equal, false),
            Order::AtMost => (Relation::AtMost, false),
            Order::Less => (Relation::Less, false),
            Order::AtLeast => (Relation::Less, true),
            Order::More => (Relation::AtMost, true),
        };
        let against = Against { left: left.line, relation, other, right: line };
        let node = self.atom(left.place, Test::Against(Box::new(against)), span);
        Ok(self.negated(node, negative, span))
    }

    fn against(&mut self, operator: Operator, left: Left, other: Place, span: Span) -> NodeId {
        let against = Against { left: left.line, relation: Relation::Equal, other, right: Line::Plain };
        let node = self.atom(left.place, Test::Against(Box::new(against)), span);
        self.negated(node, operator == Operator::IsNot, span)
    }

    // ------------------------------------------------------------ texts

    fn compare_text(
        &mut self,
        comparison: &Comparison,
        left: Left,
        span: Span,
        speaking: Speaking<'_>,
    ) -> Result<NodeId, Problem> {
        use Operator::{Is, IsNoneOf, IsNot, IsOneOf};
        let negative = matches!(comparison.operator, IsNot | IsNoneOf);
        if !matches!(comparison.operator, Is | IsNot | IsOneOf | IsNoneOf) {
            return Err(self.does_not_fit(comparison, left));
        }
        if let (Is | IsNot, [Side { kind: SideKind::Path(path), .. }]) =
            (comparison.operator, comparison.right.as_slice())
        {
            let Some(other) = self.place(path, speaking) else { return Ok(self.meaningless(span)) };
            if self.declared(other).ty != left.ty {
                return Err(self.different(left, other, span));
            }
            return Ok(self.against(comparison.operator, left, other, span));
        }
        let mut texts: Vec<Arc<str>> = Vec::new();
        for side in &comparison.right {
            if let Value::Text(text) = self.constant(side, left)?
                && !texts.contains(&text)
            {
                texts.push(text);
            }
        }
        self.tell(Advice::TextCompared { name: self.place_words(left.place), span });
        let node = self.atom(left.place, Test::TextIs(texts.into()), span);
        Ok(self.negated(node, negative, span))
    }

    /// The value of a side that must be a constant.
    fn constant(&self, side: &Side, left: Left) -> Result<Value, Problem> {
        match &side.kind {
            SideKind::Literal(constant) => {
                literal::value(constant, left.ty, left.declared, &self.program.domains)
            }
            _ => {
                let (wanted, example) = literal::describe(left.ty, &self.program.domains);
                Err(ValueProblem::WrongKind {
                    wanted,
                    example,
                    found: "a name".to_owned(),
                    span: side.span,
                    declared: left.declared,
                }
                .into())
            }
        }
    }
}

fn no_arithmetic(why: &str, span: Span) -> Problem {
    ValueProblem::NoArithmetic { why: why.to_owned(), span }.into()
}

/// Whether it compares by how much.
fn amounts(operator: Operator) -> bool {
    use Operator::{IsAtLeast, IsAtMost, IsLessThan, IsMoreThan};
    matches!(operator, IsAtLeast | IsAtMost | IsMoreThan | IsLessThan)
}

/// From where to where terms stand so to the one at `at`, the end left out.
fn standing(operator: Operator, at: usize, count: usize) -> (usize, usize) {
    match operator {
        Operator::IsAtLeast => (at, count),
        Operator::IsMoreThan => (at + 1, count),
        Operator::IsAtMost => (0, at + 1),
        _ => (0, at),
    }
}

fn order(operator: Operator) -> Order {
    match operator {
        Operator::IsAtLeast | Operator::IsOnOrAfter => Order::AtLeast,
        Operator::IsAtMost | Operator::IsOnOrBefore => Order::AtMost,
        Operator::IsMoreThan | Operator::IsAfter => Order::More,
        Operator::IsLessThan | Operator::IsBefore => Order::Less,
        _ => Order::Equal,
    }
}

/// `6 years is at most maximum-sentence` read from the other side.
fn flip(comparison: &Comparison) -> Option<Comparison> {
    use Operator::{
        Is, IsAfter, IsAtLeast, IsAtMost, IsBefore, IsLessThan, IsMoreThan, IsNot, IsOnOrAfter, IsOnOrBefore,
    };
    let [right] = comparison.right.as_slice() else { return None };
    if !matches!(comparison.left.kind, SideKind::Literal(_)) || matches!(right.kind, SideKind::Literal(_)) {
        return None;
    }
    let operator = match comparison.operator {
        Is => Is,
        IsNot => IsNot,
        IsAtLeast => IsAtMost,
        IsAtMost => IsAtLeast,
        IsMoreThan => IsLessThan,
        IsLessThan => IsMoreThan,
        IsBefore => IsAfter,
        IsAfter => IsBefore,
        IsOnOrBefore => IsOnOrAfter,
        IsOnOrAfter => IsOnOrBefore,
        _ => return None,
    };
    Some(Comparison {
        left: right.clone(),
        operator,
        operator_span: comparison.operator_span,
        right: vec![comparison.left.clone()],
    })
}

/// Ranges ascending and apart.
fn together(mut ranges: Vec<(i128, i128)>) -> Box<[(i128, i128)]> {
    ranges.sort_unstable();
    let mut joined: Vec<(i128, i128)> = Vec::new();
    for (low, high) in ranges {
        match joined.last_mut() {
            Some((_, last)) if low <= *last + 1 => *last = high.max(*last),
            _ => joined.push((low, high)),
        }
    }
    joined.into()
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}
