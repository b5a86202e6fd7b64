//! Completions that show what a row leaves open.
//!
//! For each ruling, every fact is given a value that speaks for it, and every list elements that do, or none. Put
//! where a row states nothing, they make a complete case of it; where that case has the ruling, the row may have it.
//! So a row is shown to be open by two such cases, and that there is any case by one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::program::holds::holds;
use crate::program::{
    Atom, DATE, Extent, ListId, Measure, Member, Place, Program, Relation, Test, Type, UNLIMITED, Value,
};

use super::atoms::{Atoms, can_be_reckoned, element, places};
use super::conditions::Conditions;
use super::one_way::{Ways, ends, sets, texts, ways};
use super::term::{Term, TermId};
use super::verdict::Verdict;

/// A value for each fact, whether each list has further elements, and which reading is chosen.
#[derive(Clone, Default, PartialEq)]
struct Completion {
    values: BTreeMap<Place, Value>,
    further: BTreeMap<ListId, bool>,
    reading: usize,
}

/// For each ruling, that one of a few completions has it.
pub fn witnesses(conditions: &mut Conditions, judged: &Verdict) -> Vec<TermId> {
    let of_the_world = ways(conditions, judged.assumed);
    let mut shown = Vec::new();
    for (_, possible) in &judged.possible {
        let root = match conditions.terms.term(*possible) {
            Term::Possible(inner) => *inner,
            _ => *possible,
        };
        let bears = ways(conditions, root);
        let mut completions: Vec<Completion> = Vec::new();
        for variant in 0..2 {
            let completion = completion(conditions, &bears, &of_the_world, variant);
            if !completions.contains(&completion) {
                completions.push(completion);
            }
        }
        let whole = whole(conditions, &bears);
        let mut each = Vec::new();
        for completion in completions {
            if let Some(has_it) = Completing::of(conditions, completion).term(root) {
                each.push(conditions.terms.all([whole, has_it]));
            }
        }
        shown.push(conditions.terms.any(each));
    }
    shown
}

/// That nothing is known in part: a value of ours might not be among those that are left.
fn whole(conditions: &mut Conditions, bears: &HashMap<TermId, Ways>) -> TermId {
    let asked = conditions.questions.iter().filter(|(term, _)| bears.contains_key(term));
    let looked_at: BTreeSet<Place> = asked.flat_map(|(_, atom)| places(atom).collect::<Vec<_>>()).collect();
    let mut in_part = Vec::new();
    for place in looked_at {
        let column = conditions.columns.column(place);
        if let Some(sql) = column.and_then(|column| conditions.columns.in_part(place, &column)) {
            in_part.push(conditions.sure_of_some(place, format!("({sql})")));
        }
    }
    let in_part = conditions.terms.any(in_part);
    conditions.terms.not(in_part)
}

/// Values that speak for a ruling; in the first variant for it more than for what is assumed, in the second less.
fn completion(
    conditions: &Conditions,
    bears: &HashMap<TermId, Ways>,
    of_the_world: &HashMap<TermId, Ways>,
    variant: usize,
) -> Completion {
    let mut asked: BTreeMap<Place, Vec<(&Atom, bool, i32)>> = BTreeMap::new();
    for (term, atom) in &conditions.questions {
        let Some(ways) = bears.get(term).filter(|ways| !ways.both()) else { continue };
        let weight = match (of_the_world.contains_key(term), variant) {
            (true, 0) | (false, 1) => 2,
            _ => 3,
        };
        for place in places(atom) {
            asked.entry(place).or_default().push((atom, ways.helps(), weight));
        }
    }
    let undecided = conditions.questions.iter().filter(|(term, _)| bears.contains_key(term));
    for place in undecided.flat_map(|(_, atom)| places(atom).collect::<Vec<_>>()) {
        asked.entry(place).or_default();
    }
    let mut completion = Completion { reading: variant, ..Completion::default() };
    for (place, atoms) in &mut asked {
        atoms.sort_by_key(|(atom, helps, weight)| (format!("{atom:?}"), *helps, *weight));
        let mut values = candidates(conditions, *place, atoms);
        let score = |value: &Value| -> i32 {
            atoms.iter().map(|(atom, helps, weight)| weight * agreement(atom, *place, *helps, value)).sum()
        };
        values.sort_by_key(|value| -score(value));
        completion.values.extend(values.into_iter().next().map(|value| (*place, value)));
    }
    for (term, ways) in bears {
        if let Term::Elements { list, .. } = conditions.terms.term(*term) {
            let further = completion.further.entry(*list).or_insert(variant == 0);
            if !ways.both() {
                *further = ways.helps();
            }
        }
    }
    completion
}

/// Whether a value speaks as it should in what is asked: 1 or 0.
fn agreement(atom: &Atom, place: Place, helps: bool, value: &Value) -> i32 {
    let speaks = match &atom.test {
        // A small left-hand side and a great right-hand side satisfy an order.
        Test::Against(against) => match (against.relation, value) {
            (Relation::Less | Relation::AtMost, Value::Point(at)) => {
                return i32::from((*at <= 0) == ((atom.place == place) == helps));
            }
            _ => return 0,
        },
        test => holds(test, value),
    };
    i32::from(speaks == helps)
}

/// Values that may be best, at least one; the plainest first.
fn candidates(conditions: &Conditions, place: Place, atoms: &[(&Atom, bool, i32)]) -> Vec<Value> {
    let program: &Program = conditions.program;
    let tests: Vec<(&Test, bool)> = atoms.iter().map(|(atom, helps, _)| (&atom.test, *helps)).collect();
    let many = |domain| {
        let declared = program.domain(domain);
        declared.terms.len() + usize::from(declared.extent == Extent::Open)
    };
    match conditions.columns.fact(place).ty {
        Type::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
        Type::Member(domain) => {
            // One of a term's own kind alone; a term that stands for several would be known in part.
            let named = conditions.columns.named(domain).into_iter().filter(|named| named.kinds.len() == 1);
            named.map(|named| Value::Member(Member(named.kinds[0] as u32))).collect()
        }
        Type::Set(domain) => sets(&tests, many(domain)),
        Type::Point(measure) => {
            let (least, greatest) = measure.range();
            let all = match place {
                Place::Fact(DATE) => program.policy.days.to_vec(),
                _ => vec![(least, greatest)],
            };
            let mut points: Vec<i128> = all.iter().flat_map(|(from, to)| [*from, *to]).collect();
            points.extend(ends(&tests));
            points.extend(if measure == Measure::Date { None } else { Some(0) });
            points.retain(|point| all.iter().any(|(from, to)| from <= point && point <= to));
            points.extend(measure.can_be_unlimited().then_some(UNLIMITED));
            points.sort_unstable();
            points.dedup();
            points.into_iter().map(Value::Point).collect()
        }
        Type::Text => texts(&tests),
    }
}

/// Puts a completion where a row states nothing.
struct Completing<'a, 'p> {
    conditions: &'a mut Conditions<'p>,
    completion: Completion,
}

impl<'a, 'p> Completing<'a, 'p> {
    fn of(conditions: &'a mut Conditions<'p>, completion: Completion) -> Self {
        Completing { conditions, completion }
    }

    /// A term of the completed case, which is true or false; none where this completion does not say.
    fn term(&mut self, root: TermId) -> Option<TermId> {
        let reached = ways(self.conditions, root);
        let mut made: HashMap<TermId, TermId> = HashMap::new();
        let before: Vec<TermId> = self.conditions.terms.ids().filter(|id| reached.contains_key(id)).collect();
        for id in before {
            let term = self.made(id, &made)?;
            made.insert(id, term);
        }
        made.get(&root).copied()
    }

    fn made(&mut self, id: TermId, made: &HashMap<TermId, TermId>) -> Option<TermId> {
        let known = |parts: &[TermId]| -> Vec<TermId> { parts.iter().map(|part| made[part]).collect() };
        let term = self.conditions.terms.term(id).clone();
        Some(match term {
            Term::Constant(value) => self.conditions.terms.constant(Some(value?)),
            Term::Asked(_) => match self.conditions.questions.get(&id).cloned() {
                Some(atom) => self.atom(id, &atom)?,
                // A list without a table: it is empty.
                None if self.conditions.extents.contains_key(&id) => {
                    self.conditions.terms.constant(Some(false))
                }
                None => id,
            },
            Term::Not(inner) => self.conditions.terms.not(made[&inner]),
            Term::All(parts) => self.conditions.terms.all(known(&parts)),
            Term::Any(parts) => self.conditions.terms.any(known(&parts)),
            Term::AtLeast(least, parts) => self.conditions.terms.at_least(least, known(&parts)),
            Term::Agreed(parts) => made[&parts[self.reading(id, parts.len())?]],
            Term::Elements { list, at_least, body, open, .. } => {
                let further = self.completion.further.get(&list) == Some(&true);
                let open = if further { open } else { self.conditions.terms.constant(Some(false)) };
                let some = self.conditions.terms.elements(list, at_least, made[&body], open);
                // Open is only what further elements meet, and as many are added as are asked for.
                self.conditions.terms.possible(some)
            }
            Term::Unknown(_) | Term::Possible(_) => return None,
        })
    }

    /// Which reading is chosen, where it is sure that all that the clause says is read alike.
    fn reading(&self, id: TermId, options: usize) -> Option<usize> {
        let (clause, _) = self.conditions.readings.iter().find(|(_, term)| *term == id)?;
        let alone = self.conditions.readings.iter().filter(|(other, _)| other == clause).count() == 1;
        let readings = self.conditions.program.clause(*clause).readings.len();
        (alone || options == readings).then_some(self.completion.reading.min(options - 1))
    }

    fn atom(&mut self, id: TermId, atom: &Atom) -> Option<TermId> {
        if let Test::Against(against) = &atom.test {
            if !can_be_reckoned(against) {
                return None;
            }
            let (it, alone) = self.side(atom.place)?;
            let (other, other_alone) = self.side(against.other)?;
            let (columns, terms) = (&mut self.conditions.columns, &mut self.conditions.terms);
            let atoms = Atoms { columns, terms, questions: &mut self.conditions.questions };
            let sql = format!("({})", atoms.of_values(atom, against, &it, &other));
            return Some(match places(atom).find_map(element) {
                None => self.conditions.terms.asked(sql),
                Some(list) => {
                    let (columns, terms) = (&mut self.conditions.columns, &mut self.conditions.terms);
                    let atoms = Atoms { columns, terms, questions: &mut self.conditions.questions };
                    let beyond = format!("({})", atoms.of_values(atom, against, &alone, &other_alone));
                    let beyond = self.conditions.terms.asked(beyond);
                    self.conditions.terms.asked_of(list, sql, beyond)
                }
            });
        }
        let passes = holds(&atom.test, self.completion.values.get(&atom.place)?);
        let Term::Asked(asked) = self.conditions.terms.term(id).clone() else { return None };
        let otherwise = self.conditions.terms.constant(Some(passes));
        if asked.unanswered.is_some() {
            return Some(otherwise);
        }
        let sql = format!("COALESCE({}, {})", asked.sql, if passes { "TRUE" } else { "FALSE" });
        Some(match asked.element {
            None => self.conditions.terms.asked(sql),
            Some(list) => self.conditions.terms.asked_of(list, sql, otherwise),
        })
    }

    /// One side of a comparison: of what is stated, or else of ours; and of an element that is in no table.
    fn side(&mut self, place: Place) -> Option<(String, String)> {
        let value = self.completion.values.get(&place)?.clone();
        let ours = self.conditions.columns.value(self.conditions.columns.fact(place).ty, &value);
        let stated = match self.conditions.columns.column(place) {
            Some(column) => format!("COALESCE({column}, {ours})"),
            None => ours.clone(),
        };
        Some(match element(place) {
            None => (stated.clone(), stated),
            Some(_) => (stated, ours),
        })
    }
}
