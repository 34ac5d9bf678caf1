//! Measured values of countries by year, each with what it measures, its unit and its source.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::Diagnostic;
use griot_table::{set_aside, world_table::YearValues};

use crate::{
    own::{Geography, Resolved},
    parquet::Table,
};

/// What a series measures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Topic {
    /// Key: `refugees_from`.
    pub(crate) name: &'static str,
    unit: &'static str,
    definition: &'static str,
    source: &'static str,
}

const UNHCR: &str =
    "UNHCR, Refugee Population Statistics Database, by way of refugees 2025.12.1";
const IDMC: &str =
    "Internal Displacement Monitoring Centre, by way of UNHCR, refugees 2025.12.1";
const UNRWA: &str = "UNRWA, by way of UNHCR, refugees 2025.12.1";
const RSF: &str = "Reporters without Borders, World Press Freedom Index, by way of rsf aad222b";
const FREEDOM: &str = "Freedom House, Freedom in the World, by way of democracyData 0.6.0";
const VDEM: &str = "V-Dem Country-Year dataset v15, by way of democracyData 0.6.0";

macro_rules! topics {
    ($($constant:ident = $name:literal, $unit:literal, $definition:literal, $source:expr;)*) => {
        $(pub(crate) const $constant: Topic = Topic {
            name: $name,
            unit: $unit,
            definition: $definition,
            source: $source,
        };)*
    };
}

topics! {
    REFUGEES_FROM = "refugees_from", "people", "refugees under UNHCR's mandate from the country, at the end of the year (mid-year for the last one); people in a refugee-like situation among them until 2021, others in need of protection and Palestine refugees under UNRWA not", UNHCR;
    REFUGEES_IN = "refugees_in", "people", "refugees under UNHCR's mandate who are in the country, at the end of the year (mid-year for the last one); Palestine refugees under UNRWA not among them", UNHCR;
    ASYLUM_FROM = "asylum_seekers_from", "people", "asylum-seekers from the country whose cases are pending, at the end of the year", UNHCR;
    ASYLUM_IN = "asylum_seekers_in", "people", "asylum-seekers in the country whose cases are pending, at the end of the year", UNHCR;
    IDPS_UNHCR = "idps_unhcr", "people", "internally displaced people of concern to UNHCR, at the end of the year; IDMC counts otherwise", UNHCR;
    IDPS_IDMC = "idps_idmc", "people", "people displaced inside the country by conflict and violence, at the end of the year, by IDMC; UNHCR counts otherwise", IDMC;
    UNRWA_IN = "palestine_refugees_in", "people", "Palestine refugees registered with UNRWA in the country", UNRWA;
    PRESS_RANK = "press_freedom_rank", "rank", "place in the World Press Freedom Index of that edition, 1 the freest; the number of countries ranked changes, and ranks before and after 2022 rest on different methods", RSF;
    POLITICAL = "freedom_house_political_rights", "1 to 7, 1 the best", "political rights in the year assessed (published the year after)", FREEDOM;
    CIVIL = "freedom_house_civil_liberties", "1 to 7, 1 the best", "civil liberties in the year assessed (published the year after)", FREEDOM;
    STATUS = "freedom_house_status", "1 free, 2 partly free, 3 not free", "status in the year assessed (published the year after)", FREEDOM;
    POLYARCHY = "vdem_electoral_democracy", "0 to 1, 1 the most democratic", "electoral democracy index (v2x_polyarchy) with the bounds of one standard deviation that V-Dem gives; a change is one only where the intervals do not meet", VDEM;
    LIBERAL = "vdem_liberal_democracy", "0 to 1, 1 the most democratic", "liberal democracy index (v2x_libdem) with the bounds of one standard deviation that V-Dem gives; a change is one only where the intervals do not meet", VDEM;
}

/// A value on its way into the table.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub(crate) entity: String,
    pub(crate) of: Topic,
    pub(crate) year: i16,
    pub(crate) value: f64,
    pub(crate) bounds: Option<[f64; 2]>,
    /// None for a sum over rows.
    pub(crate) row: Option<u64>,
}

/// Gathers the values of the tables, and says which countries griot does not know.
pub(crate) struct Gathered<'a> {
    pub(crate) values: Vec<Point>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    geography: &'a Geography,
    said: BTreeSet<(String, String)>,
}

impl<'a> Gathered<'a> {
    pub(crate) fn new(geography: &'a Geography) -> Self {
        Self { values: Vec::new(), diagnostics: Vec::new(), geography, said: BTreeSet::new() }
    }

    /// Alpha-3 code by code or name; each country that is none is said once, with its first line.
    fn places(
        &mut self,
        rows: &[YearValues],
        file: &str,
        publisher: &str,
        of: impl Fn(&YearValues) -> &str,
    ) -> BTreeMap<String, String> {
        let mut known = BTreeMap::new();
        let mut unknown = BTreeSet::new();
        for row in rows {
            let written = of(row);
            if known.contains_key(written) || unknown.contains(written) {
                continue;
            }
            let code = if self.geography.knows(written) {
                Some(written.to_owned())
            } else {
                match self.geography.resolve(publisher, written) {
                    Resolved::Country(iso3) => Some(iso3),
                    Resolved::NoCode | Resolved::Unknown => None,
                }
            };
            if let Some(code) = code {
                known.insert(written.to_owned(), code);
            } else {
                unknown.insert(written.to_owned());
                if self.said.insert((file.to_owned(), written.to_owned())) {
                    let reason =
                        format!("no country is called {written:?}; its rows are left out");
                    self.diagnostics.push(set_aside(file, row.line, reason));
                }
            }
        }
        known
    }

    /// One value a row and topic; the values stand in the order of the topics.
    pub(crate) fn add(
        &mut self,
        rows: &[YearValues],
        (file, publisher): (&str, &str),
        topics: &[Topic],
    ) {
        let known = self.places(rows, file, publisher, |row| &row.country);
        for row in rows {
            let Some(entity) = known.get(&row.country) else { continue };
            for (topic, value) in topics.iter().zip(&row.values) {
                let Some(value) = *value else { continue };
                let entity = entity.clone();
                let (year, of, row) = (row.year, *topic, Some(row.row));
                self.values.push(Point { entity, of, year, value, bounds: None, row });
            }
        }
    }

    /// Topics whose value, low and high stand side by side.
    pub(crate) fn add_with_bounds(
        &mut self,
        rows: &[YearValues],
        (file, publisher): (&str, &str),
        topics: &[Topic],
    ) {
        let known = self.places(rows, file, publisher, |row| &row.country);
        for row in rows {
            let Some(entity) = known.get(&row.country) else { continue };
            for (topic, cells) in topics.iter().zip(row.values.chunks_exact(3)) {
                let [Some(value), low, high] = *cells else { continue };
                self.values.push(Point {
                    entity: entity.clone(),
                    of: *topic,
                    year: row.year,
                    value,
                    bounds: low.zip(high).map(|(low, high)| [low, high]),
                    row: Some(row.row),
                });
            }
        }
    }

    /// A category as a number.
    pub(crate) fn add_words(
        &mut self,
        rows: &[YearValues],
        (file, publisher): (&str, &str),
        topic: Topic,
        number: impl Fn(&str) -> Option<f64>,
    ) {
        let known = self.places(rows, file, publisher, |row| &row.country);
        for row in rows {
            let (Some(entity), Some(value)) = (known.get(&row.country), number(&row.word))
            else {
                continue;
            };
            let entity = entity.clone();
            let (year, row) = (row.year, Some(row.row));
            self.values.push(Point { entity, of: topic, year, value, bounds: None, row });
        }
    }

    /// Sums over the rows of a country and year, by one of the two countries of a row.
    pub(crate) fn add_sums(
        &mut self,
        rows: &[YearValues],
        (file, publisher): (&str, &str),
        of: impl Fn(&YearValues) -> &str + Copy,
        column: usize,
        topic: Topic,
    ) {
        let known = self.places(rows, file, publisher, of);
        let mut sums: BTreeMap<(&str, i16), f64> = BTreeMap::new();
        for row in rows {
            let Some(entity) = known.get(of(row)) else { continue };
            let Some(value) = row.values.get(column).copied().flatten() else { continue };
            *sums.entry((entity, row.year)).or_default() += value;
        }
        let values = sums.into_iter().filter(|(_, value)| *value > 0.0);
        self.values.extend(values.map(|((entity, year), value)| Point {
            entity: entity.to_owned(),
            of: topic,
            year,
            value,
            bounds: None,
            row: None,
        }));
    }

    /// The values sorted by topic, country and year; of two rows for one the first is kept and said.
    pub(crate) fn sorted(mut self, file: &str) -> (Vec<Point>, Vec<Diagnostic>) {
        self.values.sort_by(|a, b| {
            (a.of.name, &a.entity, a.year, a.row).cmp(&(b.of.name, &b.entity, b.year, b.row))
        });
        let diagnostics = &mut self.diagnostics;
        self.values.dedup_by(|second, first| {
            let same = (first.of.name, &first.entity, first.year)
                == (second.of.name, &second.entity, second.year);
            if same && first.value.total_cmp(&second.value).is_ne() {
                let reason = format!(
                    "{} of {} in {} has a second value",
                    second.of.name, second.entity, second.year
                );
                diagnostics.push(set_aside(file, second.row.map_or(1, |row| row + 1), reason));
            }
            same
        });
        (self.values, self.diagnostics)
    }
}

/// The table `series`, or `series_vdem`, whose licence is another.
pub(crate) fn table(values: &[Point]) -> Table {
    let all = || values.iter();
    let mut table = Table::default();
    table.text("topic", "what is measured, as a key", all().map(|v| Some(v.of.name)));
    table.text("entity", "ISO 3166 alpha-3", all().map(|v| Some(&v.entity)));
    table.int16("time", "year", all().map(|v| Some(v.year)));
    table.number("value", "value", all().map(|v| Some(v.value)));
    table.number("low", "lower bound", all().map(|v| v.bounds.map(|[low, _]| low)));
    table.number("high", "upper bound", all().map(|v| v.bounds.map(|[_, high]| high)));
    table.text("unit", "unit", all().map(|v| Some(v.of.unit)));
    table.text(
        "definition",
        "what is counted, and what is not",
        all().map(|v| Some(v.of.definition)),
    );
    table.text("source", "whose number it is", all().map(|v| Some(v.of.source)));
    table.row(
        "row",
        "data row in the publisher's file; none for a sum over rows",
        all().map(|v| v.row),
    );
    table
}
