//! Citations to the units they mean: `5(a)`, `clauses 5 to 8`, `part 2`.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::problem::clause::ClauseProblem;
use crate::problem::likely::{likely, row};
use crate::problem::name::{Likely, NameKind, NameProblem};
use crate::program::{Clause, ClauseId, Role, Unit, UnitId};
use crate::source::Span;
use crate::syntax::tree::{
    self, Body, ConclusionKind, Condition, ConditionKind, Reference, ReferenceKind, StatementKind,
};

use super::written::in_order;

/// The clauses of one policy by their numbers, for citing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Register {
    #[serde(serialize_with = "in_order")]
    by_number: FxHashMap<Arc<str>, ClauseId>,
    /// The numbers clauses had before they were renumbered.
    #[serde(serialize_with = "in_order")]
    formerly: FxHashMap<Arc<str>, ClauseId>,
    /// Every labelled item of each clause's lists: whether it is repealed, and where it stands.
    #[serde(serialize_with = "in_order")]
    items: FxHashMap<ClauseId, Items>,
    /// `part 2`, `annex II`: the clauses under each heading.
    #[serde(serialize_with = "in_order")]
    headings: FxHashMap<(bool, Arc<str>), Vec<ClauseId>>,
}

/// The labelled items of a clause's lists, limbs included.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Items {
    /// Their paths, a blank between: labels have none.
    paths: Arc<str>,
    repealed: Vec<(Arc<str>, Span)>,
}

impl Items {
    fn has(&self, path: &str) -> bool {
        self.paths.split(' ').any(|known| known == path)
    }

    fn repealed(&self, path: &str) -> Option<Span> {
        self.repealed.iter().find(|(repealed, _)| **repealed == *path).map(|(_, span)| *span)
    }
}

impl Register {
    /// Enters a clause under its number and the heading above it.
    pub fn enter(&mut self, id: ClauseId, clause: &tree::Clause, heading: Option<&tree::Heading>) {
        self.by_number.insert(clause.number.text.clone(), id);
        for former in &clause.formerly {
            self.formerly.insert(former.text.clone(), id);
        }
        if let Some(heading) = heading {
            self.headings.entry((heading.annex, heading.number.text.clone())).or_default().push(id);
        }
        let mut items = Vec::new();
        for statement in &clause.statements {
            match &statement.kind {
                StatementKind::Require { condition, .. } => labelled(Some(condition), &mut items),
                StatementKind::Define { body, .. } => labelled(Some(body), &mut items),
                StatementKind::DefineByTable { table, .. } => items.extend(table.rows.iter().map(|row| {
                    let repealed = matches!(row.conclusion.kind, ConclusionKind::Repealed);
                    (row.label.text.to_string(), repealed, row.span)
                })),
                StatementKind::Permit { case, .. }
                | StatementKind::Prohibit { case, .. }
                | StatementKind::Oblige { case, .. }
                | StatementKind::OnBreach { case, .. }
                | StatementKind::Except { case, .. } => labelled(case.as_ref(), &mut items),
            }
        }
        if !items.is_empty() {
            let repealed = items.iter().filter(|(_, repealed, _)| *repealed);
            let repealed = repealed.map(|(path, _, span)| (path.as_str().into(), *span)).collect();
            let paths: Vec<&str> = items.iter().map(|(path, ..)| path.as_str()).collect();
            self.items.insert(id, Items { paths: paths.join(" ").into(), repealed });
        }
    }

    /// The numbers that clauses had before, each with the clause that has another now, in the text's order.
    pub fn formerly(&self) -> Vec<(&str, ClauseId)> {
        let mut formerly: Vec<(&str, ClauseId)> =
            self.formerly.iter().map(|(number, id)| (&**number, *id)).collect();
        formerly.sort_by_key(|(number, id)| (*id, *number));
        formerly
    }

    /// The clause of exactly that number.
    pub fn clause(&self, number: &str) -> Option<ClauseId> {
        self.by_number.get(number).copied()
    }

    /// Whether the clause has an item of that path in any of its lists.
    pub fn has_item(&self, clause: ClauseId, path: &str) -> bool {
        self.items.get(&clause).is_some_and(|items| items.has(path))
    }

    /// The units a reference means, in the text's order.
    pub fn units(
        &self,
        reference: &Reference,
        clauses: &[Clause],
        units: &[Unit],
    ) -> Result<Vec<UnitId>, Problem> {
        let all_of =
            |ids: &[ClauseId]| ids.iter().flat_map(|id| clauses[id.0 as usize].units.clone()).collect();
        match &reference.kind {
            ReferenceKind::Citation(citation) => {
                self.cite(citation, reference.span, clauses, units).map(|(_, units)| units)
            }
            ReferenceKind::Range(from, to) => {
                let from = self.number(from, reference.span)?;
                let to = self.number(to, reference.span)?;
                if from > to {
                    return Err(ClauseProblem::RangeReversed { span: reference.span }.into());
                }
                Ok((from.0..=to.0).flat_map(|i| clauses[i as usize].units.clone()).collect())
            }
            ReferenceKind::Part(number) => self.heading(false, number, reference.span).map(all_of),
            ReferenceKind::Annex(number) => self.heading(true, number, reference.span).map(all_of),
        }
    }

    fn heading(&self, annex: bool, number: &str, span: Span) -> Result<&[ClauseId], Problem> {
        match self.headings.get(&(annex, number.into())) {
            Some(clauses) => Ok(clauses),
            None => {
                let word = if annex { "annex" } else { "part" };
                let mut known: Vec<String> = self
                    .headings
                    .keys()
                    .filter(|(other, _)| *other == annex)
                    .map(|(_, number)| format!("{word} {number}"))
                    .collect();
                known.sort();
                Err(NameProblem::Unknown {
                    kind: NameKind::Part,
                    name: format!("{word} {number}"),
                    span,
                    likely: None,
                    known: row(known.iter().map(String::as_str), 6),
                }
                .into())
            }
        }
    }

    fn number(&self, number: &str, span: Span) -> Result<ClauseId, Problem> {
        self.clause(number).ok_or_else(|| self.unknown(number, span))
    }

    fn unknown(&self, citation: &str, span: Span) -> Problem {
        let mut known: Vec<&str> = self.by_number.keys().map(|number| &**number).collect();
        known.sort_by_key(|number| (number.len(), *number));
        NameProblem::Unknown {
            kind: NameKind::Clause,
            name: citation.to_owned(),
            span,
            likely: likely(citation, known.iter().copied().filter(|number| number.len() > 2))
                .map(|name| Likely { name: name.to_owned(), declared: None }),
            known: row(known, 8),
        }
        .into()
    }

    /// The clause a citation means, and the units of it: the longest declared number that begins it, the
    /// rest being the item.
    pub fn cite(
        &self,
        citation: &str,
        span: Span,
        clauses: &[Clause],
        units: &[Unit],
    ) -> Result<(ClauseId, Vec<UnitId>), Problem> {
        let (id, number, item) = longest(&self.by_number, citation)
            .filter(|(id, _, item)| {
                // A number that a clause had before finds it, where it means nothing else today.
                item.is_empty() || self.has_item(*id, item) || longest(&self.formerly, citation).is_none()
            })
            .or_else(|| longest(&self.formerly, citation))
            .ok_or_else(|| self.unknown(citation, span))?;
        let clause = &clauses[id.0 as usize];
        let meant: Vec<UnitId> = clause
            .units
            .iter()
            .copied()
            .filter(|unit| units[unit.0 as usize].item.starts_with(item))
            .collect();
        if !meant.is_empty() || item.is_empty() {
            return Ok((id, meant));
        }
        let declared = clause.number_span;
        Err(match self.items.get(&id).filter(|items| items.has(item)).map(|items| items.repealed(item)) {
            Some(Some(at)) => ClauseProblem::Repealed { citation: citation.to_owned(), span, declared: at },
            Some(None) => ClauseProblem::ItemDoesNotCount {
                citation: citation.to_owned(),
                clause: number.to_owned(),
                span,
                declared,
            },
            None => {
                let items: Vec<&str> = clause
                    .units
                    .iter()
                    .map(|unit| &*units[unit.0 as usize].item)
                    .filter(|item| !item.is_empty())
                    .collect();
                ClauseProblem::NoSuchItem {
                    citation: item.to_owned(),
                    clause: number.to_owned(),
                    span,
                    items: row(items, 8),
                    declared,
                }
            }
        }
        .into())
    }

    /// Numbers that begin another clause's number where the rest is an item of theirs.
    pub fn ambiguous(&self, clauses: &[Clause]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for clause in clauses {
            let number = &clause.number;
            for at in number.match_indices('(').map(|(at, _)| at).filter(|at| *at > 0) {
                let (shorter, item) = number.split_at(at);
                if let Some(id) = self.clause(shorter)
                    && self.has_item(id, item)
                {
                    problems.push(
                        NameProblem::CitationFitsTwo {
                            longer: number.to_string(),
                            shorter: shorter.to_owned(),
                            span: clause.number_span,
                            first: clauses[id.0 as usize].number_span,
                        }
                        .into(),
                    );
                }
            }
        }
        problems
    }
}

/// The clause whose number is the longest that begins a citation, with the number and the rest, which is
/// an item or nothing.
fn longest<'c>(
    numbers: &FxHashMap<Arc<str>, ClauseId>,
    citation: &'c str,
) -> Option<(ClauseId, &'c str, &'c str)> {
    let cuts = citation.char_indices().map(|(at, _)| at).chain([citation.len()]);
    let cut = cuts.rev().find(|at| *at > 0 && numbers.contains_key(&citation[..*at]))?;
    let (number, item) = citation.split_at(cut);
    (item.is_empty() || item.starts_with('(')).then(|| (numbers[number], number, item))
}

/// What a clause is, for a message.
pub fn called(role: &Role) -> &'static str {
    match role {
        Role::Definition(_) => "a definition",
        Role::Permission { .. } => "a permission",
        Role::Prohibition { .. } => "a prohibition",
        Role::Requirement { .. } => "a requirement",
        Role::Duty { .. } => "a duty",
        Role::Remedies { .. } => "a remedy",
        Role::Exception | Role::OutOfScope => "an exception",
    }
}

/// Every labelled item of a statement's lists, by its path.
fn labelled(body: Option<&Body>, items: &mut Vec<(String, bool, Span)>) {
    match body {
        None => {}
        Some(Body::Plain(condition)) => labels(condition, "", items),
        Some(Body::Readings(readings)) => {
            for reading in readings {
                labels(&reading.condition, "", items);
            }
        }
    }
}

fn labels(condition: &Condition, above: &str, items: &mut Vec<(String, bool, Span)>) {
    match &condition.kind {
        ConditionKind::List(list) => {
            for item in &list.items {
                let path = format!("{above}{}", item.label.text);
                items.push((path.clone(), item.condition.is_none(), item.span));
                if let Some(condition) = &item.condition {
                    labels(condition, &path, items);
                }
            }
        }
        ConditionKind::Junction(_, parts) => {
            for part in parts {
                labels(part, above, items);
            }
        }
        ConditionKind::Quantified(quantified) => {
            for inner in quantified.filter.iter().chain(match &quantified.predicate {
                Some(tree::Predicate::Has(condition)) => Some(condition),
                _ => None,
            }) {
                labels(inner, above, items);
            }
        }
        ConditionKind::Not(inner) | ConditionKind::Group(inner) => labels(inner, above, items),
        ConditionKind::Given(given) => labels(&given.otherwise, above, items),
        ConditionKind::Comparison(_) | ConditionKind::Bare(_) | ConditionKind::Broken => {}
    }
}
