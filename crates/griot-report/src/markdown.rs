//! Somebody's Markdown as markup that can do no harm, with claims marked on it.
//!
//! Raw HTML is shown as text, pictures as their description, and a link goes to the web or to
//! nowhere. Pandoc's bracketed spans, with which authors bind claims, lose their brackets.

use std::collections::{BTreeMap, BTreeSet};

use griot_model::{Span, Verdict};
use pulldown_cmark::{
    Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html,
};

use crate::{
    address::goes_to_the_web,
    escape::escaped,
    marks::{Mark, Marks},
    words,
};

/// A rendered text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendered {
    /// The markup.
    pub(crate) html: String,
    /// Anchor and words of each heading of the second level.
    pub(crate) sections: Vec<(String, String)>,
    /// Markup inside its first heading of the first level, which is not in `html`; empty where it
    /// has none.
    pub(crate) title: String,
}

/// Stands for what is not shown, byte for byte: Markdown takes it for a letter.
pub(crate) const MASK: u8 = 0x01;

/// Markdown with marks, in the order of their spans, which are byte offsets into `source`.
pub(crate) fn markdown(source: &str, marks: &[Mark]) -> Rendered {
    let (masked, _) = without_brackets(source);
    let hidden = masked_runs(&masked);
    let events: Vec<_> = Parser::new_ext(&masked, options()).into_offset_iter().collect();
    let mut writer = Writer::new(source, marks, hidden, &events);
    for (event, range) in events {
        writer.take(event, Span::new(range.start, range.end));
    }
    writer.finish()
}

/// Text without markup: paragraphs between empty lines, with marks in the order of their spans.
pub(crate) fn plain_text(source: &str, marks: &[Mark]) -> Rendered {
    let mut marker = Marks::new(marks, Vec::new());
    let mut html = String::new();
    for span in paragraphs(source) {
        let words = marker.verbatim(source, span);
        let markup = format!("<p>{words}{}</p>\n", marker.waiting(span.end));
        html.push_str(&block(&markup, marks, span));
    }
    html.push_str(&marker.leftover());
    Rendered { html, ..Rendered::default() }
}

/// Lines between empty lines; every line, where none is empty.
fn paragraphs(source: &str) -> Vec<Span> {
    let by_line = !source.lines().any(|line| line.trim().is_empty());
    let mut paragraphs: Vec<Span> = Vec::new();
    let (mut start, mut follows) = (0, false);
    for line in source.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        start = span.end;
        let filled = !line.trim().is_empty();
        match paragraphs.last_mut() {
            Some(last) if filled && follows && !by_line => *last = last.join(span),
            _ if filled => paragraphs.push(span),
            _ => {}
        }
        follows = filled;
    }
    paragraphs
}

struct Writer<'a> {
    source: &'a str,
    marks: &'a [Mark],
    marker: Marks<'a>,
    rendered: Rendered,
    /// Events of the block under way, already made harmless.
    ready: Vec<Event<'static>>,
    depth: usize,
    block: Option<Span>,
    heading: Option<(HeadingLevel, String)>,
    links: Vec<bool>,
    in_metadata: bool,
    in_image: usize,
    footnotes: BTreeMap<String, usize>,
    defined: BTreeSet<usize>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl<'a> Writer<'a> {
    fn new(
        source: &'a str,
        marks: &'a [Mark],
        hidden: Vec<Span>,
        events: &[(Event<'_>, std::ops::Range<usize>)],
    ) -> Self {
        let mut footnotes = BTreeMap::new();
        for (event, _) in events {
            if let Event::Start(Tag::FootnoteDefinition(name)) = event {
                let next = footnotes.len() + 1;
                footnotes.entry(name.to_string()).or_insert(next);
            }
        }
        Self {
            source,
            marks,
            marker: Marks::new(marks, hidden),
            rendered: Rendered::default(),
            ready: Vec::new(),
            depth: 0,
            block: None,
            heading: None,
            links: Vec::new(),
            in_metadata: false,
            in_image: 0,
            footnotes,
            defined: BTreeSet::new(),
            columns: Vec::new(),
            column: 0,
            in_head: false,
        }
    }

    fn take(&mut self, event: Event<'_>, range: Span) {
        self.block = Some(self.block.map_or(range, |block| block.join(range)));
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.start(tag);
            }
            Event::End(tag) => {
                self.end(tag, range);
                self.depth = self.depth.saturating_sub(1);
            }
            _ if self.in_metadata => {}
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text(&text, range),
            Event::Code(code) => {
                let words = self.marker.other(&code, range);
                self.raw(format!("<code>{words}</code>"));
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::SoftBreak => self.ready.push(Event::SoftBreak),
            Event::HardBreak => self.ready.push(Event::HardBreak),
            Event::Rule => self.ready.push(Event::Rule),
            Event::TaskListMarker(done) => self.raw(if done { "☑ " } else { "☐ " }.to_owned()),
        }
        if self.depth == 0 {
            self.flush();
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::MetadataBlock(_) => self.in_metadata = true,
            Tag::Heading { level, .. } => self.heading = Some((level, String::new())),
            Tag::Link { dest_url, .. } => {
                let goes = goes_to_the_web(&dest_url);
                self.links.push(goes);
                if goes {
                    self.marker.enter_link();
                    self.raw(format!(
                        "<a href=\"{}\" rel=\"noopener noreferrer nofollow\">",
                        escaped(&dest_url)
                    ));
                }
            }
            Tag::Image { .. } => {
                self.in_image += 1;
                self.raw("<span class=\"picture\">Picture: ".to_owned());
            }
            Tag::FootnoteDefinition(name) => {
                let number = self.footnotes.get(name.as_ref()).copied().unwrap_or_default();
                // A name that is defined twice is an anchor once.
                let first = self.defined.insert(number);
                let id = if first { format!(" id=\"note-{number}\"") } else { String::new() };
                self.raw(format!("<div class=\"footnote\"{id}><b>{number}</b>"));
            }
            Tag::HtmlBlock => self.raw("<p class=\"markup\">".to_owned()),
            Tag::CodeBlock(_) => self.raw("<pre><code>".to_owned()),
            Tag::Table(columns) => {
                self.columns = columns;
                self.raw("<div class=\"scroll\"><table>\n".to_owned());
            }
            Tag::TableHead => {
                (self.column, self.in_head) = (0, true);
                self.raw("<thead><tr>".to_owned());
            }
            Tag::TableRow => {
                self.column = 0;
                self.raw("<tr>".to_owned());
            }
            Tag::TableCell => {
                let right = self.columns.get(self.column) == Some(&Alignment::Right);
                self.column += 1;
                let class = if right && self.column > 1 { " class=\"number\"" } else { "" };
                let cell = if self.in_head { "th scope=\"col\"" } else { "td" };
                self.raw(format!("<{cell}{class}>"));
            }
            other => self.ready.push(Event::Start(other.into_static())),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Span) {
        let waiting = match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell => {
                self.marker.waiting(range.end)
            }
            _ => String::new(),
        };
        match tag {
            TagEnd::MetadataBlock(_) => self.in_metadata = false,
            TagEnd::Heading(level) => {
                self.raw(waiting);
                self.close_heading(level);
            }
            TagEnd::Link => {
                if self.links.pop().unwrap_or(false) {
                    self.marker.leave_link();
                    let signs = self.marker.waiting(range.end);
                    self.raw(format!("</a>{signs}"));
                }
            }
            TagEnd::Image => {
                self.in_image = self.in_image.saturating_sub(1);
                self.raw("</span>".to_owned());
            }
            TagEnd::FootnoteDefinition => self.raw("</div>\n".to_owned()),
            TagEnd::HtmlBlock => self.raw("</p>\n".to_owned()),
            TagEnd::CodeBlock => self.raw("</code></pre>\n".to_owned()),
            TagEnd::Table => self.raw("</tbody></table></div>\n".to_owned()),
            TagEnd::TableHead => {
                self.in_head = false;
                self.raw("</tr></thead>\n<tbody>".to_owned());
            }
            TagEnd::TableRow => self.raw("</tr>\n".to_owned()),
            TagEnd::TableCell => {
                self.raw(format!("{waiting}</{}>", if self.in_head { "th" } else { "td" }));
            }
            other => {
                self.raw(waiting);
                self.ready.push(Event::End(other));
            }
        }
    }

    /// Writes the heading with an anchor, around what was gathered since it began.
    fn close_heading(&mut self, level: HeadingLevel) {
        let Some((_, words)) = self.heading.take() else { return };
        let mut inside = String::new();
        html::push_html(&mut inside, std::mem::take(&mut self.ready).into_iter());
        if level == HeadingLevel::H1 && self.rendered.title.is_empty() {
            self.rendered.title = inside;
            return;
        }
        let level = if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level };
        if level == HeadingLevel::H2 {
            let anchor = format!("section-{}", self.rendered.sections.len() + 1);
            self.raw(format!("<h2 id=\"{anchor}\">{inside}</h2>\n"));
            self.rendered.sections.push((anchor, words));
        } else {
            self.raw(format!("<{level}>{inside}</{level}>\n"));
        }
    }

    fn text(&mut self, text: &str, range: Span) {
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(&text.replace('\u{1}', ""));
        }
        let masked = text.contains('\u{1}') && text.len() == range.len();
        let words = if masked || range.of(self.source) == text {
            self.marker.verbatim(self.source, range)
        } else {
            self.marker.other(&text.replace(char::from(MASK), ""), range)
        };
        self.raw(words);
    }

    fn footnote_reference(&mut self, name: &str) {
        let reference = match self.footnotes.get(name) {
            Some(number) => {
                format!(
                    "<sup class=\"note-mark\"><a href=\"#note-{number}\">{number}</a></sup>"
                )
            }
            None => escaped(&format!("[^{name}]")),
        };
        self.raw(reference);
    }

    fn raw(&mut self, markup: String) {
        if !markup.is_empty() {
            self.ready.push(Event::InlineHtml(CowStr::from(markup)));
        }
    }

    fn flush(&mut self) {
        let mut markup = String::new();
        html::push_html(&mut markup, std::mem::take(&mut self.ready).into_iter());
        if let Some(span) = self.block.take() {
            // A paragraph of nothing but a comment shows nothing.
            if markup.trim() == "<p></p>" {
                return;
            }
            self.rendered.html.push_str(&block(&markup, self.marks, span));
        }
    }

    fn finish(mut self) -> Rendered {
        self.flush();
        let leftover = self.marker.leftover();
        self.rendered.html.push_str(&leftover);
        self.rendered
    }
}

/// A block of text with the verdicts that a reader must not miss beside it.
fn block(markup: &str, marks: &[Mark], span: Span) -> String {
    let first = marks.partition_point(|mark| mark.span.start < span.start);
    let last = marks.partition_point(|mark| mark.span.start < span.end);
    let here = marks.get(first..last).unwrap_or_default();
    let loud =
        |mark: &&Mark| matches!(mark.verdict, Verdict::Contradicted | Verdict::Conflicting);
    let note = |mark: &Mark| {
        format!(
            "<p class=\"{}\"><b>{} {}</b> {} <a href=\"{}\">Rows and reasoning</a></p>\n",
            words::class(mark.verdict),
            words::sign(mark.verdict),
            words::verdict(mark.verdict),
            escaped(&mark.message),
            escaped(&mark.href)
        )
    };
    let notes: Vec<String> = here.iter().filter(loud).map(note).collect();
    let notes = notes.concat();
    if notes.is_empty() {
        return markup.to_owned();
    }
    format!(
        "<div class=\"noted\">\n<div>{markup}</div>\n<aside class=\"notes\">\n{notes}</aside>\n</div>\n"
    )
}

pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
}

/// Stretches of [`MASK`].
fn masked_runs(text: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| *byte == MASK) {
        debug_assert_eq!(byte, MASK);
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(Span::new(at, at + 1)),
        }
    }
    runs
}

/// The text with Pandoc's `[words]{attributes}` masked, byte for byte, so that offsets hold, and
/// the byte ranges that are masked. A masked byte is U+0001, which Markdown takes for a letter.
pub(crate) fn without_brackets(source: &str) -> (String, Vec<Span>) {
    let mut hidden = Vec::new();
    let mut open = Vec::new();
    let mut skip_to = 0;
    for (at, letter) in source.char_indices() {
        match letter {
            _ if at < skip_to => {}
            '`' => skip_to = code_end(source, at),
            '[' => open.push(at),
            ']' => {
                let begin = open.pop();
                let attributes = source.get(at + 1..).and_then(attributes_end);
                if let (Some(begin), Some(length)) = (begin, attributes) {
                    hidden.push(Span::new(begin, begin + 1));
                    hidden.push(Span::new(at, at + 1 + length));
                    skip_to = at + 1 + length;
                }
            }
            _ => {}
        }
    }
    hidden.sort_unstable();
    let mut masked = source.as_bytes().to_vec();
    for span in &hidden {
        if let Some(bytes) = masked.get_mut(span.start..span.end) {
            bytes.fill(MASK);
        }
    }
    // Whole letters were replaced by single ASCII bytes, so the rest is still UTF-8.
    let masked = String::from_utf8(masked).unwrap_or_else(|_| source.to_owned());
    (masked, hidden)
}

/// Where the code that begins with a backtick at `at` ends; just after the backticks where it
/// does not.
fn code_end(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let (fence, inside) = rest.split_at(ticks);
    let end = inside.find(fence).filter(|end| {
        ticks >= 3 || !inside.get(..*end).is_some_and(|code| code.contains("\n\n"))
    });
    at + ticks + end.map_or(0, |end| end + ticks)
}

/// Length of `{...}` at the start of `text`, if it is a list of attributes.
pub(crate) fn attributes_end(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('{')?;
    if !inside.trim_start().starts_with(['.', '#']) && !inside.contains('=') {
        return None;
    }
    let mut quoted = false;
    for (at, letter) in inside.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '}' if !quoted => return Some(at + 2),
            '{' if !quoted => return None,
            _ if at > 2000 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(source: &str, words: &str, verdict: Verdict) -> Mark {
        let start = source.find(words).expect("the words are in the source");
        Mark {
            span: Span::new(start, start + words.len()),
            verdict,
            anchor: format!("claim-{start}"),
            href: "claims/c1.html".into(),
            message: "The evidence gives 7, not 6.".into(),
        }
    }

    /// The markup without tags of marks, to read what a reader reads.
    fn check(source: &str, marks: &[Mark], expected: &str) {
        assert_eq!(markdown(source, marks).html, expected);
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        let html = markdown("a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n", &[]).html;
        assert!(!html.contains("<script") && !html.contains("<b "), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
    }

    #[test]
    fn links_go_to_the_web_or_nowhere() {
        check(
            "[a](javascript:alert(1)) [b](https://example.org/?a=1&b=2)",
            &[],
            "<p>a <a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">b</a></p>\n",
        );
    }

    #[test]
    fn a_bound_claim_loses_its_brackets_and_keeps_its_words() {
        let source = "Only [seven states]{.claim vote=\"A/RES/ES-11/6\" count=7} voted *no*.";
        check(
            source,
            &[mark(source, "seven states", Verdict::Supported)],
            "<p>Only <a class=\"claim supported\" id=\"claim-6\" href=\"claims/c1.html\"><u>seven states</u>&#8288;\
             <span class=\"sign\"><span aria-hidden=\"true\">✓</span><span class=\"word\"> supported</span></span></a> \
             voted <em>no</em>.</p>\n",
        );
    }

    #[test]
    fn a_claim_across_emphasis_gets_one_sign() {
        let source = "It was *20 August* 2020 then.";
        let html =
            markdown(source, &[mark(source, "20 August* 2020", Verdict::Contradicted)]).html;
        assert_eq!(html.matches("class=\"sign\"").count(), 1, "{html}");
        assert_eq!(html.matches("id=\"claim-").count(), 1, "{html}");
        assert!(html.contains("<aside"), "{html}");
    }

    #[test]
    fn a_claim_inside_a_link_is_signed_after_it() {
        let source = "See [20 August](https://example.org) there.";
        let html = markdown(source, &[mark(source, "20 August", Verdict::Unverified)]).html;
        assert!(
            html.contains(
                "<span class=\"claim unverified\" id=\"claim-5\"><u>20 August</u></span></a><a class"
            ),
            "{html}"
        );
    }

    #[test]
    fn plain_text_is_cut_into_paragraphs() {
        let source = "One <b>.\n\nTwo & three.\n";
        let html = plain_text(source, &[mark(source, "Two", Verdict::Supported)]).html;
        assert!(
            html.starts_with("<p>One &lt;b&gt;.\n</p>\n<p><a class=\"claim supported\""),
            "{html}"
        );
    }

    #[test]
    fn footnotes_are_joined_only_where_both_ends_exist() {
        let html = markdown("One[^a] two[^b].\n\n[^a]: The note.\n", &[]).html;
        assert!(html.contains("href=\"#note-1\"") && html.contains("id=\"note-1\""), "{html}");
        assert!(!html.contains("#note-2"), "{html}");
    }
}
