//! Which page answers what.

mod answers;
mod drafts;
mod grids;
mod questions;

use std::{path::PathBuf, sync::Arc};

use axum::http::StatusCode;

use crate::{
    answer::Answer,
    asked::{Asked, encoded},
    desk::{Desk, Reading},
    disk,
    folder::Folder,
    page::{analyse, case as pages, frame::Frame, home, library, publish, search as found},
    sheet::Change,
    words::Language,
};

use answers::{case_name, case_names, missing, refused, see, titled};
use drafts::{FIRST, add, draft, judge, lying, merge, redraft, taken, wait_for};
use grids::{edit, grid_view, table, tables};
use questions::{all_tables, ask, job, one_table};

/// Answers a request that passed the guard.
pub(crate) fn answer(desk: &Arc<Desk>, asked: &Asked) -> Answer {
    let person = desk.person();
    let language = Language::of(&person.language, &asked.languages);
    let frame = Frame {
        root: format!("/{}", desk.token()),
        language,
        title: String::new(),
        who: person.name,
        case: None,
        here: "",
        path: asked.path.iter().map(|part| encoded(part)).collect::<Vec<_>>().join("/"),
        said: asked.asks("said").to_owned(),
        waits: false,
    };
    let parts = asked.parts();
    match (asked.changes, parts.as_slice()) {
        (false, ["alive"]) => Answer::Page("griot desk".to_owned()),
        (false, []) => front(desk, frame),
        (true, ["settings"]) => settings(desk, asked),
        (true, ["open"]) => opened(desk, frame, asked),
        (true, ["draft"]) => new_draft(desk, frame, asked),
        (false, ["new"]) => Answer::Page(home::new(
            &titled(frame, "Start a new case", "home"),
            &home::NewCase::default(),
            "",
        )),
        (true, ["new"]) => new_case(desk, frame, asked),
        (false, ["library"]) => all_tables(desk, frame),
        (false, ["library", name]) => one_table(desk, frame, asked, name),
        (false, ["analyse"]) => {
            Answer::Page(analyse::all(&titled(frame, "Analyse a file", "analyse")))
        }
        (_, ["analyse", name]) => ask(desk, frame, asked, name),
        (_, ["job", id, rest @ ..]) => job(desk, frame, asked, id, rest),
        (_, ["c", id, rest @ ..]) => match desk.folder(id) {
            Some(folder) => of_case(desk, frame, asked, &folder, rest),
            None => missing(&frame, "There is no such case here."),
        },
        _ => missing(&frame, "There is no such page."),
    }
}

fn front(desk: &Desk, frame: Frame) -> Answer {
    let f = titled(frame, "Start", "home");
    Answer::Page(home::home(&f, &case_names(desk), &desk.home().to_string_lossy()))
}

fn settings(desk: &Desk, asked: &Asked) -> Answer {
    let name: String = asked.field("name").trim().chars().take(80).collect();
    let language = match asked.field("language") {
        "fr" => "fr",
        _ => "en",
    };
    desk.remember(|person| {
        if !name.is_empty() {
            person.name = name;
        }
        language.clone_into(&mut person.language);
    });
    let back = asked.field("back");
    let plain = back.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_./%~".contains(&it));
    Answer::See(if plain { back.to_owned() } else { String::new() })
}

fn opened(desk: &Desk, frame: Frame, asked: &Asked) -> Answer {
    match desk.open(&PathBuf::from(asked.field("path").trim())) {
        Ok(path) => Answer::See(path),
        Err(why) => refused(&titled(frame, "Open a case", "home"), &why, ""),
    }
}

fn new_draft(desk: &Arc<Desk>, frame: Frame, asked: &Asked) -> Answer {
    let f = titled(frame, "Check a draft", "home");
    let text = asked.field("text");
    let file = asked.files.iter().find(|it| it.field == "draft");
    let (name, bytes) = match file {
        Some(file) => match crate::intake::own_name(&file.name) {
            Some(name) => (name, file.bytes.as_slice()),
            None => return refused(&f, "The file has no name.", ""),
        },
        None if !text.trim().is_empty() => ("draft.md".to_owned(), text.as_bytes()),
        None => return refused(&f, "Drop or choose a draft, or paste its text.", ""),
    };
    if griot_case::grid::SHEETS.contains(&name.as_str()) || name == "case.toml" {
        return refused(&f, "A draft cannot have the name of a table of the case.", "");
    }
    let title = match desk.title(&name, bytes) {
        Ok(title) => title,
        Err(why) => return refused(&f, &why, ""),
    };
    let folder = match desk.new_case(&title, Some((&name, bytes))) {
        Ok(folder) => folder,
        Err(why) => return refused(&f, &why, ""),
    };
    let path = format!("c/{}/draft", folder.id);
    if let Err(why) = desk.cite(&folder, asked.field("addresses")) {
        return refused(&f, &why, &path);
    }
    match desk.add_sources(&folder, asked.taken("proofs"), "") {
        Ok((_, said)) => {
            wait_for(desk, &folder, FIRST);
            see(&path, &said.join(" "))
        }
        Err(why) => refused(&f, &why, &path),
    }
}

fn new_case(desk: &Desk, frame: Frame, asked: &Asked) -> Answer {
    let f = titled(frame, "Start a new case", "home");
    let given = home::NewCase {
        title: asked.field("title").trim().to_owned(),
        question: asked.field("question").to_owned(),
        senders: asked.field("senders").to_owned(),
        hosts: asked.field("hosts").to_owned(),
        from: asked.field("from").to_owned(),
        to: asked.field("to").to_owned(),
        is_example: asked.field("with") == "example",
    };
    let again = |why: &str| {
        let page = home::new(&f, &given, why);
        Answer::Wrong(StatusCode::UNPROCESSABLE_ENTITY, page)
    };
    if given.title.is_empty() {
        return again(f.t("A case needs a title."));
    }
    let folder = match desk.new_case(&given.title, None) {
        Ok(folder) => folder,
        Err(why) => return again(&why),
    };
    let text = disk::read(&folder.path, "case.toml").unwrap_or_default();
    let text = home::settings(&String::from_utf8_lossy(&text), &given);
    if let Err(why) = desk.write_settings(&folder, &text) {
        return see(&format!("c/{}/tables", folder.id), &why);
    }
    if given.is_example {
        for (file, rows) in home::EXAMPLE {
            let bytes = disk::read(&folder.path, file).unwrap_or_default();
            let seen = crate::draft::sha256(&bytes);
            if let Err(why) = desk.edit(&folder, file, &seen, Change::Paste((*rows).to_owned()))
            {
                return see(&format!("c/{}/tables", folder.id), &why);
            }
        }
    }
    Answer::See(format!("c/{}/tables", folder.id))
}

#[expect(clippy::too_many_lines, reason = "a table of paths and their pages")]
fn of_case(
    desk: &Arc<Desk>,
    mut frame: Frame,
    asked: &Asked,
    folder: &Arc<Folder>,
    rest: &[&str],
) -> Answer {
    frame.case = Some(case_name(folder));
    let id = folder.id.as_str();
    match (asked.changes, rest) {
        (false, [] | ["draft"]) => draft(desk, titled(frame, "Draft", "draft"), asked, folder),
        (false, ["ready"]) => {
            let word = match desk.draft(folder) {
                Reading::Working(..) => "working",
                Reading::Ready(_) | Reading::Failed(_) => "ended",
            };
            Answer::Page(word.to_owned())
        }
        (true, ["draft"]) => redraft(desk, &titled(frame, "Draft", "draft"), asked, folder),
        (true, ["again"]) => {
            folder.forget();
            Answer::See(format!("c/{id}/draft"))
        }
        (true, ["judge"]) => judge(desk, &titled(frame, "Draft", "draft"), asked, folder),
        (true, ["merge"]) => merge(desk, &titled(frame, "Draft", "draft"), asked, folder),
        (false, ["out", form]) => taken(desk, &titled(frame, "Draft", "draft"), folder, form),
        (false, ["rows"]) => {
            let f = titled(frame, "Rows behind a verdict", "draft");
            let sql = asked.asks("q");
            let (rows, why) = match desk.rows(Some(&folder.shown()), sql) {
                Ok(rows) => (rows, String::new()),
                Err(why) => (library::Rows::default(), why),
            };
            Answer::Page(library::rows(&f, &format!("c/{id}/draft"), &rows, sql, &why))
        }
        (false, ["tables"]) => tables(&titled(frame, "Tables", "tables"), folder),
        (false, ["table", file]) => {
            let mut f = titled(frame, "Tables", "tables");
            (*file).clone_into(&mut f.title);
            table(&f, folder, file, &grid_view(&asked.query), "", StatusCode::OK)
        }
        (true, ["table", file]) => {
            edit(desk, titled(frame, "Tables", "tables"), asked, folder, file)
        }
        (false, ["sources"]) => {
            let f = titled(frame, "Sources", "sources");
            match folder.case() {
                Ok(case) => {
                    let draft = lying(desk, folder);
                    let only = asked.asks("missing") == "1";
                    Answer::Page(pages::sources(&f, id, &case, draft.as_deref(), only))
                }
                Err(why) => refused(&f, &why, ""),
            }
        }
        (true, ["sources"]) => add(desk, &titled(frame, "Sources", "sources"), asked, folder),
        (true, ["fetch"]) => match desk.fetch(folder) {
            Ok(job) => Answer::See(format!("job/{}", job.id)),
            Err(why) => {
                let f = titled(frame, "Sources", "sources");
                let why = f.t(&why).to_owned();
                refused(&f, &why, &format!("c/{id}/sources"))
            }
        },
        (false, ["source", source]) => {
            let mut f = titled(frame, "Sources", "sources");
            let all = crate::draft::sources_of(&folder.path);
            let Some(found) = all.get(*source) else {
                return missing(&f, "There is no such source.");
            };
            f.title.clone_from(&found.source.title);
            let text = match &found.file {
                Some(file) => desk.text(folder, file),
                None => Err(f.t("It is cited only: its bytes are not held.").to_owned()),
            };
            let bytes = found.file.as_deref().map(|file| disk::read(&folder.path, file));
            let digest = bytes.and_then(Result::ok).map(|it| crate::draft::sha256(&it));
            let text = text.as_deref().map_err(String::as_str);
            let led = pages::Led { asked: asked.asks("q"), at: asked.asks("at").parse().ok() };
            Answer::Page(pages::source(&f, id, found, &digest.unwrap_or_default(), text, led))
        }
        (false, ["search"]) => search(desk, &titled(frame, "Search", "search"), asked, folder),
        (false, ["actors"]) => match folder.case() {
            Ok(case) => {
                Answer::Page(pages::actors(&titled(frame, "Actors", "actors"), id, &case))
            }
            Err(why) => refused(&frame, &why, ""),
        },
        (false, ["timeline"]) => match folder.case() {
            Ok(case) => {
                Answer::Page(pages::timeline(&titled(frame, "Timeline", "timeline"), id, &case))
            }
            Err(why) => refused(&frame, &why, ""),
        },
        (false, ["publish"]) => policy(desk, titled(frame, "Publish", "publish"), folder, ""),
        (true, ["publish"]) => {
            let f = titled(frame, "Publish", "publish");
            let chosen: Vec<&str> = asked
                .form
                .iter()
                .filter(|(key, _)| key == "publish")
                .map(|(_, value)| value.as_str())
                .collect();
            let text = disk::read(&folder.path, "case.toml").unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            let text = publish::with_policy(&text, &|name| chosen.contains(&name));
            match desk.write_settings(folder, &text) {
                Ok(()) => Answer::See(format!("c/{id}/publish")),
                Err(why) => policy(desk, f, folder, &why),
            }
        }
        (true, ["preview"]) => {
            let f = titled(frame, "Publish", "publish");
            match desk.preview(folder) {
                Ok(_url) => Answer::See(format!("c/{id}/publish")),
                Err(why) => refused(&f, &why, &format!("c/{id}/publish")),
            }
        }
        (true, ["build"]) => {
            let out = asked.field("out").trim();
            if out.is_empty() || out.starts_with('-') {
                return refused(
                    &frame,
                    "Say where the site is to be written.",
                    &format!("c/{id}/publish"),
                );
            }
            let job = desk.build_site(folder, &desk.home().join(out));
            Answer::See(format!("job/{}", job.id))
        }
        _ => missing(&frame, "There is no such page."),
    }
}

fn search(desk: &Desk, f: &Frame, asked: &Asked, folder: &Folder) -> Answer {
    let words = asked.asks("q").trim();
    if words.is_empty() {
        return Answer::Page(found::search(f, &folder.id, "", None, ""));
    }
    match desk.search(folder, words) {
        Ok(found) => Answer::Page(found::search(f, &folder.id, words, Some(&found), "")),
        Err(why) => {
            let page = found::search(f, &folder.id, words, None, &why);
            Answer::Wrong(StatusCode::UNPROCESSABLE_ENTITY, page)
        }
    }
}

fn policy(desk: &Arc<Desk>, mut f: Frame, folder: &Arc<Folder>, why: &str) -> Answer {
    let settings = match folder.settings() {
        Ok(settings) => settings,
        Err(why) => return refused(&f, &why, ""),
    };
    let job = desk.leaving(folder, &settings.report);
    let (list, failed) = match job.state().ended {
        None => {
            f.waits = true;
            (None, String::new())
        }
        Some(Ok(outcome)) => (Some(outcome.text.clone()), String::new()),
        Some(Err(why)) => (Some(String::new()), why),
    };
    let why = if why.is_empty() { &failed } else { why };
    let preview = {
        let mut work = crate::job::held(&folder.work);
        work.preview.as_mut().and_then(|it| it.is_alive().then(|| it.url.clone()))
    };
    let name = folder.path.file_name();
    let name = name.map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    let out = desk.home().join("sites").join(name);
    let wait = if list.is_some() { String::new() } else { format!("job/{}/state", job.id) };
    let page = publish::publish(
        &f,
        &folder.id,
        &|name| settings.publishes(name),
        list.as_deref().unwrap_or_default(),
        &publish::Beside {
            wrong: why,
            out: &out.to_string_lossy(),
            preview: preview.as_deref().unwrap_or_default(),
            wait: &wait,
        },
    );
    Answer::Page(page)
}
