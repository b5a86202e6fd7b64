//! The files that other files bring in: looked for within the project, each read once.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::input::{is_licit, shown, text};
use crate::problem::Tell;
use crate::problem::file::FileProblem;
use crate::source::{FileId, Refusal, Sources};
use crate::syntax::imports::Found;

/// What marks the folder that a project is.
const MARKS: [&str; 2] = [".git", "licit.toml"];

/// What was found so far.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Where each file of the sources really lies.
    places: HashMap<PathBuf, FileId>,
    noted: usize,
}

impl Shelf {
    /// Looks for the file of a name that another file brings in.
    pub fn find(&mut self, sources: &Sources, from: FileId, name: &str) -> Found {
        for (file, source) in sources.iter().skip(self.noted) {
            if let Ok(place) = fs::canonicalize(&source.name) {
                self.places.entry(place).or_insert(file);
            }
        }
        self.noted = sources.iter().count();
        let path = Path::new(name);
        let project = project(Path::new(&sources.file(from).name));
        let outside = || Found::Refused(Refusal::Outside { project: shown_folder(&project) });
        let Ok(place) = fs::canonicalize(path) else {
            // Nothing is told of what lies outside, not even whether it is there.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
            return match folder {
                Ok(folder) if folder.starts_with(&project) => {
                    Found::Refused(Refusal::NotThere { near: near(path) })
                }
                Ok(_) => outside(),
                Err(_) => Found::Refused(Refusal::NotThere { near: Vec::new() }),
            };
        };
        if !place.starts_with(&project) {
            return outside();
        }
        if let Some(known) = self.places.get(&place) {
            return Found::Known(*known);
        }
        match text(path) {
            Ok(text) => Found::Text(text),
            Err(FileProblem::NotThere { .. }) => Found::Refused(Refusal::NotThere { near: near(path) }),
            Err(problem) => Found::Refused(Refusal::Unreadable { why: problem.tell().message }),
        }
    }
}

/// The project that a file is of: the nearest folder above it with one of the marks; without one, the folder that
/// is worked in, where the file lies below it, else the file's own folder.
fn project(file: &Path) -> PathBuf {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    let marked = file.ancestors().skip(1).find(|folder| MARKS.iter().any(|mark| folder.join(mark).exists()));
    let here = || fs::canonicalize(".").ok().filter(|here| file.starts_with(here));
    let own = || file.parent().map(Path::to_path_buf).unwrap_or_default();
    marked.map(Path::to_path_buf).or_else(here).unwrap_or_else(own)
}

fn shown_folder(folder: &Path) -> String {
    let here = fs::canonicalize(".").unwrap_or_default();
    match folder.strip_prefix(&here) {
        Ok(below) if !below.as_os_str().is_empty() => format!("`{}`", shown(below)),
        Ok(_) => "this folder".to_owned(),
        Err(_) => format!("`{}`", folder.display()),
    }
}

/// The files of Licit's in the folder of a path, as they would stand beside its name.
fn near(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| is_licit(name))
        .collect();
    names.sort();
    names
}
