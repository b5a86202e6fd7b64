//! Finding and reading files.

use std::collections::HashSet;
use std::env;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::compiled;
use crate::problem::Problem;
use crate::problem::file::{FileProblem, LARGEST};
use crate::source::Sources;
use crate::syntax::imports;

use super::shelf::Shelf;

/// The name of what is read from standard input.
pub const STANDARD_INPUT: &str = "<standard input>";

/// The files a command is about.
#[derive(Debug, Args)]
pub struct Paths {
    /// A file, or a folder in which every .licit and .licit.md file is read [default: this folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Files that are read too, where they are there.
    #[arg(skip)]
    also: Vec<PathBuf>,
}

/// What was read.
pub struct Input {
    pub sources: Sources,
    /// What could not be read, each an error.
    pub refused: Vec<Problem>,
    /// What is odd about what was read.
    pub remarks: Vec<Problem>,
}

impl Paths {
    /// The same, and a file that need not be there.
    pub fn and(mut self, file: PathBuf) -> Paths {
        self.also.push(file);
        self
    }

    /// One path.
    pub fn of(path: PathBuf) -> Paths {
        Paths { paths: vec![path], also: Vec::new() }
    }

    /// Reads the files, each once, the folders' files in the order of their names.
    pub fn read(&self) -> Input {
        let mut input = Input { sources: Sources::default(), refused: Vec::new(), remarks: Vec::new() };
        let (files, refused, mut seen) = self.found();
        input.refused.extend(refused.into_iter().map(Problem::from));
        files.iter().for_each(|file| input.add(file));
        for file in self.also.iter().filter(|file| file.exists()) {
            if seen.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone())) {
                input.add(file);
            }
        }
        for path in self.named().filter(|path| path.is_file()) {
            if !text(path).is_ok_and(|text| is_casebook(&text)) {
                continue;
            }
            for file in beside(path) {
                if seen.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                    input.add_beside(&file);
                }
            }
        }
        input.follow_imports();
        input
    }

    /// The paths as they were given.
    pub fn given(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The files, each once, and what is not there.
    pub fn files(&self) -> (Vec<PathBuf>, Vec<FileProblem>) {
        let (files, refused, _) = self.found();
        (files, refused)
    }

    fn found(&self) -> (Vec<PathBuf>, Vec<FileProblem>, HashSet<PathBuf>) {
        let (mut found, mut refused, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for path in self.named() {
            match files(path) {
                Err(problem) => refused.push(problem),
                Ok(files) => found.extend(
                    files
                        .into_iter()
                        .filter(|file| seen.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone()))),
                ),
            }
        }
        (found, refused, seen)
    }

    fn named(&self) -> impl Iterator<Item = &Path> {
        let here = self.paths.is_empty().then_some(Path::new("."));
        here.into_iter().chain(self.paths.iter().map(PathBuf::as_path))
    }
}

impl Input {
    /// One file, whose text is given, with what is read beside it: as though it had that text.
    pub fn of_text(path: &Path, text: String) -> Input {
        let mut input = Input { sources: Sources::default(), refused: Vec::new(), remarks: Vec::new() };
        let casebook = is_casebook(&text);
        input.sources.add(shown(path), without_mark(text));
        if casebook {
            beside(path).iter().for_each(|file| input.add_beside(file));
        }
        input.follow_imports();
        input
    }

    /// Adds a file that nobody asked about, if there is a policy in it.
    fn add_beside(&mut self, path: &Path) {
        if let Ok(text) = text(path)
            && has_policy(&text)
        {
            self.sources.add_beside(shown(path), text);
        }
    }

    fn follow_imports(&mut self) {
        let mut shelf = Shelf::default();
        imports::follow(&mut self.sources, |sources, from, name| shelf.find(sources, from, name));
    }

    fn add(&mut self, path: &Path) {
        match text(path) {
            Err(problem) => self.refused.push(problem.into()),
            Ok(text) => {
                if text.trim().is_empty() {
                    self.remarks.push(FileProblem::Empty { path: shown(path) }.into());
                }
                self.sources.add(shown(path), text);
            }
        }
    }
}

/// How many folders up the policy of a case book is looked for.
const FOLDERS_UP: usize = 2;

/// For a case book that is named by itself, the files of its folder, or of the next folder up, that hold
/// policies: a case book without its policy could not be judged.
fn beside(path: &Path) -> Vec<PathBuf> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    for folder in path.ancestors().skip(1).take(1 + FOLDERS_UP) {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let here = env::current_dir().unwrap_or_default();
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|file| is_licit(&file.to_string_lossy()) && file.is_file())
            .filter(|file| text(file).is_ok_and(|text| has_policy(&text)))
            .map(|file| file.strip_prefix(&here).map(Path::to_path_buf).unwrap_or(file))
            .collect();
        if !found.is_empty() {
            found.sort();
            return found;
        }
    }
    Vec::new()
}

/// Whether this text may be a case book whose policy is in another file. One without a word in it is none.
fn is_casebook(text: &str) -> bool {
    !has_policy(text) && !text.trim().is_empty()
}

/// Whether a policy begins in this text.
pub fn has_policy(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("policy "))
}

pub fn is_licit(name: &str) -> bool {
    name.ends_with(".licit") || name.ends_with(".licit.md")
}

/// The files a path stands for.
fn files(path: &Path) -> Result<Vec<PathBuf>, FileProblem> {
    let about = fs::metadata(path).map_err(|fault| unreadable(path, &fault))?;
    if !about.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|fault| unreadable(&folder, &fault))? {
            let entry = entry.map_err(|fault| unreadable(&folder, &fault))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // A folder behind a link is not entered, so that no search goes round in a circle.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if name.starts_with('.') || (is_folder && name == "target") {
                continue;
            }
            if is_folder {
                folders.push(entry.path());
            } else if is_licit(&name) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    match found.is_empty() {
        true => Err(FileProblem::NothingHere { path: shown(path) }),
        false => Ok(found),
    }
}

/// The text of a file.
pub fn text(path: &Path) -> Result<String, FileProblem> {
    written(path).map(without_mark)
}

/// The text of a file with the mark that some editors put first.
pub fn written(path: &Path) -> Result<String, FileProblem> {
    written_as(path, &shown(path))
}

/// The same of a file that is spoken of by another name.
pub fn written_as(path: &Path, name: &str) -> Result<String, FileProblem> {
    let file = File::open(path).map_err(|fault| unreadable(path, &fault))?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        return Err(FileProblem::Folder { path: name.to_owned() });
    }
    read(file, name)
}

/// The bytes of a file, if it begins as a compiled policy does.
pub fn compiled(path: &Path) -> Option<Vec<u8>> {
    let mut begins = [0; 8];
    File::open(path).ok()?.read_exact(&mut begins).ok()?;
    compiled::file::is_compiled(&begins).then(|| fs::read(path).ok()).flatten()
}

/// The text of standard input.
pub fn standard_input() -> Result<String, FileProblem> {
    read(io::stdin().lock(), STANDARD_INPUT).map(without_mark)
}

/// The mark that some editors put first is no part of the text.
pub fn without_mark(text: String) -> String {
    text.strip_prefix('\u{FEFF}').map(str::to_string).unwrap_or(text)
}

/// Everything in it, as text, up to the most a file may have.
pub fn read(from: impl Read, name: &str) -> Result<String, FileProblem> {
    let path = name.to_string();
    let mut bytes = Vec::new();
    match from.take(LARGEST + 1).read_to_end(&mut bytes) {
        Err(fault) => return Err(FileProblem::Unreadable { path, why: reason(&fault) }),
        Ok(read) if read as u64 > LARGEST => return Err(FileProblem::TooLarge { path }),
        Ok(_) => {}
    }
    if compiled::file::is_compiled(&bytes) {
        return Err(FileProblem::Compiled { path });
    }
    let not_text = |bytes: &[u8], byte: usize| {
        let line = 1 + bytes[..byte].iter().filter(|byte| **byte == b'\n').count();
        FileProblem::NotText { path: name.to_string(), line, byte }
    };
    // No text has this byte: it is a picture, a program, or text saved in two bytes a letter.
    if let Some(byte) = bytes.iter().position(|byte| *byte == 0) {
        return Err(not_text(&bytes, byte));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(fault) => Err(not_text(fault.as_bytes(), fault.utf8_error().valid_up_to())),
    }
}

pub fn unreadable(path: &Path, fault: &io::Error) -> FileProblem {
    let path = shown(path);
    match fault.kind() {
        io::ErrorKind::NotFound => FileProblem::NotThere { path },
        io::ErrorKind::PermissionDenied => {
            FileProblem::Unreadable { path, why: "you may not read it".to_string() }
        }
        _ => FileProblem::Unreadable { path, why: reason(fault) },
    }
}

/// Why the system could not do it, without the number that the system gives to the reason.
pub fn reason(fault: &io::Error) -> String {
    let said = fault.to_string();
    said.split(" (os error").next().unwrap_or_default().to_string()
}

/// A path as it is shown: as it was given, without a `./` before it.
pub fn shown(path: &Path) -> String {
    let shown = path.strip_prefix(".").unwrap_or(path);
    match shown.as_os_str().is_empty() {
        true => ".".to_string(),
        false => shown.display().to_string(),
    }
}
