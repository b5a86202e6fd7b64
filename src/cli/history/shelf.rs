//! The texts that were read so far, each once, however many commits have it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::cli::git::{File, Tree};
use crate::cli::input::has_policy;
use crate::problem::Tell;
use crate::source::Sources;
use crate::syntax::imports::imports;
use crate::versions::history::{Texts, Written};

/// What stands at a path in one commit.
#[derive(Debug, Default, PartialEq)]
pub struct Stand {
    /// What tells it apart from any other, case books included; none where there is nothing.
    pub state: Option<String>,
    /// The files with policies, and what they bring in.
    pub files: Vec<File>,
}

impl Stand {
    /// Whether nothing is there.
    pub fn is_nothing(&self) -> bool {
        self.state.is_none()
    }
}

/// See the head of this file.
#[derive(Default)]
pub struct Shelf {
    texts: HashMap<File, Result<Arc<str>, String>>,
    numbers: HashMap<Vec<File>, usize>,
    /// Each state of the texts, by its number.
    pub states: Vec<Texts>,
    stands: HashMap<(String, String), Vec<File>>,
}

impl Shelf {
    /// What stands at a path in a tree: its own state, and of the files below it those with a policy, and what they
    /// bring in from wherever it stands.
    pub fn stand(&mut self, tree: &Tree, path: &str) -> Stand {
        let Some(state) = tree.state(path).map(|id| id.to_string()) else { return Stand::default() };
        let own = self.stands.get(&(path.to_owned(), state.clone())).cloned().unwrap_or_else(|| {
            let files = tree.files(path).unwrap_or_default();
            files
                .into_iter()
                .filter(|file| self.text(tree, file).is_none_or(|text| has_policy(&text)))
                .collect()
        });
        self.stands.insert((path.to_owned(), state.clone()), own.clone());
        let brought_in = tree.brought_in(&own, |file| match self.text(tree, file) {
            Some(text) if text.lines().any(|line| line.starts_with("import ")) => {
                let mut sources = Sources::default();
                let id = sources.add(file.path.clone(), &*text);
                imports(&sources, id).into_iter().map(|import| import.path.text.to_string()).collect()
            }
            _ => Vec::new(),
        });
        for file in &brought_in {
            self.text(tree, file);
        }
        let mut files = own;
        files.extend(brought_in);
        Stand { state: Some(state), files }
    }

    /// The number of the state in which these files are.
    pub fn state(&mut self, files: &[File]) -> usize {
        if let Some(number) = self.numbers.get(files) {
            return *number;
        }
        let mut texts = Texts::default();
        for file in files {
            match self.texts.get(file) {
                Some(Ok(text)) => texts.files.push(Written {
                    name: file.path.clone(),
                    text: text.clone(),
                    beside: !has_policy(text),
                }),
                Some(Err(why)) => texts.unreadable = Some(why.clone()),
                None => {}
            }
        }
        self.states.push(texts);
        self.numbers.insert(files.to_vec(), self.states.len() - 1);
        self.states.len() - 1
    }

    /// The text of a file; none where it cannot be read.
    fn text(&mut self, tree: &Tree, file: &File) -> Option<Arc<str>> {
        let read = || tree.text(file).map(Arc::from).map_err(|problem| problem.tell().message);
        self.texts.entry(file.clone()).or_insert_with(read).clone().ok()
    }
}
