//! Tables under their names, ready for queries.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use griot_model::{
    rows::Rows,
    table::{Column, Kind, Table},
};
use rusqlite::{Connection, ErrorCode, limits::Limit};

use crate::{
    Query, SqlError,
    bounds::{Bounds, LONGEST_VALUE, configure},
    engine::Engine,
    finding::{self, Facts},
    functions,
    guard::Guard,
    load::{self, Order, Unfilled},
    tokens::{Token, TokenKind, statements, tokens},
};

/// Two other orders of rows, besides the reversed one, in which a finding is asked again where ties
/// inside it could show. Any odd numbers would do.
const SPREADS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F];

/// A table as a query can use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Name in SQL.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// Tables under their names, ready for queries. See the [crate] for what a query may do.
pub struct Database<'t> {
    engine: Engine,
    tables: BTreeMap<String, Source<'t>>,
    /// Tables whose rows are in SQLite, and how often a query named them.
    filled: RefCell<BTreeMap<String, u32>>,
    order: Order,
}

struct Source<'t> {
    table: Box<dyn Table + 't>,
    shape: TableShape,
}

impl<'t> Database<'t> {
    /// A database of these tables. Their rows are read when a query names them.
    ///
    /// Fails where two tables have one name (names have no case), or where a name or a column is
    /// none that SQLite takes.
    pub fn open(
        tables: impl IntoIterator<Item = Box<dyn Table + 't>>,
        bounds: Bounds,
    ) -> Result<Self, SqlError> {
        let mut sources = BTreeMap::new();
        let mut names = BTreeSet::new();
        for table in tables {
            let name = table.name().to_owned();
            if !names.insert(name.to_ascii_lowercase()) {
                return Err(SqlError::bad_table(&name, "two tables have this name"));
            }
            let shape = TableShape { name: name.clone(), columns: table.columns() };
            sources.insert(name, Source { table, shape });
        }
        Self::of(sources, bounds, Order::Given)
    }

    fn of(
        tables: BTreeMap<String, Source<'t>>,
        bounds: Bounds,
        order: Order,
    ) -> Result<Self, SqlError> {
        let started = |error: rusqlite::Error| SqlError::Query(error.to_string());
        let mut connection = Connection::open_in_memory().map_err(started)?;
        configure(&connection, bounds).map_err(started)?;
        for (name, source) in &tables {
            load::declare(&connection, name, &source.shape.columns)
                .map_err(|error| SqlError::bad_table(name, error.to_string()))?;
        }
        let guard = Guard::over(&mut connection, tables.keys().cloned()).map_err(started)?;
        functions::replace(&connection, &guard).map_err(started)?;
        let names = tables.keys().cloned().collect();
        let engine = Engine { connection, guard, names, bounds };
        Ok(Self { engine, tables, filled: RefCell::default(), order })
    }

    /// Every table with its columns, sorted by name.
    pub fn tables(&self) -> impl Iterator<Item = &TableShape> {
        self.tables.values().map(|source| &source.shape)
    }

    /// What the values of a column are.
    fn kind(&self, table: &str, column: &str) -> Option<Kind> {
        let shape = &self.tables.get(table)?.shape;
        shape.columns.iter().find(|it| it.name == column).map(|it| it.kind)
    }

    /// A query, ready to be carried out; the tables that it names are read now.
    pub fn query(&self, sql: &str) -> Result<Query<'_>, SqlError> {
        self.engine.guard.set_finding(false);
        self.prepared(sql)
    }

    /// The rows that a query returns, every value as text
    /// ([`griot_model::table::Cell::text`]).
    ///
    /// Without an ORDER BY their order is any order. An EXPLAIN returns the plan as rows.
    pub fn rows(&self, sql: &str) -> Result<Rows, SqlError> {
        self.query(sql)?.collect()
    }

    /// The same for a query that a finding or a verdict stands on: its answer may not depend on the
    /// order in which rows lie in the tables, on the day or on chance.
    ///
    /// It must end in an ORDER BY that leaves no ties between different rows, or be one row; see
    /// the [crate] for what else is refused.
    pub fn finding_rows(&self, sql: &str) -> Result<Rows, SqlError> {
        self.engine.guard.set_finding(true);
        let rows = self.ordered_rows(sql);
        self.engine.guard.set_finding(false);
        rows
    }

    fn ordered_rows(&self, sql: &str) -> Result<Rows, SqlError> {
        let query = self.prepared(sql)?;
        let (columns, is_explain) = (query.columns().len(), query.is_explain());
        let (read, row_number_of) = {
            let seen = self.engine.guard.seen();
            (seen.tables.clone(), seen.row_number_of.clone())
        };
        if let Some(table) = row_number_of {
            let why = format!("it is the place of a row in {table}, which says nothing of it");
            return Err(SqlError::not_reproducible("rowid", why));
        }
        if is_explain {
            return Err(SqlError::not_reproducible("EXPLAIN", "a plan is not an answer"));
        }
        let shape = finding::verify(&tokens(sql), &self.facts(&read))?;
        drop(query);
        let rows = match shape.order_end {
            None => self.prepared(sql)?.collect()?,
            Some(end) => {
                let broken = |smallest_first| {
                    let sql = finding::with_ties_broken(sql, end, columns, smallest_first);
                    self.prepared(&sql)?.collect()
                };
                let rows = broken(true)?;
                if rows != broken(false)? {
                    return Err(SqlError::not_reproducible(
                        "rows of equal order",
                        "end ORDER BY with the key of the row",
                    ));
                }
                rows
            }
        };
        if shape.shows_ties {
            self.same_in_other_orders(sql, &read, &rows)?;
        }
        Ok(rows)
    }

    /// Asks again over the same rows in other orders.
    fn same_in_other_orders(
        &self,
        sql: &str,
        read: &BTreeSet<String>,
        rows: &Rows,
    ) -> Result<(), SqlError> {
        let spreads = SPREADS.into_iter().map(Order::Spread);
        for order in [Order::Reversed].into_iter().chain(spreads) {
            let tables = self.tables.iter().filter(|(name, _)| read.contains(*name));
            let tables = tables.map(|(name, source)| {
                let table: Box<dyn Table + '_> = Box::new(&*source.table);
                (name.clone(), Source { table, shape: source.shape.clone() })
            });
            let other = Database::of(tables.collect(), self.engine.bounds, order)?;
            other.engine.guard.set_finding(true);
            if other.prepared(sql)?.collect()? != *rows {
                return Err(SqlError::not_reproducible(
                    "rows of equal order inside the query",
                    "end the ORDER BY of windows, of aggregates and of subqueries with the key of the row",
                ));
            }
        }
        Ok(())
    }

    fn facts(&self, read: &BTreeSet<String>) -> Facts {
        let sources = self.tables.iter().filter(|(name, _)| read.contains(*name));
        let columns = || sources.clone().flat_map(|(_, source)| &source.shape.columns);
        let name = |column: &Column| column.name.to_ascii_lowercase();
        Facts {
            columns: columns().map(name).collect(),
            doubles: columns().filter(|it| it.kind == Kind::Number).map(name).collect(),
        }
    }

    /// A statement that only reads, with the tables it names filled.
    fn prepared(&self, sql: &str) -> Result<Query<'_>, SqlError> {
        // SQLite would read no further.
        if sql.contains('\0') {
            return Err(SqlError::Query("a query has no NUL".to_owned()));
        }
        let words = tokens(sql);
        match statements(&words) {
            1 => {}
            several => return Err(SqlError::NotOneStatement(several)),
        }
        if words.iter().any(|word| word.kind == TokenKind::Parameter) {
            let why = "a query has no parameters; write the value itself";
            return Err(SqlError::Query(why.to_owned()));
        }
        self.engine.guard.start(self.engine.bounds.time);
        let statement = self
            .engine
            .connection
            .prepare(sql)
            .map_err(|error| self.engine.said(&error, || forbidden(&words)))?;
        if !statement.readonly() || statement.column_count() == 0 {
            return Err(SqlError::NotAQuery(forbidden(&words)));
        }
        let read = self.engine.guard.seen().tables.clone();
        for name in read {
            self.fill(&name)?;
        }
        Ok(Query::new(&self.engine, statement, |table, column| self.kind(table, column)))
    }

    /// Reads a table when a query names it first, and makes its indices when one names it again: to
    /// make one takes longer than to read every row. A finding's query is asked twice at least, so
    /// that it has them at once.
    fn fill(&self, name: &str) -> Result<(), SqlError> {
        let Some(source) = self.tables.get(name) else { return Ok(()) };
        let asked = self.filled.borrow().get(name).copied().unwrap_or_default();
        let at_once = self.engine.guard.is_finding() && self.order == Order::Given;
        let wanted = if at_once { 2 } else { asked + 1 };
        for step in asked..wanted.min(2) {
            match self.engine.guard.ours(|| self.prepare_table(name, source, step)) {
                Ok(()) => {
                    self.filled.borrow_mut().insert(name.to_owned(), step + 1);
                }
                // Its rows are being handed on to somebody; the next query makes the indices.
                Err(Unfilled::Sqlite(error))
                    if error.sqlite_error_code() == Some(ErrorCode::DatabaseLocked) =>
                {
                    return Ok(());
                }
                Err(error) => return Err(self.engine.unfilled(name, error)),
            }
        }
        Ok(())
    }

    /// First the rows, then the indices: of the primary key, and of what rows are chosen by.
    fn prepare_table(
        &self,
        name: &str,
        source: &Source<'t>,
        step: u32,
    ) -> Result<(), Unfilled> {
        let connection = &self.engine.connection;
        if step == 0 {
            // A text may be longer than a query may make one.
            self.limit_values(i32::MAX)?;
            let columns = &source.shape.columns;
            let filled = load::fill(connection, &*source.table, columns, self.order);
            self.limit_values(LONGEST_VALUE)?;
            return filled;
        }
        let keys = source.table.keys();
        let key = Some(&keys.primary).filter(|columns| !columns.is_empty());
        Ok(load::index(connection, name, key.into_iter().chain(load::lookups(&keys)))?)
    }

    fn limit_values(&self, bytes: i32) -> Result<(), Unfilled> {
        self.engine.connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, bytes)?;
        Ok(())
    }
}

/// The words that say what a statement does: `INSERT INTO`, `CREATE TABLE`.
fn forbidden(words: &[Token<'_>]) -> String {
    let explains = words.first().is_some_and(|word| word.is("explain"));
    let plans = explains && words.get(1).is_some_and(|word| word.is("query"));
    let words = words.get(if plans { 3 } else { usize::from(explains) }..).unwrap_or_default();
    let verbs = ["insert", "replace", "update", "delete"];
    let with = words.first().is_some_and(|word| word.is("with"));
    let verb = words.iter().position(|word| with && word.is_any(&verbs)).unwrap_or_default();
    let said = words.iter().skip(verb).take(2).take_while(|word| word.kind == TokenKind::Word);
    said.map(|word| word.text.to_ascii_uppercase()).collect::<Vec<_>>().join(" ")
}
