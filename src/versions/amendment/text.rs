//! A text as an instrument sees it: laid out, its items under their names, the lines of each.

use std::collections::HashMap;
use std::ops::Range;

use super::citation::{Item, Place, Provision, Remark, Sort};
use super::phrase::{self, spelt};
use crate::source::Sources;
use crate::syntax::layout::standing::{LineKind, Standing, standing};

/// How many words of a line are cited at the least.
const FEWEST: usize = 3;
/// The most words of a line that is cited by all it has.
const SHORT: usize = 12;
/// How many words name a comment, or an assumption without a title.
const NAMING: usize = 6;

/// See the head of this file.
#[derive(Debug)]
pub struct Text {
    pub items: Vec<Standing>,
    pub names: Vec<Item>,
    /// Of each item its lines, with what they are.
    pub lines: Vec<Vec<Line>>,
}

/// A line of an item.
#[derive(Debug, Clone)]
pub struct Line {
    /// As it stands, with the blanks it begins with.
    pub written: String,
    pub kind: LineKind,
    /// The title in it.
    pub title: Option<Range<usize>>,
    /// What it is called; of what is called nothing, its words are cited.
    pub called: Option<Provision>,
}

impl Text {
    /// Reads a text of Licit; `None` where it has a fault.
    pub fn of(written: &str) -> Option<Text> {
        let mut sources = Sources::default();
        let file = sources.add("text.licit", written.replace("\r\n", "\n"));
        let (text, items) = standing(&sources, file)?;
        let lines: Vec<Vec<Line>> = items.iter().map(|item| lines(&text, item)).collect();
        let mut names: Vec<Item> = items.iter().zip(&lines).map(|(item, lines)| name(item, lines)).collect();
        number(&mut names);
        Some(Text { items, names, lines })
    }

    /// The item as it stands.
    pub fn written(&self, item: usize) -> String {
        self.block(item, 0..self.lines[item].len())
    }

    /// Some lines of an item as they stand.
    pub fn block(&self, item: usize, lines: Range<usize>) -> String {
        let lines: Vec<&str> = self.lines[item][lines].iter().map(|line| line.written.as_str()).collect();
        lines.join("\n")
    }

    /// The words of an item, line by line: what must be the same for two items to be the same.
    pub fn words(&self, item: usize) -> Vec<Vec<&str>> {
        self.lines[item].iter().map(|line| spelt(&line.written)).collect()
    }

    /// The lines of what begins at a line: an item of a list has all that stands under it.
    pub fn extent(&self, item: usize, line: usize) -> Range<usize> {
        let lines = &self.lines[item];
        let LineKind::Row(depth) = lines[line].kind else { return line..line + 1 };
        let mut end = line + 1;
        for (at, other) in lines.iter().enumerate().skip(line + 1) {
            match other.kind {
                LineKind::Row(deeper) if deeper > depth => end = at + 1,
                LineKind::Comment => {}
                _ => break,
            }
        }
        line..end
    }

    /// The citation of a line.
    pub fn place(&self, item: usize, line: usize) -> Place {
        let lines = &self.lines[item];
        let name = self.names[item].clone();
        let among = |is_so: &dyn Fn(&Line) -> bool| {
            let same: Vec<usize> = (0..lines.len()).filter(|at| is_so(&lines[*at])).collect();
            let which = same.iter().position(|at| *at == line).map_or(1, |at| at as u32 + 1);
            (same.len() > 1).then_some(which)
        };
        if let Some(called) = &lines[line].called {
            let which = among(&|other| other.called.as_ref() == Some(called));
            return Place { item: name, provision: Some(called.clone()), which };
        }
        let words = spelt(&lines[line].written);
        let all = phrase::words(&lines[line].written);
        let least = if words.len() <= SHORT { words.len() } else { FEWEST };
        for long in least..=words.len() {
            let whole = long == words.len();
            let begins = |other: &Line| {
                let others = spelt(&other.written);
                others.starts_with(&words[..long]) && (!whole || others.len() == long)
            };
            let which = among(&begins);
            if which.is_none() || whole {
                let cited = all[0].start..all[long - 1].end;
                let words = phrase::quoted(&lines[line].written[cited]);
                return Place { item: name, provision: Some(Provision::Line { words, whole }), which };
            }
        }
        Place::from(name)
    }
}

fn lines(text: &str, item: &Standing) -> Vec<Line> {
    let mut labels: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for line in &item.lines {
        let written = &text[line.range.clone()];
        let words = spelt(written);
        let first = words.first().copied().unwrap_or_default();
        let called = match line.kind {
            LineKind::Row(depth) => {
                labels.truncate(usize::from(depth).saturating_sub(1));
                labels.push(first);
                Some(Provision::Row(labels.concat()))
            }
            LineKind::Entry => Some(Provision::Entry(first.to_owned())),
            LineKind::Opening => Some(Provision::Opening),
            LineKind::Other if words.get(1).is_some_and(|next| next.starts_with(['"', '“'])) => {
                let remark = Remark::ALL.into_iter().find(|remark| remark.word() == first);
                remark.map(Provision::Remark)
            }
            LineKind::Other | LineKind::Comment => None,
        };
        let title =
            line.title.as_ref().map(|title| title.start - line.range.start..title.end - line.range.start);
        lines.push(Line { written: written.to_owned(), kind: line.kind, title, called });
    }
    lines
}

fn name(item: &Standing, lines: &[Line]) -> Item {
    let first = &lines[0];
    let words = spelt(&first.written);
    let begins = |from: usize| {
        let all = phrase::words(&first.written);
        let last = all.len().min(from + NAMING);
        match all.get(from) {
            Some(word) => phrase::quoted(&first.written[word.start..all[last - 1].end]),
            None => String::new(),
        }
    };
    let opener = words.first().copied().unwrap_or_default();
    let sort = match item.comments {
        true => Sort::Comment,
        false => Sort::ALL.into_iter().find(|sort| sort.opener() == opener).unwrap_or(Sort::Comment),
    };
    let called = words.get(1).copied().unwrap_or_default();
    let quoted = quoted_name(&first.written);
    let (sort, name) = match (sort, quoted) {
        (Sort::Comment, _) => (sort, begins(0)),
        (Sort::UntitledAssumption | Sort::Assumption, Some(title)) => (Sort::Assumption, inside(title)),
        // Its condition stands on this line or on those below.
        (Sort::UntitledAssumption | Sort::Assumption, None) => (Sort::UntitledAssumption, begins(1)),
        (Sort::Given, _) => (sort, String::new()),
        (Sort::Judgement | Sort::Define, _) if words.get(2) == Some(&"for") => {
            (sort, format!("{called} for {}", words.get(3).copied().unwrap_or_default()))
        }
        (_, Some(quoted)) if sort.is_quoted() => (sort, inside(quoted)),
        (_, Some(quoted)) => (sort, phrase::quoted(quoted)),
        (_, None) => (sort, called.to_owned()),
    };
    Item { sort, name, which: None }
}

/// The text that stands second in a line, with its marks.
pub(super) fn quoted_name(line: &str) -> Option<&str> {
    let words = phrase::words(line);
    let open = words.get(1).filter(|word| line[(*word).clone()].starts_with(['"', '“']))?;
    let closes = |word: &&Range<usize>| {
        matches!(&line[(*word).clone()], "\"" | "”") && !line[..word.start].ends_with('\\')
    };
    let close = words.iter().skip(2).find(closes)?;
    Some(&line[open.start..close.end])
}

/// The words within marks.
pub(super) fn inside(quoted: &str) -> String {
    let mut letters = quoted.chars();
    letters.next();
    letters.next_back();
    phrase::quoted(letters.as_str())
}

/// Tells items apart that are called the same.
fn number(names: &mut [Item]) {
    let mut times: HashMap<Item, u32> = HashMap::new();
    for name in names.iter() {
        *times.entry(name.clone()).or_default() += 1;
    }
    let mut met: HashMap<Item, u32> = HashMap::new();
    for name in names {
        if times[&*name] > 1 {
            let which = met.entry(name.clone()).or_default();
            *which += 1;
            name.which = Some(*which);
        }
    }
}
