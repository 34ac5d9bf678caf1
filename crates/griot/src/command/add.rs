//! `griot add`: preserve a source.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write as _},
    path::{Component, Path, PathBuf},
    process::ExitCode,
};

use clap::ValueEnum;
use griot_archive::{Digest, Incoming};
use griot_case::Case;
use griot_model::world::World as _;
use griot_model::{Preservation, Source};

use crate::{custody, disk::Disk, failure::Failure, render::spelt, terminal};

/// Preserve a source: keep its bytes in the archive and name it in sources.csv
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot add cases/mali letter.pdf
  griot add cases/mali page.html --id ministry-2023 --title \"Statement of the ministry\" \\
      --publisher \"Ministry of Foreign Affairs\" --url https://example.org/statement --disclosure open

The file is copied into the folder sources of the case, unless it lies in the case already. Its
name, its digest, the time and GRIOT_WHO (or your user name) go into a log that cannot be taken
back: choose a name that endangers nobody. What is not said to be open stays private.
Next: griot archive verify cases/mali")]
pub(crate) struct Arguments {
    /// The case folder
    case: String,
    /// The files to preserve
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Id in sources.csv: lower-case letters, digits, hyphens; without it, from the file name
    #[arg(long)]
    id: Option<String>,
    /// Title as published; without it, the file name
    #[arg(long)]
    title: Option<String>,
    /// Who published it
    #[arg(long, default_value = "")]
    publisher: String,
    /// Where it was found
    #[arg(long, default_value = "")]
    url: String,
    /// What of it griot build may show
    #[arg(long, value_enum, default_value_t = Disclosed::Private)]
    disclosure: Disclosed,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Disclosed {
    /// Everything
    Open,
    /// Its id and digest
    Aggregate,
    /// That it exists
    Private,
}

impl Disclosed {
    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Aggregate => "aggregate",
            Self::Private => "private",
        }
    }
}

/// Where the sources of a case are named.
const SOURCES: &str = "sources.csv";

/// Runs `griot add`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.files.len() > 1 && (arguments.id.is_some() || arguments.title.is_some()) {
        return Err(Failure::new("--id and --title are for one file, and several are named")
            .hint("add them one by one, or leave both out"));
    }
    let case = super::open_case(&arguments.case)?;
    let mut sheet = Sheet::read(&arguments.case)?;
    let mut known: Vec<String> = case.sources.iter().map(|source| source.id.clone()).collect();
    let incoming: Vec<(&str, Vec<u8>)> = arguments
        .files
        .iter()
        .map(|file| Ok((file.as_str(), bytes_of(file)?)))
        .collect::<Result<_, Failure>>()?;
    let mut archive = custody::open_or_create(&arguments.case)?;
    for (file, bytes) in incoming {
        let digest = Digest::of(&bytes);
        if let Some(held) = held_as(&case, &digest.to_string()) {
            terminal::say(&format!("{file} is in the case already, as {}", held.id));
            continue;
        }
        let id = chosen_id(arguments, file, &known)?;
        let inside = keep(&arguments.case, file, &bytes)?;
        let source = Incoming { name: &inside, media_type: media_type(file), bytes: &bytes };
        let operation =
            custody::operation("add", &[("id", id.as_str()), ("url", arguments.url.as_str())]);
        let entry = archive
            .add(&[source], operation)
            .map_err(|error| custody::refused(&arguments.case, &error))?;
        let title = arguments.title.clone().unwrap_or_else(|| stem(file));
        let retrieved = custody::now().strftime("%Y-%m-%d").to_string();
        sheet.append(&[
            ("id", id.as_str()),
            ("title", title.as_str()),
            ("publisher", arguments.publisher.as_str()),
            ("url", arguments.url.as_str()),
            ("retrieved", retrieved.as_str()),
            ("file", inside.as_str()),
            ("disclosure", arguments.disclosure.word()),
        ])?;
        writeln!(std::io::stdout().lock(), "{id}  {digest}  {}", spelt(&inside))?;
        terminal::say(&format!(
            "preserved as entry {} of the archive: {} bytes, {}",
            entry.index,
            bytes.len(),
            arguments.disclosure.word()
        ));
        if let Some(format) = griot_table::recognised(file, &bytes) {
            terminal::say(&format!("note: {} is {format}", spelt(&inside)));
        }
        known.push(id);
    }
    terminal::say(&format!(
        "help: griot archive verify {} shows that nothing was changed since",
        arguments.case
    ));
    Ok(ExitCode::SUCCESS)
}

fn bytes_of(file: &str) -> Result<Vec<u8>, Failure> {
    if file.starts_with("http://") || file.starts_with("https://") {
        return Err(Failure::new(format!("griot does not fetch addresses yet: {file}"))
            .hint(format!("download it, then: griot add CASE FILE --url {file}")));
    }
    if Disk.is_folder(file) {
        return Err(Failure::new(format!("{file} is a folder; a source is a file"))
            .hint(format!("name its files: griot add CASE {}/*", file.trim_end_matches('/'))));
    }
    Disk.read(file).map_err(|error| {
        let failure = Failure::new(format!("{file} cannot be read: {error}"));
        match error.kind() {
            ErrorKind::NotFound => failure.hint("check the spelling of the path"),
            _ => failure,
        }
    })
}

fn held_as<'c>(case: &'c Case, digest: &str) -> Option<&'c Source> {
    case.sources.iter().find(|source| match &source.preservation {
        Preservation::Preserved { sha256, .. } => sha256 == digest,
        Preservation::Cited => false,
    })
}

/// The id that was asked for, if it is free; otherwise one from the file name that is.
fn chosen_id(arguments: &Arguments, file: &str, known: &[String]) -> Result<String, Failure> {
    if let Some(id) = &arguments.id {
        let plain = !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !plain {
            return Err(Failure::new(format!("{id:?} is not an id"))
                .hint("an id has lower-case letters, digits and hyphens: ministry-2023"));
        }
        if known.contains(id) {
            return Err(Failure::new(format!("{SOURCES} has a source {id} already"))
                .hint("choose another --id"));
        }
        return Ok(id.clone());
    }
    let base = id_of(&stem(file));
    let free = |id: &String| !known.contains(id);
    let numbered = (2_u32..).map(|next| format!("{base}-{next}"));
    Ok(std::iter::once(base.clone()).chain(numbered).find(free).unwrap_or(base))
}

/// `Letter of 3 May` becomes `letter-of-3-may`.
fn id_of(name: &str) -> String {
    let mut id = String::new();
    for letter in name.chars().take(60) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_matches('-');
    if id.is_empty() { "source".to_owned() } else { id.to_owned() }
}

fn stem(file: &str) -> String {
    let stem = Path::new(file).file_stem();
    stem.map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The path of the source inside the case folder, to which it is copied if it lies elsewhere.
fn keep(case: &str, file: &str, bytes: &[u8]) -> Result<String, Failure> {
    if let Some(inside) = inside(case, file) {
        return Ok(inside);
    }
    let name = Path::new(file).file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| Failure::new(format!("{file} has no file name")))?;
    let inside = format!("sources/{name}");
    let target = Path::new(case).join(&inside);
    let failed = |error: std::io::Error| {
        Failure::new(format!("{} cannot be written: {error}", target.display()))
    };
    if let Some(folder) = target.parent() {
        #[expect(
            clippy::disallowed_methods,
            reason = "the binary keeps the sources of a case"
        )]
        fs::create_dir_all(folder).map_err(failed)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(&target) {
        Ok(mut copy) => {
            copy.write_all(bytes).and_then(|()| copy.sync_all()).map_err(failed)?;
            Ok(inside)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            if Disk.read(&target.to_string_lossy()).is_ok_and(|held| held == bytes) {
                return Ok(inside);
            }
            Err(Failure::new(format!(
                "{} is there already, with other bytes",
                target.display()
            ))
            .hint("rename the file before adding it; both may be evidence"))
        }
        Err(error) => Err(failed(error)),
    }
}

/// The path inside the case folder of a file that lies in it, with `/` between folders.
fn inside(case: &str, file: &str) -> Option<String> {
    let full = |path: &str| -> Option<PathBuf> { Path::new(path).canonicalize().ok() };
    let (case, file) = (full(case)?, full(file)?);
    let rest = file.strip_prefix(&case).ok()?;
    let parts: Vec<String> = rest
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    (parts.first().map(String::as_str) != Some(custody::FOLDER)).then(|| parts.join("/"))
}

/// What the file is taken for, by the end of its name.
pub(crate) fn media_type(file: &str) -> &'static str {
    let end = Path::new(file).extension().map(|end| end.to_string_lossy().to_ascii_lowercase());
    match end.as_deref() {
        Some("csv") => "text/csv",
        Some("tsv") => "text/tab-separated-values",
        Some("txt" | "md") => "text/plain",
        Some("html" | "htm") => "text/html",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        Some("pdf") => "application/pdf",
        Some("zip" | "wacz") => "application/zip",
        Some("gz") => "application/gzip",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("mp4") => "video/mp4",
        _ => "application/octet-stream",
    }
}

/// `sources.csv` as it stands, to which rows are appended and nothing else is done.
struct Sheet {
    path: PathBuf,
    header: Vec<String>,
    delimiter: char,
    ends_line: bool,
}

impl Sheet {
    fn read(case: &str) -> Result<Self, Failure> {
        let path = Path::new(case).join(SOURCES);
        let default = "id,title,publisher,author,published,url,retrieved,file,disclosure\n";
        let text = match Disk.read(&path.to_string_lossy()) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_not_text| {
                Failure::new(format!(
                    "{} is not UTF-8 text, so no row is added to it",
                    path.display()
                ))
                .hint("save it from the spreadsheet as CSV UTF-8, then add again")
            })?,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(Failure::new(format!(
                    "{} cannot be read: {error}",
                    path.display()
                )));
            }
        };
        if text.trim().is_empty() {
            let mut sheet = Self { path, header: Vec::new(), delimiter: ',', ends_line: true };
            sheet.write(default)?;
            sheet.header = default.trim_end().split(',').map(str::to_owned).collect();
            return Ok(sheet);
        }
        let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
        let delimiter = [',', ';', '\t']
            .into_iter()
            .max_by_key(|mark| first.matches(*mark).count())
            .unwrap_or(',');
        let header: Vec<String> = first
            .split(delimiter)
            .map(|name| name.trim().trim_matches('"').to_owned())
            .collect();
        for needed in ["id", "title", "file"] {
            if !header.iter().any(|name| name == needed) {
                return Err(Failure::new(format!(
                    "{} has no column `{needed}`",
                    path.display()
                ))
                .hint(format!("its first line would be {}", default.trim_end())));
            }
        }
        Ok(Self { path, header, delimiter, ends_line: text.ends_with('\n') })
    }

    fn append(&mut self, values: &[(&str, &str)]) -> Result<(), Failure> {
        let value = |name: &String| {
            let known = values.iter().find(|(column, _)| column == name);
            self.quoted(known.map_or("", |(_, value)| value))
        };
        let cells: Vec<String> = self.header.iter().map(value).collect();
        let row = cells.join(&self.delimiter.to_string());
        let start = if self.ends_line { "" } else { "\n" };
        self.write(&format!("{start}{row}\n"))?;
        self.ends_line = true;
        Ok(())
    }

    fn quoted(&self, value: &str) -> String {
        let plain = !value.contains([self.delimiter, '"', '\n', '\r']) && value.trim() == value;
        if plain { value.to_owned() } else { format!("\"{}\"", value.replace('"', "\"\"")) }
    }

    fn write(&self, text: &str) -> Result<(), Failure> {
        let failed = |error: std::io::Error| {
            Failure::new(format!("{} cannot be written: {error}", self.path.display()))
        };
        let mut file =
            OpenOptions::new().create(true).append(true).open(&self.path).map_err(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_the_file_name() {
        let cases = [
            ("Letter of 3 May", "letter-of-3-may"),
            ("__report (final)", "report-final"),
            ("رسالة", "source"),
        ];
        for (name, id) in cases {
            assert_eq!(id_of(name), id);
        }
    }

    #[test]
    fn a_cell_stays_one_cell() {
        let sheet =
            Sheet { path: PathBuf::new(), header: Vec::new(), delimiter: ';', ends_line: true };
        assert_eq!(sheet.quoted("a; \"b\""), "\"a; \"\"b\"\"\"");
        assert_eq!(sheet.quoted("a, b"), "a, b");
    }
}
