//! What every finding may ask, and how its numbers are written.

use griot_case::Case;
use griot_library::Library;
use griot_model::{
    Finding, PartialDate, Selection,
    rows::{Rows, digest},
};
use griot_sql::{Database, SqlError};

/// A finding and the rows that its selection chooses.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The answer.
    pub finding: Finding,
    /// The rows of its selection, in the order of the query.
    pub rows: Rows,
}

/// What every finding may ask.
pub(super) struct Asked<'a> {
    pub(super) case: &'a Case,
    pub(super) library: &'a Library,
    pub(super) database: &'a Database<'a>,
}

impl Asked<'_> {
    /// English name of a country, or its code where the library does not know it.
    pub(super) fn country(&self, iso3: &str) -> String {
        self.library
            .country(iso3)
            .map_or_else(|| iso3.to_owned(), |country| country.name.clone())
    }

    /// First and last calendar year of the study, as far as the table goes.
    pub(super) fn years(&self, table: &str) -> Option<(i16, i16)> {
        let coverage = &self.library.description(table)?.coverage;
        let (first, last) = (coverage.first?.year(), coverage.last?.year());
        let years = match self.case.settings.period {
            Some((from, to)) => (first.max(from.year()), last.min(to.year())),
            None => (first, last),
        };
        (years.0 <= years.1).then_some(years)
    }

    /// A sentence for each end of the study that lies inside a year: the whole year is counted.
    pub(super) fn partial_years(&self) -> Vec<String> {
        let Some((from, to)) = self.case.settings.period else { return Vec::new() };
        let begins = from.first_day() > PartialDate::Year(from.year()).first_day();
        let ends = to.last_day() < PartialDate::Year(to.year()).last_day();
        let whole = |year: i16, what: &str, date: PartialDate| {
            format!("The study {what} on {date}; the whole of {year} is counted.")
        };
        let mut sentences = Vec::new();
        sentences.extend(begins.then(|| whole(from.year(), "begins", from)));
        sentences.extend(ends.then(|| whole(to.year(), "ends", to)));
        sentences
    }

    /// Rows of a query with their selection.
    pub(super) fn select(
        &self,
        table: &str,
        query: String,
    ) -> Result<(Selection, Rows), SqlError> {
        let rows = self.database.finding_rows(&query)?;
        let description = self.library.description(table);
        let source =
            description.map_or_else(String::new, |it| format!("{}, {}", it.source, it.version));
        let selection = Selection {
            table: table.to_owned(),
            source,
            rows: u64::try_from(rows.rows.len()).unwrap_or(u64::MAX),
            query,
            digest: digest(&rows),
        };
        Ok((selection, rows))
    }

    pub(super) fn licence(&self, table: &str) -> String {
        self.library.description(table).map_or_else(String::new, |it| it.licence.clone())
    }
}

/// ISO 3166 codes as a list in SQL. What is not three capitals never gets into a query.
pub fn sql_codes<'c>(codes: impl IntoIterator<Item = &'c String>) -> String {
    let plain =
        |code: &&String| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    let quoted: Vec<String> =
        codes.into_iter().filter(plain).map(|code| format!("'{code}'")).collect();
    quoted.join(", ")
}

/// A count as a number of an estimate; exact, as no count here comes near 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts of deaths and votes are far below 2^53")]
pub(super) fn exact(count: i64) -> f64 {
    count as f64
}

/// `12,345`.
pub(super) fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::from(if count < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The value in column `name` of a row; the empty text where there is no such column.
pub(super) fn value<'r>(rows: &'r Rows, row: &'r [String], name: &str) -> &'r str {
    let place = rows.columns.iter().position(|column| column == name);
    place.and_then(|place| row.get(place)).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_of_countries_get_into_a_query() {
        let codes = ["MLI", "x'; drop table", "RUS", "mli"].map(str::to_owned);
        assert_eq!(sql_codes(&codes), "'MLI', 'RUS'");
    }

    #[test]
    fn counts_read_well() {
        assert_eq!(
            [0, 999, 1000, -1_234_567].map(grouped),
            ["0", "999", "1,000", "-1,234,567"]
        );
    }
}
