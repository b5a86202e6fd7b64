//! The edges of the policies, in view of the cases that their case books decide.

use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::edges::{Edges, edges};
use crate::judge::Case;
use crate::model::{Library, VersionId};
use crate::program::Program;

use super::book::Casebook;

/// The edges of one version of a policy.
#[derive(Debug)]
pub struct VersionEdges {
    pub program: Arc<Program>,
    pub found: Edges,
    /// The titles of the two cases of each edge, no title twice.
    pub titles: Vec<[String; 2]>,
}

/// Of every sound version.
pub fn of(library: &Library, casebook: &Casebook) -> Vec<VersionEdges> {
    let mut taken: HashSet<String> =
        casebook.questions.iter().map(|question| question.name.clone()).collect();
    let versions = library.versions.iter().enumerate().filter(|(_, version)| version.sound);
    let versions = versions.map(|(number, version)| {
        let id = VersionId(number as u32);
        let days = casebook.questions.iter().flat_map(|question| &question.days);
        let decided: Vec<&Case> = days.filter(|day| day.version == id).map(|day| &day.case).collect();
        let found = edges(&version.program, &decided);
        let titles = found.edges.iter().map(|edge| {
            edge.titles(&version.program).map(|title| {
                let title = match &version.program.policy.version {
                    Some(words) if library.versions.len() > 1 => format!("{title} ({words})"),
                    _ => title,
                };
                let others = (2..).map(|number| format!("{title} [{number}]"));
                let free = std::iter::once(title.clone()).chain(others).find(|it| !taken.contains(it));
                let title = free.unwrap_or(title);
                taken.insert(title.clone());
                title
            })
        });
        let titles = titles.collect();
        VersionEdges { program: Arc::clone(&version.program), found, titles }
    });
    versions.collect()
}
