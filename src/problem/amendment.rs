//! L08..: an amending instrument cannot be read, or does not fit the text that it is to amend.

use super::{Code, Label, Severity, Tell, Telling, codes};
use crate::source::Span;

/// What is told of an instrument. What it cites is told in its own words.
#[derive(Debug, Clone, PartialEq)]
pub enum AmendmentProblem {
    /// There is no paragraph in it.
    NoParagraph { span: Span },
    /// `Delete clause 5.`: it says nothing that an instrument says.
    Unreadable { expected: &'static str, span: Span },
    /// A paragraph that has another number than the next.
    Number { expected: usize, span: Span },
    /// `After clause 5 insert:`, and nothing under it.
    NoLines { span: Span },
    /// `Omit clause 5.`, and lines under it.
    Lines { span: Span },
    /// Data that is no instrument.
    NoData { why: String, span: Span },
    /// `Omit clause 50.`, and there is none; what was probably meant.
    NotThere { cited: String, likely: Option<String>, span: Span },
    /// What is cited stands there several times.
    Several { cited: String, many: usize, span: Span },
    /// `In clause 3, for “five years”`, and these words do not stand there; where else they do.
    NoWords { words: String, place: String, elsewhere: Option<String>, span: Span },
    /// The words stand there several times.
    ManyWords { words: String, place: String, many: usize, span: Span },
    /// Another paragraph does something to the same words.
    Clash { cited: String, span: Span },
    /// What is cited cannot have this done to it.
    Senseless { cited: String, span: Span },
    /// It is made for another text: what it names, and what was found.
    OtherText { wanted: String, found: Option<String>, path: String, span: Span },
    /// What comes of the text has a fault.
    FaultyResult { path: String, span: Span },
    /// The text to be amended has a fault.
    FaultyText { path: String },
    /// `licit amend rules.licit.md act.txt`: a document's prose is none of Licit's.
    Document { path: String },
    /// Both versions stand in one file.
    OneFile { path: String },
    /// What was drafted did not make of the old text the new one.
    NotDrafted { old: String, new: String },
}

use AmendmentProblem::*;

impl Tell for AmendmentProblem {
    codes! {
        NoParagraph { .. } => "L0801",
        Unreadable { .. } | Number { .. } | NoLines { .. } | Lines { .. } | NoData { .. } => "L0802",
        NotThere { .. } => "L0803",
        Several { .. } => "L0804",
        NoWords { .. } => "L0805",
        ManyWords { .. } => "L0806",
        Clash { .. } | Senseless { .. } => "L0807",
        OtherText { .. } => "L0808",
        FaultyResult { .. } | FaultyText { .. } => "L0809",
        Document { .. } => "L0810",
        OneFile { .. } => "L0811",
        NotDrafted { .. } => "L0812",
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn tell(&self) -> Telling {
        let labels = match self.span() {
            Some((span, label)) => vec![Label::new(span, label)],
            None => Vec::new(),
        };
        Telling { message: self.message(), labels, help: Some(self.help()) }
    }
}

impl AmendmentProblem {
    fn message(&self) -> String {
        match self {
            NoParagraph { .. } => "this instrument has no paragraph".to_owned(),
            Unreadable { expected, .. } => format!("here should stand {expected}"),
            Number { expected, .. } => format!("the paragraph that comes next is number {expected}"),
            NoLines { .. } => "nothing stands under this paragraph, which puts something in".to_owned(),
            Lines { .. } => "lines stand under a paragraph that puts nothing in".to_owned(),
            NoData { why, .. } => format!("this is no instrument: {why}"),
            NotThere { cited, .. } => format!("there is no {}", cited.trim_start_matches("the ")),
            Several { cited, many, .. } => format!("the text has {many} called {cited}"),
            NoWords { words, place, .. } => format!("`{words}` does not stand in {place}"),
            ManyWords { words, place, many, .. } => format!("`{words}` stands in {place} {many} times"),
            Clash { cited, .. } => format!("something else is done to {cited} already, or to words of it"),
            Senseless { cited, .. } => format!("this cannot be done to {cited}"),
            OtherText { wanted, path, .. } => {
                format!("`{path}` is not what this instrument amends: {wanted}")
            }
            FaultyResult { path, .. } => format!("what this instrument makes of `{path}` could not be read"),
            FaultyText { path } => format!("`{path}` has a fault, so that it cannot be amended"),
            Document { path } => {
                format!("`{path}` is a document, and an instrument amends the text of a policy alone")
            }
            OneFile { path } => format!("both versions stand in `{path}`"),
            NotDrafted { old, new } => {
                format!("no instrument could be drafted that makes of `{old}` what `{new}` says")
            }
        }
    }

    fn help(&self) -> String {
        match self {
            NoParagraph { .. } => {
                "number its paragraphs: `1. In clause 3, for “five years” substitute “six years”.`".to_owned()
            }
            Unreadable { .. } => {
                "what an instrument says, and in which words, is in the reference under \"Amending instruments\"".to_owned()
            }
            Number { .. } => "number the paragraphs one after another, from 1".to_owned(),
            NoLines { .. } => "write what is put in under it, four columns further in".to_owned(),
            Lines { .. } => "drop the lines, or write `substitute:` or `insert:` above them".to_owned(),
            NoData { .. } => "take what `licit diff --amendment --format json` writes".to_owned(),
            NotThere { likely: Some(likely), .. } => format!("did you mean {likely}?"),
            NotThere { .. } => {
                "cite what stands in the old text, by the number or name that it has there; look whether \
                 this is the text that the instrument amends"
                    .to_owned()
            }
            Several { cited, .. } => format!("say which: `{cited} (the second)`"),
            NoWords { elsewhere: Some(elsewhere), .. } => format!("they stand in {elsewhere}"),
            NoWords { .. } => "quote the words as they stand in the old text".to_owned(),
            ManyWords { .. } => "quote a word more, before or after them, so that one place is meant".to_owned(),
            Clash { .. } => "do both in one paragraph, or drop one of the two".to_owned(),
            Senseless { .. } => {
                "only what has a number, name or letter is renumbered, only whole items are moved, and only to another place"
                    .to_owned()
            }
            OtherText { found: Some(found), .. } => {
                format!("this is {found}; give the text that is amended, or mend the head of the instrument")
            }
            OtherText { found: None, .. } => "give the text that is amended, or mend the head of the instrument".to_owned(),
            FaultyResult { .. } => {
                "the messages beside this one tell what is wrong with it; nothing was written".to_owned()
            }
            FaultyText { .. } => "mend what `licit check` tells of it first".to_owned(),
            Document { .. } => "keep the policy in a `.licit` file of its own, or amend the document by hand".to_owned(),
            OneFile { .. } => {
                "an instrument makes of one text another: keep each version in a file of its own".to_owned()
            }
            NotDrafted { .. } => "this is a fault of Licit, not of the texts: please report it with both".to_owned(),
        }
    }

    fn span(&self) -> Option<(Span, &'static str)> {
        Some(match self {
            NoParagraph { span } => (*span, ""),
            Unreadable { span, .. } => (*span, "cannot be read"),
            Number { span, .. } => (*span, "has another number"),
            NoLines { span } => (*span, "what?"),
            Lines { span } => (*span, "puts nothing in"),
            NoData { span, .. } => (span.at_start(), ""),
            NotThere { span, .. } => (*span, "cites what is not there"),
            Several { span, .. } => (*span, "which?"),
            NoWords { span, .. } => (*span, "quotes words that are not there"),
            ManyWords { span, .. } => (*span, "at which place?"),
            Clash { span, .. } => (*span, "does it again"),
            Senseless { span, .. } => (*span, "cannot be done"),
            OtherText { span, .. } => (*span, "says which"),
            FaultyResult { span, .. } => (*span, ""),
            FaultyText { .. } | Document { .. } | OneFile { .. } | NotDrafted { .. } => return None,
        })
    }
}
