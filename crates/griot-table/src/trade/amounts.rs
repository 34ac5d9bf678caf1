//! Amounts of a whole column at once: what stands between thousands, and what before a fraction.
//!
//! `400.000` is four hundred or four hundred thousand. One cell cannot say which, the column often can; where it cannot,
//! the cell is not readable, since a number that is a thousand times too small is worse than none.

use crate::missing;

/// What is known of a column after all its cells were shown to it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AmountColumn {
    /// Cells in which a point can only stand before a fraction: `12.5`, `1000.125`, `0.400`, `1.5E+06`.
    fractions: u64,
    /// Cells in which points can only stand between thousands: `1.000.000`, `1.000,5`.
    groups: u64,
    /// Cells with a comma that can only stand before a fraction: `59,9`.
    commas: u64,
    /// Whether cells are divided by semicolons, as spreadsheets write them where a comma stands before a fraction.
    has_semicolons: bool,
}

/// What a cell says of its amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Amount {
    /// Nothing is there.
    Missing,
    /// Zero or more.
    Read(f64),
    /// No amount, or one of two; why, as a clause.
    Unreadable(&'static str),
}

impl AmountColumn {
    /// A column of a file whose cells are divided by `delimiter`.
    pub(super) fn divided_by(delimiter: u8) -> Self {
        Self { has_semicolons: delimiter == b';', ..Self::default() }
    }

    /// Takes note of a cell.
    pub(super) fn see(&mut self, cell: &str) {
        let cell = cell.trim();
        if !cell.bytes().any(|byte| matches!(byte, b'.' | b',')) {
            return;
        }
        let (points, commas) = (cell.matches('.').count(), cell.matches(',').count());
        match (points, commas) {
            (0, 1) => self.commas += u64::from(is_number(cell, ',') && !is_grouped(cell, ',')),
            (_, 1) => {
                let whole = cell.split(',').next().unwrap_or_default();
                self.groups += u64::from(is_grouped(whole, '.'));
            }
            (1, 0) => {
                self.fractions += u64::from(is_number(cell, '.') && !is_grouped(cell, '.'));
            }
            (_, 0) => self.groups += u64::from(is_grouped(cell, '.')),
            _ => {}
        }
    }

    /// Whether points stand between thousands in this column.
    pub(super) fn has_points_between_thousands(&self) -> bool {
        self.groups > 0 && self.fractions == 0
    }

    /// A cell as an amount.
    pub(super) fn read(&self, cell: &str) -> Amount {
        let cell = cell.trim();
        if missing::is_missing(cell) {
            return Amount::Missing;
        }
        if is_grouped(cell, '.') {
            let is_fraction = self.fractions > 0
                && self.groups == 0
                && self.commas == 0
                && cell.matches('.').count() == 1;
            if self.has_points_between_thousands() {
                return read(&cell.replace('.', ""));
            }
            if !is_fraction && (self.fractions > 0 || self.commas > 0) {
                return Amount::Unreadable(
                    "the point may stand between thousands or before a fraction, and other cells of the column have both",
                );
            }
            if !is_fraction && self.has_semicolons {
                return Amount::Unreadable(
                    "the point may stand between thousands or before a fraction; in a file of semicolons it mostly stands between thousands",
                );
            }
            if !is_fraction {
                return Amount::Unreadable(
                    "the point may stand between thousands or before a fraction, and no other cell of the column says which",
                );
            }
        }
        read(cell)
    }
}

fn read(cell: &str) -> Amount {
    match cell.parse::<f64>() {
        Ok(amount) if amount.is_finite() && amount >= 0.0 => Amount::Read(amount),
        Ok(_) => Amount::Unreadable("it is below zero or without end"),
        Err(_) if cell.contains(',') => Amount::Unreadable(
            "it has a comma, which may stand between thousands or before a fraction",
        ),
        Err(_) => Amount::Unreadable("it is no amount"),
    }
}

/// A number with one sign in it, a power of ten perhaps behind.
fn is_number(cell: &str, sign: char) -> bool {
    cell.replacen(sign, ".", 1).parse::<f64>().is_ok_and(f64::is_finite)
}

/// Whether the sign can stand between thousands: one to three digits, of which the first is no zero, and groups of
/// exactly three.
fn is_grouped(cell: &str, sign: char) -> bool {
    let mut parts = cell.split(sign);
    let first = parts.next().unwrap_or_default();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let begins = (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0');
    let mut groups = 0;
    begins
        && parts.all(|part| {
            groups += 1;
            part.len() == 3 && digits(part)
        })
        && groups > 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn column(delimiter: u8, cells: &[&str]) -> AmountColumn {
        let mut column = AmountColumn::divided_by(delimiter);
        for cell in cells {
            column.see(cell);
        }
        column
    }

    /// What the last cell is in a column with the others; none where it is not readable.
    fn last(delimiter: u8, cells: &[&str]) -> Option<f64> {
        match column(delimiter, cells).read(cells[cells.len() - 1]) {
            Amount::Read(amount) => Some(amount),
            _ => None,
        }
    }

    #[test]
    fn a_column_says_what_one_cell_cannot() {
        for (delimiter, cells, amount) in [
            (b',', &["1000000", "400"][..], Some(400.0)),
            (b',', &["1000000.125", "400.500"], Some(400.5)),
            (b',', &["0.250", "12.345"], Some(12.345)),
            (b',', &["1.000.000", "400.000"], Some(400_000.0)),
            (b';', &["1.000.000", "400.000"], Some(400_000.0)),
            (b';', &["400.000"], None),
            (b',', &["400.000"], None),
            (b';', &["12.5", "400.000"], Some(400.0)),
            (b';', &["59,9", "59.900"], None),
            (b';', &["7.250,5", "12.500"], Some(12_500.0)),
            (b',', &["1.000.000", "12.5", "400.000"], None),
            (b',', &["1.000.000", "12.5"], Some(12.5)),
            (b',', &["1,000,000"], None),
            (b',', &["-1"], None),
            (b',', &["1.5E+06"], Some(1_500_000.0)),
            (b',', &["n/a"], None),
        ] {
            assert_eq!(last(delimiter, cells), amount, "{cells:?}");
        }
        assert_eq!(column(b',', &[]).read("n/a"), Amount::Missing);
    }

    /// A number as a country writes it, without power of ten.
    fn written(number: u64, decimals: Option<u32>, (between, before): (&str, &str)) -> String {
        let digits = number.to_string();
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push_str(between);
            }
            text.push(digit);
        }
        decimals.map_or_else(|| text.clone(), |decimals| format!("{text}{before}{decimals:02}"))
    }

    proptest! {
        /// However a file writes its amounts, what is read is the amount and never a thousandth or a thousandfold of it.
        #[test]
        fn no_amount_is_another_by_three_places(
            amounts in prop::collection::vec((0..10_000_000_u64, prop::option::of(0..100_u32)), 1..9),
            style in prop::sample::select(vec![("", "."), (".", ","), (",", "."), ("", ","), (" ", ","), ("'", ".")]),
            delimiter in prop::sample::select(vec![b',', b';']),
        ) {
            let cells: Vec<String> = amounts.iter().map(|(whole, cents)| written(*whole, *cents, style)).collect();
            let seen: Vec<&str> = cells.iter().map(String::as_str).collect();
            let column = column(delimiter, &seen);
            for ((whole, cents), cell) in amounts.iter().zip(&cells) {
                let truth = format!("{whole}.{:02}", cents.unwrap_or(0)).parse::<f64>().expect("a number");
                if let Amount::Read(read) = column.read(cell) {
                    prop_assert!((read - truth).abs() < 1e-6, "{} is read as {} in {:?}", cell, read, cells);
                }
                if style == ("", ".") {
                    prop_assert_eq!(column.read(cell), Amount::Read(truth), "{:?}", cells);
                }
            }
        }
    }
}
