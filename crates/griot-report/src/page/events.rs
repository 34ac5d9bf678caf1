//! Events of the case: where, when, how many dead, and how exactly each of these is known.

use std::collections::BTreeMap;

use crate::answers::{FusedEvents, HostEvents, Precision, Rows, Spot, TableEvents, Totals};
use askama::Template;
use griot_model::{Disclosure, Estimate, Finding, Part, Point, Selection, Series};
use serde::Serialize;

use super::{
    book::{Book, Link},
    evidence::{Cell, cells},
    frame::{self, Frame, View, add_csv},
};
use crate::{
    chart::{self, Figure},
    disclosure::Published,
    site::Site,
    words,
};

/// Places on the page; the file beside it has all of them.
const SHOWN: usize = 30;

#[derive(Template, Serialize)]
#[template(path = "events.html")]
struct Events {
    #[serde(skip)]
    frame: Frame,
    hosts: Vec<Host>,
}

#[derive(Serialize)]
struct Host {
    #[serde(rename = "host")]
    iso3: String,
    name: String,
    first: String,
    last: String,
    tables: Vec<Listed>,
    fused: Option<Fused>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_fused: Option<String>,
    #[serde(skip)]
    by_year: Option<Figure>,
    #[serde(skip)]
    findings: Vec<Link>,
}

/// Several tables as one.
#[derive(Serialize)]
struct Fused {
    km: f64,
    days: i32,
    totals: Totals,
    offered: u64,
    folded: BTreeMap<String, u64>,
    events: Vec<FusedLine>,
    #[serde(skip)]
    lines: Vec<String>,
}

#[derive(Serialize)]
struct FusedLine {
    probability: f64,
    members: Vec<Member>,
    reasons: Vec<String>,
    #[serde(skip)]
    percent: String,
}

/// A row of a fused event.
#[derive(Serialize)]
struct Member {
    table: String,
    id: String,
    sha256: String,
    date: String,
    place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deaths: Option<u32>,
    #[serde(skip)]
    shown: String,
}

#[derive(Serialize)]
struct Year {
    #[serde(rename = "year")]
    at: i16,
    events: u64,
    best: u64,
    low: u64,
    high: u64,
}

/// What one table has, as far as it may be shown.
#[derive(Serialize)]
struct Listed {
    table: String,
    source: String,
    licence: String,
    disclosure: Disclosure,
    events: u64,
    best: u64,
    low: u64,
    high: u64,
    years: Vec<Year>,
    places: Vec<Place>,
    divisions: Vec<Division>,
    #[serde(skip)]
    map: Option<Figure>,
    #[serde(skip)]
    heading: String,
    #[serde(skip)]
    counted: String,
    #[serde(skip)]
    table_href: String,
    #[serde(skip)]
    columns: Vec<Cell>,
    #[serde(skip)]
    values: Vec<Vec<Cell>>,
    #[serde(skip)]
    more: String,
    #[serde(skip)]
    precision: Vec<String>,
}

#[derive(Serialize)]
struct Place {
    #[serde(rename = "place")]
    name: String,
    latitude: f64,
    longitude: f64,
    precision: &'static str,
    events: u64,
    best: u64,
    low: u64,
    high: u64,
}

#[derive(Serialize)]
struct Division {
    #[serde(rename = "division")]
    name: Option<String>,
    events: u64,
    best: u64,
}

impl View for Events {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Whether there is anything that a page of events may show.
pub(super) fn has(answers: &Published) -> bool {
    !answers.events.is_empty()
}

/// Adds the page, where there is anything to show.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    if !has(book.answers) {
        return;
    }
    let mut frame = book.frame("events", "events", "events", "Events");
    frame.csv = true;
    let hosts: Vec<Host> = book
        .answers
        .events
        .iter()
        .enumerate()
        .map(|(place, it)| host(book, place, it))
        .collect();
    add_csv(site, "events", &rows(&hosts));
    frame::add(site, &Events { frame, hosts });
}

fn host(book: &Book<'_>, place: usize, events: &HostEvents) -> Host {
    let [first, last] = events.period;
    Host {
        iso3: events.host.clone(),
        name: book.country(&events.host),
        first: first.to_string(),
        last: last.to_string(),
        fused: events.fused.as_ref().map(|it| fused(book, it)),
        not_fused: events.not_fused.clone(),
        by_year: by_year(book, place, events),
        findings: findings(book, events),
        tables: events
            .tables
            .iter()
            .enumerate()
            .filter_map(|(at, table)| listed(book, &format!("map-{place}-{at}"), events, table))
            .collect(),
    }
}

/// Deaths of each year in each table that is not private, with its low and high numbers.
fn by_year(book: &Book<'_>, place: usize, events: &HostEvents) -> Option<Figure> {
    let name = book.country(&events.host);
    let shown = events
        .tables
        .iter()
        .filter(|table| book.guard.table(&table.table) != Disclosure::Private);
    let [first, last] = events.period;
    #[expect(clippy::cast_precision_loss, reason = "deaths are fewer than 2^52")]
    let number = |deaths: u64| deaths as f64;
    let series = shown.map(|table| Series {
        name: table.table.clone(),
        points: (first.year()..=last.year())
            .map(|year| {
                let found = table.years.iter().find(|it| it.year == year);
                let [best, low, high] = found.map_or([0; 3], |it| it.deaths).map(number);
                let estimate =
                    Estimate { value: best, low: low.min(best), high: high.max(best) };
                // Of an aggregate table a year without a number has few events, or none.
                let known =
                    found.is_some() || book.guard.table(&table.table) == Disclosure::Open;
                Point {
                    at: year.to_string(),
                    estimate: known.then_some(estimate),
                    n: found.map_or(0, |it| it.events),
                }
            })
            .collect(),
    });
    let series: Vec<Series> = series.collect();
    if series.is_empty() {
        return None;
    }
    chart::finding(&Finding {
        id: format!("by-year-{place}"),
        part: Part::Cost,
        title: format!("Deaths by year in {name}, table by table"),
        question: String::new(),
        unit: "deaths".to_owned(),
        interval: "the publisher's low and high numbers".to_owned(),
        method: String::new(),
        estimate: None,
        series,
        selection: Selection {
            table: String::new(),
            source: String::new(),
            rows: 0,
            query: String::new(),
            digest: String::new(),
        },
        caveats: Vec::new(),
        licence: String::new(),
    })
}

/// Findings that stand on the tables of this page.
fn findings(book: &Book<'_>, events: &HostEvents) -> Vec<Link> {
    let on = |finding: &&Finding| {
        finding.id.contains(&events.host)
            && events.tables.iter().any(|table| table.table == finding.selection.table)
    };
    let link = |finding: &Finding| {
        let file = book.findings.get(&finding.id)?;
        Some(Link {
            id: finding.id.clone(),
            text: book.guard.text(&finding.title).into_owned(),
            href: format!("findings/{file}.html"),
        })
    };
    book.answers.findings.iter().filter(on).filter_map(link).collect()
}

/// The tables fused, with the events all of whose rows may be shown.
fn fused(book: &Book<'_>, events: &FusedEvents) -> Fused {
    let lines = events.events.iter().map(|event| {
        let members = event.members.iter().map(|it| {
            let date = if it.first == it.last {
                it.first.to_string()
            } else {
                format!("{} to {}", it.first, it.last)
            };
            let id = if it.id.is_empty() { format!("row {}", it.row) } else { it.id.clone() };
            let deaths = it.deaths.map_or(String::new(), |deaths| {
                format!(", {}", words::plural(u64::from(deaths), "death", "deaths"))
            });
            Member {
                table: it.table.clone(),
                id: book.guard.text(&id).into_owned(),
                sha256: it.digest.clone(),
                shown: format!("{date}, {}{deaths}", book.guard.text(&it.place)),
                date,
                place: book.guard.text(&it.place).into_owned(),
                deaths: it.deaths,
            }
        });
        FusedLine {
            probability: event.probability,
            percent: format!("{:.0}\u{a0}%", event.probability * 100.0),
            members: members.collect(),
            reasons: event.reasons.iter().map(|it| book.guard.text(it).into_owned()).collect(),
        }
    });
    Fused {
        km: events.km,
        days: events.days,
        offered: events.offered,
        events: lines.collect(),
        lines: totals(&events.totals, &events.folded),
        folded: events.folded.clone(),
        totals: events.totals.clone(),
    }
}

/// Totals in sentences.
fn totals(totals: &Totals, folded: &BTreeMap<String, u64>) -> Vec<String> {
    let mut lines: Vec<String> = totals
        .sources
        .iter()
        .map(|it| {
            let deaths = it
                .best
                .map_or(String::new(), |best| format!(" with {} deaths", words::count(best)));
            format!("{}: {}{deaths}", it.source, words::plural(it.events, "event", "events"))
        })
        .collect();
    lines.push(format!("Fused: {}", words::plural(totals.events, "event", "events")));
    if let (Some(lowest), Some(highest)) = (totals.deaths_lowest, totals.deaths_highest) {
        lines.push(format!(
            "Fused: {} deaths with the lowest number that a table gives each event, {} with the highest",
            words::count(lowest),
            words::count(highest)
        ));
    }
    for (table, &rows) in folded {
        lines.push(format!(
            "{table}: {} the same as another row of it in all that is compared, and counted with it once",
            words::plural(rows, "row is", "rows are")
        ));
    }
    lines
}

fn listed(
    book: &Book<'_>,
    id: &str,
    events: &HostEvents,
    table: &TableEvents,
) -> Option<Listed> {
    let disclosure = book.guard.table(&table.table);
    if disclosure == Disclosure::Private {
        return None;
    }
    let described = book.answers.tables.iter().find(|it| it.description.name == table.table);
    let description = described.map(|it| &it.description);
    let open = disclosure == Disclosure::Open;
    let spots: &[Spot] = if open { &table.spots } else { &[] };
    let name = book.country(&events.host);
    let heading = book
        .guard
        .text(&description.map_or_else(
            || table.table.clone(),
            |d| {
                if d.version.is_empty() {
                    d.source.clone()
                } else {
                    format!("{}, {}", d.source, d.version)
                }
            },
        ))
        .into_owned();
    let title = format!("Where events in {name} happened, as exactly as {heading} has it");
    let map = chart::RegionMap { id, title: &title, host: &events.host, spots };
    let places: Vec<Place> = spots.iter().map(|spot| place(book, spot)).collect();
    let divisions: Vec<Division> = if open {
        Vec::new()
    } else {
        let of = |area: &crate::answers::Area| Division {
            name: area.division.clone(),
            events: area.events,
            best: area.best,
        };
        table.areas.iter().map(of).collect()
    };
    let (columns, values) = cells(&shown(&places, &divisions), SHOWN);
    let left = places.len().saturating_sub(SHOWN);
    let [events, best, low, high] = table.totals;
    Some(Listed {
        table: table.table.clone(),
        source: heading.clone(),
        licence: description.map(|it| it.licence.clone()).unwrap_or_default(),
        disclosure,
        events,
        best,
        low,
        high,
        map: chart::region(&book.answers.shapes, &map).filter(|_| !spots.is_empty()),
        counted: format!(
            "{} with {} by the best estimates, {} by the low and {} by the high ones.",
            words::plural(events, "event", "events"),
            words::plural(best, "death", "deaths"),
            words::count(low),
            words::count(high)
        ),
        heading,
        table_href: book.table_href(&table.table, ""),
        columns,
        values,
        more: if left == 0 { String::new() } else { format!("{left} more places in the file") },
        precision: precision(spots),
        years: table
            .years
            .iter()
            .map(|it| Year {
                at: it.year,
                events: it.events,
                best: it.deaths[0],
                low: it.deaths[1],
                high: it.deaths[2],
            })
            .collect(),
        places,
        divisions,
    })
}

fn place(book: &Book<'_>, spot: &Spot) -> Place {
    Place {
        name: book.guard.text(&spot.place).into_owned(),
        latitude: spot.latitude,
        longitude: spot.longitude,
        precision: spot.precision.word(),
        events: spot.events,
        best: spot.best,
        low: spot.low,
        high: spot.high,
    }
}

/// How many of the deaths are known how exactly, in words.
fn precision(spots: &[Spot]) -> Vec<String> {
    let all: u64 = spots.iter().map(|spot| spot.best).sum();
    let kind = |precision: Precision| {
        let of = spots.iter().filter(move |spot| spot.precision == precision);
        let (events, best) =
            of.fold((0, 0), |(events, best), spot| (events + spot.events, best + spot.best));
        (events > 0).then(|| {
            format!(
                "{}: {} of {} deaths, in {}",
                words::place_precision(precision),
                words::count(best),
                words::count(all),
                words::plural(events, "event", "events")
            )
        })
    };
    Precision::ALL.into_iter().filter_map(kind).collect()
}

fn shown(places: &[Place], divisions: &[Division]) -> Rows {
    let list = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    if places.is_empty() {
        let row = |it: &Division| {
            let name = it.name.clone().unwrap_or_else(|| "not known more exactly".to_owned());
            vec![name, it.events.to_string(), it.best.to_string()]
        };
        return Rows {
            columns: list(&["Division", "Events", "Deaths"]),
            rows: divisions.iter().map(row).collect(),
        };
    }
    let row = |it: &Place| {
        let numbers = [it.events, it.best, it.low, it.high].map(words::count);
        let place = if it.name.is_empty() { "unnamed".to_owned() } else { it.name.clone() };
        let precision = Precision::ALL
            .into_iter()
            .find(|precision| precision.word() == it.precision)
            .map_or("", words::place_precision);
        [place, precision.to_owned()].into_iter().chain(numbers).collect()
    };
    Rows {
        columns: list(&["Place", "Known to be", "Events", "Deaths", "Low", "High"]),
        rows: places.iter().map(row).collect(),
    }
}

/// Every place of every table in a row of its own; a division where only totals may leave.
fn rows(hosts: &[Host]) -> Rows {
    let columns = [
        "host",
        "table",
        "place",
        "latitude",
        "longitude",
        "precision",
        "events",
        "best",
        "low",
        "high",
    ];
    let mut rows = Vec::new();
    for host in hosts {
        for table in &host.tables {
            for it in &table.places {
                let numbers = [it.events, it.best, it.low, it.high].map(|n| n.to_string());
                let (north, east) = (it.latitude.to_string(), it.longitude.to_string());
                let begin =
                    [&host.iso3, &table.table, &it.name, &north, &east].map(Clone::clone);
                let begin = begin.into_iter().chain([it.precision.to_owned()]);
                rows.push(begin.chain(numbers).collect());
            }
            for it in &table.divisions {
                let known = if it.name.is_some() { "division" } else { "country" };
                let name = it.name.clone().unwrap_or_default();
                let (events, best) = (it.events.to_string(), it.best.to_string());
                let cells = [
                    host.iso3.clone(),
                    table.table.clone(),
                    name,
                    String::new(),
                    String::new(),
                    known.to_owned(),
                    events,
                    best,
                    String::new(),
                    String::new(),
                ];
                rows.push(cells.into());
            }
        }
    }
    Rows { columns: columns.map(str::to_owned).into(), rows }
}
