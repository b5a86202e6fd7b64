//! The statements a clause can make, and the readings of a condition.

use super::{Builder, Left, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Actions, Body, Breach, Condition, ConditionKind, ExceptFrom, GivenBy, Literal, LiteralKind, Name, Path,
    Reading, Reference, Remedy, Statement, StatementKind, Unit, Within,
};

impl Builder<'_> {
    /// A statement; `None` where its words could not be read.
    pub fn statement(&mut self, node: &Node) -> Option<Statement> {
        let kind = match node.rule() {
            Rule::define => self.define(node)?,
            Rule::permit => self.permit(node),
            Rule::prohibit => self.prohibit(node),
            Rule::require => self.require(node),
            Rule::for_require => self.for_require(node),
            Rule::oblige => self.oblige(node),
            Rule::on_breach => self.on_breach(node),
            Rule::except => self.except(node),
            _ => node.unexpected(),
        };
        Some(Statement { span: self.span(node), kind })
    }

    fn define(&mut self, node: &Node) -> Option<StatementKind> {
        if let Some(lines) = node.part(Rule::broken_lines) {
            self.rows(&lines, lines.part(Rule::list_opener).as_ref());
            return None;
        }
        let of = node.part(Rule::for_entity).map(|of| self.the_name(&of));
        if let Some(table) = node.part(Rule::by_table) {
            let names: Vec<Name> = node.all(Rule::new_name).map(|name| self.the_name(&name)).collect();
            let table = Box::new(self.decision_table(&table)?);
            return Some(StatementKind::DefineByTable { names, of, table });
        }
        let name = self.new_name(node)?;
        let body = match node.part(Rule::given_by) {
            Some(given) => Body::Plain(self.given_by(&given, &name, of.as_ref())),
            None => self.body(&node.the(Rule::body)),
        };
        Some(StatementKind::Define { name, of, body })
    }

    fn given_by(&mut self, node: &Node, term: &Name, of: Option<&Name>) -> Condition {
        let law = self.the_name(node);
        let given = GivenBy {
            term: term.clone(),
            of: of.cloned(),
            asked: law.span.to(self.span(&node.the(Rule::CloseBracket))),
            law,
            country: self.path(&node.the(Rule::path)),
            otherwise: self.condition_of(node),
        };
        Condition { span: self.span(node), kind: ConditionKind::Given(Box::new(given)) }
    }

    fn permit(&mut self, node: &Node) -> StatementKind {
        StatementKind::Permit {
            actions: self.actions(&node.the(Rule::actions)),
            case: self.when_body(node),
            notwithstanding: self.notwithstanding_in(node),
        }
    }

    fn prohibit(&mut self, node: &Node) -> StatementKind {
        StatementKind::Prohibit {
            actions: self.actions(&node.the(Rule::actions)),
            case: self.when_body(node),
            notwithstanding: self.notwithstanding_in(node),
        }
    }

    /// `require CONDITION for ACTIONS`: what follows the condition must not follow a list.
    fn require(&mut self, node: &Node) -> StatementKind {
        let condition = node.the(Rule::condition);
        self.expect_no_list_before(&condition, &node.the(Rule::For), true);
        StatementKind::Require {
            condition: Body::Plain(self.condition(&condition)),
            actions: self.actions(&node.the(Rule::actions)),
            case: node.part(Rule::when).map(|when| self.condition_of(&when)),
        }
    }

    /// `for ACTIONS require CONDITION`: the same statement, in the form that a list needs.
    fn for_require(&mut self, node: &Node) -> StatementKind {
        let when = node.part(Rule::when);
        if let Some(when) = &when {
            self.expect_no_list_before(&when.the(Rule::condition), &node.the(Rule::Require), false);
        }
        StatementKind::Require {
            actions: self.actions(&node.the(Rule::actions)),
            case: when.map(|when| self.condition_of(&when)),
            condition: self.body(&node.the(Rule::body)),
        }
    }

    fn oblige(&mut self, node: &Node) -> StatementKind {
        StatementKind::Oblige {
            party: self.the_name(&node.the(Rule::party)),
            duty: self.the_name(&node.the(Rule::duty)),
            within: node.part(Rule::within).map(|within| self.within(&within)),
            case: self.when_body(node),
        }
    }

    fn within(&mut self, node: &Node) -> Within {
        let working = node.part(Rule::working_days);
        let term = match &working {
            Some(days) => {
                let number = self.number(&days.the(Rule::number));
                Literal { span: self.span(days), kind: LiteralKind::Duration(vec![(number, Unit::Days)]) }
            }
            None => self.literal(&node.the(Rule::literal)),
        };
        Within {
            span: self.span(node),
            term,
            working: working.is_some(),
            of: node.part(Rule::of_path).map(|of| self.of_path(&of)),
        }
    }

    fn of_path(&mut self, node: &Node) -> Path {
        self.path(&node.the(Rule::path))
    }

    fn on_breach(&mut self, node: &Node) -> StatementKind {
        let breach = self.breach(&node.the(Rule::breach));
        let mut remedies = Vec::new();
        let mut before: Option<Node> = None;
        for part in node.parts() {
            if part.rule() == Rule::remedy {
                if before.is_some_and(|before| before.rule() == Rule::remedy) {
                    self.expect_own_line(
                        &part,
                        "each remedy after the first, unless a comma stands before it,",
                    );
                }
                remedies.push(self.remedy(&part));
            }
            before = Some(part);
        }
        if let (Some(when), Some(remedy)) = (node.part(Rule::when_body), node.part(Rule::remedy))
            && when.range().start < remedy.range().start
            && let Some(condition) = when.the(Rule::body).parts().last()
        {
            self.expect_no_list_before(&condition, &remedy, false);
        }
        StatementKind::OnBreach { breach, remedies, case: self.when_body(node) }
    }

    fn breach(&mut self, node: &Node) -> Breach {
        let span = self.span(node);
        let words = node.first();
        let last = words.part(Rule::or_otherwise).and_then(|or| or.part(Rule::Otherwise));
        let otherwise = last.or_else(|| words.part(Rule::Otherwise));
        Breach {
            span,
            any: words.rule() == Rule::any_breach,
            clauses: words.part(Rule::references).map_or_else(Vec::new, |list| self.references(&list)),
            otherwise: otherwise.map(|otherwise| self.span(&otherwise)),
        }
    }

    fn remedy(&mut self, node: &Node) -> Remedy {
        Remedy {
            span: self.span(node),
            holder: node.part(Rule::holder).map(|holder| self.the_name(&holder)),
            must: node.has(Rule::Must),
            name: self.the_name(&node.the(Rule::remedy_name)),
        }
    }

    fn except(&mut self, node: &Node) -> StatementKind {
        let from = match node.part(Rule::references) {
            Some(references) => ExceptFrom::Clauses(self.references(&references)),
            None => ExceptFrom::Policy(self.span(&node.the(Rule::Policy))),
        };
        StatementKind::Except { from, case: self.when_body(node) }
    }

    fn when_body(&mut self, node: &Node) -> Option<Body> {
        node.part(Rule::when_body).map(|when| self.body(&when.the(Rule::body)))
    }

    fn notwithstanding_in(&mut self, node: &Node) -> Vec<Reference> {
        node.part(Rule::notwithstanding).map_or_else(Vec::new, |words| self.notwithstanding(&words))
    }

    pub fn notwithstanding(&mut self, node: &Node) -> Vec<Reference> {
        self.references(&node.the(Rule::references))
    }

    pub fn actions(&mut self, node: &Node) -> Actions {
        match node.part(Rule::any_action) {
            Some(any) => Actions::Any(self.span(&any)),
            None => Actions::Named(self.names_in(node)),
        }
    }

    fn body(&mut self, node: &Node) -> Body {
        if let Some(condition) = node.part(Rule::condition) {
            return Body::Plain(self.condition(&condition));
        }
        let readings: Vec<Reading> = node.all(Rule::reading).map(|reading| self.reading(&reading)).collect();
        if let [only] = readings.as_slice()
            && self.left == Left::Whole
        {
            let span = only.name.span;
            self.tell(SyntaxProblem::FewReadings { span });
        }
        for (index, again) in readings.iter().enumerate() {
            if let Some(first) = readings[..index].iter().find(|first| first.name.text == again.name.text) {
                let name = again.name.text.to_string();
                self.tell(SyntaxProblem::ReadingTwice {
                    again: again.name.span,
                    first: first.name.span,
                    name,
                });
            }
        }
        Body::Readings(readings)
    }

    fn reading(&mut self, node: &Node) -> Reading {
        self.expect_own_line(node, "each reading");
        Reading {
            span: self.span(node),
            name: self.the_name(node),
            condition: self.condition_of(node),
            remarks: node.all(Rule::reading_note).map(|note| self.remark(&note)).collect(),
        }
    }

    /// Tells words that follow a list within their statement.
    fn expect_no_list_before(&mut self, condition: &Node, next: &Node, requirement: bool) {
        let Some(row) = condition.all(Rule::row).last() else { return };
        let label = Some(self.span(&row.the(Rule::label)));
        let span = self.first_word(self.span(next));
        self.tell(SyntaxProblem::WordsAfterList { span, label, requirement });
    }
}
