//! Figures of trade quoted from documents that come with griot; facts, each with its source.

use griot_model::{Coverage, Disclosure, TableDescription};

use griot_model::rows::Rows;
use griot_table::{
    TableError, Text,
    trade::{self, Direction, Flow, Flows},
};

/// Name of the figures where a finding's selection names its table.
pub(super) const CITED_TABLE: &str = "cited_trade";

const FIGURES: &str = include_str!("../../../../library/own/cited_trade.csv");

/// The figures, in griot's own layout.
pub fn cited_figures() -> Result<Flows, TableError> {
    trade::read(&Text {
        file: "library/own/cited_trade.csv",
        text: FIGURES.to_owned(),
        diagnostics: Vec::new(),
    })
}

/// What the figures are, and a query that holds them all; none for another table's name.
pub fn described(table: &str) -> Option<(TableDescription, String)> {
    if table != CITED_TABLE {
        return None;
    }
    let flows = cited_figures().ok()?;
    let (query, rows) = chosen(flows.flows.rows.iter());
    let description = TableDescription {
        name: CITED_TABLE.to_owned(),
        row_is: "A figure of trade quoted from a document.".to_owned(),
        source: "documents of several publishers, each named in its row".to_owned(),
        version: "collected in 2026".to_owned(),
        licence: "facts, each with its source".to_owned(),
        files: vec!["library/own/cited_trade.csv".to_owned()],
        rows: u64::try_from(rows.rows.len()).unwrap_or(u64::MAX),
        rows_set_aside: 0,
        // Figures that somebody happened to quote: no row means nothing, for any country.
        coverage: Coverage::default(),
        disclosure: Disclosure::Open,
    };
    Some((description, query))
}

/// Figures as rows, and as a query that holds the rows itself: they are few and in no other table.
pub(super) fn chosen<'a>(flows: impl Iterator<Item = &'a Flow>) -> (String, Rows) {
    let amount = |amount: Option<f64>| amount.map_or_else(String::new, |a| format!("{a:.0}"));
    let mut rows: Vec<Vec<String>> = flows
        .map(|flow| {
            let direction = match flow.direction {
                Direction::Import => "import",
                Direction::Export => "export",
            };
            vec![
                flow.id.clone(),
                flow.reporter.clone(),
                flow.partner.clone(),
                direction.to_owned(),
                flow.product.clone(),
                flow.period.clone(),
                amount(flow.value),
                amount(flow.weight),
                flow.source.clone(),
            ]
        })
        .collect();
    rows.sort();
    let quoted = |row: &Vec<String>| {
        let cells: Vec<String> =
            row.iter().map(|cell| format!("'{}'", cell.replace('\'', "''"))).collect();
        format!("({})", cells.join(", "))
    };
    let values: Vec<String> = rows.iter().map(quoted).collect();
    let columns =
        ["id", "reporter", "partner", "flow", "product", "period", "usd", "kg", "source"];
    let names = columns.join(", ");
    let query = format!(
        "WITH {CITED_TABLE}({names}) AS (VALUES {}) \
         SELECT {names} FROM {CITED_TABLE} ORDER BY {names}",
        values.join(", "),
    );
    (query, Rows { columns: columns.map(str::to_owned).to_vec(), rows })
}
