//! Roll calls as publishers write them, in five layouts, read into one shape.
//!
//! Members stay as written (names with their misprints, or codes of one system); which country is
//! meant is decided elsewhere. [`read`] knows the layout by the header.

mod raw;
mod undl_bulk;
mod undl_wide;
mod ungadm;
mod voeten_long;
mod voeten_wide;

use std::{borrow::Cow, collections::HashMap};

use griot_model::{Choice, Diagnostic, PartialDate};

use self::raw::RawRecords;
use super::{Reported, TableError, Text, noticed, set_aside};

/// What kind of word stands for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberWord {
    /// A name, in capitals or not.
    Name,
    /// ISO 3166 alpha-3, or the UN's own three letters for states that are no more.
    Code,
    /// Correlates of War number.
    Cow,
}

/// A file of roll calls.
#[derive(Debug)]
pub struct RollCalls {
    /// The layout in words, for messages.
    pub format: &'static str,
    /// Each member's word once, in the order seen.
    pub members: Vec<String>,
    /// What the words are.
    pub word: MemberWord,
    /// Roll calls in the order of the file.
    pub roll_calls: Reported<RollCall>,
}

/// One roll call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCall {
    /// The publisher's key: record number, `rcid`, decision.
    pub id: String,
    /// Day of the vote, perhaps only its year.
    pub date: PartialDate,
    /// Session as written: `80`, `ES-11`; empty where the layout has none.
    pub session: String,
    /// `A/RES/77/229`, where stated.
    pub symbol: Option<String>,
    /// Title, where stated.
    pub title: Option<String>,
    /// Yes, no, abstain, non-voting as stated; none where the layout states no totals.
    pub totals: Option<[u16; 4]>,
    /// Members by index into [`RollCalls::members`], each with its vote.
    pub votes: Vec<(usize, Choice)>,
    /// First data row of it, from 1.
    pub row: u64,
}

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
    let mut bytes = super::unpacked(file, bytes)?;
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

/// Roll calls put together from rows of one vote each.
#[derive(Debug, Default)]
struct Gathered {
    members: Vec<String>,
    places: HashMap<String, usize>,
    roll_calls: Vec<RollCall>,
    index: HashMap<String, usize>,
    current: usize,
    /// Place that the next member is expected to have.
    next: usize,
}

/// Where a file of one vote a row has what every row must be asked for.
#[derive(Debug, Clone, Copy)]
struct VoteColumns {
    id: usize,
    member: usize,
    vote: usize,
}

/// Reads a file of one vote a row: three values of each row, and all of the rows that begin a roll
/// call, from which `first` makes it.
///
/// `choice` turns the word of a vote into a choice, or none where the row is no vote; what it or
/// `first` returns as `Err` is set aside.
fn each_vote(
    text: &Text<'_>,
    delimiter: u8,
    columns: VoteColumns,
    choice: impl Fn(&str) -> Result<Option<Choice>, String>,
    first: impl Fn(u64, &csv::StringRecord) -> Result<RollCall, String>,
) -> (Gathered, Vec<Diagnostic>) {
    let mut gathered = Gathered::default();
    let mut diagnostics = text.diagnostics.clone();
    for (row, raw) in (1..).zip(RawRecords::new(&text.text, delimiter).skip(1)) {
        let whole = || record(raw.text, delimiter);
        let mut read = |id: &str, member: &str, vote: &str| {
            let Some(choice) = choice(vote)? else { return Ok(()) };
            if id.is_empty() {
                return Err("the key of the roll call is empty".to_owned());
            }
            // Numbers that went through a floating-point type.
            let member = member.strip_suffix(".0").unwrap_or(member);
            gathered.vote(id, member, choice, || first(row, &whole()?))
        };
        let places = [columns.id, columns.member, columns.vote];
        let seen = match raw::values(raw.text, delimiter, places) {
            Some([id, member, vote]) => read(id, member, vote),
            None => whole().and_then(|whole| {
                let [id, member, vote] = places.map(|place| cell(&whole, Some(place)));
                read(id, member, vote)
            }),
        };
        if let Err(reason) = seen {
            diagnostics.push(set_aside(text.file, raw.line, reason));
        }
    }
    (gathered, diagnostics)
}

/// One record, read in full.
fn record(raw: &str, delimiter: u8) -> Result<csv::StringRecord, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(1 << 10)
        .from_reader(raw.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).map_err(|error| format!("not CSV: {error}"))?;
    Ok(record)
}

impl Gathered {
    /// Adds a vote to the roll call `id`, which `first` makes where it is seen first. Rows of one
    /// roll call mostly stand together, so the last one is tried before the index is asked.
    fn vote(
        &mut self,
        id: &str,
        member: &str,
        choice: Choice,
        first: impl FnOnce() -> Result<RollCall, String>,
    ) -> Result<(), String> {
        if self.roll_calls.get(self.current).is_none_or(|current| current.id != id) {
            if let Some(&known) = self.index.get(id) {
                self.current = known;
            } else {
                self.roll_calls.push(first()?);
                self.current = self.roll_calls.len() - 1;
                self.index.insert(id.to_owned(), self.current);
            }
            self.next = 0;
        }
        // Members mostly come in the order in which they came in the roll call before.
        let place = if self.members.get(self.next).is_some_and(|known| known == member) {
            self.next
        } else if let Some(&place) = self.places.get(member) {
            place
        } else {
            self.places.insert(member.to_owned(), self.members.len());
            self.members.push(member.to_owned());
            self.members.len() - 1
        };
        self.next = place + 1;
        if let Some(roll_call) = self.roll_calls.get_mut(self.current) {
            roll_call.votes.push((place, choice));
        }
        Ok(())
    }

    fn finish(
        self,
        format: &'static str,
        word: MemberWord,
        diagnostics: Vec<Diagnostic>,
    ) -> RollCalls {
        let roll_calls = Reported { rows: self.roll_calls, diagnostics };
        RollCalls { format, members: self.members, word, roll_calls }
    }
}

/// Runs over the records of a comma- or tab-separated text without keeping them.
///
/// The callback gets the data row, the line and the cells; what it returns as `Err` is set aside.
fn each_record(
    text: &Text<'_>,
    delimiter: u8,
    mut read: impl FnMut(u64, u64, &csv::StringRecord) -> Result<(), String>,
) -> Vec<Diagnostic> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.text.as_bytes());
    let mut diagnostics = text.diagnostics.clone();
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return diagnostics,
            Ok(true) => {
                row += 1;
                if let Err(reason) = read(row, line, &record) {
                    diagnostics.push(set_aside(text.file, line, reason));
                }
            }
            Err(error) => {
                row += 1;
                diagnostics.push(set_aside(text.file, line, format!("not CSV: {error}")));
                if matches!(error.kind(), csv::ErrorKind::Io(_)) {
                    return diagnostics;
                }
            }
        }
    }
}

/// The header, with the delimiter that separates it: a tab where there is one.
fn header(text: &Text<'_>) -> (u8, csv::StringRecord) {
    let first = text.text.lines().next().unwrap_or_default();
    let delimiter = if first.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(first.as_bytes());
    let mut header = csv::StringRecord::new();
    if !reader.read_record(&mut header).unwrap_or(false) {
        header.clear();
    }
    (delimiter, header)
}

/// Place of the first of several names a column has had over the editions.
fn column(header: &csv::StringRecord, names: &[&str]) -> Option<usize> {
    names
        .iter()
        .find_map(|name| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)))
}

fn required(
    text: &Text<'_>,
    format: &'static str,
    header: &csv::StringRecord,
    names: &[&str],
) -> Result<usize, TableError> {
    column(header, names).ok_or_else(|| TableError::NotThisLayout {
        file: text.file.to_owned(),
        format,
        reason: format!("no column {}", names.join(" or ")),
    })
}

/// A cell without the blanks around it; empty where there is none.
fn cell(record: &csv::StringRecord, place: Option<usize>) -> &str {
    place.and_then(|place| record.get(place)).unwrap_or_default().trim()
}

/// A cell that states something.
fn stated(record: &csv::StringRecord, place: Option<usize>) -> Option<String> {
    let cell = cell(record, place);
    (!matches!(cell, "" | "NA" | "MISSING_DATA")).then(|| cell.to_owned())
}

/// A count, perhaps written through a floating-point type: `120.0`.
fn count(cell: &str) -> Option<u16> {
    cell.strip_suffix(".0").unwrap_or(cell).parse().ok()
}

fn date(cell: &str) -> Result<PartialDate, String> {
    let day = cell.get(..10).filter(|_| cell.len() > 10).unwrap_or(cell);
    day.parse().map_err(|_bad: griot_model::date::NotADate| {
        format!("date should be YYYY-MM-DD or a year, not {cell:?}")
    })
}

/// A symbol as the UN writes it: `R/75/47` and `A/RES/75/47` are one.
fn symbol(written: &str) -> Cow<'_, str> {
    match written.strip_prefix("R/") {
        Some(rest) => Cow::Owned(format!("A/RES/{rest}")),
        None => Cow::Borrowed(written),
    }
}
