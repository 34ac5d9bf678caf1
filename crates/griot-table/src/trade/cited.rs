//! Figures of trade quoted from documents, in griot's own table.
//!
//! Columns: `id`, `reporter`, `partner` (names or codes; empty for all partners), `flow` (`import`
//! or `export`; other measures such as production are kept for the reader, not compared),
//! `product` (HS code), `period`, `value`, `unit` (`USD`, `kg`, `tonne`), `source`, `url`, `page`,
//! `published`, `note`. Value and weight of one flow are two rows.

use griot_model::Diagnostic;

use super::{
    amounts::{Amount, AmountColumn},
    flow::{Direction, Flow, Flows, Standing},
};
use crate::{Reported, TableError, Text, columns, even_records, noticed, set_aside};

const FORMAT: &str = "griot's table of cited figures";

pub(super) fn read(text: &Text<'_>) -> Result<Flows, TableError> {
    let (header, lines) = even_records(text)?;
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
    let mut amounts = AmountColumn::divided_by(crate::delimiter_of_table(text));
    lines.records.iter().for_each(|record| amounts.see(record.cell(value)));
    if amounts.has_points_between_thousands() {
        let what = "points stand between thousands in the column value, and are read so";
        diagnostics.push(noticed(text.file, 1, what));
    }
    let (mut rows, mut unreadable) = (Vec::new(), Vec::new());
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
        let unit = record.cell(unit);
        let is_weight = matches!(unit, "kg" | "tonne" | "t");
        let wrong = |why: &str| {
            let what = format!("not readable, which is not missing: {why}");
            Diagnostic::warning(text.file, what).line(record.line)
        };
        let amount = match amounts.read(written) {
            Amount::Read(amount) if unit == "USD" || is_weight => Ok(amount),
            // Other money needs a rate of the day, which the table does not have.
            Amount::Read(_) if is_money(unit) => {
                let what = format!("is in {unit}; it is kept for the reader and not compared");
                Err(noticed(text.file, record.line, what))
            }
            Amount::Read(_) => {
                Err(wrong(&format!("unit should be USD, kg or tonne, not {unit:?}")))
            }
            Amount::Missing if written.is_empty() => Err(wrong("value is empty")),
            Amount::Missing => Err(wrong(&format!("value is {written:?}"))),
            Amount::Unreadable(why) => Err(wrong(&format!("value is {written:?}: {why}"))),
        };
        let amount = amount.map_err(|seen| diagnostics.push(seen));
        let is_readable = amount.is_ok();
        let amount = amount.ok();
        let (value, weight) = match unit {
            "kg" => (None, amount),
            "tonne" | "t" => (None, amount.map(|amount| amount * 1e3)),
            _ => (amount, None),
        };
        let page = page.map(|page| record.cell(page)).unwrap_or_default();
        let place = if page.is_empty() { String::new() } else { format!(", p. {page}") };
        let kept = if is_readable { &mut rows } else { &mut unreadable };
        kept.push(Flow {
            id: record.cell(id).to_owned(),
            reporter: record.cell(reporter).to_owned(),
            partner: record.cell(partner).to_owned(),
            direction,
            product: record.cell(product).to_owned(),
            period: record.cell(period).to_owned(),
            value,
            weight,
            weight_is_estimate: false,
            weight_is_unreadable: is_weight && !is_readable,
            standing: if is_weight || is_readable {
                Standing::Cited
            } else {
                Standing::Unreadable
            },
            source: format!("{}{place}, {}", record.cell(source), record.cell(url)),
            row: record.row,
        });
    }
    Ok(Flows {
        format: FORMAT,
        flows: Reported { rows, diagnostics },
        unreadable,
        caveats: vec![
            "These numbers are quoted from documents; the returns they come from are not held here.",
        ],
    })
}

/// A code of money, as ISO 4217 writes it.
fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase())
}
