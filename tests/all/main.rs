//! Every test that looks at Licit from outside.

mod cyber;
mod drawn;
mod outline;
mod problem;
mod random;
mod report;
mod syntax;
