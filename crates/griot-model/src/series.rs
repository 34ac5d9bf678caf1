//! Series of numbers: what was measured, of whom, when.

use std::{collections::BTreeMap, ops::ControlFlow};

use crate::{
    PartialDate,
    provenance::Disclosure,
    table::{Cell, Column, Kind, Table, Unreadable},
};

/// One number of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The year, month or day that it is for.
    pub time: PartialDate,
    /// The number, in the unit of its series.
    pub value: f64,
    /// Smallest and largest value that the source itself allows, where it gives them.
    pub range: Option<(f64, f64)>,
    /// Data row in its file, from 1.
    pub row: u32,
}

impl Point {
    /// The interval of the source, or the number alone.
    pub fn interval(&self) -> (f64, f64) {
        self.range.unwrap_or((self.value, self.value))
    }
}

/// Numbers of one kind, of several entities over time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// Short name, unique among the series of a check: the file's name without its ending, and the name
    /// within the file where it holds several.
    pub name: String,
    /// What is measured, as the publisher titles it.
    pub title: String,
    /// In what: `%`, `deaths`, `terawatt-hours`, `per 1,000 people`.
    pub unit: String,
    /// How the publisher defines it.
    pub definition: String,
    /// Publisher and version, as cited.
    pub source: String,
    /// The file it was read from.
    pub file: String,
    /// Whether its rows may leave.
    pub disclosure: Disclosure,
    /// Numbers of each entity in order of time; the entity as the file writes it.
    pub entities: BTreeMap<String, Vec<Point>>,
}

impl Series {
    /// How many numbers it has.
    pub fn len(&self) -> usize {
        self.entities.values().map(Vec::len).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entities.values().all(Vec::is_empty)
    }
}

/// A number of a series with all that tells it from others, as a row of the table `series`.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesRow<'a> {
    /// The series.
    pub series: &'a Series,
    /// The entity as the file writes it.
    pub entity: &'a str,
    /// The number.
    pub point: Point,
}

/// Every number of some series as the table `series` of SQL.
#[derive(Debug, Clone, Copy)]
pub struct AsTable<'a>(pub &'a [Series]);

impl Table for AsTable<'_> {
    fn name(&self) -> &'static str {
        "series"
    }

    fn columns(&self) -> Vec<Column> {
        let text = |name: &str| Column::new(name, Kind::Text);
        let number = |name: &str| Column::new(name, Kind::Number);
        vec![
            text("series"),
            text("title"),
            text("entity"),
            text("time"),
            number("value"),
            number("low").nullable(),
            number("high").nullable(),
            text("unit"),
            text("source"),
            Column::new("row", Kind::Integer),
        ]
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        for series in self.0 {
            for (entity, points) in &series.entities {
                for point in points {
                    let time = point.time.to_string();
                    let row = [
                        series.name.as_str().into(),
                        series.title.as_str().into(),
                        entity.as_str().into(),
                        time.into(),
                        point.value.into(),
                        point.range.map(|it| it.0).into(),
                        point.range.map(|it| it.1).into(),
                        series.unit.as_str().into(),
                        series.source.as_str().into(),
                        point.row.into(),
                    ];
                    if each(&row).is_break() {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }
}
