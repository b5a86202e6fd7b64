//! The parser that pest makes of `grammar/licit.pest`.

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/licit.pest"]
pub(super) struct Grammar;
