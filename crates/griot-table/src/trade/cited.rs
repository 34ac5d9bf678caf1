//! Figures of trade quoted from documents, in griot's own table.
//!
//! Columns: `id`, `reporter`, `partner` (names or codes; empty for all partners), `flow` (`import`
//! or `export`; other measures such as production are kept for the reader, not compared),
//! `product` (HS code), `period`, `value`, `unit` (`USD`, `kg`, `tonne`), `source`, `url`, `page`,
//! `published`, `note`. Value and weight of one flow are two rows.

use super::flow::{Direction, Flow, Flows, Standing};
use crate::{Reported, TableError, Text, columns, noticed, records, set_aside};

const FORMAT: &str = "griot's table of cited figures";

pub(super) fn read(text: &Text<'_>) -> Result<Flows, TableError> {
    let (header, lines) = records(text, true)?;
    let [id, reporter, partner, flow, product, period, value, unit, source, url] = columns(
        text.file,
        FORMAT,
        &header,
        [
            "id", "reporter", "partner", "flow", "product", "period", "value", "unit",
            "source", "url",
        ],
    )?;
    let page = header.iter().position(|cell| cell.trim() == "page");
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let direction = match record.cell(flow) {
            "import" => Direction::Import,
            "export" => Direction::Export,
            "production" | "estimate" | "share" => continue,
            other => {
                let reason = format!("flow should be import or export, not {other:?}");
                diagnostics.push(set_aside(text.file, record.line, reason));
                continue;
            }
        };
        let written = record.cell(value);
        let Some(amount) =
            written.parse::<f64>().ok().filter(|amount| amount.is_finite() && *amount >= 0.0)
        else {
            let reason = format!("value should be an amount, not {written:?}");
            diagnostics.push(set_aside(text.file, record.line, reason));
            continue;
        };
        let (value, weight) = match record.cell(unit) {
            "USD" => (Some(amount), None),
            "kg" => (None, Some(amount)),
            "tonne" | "t" => (None, Some(amount * 1e3)),
            // Other money needs a rate of the day, which the table does not have.
            other if other.len() == 3 && other.bytes().all(|b| b.is_ascii_uppercase()) => {
                let what = format!("is in {other}; it is kept for the reader and not compared");
                diagnostics.push(noticed(text.file, record.line, what));
                continue;
            }
            other => {
                let reason = format!("unit should be USD, kg or tonne, not {other:?}");
                diagnostics.push(set_aside(text.file, record.line, reason));
                continue;
            }
        };
        let page = page.map(|page| record.cell(page)).unwrap_or_default();
        let place = if page.is_empty() { String::new() } else { format!(", p. {page}") };
        rows.push(Flow {
            id: record.cell(id).to_owned(),
            reporter: record.cell(reporter).to_owned(),
            partner: record.cell(partner).to_owned(),
            direction,
            product: record.cell(product).to_owned(),
            period: record.cell(period).to_owned(),
            value,
            weight,
            weight_is_estimate: false,
            standing: Standing::Cited,
            source: format!("{}{place}, {}", record.cell(source), record.cell(url)),
            row: record.row,
        });
    }
    Ok(Flows {
        format: FORMAT,
        flows: Reported { rows, diagnostics },
        caveats: vec![
            "These numbers are quoted from documents; the returns they come from are not held here.",
        ],
    })
}
