//! The reference tables, page by page, with a filter.

use askama::Template;
use serde::Deserialize;

use super::frame::{Frame, drawn};
use crate::asked::encoded;

/// A table as `griot library list --format json` tells of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) row_is: String,
    pub(crate) source: String,
    pub(crate) version: String,
    pub(crate) licence: String,
    pub(crate) rows: u64,
    coverage: Coverage,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Coverage {
    countries: Vec<String>,
    first: Option<String>,
    last: Option<String>,
    gaps: Vec<String>,
}

struct Listed {
    name: String,
    row_is: String,
    source: String,
    rows: u64,
    coverage: String,
}

#[derive(Template)]
#[template(path = "library.html")]
struct Library<'a> {
    f: &'a Frame,
    tables: Vec<Listed>,
}

impl Table {
    fn covers(&self, f: &Frame) -> String {
        let Coverage { countries, first, last, gaps: _ } = &self.coverage;
        let mut said = Vec::new();
        if !countries.is_empty() {
            said.push(f.fill1("{0} countries", countries.len()));
        }
        if let (Some(first), Some(last)) = (first, last) {
            said.push(f.fill2("{0} to {1}", first, last));
        }
        said.join(", ")
    }

    /// What is said above its rows.
    pub(crate) fn about(&self, f: &Frame) -> Vec<String> {
        let mut said = vec![
            self.row_is.clone(),
            self.source.clone(),
            format!("{} · {} · {}", self.version, self.licence, self.covers(f)),
        ];
        said.extend(self.coverage.gaps.iter().cloned());
        said
    }
}

/// All tables of the library.
pub(crate) fn library(f: &Frame, tables: &[Table]) -> String {
    let tables = tables
        .iter()
        .map(|it| Listed {
            name: it.name.clone(),
            row_is: it.row_is.clone(),
            source: it.source.clone(),
            rows: it.rows,
            coverage: it.covers(f),
        })
        .collect();
    drawn(&Library { f, tables })
}

/// Rows as `griot sql --format json` gives them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Rows {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// What is asked of a table.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    pub(crate) column: String,
    pub(crate) q: String,
    pub(crate) sort: String,
    pub(crate) page: usize,
}

/// Rows of one page.
pub(crate) const PAGE: usize = 100;

/// The query of a view of a table with these columns. Names are taken from the table, words are quoted.
pub(crate) fn query(table: &str, columns: &[String], view: &View, is_whole: bool) -> String {
    let name = |it: &str| format!("\"{}\"", it.replace('"', "\"\""));
    let words = |it: &str| format!("'{}'", it.replace('\'', "''"));
    let known = |it: &str| columns.iter().any(|column| column == it);
    let mut query = format!("select * from {}", name(table));
    if !view.q.is_empty() {
        let asked: Vec<&String> =
            if known(&view.column) { vec![&view.column] } else { columns.iter().collect() };
        let conditions: Vec<String> = asked
            .iter()
            .map(|it| {
                format!(
                    "instr(lower(cast({} as text)), lower({})) > 0",
                    name(it),
                    words(&view.q)
                )
            })
            .collect();
        query.push_str(&format!(" where {}", conditions.join(" or ")));
    }
    if known(&view.sort) {
        query.push_str(&format!(" order by {}", name(&view.sort)));
    }
    if !is_whole {
        let first = view.page.max(1).saturating_sub(1).saturating_mul(PAGE);
        query.push_str(&format!(" limit {} offset {first}", PAGE + 1));
    }
    query
}

#[derive(Template)]
#[template(path = "table.html")]
struct Shown<'a> {
    f: &'a Frame,
    crumb: &'a str,
    crumb_word: &'static str,
    title: &'a str,
    about: Vec<String>,
    wrong: &'a str,
    can_filter: bool,
    columns: &'a [String],
    rows: &'a [Vec<String>],
    column: &'a str,
    q: &'a str,
    q_encoded: String,
    sort: &'a str,
    page: usize,
    has_more: bool,
    counted: String,
    sql: &'a str,
}

/// A table of the library.
pub(crate) fn table(
    f: &Frame,
    table: &Table,
    rows: &Rows,
    view: &View,
    sql: &str,
    wrong: &str,
) -> String {
    let has_more = rows.rows.len() > PAGE;
    let shown = rows.rows.get(..rows.rows.len().min(PAGE)).unwrap_or_default();
    drawn(&Shown {
        f,
        crumb: "library",
        crumb_word: "Library",
        title: &table.name,
        about: table.about(f),
        wrong,
        can_filter: true,
        columns: &rows.columns,
        rows: shown,
        column: &view.column,
        q: &view.q,
        q_encoded: encoded(&view.q),
        sort: &view.sort,
        page: view.page.max(1),
        has_more,
        counted: f.fill2("{0} rows on this page, of {1} in the table", shown.len(), table.rows),
        sql,
    })
}

/// The rows behind a verdict.
pub(crate) fn rows(f: &Frame, back: &str, rows: &Rows, sql: &str, wrong: &str) -> String {
    let title = f.t("Rows behind a verdict");
    drawn(&Shown {
        f,
        crumb: back,
        crumb_word: "Draft",
        title,
        about: Vec::new(),
        wrong,
        can_filter: false,
        columns: &rows.columns,
        rows: &rows.rows,
        column: "",
        q: "",
        q_encoded: String::new(),
        sort: "",
        page: 1,
        has_more: false,
        counted: f.fill1("{0} rows", rows.rows.len()),
        sql,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let columns = vec!["a\"b".to_owned(), "c".to_owned()];
        let view = View { q: "x' or 1=1 --".into(), sort: "c; drop".into(), ..View::default() };
        assert_eq!(
            query("t", &columns, &view, true),
            "select * from \"t\" where instr(lower(cast(\"a\"\"b\" as text)), lower('x'' or 1=1 --')) > 0 \
             or instr(lower(cast(\"c\" as text)), lower('x'' or 1=1 --')) > 0"
        );
    }
}
