//! Definitions by table to units, one a row: `first match` lets each row except from those below it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::problem::Tell;
use crate::problem::clause::ClauseProblem;
use crate::program::{ClauseId, Days, DefinitionId, Node, NodeId, Role, Table, UnitId};
use crate::source::Span;
use crate::syntax::tree::{
    Answer, AnswerKind, Comparison, ConclusionKind, Condition, ConditionKind, Decision, DecisionTable,
    Literal, LiteralKind, Match, Name, Operator, Path, Question, QuestionKind, Side, SideKind,
};

use super::lowering::{Lowering, Speaking};

/// The rows that say something; one that is repealed keeps its letter alone.
pub fn standing(table: &DecisionTable) -> impl Iterator<Item = &Decision> {
    table.rows.iter().filter(|row| !matches!(row.conclusion.kind, ConclusionKind::Repealed))
}

impl Lowering<'_> {
    /// What each row does: it defines a term, or keeps the case from the rows below.
    pub fn conclusions(
        &mut self,
        names: &[Name],
        of: Option<&Name>,
        table: &DecisionTable,
        days: Option<&Days>,
    ) -> Option<Vec<Role>> {
        let mut terms: Vec<(Arc<str>, DefinitionId)> = Vec::with_capacity(names.len());
        for name in names {
            if let Some(first) = names.iter().find(|first| first.text == name.text && first.span != name.span)
                && terms.iter().any(|(known, _)| *known == name.text)
            {
                let (term, again, first) = (name.text.to_string(), name.span, first.span);
                self.tell(ClauseProblem::DefinedTwice { term, again, first });
                return None;
            }
            terms.push((name.text.clone(), self.definition(name, of, days)?));
        }
        self.heading_of_conclusions(names, table);
        let mut concluded = HashSet::new();
        let mut roles = Vec::new();
        for row in standing(table) {
            let term = match (&row.conclusion.kind, terms.as_slice()) {
                (ConclusionKind::Yes, [(_, only)]) => Some(*only),
                (ConclusionKind::No, [_]) => None,
                (ConclusionKind::None, [_, _, ..]) => None,
                (ConclusionKind::Term(name), several @ [_, _, ..])
                    if several.iter().any(|(known, _)| *known == name.text) =>
                {
                    several.iter().find(|(known, _)| *known == name.text).map(|(_, term)| *term)
                }
                (ConclusionKind::Broken, _) => return None,
                _ => {
                    let wanted = match names {
                        [_] => vec!["yes".to_owned(), "no".to_owned()],
                        several => {
                            let names = several.iter().map(|name| name.text.to_string());
                            names.chain(["none".to_owned()]).collect()
                        }
                    };
                    let span = row.conclusion.span;
                    self.tell(ClauseProblem::NotAConclusion {
                        written: self.sources.phrase(span),
                        wanted,
                        span,
                    });
                    return None;
                }
            };
            concluded.extend(term);
            roles.push(term.map_or(Role::Exception, Role::Definition));
        }
        // Where no row could be read, that was told.
        if !table.rows.is_empty()
            && let Some((never, _)) =
                names.iter().zip(&terms).find(|(_, (_, term))| !concluded.contains(term))
        {
            let (term, span) = (never.text.to_string(), never.span);
            self.tell(ClauseProblem::NeverConcluded { term, span });
            return None;
        }
        Some(roles)
    }

    /// The last column of one term is headed by it, that of several by `is`.
    fn heading_of_conclusions(&mut self, names: &[Name], table: &DecisionTable) {
        let wanted = match names {
            [only] => &only.text,
            _ => "is",
        };
        if *table.concludes.text != *wanted {
            let (wanted, span) = (wanted.to_owned(), table.concludes.span);
            self.tell(ClauseProblem::HeadingOfConclusions { wanted, several: names.len() > 1, span });
        }
    }

    /// Lets each row of a first match except from those below it.
    pub fn first_match(&mut self, units: &[UnitId]) {
        for (place, unit) in units.iter().enumerate() {
            self.program.units[unit.0 as usize].exceptions.extend(&units[..place]);
        }
    }

    /// The condition of each row that says something.
    pub fn rows(&mut self, table: &DecisionTable, speaking: Speaking<'_>) -> Vec<NodeId> {
        // What is wrong with a heading is told once, and not for every row.
        let mut told = vec![false; table.questions.len()];
        standing(table)
            .map(|row| {
                let mut parts = Vec::new();
                for ((question, answer), told) in table.questions.iter().zip(&row.answers).zip(&mut told) {
                    if *told {
                        continue;
                    }
                    let before = self.problems.len();
                    parts.extend(self.cell(question, answer, speaking));
                    let of_heading =
                        |span: Span| question.span.start <= span.start && span.end <= question.span.end;
                    *told = self.problems[before..].iter().any(|problem| {
                        problem.tell().labels.first().is_some_and(|label| of_heading(label.span))
                    });
                }
                match parts[..] {
                    [] => self.node(Node::Constant(true), None),
                    [one] => one,
                    // Its words are those of its cells.
                    _ => self.node(Node::All(parts.into()), None),
                }
            })
            .collect()
    }

    /// A cell under its heading; `None` where it is `-`.
    fn cell(&mut self, question: &Question, answer: &Answer, speaking: Speaking<'_>) -> Option<NodeId> {
        let AnswerKind::Compared { operator, operator_span, right } = &answer.kind else { return None };
        let asked = match &question.kind {
            QuestionKind::Compared(Side {
                kind: SideKind::Path(path @ Path { the_date: false, .. }),
                ..
            }) => {
                let kind = ConditionKind::Bare(Box::new(path.clone()));
                Some(Condition { span: question.span, kind })
            }
            QuestionKind::Compared(_) => None,
            QuestionKind::Condition(condition) => Some(condition.clone()),
            QuestionKind::Broken => return None,
        };
        match (asked, yes_or_no(*operator, right), &question.kind) {
            // A yes/no fact, a defined term, a condition: it holds, or it does not.
            (Some(condition), Some(holds), _) => {
                let node = self.condition(&condition, speaking);
                Some(if holds { node } else { self.node(Node::Not(node), None) })
            }
            (_, _, QuestionKind::Compared(left)) => {
                let comparison = Comparison {
                    left: left.clone(),
                    operator: *operator,
                    operator_span: *operator_span,
                    right: right.clone(),
                };
                let kind = ConditionKind::Comparison(Box::new(comparison));
                let node = self.condition(&Condition { span: answer.span, kind }, speaking);
                self.program.origins[node.0 as usize].heading = Some(question.span);
                Some(node)
            }
            _ => {
                self.tell(ClauseProblem::YesOrNoAsked { span: answer.span, heading: question.span });
                Some(self.meaningless(answer.span))
            }
        }
    }

    /// Keeps what is said of the rows of a table, whose units are lowered already.
    pub fn said_of_rows(
        &mut self,
        clause: ClauseId,
        table: &DecisionTable,
        rows: &[NodeId],
        shared: Option<NodeId>,
    ) {
        let Some(first) = self.program.clauses[clause.0 as usize].units.first().copied() else { return };
        let first = self.program.unit(first).clone();
        let mut parts: Vec<NodeId> = first.in_force.into_iter().chain(shared).collect();
        for unless in first.unless {
            parts.push(self.node(Node::Not(unless), None));
        }
        let fits = self.node(Node::Any(rows.into()), None);
        parts.push(self.node(Node::Not(fits), None));
        let unfit = self.node(Node::All(parts.into()), None);
        let (unique, span) = (table.matching.kind == Match::Unique, table.matching.span);
        self.program.clauses[clause.0 as usize].table = Some(Box::new(Table { unique, unfit, span }));
    }
}

/// What a cell says that says only yes or no.
fn yes_or_no(operator: Operator, right: &[Side]) -> Option<bool> {
    let [Side { kind: SideKind::Literal(Literal { kind, .. }), .. }] = right else { return None };
    match (operator, kind) {
        (Operator::Is, LiteralKind::Yes) | (Operator::IsNot, LiteralKind::No) => Some(true),
        (Operator::Is, LiteralKind::No) | (Operator::IsNot, LiteralKind::Yes) => Some(false),
        _ => None,
    }
}
