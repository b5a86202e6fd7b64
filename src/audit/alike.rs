//! Rows that are alike: which no condition of the policy tells apart, and of which one is judged for all.
//!
//! What a cell says is read once and has a number from then on; another cell of its column has the same number where it
//! says the same, or what no condition tells from it (see [`Classes`]). The numbers of a row are its mark, by which its
//! answer is found again. Nothing here decides: a row whose mark is new is judged, and one that has a cell which does
//! not read has no mark.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value as Json};

use super::judging::{Answer, Auditor};
use super::points::{Between, Found, Pattern};
use crate::casebook::ask;
use crate::casebook::facts::Lookup;
use crate::casebook::rows::Form;
use crate::judge::{Case, Knowledge, Stated, StatedList};
use crate::model::VersionId;
use crate::program::classes::Classes;
use crate::program::{AttributeId, FactId, ListId, Place};

/// How many texts of a column are kept, before it is begun anew.
pub(super) const MOST_TEXTS: usize = 1 << 14;
/// How many patterns of a column are kept.
const MOST_PATTERNS: usize = 64;
/// How many columns there may be.
const MOST_COLUMNS: usize = 4096;
/// How many marks are kept.
const MOST_MARKS: usize = 1 << 17;

/// What the cells of rows say, and what came of rows.
#[derive(Debug, Default)]
pub struct Alike {
    pub(super) columns: Vec<Column>,
    /// What was said first under each number.
    pub(super) meanings: FxHashMap<Number, Meaning>,
    /// Where columns are known by name only: the place of each, and whether it holds a fact. Two that hold one fact have
    /// one.
    names: FxHashMap<Box<str>, (usize, bool)>,
    /// The places by fact, or by the name of a column that holds none.
    places: FxHashMap<(String, bool), usize>,
    /// The last number that was given.
    next: u32,
    answers: FxHashMap<Box<[u32]>, Arc<Answer>>,
    /// Each answer once.
    distinct: FxHashSet<Arc<Answer>>,
}

/// What a number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(u32);

impl Number {
    /// The cell says nothing that the policy asks about.
    pub const NOTHING: Number = Number(0);
    /// The cell does not read, in any version.
    pub const BAD: Number = Number(u32::MAX);
}

/// A row's mark: the numbers of what its cells say. A number is of one column only.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mark(Vec<u32>);

impl Mark {
    /// Forgets what was marked.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds what a cell says; `None` where it does not read.
    #[inline]
    pub fn add(&mut self, number: Number) -> Option<()> {
        if number != Number::NOTHING {
            self.0.push(number.0);
        }
        (number != Number::BAD).then_some(())
    }
}

#[derive(Debug, Default)]
pub(super) struct Column {
    /// By the words in a cell.
    texts: FxHashMap<Box<str>, Number>,
    /// By what is said, as far as it is told apart.
    numbers: FxHashMap<Vec<Option<Said>>, Number>,
    /// By the patterns of texts that have a number in them.
    patterns: FxHashMap<Pattern, Between>,
    #[cfg(feature = "parquet")]
    pub points: super::points::Points,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Meaning {
    column: usize,
    /// The version that judges on the day that it states.
    pub version: Option<VersionId>,
    /// By the versions of the policy; `None` where one cannot read it.
    pub said: Vec<Option<Said>>,
}

/// What is stated of facts and of lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Said {
    pub facts: Vec<(FactId, Stated)>,
    pub lists: Vec<(ListId, StatedList)>,
}

impl Alike {
    /// The place of a column that is known by its name, and whether it holds a fact; for the fact that it holds, if any.
    /// `None` where there are too many to be kept.
    pub fn column(&mut self, name: &str, holds: impl FnOnce() -> Option<String>) -> Option<(usize, bool)> {
        if let Some(place) = self.names.get(name) {
            return Some(*place);
        }
        if self.names.len() >= MOST_COLUMNS {
            return None;
        }
        let (key, holds) = match holds() {
            Some(fact) => (fact, true),
            None => (name.to_owned(), false),
        };
        let next = self.places.len();
        let place = *self.places.entry((key, holds)).or_insert(next);
        self.names.insert(name.into(), (place, holds));
        Some((place, holds))
    }

    /// The number of what a cell of a column says, by its words. What they say as facts is asked where they are new.
    pub fn number(
        &mut self,
        column: usize,
        words: &str,
        read: impl FnOnce() -> Option<Map<String, Json>>,
        form: Form,
        auditor: &Auditor,
        lookup: &mut Lookup,
    ) -> Number {
        let known = self.columns.get(column);
        if let Some(number) = known.and_then(|known| known.texts.get(words)) {
            return *number;
        }
        let pattern = Pattern::of(words);
        let between = known.zip(pattern.as_ref());
        let between = between.and_then(|(known, (pattern, _))| known.patterns.get(pattern));
        let found = between.zip(pattern.as_ref()).map(|(between, (_, number))| between.find(*number));
        let place = match found {
            // Of what does not read, the words are kept, for they are told.
            Some(Found::Number(number)) if number != Number::BAD => return number,
            Some(Found::New(place)) => Some(place),
            _ => None,
        };
        let (number, meaning) = self.read(column, read(), form, auditor, lookup);
        let learned = pattern.as_ref().zip(meaning);
        let learned = learned.and_then(|((_, at), meaning)| auditor.between_as(&meaning, *at));
        let known = &mut self.columns[column];
        if known.texts.len() >= MOST_TEXTS {
            known.texts.clear();
            self.forget(column);
        }
        let known = &mut self.columns[column];
        match (pattern, place, learned) {
            (Some((pattern, _)), Some(place), _) => {
                if let Some(between) = known.patterns.get_mut(&pattern) {
                    between.keep(place, number);
                }
            }
            (Some((pattern, _)), None, Some(learned)) if known.patterns.len() < MOST_PATTERNS => {
                known.patterns.insert(pattern, learned);
            }
            _ => drop(known.texts.insert(words.into(), number)),
        }
        number
    }

    /// Forgets what the numbers of a column stand for; none is given again.
    pub(super) fn forget(&mut self, column: usize) {
        self.columns[column].numbers.clear();
        self.columns[column].patterns.clear();
        self.meanings.retain(|_, meaning| meaning.column != column);
    }

    /// The number of what facts say in a column, and what they say, if they say anything.
    pub(super) fn read(
        &mut self,
        column: usize,
        facts: Option<Map<String, Json>>,
        form: Form,
        auditor: &Auditor,
        lookup: &mut Lookup,
    ) -> (Number, Option<Meaning>) {
        if self.columns.len() <= column {
            self.columns.resize_with(column + 1, Column::default);
        }
        let meaning = match facts {
            Some(facts) if facts.is_empty() => return (Number::NOTHING, None),
            Some(facts) => auditor.meaning(column, facts, form, lookup),
            None => None,
        };
        let Some(meaning) = meaning else { return (Number::BAD, None) };
        // Where all numbers are given, rows are judged by themselves.
        if self.next >= Number::BAD.0 - 1 {
            return (Number::BAD, None);
        }
        let nothing = Some(Said::default());
        if meaning.said.iter().all(|said| *said == nothing) && meaning.version.is_none() {
            return (Number::NOTHING, None);
        }
        let known = &mut self.columns[column];
        let marks = auditor.classes.iter().zip(&meaning.said);
        let mut marks: Vec<Option<Said>> =
            marks.map(|(classes, said)| said.as_ref().map(|said| said.mark(classes))).collect();
        // A day is told from others by the version that judges on it, too.
        if let Some(VersionId(version)) = meaning.version {
            marks.extend(std::iter::repeat_n(None, version as usize + 1));
        }
        let number = *known.numbers.entry(marks).or_insert_with(|| {
            self.next += 1;
            self.meanings.insert(Number(self.next), meaning.clone());
            Number(self.next)
        });
        (number, Some(meaning))
    }

    /// The answer to the rows of this mark, if one was judged.
    pub fn answer(&self, mark: &Mark) -> Option<&Arc<Answer>> {
        self.answers.get(&*mark.0)
    }

    /// Keeps the answer to all rows of this mark.
    pub fn keep(&mut self, mark: &Mark, answer: Answer) -> Arc<Answer> {
        if self.answers.len() >= MOST_MARKS {
            self.answers.clear();
            self.distinct.clear();
        }
        let answer = Arc::new(answer);
        let answer = match self.distinct.get(&answer) {
            Some(known) => Arc::clone(known),
            None => {
                self.distinct.insert(Arc::clone(&answer));
                answer
            }
        };
        self.answers.insert(mark.0.as_slice().into(), Arc::clone(&answer));
        answer
    }

    /// The case that a row of this mark states, and the version that judges it; `None` where it takes more than to put
    /// together what the cells say.
    pub fn case(&self, mark: &Mark, auditor: &Auditor) -> Option<(VersionId, Case)> {
        let meanings = mark.0.iter().map(|number| self.meanings.get(&Number(*number)));
        let meanings: Vec<&Meaning> = meanings.collect::<Option<_>>()?;
        let mut days = meanings.iter().filter_map(|meaning| meaning.version);
        let version = days.next().or(auditor.undated)?;
        if days.next().is_some() {
            return None;
        }
        let place = auditor.versions.iter().position(|id| *id == version)?;
        let mut case = auditor.starts[place].clone()?;
        for meaning in meanings {
            let said = meaning.said[place].as_ref()?;
            if !said.lists.is_empty() {
                return None;
            }
            for (fact, stated) in &said.facts {
                case.facts[fact.0 as usize] = stated.clone();
            }
        }
        Some((version, case))
    }
}

impl Auditor<'_> {
    /// What facts say by themselves; `None` where no version can read them.
    fn meaning(
        &self,
        column: usize,
        mut facts: Map<String, Json>,
        form: Form,
        lookup: &mut Lookup,
    ) -> Option<Meaning> {
        self.request.leave_out(&mut facts);
        let version = match ask::states_a_day(&facts) {
            true => self.library.version_on(&self.policy, ask::day(&facts)),
            false => None,
        };
        let mut said = Vec::with_capacity(self.versions.len());
        for id in &self.versions {
            // Of a day, only the version that judges on it is asked.
            let judges = version.is_none_or(|version| version == *id);
            let case = judges.then(|| ask::case(lookup, &self.policy, *id, &facts, form));
            said.push(case.and_then(Result::ok).map(Said::of));
        }
        said.iter().any(Option::is_some).then_some(Meaning { column, version, said })
    }
}

impl Said {
    /// What is stated in a case.
    fn of(case: Case) -> Said {
        let facts = case.facts.into_iter().enumerate();
        let facts = facts.filter(|(_, stated)| *stated != Stated::default());
        let lists = case.lists.into_iter().enumerate();
        let lists = lists.filter(|(_, list)| !list.open || !list.elements.is_empty());
        Said {
            facts: facts.map(|(at, stated)| (FactId(at as u32), stated)).collect(),
            lists: lists.map(|(at, list)| (ListId(at as u32), list)).collect(),
        }
    }

    /// The same with the marks of classes for values, and nothing that bears on no verdict.
    fn mark(&self, classes: &Classes) -> Said {
        let mark = |place: Place, stated: &Stated| Stated {
            knowledge: match &stated.knowledge {
                Knowledge::Value(value) => Knowledge::Value(classes.mark(place, value)),
                other => other.clone(),
            },
            ..Stated::default()
        };
        let mut said = self.clone();
        for (fact, stated) in &mut said.facts {
            *stated = mark(Place::Fact(*fact), stated);
        }
        for (list, stated) in &mut said.lists {
            stated.span = None;
            for element in &mut stated.elements {
                (element.label, element.span) = (None, None);
                for (at, stated) in element.attributes.iter_mut().enumerate() {
                    *stated = mark(Place::Element(*list, AttributeId(at as u32)), stated);
                }
            }
        }
        said
    }
}
