//! PDFs that the test makes itself: columns, notes, hyphens, powers.

use griot_read::{Document, read};

use super::made::{Put, pdf};

fn blocks(document: &Document) -> Vec<String> {
    document
        .prose
        .blocks
        .iter()
        .map(|it| it.span.of(document.text()).replace('\n', " "))
        .collect()
}

#[test]
fn a_note_at_the_foot_is_joined_to_its_mark() {
    let page = vec![
        Put(72.0, 760.0, 12.0, "Exports of gold from Mali rose in 2019"),
        Put(300.0, 765.0, 7.0, "3"),
        Put(304.0, 760.0, 12.0, " and fell later, as all"),
        Put(72.0, 744.0, 12.0, "measure them in m"),
        Put(174.0, 749.0, 7.0, "2"),
        Put(178.0, 744.0, 12.0, " and the report says so to the end."),
        Put(72.0, 100.0, 9.0, "3 United Nations, Report of the Panel, 2020, page 12."),
    ];
    let document = read(&pdf(&[page]), "a.pdf").expect("a PDF");
    assert_eq!(document.notes.len(), 1, "{}", document.text());
    let note = &document.notes[0];
    assert_eq!(
        (note.label.as_str(), document.note_text(note)),
        ("3", "United Nations, Report of the Panel, 2020, page 12.")
    );
    let mark = document.references[0].span;
    assert!(
        document.text().get(..mark.start).is_some_and(|it| it.ends_with("rose in 2019")),
        "{}",
        document.text()
    );
    assert!(!document.text().contains("20193"));
    assert!(document.text().contains("m² and"), "{}", document.text());
    assert_eq!(document.place(note.span.start).to_string(), "page 1, line 3");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "The first column of prose that is",
        "wide enough to be one goes on for",
        "some lines before it ends with a",
        "last one here.",
    ];
    let right = [
        "The second column follows it and is",
        "read after the first, as everybody",
        "does who reads such a page, to the",
        "very end.",
    ];
    let mut page =
        vec![Put(72.0, 790.0, 16.0, "A heading over both of the columns of this page")];
    for (at, (a, b)) in left.iter().zip(right).enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "lines of a page")]
        let y = 740.0 - 14.0 * at as f32;
        page.push(Put(72.0, y, 10.0, a));
        page.push(Put(320.0, y, 10.0, b));
    }
    let document = read(&pdf(&[page]), "a.pdf").expect("a PDF");
    let whole = blocks(&document).join(" ");
    let at = |words: &str| whole.find(words).unwrap_or_else(|| panic!("{words}: {whole}"));
    assert!(at("A heading") < at("The first"));
    assert!(at("last one here.") < at("The second"), "{whole}");
}

#[test]
fn words_that_are_divided_are_one() {
    let page = vec![
        Put(72.0, 760.0, 12.0, "The govern-"),
        Put(72.0, 745.0, 12.0, "ment of Mali has said so."),
    ];
    let document = read(&pdf(&[page]), "a.pdf").expect("a PDF");
    assert_eq!(blocks(&document), ["The government of Mali has said so."]);
    let at = document.text().find("Mali").expect("the word");
    assert_eq!(document.place(at).to_string(), "page 1, line 2");
}

#[test]
fn pages_without_text_are_said() {
    let document =
        read(&pdf(&[vec![], vec![Put(72.0, 700.0, 12.0, "Text.")]]), "a.pdf").expect("a PDF");
    assert!(
        document.prose.notes.iter().any(|it| it.message.contains("1 of 2 pages have no text"))
    );
}
