//! Problems for screen readers and logs: sentences, no colour, no drawing.

use super::listing::{Entry, Listing};
use super::visible::visible;
use super::{Label, Problem};
use crate::source::Sources;

/// The most characters of a file's words that are quoted.
const QUOTED: usize = 80;

/// Every problem in sentences, a line that counts them and a line that says where to read more; empty if
/// there are none.
pub fn plain(problems: &[Problem], sources: &Sources) -> String {
    let listing = Listing::of(problems, sources);
    let mut out = told(&listing, sources);
    if let Some(hint) = listing.hint() {
        out.push_str(&format!("{}\n{hint}\n", listing.count()));
    }
    visible(&out).into_owned()
}

/// Every problem in sentences, and nothing else.
pub fn sentences(problems: &[Problem], sources: &Sources) -> String {
    visible(&told(&Listing::of(problems, sources), sources)).into_owned()
}

fn told(listing: &Listing, sources: &Sources) -> String {
    let mut out = String::new();
    for entry in &listing.entries {
        tell(entry, sources, &mut out);
        out.push('\n');
    }
    out
}

fn tell(entry: &Entry, sources: &Sources, out: &mut String) {
    let opening = match (entry.telling.labels.first(), &entry.file) {
        (Some(first), _) => format!("{}: ", place(first, None, sources)),
        (None, Some(file)) => format!("{file}: "),
        (None, None) => String::new(),
    };
    out.push_str(&format!(
        "{opening}{} {}: {}\n",
        entry.severity.word(),
        entry.code.0,
        entry.telling.message
    ));
    let mut labels = entry.telling.labels.iter();
    let home = entry.telling.labels.first();
    if let Some(first) = labels.next() {
        match words(first, sources) {
            Some(words) => out.push_str(&format!("  the words: {words}\n")),
            None if first.text.is_empty() => {}
            None => out.push_str(&format!("  here: {}\n", first.text)),
        }
    }
    for label in labels {
        let place = place(label, home, sources);
        match words(label, sources) {
            Some(words) => out.push_str(&format!("  see also {place}: {words}\n")),
            None => out.push_str(&format!("  see also {place}: {}\n", label.text)),
        }
    }
    if let Some(help) = &entry.telling.help {
        out.push_str(&format!("  help: {}\n", help.replace('\n', "\n    ")));
    }
    if let Some(case) = &entry.witness {
        out.push_str("  such a case:\n");
        out.extend(case.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n"));
    }
}

/// `policies/x.licit, line 12, column 5`, the file left out where it is that of `home`.
fn place(label: &Label, home: Option<&Label>, sources: &Sources) -> String {
    let position = sources.position(label.span);
    let place = format!("line {}, column {}", position.line, position.column);
    match home {
        Some(home) if home.span.file == label.span.file => place,
        _ => format!("{}, {place}", sources.file(label.span.file).name),
    }
}

/// The quoted words with what is said of them; `None` where no words are meant but a place.
fn words(label: &Label, sources: &Sources) -> Option<String> {
    let phrase = sources.phrase(label.span);
    if phrase.is_empty() {
        return None;
    }
    let quoted = match phrase.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("`{} ...`", phrase[..end].trim_end()),
        None => format!("`{phrase}`"),
    };
    Some(if label.text.is_empty() { quoted } else { format!("{quoted}: {}", label.text) })
}
