//! Tables as CSV for people with a spreadsheet.
//!
//! A spreadsheet runs a cell that starts like a formula, quoted or not (CWE-1236), so such cells
//! and headers get an apostrophe in front.

use crate::answers::Rows;
use griot_text::formula::harmless;

/// RFC 4180 text of the rows, with their header.
pub(crate) fn csv_text(rows: &Rows) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    let mut failed = false;
    for row in std::iter::once(&rows.columns).chain(&rows.rows) {
        failed |=
            writer.write_record(row.iter().map(|cell| harmless(cell).into_owned())).is_err();
    }
    let bytes = writer.into_inner().unwrap_or_default();
    debug_assert!(!failed, "writing to memory does not fail");
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(header: &str, cell: &str) -> Rows {
        Rows {
            columns: vec![header.into(), "n".into()],
            rows: vec![vec![cell.into(), "1".into()]],
        }
    }

    #[test]
    fn formulas_lose_their_teeth_in_headers_too() {
        let text = csv_text(&rows("=HYPERLINK(\"x\")", "@SUM(A1)"));
        assert_eq!(text, "\"'=HYPERLINK(\"\"x\"\")\",n\r\n'@SUM(A1),1\r\n");
    }

    #[test]
    fn a_formula_behind_a_byte_order_mark_is_one_too() {
        assert_eq!(csv_text(&rows("\u{feff}=1", "x")), "'\u{feff}=1,n\r\nx,1\r\n");
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        assert_eq!(csv_text(&rows("x", "-3.5")), "x,n\r\n-3.5,1\r\n");
        assert_eq!(csv_text(&rows("x", "-3.5+cmd")), "x,n\r\n'-3.5+cmd,1\r\n");
    }

    proptest! {
        #[test]
        fn no_cell_starts_a_formula(header in "[=+@\\-\t\r]?.{0,8}", cell in "[=+@\\-\t\r]?.{0,8}") {
            let text = csv_text(&rows(&header, &cell));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            for record in reader.records() {
                for field in &record.expect("what we wrote reads back") {
                    let dangerous = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    prop_assert!(!dangerous || field.parse::<f64>().is_ok(), "{field:?}");
                }
            }
        }
    }
}
