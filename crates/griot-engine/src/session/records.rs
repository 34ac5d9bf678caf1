//! The records of a case as tables: the columns of its CSV files, and the line of each row.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{
            ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
            UInt64Array,
        },
        error::ArrowError,
    },
    error::DataFusionError,
};
use griot_model::{
    Disclosure, FlowKind, Locator, Modality, Part, PartialDate, Preservation, Provenance,
};

use crate::{
    case::Case,
    table::event::{Event, EventList, Role},
};

mod posts;

/// Name in SQL and rows of each of the seven tables, and of the tables of events and of posts. Several values in one cell are
/// joined by ` | `; dates are texts, since they may lack a day or a month.
pub(super) fn tables(case: &Case) -> Result<Vec<(String, RecordBatch)>, DataFusionError> {
    let mut tables = vec![
        ("actors".to_owned(), actors(case)?),
        ("relations".to_owned(), relations(case)?),
        ("statements".to_owned(), statements(case)?),
        ("intervals".to_owned(), intervals(case)?),
        ("timeline".to_owned(), timeline(case)?),
        ("flows".to_owned(), flows(case)?),
        ("sources".to_owned(), sources(case)?),
    ];
    for table in &case.events {
        tables.push((table.name.clone(), events(&table.list, &table.list.events)?));
    }
    for table in &case.posts {
        tables.push((table.name.clone(), posts::posts(table)?));
        if table.network.is_some() {
            tables.push((table.shares_name(), posts::shares(table)?));
        }
    }
    Ok(tables)
}

/// One row per event; deaths of civilians under each definition that the list allows, empty where it does not take the event in.
pub(crate) fn events(list: &EventList, rows: &[Event]) -> Result<RecordBatch, ArrowError> {
    let number = |value: &dyn Fn(&Event) -> Option<u32>| -> ArrayRef {
        Arc::new(rows.iter().map(|row| value(row).map(i64::from)).collect::<Int64Array>())
    };
    let degrees = |value: &dyn Fn(&Event) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(rows.iter().map(value)))
    };
    let parties = |row: &Event, roles: [Role; 2]| {
        let of = row.parties.iter().filter(|party| roles.contains(&party.role));
        of.map(|party| party.name.as_str()).collect::<Vec<_>>().join(" | ")
    };
    let mut columns = vec![
        ("id".to_owned(), texts(rows, |row| row.id.clone()), false),
        ("first_day".to_owned(), texts(rows, |row| row.first.to_string()), false),
        ("last_day".to_owned(), texts(rows, |row| row.last.to_string()), false),
        ("country".to_owned(), texts(rows, |row| row.country.clone()), false),
        ("place".to_owned(), texts(rows, |row| row.place.clone()), false),
        ("latitude".to_owned(), degrees(&|row| row.latitude), false),
        ("longitude".to_owned(), degrees(&|row| row.longitude), false),
        ("radius_km".to_owned(), degrees(&|row| f64::from(row.radius_km)), false),
        ("precision".to_owned(), texts(rows, |row| row.precision.word().to_owned()), false),
        ("violence".to_owned(), texts(rows, |row| row.categories.join(" | ")), false),
        (
            "side_a".to_owned(),
            texts(rows, |row| parties(row, [Role::SideA, Role::WithSideA])),
            false,
        ),
        (
            "side_b".to_owned(),
            texts(rows, |row| parties(row, [Role::SideB, Role::WithSideB])),
            false,
        ),
        ("deaths_best".to_owned(), number(&|row| row.deaths.map(|d| d.best)), true),
        ("deaths_low".to_owned(), number(&|row| row.deaths.map(|d| d.low)), true),
        ("deaths_high".to_owned(), number(&|row| row.deaths.map(|d| d.high)), true),
    ];
    for &definition in &list.civilians {
        let of = |row: &Event| {
            row.civilians.iter().find(|(other, _)| *other == definition).map(|found| found.1)
        };
        let name = definition.column();
        columns.push((name.to_owned(), number(&|row| of(row).map(|d| d.best)), true));
        columns.push((format!("{name}_low"), number(&|row| of(row).map(|d| d.low)), true));
        columns.push((format!("{name}_high"), number(&|row| of(row).map(|d| d.high)), true));
    }
    let row: ArrayRef = Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| row.row)));
    columns.push(("row".to_owned(), row, false));
    RecordBatch::try_from_iter_with_nullable(columns)
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

fn flows(case: &Case) -> Result<RecordBatch, ArrowError> {
    let rows = &case.flows;
    let value: ArrayRef = Arc::new(rows.iter().map(|row| row.value).collect::<Float64Array>());
    RecordBatch::try_from_iter_with_nullable([
        ("id", texts(rows, |row| row.id.clone()), false),
        ("from", texts(rows, |row| row.from.clone()), false),
        ("to", texts(rows, |row| row.to.clone()), false),
        ("kind", texts(rows, |row| flow_kind(row.kind).to_owned()), false),
        ("what", texts(rows, |row| row.what.clone()), false),
        ("since", texts(rows, |row| row.since.to_string()), false),
        ("until", dates(rows, |row| row.until), true),
        ("value", value, true),
        ("unit", texts(rows, |row| row.unit.clone()), false),
        ("source", texts(rows, |row| row.sources.join(" | ")), false),
        ("modality", texts(rows, |row| modality(row.modality).to_owned()), false),
        ("line", lines(rows, |row| &row.provenance), false),
    ])
}

fn flow_kind(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::Arms => "arms",
        FlowKind::Aid => "aid",
        FlowKind::Trade => "trade",
        FlowKind::Money => "money",
    }
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
