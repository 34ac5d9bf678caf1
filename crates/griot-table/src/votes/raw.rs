//! Records of a delimited text as slices of it, found without reading what nobody asks for.
//!
//! The UN Digital Library's bulk file has 947,000 rows of 300 bytes, of which three short values
//! matter, since a roll call's title, totals and dates are the same in each of its rows. The rules of
//! quotation are those of RFC 4180 as the `csv` crate reads them: a mark opens a value only at its
//! beginning, a doubled mark inside stands for one, and `\n`, `\r\n` or `\r` ends a record.

use memchr::{memchr, memchr3};

use crate::raw_csv::{quotation_end, runs_into_next};

/// A record with the line on which it begins, from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw<'t> {
    pub(super) line: u64,
    /// Without its line end.
    pub(super) text: &'t str,
    /// Whether it is one line with a quotation mark that nobody closes.
    pub(super) is_unclosed: bool,
    /// Bytes that were looked at so far after marks that nobody closes, and will be again.
    pub(super) reread: u64,
}

/// Records of a text, empty lines left out.
#[derive(Debug)]
pub(super) struct RawRecords<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
    line: u64,
    /// Cells that a record has, where that is known.
    width: Option<usize>,
    /// See [`Raw::reread`].
    reread: u64,
}

impl<'t> RawRecords<'t> {
    /// Records of a text, of which each has `width` cells. One that goes over lines and has another
    /// number of cells is a mark that nobody closes, and costs its first line.
    pub(super) fn new(text: &'t str, delimiter: u8, width: Option<usize>) -> Self {
        Self { text, delimiter, at: 0, line: 1, width, reread: 0 }
    }
}

impl<'t> Iterator for RawRecords<'t> {
    type Item = Raw<'t>;

    fn next(&mut self) -> Option<Raw<'t>> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at)? {
                b'\n' => self.line += 1,
                b'\r' if bytes.get(self.at + 1) != Some(&b'\n') => self.line += 1,
                b'\r' => {}
                _ => break,
            }
            self.at += 1;
        }
        let (start, line) = (self.at, self.line);
        let mut at = start;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr3(b'"', b'\n', b'\r', rest) else {
                at = bytes.len();
                break;
            };
            at += found;
            if bytes.get(at) != Some(&b'"') {
                break;
            }
            let opens = at == start || bytes.get(at - 1) == Some(&self.delimiter);
            at += 1;
            if opens {
                at = quotation_end(bytes, at);
            }
        }
        let text = self.text.get(start..at)?;
        // A quotation may run over lines.
        let ends = line_ends(text.as_bytes());
        let width = self.width.filter(|_| ends > 0);
        let differs = |width| record(text, self.delimiter).is_ok_and(|it| it.len() != width);
        if width.is_some_and(|width| {
            differs(width) || runs_into_next(text.as_bytes(), self.delimiter)
        }) {
            let first = memchr::memchr2(b'\n', b'\r', text.as_bytes()).unwrap_or(text.len());
            self.at = start + first;
            // Once for the end of the quotation, once for the cells.
            self.reread += 2 * text.len() as u64;
            let reread = self.reread;
            return Some(Raw { line, text: text.get(..first)?, is_unclosed: true, reread });
        }
        self.at = at;
        self.line += ends;
        Some(Raw { line, text, is_unclosed: false, reread: self.reread })
    }
}

/// Line ends inside a record; nearly every record has none.
fn line_ends(text: &[u8]) -> u64 {
    if memchr::memchr2(b'\n', b'\r', text).is_none() {
        return 0;
    }
    let counted = (0..text.len()).filter(|&at| match text.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    u64::try_from(counted.count()).unwrap_or(0)
}

/// The values at `places` of a record; none where one of them cannot be told from the raw text (a
/// mark inside a quoted value, say) and the record must be read in full.
///
/// A value beyond the end of the record is empty.
pub(super) fn values<const N: usize>(
    raw: &str,
    delimiter: u8,
    places: [usize; N],
) -> Option<[&str; N]> {
    let last = places.iter().copied().max().unwrap_or(0);
    let mut values = [""; N];
    let mut rest = raw;
    for place in 0..=last {
        let bytes = rest.as_bytes();
        let (value, next) = if bytes.first() == Some(&b'"') {
            let closed = memchr(b'"', bytes.get(1..)?)? + 1;
            if bytes.get(closed + 1).is_some_and(|byte| *byte != delimiter) {
                return None;
            }
            (rest.get(1..closed)?, closed + 1)
        } else {
            let end = bytes.iter().position(|byte| *byte == delimiter).unwrap_or(bytes.len());
            (rest.get(..end)?, end)
        };
        for (wanted, cell) in places.iter().zip(&mut values) {
            if *wanted == place {
                *cell = value.trim();
            }
        }
        match rest.get(next + 1..) {
            Some(after) => rest = after,
            None => break,
        }
    }
    Some(values)
}

/// How many cells a record has.
pub(super) fn cells(raw: &str, delimiter: u8) -> usize {
    let bytes = raw.as_bytes();
    let (mut at, mut cells) = (0, 1);
    loop {
        if bytes.get(at) == Some(&b'"') {
            at = quotation_end(bytes, at + 1);
        }
        match memchr(delimiter, bytes.get(at..).unwrap_or_default()) {
            Some(found) => at += found + 1,
            None => return cells,
        }
        cells += 1;
    }
}

/// One record, read in full.
pub(super) fn record(raw: &str, delimiter: u8) -> Result<csv::StringRecord, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(1 << 10)
        .from_reader(raw.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).map_err(|error| format!("not CSV: {error}"))?;
    Ok(record)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_csv(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let records = reader.records().map(|record| record.expect("text"));
        records.map(|record| record.iter().map(str::to_owned).collect()).collect()
    }

    fn check(text: &str) {
        let raw: Vec<Raw<'_>> = RawRecords::new(text, b',', None).collect();
        let expected = by_csv(text);
        assert_eq!(raw.len(), expected.len(), "{text:?} {raw:?}");
        for (raw, expected) in raw.iter().zip(&expected) {
            let whole = by_csv(raw.text);
            assert_eq!(whole, std::slice::from_ref(expected), "{text:?}");
            assert_eq!(cells(raw.text, b','), expected.len(), "{text:?}");
            let cell = |place: usize| expected.get(place).map_or("", |cell| cell.trim());
            if let Some(found) = values(raw.text, b',', [2, 0]) {
                assert_eq!(found, [cell(2), cell(0)], "{text:?}");
            }
        }
    }

    #[test]
    fn records_are_those_of_the_csv_crate() {
        for text in [
            "",
            "a,b,c\n1,2,3\n",
            "a,b\r\n\r\n1,\"x\ny\",3",
            "1,\"a \"\"quoted\"\" word\",2\n4,5,6",
            "1,in \" the middle,2\n3,4,5\n",
            "\"1\",\"2\",\"3\"\n\"a\",\"b\",\"c\"",
            "\"1\"x,2,3\n4",
            "1,\"never closed\n2,3\n",
            "a\rb\rc",
        ] {
            check(text);
        }
        let lines: Vec<u64> =
            RawRecords::new("a\n\nb,\"x\ny\"\r\nc\n", b',', None).map(|raw| raw.line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    proptest! {
        #[test]
        fn whatever_is_written(text in "[a,\"\n\r ]{0,24}") {
            check(&text);
        }
    }
}
