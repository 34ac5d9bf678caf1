//! Records of a comma-separated file, many at a time, in one stretch of bytes.
//!
//! `csv-core` finds the cells. What is done here is what a stream of any size needs beside it: the raw
//! bytes of a record stay at hand until it is whole, so that a quotation mark that nobody closes costs
//! one line and not the rest of the file.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use griot_model::bounds;

use crate::{
    raw_csv::{
        after_first_line, delimiter, header_below, is_unclosed, preamble, runs_into_next,
    },
    shape::{Again, Names},
    too_many_marks,
};

/// A record longer than this is a quotation mark that nobody closed.
const LONGEST_RECORD: usize = 1 << 22;

const CHUNK: usize = 1 << 18;

/// Cells of some records.
#[derive(Debug, Default)]
pub(super) struct Cells {
    bytes: Vec<u8>,
    used: usize,
    /// Where each cell ends in its record.
    ends: Vec<usize>,
    ends_used: usize,
    records: Vec<Place>,
    /// What was wrong before the record of this number.
    pub(super) trouble: Vec<(usize, Trouble)>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    line: u64,
    bytes: usize,
    ends: usize,
    cells: usize,
}

/// Why bytes are no record.
#[derive(Debug)]
pub(super) enum Trouble {
    /// A quotation mark on this line is opened and not closed.
    Unclosed(u64),
    /// The source cannot be read further than this line.
    Broken(u64, io::Error),
    /// A header stands on this line again.
    Header(u64, Again),
    /// A row below a header of another table.
    Below(u64),
}

/// One record.
#[derive(Clone, Copy)]
pub(super) struct Record<'c> {
    /// Line on which it begins, from 1.
    pub(super) line: u64,
    bytes: &'c [u8],
    ends: &'c [usize],
}

impl<'c> Record<'c> {
    /// How many cells.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell; nothing where there is none.
    pub(super) fn get(&self, column: usize) -> &'c [u8] {
        let Some(&end) = self.ends.get(column) else { return &[] };
        let start = column.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        self.bytes.get(start.unwrap_or(0)..end).unwrap_or_default()
    }
}

impl Cells {
    /// How many records.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    pub(super) fn clear(&mut self) {
        (self.used, self.ends_used) = (0, 0);
        self.records.clear();
        self.trouble.clear();
    }

    pub(super) fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.records.iter().map(|place| self.at(*place))
    }

    fn at(&self, place: Place) -> Record<'_> {
        Record {
            line: place.line,
            bytes: self.bytes.get(place.bytes..).unwrap_or_default(),
            ends: self.ends.get(place.ends..place.ends + place.cells).unwrap_or_default(),
        }
    }

    fn has_enough(&self) -> bool {
        self.records.len() >= 4096 || self.used >= 1 << 20
    }
}

/// Reads records from a stream.
pub(super) struct Records<'b> {
    source: Box<dyn BufRead + 'b>,
    core: Reader,
    raw: Vec<u8>,
    /// Where the record that is being read starts in `raw`, how far it is read, and how much is there.
    start: usize,
    at: usize,
    filled: usize,
    line: u64,
    is_over: bool,
    /// Cells that a record has, once the header is known: one that goes over lines and has another number
    /// took the next for a part of a text that nobody closed.
    pub(super) width: Option<usize>,
    /// Whether the first record after the header has a cell more than it, as R writes names of rows.
    has_row_names: Option<bool>,
    /// The sign between cells.
    pub(super) delimiter: u8,
    /// Bytes that are read again, since a quotation mark before them is never closed.
    reread: u64,
    /// Names of the columns, once the header is known.
    pub(super) names: Option<Names>,
    /// The header under which the next record stands, where it is another than the first.
    below: Option<Again>,
}

impl<'b> Records<'b> {
    /// Looks at the first line and takes the sign that divides it most for the one between cells.
    pub(super) fn new(source: Box<dyn BufRead + 'b>) -> Self {
        let mut records = Self {
            source,
            core: Reader::new(),
            raw: Vec::new(),
            start: 0,
            at: 0,
            filled: 0,
            line: 1,
            is_over: false,
            width: None,
            has_row_names: None,
            delimiter: b',',
            reread: 0,
            names: None,
            below: None,
        };
        // A source that breaks here breaks again when the first record is asked for.
        drop(records.fill());
        let given = records.skip_preamble();
        let first = records.raw.get(records.at..records.filled).unwrap_or_default();
        let first =
            first.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        let sign = given.unwrap_or_else(|| delimiter(first));
        records.core = ReaderBuilder::new().delimiter(sign).build();
        records.delimiter = sign;
        records
    }

    /// Passes over lines that say something of the file and are no header; returns the delimiter where
    /// one of them names it.
    fn skip_preamble(&mut self) -> Option<u8> {
        let all = self.raw.get(self.at..self.filled).unwrap_or_default();
        let (lines, bytes, sign) = preamble(all);
        self.at += bytes;
        self.start = self.at;
        self.line += lines;
        sign
    }

    /// In which line after the records that were read a header stands that is known by its cells.
    pub(super) fn header_below(&self, is_header: impl Fn(&[String]) -> bool) -> Option<u64> {
        let rest = self.raw.get(self.at..self.filled).unwrap_or_default();
        // As if the first record stood before it.
        let text = [b"\n", rest].concat();
        header_below(&text, is_header).map(|line| line + self.line - 2)
    }

    /// Adds records to `cells` until it has enough; whether there may be more.
    pub(super) fn read(&mut self, cells: &mut Cells) -> bool {
        while !cells.has_enough() {
            match self.next(cells) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(error) => {
                    cells.trouble.push((cells.len(), Trouble::Broken(self.line, error)));
                    return false;
                }
            }
        }
        true
    }

    /// Adds one record alone; whether there was one.
    pub(super) fn one(&mut self, cells: &mut Cells) -> io::Result<bool> {
        while cells.len() == 0 {
            if !self.next(cells)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Adds one record, or none where what is there is none; whether there may be more.
    fn next(&mut self, cells: &mut Cells) -> io::Result<bool> {
        self.skip_blank_lines()?;
        if self.at == self.filled {
            return Ok(false);
        }
        let (bytes, ends, line) = (cells.used, cells.ends_used, self.line);
        self.core.reset();
        self.core.set_line(line);
        loop {
            if cells.bytes.len() < cells.used + CHUNK {
                cells.bytes.resize((cells.used + CHUNK) * 2, 0);
            }
            if cells.ends.len() < cells.ends_used + 64 {
                cells.ends.resize((cells.ends_used + 64) * 2, 0);
            }
            let input = self.raw.get(self.at..self.filled).unwrap_or_default();
            let (result, read, written, ended) = self.core.read_record(
                input,
                cells.bytes.get_mut(cells.used..).unwrap_or_default(),
                cells.ends.get_mut(cells.ends_used..).unwrap_or_default(),
            );
            self.at += read;
            cells.used += written;
            cells.ends_used += ended;
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
                ReadRecordResult::InputEmpty => {
                    if self.at - self.start > LONGEST_RECORD {
                        return self.give_up(cells, (bytes, ends));
                    }
                    self.fill()?;
                }
            }
        }
        let raw = self.raw.get(self.start..self.at).unwrap_or_default();
        let found = cells.ends_used - ends;
        let other_width = self.width.is_some_and(|width| {
            let first = cells.bytes.get(bytes..).unwrap_or_default();
            let is_one =
                found == width + 1 && cells.ends.get(ends) == Some(&1) && first[0] == b'1';
            found != width + usize::from(*self.has_row_names.get_or_insert(is_one))
        });
        let goes_over = self.core.line() > line + 1 || self.at == self.filled;
        let runs_on = goes_over
            && raw.trim_ascii().contains(&b'\n')
            && (other_width || self.width.is_some() && runs_into_next(raw, self.delimiter));
        if runs_on || self.is_over && self.at == self.filled && is_unclosed(raw) {
            return self.give_up(cells, (bytes, ends));
        }
        self.line = self.core.line();
        self.start = self.at;
        let place = Place { line, bytes, ends, cells: cells.ends_used - ends };
        cells.records.push(place);
        self.under_its_header(cells);
        Ok(true)
    }

    /// Takes back the last record where it is a header or stands below one of another table, and puts its cells in
    /// order where it stands below the same names in another order.
    fn under_its_header(&mut self, cells: &mut Cells) {
        let (Some(names), Some(place)) = (&self.names, cells.records.last().copied()) else {
            return;
        };
        let record = cells.at(place);
        let is_below = match &self.below {
            Some(Again::Other) => true,
            // Names of rows have no place in the order of the names.
            Some(Again::Order(order)) => {
                self.has_row_names == Some(true) && record.len() != order.len()
            }
            _ => false,
        };
        let again = names.again((0..record.len()).map(|column| record.get(column)));
        let trouble = match again {
            Some(again) => {
                self.below = (again != Again::Same).then(|| again.clone());
                Some(Trouble::Header(place.line, again))
            }
            None => is_below.then_some(Trouble::Below(place.line)),
        };
        if let Some(trouble) = trouble {
            cells.records.pop();
            (cells.used, cells.ends_used) = (place.bytes, place.ends);
            cells.trouble.push((cells.len(), trouble));
            return;
        }
        let Some(Again::Order(order)) = &self.below else { return };
        if record.len() != order.len() {
            return;
        }
        let mut bytes = Vec::with_capacity(cells.used - place.bytes);
        let ends: Vec<usize> = order
            .iter()
            .map(|column| {
                bytes.extend_from_slice(record.get(*column));
                bytes.len()
            })
            .collect();
        if let Some(room) = cells.bytes.get_mut(place.bytes..place.bytes + bytes.len()) {
            room.copy_from_slice(&bytes);
        }
        if let Some(room) = cells.ends.get_mut(place.ends..place.ends + ends.len()) {
            room.copy_from_slice(&ends);
        }
    }

    /// Takes the record for one line with a quotation mark too many, and goes on with the next line.
    fn give_up(
        &mut self,
        cells: &mut Cells,
        (bytes, ends): (usize, usize),
    ) -> io::Result<bool> {
        self.reread += (self.at - self.start) as u64;
        if self.reread > bounds::UNCLOSED {
            let large = too_many_marks("the file", self.line);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, large.to_string()));
        }
        cells.trouble.push((cells.len(), Trouble::Unclosed(self.line)));
        (cells.used, cells.ends_used) = (bytes, ends);
        let raw = self.raw.get(self.start..self.filled).unwrap_or_default();
        self.start += raw.len() - after_first_line(raw).len();
        self.at = self.start;
        self.line += 1;
        Ok(true)
    }

    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            match self.raw.get(..self.filled).and_then(|raw| raw.get(self.at)) {
                Some(b'\n') => self.line += 1,
                Some(b'\r') => {}
                Some(_) => return Ok(()),
                None if self.is_over => return Ok(()),
                None => {
                    self.fill()?;
                    continue;
                }
            }
            self.at += 1;
            self.start = self.at;
        }
    }

    /// Reads on, and keeps the record that is being read.
    fn fill(&mut self) -> io::Result<()> {
        // A record that is long already is not moved again and again.
        if self.start > 0 {
            self.raw.copy_within(self.start..self.filled, 0);
            (self.at, self.filled) = (self.at - self.start, self.filled - self.start);
            self.start = 0;
        }
        if self.raw.len() < self.filled + CHUNK {
            self.raw.resize((self.filled + CHUNK) * 2, 0);
        }
        loop {
            let free = self.raw.get_mut(self.filled..).unwrap_or_default();
            match self.source.read(free) {
                Ok(0) => self.is_over = true,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(u64, Vec<String>)>, Vec<String>) {
        // A source that gives a few bytes at a time.
        let source = io::BufReader::with_capacity(3, text.as_bytes());
        let mut records = Records::new(Box::new(source));
        let mut cells = Cells::default();
        let (mut found, mut troubles) = (Vec::new(), Vec::new());
        loop {
            let is_more = records.read(&mut cells);
            for (at, trouble) in &cells.trouble {
                troubles.push(format!("{} {trouble:?}", found.len() + at));
            }
            found.extend(cells.records().map(|record| {
                let cell = |column| String::from_utf8_lossy(record.get(column)).into_owned();
                (record.line, (0..record.len()).map(cell).collect())
            }));
            cells.clear();
            if !is_more {
                return (found, troubles);
            }
        }
    }

    fn lines(text: &str) -> Vec<String> {
        let (records, trouble) = read(text);
        assert_eq!(trouble, Vec::<String>::new());
        records.into_iter().map(|(line, cells)| format!("{line} {}", cells.join("|"))).collect()
    }

    #[test]
    fn cells_and_lines() {
        assert_eq!(
            lines("a,b\n1,\"x\ny\"\n\n\r\n2,\"q\"\"\"\n"),
            ["1 a|b", "2 1|x\ny", "6 2|q\""]
        );
        assert_eq!(lines("a;b\n1;2,5"), ["1 a|b", "2 1|2,5"]);
        assert_eq!(lines("a\tb\n1\t2\n"), ["1 a|b", "2 1|2"]);
        assert_eq!(lines(""), Vec::<String>::new());
        assert_eq!(lines("a,b\n5\" pipe,x\n1,2\n"), ["1 a|b", "2 5\" pipe|x", "3 1|2"]);
    }

    /// One line is lost, and not what comes after it.
    #[test]
    fn a_quotation_mark_that_nobody_closes() {
        let (records, trouble) = read("a,b\n1,\"never\n2,x\n3,y\n");
        let lines: Vec<u64> = records.iter().map(|record| record.0).collect();
        assert_eq!((lines, trouble), (vec![1, 3, 4], vec!["1 Unclosed(2)".to_owned()]));
        // More lines than the longest record holds.
        let (records, trouble) =
            read(&format!("a,b\n1,\"never\n{}", "2,x\n".repeat(1_200_000)));
        assert_eq!((records.len(), trouble), (1_200_001, vec!["1 Unclosed(2)".to_owned()]));
    }
}
