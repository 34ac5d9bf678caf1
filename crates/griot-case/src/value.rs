//! Values of a case's CSV files: each is read, or refused with what was expected and what was
//! probably meant.

use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr as _,
};

use griot_model::{
    Diagnostic, Disclosure, FlowKind, Modality, Part, PartialDate, Preservation,
};

use super::{
    file::ACTORS,
    sheet::{Cell, Row},
};
use griot_model::nearest::nearest;

/// Schemata of `FollowTheMoney` 4.11 that an actor of a case can have.
const SCHEMATA: &[&str] = &[
    "Address",
    "Airplane",
    "Asset",
    "BankAccount",
    "Company",
    "CryptoWallet",
    "Event",
    "LegalEntity",
    "Organization",
    "Person",
    "Position",
    "Project",
    "PublicBody",
    "RealEstate",
    "Security",
    "Territory",
    "UserAccount",
    "Vehicle",
    "Vessel",
];

pub(super) const MODALITIES: &[(&str, Modality)] = &[
    ("asserted", Modality::Asserted),
    ("alleged", Modality::Alleged),
    ("denied", Modality::Denied),
    ("promised", Modality::Promised),
    ("hedged", Modality::Hedged),
];

pub(super) const PARTS: &[(&str, Part)] =
    &[("method", Part::Method), ("gain", Part::Gain), ("cost", Part::Cost)];

pub(super) const FLOW_KINDS: &[(&str, FlowKind)] = &[
    ("arms", FlowKind::Arms),
    ("aid", FlowKind::Aid),
    ("trade", FlowKind::Trade),
    ("money", FlowKind::Money),
];

pub(super) const DISCLOSURES: &[(&str, Disclosure)] = &[
    ("open", Disclosure::Open),
    ("aggregate", Disclosure::Aggregate),
    ("private", Disclosure::Private),
];

pub(super) const YES_NO: &[(&str, bool)] =
    &[("yes", true), ("no", false), ("true", true), ("false", false)];

/// Ids that a file declares, with their lines; those of rows set aside are kept apart.
#[derive(Debug, Default)]
pub(super) struct Ids {
    read: BTreeMap<String, u64>,
    set_aside: BTreeMap<String, u64>,
}

/// What a row may refer to.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    pub sources: Ids,
    pub actors: Ids,
    /// ISO 3166 alpha-3 codes; where empty, only the shape of a code is checked.
    pub countries: Option<&'a BTreeSet<String>>,
}

impl Known<'_> {
    pub(super) fn is_country(&self, code: &str) -> bool {
        code.len() == 3
            && code.bytes().all(|byte| byte.is_ascii_uppercase())
            && self.countries.is_none_or(|known| known.contains(code))
    }
}

/// A value was refused; its row is set aside, and the diagnostic says why.
#[derive(Debug, Clone, Copy)]
pub(super) struct SetAside;

/// The reading of one row: what was wrong with it, and whether it is still whole.
pub(super) struct Reading {
    pub file: &'static str,
    pub diagnostics: Vec<Diagnostic>,
    pub whole: bool,
}

impl Reading {
    /// Sets the row aside for the value of `cell`.
    fn refuse(&mut self, cell: &Cell, message: String, help: String) {
        self.whole = false;
        self.diagnostics.push(
            Diagnostic::error(self.file, message)
                .place(cell.line, cell.column)
                .note("the row was set aside")
                .help(help),
        );
    }

    pub(super) fn required(&mut self, cell: &Cell) -> Option<String> {
        if cell.text.is_empty() {
            let message =
                format!("a row of {} lacks a value that it cannot do without", self.file);
            self.refuse(cell, message, "write it, or take the row out".to_owned());
            return None;
        }
        Some(cell.text.clone())
    }

    pub(super) fn id(&mut self, row: &Row, column: &str, ids: &Ids) -> Option<String> {
        let cell = row.cell(column);
        let id = self.required(cell)?;
        let valid = |letter: char| {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'
        };
        if !id.chars().all(valid) {
            let message = format!(
                "{id:?} in {} is not an id: lower-case letters, digits and hyphens",
                self.file
            );
            self.refuse(cell, message, format!("write {}", slug(&id)));
            return None;
        }
        if let Some(line) = ids.read.get(&id) {
            let message = format!("the id {id} stands twice in {}", self.file);
            self.refuse(cell, message, format!("line {line} has it first; choose another"));
            return None;
        }
        Some(id)
    }

    pub(super) fn schema(&mut self, cell: &Cell) -> Option<String> {
        let schema = self.required(cell)?;
        if SCHEMATA.contains(&schema.as_str()) {
            return Some(schema);
        }
        let message = format!("{schema:?} in {} is not a FollowTheMoney schema", self.file);
        self.refuse(cell, message, meant(&schema, SCHEMATA.iter().copied()));
        None
    }

    pub(super) fn word<T: Copy>(
        &mut self,
        cell: &Cell,
        words: &[(&str, T)],
        empty: T,
    ) -> Option<T> {
        if cell.text.is_empty() {
            return Some(empty);
        }
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == cell.text) {
            return Some(*value);
        }
        let names = || words.iter().map(|(word, _)| *word);
        let expected = names().collect::<Vec<_>>().join(", ");
        let message = format!("{:?} in {} is none of {expected}", cell.text, self.file);
        self.refuse(cell, message, meant(&cell.text, names()));
        None
    }

    pub(super) fn date(&mut self, cell: &Cell) -> Result<Option<PartialDate>, SetAside> {
        if cell.text.is_empty() {
            return Ok(None);
        }
        match PartialDate::from_str(&cell.text) {
            Ok(date) => Ok(Some(date)),
            Err(error) => {
                let help = rewritten(&cell.text).map_or_else(
                    || "a date may lack its day or its month, but not its year".to_owned(),
                    |date| format!("did you mean {date}?"),
                );
                self.refuse(cell, format!("in {}, {error}", self.file), help);
                Err(SetAside)
            }
        }
    }

    /// A first and a last date, in that order.
    pub(super) fn dates(
        &mut self,
        from: &Cell,
        to: &Cell,
    ) -> Option<(Option<PartialDate>, Option<PartialDate>)> {
        let (first, last) = (self.date(from), self.date(to));
        let (first, last) = (first.ok()?, last.ok()?);
        if let (Some(first), Some(last)) = (first, last)
            && last.last_day() < first.first_day()
        {
            let message = format!("in {}, {last} ends before {first} begins", self.file);
            self.refuse(to, message, "are the two dates in the right columns?".to_owned());
            return None;
        }
        Some((first, last))
    }

    /// A number with its unit, or neither. Thousands are written without marks between them.
    pub(super) fn amount(
        &mut self,
        value: &Cell,
        unit: &Cell,
    ) -> Result<(Option<f64>, String), SetAside> {
        if value.text.is_empty() {
            if unit.text.is_empty() {
                return Ok((None, String::new()));
            }
            let message = format!("a unit in {} has no value before it", self.file);
            self.refuse(unit, message, "write the value, or take the unit out".to_owned());
            return Err(SetAside);
        }
        let number: Option<f64> =
            value.text.parse().ok().filter(|number: &f64| number.is_finite());
        let Some(number) = number else {
            let message = format!("{:?} in {} is not a number", value.text, self.file);
            let help = "write digits with a point and no marks between thousands: 1250000.5";
            self.refuse(value, message, help.to_owned());
            return Err(SetAside);
        };
        if unit.text.is_empty() {
            let message = format!("a value in {} has no unit", self.file);
            self.refuse(value, message, "write USD, tonne or what else is counted".to_owned());
            return Err(SetAside);
        }
        Ok((Some(number), unit.text.clone()))
    }

    pub(super) fn url(&mut self, cell: &Cell) -> Option<String> {
        if cell.text.is_empty() {
            return None;
        }
        if !cell.text.starts_with("https://") && !cell.text.starts_with("http://") {
            self.diagnostics.push(
                Diagnostic::warning(
                    self.file,
                    format!("{:?} in {} is not an address on the web", cell.text, self.file),
                )
                .place(cell.line, cell.column)
                .help("begin it with https://"),
            );
        }
        Some(cell.text.clone())
    }

    pub(super) fn technique(&mut self, cell: &Cell) -> Result<Option<String>, SetAside> {
        if cell.text.is_empty() {
            return Ok(None);
        }
        let digits = |part: &str, count| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let number = cell.text.strip_prefix('T').unwrap_or_default();
        let (whole, part) =
            number.split_once('.').map_or((number, None), |(w, p)| (w, Some(p)));
        if digits(whole, 4) && part.is_none_or(|part| digits(part, 3)) {
            return Ok(Some(cell.text.clone()));
        }
        let message = format!("{:?} in {} is not a DISARM technique", cell.text, self.file);
        self.refuse(cell, message, "techniques look like T0085 or T0085.001".to_owned());
        Err(SetAside)
    }

    pub(super) fn countries(&mut self, cell: &Cell, known: &Known<'_>) -> Option<Vec<String>> {
        let mut codes = Vec::new();
        for code in list(cell) {
            if known.is_country(&code.text) {
                codes.push(code.text);
            } else {
                self.refuse_country(&code, known);
            }
        }
        self.whole.then_some(codes)
    }

    /// A country code or the name of a place; three capitals are meant as a code.
    pub(super) fn place(&mut self, cell: &Cell, known: &Known<'_>) -> Option<String> {
        let looks_like_code =
            cell.text.len() == 3 && cell.text.bytes().all(|byte| byte.is_ascii_uppercase());
        if looks_like_code && !known.is_country(&cell.text) {
            self.refuse_country(cell, known);
            return None;
        }
        Some(cell.text.clone())
    }

    fn refuse_country(&mut self, cell: &Cell, known: &Known<'_>) {
        let message = format!(
            "{:?} in {} is not an ISO 3166 country code of three capitals",
            cell.text, self.file
        );
        let codes = known.countries.into_iter().flatten().map(String::as_str);
        let help = if cell.text.contains([';', ',']) {
            "separate several values by |".to_owned()
        } else {
            meant(&cell.text.to_uppercase(), codes)
        };
        self.refuse(cell, message, help);
    }

    pub(super) fn reference(
        &mut self,
        cell: &Cell,
        ids: &Ids,
        what: &str,
        other: &str,
    ) -> Option<String> {
        self.required(cell)?;
        if ids.read.contains_key(&cell.text) {
            return Some(cell.text.clone());
        }
        let message = format!("{:?} in {} is not the id of any {what}", cell.text, self.file);
        let help = if let Some(line) = ids.set_aside.get(&cell.text) {
            format!(
                "line {line} of {other} has it, but was itself set aside; mend that one first"
            )
        } else if cell.text.contains([';', ',']) {
            "separate several ids by |".to_owned()
        } else {
            match nearest(&cell.text, ids.read.keys().map(String::as_str)) {
                Some(id) => format!("did you mean {id}?"),
                None => format!("add a row with this id to {other}"),
            }
        };
        self.refuse(cell, message, help);
        None
    }

    pub(super) fn references(
        &mut self,
        cell: &Cell,
        ids: &Ids,
        what: &str,
        other: &str,
    ) -> Option<Vec<String>> {
        let found: Vec<Option<String>> =
            list(cell).iter().map(|part| self.reference(part, ids, what, other)).collect();
        found.into_iter().collect()
    }

    /// An actor's id, or the name of somebody who is not an actor.
    pub(super) fn speaker(&mut self, cell: &Cell, actors: &Ids) -> Option<String> {
        let speaker = self.required(cell)?;
        let is_name =
            speaker.contains(char::is_whitespace) || speaker.contains(char::is_uppercase);
        if is_name || actors.read.contains_key(&speaker) {
            return Some(speaker);
        }
        self.reference(cell, actors, "actor", ACTORS)
    }

    /// Held where the file can be read; otherwise only cited, and said so.
    pub(super) fn preservation(
        &mut self,
        cell: &Cell,
        digest: &dyn Fn(&str) -> Result<String, String>,
    ) -> Preservation {
        if cell.text.is_empty() {
            return Preservation::Cited;
        }
        match digest(&cell.text) {
            Ok(sha256) => Preservation::Preserved { file: cell.text.clone(), sha256 },
            Err(why) => {
                let message = format!("the file {:?} of {} {why}", cell.text, self.file);
                self.diagnostics.push(
                    Diagnostic::error(self.file, message)
                        .place(cell.line, cell.column)
                        .note("the source counts as cited, not as preserved")
                        .help("put the file there, or leave the column empty"),
                );
                Preservation::Cited
            }
        }
    }
}

impl Ids {
    pub(super) fn declare(&mut self, row: &Row, id: Option<&str>, whole: bool) {
        let ids = if whole { &mut self.read } else { &mut self.set_aside };
        let typed = id.unwrap_or(&row.cell("id").text);
        ids.entry(typed.to_owned()).or_insert(row.line);
    }
}

/// The values of a cell that holds several, separated by `|`, each with its own column.
pub(super) fn list(cell: &Cell) -> Vec<Cell> {
    let mut column = cell.column;
    let mut values = Vec::new();
    for part in cell.text.split('|') {
        let blanks = part.chars().take_while(|letter| letter.is_whitespace()).count();
        let text = part.trim().to_owned();
        if !text.is_empty() {
            let column = column + u64::try_from(blanks).unwrap_or(0);
            values.push(Cell { text, line: cell.line, column });
        }
        column += u64::try_from(part.chars().count()).unwrap_or(0) + 1;
    }
    values
}

fn meant<'a>(typed: &str, valid: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(value) = nearest(typed, valid.clone()) {
        return format!("did you mean {value}?");
    }
    let some: Vec<&str> = valid.take(20).collect();
    if some.is_empty() {
        return "codes look like MLI or RUS".to_owned();
    }
    format!("one of {}", some.join(", "))
}

/// An id made of what was typed.
fn slug(typed: &str) -> String {
    let mut slug = String::new();
    for letter in typed.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "an id such as wagner or coup-2020".to_owned()
    } else {
        slug.to_owned()
    }
}

/// A date with its parts in another order, where only one order can be meant.
fn rewritten(typed: &str) -> Option<PartialDate> {
    let parts: Vec<i16> = typed
        .split(['/', '.', '-', ' '])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let day = |year, month: i16, day: i16| {
        PartialDate::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    };
    match *parts.as_slice() {
        [year, month, of_month] if year > 31 => day(year, month, of_month),
        [one, other, year] if year > 31 => match (day(year, other, one), day(year, one, other))
        {
            (Some(read), None) | (None, Some(read)) => Some(read),
            (Some(read), Some(same)) if read == same => Some(read),
            _ => None,
        },
        [month, year] if year > 31 => PartialDate::month(year, i8::try_from(month).ok()?),
        [year, month] if year > 31 => PartialDate::month(year, i8::try_from(month).ok()?),
        _ => None,
    }
}
