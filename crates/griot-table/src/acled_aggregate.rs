//! ACLED's aggregated files: events and fatalities by week, first-order division and sub-event type.
//!
//! Since 2025 this is what most accounts are given. A row is a count, not an event: it has a place in comparisons and none in fusion.

use griot_model::Disclosure;
use jiff::ToSpan as _;

use super::{
    TableError,
    dates::{DateColumn, parse},
    delimited::{Delimited, Entry},
    event::{Civilians, Deaths, Event, EventList, Precision, source_name},
    set_aside,
};

const FORMAT: &str = "ACLED's weekly aggregates";

/// Whether a header is that of the weekly aggregates.
pub fn is_header(header: &[String]) -> bool {
    let has = |wanted: &str| header.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    has("week") && has("events") && has("fatalities") && !has("event_id_cnty")
}

/// Reads the file; a row without a death is kept, since it says that there was none.
pub fn read(file: &str, bytes: &[u8]) -> Result<EventList, TableError> {
    let opened = Delimited::with_header(file, bytes)?;
    let column = |name: &str| opened.required(FORMAT, name);
    let [week, country, admin1, kind, fatalities] = [
        column("week")?,
        column("country")?,
        column("admin1")?,
        column("event_type")?,
        column("fatalities")?,
    ];
    let centre = [opened.column("centroid_latitude"), opened.column("centroid_longitude")];
    let mut weeks = DateColumn::default();
    opened.for_each(&mut Vec::new(), |line, _| weeks.see(line.line, &line.cell(week)))?;
    let writing = weeks.writing().map_err(|why| TableError::NotThisLayout {
        file: file.to_owned(),
        format: FORMAT,
        reason: format!("column \"week\" is refused, {}; {}", why.what, why.help),
    })?;
    let mut diagnostics = opened.diagnostics.clone();
    let mut events = Vec::new();
    let event = |line: &Entry<'_>| -> Result<Event, String> {
        let cell = line.cell(week);
        let first = parse(&cell, writing).ok_or_else(|| {
            format!("column week should be a date like the others, not {cell:?}")
        })?;
        let cell = line.cell(fatalities);
        let deaths = cell.parse().map(Deaths::exactly).map_err(|_not_a_number| {
            format!("column fatalities should be a whole number, not {cell:?}")
        })?;
        let degrees = |column: Option<usize>| {
            column.and_then(|column| line.cell(column).parse::<f64>().ok()).unwrap_or(f64::NAN)
        };
        let civilian = line.cell(kind).eq_ignore_ascii_case("violence against civilians");
        Ok(Event {
            id: String::new(),
            row: line.row,
            line: line.line,
            first,
            last: first.checked_add(6.days()).unwrap_or(first),
            latitude: degrees(centre[0]),
            longitude: degrees(centre[1]),
            radius_km: 150.0,
            precision: Precision::Division,
            country: line.cell(country).into_owned(),
            place: line.cell(admin1).into_owned(),
            categories: vec![line.cell(kind).into_owned()],
            parties: Vec::new(),
            deaths: Some(deaths),
            civilians: civilian
                .then_some((Civilians::ViolenceAgainstCivilians, deaths))
                .into_iter()
                .collect(),
            sources: None,
        })
    };
    opened.for_each(&mut diagnostics, |line, diagnostics| match event(line) {
        Ok(event) => events.push(event),
        Err(reason) => diagnostics.push(set_aside(file, line.line, reason)),
    })?;
    Ok(EventList {
        source: source_name(file),
        layout: format!("ACLED, weekly aggregates, {} columns", opened.header.len()),
        disclosure: Disclosure::Aggregate,
        aggregated: true,
        taxonomies: vec!["event_type".to_owned()],
        civilians: vec![Civilians::ViolenceAgainstCivilians],
        events,
        unread: Vec::new(),
        diagnostics,
    })
}
