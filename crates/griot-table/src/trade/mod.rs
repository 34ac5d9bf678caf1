//! Trade as its publishers write it, read into one shape.
//!
//! [`read`] knows the layout by its first bytes. Countries stay as written: ISO 3166 alpha-3 where
//! the publisher gives it, a name or a number otherwise.

mod amounts;
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
    crate::refuse_markup(text.file, crate::markup::start(start))?;
    let header = crate::header(text);
    match layout(&header) {
        Some(Layout::Comtrade) => return comtrade::read_csv(text),
        Some(Layout::Baci) => return baci::read(text),
        Some(Layout::Cited) => return cited::read(text),
        None => {}
    }
    let starts: String = header.iter().collect::<Vec<_>>().join(",").chars().take(60).collect();
    let is_header = |cells: &[String]| layout(&cells.iter().collect()).is_some();
    let title = crate::raw_csv::header_below(text.text.as_bytes(), is_header)
        .map_or(String::new(), |line| format!("; {}", crate::raw_csv::title_above(line)));
    Err(TableError::NotThisLayout {
        file: text.file.to_owned(),
        format: "a known file of trade",
        reason: if starts.is_empty() {
            "it is empty".to_owned()
        } else {
            format!(
                "expected a Comtrade response, a BACI table or cited figures; it starts {starts}{title}"
            )
        },
    })
}

/// The layouts of tables.
enum Layout {
    Comtrade,
    Baci,
    Cited,
}

fn layout(header: &csv::StringRecord) -> Option<Layout> {
    let has = |column: &str| header.iter().any(|cell| cell.trim() == column);
    if comtrade::is_header(header) || has("refYear") || has("flowCode") {
        Some(Layout::Comtrade)
    } else if ["t", "i", "j", "k", "v", "q"].into_iter().all(has) {
        Some(Layout::Baci)
    } else {
        (has("measure") || has("reporter")).then_some(Layout::Cited)
    }
}
