//! `licit history`: what became of a policy, commit by commit.

mod line;
mod shelf;
mod watch;

use std::path::{Path, PathBuf};

use clap::Args;

use super::format::{Format, FormatOption};
use super::git::{Commit, Named, Repository};
use super::input::shown;
use super::status::Status;
use super::terminal::Terminal;
use crate::problem::Problem;
use crate::problem::file::FileProblem;
use crate::problem::git::GitProblem;
use crate::report::history::{self as report, Told};
use crate::report::{page, plain};
use crate::source::Sources;
use crate::versions::history::{clause, history, scenario};
use line::Line;
use watch::Watch;

/// Follow a policy through git: each commit that changed what it decides, with how.
///
/// The commits are those that led to HEAD, or to another revision: of a merge, the line that was merged into, so
/// that what a branch brought in stands where it was merged. Commits that changed the text and no verdict are
/// counted: that every case is judged as before was proved. The working tree is not looked at.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  licit history policies/export.licit          each commit that changed a verdict, the latest first
  licit history policies --scenario \"A sale\"   which commit decided that case otherwise
  licit history policies --clause 5            a clause, through every number it had
  licit history main:policies --since v1       on another branch, after a tag")]
pub struct History {
    /// A file or folder, or one at a revision: main:policies [default: this folder]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// Tell what each commit made of this scenario, as it is written in the latest
    #[arg(long, value_name = "TITLE", conflicts_with = "clause")]
    scenario: Option<String>,
    /// Follow the clause that has this number in the latest commit
    #[arg(long, value_name = "NUMBER")]
    clause: Option<String>,
    /// Leave out this commit and those before it
    #[arg(long, value_name = "REVISION")]
    since: Option<String>,
    #[command(flatten)]
    format: FormatOption,
}

impl History {
    /// Follows and shows.
    pub fn run(self, terminal: &mut Terminal) -> Status {
        let format = self.format.format;
        let argument = self.path.clone().unwrap_or_else(|| PathBuf::from("."));
        match self.told(&argument, terminal) {
            Err(problems) => {
                terminal.say_problems(&problems, &Sources::default(), format);
                Status::Unable
            }
            Ok((told, cut)) => {
                let cut: Vec<Problem> = cut.into_iter().map(Problem::from).collect();
                terminal.say_problems(&cut, &Sources::default(), format);
                terminal.show(&match format {
                    Format::Json => report::json(&told),
                    Format::Human => page::page(&report::account(&told), terminal.width, true),
                    Format::Plain => plain::told(&report::account(&told), "History"),
                });
                Status::Well
            }
        }
    }

    fn told(
        &self,
        argument: &Path,
        terminal: &mut Terminal,
    ) -> Result<(Told, Option<GitProblem>), Vec<Problem>> {
        let refused = |problem: GitProblem| vec![Problem::from(problem)];
        let (repository, asked) = Asked::of(argument, self.since.as_deref()).map_err(refused)?;
        let Asked { revision, path, since } = &asked;
        let tip = repository.commit(revision).map_err(refused)?;
        let since = since.as_deref().map(|since| repository.commit(since)).transpose().map_err(refused)?;
        let mut line = Line::of(&repository, &tip, path, since.as_ref(), terminal).map_err(refused)?;
        let cut = line.cut.take();
        let commits = line.commits.iter().map(report::Commit::from).collect();
        let shown = if argument == Path::new(".") { "this folder".to_owned() } else { shown(argument) };
        let watch = Watch::new(terminal, line.order.len());
        let done = || watch.one();
        let what = if let Some(title) = &self.scenario {
            line.with_case_book(&repository, &tip, path).map_err(refused)?;
            scenario::is_there(&line.states, &line.order, title)?;
            let answers = scenario::answers(&line.states, &line.order, title, &done);
            report::What::Scenario { title: title.clone(), answers, before: None }
        } else if let Some(number) = &self.clause {
            let policies = clause::policies(&line.states, &line.order, number)
                .map_err(|known| vec![FileProblem::NoSuchClause { number: number.clone(), known }.into()])?;
            let steps = policies
                .iter()
                .flat_map(|policy| clause::steps(&line.states, &line.order, policy, number, &done))
                .collect();
            report::What::Clause { number: number.clone(), steps }
        } else {
            report::What::All(history(&line.states, &line.order, &done))
        };
        watch.end();
        let told = Told { path: shown, commits, what };
        Ok((if line.from_the_second { told.from_the_second() } else { told }, cut))
    }
}

/// What is to be followed.
struct Asked {
    revision: String,
    /// From the top of the repository.
    path: String,
    since: Option<String>,
}

impl Asked {
    /// What an argument asks for, and in which repository.
    fn of(argument: &Path, since: Option<&str>) -> Result<(Repository, Asked), GitProblem> {
        let here = || Repository::around(Path::new("."));
        let since = since.map(str::to_owned);
        Ok(match Named::of(argument) {
            Named::Path(path) => {
                let repository = Repository::around(&path)?;
                let path = repository.on_the_way(&path);
                (repository, Asked { revision: "HEAD".to_owned(), path, since })
            }
            Named::Within { revision, path } => {
                let repository = here()?;
                let path = repository.path(&path);
                (repository, Asked { revision, path, since })
            }
            Named::Revision(revision) => {
                let repository = here()?;
                let path = repository.path("./");
                (repository, Asked { revision, path, since })
            }
            Named::Range { from, to, .. } => {
                let repository = here()?;
                let path = repository.path("./");
                (repository, Asked { revision: to, path, since: since.or(Some(from)) })
            }
        })
    }
}

impl From<&Commit<'_>> for report::Commit {
    fn from(commit: &Commit) -> report::Commit {
        report::Commit {
            id: commit.id(),
            short: commit.short(),
            day: commit.day(),
            author: commit.author(),
            subject: commit.subject(),
        }
    }
}
