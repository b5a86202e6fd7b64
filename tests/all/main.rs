//! Every test that looks at Licit from outside.

mod outline;
mod problem;
mod syntax;
