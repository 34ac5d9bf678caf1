//! The records of a case as tables: the columns of its CSV files, and the line of each row.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{ArrayRef, BooleanArray, RecordBatch, StringArray, UInt64Array},
        error::ArrowError,
    },
    error::DataFusionError,
};
use griot_model::{Disclosure, Locator, Modality, Part, PartialDate, Preservation, Provenance};

use crate::case::Case;

/// Name in SQL and rows of each of the six tables. Several values in one cell are joined by ` | `;
/// dates are texts, since they may lack a day or a month.
pub(super) fn tables(case: &Case) -> Result<Vec<(&'static str, RecordBatch)>, DataFusionError> {
    Ok(vec![
        ("actors", actors(case)?),
        ("relations", relations(case)?),
        ("statements", statements(case)?),
        ("intervals", intervals(case)?),
        ("timeline", timeline(case)?),
        ("sources", sources(case)?),
    ])
}

fn actors(case: &Case) -> Result<RecordBatch, ArrowError> {
    let rows = &case.actors;
    RecordBatch::try_from_iter([
        ("id", texts(rows, |row| row.id.clone())),
        ("schema", texts(rows, |row| row.schema.clone())),
        ("name", texts(rows, |row| row.name.clone())),
        ("aliases", texts(rows, |row| row.aliases.join(" | "))),
        ("country", texts(rows, |row| row.countries.join(" | "))),
        ("note", texts(rows, |row| row.note.clone())),
        ("source", texts(rows, |row| row.sources.join(" | "))),
        ("line", lines(rows, |row| &row.provenance)),
    ])
}

fn relations(case: &Case) -> Result<RecordBatch, ArrowError> {
    let rows = &case.relations;
    RecordBatch::try_from_iter_with_nullable([
        ("from", texts(rows, |row| row.from.clone()), false),
        ("relation", texts(rows, |row| row.relation.clone()), false),
        ("to", texts(rows, |row| row.to.clone()), false),
        ("since", dates(rows, |row| row.since), true),
        ("until", dates(rows, |row| row.until), true),
        ("source", texts(rows, |row| row.sources.join(" | ")), false),
        ("modality", texts(rows, |row| modality(row.modality).to_owned()), false),
        ("line", lines(rows, |row| &row.provenance), false),
    ])
}

fn statements(case: &Case) -> Result<RecordBatch, ArrowError> {
    let rows = &case.statements;
    let quoted: BooleanArray = rows.iter().map(|row| Some(row.quoted)).collect();
    RecordBatch::try_from_iter_with_nullable([
        ("id", texts(rows, |row| row.id.clone()), false),
        ("speaker", texts(rows, |row| row.speaker.clone()), false),
        ("text", texts(rows, |row| row.text.clone()), false),
        ("quoted", Arc::new(quoted) as ArrayRef, false),
        ("about", texts(rows, |row| row.about.join(" | ")), false),
        ("date", dates(rows, |row| row.date), true),
        ("published", texts(rows, |row| row.published.clone()), false),
        ("modality", texts(rows, |row| modality(row.modality).to_owned()), false),
        ("source", texts(rows, |row| row.sources.join(" | ")), false),
        ("line", lines(rows, |row| &row.provenance), false),
    ])
}

fn intervals(case: &Case) -> Result<RecordBatch, ArrowError> {
    let rows = &case.intervals;
    RecordBatch::try_from_iter_with_nullable([
        ("actor", texts(rows, |row| row.actor.clone()), false),
        ("role", texts(rows, |row| row.role.clone()), false),
        ("place", texts(rows, |row| row.place.clone()), false),
        ("from", dates(rows, |row| row.from), true),
        ("to", dates(rows, |row| row.to), true),
        ("source", texts(rows, |row| row.sources.join(" | ")), false),
        ("line", lines(rows, |row| &row.provenance), false),
    ])
}

fn timeline(case: &Case) -> Result<RecordBatch, ArrowError> {
    let rows = &case.timeline;
    let part = |part: Part| match part {
        Part::Method => "method",
        Part::Gain => "gain",
        Part::Cost => "cost",
    };
    RecordBatch::try_from_iter_with_nullable([
        ("id", texts(rows, |row| row.id.clone()), false),
        ("date", texts(rows, |row| row.date.to_string()), false),
        ("until", dates(rows, |row| row.until), true),
        ("title", texts(rows, |row| row.title.clone()), false),
        ("part", texts(rows, |row| part(row.part).to_owned()), false),
        ("actors", texts(rows, |row| row.actors.join(" | ")), false),
        ("place", texts(rows, |row| row.place.clone()), false),
        ("technique", optional(rows, |row| row.technique.clone()), true),
        ("source", texts(rows, |row| row.sources.join(" | ")), false),
        ("modality", texts(rows, |row| modality(row.modality).to_owned()), false),
        ("line", lines(rows, |row| &row.provenance), false),
    ])
}

fn sources(case: &Case) -> Result<RecordBatch, ArrowError> {
    let rows = &case.sources;
    let held = |preservation: &Preservation| match preservation {
        Preservation::Preserved { file, sha256 } => Some((file.clone(), sha256.clone())),
        Preservation::Cited => None,
    };
    let disclosure = |disclosure: Disclosure| match disclosure {
        Disclosure::Open => "open",
        Disclosure::Aggregate => "aggregate",
        Disclosure::Private => "private",
    };
    RecordBatch::try_from_iter_with_nullable([
        ("id", texts(rows, |row| row.id.clone()), false),
        ("title", texts(rows, |row| row.title.clone()), false),
        ("publisher", texts(rows, |row| row.publisher.clone()), false),
        ("author", texts(rows, |row| row.author.clone()), false),
        ("published", dates(rows, |row| row.published), true),
        ("url", optional(rows, |row| row.url.clone()), true),
        ("retrieved", dates(rows, |row| row.retrieved), true),
        ("file", optional(rows, |row| held(&row.preservation).map(|(file, _)| file)), true),
        ("sha256", optional(rows, |row| held(&row.preservation).map(|(_, hash)| hash)), true),
        ("disclosure", texts(rows, |row| disclosure(row.disclosure).to_owned()), false),
        ("line", lines(rows, |row| &row.provenance), false),
    ])
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Asserted => "asserted",
        Modality::Alleged => "alleged",
        Modality::Denied => "denied",
        Modality::Promised => "promised",
        Modality::Hedged => "hedged",
    }
}

fn texts<T>(rows: &[T], value: impl Fn(&T) -> String) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(rows.iter().map(value)))
}

fn optional<T>(rows: &[T], value: impl Fn(&T) -> Option<String>) -> ArrayRef {
    Arc::new(rows.iter().map(value).collect::<StringArray>())
}

fn dates<T>(rows: &[T], value: impl Fn(&T) -> Option<PartialDate>) -> ArrayRef {
    optional(rows, |row| value(row).map(|date| date.to_string()))
}

fn lines<T>(rows: &[T], provenance: impl Fn(&T) -> &Provenance) -> ArrayRef {
    let line = |row: &T| match provenance(row).locator {
        Locator::Line { line, .. } => line,
        Locator::Row(_) | Locator::Bytes(_) => 0,
    };
    Arc::new(UInt64Array::from_iter_values(rows.iter().map(line)))
}
