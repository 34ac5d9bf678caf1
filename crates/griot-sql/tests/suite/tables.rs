//! Tables made for the tests.

use std::{ops::ControlFlow, time::Duration};

use griot_model::table::{Cell, Column, Keys, Kind, Reference, Table, Unreadable};
use griot_sql::{Bounds, Database};
use jiff::{ToSpan as _, civil::date};

/// A table of cells.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) keys: Keys,
    pub(crate) rows: Vec<Vec<Cell<'static>>>,
}

impl Table for Made {
    fn name(&self) -> &str {
        self.name
    }

    fn columns(&self) -> Vec<Column> {
        self.columns.clone()
    }

    fn keys(&self) -> Keys {
        self.keys.clone()
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        for row in &self.rows {
            if each(row).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Rows of `events`.
pub(crate) const ROWS: i64 = 4_000;

/// Four thousand rows: an id, one of seven groups, a double, an amount in cents, a day, a flag,
/// names.
pub(crate) fn events() -> Made {
    let row = |id: i64| {
        let number = f64::from(i32::try_from(id).expect("a small number"));
        vec![
            Cell::Integer(id),
            Cell::Text(format!("g{}", id % 7).into()),
            Cell::Number(1.0 / (number + 1.0)),
            Cell::Integer(id * 10),
            if id == 3 { Cell::Null } else { Cell::Day(date(1970, 1, 1) + (id % 365).days()) },
            Cell::Flag(id % 2 == 1),
            Cell::Texts(vec!["Ибрагим".into(), format!("name {}", id % 3).into()]),
        ]
    };
    Made {
        name: "events",
        columns: vec![
            Column::new("id", Kind::Integer),
            Column::new("kind", Kind::Text),
            Column::new("weight", Kind::Number),
            Column::new("cents", Kind::Integer),
            Column::new("day", Kind::Day).nullable(),
            Column::new("odd", Kind::Flag),
            Column::new("names", Kind::Texts),
        ],
        keys: Keys {
            primary: vec!["id"],
            references: vec![Reference { column: "kind", table: "kinds", key: "kind" }],
            lookups: vec![vec!["kind"], vec!["day", "id"]],
        },
        rows: (0..ROWS).map(row).collect(),
    }
}

/// A table of which nothing can be read.
#[derive(Debug)]
pub(crate) struct Broken;

impl Table for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn columns(&self) -> Vec<Column> {
        vec![Column::new("id", Kind::Integer)]
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        // What was handed on before the damage is no table either.
        match each(&[Cell::Integer(1)]) {
            ControlFlow::Continue(()) => Err(Unreadable("not Parquet".to_owned())),
            ControlFlow::Break(()) => Ok(()),
        }
    }
}

pub(crate) fn bounds() -> Bounds {
    Bounds { time: Duration::from_secs(20), ..Bounds::USUAL }
}

pub(crate) fn database(tables: Vec<Made>) -> Database<'static> {
    let tables = tables.into_iter().map(|table| Box::new(table) as Box<dyn Table>);
    Database::open(tables, bounds()).expect("names differ")
}

thread_local! {
    static EVENTS: Database<'static> = database(vec![events()]);
}

/// Asks a database over `events`, which is made once per thread.
pub(crate) fn ask<T>(question: impl FnOnce(&Database<'static>) -> T) -> T {
    EVENTS.with(question)
}

/// Asserts that a query gives these rows.
pub(crate) fn check(sql: &str, expected: &[&[&str]]) {
    let rows = ask(|database| database.rows(sql));
    assert_eq!(rows.expect(sql).rows, expected, "{sql}");
}

/// Asserts that a query is refused with these words.
pub(crate) fn refused(sql: &str, expected: &str) {
    let error = ask(|database| database.rows(sql)).expect_err(sql).to_string();
    assert!(error.contains(expected), "{sql}: {error}");
}
