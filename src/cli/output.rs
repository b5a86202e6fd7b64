//! Writing files.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::input::{reason, shown};
use crate::problem::file::FileProblem;

/// Replaces a file whole: it has its old text, or all of the new, whatever happens on the way.
pub fn replace(path: &Path, text: &str) -> Result<(), FileProblem> {
    let unwritable = |fault: io::Error| FileProblem::Unwritable { path: shown(path), why: reason(&fault) };
    if path.is_dir() {
        return Err(FileProblem::Folder { path: shown(path) });
    }
    // What is behind a link is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(unwritable)
}
