//! Writing tables in Parquet: row groups that are made beside one another, each by itself, and then put together.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use arrow_select::filter::filter_record_batch;
use bytes::Bytes;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::basic::Compression;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use parquet::file::metadata::{
    FileMetaData, KeyValue, ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader,
    ParquetMetaDataWriter, RowGroupMetaData,
};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};

use super::batch::{added, schema_of_added};
use super::fault;
use super::read::{Group, Parquet};
use crate::audit::judging::{Answer, Outcome};
use crate::audit::read::Row;
use crate::audit::write::cells_of_row;

/// How Arrow's own schema is kept in a file; it speaks of all columns, and so is not taken over.
const ARROW: &str = "ARROW:schema";

/// How many bytes the list of a column's values may take, from which they are told by number; if they are more, as where
/// every row has its own, they are written one after the other.
const LONGEST_LIST: usize = 1 << 18;

/// How a table of judged rows looks: the columns that were there, and those that are added.
#[derive(Debug, Clone)]
pub struct Sheet {
    kept: SchemaRef,
    all: SchemaRef,
    layout: TypePtr,
    /// What is written about the table.
    keys: Vec<KeyValue>,
}

/// Rows that are ready to be written.
pub struct Encoded {
    /// The rows whose columns are copied as they lie.
    copied: Option<Group>,
    /// All other columns, as a small table of their own.
    made: (Bytes, ParquetMetaData),
}

/// A table that is being written.
pub struct Book<W: Write + Send>(SerializedFileWriter<Beyond<W>>);

/// What is written to it from some place on: what is there already is passed over.
struct Beyond<W> {
    into: W,
    there: u64,
}

/// So many bytes that nobody looks at, for what is there already.
struct Blanks;

impl Sheet {
    /// As a table looks, and what is added.
    pub fn like(table: &Parquet) -> io::Result<Sheet> {
        let keys = table.about().file_metadata().key_value_metadata();
        let keys = keys.into_iter().flatten().filter(|key| key.key != ARROW).cloned().collect();
        let fields = table.layout().root_schema().get_fields().to_vec();
        Sheet::of(Arc::clone(table.schema()), fields, keys).map_err(fault)
    }

    /// With a text in each of these columns, and what is added.
    pub fn of_texts(columns: &[String]) -> io::Result<Sheet> {
        let fields: Vec<Field> = columns.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
        Sheet::of_columns(Arc::new(Schema::new(fields)))
    }

    /// With these columns, and what is added.
    pub fn of_columns(schema: SchemaRef) -> io::Result<Sheet> {
        let fields = layout(&schema).and_then(|layout| {
            let fields = layout.root_schema().get_fields().to_vec();
            Sheet::of(schema, fields, Vec::new())
        });
        fields.map_err(fault)
    }

    fn of(kept: SchemaRef, mut fields: Vec<TypePtr>, keys: Vec<KeyValue>) -> Result<Sheet> {
        let added = Schema::new(schema_of_added());
        fields.extend(layout(&added)?.root_schema().get_fields().iter().cloned());
        let all = kept.fields().iter().chain(added.fields()).cloned().collect::<Vec<_>>();
        Ok(Sheet {
            kept,
            all: Arc::new(Schema::new(all)),
            layout: Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?),
            keys,
        })
    }

    /// Begins a table.
    pub fn begin<W: Write + Send>(&self, into: W) -> io::Result<Book<W>> {
        self.book(Beyond { into, there: 0 })
    }

    /// Goes on with a table of which so many bytes were written, with the contents as [`Book::contents`] told them then
    /// or later. It fails where these are not of this table.
    pub fn go_on<W: Write + Send>(&self, into: W, there: u64, contents: Vec<u8>) -> io::Result<Book<W>> {
        let all = ParquetMetaDataOptions::new().with_encoding_stats_as_mask(false);
        let reader = ParquetMetaDataReader::new().with_metadata_options(Some(all));
        let about = reader.parse_and_finish(&Bytes::from(contents)).map_err(fault)?;
        let mut book = self.book(Beyond { into, there })?;
        for group in about.row_groups() {
            if book.left_there()? == 0 {
                break;
            }
            book.pass_over(group).map_err(fault)?;
        }
        match book.left_there()? {
            0 => Ok(book),
            _ => Err(io::Error::other("what is noted of it is not of this file")),
        }
    }

    fn book<W: Write + Send>(&self, into: Beyond<W>) -> io::Result<Book<W>> {
        let keys = Some(self.keys.clone()).filter(|keys| !keys.is_empty());
        let properties = WriterProperties::builder().set_key_value_metadata(keys).build();
        let writer = SerializedFileWriter::new(into, Arc::clone(&self.layout), Arc::new(properties));
        writer.map(Book).map_err(fault)
    }

    /// All rows of a group, each of which was judged: what is added is made, the rest is copied.
    pub fn copied(&self, group: Group, outcomes: &[Outcome]) -> io::Result<Encoded> {
        let added_only = Arc::new(Schema::new(schema_of_added()));
        let columns = added(answers(outcomes));
        let made = made(
            &added_only,
            None,
            [RecordBatch::try_new(added_only.clone(), columns).map_err(io::Error::other)],
        );
        Ok(Encoded { copied: Some(group), made: made? })
    }

    /// Those rows of batches that were judged.
    pub fn batches<'o>(
        &self,
        batches: impl Iterator<Item = io::Result<(RecordBatch, &'o [Outcome])>>,
    ) -> io::Result<Encoded> {
        let judged = batches.map(|batch| {
            let (batch, outcomes) = batch?;
            let judged: BooleanArray =
                outcomes.iter().map(|outcome| Some(matches!(outcome, Outcome::Judged(_)))).collect();
            let batch = filter_record_batch(&batch, &judged).map_err(io::Error::other)?;
            let columns: Vec<ArrayRef> =
                batch.columns().iter().cloned().chain(added(answers(outcomes))).collect();
            RecordBatch::try_new(Arc::clone(&self.all), columns).map_err(io::Error::other)
        });
        let layout = SchemaDescriptor::new(Arc::clone(&self.layout));
        Ok(Encoded { copied: None, made: made(&self.all, Some(layout), judged)? })
    }

    /// Those of rows that were judged, as texts.
    pub fn texts(&self, rows: &[Row], outcomes: &[Outcome]) -> io::Result<Encoded> {
        let names: Vec<String> = self.kept.fields().iter().map(|field| field.name().clone()).collect();
        let judged = rows.iter().zip(outcomes).filter(|(_, outcome)| matches!(outcome, Outcome::Judged(_)));
        let mut columns: Vec<StringBuilder> = names.iter().map(|_| StringBuilder::new()).collect();
        for (row, _) in judged {
            let cells = cells_of_row(row, &names);
            for (at, column) in columns.iter_mut().enumerate() {
                column.append_option(cells.get(at).filter(|cell| !cell.is_empty()));
            }
        }
        let columns = columns.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let columns: Vec<ArrayRef> = columns.chain(added(answers(outcomes))).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.all), columns).map_err(io::Error::other);
        let layout = SchemaDescriptor::new(Arc::clone(&self.layout));
        Ok(Encoded { copied: None, made: made(&self.all, Some(layout), [batch])? })
    }
}

fn answers(outcomes: &[Outcome]) -> impl Iterator<Item = &Arc<Answer>> {
    outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Judged(answer) => Some(answer),
        Outcome::SetAside(_) => None,
    })
}

fn layout(schema: &Schema) -> Result<SchemaDescriptor> {
    ArrowSchemaConverter::new().convert(schema)
}

/// A small table by itself, in one group of rows.
fn made(
    schema: &SchemaRef,
    layout: Option<SchemaDescriptor>,
    batches: impl IntoIterator<Item = io::Result<RecordBatch>>,
) -> io::Result<(Bytes, ParquetMetaData)> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(None)
        .set_dictionary_page_size_limit(LONGEST_LIST)
        .build();
    let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let options = match layout {
        Some(layout) => options.with_parquet_schema(layout),
        None => options,
    };
    let mut table = Vec::new();
    let mut writer =
        ArrowWriter::try_new_with_options(&mut table, Arc::clone(schema), options).map_err(fault)?;
    for batch in batches {
        writer.write(&batch?).map_err(fault)?;
    }
    let about = writer.close().map_err(fault)?;
    Ok((table.into(), about))
}

impl<W: Write + Send> Book<W> {
    /// Adds rows.
    pub fn add(&mut self, rows: Encoded) -> io::Result<()> {
        self.append(rows).map_err(fault)
    }

    fn append(&mut self, Encoded { copied, made: (table, about) }: Encoded) -> Result<()> {
        for made in about.row_groups() {
            let mut group = self.0.next_row_group()?;
            if let Some(copied) = &copied {
                copy(&mut group, &copied.table.file()?, copied.table.about().row_group(copied.number))?;
            }
            copy(&mut group, &table, made)?;
            group.close()?;
        }
        Ok(())
    }

    /// Tells what is in it so far, to go on from, and sees to it that all of that was written.
    pub fn contents(&mut self) -> io::Result<Vec<u8>> {
        self.0.flush()?;
        let groups = self.0.flushed_row_groups().to_vec();
        let rows = groups.iter().map(RowGroupMetaData::num_rows).sum();
        let layout = Arc::new(SchemaDescriptor::new(self.0.schema_descr().root_schema_ptr()));
        let about = ParquetMetaData::new(FileMetaData::new(1, rows, None, None, layout, None), groups);
        let mut contents = Vec::new();
        ParquetMetaDataWriter::new(&mut contents, &about).finish().map_err(fault)?;
        Ok(contents)
    }

    /// What it is written into.
    pub fn file(&mut self) -> &mut W {
        &mut self.0.inner_mut().into
    }

    /// Ends it.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map(|beyond| beyond.into).map_err(fault)
    }

    /// How many bytes are there that were not passed over yet.
    fn left_there(&mut self) -> io::Result<u64> {
        self.0.flush()?;
        Ok(self.0.inner().there)
    }

    fn pass_over(&mut self, there: &RowGroupMetaData) -> Result<()> {
        let mut group = self.0.next_row_group()?;
        copy(&mut group, &Blanks, there)?;
        group.close().map(|_| ())
    }
}

impl<W: Write> Write for Beyond<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match usize::try_from(self.there).unwrap_or(usize::MAX).min(bytes.len()) {
            0 => self.into.write(bytes),
            there => {
                self.there -= there as u64;
                Ok(there)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

impl Length for Blanks {
    fn len(&self) -> u64 {
        u64::MAX
    }
}

impl ChunkReader for Blanks {
    type T = io::Repeat;

    fn get_read(&self, _: u64) -> Result<io::Repeat> {
        Ok(io::repeat(0))
    }

    fn get_bytes(&self, _: u64, length: usize) -> Result<Bytes> {
        Ok(vec![0; length].into())
    }
}

/// Copies the columns of a group as they lie.
fn copy<W: Write + Send>(
    into: &mut SerializedRowGroupWriter<'_, W>,
    from: &impl ChunkReader,
    group: &RowGroupMetaData,
) -> Result<()> {
    for column in group.columns() {
        let as_it_was = ColumnCloseResult {
            bytes_written: column.compressed_size() as u64,
            rows_written: group.num_rows() as u64,
            metadata: column.clone(),
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        into.append_column(from, as_it_was)?;
    }
    Ok(())
}
