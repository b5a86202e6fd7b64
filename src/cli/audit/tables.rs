//! The tables of an audit, one after the other, in pieces.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::input::{shown, unreadable};
use crate::audit::engine::{Engine, Terms};
#[cfg(feature = "parquet")]
use crate::audit::engine::{Judged, Judging, Order};
#[cfg(feature = "parquet")]
use crate::audit::parquet::{Group, Parquet, Schema, tell_damage_once};
use crate::audit::{Auditor, Columns, Kept, Plan, Row, Table};
use crate::problem::file::FileProblem;

/// How many rows are read, judged and written at a time.
const AT_A_TIME: usize = 8192;

/// How many rows that an engine has judged are written together.
#[cfg(feature = "parquet")]
const WRITTEN_AT_A_TIME: usize = 1 << 17;

/// Whether a path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The tables of one run.
pub struct Tables<'a, 'l> {
    files: Vec<PathBuf>,
    /// The form of them all.
    pub kept: Kept,
    /// The names of their columns.
    pub names: Vec<String>,
    plan: Plan,
    auditor: &'a Auditor<'l>,
    by: By<'a>,
    /// The one being read, its place among the files, and how many pieces of it were read.
    table: Opened,
    columns: Arc<Columns>,
    at: usize,
    pieces: u64,
    /// The bytes of those before it.
    before: u64,
}

/// Who judges them: an engine that was meant by this name, by these terms, or nobody but Licit.
pub type By<'a> = Option<(&'a dyn Engine, &'a str, Terms)>;

/// A table that is open.
enum Opened {
    Text(Table<'static>),
    /// It is judged where it is.
    #[cfg(feature = "parquet")]
    Elsewhere {
        name: String,
        judging: Box<dyn Judging>,
    },
    #[cfg(feature = "parquet")]
    Parquet {
        table: Arc<Parquet>,
        groups: std::vec::IntoIter<Group>,
        bytes: u64,
    },
}

/// Some of the rows of a table.
pub struct Piece {
    /// The name of the table.
    pub file: String,
    pub columns: Arc<Columns>,
    pub rows: Rows,
    pub end: End,
}

/// Rows as they are read, or where they lie.
pub enum Rows {
    Read(Vec<Row>),
    #[cfg(feature = "parquet")]
    Group(Group),
    /// Judged already.
    #[cfg(feature = "parquet")]
    Judged(Vec<Judged>),
}

/// Where a piece ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct End {
    /// The place of its table among the files, and how many pieces of that are read.
    pub file: usize,
    pub pieces: u64,
    /// How many bytes are read, of all files.
    pub bytes: u64,
}

impl<'a, 'l> Tables<'a, 'l> {
    /// Opens the first.
    pub fn open(
        files: Vec<(PathBuf, Option<Kept>)>,
        plan: Plan,
        auditor: &'a Auditor<'l>,
        by: By<'a>,
    ) -> Result<Tables<'a, 'l>, FileProblem> {
        let mut forms = Vec::new();
        for (path, form) in &files {
            let form = form.ok_or_else(|| FileProblem::NotRows { path: shown(path) })?;
            if forms.first().is_some_and(|first| *first != form) {
                return Err(FileProblem::NotAlike {
                    path: shown(path),
                    other: shown(&files[0].0),
                    form: true,
                });
            }
            forms.push(form);
        }
        let (kept, path) = (forms[0], &files[0].0);
        let table = Opened::of(path, kept, &by)?;
        let columns = Arc::new(table.columns(kept, &plan, auditor)?);
        Ok(Tables {
            kept,
            names: table.names().to_vec(),
            plan,
            auditor,
            by,
            table,
            columns,
            at: 0,
            pieces: 0,
            before: 0,
            files: files.into_iter().map(|(path, _)| path).collect(),
        })
    }

    /// Whether their rows come in the order they stand in, so that it can be said up to where they were judged.
    pub fn keep_order(&self) -> bool {
        self.by.is_none()
    }

    /// The files of them.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The first of them, where they are in Parquet.
    #[cfg(feature = "parquet")]
    pub fn parquet(&self) -> Option<&Arc<Parquet>> {
        match &self.table {
            Opened::Parquet { table, .. } => Some(table),
            _ => None,
        }
    }

    /// What the columns hold of tables in Parquet that an engine judges.
    #[cfg(feature = "parquet")]
    pub fn judged_elsewhere(&self) -> Option<Arc<Schema>> {
        match &self.table {
            Opened::Elsewhere { judging, .. } if self.kept == Kept::Parquet => Some(judging.schema()),
            _ => None,
        }
    }

    /// Reads past what was seen to before: so many whole tables, and so many pieces of the next.
    pub fn skip(&mut self, files: usize, pieces: u64) -> Result<(), FileProblem> {
        while self.at < files && self.next_table()? {}
        while self.pieces < pieces && self.table.next()?.is_some() {
            self.pieces += 1;
        }
        Ok(())
    }

    /// The next piece; `None` at the end of the last table.
    pub fn next(&mut self) -> Result<Option<Piece>, FileProblem> {
        loop {
            if let Some(rows) = self.table.next()? {
                self.pieces += 1;
                let bytes = self.before + self.table.bytes();
                let end = End { file: self.at, pieces: self.pieces, bytes };
                let (file, columns) = (self.table.name().to_owned(), Arc::clone(&self.columns));
                return Ok(Some(Piece { file, columns, rows, end }));
            }
            if !self.next_table()? {
                return Ok(None);
            }
        }
    }

    /// Goes on to the next table, if there is one.
    fn next_table(&mut self) -> Result<bool, FileProblem> {
        let Some(path) = self.files.get(self.at + 1) else { return Ok(false) };
        let table = Opened::of(path, self.kept, &self.by)?;
        if self.kept != Kept::Lines && !table.is_like(&self.table) {
            let (path, other) = (table.name().to_owned(), shown(&self.files[0]));
            return Err(FileProblem::NotAlike { path, other, form: false });
        }
        self.columns = Arc::new(table.columns(self.kept, &self.plan, self.auditor)?);
        self.before += self.table.bytes();
        (self.at, self.pieces, self.table) = (self.at + 1, 0, table);
        Ok(true)
    }
}

impl Opened {
    #[cfg_attr(not(feature = "parquet"), expect(unused_variables, reason = "engines speak Arrow"))]
    fn of(path: &Path, kept: Kept, by: &By) -> Result<Opened, FileProblem> {
        #[cfg(feature = "parquet")]
        if let Some((engine, meant, terms)) = by {
            let name = shown(path);
            let judging = engine.judge(Order { engine: meant, table: path, name: &name, kept, terms })?;
            return Ok(Opened::Elsewhere { name, judging });
        }
        if is_standard_input(path) {
            return Table::of("standard input", kept, io::stdin()).map(Opened::Text);
        }
        let file = File::open(path).map_err(|fault| unreadable(path, &fault))?;
        if file.metadata().is_ok_and(|about| about.is_dir()) {
            return Err(FileProblem::Folder { path: shown(path) });
        }
        match kept {
            #[cfg(feature = "parquet")]
            Kept::Parquet => {
                tell_damage_once();
                let opened = path.to_owned();
                let table = Parquet::of(&shown(path), Box::new(move || File::open(&opened)))?;
                let table = Arc::new(table);
                let groups = table.groups().collect::<Vec<_>>().into_iter();
                Ok(Opened::Parquet { table, groups, bytes: 0 })
            }
            _ => Table::of(&shown(path), kept, file).map(Opened::Text),
        }
    }

    fn name(&self) -> &str {
        match self {
            Opened::Text(table) => &table.name,
            #[cfg(feature = "parquet")]
            Opened::Parquet { table, .. } => &table.name,
            #[cfg(feature = "parquet")]
            Opened::Elsewhere { name, .. } => name,
        }
    }

    fn names(&self) -> &[String] {
        match self {
            Opened::Text(table) => &table.columns,
            #[cfg(feature = "parquet")]
            Opened::Parquet { table, .. } => &table.columns,
            #[cfg(feature = "parquet")]
            Opened::Elsewhere { judging, .. } => judging.names(),
        }
    }

    fn columns(&self, kept: Kept, plan: &Plan, auditor: &Auditor) -> Result<Columns, FileProblem> {
        Columns::named(self.name(), kept.form(), self.names(), plan.clone(), auditor)
    }

    /// Whether the columns are the same.
    fn is_like(&self, other: &Opened) -> bool {
        match (self, other) {
            #[cfg(feature = "parquet")]
            (Opened::Parquet { table, .. }, Opened::Parquet { table: other, .. }) => table.is_like(other),
            #[cfg(feature = "parquet")]
            (Opened::Elsewhere { judging, .. }, Opened::Elsewhere { judging: other, .. }) => {
                judging.names() == other.names() && judging.schema() == other.schema()
            }
            _ => self.names() == other.names(),
        }
    }

    /// The next rows that are worked on together.
    fn next(&mut self) -> Result<Option<Rows>, FileProblem> {
        match self {
            Opened::Text(table) => {
                let rows = table.stretch(AT_A_TIME)?;
                Ok(if rows.is_empty() { None } else { Some(Rows::Read(rows)) })
            }
            #[cfg(feature = "parquet")]
            Opened::Parquet { groups, bytes, .. } => {
                let group = groups.next();
                *bytes = group.as_ref().map_or(*bytes, |group| group.bytes);
                Ok(group.map(Rows::Group))
            }
            #[cfg(feature = "parquet")]
            Opened::Elsewhere { judging, .. } => {
                let (mut batches, mut rows) = (Vec::new(), 0);
                while rows < WRITTEN_AT_A_TIME
                    && let Some(batch) = judging.next()?
                {
                    rows += batch.outcomes.len();
                    batches.push(batch);
                }
                Ok(if batches.is_empty() { None } else { Some(Rows::Judged(batches)) })
            }
        }
    }

    /// How many bytes were read.
    fn bytes(&self) -> u64 {
        match self {
            Opened::Text(table) => table.bytes(),
            #[cfg(feature = "parquet")]
            Opened::Parquet { bytes, .. } => *bytes,
            #[cfg(feature = "parquet")]
            Opened::Elsewhere { .. } => 0,
        }
    }
}
