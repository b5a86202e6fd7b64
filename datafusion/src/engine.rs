//! The engine that `--engine` asks for: DataFusion on this machine, or, by an address, Ballista on many.

use std::sync::Arc;

use ballista::extension::{SessionConfigExt, SessionContextExt};
use datafusion::arrow::array::{ArrayRef, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, SessionStateBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::StreamExt;
use licit::audit::Kept;
use licit::audit::engine::{Engine, Judged, Judging, Order, Terms};
use licit::problem::file::FileProblem;
use tokio::runtime::{Builder, Runtime};

use crate::function::outcomes;
use crate::plan::{self, Read};
use crate::{cluster, codec};

/// The name for this machine, and what begins the address of a cluster.
const HERE: &str = "datafusion";
const ADDRESS: &str = "df://";

/// See the head of this file.
pub struct DataFusion;

impl Engine for DataFusion {
    fn names(&self) -> &[&str] {
        &[HERE, "df://HOST:PORT"]
    }

    fn is_meant_by(&self, name: &str) -> bool {
        name == HERE || name.starts_with(ADDRESS)
    }

    fn judge(&self, order: Order) -> std::result::Result<Box<dyn Judging>, FileProblem> {
        let Order { engine, table, name, kept, .. } = order;
        let path = || name.to_owned();
        if table.as_os_str() == "-" {
            return Err(failed(engine, name, "it reads files, and this is standard input".to_owned()));
        }
        match table.metadata() {
            Err(_) => return Err(FileProblem::NotThere { path: path() }),
            Ok(about) if about.is_dir() && kept != Kept::Parquet => {
                return Err(FileProblem::Folder { path: path() });
            }
            Ok(_) => {}
        }
        let opened = Table::open(order);
        opened
            .map(|table| Box::new(table) as Box<dyn Judging>)
            .map_err(|fault| failed(engine, name, said(&fault)))
    }
}

/// A table that is being judged.
struct Table {
    engine: String,
    name: String,
    columns: Vec<String>,
    schema: SchemaRef,
    /// The table, and by what it is judged, until that begins.
    asked: Option<(Read, Terms)>,
    /// The rows, as they come.
    stream: Option<SendableRecordBatchStream>,
    runtime: Runtime,
}

impl Table {
    fn open(order: Order) -> Result<Table> {
        let runtime = Builder::new_multi_thread().enable_all().thread_stack_size(cluster::STACK).build()?;
        let read = runtime.block_on(async {
            let session = session(order.engine).await?;
            Read::of(&session, &order.table.canonicalize()?, order.kept).await
        })?;
        Ok(Table {
            engine: order.engine.to_owned(),
            name: order.name.to_owned(),
            columns: read.columns.clone(),
            schema: Arc::new(read.schema()),
            asked: Some((read, order.terms.clone())),
            stream: None,
            runtime,
        })
    }

    /// The next rows, with one column more.
    fn batch(&mut self) -> Result<Option<RecordBatch>> {
        if let Some((read, terms)) = self.asked.take() {
            let name = &self.name;
            let begun = async { read.judged(name, &terms)?.execute_stream().await };
            self.stream = Some(self.runtime.block_on(begun)?);
        }
        let Some(stream) = &mut self.stream else { return Ok(None) };
        self.runtime.block_on(stream.next()).transpose()
    }

    fn take(&self, batch: RecordBatch) -> Result<Judged> {
        let (judged, columns) = match batch.columns() {
            [columns @ .., judged] => (judged, columns),
            [] => return Err(DataFusionError::Execution("nothing came back of the rows".to_owned())),
        };
        // Between machines lists of texts become the texts themselves.
        let as_it_was = |(column, field): (&ArrayRef, &Arc<Field>)| Ok(cast(column, field.data_type())?);
        let columns = columns.iter().zip(self.schema.fields()).map(as_it_was);
        let rows = RecordBatch::try_new(Arc::clone(&self.schema), columns.collect::<Result<_>>()?)?;
        Ok(Judged { rows, outcomes: outcomes(judged)? })
    }
}

impl Judging for Table {
    fn names(&self) -> &[String] {
        &self.columns
    }

    fn schema(&self) -> Arc<Schema> {
        Arc::clone(&self.schema)
    }

    fn next(&mut self) -> std::result::Result<Option<Judged>, FileProblem> {
        let batch = self.batch();
        let judged = batch.and_then(|batch| batch.map(|batch| self.take(batch)).transpose());
        judged.map_err(|fault| failed(&self.engine, &self.name, said(&fault)))
    }
}

/// A session with the engine of that name.
async fn session(engine: &str) -> Result<SessionContext> {
    if engine == HERE {
        return Ok(SessionContext::new_with_config(plan::config(SessionConfig::new())));
    }
    let config = SessionConfig::new_with_ballista()
        .with_ballista_logical_extension_codec(Arc::new(codec::Logical::default()))
        .with_ballista_physical_extension_codec(Arc::new(codec::Physical::default()))
        .with_ballista_grpc_client_max_message_size(cluster::LARGEST_MESSAGE);
    let state = SessionStateBuilder::new().with_config(plan::config(config)).with_default_features();
    SessionContext::remote_with_state(engine, state.build()).await
}

fn failed(engine: &str, table: &str, why: String) -> FileProblem {
    FileProblem::EngineFailed { engine: engine.to_owned(), path: table.to_owned(), why }
}

/// What the engine says, without where in it that was said; in our words what it says to those who know its insides.
fn said(fault: &DataFusionError) -> String {
    let root = fault.find_root().message().into_owned();
    if root.contains("ConnectError") {
        return "no scheduler answers at that address; `licit-cluster schedule` starts one".to_owned();
    }
    if root.starts_with("No files found") {
        return "there is no file in it that ends in `.parquet`".to_owned();
    }
    root.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}
