//! What do the tables say on the case's own question, without anybody having claimed it?
//!
//! A finding is a query that picks ordered rows, integers counted over them, and words. The rows
//! come back with it, so that nobody chooses them twice, and are the same over tables in any
//! order.

mod asked;
mod deaths;
mod events;
mod networks;
mod votes;

use griot_case::Case;
use griot_library::Library;
use griot_sql::{Database, SqlError};

use self::asked::Asked;
use crate::{network::study::NetworkAnswer, trade, vote};

pub use asked::{Found, sql_codes};

/// What the library says on the case's hosts and senders, costs after gains, and what its posts say.
///
/// `networks` are those of [`crate::network::study::studies`]. A finding without a single row is left out: there is nothing to show and nothing to say.
pub fn findings(
    case: &Case,
    library: &Library,
    database: &Database<'_>,
    networks: &[NetworkAnswer],
) -> Result<Vec<Found>, SqlError> {
    let asked = Asked { case, library, database };
    // What is corrected for chance comes before the shares and counts that are not.
    let mut found = kernels(&asked)?;
    found.extend(votes::findings(&asked)?);
    found.extend(deaths::findings(&asked)?);
    found.extend(events::findings(&asked)?);
    found.extend(networks::findings(&asked, networks)?);
    Ok(found)
}

/// Findings made from rows in memory, each with the rows that its own query chooses.
fn kernels(asked: &Asked<'_>) -> Result<Vec<Found>, SqlError> {
    let settings = &asked.case.settings;
    let mut findings = vote::findings(asked.library, settings);
    for table in &asked.case.trade {
        findings.extend(trade::findings(table, asked.library, settings));
    }
    let with_rows = findings.into_iter().map(|finding| {
        let rows = asked.database.finding_rows(&finding.selection.query)?;
        Ok(Found { finding, rows })
    });
    with_rows.collect()
}
