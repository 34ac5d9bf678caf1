//! Networks of accounts: a page for each table of posts, and pages for its groups and edges.
//!
//! Of a table of which only totals may leave, accounts are numbers and nothing that they share is named.

mod edge;
mod group;
mod told;
mod whole;

use self::told::{Told, shown};
use super::book::Book;
use crate::site::Site;

pub(super) use told::{first, of_table};

/// Adds the pages of every network whose rows are not private.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    for network in shown(book.answers, book.guard) {
        let told = Told::new(book, network);
        whole::add(&told, site);
        group::add(&told, site);
        edge::add(&told, site);
    }
}

// Templates hand over values by reference or by value, as they have them.
