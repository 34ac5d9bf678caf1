//! `sources.csv` as it stands, to which rows are added and cells that are empty are filled, and nothing else is done.

use std::{
    fs,
    io::{ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
};

use griot_archive::open_regular;
use griot_model::{Diagnostic, Preservation, Severity, Source};

use crate::{custody, failure::Failure};

/// The sheet, and the rows that will be added to it.
#[derive(Debug)]
pub(super) struct Sheet {
    path: PathBuf,
    text: String,
    header: Vec<String>,
    delimiter: char,
    /// Rows as the case reads them.
    pub(super) rows: Vec<Source>,
}

const HEADER: &str = "id,title,publisher,author,published,url,retrieved,file,disclosure";

impl Sheet {
    /// The sheet of a case; one with nothing but a header where there is none.
    pub(super) fn read(case: &Path) -> Result<Self, Failure> {
        let path = case.join(custody::SOURCES);
        let shown = path.display();
        let unreadable = |error| Failure::new(format!("{shown} cannot be read: {error}"));
        if path.is_symlink() {
            return Err(Failure::new(format!("{shown} is a link, so no row is added to it"))
                .hint("put the file itself into the case"));
        }
        let mut bytes = Vec::new();
        match open_regular(&path) {
            Ok(mut file) => {
                file.read_to_end(&mut bytes).map_err(unreadable)?;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(error)),
        }
        let mut text = String::from_utf8(bytes).map_err(|_not_text| {
            Failure::new(format!("{shown} is not UTF-8 text, so no row is added to it"))
                .hint("save it from the spreadsheet as CSV UTF-8, then add again")
        })?;
        if text.trim().is_empty() {
            text = format!("{HEADER}\n");
        }
        let first = text.trim_start_matches('\u{feff}').trim_start();
        let first = first.lines().next().unwrap_or_default();
        let delimiter = [',', ';', '\t']
            .into_iter()
            .max_by_key(|mark| first.matches(*mark).count())
            .unwrap_or(',');
        let header: Vec<String> = first
            .split(delimiter)
            .map(|name| name.trim().trim_matches('"').to_owned())
            .collect();
        for needed in ["id", "title", "file", "disclosure"] {
            if !header.iter().any(|name| name == needed) {
                return Err(Failure::new(format!("{shown} has no column `{needed}`"))
                    .hint(format!("its first line would be {HEADER}")));
            }
        }
        let (rows, _said_by_check) = read(&text);
        Ok(Self { path, text, header, delimiter, rows })
    }

    /// Adds a row: values by the names of their columns.
    pub(super) fn add(&mut self, values: &[(&str, &str)]) {
        let cells: Vec<String> = self
            .header
            .iter()
            .map(|column| {
                let known = values.iter().find(|(name, _)| name == column);
                quoted(known.map_or("", |(_, value)| value), self.delimiter)
            })
            .collect();
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(&cells.join(&self.delimiter.to_string()));
        self.text.push('\n');
    }

    /// Fills empty cells of the row of this id, by the names of their columns; every other byte stays. False where the row
    /// has no such cell or has something in it: then nothing is changed.
    pub(super) fn complete(&mut self, id: &str, values: &[(&str, &str)]) -> bool {
        let grid = griot_case::grid::grid(self.text.as_bytes());
        let place = |column: &str| grid.columns.iter().position(|it| it == column);
        let Some(ids) = place("id") else { return false };
        let mut found =
            grid.rows.iter().filter(|row| row.cells.get(ids).is_some_and(|it| it.text == id));
        let (Some(row), None) = (found.next(), found.next()) else { return false };
        let mut fresh: Vec<(usize, &str)> = Vec::new();
        for (column, value) in values {
            let Some(cell) = place(column).and_then(|at| row.cells.get(at)) else {
                return false;
            };
            let Some(at) = self.offset(cell.line, cell.column) else { return false };
            if !cell.text.is_empty() {
                return false;
            }
            fresh.push((at, value));
        }
        // From the last on, so that the places of those before stay.
        fresh.sort_unstable_by_key(|(at, _)| std::cmp::Reverse(*at));
        for (at, value) in fresh {
            let value = quoted(value, self.delimiter);
            let marks = self.text.get(at..at + 2).filter(|it| *it == "\"\"");
            self.text.replace_range(at..at + marks.map_or(0, str::len), &value);
        }
        true
    }

    /// The byte at a line and a column in characters, both from 1.
    fn offset(&self, line: u64, column: u64) -> Option<usize> {
        let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
        let start = match line.checked_sub(2) {
            None => 0,
            Some(before) => self.text.match_indices('\n').nth(before)?.0 + 1,
        };
        let rest = self.text.get(start..)?;
        let own = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let inside = own.char_indices().map(|(at, _)| at).chain([own.len()]).nth(column - 1)?;
        Some(start + inside)
    }

    /// Whether the case will read these ids with these files; if not, what in the sheet keeps it
    /// from that.
    pub(super) fn will_be_read<'r>(
        &self,
        mut new: impl Iterator<Item = (&'r str, &'r str)>,
    ) -> Result<(), Failure> {
        let (rows, seen) = read(&self.text);
        let read: std::collections::BTreeMap<&str, &Source> =
            rows.iter().map(|row| (row.id.as_str(), row)).collect();
        let as_written = |(id, file): &(&str, &str)| {
            read.get(id).is_some_and(|row| {
                matches!(&row.preservation, Preservation::Preserved { file: it, .. } if it == file)
            })
        };
        let Some((id, _)) = new.find(|row| !as_written(row)) else { return Ok(()) };
        let failure = Failure::new(format!(
            "nothing was added: in {} the row of {id} would be set aside",
            self.path.display()
        ));
        let cause = seen
            .into_iter()
            .filter(|seen| seen.severity == Severity::Error)
            .min_by_key(|seen| seen.line.unwrap_or(u64::MAX));
        Err(match cause {
            Some(Diagnostic { message, line, .. }) => {
                let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
                failure.hint(format!("mend {line}{message}"))
            }
            None => failure.hint("look at its last lines in a text editor"),
        })
    }

    /// Puts the sheet in its place, in one step. `unfinished` is a path on the same disk.
    pub(super) fn write(&self, unfinished: &Path) -> Result<(), Failure> {
        let write = || {
            let mut file = fs::OpenOptions::new()
                .create(true)
                .truncate(true)
                .write(true)
                .open(unfinished)?;
            file.write_all(self.text.as_bytes())?;
            if let Ok(found) = self.path.metadata() {
                file.set_permissions(found.permissions())?;
            }
            file.sync_all()?;
            #[expect(
                clippy::disallowed_methods,
                reason = "the binary keeps the sheets of a case"
            )]
            fs::rename(unfinished, &self.path)
        };
        write().map_err(|error| {
            Failure::new(format!("{} cannot be written: {error}", self.path.display()))
        })
    }
}

/// The rows as the case reads them; whether their files are there is not asked.
fn read(text: &str) -> (Vec<Source>, Vec<Diagnostic>) {
    griot_case::read_sources(text.as_bytes(), &|_file| Ok(String::new()))
}

fn quoted(value: &str, delimiter: char) -> String {
    let plain = !value.contains([delimiter, '"', '\n', '\r']) && value.trim() == value;
    if plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_one_cell() {
        assert_eq!(quoted("a; \"b\"", ';'), "\"a; \"\"b\"\"\"");
        assert_eq!(quoted("a, b", ';'), "a, b");
    }

    #[test]
    fn an_empty_cell_is_filled_and_all_else_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let completed = |text: &str| {
            let path = folder.path().join(custody::SOURCES);
            #[expect(clippy::disallowed_methods, reason = "a test writes its own input")]
            fs::write(path, text).expect("written");
            let mut sheet = Sheet::read(folder.path()).expect("a sheet");
            let done = sheet.complete("b", &[("file", "sources/b, c.txt"), ("retrieved", "D")]);
            (done, sheet.text)
        };
        let text =
            "id,title,retrieved,file,disclosure\r\na,\"two\nlines\",,,open\r\nb,Été,,,open\r\n";
        let filled = text.replace("Été,,,", "Été,D,\"sources/b, c.txt\",");
        assert_eq!(completed(text), (true, filled));
        let quoted = "id;title;retrieved;file;disclosure\nb;t;\"\";;open\n";
        let filled = "id;title;retrieved;file;disclosure\nb;t;D;sources/b, c.txt;open\n";
        assert_eq!(completed(quoted), (true, filled.to_owned()));
        for kept in [
            "id,title,retrieved,file,disclosure\nb,t,,sources/x,open\n",
            "id,title,file,disclosure\nb,t,,open\n",
            "id,title,retrieved,file,disclosure\nb,t,,,open\nb,t,,,open\n",
            "id,title,retrieved,file,disclosure\nb,t\n",
            "id,title,retrieved,file,disclosure\n",
        ] {
            assert_eq!(completed(kept), (false, kept.to_owned()));
        }
    }

    #[test]
    fn a_row_that_would_be_set_aside_is_said_before_it_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let sheet = |text: &str| {
            let path = folder.path().join(custody::SOURCES);
            #[expect(clippy::disallowed_methods, reason = "a test writes its own input")]
            fs::write(path, text).expect("written");
            let mut sheet = Sheet::read(folder.path()).expect("a sheet");
            sheet.add(&[("id", "new"), ("title", "a, \"b\""), ("file", "sources/n.txt")]);
            sheet.will_be_read([("new", "sources/n.txt")].into_iter()).map_err(|it| it.hints)
        };
        assert_eq!(sheet(""), Ok(()));
        assert_eq!(sheet("id;title;file;disclosure\nold;t;;open"), Ok(()));
        assert_eq!(sheet("id,title,file,disclosure\nshort,row\n"), Ok(()));
        // One mark too many costs its own line; the case reads on after it.
        assert_eq!(sheet("id,title,file,disclosure\nold,\"t,,open\n"), Ok(()));
        assert!(sheet("id,title,file,disclosure\nnew,t,,open\n").is_err());
    }
}
