//! Terms that are left to each country's law: `given by privacy-law[buyer.country], otherwise ...`.

use crate::problem::import::ImportProblem;
use crate::problem::value::ValueProblem;
use crate::program::{COUNTRIES, Node, NodeId, Test, Type};
use crate::source::Span;
use crate::syntax::tree::GivenBy;

use super::literal;
use super::lowering::{Lowering, Speaking};

impl Lowering<'_> {
    /// What the law of the country says, of those that are brought in; what else decides, elsewhere.
    pub(super) fn given(&mut self, given: &GivenBy, span: Span, speaking: Speaking<'_>) -> NodeId {
        let otherwise = self.condition(&given.otherwise, speaking);
        let Some(place) = self.place(&given.country, speaking) else { return self.meaningless(span) };
        if self.declared(place).ty != Type::Member(COUNTRIES) {
            let (found, _) = literal::describe(self.declared(place).ty, &self.program.domains);
            let declared = self.declared_span(place);
            self.tell(ValueProblem::WrongKind {
                wanted: "a country".to_owned(),
                example: "an attribute declared as `country`".to_owned(),
                found,
                span: given.country.span,
                declared,
            });
            return self.meaningless(span);
        }
        let laws = self.names.laws(&given.law.text);
        if laws.is_empty() {
            let (name, span) = (given.law.text.to_string(), given.law.span);
            self.tell(ImportProblem::NoLaw { name, span });
        }
        let of = given.of.as_ref().map(|of| self.entity_called(&of.text));
        let mut without = self.program.domain(COUNTRIES).nothing();
        without.insert_range(..self.program.domain(COUNTRIES).terms.len());
        let mut ways = Vec::new();
        for (country, law, brought_in) in laws {
            let Some(member) = self.member(COUNTRIES, &country) else { continue };
            let mut only = self.program.domain(COUNTRIES).nothing();
            only.insert(member.0 as usize);
            without.difference_with(&only);
            let terms = self.names.definitions.get(&*format!("{law}.{}", given.term.text));
            let term = terms.into_iter().flatten().find(|id| self.program.definition(**id).of == of).copied();
            let Some(term) = term else {
                let (law, term) = (law.to_string(), given.term.text.to_string());
                self.tell(ImportProblem::LawSilent { law, term, span: given.law.span, brought_in });
                continue;
            };
            self.uses.definitions.insert(term);
            let there = self.atom(place, Test::OneOf(only), given.asked);
            let said = self.node(Node::Defined(term), None);
            ways.push(self.node(Node::All([there, said].into()), None));
        }
        let elsewhere = self.atom(place, Test::OneOf(without), given.asked);
        ways.push(self.node(Node::All([elsewhere, otherwise].into()), None));
        self.node(Node::Any(ways.into()), Some(span))
    }
}
