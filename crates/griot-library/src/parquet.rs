//! Tables as Parquet bytes: the same rows give the same bytes, and a description travels with them.

use std::{collections::HashMap, sync::Arc};

use ::parquet::{
    arrow::{
        ArrowWriter, ProjectionMask,
        arrow_reader::{
            ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
        },
    },
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::{metadata::KeyValue, properties::WriterProperties},
};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int16Array, Int32Array, Int64Array,
    RecordBatch, StringArray,
    builder::{ListBuilder, StringBuilder},
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use bytes::Bytes;
use griot_model::TableDescription;
use jiff::civil::{Date, date};

use super::load_error::LoadError;

/// Key of the description in the file's metadata.
const DESCRIPTION: &str = "griot.table";
/// Key of a column's meaning in the field's metadata.
pub(super) const MEANING: &str = "meaning";
const EPOCH: Date = date(1970, 1, 1);

/// A column of a table and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name in SQL.
    pub name: String,
    /// Type, as Arrow names it.
    pub kind: String,
    /// What it holds, and whose word it is.
    pub meaning: String,
}

/// Columns gathered for one table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Table {
    pub(crate) fn text<S: AsRef<str>>(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<S>>,
    ) {
        self.push(name, meaning, Arc::new(values.collect::<StringArray>()));
    }

    pub(crate) fn int16(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<i16>>,
    ) {
        self.push(name, meaning, Arc::new(values.collect::<Int16Array>()));
    }

    pub(crate) fn int32(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<i32>>,
    ) {
        self.push(name, meaning, Arc::new(values.collect::<Int32Array>()));
    }

    pub(crate) fn int64(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<i64>>,
    ) {
        self.push(name, meaning, Arc::new(values.collect::<Int64Array>()));
    }

    pub(crate) fn number(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<f64>>,
    ) {
        self.push(name, meaning, Arc::new(values.collect::<Float64Array>()));
    }

    /// A row number of a publisher's file.
    pub(crate) fn row(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<u64>>,
    ) {
        let numbers = values.map(|row| row.and_then(|row| i64::try_from(row).ok()));
        self.push(name, meaning, Arc::new(numbers.collect::<Int64Array>()));
    }

    pub(crate) fn flag(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<bool>>,
    ) {
        self.push(name, meaning, Arc::new(values.collect::<BooleanArray>()));
    }

    pub(crate) fn day(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<Date>>,
    ) {
        let days = values.map(|day| day.and_then(days_since_epoch));
        self.push(name, meaning, Arc::new(days.collect::<Date32Array>()));
    }

    pub(crate) fn texts<'a>(
        &mut self,
        name: &str,
        meaning: &str,
        values: impl Iterator<Item = &'a Vec<String>>,
    ) {
        let mut lists = ListBuilder::new(StringBuilder::new());
        for list in values {
            for value in list {
                lists.values().append_value(value);
            }
            lists.append(true);
        }
        self.push(name, meaning, Arc::new(lists.finish()));
    }

    fn push(&mut self, name: &str, meaning: &str, array: ArrayRef) {
        let nullable = array.null_count() > 0;
        let field = Field::new(name, array.data_type().clone(), nullable);
        let meaning = HashMap::from([(MEANING.to_owned(), meaning.to_owned())]);
        self.fields.push(field.with_metadata(meaning));
        self.arrays.push(array);
    }

    /// Rows gathered so far.
    pub(crate) fn rows(&self) -> u64 {
        let rows = self.arrays.first().map_or(0, |array| array.len());
        u64::try_from(rows).unwrap_or(u64::MAX)
    }

    /// The table as Parquet. Nothing in it depends on the day, the machine or the number of cores:
    /// the name of the writer is fixed, there is one row group, and no time is written.
    pub(crate) fn finish(self, description: &TableDescription) -> Result<Bytes, ParquetError> {
        let schema: SchemaRef = Arc::new(Schema::new(self.fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), self.arrays)?;
        let json = serde_json::to_string(description)
            .map_err(|error| ParquetError::External(Box::new(error)))?;
        let properties = WriterProperties::builder()
            .set_created_by("griot library build".to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(15)?))
            .set_max_row_group_row_count(Some(batch.num_rows().max(1)))
            .set_key_value_metadata(Some(vec![KeyValue::new(DESCRIPTION.to_owned(), json)]))
            .build();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties))?;
        writer.write(&batch)?;
        writer.close()?;
        Ok(Bytes::from(bytes))
    }
}

/// The description that travels with a table.
pub(super) fn description(bytes: &Bytes) -> Result<TableDescription, LoadError> {
    let metadata = ArrowReaderMetadata::load(bytes, ArrowReaderOptions::new())?;
    let pairs = metadata.metadata().file_metadata().key_value_metadata();
    let json = pairs
        .and_then(|pairs| pairs.iter().find(|pair| pair.key == DESCRIPTION))
        .and_then(|pair| pair.value.as_deref())
        .ok_or(LoadError::NoDescription)?;
    serde_json::from_str(json).map_err(LoadError::Description)
}

/// Columns of a table and their meaning.
pub(super) fn columns(bytes: &Bytes) -> Result<Vec<Column>, LoadError> {
    let metadata = ArrowReaderMetadata::load(bytes, ArrowReaderOptions::new())?;
    let fields = metadata.schema().fields();
    let column = |field: &Arc<Field>| Column {
        name: field.name().clone(),
        kind: field.data_type().to_string(),
        meaning: field.metadata().get(MEANING).cloned().unwrap_or_default(),
    };
    Ok(fields.iter().map(column).collect())
}

/// The named columns of all rows, in one batch.
pub(super) fn read(bytes: &Bytes, names: &[&str]) -> Result<RecordBatch, LoadError> {
    read_as(bytes, names, &ArrowReaderOptions::new())
}

/// The named columns of all rows, text as dictionaries: keys into a few values.
pub(super) fn read_keyed(bytes: &Bytes, names: &[&str]) -> Result<RecordBatch, LoadError> {
    let written = ArrowReaderMetadata::load(bytes, ArrowReaderOptions::new())?;
    let keyed = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8 => Arc::new(field.as_ref().clone().with_data_type(
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        )),
        _ => Arc::clone(field),
    };
    let schema = written.schema();
    let fields: Vec<Arc<Field>> = schema.fields().iter().map(keyed).collect();
    let schema = Schema::new(fields).with_metadata(schema.metadata().clone());
    read_as(bytes, names, &ArrowReaderOptions::new().with_schema(Arc::new(schema)))
}

fn read_as(
    bytes: &Bytes,
    names: &[&str],
    options: &ArrowReaderOptions,
) -> Result<RecordBatch, LoadError> {
    let builder =
        ParquetRecordBatchReaderBuilder::try_new_with_options(bytes.clone(), options.clone())?;
    let rows =
        usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default();
    let mask = ProjectionMask::columns(builder.parquet_schema(), names.iter().copied());
    let mut reader = builder.with_projection(mask).with_batch_size(rows.max(1)).build()?;
    let batch = reader.next().ok_or(LoadError::Empty)??;
    Ok(batch)
}

pub(super) fn days_since_epoch(day: Date) -> Option<i32> {
    i32::try_from(day.duration_since(EPOCH).as_hours() / 24).ok()
}

/// The day that lies so many days after 1 January 1970.
pub(super) fn day_of(days: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
