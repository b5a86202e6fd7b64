//! Scenarios, tables and properties: looked up, judged, and held to what they expect.

pub mod ask;
pub mod book;
pub mod cells;
pub mod coverage;
pub mod data;
pub mod edges;
pub mod entry;
pub mod expect;
pub mod facts;
mod judges;
pub mod layer;
pub mod outcome;
pub mod properties;
pub mod rows;
pub mod run;
pub mod shown;
