//! Rows behind a number, as far as they may be shown, with the query that chooses them again.

use crate::answers::Rows;
use griot_model::{Disclosure, Evidence};
use serde::Serialize;

use super::{book::Book, frame::add_csv, names::plain_name};
use crate::{site::Site, words};

/// Rows on a page; the file beside it has all of them.
const SHOWN: usize = 60;

/// Evidence as a page shows it.
#[derive(Debug, Serialize)]
pub(super) struct EvidenceView {
    pub(super) table: String,
    pub(super) source: String,
    pub(super) licence: String,
    pub(super) disclosure: Disclosure,
    pub(super) rows: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) digest: Option<String>,
    pub(super) rows_withheld: usize,
    pub(super) columns: Vec<Cell>,
    /// The first rows.
    pub(super) values: Vec<Vec<Cell>>,
    /// The file with all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) csv: Option<String>,
    #[serde(skip)]
    pub(super) summary: String,
    #[serde(skip)]
    pub(super) table_href: String,
    #[serde(skip)]
    pub(super) csv_href: String,
    #[serde(skip)]
    pub(super) more: String,
}

/// A value of a table; numbers are set to the right, short words are not broken.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct Cell {
    pub(super) text: String,
    #[serde(skip)]
    pub(super) number: bool,
    #[serde(skip)]
    pub(super) short: bool,
}

impl EvidenceView {
    /// The evidence with its rows, for a page that lies `up` below the root; its rows are also
    /// added to the site as CSV.
    pub(super) fn new(book: &Book<'_>, site: &mut Site, evidence: &Evidence, up: &str) -> Self {
        let none = Rows::default();
        let rows = book.answers.selections.get(&evidence.query).unwrap_or(&none);
        Self::with_rows(book, site, evidence, rows, up)
    }

    /// The same with rows that are given.
    pub(super) fn with_rows(
        book: &Book<'_>,
        site: &mut Site,
        evidence: &Evidence,
        rows: &Rows,
        up: &str,
    ) -> Self {
        let disclosure = book.guard.table(&evidence.table);
        let described =
            book.answers.tables.iter().find(|t| t.description.name == evidence.table);
        let open = book.guard.rows(&evidence.table, rows);
        if disclosure == Disclosure::Private {
            return Self::private();
        }
        let file = format!(
            "rows/{}",
            plain_name(evidence.digest.get(..20).unwrap_or(&evidence.digest))
        );
        let has_rows = !open.rows.rows.is_empty();
        if has_rows {
            add_csv(site, &file, &open.rows);
        }
        let (columns, values) = cells(&open.rows, SHOWN);
        let known = u64::try_from(open.rows.rows.len()).unwrap_or(u64::MAX);
        let left = open.rows.rows.len().saturating_sub(SHOWN);
        Self {
            table: evidence.table.clone(),
            source: book.guard.text(&evidence.source).into_owned(),
            licence: described.map(|t| t.description.licence.clone()).unwrap_or_default(),
            disclosure,
            rows: evidence.rows,
            query: (disclosure == Disclosure::Open)
                .then(|| book.guard.text(&evidence.query).into_owned()),
            digest: Some(evidence.digest.clone()),
            rows_withheld: open.withheld,
            columns,
            values,
            csv: has_rows.then(|| format!("{file}.csv")),
            summary: summary(evidence, disclosure, open.withheld),
            table_href: book.table_href(&evidence.table, up),
            csv_href: if has_rows { format!("{up}{file}.csv") } else { String::new() },
            more: if left == 0 {
                String::new()
            } else {
                format!("{} more in the file", words::count(known - SHOWN as u64))
            },
        }
    }

    /// That there is something, and nothing else of it.
    fn private() -> Self {
        Self {
            table: String::new(),
            source: String::new(),
            licence: String::new(),
            disclosure: Disclosure::Private,
            rows: 0,
            query: None,
            digest: None,
            rows_withheld: 0,
            columns: Vec::new(),
            values: Vec::new(),
            csv: None,
            summary: "This stands on material that is not published.".to_owned(),
            table_href: String::new(),
            csv_href: String::new(),
            more: String::new(),
        }
    }
}

/// Header and the first `limit` rows; a column of numbers is marked as such, but for the first
/// column, which names its row.
pub(super) fn cells(rows: &Rows, limit: usize) -> (Vec<Cell>, Vec<Vec<Cell>>) {
    let is_numeric = |column: usize| {
        let mut filled =
            rows.rows.iter().filter_map(|row| row.get(column)).filter(|c| !c.is_empty());
        let first = filled.next();
        column > 0
            && first.is_some_and(|cell| words::is_number(cell))
            && filled.all(|cell| words::is_number(cell))
    };
    let numeric: Vec<bool> = (0..rows.columns.len()).map(is_numeric).collect();
    let cell = |(column, text): (usize, &String)| Cell {
        text: text.clone(),
        number: numeric.get(column).copied().unwrap_or(false),
        short: text.chars().count() <= 16,
    };
    let header = rows.columns.iter().enumerate().map(cell).collect();
    let values =
        rows.rows.iter().take(limit).map(|row| row.iter().enumerate().map(cell).collect());
    (header, values.collect())
}

fn summary(evidence: &Evidence, disclosure: Disclosure, withheld: usize) -> String {
    let rows = words::plural(evidence.rows, "row", "rows");
    match (disclosure, withheld) {
        (Disclosure::Aggregate, _) => {
            format!("{rows}. The terms of this table let totals leave, not rows.")
        }
        (_, 0) => rows,
        (_, n) => format!(
            "{rows}, of which {n} name a source that is not published and are left out."
        ),
    }
}
