//! What is claimed of all cases.

use fixedbitset::FixedBitSet;

use crate::program::{NodeId, Ruling};

/// A property: a ruling, and the cases for which it is claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub kind: ClaimKind,
    pub ruling: Ruling,
    /// The actions it speaks of, among [`crate::program::ACTIONS`]; `None` for any.
    pub actions: Option<FixedBitSet>,
    /// A condition among the program's nodes that speaks of no element; `None` for every case.
    pub when: Option<NodeId>,
}

/// What is claimed of the ruling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimKind {
    /// No case with the action in which the condition holds has that ruling.
    Never,
    /// Every case with the action in which the condition holds has that ruling.
    Always,
    /// Every case with the action that has that ruling is one in which the condition holds.
    OnlyWhen,
}
