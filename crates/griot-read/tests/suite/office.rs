//! Word documents, rich text, messages, sheets and ZIPs that the test makes itself.

use griot_model::{Place, Span};
use griot_read::{Document, NoteKind, read};

use super::made::{W, docx, package};

fn words(document: &Document, span: Span) -> &str {
    span.of(document.text())
}

fn a_report() -> Document {
    let footnotes = format!(
        "<w:footnotes xmlns:w=\"{W}\"><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p/></w:footnote>\
         <w:footnote w:id=\"7\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> UN report, \
         https://example.org/un.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let comments = format!(
        "<w:comments xmlns:w=\"{W}\"><w:comment w:id=\"4\" w:author=\"A. Editor\" w:date=\"2024-01-02T03:04:05Z\"><w:p>\
         <w:r><w:t>Which one?</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>Gold</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">In </w:t></w:r><w:commentRangeStart w:id=\"4\"/><w:r><w:t>2019</w:t></w:r>\
        <w:r><w:footnoteReference w:id=\"7\"/></w:r><w:commentRangeEnd w:id=\"4\"/><w:r><w:commentReference w:id=\"4\"/></w:r>\
        <w:r><w:t xml:space=\"preserve\"> exports </w:t></w:r>\
        <w:del w:author=\"B\"><w:r><w:delText>fell</w:delText></w:r></w:del><w:ins w:author=\"B\"><w:r><w:t>rose</w:t></w:r></w:ins>\
        <w:r><w:t xml:space=\"preserve\">, says </w:t></w:r><w:hyperlink r:id=\"link1\"><w:r><w:t>a report</w:t></w:r></w:hyperlink>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>one</w:t></w:r></w:p></w:tc><w:tc><w:sdt><w:sdtContent><w:p><w:r><w:t>A &amp; B</w:t></w:r></w:p>\
        </w:sdtContent></w:sdt></w:tc></w:tr></w:tbl>\
        <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"https://example.org/f\" </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>a field</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    let bytes = docx(body, &[("footnotes", &footnotes), ("comments", &comments)]);
    read(&bytes, "draft.docx").expect("a document")
}

#[test]
fn a_word_document_with_all_that_hangs_on_it() {
    let document = a_report();
    let body: Vec<&str> =
        document.prose.blocks.iter().map(|block| words(&document, block.span)).collect();
    assert_eq!(
        body,
        [
            "Gold",
            "In 2019 exports rose, says a report.",
            "one",
            "A & B",
            "a field",
            "UN report, https://example.org/un."
        ]
    );
    let [note] = document.notes.as_slice() else { panic!("one note: {:?}", document.notes) };
    assert_eq!((note.label.as_str(), note.kind), ("1", NoteKind::Footnote));
    let [mark] = document.references.as_slice() else { panic!("one mark") };
    assert!(document.text().get(..mark.span.start).is_some_and(|it| it.ends_with("In 2019")));
    let links: Vec<(&str, &str)> = document
        .links
        .iter()
        .map(|link| (words(&document, link.span), link.target.as_str()))
        .collect();
    assert!(links.contains(&("a report", "https://example.org/report")), "{links:?}");
    assert!(links.contains(&("a field", "https://example.org/f")), "{links:?}");
    assert_eq!(
        document.links_of(note.span).next().map(|it| it.target.as_str()),
        Some("https://example.org/un")
    );
    let [comment] = document.comments.as_slice() else { panic!("one comment") };
    assert_eq!((comment.author.as_str(), comment.text.as_str()), ("A. Editor", "Which one?"));
    assert_eq!(comment.anchor.map(|span| words(&document, span)), Some("2019"));
    let deleted: Vec<Option<&str>> =
        document.changes.iter().map(|it| it.deleted.as_deref()).collect();
    assert_eq!(deleted, [Some("fell"), None]);
    let said: Vec<&str> = document.prose.notes.iter().map(|it| it.message.as_str()).collect();
    assert!(
        said.iter().any(|it| it.contains("2 tracked changes by B: read as if accepted")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|it| it.contains("6 characters that are formatted as hidden")),
        "{said:?}"
    );
    assert_eq!(document.place(mark.span.start).to_string(), "paragraph 2");
    assert_eq!(document.place(note.span.start + 1).to_string(), "footnote 1");
    assert_eq!(document.abouts[3].cell, Some((1, 1, 2)));
}

#[test]
fn characters_of_a_word_document_are_found_in_their_run() {
    let document = a_report();
    let at = document.text().find("rose").expect("the word");
    let origin = document.origin(at).expect("an origin");
    assert_eq!(document.parts[origin.part as usize], "word/document.xml");
    assert_eq!((origin.before, words(&document, origin.span)), (0, "rose"));
    assert!(!origin.element.is_empty());
}

#[test]
fn rich_text_of_several_code_pages() {
    let rtf = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset178 C;}}\
        {\\info{\\title A title}{\\author Me}}\\f0 Caf\\'e9 {\\f1\\'cc\\'e0\\'eb\\'e8} {\\f2\\'e3\\'c7\\'e1\\'ed} \\u8364?5{\\footnote see it}.\\par\
        {\\field{\\*\\fldinst{HYPERLINK \"https://example.org/\"}}{\\fldrslt here}} and {\\v hidden }on\\par}";
    let document = read(rtf, "a.rtf").expect("a document");
    let body: Vec<&str> =
        document.prose.blocks.iter().map(|it| words(&document, it.span)).collect();
    assert_eq!(body, ["Café Мали مالي €5.", "here and on", "see it"]);
    assert_eq!(document.links[0].target, "https://example.org/");
    assert_eq!(words(&document, document.links[0].span), "here");
    assert_eq!(document.metadata.title.as_deref(), Some("A title"));
    assert_eq!(document.references.len(), 1);
}

#[test]
fn a_message_with_what_hangs_on_it() {
    let message = b"From: A <a@example.org>\r\nTo: b@example.org\r\nSubject: =?utf-8?Q?L=C3=A9tter?=\r\nDate: Tue, 2 Jan 2024 03:04:05 +0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSeven states voted.\r\n\
        --x\r\nContent-Type: text/csv; name=\"../../t.csv\"\r\nContent-Disposition: attachment; filename=\"../../t.csv\"\r\n\r\na,b\r\n1,2\r\n--x--\r\n";
    let document = read(message, "letter.eml").expect("a message");
    assert_eq!(document.metadata.title.as_deref(), Some("Létter"));
    let at = document.text().find("Seven").expect("the body");
    assert_eq!(document.place(at).to_string(), "body.txt: line 1, column 1");
    let cell = document.text().rfind('2').expect("the cell");
    assert_eq!(document.place(cell).to_string(), "t.csv: row 2, column 2");
}

#[test]
fn a_zip_of_files() {
    let inner = docx("<w:p><w:r><w:t>In Bamako.</w:t></w:r></w:p>", &[]);
    let bytes = package(&[
        ("a/note.txt", b"Plain text here."),
        ("../../b.docx", &inner),
        ("c.bin", b"\0\x01\x02"),
    ]);
    let document = read(&bytes, "all.zip").expect("a ZIP");
    let at = document.text().find("Bamako").expect("the word");
    assert_eq!(
        document.place(at),
        Place::Within {
            file: "../../b.docx".into(),
            place: Box::new(Place::Paragraph {
                number: 1,
                within: String::new(),
                heading: String::new()
            })
        }
    );
    assert!(document.prose.notes.iter().any(|it| it.message.contains("c.bin")));
}
