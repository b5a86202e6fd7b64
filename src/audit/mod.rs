//! Audits: the rows of tables judged one by one, as they come, with the verdict beside each and a tally at the end.
//!
//! Tables are read from whatever holds their bytes and written as bytes: `read` and `write` are all that knows what a
//! table is written as. What a row says is for [`crate::casebook`] to tell, as for facts from any file. Rows that no
//! condition tells apart are judged once (`alike`), and rows are worked on in pieces, on all cores (`flow`).

mod alike;
mod columns;
pub mod engine;
mod flow;
mod judging;
mod lines;
#[cfg(feature = "parquet")]
pub mod parquet;
mod points;
pub mod read;
pub mod summary;
pub mod tally;
pub mod write;

pub use columns::{ADDED, Columns, Plan, of_every_element};
pub use judging::{Answer, Auditor, Member, Outcome, Team};
pub use read::{Kept, Row, Table, Written};
pub use tally::Tally;
