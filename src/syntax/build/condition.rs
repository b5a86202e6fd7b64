//! Conditions: junctions, lists with their rows, quantifiers, parentheses.

use super::lists::{Label, Nested, nest};
use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Condition, ConditionKind, Connective, List, ListItem, ListQuantity, Name, Predicate, Quantified,
    Quantity, Remark,
};

/// The items of the list that a condition's last words open; `None` where these words are not the last.
pub type Items = Option<Vec<ListItem>>;

impl Builder<'_> {
    /// The condition that a rule holds.
    pub fn condition_of(&mut self, node: &Node) -> Condition {
        self.condition(&node.the(Rule::condition))
    }

    pub fn condition(&mut self, node: &Node) -> Condition {
        let span = self.span(node);
        let Some(words) = node.part(Rule::words) else {
            self.rows(node, None);
            self.broken = true;
            return Condition { span, kind: ConditionKind::Broken };
        };
        let opener = closing_opener(&words);
        let items = self.rows(node, opener.as_ref());
        let condition = self.words(&words, Some(items));
        Condition { span, ..condition }
    }

    pub fn words(&mut self, node: &Node, items: Items) -> Condition {
        let span =
            items.iter().flatten().last().map_or(self.span(node), |item| self.span(node).to(item.span));
        let operands: Vec<Node> = node.all(Rule::operand).collect();
        let [before @ .., last] = operands.as_slice() else { node.unexpected() };
        if before.is_empty() {
            let condition = self.operand(last, items);
            return Condition { span, ..condition };
        }
        let connective = self.connective(node, &operands);
        let mut parts: Vec<Condition> = before.iter().map(|operand| self.operand(operand, None)).collect();
        parts.push(self.operand(last, items));
        let kind = match connective {
            Some(connective) => ConditionKind::Junction(connective, parts),
            None => ConditionKind::Broken,
        };
        Condition { span, kind }
    }

    /// What joins the parts of a junction; `None` where `and` and `or` are mixed or nobody knows where a `where`
    /// ends, which is told.
    fn connective(&mut self, node: &Node, operands: &[Node]) -> Option<Connective> {
        let joints: Vec<(Connective, Span)> =
            node.all(Rule::connective).map(|joint| (self.joint(&joint), self.span(&joint))).collect();
        let first_of =
            |wanted: Connective| joints.iter().find(|(joint, _)| *joint == wanted).map(|(_, span)| *span);
        let phrases = |building: &Self, operands: &[Node]| -> Vec<String> {
            operands.iter().map(|operand| building.phrase(operand)).collect()
        };
        if let (Some(and), Some(or)) = (first_of(Connective::And), first_of(Connective::Or)) {
            let joints: Vec<Connective> = joints.iter().map(|(joint, _)| *joint).collect();
            let phrases = phrases(self, operands);
            let readings = [Connective::And, Connective::Or].map(|first| bracketed(&phrases, &joints, first));
            self.tell_broken(SyntaxProblem::AndWithOr { and, or, readings });
            return None;
        }
        let joint = joints.first()?.0;
        let mut clear = true;
        for (index, operand) in operands[..operands.len() - 1].iter().enumerate() {
            let Some((opening, body)) = open_ended(operand) else { continue };
            let rest = phrases(self, &operands[index + 1..]).join(joint.word());
            let opened = self.sources.phrase(self.span_of(operand.range().start..body.range().start));
            let readings = [
                format!("{opened} ({}{}{rest})", self.phrase(&body), joint.word()),
                format!("({}){}{rest}", self.phrase(operand), joint.word()),
            ];
            let where_ = self.span_of(opening.range().start..body.range().end);
            let span = joints[index].1.to(self.first_word(self.span(&operands[index + 1])));
            self.tell_broken(SyntaxProblem::AfterWhere { span, where_, readings });
            clear = false;
        }
        clear.then_some(joint)
    }

    fn joint(&mut self, node: &Node) -> Connective {
        let word = node.first();
        let (connective, instead) = match word.rule() {
            Rule::And => return Connective::And,
            Rule::Or => return Connective::Or,
            Rule::AndSign => (Connective::And, "`and`"),
            Rule::OrSign => (Connective::Or, "`or`"),
            _ => word.unexpected(),
        };
        self.sign(&word, instead);
        connective
    }

    /// Tells a sign of another language, and the words to use.
    pub fn sign(&mut self, node: &Node, instead: &'static str) {
        let sign = node.text().to_owned();
        self.tell(SyntaxProblem::Sign { span: self.span(node), sign, instead });
    }

    /// An `operand`, or what one `where`, `has` or `not` takes.
    fn operand(&mut self, node: &Node, items: Items) -> Condition {
        let words = node.first();
        let span =
            items.iter().flatten().last().map_or(self.span(node), |item| self.span(node).to(item.span));
        let kind = match words.rule() {
            Rule::broken_operand => {
                self.broken = true;
                ConditionKind::Broken
            }
            Rule::negation => self.negation(&words, items),
            Rule::group => self.group(&words),
            Rule::list_opener => self.list(&words, items),
            Rule::quantified => self.quantified(&words, items),
            Rule::comparison => self.comparison(&words),
            _ => words.unexpected(),
        };
        Condition { span, kind }
    }

    fn negation(&mut self, node: &Node, items: Items) -> ConditionKind {
        if let Some(sign) = node.part(Rule::NotSign) {
            self.sign(&sign, "`not`");
        }
        let negated = node.the(Rule::negated);
        if let Some(opener) = negated.part(Rule::list_opener) {
            let word = self.sources.phrase(self.span(&opener));
            self.tell(SyntaxProblem::NotBeforeMany { span: self.span(&opener), word });
        }
        ConditionKind::Not(Box::new(self.operand(&negated, items)))
    }

    fn group(&mut self, node: &Node) -> ConditionKind {
        let inside = node.the(Rule::condition);
        if inside.has(Rule::row)
            && let Some(opener) = inside.part(Rule::words).and_then(|words| closing_opener(&words))
        {
            let (opener, group) = (self.span(&opener), self.span(&node.the(Rule::OpenParen)));
            self.tell(SyntaxProblem::ListInParentheses { opener, group });
        }
        let condition = self.condition(&inside);
        if let ConditionKind::Bare(path) = &condition.kind {
            let name = self.sources.phrase(path.span);
            self.tell(SyntaxProblem::BareParenthesis { span: self.span(node), name });
        }
        ConditionKind::Group(Box::new(condition))
    }

    fn list(&mut self, node: &Node, items: Items) -> ConditionKind {
        let opener = self.span(node);
        let Some(items) = items else {
            self.tell_broken(SyntaxProblem::ListNotLast { opener });
            return ConditionKind::Broken;
        };
        match items.as_slice() {
            [] => {
                self.tell_missing(SyntaxProblem::NoItems { opener });
                self.broken = true;
                return ConditionKind::Broken;
            }
            [only] => self.tell_missing(SyntaxProblem::OneItem { opener, label: only.label.span }),
            _ => (),
        }
        let quantity = self.list_opener(node);
        let standing = items.iter().filter(|item| item.condition.is_some()).count();
        if let ListQuantity::AtLeast(least) = quantity
            && standing < least as usize
            && items.len() > 1
            && !self.broken
        {
            self.tell(SyntaxProblem::MoreThanThereAre { opener, least, items: standing });
        }
        ConditionKind::List(Box::new(List { quantity, opener, items }))
    }

    fn list_opener(&mut self, node: &Node) -> ListQuantity {
        let words = node.first();
        match words.rule() {
            Rule::AnyOf => ListQuantity::Any,
            Rule::AllOf => ListQuantity::All,
            Rule::NoneOf => ListQuantity::None,
            Rule::at_least_of => ListQuantity::AtLeast(self.count(&words.the(Rule::count))),
            _ => words.unexpected(),
        }
    }

    fn quantified(&mut self, node: &Node, mut items: Items) -> ConditionKind {
        let quantity = self.quantity(&node.the(Rule::quantity));
        let noun = self.the_name(&node.the(Rule::noun));
        let predicate = node.part(Rule::predicate);
        let filter = node.part(Rule::filter).map(|filter| {
            let items = if predicate.is_none() { items.take() } else { None };
            self.operand(&filter.the(Rule::tight), items)
        });
        let predicate = predicate.map(|predicate| self.predicate(&predicate, items));
        ConditionKind::Quantified(Box::new(Quantified { quantity, noun, filter, predicate }))
    }

    fn quantity(&mut self, node: &Node) -> Quantity {
        let word = node.first();
        match word.rule() {
            Rule::Any => Quantity::Any,
            Rule::Every => Quantity::Every,
            Rule::No => Quantity::No,
            Rule::at_least => Quantity::AtLeast(self.count(&word.the(Rule::count))),
            Rule::Some => {
                let (quantity, instead) = match word.text() {
                    "some" => (Quantity::Any, "any"),
                    "none" => (Quantity::No, "no"),
                    _ => (Quantity::Every, "every"),
                };
                let (span, word) = (self.span(&word), word.text().to_owned());
                self.tell(SyntaxProblem::OtherQuantity { span, word, instead });
                quantity
            }
            _ => word.unexpected(),
        }
    }

    /// The number of `at least`, from 1 to 100.
    fn count(&mut self, node: &Node) -> u32 {
        let count = node.text().parse().unwrap_or(u32::MAX);
        if !(1..=100).contains(&count) {
            self.tell(SyntaxProblem::CountOutOfRange { span: self.span(node), none: count == 0 });
        }
        count.clamp(1, 100)
    }

    fn predicate(&mut self, node: &Node, items: Items) -> Predicate {
        match node.part(Rule::tight) {
            Some(tight) => Predicate::Has(self.operand(&tight, items)),
            None => Predicate::Is(self.the_name(node)),
        }
    }

    /// The rows under a condition, nested. Without an opener they are read for their own faults alone.
    pub fn rows(&mut self, node: &Node, opener: Option<&Node>) -> Vec<ListItem> {
        let rows: Vec<Node> = node.all(Rule::row).collect();
        let Some(first) = rows.first() else { return Vec::new() };
        // Where an opener was set aside, or stands among other words, that was told.
        let told = node
            .flatten()
            .take_while(|part| part.rule() != Rule::row)
            .any(|part| matches!(part.rule(), Rule::FAULT | Rule::list_opener));
        if opener.is_none() && !told {
            let label = first.the(Rule::label);
            let (span, label) = (self.span(&label), label.text().to_owned());
            self.tell_broken(SyntaxProblem::LabelWithoutOpener { span, label });
        }
        let labels: Vec<Label> = rows.iter().map(|row| self.label(row)).collect();
        let told_before = self.problems.len();
        let nested = nest(&labels, &mut self.problems);
        self.broken |= self.problems.len() > told_before;
        self.items(nested, &rows, &labels, 1)
    }

    fn label(&mut self, row: &Node) -> Label {
        self.expect_own_line(row, "each item of a list");
        let label = row.the(Rule::label);
        let span = self.span(&label);
        let broken = row.is_broken();
        Label {
            text: label.text().trim_matches(['(', ')']).to_owned(),
            span,
            column: self.column(span.start),
            opens: broken
                && row
                    .flatten()
                    .any(|part| part.rule() == Rule::broken_operand && part.has(Rule::list_opener))
                || row.part(Rule::words).is_some_and(|words| closing_opener(&words).is_some()),
            broken,
        }
    }

    fn items(&mut self, nested: Vec<Nested>, rows: &[Node], labels: &[Label], depth: u8) -> Vec<ListItem> {
        let mut items = Vec::with_capacity(nested.len());
        for Nested { row, items: inner } in nested {
            self.rows.push((labels[row].span.start, depth));
            let inner = self.items(inner, rows, labels, depth + 1);
            items.push(self.row(&rows[row], &labels[row], inner));
        }
        items
    }

    fn row(&mut self, node: &Node, label: &Label, inner: Vec<ListItem>) -> ListItem {
        self.expect_deeper(node, label);
        let span = inner.last().map_or(self.span(node), |item| self.span(node).to(item.span));
        let condition = match node.part(Rule::words) {
            Some(words) => Some(self.words(&words, Some(inner))),
            None if node.has(Rule::Repealed) => None,
            None => {
                let span = self.span(node);
                let text = node.the(Rule::label).text().to_owned();
                self.tell_missing(SyntaxProblem::EmptyListItem { span: label.span, label: text });
                self.broken = true;
                Some(Condition { span, kind: ConditionKind::Broken })
            }
        };
        ListItem {
            span,
            label: Name { text: self.spellings.shared(node.the(Rule::label).text()), span: label.span },
            condition,
            quotes: node.all(Rule::quote).map(|quote| self.quote(&quote)).collect(),
        }
    }

    fn quote(&mut self, node: &Node) -> Remark {
        self.remark(node)
    }

    /// Tells an item's words that go on in a line no further in than its label.
    fn expect_deeper(&mut self, node: &Node, label: &Label) {
        let span = self.span(node);
        let (first, last) = (self.source.line_of(span.start), self.source.line_of(span.end));
        let quotes: Vec<Span> = node.all(Rule::quote).map(|quote| self.span(&quote)).collect();
        for line in first + 1..=last {
            let text = self.source.line_text(line);
            let words = text.trim_start();
            let begins = self.source.line_start(line) + (text.len() - words.len()) as u32;
            let ends = (self.source.line_start(line) + text.trim_end().len() as u32).min(span.end);
            if begins >= ends || words.starts_with('#') || self.column(begins) > label.column {
                continue;
            }
            match quotes.iter().find(|quote| quote.start <= begins && begins < quote.end) {
                Some(quote) if quote.start == begins => {
                    let span = self.first_word(*quote);
                    self.tell(SyntaxProblem::QuoteAfterList { span, label: label.span });
                }
                Some(_) => (),
                None => {
                    let span = Span::new(span.file, begins, ends);
                    let label = Some(label.span);
                    self.tell_broken(SyntaxProblem::WordsAfterList { span, label, requirement: false });
                    return;
                }
            }
        }
    }

    /// The words of a part as they are quoted in a message; a list at its end is told by dots.
    fn phrase(&self, node: &Node) -> String {
        let phrase = self.sources.phrase(self.span(node));
        if closing_opener(node).is_some() { phrase + " ..." } else { phrase }
    }
}

impl Connective {
    /// The word with its blanks, to join phrases by.
    fn word(self) -> &'static str {
        match self {
            Connective::And => " and ",
            Connective::Or => " or ",
        }
    }
}

/// The opener with which words end, if any.
fn closing_opener<'i>(words: &Node<'i>) -> Option<Node<'i>> {
    // All openers end in this word, and few conditions do.
    if !words.text().ends_with("of") {
        return None;
    }
    let end = words.range().end;
    let at_end = |node: &Node<'i>| node.parts().filter(|part| part.range().end == end).last();
    std::iter::successors(at_end(words), at_end).filter(|part| part.rule() == Rule::list_opener).last()
}

/// The word and the body of a `where` or `has` that takes one comparison without a parenthesis.
fn open_ended<'i>(operand: &Node<'i>) -> Option<(Node<'i>, Node<'i>)> {
    let quantified = operand.part(Rule::quantified)?;
    let opening = quantified.part(Rule::predicate).or_else(|| quantified.part(Rule::filter))?;
    let body = opening.part(Rule::tight)?;
    let closed = body.has(Rule::group) || body.has(Rule::list_opener) || body.has(Rule::broken_operand);
    (!closed).then_some((opening, body))
}

/// A junction of mixed connectives, written with parentheses as if `first` joined first.
fn bracketed(phrases: &[String], joints: &[Connective], first: Connective) -> String {
    let mut runs: Vec<(Vec<&str>, Option<Connective>)> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for (index, phrase) in phrases.iter().enumerate() {
        run.push(phrase);
        match joints.get(index) {
            Some(joint) if *joint == first => (),
            joint => runs.push((std::mem::take(&mut run), joint.copied())),
        }
    }
    let mut written = String::new();
    for (run, joint) in runs {
        let joined = run.join(first.word());
        written += &if run.len() > 1 { format!("({joined})") } else { joined };
        written += joint.map_or("", Connective::word);
    }
    written
}
