//! Every test that looks at Licit from outside.

mod drawn;
mod outline;
mod random;
mod syntax;
