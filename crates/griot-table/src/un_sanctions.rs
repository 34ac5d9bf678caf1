//! The consolidated list of the UN Security Council (XML, legacy form).

use griot_model::{Diagnostic, PartialDate};
use jiff::civil::Date;
use quick_xml::{Reader, events::Event};

use super::{Reported, TableError, Text, noticed, set_aside};

const FORMAT: &str = "the UN Security Council's consolidated list";

/// A dated list.
#[derive(Debug)]
pub struct List {
    /// Day on which the list was generated.
    pub generated: Date,
    /// Entries in the order of the file, persons before entities.
    pub entries: Reported<Entry>,
}

/// One person or entity.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// `REFERENCE_NUMBER`, such as `CDi.001`.
    pub id: String,
    /// `individual` or `entity`.
    pub kind: &'static str,
    /// The name parts joined, then the name in its own script, then aliases.
    pub names: Vec<String>,
    /// `UN_LIST_TYPE`: the regime.
    pub regime: String,
    /// Day of listing.
    pub listed_on: Option<PartialDate>,
    /// Position of the entry in the file, from 1.
    pub row: u64,
    /// Line of the opening tag, from 1.
    pub line: u64,
}

/// Reads the list.
pub fn read(text: &Text<'_>) -> Result<List, TableError> {
    let not_this = |reason: String| TableError::NotThisLayout {
        file: text.file.to_owned(),
        format: FORMAT,
        reason,
    };
    let mut xml = Reader::from_str(&text.text);
    let mut place = Place { text: &text.text, byte: 0, line: 1 };
    let mut state = State { file: text.file, ..State::default() };
    loop {
        let event = xml.read_event();
        let line = place.line_at(xml.buffer_position());
        match event {
            Ok(Event::Start(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                if name == "CONSOLIDATED_LIST" {
                    let date = tag.try_get_attribute("dateGenerated").ok().flatten();
                    let date = date.map(|value| value.value.into_owned());
                    state.generated = date.as_deref().and_then(leading_day);
                }
                state.open(name, line);
            }
            Ok(Event::Text(words)) => state.words.push_str(&words),
            Ok(Event::GeneralRef(reference)) => {
                let name: &str = &reference;
                match resolve(name) {
                    Some(character) => state.words.push(character),
                    None => state.diagnostics.push(noticed(
                        text.file,
                        line,
                        format!("the entity &{name}; is not known and is left out"),
                    )),
                }
            }
            Ok(Event::CData(words)) => {
                state.words.push_str(&words);
            }
            Ok(Event::End(_)) => state.close(),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let reason =
                    format!("the XML breaks off: {error}; entries after it are not read");
                state.diagnostics.push(set_aside(text.file, line, reason));
                break;
            }
        }
    }
    let generated = state
        .generated
        .ok_or_else(|| not_this("no CONSOLIDATED_LIST with a dateGenerated".to_owned()))?;
    let entries = Reported { rows: state.entries, diagnostics: state.diagnostics };
    Ok(List { generated, entries })
}

/// What is open while the file is read.
#[derive(Debug, Default)]
struct State<'a> {
    file: &'a str,
    generated: Option<Date>,
    path: Vec<String>,
    words: String,
    entry: Option<Entry>,
    parts: Vec<String>,
    original: Vec<String>,
    aliases: Vec<String>,
    entries: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
    seen: u64,
}

impl State<'_> {
    fn open(&mut self, name: String, line: u64) {
        self.words.clear();
        let kind = match name.as_str() {
            "INDIVIDUAL" => Some("individual"),
            "ENTITY" => Some("entity"),
            _ => None,
        };
        if let Some(kind) = kind {
            self.seen += 1;
            self.entry = Some(Entry { kind, row: self.seen, line, ..Entry::default() });
            self.parts.clear();
            self.original.clear();
            self.aliases.clear();
        }
        self.path.push(name);
    }

    fn close(&mut self) {
        let Some(name) = self.path.pop() else { return };
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.words.clear();
        if matches!(name.as_str(), "INDIVIDUAL" | "ENTITY") {
            self.finish();
            return;
        }
        let Some(entry) = &mut self.entry else { return };
        if words.is_empty() {
            return;
        }
        match name.as_str() {
            "REFERENCE_NUMBER" => entry.id = words,
            "UN_LIST_TYPE" => entry.regime = words,
            "FIRST_NAME" | "SECOND_NAME" | "THIRD_NAME" | "FOURTH_NAME" => {
                self.parts.push(words);
            }
            "NAME_ORIGINAL_SCRIPT" => self.original.push(words),
            "ALIAS_NAME" => self.aliases.push(words),
            "LISTED_ON" => {
                // Some days carry a time zone: `2015-07-01-04:00`.
                entry.listed_on = leading_day(&words).map(PartialDate::Day);
                if entry.listed_on.is_none() {
                    let what = format!("LISTED_ON is {words:?}, not a day; it is left out");
                    self.diagnostics.push(noticed(self.file, entry.line, what));
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self) {
        let Some(mut entry) = self.entry.take() else { return };
        if self.parts.is_empty() {
            self.diagnostics.push(set_aside(self.file, entry.line, "the entry has no name"));
            return;
        }
        entry.names.push(self.parts.join(" "));
        entry.names.append(&mut self.original);
        for alias in self.aliases.drain(..) {
            if !entry.names.contains(&alias) {
                entry.names.push(alias);
            }
        }
        self.entries.push(entry);
    }
}

/// Counts lines as the reader goes forward.
struct Place<'a> {
    text: &'a str,
    byte: usize,
    line: u64,
}

impl Place<'_> {
    #[expect(
        clippy::naive_bytecount,
        reason = "each byte is looked at once, in one pass over a few MB"
    )]
    fn line_at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let passed = self.text.as_bytes().get(self.byte..byte).unwrap_or_default();
        let lines = passed.iter().filter(|b| **b == b'\n').count();
        self.line += u64::try_from(lines).unwrap_or_default();
        self.byte = byte;
        self.line
    }
}

fn leading_day(words: &str) -> Option<Date> {
    words.get(..10)?.parse().ok()
}

fn resolve(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix("#x") {
        return u32::from_str_radix(number, 16).ok().and_then(char::from_u32);
    }
    if let Some(number) = name.strip_prefix('#') {
        return number.parse().ok().and_then(char::from_u32);
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
