//! In which encoding is this report written, and is it text at all?
//!
//! Tried in this order: a byte order mark; the zero bytes that UTF-16 leaves between Latin letters;
//! signatures of files that are not text; UTF-8; and Windows-1252 for what is left, which is how
//! browsers read pages that say Latin-1. The guess is always said.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The characters. For UTF-8 without a byte order mark these are the bytes of the file.
    pub text: String,
    /// Name of the encoding: `UTF-8`, `UTF-16LE`, `UTF-16BE` or `windows-1252`.
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
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(with_mark(bytes.get(mark..).unwrap_or_default(), encoding));
    }
    if let Some((what, remedy)) = signature(bytes) {
        return Err(Unreadable::NotText { name: name.to_owned(), what, remedy });
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        let mut notes = vec![format!(
            "read as {}: no byte order mark, but every second byte is zero",
            encoding.name()
        )];
        notes.extend(broken.then(|| replaced(encoding)));
        return Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), notes });
    }
    if let Some(offset) = memchr::memchr(0, bytes) {
        let remedy = "export the report as .txt, .md or .html";
        return Err(Unreadable::Binary { name: name.to_owned(), offset, remedy });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), encoding: "UTF-8", notes: Vec::new() });
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(Decoded {
        text: text.into_owned(),
        encoding: WINDOWS_1252.name(),
        notes: vec![
            "not UTF-8; read as windows-1252 (Latin-1). Save the report as UTF-8 if letters look wrong"
                .to_owned(),
        ],
    })
}

fn with_mark(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let mut notes = vec![format!("read as {}, by its byte order mark", encoding.name())];
    notes.extend(broken.then(|| replaced(encoding)));
    Decoded { text: text.into_owned(), encoding: encoding.name(), notes }
}

fn replaced(encoding: &'static Encoding) -> String {
    format!("some bytes are not {} and are shown as \u{fffd}", encoding.name())
}

/// UTF-16 of a text in a Latin script has a zero in nearly every second byte and none between.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if head.len() < 8 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros =
        |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 2 * 7 / 10;
    match (even, odd) {
        (0, odd) if odd >= many => Some(UTF_16LE),
        (even, 0) if even >= many => Some(UTF_16BE),
        _ => None,
    }
}

/// What a file is by its first bytes, and what to do with it.
fn signature(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let known = SIGNATURES.iter().find(|(start, ..)| bytes.starts_with(start));
    if let Some(&(_, what, remedy)) = known {
        return Some(if what == ZIP { (zip_kind(bytes), remedy) } else { (what, remedy) });
    }
    let boxed = bytes.get(4..8) == Some(b"ftyp");
    if boxed {
        return Some(("an MP4 or HEIF file", MEDIA));
    }
    (bytes.get(257..262) == Some(b"ustar")).then_some(("a tar archive", UNPACK))
}

/// Office formats are ZIP files whose entry names tell them apart.
fn zip_kind(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    if has(b"word/") {
        "a Word document (DOCX)"
    } else if has(b"xl/") {
        "an Excel workbook (XLSX)"
    } else if has(b"ppt/") {
        "a PowerPoint presentation (PPTX)"
    } else if has(b"opendocument.text") {
        "an OpenDocument text (ODT)"
    } else if has(b"opendocument") {
        "an OpenDocument file"
    } else if has(b"epub+zip") {
        "an EPUB book"
    } else if has(b"datapackage") || has(b"archive/data.warc") {
        "a web archive (WACZ)"
    } else {
        ZIP
    }
}

const ZIP: &str = "a ZIP archive";
const EXPORT: &str = "save or export it as .md, .html or .txt and check that";
const UNPACK: &str = "unpack it and check the report inside";
const MEDIA: &str = "write down or recognise its text first and check that";
const TABLE: &str = "a report is prose; add tables to the case instead";

const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (
        b"%PDF-",
        "a PDF",
        "extract its text first, for instance with pdftotext -layout, and check that",
    ),
    (b"PK\x03\x04", ZIP, EXPORT),
    (b"PK\x05\x06", "an empty ZIP archive", EXPORT),
    (b"\x1f\x8b", "a gzip file", UNPACK),
    (b"BZh", "a bzip2 file", UNPACK),
    (b"\xfd7zXZ\0", "an XZ file", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", MEDIA),
    (b"\xff\xd8\xff", "a JPEG picture", MEDIA),
    (b"GIF87a", "a GIF picture", MEDIA),
    (b"GIF89a", "a GIF picture", MEDIA),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)", MEDIA),
    (b"II*\0", "a TIFF picture", MEDIA),
    (b"MM\0*", "a TIFF picture", MEDIA),
    (b"OggS", "an Ogg recording", MEDIA),
    (b"ID3", "an MP3 recording", MEDIA),
    (b"\x1a\x45\xdf\xa3", "a Matroska or WebM video", MEDIA),
    (b"PAR1", "a Parquet table", TABLE),
    (b"ARROW1", "an Arrow table", TABLE),
    (b"SQLite format 3\0", "an SQLite database", TABLE),
    (b"\x7fELF", "a program (ELF)", "check that this is the right file"),
    (b"MZ\x90", "a program (Windows)", "check that this is the right file"),
    (b"\xcf\xfa\xed\xfe", "a program (macOS)", "check that this is the right file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS or PPT)", EXPORT),
    (b"{\\rtf", "a rich text document (RTF)", EXPORT),
    (b"WARC/", "a web archive (WARC)", "extract the page from it and check that"),
    (b"%!PS", "a PostScript file", "extract its text first and check that"),
];

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
