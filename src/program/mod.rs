//! The decision program: what a policy means, with nothing left to look up.
//!
//! Interpreter, proofs, batch runs and exports all read this one program. Facts, terms, clauses and their
//! items are numbered; conditions are a graph of nodes over atoms; words, titles and places in the text are
//! kept beside, for explanations only. The rules it encodes are those of the reference, "What it means".

use std::sync::Arc;

pub mod calendar;
pub mod claim;
pub mod classes;
pub mod condition;
pub mod data;
pub mod holds;
pub mod joined;
pub mod phrases;
pub mod validity;
pub mod value;
pub mod words;

pub use claim::{Claim, ClaimKind, Said};
pub use condition::{
    ACTION, Against, Atom, AtomId, AttributeId, DATE, FactId, Line, ListId, Node, NodeId, Place, Relation,
    SetTest, Test,
};
pub use validity::{Days, Standing, Validity};
pub use value::{DomainId, Measure, Member, Type, UNLIMITED, Value};

use fixedbitset::FixedBitSet;
use serde::{Deserialize, Serialize};

use crate::source::Span;

/// The number of a clause.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct ClauseId(pub u32);

/// The number of a unit: a clause, or an item of it that counts as a clause of its own.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct UnitId(pub u32);

/// The number of a defined term.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct DefinitionId(pub u32);

/// One version of one policy, ready to judge cases.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Program {
    pub policy: Policy,
    /// Number 0 is the countries, number 1 the policy's actions.
    pub domains: Vec<Domain>,
    /// Facts outside lists. Number 0 is the date, number 1 the action.
    pub facts: Vec<Fact>,
    pub lists: Vec<List>,
    pub nodes: Vec<Node>,
    /// For each node, the words it stands for; `None` where the text has none.
    pub origins: Vec<Origin>,
    /// Each atom once.
    pub atoms: Vec<Atom>,
    pub clauses: Vec<Clause>,
    pub units: Vec<Unit>,
    /// The units, each after those it rests on through definitions and exceptions.
    pub order: Vec<UnitId>,
    pub definitions: Vec<Definition>,
    pub assumptions: Vec<Assumption>,
}

/// The countries' domain.
pub const COUNTRIES: DomainId = DomainId(0);
/// The actions' domain.
pub const ACTIONS: DomainId = DomainId(1);

/// What the header says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Policy {
    pub name: Arc<str>,
    pub title: Arc<str>,
    pub version: Option<Arc<str>>,
    pub issued_by: Option<Arc<str>>,
    pub addressed_to: Option<Arc<str>>,
    /// The days on which it applies; never empty. The series may end the last of them.
    pub days: Days,
    /// What is written of these days.
    pub validity: Validity,
    /// It is judged by on any day, whether it applies or not: it was asked for by its version.
    pub whatever_the_day: bool,
    /// Whether what no clause permits or prohibits is permitted.
    pub otherwise_permitted: bool,
    pub otherwise_span: Span,
    /// The words the policy wants for a verdict: `call prohibited "..."`.
    pub calls: Vec<(Ruling, Arc<str>)>,
    /// Days that are no working days, ascending.
    pub holidays: Vec<i128>,
    /// What every verdict repeats under "not examined".
    pub outside: Vec<Arc<str>>,
    pub sources: Vec<Arc<str>>,
    pub notes: Vec<Arc<str>>,
    pub span: Span,
}

impl Policy {
    /// Whether it applies on a day.
    pub fn applies_on(&self, day: i128) -> bool {
        self.days.iter().any(|(from, until)| (*from..=*until).contains(&day))
    }

    /// How it stands on a day; where a later version has taken its place, it is not in force.
    pub fn standing(&self, day: i128) -> Standing {
        match self.validity.standing(day) {
            Standing::Applies if !self.applies_on(day) => Standing::NotInForce,
            standing => standing,
        }
    }

    /// The first and the last day on which it applies.
    pub fn first_and_last_day(&self) -> (i128, i128) {
        let (first, last) = Measure::Date.range();
        (self.days.first().map_or(first, |days| days.0), self.days.last().map_or(last, |days| days.1))
    }
}

/// What a verdict says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ruling {
    Permitted,
    Prohibited,
    NotRegulated,
    Undetermined,
}

impl Ruling {
    /// Each of them.
    pub const ALL: [Ruling; 4] =
        [Ruling::Permitted, Ruling::Prohibited, Ruling::NotRegulated, Ruling::Undetermined];

    /// `permitted`, `not regulated`.
    pub fn words(self) -> &'static str {
        match self {
            Ruling::Permitted => "permitted",
            Ruling::Prohibited => "prohibited",
            Ruling::NotRegulated => "not regulated",
            Ruling::Undetermined => "undetermined",
        }
    }
}

/// Terms, countries or actions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Domain {
    pub name: Arc<str>,
    pub title: Option<Arc<str>>,
    /// The named members, in the text's order; shared by all who have the same.
    pub terms: Arc<Vec<Term>>,
    pub extent: Extent,
    /// The terms stand in order, the lowest first, and can be compared by it.
    pub ordered: bool,
    pub span: Option<Span>,
}

/// Whether a value may be none of the named terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// Every value is one of the named terms, because the drafter said so.
    Closed,
    /// A value may also be none of them.
    Open,
    /// Every value is one of them by its nature: countries, the policy's actions.
    Fixed,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Term {
    pub name: Arc<str>,
    pub title: Option<Arc<str>>,
    /// The term itself and everything of its kind. Its length is the number of terms and one more.
    pub kinds: FixedBitSet,
}

impl Domain {
    /// The member that stands for "none of the named terms".
    pub fn none_of_them(&self) -> Member {
        Member(self.terms.len() as u32)
    }

    /// The spelling of a member; `other` for none of the named ones.
    pub fn name_of(&self, member: Member) -> &str {
        self.terms.get(member.0 as usize).map_or("other", |term| &term.name)
    }

    /// The member of that name.
    pub fn member(&self, name: &str) -> Option<Member> {
        self.terms.iter().position(|term| &*term.name == name).map(|i| Member(i as u32))
    }

    /// An empty set of its members.
    pub fn nothing(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.terms.len() + 1)
    }
}

/// A fact that a case may state: an attribute, a judgement, the date, the action, or whether a duty is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fact {
    /// As it is written: `offence.act`, `breaches-privacy-law`, `date`, `action`, `clause 8 is kept`; of an
    /// element's attribute only its own name, `chosen-for`.
    pub name: Arc<str>,
    pub ty: Type,
    /// What to ask a person.
    pub question: Option<Arc<str>>,
    /// Something the actor can still bring about.
    pub step: bool,
    pub presumed: Option<Value>,
    pub judgement: Option<Judgement>,
    pub span: Span,
    /// Its place in the text's order among facts and lists.
    pub order: u32,
}

/// That a fact is a judgement, and who is to decide it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Judgement {
    pub decided_by: Option<Arc<str>>,
}

/// A list of entities.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct List {
    pub name: Arc<str>,
    pub plural: Arc<str>,
    pub title: Option<Arc<str>>,
    pub attributes: Vec<Fact>,
    pub span: Span,
    pub order: u32,
}

/// The words a node stands for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    pub span: Option<Span>,
    /// The label of the list item it is: `(a)`.
    pub label: Option<Arc<str>>,
    /// The words say `every`: it holds where the list is empty.
    pub every: bool,
    /// The heading above, where the words are a cell of a table that is compared with it.
    pub heading: Option<Span>,
}

/// A clause as it is told to a reader.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Clause {
    pub number: Arc<str>,
    pub title: Option<Arc<str>>,
    /// The part or annex it stands under, as written: `part 2`, and its title.
    pub heading: Option<(Arc<str>, Option<Arc<str>>)>,
    pub texts: Vec<Arc<str>>,
    pub sources: Vec<Arc<str>>,
    pub notes: Vec<Arc<str>>,
    pub readings: Vec<Reading>,
    /// What is written of the days on which it applies; `None` where that is as long as its policy does.
    pub validity: Option<Box<Validity>>,
    pub units: Vec<UnitId>,
    /// Of a definition by table, what is said of its rows.
    pub table: Option<Box<Table>>,
    pub number_span: Span,
    pub span: Span,
}

/// What is said of the rows of a definition by table, each of which is a unit of its clause.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// Each row is said to be the only one that fits.
    pub unique: bool,
    /// The definition applies, and no row fits.
    pub unfit: NodeId,
    /// The words `first match` or `unique match`.
    pub span: Span,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reading {
    pub name: Arc<str>,
    pub note: Option<Arc<str>>,
    pub span: Span,
}

/// A clause, or an item of it that counts as a clause of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unit {
    pub clause: ClauseId,
    /// The item, `(a)(ii)`, or nothing.
    pub item: Arc<str>,
    /// The words of the item or of the statement.
    pub span: Span,
    /// It applies on the date: in force and applicable, neither suspended nor repealed; `None` where it always does.
    pub in_force: Option<NodeId>,
    /// Its case: the words after `when` (or `as`); a requirement's own condition is in its role.
    pub when: NodeId,
    pub unless: Vec<NodeId>,
    /// The units that take cases out of it.
    pub exceptions: Vec<UnitId>,
    /// All of the above in one: it applies on the date, its case holds, no `unless` holds, no exception is live.
    pub live: NodeId,
    pub role: Role,
}

/// What a unit does where it is live.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Role {
    Definition(DefinitionId),
    Permission {
        /// The action is one of those permitted.
        actions: NodeId,
        /// The prohibitions and requirements that give way to it.
        notwithstanding: Vec<UnitId>,
    },
    Prohibition {
        actions: NodeId,
    },
    Requirement {
        actions: NodeId,
        condition: NodeId,
    },
    Duty {
        party: Arc<str>,
        duty: Arc<str>,
        within: Option<Deadline>,
        /// The fact that says whether it is kept.
        kept: FactId,
    },
    Remedies {
        /// The prohibitions, requirements and duties whose breach brings them.
        of: Vec<UnitId>,
        /// Also the policy's `otherwise prohibited`.
        otherwise: bool,
        remedies: Vec<Remedy>,
    },
    /// Takes cases out of other units, which name it among their exceptions.
    Exception,
    /// Takes cases out of the policy.
    OutOfScope,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Deadline {
    /// As it is written: `24 hours`.
    pub words: Arc<str>,
    /// A duration in months or in hours.
    pub measure: Measure,
    pub length: i128,
    /// Its days are working days.
    pub working: bool,
    /// The date it counts from, if not the case's own.
    pub of: Option<FactId>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Remedy {
    pub must: bool,
    /// Who holds it; `None` is the issuer.
    pub holder: Option<Arc<str>>,
    pub name: Arc<str>,
}

/// A defined term. Its units are those of the clauses that define it, one for each period or item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Definition {
    pub name: Arc<str>,
    /// The entity it is a term for, as written.
    pub of: Option<Arc<str>>,
    /// The list, where it is a term for the elements of one.
    pub list: Option<ListId>,
    pub units: Vec<UnitId>,
    pub span: Span,
}

/// What cannot happen in the world.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Assumption {
    /// Its title, or its words.
    pub words: Arc<str>,
    pub node: NodeId,
    pub span: Span,
}

impl Program {
    /// The node of that number.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The words a node stands for.
    pub fn origin(&self, id: NodeId) -> &Origin {
        &self.origins[id.0 as usize]
    }

    /// The atom of that number.
    pub fn atom(&self, id: AtomId) -> &Atom {
        &self.atoms[id.0 as usize]
    }

    /// The unit of that number.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The clause of that number.
    pub fn clause(&self, id: ClauseId) -> &Clause {
        &self.clauses[id.0 as usize]
    }

    /// The defined term of that number.
    pub fn definition(&self, id: DefinitionId) -> &Definition {
        &self.definitions[id.0 as usize]
    }

    /// The domain of that number.
    pub fn domain(&self, id: DomainId) -> &Domain {
        &self.domains[id.0 as usize]
    }

    /// The fact of that number.
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.0 as usize]
    }

    /// The list of that number.
    pub fn list(&self, id: ListId) -> &List {
        &self.lists[id.0 as usize]
    }

    /// How a unit is cited: `5(a)`.
    pub fn citation(&self, id: UnitId) -> String {
        let unit = self.unit(id);
        format!("{}{}", self.clause(unit.clause).number, unit.item)
    }
}
