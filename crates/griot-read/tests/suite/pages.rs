//! Pages, Markdown and web archives.

use griot_read::read;

#[test]
fn places_of_a_page_are_those_of_its_source() {
    let page = "<!doctype html>\n<html lang=fr><head><title>T</title><meta property=\"og:site_name\" content=\"Le Journal\">\n\
        <meta name=author content=\"A. B.\"></head>\n<body><nav>Menu words</nav>\n<p>Caf&eacute; &amp; th&eacute; au\n   Mali<a href=\"#n1\"><sup>1</sup></a>, \
        voir <a href=\"https://example.org/x\">la page</a>.</p>\n<ol><li id=\"n1\">Rapport de l'ONU</li></ol></body></html>";
    let document = read(page.as_bytes(), "a.html").expect("a page");
    for word in ["th", "Mali", "voir", "Rapport"] {
        let at = document.text().find(word).expect("the word");
        let (line, column) = document.place(at).line().expect("a line");
        let source = page.lines().nth(line as usize - 1).expect("a line");
        let there: String = source.chars().skip(column as usize - 1).collect();
        assert!(there.starts_with(word), "{word} at {line}:{column}: {there}");
    }
    assert_eq!(document.notes.len(), 1);
    assert_eq!(document.note_text(&document.notes[0]), "Rapport de l'ONU");
    assert_eq!(document.metadata.publisher.as_deref(), Some("Le Journal"));
    assert_eq!(document.metadata.authors, ["A. B."]);
    assert_eq!(document.metadata.language.as_deref(), Some("fr"));
    assert!(document.links.iter().any(|it| it.target == "https://example.org/x"));
    assert!(document.other.iter().any(|it| it.span.of(document.text()) == "Menu words"));
    assert!(
        !document.prose.blocks.iter().any(|it| it.span.of(document.text()).contains("Menu"))
    );
}

#[test]
fn notes_and_links_of_markdown() {
    let text = "# Gold\n\nIn 2019[^a] exports rose, says [a report](https://example.org/r).[^b]\n\n[^a]: UN, <https://example.org/un>\n[^b]: See https://example.org/b.\n";
    let document = read(text.as_bytes(), "a.md").expect("a text");
    assert_eq!(document.text(), text);
    let said: Vec<(&str, &str)> =
        document.notes.iter().map(|it| (it.label.as_str(), document.note_text(it))).collect();
    assert_eq!(
        said,
        [("a", "UN, <https://example.org/un>"), ("b", "See https://example.org/b.")]
    );
    assert_eq!(document.references[0].span.of(text), "[^a]");
    let b = document.notes[1].span;
    assert_eq!(
        document.links_of(b).map(|it| it.target.as_str()).collect::<Vec<_>>(),
        ["https://example.org/b"]
    );
    assert_eq!(
        document.place(document.references[1].span.start).to_string(),
        "line 3, column 66"
    );
}

#[test]
fn a_web_archive_has_pages_by_address() {
    let page = "<p>Seven states voted against it in the assembly.</p>";
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let warc = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/vote\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let document = read(warc.as_bytes(), "a.warc").expect("an archive");
    let at = document.text().find("Seven").expect("the words");
    assert_eq!(
        document.place(at).to_string(),
        "https://example.org/vote#.html: line 1, column 4"
    );
}

/// Raised marks and the arrows that lead back are no words of a page; numbers that are raised for themselves are.
#[test]
fn raised_marks_of_notes_are_no_words() {
    let page = r##"<html><head><link rel="canonical" href="https://example.org/dam/"><title>Dam</title></head><body>
<p>The dam was built in 1974.<sup id="r1"><a href="#n1">1</a></sup> At least 73 people died <a href="#n2"><sup>[2]</sup></a>, on 12 m<sup>2</sup>.
A <a href="https://example.org/x">link</a> stays.</p>
<ol><li id="n1"><p>Ministry report. <a href="#r1">&#8617;&#65038;</a></p></li><li id="n2"><sup><a href="#r2">2</a></sup> https://example.org/a<a href="#r2">&#8617;</a></li></ol>
</body></html>"##;
    let found = read(page.as_bytes(), "dam.html").expect("a page");
    let text = found.text();
    assert!(
        text.starts_with("The dam was built in 1974. At least 73 people died , on 12 m2."),
        "{text}"
    );
    assert!(text.contains("A link stays."), "{text}");
    let notes: Vec<(&str, &str)> =
        found.notes.iter().map(|note| (note.label.as_str(), found.note_text(note))).collect();
    assert_eq!(notes, [("1", "Ministry report."), ("2", "https://example.org/a")]);
    let before = |at: usize| text.get(..at).and_then(|it| it.rsplit(' ').next());
    let marks: Vec<(Option<&str>, usize)> = found
        .references
        .iter()
        .map(|mark| {
            assert!(mark.span.is_empty());
            (before(mark.span.start), mark.note)
        })
        .collect();
    assert_eq!(marks, [(Some("1974."), 0), (Some("died"), 1)]);
    assert_eq!(found.metadata.address.as_deref(), Some("https://example.org/dam/"));
}
