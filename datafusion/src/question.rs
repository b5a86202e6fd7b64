//! All that is asked of a table's rows, in a form that travels.

use std::fmt;

use datafusion::error::{DataFusionError, Result};
use licit::audit::engine::Terms;
use serde::{Deserialize, Serialize};

/// By what the rows of a table are judged, and what its columns are.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Question {
    pub terms: Terms,
    /// What the table is called in messages.
    pub table: String,
    /// The names of its columns, in their order.
    pub columns: Vec<String>,
    /// Whether its rows come as lines of JSON, of which the columns are those of the first.
    pub in_lines: bool,
}

impl Question {
    /// As bytes, for the same version of Licit.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Nothing in it can fail to be written: it holds no maps of unknown length, and is written into memory.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// From bytes. What another version of Licit has written may not read; if it does, its policy is refused by its own
    /// mark of the version.
    pub fn of_bytes(bytes: &[u8]) -> Result<Question> {
        postcard::from_bytes(bytes).map_err(|_| {
            DataFusionError::Execution(
                "what is asked does not read; all machines must have one version of licit".to_owned(),
            )
        })
    }
}

/// A policy is long: its length tells enough of it in a plan that is printed.
impl fmt::Debug for Question {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let Question { terms, table, columns, .. } = self;
        write!(to, "{} ({} bytes), {table} {columns:?}", terms.policy, terms.compiled.len())
    }
}
