//! All files of one run: their trees, the policies in them, and the versions of each policy as a series.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::problem::advice::Advice;
use crate::problem::clause::ClauseProblem;
use crate::problem::name::NameProblem;
use crate::problem::{Problem, Severity, Tell};
use crate::program::{DomainId, Program, Standing, calendar, validity};
use crate::source::{FileId, Sources, Span};
use crate::syntax;
use crate::syntax::tree::{Assume, Item, ItemKind, Tree};

use super::clauses::Written;
use super::imports::Imports;
use super::lowering::Uses;
use super::names::Names;
use super::period;
use super::policy::{Clauses, Lowered, lower};
use super::references::Register;
use super::unused;
use super::vocabulary::{Declarations, Vocabulary, declare, is_of};

/// The number of a version in [`Library::versions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VersionId(pub u32);

/// Every file that was read, and every version of every policy in them.
#[derive(Debug, Default)]
pub struct Library {
    /// The files' trees without their clauses: what these mean, the programs hold.
    pub trees: Vec<Tree>,
    pub versions: Vec<Version>,
    /// The versions of each policy, the earlier first.
    series: Vec<(Arc<str>, Vec<VersionId>)>,
    /// The versions by which the cases of their policies are judged, whatever the day.
    as_of: Vec<VersionId>,
    vocabularies: Vec<Vocabulary>,
}

/// One version of one policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Version {
    pub file: FileId,
    pub program: Arc<Program>,
    pub names: Names,
    pub register: Register,
    pub uses: Uses,
    /// Its file has no error, so that it can be judged by.
    pub sound: bool,
}

impl Library {
    /// Reads all files. The problems are those of the files themselves; what scenarios say is read by the
    /// case book.
    pub fn load(sources: &Sources) -> (Library, Vec<Problem>) {
        let imports = Imports::read(sources);
        let mut read: FxHashMap<FileId, Read> = FxHashMap::default();
        for file in imports.order.iter().copied() {
            let done = Read::file(sources, file, &imports, &read);
            read.insert(file, done);
        }
        let mut library = Library::default();
        let mut problems = Vec::new();
        for (file, _) in sources.iter() {
            let Some(Read { tree, vocabulary, versions, told, .. }) = read.remove(&file) else { continue };
            problems.extend(told);
            library.versions.extend(versions);
            library.vocabularies.push(vocabulary);
            library.trees.push(tree);
        }
        library.order_series(&mut problems);
        (library, problems)
    }

    /// The library of versions that were read before, each in its place of its policy's series.
    pub fn of_versions(versions: Vec<Version>, series: Vec<(Arc<str>, Vec<VersionId>)>) -> Library {
        Library { versions, series, ..Library::default() }
    }

    /// The versions of each policy, the earlier first.
    pub fn series(&self) -> &[(Arc<str>, Vec<VersionId>)] {
        &self.series
    }

    /// The version of that number.
    pub fn version(&self, id: VersionId) -> &Version {
        &self.versions[id.0 as usize]
    }

    /// The names of all policies, as they were met.
    pub fn policies(&self) -> impl Iterator<Item = &str> {
        self.series.iter().map(|(name, _)| &**name)
    }

    /// The versions of a policy, the earlier first; none where there is no such policy.
    pub fn versions_of(&self, policy: &str) -> &[VersionId] {
        self.series.iter().find(|(name, _)| &**name == policy).map_or(&[], |(_, versions)| versions)
    }

    /// The version that applies on a day, or that was asked for; where none does, the one that would but for its being
    /// not yet applicable, suspended or repealed; else, or where no day is told, the newest. `None` where there is no
    /// such policy.
    pub fn version_on(&self, policy: &str, day: Option<i128>) -> Option<VersionId> {
        let versions = self.versions_of(policy);
        let asked_for = versions.iter().copied().find(|id| self.as_of.contains(id));
        let of_the_day = day.and_then(|day| {
            let stands = |wanted: &dyn Fn(Standing) -> bool| {
                let mut latest_first = versions.iter().rev().copied();
                latest_first.find(|id| wanted(self.version(*id).program.policy.standing(day)))
            };
            stands(&|standing| standing == Standing::Applies)
                .or_else(|| {
                    stands(&|standing| matches!(standing, Standing::NotApplicable | Standing::Suspended(..)))
                })
                .or_else(|| stands(&|standing| matches!(standing, Standing::Repealed(_))))
        });
        asked_for.or(of_the_day).or_else(|| versions.last().copied())
    }

    /// From now on, judges the cases of every policy that has a version of this name by that one, whatever the day.
    pub fn judge_as_of(&mut self, version: &str) {
        for (number, declared) in self.versions.iter_mut().enumerate() {
            if declared.program.policy.version.as_deref() == Some(version) {
                Arc::make_mut(&mut declared.program).policy.whatever_the_day = true;
                self.as_of.push(VersionId(number as u32));
            }
        }
    }

    fn order_series(&mut self, problems: &mut Vec<Problem>) {
        for (i, version) in self.versions.iter().enumerate() {
            let name = &version.program.policy.name;
            let id = VersionId(i as u32);
            match self.series.iter_mut().find(|(other, _)| other == name) {
                Some((_, versions)) => versions.push(id),
                None => self.series.push((name.clone(), vec![id])),
            }
        }
        for (name, versions) in &mut self.series {
            versions.sort_by_key(|id| self.versions[id.0 as usize].program.policy.first_and_last_day());
            follow_one_another(name, versions, &mut self.versions, problems);
        }
    }

    /// The terms, under their taxonomies' names, that scenarios mention of any version of these versions'
    /// policies: what a scenario of last year mentions need not be mentioned again for this year.
    fn mentioned_of(
        &self,
        versions: &[&Version],
        mentioned: &FxHashMap<FileId, FxHashSet<(DomainId, Arc<str>)>>,
    ) -> FxHashSet<(Arc<str>, Arc<str>)> {
        let of_series = |one: &&Version| {
            versions.iter().any(|version| version.program.policy.name == one.program.policy.name)
        };
        let named = |version: &Version| {
            let terms = mentioned.get(&version.file).into_iter().flatten();
            let program = version.program.clone();
            terms
                .map(move |(domain, term)| (program.domain(*domain).name.clone(), term.clone()))
                .collect::<Vec<_>>()
        };
        self.versions.iter().filter(of_series).flat_map(named).collect()
    }

    /// Tells what is declared and serves nothing, given the terms that scenarios mention.
    pub fn unused(
        &self,
        mentioned: &FxHashMap<FileId, FxHashSet<(DomainId, Arc<str>)>>,
        problems: &mut Vec<Problem>,
    ) {
        for (tree, vocabulary) in self.trees.iter().zip(&self.vocabularies) {
            let versions: Vec<&Version> = self.versions.iter().filter(|v| v.file == tree.file).collect();
            // What a file without a policy declares may serve others, wherever they are.
            if versions.is_empty() || versions.iter().any(|version| !version.sound) {
                continue;
            }
            unused::check(tree, vocabulary, &versions, &self.mentioned_of(&versions, mentioned), problems);
        }
    }
}

/// Ends each version that is open the day before the next one begins to apply; versions that are the same or apply on
/// the same days, and days between two versions, are told.
fn follow_one_another(
    policy: &str,
    series: &[VersionId],
    versions: &mut [Version],
    problems: &mut Vec<Problem>,
) {
    let mut covered = None;
    for (place, later) in series.iter().enumerate() {
        let two = versions[later.0 as usize].program.policy.clone();
        let (begins, _) = two.first_and_last_day();
        for earlier in &series[..place] {
            let earlier = &mut versions[earlier.0 as usize].program;
            let one = &earlier.policy;
            if one.version.is_some() && one.version == two.version {
                problems.push(
                    ClauseProblem::VersionTwice {
                        policy: policy.to_owned(),
                        version: one.version.as_deref().unwrap_or_default().to_owned(),
                        again: two.span,
                        first: one.span,
                    }
                    .into(),
                );
            }
            if !period::meet(&one.days, &two.days) {
                continue;
            }
            let (began, last) = one.first_and_last_day();
            if last == calendar::LAST_DAY && began < begins {
                let left = validity::without(&one.days, &[(begins, calendar::LAST_DAY)]);
                Arc::make_mut(earlier).policy.days = left;
            } else {
                problems.push(
                    ClauseProblem::VersionsOverlap {
                        policy: policy.to_owned(),
                        again: two.span,
                        first: one.span,
                    }
                    .into(),
                );
            }
        }
        if let Some(until) = covered
            && until + 1 < begins
        {
            problems.push(
                Advice::Gap {
                    policy: policy.to_owned(),
                    days: format!("from {} to {}", period::words(until + 1), period::words(begins - 1)),
                    span: two.span,
                }
                .into(),
            );
        }
        let last_days =
            series[..=place].iter().map(|id| versions[id.0 as usize].program.policy.first_and_last_day().1);
        // An open version covers all days until the next one begins.
        covered = last_days.max();
    }
}

/// One file, read.
struct Read {
    tree: Tree,
    /// Its definitions without a number.
    definitions: Vec<Written>,
    vocabulary: Vocabulary,
    versions: Vec<Version>,
    told: Vec<Problem>,
    /// It has no error, and nothing that it brings in has one.
    sound: bool,
}

impl Read {
    /// Reads a file, given those that it brings in.
    fn file(sources: &Sources, file: FileId, imports: &Imports, before: &FxHashMap<FileId, Read>) -> Read {
        let (mut tree, mut told) = syntax::parse(sources, file);
        told.extend(imports.problems(file).iter().cloned());
        without_policy(&tree, &mut told);
        let headers = tree.items.iter().filter(|item| matches!(item.kind, ItemKind::Policy(_))).count();
        let mut clauses = Clauses::take(&mut tree);
        let definitions = clauses.vocabulary.clone();
        let below = imports.below(file);
        let below = || below.iter().filter_map(|(file, called)| Some((before.get(file)?, called)));
        let mut files: Vec<Declarations<'_>> = below()
            .map(|(read, called)| Declarations {
                tree: &read.tree,
                definitions: &read.definitions,
                imports: imports.of(read.tree.file),
                called: called.clone(),
            })
            .collect();
        let (definitions_of, imports_of) = (definitions.as_slice(), imports.of(file));
        files.push(Declarations {
            tree: &tree,
            definitions: definitions_of,
            imports: imports_of,
            called: None,
        });
        let vocabulary = declare(&files, &mut told);
        let brought_in = below().flat_map(|(read, _)| read.definitions.iter().cloned());
        clauses.vocabulary = brought_in.chain(definitions.iter().cloned()).collect();
        let assumptions: Vec<&Assume> = files
            .iter()
            .flat_map(|file| &file.tree.items)
            .filter_map(|item| match &item.kind {
                ItemKind::Assume(assume) => Some(assume),
                _ => None,
            })
            .collect();
        let policies: Vec<Lowered> = (0..headers.max(1))
            .map(|number| lower(sources, &tree, number, &mut clauses, &vocabulary, &assumptions, &mut told))
            .collect();
        told.retain(|problem| is_of(problem, file));
        // A name that nobody knows may be declared in what could not be brought in, which was told.
        if !imports.problems(file).is_empty() || below().any(|(read, _)| !read.sound) {
            told.retain(|problem| !matches!(problem, Problem::Name(NameProblem::Unknown { .. })));
        }
        once(&mut told);
        let sound = below().all(|(read, _)| read.sound)
            && !told.iter().any(|problem| breaks_the_policy(problem, &tree));
        let versions = policies
            .into_iter()
            .take(headers)
            .map(|policy| Version {
                file,
                program: Arc::new(policy.program),
                names: policy.names,
                register: policy.register,
                uses: policy.uses,
                sound,
            })
            .collect();
        Read { tree, definitions, vocabulary, versions, told, sound }
    }
}

/// Whether a problem leaves the policies of its file without a meaning: every error but those that stand in
/// a scenario, a table or a property.
fn breaks_the_policy(problem: &Problem, tree: &Tree) -> bool {
    if problem.severity() != Severity::Error {
        return false;
    }
    let Some(place) = problem.tell().labels.first().map(|label| label.span) else { return true };
    let around = tree.items.iter().find(|item| item.span.start <= place.start && place.end <= item.span.end);
    !around.is_some_and(|item| {
        matches!(
            item.kind,
            ItemKind::Given(_) | ItemKind::Scenario(_) | ItemKind::Table(_) | ItemKind::Property(_)
        )
    })
}

/// Clauses that stand above the first policy of their file.
fn without_policy(tree: &Tree, problems: &mut Vec<Problem>) {
    let above = tree.items.iter().take_while(|item| !matches!(item.kind, ItemKind::Policy(_)));
    let broken_header = tree.items.iter().any(|item| matches!(item.kind, ItemKind::Unreadable));
    let mut clauses = above.filter_map(|item: &Item| match &item.kind {
        ItemKind::Clause(clause) => Some(clause.number.span),
        _ => None,
    });
    if let Some(span) = clauses.next()
        && !broken_header
    {
        problems.push(ClauseProblem::ClauseWithoutPolicy { span }.into());
    }
}

/// Drops what two policies of one file tell of the vocabulary they share.
fn once(problems: &mut Vec<Problem>) {
    let mut seen: FxHashSet<(&'static str, Option<Span>)> = FxHashSet::default();
    problems.retain(|problem| {
        let place = problem.tell().labels.first().map(|label| label.span);
        seen.insert((problem.code().0, place))
    });
}
