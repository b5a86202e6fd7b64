//! Why a verdict is what it is.

use super::case::Case;
use super::finding::Finding;
use super::shape::Shape;
use super::slots::Slots;
use super::verdict::Reason;

pub fn reasons(_shape: &Shape, _case: &Case, _slots: &Slots, _found: &Finding) -> Vec<Reason> {
    Vec::new()
}
