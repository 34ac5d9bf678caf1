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

use griot_model::bounds;

use super::{TableError, Text, noticed};

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
            reason: format!(
                "expected the header of the UN Digital Library (bulk or scraped), of Voeten's long or \
                 wide form or of UNGA-DM; it starts {}",
                header.chars().take(60).collect::<String>()
            ),
        })
    }
}

/// Decompresses (gzip, known by its first two bytes) and decodes UTF-8, or else Latin-1, in which
/// some of Voeten's files are written; a note says so.
///
/// The bytes are taken, not borrowed: the bulk file has hundreds of megabytes, and checking them
/// where they lie takes a tenth of the time of copying them.
pub fn decode(file: &str, bytes: Vec<u8>) -> Result<Text<'_>, TableError> {
    let mut bytes = super::unpacked(file, bytes.into(), bounds::TABLE)?.into_owned();
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Text { file, text, diagnostics: Vec::new() }),
        Err(error) => error,
    };
    let bytes = error.as_bytes();
    let before = bytes.get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let lines = before.split(|byte| *byte == b'\n').count();
    let line = u64::try_from(lines).unwrap_or(u64::MAX);
    let note = noticed(file, line, "has a byte that is not UTF-8; the file is read as Latin-1");
    // Latin-1 is the first 256 characters of Unicode in their order.
    let text = bytes.iter().map(|&byte| char::from(byte)).collect();
    Ok(Text { file, text, diagnostics: vec![note] })
}
