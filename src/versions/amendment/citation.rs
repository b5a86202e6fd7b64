//! What an instrument cites: an item of a text, or a provision in it.

/// An item by what opens it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    pub sort: Sort,
    /// The number, name or title; of what has none, the words it begins with.
    pub name: String,
    /// Which of those that are called so; none where only one is.
    pub which: Option<u32>,
}

/// The sorts of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    Import,
    Policy,
    Terms,
    Entity,
    Entities,
    Judgement,
    List,
    Part,
    Annex,
    Clause,
    Define,
    Assumption,
    /// One without a title.
    UntitledAssumption,
    Given,
    Scenario,
    Table,
    Property,
    /// Comments between items.
    Comment,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Sort; 18] = [
        Sort::Import,
        Sort::Policy,
        Sort::Terms,
        Sort::Entity,
        Sort::Entities,
        Sort::Judgement,
        Sort::List,
        Sort::Part,
        Sort::Annex,
        Sort::Clause,
        Sort::Define,
        Sort::UntitledAssumption,
        Sort::Assumption,
        Sort::Given,
        Sort::Scenario,
        Sort::Table,
        Sort::Property,
        Sort::Comment,
    ];

    /// The word that opens such an item.
    pub fn opener(self) -> &'static str {
        match self {
            Sort::Import => "import",
            Sort::Policy => "policy",
            Sort::Terms => "terms",
            Sort::Entity => "entity",
            Sort::Entities => "entities",
            Sort::Judgement => "judgement",
            Sort::List => "list",
            Sort::Part => "part",
            Sort::Annex => "annex",
            Sort::Clause => "clause",
            Sort::Define => "define",
            Sort::Assumption | Sort::UntitledAssumption => "assume",
            Sort::Given => "given",
            Sort::Scenario => "scenario",
            Sort::Table => "table",
            Sort::Property => "property",
            Sort::Comment => "#",
        }
    }

    /// What stands before the name where it is cited.
    pub fn words(self) -> &'static str {
        match self {
            Sort::Import => "the import of",
            Sort::Part => "the heading of part",
            Sort::Annex => "the heading of annex",
            Sort::Define => "the definition of",
            Sort::Assumption => "the assumption",
            Sort::UntitledAssumption => "the assumption that begins",
            Sort::Given => "the given facts",
            Sort::Comment => "the comment that begins",
            other => other.opener(),
        }
    }

    /// Whether the name is quoted.
    pub fn is_quoted(self) -> bool {
        matches!(
            self,
            Sort::Import
                | Sort::Assumption
                | Sort::UntitledAssumption
                | Sort::Scenario
                | Sort::Table
                | Sort::Property
                | Sort::Comment
        )
    }

    /// Whether it has a number or name that can become another without more being said.
    pub fn is_named(self) -> bool {
        !self.is_quoted() && self != Sort::Given
    }
}

/// A provision within an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Provision {
    /// The item of a list, by the labels on the way to it: `(e)(ii)`, with all that stands under it.
    Row(String),
    /// A term or an attribute.
    Entry(String),
    /// `text`, `source`, `note`, `quote`, `inert`.
    Remark(Remark),
    Title,
    /// The words that open it.
    Opening,
    /// A line by the words it begins with, or by all of them.
    Line {
        words: String,
        whole: bool,
    },
}

/// The sorts of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remark {
    Text,
    Source,
    Note,
    Quote,
    Inert,
}

impl Remark {
    /// Every sort.
    pub const ALL: [Remark; 5] = [Remark::Text, Remark::Source, Remark::Note, Remark::Quote, Remark::Inert];

    /// The word that begins one.
    pub fn word(self) -> &'static str {
        match self {
            Remark::Text => "text",
            Remark::Source => "source",
            Remark::Note => "note",
            Remark::Quote => "quote",
            Remark::Inert => "inert",
        }
    }
}

/// An item, or a provision in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    pub item: Item,
    pub provision: Option<Provision>,
    /// Which of the provisions that are called so; none where only one is.
    pub which: Option<u32>,
}

impl From<Item> for Place {
    fn from(item: Item) -> Place {
        Place { item, provision: None, which: None }
    }
}
