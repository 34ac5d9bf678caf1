//! Comma-separated exports, one post or one share per row.

use std::borrow::Cow;

use super::{
    Format, Mapping, Moment, NotAMoment, Post, Seen, TableError,
    columns::{self, Columns},
    unpack::Plain,
};

/// Reads all rows and says in which layout.
pub(super) fn read(
    plain: Plain<'_>,
    mapping: Option<&Mapping>,
    seen: &mut Seen<'_>,
    take: &mut dyn FnMut(Post<'_>),
) -> Result<Format, TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 18)
        .from_reader(plain.bytes);
    let mut record = csv::ByteRecord::new();
    let refuse = |reason: String| TableError::NotThisLayout {
        file: seen.file.to_owned(),
        format: "an export of posts that griot knows",
        reason,
    };
    let read = reader.read_byte_record(&mut record);
    read.map_err(|error| refuse(error.to_string()))?;
    let header: Vec<String> =
        record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
    let (format, columns) = match mapping {
        Some(mapping) => {
            let columns = columns::mapped(&header, mapping).map_err(|name| {
                let near = crate::nearest::nearest(&name, header.iter().map(String::as_str));
                let near =
                    near.map_or(String::new(), |near| format!("; did you mean {near:?}"));
                refuse(format!(
                    "the mapping file names the column {name:?}, which is not there{near}"
                ))
            })?;
            (Format::Mapped, columns)
        }
        None => columns::recognise(&header).ok_or_else(|| {
            let found = header.iter().take(6).cloned().collect::<Vec<_>>().join(",");
            refuse(format!(
                "its header starts {found:?}. Known are: {}; or describe it in a mapping file",
                columns::known()
            ))
        })?,
    };
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let sort = match error.kind() {
                    csv::ErrorKind::Io(_) => "the file cannot be read further",
                    _ => "not CSV",
                };
                seen.set_aside(line, sort, &error.to_string());
                if error.is_io_error() {
                    break;
                }
                continue;
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let detail = format!("{} instead of {}", record.len(), header.len());
            seen.notice(line, "the row has another number of cells than the header", &detail);
        }
        if let Some(post) = post(&record, &columns, line, seen) {
            take(post);
        }
    }
    Ok(format)
}

fn post<'r>(
    record: &'r csv::ByteRecord,
    columns: &Columns,
    line: u64,
    seen: &mut Seen<'_>,
) -> Option<Post<'r>> {
    let mut undecodable = false;
    let mut cell = |place: Option<usize>| -> Cow<'r, str> {
        let bytes = place.and_then(|place| record.get(place)).unwrap_or_default().trim_ascii();
        let text = String::from_utf8_lossy(bytes);
        undecodable |= matches!(text, Cow::Owned(_));
        text
    };
    let account = cell(columns.account);
    let time = cell(columns.time);
    let mut text = Cow::Borrowed("");
    for &place in &columns.text {
        let more = cell(Some(place));
        text = if text.is_empty() { more } else { Cow::Owned(format!("{text}\n{more}")) };
    }
    let mut links = Vec::new();
    for &place in &columns.links {
        // The first column with a link counts: CrowdTangle repeats a link where it was expanded.
        if links.is_empty() {
            links = several(cell(Some(place)), columns.separator.as_deref());
        }
    }
    let post = Post {
        id: cell(columns.id),
        account,
        account_name: cell(columns.account_name),
        platform: Cow::Owned(columns.platform.clone()),
        time: None,
        text,
        language: cell(columns.language),
        links,
        hashtags: several(cell(columns.hashtags), columns.separator.as_deref())
            .into_iter()
            .map(without_sign)
            .collect(),
        mentions: several(cell(columns.mentions), columns.separator.as_deref()),
        media: several(cell(columns.media), columns.separator.as_deref()),
        reply_to: cell(columns.reply_to),
        repost_of: cell(columns.repost_of),
        engagement: number(&cell(columns.engagement)),
        object: cell(columns.object),
        line,
    };
    if undecodable {
        seen.notice(line, "bytes that are not UTF-8 are read as U+FFFD", "");
    }
    if post.account.is_empty() {
        seen.set_aside(line, "no account", "");
        return None;
    }
    match Moment::parse(&time) {
        Ok(moment) => {
            if !moment.zone_is_known {
                seen.notice(line, "a time without a zone is taken as UTC", &time);
            }
            Some(Post { time: Some(moment), ..post })
        }
        Err(NotAMoment::Empty) => {
            seen.set_aside(line, "no time", "");
            None
        }
        Err(error @ NotAMoment::Zone(_)) => {
            seen.set_aside(line, "a time zone that is not known", &error.to_string());
            None
        }
        Err(error @ NotAMoment::Form(_)) => {
            seen.set_aside(line, "not a time", &error.to_string());
            None
        }
    }
}

/// Values in one cell: a list in brackets and quotes as Python prints it, or separated by blanks,
/// commas or what the mapping says.
fn several<'r>(cell: Cow<'r, str>, separator: Option<&str>) -> Vec<Cow<'r, str>> {
    if cell.is_empty() {
        return Vec::new();
    }
    let one = |text: &str| -> Option<Cow<'r, str>> {
        let text = text.trim().trim_matches(['\'', '"']).trim();
        (!text.is_empty()).then(|| Cow::Owned(text.to_owned()))
    };
    if let Some(list) = cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let quoted = list.contains("', '") || list.contains("\", \"");
        return if quoted {
            list.split("', '").flat_map(|part| part.split("\", \"")).filter_map(one).collect()
        } else {
            list.split(", ").filter_map(one).collect()
        };
    }
    if let Some(separator) = separator {
        return cell.split(separator).filter_map(one).collect();
    }
    if cell.contains([' ', '\n', '\t']) {
        return cell
            .split_whitespace()
            .filter_map(|part| one(part.trim_end_matches(',')))
            .collect();
    }
    // A comma may be part of a link; one that stands before another link is not.
    if cell.contains(",http") {
        return cell
            .split(",http")
            .enumerate()
            .filter_map(
                |(index, part)| {
                    if index == 0 { one(part) } else { one(&format!("http{part}")) }
                },
            )
            .collect();
    }
    if cell.contains(',') && !cell.contains("://") {
        return cell.split(',').filter_map(one).collect();
    }
    vec![cell]
}

fn without_sign(tag: Cow<'_, str>) -> Cow<'_, str> {
    match tag.strip_prefix('#') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => tag,
    }
}

/// A count, with or without commas between thousands.
fn number(text: &str) -> Option<u64> {
    if text.contains(',') { text.replace(',', "").parse().ok() } else { text.parse().ok() }
}
