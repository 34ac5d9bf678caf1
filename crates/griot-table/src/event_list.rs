//! Any event list: which format is it?

use super::{
    TableError, acled, acled_aggregate, country_years, decode,
    delimited::Delimited,
    event::EventList,
    event_checks,
    event_csv::{self, Mapping},
    gdelt,
    raw_csv::title_above,
    ucdp_ged,
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
    let mut list = by_format(file, bytes, mapping)?;
    event_checks::set_other_years_aside(file, &mut list);
    event_checks::set_totals_aside(file, &mut list);
    event_checks::count_once(file, &mut list);
    event_checks::set_swapped_aside(file, &mut list);
    event_checks::say_what_is_unknown(file, &mut list);
    Ok(list)
}

fn by_format(file: &str, bytes: &[u8], mapping: &Mapping) -> Result<EventList, TableError> {
    if acled::begins_like_json(bytes) {
        return acled::read(file, bytes, mapping);
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
    if header.iter().any(|name| name.eq_ignore_ascii_case("GLOBALEVENTID")) {
        return Err(TableError::NotThisLayout {
            file: file.to_owned(),
            format: "a list of events",
            reason: "it is GDELT with a header, as BigQuery writes it; its rows are mentions of possible \
                     events. griot reads GDELT's own files, without a header, and as leads"
                .to_owned(),
        });
    }
    if acled::is_header(&header) {
        acled::read(file, bytes, mapping)
    } else if ucdp_ged::is_header(&header) {
        ucdp_ged::read(file, bytes, mapping)
    } else if country_years::is_header(&header) {
        country_years::read(file, &decode(file, bytes)?)
    } else if acled_aggregate::is_header(&header) {
        acled_aggregate::read(file, bytes)
    } else {
        event_csv::read(file, bytes, mapping)
            .map_err(|error| below_a_title(error, bytes, mapping))
    }
}

/// The reason why a file is no list, with the line in which its header seems to stand.
fn below_a_title(error: TableError, bytes: &[u8], mapping: &Mapping) -> TableError {
    let TableError::NotThisLayout { file, format, reason } = error else { return error };
    let is_header = |header: &[String]| {
        let has = |name: &str| header.iter().any(|cell| cell.eq_ignore_ascii_case(name));
        acled::is_header(header)
            || ucdp_ged::is_header(header)
            || [&mapping.date, &mapping.latitude, &mapping.longitude]
                .into_iter()
                .all(|it| has(it))
    };
    let line =
        Delimited::with_header(&file, bytes).ok().and_then(|it| it.header_below(is_header));
    let title = line.map_or(String::new(), |line| format!("; {}", title_above(line)));
    TableError::NotThisLayout { file, format, reason: format!("{reason}{title}") }
}
