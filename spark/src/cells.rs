//! Rows of Arrow as lines of JSON: whole numbers as numbers, nothing as `null`, everything else as text.

use arrow_array::{
    Array, RecordBatch,
    cast::AsArray as _,
    types::{Int8Type, Int16Type, Int32Type, Int64Type},
};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType};
use serde_json::Value;

/// The rows of a batch of bytes, each handed on as `["a",1,null]`. How many they are.
pub fn rows<E: From<ArrowError>>(
    bytes: &[u8],
    mut each: impl FnMut(&str) -> Result<(), E>,
) -> Result<u64, E> {
    let mut rows = 0;
    let batches = arrow_ipc::reader::StreamReader::try_new(bytes, None)?;
    let mut line = String::new();
    for batch in batches {
        let batch: RecordBatch = batch?;
        let columns = batch.columns().iter().map(|column| Column::of(column));
        let columns: Vec<Column<'_>> = columns.collect::<Result<_, ArrowError>>()?;
        for row in 0..batch.num_rows() {
            line.clear();
            line.push('[');
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    line.push(',');
                }
                line.push_str(&column.cell(row)?.to_string());
            }
            line.push(']');
            each(&line)?;
            rows += 1;
        }
    }
    Ok(rows)
}

/// A column, and how its cells are told.
struct Column<'a> {
    array: &'a dyn Array,
    others: ArrayFormatter<'a>,
}

impl<'a> Column<'a> {
    fn of(array: &'a dyn Array) -> Result<Self, ArrowError> {
        const PLAIN: &FormatOptions<'static> = &FormatOptions::new();
        Ok(Self { array, others: ArrayFormatter::try_new(array, PLAIN)? })
    }

    fn cell(&self, row: usize) -> Result<Value, ArrowError> {
        let array = self.array;
        if array.is_null(row) {
            return Ok(Value::Null);
        }
        Ok(match array.data_type() {
            DataType::Utf8 => Value::from(array.as_string::<i32>().value(row)),
            DataType::Int64 => Value::from(array.as_primitive::<Int64Type>().value(row)),
            DataType::Int32 => Value::from(array.as_primitive::<Int32Type>().value(row)),
            DataType::Int16 => Value::from(array.as_primitive::<Int16Type>().value(row)),
            DataType::Int8 => Value::from(array.as_primitive::<Int8Type>().value(row)),
            _ => Value::from(self.others.value(row).try_to_string()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, StringArray};

    use super::*;

    #[test]
    fn cells_are_numbers_text_or_nothing() {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("name", Arc::new(StringArray::from(vec![Some("a \"b\"\n"), None]))),
            ("count", Arc::new(Int64Array::from(vec![i64::MAX, -1]))),
            ("day", Arc::new(Date32Array::from(vec![18_262, -1]))),
            ("degrees", Arc::new(Float64Array::from(vec![12.5, -0.25]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).expect("a batch");
        let mut bytes = Vec::new();
        let mut writer = arrow_ipc::writer::StreamWriter::try_new(&mut bytes, &batch.schema())
            .expect("a stream");
        writer.write(&batch).and_then(|()| writer.finish()).expect("written");
        let mut lines = Vec::new();
        let count = rows(&bytes, |line| {
            lines.push(line.to_owned());
            Ok::<(), ArrowError>(())
        });
        assert_eq!(count.expect("rows"), 2);
        assert_eq!(lines[0], r#"["a \"b\"\n",9223372036854775807,"2020-01-01","12.5"]"#);
        assert_eq!(lines[1], r#"[null,-1,"1969-12-31","-0.25"]"#);
        assert!(rows(&bytes[..40], |_| Ok::<(), ArrowError>(())).is_err(), "cut off");
    }
}
