//! Roll calls as publishers write them, in five layouts, read into one shape.
//!
//! Members stay as written (names with their misprints, or codes of one system); which country is
//! meant is decided elsewhere. [`read`] knows the layout by the header.

mod raw;
mod roll_call;
mod rows;
mod undl_bulk;
mod undl_wide;
mod ungadm;
mod voeten_long;
mod voeten_wide;

use griot_model::{
    bounds,
    decoding::{self, Encoded, KnownBy},
};

use super::{TableError, Text};

pub use roll_call::{MemberWord, RollCall, RollCalls};

/// Reads a file of roll calls in whichever of the known layouts its header is.
pub fn read(text: &Text<'_>) -> Result<RollCalls, TableError> {
    crate::refuse_markup(text.file, crate::markup::start(&text.text))?;
    let end = text.text.find('\n').unwrap_or(text.text.len());
    let header = text.text.get(..end).unwrap_or_default();
    match layout(header) {
        Some(Layout::Bulk) => return undl_bulk::read(text),
        Some(Layout::Scrape) => return undl_wide::read(text),
        Some(Layout::Ungadm) => return ungadm::read(text),
        Some(Layout::Long) => return voeten_long::read(text),
        Some(Layout::Wide) => return voeten_wide::read(text),
        None => {}
    }
    let is_header = |cells: &[String]| layout(&cells.join(",")).is_some();
    let title = crate::raw_csv::header_below(text.text.as_bytes(), is_header)
        .map_or(String::new(), |line| format!("; {}", crate::raw_csv::title_above(line)));
    Err(TableError::NotThisLayout {
        file: text.file.to_owned(),
        format: "a known file of roll calls",
        reason: match header.trim() {
            "" if title.is_empty() => "it is empty".to_owned(),
            start => format!(
                "expected the header of the UN Digital Library (bulk or scraped), of Voeten's long or \
                 wide form or of UNGA-DM; it starts {}{title}",
                start.chars().take(60).collect::<String>()
            ),
        },
    })
}

/// The layouts of files of votes.
enum Layout {
    Bulk,
    Scrape,
    Ungadm,
    Long,
    Wide,
}

/// The layout that a header has, by its words.
fn layout(header: &str) -> Option<Layout> {
    let header = header.to_lowercase();
    let has = |word: &str| header.contains(word);
    if has("undl_id") && has("ms_vote") {
        Some(Layout::Bulk)
    } else if has("yes count") && has("no-vote count") {
        Some(Layout::Scrape)
    } else if has("decision_id") && has("original_vote") {
        Some(Layout::Ungadm)
    } else if has("rcid") && has("ccode") && has("vote") {
        Some(Layout::Long)
    } else {
        (has("rcid") && has("usa")).then_some(Layout::Wide)
    }
}

/// Decompresses (gzip, known by its first two bytes) and decodes, as [`super::decode`] does.
///
/// The bytes are taken, not borrowed: the bulk file has hundreds of megabytes, and checking them
/// where they lie takes a tenth of the time of copying them.
pub fn decode(file: &str, bytes: Vec<u8>) -> Result<Text<'_>, TableError> {
    let mut bytes = super::unpacked(file, bytes.into(), bounds::TABLE)?.into_owned();
    super::refuse_what_is_no_text(file, &bytes)?;
    let start = bytes.get(..decoding::LOOKED_AT.min(bytes.len())).unwrap_or_default();
    let encoded = Encoded::of(start, start.len() == bytes.len());
    if encoded.by != KnownBy::Itself {
        return super::decode(file, &bytes);
    }
    bytes.drain(..encoded.mark);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Text { file, text, diagnostics: Vec::new() }),
        Err(error) => super::decode(file, error.as_bytes()),
    }
}
