//! What does the report say, block by block, and where do the bytes stand?
//!
//! [`read`] turns a `.md`, `.txt` or `.html` file into a [`Document`]: its text, the blocks of prose
//! in it, the claims the author bound to evidence, and the suppressions. For `.md` and `.txt` the
//! text is the file itself (decoded); for `.html` it is the prose that a reader would see.

mod bound;
mod content;
mod dateline;
mod html;
mod markdown;
mod plain;
mod tokens;

pub use crate::decode::Unreadable;
pub use content::{Allowed, Block, BlockKind, Bound, Document, Format, Prose, Remark};
pub use dateline::{dateline, written_day};
pub use html::Seen;

/// Reads a report, and for a page says what it has beside its prose.
///
/// See [`read`].
pub fn read_with_page(
    bytes: &[u8],
    name: &str,
) -> Result<(Document, Option<Seen>, String), Unreadable> {
    let mut page = None;
    let mut source = String::new();
    let document = read_as(bytes, name, |document| {
        source.clone_from(&document.text);
        page = Some(html::read(document));
    })?;
    Ok((document, page, source))
}

/// Reads a report. The format is told by the extension of `name`, else by what the text looks like.
pub fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    read_as(bytes, name, |document| drop(html::read(document)))
}

fn read_as(
    bytes: &[u8],
    name: &str,
    page: impl FnOnce(&mut Document),
) -> Result<Document, Unreadable> {
    let mut decoded = crate::decode::decode(bytes, name)?;
    // Lines that end as on old Macintoshes: as many bytes, so that every place stays what it is.
    if decoded.text.contains('\r') && !decoded.text.contains('\n') {
        decoded.text = decoded.text.replace('\r', "\n");
    }
    let format = format_of(name, &decoded.text);
    let mut document = Document {
        name: name.to_owned(),
        format,
        encoding: decoded.encoding.to_owned(),
        text: decoded.text,
        title: None,
        blocks: Vec::new(),
        bound: Vec::new(),
        allowed: Vec::new(),
        dated: Vec::new(),
        notes: decoded.notes.into_iter().map(Remark::about_file).collect(),
    };
    match format {
        Format::Markdown => markdown::read(&mut document),
        Format::Plain => plain::read(&mut document),
        Format::Html => page(&mut document),
        Format::Extracted => {}
    }
    if document.blocks.is_empty() {
        document.notes.push(Remark::about_file("the report has no prose"));
    }
    Ok(document)
}

fn format_of(name: &str, text: &str) -> Format {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "md" | "markdown" | "qmd" | "rmd" | "mkd" => return Format::Markdown,
        "html" | "htm" | "xhtml" => return Format::Html,
        "txt" | "text" => return Format::Plain,
        _ => {}
    }
    let head = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    if head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.contains("<head>")
    {
        Format::Html
    } else if head.starts_with("# ") || text.contains("\n# ") || text.contains("]{.claim") {
        Format::Markdown
    } else {
        Format::Plain
    }
}
