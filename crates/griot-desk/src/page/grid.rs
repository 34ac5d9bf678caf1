//! A CSV file of the case as a grid.

use askama::Template;

use super::frame::{Frame, drawn};
use crate::{
    asked::encoded,
    sheet::{Cell, Column, Message, PAGE, Row, Sheet},
};

/// Which rows are shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    /// Words that a row has.
    pub(crate) q: String,
    /// The column by which they are sorted.
    pub(crate) sort: String,
    /// Only rows of which something is said.
    pub(crate) only_wrong: bool,
    /// The page, from 1.
    pub(crate) page: usize,
}

#[derive(Template)]
#[template(path = "grid.html")]
struct Drawn<'a> {
    f: &'a Frame,
    case: &'a str,
    file: &'a str,
    about: &'static str,
    wrong: &'a str,
    messages: &'a [Message],
    columns: &'a [Column],
    rows: Vec<Row>,
    seen: &'a str,
    q: &'a str,
    q_encoded: String,
    sort: &'a str,
    only_wrong: bool,
    page: usize,
    has_more: bool,
    shown: usize,
    total: usize,
}

impl Drawn<'_> {
    fn column(&self, index: usize) -> &str {
        self.columns.get(index).map_or("", |column| column.name.as_str())
    }
}

impl Row {
    /// Whether something is said of it.
    pub(crate) fn is_wrong(&self) -> bool {
        !self.messages.is_empty() || self.cells.iter().any(|cell| !cell.messages.is_empty())
    }
}

/// The grid; `unsaved` are cells that could not be written, shown as they were typed.
pub(crate) fn grid(
    f: &Frame,
    case: &str,
    file: &str,
    sheet: &Sheet,
    view: &View,
    wrong: &str,
) -> String {
    let q = view.q.to_lowercase();
    let mut rows: Vec<&Row> = sheet
        .rows
        .iter()
        .filter(|row| {
            q.is_empty() || row.cells.iter().any(|it| it.text.to_lowercase().contains(&q))
        })
        .filter(|row| !view.only_wrong || row.is_wrong())
        .collect();
    let at = sheet.columns.iter().position(|column| column.name == view.sort);
    if let Some(at) = at {
        let key = |row: &&Row| row.cells.get(at).map(|cell| cell.text.to_lowercase());
        rows.sort_by_key(key);
    }
    let (total, page) = (rows.len(), view.page.max(1));
    let first = (page - 1).saturating_mul(PAGE);
    let mut shown: Vec<Row> = rows.into_iter().skip(first).take(PAGE).cloned().collect();
    let has_more = first + shown.len() < total;
    let count = shown.len();
    if !has_more {
        shown.extend((0..3).map(|more| Row {
            number: sheet.rows.len() + more,
            line: 0,
            cells: vec![Cell::default(); sheet.columns.len()],
            messages: Vec::new(),
        }));
    }
    drawn(&Drawn {
        f,
        case,
        file,
        about: super::home::about(file),
        wrong,
        messages: &sheet.messages,
        columns: &sheet.columns,
        rows: shown,
        seen: &sheet.sha256,
        q: &view.q,
        q_encoded: encoded(&view.q),
        sort: &view.sort,
        only_wrong: view.only_wrong,
        page,
        has_more,
        shown: count,
        total,
    })
}
