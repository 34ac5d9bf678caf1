//! Was there more harm after a day than before, under every definition and against every baseline?
//!
//! A before-and-after number is mostly a choice of baseline and of a definition. So all of them are computed and shown, each with
//! its interval, and none is called the highest where chance may have made it so.

use std::collections::BTreeMap;

use griot_model::{PartialDate, bounds};
pub use griot_stats::rates::Total;
use griot_stats::{
    change_points::change_points,
    rates::{Counted, CutRank, Period, RateRatio, cut_rank, rate_ratio, weekly},
};
use jiff::civil::Date;

pub use super::baselines::Baseline;
use super::{
    baselines::{among_baselines, baselines, period},
    certainty, day_number, day_of,
    reporting::{Mean, sources_words},
};
use griot_case::Case;
use griot_library::Library;
use griot_table::{
    country_years::{self, CountryYear},
    event::{Civilians, Deaths, Event, EventList},
};

/// What to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// ISO 3166 alpha-3 of the country; none for every row of a list.
    pub country: Option<String>,
    /// First and last day of the first period.
    pub before: (Date, Date),
    /// First and last day of the second period.
    pub after: (Date, Date),
    /// Whose deaths.
    pub victims: Victims,
    /// Who watched, where and when: missions and monitors whose coming or going changes what is reported.
    pub monitors: Vec<Monitor>,
    /// Only events in whose actor columns this text stands, in any case.
    pub actor: Option<String>,
}

/// Somebody whose presence changes what becomes known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Monitor {
    /// Name.
    pub name: String,
    /// First day, where known.
    pub from: Option<Date>,
    /// Last day; none while present.
    pub to: Option<Date>,
}

impl Monitor {
    /// The presences of a case that watch over a country: missions of the United Nations, regional ones, observers.
    pub fn of_case(case: &Case, iso3: &str) -> Vec<Self> {
        let watches = |role: &str| {
            let role = role.to_lowercase();
            ["mission", "monitor", "observ", "peacekeep", "human rights"]
                .iter()
                .any(|word| role.contains(word))
        };
        let name = |id: &str| {
            let actor = case.actors.iter().find(|actor| actor.id == id);
            actor.map_or_else(|| id.to_owned(), |actor| actor.name.clone())
        };
        let there = case.intervals.iter().filter(|it| it.place == iso3 && watches(&it.role));
        there
            .map(|it| Self {
                name: format!("{} ({})", name(&it.actor), it.role),
                from: it.from.map(PartialDate::first_day),
                to: it.to.map(PartialDate::last_day),
            })
            .collect()
    }
}

/// Whose deaths are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Victims {
    /// Everybody's.
    All,
    /// Civilians', under each definition that a list allows.
    Civilians,
}

/// One list under one definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Name of the list.
    pub source: String,
    /// Its format as recognised.
    pub layout: String,
    /// What is counted, in words.
    pub counts: &'static str,
    /// The two periods compared.
    pub ratio: RateRatio,
    /// How the cut ranks among all cuts of the list's time.
    pub rank: Option<CutRank>,
    /// Every earlier period as long as the second one, latest first.
    pub baselines: Vec<Baseline>,
    /// The chosen first period among all that could have been chosen, in words.
    pub among_baselines: Option<String>,
    /// Deaths before and after in events with each party, largest first.
    pub by_actor: Vec<(String, f64, f64)>,
    /// Days on which the weekly level changed, with the mean before and after.
    pub changes: Vec<(Date, f64, f64)>,
    /// What the numbers cannot tell.
    pub caveats: Vec<String>,
}

impl Comparison {
    /// "3 events", or "1 year" where the list has a row for each year.
    pub fn in_words(&self, rows: usize) -> String {
        let noun = if self.layout == country_years::LAYOUT { "year" } else { "event" };
        format!("{rows} {noun}{}", if rows == 1 { "" } else { "s" })
    }

    /// The interval of the ratio, or why there is none, in words.
    pub fn interval_words(&self) -> String {
        if self.layout == country_years::LAYOUT {
            return "interval not estimable: counts of whole years have no weeks".to_owned();
        }
        certainty::words(&self.ratio.interval)
    }
}

/// The library's deaths by country and year as a list: for a comparison without a file.
pub fn of_library(library: &Library) -> EventList {
    let rows = library.deaths().iter().map(|row| CountryYear {
        country: &row.country,
        year: row.year,
        all: row.all,
        one_sided: row.one_sided,
        civilians: row.civilians,
        row: row.row,
        line: row.row + 1,
    });
    country_years::list("deaths_country_year", rows)
}

/// Compares the periods in one list, under every definition it allows.
pub fn compare(list: &EventList, request: &Request, library: &Library) -> Vec<Comparison> {
    let events = selected(list, request, library);
    let unplaced = unplaced(list, request, library);
    let definitions: Vec<Option<Civilians>> = match request.victims {
        Victims::All => vec![None],
        Victims::Civilians => list.civilians.iter().copied().map(Some).collect(),
    };
    let under = |wanted| {
        let mut comparison = under(list, &events, wanted, request);
        comparison.caveats.extend(unplaced.clone());
        comparison.caveats.extend(unnumbered(&events, wanted, request));
        comparison
    };
    definitions.into_iter().map(under).collect()
}

/// What is said of events that name no country, or none that is known, where the question is about one.
fn unplaced(list: &EventList, request: &Request, library: &Library) -> Vec<String> {
    if request.country.is_none() {
        return Vec::new();
    }
    let deaths = |events: &[&Event]| -> u64 {
        events.iter().filter_map(|event| event.deaths).map(|it| u64::from(it.best)).sum()
    };
    let (blank, named): (Vec<&Event>, Vec<&Event>) =
        list.events.iter().partition(|event| event.country.trim().is_empty());
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    let unknown: Vec<&Event> = named
        .into_iter()
        .filter(|event| {
            !*known
                .entry(event.country.as_str())
                .or_insert_with(|| library.find_country(&event.country).is_some())
        })
        .collect();
    let mut said = Vec::new();
    if !blank.is_empty() {
        said.push(format!(
            "{} events with {} deaths name no country; they are in no number here",
            blank.len(),
            deaths(&blank)
        ));
    }
    if let Some(first) = unknown.first() {
        said.push(format!(
            "{} events with {} deaths name a country that is not known, such as {:?}; they are in no number here",
            unknown.len(),
            deaths(&unknown),
            first.country
        ));
    }
    said
}

/// What is said of events in the periods that have no number of deaths.
fn unnumbered(
    events: &[&Event],
    wanted: Option<Civilians>,
    request: &Request,
) -> Option<String> {
    // A definition that does not take in an event has no number of it.
    if wanted.is_some() {
        return None;
    }
    let within = |(first, last): (Date, Date)| {
        let is_in = |event: &&&Event| {
            event.deaths.is_none() && event.first <= last && event.last >= first
        };
        events.iter().filter(is_in).count()
    };
    let (before, after) = (within(request.before), within(request.after));
    (before + after > 0).then(|| {
        format!(
            "{before} events of the first period and {after} of the second have no number of deaths; they are in no number \
             here"
        )
    })
}

/// Events of the country and the actor.
fn selected<'a>(list: &'a EventList, request: &Request, library: &Library) -> Vec<&'a Event> {
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    let mut inside = |event: &'a Event| {
        let Some(wanted) = &request.country else { return true };
        *known.entry(event.country.as_str()).or_insert_with(|| {
            library.find_country(&event.country).is_some_and(|found| found.iso3 == *wanted)
        })
    };
    let actor = request.actor.as_deref().map(str::to_lowercase);
    let by_actor = |event: &Event| {
        let Some(actor) = &actor else { return true };
        event.parties.iter().any(|party| party.name.to_lowercase().contains(actor.as_str()))
    };
    list.events.iter().filter(|event| inside(event)).filter(|event| by_actor(event)).collect()
}

fn deaths(event: &Event, wanted: Option<Civilians>) -> Option<Deaths> {
    match wanted {
        None => event.deaths,
        Some(wanted) => event
            .civilians
            .iter()
            .find(|(definition, _)| *definition == wanted)
            .map(|found| found.1),
    }
}

fn under(
    list: &EventList,
    events: &[&Event],
    wanted: Option<Civilians>,
    request: &Request,
) -> Comparison {
    // Events that the definition does not take in say nothing, neither about deaths nor about reporting.
    let (taken, counted): (Vec<&Event>, Vec<Counted>) = events
        .iter()
        .filter_map(|&event| {
            let Deaths { best, low, high } = deaths(event, wanted)?;
            let (start, end) = (day_number(event.first), day_number(event.last));
            Some((event, Counted { start, end, best, low, high }))
        })
        .unzip();
    let (before, after) = (period(request.before), period(request.after));
    let coverage = coverage(list);
    let yearly = list.layout == country_years::LAYOUT;
    let wide = too_wide(&counted, coverage);
    let mut ratio = rate_ratio(&counted, before, after, 0.95);
    if yearly {
        ratio.without_one = None;
    }
    let baselines = baselines(&counted, request.after, coverage);
    Comparison {
        source: list.source.clone(),
        layout: list.layout.clone(),
        counts: wanted.map_or("all deaths", Civilians::words),
        rank: if yearly || wide { None } else { cut_rank(&counted, before, after, coverage) },
        among_baselines: among_baselines(&counted, &ratio, before, &baselines),
        by_actor: by_actor(events, wanted, (before, after)),
        changes: if yearly || wide {
            Vec::new()
        } else {
            changes(&counted, coverage.overlap(Period { first: before.first, ..after }))
        },
        caveats: caveats(
            list,
            &taken,
            request,
            (before, after),
            coverage,
            &counted,
            ratio.interval.is_ok(),
        )
        .into_iter()
        .chain(wide.then(too_wide_in_words))
        .collect(),
        ratio,
        baselines,
    }
}

/// Days that all events of a list last together, of which cuts look at each.
const MOST_EVENT_DAYS: i64 = 50_000_000;

/// Whether a list speaks of so much time that neither cuts nor changes of level are looked for in it.
fn too_wide(counted: &[Counted], coverage: Period) -> bool {
    let inside = |event: &Counted| i64::from(event.period().overlap(coverage).days().max(0));
    coverage.days() > bounds::DAYS || counted.iter().map(inside).sum::<i64>() > MOST_EVENT_DAYS
}

fn too_wide_in_words() -> String {
    format!(
        "the list speaks of more than {} years, or of events that last most of its time; no cuts and no changes of level are \
         looked for in it. Leave out the days that are wrong, or give a part of the list",
        bounds::DAYS / 365
    )
}

/// The days that a list speaks about: whole years for UCDP, which publishes by the year, and otherwise from its first event to
/// its last.
fn coverage(list: &EventList) -> Period {
    let first = list.events.iter().map(|event| event.first).min().unwrap_or(Date::MAX);
    let last = list.events.iter().map(|event| event.last).max().unwrap_or(Date::MIN);
    if list.layout.starts_with("UCDP") && !list.layout.contains("candidate") {
        period((first.first_of_year(), last.last_of_year()))
    } else {
        period((first, last))
    }
}

fn by_actor(
    events: &[&Event],
    wanted: Option<Civilians>,
    (before, after): (Period, Period),
) -> Vec<(String, f64, f64)> {
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for event in events {
        let Some(deaths) = deaths(event, wanted) else { continue };
        let counted = Counted {
            start: day_number(event.first),
            end: day_number(event.last),
            best: deaths.best,
            low: deaths.low,
            high: deaths.high,
        };
        let best = f64::from(deaths.best);
        let (a, b) = (counted.share_in(before) * best, counted.share_in(after) * best);
        let mut names: Vec<&str> =
            event.parties.iter().map(|party| party.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            let sum = sums.entry(name).or_default();
            (sum.0, sum.1) = (sum.0 + a, sum.1 + b);
        }
    }
    let mut sums: Vec<(String, f64, f64)> = sums
        .into_iter()
        .filter(|(_, (a, b))| a + b > 0.0)
        .map(|(name, (a, b))| (name.to_owned(), a, b))
        .collect();
    sums.sort_by(|x, y| (y.1 + y.2).total_cmp(&(x.1 + x.2)).then_with(|| x.0.cmp(&y.0)));
    sums
}

fn changes(counted: &[Counted], period: Period) -> Vec<(Date, f64, f64)> {
    let mut counted = counted.to_vec();
    counted.sort_unstable();
    let weeks: Vec<f64> = weekly(&counted, period)
        .into_iter()
        .filter(|(_, days)| *days == 7)
        .map(|w| w.0)
        .collect();
    let day = |week: usize| {
        let week = i32::try_from(week).unwrap_or(i32::MAX);
        day_of(period.first.saturating_add(week.saturating_mul(7)))
    };
    change_points(&weeks)
        .iter()
        .map(|change| (day(change.week), change.before, change.after))
        .collect()
}

/// What the presence of a monitor does to the two periods, where it differs between them.
fn watching(monitor: &Monitor, (before, after): (Period, Period)) -> Option<String> {
    let there = Period {
        first: monitor.from.map_or(i32::MIN / 2, day_number),
        last: monitor.to.map_or(i32::MAX / 2, day_number),
    };
    let days = |period: Period| there.overlap(period).days();
    let (first, second) = (days(before), days(after));
    let all = (before.days(), after.days());
    if (first, second) == all || (first, second) == (0, 0) {
        return None;
    }
    Some(format!(
        "{} was present on {first} of {} days of the first period and on {second} of {} of the second: what becomes known may have changed with it",
        monitor.name, all.0, all.1
    ))
}

fn caveats(
    list: &EventList,
    events: &[&Event],
    request: &Request,
    (before, after): (Period, Period),
    coverage: Period,
    counted: &[Counted],
    interval: bool,
) -> Vec<String> {
    let mut caveats = Vec::new();
    if before.first <= after.last && after.first <= before.last {
        caveats.push(
            "the periods overlap: the days in both count twice, which draws the ratio towards 1"
                .to_owned(),
        );
    } else if after.last < before.first {
        caveats.push(
            "the second period is the earlier one: the ratio says what came before, divided by what came later"
                .to_owned(),
        );
    }
    if list.layout == country_years::LAYOUT {
        caveats.push(
            "these are counts of whole calendar years: no interval, no rank of the cut, no single event and no actor can be told \
             from them; periods that are not whole years are shared out by days. A list of events (UCDP GED) has all of these"
                .to_owned(),
        );
    }
    for monitor in &request.monitors {
        caveats.extend(watching(monitor, (before, after)));
    }
    for (name, period) in [("first", before), ("second", after)] {
        if period.first < coverage.first || period.last > coverage.last {
            caveats.push(format!(
                "the {name} period reaches beyond the list, which speaks of {} to {}; days outside count as without deaths",
                day_of(coverage.first),
                day_of(coverage.last)
            ));
        }
    }
    if before.days() != after.days() {
        caveats.push(format!(
            "the periods have {} and {} days; the ratio is of deaths per day",
            before.days(),
            after.days()
        ));
    }
    if list.layout.starts_with("UCDP") {
        let stands = request.actor.as_ref().map_or_else(String::new, |actor| {
            format!("; {actor:?} stands for what its side columns say")
        });
        if list.layout.starts_with("UCDP GED") {
            caveats.push(format!(
                "UCDP names the two sides of an event only: until 2023 it counts a mercenary group with the government it fights for, from 2024 under the government that sent it{stands}"
            ));
        }
        caveats.push(
            "UCDP counts an event only where somebody died and the sides are known".to_owned(),
        );
    }
    if list.layout.starts_with("ACLED") && !list.aggregated {
        caveats.push(
            "ACLED names a mercenary group as an actor or as an associated actor; deaths are of the event, so that they count for every actor named in it, and the order of actors is not the direction of violence"
                .to_owned(),
        );
    }
    if list.layout.starts_with("ACLED") {
        caveats.push(
            "ACLED gives one number of fatalities for an event, for all sides together and without bounds; \"many\" is often coded as 10 or 3"
                .to_owned(),
        );
    }
    let sources = |period: Period| {
        let inside = events.iter().zip(counted).filter(|(_, c)| c.share_in(period) > 0.0);
        Mean::of(inside.filter_map(|(event, _)| event.sources.map(f64::from)))
    };
    if let (Some(first), Some(second)) = (sources(before), sources(after)) {
        caveats.push(sources_words(first, second));
    }
    if interval && before.days().min(after.days()) < A_YEAR {
        caveats.push(format!(
            "the shorter period has {} days: an interval from less than a year of weeks on each side cannot show what drifts over months, and covers less than it says where it does",
            before.days().min(after.days())
        ));
    }
    caveats
}

/// Whole weeks of a year.
const A_YEAR: i32 = 364;
