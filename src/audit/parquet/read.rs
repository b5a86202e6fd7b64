//! A table in Parquet, by row groups.

use std::cell::Cell;
use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::schema::types::SchemaDescriptor;

use super::unreadable;
use crate::audit::columns::Columns;
use crate::problem::file::FileProblem;

/// How many rows are in memory at a time.
const AT_A_TIME: usize = 8192;

/// Opens a file anew. Several read a table at once, and each needs a place of its own in the file.
pub type Open = Box<dyn Fn() -> io::Result<File> + Send + Sync>;

/// A table that is being read; it can be read by several at once.
pub struct Parquet {
    /// The file's name.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    open: Open,
    about: ArrowReaderMetadata,
}

/// Some of its rows, which lie together.
#[derive(Clone)]
pub struct Group {
    pub table: Arc<Parquet>,
    pub number: usize,
    /// How many rows are before it.
    pub first: u64,
    /// How many bytes it and those before it take in the file.
    pub bytes: u64,
}

impl Parquet {
    /// Looks at a table.
    pub fn of(name: &str, open: Open) -> Result<Parquet, FileProblem> {
        let file = open().map_err(|fault| unreadable(name, fault))?;
        let about =
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new().with_skip_arrow_metadata(true));
        let about = about.map_err(|fault| unreadable(name, fault))?;
        let bytes = file.metadata().map_err(|fault| unreadable(name, fault))?.len();
        if !is_sound(about.metadata(), bytes) {
            return Err(unreadable(name, "what it says of its columns is not so"));
        }
        let columns = about.schema().fields().iter().map(|field| field.name().clone()).collect();
        Ok(Parquet { name: name.to_owned(), columns, open, about })
    }

    /// What its columns hold.
    pub(super) fn schema(&self) -> &SchemaRef {
        self.about.schema()
    }

    /// The same as Parquet says it.
    pub(super) fn layout(&self) -> &SchemaDescriptor {
        self.about.parquet_schema()
    }

    /// Whether another table has the same columns.
    pub fn is_like(&self, other: &Parquet) -> bool {
        self.layout().root_schema().get_fields() == other.layout().root_schema().get_fields()
    }

    /// What is written about it and its groups.
    pub(super) fn about(&self) -> &ParquetMetaData {
        self.about.metadata()
    }

    /// Its file, opened anew.
    pub(super) fn file(&self) -> io::Result<File> {
        (self.open)()
    }

    /// Its groups.
    pub fn groups(self: &Arc<Parquet>) -> impl Iterator<Item = Group> + use<> {
        let table = Arc::clone(self);
        let (mut first, mut bytes) = (0, 0);
        (0..table.about().num_row_groups()).map(move |number| {
            let about = table.about().row_group(number);
            bytes += about.compressed_size().max(0) as u64;
            let group = Group { table: Arc::clone(&table), number, first, bytes };
            first += about.num_rows().max(0) as u64;
            group
        })
    }
}

/// Whether all columns lie within a file of so many bytes. Those who read it rely on that.
fn is_sound(about: &ParquetMetaData, bytes: u64) -> bool {
    about.row_groups().iter().all(|group| {
        let lies_within = |column: &ColumnChunkMetaData| {
            let begins = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
            let (begins, size) = (u64::try_from(begins), u64::try_from(column.compressed_size()));
            begins.ok().zip(size.ok()).is_some_and(|(begins, size)| {
                begins.checked_add(size).is_some_and(|ends| begins > 0 && ends <= bytes)
            })
        };
        group.num_rows() >= 0 && group.columns().iter().all(lies_within)
    })
}

impl Group {
    /// Its rows, in batches, with all their columns.
    pub fn rows(&self) -> Result<Batches, FileProblem> {
        self.read(ProjectionMask::all(), self.table.about.clone())
    }

    /// Its rows, in batches, with only those columns that hold facts; texts as numbers of a list of them, which is how
    /// they mostly lie in the file.
    pub fn facts(&self, columns: &Columns) -> Result<Batches, FileProblem> {
        let table = &self.table;
        let held: Vec<usize> = columns.held().map(|held| held.column).collect();
        let mask = ProjectionMask::roots(table.layout(), held.iter().copied());
        let listed = |(column, field): (usize, &Arc<Field>)| match field.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View if held.contains(&column) => {
                let listed = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                Arc::new(Field::new(field.name(), listed, field.is_nullable()))
            }
            _ => Arc::clone(field),
        };
        let fields = table.schema().fields().iter().enumerate().map(listed);
        let options =
            ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields.collect::<Vec<_>>())));
        let about = ArrowReaderMetadata::try_new(Arc::clone(table.about.metadata()), options);
        self.read(mask, about.map_err(|fault| unreadable(&table.name, fault))?)
    }

    fn read(&self, mask: ProjectionMask, about: ArrowReaderMetadata) -> Result<Batches, FileProblem> {
        let name = &self.table.name;
        let file = self.table.file().map_err(|fault| unreadable(name, fault))?;
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, about)
            .with_row_groups(vec![self.number])
            .with_projection(mask)
            .with_batch_size(AT_A_TIME)
            .build();
        let reader = reader.map_err(|fault| unreadable(name, fault))?;
        Ok(Batches { reader, name: name.clone() })
    }
}

/// The rows of a group, a batch at a time.
pub struct Batches {
    reader: ParquetRecordBatchReader,
    name: String,
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, FileProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch: Result<RecordBatch, ArrowError> = match caught(|| self.reader.next()) {
            Some(batch) => batch?,
            None => return Some(Err(unreadable(&self.name, "a column is damaged"))),
        };
        Some(batch.map_err(|fault| unreadable(&self.name, fault)))
    }
}

thread_local! {
    /// This thread reads what may be damaged.
    static READS: Cell<bool> = const { Cell::new(false) };
}

/// What comes of reading; `None` where the reader panics, which it does on some damage.
fn caught<T>(read: impl FnOnce() -> T) -> Option<T> {
    READS.set(true);
    let came = catch_unwind(AssertUnwindSafe(read));
    READS.set(false);
    came.ok()
}

/// Sees to it that a panic of the reader, which is told as a fault of the file, is not told besides. It is for a program
/// to call, once.
pub fn tell_damage_once() {
    let told = take_hook();
    set_hook(Box::new(move |panic| {
        if !READS.get() {
            told(panic);
        }
    }));
}
