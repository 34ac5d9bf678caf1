//! What is a table, whoever holds its rows?
//!
//! The library keeps its tables as Parquet, a case as records of plain files, a network as edges.
//! All of them can be read through [`Table`], row after row, without a copy of the whole. What
//! reads them (SQL, an export, a page) knows no more than the kinds of [`Kind`].
//!
//! Which Arrow types of the shipped tables are which kind: `Utf8` and a dictionary of it are text,
//! `List<Utf8>` is texts, `Int16` to `Int64` are integers, `Float64` is a number, `Boolean` is a
//! flag, `Date32` is a day.

use std::{borrow::Cow, ops::ControlFlow};

use jiff::civil::Date;

/// What kind of values a column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Words, an identifier, a partial date.
    Text,
    /// Several texts in their order; in SQL a JSON array, `["a","b"]`.
    Texts,
    /// A whole number.
    Integer,
    /// A double. Sums of them depend on their order.
    Number,
    /// Yes or no; in SQL 1 or 0.
    Flag,
    /// A day of the Gregorian calendar; in SQL the text `2022-03-01`.
    Day,
    /// Microseconds since 1970-01-01 in UTC; in SQL an integer.
    Time,
}

impl Kind {
    /// The word for it in lists of columns.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Texts => "texts",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::Day => "day",
            Self::Time => "time",
        }
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// No value: nothing is known, or there is nothing to know.
    Null,
    /// Of a column of [`Kind::Text`].
    Text(Cow<'a, str>),
    /// Of a column of [`Kind::Texts`].
    Texts(Vec<Cow<'a, str>>),
    /// Of a column of [`Kind::Integer`].
    Integer(i64),
    /// Of a column of [`Kind::Number`].
    Number(f64),
    /// Of a column of [`Kind::Flag`].
    Flag(bool),
    /// Of a column of [`Kind::Day`].
    Day(Date),
    /// Of a column of [`Kind::Time`].
    Time(i64),
}

impl Cell<'_> {
    /// What kind of column it belongs to; no value belongs to any.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Null => None,
            Self::Text(_) => Some(Kind::Text),
            Self::Texts(_) => Some(Kind::Texts),
            Self::Integer(_) => Some(Kind::Integer),
            Self::Number(_) => Some(Kind::Number),
            Self::Flag(_) => Some(Kind::Flag),
            Self::Day(_) => Some(Kind::Day),
            Self::Time(_) => Some(Kind::Time),
        }
    }

    /// The value as rows of text and their digest have it.
    ///
    /// No value is the empty text; integers and times are written plainly; a double has the fewest
    /// digits that give it back, and always a point or an exponent; a flag is `true` or `false`, a
    /// day `2022-03-01`, several texts a JSON array.
    ///
    /// ```
    /// use griot_model::table::Cell;
    /// assert_eq!(Cell::Number(2.0).text(), "2.0");
    /// assert_eq!(Cell::Flag(true).text(), "true");
    /// assert_eq!(Cell::Null.text(), "");
    /// assert_eq!(Cell::Texts(vec!["a \"b\"".into(), "в".into()]).text(), r#"["a \"b\"","в"]"#);
    /// ```
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            // Texts always serialize.
            Self::Texts(texts) => serde_json::to_string(texts).unwrap_or_default().into(),
            Self::Integer(number) | Self::Time(number) => number.to_string().into(),
            Self::Number(number) => number_text(*number).into(),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::Day(day) => day.to_string().into(),
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell<'_> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Date> for Cell<'_> {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name in SQL.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// Whether a row may lack it.
    pub nullable: bool,
    /// What it holds and whose word it is, in a sentence; empty where nobody wrote one.
    pub meaning: String,
}

impl Column {
    /// A column that every row has a value in.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self { name: name.into(), kind, nullable: false, meaning: String::new() }
    }

    /// The same, where rows may lack a value.
    #[must_use]
    pub fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// The same with its meaning.
    #[must_use]
    pub fn meaning(self, meaning: impl Into<String>) -> Self {
        Self { meaning: meaning.into(), ..self }
    }
}

/// Why the rows of a table cannot be read: its bytes are damaged, or not what they say they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// What tells a row from others, what it refers to, and by what it is looked up.
///
/// All of it is what whoever made the table means; rows of a case may break it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// Columns whose values together no two rows share.
    pub primary: Vec<&'static str>,
    /// Columns whose values are keys of other tables.
    pub references: Vec<Reference>,
    /// Columns by which rows are often chosen.
    pub lookups: Vec<Vec<&'static str>>,
}

/// A column whose values are those of a column of another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// Column of this table.
    pub column: &'static str,
    /// The other table.
    pub table: &'static str,
    /// Column of the other table, its key.
    pub key: &'static str,
}

/// Named columns and rows, wherever they lie.
///
/// Every call of [`Table::rows`] gives the same rows in the same order.
pub trait Table {
    /// Name in SQL.
    fn name(&self) -> &str;

    /// Its columns, in order.
    fn columns(&self) -> Vec<Column>;

    /// Its keys; none where nobody named any.
    fn keys(&self) -> Keys {
        Keys::default()
    }

    /// Hands every row to `each`, as long as `columns`, until that breaks off.
    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable>;
}

impl<T: Table + ?Sized> Table for &T {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn columns(&self) -> Vec<Column> {
        (**self).columns()
    }

    fn keys(&self) -> Keys {
        (**self).keys()
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        (**self).rows(each)
    }
}

/// Values in memory as a table: a name, columns, and how one value becomes a row.
pub struct View<'a, T> {
    name: String,
    columns: Vec<Column>,
    keys: Keys,
    values: &'a [T],
    row: RowOf<'a, T>,
}

/// How a value becomes a row: it pushes a cell for each column.
type RowOf<'a, T> = Box<dyn for<'r> Fn(&'r T, &mut Vec<Cell<'r>>) + 'a>;

impl<'a, T> View<'a, T> {
    /// The values in their order; `row` pushes as many cells as there are columns.
    pub fn new(
        name: impl Into<String>,
        columns: Vec<Column>,
        values: &'a [T],
        row: impl for<'r> Fn(&'r T, &mut Vec<Cell<'r>>) + 'a,
    ) -> Self {
        let keys = Keys::default();
        Self { name: name.into(), columns, keys, values, row: Box::new(row) }
    }

    /// The same with these keys.
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Self {
        Self { keys, ..self }
    }
}

impl<T> Table for View<'_, T> {
    fn name(&self) -> &str {
        &self.name
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
        let mut cells = Vec::with_capacity(self.columns.len());
        for value in self.values {
            (self.row)(value, &mut cells);
            if each(&cells).is_break() {
                break;
            }
            cells.clear();
        }
        Ok(())
    }
}

/// A double with the fewest digits that give it back: `2.0`, `0.00001`, `1e16`.
fn number_text(number: f64) -> String {
    // `{:?}` changes to an exponent one power of ten earlier than what was printed before.
    if (1e-5..1e-4).contains(&number.abs()) {
        number.to_string()
    } else {
        format!("{number:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_is_written_as_short_as_it_can_be() {
        for (number, expected) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (2.0, "2.0"),
            (0.1, "0.1"),
            (14.5, "14.5"),
            (0.000_1, "0.0001"),
            (0.000_01, "0.00001"),
            (0.000_012_34, "0.00001234"),
            (0.000_001, "1e-6"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e16"),
            (1.5e300, "1.5e300"),
            (f64::INFINITY, "inf"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(Cell::Number(number).text(), expected);
        }
    }

    #[test]
    fn several_texts_are_json() {
        for (texts, expected) in [
            (vec![], "[]"),
            (vec!["a"], r#"["a"]"#),
            (vec!["a", "", "b,c"], r#"["a","","b,c"]"#),
            (vec!["\\ \" \n"], r#"["\\ \" \n"]"#),
            (vec!["Ибрагим", "إبراهيم"], r#"["Ибрагим","إبراهيم"]"#),
        ] {
            let texts = texts.into_iter().map(Cow::Borrowed).collect();
            assert_eq!(Cell::Texts(texts).text(), expected);
        }
    }

    #[test]
    fn a_day_is_iso_and_a_missing_one_is_empty() {
        let day: Date = "2022-03-01".parse().expect("a day");
        assert_eq!(Cell::from(Some(day)).text(), "2022-03-01");
        assert_eq!(Cell::from(None::<Date>).text(), "");
        assert_eq!(Cell::Time(-1).text(), "-1");
        assert_eq!((Cell::from("x").kind(), Cell::Null.kind()), (Some(Kind::Text), None));
    }
}
