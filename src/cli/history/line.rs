//! The commits that touched a path, and the texts in each.

use super::shelf::{Shelf, Stand};
use crate::cli::git::{Commit, Repository};
use crate::cli::input::has_policy;
use crate::cli::terminal::Terminal;
use crate::problem::git::GitProblem;
use crate::standard;
use crate::versions::history::{Texts, Written};

/// How many commits are read before it is told how many.
const TOLD_EVERY: usize = 64;

/// The commits that touched a path, the earliest first, and the texts in each.
pub struct Line<'r> {
    /// The first is not asked about: it is what the second is held to.
    pub from_the_second: bool,
    pub commits: Vec<Commit<'r>>,
    /// Each state of the texts once.
    pub states: Vec<Texts>,
    /// The state at each commit.
    pub order: Vec<usize>,
    /// Why the history may not begin with the first.
    pub cut: Option<GitProblem>,
}

impl<'r> Line<'r> {
    /// The commits from `tip` back, up to the one after `since`.
    pub fn of(
        repository: &'r Repository,
        tip: &Commit<'r>,
        path: &str,
        since: Option<&Commit>,
        terminal: &mut Terminal,
    ) -> Result<Line<'r>, GitProblem> {
        // That it is there at all.
        repository.tree(tip)?.files(path)?;
        let mut line = Line {
            from_the_second: false,
            commits: Vec::new(),
            states: Vec::new(),
            order: Vec::new(),
            cut: None,
        };
        let mut shelf = Shelf::default();
        let mut path = path.to_owned();
        let mut at = Some(tip.clone());
        let mut later: Option<(Commit<'r>, Stand)> = None;
        let mut read = 0;
        while let Some(commit) = at {
            read += 1;
            if read % TOLD_EVERY == 0 {
                terminal.progress(&format!("{read} commits read"));
            }
            let tree = repository.tree(&commit)?;
            let mut stand = shelf.stand(&tree, &path);
            // A commit touched the path if what stands there is not what stood there before it.
            if let Some((next, stood)) = later.take() {
                if stand.is_nothing()
                    && !stood.is_nothing()
                    && let Some(from) = repository.renamed_from(&commit, &next, &path)
                {
                    path = from;
                    stand = shelf.stand(&tree, &path);
                }
                if stood != stand {
                    line.take(next, shelf.state(&stood.files));
                }
            }
            let ends = since.is_some_and(|since| since.id() == commit.id());
            at = if ends { None } else { repository.before(&commit)? };
            if at.is_some() {
                later = Some((commit, stand));
                continue;
            }
            line.cut = if ends { None } else { repository.ends_at(&commit) };
            if !stand.is_nothing() {
                line.from_the_second = ends || line.cut.is_some();
                line.take(commit, shelf.state(&stand.files));
            }
        }
        line.finish(shelf);
        Ok(line)
    }

    fn take(&mut self, commit: Commit<'r>, state: usize) {
        self.commits.push(commit);
        self.order.push(state);
    }

    fn finish(&mut self, shelf: Shelf) {
        self.commits.reverse();
        self.order.reverse();
        self.states = shelf.states;
    }

    /// Adds to every state the case books of the latest commit, and what they bring in.
    pub fn with_case_book(
        &mut self,
        repository: &'r Repository,
        tip: &Commit<'r>,
        path: &str,
    ) -> Result<(), GitProblem> {
        let tree = repository.tree(tip)?;
        let input = tree.read(path)?;
        let books: Vec<Written> = input
            .sources
            .iter()
            .filter(|(_, file)| !has_policy(&file.text) && !file.name.starts_with(standard::FOLDER))
            .map(|(_, file)| Written {
                name: file.name.clone(),
                text: file.text.as_str().into(),
                beside: file.beside,
            })
            .collect();
        for state in &mut self.states {
            let added: Vec<Written> = books
                .iter()
                .filter(|book| state.files.iter().all(|file| file.name != book.name))
                .cloned()
                .collect();
            state.files.extend(added);
        }
        Ok(())
    }
}
