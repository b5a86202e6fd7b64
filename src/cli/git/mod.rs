//! What git keeps: commits, and the texts in them. It is only ever read, but for what [`setup`] writes when asked.

mod revision;
mod setup;
mod tree;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode, RepositoryOpenFlags};
use jiff::Timestamp;
use jiff::tz::Offset;

use super::input::shown;
use crate::problem::git::GitProblem;
use crate::problem::likely::likely;
use crate::source::beside;
pub use revision::{Named, readings};
pub use setup::Wishes;
pub use tree::{File, Tree};

/// How many letters of a commit's name are shown.
const SHORT: usize = 8;

/// A repository.
pub struct Repository {
    git: git2::Repository,
    /// The folder worked in, as a path from the top of the work tree; empty at the top and in a bare repository.
    below: String,
}

/// A commit, and what it was asked for by.
#[derive(Clone)]
pub struct Commit<'r> {
    commit: git2::Commit<'r>,
    /// `HEAD~1`, or its short name.
    pub called: String,
}

impl Repository {
    /// The repository that a path is in, or the one that the folder worked in is in.
    pub fn around(path: &Path) -> Result<Repository, GitProblem> {
        let found = fs::canonicalize(path).ok();
        let start = match &found {
            Some(place) if place.is_dir() => place.as_path(),
            Some(place) => place.parent().unwrap_or(place),
            None => Path::new("."),
        };
        // As git does: where a hook runs, the environment says which repository is meant; and no search goes further up
        // than it allows.
        let opened = match env::var_os("GIT_DIR") {
            Some(_) => git2::Repository::open_from_env(),
            None => {
                let ceilings = env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
                git2::Repository::open_ext(start, RepositoryOpenFlags::empty(), env::split_paths(&ceilings))
            }
        };
        let git = opened.map_err(|fault| unopened(&fault, path))?;
        let below = git.workdir().and_then(|top| {
            let top = fs::canonicalize(top).ok()?;
            let here = env::current_dir().and_then(fs::canonicalize).ok()?;
            Some(slashed(here.strip_prefix(top).ok()?))
        });
        Ok(Repository { below: below.unwrap_or_default(), git })
    }

    /// The commit that a revision names as git does; none named is `HEAD`.
    pub fn commit(&self, revision: &str) -> Result<Commit<'_>, GitProblem> {
        let revision = if revision.is_empty() { "HEAD" } else { revision };
        let found = self.git.revparse_single(revision).and_then(|object| object.peel_to_commit());
        let unknown = |_| match self.git.head() {
            Err(fault) if fault.code() == ErrorCode::UnbornBranch => {
                GitProblem::NoCommits { path: self.shown() }
            }
            _ => self.unknown(revision),
        };
        Ok(Commit { commit: found.map_err(unknown)?, called: revision.to_owned() })
    }

    /// Where two lines of commits parted.
    pub fn parted(&self, one: &Commit, other: &Commit) -> Option<Commit<'_>> {
        let base = self.git.merge_base(one.commit.id(), other.commit.id()).ok()?;
        let commit = self.git.find_commit(base).ok()?;
        Some(Commit { called: short(&commit), commit })
    }

    /// The files and folders of a commit.
    pub fn tree<'r>(&'r self, commit: &Commit<'r>) -> Result<Tree<'r>, GitProblem> {
        let tree = commit.commit.tree().map_err(|fault| self.unreadable(&fault))?;
        Ok(Tree::new(self, tree, &commit.called))
    }

    /// The commit before this one: of a merge the first, which is the line merged into. None at the beginning, and
    /// none where a shallow clone ends, of which [`Repository::ends_at`] tells.
    pub fn before<'r>(&'r self, commit: &Commit<'r>) -> Result<Option<Commit<'r>>, GitProblem> {
        if commit.commit.parent_count() == 0 {
            return Ok(None);
        }
        match commit.commit.parent(0) {
            Ok(commit) => Ok(Some(Commit { called: short(&commit), commit })),
            Err(_) if self.git.is_shallow() => Ok(None),
            Err(fault) => Err(self.unreadable(&fault)),
        }
    }

    /// That the history ends at this commit for no other reason than that the clone is shallow.
    pub fn ends_at(&self, commit: &Commit) -> Option<GitProblem> {
        let named = format!("{}\n", commit.commit.id());
        let ends = fs::read_to_string(self.git.commondir().join("shallow")).ok()?;
        let ends = format!("{ends}\n").contains(&named);
        ends.then(|| GitProblem::Shallow { commit: commit.short(), day: commit.day() })
    }

    /// The path that what is at this path was renamed from in this commit.
    pub fn renamed_from(&self, before: &Commit, now: &Commit, path: &str) -> Option<String> {
        let (old, new) = (before.commit.tree().ok()?, now.commit.tree().ok()?);
        let mut difference = self.git.diff_tree_to_tree(Some(&old), Some(&new), None).ok()?;
        difference.find_similar(None).ok()?;
        difference.deltas().find_map(|delta| {
            let (old, new) = (slashed(delta.old_file().path()?), slashed(delta.new_file().path()?));
            let rest = new.strip_prefix(path).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
            old.strip_suffix(rest).filter(|from| *from != path).map(str::to_owned)
        })
    }

    /// A path as it is from the top of the repository.
    fn seen_from_the_top(&self, path: &str) -> String {
        let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
        if Path::new(&path).is_absolute() {
            let top = self.git.workdir().and_then(|top| fs::canonicalize(top).ok());
            let below = top.and_then(|top| Path::new(&path).strip_prefix(top).ok().map(slashed));
            return below.unwrap_or_else(|| "..".to_owned());
        }
        let from = if self.below.is_empty() { String::new() } else { format!("{}/", self.below) };
        beside(&from, &path)
    }

    /// A path on the disk as it is from the top of the repository.
    pub fn on_the_way(&self, path: &Path) -> String {
        let top = self.git.workdir().and_then(|top| fs::canonicalize(top).ok());
        let below = top.and_then(|top| fs::canonicalize(path).ok()?.strip_prefix(top).ok().map(slashed));
        below.unwrap_or_else(|| self.seen_from_the_top(&path.to_string_lossy()))
    }

    /// Where a path after a colon lies on the disk.
    fn on_disk(&self, path: &str) -> PathBuf {
        match path.starts_with("./") || path.starts_with("../") {
            true => PathBuf::from(path),
            false => self.git.workdir().unwrap_or(Path::new("")).join(path),
        }
    }

    fn unknown(&self, revision: &str) -> GitProblem {
        let shallow = self.git.is_shallow();
        if let Some((from, _)) = revision.split_once(['~', '^'])
            && self.git.revparse_single(from).is_ok()
        {
            let from = from.to_owned();
            return GitProblem::BeforeTheFirst { revision: revision.to_owned(), from, shallow };
        }
        let mut names: Vec<String> = vec!["HEAD".to_owned()];
        for glob in ["refs/heads/*", "refs/tags/*", "refs/remotes/*"] {
            let Ok(references) = self.git.references_glob(glob) else { continue };
            names.extend(references.flatten().filter_map(|it| it.shorthand().ok().map(str::to_owned)));
        }
        let likely = likely(revision, names.iter().map(String::as_str)).map(str::to_owned);
        GitProblem::NoSuchRevision { revision: revision.to_owned(), likely, shallow }
    }

    fn unreadable(&self, fault: &git2::Error) -> GitProblem {
        GitProblem::Unreadable { path: self.shown(), why: Some(said(fault)) }
    }

    /// The repository as it is spoken of.
    fn shown(&self) -> String {
        shown(self.git.workdir().unwrap_or(self.git.path()))
    }
}

impl Commit<'_> {
    /// The name that is shown: enough of its letters to tell it from others.
    pub fn short(&self) -> String {
        short(&self.commit)
    }

    /// The whole name.
    pub fn id(&self) -> String {
        self.commit.id().to_string()
    }

    /// The first line of what its author wrote about it.
    pub fn subject(&self) -> String {
        let message = String::from_utf8_lossy(self.commit.message_bytes()).into_owned();
        message.trim_start().lines().next().unwrap_or_default().trim_end().to_owned()
    }

    /// Who wrote it.
    pub fn author(&self) -> String {
        String::from_utf8_lossy(self.commit.author().name_bytes()).into_owned()
    }

    /// The day it was written, where its author was.
    pub fn day(&self) -> String {
        let when = self.commit.author().when();
        let zone = Offset::from_seconds(when.offset_minutes().saturating_mul(60)).unwrap_or(Offset::UTC);
        let moment = Timestamp::from_second(when.seconds()).unwrap_or(Timestamp::UNIX_EPOCH);
        zone.to_datetime(moment).date().to_string()
    }
}

fn short(commit: &git2::Commit) -> String {
    commit.id().to_string().chars().take(SHORT).collect()
}

fn unopened(fault: &git2::Error, path: &Path) -> GitProblem {
    let path = shown(path);
    match (fault.code(), fault.class()) {
        (ErrorCode::Owner, _) => GitProblem::Unreadable { path, why: None },
        (ErrorCode::NotFound, ErrorClass::Repository | ErrorClass::Os | ErrorClass::None) => {
            GitProblem::NoRepository { path }
        }
        _ => GitProblem::Unreadable { path, why: Some(said(fault)) },
    }
}

/// What the library that reads git says of a fault, as part of a sentence.
fn said(fault: &git2::Error) -> String {
    fault.message().trim_end_matches('.').to_owned()
}

/// A path from the folder worked in, where it lies below that.
fn near(path: &Path) -> PathBuf {
    let here = env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    let folder = path.parent().and_then(|folder| fs::canonicalize(folder).ok()).unwrap_or_default();
    match (folder.strip_prefix(&here), path.file_name()) {
        (Ok(below), Some(name)) => below.join(name),
        _ => path.to_path_buf(),
    }
}

/// A path with a `/` between its parts, as git writes it.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
