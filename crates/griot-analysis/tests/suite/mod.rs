//! What a reader of an analysis will ask, one file per question.

use griot_analysis::{
    finding::{Found, findings},
    network::{
        shared_posts,
        study::{studies, threads},
    },
    opened,
};
use griot_case::Case;
use griot_library::{Library, ParquetTable, Writing, write_parquet};
use griot_model::table::Table;
use griot_sql::{Bounds, Database};

mod event_releases;
mod events;
mod finding;
#[cfg(test)]
mod network;
mod trade;
mod vote_files;
mod votes;

/// The findings of a case, as `griot build` computes them.
fn found(case: &Case) -> Vec<Found> {
    let library = Library::embedded();
    let shared = shared_posts(case).expect("columns are equally long");
    let database = opened(library, case, &shared).expect("the tables are readable");
    let networks =
        studies(&shared, &database, threads(), &mut std::collections::BTreeMap::new())
            .expect("the queries are good");
    findings(case, library, &database, &networks).expect("the queries are good")
}

/// The tables of the library, and no case.
fn library_alone() -> Database<'static> {
    let tables = Library::embedded().as_tables().expect("griot wrote them");
    let tables = tables.into_iter().map(|table| Box::new(table) as Box<dyn Table>);
    Database::open(tables, Bounds::USUAL).expect("tables with names of their own")
}

/// A table as Parquet, and the database that reads it back under a name.
fn as_parquet(table: &dyn Table, name: &str) -> Database<'static> {
    let writing = Writing { created_by: "a test", level: 1 };
    let mut bytes = Vec::new();
    write_parquet(table, writing, &mut bytes).expect("memory takes it");
    let table = ParquetTable::new(name, bytes.into()).expect("griot wrote it");
    Database::open([Box::new(table) as Box<dyn Table>], Bounds::USUAL).expect("one name")
}
