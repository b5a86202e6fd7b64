//! What an instrument says of one item that stays: its provisions one by one, and their words.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Act;
use super::Spot;
use super::citation::{Place, Provision, Sort};
use super::phrase::{self, Change, spelt};
use super::text::{Line, Text};
use super::words::can_be_quoted;
use crate::syntax::layout::standing::LineKind;

/// What part of its words a line must keep to be taken for the same line.
const ALIKE: f64 = 0.4;
/// How much less a line is like one that begins with another word.
const UNLIKE: f64 = 0.6;
/// What part of its words may change before the whole line is substituted, where it has more than a few.
const CHANGED: f64 = 0.6;
const FEW: usize = 5;
/// The most places of one line at which words are changed one by one.
const PLACES: usize = 4;
/// The most words that are quoted; more are written out as lines.
const QUOTED: usize = 40;
/// The most words around a change that are quoted to find its place.
const AROUND: usize = 8;
/// How few words may stand between two changes for these to be one.
const BETWEEN: usize = 1;
/// The most lines that are compared each with each.
const MOST: usize = 300;

/// The acts that make of an item another; `None` where it should be substituted whole.
pub fn acts(old: &Text, item: usize, new: &Text, other: usize) -> Option<Vec<Act>> {
    let provisions = Provisions { old, item, new, other, steps: steps(&old.lines[item], &new.lines[other])? };
    provisions.acts()
}

/// What becomes of the lines, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Same(usize, usize),
    Gone(usize),
    New(usize),
}

fn steps(was: &[Line], is: &[Line]) -> Option<Vec<Step>> {
    let keys = |lines: &[Line]| -> Vec<(Option<u8>, Vec<String>)> {
        lines.iter().skip(1).map(|line| (depth(line), ruled(line))).collect()
    };
    let (before, now) = (keys(was), keys(is));
    let mut steps = vec![Step::Same(0, 0)];
    for part in capture_diff_slices(Algorithm::Myers, &before, &now) {
        match part {
            DiffOp::Equal { old_index, new_index, len } => {
                steps.extend((0..len).map(|at| Step::Same(old_index + at + 1, new_index + at + 1)));
            }
            other => {
                let (gone, come) = (other.old_range(), other.new_range());
                if gone.len() * come.len() > MOST * MOST {
                    return None;
                }
                let gone = gone.start + 1..gone.end + 1;
                let come = come.start + 1..come.end + 1;
                paired(was, gone, is, come, &mut steps);
            }
        }
    }
    Some(steps)
}

/// Pairs lines in order so that the most of their words are shared.
fn paired(was: &[Line], gone: Range<usize>, is: &[Line], come: Range<usize>, steps: &mut Vec<Step>) {
    let wide = come.len() + 1;
    let mut best = vec![0.0_f64; (gone.len() + 1) * wide];
    let alike: Vec<f64> = gone
        .clone()
        .flat_map(|old| come.clone().map(move |new| (old, new)))
        .map(|(old, new)| alike(&was[old], &is[new]))
        .collect();
    for old in (0..gone.len()).rev() {
        for new in (0..come.len()).rev() {
            let pair = match alike[old * come.len() + new] {
                alike if alike >= ALIKE => alike + best[(old + 1) * wide + new + 1],
                _ => 0.0,
            };
            best[old * wide + new] = pair.max(best[(old + 1) * wide + new]).max(best[old * wide + new + 1]);
        }
    }
    let (mut old, mut new) = (0, 0);
    while old < gone.len() || new < come.len() {
        let here = best[old * wide + new];
        if old < gone.len() && here == best[(old + 1) * wide + new] {
            steps.push(Step::Gone(gone.start + old));
            old += 1;
        } else if new < come.len() && here == best[old * wide + new + 1] {
            steps.push(Step::New(come.start + new));
            new += 1;
        } else {
            steps.push(Step::Same(gone.start + old, come.start + new));
            (old, new) = (old + 1, new + 1);
        }
    }
}

/// What part of their words two lines share; those of another kind nothing.
fn alike(old: &Line, new: &Line) -> f64 {
    let same_kind = match (&old.called, &new.called) {
        (Some(Provision::Row(_)), Some(Provision::Row(_))) => depth(old) == depth(new),
        (Some(Provision::Entry(old)), Some(Provision::Entry(new))) if old == new => return 1.0,
        (Some(Provision::Entry(_)), Some(Provision::Entry(_))) => true,
        (old, new) => old == new,
    };
    if !same_kind || (old.kind == LineKind::Comment) != (new.kind == LineKind::Comment) {
        return 0.0;
    }
    let (was, is) = (ruled(old), ruled(new));
    // What begins with another word is hardly the same, unless all the rest is.
    let kept = if old.called.is_none() && was.first() != is.first() { UNLIKE } else { 1.0 };
    let shared: usize = capture_diff_slices(Algorithm::Myers, &was, &is)
        .iter()
        .map(|part| if let DiffOp::Equal { len, .. } = part { *len } else { 0 })
        .sum();
    kept * 2.0 * shared as f64 / (was.len() + is.len()).max(1) as f64
}

/// The words of a line, without the letter of a row.
fn ruled(line: &Line) -> Vec<String> {
    let skipped = usize::from(depth(line).is_some());
    spelt(&line.written).into_iter().skip(skipped).map(str::to_owned).collect()
}

fn depth(line: &Line) -> Option<u8> {
    match line.kind {
        LineKind::Row(depth) => Some(depth),
        _ => None,
    }
}

struct Provisions<'t> {
    old: &'t Text,
    item: usize,
    new: &'t Text,
    other: usize,
    steps: Vec<Step>,
}

impl Provisions<'_> {
    fn acts(&self) -> Option<Vec<Act>> {
        let mut acts = Vec::new();
        let mut at = 0;
        while let Some(step) = self.steps.get(at) {
            at += 1;
            match *step {
                Step::Same(was, is) => {
                    let done = self.line(was, is, &mut acts);
                    if !done {
                        let end = self.substituted(was, is, at - 1)?;
                        let lines = self.new.block(self.other, self.new.extent(self.other, is));
                        acts.push(Act::Substitute { place: self.old.place(self.item, was), lines });
                        at = end;
                    }
                }
                Step::Gone(was) => {
                    let extent = self.old.extent(self.item, was);
                    let all = self.steps[at - 1..].iter().take(extent.len());
                    if !all.zip(extent.clone()).all(|(step, line)| *step == Step::Gone(line)) {
                        return None;
                    }
                    at += extent.len() - 1;
                    acts.push(Act::Omit(self.old.place(self.item, was)));
                }
                Step::New(first) => {
                    let come = self.steps[at - 1..].iter().take_while(|step| matches!(step, Step::New(_)));
                    let many = come.count();
                    at += many - 1;
                    let lines = self.new.block(self.other, first..first + many);
                    acts.push(Act::Insert {
                        at: self.spot(at - many, &self.new.lines[self.other][first])?,
                        lines,
                    });
                }
            }
        }
        Some(acts)
    }

    /// The step after those of a row that is substituted with all that stands under it.
    fn substituted(&self, was: usize, is: usize, from: usize) -> Option<usize> {
        let (gone, come) = (self.old.extent(self.item, was), self.new.extent(self.other, is));
        let inside = |step: &&Step| match step {
            Step::Same(was, is) => gone.contains(was) && come.contains(is),
            Step::Gone(was) => gone.contains(was),
            Step::New(is) => come.contains(is),
        };
        let within = self.steps[from..].iter().take_while(inside);
        let (mut old, mut new, mut many) = (0, 0, 0);
        for step in within {
            old += usize::from(!matches!(step, Step::New(_)));
            new += usize::from(!matches!(step, Step::Gone(_)));
            many += 1;
        }
        (old == gone.len() && new == come.len()).then_some(from + many)
    }

    /// Where new lines are put, which stand at a step.
    fn spot(&self, step: usize, first: &Line) -> Option<Spot> {
        let kept = |step: &Step| if let Step::Same(was, _) = step { Some(*was) } else { None };
        let before = self.steps[..step].iter().rev().find_map(kept)?;
        let after = self.steps[step..].iter().find_map(kept).unwrap_or(self.old.lines[self.item].len());
        let fits = |line: usize| {
            let end = self.old.extent(self.item, line).end;
            end > before && end <= after
        };
        let stays = |line: usize| self.steps.iter().any(|step| kept(step) == Some(line));
        // Behind a row of the same list, where there is one.
        let lines = &self.old.lines[self.item];
        let row =
            (0..=before).rev().find(|line| depth(first).is_some() && depth(&lines[*line]) == depth(first));
        if let Some(row) = row.filter(|row| fits(*row) && stays(*row)) {
            return Some(Spot::After(self.old.place(self.item, row)));
        }
        if fits(before) {
            return Some(Spot::After(self.old.place(self.item, before)));
        }
        (after < lines.len()).then(|| Spot::Before(self.old.place(self.item, after)))
    }

    /// Tells what becomes of the words of a line, if it can be told in few.
    fn line(&self, was: usize, is: usize, acts: &mut Vec<Act>) -> bool {
        let (old, new) = (&self.old.lines[self.item][was], &self.new.lines[self.other][is]);
        let place = self.old.place(self.item, was);
        let mut skipped = 0..0;
        let mut renumbered = None;
        let (before, now) = (spelt(&old.written), spelt(&new.written));
        if depth(old).is_some() {
            skipped = 0..1;
            if before[0] != now[0] {
                renumbered = Some(Act::Renumber { place: place.clone(), to: now[0].to_owned() });
            }
        } else if old.called == Some(Provision::Opening) {
            let (name, other) = (&self.old.names[self.item], &self.new.names[self.other]);
            if name.sort.is_named() && name.name != other.name {
                skipped = 1..1 + spelt(&name.name).len();
                if spelt(&other.name).len() != skipped.len() {
                    return false;
                }
                renumbered = Some(Act::Renumber { place: name.clone().into(), to: other.name.clone() });
            }
        }
        let hunks = hunks(&before, &now, &skipped);
        let Some(changes) = self.changes(was, old, new, &hunks) else { return false };
        acts.extend(renumbered);
        acts.extend(changes);
        true
    }

    fn changes(&self, at: usize, old: &Line, new: &Line, hunks: &[Hunk]) -> Option<Vec<Act>> {
        if hunks.is_empty() {
            return Some(Vec::new());
        }
        let place = self.old.place(self.item, at);
        if let Some(act) = self.title(old, new, hunks) {
            return Some(vec![act]);
        }
        let lines = &self.old.lines[self.item];
        let told = |place: Place, scope: Range<usize>| {
            let scope: Vec<&str> = lines[scope].iter().map(|line| line.written.as_str()).collect();
            let changes = changes(&scope, &old.written, &new.written, hunks)?;
            Some(changes.into_iter().map(|change| Act::Words { place: place.clone(), change }).collect())
        };
        match place.provision {
            Some(Provision::Opening | Provision::Line { .. }) => {
                let item = Place::from(place.item.clone());
                told(item, 0..lines.len()).or_else(|| told(place, at..at + 1))
            }
            _ => told(place, self.old.extent(self.item, at)),
        }
    }

    /// Another title, where nothing else of the opening words is changed.
    fn title(&self, old: &Line, new: &Line, hunks: &[Hunk]) -> Option<Act> {
        let name = &self.old.names[self.item];
        // What is called the heading of a part has nothing but its title.
        if matches!(name.sort, Sort::Part | Sort::Annex) {
            return None;
        }
        let (was, is) = (old.title.clone()?, new.title.clone()?);
        let within = |line: &str, title: &Range<usize>, range: Range<usize>| {
            let words = &phrase::words(line)[range];
            words.iter().all(|word| title.start <= word.start && word.end <= title.end)
        };
        let (first, last) = (hunks.first()?, hunks.last()?);
        let inside = within(&old.written, &was, first.old.start..last.old.end)
            && within(&new.written, &is, first.new.start..last.new.end);
        let (title, other) = (&old.written[was], &new.written[is]);
        if !inside || title.trim().is_empty() || other.trim().is_empty() {
            return None;
        }
        let hunks = self::hunks(&spelt(title), &spelt(other), &(0..0));
        let change = match changes(&[title], title, other, &hunks) {
            Some(changes) if changes.len() == 1 => changes.into_iter().next()?,
            _ => Change::Substitute { of: phrase::quoted(title), by: phrase::quoted(other) },
        };
        let place = Place { item: name.clone(), provision: Some(Provision::Title), which: None };
        Some(Act::Words { place, change })
    }
}

/// Words of one line that are others in another, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hunk {
    old: Range<usize>,
    new: Range<usize>,
}

/// Where the words of two lines differ, but for those that are skipped in both.
fn hunks(was: &[&str], is: &[&str], skipped: &Range<usize>) -> Vec<Hunk> {
    let without = |words: &[&str]| -> Vec<String> {
        let words = words.iter().enumerate();
        words
            .map(|(at, word)| if skipped.contains(&at) { String::new() } else { (*word).to_owned() })
            .collect()
    };
    let mut hunks: Vec<Hunk> = Vec::new();
    for part in capture_diff_slices(Algorithm::Myers, &without(was), &without(is)) {
        if matches!(part, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (part.old_range(), part.new_range());
        match hunks.last_mut() {
            Some(last) if old.start - last.old.end <= BETWEEN => {
                (last.old.end, last.new.end) = (old.end, new.end);
            }
            _ => hunks.push(Hunk { old, new }),
        }
    }
    hunks
}

/// The changes that make of a line another, each at words that stand nowhere else in the lines of a scope; `None`
/// where the whole line is better substituted.
fn changes(scope: &[&str], was: &str, is: &str, hunks: &[Hunk]) -> Option<Vec<Change>> {
    let (before, now) = (phrase::words(was), phrase::words(is));
    let changed: usize = hunks.iter().map(|hunk| hunk.old.len().max(hunk.new.len())).sum();
    let most = before.len().max(now.len());
    if hunks.len() > PLACES || most > FEW && changed as f64 > CHANGED * most as f64 {
        return None;
    }
    let side = Sides { scope, was, is, before: &before, now: &now };
    let mut changes = Vec::new();
    let mut from = 0;
    for (number, hunk) in hunks.iter().enumerate() {
        let until = hunks.get(number + 1).map_or(before.len(), |next| next.old.start);
        let (change, end) = side.change(hunk, from, until)?;
        changes.push(change);
        from = end;
    }
    Some(changes)
}

struct Sides<'t> {
    scope: &'t [&'t str],
    was: &'t str,
    is: &'t str,
    before: &'t [Range<usize>],
    now: &'t [Range<usize>],
}

impl Sides<'_> {
    /// The shortest change that says what becomes of some words, with the words between `from` and `until` to find
    /// them by, and the word behind the last that it speaks of.
    fn change(&self, hunk: &Hunk, from: usize, until: usize) -> Option<(Change, usize)> {
        let Hunk { old, new } = hunk;
        if old.is_empty() {
            let what = quoted(self.is, &self.now[new.clone()])?;
            for long in 1..=AROUND {
                let after = old.start.checked_sub(long).filter(|start| *start >= from);
                let word = after.and_then(|start| quoted(self.was, &self.before[start..old.start]));
                if let Some(word) = word.filter(|word| is_a_place(word)) {
                    let change = Change::InsertAfter { word, what: what.clone() };
                    if self.is_well(&change, hunk) {
                        return Some((change, old.start));
                    }
                }
                let end = old.start + long;
                let before = (end <= until).then(|| quoted(self.was, &self.before[old.start..end])).flatten();
                if let Some(word) = before.filter(|word| is_a_place(word)) {
                    let change = Change::InsertBefore { word, what: what.clone() };
                    if self.is_well(&change, hunk) {
                        return Some((change, end));
                    }
                }
            }
        }
        if new.is_empty()
            && let Some(words) = quoted(self.was, &self.before[old.clone()])
        {
            let change = Change::Omit(words);
            if self.is_well(&change, hunk) {
                return Some((change, old.end));
            }
        }
        for around in 0..=AROUND {
            for left in 0..=around {
                let right = around - left;
                let Some(start) = old.start.checked_sub(left).filter(|start| *start >= from) else {
                    continue;
                };
                let (end, last) = (old.end + right, new.end + right);
                if end > until || start == end || last == new.start - left {
                    continue;
                }
                let of = quoted(self.was, &self.before[start..end]);
                let by = quoted(self.is, &self.now[new.start - left..last]);
                // One letter or digit is too little to be looked for.
                let told = |of: &String| of.chars().nth(1).is_some() || around > 1;
                if let (Some(of), Some(by)) = (of.filter(told), by) {
                    let change = Change::Substitute { of, by };
                    if self.is_well(&change, hunk) {
                        return Some((change, end));
                    }
                }
            }
        }
        None
    }

    /// Whether a change has one place in the scope, and makes there of some words what they are to be.
    fn is_well(&self, change: &Change, hunk: &Hunk) -> bool {
        let places: usize = self.scope.iter().map(|line| phrase::places(line, change.at()).len()).sum();
        if places != 1 || !is_balanced(change) {
            return false;
        }
        let [at] = &phrase::places(self.was, change.at())[..] else { return false };
        let (range, by) = change.written(self.was, at);
        let came = format!("{}{by}{}", &self.was[..range.start], &self.was[range.end..]);
        let words = |line, ranges: &[Range<usize>]| -> Vec<String> {
            ranges.iter().map(|word| phrase::letters(line, word).to_owned()).collect()
        };
        let mut wanted = words(self.was, self.before);
        wanted.splice(hunk.old.clone(), words(self.is, &self.now[hunk.new.clone()]));
        let blanks = blanks_at_marks(self.was) + blanks_at_marks(self.is);
        spelt(&came) == wanted && blanks_at_marks(&came) <= blanks
    }
}

/// How many texts in a line begin or end with a blank: none should be given one.
fn blanks_at_marks(line: &str) -> usize {
    let marks = phrase::words(line).into_iter().filter(|word| line[word.clone()].starts_with('"'));
    let marks = marks.filter(|mark| !line[..mark.start].ends_with('\\')).enumerate();
    let blank = |(at, mark): &(usize, Range<usize>)| match (&line[mark.clone()], at % 2) {
        ("\"", 0) => line[mark.end..].starts_with(' '),
        ("\"", _) => line[..mark.start].ends_with(' '),
        _ => false,
    };
    marks.filter(blank).count()
}

/// Words as they are quoted, where they can be: not over paragraphs, and not too many.
fn quoted(line: &str, words: &[Range<usize>]) -> Option<String> {
    let (first, last) = (words.first()?, words.last()?);
    if words.len() > QUOTED || words.iter().any(|word| phrase::letters(line, word) == "\n") {
        return None;
    }
    let quoted = phrase::quoted(&line[first.start..last.end]);
    can_be_quoted(&quoted).then_some(quoted)
}

/// Whether words tell a place: a mark alone does not.
fn is_a_place(words: &str) -> bool {
    words.contains(char::is_alphanumeric)
}

/// Whether no text is opened or closed in the words alone that are put or left out.
fn is_balanced(change: &Change) -> bool {
    let even = |words: &str| words.matches('"').count().is_multiple_of(2);
    match change {
        Change::Substitute { of, by } => even(of) && even(by),
        Change::Omit(words) => even(words),
        Change::InsertAfter { what, .. } | Change::InsertBefore { what, .. } => even(what),
    }
}
