//! A file in whole lines: one entry an item, its lines grouped into limbs, so that all of them one after another are the
//! file, letter by letter. It is for those who bring texts together; nothing is read that a name does not need.

use std::ops::Range;

use super::cut::{Piece, cut};
use super::scan::scan;
use super::segment::segments;
use super::vocabulary::{ITEMS, Owner};
use crate::source::{FileId, SourceFile, Sources};

/// An item as it stands, the comments right above it included; of a Markdown document, what stands above it too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is: `clause`; nothing for lines that are no item.
    pub kind: &'static str,
    /// What tells it from the others of its file, where something does: `clause 5`, `scenario "A sale"`.
    pub name: Option<String>,
    /// The numbers it had before.
    pub formerly: Vec<String>,
    /// Its limbs, in bytes of the file: lines that belong together, each with the comments above it.
    pub limbs: Vec<Range<usize>>,
}

/// The words that begin an item in the first column.
pub fn first_words() -> &'static [&'static str] {
    &ITEMS
}

/// The entries of a file. What follows the last item, and in a Markdown document the lines below the last block, is an
/// entry of its own.
pub fn entries(sources: &Sources, file: FileId) -> Vec<Entry> {
    let source = sources.file(file);
    let items: Vec<Piece> = cut(source, file).into_iter().filter(|piece| is_item(source, piece)).collect();
    let mut begins: Vec<usize> = Vec::new();
    let mut before = 0;
    for piece in &items {
        let line = source.line_of(piece.start);
        begins.push(first_line(source, line, before));
        before = line + 1;
    }
    let lines = source.line_of(source.text.len() as u32) + 1;
    let mut found = Vec::new();
    let last = items.last().map_or(0, |piece| behind(source, piece));
    let mut until = if source.is_literate() { last } else { lines };
    if items.is_empty() {
        until = 0;
    }
    if let Some(&first) = begins.first() {
        rest(source, 0..first, &mut found);
    }
    for (number, piece) in items.iter().enumerate() {
        let next = begins.get(number + 1).copied().unwrap_or(until);
        found.push(entry(source, piece, begins[number]..next));
    }
    rest(source, until..lines, &mut found);
    found
}

/// Whether an item begins there, known or not; before the first may be comments alone.
fn is_item(source: &SourceFile, piece: &Piece) -> bool {
    let text = &source.text[piece.start as usize..piece.end as usize];
    piece.owner.is_some()
        || text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
}

/// The line at which what belongs to an item begins: the comments right above it, and of a Markdown document the words
/// and fences since the block before.
fn first_line(source: &SourceFile, item: usize, from: usize) -> usize {
    let mut first = item;
    while first > from && source.line_text(first - 1).starts_with('#') {
        first -= 1;
    }
    if source.is_literate() {
        let mut fences = (from..first).filter(|line| is_fence(source.line_text(*line)));
        if let Some(fence) = fences.next() {
            // What is closed here is closed above what comes next; the first block of all opens here.
            return if from == 0 { 0 } else { fence };
        }
    }
    first
}

/// The line behind the last one of an item, blank lines at its end left out.
fn behind(source: &SourceFile, piece: &Piece) -> usize {
    let words = source.text[..piece.end as usize].trim_end().len();
    source.line_of(words as u32) + 1
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// Adds lines that are no item.
fn rest(source: &SourceFile, lines: Range<usize>, found: &mut Vec<Entry>) {
    let limbs = paragraphs(source, lines);
    if !limbs.is_empty() {
        found.push(Entry { kind: "", name: None, formerly: Vec::new(), limbs });
    }
}

fn entry(source: &SourceFile, piece: &Piece, lines: Range<usize>) -> Entry {
    let head = source.line_of(piece.start);
    let mut limbs = paragraphs(source, lines.start..head);
    let end = source.line_end(lines.end - 1) as usize;
    let text = &source.text[piece.start as usize..end.max(piece.start as usize)];
    let scan = scan(text);
    let owner = piece.owner.unwrap_or(Owner::Import);
    let in_a_text = |at: usize| scan.texts.iter().any(|text| text.start < at && at < text.end);
    let mut starts: Vec<usize> =
        segments(&scan.plain, &scan.texts, owner).iter().map(|segment| segment.range.start).collect();
    if matches!(owner, Owner::Scenario | Owner::Table) {
        let mut at = 0;
        for line in scan.plain.split_inclusive('\n') {
            let first = at + line.len() - line.trim_start().len();
            if !line.trim().is_empty() && !in_a_text(first) && !starts.contains(&first) {
                starts.push(first);
            }
            at += line.len();
        }
        starts.sort_unstable();
    }
    let line_of = |start: &usize| source.line_of(piece.start + *start as u32);
    let mut first: Vec<usize> = starts.iter().map(line_of).collect();
    first.dedup();
    // Comments stand with the line below them; below the last line, with nothing.
    for at in 1..first.len() {
        while first[at] > first[at - 1] + 1 && is_beside(source.line_text(first[at] - 1)) {
            first[at] -= 1;
        }
    }
    if let Some(begin) = first.first_mut() {
        *begin = head;
    }
    let mut tail = lines.end;
    while tail > head + 1 && is_beside(source.line_text(tail - 1)) {
        tail -= 1;
    }
    first.retain(|line| *line < tail);
    first.extend([tail, lines.end]);
    let spans = first.windows(2).map(|pair| line_start(source, pair[0])..line_start(source, pair[1]));
    limbs.extend(spans.filter(|span| !span.is_empty()));
    Entry {
        kind: piece.owner.map_or("", Owner::name),
        name: piece.owner.and_then(|owner| name(&scan.plain, owner)),
        formerly: match owner {
            Owner::Clause => formerly(&scan.plain),
            _ => Vec::new(),
        },
        limbs,
    }
}

fn is_beside(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// Where a line begins; behind the last, the end of the file.
fn line_start(source: &SourceFile, line: usize) -> usize {
    match line.checked_sub(1) {
        Some(before) => source.line_end(before) as usize,
        None => 0,
    }
}

/// Lines grouped as Markdown does, with the empty lines behind them; each fence by itself.
fn paragraphs(source: &SourceFile, lines: Range<usize>) -> Vec<Range<usize>> {
    let mut limbs: Vec<Range<usize>> = Vec::new();
    let mut ended = true;
    for line in lines {
        let text = source.line_text(line);
        let (start, end) = (source.line_start(line) as usize, source.line_end(line) as usize);
        if start == end {
            continue;
        }
        let blank = text.trim().is_empty();
        match limbs.last_mut() {
            Some(last) if blank || !ended && !is_fence(text) => last.end = end,
            _ => limbs.push(start..end),
        }
        ended = blank || is_fence(text);
    }
    limbs
}

/// What an item is called, as it is spoken of.
fn name(plain: &str, owner: Owner) -> Option<String> {
    let line = plain.lines().next().unwrap_or_default();
    let mut words = line.split_whitespace();
    let word = words.next()?;
    let quoted = || {
        let rest = line[word.len()..].trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '“' | '„'))?;
        let inside = &rest[quote.len_utf8()..];
        let end = inside.find(['"', '”', '“']).unwrap_or(inside.len());
        Some(format!("{word} \"{}\"", inside[..end].trim()))
    };
    let mut named = || {
        let ends = |c: char| matches!(c, ':' | ',' | '"' | '“' | '„' | '=');
        let next = words.next()?.split(ends).next().filter(|name| !name.is_empty())?;
        Some(next.to_owned())
    };
    match owner {
        Owner::Import | Owner::Scenario | Owner::Table | Owner::Property => quoted(),
        Owner::Assume => quoted(),
        Owner::Entity => named().map(|name| format!("entity {name}")),
        Owner::Judgement => {
            let name = named()?;
            let of = line.split_whitespace().skip_while(|it| *it != "for").nth(1);
            let of = of.filter(|_| line.split_whitespace().nth(2) == Some("for"));
            Some(of.map_or_else(|| format!("judgement {name}"), |of| format!("judgement {name} for {of}")))
        }
        Owner::Heading => quoted().or_else(|| named().map(|name| format!("{word} {name}"))),
        _ => named().map(|name| format!("{word} {name}")),
    }
}

/// The numbers behind `formerly`.
fn formerly(plain: &str) -> Vec<String> {
    let lines = plain.lines().filter_map(|line| line.trim().strip_prefix("formerly "));
    let numbers = lines.flat_map(|line| line.split([',', ' ']).filter(|it| !it.is_empty() && *it != "and"));
    numbers.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(name: &str, text: &str) -> Vec<Entry> {
        let mut sources = Sources::default();
        let file = sources.add(name, text);
        let found = entries(&sources, file);
        let whole: String =
            found.iter().flat_map(|entry| &entry.limbs).map(|limb| &text[limb.clone()]).collect();
        assert_eq!(whole, text, "all limbs one after another are the file");
        found
    }

    #[test]
    fn a_clause_has_its_limbs() {
        let text = "# About\n\n# Who\nclause 2 \"Who\"\n  permit use when any of\n    # rare\n    (a) x\n    (b) y\n  \
                    formerly 1, 1a\n\nproperty \"p\"\n  always permitted";
        let found = all("a.licit", text);
        let names: Vec<_> = found.iter().map(|it| it.name.as_deref()).collect();
        assert_eq!(names, [None, Some("clause 2"), Some("property \"p\"")]);
        assert_eq!(found[1].formerly, ["1", "1a"]);
        let limbs: Vec<&str> = found[1].limbs.iter().map(|limb| &text[limb.clone()]).collect();
        assert_eq!(
            limbs,
            [
                "# Who\n",
                "clause 2 \"Who\"\n",
                "  permit use when any of\n",
                "    # rare\n    (a) x\n",
                "    (b) y\n",
                "  formerly 1, 1a\n",
                "\n"
            ]
        );
    }

    #[test]
    fn what_stands_above_a_block_goes_with_its_item() {
        let text = "# Rules\n\nWhy.\n\n```licit\nclause 1\n  permit use\n```\n\nMore.\n\n```licit\nclause 2\n  \
                    permit use\n\nclause 3\n  permit use\n```\n\nThe end.\n";
        let found = all("a.licit.md", text);
        let names: Vec<_> = found.iter().map(|it| it.name.as_deref()).collect();
        assert_eq!(names, [Some("clause 1"), Some("clause 2"), Some("clause 3"), None]);
        assert!(text[found[1].limbs[0].clone()].starts_with("```\n"));
    }
}
