//! Scenarios, tables and properties: looked up, judged, and held to what they expect.

pub mod book;
pub mod data;
pub mod expect;
pub mod facts;
pub mod layer;
pub mod outcome;
pub mod run;
