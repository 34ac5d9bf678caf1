//! Parquet on the way in and out: shipped bytes as a [`Table`], and any [`Table`] as Parquet bytes.

use std::{io::Write, ops::ControlFlow, sync::Arc};

use ::parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};
use arrow_array::{
    Array, ArrayRef, RecordBatch,
    builder::{
        BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder,
        StringBuilder, TimestampMicrosecondBuilder,
    },
    cast::AsArray as _,
    types::{Date32Type, Float64Type, Int16Type, Int32Type, Int64Type},
};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use bytes::Bytes;
use griot_model::table::{Cell, Column, Keys, Kind, Table, Unreadable};

use super::parquet::{MEANING, day_of, days_since_epoch};

/// Rows that are decoded, or written, at once.
const ROWS: usize = 1 << 16;

/// Parquet bytes as a table.
#[derive(Debug, Clone)]
pub struct ParquetTable {
    name: String,
    bytes: Bytes,
    columns: Vec<Column>,
    keys: Keys,
}

impl ParquetTable {
    /// Reads the columns and leaves the rows for later. Fails where the bytes are no Parquet, or a
    /// column is of a type that no [`Kind`] stands for.
    pub fn new(name: impl Into<String>, bytes: Bytes) -> Result<Self, Unreadable> {
        let name = name.into();
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes.clone())
            .map_err(|error| Unreadable(error.to_string()))?;
        let columns = reader.schema().fields().iter().map(|field| column(field));
        let columns = columns.collect::<Result<_, _>>()?;
        Ok(Self { name, bytes, columns, keys: Keys::default() })
    }

    /// The same with these keys.
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Self {
        Self { keys, ..self }
    }
}

impl Table for ParquetTable {
    fn name(&self) -> &str {
        &self.name
    }

    fn columns(&self) -> Vec<Column> {
        self.columns.clone()
    }

    fn keys(&self) -> Keys {
        self.keys.clone()
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        let unreadable = |error: String| Unreadable(error);
        let reader = ParquetRecordBatchReaderBuilder::try_new(self.bytes.clone())
            .and_then(|builder| builder.with_batch_size(ROWS).build())
            .map_err(|error| unreadable(error.to_string()))?;
        for batch in reader {
            let batch = batch.map_err(|error| unreadable(error.to_string()))?;
            let arrays: Vec<&ArrayRef> = batch.columns().iter().collect();
            for row in 0..batch.num_rows() {
                let cells: Vec<Cell<'_>> =
                    arrays.iter().map(|array| cell(array.as_ref(), row)).collect();
                if each(&cells).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn column(field: &Field) -> Result<Column, Unreadable> {
    let kind = match field.data_type() {
        DataType::Utf8 => Kind::Text,
        DataType::List(item) if item.data_type() == &DataType::Utf8 => Kind::Texts,
        DataType::Int16 | DataType::Int32 | DataType::Int64 => Kind::Integer,
        DataType::Float64 => Kind::Number,
        DataType::Boolean => Kind::Flag,
        DataType::Date32 => Kind::Day,
        DataType::Timestamp(TimeUnit::Microsecond, _) => Kind::Time,
        other => {
            return Err(Unreadable(format!(
                "the column {} is of type {other}, which no table of griot has",
                field.name()
            )));
        }
    };
    let meaning = field.metadata().get(MEANING).cloned().unwrap_or_default();
    Ok(Column { name: field.name().clone(), kind, nullable: field.is_nullable(), meaning })
}

/// The value of a row; no value where the array is of a type that [`column`] does not let in.
fn cell(array: &dyn Array, row: usize) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::Int16 => Cell::Integer(array.as_primitive::<Int16Type>().value(row).into()),
        DataType::Int32 => Cell::Integer(array.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int64 => Cell::Integer(array.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => Cell::Number(array.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => Cell::Flag(array.as_boolean().value(row)),
        DataType::Date32 => day_of(array.as_primitive::<Date32Type>().value(row)).into(),
        DataType::Timestamp(..) => Cell::Time(
            array.as_primitive::<arrow_array::types::TimestampMicrosecondType>().value(row),
        ),
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            let bounds = lists.value_offsets().get(row..row + 2).unwrap_or_default();
            let values = lists.values().as_string::<i32>();
            let texts = match bounds {
                &[from, to] => (from..to)
                    .filter_map(|at| usize::try_from(at).ok())
                    .map(|at| values.value(at).into())
                    .collect(),
                _ => Vec::new(),
            };
            Cell::Texts(texts)
        }
        _ => Cell::Null,
    }
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writing {
    /// The command that writes, as the file names it: `griot network`.
    pub created_by: &'static str,
    /// Level of Zstandard, 1 (fast) to 22 (small).
    pub level: i32,
}

/// Writes a table as Parquet, Zstandard, in groups of 65,536 rows. The same rows give the same bytes:
/// no time is written. Times are microseconds in UTC, days are days.
pub fn write_parquet(
    table: &dyn Table,
    writing: Writing,
    out: impl Write + Send,
) -> Result<(), ParquetError> {
    let columns = table.columns();
    let fields: Vec<Field> = columns
        .iter()
        .map(|column| Field::new(&column.name, data_type(column.kind), column.nullable))
        .collect();
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    let properties = WriterProperties::builder()
        .set_created_by(writing.created_by.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(writing.level)?))
        .set_max_row_group_row_count(Some(ROWS))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
    let mut growing: Vec<Growing> =
        columns.iter().map(|column| Growing::new(column.kind)).collect();
    let mut rows = 0_usize;
    let mut failed = None;
    let read = table.rows(&mut |cells| {
        for (column, cell) in growing.iter_mut().zip(cells) {
            column.push(cell);
        }
        rows += 1;
        if rows == ROWS {
            rows = 0;
            if let Err(error) = flush(&schema, &mut growing, &mut writer) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
    read.map_err(|error| ParquetError::External(Box::new(error)))?;
    if let Some(error) = failed {
        return Err(error);
    }
    if rows > 0 {
        flush(&schema, &mut growing, &mut writer)?;
    }
    writer.close()?;
    Ok(())
}

fn flush(
    schema: &SchemaRef,
    growing: &mut [Growing],
    writer: &mut ArrowWriter<impl Write + Send>,
) -> Result<(), ParquetError> {
    let arrays = growing.iter_mut().map(Growing::finish).collect();
    let batch = RecordBatch::try_new(Arc::clone(schema), arrays);
    writer.write(&batch.map_err(|error| ParquetError::External(error.into()))?)
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Texts => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
        Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Day => DataType::Date32,
        Kind::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

/// A column while rows come.
enum Growing {
    Text(StringBuilder),
    Texts(ListBuilder<StringBuilder>),
    Integer(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    Day(Date32Builder),
    Time(TimestampMicrosecondBuilder),
}

impl Growing {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Texts => Self::Texts(ListBuilder::new(StringBuilder::new())),
            Kind::Integer => Self::Integer(Int64Builder::new()),
            Kind::Number => Self::Number(Float64Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
            Kind::Day => Self::Day(Date32Builder::new()),
            Kind::Time => Self::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
        }
    }

    /// A cell of another kind than the column counts as no value.
    fn push(&mut self, cell: &Cell<'_>) {
        match (self, cell) {
            (Self::Text(column), Cell::Text(text)) => column.append_value(text),
            (Self::Text(column), _) => column.append_null(),
            (Self::Texts(column), Cell::Texts(texts)) => {
                for text in texts {
                    column.values().append_value(text);
                }
                column.append(true);
            }
            (Self::Texts(column), _) => column.append(false),
            (Self::Integer(column), Cell::Integer(number)) => column.append_value(*number),
            (Self::Integer(column), _) => column.append_null(),
            (Self::Number(column), Cell::Number(number)) => column.append_value(*number),
            (Self::Number(column), _) => column.append_null(),
            (Self::Flag(column), Cell::Flag(flag)) => column.append_value(*flag),
            (Self::Flag(column), _) => column.append_null(),
            (Self::Day(column), Cell::Day(day)) => {
                column.append_option(days_since_epoch(*day));
            }
            (Self::Day(column), _) => column.append_null(),
            (Self::Time(column), Cell::Time(time)) => column.append_value(*time),
            (Self::Time(column), _) => column.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Texts(column) => Arc::new(column.finish()),
            Self::Integer(column) => Arc::new(column.finish()),
            Self::Number(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
            Self::Day(column) => Arc::new(column.finish()),
            Self::Time(column) => Arc::new(column.finish()),
        }
    }
}
