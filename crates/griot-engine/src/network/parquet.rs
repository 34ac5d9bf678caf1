//! The tables of a network as Parquet: the same network gives the same bytes.

use std::{io::Write, sync::Arc};

use datafusion::arrow::{
    array::{
        ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, RecordBatch, StringBuilder,
        TimestampMicrosecondBuilder,
    },
    datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit},
    error::ArrowError,
};
use datafusion::parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};

use super::{
    answer::Network,
    rows::{Cell, Kind, Table},
};

/// Rows in memory at a time, and in a row group.
const ROWS: usize = 1 << 16;

/// Writes a table. Times are microseconds in UTC; those of the table of shares are whole numbers.
pub fn write(
    table: Table,
    network: &Network,
    out: impl Write + Send,
) -> Result<(), ParquetError> {
    let fields: Vec<Field> = table
        .columns()
        .iter()
        .map(|&(name, kind)| Field::new(name, data_type(kind), true))
        .collect();
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    let properties = WriterProperties::builder()
        .set_created_by("griot network".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_max_row_group_row_count(Some(ROWS))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
    let mut columns = Columns::new(table);
    table.rows(network, |row| {
        columns.push(row);
        if columns.rows == ROWS { columns.flush(&schema, &mut writer) } else { Ok(()) }
    })?;
    if columns.rows > 0 {
        columns.flush(&schema, &mut writer)?;
    }
    writer.close()?;
    Ok(())
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Count => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

struct Columns {
    columns: Vec<Column>,
    rows: usize,
}

enum Column {
    Text(StringBuilder),
    Count(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    Time(TimestampMicrosecondBuilder),
}

impl Columns {
    fn new(table: Table) -> Self {
        let column = |kind| match kind {
            Kind::Text => Column::Text(StringBuilder::new()),
            Kind::Count => Column::Count(Int64Builder::new()),
            Kind::Number => Column::Number(Float64Builder::new()),
            Kind::Flag => Column::Flag(BooleanBuilder::new()),
            Kind::Time => Column::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
        };
        Self {
            columns: table.columns().iter().map(|column_of| column(column_of.1)).collect(),
            rows: 0,
        }
    }

    fn push(&mut self, row: &[Cell<'_>]) {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            match column {
                Column::Text(texts) => texts.append_option(match cell {
                    Cell::Text(text) => Some(text),
                    _ => None,
                }),
                Column::Count(counts) => counts.append_option(match cell {
                    Cell::Count(count) => i64::try_from(*count).ok(),
                    Cell::Time(time) => Some(*time),
                    _ => None,
                }),
                Column::Number(numbers) => numbers.append_option(match cell {
                    Cell::Number(number) | Cell::Decimals(number, _) | Cell::Chance(number) => {
                        Some(*number)
                    }
                    _ => None,
                }),
                Column::Flag(flags) => flags.append_option(match cell {
                    Cell::Flag(flag) => Some(*flag),
                    _ => None,
                }),
                Column::Time(times) => times.append_option(match cell {
                    Cell::Time(time) => Some(*time),
                    _ => None,
                }),
            }
        }
        self.rows += 1;
    }

    fn flush(
        &mut self,
        schema: &SchemaRef,
        writer: &mut ArrowWriter<impl Write + Send>,
    ) -> Result<(), ParquetError> {
        let arrays = self.columns.iter_mut().map(|column| -> ArrayRef {
            match column {
                Column::Text(texts) => Arc::new(texts.finish()),
                Column::Count(counts) => Arc::new(counts.finish()),
                Column::Number(numbers) => Arc::new(numbers.finish()),
                Column::Flag(flags) => Arc::new(flags.finish()),
                Column::Time(times) => Arc::new(times.finish()),
            }
        });
        let batch = RecordBatch::try_new(Arc::clone(schema), arrays.collect());
        self.rows = 0;
        writer.write(&batch.map_err(|error: ArrowError| ParquetError::External(error.into()))?)
    }
}
