//! Writing files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::input::{reason, shown};
use crate::problem::file::FileProblem;

/// The most links that are followed from one to the next.
const MOST_LINKS: usize = 40;

/// Replaces a file whole: it has its old contents, or all of the new, whatever happens on the way. Who may read and
/// write it stays as it was; what is behind a link is replaced, not the link.
pub fn replace(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), FileProblem> {
    let mut replacement = Replacement::of(path)?;
    replacement.add(contents.as_ref())?;
    replacement.finish()
}

/// A file that is being written beside the one it will replace. Unless it is finished, nothing is left of it.
pub struct Replacement {
    /// As it was given.
    named: PathBuf,
    path: PathBuf,
    beside: PathBuf,
    file: BufWriter<File>,
    /// What is written so far stays where it is, though it was not finished.
    is_left: bool,
}

impl Replacement {
    /// Begins it.
    pub fn of(named: &Path) -> Result<Replacement, FileProblem> {
        let path = behind_links(named);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Replacement::written_in(named, path.with_file_name(format!(".{name}.{}", std::process::id())), None)
    }

    /// Begins it in a file that is told, or goes on with what of that file was written before, up to so many bytes.
    pub fn written_in(named: &Path, beside: PathBuf, from: Option<u64>) -> Result<Replacement, FileProblem> {
        let unwritable = |why: String| FileProblem::Unwritable { path: shown(named), why };
        if named.is_dir() {
            return Err(FileProblem::Folder { path: shown(named) });
        }
        let path = behind_links(named);
        let permissions = fs::metadata(&path).ok().map(|about| about.permissions());
        if permissions.as_ref().is_some_and(|permissions| permissions.readonly()) {
            return Err(unwritable("it is there to be read only".to_string()));
        }
        let opened = match from {
            None => OpenOptions::new().write(true).create_new(true).open(&beside),
            Some(from) => OpenOptions::new().write(true).open(&beside).and_then(|mut file| {
                file.set_len(from)?;
                file.seek(SeekFrom::End(0)).map(|_| file)
            }),
        };
        let file = BufWriter::new(opened.map_err(|fault| unwritable(reason(&fault)))?);
        let replacement =
            Replacement { named: named.to_owned(), path, beside, file, is_left: from.is_some() };
        let set = permissions.map_or(Ok(()), |set| replacement.file.get_ref().set_permissions(set));
        set.map_err(|fault| unwritable(reason(&fault)))?;
        Ok(replacement)
    }

    /// Writes more of it.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), FileProblem> {
        self.file.write_all(bytes).map_err(|fault| self.unwritable(&fault))
    }

    /// Sees to it that what is written so far is on the disk, and stays there if it is not finished. Gives its bytes.
    pub fn secure(&mut self) -> Result<u64, FileProblem> {
        self.is_left = true;
        let secured = self.file.flush().and_then(|()| {
            self.file.get_ref().sync_data()?;
            self.file.get_ref().metadata()
        });
        secured.map(|about| about.len()).map_err(|fault| self.unwritable(&fault))
    }

    /// Puts it in the place of the old one.
    pub fn finish(mut self) -> Result<(), FileProblem> {
        let whole = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        whole.and_then(|()| fs::rename(&self.beside, &self.path)).map_err(|fault| self.unwritable(&fault))
    }

    fn unwritable(&self, fault: &io::Error) -> FileProblem {
        FileProblem::Unwritable { path: shown(&self.named), why: reason(fault) }
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.is_left {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// The file at the end of links, which need not be there yet.
fn behind_links(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let Ok(to) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(to);
    }
    path
}
