//! What accounts are known by, from a table: telephone numbers, addresses, ids of trackers, countries of
//! administrators.
//!
//! Two layouts. Long: `account, kind, identifier`, one row each (`kind` may be missing). Wide: `account`
//! and a column for each kind of identifier, several values in a cell set apart by ` | `.

use griot_model::Diagnostic;

use super::gather::Gathering;
use griot_table::{
    TableError, even_records, identifier::Identifier, missing, noticed, set_aside, spelling,
};

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
        let name = spelling::account(cell(account));
        let name = match Identifier::of(&name) {
            Identifier::Whole(name) if !missing::is_nobody(&name) => name,
            Identifier::Whole(_) => {
                diagnostics.push(set_aside(file, line, "no account"));
                continue;
            }
            Identifier::LostDigits => {
                let what = format!("the id of the account has lost its last digits: {name}");
                diagnostics.push(set_aside(file, line, what));
                continue;
            }
        };
        let mut found = false;
        let mut take = |kind: &str, value: &str| {
            for value in value.split(" | ").map(spelling::id) {
                if value.is_empty() {
                    continue;
                }
                let what = if missing::is_no_object(&value) {
                    "a word for *missing* is read as nothing"
                } else if Identifier::of(&value) == Identifier::LostDigits {
                    "an identifier has lost its last digits and is left out; export it again as text"
                } else {
                    found = true;
                    gathering.take_identifier(&name, kind, &value);
                    continue;
                };
                diagnostics.push(noticed(file, line, format!("{what}: {value}")));
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
        if !found {
            diagnostics.push(noticed(file, line, "an account without any identifier"));
        }
    }
    Ok(diagnostics)
}
