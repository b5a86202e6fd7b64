//! What two versions decide differently, against both judged case by case.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use licit::analysis::Budget;
use licit::analysis::difference::{Among, Change, Difference, Group, Said, Versions, What, difference};
use licit::judge::{Case, Layer, Truth};
use licit::program::joined::{Joined, Matching, Part};
use licit::program::*;
use proptest::prelude::*;

use super::draw::Draw;
use super::oracle::{self, Becomes, Oracle, Otherwise, World};
use super::random::{self, Flavour};
use super::{config, failed, tell};

/// How many cases are drawn.
const DRAWN: usize = 60;

proptest! {
    #![proptest_config(config())]

    /// Every case that is judged otherwise lies in a told group, and no other does.
    #[test]
    fn differences_are_those_of_all_cases(numbers in prop::collection::vec(any::<u16>(), 0..500)) {
        let mut draw = Draw::from(numbers);
        let (old, new, matching) = versions(&mut draw);
        let told = || {
            let case = |program| Case::unstated(program);
            format!("{}\n==== now\n{}\n{matching:?}", tell::tell(&old, &case(&old)), tell::tell(&new, &case(&new)))
        };
        laws(&mut draw, &old, &new, &matching).map_err(|error| failed(error, told))?;
    }

    /// A version is judged as itself.
    #[test]
    fn nothing_differs_from_itself(numbers in prop::collection::vec(any::<u16>(), 0..400)) {
        let mut draw = Draw::from(numbers);
        let (program, ..) = random::program(&mut draw, &FLAVOURS);
        let matching = Matching { clauses: by_number(&program, &program), names: Vec::new() };
        let joined = Joined::of(&program, &program, &matching);
        prop_assert!(joined.changed.is_empty() && joined.twofold.is_empty(), "{:?}", joined.changed);
        let found = found(&program, &program, &joined)?;
        prop_assert!(found.groups.is_empty() && found.apart.is_empty(), "{:?}", found.groups);
    }
}

const FLAVOURS: [Flavour; 4] = [Flavour::Scalars, Flavour::Scalars, Flavour::List, Flavour::ComparedList];

/// A version, and one made of it by a few changes or another altogether.
fn versions(draw: &mut Draw) -> (Program, Program, Matching) {
    let (old, flavour, _) = random::program(draw, &FLAVOURS);
    let mut new = match draw.chance(3) {
        true => random::program(draw, &[flavour]).0,
        false => old.clone(),
    };
    for _ in 0..1 + draw.below(3) {
        amend(draw, &mut new);
    }
    let mut matching = Matching { clauses: by_number(&old, &new), names: Vec::new() };
    matching.clauses.retain(|_| !draw.chance(6));
    if draw.chance(4) {
        let domain = &mut new.domains[2];
        let terms = Arc::make_mut(&mut domain.terms);
        terms.swap(0, 2);
        let fourth = Term { name: "d".into(), title: None, kinds: std::iter::once(3).collect() };
        if domain.extent == Extent::Closed {
            terms.push(fourth);
        }
        for (place, term) in terms.iter_mut().enumerate() {
            term.kinds = std::iter::once(place).collect();
        }
    }
    if draw.chance(4) {
        new.facts[2].name = "renamed".into();
        if draw.below(2) == 0 {
            matching.names.push(("p".into(), "renamed".into()));
        }
    }
    (old, new, matching)
}

fn by_number(old: &Program, new: &Program) -> Vec<(ClauseId, ClauseId)> {
    let both = old.clauses.len().min(new.clauses.len());
    (0..both as u32).map(|number| (ClauseId(number), ClauseId(number))).collect()
}

/// One change of a condition, a list of references, or the default.
fn amend(draw: &mut Draw, program: &mut Program) {
    let of_units: BTreeSet<NodeId> = program.units.iter().map(|unit| unit.live).collect();
    let at = draw.below(program.nodes.len().max(1));
    let plain = |atom: &Atom| {
        matches!(atom.place, Place::Fact(fact) if fact != DATE && fact != ACTION)
            && !matches!(atom.test, Test::Against(_))
    };
    match (draw.below(5), program.nodes.get(at).cloned()) {
        (0, _) => program.policy.otherwise_permitted ^= true,
        (1, _) => {
            let units = program.units.iter_mut();
            for unit in units.filter(|_| draw.chance(2)).take(1) {
                match &mut unit.role {
                    Role::Permission { notwithstanding, .. } => notwithstanding.clear(),
                    Role::Remedies { of, otherwise, .. } => {
                        of.truncate(1);
                        *otherwise ^= true;
                    }
                    _ => {}
                }
            }
        }
        (2, Some(Node::All(parts))) if !of_units.contains(&NodeId(at as u32)) => {
            program.nodes[at] = Node::Any(parts);
        }
        (2, Some(Node::Any(parts))) => program.nodes[at] = Node::All(parts),
        (_, Some(Node::Atom(atom))) if plain(&program.atoms[atom.0 as usize]) => {
            let others: Vec<usize> =
                (0..program.atoms.len()).filter(|it| plain(&program.atoms[*it])).collect();
            program.nodes[at] = Node::Atom(AtomId(*draw.one_of(&others) as u32));
        }
        (_, Some(Node::Constant(holds))) => program.nodes[at] = Node::Constant(!holds),
        _ => {}
    }
}

fn found(old: &Program, new: &Program, joined: &Joined) -> Result<Difference, TestCaseError> {
    let found = difference(&Versions { old, new, joined }, Budget::PROOF);
    match &found.unproved {
        None => Ok(found),
        Some(licit::analysis::Stop::Spent) => Err(TestCaseError::reject("too large")),
        Some(stop) => Err(TestCaseError::fail(format!("{stop:?}"))),
    }
}

fn laws(draw: &mut Draw, old: &Program, new: &Program, matching: &Matching) -> Result<(), TestCaseError> {
    let joined = Joined::of(old, new, matching);
    let found = found(old, new, &joined)?;
    let nothing = Case::unstated(&joined.program);
    for _ in 0..DRAWN {
        let world = drawn(draw, &joined.program);
        let oracle = Oracle { program: &joined.program };
        if !oracle.can_be(&world, &nothing, &Otherwise::default()) {
            continue;
        }
        let sides = [(old, &joined.old, &joined.new), (new, &joined.new, &joined.old)];
        let [before, now] = sides.map(|(own, part, other)| Standing::of(own, part, other, &world));
        let told = Told { oracle, world: &world, before: &before, now: &now };
        told.holds(&found)?;
    }
    Ok(())
}

fn drawn(draw: &mut Draw, program: &Program) -> World {
    let facts = program.facts.iter().enumerate();
    let mut world = World {
        facts: facts.map(|(number, fact)| random::value(draw, program, fact, number == 0)).collect(),
        lists: Vec::new(),
        readings: Default::default(),
    };
    for list in &program.lists {
        let many = draw.below(4);
        let element = |draw: &mut Draw| {
            list.attributes.iter().map(|fact| random::value(draw, program, fact, false)).collect()
        };
        world.lists.push((0..many).map(|_| element(draw)).collect());
    }
    for (number, clause) in program.clauses.iter().enumerate().filter(|(_, it)| it.readings.len() > 1) {
        world.readings.insert(ClauseId(number as u32), draw.below(clause.readings.len()));
    }
    world
}

/// How one version alone judges a case, under every reading.
struct Standing {
    /// Under every choice of readings.
    by_facts: BTreeSet<Ruling>,
    /// Under every choice of those that only this version has.
    by_reading: BTreeSet<Ruling>,
    layers: BTreeSet<Layer>,
    consequences: BTreeMap<String, Truth>,
}

impl Standing {
    fn of(own: &Program, part: &Part, other: &Part, world: &World) -> Standing {
        let read: Vec<usize> =
            (0..own.clauses.len()).filter(|it| own.clauses[*it].readings.len() > 1).collect();
        let mut standing = Standing {
            by_facts: BTreeSet::new(),
            by_reading: BTreeSet::new(),
            layers: BTreeSet::new(),
            consequences: BTreeMap::new(),
        };
        let mut each: Vec<BTreeSet<String>> = Vec::new();
        for number in 0..1_usize << read.len() {
            let mut own_world = translated(own, part, world);
            let mut as_chosen = true;
            for (place, clause) in read.iter().enumerate() {
                let reading = number >> place & 1;
                own_world.readings.insert(ClauseId(*clause as u32), reading);
                let there = part.clauses[*clause];
                as_chosen &= !other.clauses.contains(&there) || world.readings[&there] == reading;
            }
            let becomes = Oracle { program: own }.judge(&own_world);
            standing.by_facts.insert(becomes.ruling);
            if as_chosen {
                standing.by_reading.insert(becomes.ruling);
                standing.layers.insert(becomes.layer);
                each.push(named(own, &becomes));
            }
        }
        for name in each.iter().flatten() {
            let always = each.iter().all(|names| names.contains(name));
            let truth = if always { Truth::Yes } else { Truth::Unknown };
            standing.consequences.insert(name.clone(), truth);
        }
        standing
    }

    fn layer(&self) -> Option<Layer> {
        (self.layers.len() == 1).then(|| *self.layers.iter().next().expect("there is one"))
    }

    fn consequence(&self, name: &str) -> Truth {
        self.consequences.get(name).copied().unwrap_or(Truth::No)
    }
}

fn only(rulings: &BTreeSet<Ruling>) -> Ruling {
    match rulings.len() {
        1 => *rulings.iter().next().expect("there is one"),
        _ => Ruling::Undetermined,
    }
}

/// The duties and remedies of a case, by what makes them one.
fn named(program: &Program, becomes: &Becomes) -> BTreeSet<String> {
    let units = becomes.duties.iter().chain(&becomes.remedies);
    let names = units.flat_map(|unit| match &program.unit(*unit).role {
        Role::Duty { party, duty, .. } => vec![format!("{party} {duty}")],
        Role::Remedies { remedies, .. } => {
            remedies.iter().map(|remedy| format!("{} {}", remedy.must, remedy.name)).collect()
        }
        _ => Vec::new(),
    });
    names.collect()
}

/// The case as one version has it.
fn translated(own: &Program, part: &Part, world: &World) -> World {
    let member = |domain: DomainId, member: Member| {
        let named = own.domain(domain).terms.len();
        let places = &part.domains[domain.0 as usize].1[..named];
        Member(places.iter().position(|it| *it == member).unwrap_or(named) as u32)
    };
    let value = |ty: Type, value: &Value| match (ty, value) {
        (Type::Member(domain), Value::Member(it)) => Value::Member(member(domain, *it)),
        (Type::Set(domain), Value::Set(them)) => {
            let them: BTreeSet<Member> = them.iter().map(|it| member(domain, *it)).collect();
            Value::Set(them.into_iter().collect())
        }
        (_, value) => value.clone(),
    };
    let facts = own.facts.iter().zip(&part.facts);
    let lists = own.lists.iter().zip(&part.lists).map(|(list, (place, attributes))| {
        let elements = world.lists[place.0 as usize].iter().map(|element| {
            let attributes = list.attributes.iter().zip(attributes);
            attributes.map(|(fact, place)| value(fact.ty, &element[place.0 as usize])).collect()
        });
        elements.collect()
    });
    World {
        facts: facts.map(|(fact, place)| value(fact.ty, &world.facts[place.0 as usize])).collect(),
        lists: lists.collect(),
        readings: Default::default(),
    }
}

/// One case, and what is told of it.
struct Told<'a> {
    oracle: Oracle<'a>,
    world: &'a World,
    before: &'a Standing,
    now: &'a Standing,
}

impl Told<'_> {
    fn holds(&self, found: &Difference) -> Result<(), TestCaseError> {
        let (from, to) = self.rulings();
        let expected = |what: &What| match what {
            What::Ruling { from: one, to: other } => from != to && (from, to) == (*one, *other),
            What::Possible => self.possible_differs(from, to),
            What::Layer { ruling, from: one, to: other } => {
                self.same(from, to)
                    && *ruling == from
                    && self.before.layers != self.now.layers
                    && (self.before.layer(), self.now.layer()) == (*one, *other)
            }
            What::Consequences { which, from: one, to: other } => {
                self.same(from, to)
                    && which.iter().all(|what| {
                        let name = name(what);
                        (self.before.consequence(&name), self.now.consequence(&name)) == (*one, *other)
                    })
            }
        };
        for group in &found.groups {
            let told = self.is_told(group, from, to);
            prop_assert!(
                !told || expected(&group.what),
                "told and not so: {:?} in {:?}",
                group.what,
                self.world
            );
            prop_assert!(told || group.more || !expected(&group.what), "so and not told: {:?}", group.what);
            let kind = match (&group.what, group.change) {
                (What::Ruling { from, to }, change) => change == changed(*from, *to),
                (_, change) => change == Change::Moved,
            };
            prop_assert!(kind, "{:?} is no {:?}", group.what, group.change);
        }
        // Something is told of every difference.
        let told = |such: &dyn Fn(&What) -> bool| {
            found
                .groups
                .iter()
                .any(|group| such(&group.what) && (group.more || self.is_told(group, from, to)))
        };
        if from != to {
            prop_assert!(
                told(&|what| matches!(what, What::Ruling { .. })),
                "{from:?} to {to:?}: {:?}",
                self.world
            );
        } else if self.possible_differs(from, to) {
            prop_assert!(told(&|what| matches!(what, What::Possible)), "{:?}", self.world);
        } else {
            let layers = from != Ruling::Undetermined && self.before.layers != self.now.layers;
            let told_layers = told(&|what| matches!(what, What::Layer { .. }));
            prop_assert!(!layers || told_layers, "{:?} to {:?}", self.before.layers, self.now.layers);
            let names = self.before.consequences.keys().chain(self.now.consequences.keys());
            for it in names.filter(|it| self.before.consequence(it) != self.now.consequence(it)) {
                let of_it = |what: &What| match what {
                    What::Consequences { which, .. } => which.iter().any(|what| name(what) == *it),
                    _ => false,
                };
                prop_assert!(told(&of_it), "{it}: {:?}", self.world);
            }
        }
        Ok(())
    }

    fn rulings(&self) -> (Ruling, Ruling) {
        match (only(&self.before.by_facts), only(&self.now.by_facts)) {
            (Ruling::Undetermined, Ruling::Undetermined) => {
                (only(&self.before.by_reading), only(&self.now.by_reading))
            }
            rulings => rulings,
        }
    }

    fn possible_differs(&self, from: Ruling, to: Ruling) -> bool {
        (from, to) == (Ruling::Undetermined, Ruling::Undetermined)
            && self.before.by_reading != self.now.by_reading
    }

    fn same(&self, from: Ruling, to: Ruling) -> bool {
        from == to && !self.possible_differs(from, to)
    }

    fn is_told(&self, group: &Group, from: Ruling, to: Ruling) -> bool {
        let among = match group.among {
            Among::Before(ruling) => from == ruling,
            Among::By(ruling, layer) => self.same(from, to) && from == ruling && self.before.layer() == layer,
            Among::Now(ruling) => to == ruling,
            Among::Same => self.same(from, to),
        };
        among && group.areas.iter().any(|area| area.said.iter().all(|said| self.is_so(said)))
    }

    fn is_so(&self, said: &Said) -> bool {
        let program = self.oracle.program;
        match said {
            Said::Atom(atom, holds) => self.oracle.test(self.world, program.atom(*atom), None) == *holds,
            Said::Condition(node, holds, choice) => {
                let mut world = self.world.clone();
                world.readings.extend(choice.iter().copied());
                self.oracle.holds(&world, *node, None) == *holds
            }
            Said::Readings(clause, readings) => readings.contains(&self.world.readings[clause]),
            Said::Fact(fact, test, holds) => {
                oracle::passes(test, &self.world.facts[fact.0 as usize]) == *holds
            }
        }
    }
}

fn changed(from: Ruling, to: Ruling) -> Change {
    let loose = [Ruling::Prohibited, Ruling::NotRegulated, Ruling::Permitted];
    let place = |ruling| loose.iter().position(|it| *it == ruling);
    match (place(from), place(to)) {
        (None, _) => Change::Settled,
        (_, None) => Change::Unsettled,
        (from, to) if from < to => Change::Looser,
        _ => Change::Stricter,
    }
}

fn name(what: &licit::analysis::difference::Consequence) -> String {
    use licit::analysis::difference::Consequence;
    match what {
        Consequence::Duty { party, duty, .. } => format!("{party} {duty}"),
        Consequence::Remedy { name, must, .. } => format!("{must} {name}"),
    }
}
