//! One table out of a workbook or a ZIP, as delimited text.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};
use griot_model::{bounds::TooLarge, decoding};

use crate::{
    Unreadable,
    package::Package,
    sheets::{Epoch, MOST_CELLS, MOST_TEXT, WORKBOOK, shown},
};

/// A table out of a file that has it in another form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sheet {
    /// The sheet, or the file of the ZIP: `Sheet1`, `export.csv`.
    pub name: String,
    /// Delimited text in UTF-8 with commas, where it was a sheet; else the bytes of the file.
    pub bytes: Vec<u8>,
    /// What a reader should know of what is not in the text: sentences without a full stop.
    pub notes: Vec<String>,
}

/// One table of a workbook or a ZIP. Without a name there has to be one alone that is not hidden; otherwise the reason
/// names them all.
pub fn table(bytes: &[u8], name: &str, sheet: Option<&str>) -> Result<Sheet, Unreadable> {
    match decoding::signature(bytes) {
        Some(("a ZIP archive", _)) => {
            let mut package = Package::open(bytes, name, "a ZIP archive")?;
            if package.names().any(|it| it.starts_with("xl/")) {
                return sheet_of(bytes, name, sheet);
            }
            let tables: Vec<String> = package
                .files()
                .filter(|it| {
                    let lower = it.to_lowercase();
                    [".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".gz"]
                        .iter()
                        .any(|end| lower.ends_with(end))
                })
                .map(str::to_owned)
                .collect();
            let what = ("a ZIP archive", "files with a table");
            let chosen = one_of((&tables, &tables), sheet, name, what)?;
            let bytes = package.part(&chosen)?.unwrap_or_default();
            if chosen.to_lowercase().ends_with(".xlsx") {
                return sheet_of(&bytes, &chosen, None);
            }
            Ok(Sheet { name: chosen, bytes, notes: Vec::new() })
        }
        _ => sheet_of(bytes, name, sheet),
    }
}

/// The one that is meant, of all or, where none is named, of those that are offered.
fn one_of(
    (all, offered): (&[String], &[String]),
    wanted: Option<&str>,
    name: &str,
    (kind, what): (&str, &str),
) -> Result<String, Unreadable> {
    let listed = || {
        let shown: Vec<&str> = offered.iter().take(20).map(String::as_str).collect();
        shown.join(", ")
    };
    let found = match (wanted, offered) {
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(wanted), _) => all
            .iter()
            .find(|it| *it == wanted)
            .or_else(|| all.iter().find(|it| it.eq_ignore_ascii_case(wanted))),
    };
    found.cloned().ok_or_else(|| Unreadable::Kind {
        said: match (wanted, offered) {
            (_, []) => format!("{name} is {kind} and has no {what}"),
            (Some(wanted), _) => {
                format!("{name} is {kind} and has no {wanted}; it has {what}: {}", listed())
            }
            (None, [first, ..]) => format!(
                "{name} is {kind} and has several {what}: {}. Name one behind a number sign: {name}#{first}",
                listed()
            ),
        },
    })
}

/// Cells that one cell of several rows covers: its column, its first and last row.
type Merged = BTreeMap<(u32, u32), u32>;

/// What is seen of a sheet beside its values.
#[derive(Default)]
struct Seen {
    /// Cells below a merged one that take its value, and those that stay empty since it is a number.
    filled: u64,
    left: u64,
    /// Cells with a formula whose value is not kept, and the first of them.
    formulas: u64,
    first_formula: String,
}

impl Seen {
    fn notes(self, hidden: &[String]) -> Vec<String> {
        let Self { filled, left, formulas, first_formula } = self;
        let mut notes = Vec::new();
        if !hidden.is_empty() {
            notes.push(format!("hidden sheets are not read: {}", hidden.join(", ")));
        }
        if formulas > 0 {
            notes.push(format!(
                "{formulas} cells hold a formula without its value, the first {first_formula}; they are taken as empty, not \
                 as 0. Open the workbook in a spreadsheet and save it again"
            ));
        }
        if filled > 0 {
            notes.push(format!(
                "{filled} empty cells lie below a cell that is merged with them, and take its words"
            ));
        }
        if left > 0 {
            notes.push(format!(
                "{left} empty cells are merged with a cell that holds a number; they stay empty, since the number would \
                 count more than once"
            ));
        }
        notes
    }
}

/// A value of a merged cell that holds further down, until a row.
struct Held {
    until: u32,
    words: Option<String>,
}

/// A sheet as text with commas. Empty rows at the end are left out; rows keep their numbers.
fn sheet_of(bytes: &[u8], name: &str, sheet: Option<&str>) -> Result<Sheet, Unreadable> {
    Package::open(bytes, name, WORKBOOK)?.unpacks()?;
    let damaged = |why: String| Unreadable::damaged(name, WORKBOOK, why);
    let mut workbook: Xlsx<Cursor<&[u8]>> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let all = workbook.sheets_metadata();
    let (shown_sheets, hidden): (Vec<_>, Vec<_>) =
        all.iter().partition(|it| it.visible == SheetVisible::Visible);
    let names = |of: Vec<&calamine::Sheet>| -> Vec<String> {
        of.into_iter().map(|it| it.name.clone()).collect()
    };
    let all = names(all.iter().collect());
    let (offered, mut hidden) = (names(shown_sheets), names(hidden));
    let chosen = one_of((&all, &offered), sheet, name, (WORKBOOK, "sheets"))?;
    hidden.retain(|it| *it != chosen);
    let epoch = Epoch::of(&workbook);
    let regions = workbook.merge_cells_by_sheet_name(&chosen).unwrap_or_default();
    let merged: Merged = regions
        .into_iter()
        .filter(|it| it.start.1 == it.end.1 && it.start.0 < it.end.0)
        .map(|it| ((it.start.0, it.start.1), it.end.0))
        .collect();
    let mut cells =
        workbook.worksheet_cells_reader(&chosen).map_err(|error| damaged(error.to_string()))?;
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut record: Vec<String> = Vec::new();
    let mut held: BTreeMap<usize, Held> = BTreeMap::new();
    let mut seen = Seen::default();
    let (mut row, mut width, mut count, mut size) = (0, 0, 0_usize, 0_usize);
    let written = |error: csv::Error| damaged(error.to_string());
    while let Some(cell) =
        cells.next_cell_with_formula_metadata().map_err(|error| damaged(error.to_string()))?
    {
        let (at, column) = cell.pos;
        let value = shown(&cell.value, epoch);
        let place = column as usize;
        count += 1;
        size += value.len();
        if count > MOST_CELLS * 8 || size > MOST_TEXT * 5 || at > 2_000_000 || place > 16_384 {
            let what = format!("{chosen} of {name} has too many cells");
            return Err(
                TooLarge::new(what, format!("{} cells", MOST_CELLS * 8), "divide it").into()
            );
        }
        while row < at {
            // The first row tells how wide the table is; a shorter one is filled up.
            width = width.max(record.len());
            record.resize(width.max(1), String::new());
            size += fill(&mut record, row, &mut held, &mut seen);
            out.write_record(&record).map_err(written)?;
            record.clear();
            row += 1;
        }
        if value.is_empty() && cell.formula.is_some() {
            seen.formulas += 1;
            if seen.formulas == 1 {
                seen.first_formula = address(at, column);
            }
        }
        if let Some(until) = merged.get(&(at, column)) {
            let is_number = matches!(cell.value, DataRef::Int(_) | DataRef::Float(_));
            let words = (!is_number && !value.is_empty()).then(|| value.clone());
            held.insert(place, Held { until: *until, words });
        }
        if record.len() <= place {
            record.resize(place + 1, String::new());
        }
        if let Some(place) = record.get_mut(place) {
            *place = value;
        }
    }
    if !record.is_empty() {
        record.resize(width.max(record.len()), String::new());
        fill(&mut record, row, &mut held, &mut seen);
        out.write_record(&record).map_err(written)?;
    }
    let bytes = out.into_inner().map_err(|error| damaged(error.to_string()))?;
    Ok(Sheet { name: chosen, bytes, notes: seen.notes(&hidden) })
}

/// Gives the cells of a row the words of the merged cells that cover them; how many bytes these are.
fn fill(
    record: &mut [String],
    row: u32,
    held: &mut BTreeMap<usize, Held>,
    seen: &mut Seen,
) -> usize {
    held.retain(|_, it| it.until >= row);
    let is_blank = record.iter().all(String::is_empty);
    let mut size = 0;
    for (place, held) in held.iter() {
        let Some(cell) = record.get_mut(*place).filter(|cell| cell.is_empty()) else {
            continue;
        };
        match &held.words {
            Some(words) if !is_blank => {
                size += words.len();
                seen.filled += 1;
                words.clone_into(cell);
            }
            Some(_) => {}
            None => seen.left += 1,
        }
    }
    size
}

/// A cell as spreadsheets name it: `B7`.
fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}
