//! Which page answers what.

use std::{path::PathBuf, sync::Arc, thread, time::Duration};

use axum::http::StatusCode;
use griot_model::Severity;

use crate::{
    answer::Answer,
    asked::{Asked, encoded},
    desk::{Desk, Reading},
    disk,
    draft::Draft,
    folder::Folder,
    judgements::{self, Decision},
    out,
    page::{
        analyse, case as pages,
        draft::{Seen, View},
        frame::{CaseName, Frame, failed, working, wrong},
        grid, home, library, publish,
    },
    question,
    sheet::{self, Change},
    words::Language,
};

/// How long a change waits for a draft that is being checked.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the page of a new draft waits for its first states.
const FIRST: Duration = Duration::from_millis(2500);

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

fn titled(mut frame: Frame, title: &'static str, here: &'static str) -> Frame {
    frame.title = frame.t(title).to_owned();
    frame.here = here;
    frame
}

fn missing(f: &Frame, message: &str) -> Answer {
    let page = wrong(f, f.t("Not found"), f.t(message), "");
    Answer::Wrong(StatusCode::NOT_FOUND, page)
}

fn refused(f: &Frame, message: &str, back: &str) -> Answer {
    let page = wrong(f, f.t("That did not work"), f.t(message), back);
    Answer::Wrong(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// Another page, which says what came of it.
fn see(path: &str, said: &str) -> Answer {
    if said.is_empty() {
        return Answer::See(path.to_owned());
    }
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let sign = if path.contains('?') { '&' } else { '?' };
    let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
    Answer::See(format!("{path}{sign}said={}{anchor}", encoded(said)))
}

fn front(desk: &Desk, frame: Frame) -> Answer {
    let f = titled(frame, "Start", "home");
    Answer::Page(home::home(&f, &case_names(desk), &desk.home().to_string_lossy()))
}

fn case_names(desk: &Desk) -> Vec<CaseName> {
    desk.folders().iter().map(|folder| case_name(folder)).collect()
}

fn case_name(folder: &Folder) -> CaseName {
    let title = folder.settings().map_or_else(|_why| folder.shown(), |it| it.title);
    CaseName { id: folder.id.clone(), title, path: folder.shown() }
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

fn all_tables(desk: &Desk, frame: Frame) -> Answer {
    let f = titled(frame, "Library", "library");
    match desk.library() {
        Ok(tables) => Answer::Page(library::library(&f, tables)),
        Err(why) => refused(&f, &why, ""),
    }
}

fn one_table(desk: &Desk, frame: Frame, asked: &Asked, name: &str) -> Answer {
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

fn ask(desk: &Arc<Desk>, frame: Frame, asked: &Asked, name: &str) -> Answer {
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

fn job(desk: &Arc<Desk>, frame: Frame, asked: &Asked, id: &str, rest: &[&str]) -> Answer {
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
            Answer::Page(pages::source(&f, id, found, &digest.unwrap_or_default(), text))
        }
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

/// The draft as it lies there, without waiting for it.
fn lying(desk: &Arc<Desk>, folder: &Arc<Folder>) -> Option<Arc<Draft>> {
    match desk.draft(folder) {
        Reading::Ready(draft) => Some(draft),
        Reading::Working(_, shown) => shown,
        Reading::Failed(_) => None,
    }
}

/// The draft, once it is checked; as it was before where that takes too long.
fn wait_for(desk: &Arc<Desk>, folder: &Arc<Folder>, patience: Duration) -> Reading {
    let step = Duration::from_millis(10);
    let mut waited = Duration::ZERO;
    loop {
        let reading = desk.draft(folder);
        if !matches!(reading, Reading::Working(..)) || waited >= patience {
            return reading;
        }
        thread::sleep(step);
        waited += step;
    }
}

fn view(asked: &Asked) -> View {
    let (filter, chosen) = if asked.changes {
        (asked.field("f"), asked.field("s"))
    } else {
        (asked.asks("f"), asked.asks("s"))
    };
    let plain =
        |it: &str| it.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    View { filter: plain(filter), chosen: plain(chosen) }
}

fn draft(desk: &Arc<Desk>, mut f: Frame, asked: &Asked, folder: &Arc<Folder>) -> Answer {
    let (draft, is_working) = match desk.draft(folder) {
        Reading::Ready(draft) => (draft, false),
        Reading::Working(_, Some(draft)) => (draft, true),
        Reading::Working(job, None) => {
            f.waits = true;
            return Answer::Page(working(&f, &job, &format!("c/{}/ready", folder.id)));
        }
        Reading::Failed(why) => {
            let page = failed(&f, &folder.id, &why);
            return Answer::Wrong(StatusCode::UNPROCESSABLE_ENTITY, page);
        }
    };
    f.waits = is_working;
    f.title.clone_from(&draft.file);
    let (judgements, _said) = folder.judgements();
    let view = view(asked);
    let text = |file: &str| desk.text(folder, file);
    let seen = Seen {
        f: &f,
        case: &folder.id,
        draft: &draft,
        judgements: &judgements,
        view: &view,
        text: &text,
    };
    let chosen = draft.find(&view.chosen).map_or(0, |(number, _)| number + 1);
    desk.look_ahead(folder, &draft, chosen);
    if asked.part {
        return Answer::Page(seen.parts(None));
    }
    Answer::Page(seen.page(is_working, out::has_comments(&draft.file)))
}

fn redraft(desk: &Arc<Desk>, f: &Frame, asked: &Asked, folder: &Arc<Folder>) -> Answer {
    let back = format!("c/{}/draft", folder.id);
    if let Some(file) = asked.files.iter().find(|it| it.field == "draft") {
        let Some(name) = crate::intake::own_name(&file.name) else {
            return refused(f, "The file has no name.", &back);
        };
        if let Err(why) = desk.replace_draft(folder, &name, &file.bytes) {
            return refused(f, &why, &back);
        }
    }
    if let Err(why) = desk.cite(folder, asked.field("addresses")) {
        return refused(f, &why, &back);
    }
    match desk.add_sources(folder, asked.taken("proofs"), "") {
        Ok((_, said)) => {
            wait_for(desk, folder, FIRST);
            see(&back, &said.join(" "))
        }
        Err(why) => refused(f, &why, &back),
    }
}

fn judge(desk: &Arc<Desk>, f: &Frame, asked: &Asked, folder: &Arc<Folder>) -> Answer {
    let mut view = view(asked);
    let back = format!("c/{}/draft", folder.id);
    let draft = match wait_for(desk, folder, PATIENCE) {
        Reading::Ready(draft) => draft,
        Reading::Working(..) => {
            return refused(f, "The draft is being checked; try again in a moment.", &back);
        }
        Reading::Failed(why) => return refused(f, &why, &back),
    };
    let digest = if asked.field("undo") == "1" {
        match desk.undo(folder) {
            Ok(Some(digest)) => digest,
            Ok(None) => asked.field("digest").to_owned(),
            Err(why) => return refused(f, &why, &back),
        }
    } else {
        asked.field("digest").to_owned()
    };
    // The place may have moved since the page was made; the words say which sentence is meant.
    let same = |it: &&crate::draft::Sentence| it.digest == digest;
    let here = draft.find(&view.chosen).map(|(_, it)| it).filter(same);
    let Some(sentence) = here.or_else(|| draft.sentences.iter().find(same)) else {
        let why = "This sentence is not in the draft any more: it was edited, or its proof was. Look at it as it is now.";
        return refused(f, why, &back);
    };
    view.chosen.clone_from(&sentence.id);
    if asked.field("undo") != "1" {
        let decision = Decision::of(asked.field("decision"));
        let keeps = asked.field("keep") == "1";
        let note: String = asked.field("note").trim().chars().take(4000).collect();
        let assigned: String = asked.field("assigned").trim().chars().take(80).collect();
        let change = |judgement: &mut judgements::Judgement| {
            if keeps {
                judgement.note = note;
                judgement.assigned = assigned;
            }
            if decision.is_some() {
                judgement.decision = decision;
            }
        };
        if let Err(why) = desk.judge(folder, sentence, change) {
            return refused(f, &why, &back);
        }
    }
    if asked.part {
        let (judgements, _said) = folder.judgements();
        let text = |file: &str| desk.text(folder, file);
        let seen = Seen {
            f,
            case: &folder.id,
            draft: &draft,
            judgements: &judgements,
            view: &view,
            text: &text,
        };
        return Answer::Page(seen.parts(Some(sentence)));
    }
    let filter =
        if view.filter.is_empty() { String::new() } else { format!("f={}&", view.filter) };
    Answer::See(format!("{back}?{filter}s={}#panel", view.chosen))
}

fn merge(desk: &Arc<Desk>, f: &Frame, asked: &Asked, folder: &Arc<Folder>) -> Answer {
    let back = format!("c/{}/draft", folder.id);
    let Some(sent) = asked.files.iter().find(|it| it.field == "theirs") else {
        return refused(f, "Choose their bundle, or their judgements.csv.", &back);
    };
    let (mut judged, mut assigned) = (Vec::new(), Vec::new());
    if sent.bytes.starts_with(b"PK") {
        let (files, _said) = crate::intake::unpacked(asked.taken("theirs"));
        for file in files {
            match file.name.as_str() {
                judgements::FILE => judged = file.bytes,
                judgements::ASSIGNED => assigned = file.bytes,
                _ => {}
            }
        }
    } else {
        judged.clone_from(&sent.bytes);
    }
    match desk.merge(folder, [&judged, &assigned]) {
        Ok((merged, said)) => {
            let mut told = vec![f.fill2(
                "{0} decisions were taken in; on {1} sentences two persons decided differently, and both stay.",
                merged.taken,
                merged.conflicts,
            )];
            told.extend(said);
            let filter = if merged.conflicts == 0 { "" } else { "?f=disputed" };
            see(&format!("{back}{filter}"), &told.join(" "))
        }
        Err(why) => refused(f, &why, &back),
    }
}

fn taken(desk: &Arc<Desk>, f: &Frame, folder: &Arc<Folder>, form: &str) -> Answer {
    let back = format!("c/{}/draft", folder.id);
    let report = match folder.settings() {
        Ok(settings) => settings.report,
        Err(why) => return refused(f, &why, &back),
    };
    match out::taken(desk, folder, &report, form) {
        Ok(Some(answer)) => answer,
        Ok(None) => missing(f, "There is no such page."),
        Err(why) => refused(f, &why, &back),
    }
}

fn tables(f: &Frame, folder: &Folder) -> Answer {
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

fn grid_view(pairs: &[(String, String)]) -> grid::View {
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

fn table(
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

fn edit(desk: &Arc<Desk>, mut f: Frame, asked: &Asked, folder: &Folder, file: &str) -> Answer {
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

fn add(desk: &Arc<Desk>, f: &Frame, asked: &Asked, folder: &Arc<Folder>) -> Answer {
    let view = view(asked);
    let back = if view.chosen.is_empty() {
        format!("c/{}/sources", folder.id)
    } else {
        let filter =
            if view.filter.is_empty() { String::new() } else { format!("f={}&", view.filter) };
        format!("c/{}/draft?{filter}s={}#panel", folder.id, view.chosen)
    };
    let (row, url) = (asked.field("row"), asked.field("url").trim());
    let mut sent = asked.taken("proofs");
    if !row.is_empty()
        && sent.len() == 1
        && let Some(one) = sent.pop()
    {
        return match desk.hold(folder, row, &one) {
            Ok(()) => {
                wait_for(desk, folder, FIRST);
                see(&back, f.t("The source is held now."))
            }
            Err(why) => refused(f, &why, &back),
        };
    }
    let cited = match desk.cite(folder, asked.field("addresses")) {
        Ok(cited) => cited,
        Err(why) => return refused(f, &why, &back),
    };
    match desk.add_sources(folder, sent, url) {
        Ok((added, said)) => {
            wait_for(desk, folder, FIRST);
            let mut told = vec![f.fill2(
                "{0} files were added, {1} addresses are cited now.",
                added,
                cited,
            )];
            told.extend(said);
            see(&back, &told.join(" "))
        }
        Err(why) => refused(f, &why, &back),
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
