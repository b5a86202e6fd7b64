//! Where strong three-valued tables are exact.
//!
//! A table leaves open what is settled by one fact bearing on the verdict in two ways. Where a fact has one value
//! that is best for a ruling in all that is asked of it, and the same is so of every fact, then what the tables leave
//! open has a completion with that ruling: the one of all best values. W. V. Quine, "Two theorems about truth
//! functions" (1953), calls such functions of yes and no unate. What is said here of rows holds by that; of the
//! others nothing is claimed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::program::holds::holds;
use crate::program::{
    Atom, DATE, Extent, Line, ListId, Member, Place, Program, Relation, SetTest, Test, Type, UNLIMITED, Value,
};

use super::atoms::{can_be_reckoned, element, places};
use super::conditions::Conditions;
use super::term::{Term, TermId};

/// In which rows what is left open may yet be settled.
#[derive(Default)]
pub struct TwoWays {
    /// Places that bear on it in two ways, where nothing is known of them.
    pub unknown: Vec<Place>,
    /// Places of terms that do so where one of these is stated, which stand for several.
    pub stated: Vec<(Place, Vec<String>)>,
    /// Sets that do so where they are known in part.
    pub in_part: Vec<Place>,
    /// Lists that do so where they are open.
    pub open: Vec<ListId>,
    /// Terms that do so where they are unknown: readings of a clause that speaks twice, and what cannot be reckoned.
    pub terms: Vec<TermId>,
}

/// How something bears on a root: it helps it, harms it, or both.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Ways {
    helps: bool,
    harms: bool,
}

impl Ways {
    fn turned(self) -> Ways {
        Ways { helps: self.harms, harms: self.helps }
    }

    fn and(self, other: Ways) -> Ways {
        Ways { helps: self.helps || other.helps, harms: self.harms || other.harms }
    }

    /// It helps it, and perhaps harms it too.
    pub fn helps(self) -> bool {
        self.helps
    }

    /// It helps it and harms it.
    pub fn both(self) -> bool {
        self.helps && self.harms
    }
}

impl TwoWays {
    /// What bears on one of these roots in two ways.
    pub fn of(conditions: &Conditions, roots: &[TermId]) -> TwoWays {
        let mut found = TwoWays::default();
        for root in roots {
            found.look(conditions, *root);
        }
        for places in [&mut found.unknown, &mut found.in_part] {
            places.sort_unstable();
            places.dedup();
        }
        found.stated.sort();
        found.stated.dedup();
        found.open.sort_unstable();
        found.open.dedup();
        found.terms.sort_unstable();
        found.terms.dedup();
        found
    }

    fn look(&mut self, conditions: &Conditions, root: TermId) {
        let ways = ways(conditions, root);
        let mut asked: BTreeMap<Place, Vec<(&Atom, Ways)>> = BTreeMap::new();
        for (term, atom) in &conditions.questions {
            let Some(bears) = ways.get(term) else { continue };
            for place in places(atom).collect::<HashSet<_>>() {
                asked.entry(place).or_default().push((atom, *bears));
            }
            if let Test::Against(against) = &atom.test
                && !can_be_reckoned(against)
            {
                self.terms.push(*term);
            }
        }
        for (place, atoms) in &asked {
            self.place(conditions, *place, atoms);
        }
        // Of what is asked of a list that has no table nothing is known of the elements either.
        self.terms.extend(conditions.extents.keys().filter(|term| ways.contains_key(term)));
        let mut lists: HashMap<ListId, Ways> = HashMap::new();
        for (term, bears) in &ways {
            if let Term::Elements { list, .. } = conditions.terms.term(*term) {
                let known = lists.entry(*list).or_default();
                *known = known.and(*bears);
            }
        }
        self.open.extend(lists.iter().filter(|(_, bears)| bears.both()).map(|(list, _)| *list));
        for (clause, term) in &conditions.readings {
            let Some(bears) = ways.get(term) else { continue };
            let mut same =
                conditions.readings.iter().filter(|(other, term)| other == clause && ways.contains_key(term));
            let twice = same.nth(1).is_some();
            if twice || bears.both() || conditions.terms.element(*term).is_some() {
                self.terms.push(*term);
            }
        }
    }

    fn place(&mut self, conditions: &Conditions, place: Place, atoms: &[(&Atom, Ways)]) {
        let program = conditions.program;
        let one_way = !atoms.iter().any(|(_, bears)| bears.both());
        let compared = atoms.iter().find_map(|(atom, _)| match &atom.test {
            Test::Against(against) => Some((*atom, against)),
            _ => None,
        });
        let ty = conditions.columns.fact(place).ty;
        if let Some((atom, against)) = compared {
            let same = against.relation == Relation::Equal;
            let plain = against.left == Line::Plain && against.right == Line::Plain;
            let across = element(atom.place) != element(against.other);
            let dated = places(atom).any(|place| place == Place::Fact(DATE));
            let alone = atoms.len() == 1 && atom.place != against.other;
            if !one_way || !alone || (same && (!plain || across || dated)) {
                self.unknown.push(place);
                if let Type::Member(domain) = ty {
                    let wide = conditions.columns.wide(domain);
                    self.stated.push((place, wide.into_iter().map(str::to_owned).collect()));
                }
            } else if let Type::Member(domain) = ty {
                // What is compared with a term that stands for several may be settled by its kinds.
                let wide = conditions.columns.wide(domain);
                self.stated.push((place, wide.into_iter().map(str::to_owned).collect()));
            }
            return;
        }
        let tests: Vec<(&Test, bool)> = atoms.iter().map(|(atom, bears)| (&atom.test, bears.helps)).collect();
        match ty {
            Type::Member(domain) => {
                let declared = program.domain(domain);
                let many = declared.terms.len() + usize::from(declared.extent == Extent::Open);
                let best = |mut of: std::ops::Range<usize>, kinds: Option<&[usize]>| {
                    of.any(|member| {
                        let value = Value::Member(Member(member as u32));
                        kinds.is_none_or(|kinds| kinds.contains(&member)) && is_best(&tests, &value)
                    })
                };
                if !one_way || !best(0..many, None) {
                    self.unknown.push(place);
                }
                let wide = conditions.columns.named(domain).into_iter().filter(|named| named.kinds.len() > 1);
                let two_ways = wide.filter(|named| !one_way || !best(0..many, Some(&named.kinds)));
                self.stated.push((place, two_ways.map(|named| named.name.to_owned()).collect()));
            }
            Type::Set(domain) => {
                let declared = program.domain(domain);
                let many = declared.terms.len() + usize::from(declared.extent == Extent::Open);
                if !one_way || !sets(&tests, many).iter().any(|value| is_best(&tests, value)) {
                    self.unknown.push(place);
                }
                if !one_way || tests.len() > 1 {
                    self.in_part.push(place);
                }
            }
            Type::Point(measure) => {
                let (least, greatest) = measure.range();
                let all = match place {
                    Place::Fact(DATE) => program.policy.days.to_vec(),
                    _ => vec![(least, greatest)],
                };
                let unlimited = measure.can_be_unlimited().then_some(UNLIMITED);
                let is_there = |point: &i128| all.iter().any(|(from, to)| from <= point && point <= to);
                let mut points =
                    ends(&tests).into_iter().chain([least]).chain(all.iter().map(|(from, _)| *from));
                let best = |point: i128| is_best(&tests, &Value::Point(point));
                if !one_way
                    || !(points.any(|point| is_there(&point) && best(point)) || unlimited.is_some_and(best))
                {
                    self.unknown.push(place);
                }
            }
            Type::YesNo | Type::Text => {
                if !one_way || !plain_values(&tests).iter().any(|value| is_best(&tests, value)) {
                    self.unknown.push(place);
                }
            }
        }
    }
}

/// How each term bears on a root.
pub fn ways(conditions: &Conditions, root: TermId) -> HashMap<TermId, Ways> {
    let mut ways: HashMap<TermId, Ways> = HashMap::from([(root, Ways { helps: true, harms: false })]);
    let before: Vec<TermId> = conditions.terms.ids().filter(|id| *id <= root).collect();
    for id in before.into_iter().rev() {
        let Some(bears) = ways.get(&id).copied() else { continue };
        let (parts, bears) = match conditions.terms.term(id) {
            Term::Not(inner) => (vec![*inner], bears.turned()),
            Term::Elements { body, .. } => (vec![*body], bears),
            _ => (conditions.terms.parts(id), bears),
        };
        for part in parts {
            let known = ways.entry(part).or_default();
            *known = known.and(bears);
        }
    }
    ways
}

/// Whether a value passes every test that it should, and fails the others.
fn is_best(tests: &[(&Test, bool)], value: &Value) -> bool {
    tests.iter().all(|(test, helps)| holds(test, value) == *helps)
}

/// The points at which something begins or ceases.
pub fn ends(tests: &[(&Test, bool)]) -> Vec<i128> {
    let ranges = tests.iter().filter_map(|(test, _)| match test {
        Test::Within(ranges) => Some(ranges),
        _ => None,
    });
    ranges.flatten().flat_map(|(from, to)| [*from, *to, from - 1, to + 1]).collect()
}

/// Sets that may be best: the largest that has nothing that none may have, the empty one, and each of one member.
pub fn sets(tests: &[(&Test, bool)], many: usize) -> Vec<Value> {
    let may = |member: &usize| {
        tests.iter().all(|(test, helps)| match (test, helps) {
            (Test::Set(SetTest::Includes(these)), false) => !these.contains(*member),
            (Test::Set(SetTest::Only(these)), true) => these.contains(*member),
            (Test::Set(SetTest::Exactly(groups)), true) => groups.iter().any(|group| group.contains(*member)),
            (Test::Set(SetTest::Empty), true) => false,
            _ => true,
        })
    };
    let set = |members: Vec<usize>| Value::Set(members.into_iter().map(|it| Member(it as u32)).collect());
    let mut sets = vec![set((0..many).filter(may).collect()), set(Vec::new())];
    sets.extend((0..many).map(|member| set(vec![member])));
    sets
}

/// Yes and no; or the texts that are named, and another.
fn plain_values(tests: &[(&Test, bool)]) -> Vec<Value> {
    let mut values = vec![Value::YesNo(true), Value::YesNo(false)];
    values.extend(texts(tests));
    values
}

/// A text that no test names, then those that are named.
pub fn texts(tests: &[(&Test, bool)]) -> Vec<Value> {
    let texts = tests.iter().filter_map(|(test, _)| match test {
        Test::TextIs(texts) => Some(texts),
        _ => None,
    });
    let named: Vec<Arc<str>> = texts.flatten().cloned().collect();
    let longest = named.iter().map(|text| text.len()).max().unwrap_or(0);
    let other: Arc<str> = "x".repeat(longest + 1).into();
    [other].into_iter().chain(named).map(Value::Text).collect()
}

/// The places that hold facts with a presumption that assumptions look at: it is set aside where it contradicts them.
pub fn presumed_and_assumed(conditions: &Conditions, program: &Program, assumed: TermId) -> BTreeSet<Place> {
    let ways = ways(conditions, assumed);
    let asked = conditions.questions.iter().filter(|(term, _)| ways.contains_key(term));
    let places = asked.flat_map(|(_, atom)| places(atom).collect::<Vec<_>>());
    let presumed = |place: &Place| match *place {
        Place::Fact(fact) => program.fact(fact).presumed.is_some(),
        Place::Element(list, attribute) => {
            program.list(list).attributes[attribute.0 as usize].presumed.is_some()
        }
    };
    places.filter(presumed).collect()
}
