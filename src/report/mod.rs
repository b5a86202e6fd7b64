//! Verdicts and test runs as they are shown: pages, sentences, JSON and JUnit.

pub mod account;
pub mod amendment;
mod basis;
mod changes;
mod consequences;
pub mod coverage;
pub mod data;
pub mod difference;
pub mod edges;
mod headline;
pub mod history;
pub mod html;
mod layers;
pub mod layout;
pub mod markdown;
mod open;
pub mod page;
mod phrase;
pub mod plain;
mod reasons;
pub mod review;
pub mod run;
pub mod setup;
mod validity;

pub use account::Account;
pub use run::RunAccount;
