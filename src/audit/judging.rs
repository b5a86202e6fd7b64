//! Judging rows, a stretch of them at a time, on as many threads as wanted.

use std::collections::{BTreeSet, HashMap};
use std::thread;

use super::columns::Columns;
use super::read::Row;
use crate::casebook::ask::{self, Request};
use crate::casebook::facts::Lookup;
use crate::casebook::rows::Form;
use crate::casebook::run::impossible_facts;
use crate::compiled::{Clerk, Desk};
use crate::export::sql::Known;
use crate::judge::Verdict;
use crate::model::{Library, Version, VersionId};
use crate::problem::Tell;
use crate::program::{Program, Ruling};
use crate::report::data;
use crate::source::Sources;

/// One policy, and how rows are to be judged by it.
pub struct Auditor<'l> {
    pub sources: &'l Sources,
    pub library: &'l Library,
    policy: String,
    request: Request,
    /// The names that a fact may have.
    pub(super) names: BTreeSet<String>,
}

/// What came of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Judged(Answer),
    /// Nothing, and why.
    SetAside(String),
}

/// What is written beside a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub verdict: &'static str,
    /// The citations of what decides; nothing where the verdict is undetermined.
    pub decided_by: Vec<String>,
    /// The facts that an undetermined verdict turns on.
    pub missing: Vec<String>,
    /// Whether the search behind the verdict was not cut short.
    pub exact: bool,
}

impl Answer {
    /// Of a verdict.
    pub fn of(program: &Program, verdict: &Verdict) -> Answer {
        let by = match verdict.ruling {
            Ruling::Undetermined => &[][..],
            _ => &verdict.by[..],
        };
        Answer {
            verdict: data::ruling(verdict.ruling),
            decided_by: data::cited(program, by),
            missing: verdict.turns_on.iter().map(|fact| fact.key(program)).collect(),
            exact: verdict.exact,
        }
    }
}

impl<'l> Auditor<'l> {
    /// One who judges by the policy of that name, which the library has.
    pub fn of(sources: &'l Sources, library: &'l Library, policy: String, request: Request) -> Auditor<'l> {
        let mut auditor = Auditor { sources, library, policy, request, names: BTreeSet::new() };
        let programs: Vec<&Program> = auditor.versions().map(|version| &*version.program).collect();
        auditor.names = Known::of(&programs).facts().map(str::to_owned).collect();
        auditor
    }

    /// The versions of the policy.
    pub(super) fn versions(&self) -> impl Iterator<Item = &'l Version> + use<'l> {
        let library = self.library;
        library.versions_of(&self.policy).iter().map(|id| library.version(*id))
    }
}

/// Those who judge, each with a desk of their own.
pub struct Team<'l> {
    members: Vec<Member<'l>>,
}

struct Member<'l> {
    lookup: Lookup<'l>,
    clerks: HashMap<VersionId, Clerk<'l>>,
    desk: Desk,
}

impl<'l> Team<'l> {
    /// So many of them.
    pub fn of(auditor: &Auditor<'l>, threads: usize) -> Team<'l> {
        let member = || Member {
            lookup: Lookup::new(auditor.sources, auditor.library),
            clerks: HashMap::new(),
            desk: Desk::default(),
        };
        Team { members: (0..threads.max(1)).map(|_| member()).collect() }
    }

    /// Judges rows; the outcomes come in their order.
    pub fn judge(
        &mut self,
        auditor: &Auditor<'l>,
        columns: &Columns,
        form: Form,
        rows: &[Row],
    ) -> Vec<Outcome> {
        let each = rows.len().div_ceil(self.members.len()).max(1);
        thread::scope(|scope| {
            let working: Vec<_> = self
                .members
                .iter_mut()
                .zip(rows.chunks(each))
                .map(|(member, rows)| {
                    let judge = move || -> Vec<Outcome> {
                        rows.iter().map(|row| member.judge(auditor, columns, form, row)).collect()
                    };
                    scope.spawn(judge)
                })
                .collect();
            let done = working.into_iter().flat_map(|worker| match worker.join() {
                Ok(outcomes) => outcomes,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            done.collect()
        })
    }
}

impl<'l> Member<'l> {
    fn judge(&mut self, auditor: &Auditor<'l>, columns: &Columns, form: Form, row: &Row) -> Outcome {
        let facts = match columns.facts(&row.written, auditor) {
            Ok(facts) => facts,
            Err(why) => return Outcome::SetAside(why),
        };
        let stated = ask::stated(&mut self.lookup, &auditor.policy, &auditor.request, facts, form);
        let Some((id, case)) = stated else {
            return Outcome::SetAside("no version of the policy applies".to_owned());
        };
        let case = match case {
            Ok(case) => case,
            Err(misfits) => {
                let told = misfits.into_iter().map(|misfit| match misfit.help.is_empty() {
                    true => format!("`{}`: {}", misfit.at, misfit.message),
                    false => format!("`{}`: {}; {}", misfit.at, misfit.message, misfit.help),
                });
                return Outcome::SetAside(told.collect::<Vec<_>>().join(". "));
            }
        };
        let program = &*auditor.library.version(id).program;
        let clerk = self.clerks.entry(id).or_insert_with(|| Clerk::of(program));
        match clerk.judge(&case, &mut self.desk) {
            Ok(verdict) => Outcome::Judged(Answer::of(program, &verdict)),
            Err(impossible) => {
                let title = format!("line {}", row.line);
                let span = program.policy.span;
                let problem = impossible_facts(program, &case, &title, span, &impossible);
                Outcome::SetAside(problem.tell().message)
            }
        }
    }
}
