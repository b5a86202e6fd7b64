//! L00..: a file, or what was asked for, is not as it must be.

use super::likely::row;
use super::listing::Count;
use super::{Code, Label, Severity, Tell, Telling, codes};
use crate::source::Span;

/// What is told of files and requests, before or beside the text itself.
#[derive(Debug, Clone, PartialEq)]
pub enum FileProblem {
    /// `licit check polices`, and there is no such file or folder.
    NotThere { path: String },
    /// `licit eval . --facts cases`, where `cases` is a folder.
    Folder { path: String },
    /// The file holds bytes that are no UTF-8 text; `line` counts from 1, `byte` within the file from 0.
    NotText { path: String, line: usize, byte: usize },
    /// More bytes than [`LARGEST`].
    TooLarge { path: String },
    /// The system did not let it be read, in the system's words.
    Unreadable { path: String, why: String },
    /// `licit check notes`, a folder without any `.licit` file.
    NothingHere { path: String },
    /// A file without a word in it.
    Empty { path: String },
    /// Facts that are not the JSON, YAML or CSV they are said to be.
    FactsUnreadable { form: &'static str, why: String, span: Span },
    /// Facts that are, say, a number where a case or an array of cases must be.
    FactsNotCases { found: &'static str, span: Span },
    /// Facts without a single case.
    NoCases { path: String },
    /// `--scenario "An ordinari case"`: none has that title; the one that was probably meant.
    NoSuchScenario { name: String, likely: Option<String> },
    /// `--policy exprot`: none has that name; the one that was probably meant.
    NoSuchPolicy { name: String, likely: Option<String> },
    /// `--as-of-version 2021-13`: no version of the policy has that name; those that there are.
    NoSuchVersion { policy: String, version: String, likely: Option<String>, known: Vec<String> },
    /// Facts could be judged by each of these policies, and none was named.
    WhichPolicy { names: Vec<String> },
    /// There is no policy in what was read.
    NoPolicy,
    /// `licit explain-code L9999`.
    NoSuchCode { code: String, likely: Option<String> },
    /// `licit new NAME`, and there is something of that name already.
    ThereAlready { path: String },
    /// `licit new My_Policy`: no name in the language; one that would do.
    NotAName { name: String, likely: Option<String> },
    /// The system did not let it be written, in the system's words.
    Unwritable { path: String, why: String },
    /// `--on 2022-02-30`.
    NotADay { words: String },
    /// Several scenarios have that title, at these places.
    WhichScenario { name: String, places: Vec<Span> },
    /// `--ask "Nothing without a signatur"`: no property has that title; the one that was probably meant.
    NoSuchProperty { name: String, likely: Option<String> },
    /// Several properties have that title, at these places.
    WhichProperty { name: String, places: Vec<Span> },
    /// `licit edges --review --into notes.md`: no file that is read whole as the language.
    NotACaseBook { path: String },
    /// `licit diff policies`, and no policy there has two versions.
    NothingToCompare,
    /// `--map buyer.state=buyer.country`: one of the names is not known where it should be.
    MapsNothing { name: String, old: bool, likely: Option<String> },
    /// `licit fmt notes.txt`: neither Licit nor a Markdown document with Licit in it.
    NotLicit { path: String },
    /// `--clause 50`: no policy has a clause of that number; those that there are.
    NoSuchClause { number: String, known: Vec<String> },
    /// `--map land=buyer.contry`: the policy has no such fact, list or action; the one that was probably meant.
    NoneOfThatName { kind: &'static str, name: String, likely: Option<String>, known: Vec<String> },
    /// `licit eval use.compiled`, which another version of Licit, or another build of this one, has written.
    Stale { path: String, by: String },
    /// `licit eval use.compiled`, which is cut off, or in which something was changed.
    Damaged { path: String },
    /// `licit check use.compiled`: what is needed is the text.
    Compiled { path: String },
    /// A table with columns that are called as no fact is, each with the fact that was probably meant.
    NoFactsOfThatName { path: String, columns: Vec<(String, Option<String>)> },
    /// `licit audit policy.licit log.xlsx`: rows are read from CSV, JSON Lines and, where it is built in, Parquet, and
    /// written so.
    NotRows { path: String },
    /// Two columns hold one fact, or one has the name of what is added beside it.
    ColumnTwice { path: String, name: String, added: bool },
    /// `--keep lnad`: the table has no such column; the one that was probably meant.
    NoSuchColumn { path: String, name: String, likely: Option<String>, known: Vec<String> },
    /// Tables that one run cannot read, or write, as one: of two forms, or with other columns.
    NotAlike { path: String, other: String, form: bool },
    /// An audit into that file was interrupted after so many rows; what is judged of it lies in the folder.
    Unfinished { path: String, folder: String, rows: u64 },
    /// `--resume`, and the audit that was interrupted was of something else.
    UnfinishedOther { path: String, folder: String },
    /// `--engine datafusoin`: no engine of that name was built in; those that were.
    NoSuchEngine { name: String, known: Vec<String> },
    /// An engine could not judge a table, in the engine's words.
    EngineFailed { engine: String, path: String, why: String },
}

/// The most bytes a file may have.
pub const LARGEST: u64 = 64 * 1024 * 1024;

use FileProblem::*;

impl FileProblem {
    /// The file it speaks of, where it is one that could not be read.
    pub fn file(&self) -> Option<&str> {
        match self {
            NotThere { path }
            | Folder { path }
            | NotText { path, .. }
            | TooLarge { path }
            | Unreadable { path, .. }
            | NothingHere { path }
            | Empty { path }
            | NoCases { path }
            | ThereAlready { path }
            | Unwritable { path, .. }
            | NotACaseBook { path }
            | NotLicit { path }
            | Stale { path, .. }
            | Damaged { path }
            | Compiled { path }
            | NotRows { path } => Some(path),
            _ => None,
        }
    }
}

impl Tell for FileProblem {
    codes! {
        NotThere { .. } => "L0001",
        Folder { .. } => "L0002",
        NotText { .. } => "L0003",
        TooLarge { .. } => "L0004",
        Unreadable { .. } => "L0005",
        NothingHere { .. } => "L0006",
        Empty { .. } => "L0007",
        FactsUnreadable { .. } => "L0008",
        FactsNotCases { .. } => "L0009",
        NoCases { .. } => "L0010",
        NoSuchScenario { .. } => "L0011",
        NoSuchPolicy { .. } => "L0012",
        WhichPolicy { .. } => "L0013",
        NoPolicy => "L0014",
        NoSuchCode { .. } => "L0015",
        ThereAlready { .. } => "L0016",
        NotAName { .. } => "L0017",
        Unwritable { .. } => "L0018",
        NotADay { .. } => "L0019",
        WhichScenario { .. } => "L0020",
        NoSuchProperty { .. } => "L0021",
        WhichProperty { .. } => "L0022",
        NotACaseBook { .. } => "L0023",
        NoSuchVersion { .. } => "L0024",
        NothingToCompare => "L0040",
        MapsNothing { .. } => "L0041",
        NotLicit { .. } => "L0030",
        NoSuchClause { .. } => "L0056",
        NoneOfThatName { .. } => "L0042",
        Stale { .. } => "L0070",
        Damaged { .. } => "L0071",
        Compiled { .. } => "L0072",
        NoFactsOfThatName { .. } => "L0073",
        NotRows { .. } => "L0074",
        ColumnTwice { .. } => "L0075",
        NoSuchColumn { .. } => "L0076",
        NotAlike { .. } => "L0077",
        Unfinished { .. } => "L0078",
        UnfinishedOther { .. } => "L0079",
        NoSuchEngine { .. } => "L0080",
        EngineFailed { .. } => "L0081",
    }

    fn severity(&self) -> Severity {
        match self {
            Empty { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    fn tell(&self) -> Telling {
        Telling { message: self.message(), labels: self.labels(), help: self.help() }
    }
}

impl FileProblem {
    fn message(&self) -> String {
        match self {
            NotThere { path } => format!("there is no file or folder `{path}`"),
            Folder { path } => format!("`{path}` is a folder, and a file is needed here"),
            NotText { path, line, .. } => format!("`{path}` is not UTF-8 text: line {line} cannot be read"),
            TooLarge { path } => format!("`{path}` is too large: the most is {} MiB", LARGEST >> 20),
            Unreadable { path, why } => format!("`{path}` cannot be read: {why}"),
            NothingHere { path } => format!("there is no `.licit` or `.licit.md` file in `{path}`"),
            Empty { path } => format!("nothing is written in `{path}`"),
            FactsUnreadable { form, why, .. } => format!("these facts do not read as {form}: {why}"),
            FactsNotCases { found, .. } => format!("facts are an object for each case, and this is {found}"),
            NoCases { path } => format!("there is no case in `{path}`"),
            NoSuchScenario { name, .. } => format!("no scenario has the title `{name}`"),
            NoSuchVersion { policy, version, .. } => {
                format!("the policy `{policy}` has no version `{version}`")
            }
            NoSuchPolicy { name, .. } => format!("there is no policy `{name}` in what was read"),
            WhichPolicy { names } => {
                format!(
                    "{} could judge these facts, and none is named",
                    Count("policy", "policies", names.len())
                )
            }
            NoPolicy => "there is no policy in what was read".to_string(),
            NoSuchCode { code, .. } => format!("no message has the code `{code}`"),
            ThereAlready { path } => format!("there is something called `{path}` already"),
            NotAName { name, .. } => format!("`{name}` cannot be the name of a policy"),
            Unwritable { path, why } => format!("`{path}` cannot be written: {why}"),
            NotADay { words } => format!("`{words}` is not a day in the calendar"),
            WhichScenario { name, places } => {
                format!("{} have the title `{name}`", Count("scenario", "scenarios", places.len()))
            }
            NoSuchProperty { name, .. } => format!("no property has the title `{name}`"),
            WhichProperty { name, places } => {
                format!("{} have the title `{name}`", Count("property", "properties", places.len()))
            }
            NotACaseBook { path } => format!("scenarios cannot be written into `{path}`"),
            NoSuchClause { number, .. } => format!("no clause has the number `{number}`"),
            NothingToCompare => "there are no two versions to compare".to_string(),
            MapsNothing { name, old, .. } => {
                format!("the {} version has nothing called `{name}`", if *old { "old" } else { "new" })
            }
            NotLicit { path } => format!("`{path}` is no file of Licit"),
            NoneOfThatName { kind, name, .. } => format!("the policy has no {kind} called `{name}`"),
            Stale { path, by } if by == env!("CARGO_PKG_VERSION") => {
                format!("`{path}` was compiled by another build of Licit {by}")
            }
            Stale { path, by } => {
                let this = env!("CARGO_PKG_VERSION");
                format!("`{path}` was compiled by Licit {by}, and this is Licit {this}")
            }
            Damaged { path } => format!("`{path}` is damaged: it is not as it was written"),
            Compiled { path } => format!("`{path}` is a compiled policy, and its text is needed here"),
            NoFactsOfThatName { path, columns } => {
                let names =
                    row(columns.iter().map(|(column, _)| column.as_str()), 8).replace(" or ", " and ");
                match columns.len() {
                    1 => format!("`{path}` has a column that is called as no fact is: {names}"),
                    many => format!("`{path}` has {many} columns that are called as no fact is: {names}"),
                }
            }
            NotRows { path } => format!("`{path}` is neither CSV nor JSON Lines nor Parquet"),
            ColumnTwice { path, name, added: false } => {
                format!("more than one column of `{path}` holds the fact `{name}`")
            }
            ColumnTwice { path, name, .. } => {
                format!("`{path}` has a column `{name}`, and the audit adds one")
            }
            NoSuchColumn { path, name, .. } => format!("`{path}` has no column `{name}`"),
            NotAlike { path, other, form: true } => format!("`{path}` is not of the form of `{other}`"),
            NotAlike { path, other, .. } => format!("`{path}` has not the columns of `{other}`"),
            Unfinished { path, rows, .. } => {
                format!(
                    "an audit into `{path}` was interrupted after {}",
                    Count("row", "rows", *rows as usize)
                )
            }
            UnfinishedOther { path, .. } => {
                format!("the audit into `{path}` that was interrupted was another one")
            }
            NoSuchEngine { name, .. } => format!("no engine called `{name}` was built into this `licit`"),
            EngineFailed { engine, path, why } => format!("{engine} could not judge `{path}`: {why}"),
        }
    }

    fn labels(&self) -> Vec<Label> {
        match self {
            FactsUnreadable { form: "CSV", span, .. } => vec![Label::new(*span, "")],
            FactsUnreadable { span, .. } => vec![Label::new(*span, "it is understood up to here")],
            FactsNotCases { span, .. } => vec![Label::new(*span, "")],
            WhichScenario { places, .. } | WhichProperty { places, .. } => {
                places.iter().map(|span| Label::new(*span, "this one?")).collect()
            }
            _ => Vec::new(),
        }
    }

    fn help(&self) -> Option<String> {
        let perhaps = |likely: &Option<String>, otherwise: &str| match likely {
            Some(likely) => format!("did you mean `{likely}`?"),
            None => otherwise.to_string(),
        };
        Some(match self {
            NotThere { .. } => "look at the spelling, and at the folder you are in".to_string(),
            Folder { .. } => "name one of the files in it".to_string(),
            NotText { byte, .. } => {
                format!("save it as UTF-8 in your editor; the first fault is {byte} bytes from its beginning")
            }
            TooLarge { .. } => "divide it into several files in one folder".to_string(),
            Unreadable { .. } => "see that you may read it".to_string(),
            NothingHere { .. } => {
                "give the folder your policies are in, or begin one with `licit new NAME`".to_string()
            }
            Empty { .. } => "write a policy in it, or take it away".to_string(),
            FactsUnreadable { form: "CSV", .. } => {
                "write the names of the facts in the first line, and a case in each line below it".to_string()
            }
            FactsUnreadable { .. } => {
                "mend it there; if these facts are written in another way (JSON, YAML or CSV), say so with `--facts-format`".to_string()
            }
            FactsNotCases { .. } => {
                "write one object of facts, or an array of such objects, such as `{\"buyer\": {\"country\": \"HU\"}}`"
                    .to_string()
            }
            NoCases { .. } => "write one object of facts for each case; `{}` states nothing".to_string(),
            NoSuchScenario { likely, .. } => {
                perhaps(likely, "`licit test --format plain` names every scenario it finds")
            }
            NoSuchVersion { likely, known, .. } => match known.is_empty() {
                true => "what was read of it names no version at all".to_string(),
                false => perhaps(likely, &format!("it has {}", row(known.iter().map(String::as_str), 8))),
            },
            NoSuchPolicy { likely, .. } => perhaps(likely, "name a policy as it is written after the word `policy`"),
            WhichPolicy { names } => {
                format!("add `--policy` and one of them: {}", row(names.iter().map(String::as_str), 8))
            }
            NoPolicy => "give the file or folder that holds the policy too".to_string(),
            NoSuchCode { likely, .. } => {
                perhaps(likely, "a code is the letter L and four digits, as a message shows it: `L0001`")
            }
            ThereAlready { .. } => "choose another name; nothing was changed".to_string(),
            NotAName { likely, .. } => {
                let rule = "a name is lower-case letters, digits and hyphens inside it, begins with a letter, and is \
                            no word of the language";
                match likely {
                    Some(likely) => format!("{rule}; `{likely}` would do"),
                    None => rule.to_string(),
                }
            }
            Unwritable { .. } => "see that you may write there".to_string(),
            NotADay { .. } => "write year, month and day: `2022-03-01`".to_string(),
            WhichScenario { .. } => "give the one file that holds the scenario you mean".to_string(),
            NoSuchProperty { likely, .. } => {
                perhaps(likely, "a property's title stands between quotation marks after the word `property`")
            }
            WhichProperty { .. } => "give the one file that holds the property you mean".to_string(),
            NotACaseBook { .. } => "name a file that ends in `.licit`; it need not be there yet".to_string(),
            NothingToCompare => {
                "give the text before and the text now, or a folder in which a policy has two versions".to_string()
            }
            NoSuchClause { known, .. } => match known.is_empty() {
                true => "no clause at all was read".to_string(),
                false => format!("the clauses are {}", row(known.iter().map(String::as_str), 12).replace(" or ", " and ")),
            },
            MapsNothing { likely, .. } => perhaps(
                likely,
                "write what the old text calls it, `=`, and what the new one does, such as `buyer.state=buyer.country`",
            ),
            NoneOfThatName { known, .. } if known.is_empty() => "it has none at all".to_string(),
            NoneOfThatName { likely, known, .. } => {
                perhaps(likely, &format!("it has {}", row(known.iter().map(String::as_str), 8).replace(" or ", " and ")))
            }
            Stale { path, .. } => format!("compile it again: `licit compile POLICY --out {path}`"),
            Damaged { path } => {
                format!("copy it again from where it came, or compile it again: `licit compile POLICY --out {path}`")
            }
            Compiled { .. } => {
                "give the policy's own files; `licit eval` is what takes a compiled one".to_string()
            }
            NoFactsOfThatName { columns, .. } => {
                let words = columns.iter().map(|(column, fact)| match fact {
                    Some(fact) => format!("--map {}", quoted(&format!("{column}={fact}"))),
                    None => format!("--keep {}", quoted(column)),
                });
                let words: Vec<String> = words.collect();
                format!("add `{}`; or `--keep-others`, and all of them are kept as they are", words.join(" "))
            }
            NotRows { path, .. } if path.ends_with(".parquet") => {
                "this `licit` was built without Parquet: build it with `cargo install --features parquet`, or make a CSV of it".to_string()
            }
            NotRows { .. } => {
                "the name must end in `.csv`, `.tsv`, `.jsonl`, `.ndjson` or `.parquet`".to_string()
            }
            ColumnTwice { added: false, .. } => {
                "say with `--keep COLUMN` which of them is not to be read as the fact".to_string()
            }
            ColumnTwice { .. } => "give the column another name".to_string(),
            NoSuchColumn { known, .. } if known.is_empty() => "it has none at all".to_string(),
            NoSuchColumn { likely, known, .. } => {
                perhaps(likely, &format!("it has {}", row(known.iter().map(String::as_str), 8).replace(" or ", " and ")))
            }
            NotAlike { form: true, .. } => "give tables that end alike".to_string(),
            NotAlike { .. } => "audit it by itself".to_string(),
            Unfinished { folder, .. } => {
                format!("add `--resume` to go on from there; or remove `{folder}` to begin anew")
            }
            UnfinishedOther { folder, .. } => {
                format!(
                    "the policy, a table or what is asked has changed since; remove `{folder}` to begin anew"
                )
            }
            NoSuchEngine { known, .. } if known.is_empty() => {
                "leave `--engine` out, and Licit judges the rows itself; a `licit` with DataFusion is built with \
                 `cargo install --path datafusion`"
                    .to_string()
            }
            NoSuchEngine { known, .. } => {
                let names = row(known.iter().map(String::as_str), 8);
                format!("it has {}; leave `--engine` out, and Licit judges the rows itself", names.replace(" or ", " and "))
            }
            EngineFailed { .. } => {
                "mend that; or leave `--engine` out, and Licit reads the rows itself and sets aside those that do not read".to_string()
            }
            NotLicit { .. } => {
                "give a file whose name ends in `.licit`, or in `.md` for a document with Licit in it".to_string()
            }
        })
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.=".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
