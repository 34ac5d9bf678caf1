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
    let end = text.text.find('\n').unwrap_or(text.text.len());
    let header = text.text.get(..end).unwrap_or_default();
    let has = |word: &str| header.to_lowercase().contains(word);
    if has("undl_id") && has("ms_vote") {
        undl_bulk::read(text)
    } else if has("yes count") && has("no-vote count") {
        undl_wide::read(text)
    } else if has("decision_id") && has("original_vote") {
        ungadm::read(text)
    } else if has("rcid") && has("ccode") && has("vote") {
        voeten_long::read(text)
    } else if has("rcid") && has("usa") {
        voeten_wide::read(text)
    } else {
        Err(TableError::NotThisLayout {
            file: text.file.to_owned(),
            format: "a known file of roll calls",
            reason: match header.trim() {
                "" => "it is empty".to_owned(),
                start if start.starts_with('<') => {
                    "it is XML or a web page; fetch the CSV of the same record".to_owned()
                }
                start => format!(
                    "expected the header of the UN Digital Library (bulk or scraped), of Voeten's long \
                     or wide form or of UNGA-DM; it starts {}",
                    start.chars().take(60).collect::<String>()
                ),
            },
        })
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
