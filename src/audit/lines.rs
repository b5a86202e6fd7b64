//! Lines of JSON as they are written, without taking their values apart.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The names and values of an object, in its order; the values as they are written.
pub struct Written<'t>(pub Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'t> Written<'t> {
    /// The object that stands in a line; `None` where it is none.
    pub fn of(line: &'t str) -> Option<Written<'t>> {
        serde_json::from_str(line).ok()
    }
}

/// The names in a line; none where it is no object.
pub fn names(line: &str) -> Vec<String> {
    let written = Written::of(line).map_or(Vec::new(), |Written(written)| written);
    written.into_iter().map(|(name, _)| name.into_owned()).collect()
}

impl<'de: 't, 't> Deserialize<'de> for Written<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written<'t>, D::Error> {
        deserializer.deserialize_map(Object).map(Written)
    }
}

/// A name that need not be copied, where nothing in it is escaped.
#[derive(Deserialize)]
struct Name<'t>(#[serde(borrow)] Cow<'t, str>);

struct Object;

impl<'t> Visitor<'t> for Object {
    type Value = Vec<(Cow<'t, str>, &'t RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut written = Vec::new();
        while let Some((Name(name), value)) = map.next_entry()? {
            written.push((name, value));
        }
        Ok(written)
    }
}
