//! Rows of files of votes: header, cells, and the roll calls that they add up to.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use griot_model::{Choice, Diagnostic, PartialDate, bounds};

use super::{
    raw::{self, RawRecords},
    roll_call::{MemberWord, RollCall, RollCalls},
};
use crate::{
    Reported, TableError, Text,
    dates::spoiled,
    few_of_each, noticed,
    raw_csv::delimiter,
    set_aside,
    shape::{self, Again, Names},
    too_many_marks, within_bounds,
};

/// Roll calls put together from rows of one vote each.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) members: Vec<String>,
    pub(super) places: HashMap<String, usize>,
    pub(super) roll_calls: Vec<RollCall>,
    pub(super) index: HashMap<String, usize>,
    pub(super) current: usize,
    /// Place that the next member is expected to have.
    pub(super) next: usize,
    /// Rows that were set aside.
    unread: u64,
}

/// Where a file of one vote a row has what every row must be asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct VoteColumns {
    pub(super) id: usize,
    pub(super) member: usize,
    pub(super) vote: usize,
    /// The column whose words stand for a member where that of `member` is empty.
    pub(super) name: Option<usize>,
}

/// Rows that are set aside for one reason, told together: a file in another language has it in every row.
#[derive(Debug, Default)]
struct Aside {
    /// By reason: how many rows, the line of the first, and what stands there how often.
    reasons: BTreeMap<String, (u64, u64, BTreeMap<String, u64>)>,
}

impl Aside {
    /// Words that are shown of those that are no votes.
    const SHOWN: usize = 6;

    /// Where the words stand in a reason.
    const WORD: &str = "\u{0}";

    /// What stands in quotation marks in a reason is what the rows of the same reason differ in.
    fn add(&mut self, line: u64, reason: &str) {
        let places = reason.find('"').zip(reason.rfind('"')).filter(|(one, other)| one < other);
        let (form, word) = match places {
            Some((first, last)) => {
                let word = reason.get(first..=last).unwrap_or_default();
                (reason.replacen(word, Self::WORD, 1), word)
            }
            None => (reason.to_owned(), ""),
        };
        let (count, _, words) =
            self.reasons.entry(form).or_insert_with(|| (0, line, BTreeMap::new()));
        *count += 1;
        if words.contains_key(word) || words.len() < 1_000 {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }

    fn rows(&self) -> u64 {
        self.reasons.values().map(|(count, ..)| count).sum()
    }

    fn told(self, file: &str) -> Vec<Diagnostic> {
        let mut told: Vec<Diagnostic> = self
            .reasons
            .into_iter()
            .map(|(form, (count, line, words))| {
                let what = form.replacen(Self::WORD, &listed(words, count), 1);
                if count == 1 {
                    set_aside(file, line, what)
                } else {
                    Diagnostic::warning(file, format!("{count} rows set aside: {what}"))
                        .line(line)
                }
            })
            .collect();
        told.sort_by_key(|seen| seen.line);
        told
    }
}

/// Words with how often each stands in the rows, the most frequent first.
fn listed(words: BTreeMap<String, u64>, rows: u64) -> String {
    let mut words: Vec<(String, u64)> = words.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let more = words.len().saturating_sub(Aside::SHOWN);
    let mut shown: Vec<String> = words
        .into_iter()
        .take(Aside::SHOWN)
        .map(|(word, times)| if rows == 1 { word } else { format!("{word} ({times})") })
        .collect();
    if more > 0 {
        shown.push(format!("{more} others"));
    }
    shown.join(", ")
}

/// Reads a file of one vote a row: three values of each row, and all of the rows that begin a roll
/// call, from which `first` makes it.
///
/// `choice` turns the word of a vote into a choice, or none where the row is no vote; what it or
/// `first` returns as `Err` is set aside.
pub(super) fn each_vote(
    text: &Text<'_>,
    delimiter: u8,
    (columns, header): (VoteColumns, &csv::StringRecord),
    choice: impl Fn(&str) -> Result<Option<Choice>, String>,
    first: impl Fn(u64, &csv::StringRecord) -> Result<RollCall, String>,
) -> Result<(Gathered, Vec<Diagnostic>), TableError> {
    let width = header.len();
    let names = Names::new(header.iter().map(str::as_bytes));
    let mut below: Option<Again> = None;
    let mut aside = Aside::default();
    let mut gathered = Gathered::default();
    let mut diagnostics = text.diagnostics.clone();
    for (row, raw) in
        (1_usize..).zip(RawRecords::new(&text.text, delimiter, Some(width)).skip(1))
    {
        if raw.is_unclosed {
            if raw.reread > bounds::UNCLOSED {
                return Err(too_many_marks(text.file, raw.line).into());
            }
            let what = "a quotation mark is opened and not closed; close it, or double it where it is \
                        part of the text. Reading went on with the next line";
            gathered.unread += 1;
            diagnostics.push(set_aside(text.file, raw.line, what));
            continue;
        }
        if let Some(again) = header_again(raw.text, delimiter, &names) {
            diagnostics.push(match &again {
                Again::Same => noticed(text.file, raw.line, shape::SAME),
                Again::Order(_) => noticed(text.file, raw.line, shape::ORDER),
                Again::Other => set_aside(text.file, raw.line, shape::OTHER),
            });
            below = Some(again);
            continue;
        }
        if below == Some(Again::Other) {
            aside.add(raw.line, shape::BELOW);
            continue;
        }
        let cells = raw::cells(raw.text, delimiter);
        if cells != width {
            let (what, help) =
                shape::other_width((cells, width), raw.text.as_bytes(), delimiter);
            aside.add(raw.line, &format!("{what}; {help}"));
            continue;
        }
        let order = match &below {
            Some(Again::Order(order)) => Some(order.as_slice()),
            _ => None,
        };
        let whole = || {
            let record = raw::record(raw.text, delimiter)?;
            Ok::<_, String>(match order {
                None => record,
                Some(order) => {
                    order.iter().map(|place| record.get(*place).unwrap_or_default()).collect()
                }
            })
        };
        let mut read = |id: &str, member: &str, vote: &str| {
            let Some(choice) = choice(vote)? else { return Ok(()) };
            if id.is_empty() {
                return Err("the key of the roll call is empty".to_owned());
            }
            // Numbers that went through a floating-point type.
            let member = member.strip_suffix(".0").unwrap_or(member);
            if member.is_empty() {
                let whole = whole()?;
                let name = cell(&whole, columns.name);
                if name.is_empty() {
                    return Err("neither a code nor a name of the member is there".to_owned());
                }
                return gathered.vote(id, name, choice, || first(row as u64, &whole));
            }
            gathered.vote(id, member, choice, || first(row as u64, &whole()?))
        };
        let places = [columns.id, columns.member, columns.vote];
        let written = |place: usize| {
            order.map_or(place, |order| order.get(place).copied().unwrap_or(usize::MAX))
        };
        let seen = match raw::values(raw.text, delimiter, places.map(written)) {
            Some([id, member, vote]) => read(id, member, vote),
            None => whole().and_then(|whole| {
                let [id, member, vote] = places.map(|place| cell(&whole, Some(place)));
                read(id, member, vote)
            }),
        };
        if let Err(reason) = seen {
            aside.add(raw.line, &reason);
        }
        within_bounds(text.file, row, bounds::VOTES, &diagnostics)?;
    }
    gathered.unread += aside.rows();
    diagnostics.extend(aside.told(text.file));
    Ok((gathered, few_of_each(diagnostics)))
}

/// Whether a record is a header again. Most are told from one by their first cell.
fn header_again(raw: &str, delimiter: u8, names: &Names) -> Option<Again> {
    let starts = raw.bytes().find(|byte| !matches!(byte, b'"' | b' '));
    if starts.is_some_and(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let record = raw::record(raw, delimiter).ok()?;
    names.again(record.iter().map(str::as_bytes))
}

impl Gathered {
    /// Adds a vote to the roll call `id`, which `first` makes where it is seen first. Rows of one
    /// roll call mostly stand together, so the last one is tried before the index is asked.
    pub(super) fn vote(
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

    /// Counts a state's vote in a roll call once, where a file has it twice; of two different ones the
    /// last counts, and is named.
    pub(super) fn count_once(&mut self, file: &str) -> Vec<Diagnostic> {
        let (mut again, mut changed) = (0_u64, Vec::new());
        let mut place_of: Vec<Option<usize>> = vec![None; self.members.len()];
        for roll_call in &mut self.roll_calls {
            let votes = std::mem::take(&mut roll_call.votes);
            let mut kept: Vec<(usize, Choice)> = Vec::with_capacity(votes.len());
            for (member, choice) in votes {
                let known = place_of.get(member).copied().flatten();
                let Some(first) = known.and_then(|at| kept.get_mut(at)) else {
                    if let Some(place) = place_of.get_mut(member) {
                        *place = Some(kept.len());
                    }
                    kept.push((member, choice));
                    continue;
                };
                again += 1;
                if first.1 != choice {
                    let name = self.members.get(member).cloned().unwrap_or_default();
                    changed.push(format!(
                        "record {}: {name} voted {} in one row and {} in a later one; the later one counts",
                        roll_call.id,
                        first.1.word(),
                        choice.word()
                    ));
                    first.1 = choice;
                }
            }
            for (member, _) in &kept {
                if let Some(place) = place_of.get_mut(*member) {
                    *place = None;
                }
            }
            roll_call.votes = kept;
        }
        let mut diagnostics = Vec::new();
        if again > 0 {
            let what = format!(
                "{again} rows repeat a state's vote in a roll call, as when two downloads stand in one \
                 file; each counts once"
            );
            diagnostics.push(Diagnostic::notice(file, what));
        }
        let more = changed.len().saturating_sub(20);
        diagnostics
            .extend(changed.into_iter().take(20).map(|what| Diagnostic::warning(file, what)));
        if more > 0 {
            diagnostics.push(Diagnostic::notice(file, format!("{more} more votes differ so")));
        }
        diagnostics
    }

    pub(super) fn finish(
        self,
        format: &'static str,
        word: MemberWord,
        diagnostics: Vec<Diagnostic>,
    ) -> RollCalls {
        let read = self.roll_calls.iter().map(|it| it.votes.len() as u64).sum();
        let roll_calls = Reported { rows: self.roll_calls, diagnostics };
        RollCalls { format, members: self.members, word, roll_calls, read, unread: self.unread }
    }
}

/// Runs over the records of a comma- or tab-separated text without keeping them.
///
/// The callback gets the data row, the line and the cells; what it returns as `Err` is set aside.
pub(super) fn each_record(
    text: &Text<'_>,
    delimiter: u8,
    mut read: impl FnMut(u64, u64, &csv::StringRecord) -> Result<(), String>,
) -> Result<Vec<Diagnostic>, TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.text.as_bytes());
    let mut diagnostics = text.diagnostics.clone();
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    let header = reader.headers().cloned().unwrap_or_default();
    let names = Names::new(header.iter().map(str::as_bytes));
    let mut is_below = false;
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(few_of_each(diagnostics)),
            Ok(true) => {
                row += 1;
                if let Some(again) = names.again(record.iter().map(str::as_bytes)) {
                    is_below = again != Again::Same;
                    diagnostics.push(match again {
                        Again::Same => noticed(text.file, line, shape::SAME),
                        _ => set_aside(text.file, line, shape::OTHER),
                    });
                } else if is_below {
                    diagnostics.push(set_aside(text.file, line, shape::BELOW));
                } else if record.len() != header.len() {
                    let counts = (record.len(), header.len());
                    let raw = record.iter().collect::<Vec<_>>();
                    let raw = raw.join(char::from(delimiter).encode_utf8(&mut [0; 4]));
                    let (what, help) = shape::other_width(counts, raw.as_bytes(), delimiter);
                    diagnostics.push(set_aside(text.file, line, format!("{what}; {help}")));
                } else if let Err(reason) = read(row, line, &record) {
                    diagnostics.push(set_aside(text.file, line, reason));
                }
            }
            Err(error) => {
                row += 1;
                diagnostics.push(set_aside(text.file, line, format!("not CSV: {error}")));
                if matches!(error.kind(), csv::ErrorKind::Io(_)) {
                    return Ok(diagnostics);
                }
            }
        }
        let rows = usize::try_from(row).unwrap_or(usize::MAX);
        within_bounds(text.file, rows, bounds::VOTES, &diagnostics)?;
    }
}

/// The header, with the delimiter that separates it.
pub(super) fn header(text: &Text<'_>) -> (u8, csv::StringRecord) {
    let first = text.text.lines().next().unwrap_or_default();
    let delimiter = delimiter(first.as_bytes());
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
pub(super) fn column(header: &csv::StringRecord, names: &[&str]) -> Option<usize> {
    names
        .iter()
        .find_map(|name| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)))
}

pub(super) fn required(
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
pub(super) fn cell(record: &csv::StringRecord, place: Option<usize>) -> &str {
    place.and_then(|place| record.get(place)).unwrap_or_default().trim()
}

/// A cell that states something.
pub(super) fn stated(record: &csv::StringRecord, place: Option<usize>) -> Option<String> {
    let cell = cell(record, place);
    (!matches!(cell, "" | "NA" | "MISSING_DATA")).then(|| cell.to_owned())
}

/// A count, perhaps written through a floating-point type: `120.0`.
pub(super) fn count(cell: &str) -> Option<u16> {
    cell.strip_suffix(".0").unwrap_or(cell).parse().ok()
}

pub(super) fn date(cell: &str) -> Result<PartialDate, String> {
    let day = cell.get(..10).filter(|_| cell.len() > 10).unwrap_or(cell);
    day.parse().map_err(|_bad: griot_model::date::NotADate| {
        let why = if cell.is_empty() { None } else { spoiled(cell) };
        let help = why.unwrap_or("format the column as yyyy-mm-dd and save it again");
        format!("date should be YYYY-MM-DD or a year ({help}), not {cell:?}")
    })
}

/// A symbol as the UN writes it: `R/75/47` and `A/RES/75/47` are one.
pub(super) fn symbol(written: &str) -> Cow<'_, str> {
    match written.strip_prefix("R/") {
        Some(rest) => Cow::Owned(format!("A/RES/{rest}")),
        None => Cow::Borrowed(written),
    }
}
