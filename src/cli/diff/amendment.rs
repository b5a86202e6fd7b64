//! `licit diff --amendment`: the difference of two texts as an instrument that amends the old one.

use super::super::reading::Reading;
use super::super::terminal::Terminal;
use super::DiffFormat;
use crate::problem::Problem;
use crate::problem::amendment::AmendmentProblem;
use crate::report::amendment::{markdown, page, plain};
use crate::source::{FileId, SourceFile, Sources};
use crate::standard;
use crate::versions::amendment::{Instrument, between, data};
use crate::versions::pairs::{Pairs, Place};

/// The texts that are compared, the old one first of each pair: two files where two are named, else those in which the
/// compared versions stand.
pub fn texts<'r>(readings: &'r [Reading], pairs: &Pairs) -> Vec<[&'r SourceFile; 2]> {
    let (Some(old), Some(new)) = (readings.first(), readings.last()) else { return Vec::new() };
    if let ([_, _], [one], [other]) = (readings, &asked(&old.sources)[..], &asked(&new.sources)[..]) {
        return vec![[*one, *other]];
    }
    let file = |place: Place| -> &SourceFile {
        let reading = if place.in_old { old } else { new };
        reading.sources.file(reading.library.version(place.version).file)
    };
    pairs.pairs.iter().map(|pair| [file(pair.old), file(pair.new)]).collect()
}

/// The files that were asked about.
fn asked(sources: &Sources) -> Vec<&SourceFile> {
    let all = sources.iter().map(|(_, file): (FileId, _)| file);
    all.filter(|file| !file.beside && !file.name.starts_with(standard::FOLDER)).collect()
}

/// Drafts an instrument for each pair of texts.
///
/// # Errors
/// A text that an instrument cannot amend.
pub fn drafted(texts: &[[&SourceFile; 2]]) -> Result<Vec<Instrument>, Problem> {
    let draft = |[old, new]: &[&SourceFile; 2]| {
        if let Some(document) = [old, new].into_iter().find(|file| file.is_literate()) {
            return Err(AmendmentProblem::Document { path: document.name.clone() });
        }
        if old.name == new.name && old.text == new.text {
            return Err(AmendmentProblem::OneFile { path: old.name.clone() });
        }
        between(&old.text, &new.text)
            .map_err(|_| AmendmentProblem::NotDrafted { old: old.name.clone(), new: new.name.clone() })
    };
    texts.iter().map(|pair| draft(pair).map_err(Problem::from)).collect()
}

/// Shows instruments.
pub fn show(instruments: &[Instrument], format: DiffFormat, terminal: &mut Terminal) {
    let width = terminal.width;
    let each =
        |told: &dyn Fn(&Instrument) -> String| instruments.iter().map(told).collect::<Vec<_>>().join("\n\n");
    let text = match format {
        DiffFormat::Human => each(&|it| page(it, width, true)),
        DiffFormat::Plain => each(&plain),
        DiffFormat::Markdown => each(&markdown),
        DiffFormat::Json => {
            let values: Vec<_> = instruments.iter().map(data::value).collect();
            let text = match &values[..] {
                [only] => serde_json::to_string_pretty(only),
                many => serde_json::to_string_pretty(many),
            };
            text.unwrap_or_default() + "\n"
        }
    };
    terminal.show(&text);
}
