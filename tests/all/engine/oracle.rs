//! The meaning read naively: every completion one by one, each judged rule by rule.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use licit::judge::{Case, FactName, Knowledge, Layer, Support};
use licit::program::*;

use super::random::Flavour;

/// One completion.
#[derive(Debug, Clone)]
pub struct World {
    pub facts: Vec<Value>,
    pub lists: Vec<Vec<Vec<Value>>>,
    pub readings: BTreeMap<ClauseId, usize>,
}

/// What becomes of one completion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Becomes {
    pub ruling: Ruling,
    pub layer: Layer,
    pub by: BTreeSet<Option<UnitId>>,
    pub duties: BTreeSet<UnitId>,
    pub remedies: BTreeSet<UnitId>,
}

/// A completion among its like: which value each unknown fact has, by number.
pub struct Row {
    pub values: Vec<usize>,
    pub readings: BTreeMap<ClauseId, usize>,
    pub becomes: Becomes,
    /// Whether the condition asked about holds.
    pub when: bool,
    pub action: Value,
    pub world: World,
}

/// All completions of a case.
pub struct All {
    pub names: Vec<FactName>,
    /// The values each unknown fact may have; of a list's extent, its further elements.
    pub values: Vec<Vec<Further>>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Further {
    Value(Value),
    Elements(Vec<Vec<Value>>),
}

/// What the brute force is to take otherwise than the case has it.
#[derive(Default, Clone)]
pub struct Otherwise {
    pub widened: Option<DomainId>,
    pub dropped: Option<Support>,
    pub unpresumed: Vec<FactName>,
    /// A condition asked about in every completion.
    pub when: Option<NodeId>,
    /// Facts taken as known.
    pub set: Vec<(FactName, Value)>,
}

impl World {
    fn value(&self, place: Place, about: Option<(ListId, usize)>) -> &Value {
        match place {
            Place::Fact(fact) => &self.facts[fact.0 as usize],
            Place::Element(list, attribute) => {
                let (of, element) = about.expect("an element is spoken of");
                assert_eq!(of, list);
                &self.lists[list.0 as usize][element][attribute.0 as usize]
            }
        }
    }
}

pub struct Oracle<'p> {
    pub program: &'p Program,
}

impl Oracle<'_> {
    pub fn test(&self, world: &World, atom: &Atom, about: Option<(ListId, usize)>) -> bool {
        let value = world.value(atom.place, about);
        match (&atom.test, value) {
            (Test::Against(against), value) => match (value, world.value(against.other, about)) {
                (Value::Point(one), Value::Point(other)) => {
                    // Times what the other is divided by, both stay whole.
                    let (one, other) = (
                        made(against.left, *one) * divided(against.right),
                        made(against.right, *other) * divided(against.left),
                    );
                    match against.relation {
                        Relation::Equal => one == other,
                        Relation::Less => one < other,
                        Relation::AtMost => one <= other,
                    }
                }
                (one, other) => one == other,
            },
            (test, value) => passes(test, value),
        }
    }

    pub fn holds(&self, world: &World, node: NodeId, about: Option<(ListId, usize)>) -> bool {
        let count = |parts: &[NodeId]| parts.iter().filter(|part| self.holds(world, **part, about)).count();
        match self.program.node(node) {
            Node::Constant(holds) => *holds,
            Node::Atom(atom) => self.test(world, self.program.atom(*atom), about),
            Node::Not(inner) => !self.holds(world, *inner, about),
            Node::All(parts) => count(parts) == parts.len(),
            Node::Any(parts) => count(parts) > 0,
            Node::AtLeast(least, parts) => count(parts) >= *least as usize,
            Node::Elements { list, at_least, body } => {
                let elements = 0..world.lists[list.0 as usize].len();
                let meet = elements.filter(|element| self.holds(world, *body, Some((*list, *element))));
                meet.count() >= *at_least as usize
            }
            Node::Defined(term) => self.applies(world, *term, about),
            Node::Live(unit) => self.live(world, *unit, about),
            Node::Reading { clause, options } => self.holds(world, options[world.readings[clause]], about),
        }
    }

    fn applies(&self, world: &World, term: DefinitionId, about: Option<(ListId, usize)>) -> bool {
        self.program.definition(term).units.iter().any(|unit| self.live(world, *unit, about))
    }

    pub fn live(&self, world: &World, unit: UnitId, about: Option<(ListId, usize)>) -> bool {
        let unit = self.program.unit(unit);
        unit.in_force.is_none_or(|in_force| self.holds(world, in_force, about))
            && self.holds(world, unit.when, about)
            && !unit.unless.iter().any(|unless| self.holds(world, *unless, about))
            && !unit.exceptions.iter().any(|exception| self.live(world, *exception, about))
    }

    pub fn judge(&self, world: &World) -> Becomes {
        let program = self.program;
        let units: Vec<UnitId> = (0..program.units.len()).map(|number| UnitId(number as u32)).collect();
        let live = |unit: &UnitId| self.live(world, *unit, None);
        let role = |unit: &UnitId| &program.unit(*unit).role;
        let permissions: Vec<UnitId> = units
            .iter()
            .copied()
            .filter(|unit| match role(unit) {
                Role::Permission { actions, .. } => live(unit) && self.holds(world, *actions, None),
                _ => false,
            })
            .collect();
        let named = |unit: &UnitId| {
            permissions.iter().any(|permission| match role(permission) {
                Role::Permission { notwithstanding, .. } => notwithstanding.contains(unit),
                _ => false,
            })
        };
        let against: Vec<UnitId> = units
            .iter()
            .copied()
            .filter(|unit| match role(unit) {
                Role::Prohibition { actions } => {
                    live(unit) && self.holds(world, *actions, None) && !named(unit)
                }
                Role::Requirement { actions, condition } => {
                    live(unit)
                        && self.holds(world, *actions, None)
                        && !self.holds(world, *condition, None)
                        && !named(unit)
                }
                _ => false,
            })
            .collect();
        let out: Vec<UnitId> = units
            .iter()
            .copied()
            .filter(|unit| matches!(role(unit), Role::OutOfScope) && live(unit))
            .collect();
        let by = |these: &[UnitId]| these.iter().map(|unit| Some(*unit)).collect::<BTreeSet<_>>();
        let (ruling, layer, by) = if !out.is_empty() {
            (Ruling::NotRegulated, Layer::Scope, by(&out))
        } else if !against.is_empty() {
            let prohibition = against.iter().any(|unit| matches!(role(unit), Role::Prohibition { .. }));
            let layer = if prohibition { Layer::Prohibition } else { Layer::Requirement };
            (Ruling::Prohibited, layer, by(&against))
        } else if !permissions.is_empty() {
            (Ruling::Permitted, Layer::Permission, by(&permissions))
        } else if program.policy.otherwise_permitted {
            (Ruling::Permitted, Layer::Otherwise, BTreeSet::from([None]))
        } else {
            (Ruling::Prohibited, Layer::Otherwise, BTreeSet::from([None]))
        };
        let by_default = ruling == Ruling::Prohibited && layer == Layer::Otherwise;
        let duties: BTreeSet<UnitId> = units
            .iter()
            .copied()
            .filter(|unit| matches!(role(unit), Role::Duty { .. }) && live(unit))
            .collect();
        let breached = |unit: &UnitId| match role(unit) {
            Role::Duty { kept, .. } => {
                duties.contains(unit) && world.facts[kept.0 as usize] == Value::YesNo(false)
            }
            _ => against.contains(unit),
        };
        let remedies = units
            .iter()
            .copied()
            .filter(|unit| match role(unit) {
                Role::Remedies { of, otherwise, .. } => {
                    live(unit) && (of.iter().any(breached) || (*otherwise && by_default))
                }
                _ => false,
            })
            .collect();
        Becomes { ruling, layer, by, duties, remedies }
    }

    /// Every completion of a case; `None` where there are more than so many to go through.
    pub fn all(&self, case: &Case, flavour: Flavour, otherwise: &Otherwise, most: usize) -> Option<All> {
        let program = self.program;
        let mut names = Vec::new();
        let mut values = Vec::new();
        let mut start = World { facts: Vec::new(), lists: Vec::new(), readings: BTreeMap::new() };
        let mut place = |name: FactName, fact: &Fact, compared: bool| {
            let set = otherwise.set.iter().find(|(known, _)| *known == name);
            let knowledge = match (set, &case.stated(name).expect("stated").knowledge, &fact.presumed) {
                (Some((_, value)), ..) => Knowledge::Value(value.clone()),
                (None, Knowledge::Unstated, Some(value)) if !otherwise.unpresumed.contains(&name) => {
                    Knowledge::Value(value.clone())
                }
                (None, knowledge, _) => knowledge.clone(),
            };
            if let Knowledge::Value(value) = &knowledge {
                return value.clone();
            }
            let date = name == FactName::Fact(DATE);
            let mut possible = self.values(fact.ty, date, compared, flavour, otherwise);
            if let Knowledge::Such(tests) = &knowledge {
                possible.retain(|value| tests.iter().all(|(test, wanted)| passes(test, value) == *wanted));
            }
            if !self.is_looked_at(name) {
                possible.truncate(1);
            }
            names.push(name);
            let first = possible.first().cloned().unwrap_or(Value::YesNo(false));
            values.push(possible.into_iter().map(Further::Value).collect::<Vec<_>>());
            first
        };
        for (number, fact) in program.facts.iter().enumerate() {
            start.facts.push(place(FactName::Fact(FactId(number as u32)), fact, false));
        }
        for (list, declared) in program.lists.iter().enumerate() {
            let elements = case.lists[list].elements.iter().enumerate().map(|(element, _)| {
                let attributes = declared.attributes.iter().enumerate().map(|(attribute, fact)| {
                    let attribute = AttributeId(attribute as u32);
                    place(FactName::Element(ListId(list as u32), element, attribute), fact, true)
                });
                attributes.collect()
            });
            let elements = elements.collect();
            start.lists.push(elements);
        }
        for (list, declared) in program.lists.iter().enumerate() {
            if !case.lists[list].open {
                continue;
            }
            let mut kinds: Vec<Vec<Value>> = vec![Vec::new()];
            for attribute in &declared.attributes {
                let possible = self.values(attribute.ty, false, true, flavour, otherwise);
                kinds = kinds
                    .iter()
                    .flat_map(|kind| {
                        possible.iter().map(move |value| [&kind[..], std::slice::from_ref(value)].concat())
                    })
                    .collect();
            }
            let longest = if flavour == Flavour::ComparedList { 2 } else { 4 };
            let mut tails: Vec<Vec<Vec<Value>>> = vec![Vec::new()];
            let mut last: Vec<(Vec<Vec<Value>>, usize)> = vec![(Vec::new(), 0)];
            for _ in 0..longest {
                last = last
                    .iter()
                    .flat_map(|(tail, from)| {
                        let kinds = &kinds;
                        (*from..kinds.len())
                            .map(move |kind| ([&tail[..], &[kinds[kind].clone()]].concat(), kind))
                    })
                    .collect();
                tails.extend(last.iter().map(|(tail, _)| tail.clone()));
            }
            names.push(FactName::Extent(ListId(list as u32)));
            values.push(tails.into_iter().map(Further::Elements).collect());
        }
        let mut readings: Vec<BTreeMap<ClauseId, usize>> = vec![BTreeMap::new()];
        for (number, clause) in program.clauses.iter().enumerate() {
            let id = ClauseId(number as u32);
            let settled = case.readings.iter().find(|settled| settled.clause == id);
            let options: Vec<usize> = match settled {
                Some(settled) => vec![settled.reading],
                None => (0..clause.readings.len()).collect(),
            };
            if clause.readings.len() > 1 {
                readings = readings
                    .iter()
                    .flat_map(|choice| {
                        options.iter().map(move |option| {
                            let mut choice = choice.clone();
                            choice.insert(id, *option);
                            choice
                        })
                    })
                    .collect();
            }
        }
        let total = values.iter().map(Vec::len).try_fold(readings.len(), usize::checked_mul);
        if total.is_none_or(|total| total > most) {
            return None;
        }
        // The text's order.
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|place| names[*place].order(program));
        let names: Vec<FactName> = order.iter().map(|place| names[*place]).collect();
        let values: Vec<Vec<Further>> = order.iter().map(|place| values[*place].clone()).collect();

        let mut rows = Vec::new();
        let mut chosen = vec![0; names.len()];
        if values.iter().all(|values| !values.is_empty()) {
            'all: loop {
                let mut world = start.clone();
                for ((name, values), value) in names.iter().zip(&values).zip(&chosen) {
                    match (name, &values[*value]) {
                        (FactName::Fact(fact), Further::Value(value)) => {
                            world.facts[fact.0 as usize] = value.clone();
                        }
                        (FactName::Element(list, element, attribute), Further::Value(value)) => {
                            world.lists[list.0 as usize][*element][attribute.0 as usize] = value.clone();
                        }
                        (FactName::Extent(list), Further::Elements(elements)) => {
                            world.lists[list.0 as usize].extend(elements.iter().cloned());
                        }
                        _ => unreachable!(),
                    }
                }
                for readings in &readings {
                    world.readings = readings.clone();
                    if self.can_be(&world, case, otherwise) {
                        let becomes = self.judge(&world);
                        let when = otherwise.when.is_none_or(|when| self.holds(&world, when, None));
                        let action = world.facts[1].clone();
                        let readings = readings.clone();
                        let world = world.clone();
                        rows.push(Row { values: chosen.clone(), readings, becomes, when, action, world });
                    }
                }
                for place in 0..=names.len() {
                    if place == names.len() {
                        break 'all;
                    }
                    chosen[place] += 1;
                    if chosen[place] < values[place].len() {
                        break;
                    }
                    chosen[place] = 0;
                }
            }
        }
        Some(All { names, values, rows })
    }

    /// Whether any condition looks at a fact, or a breach turns on it.
    fn is_looked_at(&self, name: FactName) -> bool {
        let place = match name {
            FactName::Fact(fact) => Place::Fact(fact),
            FactName::Element(list, _, attribute) => Place::Element(list, attribute),
            FactName::Extent(_) => return true,
        };
        let kept = |unit: &Unit| matches!(unit.role, Role::Duty { kept, .. } if place == Place::Fact(kept));
        self.program.units.iter().any(kept)
            || self.program.atoms.iter().any(|atom| match &atom.test {
                Test::Against(against) => atom.place == place || against.other == place,
                _ => atom.place == place,
            })
    }

    pub fn can_be(&self, world: &World, case: &Case, otherwise: &Otherwise) -> bool {
        let kept = |support: Support| otherwise.dropped.as_ref() != Some(&support);
        let mut assumptions = self.program.assumptions.iter().enumerate();
        let mut stipulations = case.stipulations.iter().enumerate();
        assumptions.all(|(number, assumption)| {
            !kept(Support::Assumption(number)) || self.holds(world, assumption.node, None)
        }) && stipulations.all(|(number, stipulation)| {
            let list = self.program.definition(stipulation.definition).list;
            let about = list.zip(stipulation.element);
            !kept(Support::Stipulation(number))
                || self.applies(world, stipulation.definition, about) == stipulation.holds
        })
    }

    /// The values of a type that the random programs can tell apart.
    pub fn values(
        &self,
        ty: Type,
        date: bool,
        of_element: bool,
        flavour: Flavour,
        otherwise: &Otherwise,
    ) -> Vec<Value> {
        let members = |domain: DomainId| {
            let declared = self.program.domain(domain);
            let beyond = declared.extent == Extent::Open || otherwise.widened == Some(domain);
            (0..declared.terms.len() + usize::from(beyond)).map(|number| Member(number as u32))
        };
        match ty {
            Type::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
            Type::Member(domain) => members(domain).map(Value::Member).collect(),
            Type::Set(domain) => {
                let members: Vec<Member> = members(domain).collect();
                (0..1_usize << members.len())
                    .map(|set| {
                        let inside = (0..members.len()).filter(|place| set >> place & 1 == 1);
                        Value::Set(inside.map(|place| members[place]).collect())
                    })
                    .collect()
            }
            Type::Point(Measure::Date) if date => {
                let days = self.program.policy.days.iter().flat_map(|(from, until)| *from..=*until);
                days.map(Value::Point).collect()
            }
            // Wide enough for every way in which points can stand to constants from 0 to 3, and to one another
            // with shifts of at most 1.
            Type::Point(_) => match (flavour, of_element) {
                (Flavour::ComparedList, true) => (-6..=9).map(Value::Point).collect(),
                (Flavour::ComparedList, false) => (-4..=7).map(Value::Point).collect(),
                _ => (-6..=9).map(Value::Point).collect(),
            },
            Type::Text => vec![Value::Text("text".into()), Value::Text("another".into())],
        }
    }
}

impl All {
    pub fn possible(&self) -> Vec<Ruling> {
        [Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated]
            .into_iter()
            .filter(|ruling| self.rows.iter().any(|row| row.becomes.ruling == *ruling))
            .collect()
    }

    /// The first of the smallest sets of facts that settle the ruling under each choice of readings.
    pub fn turns_on(&self) -> Vec<FactName> {
        let many = self.names.len();
        let mut sets: Vec<Vec<usize>> =
            (0..1_u32 << many).map(|set| (0..many).filter(|place| set >> place & 1 == 1).collect()).collect();
        sets.sort_by_key(|set: &Vec<usize>| (set.len(), set.clone()));
        let settles = |set: &Vec<usize>| {
            let mut seen: HashMap<_, Ruling> = HashMap::new();
            self.rows.iter().all(|row| {
                let known: Vec<usize> = set.iter().map(|place| row.values[*place]).collect();
                let key = (known, row.readings.clone());
                *seen.entry(key).or_insert(row.becomes.ruling) == row.becomes.ruling
            })
        };
        let set = sets.into_iter().find(settles).expect("all facts settle");
        set.into_iter().map(|place| self.names[place]).collect()
    }

    /// The clauses of which two readings give different rulings on one completion.
    pub fn depends_on(&self) -> Vec<ClauseId> {
        let clauses: BTreeSet<ClauseId> =
            self.rows.iter().flat_map(|row| row.readings.keys().copied()).collect();
        let depends = |clause: &ClauseId| {
            let mut seen: HashMap<_, Ruling> = HashMap::new();
            self.rows.iter().any(|row| {
                let mut others = row.readings.clone();
                others.remove(clause);
                let key = (row.values.clone(), others);
                *seen.entry(key).or_insert(row.becomes.ruling) != row.becomes.ruling
            })
        };
        clauses.into_iter().filter(depends).collect()
    }
}

pub fn passes(test: &Test, value: &Value) -> bool {
    match (test, value) {
        (Test::Yes, Value::YesNo(yes)) => *yes,
        (Test::OneOf(members), Value::Member(member)) => members.contains(member.0 as usize),
        (Test::Within(ranges), Value::Point(point)) => {
            ranges.iter().any(|(from, to)| from <= point && point <= to)
        }
        (Test::TextIs(texts), Value::Text(text)) => texts.iter().any(|it| it == text),
        (Test::Set(test), Value::Set(members)) => {
            let inside = |these: &fixedbitset::FixedBitSet| {
                members.iter().filter(|member| these.contains(member.0 as usize)).count()
            };
            match test {
                SetTest::Includes(these) => inside(these) > 0,
                SetTest::Only(these) => !members.is_empty() && inside(these) == members.len(),
                SetTest::Exactly(groups) => {
                    let mut all = fixedbitset::FixedBitSet::with_capacity(16);
                    groups.iter().for_each(|group| group.ones().for_each(|member| all.insert(member)));
                    groups.iter().all(|group| inside(group) > 0) && inside(&all) == members.len()
                }
                SetTest::Empty => members.is_empty(),
            }
        }
        _ => panic!("{test:?} of {value:?}"),
    }
}

fn made(line: Line, point: i128) -> i128 {
    match line {
        Line::Plain => point,
        Line::Shift(by) => point + by,
        Line::Months(months) => calendar::months_later(point, months),
        Line::Times(numerator, _) => point * numerator,
    }
}

fn divided(line: Line) -> i128 {
    if let Line::Times(_, denominator) = line { denominator } else { 1 }
}
