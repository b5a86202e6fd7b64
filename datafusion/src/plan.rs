//! The plan by which a table is judged: it is read, and the function is asked of each of its rows.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::Column;
use datafusion::error::{DataFusionError, Result};
use datafusion::functions::string::expr_fn::btrim;
use datafusion::logical_expr::{Expr, lit};
use datafusion::prelude::{CsvReadOptions, DataFrame, ParquetReadOptions, SessionConfig, SessionContext};
use licit::audit::engine::Terms;
use licit::audit::{Kept, Table};
use licit::casebook::cells::delimiter;
use licit::problem::Tell;
use url::Url;

use crate::function::Judge;
use crate::question::Question;

/// The column of what came of a row; called as no column of a table is.
const ANSWER: &str = "(licit)";

/// The column of lines that are read whole.
const LINE: &str = "line";

/// Characters that stand in no line of JSON: with them between cells, and around them, each line is one cell.
const BETWEEN: u8 = 1;
const AROUND: u8 = 2;

/// How many rows are judged at a time.
const AT_A_TIME: usize = 1 << 14;

/// What makes a session one for these plans.
pub fn config(config: SessionConfig) -> SessionConfig {
    // Texts are looked up by what they are, and in Licit's own tables they are plain.
    let view = "datafusion.execution.parquet.schema_force_view_types";
    config.with_batch_size(AT_A_TIME).set_bool(view, false)
}

/// A table as it is read.
pub struct Read {
    frame: DataFrame,
    /// The names of its columns.
    pub columns: Vec<String>,
    kept: Kept,
}

impl Read {
    /// Looks at a table, so far as to know its columns.
    ///
    /// Text is read as text, so that it is for Licit to say what a cell means; JSON Lines line by line.
    pub async fn of(session: &SessionContext, path: &Path, kept: Kept) -> Result<Read> {
        let place = address(path)?;
        let ending =
            path.extension().map_or(String::new(), |ending| format!(".{}", ending.to_string_lossy()));
        if kept == Kept::Parquet {
            let ending = if path.is_dir() { ".parquet" } else { &ending };
            let options = ParquetReadOptions::default().parquet_pruning(false);
            let options = ParquetReadOptions { file_extension: ending, ..options };
            let frame = session.read_parquet(place.as_str(), options).await?;
            let columns = frame.schema().fields().iter().map(|field| field.name().clone()).collect();
            return Ok(Read { frame, columns, kept });
        }
        let columns = heading(path, kept)?;
        let texts = |names: &[String]| {
            Schema::new(names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect::<Vec<_>>())
        };
        let options = CsvReadOptions::new().file_extension(&ending);
        let frame = match kept {
            Kept::Lines => {
                let schema = texts(&[LINE.to_owned()]);
                let options = options.has_header(false).delimiter(BETWEEN).quote(AROUND).schema(&schema);
                let frame = session.read_csv(place.as_str(), options).await?;
                frame.filter(btrim(vec![named(LINE)]).not_eq(lit("")))?
            }
            _ => {
                let schema = texts(&columns);
                let options = options
                    .has_header(true)
                    .delimiter(between(path)?)
                    .comment(b'#')
                    .newlines_in_values(true)
                    .schema(&schema);
                let frame = session.read_csv(place.as_str(), options).await?;
                frame.select(columns.iter().map(|name| btrim(vec![named(name)]).alias(name)))?
            }
        };
        Ok(Read { frame, columns, kept })
    }

    /// What its batches hold.
    pub fn schema(&self) -> Schema {
        self.frame.schema().as_arrow().clone()
    }

    /// The plan: its columns, and one more, what came of each row.
    pub fn judged(self, table: &str, terms: &Terms) -> Result<DataFrame> {
        let question = Question {
            terms: terms.clone(),
            table: table.to_owned(),
            columns: self.columns,
            in_lines: self.kept == Kept::Lines,
        };
        let columns: Vec<Expr> =
            self.frame.schema().fields().iter().map(|field| named(field.name())).collect();
        let judged = Judge::of(question)?.call(columns.clone()).alias(ANSWER);
        self.frame.select(columns.into_iter().chain([judged]))
    }
}

/// Where a table lies, so that no character of its name means anything else, as a bracket or a star would in a path.
fn address(path: &Path) -> Result<Url> {
    let address = if path.is_dir() { Url::from_directory_path(path) } else { Url::from_file_path(path) };
    address.map_err(|()| DataFusionError::Execution("its name cannot be an address".to_owned()))
}

/// A column by its name, whatever stands in that.
fn named(name: &str) -> Expr {
    Expr::Column(Column::new_unqualified(name))
}

/// The names of the columns of a table that is text.
fn heading(path: &Path, kept: Kept) -> Result<Vec<String>> {
    let table = Table::of(&path.to_string_lossy(), kept, File::open(path)?);
    let table = table.map_err(|problem| DataFusionError::Execution(problem.tell().message))?;
    Ok(table.columns)
}

/// What stands between the cells of a table.
fn between(path: &Path) -> Result<u8> {
    let mut file = BufReader::new(File::open(path)?);
    Ok(delimiter(&String::from_utf8_lossy(file.fill_buf()?)))
}
