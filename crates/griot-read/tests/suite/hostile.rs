//! Files that are made to hurt: each ends soon, with text or a named reason.
#![expect(clippy::disallowed_methods, reason = "the test takes the time")]

use std::{io::Write as _, time::Instant};

use griot_read::read;

use super::made::{W, docx, package, pdf};

/// Seconds that a file may take, in a build without optimisation on a machine with other work.
const SECONDS: u64 = 60;

fn ends(name: &str, file: &str, bytes: &[u8]) {
    let start = Instant::now();
    let read = read(bytes, file);
    let took = start.elapsed();
    let said = match &read {
        Ok(document) => format!(
            "{} bytes of text, {} remarks",
            document.text().len(),
            document.prose.notes.len()
        ),
        Err(why) => why.to_string(),
    };
    println!("{name}: {} bytes, {} ms: {said}", bytes.len(), took.as_millis());
    assert!(took.as_secs() < SECONDS, "{name} took {took:?}");
    if let Ok(document) = read {
        let silent = document.text().trim().is_empty() && document.prose.notes.is_empty();
        assert!(!silent, "{name} has no text and nobody says why");
    }
}

fn body(text: &str) -> Vec<u8> {
    docx(text, &[])
}

#[test]
fn packages() {
    let paragraph = "<w:p><w:r><w:t>In Bamako.</w:t></w:r></w:p>";
    let zeros = vec![b' '; 300 << 20];
    ends("zip bomb in a document", "a.docx", &package(&[("word/document.xml", &zeros)]));
    ends("zip bomb", "a.zip", &package(&[("a.txt", &zeros)]));
    ends(
        "sheet bomb",
        "a.xlsx",
        &package(&[("xl/workbook.xml", b"<workbook/>"), ("xl/a.xml", &zeros)]),
    );
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(&zeros).expect("written");
    ends("gzip bomb", "a.txt.gz", &gz.finish().expect("a file"));
    let many: Vec<(String, Vec<u8>)> =
        (0..20_000).map(|at| (format!("{at}.txt"), b"text".to_vec())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    ends("20,000 files", "a.zip", &package(&many));
    let mut nested = package(&[("a.txt", b"text")]);
    for _ in 0..20 {
        nested = package(&[("a.zip", &nested)]);
    }
    ends("zip in zip", "a.zip", &nested);
    ends("cut off", "a.docx", body(paragraph).get(..400).unwrap_or_default());
}

#[test]
fn elements() {
    ends("100,000 within each other", "a.docx", &body(&"<w:sdt>".repeat(100_000)));
    let boxes = "<w:p><w:r><w:txbxContent>".repeat(1_000)
        + &"</w:txbxContent></w:r></w:p>".repeat(1_000);
    ends("boxes within boxes", "a.docx", &body(&boxes));
    let attributes: String = (0..200_000).map(|at| format!(" a{at}=\"1\"")).collect();
    ends(
        "200,000 attributes",
        "a.docx",
        &body(&format!("<w:p{attributes}><w:r><w:t>x</w:t></w:r></w:p>")),
    );
    ends("200,000 attributes of a page", "a.html", format!("<p{attributes}>x</p>").as_bytes());
    let prefixes: String = (0..20_000).map(|at| format!(" xmlns:a{at}=\"b\"")).collect();
    ends(
        "20,000 prefixes",
        "a.docx",
        &body(&format!("<w:p{prefixes}>{}</w:p>", "<w:r/>".repeat(20_000))),
    );
    let mut entities = String::from("<!DOCTYPE a [<!ENTITY a0 \"ha\">");
    for at in 1..30 {
        entities.push_str(&format!("<!ENTITY a{at} \"&a{};&a{};\">", at - 1, at - 1));
    }
    let bomb = format!(
        "{entities}]><w:document xmlns:w=\"{W}\"><w:body><w:p><w:r><w:t>&a29;</w:t></w:r></w:p></w:body></w:document>"
    );
    ends("entities", "a.docx", &package(&[("word/document.xml", bomb.as_bytes())]));
    let fields = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".repeat(20_000)
        + &"</w:p>".repeat(20_000);
    ends("fields without an end", "a.docx", &body(&fields));
    let styles = format!(
        "<w:styles xmlns:w=\"{W}\"><w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>"
    );
    let paragraph =
        "<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>In Bamako.</w:t></w:r></w:p>";
    ends("styles in a circle", "a.docx", &docx(paragraph, &[("styles", &styles)]));
    let notes: String = (0..30_000)
        .map(|at| {
            format!("<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id=\"{at}\"/></w:r></w:p>")
        })
        .collect();
    ends("30,000 marks", "a.docx", &body(&notes));
    ends("groups", "a.rtf", ("{\\rtf1 ".to_owned() + &"{".repeat(500_000)).as_bytes());
    ends("depth of a page", "a.html", ("<div>".repeat(200_000) + "text").as_bytes());
    let far = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData></worksheet>";
    let workbook = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>";
    let related = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>";
    let roots = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    ends(
        "two far cells",
        "a.xlsx",
        &package(&[
            ("_rels/.rels", roots.as_bytes()),
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", related.as_bytes()),
            ("xl/worksheets/s.xml", far.as_bytes()),
        ]),
    );
}

#[test]
fn pages_in_a_circle() {
    let good = pdf(&[vec![super::made::Put(72.0, 700.0, 12.0, "Text.")]]);
    let text = String::from_utf8_lossy(&good).into_owned();
    ends(
        "a page that is its own parent",
        "a.pdf",
        text.replace("/Kids [4 0 R]", "/Kids [2 0 R]").as_bytes(),
    );
    ends(
        "contents that are the page",
        "a.pdf",
        text.replace("/Contents 5 0 R", "/Contents 4 0 R").as_bytes(),
    );
    ends("a billion pages", "a.pdf", text.replace("/Count 1 ", "/Count 999999999 ").as_bytes());
    ends("no table", "a.pdf", text.replace("startxref", "startxxxx").as_bytes());
    ends("half of it", "a.pdf", good.get(..good.len() / 2).unwrap_or_default());
    ends("nothing", "a.pdf", b"%PDF-1.7\n");
}
