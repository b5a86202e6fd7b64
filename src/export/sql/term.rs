//! Three-valued terms: SQL's own NULL is what Licit calls unknown, and its AND, OR and NOT are strong three-valued
//! tables. S. C. Kleene, "Introduction to Metamathematics" (1952), section 64; ISO/IEC 9075-2, truth values.
//!
//! Each term is kept once, after those it is made of.

use std::collections::HashMap;

use crate::program::ListId;

/// The number of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(u32);

impl TermId {
    /// Its place among all terms.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

/// What is true, false or unknown of a case, or of an element of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term {
    /// `None` is unknown.
    Constant(Option<bool>),
    Asked(Asked),
    Not(TermId),
    All(Box<[TermId]>),
    Any(Box<[TermId]>),
    AtLeast(u32, Box<[TermId]>),
    /// What all of these say; unknown where they differ.
    Agreed(Box<[TermId]>),
    /// At least so many elements of the list meet the body. `open` says whether there may be others than those in
    /// the table, and `others` what the body is for such.
    Elements {
        list: ListId,
        at_least: u32,
        body: TermId,
        open: TermId,
        others: TermId,
    },
    /// The term is unknown.
    Unknown(TermId),
    /// The term is not false.
    Possible(TermId),
}

/// A question about columns, in SQL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    /// In parentheses where it has more than one part.
    pub sql: String,
    /// The list whose element it is about.
    pub element: Option<ListId>,
    /// What it is for an element of which nothing is known.
    pub of_unknown: TermId,
    /// Tells questions apart that are written alike, because no column answers them.
    pub unanswered: Option<usize>,
}

/// All terms of a query.
#[derive(Default)]
pub struct Terms {
    terms: Vec<Term>,
    known: HashMap<Term, TermId>,
    /// The list of whose element each speaks.
    elements: Vec<Option<ListId>>,
    of_unknown: HashMap<TermId, TermId>,
}

impl Terms {
    /// The term of that number.
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id.place()]
    }

    /// All terms, each after those it is made of.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = TermId> + use<> {
        (0..self.terms.len() as u32).map(TermId)
    }

    /// The list of whose element a term speaks, if it does.
    pub fn element(&self, id: TermId) -> Option<ListId> {
        self.elements[id.place()]
    }

    /// The terms a term is made of.
    pub fn parts(&self, id: TermId) -> Vec<TermId> {
        match self.term(id) {
            Term::Constant(_) | Term::Asked(_) => Vec::new(),
            Term::Not(of) | Term::Unknown(of) | Term::Possible(of) => vec![*of],
            Term::All(parts) | Term::Any(parts) | Term::AtLeast(_, parts) | Term::Agreed(parts) => {
                parts.to_vec()
            }
            Term::Elements { body, open, others, .. } => vec![*body, *open, *others],
        }
    }

    fn put(&mut self, term: Term) -> TermId {
        if let Some(id) = self.known.get(&term) {
            return *id;
        }
        let id = TermId(self.terms.len() as u32);
        let element = match &term {
            Term::Asked(asked) => asked.element,
            Term::Elements { .. } => None,
            _ => {
                self.terms.push(term.clone());
                let parts = self.parts(id);
                self.terms.pop();
                parts.into_iter().find_map(|part| self.element(part))
            }
        };
        self.known.insert(term.clone(), id);
        self.terms.push(term);
        self.elements.push(element);
        id
    }

    /// True, false, or unknown.
    pub fn constant(&mut self, value: Option<bool>) -> TermId {
        self.put(Term::Constant(value))
    }

    /// What is known whatever the case.
    pub fn as_constant(&self, id: TermId) -> Option<Option<bool>> {
        match self.term(id) {
            Term::Constant(value) => Some(*value),
            _ => None,
        }
    }

    /// A question about a case's own columns.
    pub fn asked(&mut self, sql: String) -> TermId {
        let of_unknown = self.constant(None);
        self.put(Term::Asked(Asked { sql, element: None, of_unknown, unanswered: None }))
    }

    /// A question that no column answers; never the same as another.
    pub fn unanswered(&mut self, element: Option<ListId>) -> TermId {
        let sql = "CAST(NULL AS BOOLEAN)".to_owned();
        let of_unknown = self.constant(None);
        let unanswered = Some(self.terms.len());
        self.put(Term::Asked(Asked { sql, element, of_unknown, unanswered }))
    }

    /// A question about the columns of an element.
    pub fn asked_of(&mut self, list: ListId, sql: String, of_unknown: TermId) -> TermId {
        self.put(Term::Asked(Asked { sql, element: Some(list), of_unknown, unanswered: None }))
    }

    /// Not this.
    pub fn not(&mut self, id: TermId) -> TermId {
        match self.term(id) {
            Term::Constant(value) => {
                let value = value.map(|value| !value);
                self.constant(value)
            }
            Term::Not(inner) => *inner,
            _ => self.put(Term::Not(id)),
        }
    }

    /// All of these.
    pub fn all(&mut self, parts: impl IntoIterator<Item = TermId>) -> TermId {
        self.joined(parts, true)
    }

    /// Any of these.
    pub fn any(&mut self, parts: impl IntoIterator<Item = TermId>) -> TermId {
        self.joined(parts, false)
    }

    fn joined(&mut self, parts: impl IntoIterator<Item = TermId>, nothing: bool) -> TermId {
        let mut kept: Vec<TermId> = Vec::new();
        for part in parts {
            match self.as_constant(part) {
                Some(Some(value)) if value == nothing => {}
                Some(Some(_)) => return part,
                _ if kept.contains(&part) => {}
                _ => kept.push(part),
            }
        }
        match kept[..] {
            [] => self.constant(Some(nothing)),
            [one] => one,
            _ if nothing => self.put(Term::All(kept.into())),
            _ => self.put(Term::Any(kept.into())),
        }
    }

    /// At least so many of these.
    pub fn at_least(&mut self, least: u32, parts: Vec<TermId>) -> TermId {
        let (mut least, mut kept) = (least, Vec::new());
        for part in parts {
            match self.as_constant(part) {
                Some(Some(true)) => least = least.saturating_sub(1),
                Some(Some(false)) => {}
                _ => kept.push(part),
            }
        }
        match least as usize {
            0 => self.constant(Some(true)),
            1 => self.any(kept),
            least if least > kept.len() => self.constant(Some(false)),
            all if all == kept.len() => self.all(kept),
            _ => self.put(Term::AtLeast(least, kept.into())),
        }
    }

    /// What all of these say.
    pub fn agreed(&mut self, mut parts: Vec<TermId>) -> TermId {
        parts.dedup();
        match parts[..] {
            [one] => one,
            _ => self.put(Term::Agreed(parts.into())),
        }
    }

    /// At least so many elements meet the body; see [`Term::Elements`].
    pub fn elements(&mut self, list: ListId, at_least: u32, body: TermId, open: TermId) -> TermId {
        let others = self.of_unknown(body);
        match (at_least, self.as_constant(body)) {
            (0, _) => self.constant(Some(true)),
            (_, Some(Some(false))) => body,
            _ => self.put(Term::Elements { list, at_least, body, open, others }),
        }
    }

    /// Whether any element in the table is known to be so.
    pub fn some_stated(&mut self, list: ListId, body: TermId) -> TermId {
        let no = self.constant(Some(false));
        match self.as_constant(body) {
            Some(Some(false)) => no,
            _ => self.put(Term::Elements { list, at_least: 1, body, open: no, others: no }),
        }
    }

    /// The term is unknown.
    pub fn unknown(&mut self, id: TermId) -> TermId {
        match self.term(id) {
            Term::Constant(value) => {
                let unknown = value.is_none();
                self.constant(Some(unknown))
            }
            Term::Unknown(_) | Term::Possible(_) => self.constant(Some(false)),
            Term::Not(inner) => {
                let inner = *inner;
                self.unknown(inner)
            }
            _ => self.put(Term::Unknown(id)),
        }
    }

    /// The term is not false.
    pub fn possible(&mut self, id: TermId) -> TermId {
        match self.term(id) {
            Term::Constant(value) => {
                let possible = *value != Some(false);
                self.constant(Some(possible))
            }
            Term::Unknown(_) | Term::Possible(_) => id,
            _ => self.put(Term::Possible(id)),
        }
    }

    /// What a term is for an element of which nothing is known.
    pub fn of_unknown(&mut self, id: TermId) -> TermId {
        if self.element(id).is_none() {
            return id;
        }
        if let Some(known) = self.of_unknown.get(&id) {
            return *known;
        }
        let made = match self.term(id).clone() {
            Term::Asked(asked) => asked.of_unknown,
            Term::Not(inner) => {
                let inner = self.of_unknown(inner);
                self.not(inner)
            }
            Term::All(parts) => {
                let parts = self.each_of_unknown(&parts);
                self.all(parts)
            }
            Term::Any(parts) => {
                let parts = self.each_of_unknown(&parts);
                self.any(parts)
            }
            Term::AtLeast(least, parts) => {
                let parts = self.each_of_unknown(&parts);
                self.at_least(least, parts)
            }
            Term::Agreed(parts) => {
                let parts = self.each_of_unknown(&parts);
                self.agreed(parts)
            }
            Term::Unknown(inner) => {
                let inner = self.of_unknown(inner);
                self.unknown(inner)
            }
            Term::Possible(inner) => {
                let inner = self.of_unknown(inner);
                self.possible(inner)
            }
            Term::Constant(_) | Term::Elements { .. } => id,
        };
        self.of_unknown.insert(id, made);
        made
    }

    fn each_of_unknown(&mut self, parts: &[TermId]) -> Vec<TermId> {
        parts.iter().map(|part| self.of_unknown(*part)).collect()
    }
}
