//! What is asked of a draft: its view, its sentences and judgements, sources that are added to it.

use std::{sync::Arc, thread, time::Duration};

use axum::http::StatusCode;

use crate::{
    answer::Answer,
    asked::Asked,
    desk::{Desk, Reading},
    draft::Draft,
    folder::Folder,
    judgements::{self, Decision},
    out,
    page::{
        draft::{Seen, View},
        frame::{Frame, failed, working},
    },
};

use super::answers::{missing, refused, see};

/// How long a change waits for a draft that is being checked.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// How long the page of a new draft waits for its first states.
pub(super) const FIRST: Duration = Duration::from_millis(2500);

/// The draft as it lies there, without waiting for it.
pub(super) fn lying(desk: &Arc<Desk>, folder: &Arc<Folder>) -> Option<Arc<Draft>> {
    match desk.draft(folder) {
        Reading::Ready(draft) => Some(draft),
        Reading::Working(_, shown) => shown,
        Reading::Failed(_) => None,
    }
}

/// The draft, once it is checked; as it was before where that takes too long.
pub(super) fn wait_for(desk: &Arc<Desk>, folder: &Arc<Folder>, patience: Duration) -> Reading {
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

pub(super) fn view(asked: &Asked) -> View {
    let (filter, chosen) = if asked.changes {
        (asked.field("f"), asked.field("s"))
    } else {
        (asked.asks("f"), asked.asks("s"))
    };
    let plain =
        |it: &str| it.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    View { filter: plain(filter), chosen: plain(chosen) }
}

pub(super) fn draft(
    desk: &Arc<Desk>,
    mut f: Frame,
    asked: &Asked,
    folder: &Arc<Folder>,
) -> Answer {
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

pub(super) fn redraft(
    desk: &Arc<Desk>,
    f: &Frame,
    asked: &Asked,
    folder: &Arc<Folder>,
) -> Answer {
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

pub(super) fn judge(
    desk: &Arc<Desk>,
    f: &Frame,
    asked: &Asked,
    folder: &Arc<Folder>,
) -> Answer {
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

pub(super) fn merge(
    desk: &Arc<Desk>,
    f: &Frame,
    asked: &Asked,
    folder: &Arc<Folder>,
) -> Answer {
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

pub(super) fn taken(desk: &Arc<Desk>, f: &Frame, folder: &Arc<Folder>, form: &str) -> Answer {
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

pub(super) fn add(desk: &Arc<Desk>, f: &Frame, asked: &Asked, folder: &Arc<Folder>) -> Answer {
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
