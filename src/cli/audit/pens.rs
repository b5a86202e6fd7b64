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
                    let outcomes = member.judge_batch(auditor, columns, &batch, number);
                    let row = |at| parquet::row(&batch, at, number + at as u64, form);
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
                    outcomes.extend(member.judge_batch(auditor, columns, &batch?, number));
                }
                let encoded = match outcomes.iter().all(|outcome| matches!(outcome, Outcome::Judged(_))) {
                    true => {
                        beside.tally.count(&group.table.name, (group.first + 1..).zip(&outcomes));
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
                            self.keep_batch(&group.table.name, &batch, number, these, beside);
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

    /// The same of rows that lie in a batch.
    fn keep_batch(
        &self,
        file: &str,
        batch: &RecordBatch,
        number: u64,
        outcomes: &[Outcome],
        beside: &mut Beside,
    ) {
        beside.tally.count(file, (number..).zip(outcomes));
        for (at, outcome) in outcomes.iter().enumerate() {
            if let Outcome::SetAside(why) = outcome {
                let row = parquet::row(batch, at, number + at as u64, Form::Csv);
                beside.set_aside.extend(self.set_aside.set_aside(file, &row, why));
            }
        }
    }
}
