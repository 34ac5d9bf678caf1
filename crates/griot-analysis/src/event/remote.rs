//! Lists of events that lie where they are asked, on a cluster: which queries choose their rows and count them.
//!
//! A cluster delivers of a list its harm by place and period, then the rows of the places that are asked about, in the
//! publisher's own columns, and of two lists how many pairs of rows lie near each other. Rows are read here as a file of
//! theirs would be; what they count by place and period must be what the cluster counted.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::bounds::{self, in_thousands};
use griot_table::{event_csv::Mapping, missing};

use crate::network::remote::{RemoteError, literal};

/// A list on a cluster: the name it was opened by, and which of its columns says what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteList {
    table: String,
    /// Every column, in the table's order.
    names: Vec<String>,
    country: Option<String>,
    first: String,
    last: String,
    /// Best, low and high numbers of deaths.
    deaths: [Option<String>; 3],
    latitude: String,
    longitude: String,
}

/// Harm in one place and one year of a list, counted by whoever has its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Harm {
    /// Rows.
    pub events: u64,
    /// Deaths in them: best, low and high estimates.
    pub deaths: [u64; 3],
}

/// Harm by place as the list writes it and by year.
pub type HarmByPlace = BTreeMap<(String, i64), Harm>;

impl RemoteList {
    /// Finds the columns by their names: those of UCDP GED, ACLED, or of a mapping.
    pub fn of(
        path: &str,
        table: &str,
        names: Vec<String>,
        mapping: &Mapping,
    ) -> Result<Self, RemoteError> {
        let there = |name: &str| names.iter().any(|column| column == name);
        let known = |wanted: &[&str]| wanted.iter().all(|name| there(name));
        let some = |name: &str| Some(name.to_owned()).filter(|name| there(name));
        let (first, last, deaths, country) =
            if known(&["type_of_violence", "date_start", "date_end"]) {
                (
                    "date_start",
                    "date_end",
                    [some("best"), some("low"), some("high")],
                    some("country"),
                )
            } else if known(&["event_id_cnty", "event_date"]) {
                ("event_date", "event_date", [some("fatalities"), None, None], some("country"))
            } else {
                let by = |name: &Option<String>| name.as_deref().and_then(some);
                let last = mapping.enddate.as_deref().filter(|name| there(name));
                let deaths =
                    [by(&mapping.deaths), by(&mapping.deaths_low), by(&mapping.deaths_high)];
                (
                    mapping.date.as_str(),
                    last.unwrap_or(&mapping.date),
                    deaths,
                    by(&mapping.country),
                )
            };
        let this = Self {
            table: table.to_owned(),
            country,
            first: first.to_owned(),
            last: last.to_owned(),
            deaths,
            latitude: mapping.latitude.clone(),
            longitude: mapping.longitude.clone(),
            names,
        };
        for name in [&this.first, &this.last, &this.latitude, &this.longitude] {
            if !this.names.contains(name) {
                return Err(refused(
                    format!("{path} has no column {name}; it has {}", this.names.join(", ")),
                    "a list is in the columns of UCDP GED or ACLED, or of a mapping file: griot events fuse --help",
                ));
            }
        }
        for name in &this.names {
            let is_plain = !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !is_plain {
                return Err(refused(
                    format!(
                        "{path} has a column {name:?}, which engines of SQL read differently"
                    ),
                    "name columns by letters, digits and _",
                ));
            }
        }
        Ok(this)
    }

    /// Whether rows say in which country they are.
    pub fn has_places(&self) -> bool {
        self.country.is_some()
    }

    fn day(name: &str) -> String {
        format!("substr(trim(cast({name} AS string)), 1, 10)")
    }

    fn place(&self) -> String {
        let text = |name: &String| format!("CASE WHEN {name} IS NULL THEN '' ELSE {name} END");
        self.country.as_ref().map_or_else(|| "''".to_owned(), text)
    }

    /// A number of deaths as a whole number; 0 where the cell says that there is none.
    fn number(name: Option<&String>) -> String {
        let words: Vec<String> = missing::words().map(literal).collect();
        name.map_or_else(
            || "0".to_owned(),
            |name| {
                format!(
                    "CASE WHEN {name} IS NULL OR lower(trim(cast({name} AS string))) IN ({}) THEN 0 \
                     ELSE cast(cast({name} AS decimal(20, 4)) AS bigint) END",
                    words.join(", ")
                )
            },
        )
    }

    /// Harm by place and year: `place, year, events, best, low, high, first day, last day, rows whose days are not
    /// written year first`, by place and year.
    pub fn harm(&self) -> String {
        let Self { table, deaths, .. } = self;
        let [best, low, high] = [0, 1, 2].map(|at| Self::number(deaths[at].as_ref()));
        let (place, first, last) =
            (self.place(), Self::day(&self.first), Self::day(&self.last));
        let iso = |day: &str| format!("{day} LIKE '____-__-__'");
        let both = format!("{} AND {}", iso("first_day"), iso("last_day"));
        format!(
            "SELECT place, year, COUNT(*) AS events, SUM(best) AS best, SUM(low) AS low, SUM(high) AS high, \
             MIN(first_day) AS first_day, MAX(last_day) AS last_day, SUM(unread) AS unread FROM (\
             SELECT place, CASE WHEN {} THEN cast(substr(first_day, 1, 4) AS bigint) ELSE 0 END AS year, \
             best, low, high, CASE WHEN {both} THEN first_day ELSE NULL END AS first_day, \
             CASE WHEN {both} THEN last_day ELSE NULL END AS last_day, \
             CASE WHEN {both} THEN 0 ELSE 1 END AS unread FROM (\
             SELECT {place} AS place, {first} AS first_day, {last} AS last_day, \
             {best} AS best, {low} AS low, {high} AS high FROM {table}) days) years \
             GROUP BY place, year ORDER BY place NULLS LAST, year NULLS LAST",
            iso("first_day"),
        )
    }

    /// Rows of places, in the table's own columns; all where none is given. With them come those of the list's first
    /// and last day, so that what time it speaks of is known.
    pub fn rows(&self, places: &BTreeSet<String>, ends: Option<(&str, &str)>) -> String {
        let columns = self.names.join(", ");
        let mut query = format!("SELECT {columns} FROM {}", self.table);
        if let Some(filter) = self.filter(places) {
            query.push_str(&format!(" WHERE {filter}"));
            if let Some((first, last)) = ends {
                query.push_str(&format!(
                    " OR {} = {} OR {} = {}",
                    Self::day(&self.first),
                    literal(first),
                    Self::day(&self.last),
                    literal(last)
                ));
            }
        }
        query
    }

    fn filter(&self, places: &BTreeSet<String>) -> Option<String> {
        let country = self.country.as_ref().filter(|_| !places.is_empty())?;
        let names: Vec<String> = places.iter().map(|name| literal(name)).collect();
        Some(format!("{country} IN ({})", names.join(", ")))
    }

    fn degrees(name: &str) -> String {
        let words: Vec<String> = missing::words().map(literal).collect();
        format!(
            "CASE WHEN lower(trim(cast({name} AS string))) IN ({}) THEN NULL ELSE cast({name} AS double) END",
            words.join(", ")
        )
    }

    /// Where and when each row of the places is, in whole days since 1970 and degrees.
    fn points(&self, places: &BTreeSet<String>) -> String {
        let (first, last) =
            (day_number(&Self::day(&self.first)), day_number(&Self::day(&self.last)));
        let filter = self.filter(places).map_or_else(String::new, |it| format!(" AND {it}"));
        let iso = format!(
            "{} LIKE '____-__-__' AND {} LIKE '____-__-__'",
            Self::day(&self.first),
            Self::day(&self.last)
        );
        format!(
            "SELECT {first} AS first_day, {last} AS last_day, {} AS latitude, {} AS longitude \
             FROM {} WHERE {iso}{filter}",
            Self::degrees(&self.latitude),
            Self::degrees(&self.longitude),
            self.table
        )
    }

    /// The name that the table was opened by.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Its columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Harm by place and year of rows as they came, each cell by the table's order of columns.
    ///
    /// An error names the cell that is no number.
    pub fn harm_of(&self, rows: &[Vec<String>]) -> Result<HarmByPlace, RemoteError> {
        let at = |name: &String| self.names.iter().position(|column| column == name);
        let (country, first) = (self.country.as_ref().and_then(at), at(&self.first));
        let deaths = [0, 1, 2].map(|which| self.deaths[which].as_ref().and_then(at));
        let mut harm = HarmByPlace::new();
        for row in rows {
            let cell =
                |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
            let day: Vec<char> = cell(first).trim().chars().take(10).collect();
            let is_iso = day.len() == 10 && day[4] == '-' && day[7] == '-';
            let year: String = day.iter().take(4).collect();
            let year = if is_iso { year.parse().unwrap_or(0) } else { 0 };
            let sum = harm.entry((cell(country).to_owned(), year)).or_default();
            sum.events += 1;
            for (sum, place) in sum.deaths.iter_mut().zip(deaths) {
                let written = cell(place).trim();
                if missing::is_missing(written) {
                    continue;
                }
                let whole = written.split('.').next().unwrap_or_default();
                let number: u64 = whole.parse().map_err(|_not_a_number| {
                    refused(
                        format!(
                            "the cell {written:?} of {} is no number of deaths",
                            self.table
                        ),
                        "mend the table",
                    )
                })?;
                *sum += number;
            }
        }
        Ok(harm)
    }
}

fn refused(what: impl Into<String>, remedy: &str) -> RemoteError {
    RemoteError { what: what.into(), remedy: remedy.to_owned() }
}

/// Days since 1970-01-01 of a day written year first (the civil calendar's own arithmetic, no function of dates).
fn day_number(day: &str) -> String {
    let part = |from, length| format!("cast(substr({day}, {from}, {length}) AS bigint)");
    let (year, month, of_month) = (part(1, 4), part(6, 2), part(9, 2));
    let floor = |text: String| format!("cast(floor({text}) AS bigint)");
    // January and February count with the year before.
    let early = floor(format!("(14 - {month})/12.0"));
    let years = format!("({year} + 4800 - {early})");
    let leaps = [(4, '+'), (100, '-'), (400, '+')]
        .map(|(every, sign)| format!("{sign} {}", floor(format!("{years}/{every}.0"))));
    format!(
        "({of_month} + {} + 365 * {years} {} - 32045 - 2440588)",
        floor(format!("(153 * ({month} + 12 * {early} - 3) + 2)/5.0")),
        leaps.join(" ")
    )
}

/// How many pairs of rows of two lists lie within so many kilometres and days, points taken as exact. Of a list and itself
/// every pair is there twice, and each row is with itself. Rows fall into bands of latitude and stretches of days, own and next; the longest event says how long.
pub fn near_pairs(
    (one, other): (&RemoteList, &RemoteList),
    places: (&BTreeSet<String>, &BTreeSet<String>),
    (km, days): (f64, i32),
    longest: i64,
) -> String {
    // Bands a little wider than the distance: 111.19 km a degree.
    let band = (km / 111.0).max(0.001);
    let stretch = i64::from(days) + longest + 1;
    let side = |list: &RemoteList, places| {
        format!(
            "SELECT latitude, longitude, first_day, last_day, cast(floor(latitude/{band:.6}) AS bigint) AS band, \
             cast(floor(first_day/{stretch}.0) AS bigint) AS stretch FROM ({}) points",
            list.points(places)
        )
    };
    let around = "(SELECT -1 AS up UNION ALL SELECT 0 AS up UNION ALL SELECT 1 AS up)";
    let radian = "0.017453292519943295";
    format!(
        "WITH l AS ({}), r AS ({}), near AS (SELECT l.*, l.band + u.up AS their_band, l.stretch + d.up AS their_stretch \
         FROM l CROSS JOIN {around} u CROSS JOIN {around} d) \
         SELECT COUNT(*) FROM near x JOIN r y ON x.their_band = y.band AND x.their_stretch = y.stretch \
         WHERE y.first_day - x.last_day <= {days} AND x.first_day - y.last_day <= {days} AND \
         2 * 6371.0088 * asin(sqrt(least(1.0, \
         sin((y.latitude - x.latitude) * {radian} * 0.5) * sin((y.latitude - x.latitude) * {radian} * 0.5) + \
         cos(x.latitude * {radian}) * cos(y.latitude * {radian}) * \
         sin((y.longitude - x.longitude) * {radian} * 0.5) * sin((y.longitude - x.longitude) * {radian} * 0.5)))) <= {km:.6}",
        side(one, places.0),
        side(other, places.1),
    )
}

/// How many days the longest event of the places lasts beyond its first, and how many rows have a day and a point.
pub fn longest_and_rows(list: &RemoteList, places: &BTreeSet<String>) -> String {
    format!(
        "SELECT MAX(last_day - first_day), COUNT(latitude + longitude) FROM ({}) points",
        list.points(places)
    )
}

/// Whether rows that came count what the cluster counted, in the places that were asked about, or all where none is
/// given.
pub fn same_harm(
    path: &str,
    counted: &HarmByPlace,
    came: &HarmByPlace,
    places: &BTreeSet<String>,
) -> Result<(), RemoteError> {
    let asked = |harm: &HarmByPlace| -> HarmByPlace {
        let of = harm.iter().filter(|(key, _)| places.is_empty() || places.contains(&key.0));
        of.map(|(key, harm)| (key.clone(), *harm)).collect()
    };
    let (counted, came) = (asked(counted), asked(came));
    let keys: BTreeSet<_> = counted.keys().chain(came.keys()).collect();
    let differs = keys.into_iter().find(|key| counted.get(*key) != came.get(*key));
    let Some(key) = differs else { return Ok(()) };
    let told = |harm: &HarmByPlace| {
        let Harm { events, deaths } = harm.get(key).copied().unwrap_or_default();
        format!("{events} events with {} deaths ({} to {})", deaths[0], deaths[1], deaths[2])
    };
    Err(refused(
        format!(
            "{path}: the cluster counts {} in {:?} in {}, and the rows that came have {}: one of the two is wrong, and \
             nothing is written",
            told(&counted),
            key.0,
            key.1,
            told(&came)
        ),
        "ask again, of a table that nobody writes to meanwhile",
    ))
}

/// An error where more rows would come than a list may have here.
pub fn few_enough(path: &str, rows: u64) -> Result<(), RemoteError> {
    if usize::try_from(rows).is_ok_and(|rows| rows <= bounds::EVENTS) {
        return Ok(());
    }
    Err(refused(
        format!(
            "{} rows of {path} would come from the cluster; griot takes at most {} events of a list",
            in_thousands(rows),
            in_thousands(bounds::EVENTS as u64)
        ),
        "ask about one place with --place, or give a table of fewer years",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ged() -> RemoteList {
        let names = "id type_of_violence where_prec deaths_civilians country latitude longitude date_start date_end best low high";
        let names = names.split(' ').map(str::to_owned).collect();
        RemoteList::of("ged.csv", "t", names, &Mapping::plain()).unwrap()
    }

    #[test]
    fn only_the_portable_subset_is_used() {
        let list = ged();
        let places = BTreeSet::from(["Cote d'Ivoire".to_owned()]);
        let pairs = near_pairs((&list, &list), (&places, &places), (25.0, 2), 30);
        for query in
            [list.harm(), list.rows(&places, Some(("2001-01-01", "2002-01-01"))), pairs]
        {
            // Engines read these differently even between quotes.
            for other in ["\"", "\\"] {
                assert!(!query.contains(other), "{other} in {query}");
            }
            // 'n/a' and 'null::text' are words.
            let query: String = query.split('\'').step_by(2).collect();
            for other in ["mod(", "array_agg", "::", "datediff"] {
                assert!(!query.contains(other), "{other} in {query}");
            }
            // Every division is by a fraction, and its whole part is taken.
            for (at, _) in query.match_indices('/') {
                let rest = query.get(at + 1..).unwrap_or_default();
                let divisor: String =
                    rest.chars().take_while(|it| it.is_ascii_digit() || *it == '.').collect();
                assert!(divisor.contains('.'), "{divisor:?} in {query}");
            }
            assert_eq!(query.matches('/').count(), query.matches("floor(").count());
        }
    }

    #[test]
    fn rows_that_came_are_counted_as_the_cluster_counts_them() {
        let list = ged();
        let row = |country: &str, day: &str, best: &str| -> Vec<String> {
            ["1", "3", "1", "0", country, "1", "1", day, day, best, "NA", "7.0"]
                .map(str::to_owned)
                .into()
        };
        let rows = [row("Mali", "2020-02-01 00:00:00", "3"), row("Mali", "2020-05-01", "")];
        let came = list.harm_of(&rows).unwrap();
        let harm = Harm { events: 2, deaths: [3, 0, 14] };
        assert_eq!(came, HarmByPlace::from([(("Mali".to_owned(), 2020), harm)]));
        let counted = HarmByPlace::from([
            (("Mali".to_owned(), 2020), Harm { events: 3, ..harm }),
            (("Chad".to_owned(), 2020), harm),
        ]);
        let mali = BTreeSet::from(["Mali".to_owned()]);
        let error = same_harm("ged.csv", &counted, &came, &mali).unwrap_err();
        assert_eq!(
            error.what,
            "ged.csv: the cluster counts 3 events with 3 deaths (0 to 14) in \"Mali\" in 2020, and the rows that came have \
             2 events with 3 deaths (0 to 14): one of the two is wrong, and nothing is written"
        );
        assert!(same_harm("ged.csv", &came, &came, &mali).is_ok());
    }

    #[test]
    fn a_list_is_known_by_its_columns() {
        let names = |text: &str| text.split(' ').map(str::to_owned).collect();
        let error =
            RemoteList::of("x.csv", "t", names("day latitude longitude"), &Mapping::plain());
        assert_eq!(
            error.unwrap_err().what,
            "x.csv has no column date; it has day, latitude, longitude"
        );
        let odd = RemoteList::of(
            "x.csv",
            "t",
            vec!["date".into(), "latitude".into(), "longitude".into(), "a b".into()],
            &Mapping::plain(),
        );
        assert!(odd.unwrap_err().what.contains("\"a b\""));
    }
}
