//! Markdown: prose with the offsets of the file, without markup, code, comments and addresses.

use std::{iter::Peekable, ops::Range};

use griot_model::Span;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{
    bound,
    content::{Allowed, BlockKind, Document, Gathered, Remark},
    dateline,
};

/// Stands for the markup of a bracketed span while the rest is parsed: as long in bytes, and
/// neither white space nor punctuation to `CommonMark`. These bytes are cut out of the prose again.
const MASK: u8 = 0x01;

/// Fills a Markdown document.
pub(super) fn read(document: &mut Document) {
    let body = front_matter(document);
    let source = std::mem::take(&mut document.text);
    let hidden = if source.contains("]{") || source.contains("<!--") {
        hidden(&source, body)
    } else {
        Hidden::default()
    };
    let (spans, remarks) = bound::spans(&source, &hidden.all());
    document.bound = spans.into_iter().filter(|span| span.outer.start >= body).collect();
    document.notes.extend(remarks);

    let mut masks: Vec<Span> = Vec::new();
    for span in &document.bound {
        masks.push(Span::new(span.outer.start, span.span.start));
        masks.push(Span::new(span.span.end, span.outer.end));
    }
    masks.sort();
    let masked = mask(&source, &masks);
    blocks(document, masked.as_deref().unwrap_or(&source), &source, body, &masks);
    suppressions(document, &source, &hidden.comments);
    document.text = source;
}

/// Reads the front matter and returns where the body starts.
fn front_matter(document: &mut Document) -> usize {
    let text = &document.text;
    let fence = match text.get(..4) {
        Some("---\n") => "---",
        Some("+++\n") => "+++",
        _ if text.starts_with("---\r\n") => "---",
        _ => return 0,
    };
    let mut start = 0;
    let (mut title, mut dated) = (None, None);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let bare = line.trim_end();
        if number > 0 && (bare == fence || bare == "...") {
            document.title = title;
            document.dated.extend(dated);
            return end;
        }
        if let Some((key, value)) = bare.split_once([':', '=']) {
            let quoted = |sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'');
            let at = start + bare.len() - value.trim_start_matches(quoted).len();
            let value = value.trim_matches(quoted);
            match key.trim() {
                "title" if !value.is_empty() => title = Some(value.to_owned()),
                "date" | "published" => {
                    let span = Span::new(at, at + value.len());
                    dated = dateline::written_day(value).map(|day| (day, span)).or(dated);
                }
                _ => {}
            }
        }
        start = end;
        if number > 200 {
            break;
        }
    }
    0
}

#[derive(Default)]
struct Hidden {
    code: Vec<Span>,
    comments: Vec<Span>,
}

impl Hidden {
    fn all(&self) -> Vec<Span> {
        let mut all: Vec<Span> = self.code.iter().chain(&self.comments).copied().collect();
        all.sort();
        all
    }
}

fn hidden(source: &str, body: usize) -> Hidden {
    let mut found = Hidden::default();
    let text = source.get(body..).unwrap_or_default();
    let mut in_code = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let span = shifted(&range, body);
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = Some(span),
            Event::End(TagEnd::CodeBlock) => found.code.extend(in_code.take()),
            Event::Code(_) => found.code.push(span),
            _ => {}
        }
    }
    let mut at = body;
    let mut code = found.code.iter().copied().peekable();
    while let Some(next) = source.get(at..).and_then(|rest| rest.find("<!--")) {
        at += next;
        while code.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = code.peek().filter(|range| range.start <= at) {
            at = range.end;
            continue;
        }
        let Some(length) = source.get(at..).and_then(|rest| rest.find("-->")) else { break };
        found.comments.push(Span::new(at, at + length + 3));
        at += length + 3;
    }
    found
}

fn mask(source: &str, masks: &[Span]) -> Option<String> {
    if masks.is_empty() {
        return None;
    }
    let mut bytes = source.as_bytes().to_vec();
    for span in masks {
        for byte in bytes.get_mut(span.start..span.end).unwrap_or_default() {
            *byte = MASK;
        }
    }
    String::from_utf8(bytes).ok()
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// Where in the tree the walk is.
#[derive(Default)]
struct Place {
    kinds: Vec<BlockKind>,
    links: Vec<bool>,
    quotes: usize,
    silent: usize,
    raw_html: usize,
}

impl Place {
    fn kind(&self) -> BlockKind {
        let named = self.kinds.iter().rev().find(|kind| **kind != BlockKind::Paragraph);
        match named {
            Some(&kind) => kind,
            None if self.quotes > 0 => BlockKind::Quote,
            None => BlockKind::Paragraph,
        }
    }

    fn enter(&mut self, tag: &Tag<'_>) {
        self.kinds.extend(block_kind(tag));
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::CodeBlock(_) | Tag::Image { .. } | Tag::MetadataBlock(_) => self.silent += 1,
            Tag::Link { link_type, .. } => {
                let bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.links.push(bare);
                self.silent += usize::from(bare);
            }
            _ => {}
        }
    }

    fn leave(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::CodeBlock | TagEnd::Image | TagEnd::MetadataBlock(_) => {
                self.silent = self.silent.saturating_sub(1);
            }
            TagEnd::Link => {
                let bare = self.links.pop().unwrap_or(false);
                self.silent = self.silent.saturating_sub(usize::from(bare));
            }
            _ if ends_block(tag) => {
                self.kinds.pop();
            }
            _ => {}
        }
    }
}

fn blocks(document: &mut Document, masked: &str, source: &str, body: usize, masks: &[Span]) {
    let text = masked.get(body..).unwrap_or_default();
    let mut place = Place::default();
    let mut gathered = Gathered::default();
    let mut masks = masks.iter().copied().peekable();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let span = shifted(&range, body);
        match event {
            Event::Start(tag) => {
                if block_kind(&tag).is_some() {
                    document.blocks.extend(gathered.take(place.kind(), source));
                }
                place.enter(&tag);
            }
            Event::End(tag) => {
                if ends_block(tag) {
                    document.blocks.extend(gathered.take(place.kind(), source));
                }
                place.leave(tag);
            }
            Event::Text(meaning) if place.silent == 0 => {
                visible(&mut gathered, masked, span, &meaning, &mut masks);
            }
            Event::SoftBreak | Event::HardBreak if place.silent == 0 => {
                gathered.push_instead(span, " ");
            }
            Event::Html(html) => {
                place.raw_html += usize::from(!html.trim_start().starts_with("<!--"));
            }
            _ => {}
        }
    }
    document.blocks.extend(gathered.take(place.kind(), source));
    if place.raw_html > 0 {
        document.notes.push(Remark::about_file(format!(
            "{} lines of raw HTML inside the Markdown are not read",
            place.raw_html
        )));
    }
}

/// Adds a run of text without the masked bytes in it.
fn visible(
    gathered: &mut Gathered,
    masked: &str,
    span: Span,
    meaning: &str,
    masks: &mut Peekable<impl Iterator<Item = Span>>,
) {
    if span.of(masked) != meaning {
        gathered.push_instead(span, meaning.trim_matches(char::from(MASK)));
        return;
    }
    let mut at = span.start;
    while masks.next_if(|mask| mask.end <= at).is_some() {}
    while let Some(&mask) = masks.peek().filter(|mask| mask.start < span.end) {
        if at < mask.start {
            gathered.push(Span::new(at, mask.start));
        }
        at = at.max(mask.end).min(span.end);
        if mask.end > span.end {
            break;
        }
        masks.next();
    }
    gathered.push(Span::new(at, span.end));
}

fn ends_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::FootnoteDefinition
            | TagEnd::Item
            | TagEnd::TableCell
    )
}

fn block_kind(tag: &Tag<'_>) -> Option<BlockKind> {
    match tag {
        Tag::Heading { .. } => Some(BlockKind::Heading),
        Tag::Paragraph | Tag::FootnoteDefinition(_) => Some(BlockKind::Paragraph),
        Tag::Item => Some(BlockKind::ListItem),
        Tag::TableCell => Some(BlockKind::TableCell),
        _ => None,
    }
}

fn shifted(range: &Range<usize>, offset: usize) -> Span {
    Span::new(range.start, range.end).shifted(offset)
}

fn suppressions(document: &mut Document, source: &str, comments: &[Span]) {
    for span in comments {
        let inside = Span::new(span.start + 4, span.end.saturating_sub(3)).of(source);
        match bound::allowance(inside) {
            None => {}
            Some(Err(message)) => document.notes.push(Remark::at(*span, message)),
            Some(Ok((rule, reason))) => {
                let after =
                    document.blocks.partition_point(|block| block.span.end <= span.start);
                let block = (after < document.blocks.len()).then_some(after);
                document.allowed.push(Allowed { rule, reason, span: *span, block });
            }
        }
    }
}
