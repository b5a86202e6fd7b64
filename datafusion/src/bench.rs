//! Judges who sit wherever rows come to them, for as long as rows come.

use datafusion::arrow::array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Field, Schema};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::{DataFusionError, Result};
use licit::audit::{Auditor, Columns, Member, Outcome, Row, Written};
use licit::casebook::rows::Form;
use licit::compiled::file::{Packed, Refused};
use licit::model::Library;
use licit::problem::Tell;
use licit::source::Sources;
use parking_lot::Mutex;
use self_cell::self_cell;
use std::sync::Arc;

use crate::question::Question;

/// The texts and policies that judges look at.
struct Shelf {
    sources: Sources,
    library: Library,
}

/// Those who judge.
struct Judges<'s> {
    auditor: Auditor<'s>,
    columns: Columns,
    /// Those who have nothing to do. There are as many as ever had to judge at a time.
    free: Mutex<Vec<Member<'s>>>,
    in_lines: bool,
}

self_cell!(
    struct Seated {
        owner: Shelf,
        #[not_covariant]
        dependent: Judges,
    }
);

/// See the head of this file. It may be asked by many at once.
pub struct Bench(Seated);

impl Bench {
    /// Opens the policy, and looks at the columns. It fails where the policy was compiled by another version of Licit,
    /// or a column is called as no fact is.
    pub fn of(question: &Question) -> Result<Bench> {
        let terms = &question.terms;
        let unpacked = Packed::of(&terms.compiled).and_then(|packed| packed.telling());
        let (sources, mut library) = unpacked.map_err(|refused| told(&refused))?;
        if let Some(version) = &terms.as_of_version {
            library.judge_as_of(version);
        }
        let seated = Seated::try_new(Shelf { sources, library }, |shelf| {
            let request = terms.request.clone();
            let auditor = Auditor::of(&shelf.sources, &shelf.library, terms.policy.clone(), request);
            let form = if question.in_lines { Form::Json } else { Form::Csv };
            let (names, plan) = (&question.columns, terms.plan.clone());
            let columns = Columns::named(&question.table, form, names, plan, &auditor)
                .map_err(|problem| DataFusionError::Execution(problem.tell().message))?;
            Ok(Judges { auditor, columns, free: Mutex::default(), in_lines: question.in_lines })
        });
        seated.map(Bench)
    }

    /// Judges so many rows, of which these are the columns.
    pub fn judge(&self, columns: &[ArrayRef], rows: usize) -> Result<Vec<Outcome>> {
        self.0.with_dependent(|_, judges| {
            let free = judges.free.lock().pop();
            let mut member = free.unwrap_or_else(|| judges.auditor.member());
            let outcomes = match judges.in_lines {
                true => judges.judge_lines(&mut member, columns),
                false => judges.judge_columns(&mut member, columns, rows),
            };
            judges.free.lock().push(member);
            outcomes
        })
    }
}

impl<'s> Judges<'s> {
    fn judge_columns(
        &self,
        member: &mut Member<'s>,
        columns: &[ArrayRef],
        rows: usize,
    ) -> Result<Vec<Outcome>> {
        let fields = columns.iter().map(|column| Field::new("", column.data_type().clone(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(schema, columns.to_vec(), &options)?;
        Ok(member.judge_batch(&self.auditor, &self.columns, &batch, None))
    }

    fn judge_lines(&self, member: &mut Member<'s>, columns: &[ArrayRef]) -> Result<Vec<Outcome>> {
        let [lines] = columns else {
            return Err(DataFusionError::Execution("lines are one column".to_owned()));
        };
        let options = FormatOptions::default();
        let texts = ArrayFormatter::try_new(lines, &options)?;
        let judge = |at: usize| {
            let row = Row { line: None, written: Written::Line(texts.value(at).to_string()) };
            member.judge(&self.auditor, &self.columns, Form::Json, &row)
        };
        Ok((0..lines.len()).map(judge).collect())
    }
}

/// Why a policy that came from elsewhere is not judged by.
fn told(refused: &Refused) -> DataFusionError {
    DataFusionError::Execution(match refused {
        Refused::Stale { by } => {
            let this = env!("CARGO_PKG_VERSION");
            format!("the policy was compiled by Licit {by}, and this machine has Licit {this}")
        }
        Refused::Damaged | Refused::NotCompiled => "the policy is damaged".to_owned(),
    })
}
