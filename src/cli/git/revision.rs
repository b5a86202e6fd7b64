//! Arguments that name texts: paths, and what git keeps at a revision, `HEAD~1:policies/export.licit`.

use std::path::{Path, PathBuf};

use super::Repository;
use crate::cli::input::Paths;
use crate::cli::reading::Reading;
use crate::problem::git::GitProblem;

/// What an argument names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A file or folder on the disk, whether it is there or not.
    Path(PathBuf),
    /// `HEAD~1`.
    Revision(String),
    /// `HEAD~1:policies`, the path from the top of the repository or, with `./`, from the folder worked in.
    Within { revision: String, path: String },
    /// `main..amendment`; with three points, from where the two parted.
    Range { from: String, to: String, parted: bool },
}

impl Named {
    /// What an argument names. What is on the disk is meant before any revision.
    pub fn of(argument: &Path) -> Named {
        let path = || Named::Path(argument.to_path_buf());
        let Some(text) = argument.to_str().filter(|_| !argument.exists()) else { return path() };
        if let Some((from, to)) = text.split_once("..")
            && !from.ends_with(['/', '\\'])
            && !to.starts_with(['/', '\\'])
            && !text.contains(':')
        {
            let parted = to.starts_with('.');
            let to = to.strip_prefix('.').unwrap_or(to).to_owned();
            return Named::Range { from: from.to_owned(), to, parted };
        }
        match text.split_once(':') {
            Some((drive, path)) if drive.len() == 1 && path.starts_with(['/', '\\']) => {
                Named::Path(argument.to_path_buf())
            }
            Some((revision, path)) if !revision.is_empty() => {
                Named::Within { revision: revision.to_owned(), path: path.to_owned() }
            }
            Some(_) => path(),
            // Nobody calls a policy so; it is a revision, known or not.
            None if text.starts_with("HEAD") || text.contains(['~', '^']) => Named::Revision(text.to_owned()),
            None => match Repository::around(Path::new(".")).and_then(|it| it.commit(text).map(|_| ())) {
                Ok(()) => Named::Revision(text.to_owned()),
                // A slip in the name of a branch, where no path would look like it.
                Err(GitProblem::NoSuchRevision { likely: Some(_), .. })
                    if !text.contains(['.', '/', '\\']) =>
                {
                    Named::Revision(text.to_owned())
                }
                Err(_) => path(),
            },
        }
    }
}

/// One side of a comparison.
enum Side {
    Disk(PathBuf),
    /// The path as it is written after a colon.
    Kept {
        revision: String,
        path: String,
    },
}

/// Reads the texts that one or two arguments name, the old one first; both where a range or a revision names both.
pub fn readings(old: &Path, new: Option<&Path>) -> Result<Vec<Reading>, GitProblem> {
    let (old, new) = (Named::of(old), new.map(Named::of));
    if let (Named::Path(old), None | Some(Named::Path(_))) = (&old, &new) {
        let new = new.as_ref().and_then(|new| if let Named::Path(new) = new { Some(new) } else { None });
        let paths = [Some(old), new];
        return Ok(paths.into_iter().flatten().map(|path| Reading::of(&Paths::of(path.clone()))).collect());
    }
    let repository = Repository::around(Path::new("."))?;
    let sides = sides(&repository, old, new)?;
    sides.into_iter().map(|side| repository.reading(side)).collect()
}

fn sides(repository: &Repository, old: Named, new: Option<Named>) -> Result<[Side; 2], GitProblem> {
    let kept = |revision: String, path: String| Side::Kept { revision, path };
    let here = |path: &Path| format!("./{}", path.display());
    Ok(match (old, new) {
        (Named::Range { from, to, parted }, new) => {
            let path = match new {
                Some(Named::Path(path)) if path.is_absolute() => path.display().to_string(),
                Some(Named::Path(path)) => here(&path),
                Some(Named::Within { revision, .. } | Named::Revision(revision)) => {
                    return Err(repository.unknown(&format!("{from}..{to} {revision}")));
                }
                Some(Named::Range { .. }) | None => "./".to_owned(),
            };
            let from = match parted {
                true => {
                    let (one, other) = (repository.commit(&from)?, repository.commit(&to)?);
                    repository.parted(&one, &other).map_or(from, |commit| commit.called)
                }
                false => from,
            };
            [kept(from, path.clone()), kept(to, path)]
        }
        (Named::Revision(revision), None) => [kept(revision, "./".to_owned()), Side::Disk(".".into())],
        (Named::Revision(old), Some(Named::Revision(new))) => {
            [kept(old, "./".to_owned()), kept(new, "./".to_owned())]
        }
        (Named::Revision(revision), Some(Named::Path(path))) => {
            [kept(revision, here(&path)), Side::Disk(path)]
        }
        (Named::Revision(old), Some(Named::Within { revision, path })) => {
            [kept(old, path.clone()), kept(revision, path)]
        }
        (Named::Within { revision, path }, None) => {
            let now = repository.on_disk(&path);
            [kept(revision, path), Side::Disk(now)]
        }
        (Named::Within { revision, path }, Some(Named::Revision(new))) => {
            [kept(revision, path.clone()), kept(new, path)]
        }
        (Named::Path(path), Some(Named::Revision(revision))) => {
            let then = here(&path);
            [Side::Disk(path), kept(revision, then)]
        }
        (_, Some(Named::Range { from, to, .. })) => {
            return Err(repository.unknown(&format!("{from}..{to}")));
        }
        (old, new) => [Some(old), new].map(|named| match named {
            Some(Named::Within { revision, path }) => kept(revision, path),
            Some(Named::Path(path)) => Side::Disk(path),
            _ => Side::Disk(".".into()),
        }),
    })
}

impl Repository {
    /// A path after a colon, from the top of the repository.
    pub fn path(&self, path: &str) -> String {
        let from_here = path.starts_with("./") || path.starts_with("../") || path.starts_with('/');
        match from_here {
            true => self.seen_from_the_top(path),
            false => crate::source::beside("", path),
        }
    }

    fn reading(&self, side: Side) -> Result<Reading, GitProblem> {
        match side {
            Side::Disk(path) => Ok(Reading::of(&Paths::of(path))),
            Side::Kept { revision, path } => {
                let (commit, path) = (self.commit(&revision)?, self.path(&path));
                let mut reading = Reading::of_input(self.tree(&commit)?.read(&path)?);
                reading.sources.read_at(&commit.called);
                Ok(reading)
            }
        }
    }
}
