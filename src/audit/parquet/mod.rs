//! Tables in Parquet, and batches of records as Apache Arrow has them.
//!
//! A table is worked on by row groups, a batch of rows at a time. Only the columns that hold facts are read (`batch`);
//! where all rows of a group were judged, its columns are copied as they lie, and only the verdicts are encoded
//! (`write`). What a value says is put as a cell of a table would say it (`values`), so that a column of days, of numbers
//! or of texts is read as the same column in CSV.

mod batch;
mod read;
mod rows;
mod values;
mod write;

pub use arrow_array::RecordBatch;
pub use arrow_schema::Schema;
pub use batch::{added, schema_of_added};
pub use read::{Group, Parquet, tell_damage_once};
pub use rows::{line, row};
pub use values::{Durations, value};
pub use write::{Book, Encoded, Sheet};

use parquet::errors::ParquetError;

use crate::problem::file::FileProblem;

/// A fault of reading, told of a file.
fn unreadable(name: &str, fault: impl std::fmt::Display) -> FileProblem {
    let why = fault.to_string();
    let why = why.split(": ").last().unwrap_or_default().trim_end_matches('.');
    FileProblem::Unreadable {
        path: name.to_owned(),
        why: format!("it is no Parquet as it should be ({why})"),
    }
}

fn fault(fault: ParquetError) -> std::io::Error {
    match fault {
        ParquetError::External(fault) => match fault.downcast::<std::io::Error>() {
            Ok(fault) => *fault,
            Err(fault) => std::io::Error::other(fault),
        },
        other => std::io::Error::other(other),
    }
}
