//! Where did it happen, and how exactly is that known?

use std::collections::BTreeMap;

use jiff::civil::Date;

use griot_library::Detail;
use griot_library::{Library, Shape};
use griot_table::event::Precision;
use griot_table::event::{Event, EventList};

/// Events at one place, with the deaths in them.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How exactly the place is known.
    pub precision: Precision,
    /// How far off the point may be, in kilometres.
    pub radius_km: f32,
    /// Place as written.
    pub place: String,
    /// How many events.
    pub events: u64,
    /// Deaths in them, best estimates.
    pub best: u64,
    /// Low estimates.
    pub low: u64,
    /// High estimates.
    pub high: u64,
}

/// Events of one division, with the deaths in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Name of the first-order division; none for what is known no better than the country.
    pub division: Option<String>,
    /// How many events.
    pub events: u64,
    /// Deaths in them, best estimates.
    pub best: u64,
}

/// The events of one country that begin in a period.
pub fn of_country<'a>(
    list: &'a EventList,
    library: &Library,
    iso3: &str,
    (first, last): (Date, Date),
) -> Vec<&'a Event> {
    let mut is_there: BTreeMap<&str, bool> = BTreeMap::new();
    let within = list.events.iter().filter(|event| (first..=last).contains(&event.first));
    within
        .filter(|event| {
            *is_there.entry(event.country.as_str()).or_insert_with(|| {
                library.find_country(&event.country).is_some_and(|found| found.iso3 == iso3)
            })
        })
        .collect()
}

/// Events of the same place and precision together, the deadliest first.
pub fn spots(events: &[&Event]) -> Vec<Spot> {
    let mut spots: BTreeMap<(Precision, [i64; 2], &str), Spot> = BTreeMap::new();
    for event in events {
        let at = [millionths(event.latitude), millionths(event.longitude)];
        let spot =
            spots.entry((event.precision, at, event.place.as_str())).or_insert_with(|| Spot {
                latitude: event.latitude,
                longitude: event.longitude,
                precision: event.precision,
                radius_km: event.radius_km,
                place: event.place.clone(),
                events: 0,
                best: 0,
                low: 0,
                high: 0,
            });
        let deaths = event.deaths.unwrap_or_default();
        spot.events += 1;
        spot.best += u64::from(deaths.best);
        spot.low += u64::from(deaths.low);
        spot.high += u64::from(deaths.high);
    }
    let mut spots: Vec<Spot> = spots.into_values().collect();
    // Stable: spots of as many deaths stay in the order of precision and place.
    spots.sort_by_key(|spot| std::cmp::Reverse(spot.best));
    spots
}

/// Totals by first-order division, for lists whose rows may not be shown; by country where its divisions are
/// not drawn, or the place is not known that well.
pub fn areas(events: &[&Event], library: &Library, iso3: &str) -> Vec<Area> {
    let divisions: Vec<&Shape> = library
        .shapes()
        .iter()
        .filter(|it| it.detail == Detail::Division && it.iso3.as_deref() == Some(iso3))
        .collect();
    let mut areas: BTreeMap<Option<&str>, Area> = BTreeMap::new();
    for event in events {
        let known = event.precision != Precision::Country;
        let inside = divisions
            .iter()
            .find(|division| known && division.contains((event.longitude, event.latitude)))
            .map(|division| division.name.as_str());
        let area = areas.entry(inside).or_insert_with(|| Area {
            division: inside.map(str::to_owned),
            events: 0,
            best: 0,
        });
        area.events += 1;
        area.best += u64::from(event.deaths.unwrap_or_default().best);
    }
    let mut areas: Vec<Area> = areas.into_values().collect();
    areas.sort_by_key(|area| std::cmp::Reverse(area.best));
    areas
}

#[expect(clippy::cast_possible_truncation, reason = "at most 180 million")]
fn millionths(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}
