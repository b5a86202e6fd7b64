//! Text to tree: the only room that knows the grammar.

pub mod tree;
