//! Tables of a case as grids.

use std::sync::Arc;

use axum::http::StatusCode;
use griot_model::Severity;

use crate::{
    answer::Answer,
    asked::{Asked, encoded},
    desk::Desk,
    disk,
    folder::Folder,
    page::{case as pages, frame::Frame, grid, home},
    sheet::{self, Change},
};

use super::answers::{missing, refused, see};

pub(super) fn tables(f: &Frame, folder: &Folder) -> Answer {
    let case = match folder.case() {
        Ok(case) => case,
        Err(why) => return refused(f, &why, ""),
    };
    let sheets: Vec<pages::OneSheet> = griot_case::grid::SHEETS
        .into_iter()
        .map(|name| {
            let bytes = disk::read(&folder.path, name).unwrap_or_default();
            pages::OneSheet {
                name,
                about: home::about(name),
                rows: griot_case::grid::grid(&bytes).rows.len(),
                messages: case.diagnostics.iter().filter(|it| it.file == name).count(),
            }
        })
        .collect();
    let is_sheet = |file: &str| griot_case::grid::SHEETS.contains(&file);
    let others: Vec<sheet::Message> =
        case.diagnostics.iter().filter(|it| !is_sheet(&it.file)).map(sheet::message).collect();
    let data = match folder.files() {
        Ok(files) => griot_case::data_files(&files, &folder.shown()),
        Err(_unreadable) => Vec::new(),
    };
    Answer::Page(pages::tables(f, &folder.id, &folder.shown(), &sheets, &data, &others))
}

pub(super) fn grid_view(pairs: &[(String, String)]) -> grid::View {
    let one = |name: &str| {
        pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    grid::View {
        q: one("q").to_owned(),
        sort: one("sort").to_owned(),
        only_wrong: one("wrong") == "1",
        page: one("page").parse().unwrap_or(1),
    }
}

pub(super) fn table(
    f: &Frame,
    folder: &Folder,
    file: &str,
    view: &grid::View,
    why: &str,
    status: StatusCode,
) -> Answer {
    if !griot_case::grid::SHEETS.contains(&file) {
        return missing(f, "There is no such table.");
    }
    let diagnostics = match Desk::diagnostics(folder) {
        Ok(diagnostics) => diagnostics,
        Err(why) => return refused(f, &why, &format!("c/{}/tables", folder.id)),
    };
    let diagnostics: Vec<_> = diagnostics
        .into_iter()
        .filter(|it| it.severity != Severity::Note || it.line.is_some())
        .collect();
    let sheet = sheet::read(&folder.path, file, &diagnostics);
    let page = grid::grid(f, &folder.id, file, &sheet, view, why);
    if status == StatusCode::OK { Answer::Page(page) } else { Answer::Wrong(status, page) }
}

pub(super) fn edit(
    desk: &Arc<Desk>,
    mut f: Frame,
    asked: &Asked,
    folder: &Folder,
    file: &str,
) -> Answer {
    if !griot_case::grid::SHEETS.contains(&file) {
        return missing(&f, "There is no such table.");
    }
    file.clone_into(&mut f.title);
    let pasted = asked.field("paste");
    let change = if let Ok(row) = asked.field("remove").parse() {
        Change::Remove(row)
    } else if !pasted.is_empty() {
        Change::Paste(pasted.to_owned())
    } else {
        let cells = asked.form.iter().filter_map(|(name, value)| {
            let (row, column) = name.strip_prefix('c')?.split_once('.')?;
            Some((row.parse().ok()?, column.parse().ok()?, value.clone()))
        });
        Change::Set(cells.collect())
    };
    let view = grid_view(&asked.form);
    match desk.edit(folder, file, asked.field("seen"), change) {
        Ok(()) => {
            let wrong = if view.only_wrong { "&wrong=1" } else { "" };
            let (q, sort) = (encoded(&view.q), encoded(&view.sort));
            see(
                &format!(
                    "c/{}/table/{file}?q={q}&sort={sort}&page={}{wrong}",
                    folder.id, view.page
                ),
                f.t("Saved."),
            )
        }
        Err(why) => {
            let why = f.t(&why).to_owned();
            table(&f, folder, file, &view, &why, StatusCode::CONFLICT)
        }
    }
}
