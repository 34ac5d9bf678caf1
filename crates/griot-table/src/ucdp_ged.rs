//! UCDP's Georeferenced Event Dataset (GED): one row per event with at least one death.
//!
//! Three layouts are in use: 49 columns since 22.1, 41 in 20.1 and 38 in 19.1; candidate releases have that of their year. Columns are
//! found by name, so that all three are one reader.

use griot_model::{Diagnostic, Disclosure};

use super::{
    TableError,
    dates::{DateColumn, DateWriting, parse, spoiled},
    delimited::{Delimited, Entry},
    event::{
        Civilians, CoordinateColumn, Deaths, Event, EventList, Party, Precision, Role,
        number_of_deaths, point, source_name,
    },
    event_csv::Mapping,
    noticed, set_aside,
};

const FORMAT: &str = "UCDP GED";

/// Kilometres that a point may be off, by `where_prec` 1 to 7 (codebook 23.1, page 12): exact; within about 25 km; second-order
/// division; first-order division; a line or an unclear area; the country; at sea or in the air. The wide ones are the radius of
/// a middling division.
const PLACES: [(f32, Precision); 7] = [
    (0.0, Precision::Exact),
    (25.0, Precision::Near),
    (50.0, Precision::Area),
    (150.0, Precision::Division),
    (100.0, Precision::Area),
    (500.0, Precision::Country),
    (100.0, Precision::Area),
];

struct Columns {
    id: usize,
    year: Option<usize>,
    kind: usize,
    side_a: usize,
    side_b: usize,
    sources: usize,
    where_prec: usize,
    place: usize,
    latitude: usize,
    longitude: usize,
    country: usize,
    date_start: usize,
    date_end: usize,
    civilians: usize,
    parts: [usize; 3],
    best: usize,
    low: usize,
    high: usize,
}

/// Whether a header is that of GED.
pub fn is_header(header: &[String]) -> bool {
    ["type_of_violence", "where_prec", "deaths_civilians"]
        .iter()
        .all(|name| header.iter().any(|column| column.eq_ignore_ascii_case(name)))
}

/// Reads a yearly or a candidate release.
pub fn read(file: &str, bytes: &[u8], mapping: &Mapping) -> Result<EventList, TableError> {
    let opened = Delimited::with_header(file, bytes)?;
    let column = |name: &str| opened.required(FORMAT, name);
    let columns = Columns {
        id: column("id")?,
        year: opened.column("year"),
        kind: column("type_of_violence")?,
        side_a: column("side_a")?,
        side_b: column("side_b")?,
        sources: column("number_of_sources")?,
        where_prec: column("where_prec")?,
        place: column("where_coordinates")?,
        latitude: column("latitude")?,
        longitude: column("longitude")?,
        country: column("country")?,
        date_start: column("date_start")?,
        date_end: column("date_end")?,
        civilians: column("deaths_civilians")?,
        parts: [column("deaths_a")?, column("deaths_b")?, column("deaths_unknown")?],
        best: column("best")?,
        low: column("low")?,
        high: column("high")?,
    };
    let mut diagnostics = opened.diagnostics.clone();
    let (mut events, mut unread): (Vec<Event>, Vec<String>) = Default::default();
    let written = Written::of(&opened, &columns, mapping)?;
    let mut other_years = OtherYears::default();
    opened.for_each(&mut diagnostics, |line, diagnostics| {
        match event(line, &columns, &written) {
            Ok((event, odd)) => {
                other_years.see(line, &columns, &event);
                diagnostics.extend(odd.map(|odd| noticed(file, line.line, odd)));
                events.push(event);
            }
            Err(reason) => {
                unread.push(line.cell(columns.id).into_owned());
                diagnostics.push(set_aside(file, line.line, reason));
            }
        }
    })?;
    diagnostics.extend(other_years.told(file));
    Ok(EventList {
        source: source_name(file),
        layout: format!("{FORMAT}{}, {} columns", version(file), opened.header.len()),
        disclosure: Disclosure::Open,
        aggregated: false,
        taxonomies: vec!["violence".to_owned()],
        civilians: vec![
            Civilians::OneSided,
            Civilians::CivilianDeaths,
            Civilians::OneSidedAndCivilianDeaths,
        ],
        events,
        unread,
        diagnostics,
    })
}

/// The release as the publisher's file names have it: ` 23.1` of `GEDEvent_v23_1.csv`, ` 24.0.7 (candidate)` of `GEDEvent_v24_0_7.csv`.
fn version(file: &str) -> String {
    let name = source_name(file);
    let Some((_, after)) = name.rsplit_once('v') else { return String::new() };
    let numbers: Vec<&str> = after
        .split(['_', '.'])
        .take_while(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    match numbers.as_slice() {
        [_, minor, ..] => {
            let candidate =
                if minor.trim_start_matches('0').is_empty() { " (candidate)" } else { "" };
            format!(" {}{candidate}", numbers.join("."))
        }
        _ => String::new(),
    }
}

/// Rows of which the column `year` is none of the years of their days.
#[derive(Default)]
struct OtherYears {
    rows: u64,
    first: Option<(u64, i16, i16)>,
}

impl OtherYears {
    fn see(&mut self, line: &Entry<'_>, columns: &Columns, event: &Event) {
        let year = columns.year.and_then(|column| line.cell(column).parse::<i16>().ok());
        let years = event.first.year()..=event.last.year();
        if let Some(year) = year.filter(|year| !years.contains(year)) {
            self.rows += 1;
            self.first.get_or_insert((line.line, year, event.first.year()));
        }
    }

    fn told(self, file: &str) -> Option<Diagnostic> {
        let (line, year, day) = self.first?;
        let rows = self.rows;
        let what = format!(
            "{rows} rows have another year in the column year than in their days (first {year}, its days are of {day}); the \
             days are used"
        );
        Some(noticed(file, line, what))
    }
}

/// What the columns as a whole say of how they are written. The publisher's are ISO dates and decimal
/// points; a spreadsheet writes them anew.
struct Written {
    dates: DateWriting,
    latitude: CoordinateColumn,
    longitude: CoordinateColumn,
}

impl Written {
    fn of(
        opened: &Delimited<'_>,
        columns: &Columns,
        mapping: &Mapping,
    ) -> Result<Self, TableError> {
        let mut dates = DateColumn::default();
        let (mut latitude, mut longitude) =
            (CoordinateColumn::default(), CoordinateColumn::default());
        opened.for_each(&mut Vec::new(), |line, _| {
            dates.see(line.line, &line.cell(columns.date_start));
            latitude.see(&line.cell(columns.latitude));
            longitude.see(&line.cell(columns.longitude));
        })?;
        let dates = match mapping.order() {
            Some(order) => order,
            None if dates.is_empty() => DateWriting::YearMonthDay,
            None => dates.writing().map_err(|why| TableError::NotThisLayout {
                file: opened.file.to_owned(),
                format: FORMAT,
                reason: format!("column \"date_start\" is refused, {}; {}", why.what, why.help),
            })?,
        };
        Ok(Self { dates, latitude, longitude })
    }
}

fn event(
    line: &Entry<'_>,
    columns: &Columns,
    written: &Written,
) -> Result<(Event, Option<String>), String> {
    let number = |column: usize, name: &str| -> Result<u32, String> {
        let cell = line.cell(column);
        number_of_deaths(&cell, name)?
            .ok_or_else(|| format!("column {name} should be a whole number, not {cell:?}"))
    };
    let day = |column: usize, name: &str| {
        let cell = line.cell(column);
        parse(&cell, written.dates).ok_or_else(|| {
            let why = spoiled(&cell).map(|why| format!(": {why}")).unwrap_or_default();
            format!("column {name} should be a date like the others, not {cell:?}{why}")
        })
    };
    let (first, last) =
        (day(columns.date_start, "date_start")?, day(columns.date_end, "date_end")?);
    if last < first {
        return Err(format!("it ends on {last}, before it begins on {first}"));
    }
    let (latitude, longitude) = point(
        written.latitude.parse(&line.cell(columns.latitude), "latitude")?,
        written.longitude.parse(&line.cell(columns.longitude), "longitude")?,
    )?;
    let kind = number(columns.kind, "type_of_violence")?;
    let violence = match kind {
        1 | 2 => "battle",
        3 => "civilians",
        other => return Err(format!("type_of_violence is 1, 2 or 3, not {other}")),
    };
    let deaths = |column: usize, name: &str| number_of_deaths(&line.cell(column), name);
    let estimates = [
        deaths(columns.best, "best")?,
        deaths(columns.low, "low")?,
        deaths(columns.high, "high")?,
    ];
    let civilian = deaths(columns.civilians, "deaths_civilians")?.map(Deaths::exactly);
    let all = match estimates {
        [Some(best), low, high] => {
            Some(Deaths { best, low: low.unwrap_or(best), high: high.unwrap_or(best) })
        }
        _ => None,
    };
    let mut civilians = Vec::new();
    civilians.extend(civilian.map(|civilian| (Civilians::CivilianDeaths, civilian)));
    let one_sided = all.filter(|_| kind == 3);
    civilians.extend(one_sided.map(|all| (Civilians::OneSided, all)));
    let either = if kind == 3 { all } else { civilian };
    civilians.extend(either.map(|deaths| (Civilians::OneSidedAndCivilianDeaths, deaths)));
    let where_prec = number(columns.where_prec, "where_prec")?;
    let place = usize::try_from(where_prec).ok().and_then(|at| PLACES.get(at.wrapping_sub(1)));
    let &(radius_km, precision) =
        place.ok_or_else(|| format!("where_prec is 1 to 7, not {where_prec}"))?;
    let party =
        |role: Role, column: usize| Party { role, name: line.cell(column).into_owned() };
    let mut parts = civilian.map(|civilian| civilian.best);
    for (column, name) in
        columns.parts.into_iter().zip(["deaths_a", "deaths_b", "deaths_unknown"])
    {
        parts = parts.zip(deaths(column, name)?).map(|(sum, part)| sum.saturating_add(part));
    }
    let event = Event {
        id: line.cell(columns.id).into_owned(),
        row: line.row,
        line: line.line,
        first,
        last,
        latitude,
        longitude,
        radius_km,
        precision,
        country: line.cell(columns.country).into_owned(),
        place: line.cell(columns.place).into_owned(),
        categories: vec![violence.to_owned()],
        parties: vec![party(Role::SideA, columns.side_a), party(Role::SideB, columns.side_b)],
        deaths: all,
        civilians,
        sources: line.cell(columns.sources).parse().ok(),
    };
    Ok((event, all.zip(parts).and_then(|(all, parts)| odd(all, parts))))
}

/// Invariants of the codebook that some rows break; such rows are kept as they are.
fn odd(all: Deaths, parts: u32) -> Option<String> {
    let Deaths { best, low, high } = all;
    if low > best || best > high {
        Some(format!(
            "low {low}, best {best} and high {high} are not in that order; kept as published"
        ))
    } else if parts != best {
        Some(format!(
            "the four kinds of dead add up to {parts}, best is {best}; kept as published"
        ))
    } else {
        None
    }
}
