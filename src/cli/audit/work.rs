//! One audit: pieces of tables are read, judged on all cores, and written in their order.

use std::path::PathBuf;

use super::super::output::Replacement;
use super::super::terminal::Terminal;
use super::progress::Progress;
use super::tables::{End, Piece, Tables};
use super::unfinished::{Note, Unfinished};
use crate::audit::write::Pen;
use crate::audit::{Auditor, Kept, Member, Outcome, Tally, Team};
use crate::problem::file::FileProblem;

/// The forms of what is written.
#[derive(Debug, Clone, Copy)]
pub struct Forms {
    pub judged: Kept,
    pub set_aside: Kept,
}

/// See the head of this file.
pub struct Work<'a, 'l, 't> {
    tables: Tables<'a, 'l>,
    pens: Pens,
    ink: Ink<'t>,
}

/// How rows are written.
struct Pens {
    read: Kept,
    judged: Pen,
    set_aside: Pen,
}

/// Where rows are written, and what was counted of them.
struct Ink<'t> {
    out: Out,
    terminal: &'t mut Terminal,
    progress: Progress,
    tally: Tally,
}

/// Where rows go.
pub enum Out {
    /// Into files.
    Files(Unfinished),
    /// To standard output; what is set aside into a file, if one was named. It is there once a row was.
    Shown { bad: Option<PathBuf>, set_aside: Option<Replacement> },
}

/// What came of a piece, ready to be written.
struct Judged {
    judged: Vec<u8>,
    set_aside: Vec<u8>,
    tally: Tally,
    end: End,
}

/// Why the work ended before its end.
enum Ended {
    /// Nobody reads any more of what is written.
    Shut,
    Problem(FileProblem),
}

impl<'a, 'l, 't> Work<'a, 'l, 't> {
    /// Begins, or goes on from where a note says.
    pub fn of(
        mut tables: Tables<'a, 'l>,
        forms: Forms,
        out: Out,
        note: Option<Note>,
        terminal: &'t mut Terminal,
    ) -> Result<Work<'a, 'l, 't>, FileProblem> {
        let pens = Pens {
            read: tables.kept,
            judged: Pen::of(forms.judged, tables.names.clone()),
            set_aside: Pen::of(forms.set_aside, tables.names.clone()),
        };
        let before = note.as_ref().map_or(0, |note| note.tally.rows());
        let progress = Progress::of(tables.files(), before);
        let is_new = note.is_none();
        let tally = match note {
            Some(note) => {
                tables.skip(note.file, note.pieces)?;
                note.tally
            }
            None => Tally::default(),
        };
        let mut ink = Ink { out, terminal, progress, tally };
        if is_new {
            ink.write(&pens.judged.heading(), &[], Vec::new)?;
        }
        Ok(Work { tables, pens, ink })
    }

    /// Does it all, and puts what was written in its place.
    pub fn run(self, auditor: &Auditor<'l>, mut team: Team<'l>) -> Result<Tally, FileProblem> {
        let Work { mut tables, pens, mut ink } = self;
        let next = || tables.next().map_err(Ended::Problem);
        let judge = |member: &mut Member<'l>, piece: Piece| pens.judge(auditor, member, piece);
        let done = |judged: Judged| ink.take(judged, &pens);
        match team.work(next, judge, done) {
            Ok(()) => {}
            Err(Ended::Shut) => return Ok(ink.tally),
            Err(Ended::Problem(problem)) => return Err(problem),
        }
        match ink.out {
            Out::Files(files) => files.finish()?,
            Out::Shown { set_aside, .. } => set_aside.map_or(Ok(()), Replacement::finish)?,
        }
        Ok(ink.tally)
    }
}

impl Pens {
    fn judge<'l>(&self, auditor: &Auditor<'l>, member: &mut Member<'l>, piece: Piece) -> Judged {
        let Piece { file, columns, rows, end } = piece;
        let outcomes = rows.iter().map(|row| match member.judge(auditor, &columns, self.read.form(), row) {
            Outcome::Judged(answer) => match self.judged.misfit(row) {
                None => Outcome::Judged(answer),
                Some(why) => Outcome::SetAside(why),
            },
            set_aside => set_aside,
        });
        let outcomes: Vec<Outcome> = outcomes.collect();
        let mut tally = Tally::default();
        tally.count(&file, &rows, &outcomes);
        let mut set_aside = Vec::new();
        for (row, outcome) in rows.iter().zip(&outcomes) {
            if let Outcome::SetAside(why) = outcome {
                set_aside.extend(self.set_aside.set_aside(&file, row, why));
            }
        }
        Judged { judged: self.judged.judged(&rows, &outcomes), set_aside, tally, end }
    }
}

impl Ink<'_> {
    fn write(
        &mut self,
        judged: &[u8],
        set_aside: &[u8],
        heading: impl FnOnce() -> Vec<u8>,
    ) -> Result<(), FileProblem> {
        match &mut self.out {
            Out::Files(files) => files.write(judged, set_aside, heading),
            Out::Shown { bad, set_aside: file } => {
                self.terminal.show_bytes(judged);
                let Some(bad) = bad.as_ref().filter(|_| !set_aside.is_empty()) else { return Ok(()) };
                if file.is_none() {
                    let mut new = Replacement::of(bad)?;
                    new.write(&heading())?;
                    *file = Some(new);
                }
                file.as_mut().map_or(Ok(()), |file| file.write(set_aside))
            }
        }
    }

    fn take(&mut self, judged: Judged, pens: &Pens) -> Result<(), Ended> {
        let Judged { judged, set_aside, tally, end } = judged;
        let heading = || pens.set_aside.heading_of_set_aside(pens.read.form());
        self.write(&judged, &set_aside, heading).map_err(Ended::Problem)?;
        self.tally.add(tally);
        if let Out::Files(files) = &mut self.out {
            files.note(end.file, end.pieces, &self.tally).map_err(Ended::Problem)?;
        }
        if let Some(words) = self.progress.words(self.tally.rows(), end.bytes) {
            self.terminal.progress(&words);
        }
        if self.terminal.is_shut() { Err(Ended::Shut) } else { Ok(()) }
    }
}
