//! Problems as pictures on a terminal: the one file that knows miette.

use std::borrow::Cow;
use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use super::listing::{Entry, Listing};
use super::visible::visible;
use super::{Label, Problem, Severity};
use crate::source::{SourceFile, Sources, Span};

/// Words over more lines than this are underlined in their first line only.
const MOST_LINES: usize = 6;
/// Labels at most so many lines from the first are in one picture with it.
const NEAR: usize = 3;
/// A line of more bytes than this is shown only around the words that matter.
const LONG_LINE: usize = 240;
/// How many bytes of a long line are shown on either side.
const AROUND: usize = 40;

/// Every problem as a picture, a line that counts them and a line that says where to read more; empty if
/// there are none.
pub fn human(problems: &[Problem], sources: &Sources, width: usize, colour: bool) -> String {
    let listing = Listing::of(problems, sources);
    let mut out = drawn_all(&listing, sources, width, colour);
    if let Some(hint) = listing.hint() {
        out.push_str(&format!("{}\n{hint}\n", listing.count()));
    }
    out
}

/// Every problem as a picture, and nothing else.
pub fn pictures(problems: &[Problem], sources: &Sources, width: usize, colour: bool) -> String {
    drawn_all(&Listing::of(problems, sources), sources, width, colour)
}

fn drawn_all(listing: &Listing, sources: &Sources, width: usize, colour: bool) -> String {
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width.max(40))
        .with_links(false)
        .with_break_words(false)
        .with_show_related_as_nested(true)
        .with_context_lines(1);
    let shown: Vec<Shown> = sources.iter().map(|(_, file)| Shown::of(file)).collect();
    let mut out = String::new();
    for entry in &listing.entries {
        let picture = Picture::of(entry, sources, &shown);
        handler.render_report(&mut out, &picture).expect("writing to a string does not fail");
        if let Some(case) = &entry.witness {
            out.push_str("\n  such a case:\n\n");
            out.extend(
                case.lines().map(|line| format!("    {}", visible(line)).trim_end().to_owned() + "\n"),
            );
        }
        out.push('\n');
    }
    out
}

/// A problem as miette wants it.
#[derive(Debug)]
struct Picture<'a> {
    heading: Option<String>,
    severity: Severity,
    message: Cow<'a, str>,
    help: Option<Cow<'a, str>>,
    labels: Vec<LabeledSpan>,
    snippet: Option<&'a Shown<'a>>,
    /// Labels in other files, which miette cannot draw in this one's picture, and those far from the first.
    elsewhere: Vec<Picture<'a>>,
}

impl<'a> Picture<'a> {
    fn of(entry: &'a Entry, sources: &Sources, shown: &'a [Shown<'a>]) -> Picture<'a> {
        let (here, elsewhere): (Vec<&Label>, Vec<&Label>) =
            entry.telling.labels.iter().partition(|label| near(&entry.telling.labels[0], label, sources));
        Picture {
            heading: Some(format!("{} {}", entry.severity.word(), entry.code.0)),
            severity: entry.severity,
            message: visible(&entry.telling.message),
            help: entry.telling.help.as_deref().map(visible),
            labels: here.iter().enumerate().map(|(i, label)| drawn(label, i == 0, sources)).collect(),
            snippet: here.first().map(|label| &shown[label.span.file.0 as usize]),
            elsewhere: elsewhere.into_iter().map(|label| Picture::note(label, sources, shown)).collect(),
        }
    }

    fn note(label: &'a Label, sources: &Sources, shown: &'a [Shown<'a>]) -> Picture<'a> {
        Picture {
            heading: None,
            severity: Severity::Advice,
            message: if label.text.is_empty() { Cow::Borrowed("see also") } else { visible(&label.text) },
            help: None,
            labels: vec![drawn(&Label::new(label.span, ""), true, sources)],
            snippet: Some(&shown[label.span.file.0 as usize]),
            elsewhere: Vec::new(),
        }
    }
}

/// Whether a label is drawn in one picture with the first.
fn near(first: &Label, label: &Label, sources: &Sources) -> bool {
    let (a, b) = (first.span, label.span);
    let line = |span: Span| sources.file(span.file).line_of(span.start);
    a.file == b.file && line(a).abs_diff(line(b)) <= NEAR
}

/// The label with its place: an empty one at the end of a file moves back to the last words, and a long
/// one keeps its first line.
fn drawn(label: &Label, primary: bool, sources: &Sources) -> LabeledSpan {
    let file = sources.file(label.span.file);
    let (mut start, mut end) = (label.span.start as usize, label.span.end as usize);
    if start == end && file.text[start..].trim().is_empty() {
        start = file.text.trim_end().len();
        end = start;
    }
    let (first, last) = (file.line_of(start as u32), file.line_of(end as u32));
    if last - first >= MOST_LINES {
        end = file.line_start(first) as usize + file.line_text(first).len();
    }
    let text = (!label.text.is_empty()).then(|| visible(&label.text).into_owned());
    match primary {
        true => LabeledSpan::new_primary_with_span(text, (start, end - start)),
        false => LabeledSpan::new_with_span(text, (start, end - start)),
    }
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Picture<'_> {}

impl Diagnostic for Picture<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.heading.as_ref().map(|heading| Box::new(heading) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = _>>)
    }

    fn related<'b>(&'b self) -> Option<Box<dyn Iterator<Item = &'b dyn Diagnostic> + 'b>> {
        (!self.elsewhere.is_empty()).then(|| {
            Box::new(self.elsewhere.iter().map(|note| note as &dyn Diagnostic))
                as Box<dyn Iterator<Item = &dyn Diagnostic>>
        })
    }
}

/// One file's text as it may be shown and as miette reads it. It knows its lines, so that each look is short however long the
/// file is, and only the lines a picture needs are merged into it.
#[derive(Debug)]
struct Shown<'a> {
    file: &'a SourceFile,
    name: Cow<'a, str>,
    text: Cow<'a, str>,
}

impl<'a> Shown<'a> {
    fn of(file: &'a SourceFile) -> Shown<'a> {
        Shown { file, name: visible(&file.name), text: visible(&file.text) }
    }

    /// The bytes from `start` to `end`, moved outwards to whole characters.
    fn window(&self, mut start: usize, mut end: usize) -> (usize, usize) {
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        (start, end)
    }
}

impl SourceCode for Shown<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let (first, last) = (self.file.line_of(start as u32), self.file.line_of(end as u32));
        let line_end = |line: usize| self.file.line_start(line) as usize + self.file.line_text(line).len();
        let last_line = self.file.line_of(self.text.len() as u32);
        let (from, until) = if before == 0 && after == 0 {
            (start, end)
        } else if line_end(first) - self.file.line_start(first) as usize > LONG_LINE {
            self.window(
                start.saturating_sub(AROUND).max(self.file.line_start(first) as usize),
                (end + AROUND).min(line_end(last)).max(end),
            )
        } else {
            let from = first.saturating_sub(before);
            (self.file.line_start(from) as usize, line_end((last + after).min(last_line)).max(end))
        };
        let position = self.file.position(from as u32);
        let lines = self.file.line_of(until as u32) + 1 - (position.line as usize - 1);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_string(),
            &self.text.as_bytes()[from..until],
            (from, until - from).into(),
            position.line as usize - 1,
            position.column as usize - 1,
            lines,
        )))
    }
}
