//! An audit that is under way: what is judged lies in a folder beside the file it is to become, with a note of how far
//! it has come. If it is interrupted, the folder stays, and another run can go on from there.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::super::input::{reason, shown};
use super::super::output::{Replacement, replace};
use super::page::{Page, Ready, Scribe};
use crate::audit::Tally;
use crate::problem::file::FileProblem;

/// How often it is noted how far the work has come.
const PACE: Duration = Duration::from_secs(5);

const JUDGED: &str = "judged";
const SET_ASIDE: &str = "set-aside";
const NOTE: &str = "note.json";

/// How far an audit has come.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// Of what it is an audit: a mark of the policy, the tables and all that was asked.
    of: String,
    /// The table that was being read, and how many of its pieces are done.
    pub file: usize,
    pub pieces: u64,
    /// How many bytes are written of the rows judged, and of those set aside.
    judged: u64,
    set_aside: Option<u64>,
    pub tally: Tally,
}

/// See the head of this file.
pub struct Unfinished {
    folder: PathBuf,
    /// There until it is finished.
    judged: Option<Page>,
    set_aside: Option<Replacement>,
    set_aside_into: PathBuf,
    of: String,
    /// When it was last noted how far the work has come, if it was.
    noted: Option<Instant>,
    is_noted: bool,
    pieces: u64,
}

impl Unfinished {
    /// Begins an audit into a file, or goes on with one that was interrupted, if that is wanted and there is one: then
    /// the note tells how far it had come.
    pub fn of(
        into: &Path,
        scribe: &Scribe,
        set_aside_into: Option<PathBuf>,
        of: String,
        go_on: bool,
    ) -> Result<(Unfinished, Option<Note>), FileProblem> {
        let folder = folder(into);
        let note = read(&folder.join(NOTE));
        match &note {
            Some(note) if !go_on => {
                let rows = note.tally.judged + note.tally.set_aside;
                return Err(FileProblem::Unfinished { path: shown(into), folder: shown(&folder), rows });
            }
            Some(note) if note.of != of => {
                return Err(FileProblem::UnfinishedOther { path: shown(into), folder: shown(&folder) });
            }
            Some(_) => {}
            None => {
                let _ = fs::remove_dir_all(&folder);
            }
        }
        let unwritable =
            |fault: std::io::Error| FileProblem::Unwritable { path: shown(into), why: reason(&fault) };
        fs::create_dir_all(&folder).map_err(unwritable)?;
        let mut unfinished = Unfinished {
            judged: None,
            set_aside: None,
            set_aside_into: set_aside_into.unwrap_or_default(),
            of,
            noted: None,
            pieces: 0,
            is_noted: note.is_some(),
            folder,
        };
        let judged = note.as_ref().map(|note| note.judged);
        unfinished.judged = Some(Page::of(scribe, into, unfinished.folder.join(JUDGED), judged)?);
        if let Some(bytes) = note.as_ref().and_then(|note| note.set_aside) {
            unfinished.set_aside = Some(unfinished.set_aside(Some(bytes))?);
        }
        Ok((unfinished, note))
    }

    fn set_aside(&self, from: Option<u64>) -> Result<Replacement, FileProblem> {
        Replacement::written_in(&self.set_aside_into, self.folder.join(SET_ASIDE), from)
    }

    /// Writes rows that were judged, and those that were set aside; before the first of these, their heading.
    pub fn write(
        &mut self,
        judged: Ready,
        set_aside: &[u8],
        heading: impl FnOnce() -> Vec<u8>,
    ) -> Result<(), FileProblem> {
        self.judged.as_mut().map_or(Ok(()), |page| page.add(judged))?;
        if set_aside.is_empty() {
            return Ok(());
        }
        if self.set_aside.is_none() {
            let mut new = self.set_aside(None)?;
            new.add(&heading())?;
            self.set_aside = Some(new);
        }
        self.set_aside.as_mut().map_or(Ok(()), |file| file.add(set_aside))
    }

    /// Notes how far the work has come, where it is time to: after the second piece, and then now and again.
    pub fn note(&mut self, file: usize, pieces: u64, tally: &Tally) -> Result<(), FileProblem> {
        self.pieces += 1;
        let is_time = self.noted.map_or(self.pieces > 1, |noted| noted.elapsed() >= PACE);
        let Some(judged) = self.judged.as_mut().filter(|_| is_time) else { return Ok(()) };
        let judged = judged.secure()?;
        let note = Note {
            of: self.of.clone(),
            file,
            pieces,
            judged,
            set_aside: self.set_aside.as_mut().map(Replacement::secure).transpose()?,
            tally: tally.clone(),
        };
        replace(&self.folder.join(NOTE), serde_json::to_vec(&note).unwrap_or_default())?;
        (self.noted, self.is_noted) = (Some(Instant::now()), true);
        Ok(())
    }

    /// Puts both files in their places, and takes the folder away.
    pub fn finish(mut self) -> Result<(), FileProblem> {
        self.set_aside.take().map_or(Ok(()), Replacement::finish)?;
        self.judged.take().map_or(Ok(()), Page::finish)?;
        let _ = fs::remove_dir_all(&self.folder);
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_noted {
            (self.judged, self.set_aside) = (None, None);
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Where the work on a file lies.
fn folder(into: &Path) -> PathBuf {
    let name = into.file_name().unwrap_or_default().to_string_lossy().into_owned();
    into.with_file_name(format!("{name}.unfinished"))
}

fn read(note: &Path) -> Option<Note> {
    serde_json::from_slice(&fs::read(note).ok()?).ok()
}
