//! An instrument as data, and read back from it.

use serde::{Deserialize, Serialize};

use super::phrase::Change;
use super::reader::{Read, Unread, Why, sentence};
use super::words::Paragraph;
use super::{Act, Instrument, Spot, Subject};

/// What an instrument is as data. `says` and `lines` are the instrument; the rest is for programs that look for
/// something in it.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    amends: Option<Amends>,
    paragraphs: Vec<Numbered>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Amends {
    policy: String,
    version: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Numbered {
    number: usize,
    says: String,
    #[serde(default)]
    lines: Option<String>,
    #[serde(skip_deserializing)]
    act: &'static str,
    #[serde(skip_deserializing)]
    cites: Option<String>,
    #[serde(skip_deserializing)]
    words: Option<String>,
    #[serde(skip_deserializing)]
    by: Option<String>,
}

/// An instrument as a value of JSON.
pub fn value(instrument: &Instrument) -> serde_json::Value {
    let amends = instrument
        .subject
        .as_ref()
        .map(|it| Amends { policy: it.policy.clone(), version: it.version.clone() });
    let paragraphs = instrument.paragraphs.iter().enumerate().map(|(at, act)| numbered(at + 1, act));
    let data = Data { amends, paragraphs: paragraphs.collect() };
    serde_json::to_value(data).unwrap_or_default()
}

fn numbered(number: usize, act: &Act) -> Numbered {
    let Paragraph { sentence, lines } = act.told();
    let spot = |spot: &Spot| match spot {
        Spot::After(place) | Spot::Before(place) => Some(place.to_string()),
        Spot::Beginning | Spot::Behind(_) => None,
    };
    let (name, cites, words, by) = match act {
        Act::Words { place, change } => {
            let by = match change {
                Change::Substitute { by, .. } => Some(by),
                Change::Omit(_) => None,
                Change::InsertAfter { what, .. } | Change::InsertBefore { what, .. } => Some(what),
            };
            let name = match change {
                Change::Substitute { .. } => "substitute",
                Change::Omit(_) => "omit",
                Change::InsertAfter { .. } | Change::InsertBefore { .. } => "insert",
            };
            (name, Some(place.to_string()), Some(change.at().to_owned()), by.cloned())
        }
        Act::Omit(place) => ("omit", Some(place.to_string()), None, None),
        Act::Substitute { place, .. } => ("substitute", Some(place.to_string()), None, None),
        Act::Insert { at, .. } => ("insert", spot(at), None, None),
        Act::Move { item, .. } => ("move", Some(item.to_string()), None, None),
        Act::Renumber { place, to } => ("renumber", Some(place.to_string()), None, Some(to.clone())),
    };
    Numbered { number, says: sentence, lines, act: name, cites, words, by }
}

/// Reads an instrument from JSON.
pub fn read(text: &str) -> Result<Read, Unread> {
    let unread = |why: Why| Unread { at: 0..text.len(), why };
    let data: Data =
        serde_json::from_str(text).map_err(|fault| unread(Why::Data { why: fault.to_string() }))?;
    if data.paragraphs.is_empty() {
        return Err(unread(Why::Empty));
    }
    let subject = data.amends.map(|it| Subject { policy: it.policy, version: it.version });
    let mut read = Read { instrument: Instrument { subject, paragraphs: Vec::new() }, places: Vec::new() };
    for (at, paragraph) in data.paragraphs.iter().enumerate() {
        // A sentence is found by its words, up to the first that JSON writes otherwise.
        let said = paragraph.says.split('"').next().unwrap_or_default();
        let found = text.find(said).filter(|_| !said.is_empty());
        let place = found.map_or(0..text.len(), |from| from..from + said.len());
        if paragraph.number != at + 1 {
            return Err(Unread { at: place, why: Why::Number { expected: at + 1 } });
        }
        let lines = paragraph.lines.as_deref().unwrap_or_default();
        let act = sentence(&paragraph.says, lines).map_err(|why| Unread { at: place.clone(), why })?;
        read.instrument.paragraphs.push(act);
        read.places.push(place);
    }
    Ok(read)
}
