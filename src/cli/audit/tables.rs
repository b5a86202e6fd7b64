//! The tables of an audit, one after the other, in pieces.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::input::{shown, unreadable};
use crate::audit::{Auditor, Columns, Kept, Plan, Row, Table};
use crate::problem::file::FileProblem;

/// How many rows are read, judged and written at a time.
const AT_A_TIME: usize = 8192;

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
    /// The one being read, its place among the files, and how many pieces of it were read.
    table: Table<'static>,
    columns: Arc<Columns>,
    at: usize,
    pieces: u64,
    /// The bytes of those before it.
    before: u64,
}

/// Some of the rows of a table.
pub struct Piece {
    /// The name of the table.
    pub file: String,
    pub columns: Arc<Columns>,
    pub rows: Vec<Row>,
    pub end: End,
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
    ) -> Result<Tables<'a, 'l>, FileProblem> {
        let mut forms = Vec::new();
        for (path, form) in &files {
            let form = form.ok_or_else(|| FileProblem::NotRows { path: shown(path), read: true })?;
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
        let table = open(path, kept)?;
        let columns = Arc::new(Columns::of(&table, plan.clone(), auditor)?);
        Ok(Tables {
            kept,
            names: table.columns.clone(),
            plan,
            auditor,
            table,
            columns,
            at: 0,
            pieces: 0,
            before: 0,
            files: files.into_iter().map(|(path, _)| path).collect(),
        })
    }

    /// The files of them.
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Reads past what was seen to before: so many whole tables, and so many pieces of the next.
    pub fn skip(&mut self, files: usize, pieces: u64) -> Result<(), FileProblem> {
        while self.at < files && self.next_table()? {}
        while self.pieces < pieces && !self.table.stretch(AT_A_TIME)?.is_empty() {
            self.pieces += 1;
        }
        Ok(())
    }

    /// The next piece; `None` at the end of the last table.
    pub fn next(&mut self) -> Result<Option<Piece>, FileProblem> {
        loop {
            let rows = self.table.stretch(AT_A_TIME)?;
            if !rows.is_empty() {
                self.pieces += 1;
                let bytes = self.before + self.table.bytes();
                let end = End { file: self.at, pieces: self.pieces, bytes };
                let (file, columns) = (self.table.name.clone(), Arc::clone(&self.columns));
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
        let table = open(path, self.kept)?;
        if self.kept != Kept::Lines && table.columns != self.names {
            let (path, other) = (table.name, shown(&self.files[0]));
            return Err(FileProblem::NotAlike { path, other, form: false });
        }
        self.columns = Arc::new(Columns::of(&table, self.plan.clone(), self.auditor)?);
        self.before += self.table.bytes();
        (self.at, self.pieces, self.table) = (self.at + 1, 0, table);
        Ok(true)
    }
}

fn open(path: &Path, kept: Kept) -> Result<Table<'static>, FileProblem> {
    if is_standard_input(path) {
        return Table::of("standard input", kept, io::stdin());
    }
    let file = File::open(path).map_err(|fault| unreadable(path, &fault))?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        return Err(FileProblem::Folder { path: shown(path) });
    }
    Table::of(&shown(path), kept, file)
}
