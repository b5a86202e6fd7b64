//! An instrument drafted from two texts.

use std::ops::Range;

use super::application::{Misfit, amended_item, apply};
use super::citation::{Item, Place, Sort};
use super::phrase::spelt;
use super::text::{Text, inside, quoted_name};
use super::{Act, Instrument, Spot, Subject, provisions, reader};
use crate::versions::matching::matched;
use crate::versions::rule::Rule;

/// What part of an item's words may change before the whole is substituted.
const CHANGED: f64 = 0.5;

/// Why there is no instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undrafted {
    /// One of the texts has a fault.
    Faulty,
    /// What was drafted does not fit the old text.
    Misfits(Vec<Misfit>),
    /// What came of the old text by it is not the new one.
    Otherwise(String),
}

/// The instrument that makes of one text another.
///
/// It was read back from its words and applied to the old text, and what came of that says what the new one says.
///
/// # Errors
/// A text with a fault; anything else is a fault of this room.
pub fn between(old: &str, new: &str) -> Result<Instrument, Undrafted> {
    let text = |written: &str| Text::of(written).ok_or(Undrafted::Faulty);
    let (was, is) = (text(old)?, text(new)?);
    let matched = matched_items(&was, &is);
    let instrument = Drafter::of(&was, &is, &matched).instrument();
    let read: Option<Vec<Act>> = instrument.paragraphs.iter().map(read_back).collect();
    let read =
        Instrument { paragraphs: read.ok_or_else(|| Undrafted::Misfits(Vec::new()))?, ..instrument.clone() };
    let came = apply(old, &read).map_err(Undrafted::Misfits)?;
    match Text::of(&came) {
        Some(text) if same(&text, &is) => Ok(instrument),
        _ => Err(Undrafted::Otherwise(came)),
    }
}

/// An act as it is read from its own words; none where it is read as anything else.
fn read_back(act: &Act) -> Option<Act> {
    let told = act.told();
    let read = reader::sentence(&told.sentence, told.lines.as_deref().unwrap_or_default()).ok()?;
    (read.told() == told).then_some(read)
}

/// Whether two texts say the same, word for word.
fn same(one: &Text, other: &Text) -> bool {
    let words = |text: &Text| -> Vec<Vec<Vec<String>>> {
        (0..text.items.len())
            .map(|item| {
                let lines = text.words(item).into_iter();
                lines.map(|line| line.into_iter().map(str::to_owned).collect()).collect()
            })
            .collect()
    };
    words(one) == words(other)
}

/// For each item of the new text, the item of the old one that it was.
fn matched_items(old: &Text, new: &Text) -> Vec<Option<usize>> {
    let mut found = vec![None; new.items.len()];
    for sort in Sort::ALL {
        let of = |text: &Text| -> Vec<usize> {
            (0..text.items.len()).filter(|item| kin(text.names[*item].sort) == sort).collect()
        };
        let (was, is) = (of(old), of(new));
        let rules = |text: &Text, items: &[usize]| -> Vec<Rule> {
            items.iter().map(|item| rule(text, *item)).collect()
        };
        let (had, have) = (formerly(old, &was), formerly(new, &is));
        for (one, other, _) in matched(&rules(old, &was), &rules(new, &is), &had, &have) {
            found[is[other]] = Some(was[one]);
        }
    }
    found
}

/// The numbers that items say they had before, each with the item's place among them.
fn formerly(text: &Text, items: &[usize]) -> Vec<(String, usize)> {
    let mut formerly = Vec::new();
    for (place, item) in items.iter().enumerate() {
        for line in text.words(*item).iter().filter(|line| line.first() == Some(&"formerly")) {
            let numbers = line[1..].iter().filter(|word| !matches!(**word, "," | "and"));
            formerly.extend(numbers.map(|number| ((*number).to_owned(), place)));
        }
    }
    formerly
}

/// Sorts whose items may become one another.
fn kin(sort: Sort) -> Sort {
    match sort {
        Sort::UntitledAssumption => Sort::Assumption,
        other => other,
    }
}

/// An item as rules are matched.
fn rule(text: &Text, item: usize) -> Rule {
    let Item { name, which, .. } = &text.names[item];
    let lines = &text.lines[item];
    let title = lines[0].title.clone().map(|title| lines[0].written[title].to_owned());
    let own = |line: &str| spelt(line).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let mut statement: Vec<String> = lines.iter().skip(1).flat_map(|line| own(&line.written)).collect();
    let mut opening = own(&lines[0].written);
    opening.drain(..opening.len().min(2));
    statement.extend(opening);
    let mut number = name.clone();
    if let Some(which) = which {
        number.push_str(&format!(" {which}"));
    }
    Rule { number, title: title.unwrap_or_default(), statement, ..Rule::default() }
}

struct Drafter<'t> {
    old: &'t Text,
    new: &'t Text,
    matched: &'t [Option<usize>],
    /// Of each item of the old text, whether it stays where it is among the others.
    stays: Vec<bool>,
    /// Whether it is in the new text at all.
    kept: Vec<bool>,
    paragraphs: Vec<Act>,
    /// Items of the old text whose omission was told.
    omitted: Vec<bool>,
}

impl<'t> Drafter<'t> {
    fn of(old: &'t Text, new: &'t Text, matched: &'t [Option<usize>]) -> Drafter<'t> {
        let mut kept = vec![false; old.items.len()];
        matched.iter().flatten().for_each(|item| kept[*item] = true);
        let mut stays = vec![false; old.items.len()];
        let order: Vec<usize> = matched.iter().flatten().copied().collect();
        longest_rising(&order).into_iter().for_each(|item| stays[item] = true);
        let omitted = vec![false; old.items.len()];
        Drafter { old, new, matched, stays, kept, paragraphs: Vec::new(), omitted }
    }

    fn instrument(mut self) -> Instrument {
        let mut spot = Spot::Beginning;
        let mut at = 0;
        while at < self.matched.len() {
            match self.matched[at] {
                Some(item) => {
                    if self.stays[item] {
                        self.omit_before(item);
                    } else {
                        let item = self.old.names[item].clone();
                        self.paragraphs.push(Act::Move { item, to: spot });
                    }
                    self.amend(item, at);
                    spot = Spot::After(self.old.names[item].clone().into());
                    at += 1;
                }
                None => {
                    let end = (at..self.matched.len()).find(|at| self.matched[*at].is_some());
                    let end = end.unwrap_or(self.matched.len());
                    let lines = self.lines(at..end);
                    let act = match self.taken_by(at, &spot) {
                        Some(item) => {
                            self.omitted[item] = true;
                            Act::Substitute { place: self.old.names[item].clone().into(), lines }
                        }
                        None => Act::Insert { at: spot, lines },
                    };
                    self.paragraphs.push(act);
                    spot = Spot::Behind(self.paragraphs.len());
                    at = end;
                }
            }
        }
        self.omit_before(self.old.items.len());
        Instrument { subject: subject(self.old), paragraphs: self.paragraphs }
    }

    /// The items of the new text as they stand.
    fn lines(&self, items: Range<usize>) -> String {
        let mut lines = String::new();
        for item in items.clone() {
            if item > items.start {
                lines.push_str(if self.new.items[item].apart { "\n\n" } else { "\n" });
            }
            lines.push_str(&self.new.written(item));
        }
        lines
    }

    /// The item that goes where a new one of its sort comes, which then takes its place.
    fn taken_by(&self, new: usize, spot: &Spot) -> Option<usize> {
        let from = match spot {
            Spot::Beginning => 0,
            Spot::After(place) => {
                let before = self.old.names.iter().position(|name| *name == place.item)?;
                self.stays[before].then_some(before + 1)?
            }
            _ => return None,
        };
        let gone = (from..self.old.items.len())
            .take_while(|item| !self.stays[*item])
            .find(|item| !self.kept[*item])?;
        let free = !self.omitted[gone] && self.old.names[gone].sort == self.new.names[new].sort;
        free.then_some(gone)
    }

    fn omit_before(&mut self, item: usize) {
        for gone in 0..item {
            if !self.kept[gone] && !std::mem::replace(&mut self.omitted[gone], true) {
                self.paragraphs.push(Act::Omit(self.old.names[gone].clone().into()));
            }
        }
    }

    /// What becomes of an item that stays.
    fn amend(&mut self, item: usize, other: usize) {
        let (was, is) = (self.old.words(item), self.new.words(other));
        if was == is {
            return;
        }
        let whole = Act::Substitute {
            place: Place::from(self.old.names[item].clone()),
            lines: self.new.written(other),
        };
        let acts = match self.old.names[item].sort {
            Sort::Comment => None,
            _ => provisions::acts(self.old, item, self.new, other),
        };
        let acts = acts.filter(|acts| !is_much(acts, &was) && self.is_well(item, other, acts));
        self.paragraphs.extend(acts.unwrap_or_else(|| vec![whole]));
    }

    /// Whether these acts make of an item what it is to be.
    fn is_well(&self, item: usize, other: usize, acts: &[Act]) -> bool {
        let read: Option<Vec<Act>> = acts.iter().map(read_back).collect();
        let came = read.and_then(|acts| amended_item(self.old, item, &acts).ok());
        let Some(came) = came else { return false };
        let Some(came) = Text::of(&came) else { return false };
        let kinds =
            |text: &Text, item: usize| -> Vec<_> { text.lines[item].iter().map(|line| line.kind).collect() };
        came.items.len() == 1
            && came.words(0) == self.new.words(other)
            && kinds(&came, 0) == kinds(self.new, other)
    }
}

/// Whether so much becomes otherwise that the whole is better read anew.
fn is_much(acts: &[Act], was: &[Vec<&str>]) -> bool {
    let long = |lines: &str| spelt(lines).len();
    let changed: usize = acts
        .iter()
        .map(|act| match act {
            Act::Substitute { lines, .. } => long(lines),
            Act::Insert { .. } | Act::Words { .. } | Act::Renumber { .. } => 0,
            Act::Omit(_) | Act::Move { .. } => 1,
        })
        .sum();
    let all: usize = was.iter().map(Vec::len).sum();
    acts.len() > 3 && changed as f64 > CHANGED * all as f64 || acts.len() > was.len().max(6)
}

/// The longest run of numbers, not side by side, each higher than the one before.
fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    // For each length, where the run of that length that ends lowest ends; and for each number the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let long = ends.partition_point(|end| numbers[*end] < *number);
        before[at] = long.checked_sub(1).map(|long| ends[long]);
        match ends.get_mut(long) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run = Vec::new();
    let mut at = ends.last().copied();
    while let Some(here) = at {
        run.push(numbers[here]);
        at = before[here];
    }
    run.reverse();
    run
}

/// The policy of a text, if there is one only.
pub(super) fn subject(text: &Text) -> Option<Subject> {
    let mut policies = (0..text.items.len()).filter(|item| text.names[*item].sort == Sort::Policy);
    let (Some(policy), None) = (policies.next(), policies.next()) else { return None };
    let version = text.lines[policy].iter().find(|line| spelt(&line.written).first() == Some(&"version"));
    let version = version.and_then(|line| quoted_name(&line.written)).map(inside);
    Some(Subject { policy: text.names[policy].name.clone(), version })
}

#[cfg(test)]
mod tests {
    use super::longest_rising;

    #[test]
    fn the_longest_run_rises() {
        assert_eq!(longest_rising(&[3, 0, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_rising(&[0, 3, 1, 2, 4]), [0, 1, 2, 4]);
        assert_eq!(longest_rising(&[]), Vec::<usize>::new());
    }
}
