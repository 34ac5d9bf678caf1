//! The draft again, with comments at its words.
//!
//! A Word file is a package of parts. Only those are written anew that have to change: the text, in
//! which the places of comments are marked; the comments; and, where there were none before, the two
//! lists that name them. Every other part keeps its bytes, compressed as they were; comments and
//! tracked changes that were there stay. A comment has no day: the same draft and proofs give the same
//! file.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _, Write as _},
};

use griot_model::Span;
use griot_read::Document;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A comment to be put at words of a document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The words, in the document's text.
    pub span: Span,
    /// What it says; paragraphs apart by line feeds.
    pub text: String,
}

/// A draft with comments, and what could not be placed.
#[derive(Debug)]
pub struct Commented {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// How many comments it has from griot.
    pub placed: usize,
    /// Comments about words where the format allows none: notes, text boxes.
    pub unplaced: Vec<Comment>,
}

/// Why a draft cannot be given comments.
#[derive(Debug, thiserror::Error)]
pub enum CommentError {
    /// Only Word documents and OpenDocument texts can.
    #[error(
        "comments can be written into Word documents (.docx) and OpenDocument texts (.odt); for other drafts take --sheet"
    )]
    Kind,
    /// Notes can be written into Markdown and Word documents.
    #[error("notes can be written into Markdown (.md) and Word documents (.docx)")]
    NoNotes,
    /// The package is damaged.
    #[error("the document cannot be written: {0}")]
    Package(String),
}

/// Who the comments are by.
pub const AUTHOR: &str = "griot";

/// Puts comments into a Word document. `document` is what was read from the same bytes.
#[expect(clippy::too_many_lines, reason = "one part after another, each once")]
pub(crate) fn comments_into_docx(
    bytes: &[u8],
    document: &Document,
    comments: &[Comment],
) -> Result<Commented, CommentError> {
    if document.kind != griot_read::Kind::Docx {
        return Err(CommentError::Kind);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(package)?;
    let mut names: Vec<String> = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(package)?;
        names.push(entry.name().map_err(package)?.to_string());
    }
    let same = |one: &str, other: &str| folded(one) == folded(other);
    let main = main_part(&mut archive, &names)?;
    let rels = relations_of(&main);
    let mut text =
        part(&mut archive, &names, &main)?.ok_or_else(|| package("its text is missing"))?;
    let relations = part(&mut archive, &names, &rels)?;
    let listed = relations.as_deref().and_then(|it| target(it, "/comments\""));
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let comments_part = listed
        .as_deref()
        .map_or_else(|| join(folder, "comments.xml"), |target| resolve(folder, target));
    let existing = part(&mut archive, &names, &comments_part)?;

    let mut next = next_id(&text).max(existing.as_deref().map_or(0, next_id));
    let mut cuts: Vec<Cut> = Vec::new();
    let mut written = String::new();
    let mut unplaced = Vec::new();
    let mut placed = 0;
    let prefix = prefix_of(&text);
    let own_prefix = existing.as_deref().map_or_else(|| "w".to_owned(), prefix_of);
    let boxes = text_boxes(&text);
    for comment in comments {
        let ends = placing(document, comment.span, &main, &text, &boxes);
        let Some((start, end)) = ends else {
            unplaced.push(comment.clone());
            continue;
        };
        cuts.push(Cut {
            at: start,
            insert: format!("<{prefix}:commentRangeStart {prefix}:id=\"{next}\"/>"),
            closes: false,
        });
        cuts.push(Cut {
            at: end,
            insert: format!(
                "<{prefix}:commentRangeEnd {prefix}:id=\"{next}\"/><{prefix}:r><{prefix}:commentReference {prefix}:id=\"{next}\"/></{prefix}:r>"
            ),
            closes: true,
        });
        written.push_str(&comment_xml(&own_prefix, next, &comment.text));
        next += 1;
        placed += 1;
    }
    if placed == 0 {
        return Ok(Commented { bytes: bytes.to_vec(), placed, unplaced });
    }
    text = with_cuts(&text, &prefix, cuts);
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    changed.insert(folded(&main), text);
    let mut added: Vec<(String, String)> = Vec::new();
    if let Some(known) = existing {
        changed.insert(folded(&comments_part), with_comments(&known, &own_prefix, &written));
    } else {
        added.push((comments_part.clone(), new_comments(&written)));
        let types = "[Content_Types].xml";
        let listed = part(&mut archive, &names, types)?
            .ok_or_else(|| package("its list of parts is missing"))?;
        changed.insert(folded(types), with_type(&listed, &comments_part, COMMENTS_TYPE));
    }
    if listed.is_none() {
        let target =
            comments_part.strip_prefix(&format!("{folder}/")).unwrap_or(&comments_part);
        match relations {
            Some(known) => {
                changed.insert(folded(&rels), with_relation(&known, target, COMMENTS_RELATION));
            }
            None => added.push((rels, new_relations(target))),
        }
    }
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 4096)));
    for (index, name) in names.iter().enumerate() {
        let entry = archive.by_index_raw(index).map_err(package)?;
        let replacement = changed.remove(&folded(name));
        match replacement {
            Some(text) => {
                let mut options = SimpleFileOptions::default();
                if let Some(time) = entry.last_modified() {
                    options = options.last_modified_time(time);
                }
                drop(entry);
                out.start_file(name.as_str(), options).map_err(package)?;
                out.write_all(text.as_bytes()).map_err(package)?;
            }
            None => out.raw_copy_file(entry).map_err(package)?,
        }
    }
    for (name, text) in added {
        if !names.iter().any(|known| same(known, &name)) {
            out.start_file(name.as_str(), SimpleFileOptions::default()).map_err(package)?;
            out.write_all(text.as_bytes()).map_err(package)?;
        }
    }
    let bytes = out.finish().map_err(package)?.into_inner();
    Ok(Commented { bytes, placed, unplaced })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "called by map_err, which gives the error away"
)]
pub(crate) fn package(error: impl ToString) -> CommentError {
    CommentError::Package(error.to_string())
}

pub(crate) fn folded(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

pub(crate) fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    names: &[String],
    name: &str,
) -> Result<Option<String>, CommentError> {
    let Some(index) = names.iter().position(|known| folded(known) == folded(name)) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    archive
        .by_index(index)
        .map_err(package)?
        .take(512 << 20)
        .read_to_end(&mut bytes)
        .map_err(package)?;
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|error| package(format!("{name} is not written in UTF-8: {error}")))
}

/// The part that holds the text.
pub(crate) fn main_part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    names: &[String],
) -> Result<String, CommentError> {
    let listed = part(archive, names, "_rels/.rels")?;
    let target = listed.as_deref().and_then(|it| target(it, "/officeDocument\""));
    Ok(target.map_or_else(|| "word/document.xml".to_owned(), |it| resolve("", &it)))
}

pub(crate) fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

pub(crate) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

pub(crate) fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// The target of the relation whose type ends so.
pub(crate) fn target(relations: &str, type_end: &str) -> Option<String> {
    relations
        .split("<Relationship ")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default().replace('\'', "\""))
        .find(|tag| tag.contains(type_end))
        .and_then(|tag| {
            let rest = tag.split("Target=\"").nth(1)?;
            Some(rest.split('"').next()?.to_owned())
        })
}

/// The prefix that a part gives to the words of Word.
pub(crate) fn prefix_of(text: &str) -> String {
    let head: String = text.chars().take(20_000).collect();
    for space in [
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ] {
        if let Some(at) =
            head.find(&format!("=\"{space}\"")).or_else(|| head.find(&format!("='{space}'")))
            && let Some(name) = head.get(..at).and_then(|before| before.rsplit("xmlns:").next())
            && !name.is_empty()
            && name.chars().all(char::is_alphanumeric)
        {
            return name.to_owned();
        }
    }
    "w".to_owned()
}

/// One more than the highest number of a comment.
fn next_id(text: &str) -> u64 {
    let mut highest: Option<u64> = None;
    for mark in ["comment ", "commentRangeStart ", "commentReference "] {
        for rest in text.split(mark).skip(1) {
            let tag = rest.split('>').next().unwrap_or_default();
            let id = tag
                .split("id=")
                .nth(1)
                .and_then(|it| it.get(1..))
                .and_then(|it| it.split(['"', '\'']).next()?.parse::<u64>().ok());
            highest = highest.max(id);
        }
    }
    highest.map_or(0, |it| it + 1)
}

/// Where something is put into a part: at a byte that lies between elements of a paragraph, or at a
/// letter of a run, which is cut there.
pub(crate) struct Cut {
    pub(crate) at: Spot,
    pub(crate) insert: String,
    pub(crate) closes: bool,
}

/// A letter of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// First byte of the run's element.
    start: usize,
    /// After its last byte.
    end: usize,
    /// How many letters of the run stand before.
    letters: usize,
}

/// The spots at which a comment on these words begins and ends.
pub(crate) fn placing(
    document: &Document,
    span: Span,
    main: &str,
    text: &str,
    boxes: &[Span],
) -> Option<(Spot, Spot)> {
    let spot = |byte: usize, after: bool| -> Option<Spot> {
        let origin = document.origin(byte)?;
        let part = document.parts.get(usize::try_from(origin.part).ok()?)?;
        if folded(part) != folded(main) {
            return None;
        }
        let (from, to) = (origin.span.start, byte);
        let inside = document.text().get(from..to)?.chars().count() + usize::from(after);
        let element = origin.element.of(text);
        let is_run = element.starts_with('<') && element.ends_with('>') && element.len() > 6;
        let boxed = boxes.partition_point(|it| it.end <= origin.element.start);
        let in_box = boxes.get(boxed).is_some_and(|it| it.contains(origin.element));
        if !is_run || in_box {
            return None;
        }
        Some(Spot {
            start: origin.element.start,
            end: origin.element.end,
            letters: usize::try_from(origin.before).ok()? + inside,
        })
    };
    // The first and the last letter that stand in the part itself.
    let words = span.of(document.text());
    let letters: Vec<usize> = words.char_indices().map(|(at, _)| span.start + at).collect();
    let start = letters.iter().find_map(|at| spot(*at, false))?;
    let end = letters.iter().rev().find_map(|at| spot(*at, true))?;
    (start <= end).then_some((start, end))
}

/// Where a part has text boxes, in which Word allows no comment; of nested ones the outer.
pub(crate) fn text_boxes(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, _) in text.match_indices("txbxContent") {
        let before = text.get(..at).unwrap_or_default();
        let tag = before.rfind('<').unwrap_or(at);
        let closes = text.get(tag..at).is_some_and(|it| it.starts_with("</"));
        if closes {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                found.push(Span::new(start, at));
            }
        } else {
            if depth == 0 {
                start = tag;
            }
            depth += 1;
        }
    }
    found
}

/// The part with every cut made. Runs are cut from the last to the first.
pub(crate) fn with_cuts(text: &str, prefix: &str, mut cuts: Vec<Cut>) -> String {
    // At one letter a comment that ends comes before one that begins.
    cuts.sort_by_key(|cut| (cut.at, !cut.closes));
    let mut out = String::with_capacity(text.len() + cuts.len() * 120);
    let mut at = 0;
    let mut cuts = cuts.into_iter().peekable();
    while let Some(first) = cuts.next() {
        let (start, end) = (first.at.start, first.at.end);
        let mut here = vec![(first.at.letters, first.insert)];
        while let Some(next) = cuts.next_if(|next| next.at.start == start) {
            here.push((next.at.letters, next.insert));
        }
        out.push_str(text.get(at..start).unwrap_or_default());
        let run = text.get(start..end).unwrap_or_default();
        out.push_str(&cut_run(run, prefix, &here));
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A run with other elements put between its letters: its look is kept on both sides.
fn cut_run(run: &str, prefix: &str, inserts: &[(usize, String)]) -> String {
    let Some(open_end) = run.find('>') else { return run.to_owned() };
    let open = run.get(..=open_end).unwrap_or_default();
    let close = format!("</{prefix}:r>");
    let Some(body) = run.get(open_end + 1..).and_then(|rest| rest.strip_suffix(close.as_str()))
    else {
        // A run that is written otherwise is not cut: the comment lies on all of it.
        let before: String = inserts
            .iter()
            .filter(|it| it.1.contains("RangeStart"))
            .map(|it| it.1.as_str())
            .collect();
        let after: String = inserts
            .iter()
            .filter(|it| !it.1.contains("RangeStart"))
            .map(|it| it.1.as_str())
            .collect();
        return format!("{before}{run}{after}");
    };
    let look_end = format!("</{prefix}:rPr>");
    let look = if body.trim_start().starts_with(&format!("<{prefix}:rPr>"))
        || body.trim_start().starts_with(&format!("<{prefix}:rPr "))
    {
        body.find(&look_end).and_then(|at| body.get(..at + look_end.len())).unwrap_or_default()
    } else {
        ""
    };
    let mut content = body.get(look.len()..).unwrap_or_default();
    let mut out = String::new();
    let mut current = String::new();
    let mut letters = 0;
    let mut pending = inserts.iter().peekable();
    let flush = |out: &mut String, current: &mut String, insert: &str| {
        if !current.is_empty() {
            out.push_str(open);
            out.push_str(look);
            out.push_str(current);
            out.push_str(&close);
            current.clear();
        }
        out.push_str(insert);
    };
    while !content.is_empty() {
        while let Some((_, insert)) = pending.next_if(|it| it.0 <= letters) {
            flush(&mut out, &mut current, insert);
        }
        let (element, rest) = first_element(content);
        content = rest;
        let name =
            element.trim_start_matches('<').split(['>', ' ', '/']).next().unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or_default();
        if local == "t" || local == "delText" {
            let start = element.find('>').map_or(element.len(), |at| at + 1);
            let end = element.rfind("</").unwrap_or(element.len()).max(start);
            let words = element.get(start..end).unwrap_or_default();
            let mut rest = words;
            let whole = signs(words);
            let until = letters + whole;
            while let Some((at, insert)) = pending.next_if(|it| it.0 < until) {
                let length = byte_of(rest, at - letters);
                let (head, tail) = rest.split_at(length);
                if !head.is_empty() {
                    current.push_str(&text_element(prefix, local, head));
                }
                flush(&mut out, &mut current, insert);
                letters = *at;
                rest = tail;
            }
            if rest.len() == words.len() {
                current.push_str(element);
            } else if !rest.is_empty() {
                current.push_str(&text_element(prefix, local, rest));
            }
            letters = until;
        } else {
            current.push_str(element);
            letters += usize::from(matches!(
                local,
                "tab" | "br" | "cr" | "noBreakHyphen" | "softHyphen" | "sym" | "ptab"
            ));
        }
    }
    for (_, insert) in pending {
        flush(&mut out, &mut current, insert);
    }
    flush(&mut out, &mut current, "");
    out
}

fn text_element(prefix: &str, local: &str, words: &str) -> String {
    format!("<{prefix}:{local} xml:space=\"preserve\">{words}</{prefix}:{local}>")
}

/// The first element of a run's content with all that is in it, and the rest.
fn first_element(content: &str) -> (&str, &str) {
    if !content.starts_with('<') {
        let end = content.find('<').unwrap_or(content.len());
        return content.split_at(end);
    }
    let tag_end = content.find('>').map_or(content.len(), |at| at + 1);
    let tag = content.get(..tag_end).unwrap_or_default();
    if tag.ends_with("/>") || tag.starts_with("<!--") || tag.starts_with("<?") {
        return content.split_at(tag_end);
    }
    let name = tag
        .trim_start_matches('<')
        .split(['>', ' ', '\n', '\t', '\r'])
        .next()
        .unwrap_or_default();
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut at, mut depth) = (tag_end, 1_usize);
    while depth > 0 {
        let rest = content.get(at..).unwrap_or_default();
        let Some(closing) = rest.find(&close) else { return (content, "") };
        let nested = rest
            .get(..closing)
            .unwrap_or_default()
            .match_indices(&open)
            .filter(|(from, _)| {
                let after = rest.get(from + open.len()..).unwrap_or_default();
                let own = after.starts_with(['>', ' ', '\n', '\t', '\r']);
                own && !after.split('>').next().unwrap_or_default().ends_with('/')
            })
            .count();
        depth = depth + nested - 1;
        at += closing + close.len();
    }
    content.split_at(at)
}

/// Letters of escaped text: an entity is one.
fn signs(escaped: &str) -> usize {
    let mut count = 0;
    let mut rest = escaped;
    while let Some(sign) = rest.chars().next() {
        let length =
            if sign == '&' { rest.find(';').map_or(1, |at| at + 1) } else { sign.len_utf8() };
        rest = rest.get(length..).unwrap_or_default();
        count += 1;
    }
    count
}

/// The byte at which a letter of escaped text begins.
pub(crate) fn byte_of(escaped: &str, letter: usize) -> usize {
    let (mut at, mut count) = (0, 0);
    while count < letter {
        let rest = escaped.get(at..).unwrap_or_default();
        let Some(sign) = rest.chars().next() else { break };
        at +=
            if sign == '&' { rest.find(';').map_or(1, |end| end + 1) } else { sign.len_utf8() };
        count += 1;
    }
    at
}

pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no other control signs.
            _ if sign.is_control() && sign != '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(sign),
        }
    }
    out
}

fn comment_xml(prefix: &str, id: u64, text: &str) -> String {
    let mut paragraphs = String::new();
    for line in text.split('\n') {
        paragraphs.push_str(&format!(
            "<{prefix}:p><{prefix}:r><{prefix}:t xml:space=\"preserve\">{}</{prefix}:t></{prefix}:r></{prefix}:p>",
            escaped(line)
        ));
    }
    format!(
        "<{prefix}:comment {prefix}:id=\"{id}\" {prefix}:author=\"{AUTHOR}\" {prefix}:initials=\"g\">{paragraphs}</{prefix}:comment>"
    )
}

fn with_comments(known: &str, prefix: &str, written: &str) -> String {
    let close = format!("</{prefix}:comments>");
    match known.rfind(&close) {
        Some(at) => {
            let (before, after) = known.split_at(at);
            format!("{before}{written}{after}")
        }
        // An empty list is one tag.
        None => match known.rfind("/>") {
            Some(at) => {
                let (before, _) = known.split_at(at);
                format!("{before}>{written}{close}")
            }
            None => known.to_owned(),
        },
    }
}

fn new_comments(written: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{written}</w:comments>"
    )
}

const COMMENTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const COMMENTS_RELATION: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";

pub(crate) fn with_type(listed: &str, part: &str, of: &str) -> String {
    let entry = format!("<Override PartName=\"/{part}\" ContentType=\"{of}\"/>");
    before_last(listed, "</Types>", &entry)
}

pub(crate) fn with_relation(listed: &str, target: &str, of: &str) -> String {
    let mut id = "rIdGriot".to_owned();
    while listed.contains(&format!("\"{id}\"")) {
        id.push('1');
    }
    let entry = format!("<Relationship Id=\"{id}\" Type=\"{of}\" Target=\"{target}\"/>");
    if listed.contains("</Relationships>") {
        return before_last(listed, "</Relationships>", &entry);
    }
    match listed.rfind("/>") {
        Some(at) => {
            let (before, _) = listed.split_at(at);
            format!("{before}>{entry}</Relationships>")
        }
        None => listed.to_owned(),
    }
}

fn new_relations(target: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rIdGriot\" Type=\"{COMMENTS_RELATION}\" Target=\"{target}\"/></Relationships>"
    )
}

fn before_last(text: &str, mark: &str, insert: &str) -> String {
    match text.rfind(mark) {
        Some(at) => {
            let (before, after) = text.split_at(at);
            format!("{before}{insert}{after}")
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_cut_at_letters_and_keeps_its_look() {
        let run = "<w:r w:rsid=\"1\"><w:rPr><w:b/></w:rPr><w:t>a &amp; bc</w:t><w:tab/><w:t>d</w:t></w:r>";
        let found = cut_run(run, "w", &[(2, "<S/>".into()), (3, "<E/>".into())]);
        assert_eq!(
            found,
            "<w:r w:rsid=\"1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">a </w:t></w:r><S/>\
             <w:r w:rsid=\"1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">&amp;</w:t></w:r><E/>\
             <w:r w:rsid=\"1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\"> bc</w:t><w:tab/><w:t>d</w:t></w:r>"
        );
        let whole = cut_run(run, "w", &[(0, "<S/>".into()), (8, "<E/>".into())]);
        assert_eq!(whole, format!("<S/>{run}<E/>"));
    }
}
