//! Rows of the case's CSV files as typed records, one function per file.
//!
//! A value that cannot be read sets its row aside, with a diagnostic at the value; all bad values of
//! a row are named at once. Ids are checked against the files read before: sources, then actors,
//! then the rest.

use griot_model::{
    Actor, Diagnostic, Disclosure, Flow, FlowKind, Interval, Locator, Modality, Part,
    Provenance, Relation, Source, Statement, TimelineEntry,
};

use super::{
    file::{ACTORS, FLOWS, INTERVALS, RELATIONS, SOURCES, STATEMENTS, TIMELINE},
    sheet::{Column, Row, may, must},
    value::{DISCLOSURES, FLOW_KINDS, Ids, Known, MODALITIES, PARTS, Reading, YES_NO, list},
};

/// Columns of each file, in the order in which a new case has them.
pub(super) fn columns(file: &str) -> Vec<Column> {
    match file {
        SOURCES => vec![
            must("id"),
            must("title"),
            may("publisher"),
            may("author"),
            may("published"),
            may("url"),
            may("retrieved"),
            may("file"),
            may("disclosure"),
        ],
        ACTORS => vec![
            must("id"),
            must("schema"),
            must("name"),
            may("aliases"),
            may("country"),
            may("note"),
            may("source"),
        ],
        RELATIONS => vec![
            must("from"),
            must("relation"),
            must("to"),
            may("since"),
            may("until"),
            may("source"),
            may("modality"),
        ],
        STATEMENTS => vec![
            must("id"),
            must("speaker"),
            must("text"),
            may("quoted"),
            may("about"),
            may("date"),
            may("published"),
            may("modality"),
            may("source"),
        ],
        INTERVALS => vec![
            must("actor"),
            must("role"),
            may("place"),
            must("from"),
            must("to"),
            may("source"),
        ],
        FLOWS => vec![
            must("id"),
            must("from"),
            must("to"),
            must("kind"),
            must("what"),
            must("since"),
            may("until"),
            may("value"),
            may("unit"),
            may("source"),
            may("modality"),
        ],
        _ => vec![
            must("id"),
            must("date"),
            may("until"),
            must("title"),
            must("part"),
            may("actors"),
            may("place"),
            may("technique"),
            may("source"),
            may("modality"),
        ],
    }
}

/// `sources.csv`. `digest` gives the SHA-256 of a file of the case, or says why it cannot be read.
pub(super) fn sources(
    rows: &[Row],
    known: &mut Known<'_>,
    digest: &dyn Fn(&str) -> Result<String, String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Source> {
    let mut ids = std::mem::take(&mut known.sources);
    let records = each(SOURCES, rows, diagnostics, |reading, row| {
        let id = reading.id(row, "id", &ids);
        let title = reading.required(row.cell("title"));
        let published = reading.date(row.cell("published"));
        let retrieved = reading.date(row.cell("retrieved"));
        let url = reading.url(row.cell("url"));
        let disclosure = reading.word(row.cell("disclosure"), DISCLOSURES, Disclosure::Private);
        let preservation = reading.preservation(row.cell("file"), digest);
        ids.declare(row, id.as_deref(), reading.whole);
        Some(Source {
            id: id?,
            title: title?,
            publisher: row.cell("publisher").text.clone(),
            author: row.cell("author").text.clone(),
            published: published.ok()?,
            url,
            retrieved: retrieved.ok()?,
            preservation,
            disclosure: disclosure?,
            provenance: provenance(SOURCES, row),
        })
    });
    known.sources = ids;
    records
}

/// `actors.csv`.
pub(super) fn actors(
    rows: &[Row],
    known: &mut Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Actor> {
    let mut ids = std::mem::take(&mut known.actors);
    let records = each(ACTORS, rows, diagnostics, |reading, row| {
        let id = reading.id(row, "id", &ids);
        let name = reading.required(row.cell("name"));
        let schema = reading.schema(row.cell("schema"));
        let countries = reading.countries(row.cell("country"), known);
        let sources = reading.references(row.cell("source"), &known.sources, "source", SOURCES);
        ids.declare(row, id.as_deref(), reading.whole);
        Some(Actor {
            id: id?,
            schema: schema?,
            name: name?,
            aliases: list(row.cell("aliases")).into_iter().map(|cell| cell.text).collect(),
            countries: countries?,
            note: row.cell("note").text.clone(),
            sources: sources?,
            provenance: provenance(ACTORS, row),
        })
    });
    known.actors = ids;
    records
}

/// `relations.csv`.
pub(super) fn relations(
    rows: &[Row],
    known: &Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Relation> {
    each(RELATIONS, rows, diagnostics, |reading, row| {
        let from = reading.reference(row.cell("from"), &known.actors, "actor", ACTORS);
        let relation = reading.required(row.cell("relation"));
        let to = reading.reference(row.cell("to"), &known.actors, "actor", ACTORS);
        let dates = reading.dates(row.cell("since"), row.cell("until"));
        let sources = reading.references(row.cell("source"), &known.sources, "source", SOURCES);
        let modality = reading.word(row.cell("modality"), MODALITIES, Modality::Asserted);
        let (since, until) = dates?;
        Some(Relation {
            from: from?,
            relation: relation?,
            to: to?,
            since,
            until,
            sources: sources?,
            modality: modality?,
            provenance: provenance(RELATIONS, row),
        })
    })
}

/// `statements.csv`.
pub(super) fn statements(
    rows: &[Row],
    known: &Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Statement> {
    let mut ids = Ids::default();
    each(STATEMENTS, rows, diagnostics, |reading, row| {
        let id = reading.id(row, "id", &ids);
        let speaker = reading.speaker(row.cell("speaker"), &known.actors);
        let text = reading.required(row.cell("text"));
        let quoted = reading.word(row.cell("quoted"), YES_NO, false);
        let about = reading.references(row.cell("about"), &known.actors, "actor", ACTORS);
        let date = reading.date(row.cell("date"));
        let modality = reading.word(row.cell("modality"), MODALITIES, Modality::Asserted);
        let sources = reading.references(row.cell("source"), &known.sources, "source", SOURCES);
        ids.declare(row, id.as_deref(), reading.whole);
        Some(Statement {
            id: id?,
            speaker: speaker?,
            text: text?,
            quoted: quoted?,
            about: about?,
            date: date.ok()?,
            published: row.cell("published").text.clone(),
            modality: modality?,
            sources: sources?,
            provenance: provenance(STATEMENTS, row),
        })
    })
}

/// `intervals.csv`.
pub(super) fn intervals(
    rows: &[Row],
    known: &Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Interval> {
    each(INTERVALS, rows, diagnostics, |reading, row| {
        let actor = reading.reference(row.cell("actor"), &known.actors, "actor", ACTORS);
        let role = reading.required(row.cell("role"));
        let place = reading.place(row.cell("place"), known);
        let dates = reading.dates(row.cell("from"), row.cell("to"));
        let sources = reading.references(row.cell("source"), &known.sources, "source", SOURCES);
        let (from, to) = dates?;
        Some(Interval {
            actor: actor?,
            role: role?,
            place: place?,
            from,
            to,
            sources: sources?,
            provenance: provenance(INTERVALS, row),
        })
    })
}

/// `timeline.csv`.
pub(super) fn timeline(
    rows: &[Row],
    known: &Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TimelineEntry> {
    let mut ids = Ids::default();
    each(TIMELINE, rows, diagnostics, |reading, row| {
        let id = reading.id(row, "id", &ids);
        let present = reading.required(row.cell("date"));
        let dates = reading.dates(row.cell("date"), row.cell("until"));
        let title = reading.required(row.cell("title"));
        let part = reading.required(row.cell("part"));
        let part = part.and_then(|_| reading.word(row.cell("part"), PARTS, Part::Method));
        let actors = reading.references(row.cell("actors"), &known.actors, "actor", ACTORS);
        let place = reading.place(row.cell("place"), known);
        let technique = reading.technique(row.cell("technique"));
        let sources = reading.references(row.cell("source"), &known.sources, "source", SOURCES);
        let modality = reading.word(row.cell("modality"), MODALITIES, Modality::Asserted);
        ids.declare(row, id.as_deref(), reading.whole);
        let (date, until) = present.and(dates)?;
        Some(TimelineEntry {
            id: id?,
            date: date?,
            until,
            title: title?,
            part: part?,
            actors: actors?,
            place: place?,
            technique: technique.ok()?,
            sources: sources?,
            modality: modality?,
            provenance: provenance(TIMELINE, row),
        })
    })
}

/// `flows.csv`.
pub(super) fn flows(
    rows: &[Row],
    known: &Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Flow> {
    let mut ids = Ids::default();
    each(FLOWS, rows, diagnostics, |reading, row| {
        let id = reading.id(row, "id", &ids);
        let [from, to] = ["from", "to"].map(|column| {
            reading.required(row.cell(column))?;
            reading.place(row.cell(column), known)
        });
        let kind = reading.required(row.cell("kind"));
        let kind =
            kind.and_then(|_| reading.word(row.cell("kind"), FLOW_KINDS, FlowKind::Trade));
        let what = reading.required(row.cell("what"));
        let present = reading.required(row.cell("since"));
        let dates = reading.dates(row.cell("since"), row.cell("until"));
        let amount = reading.amount(row.cell("value"), row.cell("unit"));
        let sources = reading.references(row.cell("source"), &known.sources, "source", SOURCES);
        let modality = reading.word(row.cell("modality"), MODALITIES, Modality::Asserted);
        ids.declare(row, id.as_deref(), reading.whole);
        let (since, until) = present.and(dates)?;
        let (value, unit) = amount.ok()?;
        Some(Flow {
            id: id?,
            from: from?,
            to: to?,
            kind: kind?,
            what: what?,
            since: since?,
            until,
            value,
            unit,
            sources: sources?,
            modality: modality?,
            provenance: provenance(FLOWS, row),
        })
    })
}

/// Reads each row; a row with a bad value is set aside, and its diagnostics say so.
fn each<T>(
    file: &'static str,
    rows: &[Row],
    diagnostics: &mut Vec<Diagnostic>,
    mut read: impl FnMut(&mut Reading, &Row) -> Option<T>,
) -> Vec<T> {
    let mut records = Vec::new();
    for row in rows {
        let mut reading = Reading { file, diagnostics: Vec::new(), whole: true };
        let record = read(&mut reading, row);
        diagnostics.append(&mut reading.diagnostics);
        records.extend(record.filter(|_| reading.whole));
    }
    records
}

fn provenance(file: &str, row: &Row) -> Provenance {
    Provenance { source: file.to_owned(), locator: Locator::Line { line: row.line, column: 1 } }
}
