//! Policies and cases for Licit and for its peers, and how time is taken.

pub mod clock;
pub mod floor;
pub mod pair;
pub mod real;
pub mod usage;
