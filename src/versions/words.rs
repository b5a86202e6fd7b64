//! What was written otherwise, clause by clause, whatever comes of it.

use std::collections::HashMap;

use super::matching::{Became, By};
use super::rule::Rule;

/// What became of one clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewording {
    pub old: Option<String>,
    pub new: Option<String>,
    /// The parts that were rewritten; of one renumbered alone, none.
    pub parts: Vec<(Part, Vec<Substitution>)>,
    /// The numbers differ, and nothing says so.
    pub formerly_missing: bool,
    /// The number of the new clause meant another rule before.
    pub number_taken: bool,
}

/// A part of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Title,
    /// What it rules.
    Statement,
    Period,
    /// The words of the law.
    Text,
    /// Sources, notes, quotes.
    Remarks,
}

/// For some words, others; for none, some inserted after `after`.
#[derive(Debug, Clone, PartialEq)]
pub struct Substitution {
    pub after: String,
    pub from: String,
    pub to: String,
}

/// What became of every clause that was not left as it was, in the order of the new version.
pub fn rewordings(was: &[Rule], is: &[Rule], became: &[Became]) -> Vec<Rewording> {
    let mut before: Vec<Option<(usize, By)>> = vec![None; is.len()];
    let mut stays = vec![false; was.len()];
    for it in became {
        before[it.new.0 as usize] = Some((it.old.0 as usize, it.by));
        stays[it.old.0 as usize] = true;
    }
    let numbers: HashMap<&str, usize> =
        was.iter().enumerate().map(|(place, rule)| (rule.number.as_str(), place)).collect();
    let mut rewordings = Vec::new();
    for (place, rule) in is.iter().enumerate() {
        let taken = numbers.get(rule.number.as_str()).copied();
        let reworded = match before[place] {
            None => Rewording {
                old: None,
                new: Some(rule.number.clone()),
                parts: Vec::new(),
                formerly_missing: false,
                number_taken: taken.is_some(),
            },
            Some((old, by)) => Rewording {
                old: Some(was[old].number.clone()),
                new: Some(rule.number.clone()),
                parts: parts(&was[old], rule),
                formerly_missing: by == By::Likeness,
                number_taken: taken.is_some_and(|taken| taken != old),
            },
        };
        if reworded.old != reworded.new || !reworded.parts.is_empty() {
            rewordings.push(reworded);
        }
    }
    for (rule, _) in was.iter().zip(stays).filter(|(_, stays)| !stays) {
        rewordings.push(Rewording {
            old: Some(rule.number.clone()),
            new: None,
            parts: Vec::new(),
            formerly_missing: false,
            number_taken: false,
        });
    }
    rewordings
}

fn parts(was: &Rule, is: &Rule) -> Vec<(Part, Vec<Substitution>)> {
    let split = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let all = [
        (Part::Title, split(&was.title), split(&is.title)),
        (Part::Statement, was.statement.clone(), is.statement.clone()),
        (Part::Period, split(&was.period), split(&is.period)),
        (Part::Text, split(&was.text), split(&is.text)),
        (Part::Remarks, split(&was.remarks), split(&is.remarks)),
    ];
    let parts = all.into_iter().filter(|(_, was, is)| was != is);
    parts.map(|(part, was, is)| (part, substitutions(&was, &is))).collect()
}

/// The most words of a part that are compared each with each.
const MOST: usize = 2_000;
/// How few words may stand between two substitutions for these to be told as one.
const BETWEEN: usize = 1;

/// The fewest words substituted, by the longest sequence that both share.
pub fn substitutions(was: &[String], is: &[String]) -> Vec<Substitution> {
    if was.len() > MOST || is.len() > MOST {
        return vec![Substitution { after: String::new(), from: was.join(" "), to: is.join(" ") }];
    }
    // For each two places, how long the longest shared sequence behind them is.
    let wide = is.len() + 1;
    let mut shared = vec![0_u32; (was.len() + 1) * wide];
    for one in (0..was.len()).rev() {
        for other in (0..is.len()).rev() {
            shared[one * wide + other] = match was[one] == is[other] {
                true => shared[(one + 1) * wide + other + 1] + 1,
                false => shared[(one + 1) * wide + other].max(shared[one * wide + other + 1]),
            };
        }
    }
    let mut ranges: Vec<[usize; 4]> = Vec::new();
    let (mut one, mut other) = (0, 0);
    while one < was.len() || other < is.len() {
        if one < was.len() && other < is.len() && was[one] == is[other] {
            (one, other) = (one + 1, other + 1);
            continue;
        }
        let (from, to) = (one, other);
        while (one < was.len() || other < is.len())
            && !(one < was.len() && other < is.len() && was[one] == is[other])
        {
            let skip_old = other == is.len()
                || (one < was.len() && shared[(one + 1) * wide + other] >= shared[one * wide + other + 1]);
            if skip_old { one += 1 } else { other += 1 }
        }
        match ranges.last_mut() {
            Some(last) if from - last[1] <= BETWEEN => (last[1], last[3]) = (one, other),
            _ => ranges.push([from, one, to, other]),
        }
    }
    let ranges = ranges.into_iter();
    ranges
        .map(|[from, until, to, end]| Substitution {
            after: was[from.saturating_sub(4)..from].join(" "),
            from: was[from..until].join(" "),
            to: is[to..end].join(" "),
        })
        .collect()
}
