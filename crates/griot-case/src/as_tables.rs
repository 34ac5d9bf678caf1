//! The records of a case as tables: the columns of its CSV files, and the line of each row.
//!
//! Several values in one cell are joined by ` | `; dates are texts, since they may lack a day or a
//! month.

use std::borrow::Cow;

use griot_model::{
    Disclosure, FlowKind, Locator, Modality, Part, PartialDate, Preservation, Provenance,
    series::AsTable,
    table::{Cell, Column, Keys, Kind, Reference, Table, View},
};
use griot_table::{
    posts::{Post, instant_text},
    trade::Flow,
};

use crate::{Case, PostTable, TradeTable};

impl Case {
    /// The seven tables, then those of events, of posts and of trade, and one of all series.
    pub fn as_tables(&self) -> Vec<Box<dyn Table + '_>> {
        let mut tables: Vec<Box<dyn Table + '_>> = vec![
            Box::new(actors(self)),
            Box::new(relations(self)),
            Box::new(statements(self)),
            Box::new(intervals(self)),
            Box::new(timeline(self)),
            Box::new(flows(self)),
            Box::new(sources(self)),
        ];
        for table in &self.events {
            tables.push(Box::new(griot_table::event_table(&table.name, &table.list)));
        }
        for table in &self.posts {
            tables.push(Box::new(posts(table)));
        }
        for table in &self.trade {
            tables.push(Box::new(table.as_table()));
        }
        if !self.series.is_empty() {
            tables.push(Box::new(AsTable(&self.series)));
        }
        tables
    }
}

fn actors(case: &Case) -> impl Table {
    let columns = columns(&["id", "schema", "name", "aliases", "country", "note", "source"]);
    View::new("actors", columns, &case.actors, |row, cells| {
        cells.extend([text(&row.id), text(&row.schema), text(&row.name)]);
        cells.extend([joined(&row.aliases), joined(&row.countries), text(&row.note)]);
        cells.extend([joined(&row.sources), line(&row.provenance)]);
    })
    .with_keys(key("id"))
}

fn relations(case: &Case) -> impl Table {
    let columns =
        columns(&["from", "relation", "to", "since?", "until?", "source", "modality"]);
    View::new("relations", columns, &case.relations, |row, cells| {
        cells.extend([text(&row.from), text(&row.relation), text(&row.to)]);
        cells.extend([date(row.since), date(row.until), joined(&row.sources)]);
        cells.extend([modality(row.modality).into(), line(&row.provenance)]);
    })
    .with_keys(to_actors("line", &["from", "to"]))
}

fn statements(case: &Case) -> impl Table {
    let mut columns = columns(&[
        "id",
        "speaker",
        "text",
        "quoted",
        "about",
        "date?",
        "published",
        "modality",
        "source",
    ]);
    for column in columns.iter_mut().filter(|column| column.name == "quoted") {
        column.kind = Kind::Flag;
    }
    View::new("statements", columns, &case.statements, |row, cells| {
        cells.extend([text(&row.id), text(&row.speaker), text(&row.text)]);
        cells.extend([row.quoted.into(), joined(&row.about), date(row.date)]);
        cells.extend([text(&row.published), modality(row.modality).into()]);
        cells.extend([joined(&row.sources), line(&row.provenance)]);
    })
    .with_keys(to_actors("id", &["speaker"]))
}

fn intervals(case: &Case) -> impl Table {
    let columns = columns(&["actor", "role", "place", "from?", "to?", "source"]);
    View::new("intervals", columns, &case.intervals, |row, cells| {
        cells.extend([text(&row.actor), text(&row.role), text(&row.place)]);
        cells.extend([date(row.from), date(row.to), joined(&row.sources)]);
        cells.push(line(&row.provenance));
    })
    .with_keys(to_actors("line", &["actor"]))
}

fn timeline(case: &Case) -> impl Table {
    let part = |part: Part| match part {
        Part::Method => "method",
        Part::Gain => "gain",
        Part::Cost => "cost",
    };
    let columns = columns(&[
        "id",
        "date",
        "until?",
        "title",
        "part",
        "actors",
        "place",
        "technique?",
        "source",
        "modality",
    ]);
    View::new("timeline", columns, &case.timeline, move |row, cells| {
        cells.extend([text(&row.id), row.date.to_string().into(), date(row.until)]);
        cells.extend([text(&row.title), part(row.part).into(), joined(&row.actors)]);
        cells.extend([text(&row.place), row.technique.as_deref().into()]);
        cells.extend([joined(&row.sources), modality(row.modality).into()]);
        cells.push(line(&row.provenance));
    })
    .with_keys(key("id"))
}

fn flows(case: &Case) -> impl Table {
    let kind = |kind: FlowKind| match kind {
        FlowKind::Arms => "arms",
        FlowKind::Aid => "aid",
        FlowKind::Trade => "trade",
        FlowKind::Money => "money",
    };
    let mut columns = columns(&[
        "id", "from", "to", "kind", "what", "since", "until?", "value?", "unit", "source",
        "modality",
    ]);
    for column in columns.iter_mut().filter(|column| column.name == "value") {
        column.kind = Kind::Number;
    }
    View::new("flows", columns, &case.flows, move |row, cells| {
        cells.extend([text(&row.id), text(&row.from), text(&row.to)]);
        cells.extend([kind(row.kind).into(), text(&row.what)]);
        cells.extend([row.since.to_string().into(), date(row.until), row.value.into()]);
        cells.extend([text(&row.unit), joined(&row.sources)]);
        cells.extend([modality(row.modality).into(), line(&row.provenance)]);
    })
    .with_keys(key("id"))
}

fn sources(case: &Case) -> impl Table {
    let disclosure = |disclosure: Disclosure| match disclosure {
        Disclosure::Open => "open",
        Disclosure::Aggregate => "aggregate",
        Disclosure::Private => "private",
    };
    let columns = columns(&[
        "id",
        "title",
        "publisher",
        "author",
        "published?",
        "url?",
        "retrieved?",
        "file?",
        "sha256?",
        "disclosure",
    ]);
    View::new("sources", columns, &case.sources, move |row, cells| {
        let held = match &row.preservation {
            Preservation::Preserved { file, sha256 } => Some((file.as_str(), sha256.as_str())),
            Preservation::Cited => None,
        };
        cells.extend([text(&row.id), text(&row.title), text(&row.publisher)]);
        cells.extend([text(&row.author), date(row.published), row.url.as_deref().into()]);
        cells.extend([date(row.retrieved), held.map(|it| it.0).into()]);
        cells.extend([held.map(|it| it.1).into(), disclosure(row.disclosure).into()]);
        cells.push(line(&row.provenance));
    })
    .with_keys(key("id"))
}

/// One row per post, in the order of the file. `microseconds` count from 1970 in UTC, as `time` does
/// in words; `row` is the line of the file, or the place in its list.
fn posts(table: &PostTable) -> impl Table {
    let number = |name| Column::new(name, Kind::Integer);
    let mut columns = Vec::new();
    let texts = |names: &[&str]| {
        names.iter().map(|name| Column::new(*name, Kind::Text)).collect::<Vec<_>>()
    };
    columns.extend(texts(&["id", "account", "account_name", "platform", "time"]));
    columns.push(number("microseconds").nullable());
    columns.extend(texts(&["text", "language", "links", "hashtags", "mentions", "media"]));
    columns.extend(texts(&["reply_to", "repost_of"]));
    columns.push(number("engagement").nullable());
    columns.extend(texts(&["object"]));
    columns.push(number("row"));
    View::new(table.name.clone(), columns, &table.posts, |row: &Post<'_>, cells| {
        let micros = row.time.map(|time| time.micros);
        cells.extend([text(&row.id), text(&row.account), text(&row.account_name)]);
        cells.extend([text(&row.platform), micros.map_or(String::new(), instant_text).into()]);
        cells.extend([micros.into(), text(&row.text), text(&row.language)]);
        cells.extend([joined(&row.links), joined(&row.hashtags), joined(&row.mentions)]);
        cells.extend([joined(&row.media), text(&row.reply_to), text(&row.repost_of)]);
        let engagement = row.engagement.and_then(|count| i64::try_from(count).ok());
        cells.extend([engagement.into(), text(&row.object), number_of(row.line)]);
    })
    .with_keys(Keys { lookups: vec![vec!["account"]], ..key("row") })
}

/// One column tells rows apart.
fn key(column: &'static str) -> Keys {
    Keys { primary: vec![column], ..Keys::default() }
}

/// The same, where other columns name actors.
fn to_actors(column: &'static str, actors: &[&'static str]) -> Keys {
    let reference = |&column| Reference { column, table: "actors", key: "id" };
    Keys { references: actors.iter().map(reference).collect(), ..key(column) }
}

impl TradeTable {
    /// One row per import or export, in the order of the file; `row` is its data row.
    pub fn as_table(&self) -> impl Table + '_ {
        let mut columns: Vec<Column> =
            ["id", "reporter", "partner", "flow", "product", "period"]
                .map(|name| Column::new(name, Kind::Text))
                .into();
        columns.extend(["usd", "kg"].map(|name| Column::new(name, Kind::Number).nullable()));
        columns.push(Column::new("source", Kind::Text));
        columns.push(Column::new("row", Kind::Integer));
        View::new(self.name.clone(), columns, &self.flows, |row: &Flow, cells| {
            cells.extend([text(&row.id), text(&row.reporter), text(&row.partner)]);
            cells.extend([row.direction.word().into(), text(&row.product), text(&row.period)]);
            cells.extend([row.value.into(), row.weight.into(), text(&row.source)]);
            cells.push(number_of(row.row));
        })
    }
}

/// Columns of text, those whose name ends in `?` nullable, and the line of the file.
fn columns(names: &[&str]) -> Vec<Column> {
    let column = |name: &&str| match name.strip_suffix('?') {
        Some(name) => Column::new(name, Kind::Text).nullable(),
        None => Column::new(*name, Kind::Text),
    };
    let mut columns: Vec<Column> = names.iter().map(column).collect();
    columns.push(Column::new("line", Kind::Integer));
    columns
}

fn text(text: &str) -> Cell<'_> {
    text.into()
}

fn joined<S: AsRef<str>>(texts: &[S]) -> Cell<'_> {
    match texts {
        [] => "".into(),
        [one] => one.as_ref().into(),
        several => {
            let several: Vec<&str> = several.iter().map(AsRef::as_ref).collect();
            Cell::Text(Cow::Owned(several.join(" | ")))
        }
    }
}

fn date(date: Option<PartialDate>) -> Cell<'static> {
    date.map(|date| date.to_string()).into()
}

fn number_of(number: u64) -> Cell<'static> {
    i64::try_from(number).unwrap_or(i64::MAX).into()
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

fn line(provenance: &Provenance) -> Cell<'static> {
    match provenance.locator {
        Locator::Line { line, .. } => number_of(line),
        Locator::Row(_) | Locator::Bytes(_) => 0_i64.into(),
    }
}
