//! L005.: what git keeps cannot be had, or not all of it.

use super::{Code, Severity, Tell, Telling, codes};

/// What is told of a repository, a revision, or what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub enum GitProblem {
    /// `licit history policies`, and neither that folder nor one above it is in a repository.
    NoRepository { path: String },
    /// `licit diff mian..HEAD`: no commit is called so; the name that was probably meant.
    NoSuchRevision { revision: String, likely: Option<String>, shallow: bool },
    /// `HEAD~500`, and there are not so many commits.
    BeforeTheFirst { revision: String, from: String, shallow: bool },
    /// `licit diff HEAD:export.licit:..`: there is nothing of that path in the commit; what was probably meant.
    NotInRevision { path: String, revision: String, likely: Option<String> },
    /// The history ends at this commit because the clone is shallow.
    Shallow { commit: String, day: String },
    /// The repository cannot be read, in the words of what reads it; nothing where it is somebody else's.
    Unreadable { path: String, why: Option<String> },
    /// Nothing was ever committed.
    NoCommits { path: String },
    /// Both sides of a merge changed these, each in its own way: `clause 5`.
    BothChanged { path: String, items: Vec<String> },
    /// Both sides of a merge were brought together, and have an error that neither has.
    WrongTogether { path: String },
    /// One side of a merge cites a clause by a number that the other side changed.
    CitesOldNumber { path: String, item: String, number: String, now: String },
    /// `licit git-setup` in a bare repository.
    Bare { path: String },
}

use GitProblem::*;

impl Tell for GitProblem {
    codes! {
        NoRepository { .. } => "L0050",
        NoSuchRevision { .. } | BeforeTheFirst { .. } => "L0051",
        NotInRevision { .. } => "L0052",
        Shallow { .. } => "L0054",
        Unreadable { .. } => "L0053",
        NoCommits { .. } => "L0055",
        BothChanged { .. } => "L0057",
        WrongTogether { .. } => "L0058",
        Bare { .. } => "L0059",
        CitesOldNumber { .. } => "L0060",
    }

    fn severity(&self) -> Severity {
        match self {
            Shallow { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    fn tell(&self) -> Telling {
        Telling { message: self.message(), labels: Vec::new(), help: Some(self.help()) }
    }
}

impl GitProblem {
    fn message(&self) -> String {
        match self {
            NoRepository { path } if path == "." => "this folder is in no git repository".to_owned(),
            NoRepository { path } => format!("`{path}` is in no git repository"),
            BeforeTheFirst { revision, from, .. } => {
                format!("there is no `{revision}`: `{from}` has not so many commits before it")
            }
            NoSuchRevision { revision, .. } => format!("git knows no commit called `{revision}`"),
            NotInRevision { path, revision, .. } => format!("there is no `{path}` in `{revision}`"),
            Shallow { commit, day } => {
                format!("nothing is known of what was before {commit} of {day}: the clone is shallow")
            }
            Unreadable { path, why: Some(why) } => {
                format!("the git repository `{path}` cannot be read: {why}")
            }
            Unreadable { path, why: None } => format!("the git repository `{path}` belongs to somebody else"),
            NoCommits { path } => format!("nothing was committed yet in the git repository `{path}`"),
            BothChanged { path, items } => {
                let were = if items.len() == 1 { "was" } else { "were" };
                format!("{} of `{path}` {were} changed by both sides, each in its own way", named(items))
            }
            WrongTogether { path } => {
                format!("brought together, the two sides of `{path}` have an error that neither has alone")
            }
            CitesOldNumber { path, item, number, now } => format!(
                "{item} of `{path}` cites clause {number}, which the other side has renumbered to {now}"
            ),
            Bare { path } => format!("nothing is worked on in the git repository `{path}`: it is bare"),
        }
    }

    fn help(&self) -> String {
        match self {
            NoRepository { .. } => {
                "go to the folder of a repository; two texts are compared without one: `licit diff OLD NEW`"
                    .to_owned()
            }
            NoSuchRevision { likely: Some(likely), .. } => format!("did you mean `{likely}`?"),
            NoSuchRevision { shallow: true, .. } | BeforeTheFirst { shallow: true, .. } => {
                "the clone is shallow; `git fetch --unshallow` brings what was before".to_owned()
            }
            BeforeTheFirst { .. } => {
                "`git log --oneline --first-parent` lists those that there are".to_owned()
            }
            NoSuchRevision { .. } => {
                "name a commit, a branch or a tag as git does: `HEAD~1`, `main`, `v2`, `3f2a91c`".to_owned()
            }
            NotInRevision { likely: Some(likely), .. } => format!("did you mean `{likely}`?"),
            NotInRevision { .. } => {
                "see whether it was committed; after a colon a path begins at the top of the \
                                     repository, or with `./` in the folder you are in"
                    .to_owned()
            }
            Shallow { .. } => "`git fetch --unshallow` brings the rest".to_owned(),
            Unreadable { why: Some(_), .. } => "see whether `git status` works there".to_owned(),
            Unreadable { path, why: None } => {
                format!("if you trust it, tell git so: `git config --global --add safe.directory {path}`")
            }
            NoCommits { .. } => "commit the policy first: `git add`, and then `git commit`".to_owned(),
            BothChanged { path, .. } => format!(
                "what each side has stands in the file between marks: write what is to hold, take the marks out, \
                 and say so with `git add {path}`"
            ),
            WrongTogether { path } => format!("mend it, and say so with `git add {path}`"),
            CitesOldNumber { path, number, now, .. } => format!(
                "write `{now}` for `{number}` if that clause is meant, and say so with `git add {path}`"
            ),
            Bare { .. } => "set up a clone of it, in which the texts are worked on".to_owned(),
        }
    }
}

/// The first few of these, and how many more there are.
fn named(items: &[String]) -> String {
    const MOST: usize = 6;
    let mut shown: Vec<String> = items.iter().take(MOST).cloned().collect();
    if items.len() > MOST {
        shown.push(format!("{} more", items.len() - MOST));
    }
    match shown.split_last() {
        Some((last, before @ [_, ..])) => format!("{} and {last}", before.join(", ")),
        _ => shown.concat(),
    }
}
