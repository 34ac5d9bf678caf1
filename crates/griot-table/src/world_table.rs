//! Tables of one row per country and year, and of single facts about countries, as publishers of
//! statistics and registers give them: displaced people, ranks and indices, missions, treaties, places.
//!
//! These files have in common that a row names a country by a code or a name and has a few numbers or
//! dates; what a row means for griot is said where the library is built.

use griot_model::PartialDate;
use jiff::civil::Date;

use super::{
    Record, Reported, TableError, Text, columns, factbook::date_in_words, records,
    records_within, set_aside,
};

/// A measured value of a country in a year, perhaps one of several in a row.
#[derive(Debug, Clone)]
pub struct YearValues {
    /// Country as the publisher writes it: a code or a name.
    pub country: String,
    /// Second country, for flows: where people came to.
    pub other: String,
    /// Year.
    pub year: i16,
    /// Values in the order of the columns asked for; none where the cell is empty.
    pub values: Vec<Option<f64>>,
    /// Word of a category, where one was asked for: `NF`.
    pub word: String,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Which columns of a table hold what.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Format in words.
    pub format: &'static str,
    /// Column of the country.
    pub country: &'a str,
    /// Column of a second country.
    pub other: Option<&'a str>,
    /// Column of the year.
    pub year: &'a str,
    /// Columns of numbers.
    pub values: &'a [&'a str],
    /// Column of a word.
    pub word: Option<&'a str>,
}

/// Reads a table of one row per country (or pair of countries) and year.
pub fn read_years(
    text: &Text<'_>,
    wanted: Wanted<'_>,
) -> Result<Reported<YearValues>, TableError> {
    let (header, lines) = records(text, true)?;
    let place = |name: &str| -> Result<usize, TableError> {
        columns(text.file, wanted.format, &header, [name]).map(|[place]| place)
    };
    let (country, year) = (place(wanted.country)?, place(wanted.year)?);
    let other = wanted.other.map(place).transpose()?;
    let word = wanted.word.map(place).transpose()?;
    let values: Vec<usize> =
        wanted.values.iter().map(|name| place(name)).collect::<Result<_, _>>()?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::with_capacity(lines.records.len());
    for record in &lines.records {
        let read = || -> Result<YearValues, String> {
            let number = |place: usize| -> Result<Option<f64>, String> {
                let cell = record.cell(place);
                if matches!(cell, "" | "NA") {
                    return Ok(None);
                }
                let number: Result<f64, _> = cell.parse();
                number
                    .ok()
                    .filter(|number| number.is_finite())
                    .map(Some)
                    .ok_or_else(|| format!("{cell:?} should be a number"))
            };
            let written = record.cell(year);
            let whole = written.strip_suffix(".0").unwrap_or(written);
            Ok(YearValues {
                country: record.cell(country).to_owned(),
                other: other.map_or_else(String::new, |at| record.cell(at).to_owned()),
                year: whole
                    .parse()
                    .map_err(|_bad| format!("the year should be a year, not {written:?}"))?,
                values: values.iter().map(|at| number(*at)).collect::<Result<_, _>>()?,
                word: word.map_or_else(String::new, |at| record.cell(at).to_owned()),
                row: record.row,
                line: record.line,
            })
        };
        match read() {
            Ok(row) => rows.push(row),
            Err(reason) => diagnostics.push(set_aside(text.file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}

/// A peacekeeping mission.
#[derive(Debug, Clone)]
pub struct Mission {
    /// `MINUSMA`.
    pub acronym: String,
    /// Name.
    pub name: String,
    /// First day; often the first of a month.
    pub start: Option<Date>,
    /// Last day; none while it went on.
    pub end: Option<Date>,
    /// Place of its headquarters.
    pub location: String,
    /// Day on which the list was made.
    pub listed_on: Option<Date>,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the list of missions.
pub fn read_missions(text: &Text<'_>) -> Result<Reported<Mission>, TableError> {
    let (header, lines) = records(text, true)?;
    let [acronym, name, start, end, location, listed_on] = columns(
        text.file,
        "missions of the United Nations",
        &header,
        [
            "mission_acronym",
            "mission_name",
            "start_date",
            "end_date",
            "mission_location",
            "last_update",
        ],
    )?;
    let day = |record: &Record, place| record.cell(place).parse().ok();
    let rows = lines.records.iter().map(|record| Mission {
        acronym: record.cell(acronym).to_owned(),
        name: record.cell(name).trim_matches('"').to_owned(),
        start: day(record, start),
        end: day(record, end),
        location: record.cell(location).to_owned(),
        listed_on: day(record, listed_on),
        row: record.row,
        line: record.line,
    });
    Ok(Reported { rows: rows.collect(), diagnostics: lines.diagnostics })
}

/// A country's standing in a treaty.
#[derive(Debug, Clone)]
pub struct Ratification {
    /// ISO 3166 alpha-2.
    pub iso2: String,
    /// Name as written.
    pub member: String,
    /// Year of ratification or accession.
    pub year: Option<i16>,
    /// `state party`, `signatory state`, `no action`.
    pub status: String,
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads the standing of countries in one treaty.
pub fn read_ratifications(text: &Text<'_>) -> Result<Reported<Ratification>, TableError> {
    let (header, lines) = records(text, true)?;
    let [iso2, member, year, status] = columns(
        text.file,
        "ratifications of a treaty",
        &header,
        ["iso2", "member", "year ratification or accession", "status"],
    )?;
    let rows = lines.records.iter().map(|record| Ratification {
        iso2: record.cell(iso2).to_owned(),
        member: record.cell(member).to_owned(),
        year: record.cell(year).trim_end_matches(".0").parse().ok(),
        status: record.cell(status).to_owned(),
        row: record.row,
        line: record.line,
    });
    Ok(Reported { rows: rows.collect(), diagnostics: lines.diagnostics })
}

/// A country of a list, with cells of the columns asked for.
#[derive(Debug, Clone)]
pub struct Cells<const N: usize> {
    /// Cells, in the order asked for.
    pub cells: [String; N],
    /// Data row, from 1.
    pub row: u64,
    /// Line, from 1.
    pub line: u64,
}

/// Reads columns as they are written.
pub fn read_cells<const N: usize>(
    text: &Text<'_>,
    format: &'static str,
    wanted: [&str; N],
) -> Result<Reported<Cells<N>>, TableError> {
    let (header, lines) = records_within(text, true, 400_000)?;
    let places = columns(text.file, format, &header, wanted)?;
    let rows = lines.records.iter().map(|record| Cells {
        cells: places.map(|place| record.cell(place).to_owned()),
        row: record.row,
        line: record.line,
    });
    Ok(Reported { rows: rows.collect(), diagnostics: lines.diagnostics })
}

/// A place of the `GeoNames` gazetteer.
#[derive(Debug, Clone)]
pub struct Place {
    /// Number in `GeoNames`.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Other names, as many as the file has.
    pub names: Vec<String>,
    /// Degrees north.
    pub north: f64,
    /// Degrees east.
    pub east: f64,
    /// `ADM1`, `PPL`, `PPLC` ...
    pub feature: String,
    /// ISO 3166 alpha-2.
    pub iso2: String,
    /// Code of the first-order division.
    pub admin1: String,
    /// Inhabitants; none where the file says 0.
    pub population: Option<i64>,
    /// Data row, from 1.
    pub row: u64,
}

/// Reads a full dump of a country: nineteen columns divided by tabs, no header. Only first-order
/// divisions and populated places are kept.
pub fn read_places(text: &Text<'_>) -> Reported<Place> {
    let mut rows = Vec::new();
    let mut diagnostics = text.diagnostics.clone();
    for (row, line) in (1..).zip(text.text.lines()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let (class, feature) = (cell(6), cell(7));
        if class != "P" && feature != "ADM1" {
            continue;
        }
        match place(cell(0), cell(1), cell(3), [cell(4), cell(5)], cell(14)) {
            Ok(found) => rows.push(Place {
                feature: feature.to_owned(),
                iso2: cell(8).to_owned(),
                admin1: cell(10).to_owned(),
                row,
                ..found
            }),
            Err(reason) => diagnostics.push(set_aside(text.file, row, reason)),
        }
    }
    Reported { rows, diagnostics }
}

/// Reads the list of cities: tabs, with a header.
pub fn read_cities(text: &Text<'_>, least: i64) -> Reported<Place> {
    let mut rows = Vec::new();
    let mut diagnostics = text.diagnostics.clone();
    // geonameid, name, lat, lon, cc, admin1, population, timezone, alternatenames
    for (row, line) in (1..).zip(text.text.lines().skip(1)) {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        match place(cell(0), cell(1), "", [cell(2), cell(3)], cell(6)) {
            Ok(found) if found.population.is_some_and(|people| people >= least) => {
                let names = cell(8).split('|').filter(|name| !name.is_empty());
                rows.push(Place {
                    names: names.map(str::to_owned).collect(),
                    feature: "PPL".to_owned(),
                    iso2: cell(4).to_owned(),
                    admin1: cell(5).to_owned(),
                    row,
                    ..found
                });
            }
            Ok(_) => {}
            Err(reason) => diagnostics.push(set_aside(text.file, row + 1, reason)),
        }
    }
    Reported { rows, diagnostics }
}

fn place(
    id: &str,
    name: &str,
    names: &str,
    [north, east]: [&str; 2],
    population: &str,
) -> Result<Place, String> {
    let degrees = |cell: &str| -> Result<f64, String> {
        let found: Option<f64> = cell.parse().ok().filter(|it: &f64| it.abs() <= 180.0);
        found.ok_or_else(|| format!("{cell:?} is no degree"))
    };
    Ok(Place {
        id: id.parse().map_err(|_bad| format!("{id:?} is no number of a place"))?,
        name: name.to_owned(),
        names: names.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        north: degrees(north)?,
        east: degrees(east)?,
        feature: String::new(),
        iso2: String::new(),
        admin1: String::new(),
        population: population.parse().ok().filter(|people| *people > 0),
        row: 0,
    })
}

/// The first date in words of a text: `22 September 1960` of `22 September 1960 (from France)`.
pub fn first_date(text: &str) -> Option<PartialDate> {
    let part = text.split(['(', ';', ',']).next()?.trim();
    date_in_words(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;

    #[test]
    fn years_are_read_with_their_numbers() {
        let text =
            decode("f.csv", b"c,year,a,s\nMLI,2023.0,6.0,NF\nMLI,2024.0,,NF\nMLI,x,1,NF\n")
                .expect("it is text");
        let wanted = Wanted {
            format: "a test",
            country: "c",
            other: None,
            year: "year",
            values: &["a"],
            word: Some("s"),
        };
        let read = read_years(&text, wanted).expect("it has the columns");
        let rows: Vec<_> = read.rows.iter().map(|row| (row.year, row.values.clone())).collect();
        assert_eq!(rows, [(2023, vec![Some(6.0)]), (2024, vec![None])]);
        assert_eq!(read.set_aside(), 1);
    }

    #[test]
    fn places_and_divisions_are_kept_and_wells_are_not() {
        let line = |id: u32, name: &str, class: &str, code: &str| {
            format!(
                "{id}\t{name}\t{name}\tAlso,Else\t14.3\t-4.9\t{class}\t{code}\tML\t\t04\t\t\t\t0\t\t270\tAfrica/Bamako\t2014-01-01\n"
            )
        };
        let text = [line(1, "Moura", "P", "PPL"), line(2, "A well", "H", "WLL")].concat();
        let text = decode("f.txt", text.as_bytes()).expect("it is text");
        let read = read_places(&text);
        assert_eq!(read.rows.len(), 1);
        let moura = &read.rows[0];
        assert_eq!((moura.admin1.as_str(), moura.population), ("04", None));
        assert_eq!(moura.names, ["Also", "Else"]);
    }

    #[test]
    fn the_day_of_independence_comes_first() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(first_date(text).map(|date| date.to_string()).as_deref(), expected);
        };
        check("22 September 1960 (from France)", Some("1960-09-22"));
        check(
            "24 September 1973 (declared); 10 September 1974 (from Portugal)",
            Some("1973-09-24"),
        );
        check("note: united about 3200 B.C.", None);
    }
}
