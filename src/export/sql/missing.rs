//! Which facts an undetermined verdict still turns on, as far as tables tell.
//!
//! From the rulings down to the facts, only what is unknown is followed: what is known already passes nothing on. So
//! every fact that can change the verdict is found, and where facts bear on it once and in one way no other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::program::{ListId, Place, Type};

use super::atoms::{element, places};
use super::conditions::Conditions;
use super::term::{Term, TermId};

/// A fact that may be missing, or how far a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacking {
    Fact(Place),
    Extent(ListId),
}

/// Each fact, and the term that it is missing. Where presumptions may have to be set aside, which is `unsure` of some
/// facts, nothing was followed from the rulings down: there it is whatever is asked and not known.
pub fn missing(
    conditions: &mut Conditions,
    roots: &[TermId],
    undetermined: TermId,
    (unsure, set_aside): (TermId, &BTreeSet<Place>),
) -> Vec<(Lacking, TermId)> {
    let mut search = Search {
        conditions,
        reached: roots.iter().map(|root| (*root, vec![undetermined])).collect(),
        within: HashMap::new(),
        lacking: BTreeMap::new(),
    };
    let before: Vec<TermId> = search.conditions.terms.ids().collect();
    for id in before.into_iter().rev() {
        match search.conditions.terms.element(id) {
            None => search.of_case(id),
            Some(list) => search.of_element(id, list),
        }
    }
    if !set_aside.is_empty() {
        search.whatever_is_asked(unsure, set_aside);
    }
    let Search { conditions, lacking, .. } = search;
    let found = lacking.into_iter().map(|(lacking, terms)| (lacking, conditions.terms.any(terms)));
    let mut found: Vec<(Lacking, TermId)> = found.collect();
    found.retain(|(_, term)| conditions.terms.as_constant(*term) != Some(Some(false)));
    found.sort_by_key(|(lacking, _)| {
        let program = conditions.program;
        match lacking {
            Lacking::Fact(place @ Place::Fact(_)) => (conditions.columns.fact(*place).order, 0),
            Lacking::Fact(Place::Element(list, attribute)) => (program.list(*list).order, attribute.0),
            Lacking::Extent(list) => (program.list(*list).order, u32::MAX),
        }
    });
    found
}

struct Search<'a, 'p> {
    conditions: &'a mut Conditions<'p>,
    /// For each term about a case, the ways to it that are open.
    reached: HashMap<TermId, Vec<TermId>>,
    /// For each term about an element, the ways to the list, and from there on.
    within: HashMap<TermId, Vec<(TermId, TermId)>>,
    lacking: BTreeMap<Lacking, Vec<TermId>>,
}

impl Search<'_, '_> {
    fn of_case(&mut self, id: TermId) {
        let Some(ways) = self.reached.get(&id).cloned() else { return };
        let way = self.conditions.terms.any(ways);
        if let Some((list, body)) = self.conditions.extents.get(&id).copied() {
            self.lacking.entry(Lacking::Extent(list)).or_default().push(way);
            self.compared_with_others(body, way);
            return;
        }
        if let Some(atom) = self.conditions.questions.get(&id).cloned() {
            for place in places(&atom) {
                let unknown = not_known(self.conditions, place);
                let lacks = self.conditions.terms.all([way, unknown]);
                self.lacking.entry(Lacking::Fact(place)).or_default().push(lacks);
            }
            return;
        }
        let term = self.conditions.terms.term(id).clone();
        let open = match term {
            // As open as what is inside it.
            Term::Not(_) | Term::Possible(_) => way,
            _ => {
                let unknown = self.conditions.terms.unknown(id);
                self.conditions.terms.all([way, unknown])
            }
        };
        let Term::Elements { list, body, open: others_there, others, .. } = term else {
            for part in self.conditions.terms.parts(id) {
                self.reached.entry(part).or_default().push(open);
            }
            return;
        };
        let beyond = self.conditions.terms.all([open, others_there]);
        let meets = self.conditions.terms.possible(others);
        let extent = self.conditions.terms.all([beyond, meets]);
        self.lacking.entry(Lacking::Extent(list)).or_default().push(extent);
        self.reached.entry(others).or_default().push(beyond);
        self.compared_with_others(body, beyond);
        match self.conditions.terms.element(body) {
            None => self.reached.entry(body).or_default().push(open),
            Some(_) => {
                let always = self.conditions.terms.constant(Some(true));
                self.within.entry(body).or_default().push((open, always));
            }
        }
    }

    fn of_element(&mut self, id: TermId, list: ListId) {
        let Some(ways) = self.within.get(&id).cloned() else { return };
        let atom = self.conditions.questions.get(&id).cloned();
        for (to_list, on) in ways {
            if let Some(atom) = &atom {
                for place in places(atom) {
                    let unknown = not_known(self.conditions, place);
                    let lacks = self.conditions.terms.all([on, unknown]);
                    self.lacks(place, to_list, list, lacks);
                }
                continue;
            }
            let open = match self.conditions.terms.term(id) {
                Term::Not(_) => on,
                _ => {
                    let unknown = self.conditions.terms.unknown(id);
                    self.conditions.terms.all([on, unknown])
                }
            };
            for part in self.conditions.terms.parts(id) {
                match self.conditions.terms.element(part) {
                    Some(_) => self.within.entry(part).or_default().push((to_list, open)),
                    None => {
                        let some = self.conditions.terms.some_stated(list, open);
                        let way = self.conditions.terms.all([to_list, some]);
                        self.reached.entry(part).or_default().push(way);
                    }
                }
            }
        }
    }

    /// Facts with which elements are compared that are in no table.
    fn compared_with_others(&mut self, body: TermId, way: TermId) {
        let mut waiting = vec![body];
        let mut seen = HashSet::new();
        while let Some(id) = waiting.pop() {
            if self.conditions.terms.element(id).is_none() || !seen.insert(id) {
                continue;
            }
            let atom = self.conditions.questions.get(&id).cloned();
            for place in atom.iter().flat_map(places).filter(|place| element(*place).is_none()) {
                let unknown = not_known(self.conditions, place);
                let lacks = self.conditions.terms.all([way, unknown]);
                self.lacking.entry(Lacking::Fact(place)).or_default().push(lacks);
            }
            waiting.extend(self.conditions.terms.parts(id));
        }
    }

    /// Every fact that any condition asks for and that is not known, or no more than presumed.
    fn whatever_is_asked(&mut self, way: TermId, set_aside: &BTreeSet<Place>) {
        let asked: BTreeSet<Place> = self.conditions.questions.values().flat_map(places).collect();
        for place in asked {
            let unknown = not_known(self.conditions, place);
            let unknown = match set_aside.contains(&place) {
                true => {
                    let presumed = as_presumed(self.conditions, place);
                    self.conditions.terms.any([unknown, presumed])
                }
                false => unknown,
            };
            match element(place) {
                Some(list) => self.lacks(place, way, list, unknown),
                None => {
                    let lacks = self.conditions.terms.all([way, unknown]);
                    self.lacking.entry(Lacking::Fact(place)).or_default().push(lacks);
                }
            }
        }
        let lists: BTreeMap<ListId, TermId> = self.conditions.open.clone().into_iter().collect();
        for (list, open) in lists {
            let lacks = self.conditions.terms.all([way, open]);
            self.lacking.entry(Lacking::Extent(list)).or_default().push(lacks);
        }
    }

    fn lacks(&mut self, place: Place, to_list: TermId, list: ListId, lacks: TermId) {
        let some = self.conditions.terms.some_stated(list, lacks);
        let lacks = self.conditions.terms.all([to_list, some]);
        self.lacking.entry(Lacking::Fact(place)).or_default().push(lacks);
    }
}

/// That a fact is not fully known: nothing is stated, or a term that stands for several, or a part of a set.
pub fn not_known(conditions: &mut Conditions, place: Place) -> TermId {
    let Some(column) = conditions.columns.column(place) else { return conditions.terms.constant(Some(true)) };
    let mut sql = format!("{column} IS NULL");
    if let Some(in_part) = conditions.columns.in_part(place, &column) {
        sql += &format!(" OR {in_part}");
    }
    conditions.sure(place, format!("({sql})"))
}

/// That a fact is what it is presumed to be: perhaps nobody stated it.
fn as_presumed(conditions: &mut Conditions, place: Place) -> TermId {
    match (conditions.columns.column(place), conditions.columns.presumed(place)) {
        (Some(column), Some(presumed)) if !matches!(conditions.columns.fact(place).ty, Type::Set(_)) => {
            conditions.sure(place, format!("(COALESCE({column} = {presumed}, FALSE))"))
        }
        _ => conditions.terms.constant(Some(true)),
    }
}
