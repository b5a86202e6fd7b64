//! An instrument applied to the text that it amends: everything it says at once, or nothing.

use std::ops::Range;

use super::citation::{Item, Place, Provision, Sort};
use super::phrase::{self, Change, spelt};
use super::text::Text;
use super::{Act, Instrument, Spot, Subject};
use crate::problem::likely::likely;
use crate::source::Sources;
use crate::syntax::layout::lay_out;
use crate::syntax::layout::standing::LineKind;

/// Why a paragraph, by its number from 1, cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    pub paragraph: usize,
    pub why: Why,
}

/// See [`Misfit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The text to be amended has a fault, so that nothing in it can be found.
    Faulty,
    /// It is made for another text: what it names, and what was found.
    Other { wanted: Subject, found: Option<Subject> },
    /// There is nothing that is so called; what was probably meant.
    NotThere { cited: Place, likely: Option<Item> },
    /// Several are called so.
    Several { cited: Place, many: usize },
    /// The words do not stand there; where else they do, if at one place.
    NoWords { words: String, place: Place, elsewhere: Option<Item> },
    /// The words stand there several times.
    ManyWords { words: String, place: Place, many: usize },
    /// Another paragraph does something to the same words, or to what they stand in.
    Clash { place: Place },
    /// There is no such paragraph before this one that puts something in.
    NoParagraph { number: usize },
    /// An act that nothing can be done by: to move into itself, to renumber what has no number.
    Senseless { place: Place },
    /// What comes of it cannot be read.
    Unreadable { text: String },
}

/// What a text becomes, laid out.
///
/// # Errors
/// Every paragraph that cannot be carried out; then nothing was done.
pub fn apply(text: &str, instrument: &Instrument) -> Result<String, Vec<Misfit>> {
    let faulty = || vec![Misfit { paragraph: 0, why: Why::Faulty }];
    let text = Text::of(text).ok_or_else(faulty)?;
    if let Some(wanted) = &instrument.subject {
        let found = super::draft::subject(&text);
        if found.as_ref() != Some(wanted) {
            let why = Why::Other { wanted: wanted.clone(), found };
            return Err(vec![Misfit { paragraph: 0, why }]);
        }
    }
    let mut plan = Plan::of(&text);
    let mut misfits = Vec::new();
    for (number, act) in instrument.paragraphs.iter().enumerate() {
        if let Err(why) = plan.take(act, number + 1) {
            misfits.push(Misfit { paragraph: number + 1, why });
        }
    }
    if !misfits.is_empty() {
        return Err(misfits);
    }
    let came = plan.text().map_err(|(paragraph, why)| vec![Misfit { paragraph, why }])?;
    let mut sources = Sources::default();
    let file = sources.add("amended.licit", came);
    let laid = lay_out(&sources, file);
    if laid.left > 0 || !laid.faithful {
        return Err(vec![Misfit { paragraph: 0, why: Why::Unreadable { text: sources.into_text(file) } }]);
    }
    Ok(laid.text)
}

/// What acts on its provisions make of one item.
pub fn amended_item(text: &Text, item: usize, acts: &[Act]) -> Result<String, Why> {
    let mut plan = Plan::of(text);
    for act in acts {
        plan.take(act, 1)?;
    }
    plan.item(item).map_err(|(_, why)| why)
}

/// What becomes of each item and line of a text.
struct Plan<'t> {
    text: &'t Text,
    items: Vec<Fate>,
    lines: Vec<Vec<Line>>,
    /// The items in their order, with what is put between them.
    order: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Stays,
    Omitted,
    /// By these lines, which this paragraph puts in.
    Substituted(String, usize),
}

#[derive(Debug, Clone, Default)]
struct Line {
    omitted: bool,
    substituted: Option<String>,
    edits: Vec<(Range<usize>, String, usize)>,
    before: Vec<String>,
    /// With the line at which what they stand behind begins.
    after: Vec<(usize, String)>,
}

enum Piece {
    Old(usize),
    /// With the paragraph that puts it in.
    New(String, usize),
}

/// Where a place was found.
struct Found {
    item: usize,
    /// The line at which it begins, and all it has; none where it is the item.
    lines: Option<Range<usize>>,
    title: bool,
}

impl<'t> Plan<'t> {
    fn of(text: &'t Text) -> Plan<'t> {
        Plan {
            text,
            items: vec![Fate::Stays; text.items.len()],
            lines: text.lines.iter().map(|lines| vec![Line::default(); lines.len()]).collect(),
            order: (0..text.items.len()).map(Piece::Old).collect(),
        }
    }

    /// Takes what a paragraph does into the plan.
    fn take(&mut self, act: &Act, number: usize) -> Result<(), Why> {
        match act {
            Act::Words { place, change } => self.words(place, change, number),
            Act::Omit(place) => {
                let Found { item, lines, title } = self.find(place)?;
                match lines {
                    Some(lines) if !title => self.lines_go(item, lines, None, place),
                    Some(_) => Err(Why::Senseless { place: place.clone() }),
                    None => self.item_goes(item, Fate::Omitted, place),
                }
            }
            Act::Substitute { place, lines } => {
                let found = self.find(place)?;
                match found.lines {
                    Some(range) if !found.title => self.lines_go(found.item, range, Some(lines), place),
                    Some(_) => Err(Why::Senseless { place: place.clone() }),
                    None => self.item_goes(found.item, Fate::Substituted(lines.clone(), number), place),
                }
            }
            Act::Insert { at, lines } => self.insert(at, lines, number),
            Act::Move { item, to } => {
                let place = Place::from(item.clone());
                let moved = self.find(&place)?.item;
                let to = self.behind(to, Some(&place))?;
                let from = self.position(moved);
                if to == from + 1 && matches!(self.order[from], Piece::Old(_)) {
                    return Ok(());
                }
                let piece = self.order.remove(from);
                self.order.insert(if to > from { to - 1 } else { to }, piece);
                Ok(())
            }
            Act::Renumber { place, to } => self.renumber(place, to, number),
        }
    }

    fn words(&mut self, place: &Place, change: &Change, number: usize) -> Result<(), Why> {
        let Found { item, lines, title } = self.find(place)?;
        let lines = lines.unwrap_or(0..self.lines[item].len());
        let sought = change.at();
        let mut found = Vec::new();
        for line in lines {
            let Some(here) = self.text.lines[item].get(line) else { continue };
            let within = here.title.clone().filter(|_| title).unwrap_or(0..here.written.len());
            let places = phrase::places(&here.written[within.clone()], sought).into_iter();
            found.extend(places.map(|at| (line, within.start, at)));
        }
        match &found[..] {
            [(line, start, at)] => {
                let written = &self.text.lines[item][*line].written;
                let end = self.text.lines[item][*line].title.clone().filter(|_| title);
                let end = end.map_or(written.len(), |title| title.end);
                let (range, by) = change.written(&written[*start..end], at);
                let range = range.start + start..range.end + start;
                self.lines[item][*line].edits.push((range, by, number));
                Ok(())
            }
            [] => {
                let mut others = (0..self.text.items.len()).filter(|other| {
                    *other != item
                        && self.text.lines[*other]
                            .iter()
                            .any(|line| !phrase::places(&line.written, sought).is_empty())
                });
                let elsewhere = others.next().filter(|_| others.next().is_none());
                let elsewhere = elsewhere.map(|item| self.text.names[item].clone());
                Err(Why::NoWords { words: sought.to_owned(), place: place.clone(), elsewhere })
            }
            many => Err(Why::ManyWords { words: sought.to_owned(), place: place.clone(), many: many.len() }),
        }
    }

    fn renumber(&mut self, place: &Place, to: &str, number: usize) -> Result<(), Why> {
        let senseless = || Why::Senseless { place: place.clone() };
        let Found { item, lines, .. } = self.find(place)?;
        let line = lines.as_ref().map_or(0, |lines| lines.start);
        let words = phrase::words(&self.text.lines[item][line].written);
        let is_row = matches!(self.text.lines[item][line].kind, LineKind::Row(_));
        let range = match lines {
            Some(_) if is_row && to.starts_with('(') => words[0].clone(),
            None if !to.starts_with('(') && place.item.sort.is_named() => {
                let long = spelt(&self.text.names[item].name).len();
                words.get(1).ok_or_else(senseless)?.start..words.get(long).ok_or_else(senseless)?.end
            }
            _ => return Err(senseless()),
        };
        self.lines[item][line].edits.push((range, to.to_owned(), number));
        Ok(())
    }

    fn insert(&mut self, at: &Spot, lines: &str, number: usize) -> Result<(), Why> {
        if let Spot::After(place) | Spot::Before(place) = at {
            let Found { item, lines: found, title } = self.find(place)?;
            if let Some(found) = found {
                if title {
                    return Err(Why::Senseless { place: place.clone() });
                }
                match at {
                    Spot::Before(_) => self.lines[item][found.start].before.push(lines.to_owned()),
                    _ => self.lines[item][found.end - 1].after.push((found.start, lines.to_owned())),
                }
                return Ok(());
            }
            if let Spot::Before(_) = at {
                let position = self.position(item);
                self.order.insert(position, Piece::New(lines.to_owned(), number));
                return Ok(());
            }
        }
        let position = self.behind(at, None)?;
        self.order.insert(position, Piece::New(lines.to_owned(), number));
        Ok(())
    }

    /// The position in the order behind a spot between items, for an item that is moved there or for new ones.
    fn behind(&self, spot: &Spot, moved: Option<&Place>) -> Result<usize, Why> {
        match spot {
            Spot::Beginning => Ok(0),
            Spot::Behind(paragraph) => {
                let put = |piece: &Piece| match piece {
                    Piece::New(_, by) => by == paragraph,
                    Piece::Old(item) => {
                        matches!(&self.items[*item], Fate::Substituted(_, by) if by == paragraph)
                    }
                };
                let last = self.order.iter().rposition(put);
                last.map(|at| at + 1).ok_or(Why::NoParagraph { number: *paragraph })
            }
            Spot::After(other) | Spot::Before(other) => {
                let found = self.find(other)?;
                if found.lines.is_some() || Some(other) == moved {
                    return Err(Why::Senseless { place: other.clone() });
                }
                let at = self.position(found.item);
                Ok(if matches!(spot, Spot::After(_)) { at + 1 } else { at })
            }
        }
    }

    fn position(&self, item: usize) -> usize {
        let is_it = |piece: &Piece| matches!(piece, Piece::Old(at) if *at == item);
        self.order.iter().position(is_it).unwrap_or(self.order.len())
    }

    fn item_goes(&mut self, item: usize, fate: Fate, place: &Place) -> Result<(), Why> {
        match std::mem::replace(&mut self.items[item], fate) {
            Fate::Stays => Ok(()),
            _ => Err(Why::Clash { place: place.clone() }),
        }
    }

    fn lines_go(
        &mut self,
        item: usize,
        range: Range<usize>,
        by: Option<&String>,
        place: &Place,
    ) -> Result<(), Why> {
        for at in range.clone() {
            let line = &mut self.lines[item][at];
            if line.omitted || line.substituted.is_some() {
                return Err(Why::Clash { place: place.clone() });
            }
            line.omitted = true;
        }
        if let Some(by) = by {
            self.lines[item][range.start].substituted = Some(by.clone());
        }
        Ok(())
    }

    /// Finds what is cited. A clause's number may have parentheses of its own: the longest that there is is meant.
    fn find(&self, place: &Place) -> Result<Found, Why> {
        let mut cited = place.clone();
        let mut items = self.items_called(&cited.item);
        let labelled = place.item.name.find('(').filter(|at| *at > 0 && !place.item.name.starts_with('"'));
        if let (Sort::Clause, None, Some(labels), true) =
            (place.item.sort, &place.provision, labelled, items.is_empty())
        {
            let ends = place.item.name.match_indices('(').map(|(at, _)| at).filter(|at| *at >= labels);
            for end in ends {
                let name = place.item.name[..end].to_owned();
                let shorter = self.items_called(&Item { name: name.clone(), ..place.item.clone() });
                if !shorter.is_empty() {
                    items = shorter;
                    cited.item.name = name;
                    cited.provision = Some(Provision::Row(place.item.name[end..].to_owned()));
                }
            }
        }
        if let (Sort::Clause, Some(Provision::Row(labels))) = (place.item.sort, &place.provision) {
            let ends = labels.match_indices(')').map(|(at, _)| at + 1);
            for end in ends {
                let name = format!("{}{}", place.item.name, &labels[..end]);
                let longer = self.items_called(&Item { name: name.clone(), ..place.item.clone() });
                if !longer.is_empty() {
                    items = longer;
                    cited.item.name = name;
                    let rest = &labels[end..];
                    cited.provision = (!rest.is_empty()).then(|| Provision::Row(rest.to_owned()));
                }
            }
        }
        let item = match items[..] {
            [item] => item,
            [] => {
                let sort = self.text.names.iter().filter(|name| name.sort == place.item.sort);
                let near = likely(&place.item.name, sort.clone().map(|name| name.name.as_str()));
                let likely = near.and_then(|near| sort.clone().find(|name| name.name == near)).cloned();
                return Err(Why::NotThere { cited: place.clone(), likely });
            }
            _ => return Err(Why::Several { cited: place.clone(), many: items.len() }),
        };
        let Some(provision) = &cited.provision else {
            return Ok(Found { item, lines: None, title: false });
        };
        let lines = &self.text.lines[item];
        if *provision == Provision::Title {
            return match lines[0].title {
                Some(_) => Ok(Found { item, lines: Some(0..1), title: true }),
                None => Err(Why::NotThere { cited: place.clone(), likely: None }),
            };
        }
        let called: Vec<usize> = (0..lines.len())
            .filter(|at| match provision {
                Provision::Line { words, whole } => {
                    let (line, words) = (spelt(&lines[*at].written), spelt(words));
                    line.starts_with(&words) && (!whole || line.len() == words.len())
                }
                provision => lines[*at].called.as_ref() == Some(provision),
            })
            .collect();
        let line = match (&called[..], cited.which) {
            ([line], None) => *line,
            (lines, Some(which)) if which > 0 && lines.len() >= which as usize => lines[which as usize - 1],
            ([] | [_], _) | (_, Some(_)) => {
                return Err(Why::NotThere { cited: place.clone(), likely: None });
            }
            (many, None) => return Err(Why::Several { cited: place.clone(), many: many.len() }),
        };
        Ok(Found { item, lines: Some(self.text.extent(item, line)), title: false })
    }

    /// The items that are called so.
    fn items_called(&self, cited: &Item) -> Vec<usize> {
        let is_so = |name: &Item| {
            name.sort == cited.sort
                && spelt(&name.name) == spelt(&cited.name)
                && (cited.which.is_none() || cited.which == name.which)
        };
        (0..self.text.names.len()).filter(|item| is_so(&self.text.names[*item])).collect()
    }

    /// The whole text.
    fn text(&self) -> Result<String, (usize, Why)> {
        let mut text = String::new();
        let mut fresh = true;
        for piece in &self.order {
            let (words, apart) = match piece {
                Piece::New(lines, _) => (lines.clone(), true),
                Piece::Old(item) => {
                    let touched = self.lines[*item].iter().any(Line::is_touched);
                    match (&self.items[*item], touched) {
                        (Fate::Stays, false) => (self.text.written(*item), self.text.items[*item].apart),
                        (Fate::Stays, true) => (self.item(*item)?, self.text.items[*item].apart),
                        (_, true) => return Err(self.clash(*item)),
                        (Fate::Substituted(lines, _), false) => (lines.clone(), true),
                        (Fate::Omitted, false) => continue,
                    }
                }
            };
            if !text.is_empty() {
                text.push_str(if apart || fresh { "\n\n" } else { "\n" });
            }
            fresh = matches!(piece, Piece::New(..));
            text.push_str(words.trim_end());
        }
        text.push('\n');
        Ok(text)
    }

    fn clash(&self, item: usize) -> (usize, Why) {
        let edits = self.lines[item].iter().flat_map(|line| &line.edits);
        let paragraph = edits.map(|(.., number)| *number).max().unwrap_or(0);
        (paragraph, Why::Clash { place: self.text.names[item].clone().into() })
    }

    /// One item with what is done to its lines.
    fn item(&self, item: usize) -> Result<String, (usize, Why)> {
        let mut lines: Vec<String> = Vec::new();
        for (written, plan) in self.text.lines[item].iter().zip(&self.lines[item]) {
            lines.extend(plan.before.iter().cloned());
            match (&plan.substituted, plan.omitted) {
                (Some(by), _) if plan.edits.is_empty() => lines.push(by.clone()),
                (None, true) if plan.edits.is_empty() => {}
                (None, false) => {
                    lines.push(edited(&written.written, &plan.edits).ok_or_else(|| self.clash(item))?)
                }
                _ => return Err(self.clash(item)),
            }
            let mut after: Vec<&(usize, String)> = plan.after.iter().collect();
            after.sort_by_key(|(from, _)| std::cmp::Reverse(*from));
            lines.extend(after.into_iter().map(|(_, line)| line.clone()));
        }
        Ok(lines.join("\n"))
    }
}

impl Line {
    fn is_touched(&self) -> bool {
        self.omitted || !self.edits.is_empty() || !self.before.is_empty() || !self.after.is_empty()
    }
}

/// A line with its edits; `None` where two of them touch the same words.
fn edited(line: &str, edits: &[(Range<usize>, String, usize)]) -> Option<String> {
    let mut edits: Vec<&(Range<usize>, String, usize)> = edits.iter().collect();
    edits.sort_by_key(|(range, ..)| (range.start, range.end));
    let (mut text, mut at) = (String::new(), 0);
    for (range, by, _) in edits {
        text.push_str(line.get(at..range.start)?);
        text.push_str(by);
        at = range.end;
    }
    text.push_str(&line[at..]);
    Some(text)
}
