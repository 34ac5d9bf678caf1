//! `griot check`: a report, sentence by sentence.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::ValueEnum;
use griot_check::Given;
use griot_library::Library;
use griot_model::{bounds, decoding, world::World as _};
use griot_proof::Opening;

use super::since::{self, Changes, Then};
use crate::{
    disk::{self, Disk},
    failure::Failure,
    output, render,
    terminal::{self, Terminal},
    worker::Reader,
};

/// Check a report (.md .txt .html .docx) against the library and a case
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  griot check article.md                      against the tables that come with griot
  griot check article.md --case cases/mali    with the actors, terms and dates of a case
  griot check draft.docx                      places are paragraphs and notes of the file
  griot check article.md --table gdp.csv      a series of numbers is evidence too
  griot check article.md --table owid/        every CSV of a folder, with its metadata.json
  griot check draft.docx --sources proofs/    every note opened: each number, date, name and quotation
  griot check draft.docx --sources proofs/ --comments checked.docx --sheet checked.html
  griot check draft.md --sources proofs/ --cite noted.md         where nothing is cited, notes that propose passages
  griot check draft.docx --sources proofs/ --since last.json   what is new, what was answered
  griot check article.md --all                every claim, not only what is contradicted
  griot check article.md --format json | jq '.claims[] | select(.verdict == \"contradicted\")'

Exit status: 0 nothing is contradicted, 1 the evidence contradicts something or a proof has another value, 2 griot could not work.
Next: griot explain C0103 tells what a rule checks.")]
pub(crate) struct Arguments {
    /// The report to check
    report: String,
    /// A case folder whose actors, terms, timeline and statements are evidence too
    #[arg(long, value_name = "DIR")]
    case: Option<String>,
    /// A CSV with entities, times and values whose numbers are evidence too, or a folder of them; may be repeated. With --sources, a file
    /// that is not there yet is written: a row a particular, as CSV or a workbook (.xlsx)
    ///
    /// What a series measures is told by a .toml of the same name (title, unit, definition) or by a metadata.json beside or above it.
    #[arg(long = "table", value_name = "FILE")]
    tables: Vec<String>,
    /// The day of the text, where it does not say it: what "is" and "last year" are reckoned from
    #[arg(long, value_name = "DAY")]
    dateline: Option<jiff::civil::Date>,
    /// A folder or ZIP of sources: every note of the report is opened in them
    #[arg(long, value_name = "DIR|ZIP")]
    sources: Option<String>,
    /// Write the Word or OpenDocument text again, with comments at the words to look at
    #[arg(long, value_name = "OUT.docx|odt")]
    comments: Option<PathBuf>,
    /// Write the draft again (.md or .docx), with a note at each sentence that cites nothing and of which a source speaks
    #[arg(long, value_name = "OUT")]
    cite: Option<PathBuf>,
    /// Write the draft beside its proofs, as one page
    #[arg(long, value_name = "OUT.html")]
    sheet: Option<PathBuf>,
    /// Write a row a particular, as CSV or a workbook
    #[arg(long, value_name = "OUT.csv|xlsx")]
    particulars: Option<PathBuf>,
    /// Say what changed since: a checkpoint of the case's archive, or an answer that was kept with --format json
    #[arg(long, value_name = "CHECKPOINT|JSON")]
    since: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    replace: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
    /// Print every claim, not only what is contradicted or conflicting
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a compiler does
    Pretty,
    /// Whole sentences, for a screen reader or a log
    Plain,
    /// JSON, as docs/formats promises
    Json,
}

/// Runs `griot check`.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let bytes = read_report(&arguments.report)?;
    let case = arguments.case.as_deref().map(super::open_case).transpose()?;
    let library = Library::embedded();
    let name = Path::new(&arguments.report)
        .file_name()
        .map_or_else(|| arguments.report.clone(), |name| name.to_string_lossy().into_owned());
    let (tables, particulars) = tables_of(arguments)?;
    let series = super::series::read(&Disk, &tables)?;
    let given = Given { series: vec![&series], dateline: arguments.dateline };
    let mut reader = Reader::default();
    let document = reader.document(&bytes, &name)?.map_err(|error| {
        Failure::new(format!("{} cannot be checked: {error}", arguments.report))
    })?;
    say_without(&reader);
    let opening = super::proofs::opened(
        &document,
        arguments.sources.as_deref(),
        arguments.case.as_deref().zip(case.as_ref()),
    )?;
    let sha256 = griot_check::sha256(&bytes);
    let report =
        griot_check::check_document(document.clone(), sha256, library, case.as_ref(), &given);
    if let Some(opening) = &opening {
        answers(arguments, particulars.as_deref(), &bytes, &document, &report, opening)?;
    } else if arguments.cite.is_some()
        || arguments.comments.is_some()
        || arguments.sheet.is_some()
        || particulars.is_some()
    {
        return Err(Failure::new("nothing says which sources are held")
            .hint("add --sources DIR or --case DIR"));
    }
    let changes = arguments
        .since
        .as_deref()
        .map(|path| changes(arguments, path, &document, &report, opening.as_ref(), &given))
        .transpose()?;
    if let Some(path) = &arguments.cite {
        cite(arguments, path, &bytes, &document, case.as_ref())?;
    }
    let terminal = Terminal::of_output();
    let shown = render::to_print(&report, arguments.all);
    let mut text = match arguments.format {
        Format::Pretty => render::pretty::report(
            &report,
            &arguments.report,
            &shown,
            terminal.colour,
            terminal.width,
        ),
        Format::Plain => render::plain::report(&report, &arguments.report, &shown),
        Format::Json => griot_report::check_json_beside(
            &report,
            &griot_check::rules::docs(),
            Some(&Beside { opening: opening.as_ref(), since: changes.as_ref() }),
        )
        .map_err(Failure::new)?,
    };
    if let Some(opening) = opening.as_ref().filter(|_| arguments.format != Format::Json) {
        text.push_str(&render::proofs::report(opening, &arguments.report, arguments.all));
    }
    if let Some(changes) = changes.as_ref().filter(|_| arguments.format != Format::Json) {
        text.push_str(&changes.told());
    }
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    terminal::say(&render::summary(&report));
    if let Some(opening) = &opening {
        terminal::say(&format!("{}: {}", report.name, opening.summary()));
        if !opening.missing.is_empty() {
            terminal::say("help: griot sources missing lists what is cited and not held");
        }
    }
    if !arguments.all
        && arguments.format != Format::Json
        && report.coverage.claims > shown.len()
    {
        terminal::say("help: --all prints every claim with what would settle it");
    }
    let contradicted =
        report.coverage.contradicted > 0 || opening.as_ref().is_some_and(Opening::differs);
    Ok(if contradicted { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What stands in an answer beside the claims.
#[derive(serde::Serialize)]
struct Beside<'a> {
    #[serde(flatten)]
    opening: Option<&'a Opening>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'a Changes>,
}

/// Writes the draft with notes that propose where its sentences may be proven.
fn cite(
    arguments: &Arguments,
    path: &Path,
    bytes: &[u8],
    document: &griot_read::Document,
    case: Option<&griot_case::Case>,
) -> Result<(), Failure> {
    let case = arguments.case.as_deref().zip(case);
    let proposed = super::proofs::suggested(document, arguments.sources.as_deref(), case)?;
    let noted = griot_proof::noted(bytes, document, &proposed).map_err(Failure::new)?;
    let inputs = [Path::new(&arguments.report)];
    output::file(path, &inputs, arguments.replace, |out| Ok(out.write_all(&noted)?))?;
    terminal::say(&format!(
        "{} notes are proposed in {}: whether they prove anything, a person decides",
        proposed.len(),
        path.display()
    ));
    Ok(())
}

/// What changed since a checkpoint of the case, or since an answer that was kept.
fn changes(
    arguments: &Arguments,
    path: &Path,
    document: &griot_read::Document,
    report: &griot_check::CheckReport,
    opening: Option<&Opening>,
    given: &Given<'_>,
) -> Result<Changes, Failure> {
    let rules = griot_check::rules::docs();
    let answer = |report: &griot_check::CheckReport, opening: Option<&Opening>| {
        griot_report::check_json_beside(report, &rules, opening).map_err(Failure::new)
    };
    let bytes = disk::read(path, bounds::DOCUMENT)?;
    let kept = String::from_utf8_lossy(&bytes);
    let now = answer(report, opening)?;
    if kept.trim_start().starts_with('{') {
        return since::changes(&kept, &now);
    }
    let Some(folder) = arguments.case.as_deref() else {
        return Err(Failure::new(format!("{} is no answer of griot check", path.display()))
            .hint("a checkpoint belongs to a case: add --case DIR"));
    };
    let then = Then::of(folder, &kept)?;
    let case = super::read_case(&then, folder)?;
    // The report as it was, where the case holds it; else as it is.
    let old = super::name_in_case(folder, &arguments.report)
        .and_then(|name| then.read(&format!("{}/{name}", folder.trim_end_matches('/'))).ok());
    let (document, sha256) = match old {
        Some(old) => {
            (super::proofs::document(&arguments.report, &old)?, griot_check::sha256(&old))
        }
        None => (document.clone(), String::new()),
    };
    let judgements = format!("{}/{}", folder.trim_end_matches('/'), super::proofs::JUDGEMENTS);
    let catalogue = super::proofs::of_case(folder, &case);
    let opening =
        super::proofs::opened_in(&document, catalogue, &then, Some(&judgements), None);
    let library = Library::embedded();
    let report = griot_check::check_document(document, sha256, library, Some(&case), given);
    since::changes(&answer(&report, Some(&opening))?, &now)
}

/// Says what the process that reads files could not give up here.
pub(crate) fn say_without(reader: &Reader) {
    if !reader.without().is_empty() {
        let without = reader.without().join(", ");
        terminal::say(&format!("note: the file was read without {without}"));
    }
}

/// Writes the files that were asked for.
fn answers(
    arguments: &Arguments,
    particulars: Option<&Path>,
    bytes: &[u8],
    document: &griot_read::Document,
    report: &griot_check::CheckReport,
    opening: &Opening,
) -> Result<(), Failure> {
    let inputs = [Path::new(&arguments.report)];
    let write = |path: &Path, bytes: &[u8]| {
        output::file(path, &inputs, arguments.replace, |out| Ok(out.write_all(bytes)?))
    };
    if let Some(path) = &arguments.comments {
        let comments = super::proofs::comments(opening, report);
        let commented =
            griot_proof::into_draft(bytes, document, &comments).map_err(Failure::new)?;
        write(path, &commented.bytes)?;
        let mut said = format!("{} comments in {}", commented.placed, path.display());
        if !commented.unplaced.is_empty() {
            said.push_str(&format!(
                "; {} are about words in notes or boxes, where the format allows none",
                commented.unplaced.len()
            ));
        }
        terminal::say(&said);
    }
    if let Some(path) = &arguments.sheet {
        let page = griot_proof::sheet(opening, &report.name).map_err(Failure::new)?;
        write(path, page.as_bytes())?;
    }
    if let Some(path) = particulars {
        let end = path.extension().unwrap_or_default();
        let table = if end.eq_ignore_ascii_case("xlsx") {
            griot_proof::table_xlsx(opening).map_err(Failure::new)?
        } else {
            griot_proof::table_csv(opening).map_err(Failure::new)?
        };
        write(path, &table)?;
    }
    Ok(())
}

/// The bytes of a report, or what to do instead.
pub(crate) fn read_report(path: &str) -> Result<Vec<u8>, Failure> {
    if Disk.is_folder(path) {
        return Err(Failure::new(format!("{path} is a folder, not a report"))
            .hint(format!("griot build {path} checks and publishes a case")));
    }
    let bytes = disk::read(Path::new(path), bounds::DOCUMENT)?;
    if bytes.len() as u64 > bounds::REPORT && decoding::signature(&bytes).is_none() {
        let instead = "divide it by chapter";
        return Err(Failure::new(bounds::TooLarge::bytes(path, bounds::REPORT, instead)));
    }
    Ok(bytes)
}

/// The tables that are read as series, and the one that is written: a table that is there is evidence, one that is not is an answer.
fn tables_of(arguments: &Arguments) -> Result<(Vec<String>, Option<PathBuf>), Failure> {
    let opens = arguments.sources.is_some() || arguments.case.is_some();
    let (mut read, mut written) = (Vec::new(), arguments.particulars.clone());
    for table in &arguments.tables {
        if opens && !Path::new(table).exists() {
            if let Some(known) = &written {
                let known = known.display();
                return Err(Failure::new(format!(
                    "{table} is not there to be read, and the particulars are written to {known} already"
                ))
                .hint("leave out one of the two"));
            }
            written = Some(PathBuf::from(table));
        } else {
            read.push(table.clone());
        }
    }
    Ok((read, written))
}
