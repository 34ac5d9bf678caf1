//! Any event list: which format is it?

use std::collections::BTreeMap;

use griot_model::Diagnostic;

use super::{
    TableError, acled, acled_aggregate, country_years, decode,
    delimited::Delimited,
    event::{Event, EventList},
    event_csv::{self, Mapping},
    gdelt, set_aside, ucdp_ged,
};

/// Which table of GDELT a file is, if it is one: tabs, no header, a number first.
pub fn gdelt(file: &str, bytes: &[u8]) -> Option<gdelt::Layout> {
    let opened = Delimited::with_header(file, bytes).ok()?;
    let first = opened.header.first()?;
    let numbered = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    numbered.then(|| gdelt::layout(&opened.header.join("\t"))).flatten()
}

/// Recognises the format of a file by its first line and reads it. The mapping is for files that are in no publisher's format.
pub fn read(file: &str, bytes: &[u8], mapping: &Mapping) -> Result<EventList, TableError> {
    let mut list = by_format(file, bytes, mapping)?;
    count_once(file, &mut list);
    set_swapped_aside(file, &mut list);
    Ok(list)
}

fn by_format(file: &str, bytes: &[u8], mapping: &Mapping) -> Result<EventList, TableError> {
    if acled::begins_like_json(bytes) {
        return acled::read(file, bytes, mapping);
    }
    // What was unpacked to look at the header is not held while the rows are read.
    let header = Delimited::with_header(file, bytes)?.header;
    if gdelt::layout(&header.join("\t")).is_some()
        && header.first().is_some_and(|cell| cell.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(TableError::NotThisLayout {
            file: file.to_owned(),
            format: "a list of events",
            reason: "it is GDELT; its rows are mentions of possible events, which griot attaches to events and never counts or fuses"
                .to_owned(),
        });
    }
    if header.iter().any(|name| name.eq_ignore_ascii_case("GLOBALEVENTID")) {
        return Err(TableError::NotThisLayout {
            file: file.to_owned(),
            format: "a list of events",
            reason: "it is GDELT with a header, as BigQuery writes it; its rows are mentions of possible \
                     events. griot reads GDELT's own files, without a header, and as leads"
                .to_owned(),
        });
    }
    if acled::is_header(&header) {
        acled::read(file, bytes, mapping)
    } else if ucdp_ged::is_header(&header) {
        ucdp_ged::read(file, bytes, mapping)
    } else if country_years::is_header(&header) {
        country_years::read(file, &decode(file, bytes)?)
    } else if acled_aggregate::is_header(&header) {
        acled_aggregate::read(file, bytes)
    } else {
        event_csv::read(file, bytes, mapping)
    }
}

/// A row that a list has twice is one event. Rows with one id and different contents are two, and said.
fn count_once(file: &str, list: &mut EventList) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let (mut kept, mut again, mut differing) = (Vec::new(), 0_u64, Vec::new());
    for event in std::mem::take(&mut list.events) {
        if event.id.is_empty() {
            kept.push(event);
            continue;
        }
        let same = |place: &usize| -> bool {
            kept.get(*place).is_some_and(|known: &Event| {
                Event { row: known.row, line: known.line, ..event.clone() } == *known
            })
        };
        match first.get(&event.id) {
            Some(place) if same(place) => again += 1,
            Some(_) => {
                differing.push((event.line, event.id.clone()));
                kept.push(event);
            }
            None => {
                first.insert(event.id.clone(), kept.len());
                kept.push(event);
            }
        }
    }
    list.events = kept;
    if again > 0 {
        list.diagnostics.push(Diagnostic::notice(
            file,
            format!(
                "{again} rows repeat an event that came before, in every cell; each counts once"
            ),
        ));
    }
    if let Some((line, id)) = differing.first() {
        let what = format!(
            "{} rows have the id of another event and other contents (first {id:?}); they are counted as \
             events of their own",
            differing.len()
        );
        list.diagnostics.push(Diagnostic::notice(file, what).line(*line));
    }
}

/// Degrees around the middle of a list within which an exchanged point is taken for swapped, and beyond
/// which the point as it stands is far.
const NEAR: f64 = 5.0;

/// Rows that have a middle.
const CLOUD: usize = 4;

/// Sets aside rows that lie far from all others and would lie among them with latitude and longitude
/// exchanged.
fn set_swapped_aside(file: &str, list: &mut EventList) {
    if list.aggregated || list.events.len() < CLOUD {
        return;
    }
    let middle = |of: fn(&Event) -> f64| {
        let mut numbers: Vec<f64> = list.events.iter().map(of).collect();
        numbers.sort_by(f64::total_cmp);
        numbers.get(numbers.len() / 2).copied().unwrap_or_default()
    };
    let (latitude, longitude) =
        (middle(|event| event.latitude), middle(|event| event.longitude));
    let near = |a: f64, b: f64| (a - latitude).abs() <= NEAR && (b - longitude).abs() <= NEAR;
    let is_swapped = |event: &Event| {
        !near(event.latitude, event.longitude)
            && (event.latitude - latitude).abs() > NEAR
            && near(event.longitude, event.latitude)
    };
    // A few rows that are scattered over the globe have no middle.
    let close =
        list.events.iter().filter(|event| near(event.latitude, event.longitude)).count();
    if close * 2 < list.events.len() {
        return;
    }
    let (swapped, kept): (Vec<Event>, Vec<Event>) =
        std::mem::take(&mut list.events).into_iter().partition(is_swapped);
    list.events = kept;
    list.diagnostics.extend(swapped.into_iter().map(|event| {
        let what = format!(
            "latitude {} and longitude {} look exchanged: the other way round the row lies among the others",
            event.latitude, event.longitude
        );
        set_aside(file, event.line, what)
    }));
}
