//! Questions about events, networks, votes and trade, one room each, and the findings that answer them.
//!
//! A question is a value; its answer carries an estimate and the selection of its rows. Knows no
//! claim and no page.

pub mod event;
pub mod finding;
pub mod gains;
pub mod network;
pub mod trade;
pub mod vote;

use griot_case::Case;
use griot_library::Library;
use griot_model::table::Table;
use griot_sql::{Bounds, Database, SqlError};

use crate::network::SharedPosts;

/// Every table of the library, of the case, and of what its posts share.
pub fn opened<'a>(
    library: &'a Library,
    case: &'a Case,
    shared: &'a [SharedPosts<'a>],
) -> Result<Database<'a>, SqlError> {
    let mut tables: Vec<Box<dyn Table + 'a>> = Vec::new();
    for table in library.as_tables()? {
        tables.push(Box::new(table));
    }
    tables.extend(case.as_tables());
    for posts in shared {
        tables.push(Box::new(posts.as_table()));
    }
    Database::open(tables, Bounds::USUAL)
}
