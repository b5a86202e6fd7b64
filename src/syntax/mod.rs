//! Text to tree: the only room that knows the grammar.

pub mod tree;

use crate::problem::Problem;
use crate::source::{FileId, Sources};

/// Reads one file.
pub fn parse(_sources: &Sources, file: FileId) -> (tree::Tree, Vec<Problem>) {
    (tree::Tree { file, items: Vec::new(), comments: Vec::new() }, Vec::new())
}
