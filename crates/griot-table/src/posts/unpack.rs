//! Gzip, zstd and every encoding of text become plain UTF-8; what is no text is refused by its name.

use std::{
    cell::{Cell, RefCell},
    io::{self, BufRead, BufReader, Chain, Cursor, Read},
    rc::Rc,
};

use griot_model::decoding::{self, Encoded, KnownBy};

use crate::{
    TableError,
    gzip::{self, Counted, Dense},
};

/// A plain stream whose first bytes have been looked at.
pub(super) struct Plain<'b> {
    pub(super) bytes: Box<dyn BufRead + 'b>,
    first: Option<u8>,
    /// Whether one of the first lines is a record of JSON, after others that are none.
    has_record: bool,
    /// What is to be said of its encoding.
    pub(super) note: Option<String>,
}

impl Plain<'_> {
    pub(super) fn starts_like_json(&mut self) -> bool {
        matches!(self.first, Some(b'{' | b'[')) || self.has_record
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
    let (magic, bytes) = peek(bytes, 4);
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
    let (start, mut unpacked) = peek(unpacked, decoding::LOOKED_AT);
    if let Some((what, kind)) = decoding::signature(&start) {
        let (file, remedy) = (file.to_owned(), decoding::table_remedy(kind));
        return Err(TableError::NotText { file, what, remedy });
    }
    let encoded = Encoded::of(&start, start.len() < decoding::LOOKED_AT);
    let mark = u64::try_from(encoded.mark).unwrap_or(0);
    io::copy(&mut unpacked.by_ref().take(mark), &mut io::sink())
        .map_err(|error| broken(&error))?;
    let utf8: Box<dyn BufRead + 'b> = if encoded.encoding == encoding_rs::UTF_8 {
        Box::new(unpacked)
    } else if encoded.by == KnownBy::Lines {
        let lines = LineByLine::new(unpacked, encoded.encoding);
        Box::new(BufReader::with_capacity(BUFFER, lines))
    } else {
        Box::new(BufReader::with_capacity(BUFFER, Transcoded::new(unpacked, encoded.encoding)))
    };
    let (text, _) = encoded
        .encoding
        .decode_without_bom_handling(start.get(encoded.mark..).unwrap_or_default());
    crate::refuse_markup(file, crate::markup::start(&text))?;
    let first = text.chars().find(|sign| !sign.is_whitespace() && *sign != '\0');
    let first = first.and_then(|sign| u8::try_from(sign).ok()).filter(u8::is_ascii);
    // What a program says while it collects may stand before and between the records.
    let is_record = |line: &str| {
        let line = line.trim();
        line.starts_with("{\"") && line.contains("\":")
    };
    let has_record = text.lines().take(20).any(is_record);
    Ok(Plain { bytes: utf8, first, has_record, note: encoded.note() })
}

/// A stream of another encoding as UTF-8.
struct Transcoded<R> {
    source: R,
    decoder: encoding_rs::Decoder,
    ready: String,
    given: usize,
    is_over: bool,
}

impl<R: BufRead> Transcoded<R> {
    fn new(source: R, encoding: &'static encoding_rs::Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { source, decoder, ready: String::new(), given: 0, is_over: false }
    }
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.is_over {
            self.ready.clear();
            self.given = 0;
            let more = self.source.fill_buf()?;
            self.is_over = more.is_empty();
            let room =
                self.decoder.max_utf8_buffer_length(more.len()).unwrap_or(more.len() * 4);
            self.ready.reserve(room);
            let (_, read, _) =
                self.decoder.decode_to_string(more, &mut self.ready, self.is_over);
            self.source.consume(read);
        }
        let rest = self.ready.as_bytes().get(self.given..).unwrap_or_default();
        let length = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(from);
        }
        self.given += length;
        Ok(length)
    }
}

/// A stream of which some lines are UTF-8 and others of another encoding, as UTF-8.
struct LineByLine<R> {
    source: R,
    other: &'static encoding_rs::Encoding,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
}

impl<R: BufRead> LineByLine<R> {
    fn new(source: R, other: &'static encoding_rs::Encoding) -> Self {
        Self { source, other, raw: Vec::new(), ready: Vec::new(), given: 0 }
    }
}

/// Bytes of a line that are decoded at a time; no line of a table is longer.
const LONGEST_LINE: u64 = 1 << 23;

impl<R: BufRead> Read for LineByLine<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.raw.clear();
            self.source.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.raw)?;
            self.ready.clear();
            self.ready
                .extend_from_slice(decoding::decoded_line(&self.raw, self.other).as_bytes());
            self.given = 0;
        }
        let length = hand_out(self.ready.get(self.given..).unwrap_or_default(), into);
        self.given += length;
        Ok(length)
    }
}

/// Copies as much of what is ready as there is room for; how much that is.
fn hand_out(ready: &[u8], into: &mut [u8]) -> usize {
    let length = ready.len().min(into.len());
    if let (Some(to), Some(from)) = (into.get_mut(..length), ready.get(..length)) {
        to.copy_from_slice(from);
    }
    length
}

type Peeked<R> = BufReader<Chain<Cursor<Vec<u8>>, Rest<R>>>;

/// The first bytes, fewer at the end of the file, and a stream that still has them. Where the source
/// breaks before, the stream breaks at the same place.
fn peek<R: Read>(mut bytes: R, wanted: usize) -> (Vec<u8>, Peeked<R>) {
    let mut first = Vec::new();
    let read = bytes.by_ref().take(u64::try_from(wanted).unwrap_or(0)).read_to_end(&mut first);
    let rest = match read {
        Ok(_) => Rest::Source(bytes),
        Err(error) => Rest::Broken(Some(error)),
    };
    let whole = Cursor::new(first.clone()).chain(rest);
    (first, BufReader::with_capacity(BUFFER, whole))
}

/// What follows the bytes that were looked at.
enum Rest<R> {
    Source(R),
    /// Nothing, and why.
    Broken(Option<io::Error>),
}

impl<R: Read> Read for Rest<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Source(source) => source.read(into),
            Self::Broken(error) => error.take().map_or(Ok(0), Err),
        }
    }
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
        let length = hand_out(self.ready.get(self.given..).unwrap_or_default(), into);
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
