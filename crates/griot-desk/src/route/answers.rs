//! What many routes answer with.

use axum::http::StatusCode;

use crate::{
    answer::Answer,
    asked::encoded,
    desk::Desk,
    folder::Folder,
    page::frame::{CaseName, Frame, wrong},
};

pub(super) fn titled(mut frame: Frame, title: &'static str, here: &'static str) -> Frame {
    frame.title = frame.t(title).to_owned();
    frame.here = here;
    frame
}

pub(super) fn missing(f: &Frame, message: &str) -> Answer {
    let page = wrong(f, f.t("Not found"), f.t(message), "");
    Answer::Wrong(StatusCode::NOT_FOUND, page)
}

pub(super) fn refused(f: &Frame, message: &str, back: &str) -> Answer {
    let page = wrong(f, f.t("That did not work"), f.t(message), back);
    Answer::Wrong(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// Another page, which says what came of it.
pub(super) fn see(path: &str, said: &str) -> Answer {
    if said.is_empty() {
        return Answer::See(path.to_owned());
    }
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let sign = if path.contains('?') { '&' } else { '?' };
    let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
    Answer::See(format!("{path}{sign}said={}{anchor}", encoded(said)))
}

pub(super) fn case_names(desk: &Desk) -> Vec<CaseName> {
    desk.folders().iter().map(|folder| case_name(folder)).collect()
}

pub(super) fn case_name(folder: &Folder) -> CaseName {
    let title = folder.settings().map_or_else(|_why| folder.shown(), |it| it.title);
    CaseName { id: folder.id.clone(), title, path: folder.shown() }
}
