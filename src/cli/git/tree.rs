//! The texts in the tree of one commit.

use std::collections::VecDeque;
use std::path::Path;

use git2::{ObjectType, Oid};

use super::super::input::{Input, is_licit, read};
use super::Repository;
use crate::problem::Tell;
use crate::problem::file::FileProblem;
use crate::problem::git::GitProblem;
use crate::problem::likely::likely;
use crate::source::{Refusal, Sources, beside};
use crate::syntax::imports::{self, Found};

/// How git marks a link to another file.
const LINK: i32 = 0o120_000;

/// The most links that are followed from one to the next.
const MOST_LINKS: usize = 40;

/// The files and folders of a commit.
pub struct Tree<'r> {
    repository: &'r Repository,
    tree: git2::Tree<'r>,
    /// What its commit was asked for by.
    revision: String,
}

/// A file in a tree. Two of one text have one `text`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct File {
    /// From the top of the repository.
    pub path: String,
    pub text: Oid,
}

impl<'r> Tree<'r> {
    /// The tree of a commit, asked for by this revision.
    pub fn new(repository: &'r Repository, tree: git2::Tree<'r>, revision: &str) -> Tree<'r> {
        Tree { repository, tree, revision: revision.to_owned() }
    }

    /// What tells apart one state of everything below a path from another; none where there is nothing.
    pub fn state(&self, path: &str) -> Option<Oid> {
        self.entry(path).map(|(id, _)| id)
    }

    /// The files of Licit's that a path stands for, in the order of their names.
    pub fn files(&self, path: &str) -> Result<Vec<File>, GitProblem> {
        match self.entry(path) {
            None => Err(self.nothing(path)),
            Some((text, false)) => Ok(vec![File { path: path.to_owned(), text }]),
            Some((folder, true)) => {
                let mut files = Vec::new();
                self.below(folder, path, &mut files)?;
                files.sort();
                Ok(files)
            }
        }
    }

    /// The file of that path, where there is one.
    pub fn file(&self, path: &str) -> Option<File> {
        self.entry(path).filter(|(_, folder)| !folder).map(|(text, _)| File { path: path.to_owned(), text })
    }

    /// The text of a file.
    pub fn text(&self, file: &File) -> Result<String, FileProblem> {
        let name = format!("{}:{}", self.revision, file.path);
        match self.repository.git.find_blob(file.text) {
            Ok(blob) => read(blob.content(), &name)
                .map(|text| text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)),
            Err(fault) => Err(FileProblem::Unreadable { path: name, why: super::said(&fault) }),
        }
    }

    /// Reads the files that a path stands for, and what they bring in out of the same tree.
    pub fn read(&self, path: &str) -> Result<Input, GitProblem> {
        let mut input = Input { sources: Sources::default(), refused: Vec::new(), remarks: Vec::new() };
        for file in self.files(path)? {
            match self.text(&file) {
                Err(problem) => input.refused.push(problem.into()),
                Ok(text) => {
                    input.sources.add(file.path, text);
                }
            }
        }
        if input.sources.iter().next().is_none() && input.refused.is_empty() {
            let path = format!("{}:{path}", self.revision);
            input.refused.push(FileProblem::NothingHere { path }.into());
        }
        imports::follow(&mut input.sources, |_, _, name| self.find(name));
        Ok(input)
    }

    /// Everything that these files bring in, and what that brings in, as far as it is there.
    pub fn brought_in(&self, files: &[File], mut imports: impl FnMut(&File) -> Vec<String>) -> Vec<File> {
        let mut found: Vec<File> = Vec::new();
        let mut open: VecDeque<File> = files.iter().cloned().collect();
        while let Some(file) = open.pop_front() {
            for name in imports(&file) {
                let file = self.file(&beside(&file.path, &name));
                if let Some(file) = file.filter(|file| !files.contains(file) && !found.contains(file)) {
                    found.push(file.clone());
                    open.push_back(file);
                }
            }
        }
        found
    }

    fn find(&self, name: &str) -> Found {
        if name.starts_with("..") || name.starts_with('/') {
            return Found::Refused(Refusal::Outside { project: "the repository".to_owned() });
        }
        let Some(file) = self.file(name) else {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            return Found::Refused(Refusal::NotThere { near: self.names(folder) });
        };
        match self.text(&file) {
            Ok(text) => Found::Text(text),
            Err(problem) => Found::Refused(Refusal::Unreadable { why: problem.tell().message }),
        }
    }

    /// What is at a path, and whether it is a folder. Links are followed.
    fn entry(&self, path: &str) -> Option<(Oid, bool)> {
        let mut path = path.to_owned();
        for _ in 0..MOST_LINKS {
            if path.is_empty() || path == "." {
                return Some((self.tree.id(), true));
            }
            let entry = self.tree.get_path(Path::new(&path)).ok()?;
            match entry.kind()? {
                ObjectType::Tree => return Some((entry.id(), true)),
                ObjectType::Blob if entry.filemode() == LINK => {
                    let blob = self.repository.git.find_blob(entry.id()).ok()?;
                    path = beside(&path, std::str::from_utf8(blob.content()).ok()?);
                }
                ObjectType::Blob => return Some((entry.id(), false)),
                _ => return None,
            }
        }
        None
    }

    /// Adds the files below a folder; what is hidden, and what was built, is passed over as on a disk.
    fn below(&self, folder: Oid, path: &str, files: &mut Vec<File>) -> Result<(), GitProblem> {
        let tree =
            self.repository.git.find_tree(folder).map_err(|fault| self.repository.unreadable(&fault))?;
        for entry in &tree {
            let Ok(name) = entry.name() else { continue };
            let within = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            match entry.kind() {
                _ if name.starts_with('.') => {}
                Some(ObjectType::Tree) if name == "target" => {}
                Some(ObjectType::Tree) => self.below(entry.id(), &within, files)?,
                Some(ObjectType::Blob) if is_licit(name) => files.extend(self.file(&within)),
                _ => {}
            }
        }
        Ok(())
    }

    /// The names of Licit's files right in a folder.
    fn names(&self, folder: &str) -> Vec<String> {
        let Some((id, true)) = self.entry(folder) else { return Vec::new() };
        let Ok(tree) = self.repository.git.find_tree(id) else { return Vec::new() };
        let names = tree.iter().filter_map(|entry| entry.name().ok().map(str::to_owned));
        names.filter(|name| is_licit(name)).collect()
    }

    /// That nothing is at a path; perhaps it was written from the folder worked in, or with a slip.
    fn nothing(&self, path: &str) -> GitProblem {
        let mut all = Vec::new();
        let _ = self.below(self.tree.id(), "", &mut all);
        let mut known: Vec<String> = all.into_iter().map(|file| file.path).collect();
        let folders =
            known.iter().filter_map(|path| path.rsplit_once('/').map(|(folder, _)| folder.to_owned()));
        let folders: Vec<String> = folders.collect();
        known.extend(folders);
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let elsewhere = known.iter().find(|known| last(known) == last(path)).map(String::as_str);
        let likely = elsewhere.or_else(|| likely(path, known.iter().map(String::as_str)));
        GitProblem::NotInRevision {
            path: path.to_owned(),
            revision: self.revision.clone(),
            likely: likely.map(|path| format!("{}:{path}", self.revision)),
        }
    }
}
