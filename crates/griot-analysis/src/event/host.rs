//! What the tables of a case have of one host: places, years, and rows of several tables that are one event.

use std::collections::BTreeMap;

use griot_model::Disclosure;
use griot_model::rows::hexadecimal;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::{
    fuse::{self, Aliases, FuseError, Fused, Method},
    places,
    places::{Area, Spot},
    totals::Totals,
};
use griot_case::judgement::RowName;
use griot_case::{Case, EventTable};
use griot_library::Library;
use griot_table::event::{Event, EventList};

/// The events of one host, table by table.
#[derive(Debug, Clone, PartialEq)]
pub struct HostEvents {
    /// ISO 3166 alpha-3.
    pub host: String,
    /// First and last day that are shown.
    pub period: [Date; 2],
    /// What each table has, in the order of their names.
    pub tables: Vec<TableEvents>,
    /// The tables fused, where there are several lists of events.
    pub fused: Option<FusedEvents>,
    /// Why several lists could not be fused.
    pub not_fused: Option<String>,
}

/// What one table has of a host.
#[derive(Debug, Clone, PartialEq)]
pub struct TableEvents {
    /// Name of the table in SQL.
    pub table: String,
    /// Its rows as the publisher counts deaths: events, best, low, high.
    pub totals: [u64; 4],
    /// The same by the year of an event's first day.
    pub years: Vec<YearOfEvents>,
    /// Where, how exactly, and how many. To be shown only where rows of the table may be.
    pub spots: Vec<Spot>,
    /// Totals of divisions, for tables whose rows may not be shown.
    pub areas: Vec<Area>,
}

/// Events of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearOfEvents {
    /// Calendar year.
    pub year: i16,
    /// How many events.
    pub events: u64,
    /// Deaths in them: best, low, high.
    pub deaths: [u64; 3],
}

/// Several tables of events as one.
#[derive(Debug, Clone, PartialEq)]
pub struct FusedEvents {
    /// Farthest distance of two rows of one event, in kilometres.
    pub km: f64,
    /// Longest time between them, in days.
    pub days: i32,
    /// Totals, table by table and fused.
    pub totals: Totals,
    /// Events that more than one row tells of.
    pub events: Vec<FusedEvent>,
    /// Rows of each table that say the same as another row of it, and are counted with it once.
    pub folded: BTreeMap<String, u64>,
    /// Pairs inside one table that look like one event; they are offered to a person and not merged.
    pub offered: u64,
}

/// One event that several rows tell of.
#[derive(Debug, Clone, PartialEq)]
pub struct FusedEvent {
    /// Its rows.
    pub members: Vec<FusedMember>,
    /// Probability that the least sure of them belongs with the others.
    pub probability: f64,
    /// Why, pair by pair.
    pub reasons: Vec<String>,
}

/// A row of a fused event. Of a table whose rows may not be shown only id and digest may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FusedMember {
    /// Table in SQL.
    pub table: String,
    /// Publisher's id; empty where it has none.
    pub id: String,
    /// Data row, from 1.
    pub row: u64,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Place as written.
    pub place: String,
    /// Deaths, best estimate.
    pub deaths: Option<u32>,
    /// SHA-256 of id, days, point and deaths.
    pub digest: String,
}

/// How far apart rows of one event may be: what the published comparisons of such lists use.
const KM: f64 = 25.0;
const DAYS: i32 = 2;

/// What the tables of events have of each host in the years of the study.
pub fn hosts(case: &Case, library: &Library) -> Vec<HostEvents> {
    case.settings.hosts.iter().filter_map(|host| of_host(case, library, host)).collect()
}

fn of_host(case: &Case, library: &Library, host: &str) -> Option<HostEvents> {
    let mut tables = Vec::new();
    let mut days: Option<[Date; 2]> = None;
    let mut lists = Vec::new();
    for table in &case.events {
        let events = places::of_country(&table.list, library, host, period(case, table));
        if events.is_empty() {
            continue;
        }
        for event in &events {
            days = Some(days.map_or([event.first, event.last], |[first, last]| {
                [first.min(event.first), last.max(event.last)]
            }));
        }
        tables.push(of_table(table, &events, library, host));
        // Private rows teach nothing to a page that anybody may read.
        if !table.list.aggregated && table.list.disclosure != Disclosure::Private {
            let events = events.into_iter().cloned().collect();
            lists.push((table.name.as_str(), EventList { events, ..table.list.clone() }));
        }
    }
    let (mut joined, mut not_fused) = (None, None);
    if lists.len() > 1 {
        match fused(case, &lists) {
            Ok(fused) => joined = Some(fused),
            Err(error) => not_fused = Some(error.to_string()),
        }
    }
    Some(HostEvents { host: host.to_owned(), period: days?, tables, fused: joined, not_fused })
}

/// The days of a table that lie in the study.
fn period(case: &Case, table: &EventTable) -> (Date, Date) {
    let coverage = &table.description.coverage;
    let study = case.settings.period;
    let first = study.map(|(first, _)| first.first_day()).or(coverage.first);
    let last = study.map(|(_, last)| last.last_day()).or(coverage.last);
    (first.unwrap_or(Date::MIN), last.unwrap_or(Date::MAX))
}

fn of_table(
    table: &EventTable,
    events: &[&Event],
    library: &Library,
    host: &str,
) -> TableEvents {
    let mut totals = [u64::try_from(events.len()).unwrap_or(u64::MAX), 0, 0, 0];
    let mut years: BTreeMap<i16, YearOfEvents> = BTreeMap::new();
    for event in events {
        let deaths = event.deaths.unwrap_or_default();
        let numbers = [deaths.best, deaths.low, deaths.high].map(u64::from);
        for (total, number) in totals.iter_mut().skip(1).zip(numbers) {
            *total += number;
        }
        let year = event.first.year();
        let of_year =
            years.entry(year).or_insert(YearOfEvents { year, events: 0, deaths: [0; 3] });
        of_year.events += 1;
        for (sum, number) in of_year.deaths.iter_mut().zip(numbers) {
            *sum += number;
        }
    }
    TableEvents {
        table: table.name.clone(),
        totals,
        years: years.into_values().collect(),
        spots: places::spots(events),
        areas: places::areas(events, library, host),
    }
}

fn fused(case: &Case, lists: &[(&str, EventList)]) -> Result<FusedEvents, FuseError> {
    let rows: BTreeMap<RowName, (&str, &Event)> = lists
        .iter()
        .flat_map(|(name, list)| {
            list.events.iter().map(|event| {
                let row = RowName { source: list.source.as_str().into(), row: event.row };
                (row, (*name, event))
            })
        })
        .collect();
    let mut judgements = case.event_judgements.clone();
    judgements.retain(|it| rows.contains_key(&it.one) && rows.contains_key(&it.other));
    let request = fuse::Request {
        km: KM,
        days: DAYS,
        taxonomies: Vec::new(),
        method: Method::Linkage,
        judgements,
        aliases: Aliases::of_case(&case.actors),
    };
    let all: Vec<EventList> = lists.iter().map(|(_, list)| list.clone()).collect();
    let fused = fuse::fuse(&all, &request)?;
    Ok(FusedEvents {
        folded: fused.folded.clone(),
        km: KM,
        days: DAYS,
        events: together(&fused, &rows),
        offered: u64::try_from(fused.review.len()).unwrap_or(u64::MAX),
        totals: fused.totals,
    })
}

/// Events of more than one row, in the order of their days.
fn together(fused: &Fused, rows: &BTreeMap<RowName, (&str, &Event)>) -> Vec<FusedEvent> {
    let mut clusters: BTreeMap<usize, Vec<&RowName>> = BTreeMap::new();
    let mut cluster_of: BTreeMap<&RowName, usize> = BTreeMap::new();
    let mut surest: BTreeMap<usize, f64> = BTreeMap::new();
    for row in &fused.rows {
        clusters.entry(row.cluster).or_default().push(&row.name);
        cluster_of.insert(&row.name, row.cluster);
        let least = surest.entry(row.cluster).or_insert(1.0);
        *least = least.min(row.posterior.unwrap_or(1.0));
    }
    let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for found in fused.matches.iter().filter(|found| found.together) {
        let Some(&cluster) = cluster_of.get(&found.one) else { continue };
        let why: Vec<String> = found
            .reasons
            .iter()
            .map(|(why, bits)| format!("{why} ({bits:+.1} bits)"))
            .collect();
        let decided = found.author.as_ref().map(|author| format!("decided by {author}"));
        let percent = found.probability * 100.0;
        let why = decided.unwrap_or_else(|| format!("{percent:.0} %: {}", why.join(", ")));
        reasons.entry(cluster).or_default().push(why);
    }
    let member = |name: &&RowName| {
        let (table, event) = rows.get(*name)?;
        Some(FusedMember {
            table: (*table).to_owned(),
            id: event.id.clone(),
            row: event.row,
            first: event.first,
            last: event.last,
            place: event.place.clone(),
            deaths: event.deaths.map(|deaths| deaths.best),
            digest: digest(event),
        })
    };
    let mut events: Vec<FusedEvent> = clusters
        .iter()
        .filter(|(_, names)| names.len() > 1)
        .map(|(cluster, names)| FusedEvent {
            members: names.iter().filter_map(member).collect(),
            probability: surest.get(cluster).copied().unwrap_or_default(),
            reasons: reasons.remove(cluster).unwrap_or_default(),
        })
        .collect();
    events.sort_by_key(|event| event.members.iter().map(|member| member.first).min());
    events
}

/// SHA-256 over what a row says, each value ended by U+001F: it shows that two persons hold the same row without showing the row.
fn digest(event: &Event) -> String {
    let deaths = event.deaths.map(|deaths| deaths.best.to_string()).unwrap_or_default();
    let values = [
        event.id.clone(),
        event.first.to_string(),
        event.last.to_string(),
        event.latitude.to_string(),
        event.longitude.to_string(),
        deaths,
    ];
    let mut hash = Sha256::new();
    for value in values {
        hash.update(value.as_bytes());
        hash.update([0x1f]);
    }
    hexadecimal(&hash.finalize())
}
