//! Gzip, zstd and UTF-16, known by their first bytes, become plain UTF-8.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use super::TableError;

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

/// Undoes compression, once.
pub(super) fn unpack<'b>(file: &str, bytes: impl Read + 'b) -> Result<Plain<'b>, TableError> {
    let broken = |error: &io::Error| TableError::Compression {
        file: file.to_owned(),
        reason: error.to_string(),
    };
    let (magic, bytes) = peek(bytes, 4).map_err(|error| broken(&error))?;
    let unpacked: Box<dyn Read + 'b> = match magic.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
        [0x28, 0xb5, 0x2f, 0xfd] => {
            Box::new(zstd::Decoder::with_buffer(bytes).map_err(|error| broken(&error))?)
        }
        _ => Box::new(bytes),
    };
    let (start, mut unpacked) = peek(unpacked, 64).map_err(|error| broken(&error))?;
    let utf8: Box<dyn BufRead + 'b> = match start.as_slice() {
        [0xef, 0xbb, 0xbf, ..] => {
            unpacked.consume(3);
            Box::new(unpacked)
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            let mut all = Vec::new();
            unpacked.read_to_end(&mut all).map_err(|error| broken(&error))?;
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
