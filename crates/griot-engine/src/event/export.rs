//! A list of events as one table that other programs read.

use datafusion::{
    arrow::error::ArrowError,
    parquet::{
        arrow::ArrowWriter,
        basic::{Compression, ZstdLevel},
        errors::ParquetError,
        file::properties::WriterProperties,
    },
};

use crate::{session::event_rows, table::event::EventList};

/// Rows in one group of a Parquet file: what a reader decodes at once.
const GROUP: usize = 131_072;

/// Why a list could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the events could not be written as Parquet")]
pub enum ExportError {
    /// Arrow refused the columns.
    Arrow(#[from] ArrowError),
    /// The writer failed.
    Parquet(#[from] ParquetError),
}

/// The events in the columns that `griot sql` shows of a table of events, as Parquet. The same list gives the same bytes.
pub fn parquet(list: &EventList) -> Result<Vec<u8>, ExportError> {
    let properties = WriterProperties::builder()
        .set_created_by("griot events import".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let (first, rest) = list.events.split_at(GROUP.min(list.events.len()));
    let batch = event_rows(list, first)?;
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    for part in rest.chunks(GROUP) {
        writer.write(&event_rows(list, part)?)?;
    }
    Ok(writer.into_inner()?)
}
