//! Programs by hand.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use licit::program::*;
use licit::source::{FileId, Span};

pub struct Builder {
    pub program: Program,
}

pub fn nowhere() -> Span {
    Span::new(FileId(0), 0, 0)
}

pub fn bits(members: &[usize]) -> FixedBitSet {
    let mut bits = FixedBitSet::with_capacity(8);
    members.iter().for_each(|member| bits.insert(*member));
    bits
}

pub fn domain(name: &str, terms: &[&str], extent: Extent) -> Domain {
    let term = |(number, name): (usize, &&str)| {
        let mut kinds = FixedBitSet::with_capacity(terms.len() + 1);
        kinds.insert(number);
        Term { name: (*name).into(), title: None, kinds }
    };
    Domain {
        name: name.into(),
        title: None,
        terms: Arc::new(terms.iter().enumerate().map(term).collect()),
        extent,
        ordered: false,
        span: None,
    }
}

impl Builder {
    pub fn new(otherwise_permitted: bool, days: Days) -> Builder {
        let policy = Policy {
            name: "policy".into(),
            title: "Policy".into(),
            version: None,
            issued_by: None,
            addressed_to: None,
            days,
            validity: Validity::default(),
            whatever_the_day: false,
            otherwise_permitted,
            otherwise_span: nowhere(),
            holidays: Vec::new(),
            calls: Vec::new(),
            outside: Vec::new(),
            sources: Vec::new(),
            notes: Vec::new(),
            span: nowhere(),
        };
        let program = Program {
            policy,
            domains: vec![
                domain("country", &[], Extent::Fixed),
                domain("action", &["use", "move"], Extent::Fixed),
            ],
            facts: Vec::new(),
            lists: Vec::new(),
            nodes: Vec::new(),
            origins: Vec::new(),
            atoms: Vec::new(),
            clauses: Vec::new(),
            units: Vec::new(),
            order: Vec::new(),
            definitions: Vec::new(),
            assumptions: Vec::new(),
        };
        let mut builder = Builder { program };
        builder.fact("date", Type::Point(Measure::Date));
        builder.fact("action", Type::Member(ACTIONS));
        builder
    }

    pub fn declared(&self, name: &str, ty: Type) -> Fact {
        Fact {
            name: name.into(),
            ty,
            question: None,
            step: false,
            presumed: None,
            judgement: None,
            span: nowhere(),
            order: (self.program.facts.len() + self.program.lists.len()) as u32,
        }
    }

    pub fn fact(&mut self, name: &str, ty: Type) -> FactId {
        let fact = self.declared(name, ty);
        self.program.facts.push(fact);
        FactId(self.program.facts.len() as u32 - 1)
    }

    pub fn list(&mut self, name: &str, attributes: &[(&str, Type)]) -> ListId {
        let list = List {
            name: name.into(),
            plural: format!("{name}s").into(),
            title: None,
            attributes: attributes.iter().map(|(name, ty)| self.declared(name, *ty)).collect(),
            span: nowhere(),
            order: (self.program.facts.len() + self.program.lists.len()) as u32,
        };
        self.program.lists.push(list);
        ListId(self.program.lists.len() as u32 - 1)
    }

    pub fn node(&mut self, node: Node) -> NodeId {
        self.program.nodes.push(node);
        self.program.origins.push(Origin::default());
        NodeId(self.program.nodes.len() as u32 - 1)
    }

    pub fn atom(&mut self, place: Place, test: Test) -> NodeId {
        let atom = Atom { place, test };
        let known = self.program.atoms.iter().position(|it| *it == atom);
        let number = known.unwrap_or_else(|| {
            self.program.atoms.push(atom);
            self.program.atoms.len() - 1
        });
        self.node(Node::Atom(AtomId(number as u32)))
    }

    pub fn actions(&mut self, actions: &[usize]) -> NodeId {
        self.atom(Place::Fact(ACTION), Test::OneOf(bits(actions)))
    }

    pub fn clause(&mut self, readings: usize) -> ClauseId {
        let reading =
            |number: usize| Reading { name: format!("reading-{number}").into(), note: None, span: nowhere() };
        let number = self.program.clauses.len() + 1;
        self.program.clauses.push(Clause {
            number: number.to_string().into(),
            title: None,
            heading: None,
            texts: Vec::new(),
            sources: Vec::new(),
            notes: Vec::new(),
            readings: (0..readings).map(reading).collect(),
            validity: None,
            units: Vec::new(),
            table: None,
            number_span: nowhere(),
            span: nowhere(),
        });
        ClauseId(self.program.clauses.len() as u32 - 1)
    }

    /// A unit of its own, live where its case holds, no `unless` does and no exception is live.
    pub fn unit(&mut self, clause: ClauseId, parts: Parts, role: Role) -> UnitId {
        let mut limbs: Vec<NodeId> = parts.in_force.into_iter().chain([parts.when]).collect();
        for unless in &parts.unless {
            limbs.push(self.node(Node::Not(*unless)));
        }
        for exception in &parts.exceptions {
            let live = self.node(Node::Live(*exception));
            limbs.push(self.node(Node::Not(live)));
        }
        let live = self.node(Node::All(limbs.into()));
        let unit = UnitId(self.program.units.len() as u32);
        self.program.units.push(Unit {
            clause,
            item: "".into(),
            span: nowhere(),
            in_force: parts.in_force,
            when: parts.when,
            unless: parts.unless,
            exceptions: parts.exceptions,
            live,
            role,
        });
        self.program.clauses[clause.0 as usize].units.push(unit);
        self.program.order.push(unit);
        unit
    }

    pub fn definition(&mut self, list: Option<ListId>) -> DefinitionId {
        self.program.definitions.push(Definition {
            name: format!("term-{}", self.program.definitions.len()).into(),
            of: None,
            list,
            units: Vec::new(),
            span: nowhere(),
        });
        DefinitionId(self.program.definitions.len() as u32 - 1)
    }

    pub fn assume(&mut self, node: NodeId) {
        self.program.assumptions.push(Assumption { words: "assumed".into(), node, span: nowhere() });
    }
}

/// The case of a unit.
pub struct Parts {
    pub in_force: Option<NodeId>,
    pub when: NodeId,
    pub unless: Vec<NodeId>,
    pub exceptions: Vec<UnitId>,
}
