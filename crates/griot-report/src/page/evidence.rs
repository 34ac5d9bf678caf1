//! Rows behind a number, as far as they may be shown, with the query that chooses them again.

use crate::answers::Rows;
use griot_model::{Disclosure, rows::digest};
use serde::Serialize;

use super::{book::Book, frame::add_csv, names::plain_name};
use crate::{disclosure::ShownEvidence, site::Site, words};

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
    /// The digest under the secret of the case, where the rows may not be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hmac_sha256: Option<String>,
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
    /// The evidence at a place of what is published, for a page that lies `up` below the root; its
    /// rows are also added to the site as CSV.
    pub(super) fn new(book: &Book<'_>, site: &mut Site, place: &str, up: &str) -> Self {
        let shown = book.answers.evidence(place);
        let described = book.answers.tables.iter().find(|t| t.description.name == shown.table);
        let rows = &shown.open.rows;
        let has_rows = !rows.rows.is_empty();
        // Named by the rows in it, not by those that are withheld.
        let file = match (has_rows, &shown.digest) {
            (false, _) => String::new(),
            (true, Some(digest)) => named(digest),
            (true, None) => named(&digest(rows)),
        };
        if has_rows {
            add_csv(site, &file, rows);
        }
        let (columns, values) = cells(rows, SHOWN);
        let known = u64::try_from(rows.rows.len()).unwrap_or(u64::MAX);
        let left = rows.rows.len().saturating_sub(SHOWN);
        Self {
            table: shown.table.clone(),
            source: shown.source.clone(),
            licence: described.map(|t| t.description.licence.clone()).unwrap_or_default(),
            disclosure: shown.disclosure,
            rows: shown.rows,
            query: shown.query.clone(),
            digest: shown.digest.clone(),
            hmac_sha256: shown.keyed_digest.clone(),
            rows_withheld: shown.open.withheld,
            columns,
            values,
            csv: has_rows.then(|| format!("{file}.csv")),
            summary: summary(shown),
            table_href: book.table_href(&shown.table, up),
            csv_href: if has_rows { format!("{up}{file}.csv") } else { String::new() },
            more: if left == 0 {
                String::new()
            } else {
                format!("{} more in the file", words::count(known - SHOWN as u64))
            },
        }
    }
}

fn named(digest: &str) -> String {
    format!("rows/{}", plain_name(digest.get(..20).unwrap_or(digest)))
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

fn summary(shown: &ShownEvidence) -> String {
    let rows = words::plural(shown.rows, "row", "rows");
    match (shown.disclosure, shown.open.withheld) {
        (Disclosure::Private, _) => shown.why.to_owned(),
        (Disclosure::Aggregate, _) => {
            format!("{rows}. The terms of this table let totals leave, not rows.")
        }
        (_, 0) => rows,
        (_, n) => format!(
            "{rows}, of which {n} name a source that is not published and are left out."
        ),
    }
}
