//! What a file brings in, the policy's header, and the remarks that stand anywhere.

use super::{Builder, Node};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Import, Literal, LiteralKind, Name, Period, Policy, PolicyLine, Remark, RemarkKind, Term, Validity,
    ValidityWord, VerdictName, VerdictWord,
};

impl Builder<'_> {
    pub fn import(&mut self, node: &Node) -> Option<Import> {
        let path = self.text_in(node);
        let under = node.part(Rule::import_as);
        let name = under.as_ref().and_then(|under| self.new_name(under));
        let country = under.and_then(|under| under.part(Rule::for_country));
        let country = country.map(|country| self.country(&country.the(Rule::country)));
        Some(Import { path: path?, name, country })
    }

    pub fn policy(&mut self, node: &Node) -> Option<Policy> {
        let name = self.head_name(node);
        let title = self.text_in(node);
        let lines = node.all(Rule::policy_line).filter_map(|line| self.policy_line(&line)).collect();
        Some(Policy { name: name?, title, lines })
    }

    fn policy_line(&mut self, node: &Node) -> Option<PolicyLine> {
        let line = node.first();
        if line.rule() == Rule::FAULT {
            return None;
        }
        self.expect_own_line(&line, "each line of the header");
        Some(match line.rule() {
            Rule::version => PolicyLine::Version(self.the_text(&line)),
            Rule::issued_by => PolicyLine::IssuedBy(self.the_text(&line)),
            Rule::addressed_to => PolicyLine::AddressedTo(self.the_name(&line)),
            Rule::validity => PolicyLine::Validity(self.validity(&line)),
            Rule::header_actions => PolicyLine::Actions(self.header_actions(&line)),
            Rule::otherwise => PolicyLine::Otherwise(self.the_verdict(&line)),
            Rule::call => PolicyLine::Call(self.the_verdict(&line), self.the_text(&line)),
            Rule::holidays => PolicyLine::Holidays(line.all(Rule::date).map(|day| self.date(&day)).collect()),
            Rule::outside => PolicyLine::Outside(self.the_text(&line)),
            Rule::country_also => {
                PolicyLine::CountryAlso(self.country(&line.the(Rule::country)), self.the_text(&line))
            }
            Rule::remark => PolicyLine::Remark(self.remark(&line)),
            _ => line.unexpected(),
        })
    }

    pub fn validity(&mut self, node: &Node) -> Validity {
        let line = node.first();
        let word = match line.rule() {
            Rule::in_force => ValidityWord::InForce,
            Rule::applicable => ValidityWord::Applicable,
            Rule::suspended => ValidityWord::Suspended,
            Rule::repealed => ValidityWord::Repealed,
            _ => line.unexpected(),
        };
        Validity { word, period: self.period(&line) }
    }

    pub fn period(&mut self, node: &Node) -> Period {
        Period {
            span: self.span(node),
            from: node.part(Rule::from).map(|from| self.the_date(&from)),
            until: node.part(Rule::until).map(|until| self.the_date(&until)),
        }
    }

    fn header_actions(&mut self, node: &Node) -> Vec<Term> {
        node.all(Rule::action).filter_map(|action| self.action(&action)).collect()
    }

    fn action(&mut self, node: &Node) -> Option<Term> {
        Some(Term {
            name: self.new_name(node)?,
            kind_of: node.part(Rule::kind_of_joined).map_or_else(Vec::new, |kind| self.names_in(&kind)),
            title: self.text_in(node),
        })
    }

    pub fn country(&mut self, node: &Node) -> Name {
        Name { text: node.text().into(), span: self.span(node) }
    }

    pub fn the_verdict(&mut self, node: &Node) -> VerdictWord {
        self.verdict(&node.the(Rule::verdict))
    }

    pub fn verdict(&mut self, node: &Node) -> VerdictWord {
        let verdict = match node.first().rule() {
            Rule::Permitted => VerdictName::Permitted,
            Rule::Prohibited => VerdictName::Prohibited,
            Rule::Undetermined => VerdictName::Undetermined,
            Rule::not_regulated => VerdictName::NotRegulated,
            _ => node.unexpected(),
        };
        VerdictWord { verdict, span: self.span(node) }
    }

    /// A `remark`, `vocabulary_remark`, `reading_note` or `quote`: the word and its text.
    pub fn remark(&mut self, node: &Node) -> Remark {
        let kind = match node.first().rule() {
            Rule::Text => RemarkKind::Text,
            Rule::Source => RemarkKind::Source,
            Rule::Note => RemarkKind::Note,
            Rule::Quote => RemarkKind::Quote,
            Rule::Inert => RemarkKind::Inert,
            _ => node.unexpected(),
        };
        Remark { kind, words: self.the_text(node) }
    }

    pub fn the_date(&mut self, node: &Node) -> Literal {
        self.date(&node.the(Rule::date))
    }

    pub fn date(&mut self, node: &Node) -> Literal {
        Literal { span: self.span(node), kind: LiteralKind::Date(node.text().into()) }
    }
}
