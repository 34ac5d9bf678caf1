//! ACLED's event exports: the present and older column sets, API JSON, one row per event or one per actor.
//!
//! ACLED's rows may not be shown to others (its terms of use); lists read here are marked so.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use griot_model::{Diagnostic, Disclosure, bounds};
use jiff::ToSpan as _;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    TableError,
    dates::{DateColumn, DateWriting, parse, spoiled},
    delimited::Delimited,
    event::{Civilians, Deaths, Event, EventList, Party, Precision, Role, point, source_name},
    noticed, set_aside, within_bounds,
};

const FORMAT: &str = "an ACLED export";

/// Columns that are used; all but the first seven may be missing from older exports.
const COLUMNS: [&str; 19] = [
    "event_id_cnty",
    "event_date",
    "event_type",
    "actor1",
    "latitude",
    "longitude",
    "fatalities",
    "time_precision",
    "geo_precision",
    "assoc_actor_1",
    "actor2",
    "assoc_actor_2",
    "civilian_targeting",
    "country",
    "location",
    "source",
    "inter1",
    "inter2",
    "sub_event_type",
];
const REQUIRED: usize = 7;

/// Actors of one event.
const MOST_PARTIES: usize = 1_000;

type Cells<'a> = [Cow<'a, str>; COLUMNS.len()];

/// Whether a header is that of an ACLED export.
pub fn is_header(header: &[String]) -> bool {
    header.iter().any(|name| name.eq_ignore_ascii_case("event_id_cnty"))
}

/// An export as a table or as JSON.
#[expect(clippy::large_enum_variant, reason = "made once for a file")]
enum Export<'a> {
    Table { opened: Delimited<'a>, columns: [Option<usize>; COLUMNS.len()] },
    Json { file: &'a str, rows: Vec<Named> },
}

/// Reads an export.
pub fn read(file: &str, bytes: &[u8]) -> Result<EventList, TableError> {
    let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let export = if matches!(begins, Some(b'{' | b'[')) {
        Export::Json { file, rows: json_rows(file, bytes)? }
    } else {
        table(file, bytes)?
    };
    let mut diagnostics = Vec::new();
    let mut dates = DateColumn::default();
    export.for_each(&mut Vec::new(), |line, _, cells, _| dates.see(line, &cells[1]))?;
    let writing = dates.writing().map_err(|why| TableError::NotThisLayout {
        file: file.to_owned(),
        format: FORMAT,
        reason: format!("column \"event_date\" is refused, {}; {}", why.what, why.help),
    })?;

    let mut events: Vec<Event> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut repeated = 0_u64;
    export.for_each(&mut diagnostics, |line, row, cells, diagnostics| {
        if let Some(&place) = places.get(cells[0].as_ref()) {
            repeated += 1;
            let event = &mut events[place];
            if event.deaths.map(|deaths| deaths.best.to_string()).as_deref() != Some(&cells[6])
            {
                diagnostics.push(noticed(
                    file,
                    line,
                    format!(
                        "event {} has other fatalities on line {}; the first are kept",
                        cells[0], event.line
                    ),
                ));
            }
            for party in parties(cells) {
                if event.parties.len() >= MOST_PARTIES {
                    let what =
                        format!("event {} names more than {MOST_PARTIES} actors", cells[0]);
                    diagnostics.push(set_aside(file, line, what));
                    break;
                }
                if !event.parties.contains(&party) {
                    event.parties.push(party);
                }
            }
            for civilian in civilians(cells, event.deaths.unwrap_or_default()) {
                if !event.civilians.contains(&civilian) {
                    event.civilians.push(civilian);
                }
            }
            return;
        }
        match event(line, row, cells, writing) {
            Ok(event) => {
                places.insert(event.id.clone(), events.len());
                events.push(event);
            }
            Err(reason) => diagnostics.push(set_aside(file, line, reason)),
        }
    })?;
    let layout = export.layout(repeated, events.len());
    diagnostics.extend(export.opening());
    let flagged = export.has(12);
    let mut definitions = vec![Civilians::ViolenceAgainstCivilians, Civilians::CivilianActor];
    if flagged {
        definitions.insert(0, Civilians::CivilianTargeting);
    }
    Ok(EventList {
        source: source_name(file),
        layout,
        disclosure: Disclosure::Aggregate,
        aggregated: false,
        taxonomies: vec!["violence".to_owned()],
        civilians: definitions,
        events,
        diagnostics,
    })
}

fn table<'a>(file: &'a str, bytes: &'a [u8]) -> Result<Export<'a>, TableError> {
    let opened = Delimited::with_header(file, bytes)?;
    for name in &COLUMNS[..REQUIRED] {
        opened.required(FORMAT, name)?;
    }
    let columns = COLUMNS.map(|name| opened.column(name));
    Ok(Export::Table { opened, columns })
}

/// The API writes `{"count": 2, "data": [{...}]}` with every value a text; some tools write the array alone.
/// The columns that are used of one event of an answer; the others are not kept.
#[derive(Default)]
struct Named(BTreeMap<&'static str, String>);

impl<'de> serde::Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Named;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an event with named values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named, A::Error> {
                let mut named = Named::default();
                while let Some(name) = map.next_key::<Cow<'de, str>>()? {
                    let Some(name) = COLUMNS.into_iter().find(|column| *column == name) else {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    let value = match map.next_value()? {
                        serde_json::Value::String(text) => text,
                        serde_json::Value::Null => String::new(),
                        other => other.to_string(),
                    };
                    named.0.insert(name, value);
                }
                Ok(named)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// The events of an answer, no more than a list may have.
struct Rows(Vec<Named>);

impl<'de> serde::Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items;
        impl<'de> Visitor<'de> for Items {
            type Value = Rows;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an array of events")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Rows, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = items.next_element()? {
                    rows.push(row);
                    within_bounds("the answer", rows.len(), bounds::EVENTS, &[])
                        .map_err(serde::de::Error::custom)?;
                }
                Ok(Rows(rows))
            }
        }
        deserializer.deserialize_seq(Items)
    }
}

fn json_rows(file: &str, bytes: &[u8]) -> Result<Vec<Named>, TableError> {
    #[derive(serde::Deserialize)]
    struct Whole {
        data: Rows,
    }
    let is_array = bytes.trim_ascii_start().starts_with(b"[");
    let read = if is_array {
        serde_json::from_slice(bytes)
    } else {
        serde_json::from_slice(bytes).map(|whole: Whole| whole.data)
    };
    let rows: Rows = read.map_err(|error| TableError::NotThisLayout {
        file: file.to_owned(),
        format: FORMAT,
        reason: format!("{error}; the answer of the API has an array \"data\" of events"),
    })?;
    Ok(rows.0)
}

impl Export<'_> {
    /// Calls `each` with line, row and cells. A JSON answer has no lines; its rows are counted instead.
    fn for_each(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
        mut each: impl FnMut(u64, u64, &Cells<'_>, &mut Vec<Diagnostic>),
    ) -> Result<(), TableError> {
        match self {
            Self::Table { opened, columns } => {
                opened.for_each(diagnostics, |line, diagnostics| {
                    let cells =
                        columns.map(|at| at.map_or(Cow::Borrowed(""), |at| line.cell(at)));
                    each(line.line, line.row, &cells, diagnostics);
                })?;
            }
            Self::Json { file, rows } => {
                for (row, values) in (1..).zip(rows) {
                    let cells = COLUMNS.map(|name| {
                        Cow::Borrowed(values.0.get(name).map_or("", |value| value.trim()))
                    });
                    each(row, row, &cells, diagnostics);
                    within_bounds(file, rows.len(), bounds::EVENTS, diagnostics)?;
                }
            }
        }
        Ok(())
    }

    fn has(&self, column: usize) -> bool {
        match self {
            Self::Table { columns, .. } => columns.get(column).is_some_and(Option::is_some),
            Self::Json { rows, .. } => COLUMNS
                .get(column)
                .is_some_and(|name| rows.iter().any(|row| row.0.contains_key(name))),
        }
    }

    fn opening(&self) -> Vec<Diagnostic> {
        match self {
            Self::Table { opened, .. } => opened.diagnostics.clone(),
            Self::Json { .. } => Vec::new(),
        }
    }

    fn layout(&self, repeated: u64, events: usize) -> String {
        let form = match self {
            Self::Table { opened, .. } => format!("{} columns", opened.header.len()),
            Self::Json { .. } => "API JSON".to_owned(),
        };
        // Actor2 at place 10.
        let rows = if repeated > 0 || !self.has(10) {
            format!("one row per actor: {} rows of {events} events", repeated + events as u64)
        } else {
            "one row per event".to_owned()
        };
        let age = if self.has(12) { "present" } else { "older" };
        format!("ACLED, {age} layout, {form}, {rows}")
    }
}

fn event(
    line: u64,
    row: u64,
    cells: &Cells<'_>,
    writing: DateWriting,
) -> Result<Event, String> {
    let [id, date, kind, _, latitude, longitude, fatalities, time, geo, ..] = cells;
    if id.is_empty() {
        return Err("column event_id_cnty is empty".to_owned());
    }
    let day = parse(date, writing).ok_or_else(|| {
        let why = spoiled(date).map(|why| format!(": {why}")).unwrap_or_default();
        format!("column event_date should be a date like the others, not {date:?}{why}")
    })?;
    let degrees = |cell: &str, name: &str| {
        cell.parse::<f64>().ok().filter(|n| n.is_finite()).ok_or_else(|| {
            let comma = if cell.contains(',') { "; write a decimal point" } else { "" };
            format!("column {name} should be degrees, not {cell:?}{comma}")
        })
    };
    let (latitude, longitude) =
        point(degrees(latitude, "latitude")?, degrees(longitude, "longitude")?)?;
    let deaths = fatalities.parse().map(Deaths::exactly).map_err(|_not_a_number| {
        format!("column fatalities should be a whole number, not {fatalities:?}")
    })?;
    // Codebook: 2 is within a week, 3 within a month; the day given is one of them.
    let spread = match time.as_ref() {
        "" | "1" => 0,
        "2" => 3,
        "3" => 15,
        other => return Err(format!("time_precision is 1, 2 or 3, not {other:?}")),
    };
    let (radius_km, precision) = match geo.as_ref() {
        "" => (0.0, Precision::Unsaid),
        "1" => (0.0, Precision::Exact),
        "2" => (25.0, Precision::Near),
        "3" => (100.0, Precision::Division),
        other => return Err(format!("geo_precision is 1, 2 or 3, not {other:?}")),
    };
    let shifted = |days: i64| day.checked_add(days.days()).unwrap_or(day);
    Ok(Event {
        id: id.clone().into_owned(),
        row,
        line,
        first: shifted(-spread),
        last: shifted(spread),
        latitude,
        longitude,
        radius_km,
        precision,
        country: cells[13].clone().into_owned(),
        place: cells[14].clone().into_owned(),
        categories: vec![violence(kind).to_owned()],
        parties: parties(cells),
        deaths: Some(deaths),
        civilians: civilians(cells, deaths),
        sources: (!cells[15].is_empty())
            .then(|| u32::try_from(list(&cells[15]).count()).unwrap_or(u32::MAX)),
    })
}

/// ACLED's six event types in the words that other lists share.
fn violence(event_type: &str) -> &'static str {
    match event_type.to_lowercase().as_str() {
        "battles" => "battle",
        "explosions/remote violence" | "remote violence" => "remote",
        "violence against civilians" => "civilians",
        "riots" | "riots/protests" => "riot",
        "protests" => "protest",
        _ => "strategic",
    }
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|name| !name.is_empty())
}

fn parties(cells: &Cells<'_>) -> Vec<Party> {
    let party = |role: Role| move |name: &str| Party { role, name: name.to_owned() };
    let main = |cell: &str| if cell.is_empty() { None } else { Some(cell.to_owned()) };
    let mut parties = Vec::new();
    parties.extend(main(&cells[3]).map(|name| Party { role: Role::SideA, name }));
    parties.extend(main(&cells[10]).map(|name| Party { role: Role::SideB, name }));
    parties.extend(list(&cells[9]).map(party(Role::WithSideA)));
    parties.extend(list(&cells[11]).map(party(Role::WithSideB)));
    parties
}

fn civilians(cells: &Cells<'_>, deaths: Deaths) -> Vec<(Civilians, Deaths)> {
    let mut civilians = Vec::new();
    if !cells[12].is_empty() {
        civilians.push((Civilians::CivilianTargeting, deaths));
    }
    if cells[2].eq_ignore_ascii_case("violence against civilians") {
        civilians.push((Civilians::ViolenceAgainstCivilians, deaths));
    }
    let unarmed = |cell: &str| cell.starts_with("Civilians") || cell.starts_with("Protesters");
    if unarmed(&cells[3]) || unarmed(&cells[10]) {
        civilians.push((Civilians::CivilianActor, deaths));
    }
    civilians
}
