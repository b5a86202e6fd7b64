//! The file that judged rows go into: text, or a table in Parquet.

use std::path::{Path, PathBuf};

use super::super::output::Replacement;
use super::tables::Tables;
use crate::audit::write::Pen;
use crate::audit::{Kept, Outcome, Row};
use crate::problem::file::FileProblem;
#[cfg(feature = "parquet")]
use {
    super::super::input::{reason, shown},
    super::super::output::replace,
    crate::audit::parquet::{Book, Encoded, Sheet},
    std::{fs, io},
};

/// How judged rows are written.
pub enum Scribe {
    Text(Pen),
    #[cfg(feature = "parquet")]
    Table(Sheet),
}

/// Rows that are ready to be written.
pub enum Ready {
    Text(Vec<u8>),
    #[cfg(feature = "parquet")]
    Table(Box<Encoded>),
}

/// A file that is being written.
pub enum Page {
    Text(Replacement),
    #[cfg(feature = "parquet")]
    Table {
        book: Box<Book<Replacement>>,
        named: PathBuf,
        /// Where it is told what is in it so far.
        contents: PathBuf,
    },
}

impl Scribe {
    /// For judged rows of such tables.
    pub fn of(judged: Kept, tables: &Tables) -> Result<Scribe, FileProblem> {
        match judged {
            #[cfg(feature = "parquet")]
            Kept::Parquet => {
                let sheet = match (tables.parquet(), tables.judged_elsewhere()) {
                    (Some(table), _) => Sheet::like(table),
                    (None, Some(schema)) => Sheet::of_columns(schema),
                    (None, None) => Sheet::of_texts(&tables.names),
                };
                sheet.map(Scribe::Table).map_err(|fault| unwritable(Path::new("these columns"), &fault))
            }
            _ => Ok(Scribe::Text(Pen::of(judged, tables.names.clone()))),
        }
    }

    /// Why a row cannot be written so, if it cannot.
    pub fn misfit(&self, row: &Row) -> Option<String> {
        match self {
            Scribe::Text(pen) => pen.misfit(row),
            #[cfg(feature = "parquet")]
            Scribe::Table(_) => None,
        }
    }

    /// Rows that were judged, ready to be written.
    pub fn judged(&self, rows: &[Row], outcomes: &[Outcome]) -> Result<Ready, FileProblem> {
        match self {
            Scribe::Text(pen) => Ok(Ready::Text(pen.judged(rows, outcomes))),
            #[cfg(feature = "parquet")]
            Scribe::Table(sheet) => {
                let encoded = sheet.texts(rows, outcomes).map(Box::new).map(Ready::Table);
                encoded.map_err(|fault| unwritable(Path::new("these rows"), &fault))
            }
        }
    }
}

impl Page {
    /// Begins a file, or goes on with one, of which so many bytes are to stay.
    pub fn of(
        scribe: &Scribe,
        named: &Path,
        beside: PathBuf,
        from: Option<u64>,
    ) -> Result<Page, FileProblem> {
        #[cfg(feature = "parquet")]
        let contents = beside.with_extension("contents");
        let mut file = Replacement::written_in(named, beside, from)?;
        match scribe {
            Scribe::Text(pen) => {
                if from.is_none() {
                    file.add(&pen.heading())?;
                }
                Ok(Page::Text(file))
            }
            #[cfg(feature = "parquet")]
            Scribe::Table(sheet) => {
                let book = match from {
                    None => sheet.begin(file),
                    Some(there) => fs::read(&contents).and_then(|told| sheet.go_on(file, there, told)),
                };
                let book = book.map(Box::new).map_err(|fault| unwritable(named, &fault))?;
                Ok(Page::Table { book, named: named.to_owned(), contents })
            }
        }
    }

    /// Adds rows.
    pub fn add(&mut self, rows: Ready) -> Result<(), FileProblem> {
        match (self, rows) {
            (Page::Text(file), Ready::Text(text)) => file.add(&text),
            #[cfg(feature = "parquet")]
            (Page::Table { book, named, .. }, Ready::Table(rows)) => {
                book.add(*rows).map_err(|fault| unwritable(named, &fault))
            }
            #[cfg(feature = "parquet")]
            _ => Ok(()),
        }
    }

    /// Sees to it that what is written stays if the work is interrupted, and gives its bytes.
    pub fn secure(&mut self) -> Result<u64, FileProblem> {
        match self {
            Page::Text(file) => file.secure(),
            #[cfg(feature = "parquet")]
            Page::Table { book, named, contents } => {
                let told = book.contents().map_err(|fault| unwritable(named, &fault))?;
                let bytes = book.file().secure()?;
                replace(contents, told)?;
                Ok(bytes)
            }
        }
    }

    /// Puts it in its place.
    pub fn finish(self) -> Result<(), FileProblem> {
        match self {
            Page::Text(file) => file.finish(),
            #[cfg(feature = "parquet")]
            Page::Table { book, named, .. } => {
                book.finish().map_err(|fault| unwritable(&named, &fault))?.finish()
            }
        }
    }
}

/// A fault of writing, told of a file.
#[cfg(feature = "parquet")]
pub fn unwritable(path: &Path, fault: &io::Error) -> FileProblem {
    FileProblem::Unwritable { path: shown(path), why: reason(fault) }
}
