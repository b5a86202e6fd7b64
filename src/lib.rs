//! Licit: a language for what a thing may be used for and what it may not.
//!
//! Text flows through the rooms in one direction. [`source`] holds the files; [`syntax`] reads each to a tree and
//! a list of problems; [`model`] resolves names and types and gives one decision [`program`] a version; [`judge`]
//! judges a case by it and says why; [`compiled`] does the same fast, for many cases; [`analysis`] asks the same program about all cases at once; [`casebook`]
//! runs scenarios, tables and properties; [`report`] and [`problem`] put what came into words, [`export`] hands the
//! program to others; [`audit`] judges the rows of
//! tables, and [`cli`] is the roof that reads files and prints.
//!
//! ```
//! use licit::casebook::{book, run};
//! use licit::model::Library;
//! use licit::source::Sources;
//!
//! let mut sources = Sources::default();
//! sources.add("lamp.licit", r#"
//! policy lamp "The lamp in the reading room"
//!   actions light
//!   otherwise permitted
//!
//! entity hour
//!   late : yes/no
//!
//! clause 1 "Night"
//!   prohibit light when hour is late
//!
//! scenario "At night"
//!   action light
//!   facts
//!     hour is late
//!   expect prohibited under clause 1
//! "#);
//! let (library, problems) = Library::load(&sources);
//! let (book, told) = book::read(&sources, &library);
//! assert!(problems.is_empty() && told.is_empty());
//! assert!(run::run(&sources, &library, &book, None).all_passed());
//! ```

pub mod analysis;
pub mod audit;
pub mod casebook;
#[expect(clippy::disallowed_methods, reason = "the roof is where the world is touched")]
pub mod cli;
pub mod compiled;
pub mod export;
pub mod judge;
pub mod model;
pub mod problem;
pub mod program;
pub mod report;
pub mod source;
pub mod standard;
pub mod syntax;
pub mod versions;
