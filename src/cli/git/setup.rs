//! What is written into a repository so that git shows, merges and lays out Licit's files by their clauses.

use std::path::PathBuf;

use git2::{Config, ConfigLevel, ErrorCode};

use super::{Repository, said};
use crate::cli::input::{shown, written};
use crate::cli::output;
use crate::problem::Problem;
use crate::problem::file::FileProblem;
use crate::problem::git::GitProblem;
use crate::report::setup::{Setting, Setup};
use crate::syntax::entries::first_words;

/// What is wished beside what is always set up.
#[derive(Debug, Clone, Copy)]
pub struct Wishes {
    /// Files are laid out as they are committed.
    pub laid_out: bool,
    /// Differences are shown between texts laid out.
    pub shown_laid_out: bool,
}

/// The files that are Licit's.
const PATTERNS: [&str; 2] = ["*.licit", "*.licit.md"];

const DRIVER: &str = "licit merge-driver --marker-size %L %O %A %B %P";
const CLEAN: &str = "licit fmt --stdin -- %f";
/// What cannot be laid out is shown as it is.
const TEXTCONV: &str = "laid() { if text=$(licit fmt --stdin -- \"$1\" < \"$1\" 2> /dev/null); then \
                        printf '%s\\n' \"$text\"; else cat \"$1\"; fi; }; laid";
/// A word of a text: names with their dots and hyphens, and every mark by itself.
const WORDS: &str = "[[:alnum:]_]+([-.][[:alnum:]_]+)*|[^[:space:]]";

impl Repository {
    /// What this repository lacks.
    pub fn setup(&self, wishes: Wishes) -> Result<Setup, Problem> {
        let attributes = self.attributes()?;
        let standing = match attributes.exists() {
            true => written(&attributes)?,
            false => String::new(),
        };
        let mut wanted = vec!["diff=licit", "merge=licit"];
        if wishes.laid_out {
            wanted.push("filter=licit");
        }
        let lines = PATTERNS.into_iter().filter_map(|pattern| line(pattern, &wanted, &standing));
        let configuration = self.configuration()?;
        let settings = settings(wishes).into_iter().filter_map(|(key, value, does)| {
            let now = configuration.get_string(key).ok();
            (now.as_ref() != Some(&value)).then_some(Setting { key, value, instead_of: now, does })
        });
        Ok(Setup {
            attributes: shown(&attributes),
            lines: lines.collect(),
            configuration: shown(&super::near(&self.git.commondir().join("config"))),
            settings: settings.collect(),
        })
    }

    /// Writes it: the settings first, without which the attributes do nothing.
    pub fn write(&self, setup: &Setup) -> Result<(), Problem> {
        if !setup.settings.is_empty() {
            let mut configuration = self.configuration()?;
            let unwritable = |fault: git2::Error| FileProblem::Unwritable {
                path: setup.configuration.clone(),
                why: why(&fault),
            };
            for setting in &setup.settings {
                configuration.set_str(setting.key, &setting.value).map_err(unwritable)?;
            }
        }
        if setup.lines.is_empty() {
            return Ok(());
        }
        let attributes = self.attributes()?;
        let mut text = if attributes.exists() { written(&attributes)? } else { String::new() };
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        if !text.is_empty() && !text.ends_with('\n') {
            text += end;
        }
        for line in &setup.lines {
            text += line;
            text += end;
        }
        Ok(output::replace(&attributes, &text)?)
    }

    fn attributes(&self) -> Result<PathBuf, GitProblem> {
        match self.git.workdir() {
            Some(top) => Ok(super::near(&top.join(".gitattributes"))),
            None => Err(GitProblem::Bare { path: self.shown() }),
        }
    }

    /// The settings of this repository alone, which all its worktrees share.
    fn configuration(&self) -> Result<Config, GitProblem> {
        let all = self.git.config().map_err(|fault| self.unreadable(&fault))?;
        all.open_level(ConfigLevel::Local).map_err(|fault| self.unreadable(&fault))
    }
}

/// Every setting that is wanted: its name, its value, and what it is good for.
fn settings(wishes: Wishes) -> Vec<(&'static str, String, &'static str)> {
    let items = format!("^(({})([ \\t].*)?)$", first_words().join("|"));
    let mut settings = vec![
        ("diff.licit.xfuncname", items, "git diff and git log -p name the clause above each change"),
        ("diff.licit.wordregex", WORDS.to_owned(), "git diff --word-diff takes names and marks as words"),
        ("merge.licit.name", "Licit, clause by clause".to_owned(), "what git calls the next"),
        (
            "merge.licit.driver",
            DRIVER.to_owned(),
            "git merge and git rebase bring texts together clause by clause",
        ),
    ];
    if wishes.shown_laid_out {
        settings.push((
            "diff.licit.textconv",
            TEXTCONV.to_owned(),
            "git diff compares both texts laid out, so that layout alone is no difference",
        ));
    }
    if wishes.laid_out {
        settings.push(("filter.licit.clean", CLEAN.to_owned(), "git add lays out what is committed"));
    }
    settings
}

/// The line that gives a pattern the attributes that it lacks.
fn line(pattern: &str, wanted: &[&str], standing: &str) -> Option<String> {
    let mut given: Vec<&str> = Vec::new();
    for line in standing.lines() {
        let mut words = line.split_whitespace();
        if words.next() == Some(pattern) {
            for word in words {
                let name =
                    |word: &str| word.trim_start_matches(['-', '!']).split('=').next().map(str::to_owned);
                given.retain(|before| name(before) != name(word));
                given.push(word);
            }
        }
    }
    let lacking: Vec<&str> = wanted.iter().copied().filter(|attribute| !given.contains(attribute)).collect();
    (!lacking.is_empty()).then(|| format!("{pattern} {}", lacking.join(" ")))
}

/// Why a setting could not be written, in words.
fn why(fault: &git2::Error) -> String {
    match fault.code() {
        ErrorCode::Locked => {
            "another git is writing it; if none is, remove the file beside it that ends in `.lock`".to_owned()
        }
        _ => said(fault),
    }
}
