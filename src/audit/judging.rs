//! Judging rows, on as many threads as wanted.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::alike::{Alike, Mark};
use super::columns::Columns;
use super::flow;
#[cfg(feature = "parquet")]
use super::parquet::Durations;
use super::read::Row;
use crate::casebook::ask::{self, Request};
use crate::casebook::facts::Lookup;
use crate::casebook::rows::Form;
use crate::casebook::run::impossible_facts;
use crate::compiled::{Clerk, Desk};
use crate::export::sql::Known;
use crate::judge::{Case, Impossible, Verdict};
use crate::model::{Library, VersionId};
use crate::problem::Tell;
use crate::program::classes::Classes;
use crate::program::{Program, Ruling, UnitId};
use crate::report::data;
use crate::source::Sources;

/// One policy, and how rows are to be judged by it.
pub struct Auditor<'l> {
    pub sources: &'l Sources,
    pub library: &'l Library,
    pub(super) policy: String,
    pub(super) request: Request,
    /// The names that a fact may have.
    pub(super) names: BTreeSet<String>,
    /// The versions of the policy; what follows is by their places here.
    pub(super) versions: Vec<VersionId>,
    /// What values they do not tell apart.
    pub(super) classes: Vec<Classes>,
    /// The case that every row states, if it states any.
    pub(super) starts: Vec<Option<Case>>,
    /// The version that judges the rows that state no day.
    pub(super) undated: Option<VersionId>,
    #[cfg(feature = "parquet")]
    pub(super) durations: Durations,
}

/// What came of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Judged(Arc<Answer>),
    /// Nothing, and why.
    SetAside(String),
}

/// What is written beside a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    /// Of a ruling that is certain, with all that decided; `None` is `otherwise`.
    fn certain(program: &Program, ruling: Ruling, by: &[Option<UnitId>]) -> Answer {
        Answer {
            verdict: data::ruling(ruling),
            decided_by: by.iter().map(|unit| data::citation(program, *unit)).collect(),
            missing: Vec::new(),
            exact: true,
        }
    }

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
        let versions = library.versions_of(&policy).to_vec();
        let programs: Vec<&Program> = versions.iter().map(|id| &*library.version(*id).program).collect();
        let (mut lookup, mut said) = (Lookup::new(sources, library), Map::new());
        request.prevail(&mut said);
        let start = |id: &VersionId| ask::case(&mut lookup, &policy, *id, &said, Form::Json).ok();
        Auditor {
            sources,
            library,
            names: Known::of(&programs).facts().map(str::to_owned).collect(),
            classes: programs.iter().map(|program| Classes::of(program)).collect(),
            starts: versions.iter().map(start).collect(),
            undated: library.version_on(&policy, request.on),
            #[cfg(feature = "parquet")]
            durations: Durations::of(programs.iter().copied()),
            versions,
            policy,
            request,
        }
    }

    /// One who judges rows by it.
    pub fn member(&self) -> Member<'l> {
        Member {
            lookup: Lookup::new(self.sources, self.library),
            alike: Alike::default(),
            clerks: HashMap::new(),
            desk: Desk::default(),
            mark: Mark::default(),
        }
    }
}

/// Those who judge, each with a desk of their own.
pub struct Team<'l> {
    members: Vec<Member<'l>>,
}

/// One who judges rows.
pub struct Member<'l> {
    pub(super) lookup: Lookup<'l>,
    pub(super) alike: Alike,
    clerks: HashMap<VersionId, Clerk<'l>>,
    desk: Desk,
    /// The mark of the row that is being judged.
    mark: Mark,
}

impl<'l> Team<'l> {
    /// So many of them.
    pub fn of(auditor: &Auditor<'l>, threads: usize) -> Team<'l> {
        Team { members: (0..threads.max(1)).map(|_| auditor.member()).collect() }
    }

    /// Lets each take pieces of work, see to them, and hand over what came, in the order of the pieces; see
    /// [`flow::in_order`].
    pub fn work<P: Send, R: Send, F: Send>(
        &mut self,
        next: impl FnMut() -> Result<Option<P>, F> + Send,
        work: impl Fn(&mut Member<'l>, P) -> R + Sync,
        done: impl FnMut(R) -> Result<(), F> + Send,
    ) -> Result<(), F> {
        flow::in_order(&mut self.members, next, work, done)
    }
}

impl<'l> Member<'l> {
    /// Judges a row.
    pub fn judge(&mut self, auditor: &Auditor<'l>, columns: &Columns, form: Form, row: &Row) -> Outcome {
        let mut mark = std::mem::take(&mut self.mark);
        let marked = columns.mark(&row.written, auditor, &mut self.alike, &mut self.lookup, &mut mark);
        let outcome = self.judge_marked(auditor, marked.map(|()| &mark), |member| {
            match columns.facts(&row.written, auditor) {
                Ok(facts) => member.judge_facts(auditor, facts, form, row.line),
                Err(why) => Outcome::SetAside(why),
            }
        });
        self.mark = mark;
        outcome
    }

    /// Judges a row by its mark, if it has one that tells enough; else by itself.
    pub(super) fn judge_marked(
        &mut self,
        auditor: &Auditor<'l>,
        mark: Option<&Mark>,
        alone: impl FnOnce(&mut Member<'l>) -> Outcome,
    ) -> Outcome {
        let Some(mark) = mark else { return alone(self) };
        if let Some(answer) = self.alike.answer(mark) {
            return Outcome::Judged(Arc::clone(answer));
        }
        if let Some((id, case)) = self.alike.case(mark, auditor)
            && let Ok(answer) = self.answer(auditor, id, &case)
        {
            return Outcome::Judged(self.alike.keep(mark, answer));
        }
        match alone(self) {
            Outcome::Judged(answer) => Outcome::Judged(self.alike.keep(mark, Arc::unwrap_or_clone(answer))),
            set_aside => set_aside,
        }
    }

    /// Judges what the facts of a row say, whatever others were judged.
    pub(super) fn judge_facts(
        &mut self,
        auditor: &Auditor<'l>,
        facts: Map<String, Json>,
        form: Form,
        line: Option<u64>,
    ) -> Outcome {
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
        match self.answer(auditor, id, &case) {
            Ok(answer) => Outcome::Judged(Arc::new(answer)),
            Err(impossible) => {
                let program = &*auditor.library.version(id).program;
                let title = line.map_or("this row".to_owned(), |line| format!("line {line}"));
                let span = program.policy.span;
                let problem = impossible_facts(program, &case, &title, span, &impossible);
                Outcome::SetAside(problem.tell().message)
            }
        }
    }

    /// The answer to a case, if its facts can all be true.
    fn answer(&mut self, auditor: &Auditor<'l>, id: VersionId, case: &Case) -> Result<Answer, Impossible> {
        let program = &*auditor.library.version(id).program;
        let clerk = self.clerks.entry(id).or_insert_with(|| Clerk::of(program));
        match clerk.decide(case, &mut self.desk) {
            Some(decided) => Ok(Answer::certain(program, decided.ruling, self.desk.by())),
            None => clerk.judge(case, &mut self.desk).map(|verdict| Answer::of(program, &verdict)),
        }
    }
}
