//! One audit: pieces of tables are read, judged on all cores, and written in their order.

use std::path::PathBuf;

use super::super::output::Replacement;
use super::super::terminal::Terminal;
use super::page::{Ready, Scribe};
use super::pens::{Beside, Judged, Pens};
use super::progress::Progress;
use super::tables::{Piece, Tables};
use super::unfinished::{Note, Unfinished};
use crate::audit::{Auditor, Member, Tally, Team};
use crate::problem::file::FileProblem;

/// See the head of this file.
pub struct Work<'a, 'l, 't> {
    tables: Tables<'a, 'l>,
    pens: Pens,
    ink: Ink<'t>,
}

/// Where rows are written, and what was counted of them.
struct Ink<'t> {
    out: Out,
    terminal: &'t mut Terminal,
    progress: Progress,
    tally: Tally,
    /// Whether it can be noted how far the work has come.
    keeps_notes: bool,
}

/// Where rows go.
pub enum Out {
    /// Into files.
    Files(Unfinished),
    /// To standard output; what is set aside into a file, if one was named. It is there once a row was.
    Shown { bad: Option<PathBuf>, set_aside: Option<Replacement> },
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
        pens: Pens,
        out: Out,
        note: Option<Note>,
        terminal: &'t mut Terminal,
    ) -> Result<Work<'a, 'l, 't>, FileProblem> {
        let tally = match note {
            Some(note) => {
                tables.skip(note.file, note.pieces)?;
                note.tally
            }
            None => Tally::default(),
        };
        if let (Out::Shown { .. }, Scribe::Text(pen)) = (&out, &pens.judged) {
            terminal.show_bytes(&pen.heading());
        }
        let progress = Progress::of(tables.files(), tally.rows());
        let keeps_notes = tables.keep_order();
        Ok(Work { tables, pens, ink: Ink { out, terminal, progress, tally, keeps_notes } })
    }

    /// Does it all, and puts what was written in its place.
    pub fn run(self, auditor: &Auditor<'l>, mut team: Team<'l>) -> Result<Tally, FileProblem> {
        let Work { mut tables, pens, mut ink } = self;
        let next = || tables.next().map_err(Ended::Problem);
        let judge = |member: &mut Member<'l>, piece: Piece| pens.judge(auditor, member, piece);
        let done = |judged: Result<Judged, FileProblem>| ink.take(judged.map_err(Ended::Problem)?, &pens);
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

impl Ink<'_> {
    fn take(&mut self, judged: Judged, pens: &Pens) -> Result<(), Ended> {
        let Judged { judged, beside: Beside { set_aside, tally }, end } = judged;
        self.write(judged, &set_aside, pens).map_err(Ended::Problem)?;
        self.tally.add(tally);
        if let Out::Files(files) = &mut self.out
            && self.keeps_notes
        {
            files.note(end.file, end.pieces, &self.tally).map_err(Ended::Problem)?;
        }
        if let Some(words) = self.progress.words(self.tally.rows(), end.bytes) {
            self.terminal.progress(&words);
        }
        if self.terminal.is_shut() { Err(Ended::Shut) } else { Ok(()) }
    }

    fn write(&mut self, judged: Ready, set_aside: &[u8], pens: &Pens) -> Result<(), FileProblem> {
        let heading = || pens.heading_of_set_aside();
        match &mut self.out {
            Out::Files(files) => files.write(judged, set_aside, heading),
            Out::Shown { bad, set_aside: file } => {
                match judged {
                    Ready::Text(text) => self.terminal.show_bytes(&text),
                    #[cfg(feature = "parquet")]
                    Ready::Table(_) => {}
                }
                let Some(bad) = bad.as_ref().filter(|_| !set_aside.is_empty()) else { return Ok(()) };
                if file.is_none() {
                    let mut new = Replacement::of(bad)?;
                    new.add(&heading())?;
                    *file = Some(new);
                }
                file.as_mut().map_or(Ok(()), |file| file.add(set_aside))
            }
        }
    }
}
