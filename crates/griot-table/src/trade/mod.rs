//! Trade as its publishers write it, read into one shape.
//!
//! [`read`] knows the layout by its first bytes. Countries stay as written: ISO 3166 alpha-3 where
//! the publisher gives it, a name or a number otherwise.

mod baci;
mod cited;
mod codes;
mod comtrade;
mod flow;

use super::{TableError, Text};

pub use baci::read_countries as read_baci_countries;
pub use codes::OTHER_ASIA;
pub use flow::{Direction, Flow, Flows, Standing};

/// Reads a file of trade records in whichever of the known layouts it is.
pub fn read(text: &Text<'_>) -> Result<Flows, TableError> {
    let start = text.text.trim_start();
    if start.starts_with(['{', '[']) {
        return comtrade::read_json(text);
    }
    let header = crate::header(text);
    let has = |column: &str| header.iter().any(|cell| cell.trim() == column);
    if comtrade::is_header(&header) || has("refYear") || has("flowCode") {
        comtrade::read_csv(text)
    } else if ["t", "i", "j", "k", "v", "q"].into_iter().all(has) {
        baci::read(text)
    } else if has("measure") || has("reporter") {
        cited::read(text)
    } else {
        let starts: String =
            header.iter().collect::<Vec<_>>().join(",").chars().take(60).collect();
        Err(TableError::NotThisLayout {
            file: text.file.to_owned(),
            format: "a known file of trade",
            reason: if starts.is_empty() {
                "it is empty".to_owned()
            } else {
                format!(
                    "expected a Comtrade response, a BACI table or cited figures; it starts {starts}"
                )
            },
        })
    }
}
