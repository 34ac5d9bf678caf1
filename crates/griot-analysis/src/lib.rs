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
use griot_model::table::{Table, Unreadable};
use griot_sql::{Bounds, Database, SqlError};

use crate::network::SharedPosts;

/// Every table of the library, of a case, and of what its posts share.
pub fn tables<'a>(
    library: &'a Library,
    case: Option<&'a Case>,
    shared: &'a [SharedPosts<'a>],
) -> Result<Vec<Box<dyn Table + 'a>>, Unreadable> {
    let mut tables: Vec<Box<dyn Table + 'a>> = Vec::new();
    for table in library.as_tables()? {
        tables.push(Box::new(table));
    }
    tables.extend(case.into_iter().flat_map(Case::as_tables));
    for posts in shared {
        tables.push(Box::new(posts.as_table()));
    }
    Ok(tables)
}

/// A database of these tables.
pub fn opened<'a>(
    library: &'a Library,
    case: &'a Case,
    shared: &'a [SharedPosts<'a>],
) -> Result<Database<'a>, SqlError> {
    Database::open(tables(library, Some(case), shared)?, Bounds::USUAL)
}
