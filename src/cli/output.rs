//! Writing files.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::input::{reason, shown};
use crate::problem::file::FileProblem;

/// The most links that are followed from one to the next.
const MOST_LINKS: usize = 40;

/// Replaces a file whole: it has its old contents, or all of the new, whatever happens on the way. Who may read and
/// write it stays as it was; what is behind a link is replaced, not the link.
pub fn replace(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), FileProblem> {
    let unwritable = |why: String| FileProblem::Unwritable { path: shown(path), why };
    if path.is_dir() {
        return Err(FileProblem::Folder { path: shown(path) });
    }
    let path = behind_links(path);
    let permissions = fs::metadata(&path).ok().map(|about| about.permissions());
    if permissions.as_ref().is_some_and(|permissions| permissions.readonly()) {
        return Err(unwritable("it is there to be read only".to_string()));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let whole = |mut file: File| {
        permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
        file.write_all(contents.as_ref())?;
        file.sync_all()
    };
    let new = OpenOptions::new().write(true).create_new(true).open(&beside);
    let written = new.and_then(whole).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(|fault| unwritable(reason(&fault)))
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
