//! Files that tests make for themselves.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

/// A ZIP of these parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a package").into_inner()
}

pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A Word document with this body, and other parts beside it.
pub(crate) fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{W}\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"><w:body>{body}</w:body></w:document>"
    );
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let roots = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" \
         Type=\"{base}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let mut related = String::from(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    related.push_str(&format!(
        "<Relationship Id=\"link1\" Type=\"{base}/hyperlink\" Target=\"https://example.org/report\" TargetMode=\"External\"/>"
    ));
    for (kind, _) in others {
        related.push_str(&format!(
            "<Relationship Id=\"{kind}\" Type=\"{base}/{kind}\" Target=\"{kind}.xml\"/>"
        ));
    }
    related.push_str("</Relationships>");
    let mut parts: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".into(), b"<Types/>".to_vec()),
        ("_rels/.rels".into(), roots.into_bytes()),
        ("word/document.xml".into(), document.into_bytes()),
        ("word/_rels/document.xml.rels".into(), related.into_bytes()),
    ];
    for (kind, text) in others {
        parts.push((format!("word/{kind}.xml"), text.as_bytes().to_vec()));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    package(&parts)
}

/// Words at a place of a page: left, up from the foot, height of the font.
pub(crate) struct Put<'t>(pub(crate) f32, pub(crate) f32, pub(crate) f32, pub(crate) &'t str);

/// A PDF of pages with words at places, in a font that names its letters and says how wide they are.
pub(crate) fn pdf(pages: &[Vec<Put<'_>>]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 4 + at * 2)).collect();
    objects.push(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec());
    objects.push(
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len())
            .into_bytes(),
    );
    let widths = vec!["500"; 224].join(" ");
    objects.push(
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [{widths}] >>"
        )
        .into_bytes(),
    );
    for (at, page) in pages.iter().enumerate() {
        let mut content = String::new();
        for Put(x, y, size, words) in page {
            let escaped = words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            content
                .push_str(&format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"));
        }
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
                5 + at * 2
            )
            .into_bytes(),
        );
        objects.push(
            format!("<< /Length {} >>\nstream\n{content}endstream", content.len()).into_bytes(),
        );
    }
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(
        format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes(),
    );
    for offset in offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(
        format!(
            "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .as_bytes(),
    );
    out
}
