//! Policies as git keeps them: the files of Licit in a revision, read from the repository and never from its
//! work tree. Nothing is written.

use std::path::{Component, Path};

use git2::{ErrorCode, ObjectType, Tree, TreeWalkMode, TreeWalkResult};

use crate::problem::file::{FileProblem, LARGEST};

/// A repository.
pub struct Repository {
    git: git2::Repository,
    /// The folder that paths beginning with `./` are read from, within the repository.
    here: String,
}

impl Repository {
    /// The repository that a folder stands in: with a work tree, one of several, or without.
    pub fn around(folder: &Path) -> Result<Repository, FileProblem> {
        let path = folder.display().to_string();
        let git = git2::Repository::discover(folder).map_err(|fault| match fault.code() {
            ErrorCode::NotFound => FileProblem::NoRepository { path: path.clone() },
            _ => FileProblem::UnreadableRepository { path: path.clone(), why: why(&fault) },
        })?;
        let within = git.workdir().and_then(|root| folder.strip_prefix(root).ok());
        let here = within.map(slashes).unwrap_or_default();
        Ok(Repository { git, here })
    }

    /// What a commit, a branch or a tag holds.
    pub fn revision(&self, name: &str) -> Result<Revision<'_>, FileProblem> {
        let unknown =
            || FileProblem::NoSuchRevision { revision: name.to_owned(), shallow: self.git.is_shallow() };
        let found = self.git.revparse_single(name).map_err(|fault| match fault.code() {
            ErrorCode::NotFound | ErrorCode::InvalidSpec | ErrorCode::Ambiguous => unknown(),
            _ => self.unreadable(&fault),
        })?;
        let tree = found.peel_to_tree().map_err(|_| unknown())?;
        Ok(Revision { repository: self, name: name.to_owned(), tree })
    }

    fn unreadable(&self, fault: &git2::Error) -> FileProblem {
        FileProblem::UnreadableRepository { path: self.git.path().display().to_string(), why: why(fault) }
    }
}

/// The files of one revision.
pub struct Revision<'r> {
    repository: &'r Repository,
    name: String,
    tree: Tree<'r>,
}

impl Revision<'_> {
    /// The texts of the file of that path, or of every file of Licit in the folder of that path, each with the
    /// name `REVISION:PATH`. As in git a path begins at the root of the repository, and one with `./` here.
    pub fn texts(&self, path: &str) -> Result<Vec<(String, String)>, FileProblem> {
        let path = self.path_in_tree(path);
        let missing = || FileProblem::NotInRevision { path: path.clone(), revision: self.name.clone() };
        let git = &self.repository.git;
        let folder = match path.is_empty() {
            true => self.tree.clone(),
            false => {
                let entry = self.tree.get_path(Path::new(&path)).map_err(|_| missing())?;
                match entry.kind() {
                    Some(ObjectType::Blob) => return Ok(vec![self.text(&path)?]),
                    Some(ObjectType::Tree) => {
                        git.find_tree(entry.id()).map_err(|fault| self.repository.unreadable(&fault))?
                    }
                    _ => return Err(missing()),
                }
            }
        };
        let mut paths = Vec::new();
        let walked = folder.walk(TreeWalkMode::PreOrder, |within, entry| {
            let name = entry.name().unwrap_or_default();
            let hidden = name.starts_with('.');
            if entry.kind() == Some(ObjectType::Blob) && !hidden && is_licit(name) {
                paths.push(joined(&path, &format!("{within}{name}")));
            }
            if hidden { TreeWalkResult::Skip } else { TreeWalkResult::Ok }
        });
        walked.map_err(|fault| self.repository.unreadable(&fault))?;
        paths.sort();
        if paths.is_empty() {
            return Err(FileProblem::NothingHere { path: self.shown(&path) });
        }
        paths.iter().map(|path| self.text(path)).collect()
    }

    /// The name and text of one file, its path from the root.
    pub fn text(&self, path: &str) -> Result<(String, String), FileProblem> {
        let name = self.shown(path);
        let missing = || FileProblem::NotInRevision { path: path.to_owned(), revision: self.name.clone() };
        let entry = self.tree.get_path(Path::new(path)).map_err(|_| missing())?;
        if entry.kind() != Some(ObjectType::Blob) {
            return Err(missing());
        }
        let blob = self.repository.git.find_blob(entry.id());
        let blob = blob.map_err(|fault| self.repository.unreadable(&fault))?;
        if blob.size() as u64 > LARGEST {
            return Err(FileProblem::TooLarge { path: name });
        }
        let bytes = blob.content();
        let end = match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => {
                return Ok((name, text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned()));
            }
            Ok(text) => text.find('\0').unwrap_or_default(),
            Err(fault) => fault.valid_up_to(),
        };
        let line = 1 + bytes[..end].iter().filter(|byte| **byte == b'\n').count();
        Err(FileProblem::NotText { path: name, line, byte: end })
    }

    /// The path of a file of this revision, from the name it is shown under.
    pub fn path_of<'n>(&self, shown: &'n str) -> Option<&'n str> {
        shown.strip_prefix(&*self.name)?.strip_prefix(':')
    }

    fn shown(&self, path: &str) -> String {
        format!("{}:{path}", self.name)
    }

    /// A path as it is written, from the root of the repository.
    fn path_in_tree(&self, path: &str) -> String {
        let (from, path) = match path.strip_prefix("./") {
            Some(path) => (&*self.repository.here, path),
            None if path == "." => (&*self.repository.here, ""),
            None => ("", path),
        };
        slashes(Path::new(&joined(from, path)))
    }
}

fn is_licit(name: &str) -> bool {
    name.ends_with(".licit") || name.ends_with(".licit.md")
}

fn joined(folder: &str, name: &str) -> String {
    match (folder.is_empty(), name.is_empty()) {
        (true, _) => name.to_owned(),
        (_, true) => folder.to_owned(),
        _ => format!("{folder}/{name}"),
    }
}

/// A path as git writes it, without steps up.
fn slashes(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.extend(part.to_str()),
            Component::ParentDir => drop(parts.pop()),
            _ => {}
        }
    }
    parts.join("/")
}

/// What git says was wrong, in a clause.
fn why(fault: &git2::Error) -> String {
    let said = fault.message();
    match said.contains("sha256") || said.contains("objectformat") {
        true => "its objects are named by SHA-256, which this Licit cannot read yet".to_owned(),
        false => said.to_owned(),
    }
}
