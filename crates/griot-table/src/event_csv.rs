//! Event lists as meltt users have them: `date`, `enddate`, `latitude`, `longitude` and any number of `*_tax` columns.

use griot_model::{Diagnostic, Disclosure};

use super::{
    TableError,
    dates::{DateColumn, DateWriting, parse, spoiled},
    delimited::{Delimited, Entry, refused},
    event::{
        CoordinateColumn, Deaths, Event, EventList, Party, Precision, Role, number_of_deaths,
        point, source_name,
    },
    noticed, set_aside,
};

const FORMAT: &str = "a list of events";

/// Which column holds what. [`Mapping::plain`] is the layout without a mapping file; a mapping file names other columns.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// Column of the first day.
    pub date: String,
    /// Column of the last day, if there is one.
    pub enddate: Option<String>,
    /// Column of degrees north.
    pub latitude: String,
    /// Column of degrees east.
    pub longitude: String,
    /// Column of the publisher's id.
    pub id: Option<String>,
    /// Column of the country.
    pub country: Option<String>,
    /// Column of the place.
    pub place: Option<String>,
    /// Column of the number of deaths.
    pub deaths: Option<String>,
    /// Columns of low and high numbers of deaths.
    pub deaths_low: Option<String>,
    /// See `deaths_low`.
    pub deaths_high: Option<String>,
    /// Column of kilometres that the point may be off.
    pub radius_km: Option<String>,
    /// Columns of actors; several in one cell are divided by `;`.
    pub actors: Vec<String>,
    /// Columns of categories; where empty, those whose names end in `_tax`.
    pub taxonomies: Vec<String>,
    /// `day-month` or `month-day`, where the column itself cannot say.
    pub date_order: Option<DateOrder>,
}

/// Which number of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// `04/03/2022` is in March.
    DayMonth,
    /// `03/04/2022` is in March.
    MonthDay,
}

impl Default for Mapping {
    fn default() -> Self {
        Self::plain()
    }
}

impl Mapping {
    /// The columns that meltt asks for, and those of griot's own event table.
    pub fn plain() -> Self {
        let some = |name: &str| Some(name.to_owned());
        Self {
            date: "date".to_owned(),
            enddate: some("enddate"),
            latitude: "latitude".to_owned(),
            longitude: "longitude".to_owned(),
            id: some("id"),
            country: some("country"),
            place: some("place"),
            deaths: some("deaths"),
            deaths_low: some("deaths_low"),
            deaths_high: some("deaths_high"),
            radius_km: some("radius_km"),
            actors: vec!["actor1".to_owned(), "actor2".to_owned(), "actors".to_owned()],
            taxonomies: Vec::new(),
            date_order: None,
        }
    }
}

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file} is not a mapping: {reason}")]
pub struct NotAMapping {
    /// File name.
    pub file: String,
    /// What the parser says.
    pub reason: String,
}

impl Mapping {
    /// The writing of dates that the mapping names, where it names one.
    pub(super) fn order(&self) -> Option<DateWriting> {
        self.date_order.map(|order| match order {
            DateOrder::DayMonth => DateWriting::DayMonthYear,
            DateOrder::MonthDay => DateWriting::MonthDayYear,
        })
    }

    /// Reads a mapping file: TOML with the fields of this struct, each the name of a column. What it leaves out is as in
    /// [`Self::plain`].
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, NotAMapping> {
        let not = |reason: String| NotAMapping { file: file.to_owned(), reason };
        let text = std::str::from_utf8(bytes).map_err(|error| not(error.to_string()))?;
        toml::from_str(text).map_err(|error| not(error.to_string()))
    }
}

/// Places of the columns in one file.
struct Columns {
    date: usize,
    enddate: Option<usize>,
    latitude: usize,
    longitude: usize,
    id: Option<usize>,
    country: Option<usize>,
    place: Option<usize>,
    deaths: [Option<usize>; 3],
    radius: Option<usize>,
    actors: Vec<usize>,
    taxonomies: Vec<usize>,
}

/// What the columns as a whole say.
struct Writings {
    start: DateWriting,
    end: Option<DateWriting>,
    latitude: CoordinateColumn,
    longitude: CoordinateColumn,
}

/// Reads a list by a mapping.
pub fn read(file: &str, bytes: &[u8], mapping: &Mapping) -> Result<EventList, TableError> {
    let opened = Delimited::with_header(file, bytes)?;
    let columns = Columns::find(&opened, mapping)?;
    let mut diagnostics = opened.diagnostics.clone();
    let writings = writings(&opened, &columns, mapping)?;
    if writings.latitude.has_decimal_commas() || writings.longitude.has_decimal_commas() {
        diagnostics.push(noticed(
            file,
            1,
            "coordinates have decimal commas throughout; read as decimal points",
        ));
    }
    let (mut events, mut unread) = (Vec::new(), Vec::new());
    opened.for_each(&mut diagnostics, |line, diagnostics| {
        match event(line, &columns, &writings) {
            Ok(event) => events.push(event),
            Err(reason) => {
                unread.extend(columns.id.map(|column| line.cell(column).into_owned()));
                diagnostics.push(set_aside(file, line.line, reason));
            }
        }
    })?;
    if events.is_empty() {
        diagnostics.push(refused(
            file,
            format!("{file} has no event that can be read"),
            "look at the rows set aside above; a mapping file names other columns",
        ));
    }
    Ok(EventList {
        source: source_name(file),
        layout: format!("a list of {} columns", opened.header.len()),
        disclosure: Disclosure::Private,
        aggregated: false,
        taxonomies: columns
            .taxonomies
            .iter()
            .filter_map(|&column| opened.header.get(column).cloned())
            .collect(),
        civilians: Vec::new(),
        events,
        unread,
        diagnostics,
    })
}

impl Columns {
    fn find(opened: &Delimited<'_>, mapping: &Mapping) -> Result<Self, TableError> {
        let optional =
            |name: &Option<String>| name.as_deref().and_then(|name| opened.column(name));
        let taxonomies = if mapping.taxonomies.is_empty() {
            (0..opened.header.len())
                .filter(|&at| opened.header.get(at).is_some_and(|name| name.ends_with("_tax")))
                .collect()
        } else {
            let required = |name: &String| opened.required(FORMAT, name);
            mapping.taxonomies.iter().map(required).collect::<Result<_, _>>()?
        };
        Ok(Self {
            date: opened.required(FORMAT, &mapping.date)?,
            enddate: optional(&mapping.enddate),
            latitude: opened.required(FORMAT, &mapping.latitude)?,
            longitude: opened.required(FORMAT, &mapping.longitude)?,
            id: optional(&mapping.id),
            country: optional(&mapping.country),
            place: optional(&mapping.place),
            deaths: [&mapping.deaths, &mapping.deaths_low, &mapping.deaths_high].map(optional),
            radius: optional(&mapping.radius_km),
            actors: mapping.actors.iter().filter_map(|name| opened.column(name)).collect(),
            taxonomies,
        })
    }
}

/// Looks at the whole columns before any row is read.
fn writings(
    opened: &Delimited<'_>,
    columns: &Columns,
    mapping: &Mapping,
) -> Result<Writings, TableError> {
    let (mut start, mut end) = (DateColumn::default(), DateColumn::default());
    let (mut latitude, mut longitude) =
        (CoordinateColumn::default(), CoordinateColumn::default());
    opened.for_each(&mut Vec::new(), |line, _| {
        start.see(line.line, &line.cell(columns.date));
        if let Some(column) = columns.enddate {
            end.see(line.line, &line.cell(column));
        }
        latitude.see(&line.cell(columns.latitude));
        longitude.see(&line.cell(columns.longitude));
    })?;
    let order = mapping.order();
    let known = |column: &DateColumn, name: &str| match (order, column.writing()) {
        (Some(order), _) => Ok(order),
        (None, Ok(writing)) => Ok(writing),
        (None, Err(why)) => Err(TableError::NotThisLayout {
            file: opened.file.to_owned(),
            format: FORMAT,
            reason: format!("column {name:?} is refused, {}; {}", why.what, why.help),
        }),
    };
    let start = known(&start, &mapping.date)?;
    // Both columns are written by one hand: where the last days alone do not say how, the first days do.
    let end = columns.enddate.map(|_| end.writing().unwrap_or(start));
    Ok(Writings { start, end, latitude, longitude })
}

fn event(line: &Entry<'_>, columns: &Columns, writings: &Writings) -> Result<Event, String> {
    let day = |column: usize, writing: DateWriting, name: &str| {
        let cell = line.cell(column);
        parse(&cell, writing).ok_or_else(|| match spoiled(&cell) {
            _ if cell.is_empty() => format!("column {name} is empty"),
            Some(why) => format!("column {name} is {cell:?}: {why}"),
            None => format!("column {name} should be a date like the others, not {cell:?}"),
        })
    };
    let first = day(columns.date, writings.start, "date")?;
    let last = match (columns.enddate, writings.end) {
        (Some(column), Some(writing)) if !line.cell(column).is_empty() => {
            day(column, writing, "enddate")?
        }
        _ => first,
    };
    if last < first {
        return Err(format!("it ends on {last}, before it begins on {first}"));
    }
    let latitude = writings.latitude.parse(&line.cell(columns.latitude), "latitude")?;
    let longitude = writings.longitude.parse(&line.cell(columns.longitude), "longitude")?;
    let (latitude, longitude) = point(latitude, longitude)?;
    let text = |column: Option<usize>| {
        column.map(|column| line.cell(column).into_owned()).unwrap_or_default()
    };
    let radius = text(columns.radius);
    let radius_km = if radius.is_empty() { Ok(0.0_f32) } else { radius.parse() };
    let radius_km = radius_km.map_err(|_not_a_number| {
        format!("column radius_km should be kilometres, not {radius:?}")
    })?;
    let precision = match radius_km {
        _ if radius.is_empty() => Precision::Unsaid,
        km if km <= 1.0 => Precision::Exact,
        km if km <= 30.0 => Precision::Near,
        _ => Precision::Area,
    };
    Ok(Event {
        id: text(columns.id),
        row: line.row,
        line: line.line,
        first,
        last,
        latitude,
        longitude,
        radius_km,
        precision,
        country: text(columns.country),
        place: text(columns.place),
        categories: columns.taxonomies.iter().map(|&at| line.cell(at).into_owned()).collect(),
        parties: parties(line, columns),
        deaths: deaths(line, columns)?,
        civilians: Vec::new(),
        sources: None,
    })
}

fn parties(line: &Entry<'_>, columns: &Columns) -> Vec<Party> {
    let mut parties = Vec::new();
    for &column in &columns.actors {
        let cell = line.cell(column);
        for name in cell.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            parties.push(Party { role: Role::SideA, name: name.to_owned() });
        }
    }
    parties
}

fn deaths(line: &Entry<'_>, columns: &Columns) -> Result<Option<Deaths>, String> {
    let mut numbers = [None; 3];
    for (number, column) in numbers.iter_mut().zip(columns.deaths) {
        let Some(column) = column else { continue };
        *number = number_of_deaths(&line.cell(column), "deaths")?;
    }
    let [best, low, high] = numbers;
    Ok(best.map(|best| Deaths { best, low: low.unwrap_or(best), high: high.unwrap_or(best) }))
}

/// Points of two lists that only come together when latitude and longitude of one are exchanged.
///
/// A swapped file of Mali lies in Gabon: on the globe, but far from every other list.
pub fn swapped(list: &EventList, others: &[&EventList]) -> Option<Diagnostic> {
    let median = |list: &EventList| {
        let middle = |mut numbers: Vec<f64>| {
            numbers.sort_by(f64::total_cmp);
            numbers.get(numbers.len() / 2).copied()
        };
        let latitude = middle(list.events.iter().map(|event| event.latitude).collect())?;
        let longitude = middle(list.events.iter().map(|event| event.longitude).collect())?;
        Some((latitude, longitude))
    };
    let own = median(list)?;
    let near =
        |(a, b): (f64, f64), (c, d): (f64, f64)| (a - c).abs() < 5.0 && (b - d).abs() < 5.0;
    let medians: Vec<(f64, f64)> = others.iter().filter_map(|other| median(other)).collect();
    let apart = medians.iter().all(|&other| !near(own, other));
    let together = medians.iter().any(|&other| near((own.1, own.0), other));
    (apart && together).then(|| {
        refused(
            &list.source,
            format!(
                "{} lies around {:.1}, {:.1}, far from the other lists; with latitude and longitude exchanged it would lie among them",
                list.source, own.0, own.1
            ),
            "exchange the names of the columns latitude and longitude, or name them in a mapping file",
        )
    })
}
