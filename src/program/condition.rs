//! Conditions: what a clause asks of the facts, over numbered atoms.

use fixedbitset::FixedBitSet;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{ClauseId, DefinitionId, UnitId};

/// The number of a fact outside lists.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct FactId(pub u32);

/// The number of a list of entities.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct ListId(pub u32);

/// The number of an attribute of a list's elements, within that list.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct AttributeId(pub u32);

/// The number of a node.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct NodeId(pub u32);

/// The number of an atom.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct AtomId(pub u32);

/// The day the case is judged on: a fact of every program.
pub const DATE: FactId = FactId(0);
/// What is done: a fact of every program.
pub const ACTION: FactId = FactId(1);

/// Where an atom looks.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Place {
    Fact(FactId),
    /// An attribute of the element that the quantifier or definition around the atom speaks of.
    Element(ListId, AttributeId),
}

/// A node of a condition. Nodes form a graph without circles; a node stands after those it is made of,
/// but for what it reaches through [`Node::Live`] and [`Node::Defined`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Node {
    Constant(bool),
    Atom(AtomId),
    Not(NodeId),
    All(Box<[NodeId]>),
    Any(Box<[NodeId]>),
    /// At least so many of these hold.
    AtLeast(u32, Box<[NodeId]>),
    /// At least so many elements of the list meet the body, which speaks of one element.
    Elements {
        list: ListId,
        at_least: u32,
        body: NodeId,
    },
    /// The defined term applies: one of its units is live (for the element spoken of, if it is a term for
    /// the elements of a list).
    Defined(DefinitionId),
    /// The unit is live.
    Live(UnitId),
    /// The condition under the reading chosen for that clause; one option for each of its readings.
    Reading {
        clause: ClauseId,
        options: Box<[NodeId]>,
    },
}

/// A question about one fact (or, in [`Test::Against`], two) that is answered yes or no.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Atom {
    pub place: Place,
    pub test: Test,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Test {
    /// A yes/no fact is yes.
    Yes,
    /// A term, country or action is one of these; narrower terms are in already.
    OneOf(FixedBitSet),
    /// A point lies in one of these ranges: ascending, apart, both ends in.
    Within(Box<[(i128, i128)]>),
    /// A text is one of these.
    TextIs(Box<[Arc<str>]>),
    Set(SetTest),
    /// A comparison with another fact of the same type.
    Against(Box<Against>),
}

/// What is asked of a set.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum SetTest {
    /// Some member of the set is one of these.
    Includes(FixedBitSet),
    /// The set is not empty and holds only these.
    Only(FixedBitSet),
    /// Every group has a member in the set, and nothing else is in it.
    Exactly(Box<[FixedBitSet]>),
    Empty,
}

/// `left` of the atom's place, compared with `right` of `other`. Members and texts know only
/// [`Relation::Equal`] and plain sides.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Against {
    pub left: Line,
    pub relation: Relation,
    pub other: Place,
    pub right: Line,
}

#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Relation {
    Equal,
    Less,
    AtMost,
}

/// What is made of a point before it is compared: multiplied or shifted, never both.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Line {
    Plain,
    /// Plus so many smallest units.
    Shift(i128),
    /// A date plus so many months, the day kept or the month's last day taken.
    Months(i64),
    /// Times a positive ratio, numerator and denominator.
    Times(i128, i128),
}
