//! The tables: who made each, what it covers, its rows with their query, and what leans on it.

use crate::answers::TablePage;
use askama::Template;
use griot_model::{Coverage, Disclosure};
use jiff::civil::Date;
use serde::Serialize;

use super::{
    book::{Book, ClaimLine},
    evidence::EvidenceView,
    finding::FindingLine,
    frame::{self, Frame, View, add_csv},
};
use crate::{site::Site, words};

#[derive(Template, Serialize)]
#[template(path = "tables.html")]
#[expect(clippy::struct_field_names, reason = "the field is a key of the JSON page")]
struct Tables {
    #[serde(skip)]
    frame: Frame,
    tables: Vec<TableLine>,
    /// Tables of which only their number is told.
    private: usize,
}

#[derive(Serialize)]
struct TableLine {
    name: String,
    row_is: String,
    source: String,
    rows: u64,
    disclosure: Disclosure,
    #[serde(skip)]
    rows_words: String,
    #[serde(skip)]
    covers: String,
    #[serde(skip)]
    access: &'static str,
    #[serde(skip)]
    href: String,
}

#[derive(Template, Serialize)]
#[template(path = "table.html")]
struct TableView {
    #[serde(skip)]
    frame: Frame,
    name: String,
    row_is: String,
    source: String,
    version: String,
    licence: String,
    files: Vec<String>,
    rows: u64,
    rows_set_aside: u64,
    first: Option<Date>,
    last: Option<Date>,
    countries: Vec<String>,
    gaps: Vec<String>,
    disclosure: Disclosure,
    selection: EvidenceView,
    claims: Vec<ClaimLine>,
    findings: Vec<FindingLine>,
    #[serde(skip)]
    rows_words: String,
    #[serde(skip)]
    set_aside_words: String,
    #[serde(skip)]
    covers: String,
    #[serde(skip)]
    country_names: Vec<String>,
    #[serde(skip)]
    access: &'static str,
}

impl View for Tables {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

impl View for TableView {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the list and a page for each table that is not private.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let shown = &book.answers.tables;
    let view = Tables {
        frame: book.frame("tables", "tables", "tables", "Tables"),
        private: book.answers.withheld.tables,
        tables: shown.iter().map(|table| line(book, table)).collect(),
    };
    frame::add(site, &view);
    for table in shown {
        page(book, site, table);
    }
}

fn line(book: &Book<'_>, table: &TablePage) -> TableLine {
    let about = &table.description;
    TableLine {
        name: about.name.clone(),
        row_is: book.guard.text(&about.row_is).into_owned(),
        source: book.guard.text(&about.source).into_owned(),
        rows: about.rows,
        disclosure: about.disclosure,
        rows_words: words::count(about.rows),
        covers: covers(&about.coverage),
        access: words::disclosure(about.disclosure),
        href: book.table_href(&about.name, ""),
    }
}

fn page(book: &Book<'_>, site: &mut Site, table: &TablePage) {
    let about = &table.description;
    let route = format!("tables/{}", book.tables.get(&about.name).unwrap_or_default());
    let open = about.disclosure == Disclosure::Open;
    let mut frame = book.frame("table", "tables", &route, &about.name);
    frame.csv = open;
    if open {
        add_csv(site, &route, &table.rows);
    }
    let selection = EvidenceView::new(book, site, &format!("table/{}", about.name), "../");
    let claims =
        book.answers.check.checked.iter().filter(|checked| {
            checked.evidence.iter().any(|evidence| evidence.table == about.name)
        });
    let findings = book.answers.findings.iter().filter(|f| f.selection.table == about.name);
    let country_names =
        about.coverage.countries.iter().map(|code| book.country(code)).collect::<Vec<_>>();
    let view = TableView {
        frame,
        name: about.name.clone(),
        row_is: book.guard.text(&about.row_is).into_owned(),
        source: book.guard.text(&about.source).into_owned(),
        version: about.version.clone(),
        licence: about.licence.clone(),
        files: if open { about.files.clone() } else { Vec::new() },
        rows: about.rows,
        rows_set_aside: about.rows_set_aside,
        first: about.coverage.first,
        last: about.coverage.last,
        countries: about.coverage.countries.clone(),
        gaps: about.coverage.gaps.clone(),
        disclosure: about.disclosure,
        selection,
        claims: claims.map(|checked| book.claim(checked, "../")).collect(),
        findings: findings.filter_map(|f| FindingLine::new(book, f, "../")).collect(),
        rows_words: words::plural(about.rows, "row", "rows"),
        set_aside_words: words::plural(about.rows_set_aside, "row", "rows"),
        covers: covers(&about.coverage),
        country_names,
        access: words::disclosure(about.disclosure),
    };
    frame::add(site, &view);
}

/// Countries and days in a few words.
fn covers(coverage: &Coverage) -> String {
    let countries = match coverage.countries.len() {
        0 => String::new(),
        n => words::plural(u64::try_from(n).unwrap_or(u64::MAX), "country", "countries"),
    };
    let day = |date| words::date(griot_model::PartialDate::Day(date));
    let days = match (coverage.first, coverage.last) {
        (Some(first), Some(last)) => format!("{} – {}", day(first), day(last)),
        (Some(first), None) => format!("since {}", day(first)),
        (None, Some(last)) => format!("until {}", day(last)),
        (None, None) => String::new(),
    };
    let parts: Vec<String> = [countries, days].into_iter().filter(|p| !p.is_empty()).collect();
    parts.join(", ")
}
