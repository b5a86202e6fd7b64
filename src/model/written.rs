//! What names are kept in has no order; written down, it has one, so that the same text gives the same bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Serialize, Serializer};

/// Writes a map by its keys, ascending.
pub fn in_order<K, V, B, S>(map: &HashMap<K, V, B>, into: S) -> Result<S::Ok, S::Error>
where
    K: Ord + Serialize,
    V: Serialize,
    S: Serializer,
{
    map.iter().collect::<BTreeMap<_, _>>().serialize(into)
}

/// Writes a set, ascending.
pub fn set_in_order<T, B, S>(set: &HashSet<T, B>, into: S) -> Result<S::Ok, S::Error>
where
    T: Ord + Serialize,
    S: Serializer,
{
    set.iter().collect::<BTreeSet<_>>().serialize(into)
}
