//! A case: what is stated of the facts, one program's numbers for names.

use crate::program::{AttributeId, ClauseId, DefinitionId, FactId, ListId, Program, Test, Value};
use crate::source::Span;

/// What is stated, before presumptions fill what is not.
#[derive(Debug, Clone)]
pub struct Case {
    /// By [`FactId`]; the date and the action among them.
    pub facts: Vec<Stated>,
    /// By [`ListId`].
    pub lists: Vec<StatedList>,
    pub readings: Vec<SettledReading>,
    pub stipulations: Vec<Stipulation>,
    /// Facts that were stated and that the version judged does not use, as written.
    pub set_aside: Vec<String>,
}

/// What is stated of one fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Stated {
    pub knowledge: Knowledge,
    /// Who decided it, of a judgement.
    pub by: Option<String>,
    /// As it was stated: the value's words, for the reasons.
    pub words: Option<String>,
    pub span: Option<Span>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Knowledge {
    /// Nothing was said: unknown, or the presumed value.
    #[default]
    Unstated,
    /// Said to be unknown.
    Unknown,
    /// Exactly this.
    Value(Value),
    /// Only this much: each of these tests holds, or does not.
    Such(Vec<(Test, bool)>),
}

/// What is stated of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StatedList {
    pub elements: Vec<StatedElement>,
    /// There may be elements beyond those stated: nothing was said of the list, or "other targets unknown".
    pub open: bool,
    pub span: Option<Span>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StatedElement {
    /// The `"A"` of `target "A"`.
    pub label: Option<String>,
    /// By [`AttributeId`].
    pub attributes: Vec<Stated>,
    pub span: Option<Span>,
}

/// A reading chosen for this case.
#[derive(Debug, Clone, PartialEq)]
pub struct SettledReading {
    pub clause: ClauseId,
    /// Among [`crate::program::Clause::readings`].
    pub reading: usize,
    pub by: Option<String>,
}

/// A conclusion taken as given: only completions in which it holds (or does not) count.
#[derive(Debug, Clone, PartialEq)]
pub struct Stipulation {
    pub definition: DefinitionId,
    /// The element it is said of, where the term is for the elements of a list.
    pub element: Option<usize>,
    pub holds: bool,
    pub words: String,
    pub span: Option<Span>,
}

/// A fact that can be listed: stated, asked for, or turned on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactName {
    Fact(FactId),
    /// How far a list goes: whether there are elements beyond those stated.
    Extent(ListId),
    /// An attribute of a stated element, the element by its place among those stated.
    Element(ListId, usize, AttributeId),
}

impl Case {
    /// A case in which nothing is stated.
    pub fn unstated(program: &Program) -> Case {
        Case {
            facts: vec![Stated::default(); program.facts.len()],
            lists: program
                .lists
                .iter()
                .map(|_| StatedList { elements: Vec::new(), open: true, span: None })
                .collect(),
            readings: Vec::new(),
            stipulations: Vec::new(),
            set_aside: Vec::new(),
        }
    }

    /// What is stated of a fact; `None` for the extent of a list.
    pub fn stated(&self, name: FactName) -> Option<&Stated> {
        match name {
            FactName::Fact(fact) => Some(&self.facts[fact.0 as usize]),
            FactName::Extent(_) => None,
            FactName::Element(list, element, attribute) => {
                Some(&self.lists[list.0 as usize].elements[element].attributes[attribute.0 as usize])
            }
        }
    }
}

impl FactName {
    /// As a person writes it: `offence.act`, `target "A".chosen-for`, `target`.
    pub fn words(self, program: &Program, case: &Case) -> String {
        match self {
            FactName::Fact(fact) => program.fact(fact).name.to_string(),
            FactName::Extent(list) => program.list(list).name.to_string(),
            FactName::Element(list, element, attribute) => {
                let declared = program.list(list);
                let attribute = &declared.attributes[attribute.0 as usize].name;
                match &case.lists[list.0 as usize].elements[element].label {
                    Some(label) => format!("{} \"{label}\".{attribute}", declared.name),
                    None if case.lists[list.0 as usize].elements.len() == 1 => {
                        format!("{}.{attribute}", declared.name)
                    }
                    None => format!("{} {}.{attribute}", declared.name, element + 1),
                }
            }
        }
    }

    /// As facts in data name it: `target[0].chosen-for`.
    pub fn key(self, program: &Program) -> String {
        match self {
            FactName::Fact(fact) => program.fact(fact).name.to_string(),
            FactName::Extent(list) => program.list(list).name.to_string(),
            FactName::Element(list, element, attribute) => {
                let declared = program.list(list);
                format!("{}[{element}].{}", declared.name, declared.attributes[attribute.0 as usize].name)
            }
        }
    }

    /// Its place in the text's order: by declaration, then by element.
    pub fn order(self, program: &Program) -> (u32, usize, u32) {
        match self {
            FactName::Fact(fact) => (program.fact(fact).order, 0, 0),
            FactName::Extent(list) => (program.list(list).order, usize::MAX, 0),
            FactName::Element(list, element, attribute) => (program.list(list).order, element, attribute.0),
        }
    }
}
