//! Taxonomies, entities, judgements, named lists, headings and assumptions.

use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Assume, Attribute, Entity, Heading, Judgement, ListChange, Name, NamedList, Period, Remark, Term, Terms,
    TypeKind, TypeWords,
};

impl Builder<'_> {
    pub fn terms(&mut self, node: &Node) -> Option<Terms> {
        let name = self.head_name(node);
        let open = node.part(Rule::Open).map(|open| self.span(&open));
        let title = self.text_in(node);
        let (mut terms, mut remarks) = (Vec::new(), Vec::new());
        let in_order = node.part(Rule::in_order);
        for name in in_order.iter().flat_map(|order| order.all(Rule::new_name)) {
            terms.push(Term { name: self.the_name(&name), kind_of: Vec::new(), title: None });
        }
        let in_order = in_order.map(|order| self.span(&order));
        for line in node.all(Rule::terms_line) {
            let line = line.first();
            match line.rule() {
                Rule::term => terms.extend(self.term(&line)),
                Rule::vocabulary_remark => remarks.push(self.vocabulary_remark(&line)),
                Rule::FAULT => (),
                _ => line.unexpected(),
            }
        }
        Some(Terms { name: name?, open, in_order, title, terms, remarks })
    }

    fn term(&mut self, node: &Node) -> Option<Term> {
        self.expect_own_line(node, "each term");
        Some(Term {
            name: self.new_name(node)?,
            kind_of: node.part(Rule::kind_of).map_or_else(Vec::new, |kind| self.names_in(&kind)),
            title: self.text_in(node),
        })
    }

    fn vocabulary_remark(&mut self, node: &Node) -> Remark {
        self.expect_own_line(node, "each `source` and `note`");
        self.remark(node)
    }

    pub fn entity(&mut self, node: &Node) -> Option<Entity> {
        let name = self.head_name(node);
        let plural = node.part(Rule::plural).and_then(|plural| self.new_name(&plural));
        let title = self.text_in(node);
        let (mut attributes, mut remarks) = (Vec::new(), Vec::new());
        for line in node.all(Rule::entity_line) {
            let line = line.first();
            match line.rule() {
                Rule::attribute => attributes.extend(self.attribute(&line)),
                Rule::vocabulary_remark => remarks.push(self.vocabulary_remark(&line)),
                Rule::FAULT => (),
                _ => line.unexpected(),
            }
        }
        Some(Entity { many: node.rule() == Rule::entities, name: name?, plural, title, attributes, remarks })
    }

    fn attribute(&mut self, node: &Node) -> Option<Attribute> {
        self.expect_own_line(node, "each attribute");
        Some(Attribute {
            span: self.span(node),
            name: self.new_name(node)?,
            ty: self.type_words(&node.the(Rule::type_words)),
            step: node.part(Rule::Step).map(|step| self.span(&step)),
            presumed: node.part(Rule::presumed).map(|presumed| self.value(&presumed.the(Rule::value))),
            question: self.text_in(node),
        })
    }

    fn type_words(&mut self, node: &Node) -> TypeWords {
        let words = node.first();
        let kind = match words.rule() {
            Rule::YesNo => TypeKind::YesNo,
            Rule::set_of => TypeKind::SetOf(self.the_name(&words)),
            Rule::whole_number => TypeKind::WholeNumber,
            Rule::money_in => {
                let currency = words.the(Rule::currency);
                TypeKind::Money(Name { text: currency.text().into(), span: self.span(&currency) })
            }
            Rule::duration_type if words.has(Rule::in_days) => TypeKind::DurationInDays,
            Rule::duration_type => TypeKind::Duration,
            Rule::type_name => self.type_name(&words),
            _ => words.unexpected(),
        };
        TypeWords { span: self.span(node), kind }
    }

    fn type_name(&mut self, node: &Node) -> TypeKind {
        if let Some((likely, kind)) = known_elsewhere(&node.text().to_lowercase()) {
            let word = node.text().to_owned();
            self.tell(SyntaxProblem::UnknownType { span: self.span(node), word, likely });
            return kind;
        }
        match node.text() {
            "number" => TypeKind::Number,
            "percentage" => TypeKind::Percentage,
            "date" => TypeKind::Date,
            "country" => TypeKind::Country,
            "text" => TypeKind::Text,
            _ => TypeKind::Terms(self.the_name(node)),
        }
    }

    pub fn judgement(&mut self, node: &Node) -> Option<Judgement> {
        let name = self.head_name(node);
        let of = node.part(Rule::for_entity).map(|of| self.the_name(&of));
        let ty = node.part(Rule::type_words).map(|ty| self.type_words(&ty));
        let (mut title, mut decided_by, mut remarks) = (None, None, Vec::new());
        for part in node.all(Rule::judgement_part) {
            let part = part.first();
            match part.rule() {
                Rule::text => title = Some(self.words_of(&part)),
                Rule::decided_by => decided_by = Some(self.the_text(&part)),
                Rule::vocabulary_remark => remarks.push(self.vocabulary_remark(&part)),
                Rule::FAULT => (),
                _ => part.unexpected(),
            }
        }
        Some(Judgement { name: name?, of, ty: ty?, title, decided_by, remarks })
    }

    pub fn named_list(&mut self, node: &Node) -> Option<NamedList> {
        let name = self.head_name(node);
        let title = self.text_in(node);
        let ty = node.part(Rule::type_words).map(|ty| self.type_words(&ty));
        let members = node.part(Rule::members).map_or_else(Vec::new, |members| self.members(&members));
        let (mut changes, mut remarks) = (Vec::new(), Vec::new());
        for part in node.all(Rule::list_part) {
            let part = part.first();
            match part.rule() {
                Rule::list_change => changes.push(self.list_change(&part)),
                Rule::vocabulary_remark => remarks.push(self.vocabulary_remark(&part)),
                Rule::FAULT => (),
                _ => part.unexpected(),
            }
        }
        Some(NamedList { name: name?, title, ty: ty?, members, changes, remarks })
    }

    fn list_change(&mut self, node: &Node) -> ListChange {
        self.expect_own_line(node, "each `from ... also` and `until ... also`");
        let members = self.members(&node.the(Rule::members));
        let period = self.period(node);
        let end = period.until.as_ref().or(period.from.as_ref()).map_or(period.span, |day| day.span);
        ListChange { period: Period { span: period.span.at_start().to(end), ..period }, members }
    }

    fn members(&mut self, node: &Node) -> Vec<Name> {
        node.all(Rule::member).map(|member| self.member(&member)).collect()
    }

    fn member(&mut self, node: &Node) -> Name {
        match node.part(Rule::country) {
            Some(country) => self.country(&country),
            None => self.the_name(node),
        }
    }

    pub fn heading(&mut self, node: &Node) -> Option<Heading> {
        let number = node.part(Rule::citation).map(|number| self.citation(&number));
        let title = self.text_in(node);
        let shared = node.part(Rule::shared).map(|shared| self.condition_of(&shared));
        Some(Heading { annex: node.has(Rule::Annex), number: number?, title, shared })
    }

    pub fn assume(&mut self, node: &Node) -> Assume {
        let title = self.text_in(node);
        let condition = self.condition_of(node);
        let remarks = node
            .all(Rule::assume_part)
            .filter_map(|part| part.part(Rule::remark))
            .map(|remark| {
                self.expect_own_line(&remark, "each `source` and `note`");
                self.remark(&remark)
            })
            .collect();
        Assume { title, condition: Some(condition), remarks }
    }
}

/// What other languages call a kind of value, and what it is called here.
fn known_elsewhere(word: &str) -> Option<(&'static str, TypeKind)> {
    Some(match word {
        "bool" | "boolean" | "yes-no" | "yesno" => ("yes/no", TypeKind::YesNo),
        "string" | "str" => ("text", TypeKind::Text),
        "int" | "integer" => ("whole number", TypeKind::WholeNumber),
        "float" | "double" | "decimal" | "numeric" => ("number", TypeKind::Number),
        "datetime" | "timestamp" => ("date", TypeKind::Date),
        _ => return None,
    })
}
