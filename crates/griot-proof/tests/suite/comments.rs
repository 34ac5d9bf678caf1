//! Comments in Word documents: everything that need not change keeps its bytes.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use griot_model::{Span, world::World as _};
use griot_proof::{comments::Comment, into_draft};

use super::world::{Disk, inside};

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a package");
    let mut found = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("the part is there");
        let name = entry.name().expect("it has a name").to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it unpacks");
        found.insert(name, bytes);
    }
    found
}

/// Comments on some words of the body, far and near, one in the middle of a word.
fn some(document: &griot_read::Document) -> Vec<Comment> {
    let text = document.text();
    let words: Vec<Span> = document
        .prose
        .blocks
        .iter()
        .filter(|block| block.span.len() > 3)
        .take(40)
        .filter_map(|block| {
            let start = block.span.start + block.span.of(text).char_indices().nth(1)?.0;
            let end = block.span.start
                + block.span.of(text).char_indices().nth(3).map_or(block.span.len(), |it| it.0);
            Some(Span::new(start, end))
        })
        .collect();
    words
        .into_iter()
        .map(|span| Comment { span, text: "Look & see <here>\nagain".to_owned() })
        .collect()
}

fn survives(bytes: &[u8], name: &str) -> Result<usize, String> {
    let document = griot_read::read(bytes, name).map_err(|error| format!("{name}: {error}"))?;
    let comments = some(&document);
    let commented =
        into_draft(bytes, &document, &comments).map_err(|error| format!("{name}: {error}"))?;
    let again = griot_read::read(&commented.bytes, name)
        .map_err(|error| format!("{name}: after: {error}"))?;
    if again.text() != document.text() {
        return Err(format!("{name}: the text changed"));
    }
    let ours: Vec<_> = again.comments.iter().filter(|it| it.author == "griot").collect();
    if ours.len() != commented.placed
        || again.comments.len() != document.comments.len() + commented.placed
    {
        return Err(format!(
            "{name}: {} of {} comments came back",
            ours.len(),
            commented.placed
        ));
    }
    let wanted: Vec<&str> = comments
        .iter()
        .filter(|it| !commented.unplaced.contains(it))
        .map(|it| it.span.of(document.text()))
        .collect();
    let mut there: Vec<&str> =
        ours.iter().map(|it| it.anchor.map_or("", |span| span.of(again.text()))).collect();
    let mut sorted = wanted.clone();
    sorted.sort_unstable();
    there.sort_unstable();
    if sorted != there {
        return Err(format!("{name}: comments lie on {there:?}, not on {sorted:?}"));
    }
    let (before, after) = (parts(bytes), parts(&commented.bytes));
    for (part, bytes) in &before {
        let may_change = part.ends_with("document.xml")
            || part.contains("document")
            || part.ends_with("comments.xml")
            || part.ends_with("[Content_Types].xml");
        if after.get(part) != Some(bytes) && !may_change {
            return Err(format!("{name}: {part} changed"));
        }
    }
    Ok(commented.placed)
}

#[test]
fn the_exercise_takes_comments_at_its_words() {
    let bytes = Disk.read(&inside("cases/exercise/draft.docx")).expect("the draft is there");
    assert_eq!(survives(&bytes, "draft.docx").map(|placed| placed > 20), Ok(true));
}

#[test]
fn documents_of_others_survive_a_round() {
    let folder = inside("../shared/data/documents/docx");
    let Ok(names) = Disk.list(&folder) else {
        eprintln!("skipped: {folder} is not there");
        return;
    };
    let mut failed = Vec::new();
    let mut placed = 0;
    for name in names.iter().filter(|name| name.to_lowercase().ends_with("docx")) {
        let bytes = Disk.read(&format!("{folder}/{name}")).expect("it is there");
        match survives(&bytes, name) {
            Ok(count) => placed += count,
            Err(why) => failed.push(why),
        }
    }
    assert!(
        failed.is_empty(),
        "{placed} comments placed; {} failed:\n{}",
        failed.len(),
        failed.join("\n")
    );
}

#[test]
fn an_opendocument_text_keeps_every_other_part() {
    let path = inside("cases/exercise/harbour/sources/press.odt");
    let bytes = Disk.read(&path).expect("it is there");
    let document = griot_read::read(&bytes, "press.odt").expect("it is read");
    let comments = some(&document);
    let commented = into_draft(&bytes, &document, &comments).expect("it is written");
    assert!(commented.placed > 4 && commented.unplaced.is_empty(), "{commented:?}");
    let (before, after) = (parts(&bytes), parts(&commented.bytes));
    let names = |of: &BTreeMap<String, Vec<u8>>| of.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
    for (name, part) in &before {
        assert_eq!(Some(part) == after.get(name), name != "content.xml", "{name}");
    }
    let again = griot_read::read(&commented.bytes, "press.odt").expect("it is read again");
    assert_eq!(again.text(), document.text());
    let anchors: Vec<_> = again.comments.iter().filter_map(|it| it.anchor).collect();
    let wanted: Vec<Span> = comments.iter().map(|it| it.span).collect();
    assert_eq!(anchors, wanted);
    assert!(again.comments.iter().all(|it| it.author == "griot"));
    // Twice: the names of the first comments are not taken again.
    let twice = into_draft(&commented.bytes, &again, &some(&again)).expect("it is written");
    let read = griot_read::read(&twice.bytes, "press.odt").expect("it is read");
    assert_eq!(read.comments.len(), comments.len() * 2);
}
