//! SQL over tables, read-only and bounded: the one room that knows an SQL engine.
//!
//! A [`Database`] is opened over any [`griot_model::table::Table`]s. The rows of one are read when a
//! query names it. This room knows neither library nor case, no file and no page; it decides nothing
//! about evidence.
//!
//! ```
//! use std::ops::ControlFlow;
//! use griot_model::table::{Cell, Column, Kind, Table, Unreadable};
//! use griot_sql::{Bounds, Database};
//!
//! struct Votes;
//! impl Table for Votes {
//!     fn name(&self) -> &str {
//!         "votes"
//!     }
//!     fn columns(&self) -> Vec<Column> {
//!         vec![Column::new("country", Kind::Text), Column::new("vote", Kind::Text)]
//!     }
//!     fn rows(
//!         &self,
//!         each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
//!     ) -> Result<(), Unreadable> {
//!         for row in [["MLI", "no"], ["FRA", "yes"]] {
//!             if each(&row.map(Cell::from)).is_break() {
//!                 break;
//!             }
//!         }
//!         Ok(())
//!     }
//! }
//!
//! let tables: [Box<dyn Table>; 1] = [Box::new(Votes)];
//! let database = Database::open(tables, Bounds::USUAL)?;
//! let rows = database.finding_rows("select country from votes where vote = 'no' order by country")?;
//! assert_eq!(rows.rows, [["MLI"]]);
//! assert!(database.finding_rows("select country from votes").is_err(), "in which order?");
//! # Ok::<(), griot_sql::SqlError>(())
//! ```
//!
//! # The dialect
//!
//! It is that of SQLite 3.54, so that a query runs unchanged in a file that griot exported.
//!
//! - A day is the text `2022-03-01`; compare it with a text (`day >= '2022-03'` works), count days
//!   with `julianday(a) - julianday(b)`. Dates that may lack a day or a month are texts as well. A
//!   time is an integer, microseconds since 1970 in UTC: `datetime(time / 1000000, 'unixepoch')`.
//! - A flag is 1 or 0, so `where quoted` works; an answer shows a column of flags as `true` and
//!   `false`. Several texts in one value are a JSON array: `json_each(names)` makes rows of it.
//! - `7 / 2` is 3; write `7 / 2.0` for 3.5. Division rounds toward zero.
//! - NULL sorts before every value; write `NULLS LAST` to have it last.
//! - `LIKE`, `upper` and `lower` know no case of ASCII letters, and only of those. `=` is exact.
//! - `"a"` is a name, `'a'` a text. `from`, `to`, `order` and `group` as names need quotes.
//!
//! # What is refused
//!
//! Every query: more than one statement; anything but SELECT, WITH, VALUES and EXPLAIN; any table
//! that is not among those given; functions that are not listed in `guard.rs`; the clock, the time zone of the
//! machine and chance; more time, memory or rows than [`Bounds`] say.
//!
//! The query of a finding ([`Database::finding_rows`]), besides: what is not the same over rows in
//! any order. It ends in an ORDER BY that leaves no ties between different rows, or is one row; it
//! adds no doubles; columns beside an aggregate are grouped by; LIMIT, `row_number`, `string_agg`
//! and their like have an order of their own; there are no row numbers and no collations.

mod bounds;
mod database;
mod engine;
mod error;
mod file;
mod finding;
mod functions;
mod guard;
mod index;
mod load;
mod query;
mod tokens;

pub use bounds::Bounds;
pub use database::{Database, TableShape};
pub use error::SqlError;
pub use file::{File, View, write_file};
pub use index::{Found, Hit, Index, Known, Passage, Sought};
pub use query::{Query, ResultColumn};
