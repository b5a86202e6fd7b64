//! What an amendment changes, as an account and as data.

pub mod account;
pub mod data;
pub mod html;
mod phrases;
mod words;
