//! Which files bring in which: an order in which every file comes after those it brings in, and what a file
//! knows through them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::problem::Problem;
use crate::problem::import::ImportProblem;
use crate::source::{FileId, Refusal, Sources, Span, beside};
use crate::syntax::imports;
use crate::syntax::tree::{Import, Name};

use super::circles::in_order;

/// The imports of all files of one run.
#[derive(Debug, Default)]
pub struct Imports {
    of: HashMap<FileId, Vec<Edge>>,
    /// Every file, each after those it brings in.
    pub order: Vec<FileId>,
    problems: HashMap<FileId, Vec<Problem>>,
}

/// One file brought in by another.
#[derive(Debug, Clone)]
pub struct Edge {
    pub to: FileId,
    /// The name before what it declares; none where that comes in as it is.
    pub name: Option<Name>,
    /// The country whose law it is, as it stands in that name.
    pub country: Option<Name>,
    /// The path as it is written.
    pub span: Span,
}

impl Imports {
    /// Finds the files that files bring in among the sources; those that are not there, and circles, are told.
    pub fn read(sources: &Sources) -> Imports {
        let mut all = Imports::default();
        let files: Vec<FileId> = sources.iter().map(|(file, _)| file).collect();
        for file in &files {
            let mut edges: Vec<Edge> = Vec::new();
            for import in imports::imports(sources, *file) {
                match all.edge(import, *file, sources, &edges) {
                    Ok(edge) => edges.push(edge),
                    Err(problem) => all.tell(*file, problem),
                }
            }
            all.of.insert(*file, edges);
        }
        // Each round tells one circle and opens it, so that the files outside it keep their meaning.
        loop {
            let rests_on = |at: usize| {
                let edges = all.of(FileId(at as u32)).iter();
                edges.map(|edge| (edge.to.0 as usize, edge.span)).collect()
            };
            match in_order(files.len(), rests_on) {
                Ok(order) => {
                    all.order = order.into_iter().map(|at| FileId(at as u32)).collect();
                    return all;
                }
                Err(circle) => all.open_circle(&circle, sources),
            }
        }
    }

    fn edge(
        &self,
        import: Import,
        file: FileId,
        sources: &Sources,
        before: &[Edge],
    ) -> Result<Edge, ImportProblem> {
        let (path, span) = (import.path.text.to_string(), import.path.span);
        let file_name = beside(&sources.file(file).name, &path);
        let Some(to) = sources.named(&file_name) else {
            return Err(match sources.refusal(&file_name).cloned() {
                None => ImportProblem::NotThere { path, span, near: Vec::new() },
                Some(Refusal::NotThere { near }) => {
                    let folder = &path[..path.rfind('/').map_or(0, |end| end + 1)];
                    let near = near.iter().map(|name| format!("{folder}{name}")).collect();
                    ImportProblem::NotThere { path, span, near }
                }
                Some(Refusal::Outside { project }) => ImportProblem::Outside { path, span, project },
                Some(Refusal::Unreadable { why }) => ImportProblem::Unreadable { path, span, why },
            });
        };
        let country = import.country;
        let name = import.name.map(|name| match &country {
            Some(country) => {
                let text = format!("{}[{}]", name.text, country.text).into();
                Name { text, span: name.span }
            }
            None => name,
        });
        if let Some(name) = &name
            && let Some(first) =
                before.iter().filter_map(|edge| edge.name.as_ref()).find(|n| n.text == name.text)
        {
            let (again, first) = (name.span, first.span);
            return Err(ImportProblem::NameTwice { name: name.text.to_string(), again, first });
        }
        Ok(Edge { to, name, country, span })
    }

    fn open_circle(&mut self, circle: &[(usize, Span)], sources: &Sources) {
        let called = |at: usize| format!("`{}`", sources.file(FileId(at as u32)).name);
        let steps: Vec<(String, Span)> = circle.iter().map(|(at, span)| (called(*at), *span)).collect();
        for (nth, (at, span)) in circle.iter().enumerate() {
            let file = FileId(*at as u32);
            let mut from_here = steps.clone();
            from_here.rotate_left(nth);
            self.tell(file, ImportProblem::Circle { steps: from_here });
            self.of.entry(file).or_default().retain(|edge| edge.span != *span);
        }
    }

    fn tell(&mut self, file: FileId, problem: ImportProblem) {
        self.problems.entry(file).or_default().push(problem.into());
    }

    /// What a file brings in itself.
    pub fn of(&self, file: FileId) -> &[Edge] {
        self.of.get(&file).map_or(&[], Vec::as_slice)
    }

    /// What was told of a file's imports.
    pub fn problems(&self, file: FileId) -> &[Problem] {
        self.problems.get(&file).map_or(&[], Vec::as_slice)
    }

    /// Every file that a file brings in, itself or through others, in their order, each with the name before what
    /// it declares: the shortest where several ways lead to it.
    pub fn below(&self, file: FileId) -> Vec<(FileId, Option<Arc<str>>)> {
        let mut called: BTreeMap<FileId, Option<Arc<str>>> = BTreeMap::new();
        let points = |name: &Option<Arc<str>>| name.as_ref().map_or(0, |name| 1 + name.matches('.').count());
        let mut open: Vec<(FileId, Option<Arc<str>>)> = vec![(file, None)];
        while let Some((at, before)) = open.pop() {
            for edge in self.of(at) {
                let name = match (&before, &edge.name) {
                    (before, None) => before.clone(),
                    (None, Some(name)) => Some(name.text.clone()),
                    (Some(before), Some(name)) => Some(format!("{before}.{}", name.text).into()),
                };
                if called.get(&edge.to).is_none_or(|known| points(&name) < points(known)) {
                    called.insert(edge.to, name.clone());
                    open.push((edge.to, name));
                }
            }
        }
        self.order.iter().filter_map(|file| called.get(file).map(|name| (*file, name.clone()))).collect()
    }
}
