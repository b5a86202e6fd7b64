//! Scenarios, what is given for all of them, and properties.

use super::{Builder, Node};
use crate::problem::syntax::SyntaxProblem;
use crate::source::Span;
use crate::syntax::grammar::Rule;
use crate::syntax::near::near;
use crate::syntax::slip;
use crate::syntax::tree::{
    Claim, ClaimKind, Fact, FactKind, FactValue, FactValueKind, HasAttribute, OtherVerdict, Property,
    Scenario, ScenarioLine, ScenarioLineKind, Side, SideKind, Words,
};
use crate::syntax::vocabulary::Owner;

impl Builder<'_> {
    pub fn given(&mut self, node: &Node) -> Scenario {
        Scenario { title: None, lines: self.scenario_lines(node) }
    }

    pub fn scenario(&mut self, node: &Node) -> Option<Scenario> {
        let title = self.text_in(node);
        let lines = self.scenario_lines(node);
        let expects = lines.iter().any(|line| matches!(line.kind, ScenarioLineKind::Expect(_)));
        let broken = self.broken;
        if let Some(title) = title.as_ref().filter(|_| !expects && !broken) {
            self.tell_missing(SyntaxProblem::NoExpect { title: title.span });
        }
        Some(Scenario { title: Some(title?), lines })
    }

    pub fn scenario_lines(&mut self, node: &Node) -> Vec<ScenarioLine> {
        let mut lines: Vec<ScenarioLine> = Vec::new();
        for line in node.all(Rule::scenario_line) {
            let after_has = lines.last().is_some_and(|line| {
                matches!(&line.kind, ScenarioLineKind::Fact(Fact { kind: FactKind::Has { .. }, .. }))
            });
            self.expect_new_line(&line.first(), after_has);
            lines.extend(self.scenario_line(&line));
        }
        lines
    }

    /// Tells what stands behind a line of a scenario: a misspelt word took that line apart, a comma is missing
    /// between attributes, or it wants a line of its own.
    fn expect_new_line(&mut self, line: &Node, after_has: bool) {
        let span = self.first_word(self.span(line));
        // `like` may stand behind the title.
        let free = matches!(line.rule(), Rule::like | Rule::FAULT | Rule::Facts);
        let number = self.source.line_of(span.start);
        if free || self.begins_line(span.start) || self.crowded == Some(number) {
            return;
        }
        let text = self.source.line_text(number).trim_start();
        let word = slip::word(text);
        let words = Owner::Scenario.lines();
        if let Some(likely) = near(word, words.iter().copied()).filter(|_| !words.contains(&word)) {
            let start =
                self.source.line_start(number) + (self.source.line_text(number).len() - text.len()) as u32;
            let span = Span::new(self.file, start, start + word.len() as u32);
            let (word, likely) = (word.to_owned(), likely.to_owned());
            self.tell_broken(SyntaxProblem::MisspeltWord { span, word, likely });
        } else if after_has {
            let found = Some(self.sources.text(span).to_owned());
            self.tell_broken(SyntaxProblem::HereShouldStand { span, found, wanted: vec!["a comma"] });
        } else {
            self.tell(SyntaxProblem::NotOnItsLine { span, what: "each line of a scenario" });
        }
        self.crowded = Some(number);
    }

    fn scenario_line(&mut self, node: &Node) -> Option<ScenarioLine> {
        let line = node.first();
        let kind = match line.rule() {
            Rule::like => ScenarioLineKind::Like(self.like(&line)),
            Rule::policy_name => ScenarioLineKind::Policy(self.the_name(&line)),
            Rule::on_day => self.on_day(&line),
            Rule::action_name => ScenarioLineKind::Action(self.the_name(&line)),
            Rule::stipulated => self.stipulated(&line),
            Rule::settled_reading => self.settled_reading(&line),
            Rule::remark => ScenarioLineKind::Remark(self.remark(&line)),
            Rule::tags => ScenarioLineKind::Tags(self.names_in(&line)),
            Rule::expect => ScenarioLineKind::Expect(self.expect(&line, None)),
            Rule::fact => ScenarioLineKind::Fact(self.fact(&line)),
            Rule::Facts => return None,
            Rule::FAULT => {
                self.broken = true;
                return None;
            }
            _ => line.unexpected(),
        };
        Some(ScenarioLine { span: self.span(&line), kind })
    }

    pub fn like(&mut self, node: &Node) -> Words {
        self.the_text(node)
    }

    fn on_day(&mut self, node: &Node) -> ScenarioLineKind {
        let date = self.the_date(node);
        match node.part(Rule::expect) {
            Some(expect) => ScenarioLineKind::Expect(self.expect(&expect, Some(date))),
            None => ScenarioLineKind::On(date),
        }
    }

    fn stipulated(&mut self, node: &Node) -> ScenarioLineKind {
        ScenarioLineKind::Stipulated {
            subject: self.subject(&node.the(Rule::subject)),
            not: node.has(Rule::Not),
            name: self.the_name(node),
        }
    }

    fn settled_reading(&mut self, node: &Node) -> ScenarioLineKind {
        ScenarioLineKind::Reading {
            reading: self.the_name(node),
            clause: self.reference(&node.the(Rule::reference)),
            decided_by: self.fact_decided(node),
        }
    }

    fn fact_decided(&mut self, node: &Node) -> Option<Words> {
        node.part(Rule::fact_decided).map(|decided| self.the_text(&decided.the(Rule::decided_by)))
    }

    fn fact(&mut self, node: &Node) -> Fact {
        let words = node.first();
        let kind = match words.rule() {
            Rule::no_noun => FactKind::None(self.the_name(&words.the(Rule::noun))),
            Rule::not_fact => FactKind::Bare { path: self.subject(&words.the(Rule::subject)), not: true },
            Rule::other_unknown => {
                FactKind::Open { noun: self.the_name(&words.the(Rule::noun)), others: true }
            }
            Rule::kept => FactKind::Kept {
                clause: self.reference(&words.the(Rule::reference)),
                kept: !words.has(Rule::Not),
            },
            Rule::about => self.about(&words),
            _ => words.unexpected(),
        };
        Fact { kind, decided_by: self.fact_decided(node) }
    }

    /// A fact that begins with the thing it is about.
    fn about(&mut self, node: &Node) -> FactKind {
        let mut path = self.subject(&node.the(Rule::subject));
        let Some(said) = node.parts().find(|part| part.rule() != Rule::subject) else {
            return match path.element {
                Some(_) if path.names.len() == 1 => FactKind::Has { subject: path, attributes: Vec::new() },
                _ => FactKind::Bare { path, not: false },
            };
        };
        match said.rule() {
            Rule::Unknown if path.names.len() == 1 && path.element.is_none() => {
                FactKind::Open { noun: path.names.remove(0), others: false }
            }
            Rule::Unknown => FactKind::Unknown(path),
            Rule::is_fact if said.has(Rule::Unknown) => FactKind::Unknown(path),
            Rule::has => FactKind::Has {
                subject: path,
                attributes: said
                    .all(Rule::has_attribute)
                    .map(|attribute| self.has_attribute(&attribute))
                    .collect(),
            },
            _ => {
                let left = Side { span: path.span, kind: SideKind::Path(path) };
                FactKind::Comparison(self.compared(left, &said))
            }
        }
    }

    fn has_attribute(&mut self, node: &Node) -> HasAttribute {
        HasAttribute { name: self.the_name(node), value: self.fact_value(&node.the(Rule::fact_value)) }
    }

    pub fn fact_value(&mut self, node: &Node) -> FactValue {
        let kind = match node.first().rule() {
            Rule::Unknown => FactValueKind::Unknown,
            Rule::Empty => FactValueKind::Empty,
            _ => FactValueKind::Values(node.all(Rule::value).map(|value| self.value(&value)).collect()),
        };
        FactValue { span: self.span(node), kind }
    }

    pub fn property(&mut self, node: &Node) -> Option<Property> {
        let title = self.text_in(node);
        let (mut policy, mut remarks, mut claims) = (None, Vec::new(), Vec::new());
        let mut broken = false;
        for line in node.all(Rule::property_line) {
            let line = line.first();
            if line.rule() == Rule::FAULT {
                broken = true;
                continue;
            }
            self.expect_own_line(&line, "each line of a property");
            match line.rule() {
                Rule::policy_name => policy = Some(self.the_name(&line)),
                Rule::vocabulary_remark => remarks.push(self.remark(&line)),
                Rule::never => claims.push(self.claim(&line, ClaimKind::Never)),
                Rule::always => claims.push(self.claim(&line, ClaimKind::Always)),
                Rule::verdict_claim => match self.verdict_claim(&line) {
                    Some(claim) => claims.push(claim),
                    None => broken = true,
                },
                _ => line.unexpected(),
            }
        }
        self.broken |= broken;
        let title = title?;
        if claims.is_empty() && !broken {
            self.tell_missing(SyntaxProblem::NoClaim { span: title.span });
        }
        Some(Property { title, policy, remarks, claims })
    }

    /// `never` or `always`.
    fn claim(&mut self, node: &Node, kind: ClaimKind) -> Claim {
        let condition = node.part(Rule::when).and_then(|when| when.part(Rule::condition));
        self.claimed(node, kind, condition)
    }

    /// `only when` or `whenever` after the verdict; nothing where a condition stands after `whenever`.
    fn verdict_claim(&mut self, node: &Node) -> Option<Claim> {
        let Some(whenever) = node.part(Rule::whenever) else {
            let condition = node.the(Rule::only_when).the(Rule::condition);
            return Some(self.claimed(node, ClaimKind::OnlyWhen, Some(condition)));
        };
        let Some(other) = whenever.part(Rule::other_verdict) else {
            let span = self.span(&whenever.the(Rule::condition));
            let verdict = self.sources.text(self.span(&node.the(Rule::verdict))).to_owned();
            self.tell(SyntaxProblem::WheneverCondition { span, verdict });
            return None;
        };
        let other = OtherVerdict {
            actions: self.actions(&other.the(Rule::actions)),
            verdict: self.the_verdict(&other),
        };
        Some(self.claimed(node, ClaimKind::Whenever(other), None))
    }

    fn claimed(&mut self, node: &Node, kind: ClaimKind, condition: Option<Node>) -> Claim {
        Claim {
            span: self.span(node),
            kind,
            verdict: self.the_verdict(node),
            actions: node.part(Rule::claim_actions).map(|actions| self.actions(&actions.the(Rule::actions))),
            condition: condition.map(|condition| self.condition(&condition)),
        }
    }
}
