//! A clause: its one statement and the parts around it.

use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Clause, Name, Reference, Statement, StatementKind, Words};

impl Builder<'_> {
    pub fn clause(&mut self, node: &Node) -> Option<Clause> {
        self.expect_on_head_line(node, node.part(Rule::citation).as_ref(), "a number, as in `5(a)`");
        let number = node.part(Rule::citation).map(|number| self.citation(&number));
        let title = self.text_in(node);
        let head = self.span(&node.the(Rule::Clause));
        let head = number.as_ref().map_or(head, |number| head.to(number.span));
        let clause = self.clause_lines(node, head, number.clone(), title);
        number.is_some().then_some(clause)
    }

    /// A `define` that is an item of its own.
    pub fn definition(&mut self, node: &Node) -> Option<Clause> {
        let define = node.the(Rule::define);
        let number = define.part(Rule::new_name).map(|name| {
            let name = name.the(Rule::name);
            Name { text: name.text().into(), span: self.span(&name) }
        });
        let head = self.span(&define.the(Rule::Define));
        let mut clause = self.clause_lines(node, head, number.clone(), None);
        match clause.statements.first().map(|statement| &statement.kind) {
            Some(StatementKind::Define { name, .. }) => clause.number = name.clone(),
            Some(StatementKind::DefineByTable { names, .. }) => clause.number = names[0].clone(),
            _ => {}
        }
        number.is_some().then_some(clause)
    }

    /// The lines under a clause's head. A `define` item's first line is its head, and is a line like any.
    fn clause_lines(
        &mut self,
        node: &Node,
        head: Span,
        number: Option<Name>,
        title: Option<Words>,
    ) -> Clause {
        let mut clause = Clause {
            number: number.unwrap_or(Name { text: "".into(), span: head }),
            title,
            statements: Vec::with_capacity(1),
            unless: Vec::new(),
            remarks: Vec::new(),
            validity: Vec::new(),
            formerly: Vec::new(),
            addressed_to: None,
        };
        let mut notwithstanding: Vec<(Span, Vec<Reference>)> = Vec::new();
        let mut broken = false;
        let lines: Vec<Node> = node
            .parts()
            .filter_map(|part| match part.rule() {
                Rule::clause_line => Some(part.first()),
                Rule::define => Some(part),
                _ => None,
            })
            .collect();
        for pair in lines.windows(2) {
            if let Some(problem) = self.unless_in_item(&pair[0], &pair[1]) {
                self.tell_broken(problem);
                if pair[1].the(Rule::condition).has(Rule::row) {
                    // The items after it would only be told to be out of place.
                    return clause;
                }
            }
        }
        for line in lines {
            // `unless` and `quote` belong to the words before them, and may stand behind them.
            if !matches!(line.rule(), Rule::unless | Rule::broken_lines) && !line.has(Rule::Quote) {
                self.expect_own_line(&line, "each part of a clause");
            }
            match line.rule() {
                Rule::unless => clause.unless.push(self.condition_of(&line)),
                Rule::notwithstanding => {
                    notwithstanding.push((self.span(&line), self.notwithstanding(&line)))
                }
                Rule::remark => clause.remarks.push(self.remark(&line)),
                Rule::validity => clause.validity.push(self.validity(&line)),
                Rule::formerly => {
                    clause.formerly.extend(line.all(Rule::citation).map(|number| self.citation(&number)));
                }
                Rule::addressed_to => clause.addressed_to = Some(self.the_name(&line)),
                Rule::broken_lines => {
                    broken = true;
                    self.broken_lines(&line);
                }
                _ => match self.statement(&line) {
                    Some(statement) => clause.statements.push(statement),
                    None => broken = true,
                },
            }
        }
        self.count_statements(&clause, head, broken);
        self.stand_notwithstanding(&mut clause.statements, notwithstanding, broken);
        clause
    }

    /// An `unless` that belongs to the whole statement, and stands as though it were of the last item alone: on the
    /// item's line, or further in than its letter.
    fn unless_in_item(&self, statement: &Node, unless: &Node) -> Option<SyntaxProblem> {
        if unless.rule() != Rule::unless {
            return None;
        }
        let row = statement.flatten().filter(|part| part.rule() == Rule::row).last()?;
        let label = row.the(Rule::label);
        let (item, span) = (self.span(&label), self.span(&unless.the(Rule::Unless)));
        let further_in = self.column(span.start) > self.column(item.start);
        (further_in || !self.begins_line(span.start)).then(|| SyntaxProblem::UnlessInItem {
            span,
            item,
            label: label.text().to_owned(),
        })
    }

    fn count_statements(&mut self, clause: &Clause, head: Span, broken: bool) {
        match clause.statements.as_slice() {
            [] if !broken => self.tell_missing(SyntaxProblem::NoStatement { clause: head }),
            [first, others @ ..] => {
                for again in others {
                    let (again, first) = (self.first_word(again.span), self.first_word(first.span));
                    self.tell(SyntaxProblem::SecondStatement { again, first });
                }
            }
            _ => (),
        }
    }

    /// Hands `notwithstanding` lines to the statement they belong to.
    fn stand_notwithstanding(
        &mut self,
        statements: &mut [Statement],
        lines: Vec<(Span, Vec<Reference>)>,
        broken: bool,
    ) {
        for (span, references) in lines {
            let weighed = statements.iter_mut().find_map(|statement| match &mut statement.kind {
                StatementKind::Permit { notwithstanding, .. }
                | StatementKind::Prohibit { notwithstanding, .. } => Some(notwithstanding),
                _ => None,
            });
            match weighed {
                Some(weighed) => weighed.extend(references),
                None if broken || self.broken => (),
                None => {
                    let span = self.first_word(span);
                    self.tell(SyntaxProblem::NotwithstandingAlone { span });
                }
            }
        }
    }

    /// A list whose statement could not be read: read for its own faults, then dropped.
    fn broken_lines(&mut self, node: &Node) {
        self.broken = true;
        let opener = node.part(Rule::list_opener);
        self.rows(node, opener.as_ref());
    }
}
