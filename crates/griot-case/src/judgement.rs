//! What persons decided about pairs of rows, as a file that is kept beside the lists.

use std::sync::Arc;

use griot_table::{Reported, TableError, columns, decode, records, set_aside};

/// A person's decision about two rows, kept with its author; it can be taken back by removing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// One row.
    pub one: RowName,
    /// The other row.
    pub other: RowName,
    /// Whether they are about one event.
    pub same: bool,
    /// Who decided.
    pub author: String,
}

/// A row of a list: its name and the data row from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct RowName {
    /// Name of the list; shared by its rows, of which there may be a million.
    #[serde(serialize_with = "as_text")]
    pub source: Arc<str>,
    /// Data row, from 1.
    pub row: u64,
}

fn as_text<S: serde::Serializer>(name: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(name)
}

/// Reads a file with the columns `source, row, other_source, other_row, answer, author`; `answer` is `same`, `different` or `unsure`.
///
/// `unsure` is kept in the file and changes nothing; deleting a line takes the decision back.
pub fn read(file: &str, bytes: &[u8]) -> Result<Reported<Judgement>, TableError> {
    let text = decode(file, bytes)?;
    let (header, lines) = records(&text, true)?;
    let names = ["source", "row", "other_source", "other_row", "answer", "author"];
    let [source, row, other_source, other_row, answer, author] =
        columns(file, "a file of judgements", &header, names)?;
    let mut diagnostics = lines.diagnostics;
    let mut rows = Vec::new();
    for record in &lines.records {
        let read = || -> Result<Option<Judgement>, String> {
            let name = |source: usize, row: usize, column: &str| {
                Ok::<_, String>(RowName {
                    source: record.cell(source).into(),
                    row: record.number(row, column)?,
                })
            };
            let same = match record.cell(answer) {
                "same" => true,
                "different" => false,
                "unsure" => return Ok(None),
                other => {
                    return Err(format!("answer is same, different or unsure, not {other:?}"));
                }
            };
            if record.cell(author).is_empty() {
                return Err("a judgement needs an author".to_owned());
            }
            Ok(Some(Judgement {
                one: name(source, row, "row")?,
                other: name(other_source, other_row, "other_row")?,
                same,
                author: record.cell(author).to_owned(),
            }))
        };
        match read() {
            Ok(judgement) => rows.extend(judgement),
            Err(reason) => diagnostics.push(set_aside(file, record.line, reason)),
        }
    }
    Ok(Reported { rows, diagnostics })
}
