//! Which rows of a table, said once: chosen in memory, and by the SQL that a reader sees.
//!
//! A rule looks rows up in memory and shows a query beside its verdict. Both come from one value
//! here, so that they cannot come to mean different rows.
//!
//! ```
//! use griot_model::select::{Condition, Shown};
//! struct Coup { id: String, country: String }
//! let shown = Shown {
//!     table: "coups",
//!     columns: vec![
//!         ("coup_id", |coup: &Coup| coup.id.as_str().into()),
//!         ("country", |coup: &Coup| coup.country.as_str().into()),
//!     ],
//!     order: &["coup_id"],
//! };
//! let coups = [Coup { id: "1".into(), country: "MLI".into() }];
//! let evidence = shown.choose("Cline", &coups, &[Condition::Is("country", "MLI".into())]);
//! assert_eq!(evidence.rows, 1);
//! assert_eq!(
//!     evidence.query,
//!     "select coup_id, country from coups where country = 'MLI' order by coup_id"
//! );
//! ```

use std::cmp::Ordering;

use crate::{
    rows::{Rows, digest},
    table::Cell,
    verdict::Evidence,
};

/// A column: its name in SQL, and its value in a row.
pub type ShownColumn<T> = (&'static str, for<'r> fn(&'r T) -> Cell<'r>);

/// How the rows of a table are shown: which columns, in which order of rows.
pub struct Shown<'a, T> {
    /// Name of the table in SQL.
    pub table: &'a str,
    /// The columns. Conditions and order speak of these alone.
    pub columns: Vec<ShownColumn<T>>,
    /// Names of the columns by which rows are ordered; together they tell rows apart.
    pub order: &'static [&'static str],
}

/// What a row must be like.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition<'a> {
    /// The column has this value.
    Is(&'static str, Cell<'a>),
    /// The column has one of these values.
    OneOf(&'static str, Vec<Cell<'a>>),
    /// The column lies between two values, both included.
    Between(&'static str, Cell<'a>, Cell<'a>),
    /// All conditions of one of these lists hold.
    AnyOf(Vec<Vec<Self>>),
}

impl<T> Shown<'_, T> {
    /// The rows of `from` that meet every condition, with the query that chooses the same rows in the
    /// same order. `from` may be any part of the table that holds them all.
    pub fn choose<'v>(
        &self,
        source: impl Into<String>,
        from: impl IntoIterator<Item = &'v T>,
        conditions: &[Condition<'_>],
    ) -> Evidence
    where
        T: 'v,
    {
        let mut chosen: Vec<&T> = from
            .into_iter()
            .filter(|row| conditions.iter().all(|condition| self.meets(row, condition)))
            .collect();
        chosen.sort_by(|one, other| self.compare(one, other));
        chosen.dedup_by(|one, other| self.compare(one, other) == Ordering::Equal);
        let cells =
            |row: &&T| self.columns.iter().map(|(_, of)| of(row).text().into()).collect();
        let rows = Rows {
            columns: self.columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            rows: chosen.iter().map(cells).collect(),
        };
        Evidence {
            table: self.table.to_owned(),
            source: source.into(),
            rows: u64::try_from(rows.rows.len()).unwrap_or(u64::MAX),
            query: self.query(conditions),
            digest: digest(&rows),
        }
    }

    fn query(&self, conditions: &[Condition<'_>]) -> String {
        let columns: Vec<String> =
            self.columns.iter().map(|(name, _)| identifier(name)).collect();
        let order: Vec<String> = self.order.iter().map(|name| identifier(name)).collect();
        let mut query =
            format!("select {} from {}", columns.join(", "), identifier(self.table));
        if !conditions.is_empty() {
            query.push_str(" where ");
            query.push_str(&all_of(conditions));
        }
        query.push_str(" order by ");
        query.push_str(&order.join(", "));
        query
    }

    /// A column that is not shown meets nothing: the rows would be none, and a test of the query says so.
    fn meets(&self, row: &T, condition: &Condition<'_>) -> bool {
        let value = |name: &str| {
            let column = self.columns.iter().find(|(known, _)| *known == name);
            debug_assert!(column.is_some(), "{} shows no column {name}", self.table);
            column.map(|(_, of)| of(row))
        };
        match condition {
            Condition::Is(name, wanted) => value(name).is_some_and(|it| it == *wanted),
            Condition::OneOf(name, wanted) => {
                value(name).is_some_and(|it| wanted.contains(&it))
            }
            Condition::Between(name, low, high) => value(name).is_some_and(|it| {
                order(&it, low) != Ordering::Less && order(&it, high) != Ordering::Greater
            }),
            Condition::AnyOf(lists) => {
                lists.iter().any(|list| list.iter().all(|condition| self.meets(row, condition)))
            }
        }
    }

    fn compare(&self, one: &T, other: &T) -> Ordering {
        let columns = self.order.iter().filter_map(|name| {
            self.columns.iter().find(|(known, _)| known == name).map(|(_, of)| of)
        });
        columns
            .map(|of| order(&of(one), &of(other)))
            .find(|it| it.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// The order in which SQL puts values of one column: no value first, text by its bytes.
fn order(one: &Cell<'_>, other: &Cell<'_>) -> Ordering {
    match (one, other) {
        (Cell::Null, Cell::Null) => Ordering::Equal,
        (Cell::Null, _) => Ordering::Less,
        (_, Cell::Null) => Ordering::Greater,
        (Cell::Integer(one), Cell::Integer(other)) | (Cell::Time(one), Cell::Time(other)) => {
            one.cmp(other)
        }
        (Cell::Number(one), Cell::Number(other)) => one.total_cmp(other),
        (Cell::Flag(one), Cell::Flag(other)) => one.cmp(other),
        _ => one.text().as_bytes().cmp(other.text().as_bytes()),
    }
}

fn all_of(conditions: &[Condition<'_>]) -> String {
    let parts: Vec<String> = conditions
        .iter()
        .map(|condition| match condition {
            Condition::Is(name, Cell::Null) => format!("{} is null", identifier(name)),
            Condition::Is(name, value) => format!("{} = {}", identifier(name), literal(value)),
            Condition::OneOf(name, values) => {
                let values: Vec<String> = values.iter().map(literal).collect();
                format!("{} in ({})", identifier(name), values.join(", "))
            }
            Condition::Between(name, low, high) => {
                format!("{} between {} and {}", identifier(name), literal(low), literal(high))
            }
            Condition::AnyOf(lists) => {
                let lists: Vec<String> =
                    lists.iter().map(|list| format!("({})", all_of(list))).collect();
                format!("({})", lists.join(" or "))
            }
        })
        .collect();
    parts.join(" and ")
}

/// A value as SQL reads it; a day is the text that its column holds.
fn literal(value: &Cell<'_>) -> String {
    match value {
        Cell::Null => "null".to_owned(),
        Cell::Integer(_) | Cell::Number(_) | Cell::Time(_) => value.text().into_owned(),
        Cell::Flag(flag) => i64::from(*flag).to_string(),
        Cell::Text(_) | Cell::Texts(_) | Cell::Day(_) => quoted(&value.text()),
    }
}

/// Text as a value of SQL.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Words of SQL that griot's tables have as names of columns.
const WORDS: &[&str] = &["from", "to", "order", "group", "table", "index"];

fn identifier(name: &str) -> String {
    if WORDS.contains(&name) { format!("\"{name}\"") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(&'static str, Option<i64>);

    fn shown() -> Shown<'static, Row> {
        Shown {
            table: "ties",
            columns: vec![
                ("from", |row: &Row| row.0.into()),
                ("line", |row: &Row| row.1.into()),
            ],
            order: &["line", "from"],
        }
    }

    #[test]
    fn rows_and_query_say_the_same() {
        let rows = [Row("b", Some(2)), Row("a", Some(10)), Row("a", None), Row("a'", Some(3))];
        let check = |conditions: &[Condition<'_>], found: &[[&str; 2]], query: &str| {
            let evidence = shown().choose("s", &rows, conditions);
            let expected = Rows {
                columns: Vec::new(),
                rows: found.iter().map(|row| row.map(str::to_owned).to_vec()).collect(),
            };
            assert_eq!(evidence.digest, digest(&expected), "{query}");
            assert_eq!(evidence.query, query);
        };
        check(
            &[],
            &[["a", ""], ["b", "2"], ["a'", "3"], ["a", "10"]],
            "select \"from\", line from ties order by line, \"from\"",
        );
        check(
            &[Condition::Between("line", 2_i64.into(), 9_i64.into())],
            &[["b", "2"], ["a'", "3"]],
            "select \"from\", line from ties where line between 2 and 9 order by line, \"from\"",
        );
        check(
            &[Condition::AnyOf(vec![
                vec![Condition::Is("from", "a'".into())],
                vec![
                    Condition::OneOf("from", vec!["a".into()]),
                    Condition::Is("line", Cell::Null),
                ],
            ])],
            &[["a", ""], ["a'", "3"]],
            "select \"from\", line from ties where ((\"from\" = 'a''') or (\"from\" in ('a') and \
             line is null)) order by line, \"from\"",
        );
    }
}
