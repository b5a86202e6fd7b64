//! Conditions, units and definitions of two versions in one program: what is the same in both stands there once.
//!
//! Nodes and atoms are entered by what they are, each after those it is made of. A definition or an exception whose
//! conditions are the same, and rest on the same, is one unit for both versions. Norms are never shared: each
//! version has its own, and only what they ask is.

use std::collections::HashMap;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::program::{
    Against, Assumption, Atom, AtomId, ClauseId, Definition, DefinitionId, DomainId, ListId, Node, NodeId,
    Origin, Place, Program, Role, SetTest, Test, Type, Unit, UnitId,
};

use super::Part;
use super::vocabulary::Places;

/// The joined program in the making.
pub struct Conditions {
    program: Program,
    atoms: HashMap<Atom, AtomId>,
    nodes: HashMap<Node, NodeId>,
    units: HashMap<SharedUnit, UnitId>,
    definitions: HashMap<SharedDefinition, DefinitionId>,
}

/// What makes a definition or an exception the same in both.
#[derive(PartialEq, Eq, Hash)]
struct SharedUnit {
    live: NodeId,
    parts: (Option<NodeId>, NodeId, Vec<NodeId>, Vec<UnitId>),
    /// Of a definition: what it defines.
    term: Option<Term>,
}

type Term = (Arc<str>, Option<Arc<str>>, Option<ListId>);
type SharedDefinition = (Term, Vec<UnitId>);

/// One version while it is added.
struct Adding<'a> {
    own: &'a Program,
    places: &'a Places,
    clauses: &'a [ClauseId],
    /// For each taxonomy: the version's own member for each member of both.
    back: Vec<Vec<usize>>,
    nodes: Vec<Option<NodeId>>,
    units: Vec<Option<UnitId>>,
    definitions: Vec<Option<DefinitionId>>,
}

impl Conditions {
    pub fn of(program: Program) -> Conditions {
        Conditions {
            program,
            atoms: HashMap::new(),
            nodes: HashMap::new(),
            units: HashMap::new(),
            definitions: HashMap::new(),
        }
    }

    pub fn finish(self) -> Program {
        self.program
    }

    /// Adds everything that a version decides by.
    pub fn add(&mut self, own: &Program, places: Places, clauses: Vec<ClauseId>) -> Part {
        let back = places.domains.iter().enumerate().map(|(number, (to, members))| {
            let named = own.domain(DomainId(number as u32)).terms.len();
            let mut back = vec![named; self.program.domain(*to).terms.len() + 1];
            for (member, place) in members.iter().enumerate() {
                back[place.0 as usize] = member;
            }
            back
        });
        let back = back.collect();
        let mut adding = Adding {
            own,
            places: &places,
            clauses: &clauses,
            back,
            nodes: vec![None; own.nodes.len()],
            units: vec![None; own.units.len()],
            definitions: vec![None; own.definitions.len()],
        };
        for &unit in &own.order {
            self.unit(&mut adding, unit);
        }
        for number in 0..own.units.len() {
            self.role(&mut adding, UnitId(number as u32));
        }
        let assumptions = own.assumptions.iter().map(|assumption| self.assumption(&mut adding, assumption));
        let assumptions = assumptions.collect();
        let units = adding.units.into_iter().flatten().collect();
        let Places { domains, facts, lists } = places;
        let otherwise_permitted = own.policy.otherwise_permitted;
        Part { units, clauses, facts, lists, domains, assumptions, otherwise_permitted }
    }

    fn assumption(&mut self, adding: &mut Adding, assumption: &Assumption) -> usize {
        let node = self.node(adding, assumption.node);
        let known = self.program.assumptions.iter().position(|it| it.node == node);
        known.unwrap_or_else(|| {
            self.program.assumptions.push(Assumption { node, ..assumption.clone() });
            self.program.assumptions.len() - 1
        })
    }

    /// Enters a unit whose role is still its own; those that it rests on were entered before.
    fn unit(&mut self, adding: &mut Adding, id: UnitId) {
        let own = adding.own.unit(id);
        let in_force = own.in_force.map(|node| self.node(adding, node));
        let when = self.node(adding, own.when);
        let unless: Vec<NodeId> = own.unless.iter().map(|node| self.node(adding, *node)).collect();
        let live = self.node(adding, own.live);
        let exceptions: Vec<UnitId> =
            own.exceptions.iter().filter_map(|unit| adding.units[unit.0 as usize]).collect();
        let term = match own.role {
            Role::Definition(term) => Some(adding.term(term)),
            _ => None,
        };
        let parts = (in_force, when, unless.clone(), exceptions.clone());
        let shared = matches!(own.role, Role::Definition(_) | Role::Exception).then_some(SharedUnit {
            live,
            parts,
            term,
        });
        let known = shared.as_ref().and_then(|shared| self.units.get(shared)).copied();
        let unit = known.unwrap_or_else(|| {
            let unit = UnitId(self.program.units.len() as u32);
            let clause = adding.clauses[own.clause.0 as usize];
            let (item, span, role) = (own.item.clone(), own.span, own.role.clone());
            self.program.units.push(Unit {
                clause,
                item,
                span,
                in_force,
                when,
                unless,
                exceptions,
                live,
                role,
            });
            self.program.order.push(unit);
            self.units.extend(shared.map(|shared| (shared, unit)));
            unit
        });
        adding.units[id.0 as usize] = Some(unit);
    }

    /// Gives a unit of one version its role in the joined program.
    fn role(&mut self, adding: &mut Adding, id: UnitId) {
        let Some(unit) = adding.units[id.0 as usize] else { return };
        let units = |adding: &Adding, these: &[UnitId]| -> Vec<UnitId> {
            these.iter().filter_map(|unit| adding.units[unit.0 as usize]).collect()
        };
        let role = match &adding.own.unit(id).role {
            Role::Definition(term) => Role::Definition(self.definition(adding, *term)),
            Role::Permission { actions, notwithstanding } => Role::Permission {
                actions: self.node(adding, *actions),
                notwithstanding: units(adding, notwithstanding),
            },
            Role::Prohibition { actions } => Role::Prohibition { actions: self.node(adding, *actions) },
            Role::Requirement { actions, condition } => Role::Requirement {
                actions: self.node(adding, *actions),
                condition: self.node(adding, *condition),
            },
            Role::Duty { party, duty, within, kept } => {
                let fact = |fact: crate::program::FactId| adding.places.facts[fact.0 as usize];
                let within = within.clone().map(|mut within| {
                    within.of = within.of.map(fact);
                    within
                });
                Role::Duty { party: party.clone(), duty: duty.clone(), within, kept: fact(*kept) }
            }
            Role::Remedies { of, otherwise, remedies } => {
                Role::Remedies { of: units(adding, of), otherwise: *otherwise, remedies: remedies.clone() }
            }
            Role::Exception => Role::Exception,
            Role::OutOfScope => Role::OutOfScope,
        };
        self.program.units[unit.0 as usize].role = role;
    }

    /// Enters a definition all of whose units were entered.
    fn definition(&mut self, adding: &mut Adding, id: DefinitionId) -> DefinitionId {
        if let Some(known) = adding.definitions[id.0 as usize] {
            return known;
        }
        let own = adding.own.definition(id);
        let units: Vec<UnitId> = own.units.iter().filter_map(|unit| adding.units[unit.0 as usize]).collect();
        let term = adding.term(id);
        let next = DefinitionId(self.program.definitions.len() as u32);
        let list = term.2;
        let definition = *self.definitions.entry((term, units.clone())).or_insert(next);
        if definition == next {
            self.program.definitions.push(Definition { units, list, ..own.clone() });
        }
        adding.definitions[id.0 as usize] = Some(definition);
        definition
    }

    fn node(&mut self, adding: &mut Adding, id: NodeId) -> NodeId {
        if let Some(known) = adding.nodes[id.0 as usize] {
            return known;
        }
        let own = adding.own;
        let node = match own.node(id) {
            Node::Constant(holds) => Node::Constant(*holds),
            Node::Atom(atom) => self.comparison(adding, own.atom(*atom)),
            Node::Not(inner) => Node::Not(self.node(adding, *inner)),
            Node::All(parts) => Node::All(self.nodes(adding, parts)),
            Node::Any(parts) => Node::Any(self.nodes(adding, parts)),
            Node::AtLeast(least, parts) => Node::AtLeast(*least, self.nodes(adding, parts)),
            Node::Elements { list, at_least, body } => Node::Elements {
                list: adding.places.lists[list.0 as usize].0,
                at_least: *at_least,
                body: self.node(adding, *body),
            },
            Node::Defined(term) => Node::Defined(self.definition(adding, *term)),
            Node::Live(unit) => match adding.units[unit.0 as usize] {
                Some(unit) => Node::Live(unit),
                None => Node::Constant(false),
            },
            Node::Reading { clause, options } => Node::Reading {
                clause: adding.clauses[clause.0 as usize],
                options: self.nodes(adding, options),
            },
        };
        let entered = self.enter(node);
        adding.nodes[id.0 as usize] = Some(entered);
        entered
    }

    fn enter(&mut self, node: Node) -> NodeId {
        let next = NodeId(self.program.nodes.len() as u32);
        let entered = *self.nodes.entry(node.clone()).or_insert(next);
        if entered == next {
            self.program.nodes.push(node);
            self.program.origins.push(Origin::default());
        }
        entered
    }

    /// One comparison. Terms that only the other version has are one and the same to this one, which knows them as
    /// none of its own: two facts that have such terms are alike to it, whichever they are.
    fn comparison(&mut self, adding: &Adding, own: &Atom) -> Node {
        let compared = Node::Atom(self.atom(adding, own));
        let (Test::Against(against), Type::Member(domain)) = (&own.test, adding.type_of(own.place)) else {
            return compared;
        };
        let mut none = adding.own.domain(domain).nothing();
        none.insert(adding.own.domain(domain).none_of_them().0 as usize);
        let strange = adding.members(domain, &none);
        if strange.count_ones(..) < 2 {
            return compared;
        }
        let both = [own.place, against.other].map(|place| {
            let atom = Atom { place: adding.place(place), test: Test::OneOf(strange.clone()) };
            let atom = self.entered(atom);
            self.enter(Node::Atom(atom))
        });
        let (compared, both) = (self.enter(compared), self.enter(Node::All(both.into())));
        Node::Any([compared, both].into())
    }

    fn nodes(&mut self, adding: &mut Adding, these: &[NodeId]) -> Box<[NodeId]> {
        these.iter().map(|part| self.node(adding, *part)).collect()
    }

    fn atom(&mut self, adding: &Adding, own: &Atom) -> AtomId {
        self.entered(Atom { place: adding.place(own.place), test: adding.test(own) })
    }

    fn entered(&mut self, atom: Atom) -> AtomId {
        let next = AtomId(self.program.atoms.len() as u32);
        let entered = *self.atoms.entry(atom.clone()).or_insert(next);
        if entered == next {
            self.program.atoms.push(atom);
        }
        entered
    }
}

impl Adding<'_> {
    fn term(&self, id: DefinitionId) -> Term {
        let term = self.own.definition(id);
        let list = term.list.map(|list| self.places.lists[list.0 as usize].0);
        (term.name.clone(), term.of.clone(), list)
    }

    fn place(&self, own: Place) -> Place {
        match own {
            Place::Fact(fact) => Place::Fact(self.places.facts[fact.0 as usize]),
            Place::Element(list, attribute) => {
                let (list, attributes) = &self.places.lists[list.0 as usize];
                Place::Element(*list, attributes[attribute.0 as usize])
            }
        }
    }

    fn type_of(&self, own: Place) -> Type {
        match own {
            Place::Fact(fact) => self.own.fact(fact).ty,
            Place::Element(list, attribute) => self.own.list(list).attributes[attribute.0 as usize].ty,
        }
    }

    fn test(&self, own: &Atom) -> Test {
        let ty = self.type_of(own.place);
        let members = |these: &FixedBitSet| match ty {
            Type::Member(domain) | Type::Set(domain) => self.members(domain, these),
            _ => these.clone(),
        };
        match &own.test {
            Test::OneOf(these) => Test::OneOf(members(these)),
            Test::Set(SetTest::Includes(these)) => Test::Set(SetTest::Includes(members(these))),
            Test::Set(SetTest::Only(these)) => Test::Set(SetTest::Only(members(these))),
            Test::Set(SetTest::Exactly(groups)) => {
                Test::Set(SetTest::Exactly(groups.iter().map(members).collect()))
            }
            Test::Against(against) => {
                Test::Against(Box::new(Against { other: self.place(against.other), ..(**against).clone() }))
            }
            test => test.clone(),
        }
    }

    /// The members of both that are, to this version, among these.
    fn members(&self, domain: DomainId, these: &FixedBitSet) -> FixedBitSet {
        let back = &self.back[domain.0 as usize];
        let mut members = FixedBitSet::with_capacity(back.len());
        for (member, own) in back.iter().enumerate() {
            members.set(member, these.contains(*own));
        }
        members
    }
}
