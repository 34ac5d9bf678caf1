//! SQL over the library and a case: the one place where a `DataFusion` context is made, and so the
//! place where a cluster would plug in.
//!
//! A table is decoded when the first query names it. Queries only read: no file, no address and no
//! table can be opened or changed by one. [`Session::finding_rows`] refuses, besides, whatever can
//! give another answer at another number of partitions.

mod finding;
mod records;
mod statement;

pub(crate) use records::events as event_rows;

use std::{collections::BTreeMap, io, sync::Arc};

use bytes::Bytes;
use datafusion::{
    arrow::{
        array::RecordBatch,
        datatypes::{DataType, SchemaRef},
        util::display::{ArrayFormatter, FormatOptions},
    },
    common::TableReference,
    datasource::MemTable,
    error::DataFusionError,
    execution::{
        disk_manager::{DiskManagerBuilder, DiskManagerMode},
        runtime_env::RuntimeEnvBuilder,
    },
    logical_expr::LogicalPlan,
    parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder,
    prelude::{SessionConfig, SessionContext},
};
use tokio::runtime::{Builder, Runtime};

use crate::{
    case::Case,
    library::{Library, TABLES},
    nearest::nearest,
    rows::Rows,
};

/// Rows that one query may return; a page or a terminal shows far fewer.
const ROW_LIMIT: usize = 1_000_000;

/// Bytes that one query may hold besides the tables themselves. Nothing is spilled to disk.
const MEMORY_LIMIT: usize = 1 << 30;

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// Several statements, or none.
    #[error("a query is one statement; this text has {0}")]
    NotOneStatement(usize),
    /// Anything but SELECT, WITH, VALUES or EXPLAIN.
    #[error("griot only reads: {0} is not allowed; write SELECT, WITH or EXPLAIN")]
    NotAQuery(String),
    /// A table that neither the library nor the case has.
    #[error("there is no table {name}")]
    NoSuchTable {
        /// As written.
        name: String,
        /// The table that was probably meant.
        nearest: Option<String>,
        /// Every table there is.
        tables: Vec<String>,
    },
    /// The query does not parse, does not fit its tables, or could not be carried out.
    #[error("{0}")]
    Query(String),
    /// More rows than a query may return.
    #[error("the query returns more than {limit} rows; add a LIMIT or a WHERE")]
    TooManyRows {
        /// How many are allowed.
        limit: usize,
    },
    /// A finding's query that could answer differently tomorrow or on more cores.
    #[error("a finding cannot stand on {what}: {why}")]
    NotReproducible {
        /// The function or clause.
        what: String,
        /// Why, and what to write.
        why: String,
    },
    /// Two tables of one name, or one whose bytes are not Parquet.
    #[error("the table {name} cannot be read: {why}")]
    BadTable {
        /// Name in SQL.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The system gave no thread to run on.
    #[error("the query engine did not start: {0}")]
    Start(#[from] io::Error),
}

impl From<DataFusionError> for SqlError {
    fn from(error: DataFusionError) -> Self {
        Self::Query(error.strip_backtrace())
    }
}

/// A table as a query can use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Name in SQL.
    pub name: String,
    /// Name and Arrow type of each column, in order.
    pub columns: Vec<(String, String)>,
}

/// Where the rows of a table are before a query names it.
#[derive(Debug)]
enum Stored {
    Parquet(Bytes),
    Records(RecordBatch),
}

/// The tables of the library and of a case, ready for queries.
///
/// It runs on its own single-threaded runtime: call it from a thread that runs no other one.
pub struct Session {
    context: SessionContext,
    runtime: Runtime,
    stored: BTreeMap<String, Stored>,
    partitions: usize,
}

impl Session {
    /// A session over every table of the library, and over the records of a case if there is one.
    pub fn open(
        library: &Library,
        case: Option<&Case>,
        partitions: usize,
    ) -> Result<Self, SqlError> {
        let tables: Vec<(&str, Bytes)> = TABLES
            .into_iter()
            .filter_map(|name| Some((name, library.parquet(name)?.clone())))
            .collect();
        Self::new(&tables, case, partitions)
    }

    /// A session over Parquet tables by name, and over the records of a case as `actors`,
    /// `relations`, `statements`, `intervals`, `timeline`, `flows` and `sources`.
    ///
    /// `partitions` is how many parts each table and each step is split into; zero counts as one.
    /// Fails where two tables have one name or the runtime cannot start; the bytes of a table are
    /// only looked at when a query names it.
    pub fn new(
        tables: &[(&str, Bytes)],
        case: Option<&Case>,
        partitions: usize,
    ) -> Result<Self, SqlError> {
        let partitions = partitions.max(1);
        let mut stored = BTreeMap::new();
        for (name, bytes) in tables {
            add(&mut stored, name, Stored::Parquet(bytes.clone()))?;
        }
        if let Some(case) = case {
            for (name, batch) in records::tables(case)? {
                add(&mut stored, &name, Stored::Records(batch))?;
            }
        }
        let config = SessionConfig::new()
            .with_target_partitions(partitions)
            .with_information_schema(false);
        let no_disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled);
        let environment = RuntimeEnvBuilder::new()
            .with_memory_limit(MEMORY_LIMIT, 1.0)
            .with_disk_manager_builder(no_disk)
            .build_arc()?;
        let runtime = Builder::new_current_thread().build()?;
        let context = SessionContext::new_with_config_rt(config, environment);
        Ok(Self { context, runtime, stored, partitions })
    }

    /// The rows that a query returns, every value as text.
    ///
    /// Without an ORDER BY their order is any order. An EXPLAIN returns the plan as rows.
    pub fn rows(&self, sql: &str) -> Result<Rows, SqlError> {
        let plan = self.plan(sql)?;
        self.carry_out(plan)
    }

    /// The same for a query that a finding or a verdict stands on: it must end in an order, and use
    /// nothing that depends on partitions, on the day or on chance.
    pub fn finding_rows(&self, sql: &str) -> Result<Rows, SqlError> {
        let plan = self.plan(sql)?;
        finding::verify(&plan)?;
        self.carry_out(plan)
    }

    /// Every table with its columns, sorted by name.
    pub fn tables(&self) -> Result<Vec<TableShape>, SqlError> {
        self.stored
            .iter()
            .map(|(name, stored)| {
                let schema = match stored {
                    Stored::Parquet(bytes) => Arc::clone(reader(name, bytes)?.schema()),
                    Stored::Records(batch) => batch.schema(),
                };
                let columns = schema
                    .fields()
                    .iter()
                    .map(|field| (field.name().clone(), field.data_type().to_string()))
                    .collect();
                Ok(TableShape { name: name.clone(), columns })
            })
            .collect()
    }

    fn plan(&self, sql: &str) -> Result<LogicalPlan, SqlError> {
        let statement = statement::reading(sql)?;
        let state = self.context.state();
        for reference in state.resolve_table_references(&statement)? {
            self.make_known(&reference)?;
        }
        // The state is taken again, now that it knows the tables.
        let state = self.context.state();
        let plan = self.runtime.block_on(state.statement_to_plan(statement))?;
        statement::only_reads().verify_plan(&plan)?;
        Ok(plan)
    }

    fn make_known(&self, reference: &TableReference) -> Result<(), SqlError> {
        let name = match reference {
            TableReference::Bare { table } => table.to_string(),
            qualified => qualified.to_string(),
        };
        let Some(stored) = self.stored.get(&name) else {
            let names = || self.stored.keys().map(String::as_str);
            return Err(SqlError::NoSuchTable {
                nearest: nearest(&name, names()).map(str::to_owned),
                tables: self.stored.keys().cloned().collect(),
                name,
            });
        };
        if self.context.table_exist(name.as_str())? {
            return Ok(());
        }
        let (schema, batches) = match stored {
            Stored::Records(batch) => (batch.schema(), vec![batch.clone()]),
            Stored::Parquet(bytes) => decoded(&name, bytes)?,
        };
        let table = MemTable::try_new(schema, spread(&batches, self.partitions))?;
        self.context.register_table(name.as_str(), Arc::new(table))?;
        Ok(())
    }

    fn carry_out(&self, plan: LogicalPlan) -> Result<Rows, SqlError> {
        let explains = matches!(plan, LogicalPlan::Explain(_) | LogicalPlan::Analyze(_));
        let (schema, batches) = self.runtime.block_on(async {
            let frame = self.context.execute_logical_plan(plan).await?;
            // EXPLAIN must stay the outermost step.
            let frame = if explains { frame } else { frame.limit(0, Some(ROW_LIMIT + 1))? };
            let schema: SchemaRef = Arc::clone(frame.schema().inner());
            Ok::<_, DataFusionError>((schema, frame.collect().await?))
        })?;
        if batches.iter().map(RecordBatch::num_rows).sum::<usize>() > ROW_LIMIT {
            return Err(SqlError::TooManyRows { limit: ROW_LIMIT });
        }
        let columns = schema.fields().iter().map(|field| field.name().clone()).collect();
        let mut rows = Vec::new();
        for batch in &batches {
            texts(batch, &mut rows)?;
        }
        Ok(Rows { columns, rows })
    }
}

fn add(
    stored: &mut BTreeMap<String, Stored>,
    name: &str,
    table: Stored,
) -> Result<(), SqlError> {
    if stored.insert(name.to_owned(), table).is_some() {
        let why = "two tables have this name".to_owned();
        return Err(SqlError::BadTable { name: name.to_owned(), why });
    }
    Ok(())
}

fn reader(
    name: &str,
    bytes: &Bytes,
) -> Result<ParquetRecordBatchReaderBuilder<Bytes>, SqlError> {
    ParquetRecordBatchReaderBuilder::try_new(bytes.clone())
        .map_err(|error| SqlError::BadTable { name: name.to_owned(), why: error.to_string() })
}

fn decoded(name: &str, bytes: &Bytes) -> Result<(SchemaRef, Vec<RecordBatch>), SqlError> {
    let bad = |why: String| SqlError::BadTable { name: name.to_owned(), why };
    let reader = reader(name, bytes)?;
    let schema = Arc::clone(reader.schema());
    let batches = reader.build().map_err(|error| bad(error.to_string()))?;
    let batches =
        batches.collect::<Result<Vec<_>, _>>().map_err(|error| bad(error.to_string()))?;
    Ok((schema, batches))
}

/// The rows in as many parts of equal length as asked, in their order.
fn spread(batches: &[RecordBatch], partitions: usize) -> Vec<Vec<RecordBatch>> {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let share = rows.div_ceil(partitions).max(1);
    let mut parts: Vec<Vec<RecordBatch>> = vec![Vec::new(); partitions];
    let mut placed = 0;
    for batch in batches {
        let mut from = 0;
        while from < batch.num_rows() {
            let part = placed / share;
            let length = (share - placed % share).min(batch.num_rows() - from);
            if let Some(part) = parts.get_mut(part) {
                part.push(batch.slice(from, length));
            }
            from += length;
            placed += length;
        }
    }
    parts
}

/// Every value as text: no value is the empty text, a date is `2022-03-01`.
fn texts(batch: &RecordBatch, rows: &mut Vec<Vec<String>>) -> Result<(), DataFusionError> {
    let options = FormatOptions::new().with_null("").with_display_error(false);
    let columns = batch
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
        .collect::<Result<Vec<_>, _>>()?;
    for row in 0..batch.num_rows() {
        let values = columns
            .iter()
            .map(|column| column.value(row).try_to_string())
            .collect::<Result<Vec<_>, _>>()?;
        rows.push(values);
    }
    Ok(())
}

/// Whether a type is a binary floating-point number, whose sums depend on their order.
fn is_float(kind: &DataType) -> bool {
    kind.is_floating()
}
