//! What an amendment changes, as an account and as data.

pub mod account;
pub mod data;
mod phrases;
mod words;
