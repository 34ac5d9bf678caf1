//! Web pages: the prose that a reader sees, from a tokenizer without a tree.
//!
//! No tree is built, so nesting costs nothing and cannot overflow a stack; unclosed tags are
//! ordinary here. Scripts, styles, navigation and forms are left out, and what was left out is
//! counted in a note. The text has one blank line between blocks.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::Span;
use html5gum::{HtmlString, Spanned, StartTag, Token};
use jiff::civil::Date;

use super::{
    bound,
    content::{Allowed, Block, BlockKind, Bound, Document, Prose, Remark},
    dateline, tokens,
};

/// As deep as browsers go; deeper elements are read as if they stood at this depth.
const DEEPEST: usize = 512;
/// Attributes of one tag that are looked at.
const MOST_ATTRIBUTES: usize = 256;

/// The relation of a page to its own address (RFC 6596).
const CANONICAL: &str = "canonical";

/// Words of menus, asides and footers that are kept, in bytes.
const MOST_LEFT_OUT: usize = 4 << 20;
/// Elements with an id that are open at once.
const MOST_OPEN: usize = 512;

type Attributes = BTreeMap<HtmlString, Spanned<HtmlString, usize>>;

/// What a page has beside its prose. Spans and first offsets are about the prose, `source` is about the page.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Bytes of the prose, and the byte of the page where a word that begins there stands.
    pub origins: Vec<(usize, usize)>,
    /// Words of links, and where they lead, as written.
    pub links: Vec<(Span, String)>,
    /// Raised marks of notes, which are no words of the prose: where they stand, what is written, and where they lead.
    pub marks: Vec<(usize, String, String)>,
    /// Names of elements, and what is in them.
    pub ids: Vec<(String, Span)>,
    /// `<meta>` by name or property, in order.
    pub metas: Vec<(String, String)>,
    /// `<html lang>`.
    pub language: Option<String>,
    /// JSON-LD as it stands.
    pub linked_data: Vec<String>,
    /// Words of menus, asides, footers and code that are no prose, and where they stand in the page.
    pub left_out: Vec<(String, usize)>,
}

/// Fills a document from a page.
pub(super) fn read(document: &mut Document) -> Seen {
    let source = std::mem::take(&mut document.text);
    let mut page = Page::default();
    for token in tokens::of(&source) {
        match token {
            Token::StartTag(tag) => page.open(&tag),
            Token::EndTag(tag) => page.close(&tag.name),
            Token::String(text) => {
                let raw = source.get(text.span.start..).unwrap_or_default();
                page.text(&String::from_utf8_lossy(&text.value), raw, text.span.start);
            }
            Token::Comment(comment) => page.comment(&String::from_utf8_lossy(&comment.value)),
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.finish(document)
}

/// A limit of what is read of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cap {
    Depth,
    Attributes,
}

/// What the tokens have given so far.
#[derive(Default)]
struct Page {
    text: String,
    blocks: Vec<Block>,
    /// Where the open block starts in `text`, once it has a letter.
    start: Option<usize>,
    pending_space: bool,
    /// The outermost element that is left out, and those open inside it.
    skipping: Vec<Vec<u8>>,
    skipped_words: usize,
    kinds: Vec<(Vec<u8>, BlockKind)>,
    quotes: usize,
    in_title: bool,
    title: String,
    json: Option<String>,
    claims: Vec<(Vec<u8>, Bound)>,
    bound: Vec<Bound>,
    /// Suppressions and the number of blocks that were closed before them.
    allowed: Vec<(Allowed, usize)>,
    dated: Vec<(u8, Date)>,
    notes: Vec<Remark>,
    /// Which caps were met.
    over: BTreeSet<Cap>,
    seen: Seen,
    left_out_bytes: usize,
    /// The link that is open.
    link: Option<Opened>,
    /// Elements that raise letters and are open.
    raised: usize,
    /// Elements with an id that are open: their names, and their number in `seen.ids`.
    open_ids: Vec<(Vec<u8>, usize)>,
}

/// A link that is open.
struct Opened {
    /// Where its words begin.
    start: usize,
    /// Where it leads.
    target: String,
    /// Whether its words are raised.
    is_raised: bool,
}

impl Page {
    fn open(&mut self, tag: &StartTag<usize>) {
        let name = tag.name.as_slice();
        let attributes = &tag.attributes;
        if attributes.len() > MOST_ATTRIBUTES {
            self.over.insert(Cap::Attributes);
        } else {
            self.metadata(name, attributes);
        }
        if is_void(name) {
            match name {
                b"br" => self.pending_space = true,
                b"hr" => self.end_block(),
                _ => {}
            }
            return;
        }
        if is_skipped(name) || is_hidden(attributes) {
            if name == b"script" && value(attributes, "type").is_some_and(is_linked_data) {
                self.json = Some(String::new());
            }
            self.skip(name);
            return;
        }
        if !self.skipping.is_empty() {
            self.skip(name);
            return;
        }
        match name {
            b"title" => self.in_title = true,
            b"blockquote" => self.quotes += 1,
            b"sup" => {
                self.raised += 1;
                let end = self.text.len();
                if let Some(link) = self.link.as_mut().filter(|link| link.start == end) {
                    link.is_raised = true;
                }
            }
            _ => {}
        }
        if is_block(name) {
            self.end_block();
            if let Some(kind) = kind_of(name) {
                // An unclosed <p> or <li> ends where the next one begins.
                if self.kinds.last().is_some_and(|(open, _)| open == name && is_implied(name)) {
                    self.kinds.pop();
                }
                if self.kinds.len() < DEEPEST {
                    self.kinds.push((name.to_vec(), kind));
                } else {
                    self.over.insert(Cap::Depth);
                }
            }
        }
        self.claim(name, attributes);
        self.named(name, attributes);
    }

    /// Links, and elements that links may lead to.
    fn named(&mut self, name: &[u8], attributes: &Attributes) {
        let here = self.text.len();
        if name == b"a"
            && let Some(target) = value(attributes, "href")
        {
            self.end_link();
            let is_raised = self.raised > 0;
            self.link = Some(Opened { start: here, target: target.to_owned(), is_raised });
        }
        let id = value(attributes, "id").or_else(|| value(attributes, "name"));
        if let Some(id) = id.filter(|_| self.open_ids.len() < MOST_OPEN) {
            self.open_ids.push((name.to_vec(), self.seen.ids.len()));
            self.seen.ids.push((id.to_owned(), Span::new(here, here)));
        }
    }

    fn end_link(&mut self) {
        let Some(Opened { start, target, is_raised }) = self.link.take() else { return };
        let words = self.text.get(start..).unwrap_or_default();
        let blank = words.len() - words.trim_start().len();
        let label = words.trim().to_owned();
        // A raised mark of a note, or an arrow that leads back to one: nobody reads them as words.
        let is_mark = is_raised && is_mark(&label);
        let is_arrow = !label.is_empty() && !label.chars().any(char::is_alphanumeric);
        let is_in_block = self.start.is_some_and(|block| block <= start + blank);
        if target.starts_with('#') && is_in_block && (is_mark || is_arrow) {
            let end = start + blank;
            self.text.truncate(if self.start == Some(end) { end } else { start });
            let end = self.text.len();
            while self.seen.origins.last().is_some_and(|(at, _)| *at >= end) {
                self.seen.origins.pop();
            }
            self.pending_space |= blank > 0;
            if is_mark {
                self.seen.marks.push((end, label, target));
            }
            return;
        }
        self.seen.links.push((Span::new(start + blank, self.text.len()), target));
    }

    fn close(&mut self, name: &[u8]) {
        if !self.skipping.is_empty() {
            // An element ends with its own end tag, or with that of one around it.
            if let Some(at) = self.skipping.iter().rposition(|open| open == name) {
                self.skipping.truncate(at);
            }
            if name == b"script"
                && let Some(json) = self.json.take()
            {
                let dated = published(&json);
                self.dated.extend(dated.map(|day| (2, day)));
                self.seen.linked_data.push(json);
            }
            return;
        }
        if name == b"a" {
            self.end_link();
        }
        if let Some(at) = self.open_ids.iter().rposition(|(open, _)| open == name) {
            let end = self.text.len();
            for (_, id) in self.open_ids.drain(at..) {
                if let Some((_, span)) = self.seen.ids.get_mut(id) {
                    span.end = end;
                }
            }
        }
        match name {
            b"title" => self.in_title = false,
            b"sup" => self.raised = self.raised.saturating_sub(1),
            b"blockquote" => {
                self.end_block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            _ => {}
        }
        if let Some(at) = self.claims.iter().rposition(|(open, _)| open == name) {
            let (_, mut claim) = self.claims.remove(at);
            let end = self.text.len();
            claim.span = Span::new(claim.span.start.min(end), end);
            claim.outer = claim.span;
            self.bound.push(claim);
        }
        if is_block(name) {
            self.end_block();
            if let Some(at) = self.kinds.iter().rposition(|(open, _)| open == name) {
                self.kinds.truncate(at);
            }
        }
    }

    /// Text, and the page from where it stands on.
    fn text(&mut self, text: &str, raw: &str, at: usize) {
        if let Some(innermost) = self.skipping.last() {
            if let Some(json) = &mut self.json {
                json.push_str(text);
            } else if innermost != b"script" && innermost != b"style" {
                let words = text.split_whitespace().count();
                self.skipped_words += words;
                if words > 0 && self.left_out_bytes < MOST_LEFT_OUT {
                    self.left_out_bytes += text.len();
                    self.seen.left_out.push((text.to_owned(), at));
                }
            }
            return;
        }
        if self.in_title {
            self.title.push_str(text);
            return;
        }
        let mut walk = Walk { decoded: text.chars(), raw, at };
        let mut read = 0;
        let mut begins = 0;
        for (index, word) in text.split(is_space).enumerate() {
            self.pending_space |= index > 0;
            let word_at = begins;
            begins += word.len() + 1;
            if word.is_empty() {
                continue;
            }
            while read < word_at {
                read += walk.next();
            }
            let stands = walk.at;
            match self.start {
                None => {
                    if !self.text.is_empty() {
                        self.text.push_str("\n\n");
                    }
                    self.start = Some(self.text.len());
                }
                Some(start) if self.pending_space && self.text.len() > start => {
                    self.text.push(' ');
                }
                Some(_) => {}
            }
            self.pending_space = false;
            for (_, claim) in &mut self.claims {
                if claim.outer.is_empty() {
                    claim.span = Span::new(self.text.len(), self.text.len());
                    claim.outer = Span::new(self.text.len(), usize::MAX);
                }
            }
            self.seen.origins.push((self.text.len(), stands));
            self.text.push_str(word);
        }
    }

    fn comment(&mut self, comment: &str) {
        let here = Span::new(self.text.len(), self.text.len());
        match bound::allowance(comment) {
            None => {}
            Some(Err(message)) => self.notes.push(Remark::at(here, message)),
            Some(Ok((rule, reason))) => {
                let allowed = Allowed { rule, reason, span: here, block: None };
                self.allowed.push((allowed, self.blocks.len()));
            }
        }
    }

    fn end_block(&mut self) {
        self.pending_space = false;
        let Some(start) = self.start.take() else { return };
        let span = Span::new(start, self.text.len());
        if span.is_empty() {
            // Only the mark of a note stood in it.
            self.text.truncate(self.text.trim_end().len());
            return;
        }
        let kind = match self.kinds.last() {
            Some((_, BlockKind::Paragraph)) | None if self.quotes > 0 => BlockKind::Quote,
            Some((_, BlockKind::Paragraph)) => {
                let item =
                    self.kinds.iter().rev().find(|(_, kind)| *kind != BlockKind::Paragraph);
                item.map_or(BlockKind::Paragraph, |(_, kind)| *kind)
            }
            Some((_, kind)) => *kind,
            None => BlockKind::Paragraph,
        };
        self.blocks.push(Block { span, kind, prose: vec![Prose { span, instead: None }] });
    }

    fn skip(&mut self, name: &[u8]) {
        if self.skipping.len() < DEEPEST {
            self.skipping.push(name.to_vec());
        } else {
            self.over.insert(Cap::Depth);
        }
    }

    fn claim(&mut self, name: &[u8], attributes: &Attributes) {
        let classes = value(attributes, "class").unwrap_or_default();
        if !classes.split_whitespace().any(|class| class == "claim") || self.claims.len() >= 64
        {
            return;
        }
        let here = Span::new(self.text.len(), self.text.len());
        let data = attributes.iter().filter_map(|(key, value)| {
            let key = std::str::from_utf8(key).ok()?.strip_prefix("data-")?.to_owned();
            Some((key, String::from_utf8_lossy(value).into_owned(), here))
        });
        let claim = Bound {
            span: here,
            outer: here,
            classes: classes.split_whitespace().map(str::to_owned).collect(),
            id: value(attributes, "id").map(str::to_owned),
            attributes: data.collect(),
        };
        self.claims.push((name.to_vec(), claim));
    }

    fn metadata(&mut self, name: &[u8], attributes: &Attributes) {
        if name == b"html" {
            self.seen.language = value(attributes, "lang").map(str::to_owned);
        }
        if name == b"meta" {
            let keys = ["property", "name", "itemprop"];
            let key = keys.iter().find_map(|key| value(attributes, key)).unwrap_or_default();
            if let Some(content) = value(attributes, "content").filter(|_| !key.is_empty()) {
                self.seen.metas.push((key.to_owned(), content.to_owned()));
            }
            let rank = PUBLISHED.iter().position(|known| key.eq_ignore_ascii_case(known));
            let day = value(attributes, "content").and_then(dateline::written_day);
            if let (Some(_), Some(day)) = (rank, day) {
                self.dated.push((1, day));
            }
        } else if name == b"link" {
            let is_canonical = value(attributes, "rel").is_some_and(|rel| {
                rel.split_whitespace().any(|it| it.eq_ignore_ascii_case(CANONICAL))
            });
            let target = value(attributes, "href").map(str::trim);
            if let Some(target) = target.filter(|it| is_canonical && it.starts_with("http")) {
                self.seen.metas.push((CANONICAL.to_owned(), target.to_owned()));
            }
        } else if name == b"time" {
            let day = value(attributes, "datetime").and_then(dateline::written_day);
            self.dated.extend(day.map(|day| (3, day)));
        }
    }

    fn finish(mut self, document: &mut Document) -> Seen {
        self.end_link();
        self.end_block();
        let end = self.text.len();
        for (_, id) in self.open_ids.drain(..) {
            if let Some((_, span)) = self.seen.ids.get_mut(id) {
                span.end = end;
            }
        }
        if !self.skipping.is_empty() {
            let message = "a script, menu or aside is not closed; what follows it is not read";
            self.notes.push(Remark::about_file(message));
        }
        self.notes.extend(self.over.iter().map(|cap| {
            Remark::about_file(match cap {
                Cap::Depth => {
                    format!(
                        "elements nested deeper than {DEEPEST} are read as if they were not"
                    )
                }
                Cap::Attributes => format!(
                    "a tag has more than {MOST_ATTRIBUTES} attributes; they are not read"
                ),
            })
        }));
        if self.skipped_words > 0 {
            let message = format!(
                "{} words of menus, asides and footers are not read",
                self.skipped_words
            );
            self.notes.push(Remark::about_file(message));
        }
        self.dated.sort_by_key(|(rank, _)| *rank);
        let blocks = self.blocks.len();
        document.allowed.extend(self.allowed.into_iter().map(|(mut allowed, before)| {
            allowed.block = (before < blocks).then_some(before);
            allowed
        }));
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        document.title = Some(title).filter(|title| !title.is_empty());
        let nowhere = Span::new(0, 0);
        document.dated.extend(self.dated.into_iter().map(|(_, day)| (day, nowhere)));
        document.text = self.text;
        document.blocks = self.blocks;
        document.bound = self.bound;
        document.notes.extend(self.notes);
        self.seen
    }
}

/// Whether words are the mark of a note: a number, a letter or a star, in brackets or not.
fn is_mark(words: &str) -> bool {
    let bare = words.trim_matches(['[', ']', '(', ')', '*', '†', '‡', '§']);
    let is_number = bare.len() <= 4 && bare.bytes().all(|it| it.is_ascii_digit());
    let is_letter = bare.chars().count() == 1 && bare.chars().all(char::is_alphabetic);
    !words.is_empty() && (is_number || is_letter)
}

/// The way through a text and through the page that it was read from, letter by letter: a letter of the text may be an entity
/// of the page.
struct Walk<'a> {
    decoded: std::str::Chars<'a>,
    raw: &'a str,
    at: usize,
}

impl Walk<'_> {
    /// Passes one letter of the text, and says how many bytes it has there.
    fn next(&mut self) -> usize {
        let Some(letter) = self.decoded.next() else { return 1 };
        let length = match self.raw.chars().next() {
            Some('\r') if letter == '\n' => 1 + usize::from(self.raw.starts_with("\r\n")),
            Some('&') => {
                let name = self.raw.bytes().take(34).position(|byte| byte == b';');
                // An entity of two letters would be one of a hundred that nobody writes.
                name.map_or(1, |end| {
                    if letter == '&' && !is_entity(self.raw, end) { 1 } else { end + 1 }
                })
            }
            Some(first) => first.len_utf8(),
            None => 0,
        };
        self.raw = self.raw.get(length..).unwrap_or_default();
        self.at += length;
        letter.len_utf8()
    }
}

/// Whether what stands between `&` and `;` could be the name of one sign.
fn is_entity(raw: &str, end: usize) -> bool {
    raw.get(1..end).is_some_and(|name| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}

/// `"datePublished": "2023-08-11…"` in JSON-LD, without parsing the whole of it.
fn published(json: &str) -> Option<Date> {
    let (_, after) = json.split_once("\"datePublished\"")?;
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    dateline::written_day(value.get(..10)?)
}

fn value<'a>(attributes: &'a Attributes, key: &str) -> Option<&'a str> {
    attributes.get(key.as_bytes()).and_then(|value| std::str::from_utf8(value).ok())
}

fn is_hidden(attributes: &Attributes) -> bool {
    attributes.contains_key(b"hidden".as_slice())
        || value(attributes, "aria-hidden").is_some_and(|hidden| hidden == "true")
        || value(attributes, "style").is_some_and(|style| {
            let style = style
                .chars()
                .filter(|it| !it.is_whitespace())
                .collect::<String>()
                .to_ascii_lowercase();
            ["display:none", "visibility:hidden"].iter().any(|hides| style.contains(hides))
        })
        || value(attributes, "role").is_some_and(|role| {
            matches!(role, "navigation" | "banner" | "search" | "menu" | "dialog")
        })
}

fn is_linked_data(kind: &str) -> bool {
    kind.trim().eq_ignore_ascii_case("application/ld+json")
}

/// White space as HTML collapses it; a no-break space is kept.
fn is_space(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

fn is_skipped(name: &[u8]) -> bool {
    matches!(
        name,
        b"script"
            | b"style"
            | b"noscript"
            | b"template"
            | b"nav"
            | b"aside"
            | b"footer"
            | b"button"
            | b"select"
            | b"svg"
            | b"math"
            | b"iframe"
            | b"object"
            | b"textarea"
            | b"dialog"
            | b"menu"
            | b"canvas"
            | b"audio"
            | b"video"
            | b"code"
    )
}

fn is_block(name: &[u8]) -> bool {
    kind_of(name).is_some()
        || matches!(
            name,
            b"html"
                | b"head"
                | b"body"
                | b"ul"
                | b"ol"
                | b"dl"
                | b"table"
                | b"tbody"
                | b"thead"
                | b"tfoot"
                | b"tr"
                | b"blockquote"
                | b"article"
                | b"header"
                | b"hgroup"
        )
}

fn kind_of(name: &[u8]) -> Option<BlockKind> {
    match name {
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Some(BlockKind::Heading),
        b"p" | b"div" | b"section" | b"main" | b"address" | b"pre" | b"figcaption"
        | b"figure" | b"caption" | b"details" | b"summary" | b"fieldset" | b"center" => {
            Some(BlockKind::Paragraph)
        }
        b"li" | b"dt" | b"dd" => Some(BlockKind::ListItem),
        b"td" | b"th" => Some(BlockKind::TableCell),
        _ => None,
    }
}

fn is_implied(name: &[u8]) -> bool {
    matches!(name, b"p" | b"li" | b"dt" | b"dd" | b"td" | b"th")
}

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "citation_publication_date",
    "pubdate",
    "publishdate",
    "sailthru.date",
    "parsely-pub-date",
    "og:published_time",
];
