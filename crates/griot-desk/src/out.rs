//! What is taken away from the desk: the draft with comments, the sheet, the table, a bundle for a colleague.

use std::io::{Cursor, Write as _};

use griot_model::bounds;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{answer::Answer, desk::Desk, disk, folder::Folder};

/// Files of the archive that nobody else may have: its key, and the secret of what is not published.
const OWN: [&str; 3] = [".griot/key", ".griot/publish.key", ".griot/lock"];

/// Whether a draft can come back with comments at its words.
pub(crate) fn has_comments(file: &str) -> bool {
    let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ending == "docx" || ending == "odt")
}

/// What was asked for, if there is such a form of it. All but the bundle is what `griot check` writes.
pub(crate) fn taken(
    desk: &Desk,
    folder: &Folder,
    report: &str,
    form: &str,
) -> Result<Option<Answer>, String> {
    let name = report.rsplit('/').next().unwrap_or(report);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (flag, name, kind) = match form {
        "sheet" => ("--sheet", format!("{stem}-sheet.html"), "text/html; charset=utf-8"),
        "table" => ("--particulars", format!("{stem}.csv"), "text/csv; charset=utf-8"),
        "comments" if has_comments(name) => {
            ("--comments", format!("commented-{name}"), "application/octet-stream")
        }
        "bundle" => return bundle(folder).map(Some),
        _ => return Ok(None),
    };
    let failed = |error: std::io::Error| format!("{name} cannot be written: {error}");
    let aside = tempfile::tempdir().map_err(failed)?;
    let out = aside.path().join(&name).to_string_lossy().into_owned();
    let (report, case) =
        (folder.path.join(report).to_string_lossy().into_owned(), folder.shown());
    let arguments = ["check", "--format", "json", "--case", &case, flag, &out, "--", &report];
    let ended = desk.command(&arguments)?;
    if ended.code > 1 {
        return Err(ended.said.trim().to_owned());
    }
    let bytes = disk::read_any(aside.path(), &name, bounds::CASE).map_err(failed)?;
    Ok(Some(Answer::File { name, kind, bytes }))
}

/// The whole case, but for its keys.
fn bundle(folder: &Folder) -> Result<Answer, String> {
    let failed = |error: &dyn std::fmt::Display| format!("the bundle cannot be made: {error}");
    let name = folder.path.file_name().map_or_else(|| "case".into(), |it| it.to_string_lossy());
    let files = disk::all_files(&folder.path).map_err(|error| failed(&error))?;
    let mut left = bounds::CASE;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files.iter().filter(|file| !is_own(file)) {
        let bytes = disk::read_any(&folder.path, file, left).map_err(|error| failed(&error))?;
        left = left.saturating_sub(bytes.len() as u64);
        let inside = format!("{name}/{}", file.replace('\\', "/"));
        writer
            .start_file(inside, SimpleFileOptions::default())
            .map_err(|error| failed(&error))?;
        writer.write_all(&bytes).map_err(|error| failed(&error))?;
    }
    let bytes = writer.finish().map_err(|error| failed(&error))?.into_inner();
    Ok(Answer::File { name: format!("{name}.zip"), kind: "application/zip", bytes })
}

fn is_own(file: &str) -> bool {
    OWN.contains(&file)
        || [".griot/cache/", ".griot/stage/"].iter().any(|it| file.starts_with(it))
}
