//! Gzip, zstd and UTF-16, known by their first bytes, become plain UTF-8.

use std::{
    cell::{Cell, RefCell},
    io::{self, BufRead, BufReader, Chain, Cursor, Read},
    rc::Rc,
};

use griot_model::bounds::{self, TooLarge};

use crate::{
    TableError,
    gzip::{self, Counted, Dense},
};

/// A plain stream whose first bytes have been looked at.
pub(super) struct Plain<'b> {
    pub(super) bytes: Box<dyn BufRead + 'b>,
    first: Option<u8>,
}

impl Plain<'_> {
    pub(super) fn starts_like_json(&mut self) -> bool {
        matches!(self.first, Some(b'{' | b'['))
    }
}

const BUFFER: usize = 1 << 18;

/// How a stream of zstd begins.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Undoes compression, once.
pub(super) fn unpack<'b>(file: &str, bytes: impl Read + 'b) -> Result<Plain<'b>, TableError> {
    let broken = |error: &io::Error| TableError::Compression {
        file: file.to_owned(),
        reason: error.to_string(),
    };
    let (magic, bytes) = peek(bytes, 4).map_err(|error| broken(&error))?;
    let taken = Rc::new(Cell::new(0));
    let counted = || Rc::clone(&taken);
    let dense = |unpacked: Box<dyn Read + 'b>| {
        Box::new(Dense { file: file.to_owned(), unpacked, given: 0, taken: counted() })
    };
    let is_packed = gzip::is_gzip(&magic) || magic.starts_with(&ZSTD);
    let unpacked: Box<dyn Read + 'b> = if is_packed {
        let source = Counted { source: bytes, taken: counted() };
        let source = BufReader::with_capacity(BUFFER, source);
        if magic.starts_with(&ZSTD) {
            let decoder = zstd::Decoder::with_buffer(source).map_err(|error| broken(&error))?;
            dense(Box::new(decoder))
        } else {
            dense(Box::new(gzip::plain(source)))
        }
    } else {
        Box::new(bytes)
    };
    let (start, mut unpacked) = peek(unpacked, 64).map_err(|error| broken(&error))?;
    let utf8: Box<dyn BufRead + 'b> = match start.as_slice() {
        [0xef, 0xbb, 0xbf, ..] => {
            unpacked.consume(3);
            Box::new(unpacked)
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            let mut all = Vec::new();
            unpacked
                .take(bounds::RECORDS + 1)
                .read_to_end(&mut all)
                .map_err(|error| broken(&error))?;
            if all.len() as u64 > bounds::RECORDS {
                let what = format!("{file}, which is UTF-16,");
                return Err(TooLarge::bytes(&what, bounds::RECORDS, "save it as UTF-8").into());
            }
            let encoding =
                encoding_rs::Encoding::for_bom(&all).map_or(encoding_rs::UTF_8, |b| b.0);
            Box::new(Cursor::new(encoding.decode(&all).0.into_owned().into_bytes()))
        }
        _ => Box::new(unpacked),
    };
    let after_mark = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    let first =
        after_mark.iter().copied().find(|byte| !byte.is_ascii_whitespace() && *byte != 0);
    let first = first.filter(u8::is_ascii);
    Ok(Plain { bytes: utf8, first })
}

type Peeked<R> = BufReader<Chain<Cursor<Vec<u8>>, R>>;

/// The first bytes, fewer at the end of the file, and a stream that still has them.
fn peek<R: Read>(mut bytes: R, wanted: usize) -> io::Result<(Vec<u8>, Peeked<R>)> {
    let mut first = Vec::with_capacity(wanted);
    bytes.by_ref().take(u64::try_from(wanted).unwrap_or(0)).read_to_end(&mut first)?;
    let whole = Cursor::new(first.clone()).chain(bytes);
    Ok((first, BufReader::with_capacity(BUFFER, whole)))
}

/// A stream in which bytes that are not UTF-8 have become U+FFFD.
pub(super) struct Lossy<'b> {
    source: Box<dyn BufRead + 'b>,
    /// Bytes read and not yet handed on, the last of them perhaps the start of a letter.
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    line: u64,
    /// Lines with such bytes, one for each place.
    odd: Rc<RefCell<Vec<u64>>>,
}

impl<'b> Lossy<'b> {
    pub(super) fn new(source: Box<dyn BufRead + 'b>, odd: Rc<RefCell<Vec<u64>>>) -> Self {
        let (raw, ready) = (Vec::new(), Vec::new());
        Self { source, raw, ready, given: 0, line: 1, odd }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.given = 0;
        let more = self.source.fill_buf()?;
        let (is_over, read) = (more.is_empty(), more.len());
        self.raw.extend_from_slice(more);
        self.source.consume(read);
        let mut kept = 0;
        let mut chunks = self.raw.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            self.ready.extend_from_slice(chunk.valid().as_bytes());
            let lines = chunk.valid().bytes().filter(|byte| *byte == b'\n').count();
            self.line += u64::try_from(lines).unwrap_or(0);
            let invalid = chunk.invalid();
            if invalid.is_empty() {
                continue;
            }
            // The end of what was read may be the start of a letter.
            if chunks.peek().is_none()
                && !is_over
                && invalid.len() < 4
                && starts_a_letter(invalid)
            {
                kept = invalid.len();
            } else {
                self.ready.extend_from_slice("\u{fffd}".as_bytes());
                let mut odd = self.odd.borrow_mut();
                if odd.len() < 1_000_000 {
                    odd.push(self.line);
                }
            }
        }
        let from = self.raw.len() - kept;
        self.raw.drain(..from);
        Ok(())
    }
}

fn starts_a_letter(bytes: &[u8]) -> bool {
    let wanted = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return false,
    };
    bytes.len() < wanted
}

impl Read for Lossy<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            let waiting = self.raw.len();
            self.refill()?;
            if self.ready.is_empty() && self.raw.len() == waiting {
                return Ok(0);
            }
        }
        let rest = self.ready.get(self.given..).unwrap_or_default();
        let length = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(from);
        }
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters are not torn where one read ends and the next begins.
    #[test]
    fn bytes_that_are_not_utf_8() {
        let bytes = [&b"a\n\xc3\xa9\xf6b\n"[..], "\u{1f600}".as_bytes(), b"\xe2\x82"].concat();
        for size in 1..9 {
            let odd = Rc::new(RefCell::new(Vec::new()));
            let source = Box::new(BufReader::with_capacity(size, bytes.as_slice()));
            let mut text = String::new();
            let read = Lossy::new(source, Rc::clone(&odd)).read_to_string(&mut text);
            assert!(read.is_ok());
            assert_eq!(text, "a\n\u{e9}\u{fffd}b\n\u{1f600}\u{fffd}", "{size}");
            assert_eq!(odd.take(), [2, 3]);
        }
    }
}
