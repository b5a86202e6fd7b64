//! What a drafter wrote, as a tree: every word, order and label kept, nothing looked up.
//!
//! The tree knows no meaning: a name is its spelling, a number its digits. What could not be read is
//! left out where it stood, and the item that held it is marked [`Item::broken`]; the problem that was
//! told then is the only one, so later stages stay silent about what a broken item lacks.
//!
//! A long policy is mostly comparisons, so what is rare in one is boxed.

mod decision;

use std::sync::Arc;

use crate::source::{FileId, Span};

pub use decision::{
    Answer, AnswerKind, Conclusion, ConclusionKind, Decision, DecisionTable, Match, Matching, Question,
    QuestionKind,
};

/// One file as a tree.
#[derive(Debug, Clone)]
pub struct Tree {
    pub file: FileId,
    pub items: Vec<Item>,
    /// Every comment outside the items and inside them, `#` included, in the text's order.
    pub comments: Vec<Span>,
}

/// One item: what begins in the first column and everything indented under it.
#[derive(Debug, Clone)]
pub struct Item {
    pub span: Span,
    pub kind: ItemKind,
    /// Some of it could not be read, and that was told.
    pub broken: bool,
}

#[derive(Debug, Clone)]
pub enum ItemKind {
    Import(Import),
    Policy(Policy),
    Terms(Terms),
    Entity(Entity),
    Judgement(Judgement),
    List(NamedList),
    Heading(Heading),
    Clause(Box<Clause>),
    /// A `define` without a number: vocabulary.
    Define(Box<Clause>),
    Assume(Assume),
    Given(Scenario),
    Scenario(Scenario),
    Table(Table),
    Property(Property),
    /// Nothing of it could be read.
    Unreadable,
}

/// A name as it was spelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub text: Arc<str>,
    pub span: Span,
}

/// A quoted text: its words without the quotation marks; the span covers the marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub text: Arc<str>,
    pub span: Span,
}

// ---------------------------------------------------------------- header and vocabulary

/// `import "shared/vocabulary.licit"`, perhaps `as NAME`.
#[derive(Debug, Clone)]
pub struct Import {
    pub path: Words,
    /// The name under which it brings in what the file declares; without one it comes in as it is.
    pub name: Option<Name>,
    /// The country whose law the file is, `as privacy-law[FR]`.
    pub country: Option<Name>,
}

#[derive(Debug, Clone)]
pub struct Policy {
    pub name: Name,
    pub title: Option<Words>,
    pub lines: Vec<PolicyLine>,
}

#[derive(Debug, Clone)]
pub enum PolicyLine {
    Version(Words),
    IssuedBy(Words),
    AddressedTo(Name),
    Validity(Validity),
    Actions(Vec<Term>),
    Otherwise(VerdictWord),
    Call(VerdictWord, Words),
    /// Days that are no working days, each as written.
    Holidays(Vec<Literal>),
    Outside(Words),
    CountryAlso(Name, Words),
    Remark(Remark),
}

/// `permitted`, `prohibited`, `undetermined` or `not regulated`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerdictWord {
    pub verdict: VerdictName,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictName {
    Permitted,
    Prohibited,
    Undetermined,
    NotRegulated,
}

/// `in force`, `applicable` or `suspended from DATE until DATE`, `repealed from DATE`.
#[derive(Debug, Clone)]
pub struct Validity {
    pub word: ValidityWord,
    pub period: Period,
}

/// What a line says of the time of a clause or of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidityWord {
    InForce,
    Applicable,
    Suspended,
    Repealed,
}

impl ValidityWord {
    /// The words that begin its line.
    pub fn words(self) -> &'static str {
        match self {
            ValidityWord::InForce => "in force",
            ValidityWord::Applicable => "applicable",
            ValidityWord::Suspended => "suspended",
            ValidityWord::Repealed => "repealed",
        }
    }
}

/// `from DATE until DATE`, either end possibly open, with the words before it.
#[derive(Debug, Clone)]
pub struct Period {
    pub span: Span,
    pub from: Option<Literal>,
    pub until: Option<Literal>,
}

/// `text`, `source`, `note`, `quote` or `inert` with its words.
#[derive(Debug, Clone)]
pub struct Remark {
    pub kind: RemarkKind,
    pub words: Words,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind {
    Text,
    Source,
    Note,
    Quote,
    Inert,
}

#[derive(Debug, Clone)]
pub struct Terms {
    pub name: Name,
    /// The word `open`, where it stands.
    pub open: Option<Span>,
    /// The words `in order`, with the terms where they stand behind them; the lowest term comes first.
    pub in_order: Option<Span>,
    pub title: Option<Words>,
    pub terms: Vec<Term>,
    pub remarks: Vec<Remark>,
}

#[derive(Debug, Clone)]
pub struct Term {
    pub name: Name,
    /// The wider terms it is a kind of.
    pub kind_of: Vec<Name>,
    pub title: Option<Words>,
}

#[derive(Debug, Clone)]
pub struct Entity {
    /// `entities`, a list of them, rather than `entity`.
    pub many: bool,
    pub name: Name,
    pub plural: Option<Name>,
    pub title: Option<Words>,
    pub attributes: Vec<Attribute>,
    pub remarks: Vec<Remark>,
}

#[derive(Debug, Clone)]
pub struct Attribute {
    pub span: Span,
    pub name: Name,
    pub ty: TypeWords,
    pub step: Option<Span>,
    pub presumed: Option<Literal>,
    pub question: Option<Words>,
}

/// A type as it was written.
#[derive(Debug, Clone)]
pub struct TypeWords {
    pub span: Span,
    pub kind: TypeKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeKind {
    YesNo,
    /// A taxonomy by its name.
    Terms(Name),
    /// `set of` a taxonomy or `country`.
    SetOf(Name),
    Number,
    WholeNumber,
    Percentage,
    /// `money in` a currency code.
    Money(Name),
    Date,
    Duration,
    DurationInDays,
    Country,
    Text,
}

#[derive(Debug, Clone)]
pub struct Judgement {
    pub name: Name,
    pub of: Option<Name>,
    pub ty: TypeWords,
    pub title: Option<Words>,
    pub decided_by: Option<Words>,
    pub remarks: Vec<Remark>,
}

#[derive(Debug, Clone)]
pub struct NamedList {
    pub name: Name,
    pub title: Option<Words>,
    pub ty: TypeWords,
    /// Terms, countries or other lists, by name.
    pub members: Vec<Name>,
    pub changes: Vec<ListChange>,
    pub remarks: Vec<Remark>,
}

/// `from 2021-12-09 also KH`: members for some days only.
#[derive(Debug, Clone)]
pub struct ListChange {
    pub period: Period,
    pub members: Vec<Name>,
}

/// `part 2 "..."` or `annex II "..."`.
#[derive(Debug, Clone)]
pub struct Heading {
    pub annex: bool,
    /// The number as written, or the words of a quoted one.
    pub number: Name,
    pub title: Option<Words>,
    /// What holds wherever one of its clauses applies.
    pub shared: Option<Condition>,
}

#[derive(Debug, Clone)]
pub struct Assume {
    pub title: Option<Words>,
    /// `None` where it could not be read.
    pub condition: Option<Condition>,
    pub remarks: Vec<Remark>,
}

// ---------------------------------------------------------------- clauses

#[derive(Debug, Clone)]
pub struct Clause {
    /// The number as it is cited; for a `define` that is an item of its own, its name.
    pub number: Name,
    pub title: Option<Words>,
    /// One, where the drafter did as the language asks.
    pub statements: Vec<Statement>,
    pub unless: Vec<Condition>,
    pub remarks: Vec<Remark>,
    pub validity: Vec<Validity>,
    pub formerly: Vec<Name>,
    pub addressed_to: Option<Name>,
}

#[derive(Debug, Clone)]
pub struct Statement {
    pub span: Span,
    pub kind: StatementKind,
}

#[derive(Debug, Clone)]
pub enum StatementKind {
    Define {
        name: Name,
        of: Option<Name>,
        body: Body,
    },
    /// `define serious, ordinary for offence by table, first match`: one term or several, row by row.
    DefineByTable {
        names: Vec<Name>,
        of: Option<Name>,
        table: Box<DecisionTable>,
    },
    Permit {
        actions: Actions,
        case: Option<Body>,
        notwithstanding: Vec<Reference>,
    },
    Prohibit {
        actions: Actions,
        case: Option<Body>,
        /// An error that the next stage tells: a prohibition needs none.
        notwithstanding: Vec<Reference>,
    },
    Require {
        actions: Actions,
        condition: Body,
        case: Option<Condition>,
    },
    Oblige {
        party: Name,
        duty: Name,
        within: Option<Within>,
        case: Option<Body>,
    },
    OnBreach {
        breach: Breach,
        remedies: Vec<Remedy>,
        case: Option<Body>,
    },
    Except {
        from: ExceptFrom,
        case: Option<Body>,
    },
}

#[derive(Debug, Clone)]
pub enum Actions {
    Any(Span),
    Named(Vec<Name>),
}

/// `within 30 days` or `within 30 days of approval-date`.
#[derive(Debug, Clone)]
pub struct Within {
    pub span: Span,
    pub term: Literal,
    /// In working days: `within 10 working days`.
    pub working: bool,
    pub of: Option<Path>,
}

#[derive(Debug, Clone)]
pub struct Breach {
    pub span: Span,
    /// `on any breach`.
    pub any: bool,
    pub clauses: Vec<Reference>,
    /// The word `otherwise`, where it stands.
    pub otherwise: Option<Span>,
}

#[derive(Debug, Clone)]
pub struct Remedy {
    pub span: Span,
    pub holder: Option<Name>,
    pub must: bool,
    pub name: Name,
}

#[derive(Debug, Clone)]
pub enum ExceptFrom {
    Policy(Span),
    Clauses(Vec<Reference>),
}

/// A citation of clauses, as written.
#[derive(Debug, Clone)]
pub struct Reference {
    pub span: Span,
    pub kind: ReferenceKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceKind {
    /// `5(a)`: a clause's number and perhaps an item of it.
    Citation(Arc<str>),
    /// `5 to 8`.
    Range(Arc<str>, Arc<str>),
    Part(Arc<str>),
    Annex(Arc<str>),
}

/// A statement's condition, or the readings that stand in its place.
#[derive(Debug, Clone)]
pub enum Body {
    Plain(Condition),
    Readings(Vec<Reading>),
}

#[derive(Debug, Clone)]
pub struct Reading {
    pub span: Span,
    pub name: Name,
    pub condition: Condition,
    pub remarks: Vec<Remark>,
}

// ---------------------------------------------------------------- conditions

#[derive(Debug, Clone)]
pub struct Condition {
    pub span: Span,
    pub kind: ConditionKind,
}

#[derive(Debug, Clone)]
pub enum ConditionKind {
    /// Two or more parts joined by one connective, flat.
    Junction(Connective, Vec<Condition>),
    Not(Box<Condition>),
    /// A parenthesis.
    Group(Box<Condition>),
    List(Box<List>),
    Quantified(Box<Quantified>),
    Comparison(Box<Comparison>),
    /// A name that stands alone: a yes/no attribute, a judgement or a definition.
    Bare(Box<Path>),
    /// What the law of a country says.
    Given(Box<GivenBy>),
    /// What could not be read, and was told.
    Broken,
}

/// `given by privacy-law[buyer.country], otherwise counsel-sees-a-breach`: only as what a definition says.
#[derive(Debug, Clone)]
pub struct GivenBy {
    /// The term that each country's law defines, and what it is defined for: those of the definition itself.
    pub term: Name,
    pub of: Option<Name>,
    /// The name under which the laws are brought in.
    pub law: Name,
    pub country: Path,
    /// Both, with the brackets.
    pub asked: Span,
    /// What decides where no law of the country is brought in.
    pub otherwise: Condition,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connective {
    And,
    Or,
}

#[derive(Debug, Clone)]
pub struct List {
    pub quantity: ListQuantity,
    /// The words `any of`, `all of`, ...
    pub opener: Span,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListQuantity {
    Any,
    All,
    None,
    AtLeast(u32),
}

#[derive(Debug, Clone)]
pub struct ListItem {
    /// Label and words.
    pub span: Span,
    /// The label as written, parentheses included: `(a)`.
    pub label: Name,
    /// `None` for `(b) repealed`.
    pub condition: Option<Condition>,
    pub quotes: Vec<Remark>,
}

#[derive(Debug, Clone)]
pub struct Quantified {
    pub quantity: Quantity,
    /// The word for the elements, singular or plural as written.
    pub noun: Name,
    /// What follows `where`.
    pub filter: Option<Condition>,
    pub predicate: Option<Predicate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    Any,
    Every,
    No,
    AtLeast(u32),
}

#[derive(Debug, Clone)]
pub enum Predicate {
    /// `has CONDITION`.
    Has(Condition),
    /// `is NAME`.
    Is(Name),
}

#[derive(Debug, Clone)]
pub struct Comparison {
    pub left: Side,
    pub operator: Operator,
    /// The operator's words.
    pub operator_span: Span,
    /// One side; several for lists of values, two for `between`, none for `is empty`.
    pub right: Vec<Side>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Is,
    IsNot,
    IsOneOf,
    IsNoneOf,
    IsIn,
    IsNotIn,
    IsAtLeast,
    IsAtMost,
    IsMoreThan,
    IsLessThan,
    IsBefore,
    IsAfter,
    IsOnOrBefore,
    IsOnOrAfter,
    IsBetween,
    Includes,
    IncludesAnyOf,
    IncludesAllOf,
    IncludesNoneOf,
    /// `is only X` and `is only any of X, Y`.
    IsOnly,
    IsExactly,
    IsEmpty,
    IsNotEmpty,
}

#[derive(Debug, Clone)]
pub struct Side {
    pub span: Span,
    pub kind: SideKind,
}

#[derive(Debug, Clone)]
pub enum SideKind {
    Path(Path),
    Literal(Literal),
    /// `PATH + LITERAL` or `PATH - LITERAL`.
    Shifted {
        path: Path,
        minus: bool,
        by: Box<Literal>,
    },
    /// `3 times PATH` or `25 percent of PATH`.
    Scaled {
        factor: Box<Literal>,
        path: Path,
    },
}

/// `name` or `name.name`; in facts an element's label may stand after the first name.
#[derive(Debug, Clone)]
pub struct Path {
    pub span: Span,
    /// One or more. `the date` is the one name `date` with [`Path::the_date`] set.
    pub names: Vec<Name>,
    /// The `"A"` of `target "A".chosen-for`.
    pub element: Option<Box<Words>>,
    pub the_date: bool,
}

/// A constant as it was written; the span covers all of it.
#[derive(Debug, Clone)]
pub struct Literal {
    pub span: Span,
    pub kind: LiteralKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiteralKind {
    Yes,
    No,
    /// The digits, grouping blanks dropped; before them `-` where it is below zero.
    Number(Arc<str>),
    Percent(Arc<str>),
    Money(Box<Money>),
    /// `2022-03-01`, perhaps a day that does not exist.
    Date(Arc<str>),
    /// `5 years 11 months`, as number and unit, in the order written.
    Duration(Vec<(Arc<str>, Unit)>),
    Unlimited,
    Text(Arc<str>),
    /// Two capitals.
    Country(Arc<str>),
    /// `other "..."`: none of the named terms of an open taxonomy, and what it is instead.
    Other(Arc<str>),
    /// A term's name: only where a value must stand (`presumed`, facts, table cells).
    Name(Arc<str>),
}

/// `EUR 10 000.50`: the currency's code and the digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    pub currency: Arc<str>,
    pub amount: Arc<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Years,
    Months,
    Weeks,
    Days,
    Hours,
}

// ---------------------------------------------------------------- case book

/// A scenario, or the `given` at the head of a case book (which has no title).
#[derive(Debug, Clone)]
pub struct Scenario {
    pub title: Option<Words>,
    pub lines: Vec<ScenarioLine>,
}

#[derive(Debug, Clone)]
pub struct ScenarioLine {
    pub span: Span,
    pub kind: ScenarioLineKind,
}

#[derive(Debug, Clone)]
pub enum ScenarioLineKind {
    Like(Words),
    Policy(Name),
    On(Literal),
    Action(Name),
    Fact(Fact),
    /// `stipulated SUBJECT is [not] NAME`.
    Stipulated {
        subject: Path,
        not: bool,
        name: Name,
    },
    /// `reading NAME of clause 5, decided by "..."`.
    Reading {
        reading: Name,
        clause: Reference,
        decided_by: Option<Words>,
    },
    Remark(Remark),
    Tags(Vec<Name>),
    Expect(Expect),
}

#[derive(Debug, Clone)]
pub struct Fact {
    pub kind: FactKind,
    pub decided_by: Option<Words>,
}

#[derive(Debug, Clone)]
pub enum FactKind {
    /// `offence.act is expression`, `buyer is government`, `x is at least 5 years`.
    Comparison(Comparison),
    /// `offence.act is unknown`.
    Unknown(Path),
    /// `breaches-privacy-law`, `not breaches-privacy-law`.
    Bare { path: Path, not: bool },
    /// `target "A" has profession politician, chosen-for religion and opinion`; also `target "A"` alone.
    Has { subject: Path, attributes: Vec<HasAttribute> },
    /// `no target`.
    None(Name),
    /// `other targets unknown`, and `targets unknown` (`others` false).
    Open { noun: Name, others: bool },
    /// `clause 8 is kept`.
    Kept { clause: Reference, kept: bool },
}

#[derive(Debug, Clone)]
pub struct HasAttribute {
    pub name: Name,
    pub value: FactValue,
}

/// A value in a fact or in a table's cell.
#[derive(Debug, Clone)]
pub struct FactValue {
    pub span: Span,
    pub kind: FactValueKind,
}

#[derive(Debug, Clone)]
pub enum FactValueKind {
    Unknown,
    /// `empty`: the set with nothing in it.
    Empty,
    /// One value, or the members of a set joined by `and`.
    Values(Vec<Literal>),
}

#[derive(Debug, Clone)]
pub struct Expect {
    pub span: Span,
    /// `on DATE expect ...`: judged on that day.
    pub on: Option<Literal>,
    pub kind: ExpectKind,
}

#[derive(Debug, Clone)]
pub enum ExpectKind {
    Verdict {
        verdict: VerdictWord,
        under: Vec<Reference>,
        by_default: Option<Span>,
        reading: Option<(Name, Reference)>,
    },
    UndeterminedOn(Vec<Path>),
    PermittedOnce(Vec<Path>),
    DependsOnReading(Reference),
    Remedy(Name),
    NoRemedy(Option<Name>),
    Duty(Name),
    NoDuty(Option<Name>),
}

impl Expect {
    /// The clauses it cites.
    pub fn cited(&self) -> Vec<&Reference> {
        match &self.kind {
            ExpectKind::Verdict { under, reading, .. } => {
                under.iter().chain(reading.iter().map(|(_, clause)| clause)).collect()
            }
            ExpectKind::DependsOnReading(clause) => vec![clause],
            ExpectKind::UndeterminedOn(_)
            | ExpectKind::PermittedOnce(_)
            | ExpectKind::Remedy(_)
            | ExpectKind::NoRemedy(_)
            | ExpectKind::Duty(_)
            | ExpectKind::NoDuty(_) => Vec::new(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Table {
    pub title: Words,
    pub like: Option<Words>,
    /// Policy, date, action, facts and notes that hold for every row.
    pub lines: Vec<ScenarioLine>,
    pub header: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub span: Span,
    pub kind: ColumnKind,
}

#[derive(Debug, Clone)]
pub enum ColumnKind {
    Fact(Path),
    Action,
    On,
    Expect,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub span: Span,
    /// As many as the header has columns; a row with another number is told and left out.
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone)]
pub struct Cell {
    pub span: Span,
    pub kind: CellKind,
}

#[derive(Debug, Clone)]
pub enum CellKind {
    Value(FactValue),
    Action(Name),
    On(Literal),
    Expect(Expect),
    /// What could not be read, and was told.
    Broken,
}

#[derive(Debug, Clone)]
pub struct Property {
    pub title: Words,
    pub policy: Option<Name>,
    pub remarks: Vec<Remark>,
    /// One, where the drafter did as the language asks.
    pub claims: Vec<Claim>,
}

#[derive(Debug, Clone)]
pub struct Claim {
    pub span: Span,
    pub kind: ClaimKind,
    pub verdict: VerdictWord,
    pub actions: Option<Actions>,
    pub condition: Option<Condition>,
}

#[derive(Debug, Clone)]
pub enum ClaimKind {
    Never,
    Always,
    OnlyWhen,
    /// `whenever transfer is permitted`.
    Whenever(OtherVerdict),
}

/// `transfer is permitted`.
#[derive(Debug, Clone)]
pub struct OtherVerdict {
    pub actions: Actions,
    pub verdict: VerdictWord,
}
