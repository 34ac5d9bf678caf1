//! Proofs on their way into a case: files as they were dropped, the table of sources that lies among them, addresses.

use std::{collections::BTreeSet, path::Path};

use griot_case::grid::{Grid, grid};

use crate::{
    asked::Sent,
    desk::Desk,
    disk,
    folder::Folder,
    intake::{self, Dropped},
    job::held,
    page::draft::is_web,
    sheet::{self, Change},
};

/// The table of sources of a case, and of a folder of proofs.
const SOURCES: &str = "sources.csv";

/// Columns of a colleague's table of sources that are taken over.
const TAKEN: [&str; 9] = [
    "id",
    "title",
    "publisher",
    "author",
    "published",
    "url",
    "retrieved",
    "disclosure",
    "file",
];

impl Desk {
    /// Preserves files as sources of a case; says what was left out. A `sources.csv` among them says what they are.
    pub(crate) fn add_sources(
        &self,
        folder: &Folder,
        sent: Vec<Sent>,
        url: &str,
    ) -> Result<(usize, Vec<String>), String> {
        let _one = held(&folder.changing);
        let (mut files, mut said) = intake::unpacked(sent);
        let count = files.len();
        if files.is_empty() {
            return Ok((0, said));
        }
        let failed = |error: std::io::Error| format!("the proofs cannot be written: {error}");
        let aside = tempfile::tempdir().map_err(failed)?;
        let mut paths = Vec::new();
        if let Some(at) = files.iter().position(|it| it.name.eq_ignore_ascii_case(SOURCES)) {
            let table = files.remove(at);
            paths.extend(listed(&folder.path, &table.bytes, &mut files)?);
        }
        for (number, Dropped { name, bytes }) in files.iter().enumerate() {
            let inside = format!("{number}/{name}");
            disk::write_aside(aside.path(), &inside, bytes).map_err(failed)?;
            paths.push(aside.path().join(inside).to_string_lossy().into_owned());
        }
        if paths.is_empty() {
            self.log(folder, "edit", vec![("file", SOURCES.into())], vec![SOURCES.into()])?;
            return Ok((count, said));
        }
        let mut arguments = vec!["add".to_owned()];
        if !url.is_empty() {
            arguments.push(format!("--url={url}"));
        }
        arguments.extend(["--".to_owned(), folder.shown()]);
        arguments.extend(paths);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ended = self.command(&arguments)?;
        if ended.code != 0 {
            return Err(ended.said.trim().to_owned());
        }
        said.extend(
            ended.said.lines().filter(|it| it.contains("already")).map(ToOwned::to_owned),
        );
        Ok((count, said))
    }

    /// Preserves a file as the bytes of a source that was cited only.
    pub(crate) fn hold(&self, folder: &Folder, id: &str, sent: &Sent) -> Result<(), String> {
        let _one = held(&folder.changing);
        let name = intake::own_name(&sent.name).ok_or("The file has no name.")?;
        let bytes = disk::read(&folder.path, SOURCES).map_err(|error| error.to_string())?;
        let table = Table::of(&bytes);
        let row = table.row("id", id).ok_or_else(|| format!("{SOURCES} has no row {id}."))?;
        let column =
            table.column("file").ok_or_else(|| format!("{SOURCES} has no column file."))?;
        let inside = free(&folder.path, &name)?;
        let cell = vec![(row, column, inside.clone())];
        let fresh = sheet::changed(SOURCES, &bytes, Change::Set(cell))?;
        let failed = |error: std::io::Error| format!("{inside} cannot be written: {error}");
        disk::write(&folder.path, &inside, &sent.bytes).map_err(failed)?;
        disk::write(&folder.path, SOURCES, &fresh).map_err(failed)?;
        self.log(folder, "add", vec![("id", id.to_owned())], vec![inside])
    }

    /// Names addresses as sources that are cited only.
    pub(crate) fn cite(&self, folder: &Folder, addresses: &str) -> Result<usize, String> {
        let _one = held(&folder.changing);
        let bytes = disk::read(&folder.path, SOURCES).unwrap_or_default();
        let table = Table::of(&bytes);
        let known: BTreeSet<&str> = table.cells().collect();
        let mut rows = vec!["id\ttitle\turl".to_owned()];
        let mut taken = BTreeSet::new();
        for address in addresses.split_whitespace().filter(|it| is_web(it)) {
            if known.contains(address) || !taken.insert(address.to_owned()) {
                continue;
            }
            let plain =
                |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
            let named = address.split("//").last().unwrap_or_default();
            let stem: String = named.chars().map(plain).take(40).collect();
            let stem = stem.trim_matches('-').to_owned();
            let numbered = |number| match number {
                1 => stem.clone(),
                _ => format!("{stem}-{number}"),
            };
            let is_free = |id: &String| !known.contains(id.as_str()) && !taken.contains(id);
            let Some(id) = (1..10_000).map(numbered).find(is_free) else { continue };
            taken.insert(id.clone());
            rows.push(format!("{id}\t{address}\t{address}"));
        }
        let count = rows.len() - 1;
        if count > 0 {
            let fresh = sheet::changed(SOURCES, &bytes, Change::Paste(rows.join("\n")))?;
            disk::write(&folder.path, SOURCES, &fresh)
                .map_err(|error| format!("{SOURCES} cannot be written: {error}"))?;
            self.log(folder, "edit", vec![("file", SOURCES.into())], vec![SOURCES.into()])?;
        }
        Ok(count)
    }
}

/// A table of sources by the names of its columns.
struct Table {
    grid: Grid,
}

impl Table {
    fn of(bytes: &[u8]) -> Self {
        Self { grid: grid(bytes) }
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.grid.columns.iter().position(|it| it.trim().eq_ignore_ascii_case(name))
    }

    fn cell(&self, row: usize, column: &str) -> &str {
        let cell = self.column(column).zip(self.grid.rows.get(row));
        let cell = cell.and_then(|(column, row)| row.cells.get(column));
        cell.map_or("", |cell| cell.text.trim())
    }

    fn row(&self, column: &str, value: &str) -> Option<usize> {
        (0..self.grid.rows.len()).find(|row| self.cell(*row, column) == value)
    }

    fn cells(&self) -> impl Iterator<Item = &str> {
        self.grid.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str())
    }
}

/// Takes the rows of a table of sources into the case, and the files that they name out of `files`; gives where those lie
/// now. A source that the case has keeps its row, and gets its file where it had none.
fn listed(
    folder: &Path,
    table: &[u8],
    files: &mut Vec<Dropped>,
) -> Result<Vec<String>, String> {
    let theirs = Table::of(table);
    let before = disk::read(folder, SOURCES).unwrap_or_default();
    let ours = Table::of(&before);
    let failed = |error: std::io::Error| format!("the proofs cannot be written: {error}");
    let unwritten = |error: csv::Error| format!("{SOURCES} cannot be written: {error}");
    let (mut paths, mut cells, mut is_longer) = (Vec::new(), Vec::new(), false);
    let mut fresh = csv::Writer::from_writer(Vec::new());
    fresh.write_record(TAKEN).map_err(unwritten)?;
    for row in 0..theirs.grid.rows.len() {
        let (id, url) = (theirs.cell(row, "id"), theirs.cell(row, "url"));
        let own = intake::own_name(theirs.cell(row, "file"));
        let file = own.and_then(|name| files.iter().position(|it| it.name == name));
        let known = ours
            .row("id", id)
            .filter(|_| !id.is_empty())
            .or_else(|| ours.row("url", url).filter(|_| !url.is_empty()));
        let has_file = known.is_some_and(|row| !ours.cell(row, "file").is_empty());
        let mut inside = String::new();
        if let Some(at) = file.filter(|_| !has_file) {
            let Dropped { name, bytes } = files.remove(at);
            inside = free(folder, &name)?;
            disk::write(folder, &inside, &bytes).map_err(failed)?;
            paths.push(folder.join(&inside).to_string_lossy().into_owned());
        }
        if let Some(row) = known {
            let column = ours.column("file").ok_or("sources.csv has no column file.")?;
            cells.extend((!inside.is_empty()).then_some((row, column, inside)));
        } else if !(id.is_empty() && url.is_empty() && inside.is_empty()) {
            let stem = inside.rsplit('/').next().unwrap_or_default();
            let made = stem.to_lowercase().replace(['.', ' ', '_'], "-");
            let cells = TAKEN.map(|column| match column {
                "file" => inside.as_str(),
                "id" if id.is_empty() => made.as_str(),
                column => theirs.cell(row, column),
            });
            fresh.write_record(cells).map_err(unwritten)?;
            is_longer = true;
        }
    }
    let mut bytes = sheet::changed(SOURCES, &before, Change::Set(cells))?;
    if is_longer {
        let fresh = fresh.into_inner().map_err(|error| error.to_string())?;
        let fresh = String::from_utf8_lossy(&fresh).into_owned();
        bytes = sheet::changed(SOURCES, &bytes, Change::Paste(fresh))?;
    }
    disk::write(folder, SOURCES, &bytes).map_err(failed)?;
    Ok(paths)
}

/// A name in the folder of sources that no file has yet.
fn free(folder: &Path, name: &str) -> Result<String, String> {
    let numbered = |number| match number {
        0 => format!("sources/{name}"),
        _ => format!("sources/{number}-{name}"),
    };
    let mut names = (0..1000).map(numbered);
    let found = names.find(|inside| disk::stamp(folder, inside).is_none());
    found.ok_or_else(|| "There are too many files of this name.".to_owned())
}
