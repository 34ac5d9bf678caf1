//! How many people died in organised violence in the host each year, and where it is compared with?

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Estimate, Finding, Part, Point, Series};

use super::asked::{Asked, Found, exact, grouped, sql_codes, value};
use griot_library::{Detail, Library, Shape};
use griot_model::rows::Rows;
use griot_sql::SqlError;

const TABLE: &str = "deaths_country_year";
const BEST: &str = "cumulative_total_deaths_in_orgvio_best_cy";
const LOW: &str = "cumulative_total_deaths_in_orgvio_low_cy";
const HIGH: &str = "cumulative_total_deaths_in_orgvio_high_cy";

const METHOD: &str = "UCDP's rows for calendar years are shown as they are: the best estimate, \
    between the low and the high one, of all deaths in state-based conflict, non-state conflict \
    and one-sided violence. Nothing is filled in; a year without a row is a gap.";

/// Best, low and high estimate.
type Counts = [i64; 3];

/// Best, low and high of each year, with the number of rows they stand on.
type Years = BTreeMap<i16, (Counts, u64)>;

/// By country, then year.
type ByYear = BTreeMap<String, Years>;

/// One finding for each host, and one that sets the hosts beside the countries of comparison.
pub(super) fn findings(asked: &Asked<'_>) -> Result<Vec<Found>, SqlError> {
    let Some(years) = asked.years(TABLE) else { return Ok(Vec::new()) };
    let settings = &asked.case.settings;
    let mut found = Vec::new();
    for host in &settings.hosts {
        found.extend(of_host(asked, host, years)?);
        found.extend(beside_neighbours(asked, host, years)?);
    }
    if !settings.compare.is_empty() {
        found.extend(compared(asked, years)?);
    }
    Ok(found)
}

fn of_host(
    asked: &Asked<'_>,
    host: &str,
    years: (i16, i16),
) -> Result<Option<Found>, SqlError> {
    let (selection, rows) = asked.select(TABLE, query(&[host.to_owned()], years))?;
    let counted = counted(&rows);
    let Some(of_host) = counted.get(host) else { return Ok(None) };
    let name = asked.country(host);
    let (from, to) = years;
    let [best, low, high] = total(of_host);
    let worst = of_host.iter().max_by_key(|(year, (counts, _))| (counts[0], -**year));
    let most = worst.map_or_else(String::new, |(year, (counts, _))| {
        format!(", most of all in {year} ({})", grouped(counts[0]))
    });
    let finding = Finding {
        id: format!("deaths-{host}"),
        part: Part::Cost,
        title: format!(
            "UCDP counts {} deaths in organised violence in {name} from {from} to {to}{most}",
            grouped(best)
        ),
        question: format!("How many people died in organised violence in {name} each year?"),
        unit: "deaths".to_owned(),
        interval: "UCDP low and high estimate".to_owned(),
        method: format!(
            "{METHOD} The headline adds the years up: best, low and high each by themselves."
        ),
        estimate: Some(estimate([best, low, high])),
        series: vec![series(name, of_host, years)],
        selection,
        caveats: caveats(asked),
        licence: asked.licence(TABLE),
    };
    Ok(Some(Found { finding, rows }))
}

/// The host beside every country that it has a border with, over the whole study.
fn beside_neighbours(
    asked: &Asked<'_>,
    host: &str,
    years: (i16, i16),
) -> Result<Option<Found>, SqlError> {
    let mut codes = neighbours(asked.library, host);
    if codes.is_empty() {
        return Ok(None);
    }
    codes.insert(0, host.to_owned());
    let (selection, rows) = asked.select(TABLE, query(&codes, years))?;
    let counted = counted(&rows);
    let mut sums: Vec<(&String, Counts, u64)> = codes
        .iter()
        .filter_map(|code| {
            let by_year = counted.get(code)?;
            Some((code, total(by_year), by_year.values().map(|(_, n)| n).sum()))
        })
        .collect();
    sums.sort_by(|one, other| other.1[0].cmp(&one.1[0]).then_with(|| one.0.cmp(other.0)));
    let Some(place) = sums.iter().position(|(code, ..)| *code == host) else { return Ok(None) };
    let name = asked.country(host);
    let (from, to) = years;
    let mut caveats = caveats(asked);
    caveats.push(
        "Countries differ in size and in how well deaths are reported; these are counts, not rates."
            .to_owned(),
    );
    let finding = Finding {
        id: format!("deaths-neighbours-{host}"),
        part: Part::Cost,
        title: format!(
            "Of {name} and {} of its {} neighbours, of which UCDP has years, {name} has the {} number of deaths in organised violence from {from} to {to}: {}",
            sums.len() - 1,
            codes.len() - 1,
            ordinal(place),
            sums.get(place).map_or_else(String::new, |(_, counts, _)| grouped(counts[0]))
        ),
        question: format!(
            "How many people died in organised violence in {name} and in the countries around it?"
        ),
        unit: "deaths".to_owned(),
        interval: "UCDP low and high estimate".to_owned(),
        method: format!(
            "{METHOD} Years are added up: best, low and high each by themselves. Neighbours are the countries whose outlines share a border \
             with that of the host."
        ),
        estimate: None,
        series: vec![Series {
            name: format!("{from} to {to}"),
            points: sums
                .iter()
                .map(|(code, counts, n)| Point {
                    at: asked.country(code),
                    estimate: Some(estimate(*counts)),
                    n: *n,
                })
                .collect(),
        }],
        selection,
        caveats,
        licence: asked.licence(TABLE),
    };
    Ok(Some(Found { finding, rows }))
}

/// `highest`, `second highest` ... by place from 0.
fn ordinal(place: usize) -> String {
    match place {
        0 => "highest".to_owned(),
        1 => "second highest".to_owned(),
        2 => "third highest".to_owned(),
        _ => format!("{}th highest", place + 1),
    }
}

/// Countries whose outlines have at least two points in common with that of `host`, sorted. Borders are simplified once for both
/// sides, so that neighbours share their points exactly.
fn neighbours(library: &Library, host: &str) -> Vec<String> {
    let regions = || library.shapes().iter().filter(|shape| shape.detail == Detail::Region);
    let points = |shape: &Shape| -> BTreeSet<(u64, u64)> {
        let all = shape.polygons.iter().flatten().flatten();
        all.map(|(x, y)| (x.to_bits(), y.to_bits())).collect()
    };
    let Some(own) = regions().find(|shape| shape.iso3.as_deref() == Some(host)).map(points)
    else {
        return Vec::new();
    };
    let mut found: Vec<String> = regions()
        .filter(|shape| points(shape).intersection(&own).count() > 1)
        .filter_map(|shape| shape.iso3.clone())
        .filter(|iso3| iso3 != host)
        .collect();
    found.sort();
    found.dedup();
    found
}

fn compared(asked: &Asked<'_>, years: (i16, i16)) -> Result<Option<Found>, SqlError> {
    let settings = &asked.case.settings;
    let mut codes = settings.hosts.clone();
    codes
        .extend(settings.compare.iter().filter(|code| !settings.hosts.contains(code)).cloned());
    let (selection, rows) = asked.select(TABLE, query(&codes, years))?;
    let counted = counted(&rows);
    let shown: Vec<(&String, &Years)> =
        codes.iter().filter_map(|code| counted.get_key_value(code)).collect();
    if shown.is_empty() {
        return Ok(None);
    }
    let mut sums: Vec<(i64, String)> =
        shown.iter().map(|(code, by_year)| (total(by_year)[0], asked.country(code))).collect();
    sums.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let listed: Vec<String> =
        sums.iter().map(|(sum, name)| format!("{name} {}", grouped(*sum))).collect();
    let (from, to) = years;
    let mut caveats = caveats(asked);
    caveats.push(
        "Countries differ in size and in how well deaths are reported; these are counts, not rates."
            .to_owned(),
    );
    let finding = Finding {
        id: format!("deaths-compared-{}", settings.hosts.join("-")),
        part: Part::Cost,
        title: format!("Deaths in organised violence, {from} to {to}: {}", listed.join(", ")),
        question:
            "How many people died in organised violence each year, in the host and in the \
                   countries it is compared with?"
                .to_owned(),
        unit: "deaths".to_owned(),
        interval: "UCDP low and high estimate".to_owned(),
        method: METHOD.to_owned(),
        estimate: None,
        series: shown
            .iter()
            .map(|(code, by_year)| series(asked.country(code), by_year, years))
            .collect(),
        selection,
        caveats,
        licence: asked.licence(TABLE),
    };
    Ok(Some(Found { finding, rows }))
}

fn query(codes: &[String], (from, to): (i16, i16)) -> String {
    format!(
        "select country, year_cy, {BEST}, {LOW}, {HIGH}, \"row\"\nfrom {TABLE}\nwhere country in ({}) \
         and year_cy between {from} and {to}\norder by country, year_cy, \"row\"",
        sql_codes(codes)
    )
}

fn counted(rows: &Rows) -> ByYear {
    let mut counted = ByYear::new();
    for row in &rows.rows {
        let number = |name| value(rows, row, name).parse::<i64>().ok();
        let (Some(best), Some(low), Some(high)) = (number(BEST), number(LOW), number(HIGH))
        else {
            continue;
        };
        let Ok(year) = value(rows, row, "year_cy").parse() else { continue };
        let years = counted.entry(value(rows, row, "country").to_owned()).or_default();
        let (counts, n) = years.entry(year).or_default();
        for (count, more) in counts.iter_mut().zip([best, low, high]) {
            *count += more;
        }
        *n += 1;
    }
    counted
}

fn total(by_year: &Years) -> Counts {
    by_year.values().fold([0; 3], |mut sum, (counts, _)| {
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
        sum
    })
}

fn series(name: String, by_year: &Years, (from, to): (i16, i16)) -> Series {
    let point = |year: i16| {
        let known = by_year.get(&year);
        Point {
            at: year.to_string(),
            estimate: known.map(|(counts, _)| estimate(*counts)),
            n: known.map_or(0, |(_, n)| *n),
        }
    };
    Series { name, points: (from..=to).map(point).collect() }
}

fn estimate([best, low, high]: Counts) -> Estimate {
    Estimate { value: exact(best), low: exact(low), high: exact(high) }
}

fn caveats(asked: &Asked<'_>) -> Vec<String> {
    let mut caveats = asked.partial_years();
    caveats.extend([
        "UCDP counts deaths in violence of conflicts and actors that reach 25 deaths in a year; \
         it does not count every killing."
            .to_owned(),
        "What nobody reported is not counted, and reporting is thinnest where access is refused."
            .to_owned(),
        "A rise after an event does not say that the event caused it.".to_owned(),
    ]);
    caveats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_those_with_a_common_border() {
        let of = |host| neighbours(Library::embedded(), host).join(" ");
        assert_eq!(of("MLI"), "BFA CIV DZA GIN MRT NER SEN");
        assert_eq!(of("CAF"), "CMR COD COG SDN SSD TCD");
        assert_eq!(of("MDG"), "");
    }
}
