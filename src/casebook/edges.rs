//! The edges of the policies, in view of the cases that their case books decide.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::analysis::edges::{Edge, EdgeKind, Edges, edges};
use crate::judge::{Case, Consequence, Truth, witness};
use crate::model::{Library, VersionId};
use crate::program::{Program, Role, Ruling};

use super::book::{Casebook, Day, Question};

/// The edges of one version of a policy.
#[derive(Debug)]
pub struct VersionEdges {
    pub version: VersionId,
    pub program: Arc<Program>,
    pub found: Edges,
    /// Of each edge, how its two scenarios are called.
    pub titles: Vec<Titles>,
}

/// How the two scenarios of an edge are called, no title twice.
#[derive(Debug)]
pub struct Titles {
    pub of: [String; 2],
    /// The scenario that the case book has already may be taken over with `like`.
    pub taken_over: bool,
}

impl VersionEdges {
    /// The edges, each with the titles of its scenarios.
    pub fn pairs(&self) -> impl Iterator<Item = (&Edge, &Titles)> {
        self.found.edges.iter().zip(&self.titles)
    }

    /// Those scenarios of an edge that the case book lacks, each with the number of its case and its text; they
    /// expect nothing yet.
    pub fn scenarios(&self, edge: &Edge, titles: &Titles) -> Vec<(usize, String)> {
        let text = |which: usize, like: bool| {
            let like = like.then_some(titles.of[1 - which].as_str());
            (which, edge.scenario(&self.program, which, &titles.of[which], like))
        };
        match edge.known {
            Some((known, _)) => vec![text(1 - known, titles.taken_over)],
            None => vec![text(0, false), text(1, true)],
        }
    }

    /// What the text decides in a case of an edge, as a scenario expects it: the verdict with its clause; where the
    /// two have the same verdict, also the duty or remedies that tell them apart.
    pub fn decided(&self, edge: &Edge, which: usize) -> Vec<String> {
        let (case, verdict) = (&edge.cases[which], &edge.verdicts[which]);
        let mut expected = Vec::new();
        if verdict.ruling != Ruling::Undetermined {
            expected.push(witness::expectation(&self.program, case, verdict));
        }
        let EdgeKind::Limb { unit } = edge.kind else { return expected };
        if edge.differs {
            return expected;
        }
        let follows = |told: &[Consequence], at: usize| {
            let is_it = |it: &&Consequence| it.unit == unit && it.which == at && it.holds == Truth::Yes;
            if told.iter().any(|it| is_it(&it)) { "" } else { "no " }
        };
        match &self.program.unit(unit).role {
            Role::Duty { duty, .. } => {
                expected.push(format!("{}duty {duty}", follows(&verdict.duties, 0)));
            }
            Role::Remedies { remedies, .. } => {
                for (at, remedy) in remedies.iter().enumerate() {
                    expected.push(format!("{}remedy {}", follows(&verdict.remedies, at), remedy.name));
                }
            }
            _ => {}
        }
        expected
    }
}

/// Of every sound version.
pub fn of(library: &Library, casebook: &Casebook) -> Vec<VersionEdges> {
    let mut named: HashMap<&str, usize> = HashMap::new();
    for question in
        casebook.questions.iter().filter(|question| question.row.as_ref().is_none_or(|row| row.number == 1))
    {
        *named.entry(&question.name).or_default() += 1;
    }
    let mut taken: HashSet<String> = named.keys().map(|title| title.to_string()).collect();
    let versions = library.versions.iter().enumerate().filter(|(_, version)| version.sound);
    let versions = versions.map(|(number, version)| {
        let id = VersionId(number as u32);
        let decided: Vec<(&Question, &Day)> = casebook
            .questions
            .iter()
            .filter(|question| question.hindrances.is_empty())
            .flat_map(|question| question.days.iter().map(move |day| (question, day)))
            .filter(|(_, day)| day.version == id)
            .collect();
        let cases: Vec<&Case> = decided.iter().map(|(_, day)| &day.case).collect();
        let found = edges(&version.program, &cases);
        let titles = found.edges.iter().map(|edge| {
            let mut of = edge.titles(&version.program).map(|title| match &version.program.policy.version {
                Some(words) if library.versions.len() > 1 => format!("{title} ({words})"),
                _ => title,
            });
            let mut taken_over = false;
            for (which, title) in of.iter_mut().enumerate() {
                match edge.known.filter(|(known, _)| *known == which) {
                    Some((_, number)) => {
                        let (question, day) = decided[number];
                        *title = question.full_name();
                        taken_over = question.row.is_none() && !day.by_expect && named[&*question.name] == 1;
                    }
                    None => {
                        *title = free(title, |title| taken.contains(title));
                        taken.insert(title.clone());
                    }
                }
            }
            Titles { of, taken_over }
        });
        let titles = titles.collect();
        VersionEdges { version: id, program: Arc::clone(&version.program), found, titles }
    });
    versions.collect()
}

/// The title, or the title with the first number that makes it one of its own.
pub fn free(title: &str, taken: impl Fn(&str) -> bool) -> String {
    let others = (2..).map(|number| format!("{title} [{number}]"));
    std::iter::once(title.to_string()).chain(others).find(|it| !taken(it)).unwrap_or_default()
}
