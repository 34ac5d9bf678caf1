//! In which encoding is this report written, and is it text at all?
//!
//! What griot reads anywhere is known by [`griot_model::decoding`]; here stands what that means for a
//! report. A guess is always said.

use griot_model::decoding::{self, Kind, KnownBy};

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The characters. For UTF-8 without a byte order mark these are the bytes of the file.
    pub text: String,
    /// Name of the encoding as the Encoding Standard has it: `UTF-8`, `UTF-16LE`, `windows-1251`.
    pub encoding: &'static str,
    /// What the reader should know: that the encoding was guessed, that bytes could not be read.
    pub notes: Vec<String>,
}

/// Why a file cannot be read as a report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The file is something else, known by its first bytes.
    #[error("{name} is {what}, not text; {remedy}")]
    NotText {
        /// File name as given.
        name: String,
        /// What it is: "a PDF".
        what: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
    /// The file has bytes that no text has, and no signature that is known.
    #[error("{name} is binary data (zero byte at offset {offset}), not text; {remedy}")]
    Binary {
        /// File name as given.
        name: String,
        /// Offset of the first zero byte.
        offset: usize,
        /// What to do instead.
        remedy: &'static str,
    },
}

/// Reads bytes as text. `name` is used in messages alone.
pub fn decode(bytes: &[u8], name: &str) -> Result<Decoded, Unreadable> {
    if let Some((what, kind)) = decoding::signature(bytes) {
        return Err(Unreadable::NotText {
            name: name.to_owned(),
            what,
            remedy: remedy(what, kind),
        });
    }
    let decoded = decoding::decode(bytes);
    let encoded = decoded.encoded;
    let has_wide_letters = matches!(encoded.by, KnownBy::Mark | KnownBy::Zeros);
    if let Some(offset) = memchr::memchr(0, bytes).filter(|_| !has_wide_letters) {
        let remedy = "export the report as .txt, .md or .html";
        return Err(Unreadable::Binary { name: name.to_owned(), offset, remedy });
    }
    let mut notes: Vec<String> = encoded.note().into_iter().collect();
    if encoded.mark > 0 && encoded.by == KnownBy::Itself {
        notes.push(format!("read as {}, by its byte order mark", encoded.encoding.name()));
    }
    if decoded.has_damage {
        let name = encoded.encoding.name();
        notes.push(format!("some bytes are not {name} and are shown as \u{fffd}"));
    }
    Ok(Decoded { text: decoded.text.into_owned(), encoding: encoded.encoding.name(), notes })
}

/// What to do with a file in place of a report.
fn remedy(what: &str, kind: Kind) -> &'static str {
    match kind {
        Kind::Document if what == "a PDF" => {
            "extract its text first, for instance with pdftotext -layout, and check that"
        }
        Kind::Document if what.contains("WARC") => "extract the page from it and check that",
        Kind::Document => "save or export it as .md, .html or .txt and check that",
        Kind::Archive | Kind::Compressed => "unpack it and check the report inside",
        Kind::Media => "write down or recognise its text first and check that",
        Kind::Table | Kind::Workbook => "a report is prose; add tables to the case instead",
        Kind::Program => "check that this is the right file",
        Kind::Encoding => "save it as UTF-8 and check that",
        Kind::Beside => "check the file of the same name without ._ before it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<(&str, &str), &str>) {
        let found = decode(bytes, "report.md");
        match (&found, expected) {
            (Ok(decoded), Ok((text, encoding))) => {
                assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
            }
            (Err(reason), Err(words)) => {
                assert!(reason.to_string().contains(words), "{reason}");
            }
            _ => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn encodings() {
        check(b"", Ok(("", "UTF-8")));
        check("Keïta".as_bytes(), Ok(("Keïta", "UTF-8")));
        check(b"\xef\xbb\xbfKe\xc3\xafta", Ok(("Keïta", "UTF-8")));
        check(b"Ke\xefta \x96 2015", Ok(("Keïta – 2015", "windows-1252")));
        check(b"\xff\xfeM\0a\0l\0i\0", Ok(("Mali", "UTF-16LE")));
        check(b"\xfe\xff\0M\0a\0l\0i", Ok(("Mali", "UTF-16BE")));
        check(b"M\0a\0l\0i\0 \0i\0s\0", Ok(("Mali is", "UTF-16LE")));
        check(b"\0M\0a\0l\0i\0 \0i\0s", Ok(("Mali is", "UTF-16BE")));
    }

    #[test]
    fn what_is_not_text_is_named() {
        check(b"%PDF-1.7\n", Err("report.md is a PDF"));
        check(b"PK\x03\x04....[Content_Types].xml....word/document.xml", Err("Word"));
        check(b"PK\x03\x04....a.txt", Err("ZIP"));
        check(b"\x1f\x8b\x08", Err("gzip"));
        check(b"PAR1....", Err("Parquet"));
        check(b"SQLite format 3\0", Err("SQLite"));
        check(b"WARC/1.1\r\n", Err("WARC"));
        check(b"ab\0c\x01\x02defgh", Err("zero byte at offset 2"));
    }
}
