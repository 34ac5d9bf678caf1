//! The library, questions to files, and work that takes a while.

use std::sync::Arc;

use axum::http::StatusCode;

use crate::{
    answer::Answer,
    asked::Asked,
    desk::Desk,
    page::{
        analyse,
        frame::{Frame, working},
        library,
    },
    question,
};

use super::answers::{case_names, missing, refused, see, titled};

pub(super) fn ask(desk: &Arc<Desk>, frame: Frame, asked: &Asked, name: &str) -> Answer {
    let mut f = titled(frame, "Analyse a file", "analyse");
    let Some(question) = question::named(name) else {
        return missing(&f, "There is no such question.");
    };
    f.title = f.t(question.title).to_owned();
    if !asked.changes {
        return Answer::Page(analyse::form(&f, question, ""));
    }
    match question.ready(asked) {
        Err(field) => {
            let why = f.fill1("This is missing: {0}", f.t(field));
            Answer::Wrong(StatusCode::UNPROCESSABLE_ENTITY, analyse::form(&f, question, &why))
        }
        Ok(ready) => {
            let job = desk.ask(ready, question.title);
            Answer::See(format!("job/{}", job.id))
        }
    }
}

pub(super) fn job(
    desk: &Arc<Desk>,
    frame: Frame,
    asked: &Asked,
    id: &str,
    rest: &[&str],
) -> Answer {
    let mut f = titled(frame, "Analyse a file", "analyse");
    let Some(job) = desk.job(id) else { return missing(&f, "There is no such work.") };
    f.title = f.t(&job.title).to_owned();
    let state = job.state();
    match (asked.changes, rest, state.ended) {
        (true, ["cancel"], _) => {
            job.cancel();
            Answer::See(format!("job/{id}"))
        }
        (false, ["state"], ended) => {
            let word = if ended.is_some() { "ended" } else { "working" };
            Answer::Page(format!("{word}\n{}", state.said.join("\n")))
        }
        (_, _, None) => {
            f.waits = true;
            Answer::Page(working(&f, &job, &format!("job/{id}/state")))
        }
        (_, _, Some(Err(why))) => refused(&f, &why, "analyse"),
        (false, [], Some(Ok(outcome))) if !outcome.next.is_empty() => {
            see(&outcome.next, &outcome.said.join(" "))
        }
        (false, [], Some(Ok(outcome))) => {
            Answer::Page(analyse::result(&f, job.id, &outcome, &case_names(desk)))
        }
        (false, ["csv"], Some(Ok(outcome))) => Answer::File {
            name: format!("{}.csv", outcome.question),
            kind: "text/csv; charset=utf-8",
            bytes: outcome.text.clone().into_bytes(),
        },
        (true, ["add"], Some(Ok(outcome))) => {
            let folder = desk.folder(asked.field("case"));
            let question = question::named(outcome.question);
            let (Some(folder), Some(question)) = (folder, question) else {
                return missing(&f, "There is no such case here.");
            };
            for (name, bytes) in &outcome.files {
                let day = desk.now();
                let day = day.get(..10).unwrap_or_default();
                let beside = analyse::description(
                    question,
                    asked.field("title"),
                    asked.field("licence"),
                    asked.field("disclosure"),
                    day,
                );
                if let Err(why) = desk.add_data(&folder, name, bytes, &beside) {
                    return refused(&f, &why, &format!("job/{id}"));
                }
            }
            see(&format!("c/{}/tables", folder.id), f.t("The table is part of the case."))
        }
        _ => missing(&f, "There is no such page."),
    }
}

pub(super) fn all_tables(desk: &Desk, frame: Frame) -> Answer {
    let f = titled(frame, "Library", "library");
    match desk.library() {
        Ok(tables) => Answer::Page(library::library(&f, tables)),
        Err(why) => refused(&f, &why, ""),
    }
}

pub(super) fn one_table(desk: &Desk, frame: Frame, asked: &Asked, name: &str) -> Answer {
    let mut f = titled(frame, "Library", "library");
    let tables = match desk.library() {
        Ok(tables) => tables,
        Err(why) => return refused(&f, &why, "library"),
    };
    let Some(table) = tables.iter().find(|table| table.name == name) else {
        return missing(&f, "There is no such table.");
    };
    f.title.clone_from(&table.name);
    let view = library::View {
        column: asked.asks("column").to_owned(),
        q: asked.asks("q").to_owned(),
        sort: asked.asks("sort").to_owned(),
        page: asked.asks("page").parse().unwrap_or(1),
    };
    let columns = match desk.columns(name) {
        Ok(columns) => columns,
        Err(why) => return refused(&f, &why, "library"),
    };
    if asked.asks("csv") == "1" {
        let sql = library::query(name, &columns, &view, true);
        return match desk.command(&["sql", "--format", "csv", &sql]) {
            Ok(ended) if ended.code == 0 => Answer::File {
                name: format!("{name}.csv"),
                kind: "text/csv; charset=utf-8",
                bytes: ended.out,
            },
            Ok(ended) => refused(&f, ended.said.trim(), "library"),
            Err(why) => refused(&f, &why, "library"),
        };
    }
    let sql = library::query(name, &columns, &view, false);
    let (rows, why) = match desk.rows(None, &sql) {
        Ok(rows) => (rows, String::new()),
        Err(why) => (library::Rows { columns, rows: Vec::new() }, why),
    };
    Answer::Page(library::table(&f, table, &rows, &view, &sql, &why))
}
