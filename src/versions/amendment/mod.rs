//! The difference of two texts as an amending instrument: "In clause 3, for “five years” substitute “six years”."
//!
//! An [`Instrument`] is written from two texts ([`draft`]), told in words ([`words`]), read back from them ([`reader`])
//! and applied to the old text ([`application`]). What it makes of the old text says, word for word, what the new one
//! says, comments included; blanks, line ends and empty lines between items are no part of it. Everything is cited as
//! it stood before, so that the paragraphs may be read in any order.

pub mod application;
pub mod citation;
pub mod data;
mod draft;
pub mod phrase;
mod provisions;
pub mod reader;
mod text;
pub mod words;

pub use application::apply;
use citation::{Item, Place};
pub use draft::{Undrafted, between};
use phrase::Change;

/// An amending instrument.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Instrument {
    pub subject: Option<Subject>,
    pub paragraphs: Vec<Act>,
}

/// The text that is amended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub policy: String,
    pub version: Option<String>,
}

/// What one paragraph does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// To words of a provision.
    Words {
        place: Place,
        change: Change,
    },
    /// Omits an item or a provision.
    Omit(Place),
    /// Puts other lines in the place of an item or a provision.
    Substitute {
        place: Place,
        lines: String,
    },
    Insert {
        at: Spot,
        lines: String,
    },
    /// Moves an item.
    Move {
        item: Item,
        to: Spot,
    },
    /// Gives an item another number or name, or a row another letter.
    Renumber {
        place: Place,
        to: String,
    },
}

/// Where something is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    Beginning,
    After(Place),
    Before(Place),
    /// Behind what the paragraph of that number, from 1, puts in.
    Behind(usize),
}
