//! Reading one item though it has faults.
//!
//! Where the grammar cannot go on, the fault is told, the group of lines that it stands in is set aside, and
//! the item is read again. What is set aside becomes the mark [`SET_ASIDE`], which the grammar takes for a line
//! or a condition (`FAULT`): so what stands around it is read as it would have been, and a list keeps its rows.

use std::ops::Range;

use super::build::{Builder, Left, Node};
use super::fault::{Fault, Place};
use super::grammar::{Rule, SET_ASIDE, parse};
use super::layout::{self, Part};
use super::lines::whole_letters;
use super::scan::{DEEPEST, Scan};
use super::segment::{Segment, closing_opener, segments};
use super::spellings::Spellings;
use super::tree::{Item, ItemKind};
use super::vocabulary::Owner;
use crate::problem::syntax::SyntaxProblem;
use crate::source::{FileId, Sources, Span};

/// Faults told of one item.
const MOST_FAULTS: usize = 20;

/// An item as it is read again and again.
pub(super) struct Reader<'s> {
    sources: &'s Sources,
    spellings: &'s Spellings,
    file: FileId,
    /// Where the item begins in the file.
    offset: u32,
    owner: Owner,
    plain: String,
    texts: Vec<Range<usize>>,
    /// The groups of its lines; none before something is wrong with one of them.
    segments: Vec<Segment>,
    /// For each group of lines, how it was dealt with.
    dealt: Vec<Dealt>,
    problems: Vec<SyntaxProblem>,
    /// Whole lines are gone: what the item lacks may have stood in them.
    lost: bool,
    /// The parts that matter to how the item is laid out, where they are asked for.
    parts: Option<Vec<Part>>,
}

/// An item with all that was found in it.
pub(super) struct Whole {
    pub item: Item,
    pub told: Vec<SyntaxProblem>,
    /// Its parts as they matter to its layout; none where they were not asked for.
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Dealt {
    /// A fault in it was told.
    told: bool,
    /// How much of it was set aside: nothing, its words, all of it.
    steps: u8,
}

impl<'s> Reader<'s> {
    pub fn new(
        sources: &'s Sources,
        file: FileId,
        offset: u32,
        owner: Owner,
        scan: Scan,
        spellings: &'s Spellings,
    ) -> Reader<'s> {
        let (segments, dealt, problems, lost) = (Vec::new(), Vec::new(), Vec::new(), false);
        let mut reader = Reader {
            sources,
            spellings,
            file,
            offset,
            owner,
            plain: scan.plain,
            texts: scan.texts,
            segments,
            dealt,
            problems,
            lost,
            parts: None,
        };
        for text in scan.unclosed {
            let block = reader.plain[text.clone()].starts_with("\"\"\"");
            let end = if block { text.start + 3 } else { text.end };
            reader.problems.push(SyntaxProblem::UnclosedText { span: reader.span(text.start..end), block });
            let segment = reader.segment_at(text.start);
            reader.dealt[segment].told = true;
        }
        // A word that a hidden letter splits in two is no second fault.
        for hidden in scan.hidden {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
            let (before, after) = (&reader.plain[..hidden.start], &reader.plain[hidden.end..]);
            if letter(before.chars().next_back()) && letter(after.chars().next()) {
                let segment = reader.segment_at(hidden.start);
                reader.dealt[segment].told = true;
            }
        }
        for at in scan.too_deep {
            let segment = reader.segment_at(at);
            if !reader.dealt[segment].told {
                reader
                    .problems
                    .push(SyntaxProblem::TooDeep { span: reader.span(at..at + 1), limit: DEEPEST });
            }
            reader.dealt[segment].told = true;
            reader.set_aside(segment, at);
        }
        reader
    }

    /// Reads the item, and its parts as they matter to its layout.
    pub fn read_with_parts(mut self) -> Whole {
        self.parts = Some(Vec::new());
        self.read_on()
    }

    /// Reads the item as far as it can be read.
    pub fn read(self) -> (Item, Vec<SyntaxProblem>) {
        let Whole { item, told, .. } = self.read_on();
        (item, told)
    }

    fn read_on(mut self) -> Whole {
        let span = self.span(0..self.plain.trim_end().len());
        loop {
            let plain = std::mem::take(&mut self.plain);
            let fault = match parse(Rule::item, &plain) {
                Ok(meeting) => {
                    let left = match self.dealt.iter().any(|dealt| dealt.steps > 0) {
                        _ if self.lost => Left::LinesGone,
                        true => Left::WordsGone,
                        false => Left::Whole,
                    };
                    let mut builder =
                        Builder::new(self.sources, self.spellings, self.file, self.offset, left);
                    let node = Node::whole(&meeting);
                    let kind = node.as_ref().map_or(ItemKind::Unreadable, |node| builder.item(node));
                    let parts = match (&node, self.parts) {
                        (Some(node), Some(_)) => layout::parts(node, self.offset, &builder.rows_by_place()),
                        _ => Vec::new(),
                    };
                    let (told, broken) = builder.finish();
                    let broken = broken || self.dealt.iter().any(|dealt| dealt.told || dealt.steps > 0);
                    self.problems.extend(told);
                    let item = Item { span, kind, broken };
                    return Whole { item, told: self.problems, parts };
                }
                Err(error) => Fault::new(&error, &plain),
            };
            self.plain = plain;
            if !self.deal_with(&fault) {
                let item = Item { span, kind: ItemKind::Unreadable, broken: true };
                return Whole { item, told: self.problems, parts: Vec::new() };
            }
        }
    }

    /// Tells a fault and sets its lines aside; false where nothing is left to set aside.
    fn deal_with(&mut self, fault: &Fault) -> bool {
        let (segment, missing) = self.blame(fault);
        if !self.dealt[segment].told {
            self.dealt[segment].told = true;
            let range = self.segments[segment].range.clone();
            let told = self.dealt.iter().filter(|dealt| dealt.told).count();
            if told > MOST_FAULTS {
                let span = self.span(range.start..range.end);
                self.problems.push(SyntaxProblem::TooManyFaults { span, told: MOST_FAULTS });
                return false;
            }
            let at = if missing { range.end } else { fault.at };
            let begins_line = !missing && range.start == fault.at && segment > 0;
            let labelled = |segment: usize| self.segments[segment].label.is_some();
            let place = Place {
                text: &self.plain,
                at,
                owner: Some(self.owner),
                begins_line,
                after_list: labelled(segment) || begins_line && labelled(segment - 1),
                lines_from: range.start,
                whole: Rule::item,
            };
            let problem = fault.explain(&place, &|range| self.span(range));
            self.problems.push(problem);
        }
        self.set_aside(segment, fault.at)
    }

    /// The group of lines that a fault belongs to, and whether something is missing at its end: where a line
    /// begins but no new line could begin, the one before is not complete.
    fn blame(&mut self, fault: &Fault) -> (usize, bool) {
        let segment = self.segment_at(fault.at);
        let range = &self.segments[segment].range;
        if fault.at >= range.end {
            return (segment, true);
        }
        if segment > 0 && fault.at == range.start && !fault.wants_a_line() {
            return (segment - 1, true);
        }
        (segment, false)
    }

    /// Sets the words of a group aside, and if that was done before, all of it.
    fn set_aside(&mut self, segment: usize, at: usize) -> bool {
        let Segment { range, label, .. } = self.segments[segment].clone();
        let steps = self.dealt[segment].steps;
        self.dealt[segment].steps += 1;
        if segment == 0 {
            return self.set_head_aside(range, at, steps);
        }
        let words = match label {
            Some(label) => {
                let rest = &self.plain[label.end..range.end];
                label.end + rest.len() - rest.trim_start().len()..range.end
            }
            None => range.clone(),
        };
        if steps == 0 && !words.is_empty() {
            let opener = closing_opener(&self.plain[words.clone()]).map(|opener| words.start + opener);
            let end = opener.filter(|opener| *opener > at && *opener > words.start).unwrap_or(words.end);
            self.fill(words.start..end, SET_ASIDE);
        } else if steps <= 1 {
            self.lost = true;
            self.fill(range, b' ');
            self.set_rows_aside(segment);
        } else {
            return false;
        }
        true
    }

    /// Sets aside what is wrong with the head: first from the fault on, then all behind the item's word.
    fn set_head_aside(&mut self, range: Range<usize>, at: usize, steps: u8) -> bool {
        let word = self.plain.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(self.plain.len());
        let start = match steps {
            0 => at.clamp(word, range.end),
            1 => word,
            _ => return false,
        };
        // Where nothing is left to set aside, the blank behind it is room enough.
        let Some(room) = self.plain[start..].chars().next() else { return steps == 0 };
        let end = range.end.max(start + room.len_utf8());
        let opener = closing_opener(&self.plain[start..end]).map(|opener| start + opener);
        let end = opener.filter(|opener| *opener > at && self.owner.head_goes_on()).unwrap_or(end);
        self.fill(start..end, SET_ASIDE);
        true
    }

    /// A list whose first lines are gone says nothing any more.
    fn set_rows_aside(&mut self, segment: usize) {
        for next in segment + 1..self.segments.len() {
            let Segment { range, label, .. } = self.segments[next].clone();
            if label.is_none() {
                return;
            }
            self.dealt[next].steps = 2;
            self.fill(range, b' ');
        }
    }

    /// Writes over a part of the text, which keeps its length.
    fn fill(&mut self, range: Range<usize>, with: u8) {
        let filling: String = std::iter::repeat_n(char::from(with), range.len()).collect();
        self.plain.replace_range(range, &filling);
    }

    /// The group that holds a place, or that ends last before it.
    fn segment_at(&mut self, at: usize) -> usize {
        if self.segments.is_empty() {
            // Nothing was set aside before this was first asked: the groups are those of the text as it was written.
            self.segments = segments(&self.plain, &self.texts, self.owner);
            self.dealt = vec![Dealt::default(); self.segments.len()];
        }
        self.segments.partition_point(|segment| segment.range.start <= at).saturating_sub(1)
    }

    fn span(&self, range: Range<usize>) -> Span {
        let span = Span::new(self.file, self.offset + range.start as u32, self.offset + range.end as u32);
        whole_letters(self.sources.file(self.file), span)
    }
}
