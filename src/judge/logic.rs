//! What the one evaluator needs of truth values: tables over yes, no and unknown, or diagrams.

use crate::program::{ClauseId, ListId, NodeId, Place, Test};

use super::slots::Element;
use super::verdict::Truth;

/// Truth values and how they are joined.
pub trait Logic {
    type Value: Copy + PartialEq;

    fn constant(&self, holds: bool) -> Self::Value;

    /// The truth of a value that does not depend on anything unknown.
    fn as_bool(&self, value: Self::Value) -> Option<bool>;

    fn not(&mut self, value: Self::Value) -> Self::Value;
    fn and(&mut self, one: Self::Value, other: Self::Value) -> Self::Value;
    fn or(&mut self, one: Self::Value, other: Self::Value) -> Self::Value;

    /// Whether what stands in a place passes a test.
    fn ask(&mut self, place: Place, test: &Test, about: Option<Element>) -> Self::Value;

    /// The reading settled for a clause.
    fn settled(&self, clause: ClauseId) -> Option<usize>;

    /// The truth of a condition with readings, from its truth under each.
    fn read(&mut self, clause: ClauseId, under: &[Self::Value]) -> Self::Value;

    /// How many elements of a list are stated, and whether there may be more.
    fn extent(&self, list: ListId) -> (usize, bool);

    /// Whether at least so many (one or more) unstated elements of a list meet a body, from the truth of
    /// the body for whichever unstated element.
    fn unstated(&mut self, list: ListId, body: Self::Value, at_least: u32) -> Self::Value;

    /// The truth of a condition that need not be looked into.
    fn known(&mut self, _node: NodeId, _about: Option<Element>) -> Option<Self::Value> {
        None
    }
}

impl Truth {
    pub fn from_bool(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }

    pub fn as_bool(self) -> Option<bool> {
        match self {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        }
    }

    /// Unknown stays unknown.
    pub fn negated(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }

    /// One `no` decides.
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Unknown,
        }
    }

    /// One `yes` decides.
    pub fn or(self, other: Truth) -> Truth {
        self.negated().and(other.negated()).negated()
    }
}
