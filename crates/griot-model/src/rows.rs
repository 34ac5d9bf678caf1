//! Rows as text, and their digest: what a reader can recompute without griot.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The answer to a query, every value as text, written as [`crate::table::Cell::text`] says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// Names of the columns, in the order of the query.
    pub columns: Vec<String>,
    /// Values, each row as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

/// SHA-256 of the rows in lower-case hexadecimal, in the order in which they stand.
///
/// Each value is followed by U+001F and each row by a line feed; names of columns are not part of
/// it. A test of [`crate::Evidence`] and a reader with `sha256sum` get the same.
///
/// ```
/// use griot_model::rows::{digest, Rows};
/// let rows = Rows { columns: vec!["vote".into()], rows: vec![vec!["no".into()]] };
/// // printf 'no\x1f\n' | sha256sum
/// assert_eq!(digest(&rows), "618d135eb937d68996f850facd79ca0dbe65d3d4ed727021d286df603d91705d");
/// ```
pub fn digest(rows: &Rows) -> String {
    let mut digest = RowsDigest::default();
    for row in &rows.rows {
        digest.row(row);
    }
    digest.finish()
}

/// The same of rows that come one after the other and are not kept.
#[derive(Debug, Clone, Default)]
pub struct RowsDigest(Sha256);

impl RowsDigest {
    /// Takes in the next row.
    pub fn row<S: AsRef<str>>(&mut self, values: impl IntoIterator<Item = S>) {
        for value in values {
            self.0.update(value.as_ref().as_bytes());
            self.0.update([0x1F]);
        }
        self.0.update(b"\n");
    }

    /// The digest of the rows so far, in lower-case hexadecimal.
    pub fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// Bytes as lower-case hexadecimal.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a text cannot fail.
        let written = write!(text, "{byte:02x}");
        debug_assert!(written.is_ok());
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_sha256sum_and_knows_the_order() {
        // printf 'a\x1f1\x1f\nb\x1f\x1f\n' | sha256sum
        let rows = Rows {
            columns: vec!["x".into(), "y".into()],
            rows: vec![vec!["a".into(), "1".into()], vec!["b".into(), String::new()]],
        };
        assert_eq!(
            digest(&rows),
            "89ba9703620de01e83b66e4fb457e95492aa88d15763964c262548eea4c2e720"
        );
        let other = Rows { rows: rows.rows.iter().rev().cloned().collect(), ..rows.clone() };
        assert_ne!(digest(&other), digest(&rows));
    }
}
