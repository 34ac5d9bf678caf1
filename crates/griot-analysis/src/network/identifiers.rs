//! What accounts are known by, from a table: telephone numbers, addresses, ids of trackers, countries of
//! administrators.
//!
//! Two layouts. Long: `account, kind, identifier`, one row each (`kind` may be missing). Wide: `account`
//! and a column for each kind of identifier, several values in a cell set apart by ` | `.

use griot_model::Diagnostic;

use super::gather::Gathering;
use griot_table::{TableError, even_records, identifier::Identifier, noticed, set_aside};

/// Names under which the column of accounts is known.
const ACCOUNT: [&str; 6] =
    ["account", "account_id", "account id", "user_id", "page_id", "facebook id"];
/// Names under which the column of identifiers of the long layout is known.
const IDENTIFIER: [&str; 2] = ["identifier", "value"];

/// Reads the table and adds its rows to the layer of identifiers.
pub fn read(
    file: &str,
    bytes: &[u8],
    gathering: &mut Gathering,
) -> Result<Vec<Diagnostic>, TableError> {
    let text = griot_table::decode(file, bytes)?;
    let (header, lines) = even_records(&text)?;
    let mut diagnostics = lines.diagnostics;
    let refuse = |reason: String| TableError::NotThisLayout {
        file: file.to_owned(),
        format: "a table of identifiers",
        reason,
    };
    let place = |names: &[&str]| {
        header
            .iter()
            .position(|cell| names.iter().any(|name| cell.trim().eq_ignore_ascii_case(name)))
    };
    let account = place(&ACCOUNT).ok_or_else(|| {
        refuse(format!(
            "no column is called account; it has {}",
            header.iter().take(8).collect::<Vec<_>>().join(", ")
        ))
    })?;
    let (kind, identifier) = (place(&["kind", "type"]), place(&IDENTIFIER));
    if identifier.is_none() && header.len() < 2 {
        return Err(refuse("there is no column of identifiers beside that of accounts".into()));
    }
    for record in &lines.records {
        let line = record.line;
        let cell = |place: usize| record.cell(place);
        if cell(account).is_empty() {
            diagnostics.push(set_aside(file, line, "no account"));
            continue;
        }
        let (mut found, mut lost) = (false, Vec::new());
        let mut take = |kind: &str, value: &str| {
            for value in value.split(" | ").filter(|value| !value.trim().is_empty()) {
                found = true;
                if has_lost_digits(value.trim()) {
                    lost.push(value.trim().to_owned());
                    continue;
                }
                gathering.take_identifier(cell(account), kind, value);
            }
        };
        match identifier {
            Some(identifier) => take(kind.map_or("", cell), cell(identifier)),
            None => {
                for place in (0..header.len()).filter(|place| *place != account) {
                    take(header.get(place).unwrap_or_default().trim(), cell(place));
                }
            }
        }
        if let [first, ..] = lost.as_slice() {
            let what = format!(
                "the identifier {first:?} of {} has lost its last digits, as when a spreadsheet takes it for a number; \
                 it joins nobody",
                cell(account)
            );
            diagnostics.push(set_aside(file, line, what));
        }
        if !found {
            diagnostics.push(noticed(file, line, "an account without any identifier"));
        }
    }
    Ok(diagnostics)
}

/// Whether an identifier is a number that a program rounded, with a point or, as in many countries, a comma.
fn has_lost_digits(value: &str) -> bool {
    let is_lost = |value: &str| Identifier::of(value) == Identifier::LostDigits;
    is_lost(value) || is_lost(&value.replacen(',', ".", 1))
}
