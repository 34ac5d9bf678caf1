//! A table of a network in the form that every room reads, to be written as Parquet.

use std::ops::ControlFlow;

use griot_model::table::{self, Unreadable};

use super::{
    answer::Network,
    rows::{Cell, Kind, Table},
};

/// One of the tables of a network. Times are microseconds in UTC; those of the table of shares are
/// whole numbers, as SQL reads them everywhere.
#[derive(Debug, Clone, Copy)]
pub struct NetworkTable<'a> {
    /// Which table.
    pub table: Table,
    /// Of which network.
    pub network: &'a Network,
}

impl table::Table for NetworkTable<'_> {
    fn name(&self) -> &str {
        self.table.name()
    }

    fn columns(&self) -> Vec<table::Column> {
        let column = |&(name, kind): &(&str, Kind)| {
            let kind = match kind {
                Kind::Text => table::Kind::Text,
                Kind::Count => table::Kind::Integer,
                Kind::Number => table::Kind::Number,
                Kind::Flag => table::Kind::Flag,
                Kind::Time => table::Kind::Time,
            };
            table::Column::new(name, kind).nullable()
        };
        self.table.columns().iter().map(column).collect()
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[table::Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        let kinds: Vec<Kind> = self.table.columns().iter().map(|column| column.1).collect();
        // Breaking off is the only way in which handing on a row can fail.
        let broken_off = self.table.rows(self.network, |row| {
            let cells: Vec<table::Cell<'_>> =
                row.iter().zip(&kinds).map(|(cell, kind)| plain(cell, *kind)).collect();
            match each(&cells) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(()),
            }
        });
        debug_assert!(matches!(broken_off, Ok(()) | Err(())));
        Ok(())
    }
}

fn plain<'c>(cell: &'c Cell<'_>, kind: Kind) -> table::Cell<'c> {
    match cell {
        Cell::Nothing => table::Cell::Null,
        Cell::Text(text) => text.as_ref().into(),
        Cell::Count(count) => i64::try_from(*count).ok().into(),
        Cell::Number(number) | Cell::Decimals(number, _) | Cell::Chance(number) => {
            (*number).into()
        }
        Cell::Flag(flag) => (*flag).into(),
        Cell::Time(time) if kind == Kind::Time => table::Cell::Time(*time),
        Cell::Time(time) => (*time).into(),
    }
}
