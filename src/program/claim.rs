//! What is claimed of all cases.

use super::{NodeId, Ruling};

/// A property: a verdict, and the cases of which it is claimed. Its conditions are among the program's nodes,
/// and speak of no element of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub kind: ClaimKind,
    pub said: Said,
    /// `None` for every case.
    pub when: Option<NodeId>,
}

/// A verdict on some actions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    pub ruling: Ruling,
    /// The condition that the action is one of those spoken of; `None` for any.
    pub actions: Option<NodeId>,
}

/// What is claimed of the verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ClaimKind {
    /// No case with the action in which the condition holds has that verdict.
    Never,
    /// Every case with the action in which the condition holds has that verdict.
    Always,
    /// Every case with the action that has that verdict is one in which the condition holds.
    OnlyWhen,
    /// Every case with the action has that verdict if the same case, but for an action spoken of here, has the
    /// verdict said here.
    Whenever(Said),
}
