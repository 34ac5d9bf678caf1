//! How many civilians were killed each year, event by event, and what does one year show against every other?

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Estimate, Finding, Part, Point, Selection, Series};
use jiff::civil::{Date, date};

use super::asked::{Asked, Found, exact, grouped, value};
use crate::event::compare::{Comparison, Monitor, Request, Victims, compare};
use griot_case::EventTable;
use griot_model::rows::{Rows, digest};
use griot_sql::SqlError;
use griot_table::event::Civilians;

/// For each table of events and each host: deaths of civilians by year under every definition, and the last year of the study
/// against every year before it.
pub(super) fn findings(asked: &Asked<'_>) -> Result<Vec<Found>, SqlError> {
    let mut found = Vec::new();
    for table in asked.case.events.iter().filter(|table| !table.list.civilians.is_empty()) {
        for host in &asked.case.settings.hosts {
            let Some(years) = years(asked, table) else { continue };
            let Some(query) = query(asked, table, host, years) else { continue };
            let rows = asked.database.finding_rows(&query)?;
            if rows.rows.is_empty() {
                continue;
            }
            let about = About { asked, table, host, years };
            let selection = Selection {
                table: table.name.clone(),
                source: format!("{}, {}", table.description.source, table.description.version),
                rows: u64::try_from(rows.rows.len()).unwrap_or(u64::MAX),
                query,
                digest: digest(&rows),
            };
            found.push(about.by_year(selection.clone(), rows.clone()));
            found.extend(about.by_party(selection.clone(), rows.clone()));
            found.extend(about.against_each(selection, rows));
        }
    }
    Ok(found)
}

/// Best, low and high sums of each year, and how many events they stand on.
type ByYear = BTreeMap<i16, ([i64; 3], u64)>;

/// Best, low and high sums of each party, and how many events they stand on.
type ByParty = BTreeMap<String, ([i64; 3], u64)>;

struct About<'a> {
    asked: &'a Asked<'a>,
    table: &'a EventTable,
    host: &'a str,
    years: (i16, i16),
}

/// Whole years of the study that the table covers.
fn years(asked: &Asked<'_>, table: &EventTable) -> Option<(i16, i16)> {
    let coverage = &table.description.coverage;
    let (first, last) = (coverage.first?.year(), coverage.last?.year());
    let (from, to) = match asked.case.settings.period {
        Some((from, to)) => (first.max(from.year()), last.min(to.year())),
        None => (first, last),
    };
    (from <= to).then_some((from, to))
}

/// The events of a host in the years, in the order of the file. The table has countries as its publisher writes them.
fn query(
    asked: &Asked<'_>,
    table: &EventTable,
    host: &str,
    (from, to): (i16, i16),
) -> Option<String> {
    let written: BTreeSet<&str> =
        table.list.events.iter().map(|event| event.country.as_str()).collect();
    let of_host = written.into_iter().filter(|name| {
        asked.library.find_country(name).is_some_and(|country| country.iso3 == *host)
    });
    let names: Vec<String> =
        of_host.map(|name| format!("'{}'", name.replace('\'', "''"))).collect();
    if names.is_empty() {
        return None;
    }
    let definitions: Vec<String> = table
        .list
        .civilians
        .iter()
        .flat_map(|definition| {
            ["", "_low", "_high"].map(|end| format!("{}{end}", definition.column()))
        })
        .collect();
    Some(format!(
        "select id, first_day, last_day, side_a, side_b, {}, \"row\"\nfrom {}\nwhere country in ({}) \
         and first_day between '{from:04}-01-01' and '{to:04}-12-31'\norder by \"row\"",
        definitions.join(", "),
        table.name,
        names.join(", ")
    ))
}

impl About<'_> {
    fn by_year(&self, selection: Selection, rows: Rows) -> Found {
        let name = self.asked.country(self.host);
        let (from, to) = self.years;
        let sums: Vec<(Civilians, ByYear)> = self
            .table
            .list
            .civilians
            .iter()
            .map(|&it| (it, by_year(&rows, it.column())))
            .collect();
        let totals: Vec<String> = sums
            .iter()
            .map(|(_, years)| grouped(years.values().map(|(counts, _)| counts[0]).sum()))
            .collect();
        let series = sums
            .iter()
            .map(|(definition, years)| Series {
                name: definition.words().to_owned(),
                points: (from..=to)
                    .map(|year| {
                        let (counts, n) = years.get(&year).copied().unwrap_or_default();
                        let [best, low, high] = counts.map(exact);
                        // Publishers do not always keep low below best; the band encloses it all the same.
                        let (low, high) = (low.min(best), high.max(best));
                        let estimate = Some(Estimate { value: best, low, high });
                        Point { at: year.to_string(), estimate, n }
                    })
                    .collect(),
            })
            .collect();
        let finding = Finding {
            id: format!("events-{}-{}", self.table.name.replace('_', "-"), self.host),
            part: Part::Cost,
            title: format!(
                "From {from} to {to}, {} civilians were killed in {name}, by {} definitions of one source",
                either(&totals),
                totals.len()
            ),
            question: format!("How many civilians were killed in {name} each year, event by event?"),
            unit: "deaths".to_owned(),
            interval: "the publisher's low and high numbers".to_owned(),
            method: "Each event counts in the year of its first day. Every definition of civilians killed that the \
                source allows is shown, since none is the right one by itself."
                .to_owned(),
            estimate: None,
            series,
            selection,
            caveats: self.caveats(),
            licence: self.table.description.licence.clone(),
        };
        Found { finding, rows }
    }

    /// Who is named in the events, on either side or beside it. Deaths of one event count for everybody named in it.
    fn by_party(&self, selection: Selection, rows: Rows) -> Option<Found> {
        /// Parties that are shown.
        const MOST: usize = 10;
        let name = self.asked.country(self.host);
        let (from, to) = self.years;
        let sums: Vec<(Civilians, ByParty, i64)> = self
            .table
            .list
            .civilians
            .iter()
            .map(|&it| {
                let (parties, all) = by_party(&rows, it.column());
                (it, parties, all)
            })
            .collect();
        let (definition, parties, all) = sums.first()?;
        let mut order: Vec<(&String, i64)> =
            parties.iter().map(|(party, (counts, _))| (party, counts[0])).collect();
        order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        order.retain(|(_, deaths)| *deaths > 0);
        let (first, deaths) = *order.first()?;
        let title = format!(
            "{first} is named in events with {} of {} deaths in {name} from {from} to {to}: {}",
            grouped(deaths),
            grouped(*all),
            definition.words()
        );
        let series = sums
            .iter()
            .map(|(definition, parties, _)| Series {
                name: definition.words().to_owned(),
                points: order
                    .iter()
                    .take(MOST)
                    .map(|(party, _)| {
                        let (counts, n) = parties.get(*party).copied().unwrap_or_default();
                        let [best, low, high] = counts.map(exact);
                        let (low, high) = (low.min(best), high.max(best));
                        Point {
                            at: (*party).clone(),
                            estimate: Some(Estimate { value: best, low, high }),
                            n,
                        }
                    })
                    .collect(),
            })
            .collect();
        let mut caveats = self.caveats();
        caveats.push(if self.table.list.layout.starts_with("ACLED") {
            "ACLED names a mercenary group as an actor or as an associated actor, and the order of actors is not the direction of violence.".to_owned()
        } else {
            "UCDP names two sides only: until 2023 it counts a mercenary group with the government it fights for, from 2024 under the government that sent it.".to_owned()
        });
        caveats.push(
            "To be named in an event is not to have killed: in fights both sides are named."
                .to_owned(),
        );
        let finding = Finding {
            id: format!("events-{}-{}-parties", self.table.name.replace('_', "-"), self.host),
            part: Part::Cost,
            title,
            question: format!("Who is named in the events in which civilians were killed in {name}?"),
            unit: "deaths".to_owned(),
            interval: "the publisher's low and high numbers".to_owned(),
            method: "Every column of actors is searched, those of associated actors included. The deaths of an event count for \
                each party named in it, so that parties do not add up. Civilians as a side are left out."
                .to_owned(),
            estimate: None,
            series,
            selection,
            caveats,
            licence: self.table.description.licence.clone(),
        };
        Some(Found { finding, rows })
    }

    /// The last year of the study against each year before it: what a chosen baseline would have made of it.
    fn against_each(&self, selection: Selection, rows: Rows) -> Option<Found> {
        let (_, last) = self.years;
        let year = |year: i16| (date(year, 1, 1), date(year, 12, 31));
        let asked = Request {
            country: Some(self.host.to_owned()),
            before: year(last - 1),
            after: year(last),
            victims: Victims::Civilians,
            actor: None,
            monitors: Monitor::of_case(self.asked.case, self.host),
        };
        let comparisons = compare(&self.table.list, &asked, self.asked.library);
        let since =
            self.asked.case.settings.period.map_or(Date::MIN, |(from, _)| from.first_day());
        let mut series = Vec::new();
        let mut range = (f64::INFINITY, f64::NEG_INFINITY);
        for comparison in &comparisons {
            let points = ratios(comparison, since);
            for estimate in points.iter().filter_map(|point| point.estimate) {
                range = (range.0.min(estimate.value), range.1.max(estimate.value));
            }
            series.push(Series { name: comparison.counts.to_owned(), points });
        }
        if !range.0.is_finite() {
            return None;
        }
        let name = self.asked.country(self.host);
        let mut caveats = self.caveats();
        for comparison in &comparisons {
            for caveat in &comparison.caveats {
                if !caveats.contains(caveat) {
                    caveats.push(caveat.clone());
                }
            }
        }
        caveats.push("A ratio says that rates differ, and nothing about why.".to_owned());
        let finding = Finding {
            id: format!("events-{}-{}-{last}", self.table.name.replace('_', "-"), self.host),
            part: Part::Cost,
            title: format!(
                "{last} had between {:.2} and {:.2} times the civilian deaths of an earlier year in {name}, by the year and the definition chosen",
                range.0, range.1
            ),
            question: format!("How does {last} compare with each earlier year in {name}?"),
            unit: "times as many deaths a day".to_owned(),
            interval: "95 %, from weeks that may hang together, with a season and a trend where they show; the value alone where not estimable".to_owned(),
            method: format!(
                "The rate of {last} over that of each earlier year of the study, per day. Deaths come in lumps and weeks hang together; every way \
                 in which they may is weighed by how well it explains the weeks, and the interval allows for all. Without five events on each side, or with most weeks empty, there is no interval."
            ),
            estimate: None,
            series,
            selection,
            caveats,
            licence: self.table.description.licence.clone(),
        };
        Some(Found { finding, rows })
    }

    fn caveats(&self) -> Vec<String> {
        let mut caveats = self.table.description.coverage.gaps.clone();
        caveats.push(
            "Events whose days are uncertain count where their days lie; precision of place and day is in the rows.".to_owned(),
        );
        caveats
    }
}

fn by_year(rows: &Rows, column: &str) -> ByYear {
    let mut years = ByYear::new();
    for row in &rows.rows {
        let Some(year) =
            value(rows, row, "first_day").get(..4).and_then(|year| year.parse().ok())
        else {
            continue;
        };
        let number =
            |end: &str| value(rows, row, &format!("{column}{end}")).parse::<i64>().ok();
        let (Some(best), Some(low), Some(high)) = (number(""), number("_low"), number("_high"))
        else {
            continue;
        };
        let (counts, n) = years.entry(year).or_default();
        for (sum, number) in counts.iter_mut().zip([best, low, high]) {
            *sum += number;
        }
        *n += 1;
    }
    years
}

/// Best, low and high sums of each party with its events, and the sum over all events.
fn by_party(rows: &Rows, column: &str) -> (ByParty, i64) {
    let mut parties = ByParty::new();
    let mut all = 0;
    for row in &rows.rows {
        let number =
            |end: &str| value(rows, row, &format!("{column}{end}")).parse::<i64>().ok();
        let (Some(best), Some(low), Some(high)) = (number(""), number("_low"), number("_high"))
        else {
            continue;
        };
        all += best;
        let named = ["side_a", "side_b"].map(|side| value(rows, row, side).to_owned());
        let names: BTreeSet<&str> = named
            .iter()
            .flat_map(|side| side.split(" | "))
            .filter(|name| !name.is_empty() && !name.starts_with("Civilians"))
            .collect();
        for name in names {
            let (counts, n) = parties.entry(name.to_owned()).or_default();
            for (sum, number) in counts.iter_mut().zip([best, low, high]) {
                *sum += number;
            }
            *n += 1;
        }
    }
    (parties, all)
}

fn ratios(comparison: &Comparison, since: Date) -> Vec<Point> {
    let inside = comparison.baselines.iter().filter(|baseline| baseline.first >= since);
    let mut points: Vec<Point> = inside
        .map(|baseline| {
            let estimate = baseline.ratio.map(|value| {
                let (low, high) = baseline.interval.unwrap_or((value, value));
                Estimate { value, low, high }
            });
            Point { at: baseline.first.year().to_string(), estimate, n: baseline.events }
        })
        .collect();
    points.reverse();
    points
}

/// `1, 2 or 3`.
fn either(numbers: &[String]) -> String {
    match numbers {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} or {last}", all.join(", ")),
    }
}
