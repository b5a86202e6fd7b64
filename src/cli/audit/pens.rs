//! What becomes of a piece of a table: its rows are judged, and made ready to be written.

use super::page::{Ready, Scribe};
use super::tables::{End, Piece, Rows};
use crate::audit::write::Pen;
use crate::audit::{Auditor, Kept, Member, Outcome, Row, Tally};
use crate::problem::file::FileProblem;
#[cfg(feature = "parquet")]
use {
    super::page::unwritable,
    crate::audit::Columns,
    crate::audit::engine,
    crate::audit::parquet::{self, Group, RecordBatch},
    crate::casebook::rows::Form,
    std::io,
    std::path::Path,
};

/// How rows are read and written.
pub struct Pens {
    pub read: Kept,
    pub judged: Scribe,
    pub set_aside: Pen,
}

/// What came of a piece.
pub struct Judged {
    pub judged: Ready,
    pub beside: Beside,
    pub end: End,
}

/// What is kept beside the rows that were judged.
#[derive(Default)]
pub struct Beside {
    pub set_aside: Vec<u8>,
    pub tally: Tally,
}

impl Pens {
    /// What stands before the rows that are set aside.
    pub fn heading_of_set_aside(&self) -> Vec<u8> {
        self.set_aside.heading_of_set_aside(self.read.form())
    }

    /// Judges a piece.
    pub fn judge<'l>(
        &self,
        auditor: &Auditor<'l>,
        member: &mut Member<'l>,
        piece: Piece,
    ) -> Result<Judged, FileProblem> {
        let Piece { file, columns, rows, end } = piece;
        let mut beside = Beside::default();
        let judged = match rows {
            Rows::Read(rows) => {
                let form = self.read.form();
                let judge = |row| self.fitting(row, member.judge(auditor, &columns, form, row));
                let outcomes: Vec<Outcome> = rows.iter().map(judge).collect();
                self.keep(&file, &rows, &outcomes, &mut beside);
                self.judged.judged(&rows, &outcomes)?
            }
            #[cfg(feature = "parquet")]
            Rows::Group(group) => self.judge_group(auditor, member, &columns, group, &mut beside)?,
            #[cfg(feature = "parquet")]
            Rows::Judged(batches) => self.take(&file, batches, &mut beside)?,
        };
        Ok(Judged { judged, beside, end })
    }

    /// What came of a row, if it can be written.
    fn fitting(&self, row: &Row, outcome: Outcome) -> Outcome {
        match self.judged.misfit(row) {
            Some(why) if matches!(outcome, Outcome::Judged(_)) => Outcome::SetAside(why),
            _ => outcome,
        }
    }

    /// Counts rows, and makes ready those that are set aside.
    fn keep(&self, file: &str, rows: &[Row], outcomes: &[Outcome], beside: &mut Beside) {
        beside.tally.count(file, rows.iter().map(|row| row.line).zip(outcomes));
        for (row, outcome) in rows.iter().zip(outcomes) {
            if let Outcome::SetAside(why) = outcome {
                beside.set_aside.extend(self.set_aside.set_aside(file, row, why));
            }
        }
    }
}

#[cfg(feature = "parquet")]
impl Pens {
    fn judge_group<'l>(
        &self,
        auditor: &Auditor<'l>,
        member: &mut Member<'l>,
        columns: &Columns,
        group: Group,
        beside: &mut Beside,
    ) -> Result<Ready, FileProblem> {
        match &self.judged {
            Scribe::Text(pen) => {
                let (mut text, mut number) = (Vec::new(), group.first + 1);
                let form = pen.kept().form();
                for batch in group.rows()? {
                    let batch = batch?;
                    let outcomes = member.judge_batch(auditor, columns, &batch, Some(number));
                    let row = |at| parquet::row(&batch, at, Some(number + at as u64), form);
                    let rows: Vec<Row> = (0..batch.num_rows()).map(row).collect();
                    self.keep(&group.table.name, &rows, &outcomes, beside);
                    text.extend(pen.judged(&rows, &outcomes));
                    number += outcomes.len() as u64;
                }
                Ok(Ready::Text(text))
            }
            Scribe::Table(sheet) => {
                // Why what is to be written again could not be read.
                let mut unread = None;
                let mut outcomes = Vec::new();
                for batch in group.facts(columns)? {
                    let number = group.first + 1 + outcomes.len() as u64;
                    outcomes.extend(member.judge_batch(auditor, columns, &batch?, Some(number)));
                }
                let encoded = match outcomes.iter().all(|outcome| matches!(outcome, Outcome::Judged(_))) {
                    true => {
                        beside.tally.count(&group.table.name, (group.first + 1..).map(Some).zip(&outcomes));
                        sheet.copied(group, &outcomes)
                    }
                    false => {
                        let mut rest = &outcomes[..];
                        let batches = group.rows()?.map(|batch| {
                            let batch = batch.map_err(|problem| {
                                unread = Some(problem);
                                io::Error::from(io::ErrorKind::InvalidData)
                            })?;
                            let (these, others) = rest.split_at(batch.num_rows().min(rest.len()));
                            let number = group.first + 1 + (outcomes.len() - rest.len()) as u64;
                            self.keep_batch(&group.table.name, &batch, Some(number), these, beside);
                            rest = others;
                            Ok((batch, these))
                        });
                        sheet.batches(batches)
                    }
                };
                encoded
                    .map(Box::new)
                    .map(Ready::Table)
                    .map_err(|fault| unread.unwrap_or_else(|| unwritable(Path::new("these rows"), &fault)))
            }
        }
    }

    /// Makes ready rows that an engine judged.
    fn take(
        &self,
        file: &str,
        batches: Vec<engine::Judged>,
        beside: &mut Beside,
    ) -> Result<Ready, FileProblem> {
        if let (Kept::Parquet, Scribe::Table(sheet)) = (self.read, &self.judged) {
            for batch in &batches {
                self.keep_batch(file, &batch.rows, None, &batch.outcomes, beside);
            }
            let judged = batches.iter().map(|batch| Ok((batch.rows.clone(), &batch.outcomes[..])));
            let encoded = sheet.batches(judged).map(Box::new).map(Ready::Table);
            return encoded.map_err(|fault| unwritable(Path::new("these rows"), &fault));
        }
        let form = match &self.judged {
            Scribe::Text(pen) => pen.kept().form(),
            Scribe::Table(_) => Form::Csv,
        };
        let (mut rows, mut outcomes) = (Vec::new(), Vec::new());
        for batch in batches {
            rows.extend((0..batch.rows.num_rows()).map(|at| match self.read {
                Kept::Lines => parquet::line(&batch.rows, at),
                Kept::Csv | Kept::Tsv => parquet::row(&batch.rows, at, None, Form::Csv),
                Kept::Parquet => parquet::row(&batch.rows, at, None, form),
            }));
            outcomes.extend(batch.outcomes);
        }
        let outcomes: Vec<Outcome> =
            rows.iter().zip(outcomes).map(|(row, outcome)| self.fitting(row, outcome)).collect();
        self.keep(file, &rows, &outcomes, beside);
        self.judged.judged(&rows, &outcomes)
    }

    /// Counts rows that lie in a batch, and makes ready those that are set aside.
    fn keep_batch(
        &self,
        file: &str,
        batch: &RecordBatch,
        first: Option<u64>,
        outcomes: &[Outcome],
        beside: &mut Beside,
    ) {
        let number = |at| first.map(|first| first + at as u64);
        beside.tally.count(file, (0..).map(number).zip(outcomes));
        for (at, outcome) in outcomes.iter().enumerate() {
            if let Outcome::SetAside(why) = outcome {
                let row = parquet::row(batch, at, number(at), Form::Csv);
                beside.set_aside.extend(self.set_aside.set_aside(file, &row, why));
            }
        }
    }
}
