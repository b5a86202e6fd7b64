//! Every test that looks at Licit from outside.

mod cyber;
mod outline;
mod problem;
mod report;
mod drawn;
mod outline;
mod random;
mod syntax;
