//! Audits on Apache DataFusion: the tables of `licit audit` are read by its plans, and judged within them.
//!
//! What judges is a function of DataFusion's ([`function`]), which has all in it that a verdict needs: the compiled policy
//! and what was asked ([`question`]). It travels in the plan ([`codec`]), so that the plan by which this machine judges a
//! table ([`plan`]) is the very one that a cluster of Ballista is handed ([`engine`]), whose machines run [`cluster`].
//! Nothing is decided here: rows are judged by [`licit::audit::Member`], as those of every audit are.

#![expect(clippy::disallowed_methods, reason = "an engine reads files by itself")]

pub mod bench;
pub mod cluster;
pub mod codec;
pub mod engine;
pub mod function;
pub mod plan;
pub mod question;
