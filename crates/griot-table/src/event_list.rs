//! Any event list: which format is it?

use super::{
    TableError, acled, acled_aggregate, country_years, decode,
    delimited::Delimited,
    event::EventList,
    event_csv::{self, Mapping},
    gdelt, ucdp_ged,
};

/// Which table of GDELT a file is, if it is one: tabs, no header, a number first.
pub fn gdelt(file: &str, bytes: &[u8]) -> Option<gdelt::Layout> {
    let opened = Delimited::with_header(file, bytes).ok()?;
    let first = opened.header.first()?;
    let numbered = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    numbered.then(|| gdelt::layout(&opened.header.join("\t"))).flatten()
}

/// Recognises the format of a file by its first line and reads it. The mapping is for files that are in no publisher's format.
pub fn read(file: &str, bytes: &[u8], mapping: &Mapping) -> Result<EventList, TableError> {
    let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if matches!(begins, Some(b'{' | b'[')) {
        return acled::read(file, bytes);
    }
    // What was unpacked to look at the header is not held while the rows are read.
    let header = Delimited::with_header(file, bytes)?.header;
    if gdelt::layout(&header.join("\t")).is_some()
        && header.first().is_some_and(|cell| cell.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err(TableError::NotThisLayout {
            file: file.to_owned(),
            format: "a list of events",
            reason: "it is GDELT; its rows are mentions of possible events, which griot attaches to events and never counts or fuses"
                .to_owned(),
        });
    }
    if acled::is_header(&header) {
        acled::read(file, bytes)
    } else if ucdp_ged::is_header(&header) {
        ucdp_ged::read(file, bytes)
    } else if country_years::is_header(&header) {
        country_years::read(file, &decode(file, bytes)?)
    } else if acled_aggregate::is_header(&header) {
        acled_aggregate::read(file, bytes)
    } else {
        event_csv::read(file, bytes, mapping)
    }
}
