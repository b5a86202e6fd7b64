//! An instrument in words: one sentence a paragraph, and under it the lines that are put in.

use std::fmt;

use super::citation::{Item, Place, Provision, Sort};
use super::phrase::Change;
use super::{Act, Instrument, Spot, Subject};

/// What stands above the paragraphs of every instrument.
pub const CITED: &str = "Everything is cited as it stood before.";

/// A paragraph in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    pub sentence: String,
    /// The lines that are put in, as they stand on the page.
    pub lines: Option<String>,
}

impl Instrument {
    /// `Amendment of policy export, version “2021-12”`.
    pub fn title(&self) -> String {
        match &self.subject {
            None => "Amendment".to_owned(),
            Some(subject) => format!("Amendment of {subject}"),
        }
    }

    /// The paragraphs, in order.
    pub fn told(&self) -> impl Iterator<Item = Paragraph> {
        self.paragraphs.iter().map(Act::told)
    }
}

impl Act {
    /// The act in words.
    pub fn told(&self) -> Paragraph {
        let (sentence, lines) = match self {
            Act::Words { place, change } => (format!("In {place}, {change}."), None),
            Act::Omit(place) => (format!("Omit {place}."), None),
            Act::Substitute { place, lines } => (format!("For {place} substitute:"), Some(lines.clone())),
            Act::Insert { at, lines } => {
                let at = match at {
                    Spot::Behind(_) => format!("{at},"),
                    at => at.to_string(),
                };
                (format!("{} insert:", capital(&at)), Some(lines.clone()))
            }
            Act::Move { item, to: Spot::Beginning } => (format!("Move {item} to the beginning."), None),
            Act::Move { item, to } => (format!("Move {item} to {to}."), None),
            Act::Renumber { place, to } => {
                let to = match place.provision {
                    None if !to.starts_with('(') => {
                        Item { name: to.clone(), which: None, ..place.item.clone() }.to_string()
                    }
                    _ => to.clone(),
                };
                (format!("{} becomes {to}.", capital(&place.to_string())), None)
            }
        };
        Paragraph { sentence, lines }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "policy {}", self.policy)?;
        match &self.version {
            Some(version) => write!(f, ", version {}", Quoted(version)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Beginning => f.write_str("at the beginning"),
            Spot::After(place) => write!(f, "after {place}"),
            Spot::Before(place) => write!(f, "before {place}"),
            Spot::Behind(paragraph) => write!(f, "after what paragraph {paragraph} puts in"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Substitute { of, by } => write!(f, "for {} substitute {}", Quoted(of), Quoted(by)),
            Change::Omit(words) => write!(f, "omit {}", Quoted(words)),
            Change::InsertAfter { word, what } => write!(f, "after {} insert {}", Quoted(word), Quoted(what)),
            Change::InsertBefore { word, what } => {
                write!(f, "before {} insert {}", Quoted(word), Quoted(what))
            }
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sort.words())?;
        match (self.sort, self.sort.is_quoted()) {
            (Sort::Given, _) => {}
            (_, true) => write!(f, " {}", Quoted(&self.name))?,
            (_, false) => match self.name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
                Some(name) => write!(f, " {}", Quoted(name))?,
                None => write!(f, " {}", self.name)?,
            },
        }
        which(f, self.which)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(provision) = &self.provision else { return self.item.fmt(f) };
        match provision {
            Provision::Row(labels) if self.is_clause_row() => return write!(f, "{}{labels}", self.item),
            Provision::Row(labels) => write!(f, "item {labels}")?,
            Provision::Entry(name) => write!(f, "the entry {name}")?,
            Provision::Remark(remark) => write!(f, "the {}", remark.word())?,
            Provision::Title => f.write_str("the title")?,
            Provision::Opening => f.write_str("the opening words")?,
            Provision::Line { words, whole: true } => write!(f, "the line {}", Quoted(words))?,
            Provision::Line { words, whole: false } => write!(f, "the line that begins {}", Quoted(words))?,
        }
        which(f, self.which)?;
        write!(f, " of {}", self.item)
    }
}

impl Place {
    /// Whether it is cited as `clause 5(a)`.
    fn is_clause_row(&self) -> bool {
        self.item.sort == Sort::Clause && self.item.which.is_none() && self.which.is_none()
    }
}

/// Words in printed quotation marks; in plain ones, where a printed one in them has no fellow.
pub struct Quoted<'w>(pub &'w str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match is_paired(self.0) {
            true => write!(f, "“{}”", self.0),
            false => write!(f, "\"{}\"", self.0),
        }
    }
}

/// Whether words can be quoted so that the end of the quotation is found.
pub fn can_be_quoted(words: &str) -> bool {
    is_paired(words) || !words.contains('"')
}

/// Whether every printed quotation mark has its fellow.
fn is_paired(words: &str) -> bool {
    let mut open = 0_usize;
    for letter in words.chars() {
        match letter {
            '“' => open += 1,
            '”' if open == 0 => return false,
            '”' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

fn which(f: &mut fmt::Formatter<'_>, which: Option<u32>) -> fmt::Result {
    match which {
        None => Ok(()),
        Some(which) => write!(f, " (the {})", ordinal(which)),
    }
}

const ORDINALS: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/// `second`, `11th`, `22nd`.
pub fn ordinal(which: u32) -> String {
    if let Some(word) = which.checked_sub(1).and_then(|at| ORDINALS.get(at as usize)) {
        return (*word).to_owned();
    }
    let end = match (which % 10, which % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{which}{end}")
}

/// The number that [`ordinal`] writes so.
pub fn number(ordinal: &str) -> Option<u32> {
    if let Some(at) = ORDINALS.iter().position(|word| *word == ordinal) {
        return Some(at as u32 + 1);
    }
    ordinal.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse().ok().filter(|which| *which > 0)
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
