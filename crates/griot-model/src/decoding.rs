//! In which encoding are these bytes written, and are they text at all? One answer for every reader.
//!
//! Tried in this order: byte order marks; the zero bytes that UTF-16 leaves between Latin letters;
//! UTF-8, also with a few damaged letters; and for what is left the guess of `chardetng`, which is how
//! Firefox reads pages that say nothing. Where two files of different encodings were joined, each line is read as
//! what it is. A guess is always said.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes that are looked at to know an encoding; a stream is judged by its first ones.
pub const LOOKED_AT: usize = 1 << 20;

/// How an encoding was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    /// The bytes are UTF-8, as they should be.
    Itself,
    /// A byte order mark.
    Mark,
    /// Zeros between Latin letters.
    Zeros,
    /// The frequency of bytes; it may be wrong.
    Guess,
    /// Some lines are UTF-8 and others are not, as where two files were joined: the encoding is that of the
    /// others, by the frequency of their bytes.
    Lines,
}

/// The encoding of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoded {
    /// Which one.
    pub encoding: &'static Encoding,
    /// Bytes of marks before the text; some programs write two.
    pub mark: usize,
    /// How it was known.
    pub by: KnownBy,
}

impl Encoded {
    /// The encoding of a text that begins so. `is_whole` says that nothing follows.
    pub fn of(start: &[u8], is_whole: bool) -> Self {
        if let Some((encoding, mut mark)) = Encoding::for_bom(start) {
            let once = start.get(..mark).unwrap_or_default();
            while start.get(mark..).is_some_and(|rest| rest.starts_with(once)) {
                mark += once.len();
            }
            let by = if encoding == UTF_8 { KnownBy::Itself } else { KnownBy::Mark };
            return Self { encoding, mark, by };
        }
        if let Some(encoding) = utf16_without_mark(start) {
            return Self { encoding, mark: 0, by: KnownBy::Zeros };
        }
        if let Some(encoding) = of_other_lines(start, is_whole) {
            return Self { encoding, mark: 0, by: KnownBy::Lines };
        }
        if is_utf8(start, is_whole) {
            return Self { encoding: UTF_8, mark: 0, by: KnownBy::Itself };
        }
        Self { encoding: guessed(start, is_whole), mark: 0, by: KnownBy::Guess }
    }

    /// What a reader should know of it: that it was guessed, or is not what programs expect.
    pub fn note(self) -> Option<String> {
        let name = self.encoding.name();
        match self.by {
            KnownBy::Itself => None,
            KnownBy::Mark => Some(format!("read as {name}, by its byte order mark")),
            KnownBy::Zeros => Some(format!(
                "read as {name}: no byte order mark, but every second byte is zero"
            )),
            KnownBy::Lines => Some(format!(
                "some lines are UTF-8 and others are not, as where two files were joined; the others are read \
                 as {name}, which their bytes look like"
            )),
            KnownBy::Guess => Some(format!(
                "not UTF-8; read as {name}, which its bytes look like. Save it as UTF-8 if letters look \
                 wrong"
            )),
        }
    }
}

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The characters, without marks before them. Bytes that are none are U+FFFD.
    pub text: Cow<'b, str>,
    /// How it was read.
    pub encoded: Encoded,
    /// Whether some bytes are no characters.
    pub has_damage: bool,
}

/// Reads bytes as text.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let encoded = Encoded::of(start, start.len() == bytes.len());
    let rest = bytes.get(encoded.mark..).unwrap_or_default();
    if encoded.by == KnownBy::Lines {
        let lines = rest.split_inclusive(|byte| *byte == b'\n');
        let text: String = lines.map(|line| decoded_line(line, encoded.encoding)).collect();
        let has_damage = text.contains(char::REPLACEMENT_CHARACTER);
        return Decoded { text: Cow::Owned(text), encoded, has_damage };
    }
    let (text, has_damage) = encoded.encoding.decode_without_bom_handling(rest);
    Decoded { text, encoded, has_damage }
}

/// A line of a file whose lines are of two encodings: UTF-8, damaged perhaps, or else the other one.
pub fn decoded_line<'l>(line: &'l [u8], other: &'static Encoding) -> Cow<'l, str> {
    match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) if letters_of_several_bytes(line) > 0 => String::from_utf8_lossy(line),
        Err(_) => other.decode_without_bom_handling(line).0,
    }
}

/// The encoding of the lines that are not UTF-8 where at least two others are, with letters of several bytes, and
/// these are a quarter of the lines that are not, or more.
fn of_other_lines(start: &[u8], is_whole: bool) -> Option<&'static Encoding> {
    let (mut utf8, mut others) = (0_usize, Vec::new());
    let mut lines = start.split_inclusive(|byte| *byte == b'\n').peekable();
    let mut count = 0;
    while let Some(line) = lines.next() {
        // What was looked at may end inside a letter.
        if line.is_ascii() || !is_whole && lines.peek().is_none() {
            continue;
        }
        match std::str::from_utf8(line) {
            Ok(_) => utf8 += 1,
            Err(_) if letters_of_several_bytes(line) == 0 => {
                count += 1;
                others.extend_from_slice(line);
            }
            Err(_) => {}
        }
    }
    (count > 1 && utf8 > 1 && utf8 * 4 >= count).then(|| guessed(&others, true))
}

/// Letters of UTF-8 that are not ASCII, between bytes that are none.
fn letters_of_several_bytes(line: &[u8]) -> usize {
    let valid = line.utf8_chunks().map(|chunk| chunk.valid());
    valid.map(|text| text.chars().filter(|letter| !letter.is_ascii()).count()).sum()
}

/// The encoding that bytes look like, which are not UTF-8.
fn guessed(start: &[u8], is_whole: bool) -> &'static Encoding {
    if is_western(start) {
        return WINDOWS_1252;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(start, is_whole);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// UTF-16 without a mark, by its zero bytes: those of Latin letters, digits, commas and line ends lie at every second
/// place and never between. A text in another script has fewer, but its line ends, blanks and the header of its table
/// are still there, and no text in another encoding has a zero at all.
fn utf16_without_mark(start: &[u8]) -> Option<&'static Encoding> {
    let head = start.get(..start.len().min(4096)).unwrap_or_default();
    if head.len() < 8 {
        return None;
    }
    let zeros =
        |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Of what is no text, a tenth of the bytes may be zeros that lie so by chance.
    let many = (head.len() / 2 / 5).max(2);
    let encoding = match (even, odd) {
        (0, odd) if odd >= many => UTF_16LE,
        (even, 0) if even >= many => UTF_16BE,
        _ => return None,
    };
    let (text, has_damage) = encoding.decode_without_bom_handling(head.get(..head.len() & !1)?);
    // A pair of halves may be cut at the end of what was looked at.
    let text = text.trim_end_matches('\u{fffd}');
    let is_text = !has_damage || !text.contains('\u{fffd}');
    (is_text && !text.contains(|c: char| c.is_control() && !c.is_whitespace()))
        .then_some(encoding)
}

/// Letters and marks of Western European languages that are not ASCII, in Windows-1252.
const WESTERN: &str = "àâäáãåæçèéêëìíîïñòóôöøõœùúûüýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÕŒÙÚÛÜÝŸ«»‘’“”‚„‹›–—…•€£§°·ªº¿¡©®™\u{a0}";

/// Whether bytes are Windows-1252 by the letters that they would be: those of Western European
/// languages and no other, few in a row. A text with a handful of accents is too short for its frequencies
/// to be judged; one in Cyrillic or Greek letters is nearly all of them.
fn is_western(start: &[u8]) -> bool {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(start);
    let mut in_a_row = 0;
    text.chars().all(|letter| {
        in_a_row = if letter.is_ascii() { 0 } else { in_a_row + 1 };
        letter.is_ascii() || in_a_row < 4 && WESTERN.contains(letter)
    })
}

/// Whether bytes are UTF-8: all of them, or so many letters of several bytes beside a few damaged ones
/// that no other encoding would have made them.
fn is_utf8(start: &[u8], is_whole: bool) -> bool {
    let (mut letters, mut damaged) = (0_usize, 0_usize);
    let mut chunks = start.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        // What was looked at may end inside a letter.
        let is_cut = !is_whole && chunks.peek().is_none() && chunk.invalid().len() < 4;
        damaged += usize::from(!chunk.invalid().is_empty() && !is_cut);
    }
    damaged == 0 || letters > damaged
}

/// A kind of file that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A document with text inside.
    Document,
    /// A workbook with sheets inside.
    Workbook,
    /// Files inside one file.
    Archive,
    /// One file, compressed.
    Compressed,
    /// Pictures, sound, film.
    Media,
    /// A table or a database in a form of its own.
    Table,
    /// A program.
    Program,
    /// A text in an encoding that is not read.
    Encoding,
    /// What a system keeps beside a file.
    Beside,
}

/// What a file is by its first bytes, where these are those of something that is no text: `a PDF`.
pub fn signature(start: &[u8]) -> Option<(&'static str, Kind)> {
    let known = SIGNATURES.iter().find(|(begin, ..)| start.starts_with(begin));
    if let Some(&(_, what, kind)) = known {
        return Some(if what == ZIP { zip_kind(start) } else { (what, kind) });
    }
    if start.get(4..8) == Some(b"ftyp") {
        return Some(("an MP4 or HEIF file", Kind::Media));
    }
    (start.get(257..262) == Some(b"ustar")).then_some(("a tar archive", Kind::Archive))
}

/// Office formats are ZIP files whose entry names tell them apart.
fn zip_kind(start: &[u8]) -> (&'static str, Kind) {
    let head = start.get(..start.len().min(8192)).unwrap_or_default();
    // Of a file that is packed into it without compression every name is readable as well.
    let names_another = |at: usize| {
        const FIXED: usize = 30;
        let length = |from: usize| {
            let two = head.get(from..from + 2).and_then(|it| <[u8; 2]>::try_from(it).ok());
            usize::from(two.map_or(0, u16::from_le_bytes))
        };
        let name = head.get(at + FIXED..at + FIXED + length(at + 26)).unwrap_or_default();
        let content = at + FIXED + length(at + 26) + length(at + 28);
        !name.is_empty() && head.get(content..content + 4) == Some(b"PK\x03\x04")
    };
    if names_another(0) {
        return (ZIP, Kind::Archive);
    }
    let has = |name: &str| head.windows(name.len()).any(|part| part == name.as_bytes());
    if has("word/") {
        ("a Word document (DOCX)", Kind::Document)
    } else if has("xl/") {
        ("an Excel workbook (XLSX)", Kind::Workbook)
    } else if has("ppt/") {
        ("a PowerPoint presentation (PPTX)", Kind::Document)
    } else if has("opendocument.text") {
        ("an OpenDocument text (ODT)", Kind::Document)
    } else if has("opendocument.spreadsheet") {
        ("an OpenDocument spreadsheet (ODS)", Kind::Workbook)
    } else if has("opendocument") {
        ("an OpenDocument file", Kind::Document)
    } else if has("epub+zip") {
        ("an EPUB book", Kind::Document)
    } else if has("datapackage") || has("archive/data.warc") {
        ("a web archive (WACZ)", Kind::Document)
    } else {
        (ZIP, Kind::Archive)
    }
}

const ZIP: &str = "a ZIP archive";

const SIGNATURES: &[(&[u8], &str, Kind)] = &[
    (b"\xff\xfe\0\0", "a text in UTF-32", Kind::Document),
    (b"\0\0\xfe\xff", "a text in UTF-32", Kind::Document),
    (b"%PDF-", "a PDF", Kind::Document),
    (b"PK\x03\x04", ZIP, Kind::Archive),
    (b"PK\x05\x06", "an empty ZIP archive", Kind::Archive),
    (b"\x1f\x8b", "a gzip file", Kind::Compressed),
    (b"BZh", "a bzip2 file", Kind::Compressed),
    (b"\xfd7zXZ\0", "an XZ file", Kind::Compressed),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", Kind::Compressed),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", Kind::Archive),
    (b"Rar!\x1a\x07", "a RAR archive", Kind::Archive),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", Kind::Media),
    (b"\xff\xd8\xff", "a JPEG picture", Kind::Media),
    (b"GIF87a", "a GIF picture", Kind::Media),
    (b"GIF89a", "a GIF picture", Kind::Media),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)", Kind::Media),
    (b"II*\0", "a TIFF picture", Kind::Media),
    (b"MM\0*", "a TIFF picture", Kind::Media),
    (b"OggS", "an Ogg recording", Kind::Media),
    (b"ID3", "an MP3 recording", Kind::Media),
    (b"\x1a\x45\xdf\xa3", "a Matroska or WebM video", Kind::Media),
    (b"PAR1", "a Parquet table", Kind::Table),
    (b"ARROW1", "an Arrow table", Kind::Table),
    (b"SQLite format 3\0", "an SQLite database", Kind::Table),
    (b"\x7fELF", "a program (ELF)", Kind::Program),
    (b"MZ\x90", "a program (Windows)", Kind::Program),
    (b"\xcf\xfa\xed\xfe", "a program (macOS)", Kind::Program),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document (DOC, XLS or PPT)",
        Kind::Document,
    ),
    (b"{\\rtf", "a rich text document (RTF)", Kind::Document),
    (b"WARC/", "a web archive (WARC)", Kind::Document),
    (b"%!PS", "a PostScript file", Kind::Document),
    (b"\xff\xfe\0\0", "a text in UTF-32", Kind::Encoding),
    (b"\0\0\xfe\xff", "a text in UTF-32", Kind::Encoding),
    (b"\0\x05\x16\x07", "what a Mac keeps beside a file (AppleDouble)", Kind::Beside),
];

/// What to do with a file in place of a table.
pub fn table_remedy(kind: Kind) -> &'static str {
    match kind {
        Kind::Archive => "unpack it and give the table inside",
        Kind::Compressed => "decompress it and give the table inside",
        Kind::Workbook => "save the sheet as CSV (UTF-8) and give that",
        Kind::Document => "save its table as CSV (UTF-8) and give that",
        Kind::Table => "export it as CSV and give that",
        Kind::Media | Kind::Program => "check that this is the right file",
        Kind::Encoding => "save it as UTF-8 and give that",
        Kind::Beside => "give the file of the same name without ._ before it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes);
        assert_eq!((&*decoded.text, decoded.encoded.encoding.name()), (text, encoding));
    }

    /// Two files joined: each line is itself.
    #[test]
    fn lines_of_two_encodings() {
        let utf8 = "\u{c9}lection \u{e0} Bamako\n";
        let western: Vec<u8> =
            utf8.chars().filter_map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
        for (one, other) in [(2, 2), (5, 2), (2, 8), (40, 60)] {
            let joined = [utf8.as_bytes().repeat(one), western.repeat(other)].concat();
            let decoded = decode(&joined);
            assert_eq!(decoded.text, utf8.repeat(one + other), "{one} {other}");
            assert_eq!(decoded.encoded.by, KnownBy::Lines);
        }
        // One damaged letter makes no other encoding, and neither does a file in one.
        let damaged = [utf8.as_bytes().repeat(6), western.clone()].concat();
        assert_eq!(decode(&damaged).encoded.by, KnownBy::Itself);
        assert_eq!(decode(&western.repeat(9)).encoded.by, KnownBy::Guess);
    }

    #[test]
    fn marks_and_zeros() {
        check(b"", "", "UTF-8");
        check("Keïta".as_bytes(), "Keïta", "UTF-8");
        check(b"\xef\xbb\xbfKe\xc3\xafta", "Keïta", "UTF-8");
        check(b"\xef\xbb\xbf\xef\xbb\xbfMali", "Mali", "UTF-8");
        check(b"\xff\xfeM\0a\0l\0i\0", "Mali", "UTF-16LE");
        check(b"\xfe\xff\0M\0a\0l\0i", "Mali", "UTF-16BE");
        check(b"M\0a\0l\0i\0 \0i\0s\0", "Mali is", "UTF-16LE");
        check(b"\0M\0a\0l\0i\0 \0i\0s", "Mali is", "UTF-16BE");
        let table = "object,account\nновости страны сегодня,anna\nармия и народ,boris\n";
        let utf16: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&utf16, table, "UTF-16LE");
        let utf16: Vec<u8> = table.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&utf16, table, "UTF-16BE");
        check(b"a,b\n1,2\n", "a,b\n1,2\n", "UTF-8");
        let nul = "object,account\no\u{0}1,anna\no2,boris\n";
        check(nul.as_bytes(), nul, "UTF-8");
    }

    /// What comes out of an encoding goes in again: sentences of five scripts, as programs of their
    /// countries save them.
    #[test]
    fn encodings_of_one_byte_a_letter() {
        for (text, label) in [
            (
                "аккаунт,время\nРоссия и Мали подписали соглашение о сотрудничестве\n",
                "windows-1251",
            ),
            (
                "id;texte\n1;Le président Keïta a été réélu à Bamako, où l’armée recule\n",
                "windows-1252",
            ),
            ("id,نص\n1,أعلنت الحكومة في باماكو عن اتفاق جديد مع روسيا\n", "windows-1256"),
            (
                "id,tekst\n1,Źródła zbliżone do rządu mówią, że umowa jest już podpisana\n",
                "windows-1250",
            ),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).expect("a known label");
            let (bytes, _, _) = encoding.encode(text);
            let decoded = decode(&bytes);
            assert_eq!(decoded.text, text, "{label}");
            assert_eq!(decoded.encoded.by, KnownBy::Guess);
        }
    }

    #[test]
    fn a_few_damaged_letters_do_not_change_the_encoding() {
        let mut bytes = "Россия и Мали".as_bytes().to_vec();
        bytes.push(0xd0);
        bytes.extend_from_slice(" подписали".as_bytes());
        let decoded = decode(&bytes);
        assert_eq!(decoded.text, "Россия и Мали\u{fffd} подписали");
        assert!(decoded.has_damage);
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, what) in [
            (&b"%PDF-1.7\n"[..], "a PDF"),
            (
                b"PK\x03\x04....[Content_Types].xml....word/document.xml",
                "a Word document (DOCX)",
            ),
            (
                b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml",
                "an Excel workbook (XLSX)",
            ),
            (b"PK\x03\x04....a.txt", "a ZIP archive"),
            (
                b"PK\x03\x04\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0a.docxPK\x03\x04..word/",
                "a ZIP archive",
            ),
            (b"PAR1....", "a Parquet table"),
            (b"\xff\xfe\0\0i\0\0\0", "a text in UTF-32"),
            (b"\0\x05\x16\x07\0\x02\0\0Mac OS X", "what a Mac keeps beside a file (AppleDouble)"),
        ] {
            assert_eq!(signature(bytes).map(|found| found.0), Some(what));
        }
        assert_eq!(signature(b"id,time\n"), None);
    }
}
