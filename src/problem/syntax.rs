//! L01..: the text does not read as Licit.

use crate::source::Span;

use super::likely::row;
use super::{Code, Label, Severity, Tell, Telling, codes};

/// What the syntax room tells. Every variant shows the shortest text that brings it about.
#[derive(Debug, Clone, PartialEq)]
pub enum SyntaxProblem {
    // ------------------------------------------------------------ items and lines
    /// `cluase 5`: a line in the first column that begins no item.
    UnknownItem { span: Span, word: String, likely: Option<&'static str> },
    /// `  clause 5` inside another item.
    IndentedItem { span: Span, word: String },
    /// `permit use` in the first column, under its clause.
    UnindentedLine { span: Span, word: String, owner: &'static str },
    /// `  permit use` with no item above it.
    NothingAbove { span: Span },
    /// `terms act a b`: two things on a line that want a line each.
    NotOnItsLine { span: Span, what: &'static str },
    /// `issud by "..."` in a policy, `colour red` in an entity.
    UnknownLine { span: Span, word: String, owner: &'static str, lines: &'static [&'static str] },
    /// `clause 5` that says nothing.
    NoStatement { clause: Span },
    /// Two statements in one clause.
    SecondStatement { again: Span, first: Span },
    /// `notwithstanding` in a clause that neither permits nor prohibits.
    NotwithstandingAlone { span: Span },

    // ------------------------------------------------------------ words
    /// `permitt use`.
    MisspeltWord { span: Span, word: String, likely: String },
    /// Anything else: where it is wrong, and what could stand there.
    HereShouldStand { span: Span, found: Option<String>, wanted: Vec<&'static str> },
    /// More faults in one item than are told.
    TooManyFaults { span: Span, told: usize },
    /// `x >= 5`.
    Sign { span: Span, sign: String, instead: &'static str },
    /// `age exceeds 5`, `a) buyer is government`: what Licit says in another way.
    OtherWording { span: Span, written: String, instead: String },
    /// `(a) x, or` before `(b)`, `x)`: what joins or closes nothing.
    Superfluous { span: Span, written: String, why: &'static str },
    /// A character nobody can see, or that turns the order of the others.
    HiddenCharacter { span: Span, code: u32 },
    /// Parentheses in parentheses, beyond the limit.
    TooDeep { span: Span, limit: usize },

    // ------------------------------------------------------------ texts
    /// `clause 1 "Certificate`.
    UnclosedText { span: Span, block: bool },
    /// A line of a `"""` text in the first column.
    UnindentedText { span: Span, opened: Span },
    /// `version 2021-12`: words that want quotation marks.
    NotQuoted { span: Span },

    // ------------------------------------------------------------ names and values
    /// `Buyer_State`.
    NameSpelling { span: Span, name: String, likely: String },
    /// A name with letters of two scripts that look alike.
    MixedScripts { span: Span, name: String, likely: Option<String> },
    /// `terms when`.
    NameIsWord { span: Span, word: String },
    /// `3d-printer`.
    NameBegins { span: Span, name: String },
    /// `10,000`.
    GroupedByCommas { span: Span, instead: String },
    /// `1,5`.
    DecimalComma { span: Span, instead: String },
    /// `1.3.2022` or `1 March 2022`.
    DateForm { span: Span },
    /// `10 000 EUR`.
    MoneyForm { span: Span, instead: Option<String> },
    /// `5years`.
    GluedUnit { span: Span, instead: String },
    /// `government : boolean`.
    UnknownType { span: Span, word: String, likely: &'static str },
    /// `list eu : country = "France"`.
    NotAMember { span: Span },
    /// `on breach of clause 5 (a)`.
    CitationWithBlank { span: Span, instead: String },

    // ------------------------------------------------------------ conditions
    /// `a and b or c`.
    AndWithOr { and: Span, or: Span, readings: [String; 2] },
    /// `any target where a and b`.
    AfterWhere { span: Span, where_: Span, readings: [String; 2] },
    /// `(urgent)`.
    BareParenthesis { span: Span, name: String },
    /// `permit use when 5`; `act is theft or fraud`, and how to write that.
    ValueAlone { span: Span, instead: Option<String> },
    /// `not any target where a`.
    NotBeforeMany { span: Span, word: String },
    /// `some target where a`.
    OtherQuantity { span: Span, word: String, instead: &'static str },
    /// `at least 0`, `at least 101`.
    CountOutOfRange { span: Span, none: bool },
    /// `at least 4 of` three items.
    MoreThanThereAre { opener: Span, least: u32, items: usize },

    // ------------------------------------------------------------ lists
    /// `any of` with one item.
    OneItem { opener: Span, label: Span },
    /// `any of` with nothing under it.
    NoItems { opener: Span },
    /// `(a) ... (a) ...`.
    LabelTwice { span: Span, label: String, first: Span },
    /// `(a) ... (c) ...`.
    LabelOutOfOrder { span: Span, label: String, wanted: Vec<String> },
    /// A label that two lists could go on with, or that goes on with a list that has ended.
    LabelLevel { span: Span, label: String, lists: Vec<Span> },
    /// `(a)` inside a list of (a), (b).
    LabelStyle { span: Span, label: String, outer: Span },
    /// `permit use when (a) x (b) y`.
    LabelWithoutOpener { span: Span, label: String },
    /// `(a) urgent unless approved`: it reads as an exception to (a) alone, and takes back the whole statement.
    UnlessInItem { span: Span, item: Span, label: String },
    /// `(a) (b) x`.
    EmptyListItem { span: Span, label: String },
    /// `... (b) y` and then, no further in, `and z`.
    WordsAfterList { span: Span, label: Option<Span>, requirement: bool },
    /// A `quote` no further in than the label before it.
    QuoteAfterList { span: Span, label: Span },
    /// `any of and urgent`.
    ListNotLast { opener: Span },
    /// `(any of (a) x (b) y)`.
    ListInParentheses { opener: Span, group: Span },

    // ------------------------------------------------------------ readings and the case book
    /// One `reading` alone.
    FewReadings { span: Span },
    /// Two readings of one name.
    ReadingTwice { again: Span, first: Span, name: String },
    /// A scenario without `expect`.
    NoExpect { title: Span },
    /// `buyer is government and buyer.certificate is yes` as one fact.
    FactsJoined { span: Span },
    /// A row with more or fewer cells than the table has columns.
    CellCount { row: Span, cells: usize, header: Span, columns: usize },
    /// `| a | b` without the last `|`.
    RowNotClosed { span: Span },
    /// A table without a column `expect`.
    NoExpectColumn { span: Span },
    /// A table with a header alone, or none.
    NoRows { span: Span },
    /// `| |`; in a definition by table, `-` is what any value is.
    EmptyCell { span: Span, of_definition: bool },
    /// `define serious by table, first match` with nothing under it, or without a column to decide by.
    NoDecisions { span: Span },
    /// A definition by table with more rows than the limit.
    TooManyRows { span: Span, limit: usize },
    /// A property that claims nothing.
    NoClaim { span: Span },
    /// `permitted use whenever buyer is government`.
    WheneverCondition { span: Span, verdict: String },
}

use SyntaxProblem::*;

impl Tell for SyntaxProblem {
    codes! {
        UnknownItem { .. } => "L0101",
        IndentedItem { .. } => "L0102",
        UnindentedLine { .. } => "L0103",
        NotOnItsLine { .. } => "L0105",
        UnknownLine { .. } => "L0106",
        NoStatement { .. } => "L0107",
        SecondStatement { .. } => "L0108",
        NotwithstandingAlone { .. } => "L0109",
        MisspeltWord { .. } => "L0110",
        HereShouldStand { .. } => "L0111",
        TooManyFaults { .. } => "L0112",
        Sign { .. } => "L0113",
        HiddenCharacter { .. } => "L0114",
        TooDeep { .. } => "L0115",
        NothingAbove { .. } => "L0116",
        OtherWording { .. } => "L0117",
        Superfluous { .. } => "L0118",
        UnclosedText { .. } => "L0120",
        UnindentedText { .. } => "L0121",
        NotQuoted { .. } => "L0122",
        NameSpelling { .. } => "L0130",
        MixedScripts { .. } => "L0131",
        NameIsWord { .. } => "L0132",
        NameBegins { .. } => "L0133",
        GroupedByCommas { .. } => "L0134",
        DecimalComma { .. } => "L0135",
        DateForm { .. } => "L0136",
        MoneyForm { .. } => "L0137",
        GluedUnit { .. } => "L0138",
        UnknownType { .. } => "L0139",
        NotAMember { .. } => "L0140",
        CitationWithBlank { .. } => "L0141",
        AndWithOr { .. } => "L0150",
        AfterWhere { .. } => "L0151",
        BareParenthesis { .. } => "L0152",
        ValueAlone { .. } => "L0153",
        NotBeforeMany { .. } => "L0154",
        OtherQuantity { .. } => "L0155",
        CountOutOfRange { .. } => "L0156",
        MoreThanThereAre { .. } => "L0172",
        UnlessInItem { .. } => "L0173",
        OneItem { .. } => "L0160",
        NoItems { .. } => "L0161",
        LabelTwice { .. } => "L0162",
        LabelOutOfOrder { .. } => "L0163",
        LabelLevel { .. } => "L0164",
        LabelStyle { .. } => "L0165",
        LabelWithoutOpener { .. } => "L0166",
        EmptyListItem { .. } => "L0167",
        WordsAfterList { .. } => "L0168",
        QuoteAfterList { .. } => "L0169",
        ListNotLast { .. } => "L0170",
        ListInParentheses { .. } => "L0171",
        FewReadings { .. } => "L0180",
        ReadingTwice { .. } => "L0181",
        NoExpect { .. } => "L0182",
        FactsJoined { .. } => "L0183",
        CellCount { .. } => "L0184",
        RowNotClosed { .. } => "L0185",
        NoExpectColumn { .. } => "L0186",
        NoRows { .. } => "L0187",
        EmptyCell { .. } => "L0188",
        NoClaim { .. } => "L0189",
        WheneverCondition { .. } => "L0190",
        NoDecisions { .. } => "L0191",
        TooManyRows { .. } => "L0192",
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn tell(&self) -> Telling {
        let (message, labels, help) = self.words();
        Telling { message, labels, help: Some(help) }
    }
}

/// `items` is one, or two and more.
fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

impl SyntaxProblem {
    /// The message, what is said of each place, and what to do next.
    fn words(&self) -> (String, Vec<Label>, String) {
        match self {
            UnknownItem { span, word, likely: Some(likely) } => (
                format!("nothing begins with `{word}`"),
                vec![Label::new(*span, format!("did you mean `{likely}`?"))],
                format!("write `{likely}`; if the line belongs to what stands above it, indent it"),
            ),
            UnknownItem { span, word, likely: None } => (
                format!("nothing begins with `{word}`"),
                vec![Label::new(*span, "in the first column, where only a new item begins")],
                "indent the line if it belongs to what stands above it; an item begins with a word such as `clause`, \
                 `scenario` or `terms`"
                    .to_owned(),
            ),
            IndentedItem { span, word } => (
                format!("`{word}` is indented, and so belongs to what stands above it"),
                vec![Label::new(*span, "begins an item of its own")],
                format!("begin `{word}` in the first column"),
            ),
            UnindentedLine { span, word, owner } => (
                format!("`{word}` belongs to the {owner} above it, but stands in the first column"),
                vec![Label::new(*span, "not indented")],
                format!("indent the line, so that it belongs to the {owner}"),
            ),
            NothingAbove { span } => (
                "this line is indented, but nothing stands above it that it could belong to".to_owned(),
                vec![Label::new(*span, "")],
                "begin an item in the first column above it, with a word such as `clause`, `scenario` or `terms`"
                    .to_owned(),
            ),
            NotOnItsLine { span, what } => (
                format!("{what} begins a line of its own"),
                vec![Label::new(*span, "not at the beginning of its line")],
                "begin a new line here".to_owned(),
            ),
            UnknownLine { span, word, owner, lines } => (
                format!("a {owner} has no line `{word}`"),
                vec![Label::new(*span, "not known here")],
                format!("its lines are {}", row(lines.iter().copied(), 20)),
            ),
            NoStatement { clause } => (
                "this clause says nothing yet".to_owned(),
                vec![Label::new(*clause, "has no statement")],
                "add one statement: `permit`, `prohibit`, `require`, `oblige`, `define`, `on breach of` or `except \
                 from`"
                    .to_owned(),
            ),
            SecondStatement { again, first } => (
                "a clause makes one statement, and this one makes two".to_owned(),
                vec![Label::new(*again, "the second"), Label::new(*first, "the first")],
                "give the second statement a clause of its own".to_owned(),
            ),
            NotwithstandingAlone { span } => (
                "only a permission stands notwithstanding another clause".to_owned(),
                vec![Label::new(*span, "this clause permits nothing")],
                "move it to the clause that permits, or drop it".to_owned(),
            ),
            MisspeltWord { span, word, likely } => (
                format!("`{word}` is not a word that can stand here"),
                vec![Label::new(*span, format!("did you mean `{likely}`?"))],
                format!("write `{likely}`"),
            ),
            HereShouldStand { span, found, wanted } => (
                match found {
                    Some(found) => format!("`{found}` cannot stand here"),
                    None => "something is missing here".to_owned(),
                },
                vec![Label::new(*span, "")],
                match either(wanted) {
                    words if words.is_empty() => "take it out, or begin a new line with it".to_owned(),
                    words => format!("here should stand {words}"),
                },
            ),
            TooManyFaults { span, told } => (
                format!("more is wrong here than the {told} faults told"),
                vec![Label::new(*span, "not read any further")],
                "mend the faults told first".to_owned(),
            ),
            Sign { span, sign, instead } => (
                format!("`{sign}` is a sign, and the language is written in words"),
                vec![Label::new(*span, "")],
                format!("write {instead}"),
            ),
            OtherWording { span, written, instead } => (
                format!("`{written}` is not how Licit says it"),
                vec![Label::new(*span, "")],
                format!("write {instead}"),
            ),
            Superfluous { span, written, why } => (
                format!("`{written}` does not belong here"),
                vec![Label::new(*span, "")],
                format!("leave it out: {why}"),
            ),
            HiddenCharacter { span, code } => (
                format!("a character stands here that nobody can see (U+{code:04X})"),
                vec![Label::new(*span, "")],
                "delete it; it often comes along when text is copied from elsewhere".to_owned(),
            ),
            TooDeep { span, limit } => (
                format!("parentheses stand in one another more than {limit} deep"),
                vec![Label::new(*span, "one too many")],
                "define a part of it in a clause of its own, and use its name here".to_owned(),
            ),
            UnclosedText { span, block: false } => (
                "this text is not closed".to_owned(),
                vec![Label::new(*span, "no closing quotation mark on this line")],
                "put a quotation mark at its end; a text of several lines stands between lines of `\"\"\"`".to_owned(),
            ),
            UnclosedText { span, block: true } => (
                "this text is not closed".to_owned(),
                vec![Label::new(*span, "no closing `\"\"\"` before the next item")],
                "put `\"\"\"` on a line of its own after the text, and indent every line of it".to_owned(),
            ),
            UnindentedText { span, opened } => (
                "a line of a text stands in the first column".to_owned(),
                vec![Label::new(*span, "not indented"), Label::new(*opened, "the text begins here")],
                "indent every line of the text".to_owned(),
            ),
            NotQuoted { span } => (
                "words that are only quoted stand between quotation marks".to_owned(),
                vec![Label::new(*span, "no quotation marks")],
                "put a quotation mark `\"` before and after them".to_owned(),
            ),
            NameSpelling { span, name, likely } => (
                format!("`{name}` is not how a name is written"),
                vec![Label::new(*span, "")],
                format!("write `{likely}`: names are small letters, digits and hyphens between them"),
            ),
            MixedScripts { span, name, likely } => (
                format!("`{name}` mixes letters of different alphabets that look alike"),
                vec![Label::new(*span, "")],
                match likely {
                    Some(likely) => format!("type it again as `{likely}`"),
                    None => "type it again with the letters of one alphabet".to_owned(),
                },
            ),
            NameIsWord { span, word } => (
                format!("`{word}` is a word of the language and cannot be a name"),
                vec![Label::new(*span, "")],
                "choose another name, or join it to a second word with a hyphen".to_owned(),
            ),
            NameBegins { span, name } => (
                format!("`{name}` is not how a name is written"),
                vec![Label::new(*span, "does not begin with a letter")],
                "begin the name with a letter".to_owned(),
            ),
            GroupedByCommas { span, instead } => (
                "digits are grouped with a blank, not with a comma".to_owned(),
                vec![Label::new(*span, "one number, or several?")],
                format!("write `{instead}`; if several numbers are meant, put a blank after each comma"),
            ),
            DecimalComma { span, instead } => (
                "decimals stand behind a point, not a comma".to_owned(),
                vec![Label::new(*span, "")],
                format!("write `{instead}`"),
            ),
            DateForm { span } => (
                "this is not how a date is written".to_owned(),
                vec![Label::new(*span, "")],
                "write year, month and day in figures, as in `2022-03-01`".to_owned(),
            ),
            MoneyForm { span, instead } => (
                "an amount of money begins with the three letters of its currency".to_owned(),
                vec![Label::new(*span, "")],
                format!("write `{}`", instead.as_deref().unwrap_or("EUR 10 000")),
            ),
            GluedUnit { span, instead } => (
                "a number and the word behind it are two words".to_owned(),
                vec![Label::new(*span, "no blank between them")],
                format!("write `{instead}`"),
            ),
            UnknownType { span, word, likely } => (
                format!("`{word}` is not a kind of value"),
                vec![Label::new(*span, format!("did you mean `{likely}`?"))],
                format!("write `{likely}`"),
            ),
            NotAMember { span } => (
                "a list names countries, terms or other lists".to_owned(),
                vec![Label::new(*span, "not one of these")],
                "write a country as its two capitals (`FR`), anything else by its name, without quotation marks"
                    .to_owned(),
            ),
            CitationWithBlank { span, instead } => (
                "a citation is written without blanks".to_owned(),
                vec![Label::new(*span, "")],
                format!("write `{instead}`"),
            ),
            AndWithOr { and, or, readings } => (
                "`and` and `or` stand side by side, which can be read in two ways".to_owned(),
                vec![Label::new(*and, "joined with `and`"), Label::new(*or, "joined with `or`")],
                format!("write either `{}` or `{}`", readings[0], readings[1]),
            ),
            AfterWhere { span, where_, readings } => (
                "it is not clear where these words end".to_owned(),
                vec![
                    Label::new(*span, "does this still belong to it?"),
                    Label::new(*where_, "takes one comparison, a parenthesis or a list"),
                ],
                format!("write either `{}` or `{}`", readings[0], readings[1]),
            ),
            BareParenthesis { span, name } => (
                "a parenthesis around one name is read as the letter of a list".to_owned(),
                vec![Label::new(*span, "")],
                format!("write `{name}` without the parenthesis"),
            ),
            ValueAlone { span, instead } => (
                "a value alone says nothing that could be true or false".to_owned(),
                vec![Label::new(*span, "compared with nothing")],
                match instead {
                    Some(instead) => format!("write `{instead}`, or compare it anew: `... is ...`"),
                    None => "compare it: `... is at least ...`, `... is ...`".to_owned(),
                },
            ),
            NotBeforeMany { span, word } => (
                format!("`not` cannot stand before `{word}`"),
                vec![Label::new(*span, "")],
                match word.as_str() {
                    "any" => "write `no ...` in place of `not any ...`, or put what follows in parentheses".to_owned(),
                    "any of" => "write `none of` in place of `not any of`".to_owned(),
                    "not" => "leave out both, or put what follows in parentheses".to_owned(),
                    _ => "put what follows `not` in parentheses".to_owned(),
                },
            ),
            OtherQuantity { span, word, instead } => (
                format!("`{word}` is not a word of the language"),
                vec![Label::new(*span, format!("did you mean `{instead}`?"))],
                format!("write `{instead}`"),
            ),
            CountOutOfRange { span, none } => (
                "`at least` takes a whole number from 1 to 100".to_owned(),
                vec![Label::new(*span, if *none { "holds in every case" } else { "more than can be counted" })],
                "write how many there must be".to_owned(),
            ),
            MoreThanThereAre { opener, least, items } => (
                format!("at least {least} of these items can never hold, for there are {items}"),
                vec![Label::new(*opener, "asks for more than there are")],
                "ask for fewer, or add the items that are missing".to_owned(),
            ),
            OneItem { opener, label } => (
                "a list has at least two items, and this one has one".to_owned(),
                vec![Label::new(*opener, "begins a list"), Label::new(*label, "its only item")],
                "write the condition without a list, or add the item that is missing".to_owned(),
            ),
            NoItems { opener } => (
                "no list follows these words".to_owned(),
                vec![Label::new(*opener, "begins a list")],
                "put the items under it, each on a line of its own: `(a) ...`, `(b) ...`".to_owned(),
            ),
            LabelTwice { span, label, first } => (
                format!("`{label}` stands twice in this list"),
                vec![Label::new(*span, "again here"), Label::new(*first, "first here")],
                "give each item a letter of its own".to_owned(),
            ),
            LabelOutOfOrder { span, label, wanted } => (
                format!("`{label}` does not follow the letter before it"),
                vec![Label::new(*span, "")],
                format!(
                    "here should stand {}; a letter that has gone is kept as `(b) repealed`",
                    row(wanted.iter().map(String::as_str), 6)
                ),
            ),
            LabelLevel { span, label, lists } => (
                format!("it is not clear which list `{label}` goes on with"),
                std::iter::once(Label::new(*span, ""))
                    .chain(lists.iter().map(|list| Label::new(*list, "a list it could belong to")))
                    .collect(),
                "put it exactly under the letters of its own list".to_owned(),
            ),
            LabelStyle { span, label, outer } => (
                format!("`{label}` begins a list inside a list that is lettered in the same way"),
                vec![Label::new(*span, "the inner list"), Label::new(*outer, "the list around it")],
                "letter the inner list in another way: (a), (i), (A) or (1)".to_owned(),
            ),
            LabelWithoutOpener { span, label } => (
                format!("nothing says how `{label}` and what follows it are to be joined"),
                vec![Label::new(*span, "no list begins before it")],
                "write `any of` or `all of` before the first letter".to_owned(),
            ),
            UnlessInItem { span, item, label } => (
                format!("`unless` speaks of the whole statement, and stands here as if of `{label}` alone"),
                vec![Label::new(*span, ""), Label::new(*item, "the item before it")],
                "for this item alone write `and not ...`; for all of them, begin a new line, under the letters or \
                 further left"
                    .to_owned(),
            ),
            EmptyListItem { span, label } => (
                format!("nothing stands behind `{label}`"),
                vec![Label::new(*span, "")],
                format!("write its condition, or `{label} repealed`"),
            ),
            WordsAfterList { span, label, requirement } => (
                "these words stand after a list, and could belong to its last item or to all of it".to_owned(),
                std::iter::once(Label::new(*span, ""))
                    .chain(label.map(|label| Label::new(label, "the item before them")))
                    .collect(),
                match requirement {
                    true => "write `for ... require` first, and the list at the end".to_owned(),
                    false => "indent them further than the letter if they belong to the item; if not, put them \
                              before the list"
                        .to_owned(),
                },
            ),
            QuoteAfterList { span, label } => (
                "this quote could belong to the last item or to the whole statement".to_owned(),
                vec![Label::new(*span, ""), Label::new(*label, "the item before it")],
                "indent it further than the letter if it belongs to the item; if not, put it before the statement"
                    .to_owned(),
            ),
            ListNotLast { opener } => (
                "a list is the last part of its condition".to_owned(),
                vec![Label::new(*opener, "other words follow on the same line")],
                "put the other words first, or write a list in which they are an item".to_owned(),
            ),
            ListInParentheses { opener, group } => (
                "a list cannot stand in parentheses".to_owned(),
                vec![Label::new(*opener, "the list"), Label::new(*group, "the parenthesis")],
                "put the list last and drop the parenthesis, or join its items with `and` or `or`".to_owned(),
            ),
            FewReadings { span } => (
                "a clause with readings has at least two".to_owned(),
                vec![Label::new(*span, "the only reading")],
                "add the other reading, or write the condition without `reading ... as`".to_owned(),
            ),
            ReadingTwice { again, first, name } => (
                format!("two readings are called `{name}`"),
                vec![Label::new(*again, "again here"), Label::new(*first, "first here")],
                "give each reading a name of its own".to_owned(),
            ),
            NoExpect { title } => (
                "this scenario does not say what it expects".to_owned(),
                vec![Label::new(*title, "has no `expect`")],
                "add a line such as `expect permitted` or `expect prohibited under clause 5`".to_owned(),
            ),
            FactsJoined { span } => (
                "each fact stands on a line of its own".to_owned(),
                vec![Label::new(*span, "")],
                "begin a new line; the members of a set are written `is exactly religion, opinion`".to_owned(),
            ),
            CellCount { row, cells, header, columns } => (
                format!("this row has {}, its table {}", count(*cells, "cell", "cells"), count(*columns, "column", "columns")),
                vec![Label::new(*row, ""), Label::new(*header, "the columns")],
                "give the row one cell for each column".to_owned(),
            ),
            RowNotClosed { span } => (
                "a row ends with `|`".to_owned(),
                vec![Label::new(*span, "no `|` behind it")],
                "put `|` at the end of the line".to_owned(),
            ),
            NoExpectColumn { span } => (
                "this table does not say what it expects".to_owned(),
                vec![Label::new(*span, "no column `expect`")],
                "add a column `expect` with a verdict in each row".to_owned(),
            ),
            NoRows { span } => (
                "this table has no rows to judge".to_owned(),
                vec![Label::new(*span, "")],
                "write its columns in a first row, `| offence.act | expect |`, and each case in a row below".to_owned(),
            ),
            EmptyCell { span, of_definition } => (
                "this cell is empty".to_owned(),
                vec![Label::new(*span, "")],
                match of_definition {
                    true => "write a value, or `-` where it may be any".to_owned(),
                    false => "write a value, `unknown` for a fact nobody knows, or `empty` for a set with nothing in it"
                        .to_owned(),
                },
            ),
            NoDecisions { span } => (
                "this table decides nothing yet".to_owned(),
                vec![Label::new(*span, "")],
                "head its columns in a first row, `| row | offence.act | serious |`, and write each rule in a row below: \
                 `| (a) | theft | yes |`"
                    .to_owned(),
            ),
            TooManyRows { span, limit } => (
                format!("this table has more than {limit} rows"),
                vec![Label::new(*span, "a row too many")],
                "let wider terms or named lists stand for several rows, or divide it into two definitions".to_owned(),
            ),
            NoClaim { span } => (
                "this property claims nothing yet".to_owned(),
                vec![Label::new(*span, "")],
                "add a line such as `never permitted when ...` or `always prohibited when ...`".to_owned(),
            ),
            WheneverCondition { span, verdict } => (
                "after `whenever` stands the verdict on another action, and this is a condition".to_owned(),
                vec![Label::new(*span, "a condition")],
                format!("for a condition write `always {verdict} ... when ...`"),
            ),
        }
    }
}

/// "a, b or c".
fn either(phrases: &[&str]) -> String {
    match phrases {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
