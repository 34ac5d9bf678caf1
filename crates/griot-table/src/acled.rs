//! ACLED's event exports: the present and older column sets, API JSON, one row per event or one per actor.
//!
//! ACLED's rows may not be shown to others (its terms of use); lists read here are marked so.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use griot_model::{Diagnostic, Disclosure, bounds, decoding::Encoded};
use jiff::ToSpan as _;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    TableError,
    dates::{DateColumn, DateWriting, parse, spoiled},
    decode,
    delimited::Delimited,
    event::{
        Civilians, CoordinateColumn, Deaths, Event, EventList, Party, Precision, Role,
        number_of_deaths, point, source_name,
    },
    event_checks,
    event_csv::Mapping,
    noticed, set_aside, within_bounds,
};

const FORMAT: &str = "an ACLED export";

/// Columns that are used; all but the first seven may be missing from older exports.
const COLUMNS: [&str; 20] = [
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
    "timestamp",
];

/// Names that some columns had before: of the letter codes and the associated actors.
const FORMER: [(&str, &str); 3] = [
    ("assoc_actor_1", "ally_actor_1"),
    ("assoc_actor_2", "ally_actor_2"),
    ("timestamp", "time"),
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
pub fn read(file: &str, bytes: &[u8], mapping: &Mapping) -> Result<EventList, TableError> {
    let export = if begins_like_json(bytes) {
        Export::Json { file, rows: json_rows(file, bytes)? }
    } else {
        table(file, bytes)?
    };
    let mut diagnostics = Vec::new();
    let mut columns = ColumnsAsWritten::default();
    export.for_each(&mut Vec::new(), |line, _, cells, _| columns.see(line, cells))?;
    let writing = match mapping.order() {
        Some(order) => order,
        None if columns.dates.is_empty() => DateWriting::YearMonthDay,
        None => columns.dates.writing().map_err(|why| TableError::NotThisLayout {
            file: file.to_owned(),
            format: FORMAT,
            reason: format!("column \"event_date\" is refused, {}; {}", why.what, why.help),
        })?,
    };
    // Without the second actor, an event has a row for each.
    let has_row_for_each_actor = !export.has(10);

    let mut events: Vec<Event> = Vec::new();
    let mut places: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut unread: Vec<String> = Vec::new();
    let (mut repeated, mut again, mut newer_ones) = (0_u64, 0_u64, 0_u64);
    export.for_each(&mut diagnostics, |line, row, cells, diagnostics| {
        let id = event_checks::folded(&cells[0]);
        let known = places.get(&id).cloned();
        if let Some((place, timestamp)) = known.clone().filter(|_| !has_row_for_each_actor) {
            // Two downloads in one file: the row that was written last counts, once.
            again += 1;
            if is_newer(&cells[19], &timestamp) {
                match event(line, row, cells, (writing, &columns)) {
                    Ok(newer) => {
                        newer_ones += 1;
                        events[place] = newer;
                        places.insert(id, (place, cells[19].clone().into_owned()));
                    }
                    Err(reason) => diagnostics.push(set_aside(file, line, reason)),
                }
            }
            return;
        }
        if let Some((place, _)) = known {
            repeated += 1;
            let event = &mut events[place];
            let deaths = number_of_deaths(&cells[6], "fatalities").ok().flatten();
            if event.deaths.map(|deaths| deaths.best) != deaths {
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
        match event(line, row, cells, (writing, &columns)) {
            Ok(event) => {
                let timestamp = cells[19].clone().into_owned();
                places.insert(id, (events.len(), timestamp));
                events.push(event);
            }
            Err(reason) => {
                unread.push(cells[0].clone().into_owned());
                diagnostics.push(set_aside(file, line, reason));
            }
        }
    })?;
    let layout = export.layout(repeated, events.len());
    diagnostics.extend(export.opening());
    diagnostics.extend(told_once(file, (again, newer_ones), &columns.unknown_kinds));
    Ok(EventList {
        source: source_name(file),
        layout,
        disclosure: Disclosure::Aggregate,
        aggregated: false,
        taxonomies: vec!["violence".to_owned()],
        civilians: definitions(export.has(12)),
        events,
        unread,
        diagnostics,
    })
}

/// What civilians killed may mean in an export, with a column that flags events that target them or without.
fn definitions(is_flagged: bool) -> Vec<Civilians> {
    let mut definitions = vec![Civilians::ViolenceAgainstCivilians, Civilians::CivilianActor];
    if is_flagged {
        definitions.insert(0, Civilians::CivilianTargeting);
    }
    definitions
}

/// Whether one time of writing is later than another. They are seconds since 1970; in some editions they are dates
/// that sort as they are written.
fn is_newer(this: &str, other: &str) -> bool {
    match (this.trim().parse::<f64>(), other.trim().parse::<f64>()) {
        (Ok(this), Ok(other)) => this > other,
        _ => this > other,
    }
}

/// What is said of the file as a whole: rows that repeat events, and types that no codebook has.
fn told_once(
    file: &str,
    (again, newer_ones): (u64, u64),
    unknown_kinds: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if again > 0 {
        diagnostics.push(Diagnostic::notice(
            file,
            format!(
                "{again} rows have the id of an event that came before; each event counts once, \
                 {newer_ones} of them as the row with the newer timestamp has it"
            ),
        ));
    }
    if !unknown_kinds.is_empty() {
        let kinds = unknown_kinds.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        diagnostics.push(Diagnostic::notice(
            file,
            format!(
                "event types that ACLED's codebooks do not have are kept as strategic: {kinds}"
            ),
        ));
    }
    diagnostics
}

fn table<'a>(file: &'a str, bytes: &'a [u8]) -> Result<Export<'a>, TableError> {
    let opened = Delimited::with_header(file, bytes)?;
    for name in &COLUMNS[..REQUIRED] {
        opened.required(FORMAT, name)?;
    }
    let columns = COLUMNS.map(|name| {
        let former = FORMER.iter().filter(|known| known.0 == name);
        opened
            .column(name)
            .or_else(|| former.into_iter().find_map(|known| opened.column(known.1)))
    });
    Ok(Export::Table { opened, columns })
}

/// What the columns as a whole say.
#[derive(Default)]
struct ColumnsAsWritten {
    dates: DateColumn,
    latitude: CoordinateColumn,
    longitude: CoordinateColumn,
    unknown_kinds: BTreeSet<String>,
}

impl ColumnsAsWritten {
    fn see(&mut self, line: u64, cells: &Cells<'_>) {
        self.dates.see(line, &cells[1]);
        self.latitude.see(&cells[4]);
        self.longitude.see(&cells[5]);
        if violence(&cells[2]).is_none() && self.unknown_kinds.len() < 8 {
            self.unknown_kinds.insert(cells[2].clone().into_owned());
        }
    }
}

/// Whether a file is JSON, by its first letter.
pub(super) fn begins_like_json(bytes: &[u8]) -> bool {
    let encoded = Encoded::of(bytes.get(..64).unwrap_or(bytes), bytes.len() <= 64);
    let bytes = bytes.get(encoded.mark..).unwrap_or_default();
    let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0);
    matches!(begins, Some(b'{' | b'['))
}

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
                    let former =
                        FORMER.iter().find(|known| known.1 == name).map(|known| known.0);
                    let own = COLUMNS.into_iter().find(|column| *column == name);
                    let Some(name) = own.or(former) else {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    let value = match map.next_value()? {
                        serde_json::Value::String(text) => text,
                        serde_json::Value::Null => String::new(),
                        other => other.to_string(),
                    };
                    // A name of today's counts before a former one.
                    if own.is_some() || !named.0.contains_key(name) {
                        named.0.insert(name, value);
                    }
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

/// The API writes `{"count": 2, "data": [{...}]}` with every value a text; some tools write the array
/// alone. What else a service may answer is said as it says it.
fn json_rows(file: &str, bytes: &[u8]) -> Result<Vec<Named>, TableError> {
    #[derive(serde::Deserialize)]
    struct Whole {
        #[serde(default)]
        data: Option<Rows>,
        #[serde(default)]
        message: Option<serde_json::Value>,
        #[serde(default)]
        error: Option<serde_json::Value>,
        /// Only UCDP's API has it.
        #[serde(default, rename = "TotalCount")]
        total_count: Option<IgnoredAny>,
    }
    let refuse = |reason: String| TableError::NotThisLayout {
        file: file.to_owned(),
        format: FORMAT,
        reason,
    };
    let text = decode(file, bytes)?.text;
    let not_json = |error: serde_json::Error| refuse(error.to_string());
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(&text).map(|rows: Rows| rows.0).map_err(not_json);
    }
    let whole: Whole = serde_json::from_str(&text).map_err(not_json)?;
    if whole.total_count.is_some() {
        return Err(refuse(
            "it is an answer of UCDP's API; griot reads UCDP's CSV releases".to_owned(),
        ));
    }
    let said = whole.message.or(whole.error);
    let said = said.as_ref().and_then(serde_json::Value::as_str);
    match (whole.data, said) {
        (Some(rows), _) => Ok(rows.0),
        (None, Some(said)) => {
            Err(refuse(format!("the service answered {said:?} and no events")))
        }
        (None, None) => {
            Err(refuse("the answer of the API has an array \"data\" of events".to_owned()))
        }
    }
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
    (writing, columns): (DateWriting, &ColumnsAsWritten),
) -> Result<Event, String> {
    let [id, date, kind, _, latitude, longitude, fatalities, time, geo, ..] = cells;
    if id.is_empty() {
        return Err("column event_id_cnty is empty".to_owned());
    }
    let day = parse(date, writing).ok_or_else(|| {
        let why = spoiled(date).map(|why| format!(": {why}")).unwrap_or_default();
        format!("column event_date should be a date like the others, not {date:?}{why}")
    })?;
    let (latitude, longitude) = point(
        columns.latitude.parse(latitude, "latitude")?,
        columns.longitude.parse(longitude, "longitude")?,
    )?;
    let deaths = number_of_deaths(fatalities, "fatalities")?.map(Deaths::exactly);
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
        categories: vec![violence(kind).unwrap_or("strategic").to_owned()],
        parties: parties(cells),
        deaths,
        civilians: deaths.map(|deaths| civilians(cells, deaths)).unwrap_or_default(),
        sources: (!cells[15].is_empty())
            .then(|| u32::try_from(list(&cells[15]).count()).unwrap_or(u32::MAX)),
    })
}

/// ACLED's event types, those of its older codebooks too, in the words that other lists share.
fn violence(event_type: &str) -> Option<&'static str> {
    let kind = event_type.to_lowercase();
    Some(match kind.as_str() {
        "explosions/remote violence" | "remote violence" => "remote",
        "violence against civilians" => "civilians",
        "riots" | "riots/protests" => "riot",
        "protests" => "protest",
        "strategic developments"
        | "strategic development"
        | "headquarters or base established"
        | "non-violent transfer of territory"
        | "non-violent activity by a conflict actor" => "strategic",
        // `Battles`, and before 2019 `Battle-No change of territory` and its like.
        kind if kind.starts_with("battle") => "battle",
        _ => return None,
    })
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
