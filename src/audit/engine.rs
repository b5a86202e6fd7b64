//! Engines that judge a table in Licit's stead, by Licit's decision program: on this machine, or on many.
//!
//! An engine is handed the policy compiled, with all else that bears on what comes of a row, and gives the rows back
//! with what came of each. Reading arguments, writing, counting and setting aside stay where they are.

#[cfg(feature = "parquet")]
use {
    super::judging::Outcome, super::read::Kept, crate::problem::file::FileProblem, arrow_array::RecordBatch,
    arrow_schema::SchemaRef, std::path::Path,
};

use serde::{Deserialize, Serialize};

use super::columns::Plan;
use crate::casebook::ask::Request;

/// By what rows are judged, whole and for itself: it can be sent to where the rows are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Terms {
    /// The policies, packed; see [`crate::compiled::file`].
    pub compiled: Vec<u8>,
    /// The one of them that judges.
    pub policy: String,
    /// The version of it that judges, whatever the day.
    pub as_of_version: Option<String>,
    pub request: Request,
    pub plan: Plan,
}

/// An engine.
pub trait Engine: Sync {
    /// What it is called on the command line; several words where it works in several places.
    fn names(&self) -> &[&str];

    /// Whether it is meant by this name, which may say more than it is called: an address, say.
    fn is_meant_by(&self, name: &str) -> bool;

    /// Begins to judge a table.
    #[cfg(feature = "parquet")]
    fn judge(&self, order: Order) -> Result<Box<dyn Judging>, FileProblem>;
}

/// What an engine is to do.
#[cfg(feature = "parquet")]
#[derive(Debug, Clone, Copy)]
pub struct Order<'o> {
    /// The name by which it was meant.
    pub engine: &'o str,
    /// The table, and what it is called in messages; a folder holds several files of it.
    pub table: &'o Path,
    pub name: &'o str,
    /// How it is written.
    pub kept: Kept,
    pub terms: &'o Terms,
}

/// A table that is being judged.
#[cfg(feature = "parquet")]
pub trait Judging: Send {
    /// The names of its columns.
    fn names(&self) -> &[String];

    /// What is in the batches: the table's columns, or, where it is written in lines, these as texts.
    fn schema(&self) -> SchemaRef;

    /// The next rows, in no order that is promised; `None` after the last.
    fn next(&mut self) -> Result<Option<Judged>, FileProblem>;
}

/// Rows, and what came of each.
#[cfg(feature = "parquet")]
pub struct Judged {
    pub rows: RecordBatch,
    pub outcomes: Vec<Outcome>,
}
