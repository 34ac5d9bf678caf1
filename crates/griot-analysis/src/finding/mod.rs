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

use std::{panic::resume_unwind, thread};

use griot_case::Case;
use griot_library::Library;
use griot_model::Finding;
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
    thread::scope(|scope| {
        // Computed in memory, beside the queries.
        let kernels = scope.spawn(|| kernels(case, library));
        let mut asked_for = votes::findings(&asked)?;
        asked_for.extend(deaths::findings(&asked)?);
        asked_for.extend(events::findings(&asked)?);
        asked_for.extend(networks::findings(&asked, networks)?);
        let kernels = kernels.join().unwrap_or_else(|panic| resume_unwind(panic));
        // What is corrected for chance comes before the shares and counts that are not.
        let mut found = with_rows(kernels, database)?;
        found.extend(asked_for);
        Ok(found)
    })
}

/// Findings made from rows in memory.
fn kernels(case: &Case, library: &Library) -> Vec<Finding> {
    let settings = &case.settings;
    let mut findings = vote::findings(library, settings);
    for table in &case.trade {
        findings.extend(trade::findings(table, library, settings));
    }
    findings
}

/// Each finding with the rows that its own query chooses.
fn with_rows(findings: Vec<Finding>, database: &Database<'_>) -> Result<Vec<Found>, SqlError> {
    let with_rows = findings.into_iter().map(|finding| {
        let rows = database.finding_rows(&finding.selection.query)?;
        Ok(Found { finding, rows })
    });
    with_rows.collect()
}
