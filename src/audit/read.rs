//! Reading a table row by row: CSV, or JSON Lines. No more than a row is held, and no row is longer than a file of
//! facts may be.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use csv::{ByteRecord, StringRecord};

use super::lines;
use crate::casebook::cells::delimiter;
use crate::casebook::rows::Form;
use crate::problem::file::{FileProblem, LARGEST};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// With commas, or whatever else its first line shows to stand between cells.
    Csv,
    /// The same with tabs.
    Tsv,
    /// JSON Lines: an object a line.
    Lines,
    /// Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Kept {
    /// By the ending of a file's name.
    pub fn by_name(name: &str) -> Option<Kept> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_lowercase().as_str() {
            "csv" => Some(Kept::Csv),
            "tsv" => Some(Kept::Tsv),
            "jsonl" | "ndjson" => Some(Kept::Lines),
            #[cfg(feature = "parquet")]
            "parquet" | "pq" => Some(Kept::Parquet),
            _ => None,
        }
    }

    /// The form in which its values are written.
    pub fn form(self) -> Form {
        match self {
            Kept::Lines => Form::Json,
            _ => Form::Csv,
        }
    }

    /// Whether it is text, which is read from its beginning to its end.
    pub fn is_text(self) -> bool {
        matches!(self, Kept::Csv | Kept::Tsv | Kept::Lines)
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it begins, counted from 1; `None` where that is not known.
    pub line: Option<u64>,
    pub written: Written,
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    Cells(StringRecord),
    /// A line of JSON that may be an object.
    Line(String),
    /// A row that does not read: its text as far as there is one, and why.
    Broken {
        text: String,
        why: String,
    },
}

/// A table that is being read.
pub struct Table<'t> {
    /// The file's name.
    pub name: String,
    pub kept: Kept,
    /// The names in the first line.
    pub columns: Vec<String>,
    rows: Rows<'t>,
    read: Arc<Counted>,
}

enum Rows<'t> {
    Csv(csv::Reader<Box<dyn Read + Send + 't>>),
    Lines { lines: BufReader<Box<dyn Read + Send + 't>>, at: u64, first: Option<Row> },
}

/// Bytes read: in all, and since the last row ended.
#[derive(Debug, Default)]
struct Counted {
    all: AtomicU64,
    row: AtomicU64,
}

struct Counting<R> {
    from: R,
    read: Arc<Counted>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.read.row.load(Relaxed) > LARGEST {
            return Err(io::Error::other(
                "a row has no end; perhaps a quotation mark is opened in it and not closed",
            ));
        }
        let read = self.from.read(to)?;
        self.read.all.fetch_add(read as u64, Relaxed);
        self.read.row.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}

impl<'t> Table<'t> {
    /// Begins to read a table that is written as text in this form.
    pub fn of(name: &str, kept: Kept, from: impl Read + Send + 't) -> Result<Table<'t>, FileProblem> {
        let unreadable =
            |fault: &io::Error| FileProblem::Unreadable { path: name.to_owned(), why: said(fault) };
        let not_text = || FileProblem::NotText { path: name.to_owned(), line: 1, byte: 0 };
        let read = Arc::new(Counted::default());
        let mut from = BufReader::new(Counting { from, read: Arc::clone(&read) });
        let (columns, rows) = match kept {
            Kept::Lines => {
                let mut lines = BufReader::new(Box::new(from) as Box<dyn Read + Send + 't>);
                let mut at = 0;
                let first = line(&mut lines, &mut at).map_err(|fault| unreadable(&fault))?;
                let columns = match &first {
                    Some(Row { written: Written::Line(line), .. }) => lines::names(line),
                    _ => Vec::new(),
                };
                (columns, Rows::Lines { lines, at, first })
            }
            _ => {
                let begins = from.fill_buf().map_err(|fault| unreadable(&fault))?;
                let delimiter = delimiter(&String::from_utf8_lossy(begins));
                let mut reader = csv::ReaderBuilder::new()
                    .delimiter(delimiter)
                    .trim(csv::Trim::All)
                    .comment(Some(b'#'))
                    .flexible(true)
                    .from_reader(Box::new(from) as Box<dyn Read + Send + 't>);
                let headings = reader.byte_headers().map_err(|fault| unreadable(&io(fault)))?;
                let headings = StringRecord::from_byte_record(headings.clone()).map_err(|_| not_text())?;
                (headings.iter().map(str::to_owned).collect(), Rows::Csv(reader))
            }
        };
        Ok(Table { name: name.to_owned(), kept, columns, rows, read })
    }

    /// The next row; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Row>, FileProblem> {
        self.read.row.store(0, Relaxed);
        let row = match &mut self.rows {
            Rows::Csv(reader) => record(reader),
            Rows::Lines { lines, at, first } => match first.take() {
                Some(row) => Ok(Some(row)),
                None => line(lines, at),
            },
        };
        row.map_err(|fault| FileProblem::Unreadable { path: self.name.clone(), why: said(&fault) })
    }

    /// The next rows, at most so many.
    pub fn stretch(&mut self, most: usize) -> Result<Vec<Row>, FileProblem> {
        let mut rows = Vec::new();
        while rows.len() < most
            && let Some(row) = self.next_row()?
        {
            rows.push(row);
        }
        Ok(rows)
    }

    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        self.read.all.load(Relaxed)
    }
}

fn record(reader: &mut csv::Reader<Box<dyn Read + Send + '_>>) -> io::Result<Option<Row>> {
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(io)? {
        return Ok(None);
    }
    let line = record.position().map_or(0, csv::Position::line);
    let written = match StringRecord::from_byte_record(record) {
        Ok(cells) => Written::Cells(cells),
        Err(fault) => {
            let record = fault.into_byte_record();
            let cells = record.iter().map(String::from_utf8_lossy).collect::<Vec<_>>();
            Written::Broken { text: cells.join(","), why: "this is not UTF-8 text".to_owned() }
        }
    };
    Ok(Some(Row { line: Some(line), written }))
}

/// The next line in which anything is written.
fn line(lines: &mut impl BufRead, at: &mut u64) -> io::Result<Option<Row>> {
    loop {
        let mut bytes = Vec::new();
        if lines.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        *at += 1;
        let written = match String::from_utf8(bytes) {
            Err(fault) => Written::Broken {
                text: String::from_utf8_lossy(fault.as_bytes()).trim().to_owned(),
                why: "this is not UTF-8 text".to_owned(),
            },
            Ok(text) => {
                let line = text.strip_prefix('\u{FEFF}').unwrap_or(&text).trim();
                if line.is_empty() {
                    continue;
                }
                Written::Line(if line.len() == text.len() { text } else { line.to_owned() })
            }
        };
        return Ok(Some(Row { line: Some(*at), written }));
    }
}

fn io(fault: csv::Error) -> io::Error {
    match fault.into_kind() {
        csv::ErrorKind::Io(fault) => fault,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Why, without the number that the system gives to the reason.
fn said(fault: &io::Error) -> String {
    fault.to_string().split(" (os error").next().unwrap_or_default().to_owned()
}
