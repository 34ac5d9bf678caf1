//! What of a report does a reader of the rendered page see?
//!
//! A Markdown file holds more than its page shows: front matter, comments, attributes of spans and
//! of tags, reference definitions that nothing refers to, addresses on the author's own machine.
//! All of that is blotted out here, byte for byte, so that every other byte keeps its offset.

use std::ops::Range;

use griot_model::Span;
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::markdown::{MASK, options, without_brackets};

/// A report without what its page does not show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ReportText {
    /// As long as the file in bytes; what is not shown is blank or [`MASK`].
    pub(crate) source: String,
    /// Whether the file holds anything beside markup that its page does not show.
    pub(crate) hides: bool,
    /// What was blotted out, stretch by stretch, the longest first.
    hidden: Vec<String>,
}

impl ReportText {
    /// The report, whose links may go where `may_go` says.
    pub(super) fn of_markdown(source: &str, may_go: &dyn Fn(&str) -> bool) -> Self {
        let mut blots = Blots { bytes: source.as_bytes().to_vec(), blotted: false };
        let body = front_matter(source);
        blots.blank(0..body);
        // Comments and tags first: a bracket inside one is none.
        let (masked, _) = without_brackets(&blots.text(source));
        blots.markup(&masked);
        let (_, hidden) = without_brackets(&blots.text(source));
        for span in &hidden {
            // A bracket alone is markup; attributes say something.
            blots.blotted |= span.len() > 1;
            blots.mask(span.start..span.end);
        }
        let masked = blots.text(source);
        blots.links(&masked, may_go);
        let text = blots.text(source);
        let hidden = differing(source, &text);
        Self { source: text, hides: blots.blotted, hidden }
    }

    /// A text as it was read. A plain one hides nothing; of any other the file had more.
    pub(super) fn of_text(source: &str, hides: bool) -> Self {
        Self { source: source.to_owned(), hides, hidden: Vec::new() }
    }

    /// A sentence about the report without what its page does not show: rules quote the file.
    pub(super) fn without_hidden(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for hidden in &self.hidden {
            if text.contains(hidden.as_str()) {
                text = text.replace(hidden.as_str(), "");
            }
        }
        text
    }
}

/// Stretches in which two texts of one length differ, with more than a bracket in them.
fn differing(source: &str, blotted: &str) -> Vec<String> {
    let mut stretches: Vec<Vec<u8>> = Vec::new();
    let mut goes_on = false;
    for (was, is) in source.bytes().zip(blotted.bytes()) {
        // White space inside what is blotted out stays what it was.
        let differs = was != is || (goes_on && was.is_ascii_whitespace());
        if differs {
            match stretches.last_mut() {
                Some(last) if goes_on => last.push(was),
                _ => stretches.push(vec![was]),
            }
        }
        goes_on = differs;
    }
    let texts = stretches.iter().map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    let mut texts: Vec<String> = texts.filter(|text| text.chars().count() > 3).collect();
    texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    texts.dedup();
    texts
}

struct Blots {
    bytes: Vec<u8>,
    blotted: bool,
}

impl Blots {
    fn text(&self, source: &str) -> String {
        // Only whole letters are replaced, by single ASCII bytes.
        String::from_utf8(self.bytes.clone()).unwrap_or_else(|_| " ".repeat(source.len()))
    }

    fn fill(&mut self, range: Range<usize>, with: u8) {
        for byte in self.bytes.get_mut(range).unwrap_or_default() {
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = with;
            }
        }
    }

    fn blank(&mut self, range: Range<usize>) {
        self.blotted |= !range.is_empty();
        self.fill(range, b' ');
    }

    /// Inside a line, where blanks would change what stands around.
    fn mask(&mut self, range: Range<usize>) {
        self.fill(range, MASK);
    }

    /// Comments, declarations, and attributes of tags.
    fn markup(&mut self, masked: &str) {
        let mut until = 0;
        for (event, range) in Parser::new_ext(masked, options()).into_offset_iter() {
            match event {
                Event::Start(Tag::MetadataBlock(_)) => self.blank(range),
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                    until = self.tags(masked, range, until);
                }
                Event::Start(Tag::Heading { id, classes, attrs, .. })
                    if id.is_some() || !classes.is_empty() || !attrs.is_empty() =>
                {
                    let words = masked.get(range.clone()).unwrap_or_default();
                    if let Some(at) = words.rfind('{') {
                        let end = words.get(at..).and_then(|it| it.find('}'));
                        let end = end.map_or(words.len(), |end| at + end + 1);
                        self.blank(range.start + at..range.start + end);
                    }
                }
                _ => {}
            }
        }
    }

    /// Blots what a stretch of raw HTML holds beside the names of its tags; where it ends.
    fn tags(&mut self, source: &str, range: Range<usize>, until: usize) -> usize {
        let mut at = range.start.max(until);
        while at < range.end {
            let Some(rest) = source.get(at..range.end) else { break };
            let Some(open) = rest.find('<') else { break };
            let start = at + open;
            let rest = source.get(start..).unwrap_or_default();
            let end =
                |sign: &str| rest.find(sign).map_or(source.len(), |it| start + it + sign.len());
            let end = if rest.starts_with("<!--") {
                end("-->")
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                end(">").min(range.end.max(start + 1))
            } else {
                let named = rest.char_indices().skip(1).find(|(_, letter)| {
                    !(letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-'))
                });
                let named = start + named.map_or(rest.len(), |(at, _)| at);
                let closes = tag_end(source, named).min(range.end);
                if named < closes.saturating_sub(1) {
                    self.blotted = true;
                    self.mask(named..closes - 1);
                }
                at = closes.max(start + 1);
                continue;
            };
            self.blotted = true;
            // A comment that fills its lines leaves blank ones, as a browser shows it.
            let line = source.get(..start).unwrap_or_default().rsplit('\n').next();
            let alone = line.is_none_or(|line| line.trim().is_empty())
                && source
                    .get(end..)
                    .and_then(|rest| rest.split('\n').next())
                    .is_none_or(|rest| rest.trim().is_empty());
            self.fill(start..end, if alone { b' ' } else { MASK });
            at = end;
        }
        at.max(until)
    }

    /// Targets of links that may not go there, titles of links, and definitions that nothing uses.
    fn links(&mut self, masked: &str, may_go: &dyn Fn(&str) -> bool) {
        let mut parser = Parser::new_ext(masked, options()).into_offset_iter();
        let mut open: Vec<(Range<usize>, LinkType, bool, usize)> = Vec::new();
        let mut used: Vec<(String, bool)> = Vec::new();
        for (event, range) in parser.by_ref() {
            match event {
                Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                    let goes = goes_to_the_web(&dest_url) && may_go(&dest_url);
                    used.push((id.to_lowercase(), goes));
                    open.push((range.clone(), link_type, goes, range.start + 1));
                }
                Event::Start(Tag::Image { link_type, id, .. }) => {
                    used.push((id.to_lowercase(), false));
                    open.push((range.clone(), link_type, false, range.start + 2));
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    if let Some((whole, kind, goes, inside)) = open.pop() {
                        self.target(masked, &whole, kind, goes, inside);
                    }
                    if let Some(outer) = open.last_mut() {
                        outer.3 = outer.3.max(range.end);
                    }
                }
                _ => {
                    if let Some(outer) = open.last_mut() {
                        outer.3 = outer.3.max(range.end);
                    }
                }
            }
        }
        let definitions: Vec<(String, Range<usize>)> = parser
            .reference_definitions()
            .iter()
            .map(|(label, it)| (label.to_lowercase(), it.span.clone()))
            .collect();
        for (label, span) in definitions {
            let goes = used.iter().filter(|(id, _)| *id == label).map(|(_, goes)| *goes);
            match goes.reduce(|one, other| one || other) {
                None => self.blank(span),
                Some(true) => {}
                Some(false) => {
                    let words = masked.get(span.clone()).unwrap_or_default();
                    if let Some(at) = words.find("]:") {
                        self.stub(span.start + at + 2..span.end, 1);
                    }
                }
            }
        }
        // The first definition of a label counts; others of it are used by nothing.
        self.later_definitions(masked);
    }

    fn target(
        &mut self,
        masked: &str,
        whole: &Range<usize>,
        kind: LinkType,
        goes: bool,
        inside: usize,
    ) {
        match kind {
            LinkType::Inline => {
                // `](target "title")`
                let tail = masked.get(inside..whole.end).unwrap_or_default();
                let Some(at) = tail.find("](") else { return };
                let start = inside + at + 2;
                if goes {
                    let tail =
                        masked.get(start..whole.end.saturating_sub(1)).unwrap_or_default();
                    let quoted = tail.find([' ', '\t', '\n']).filter(|at| {
                        tail.get(*at..).is_some_and(|rest| rest.contains(['"', '\'', '(']))
                    });
                    if let Some(at) = quoted {
                        self.blank(start + at..whole.end.saturating_sub(1));
                    }
                } else {
                    self.stub(start..whole.end.saturating_sub(1), 0);
                }
            }
            LinkType::Autolink | LinkType::Email if !goes => {
                self.blotted = true;
                self.mask(whole.clone());
            }
            _ => {}
        }
    }

    /// Puts `#` in the place of a target, so that what is a link stays one and leads nowhere.
    fn stub(&mut self, range: Range<usize>, skip: usize) {
        let at = range.start + skip;
        if at >= range.end {
            return;
        }
        self.blank(range);
        if let Some(byte) = self.bytes.get_mut(at) {
            *byte = b'#';
        }
    }

    fn later_definitions(&mut self, masked: &str) {
        let parser = Parser::new_ext(masked, options());
        let firsts: Vec<Range<usize>> =
            parser.reference_definitions().iter().map(|(_, it)| it.span.clone()).collect();
        let mut shown: Vec<Range<usize>> = Vec::new();
        for (event, range) in parser.into_offset_iter() {
            if let Event::Start(
                Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Table(_),
            ) = event
            {
                shown.push(range);
            }
        }
        let mut start = 0;
        for line in masked.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            let bare = line.trim_start_matches([' ', '>', '\t']);
            let defines =
                bare.starts_with('[') && !bare.starts_with("[^") && bare.contains("]:");
            let overlaps =
                |other: &Range<usize>| other.start < range.end && range.start < other.end;
            if defines && !shown.iter().any(overlaps) && !firsts.iter().any(overlaps) {
                self.blank(range);
            }
        }
    }
}

/// Where a tag ends whose name ended at `from`; quoted values may hold a `>`.
fn tag_end(source: &str, from: usize) -> usize {
    let mut quote = None;
    for (at, letter) in source.get(from..).unwrap_or_default().char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '>') => return from + at + 1,
            _ => {}
        }
    }
    source.len()
}

/// Where front matter ends that begins the text: the first byte after its last fence.
fn front_matter(source: &str) -> usize {
    let text = source.trim_start_matches('\u{feff}');
    let before = source.len() - text.len();
    let Some(fence) = ["---", "+++", ";;;"].into_iter().find(|fence| {
        text.strip_prefix(fence)
            .is_some_and(|rest| rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n'))
    }) else {
        return 0;
    };
    let mut end = before;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        end += line.len();
        let bare = line.trim_end();
        if number > 0 && (bare == fence || (bare == "..." && fence == "---")) {
            return end;
        }
        // A rule that opens a text is no front matter: nothing closes it before an empty line.
        if number == 1 && bare.is_empty() {
            return 0;
        }
    }
    0
}

/// Only addresses that a browser opens without running anything, and that others can reach.
pub(crate) fn goes_to_the_web(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    if address.starts_with("mailto:") {
        return true;
    }
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    rest.is_some_and(|rest| {
        let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        // A name and password are for whoever holds them.
        authority == host && !is_local(host)
    })
}

/// Whether a host is on this machine or in its own network.
fn is_local(host: &str) -> bool {
    if host.starts_with('[') {
        let inside = host.trim_start_matches('[').split(']').next().unwrap_or_default();
        return inside.parse::<std::net::Ipv6Addr>().map_or(true, |address| {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.to_ipv4_mapped().is_some()
        });
    }
    let name = host.split(':').next().unwrap_or_default().trim_end_matches('.');
    if let Ok(address) = name.parse::<std::net::Ipv4Addr>() {
        return address.is_loopback()
            || address.is_private()
            || address.is_link_local()
            || address.is_unspecified();
    }
    !name.contains('.')
        || [".local", ".localhost", ".internal", ".lan", ".intranet", ".home.arpa", ".corp"]
            .iter()
            .any(|end| name.ends_with(end))
        // 2130706433 and 0x7f.1 are addresses too, to a browser.
        || name.rsplit('.').next().is_some_and(|last| {
            last.is_empty() || last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// The words of a report as a reader reads them, one after another, and where each stood in the
/// file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// The words: blocks between empty lines, cells of a table between tabulators.
    pub(crate) text: String,
    /// Stretches of the file and of `text` that are the same words; the last says whether byte for byte.
    pieces: Vec<(Span, Span, bool)>,
}

impl Shown {
    /// The words of a blotted Markdown file.
    pub(super) fn of_markdown(source: &str) -> Self {
        let mut shown = Self::default();
        for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
            let span = Span::new(range.start, range.end);
            match event {
                Event::Text(words) | Event::Code(words) => shown.words(source, &words, span),
                Event::SoftBreak | Event::HardBreak => shown.push(" ", span, false),
                Event::End(TagEnd::TableCell) => shown.apart("\t"),
                Event::End(TagEnd::TableRow | TagEnd::TableHead) => shown.apart("\n"),
                Event::End(
                    TagEnd::Paragraph
                    | TagEnd::Heading(_)
                    | TagEnd::Item
                    | TagEnd::CodeBlock
                    | TagEnd::Table
                    | TagEnd::FootnoteDefinition
                    | TagEnd::BlockQuote(_),
                ) => shown.apart("\n\n"),
                _ => {}
            }
        }
        let end = shown.text.trim_end().len();
        shown.text.truncate(end);
        if !shown.text.is_empty() {
            shown.text.push('\n');
        }
        shown
    }

    /// A text as it is.
    pub(super) fn of_plain_text(source: &str) -> Self {
        let whole = Span::new(0, source.len());
        Self { text: source.to_owned(), pieces: vec![(whole, whole, true)] }
    }

    fn words(&mut self, source: &str, words: &str, span: Span) {
        let own = span.of(source);
        if words.len() != span.len() {
            let words = words.replace(char::from(MASK), "");
            self.push(&words, span, false);
            return;
        }
        let mut start = 0;
        for (at, letter) in own.char_indices().chain([(own.len(), char::from(MASK))]) {
            if letter == char::from(MASK) {
                if start < at {
                    let piece = Span::new(start, at);
                    self.push(piece.of(own), piece.shifted(span.start), true);
                }
                start = at + 1;
            }
        }
    }

    fn push(&mut self, words: &str, from: Span, verbatim: bool) {
        let start = self.text.len();
        self.text.push_str(words);
        self.pieces.push((from, Span::new(start, self.text.len()), verbatim));
    }

    /// Ends a block, once.
    fn apart(&mut self, sign: &str) {
        if self.text.is_empty() || self.text.ends_with("\n\n") || self.text.ends_with(sign) {
            return;
        }
        let end = self.text.trim_end_matches([' ', '\t', '\n']).len();
        if sign != "\t" {
            let last = self.pieces.last().map_or(0, |(_, to, _)| to.end);
            self.text.truncate(end.max(last));
        }
        self.text.push_str(sign);
    }

    /// Where the words of a span of the file stand in the text; none where none of them is shown.
    pub(super) fn place(&self, span: Span) -> Option<Span> {
        let first = self.pieces.partition_point(|(from, ..)| from.end <= span.start);
        let within =
            self.pieces.iter().skip(first).take_while(|(from, ..)| from.start < span.end);
        let mut found: Option<Span> = None;
        for (from, to, verbatim) in within {
            let place = if *verbatim {
                let start = span.start.max(from.start) - from.start;
                let end = span.end.min(from.end) - from.start;
                Span::new(to.start + start, to.start + end)
            } else {
                *to
            };
            if place.of(&self.text).trim().is_empty() && found.is_none() {
                continue;
            }
            found = Some(found.map_or(place, |found| found.join(place)));
        }
        found.filter(|found| !found.of(&self.text).trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "Kestrel";

    fn blotted(source: &str) -> String {
        let text = ReportText::of_markdown(source, &|_| true);
        assert_eq!(text.source.len(), source.len(), "{source:?}");
        text.source
    }

    #[test]
    fn what_a_page_does_not_show_is_blotted_out() {
        for source in [
            "---\nsource: Kestrel\n---\n\nWords.",
            "+++\nsource = 1 # Kestrel\n+++\n\nWords.",
            "\u{feff}---\nsource: Kestrel\n---\nWords.",
            "---\r\nsource: Kestrel\r\n---\r\nWords.",
            "Words.\n\n---\nsource: Kestrel\n---\n\nMore.",
            "Words.\n\n<!-- Kestrel -->\n\nMore.",
            "Words <!-- Kestrel --> and more.",
            "Words <!-- a\nKestrel\nb --> and more.",
            "<!--\n\nKestrel\n\n-->\n\nMore.",
            "Words.\n\n<div>\n<!-- a\n\nKestrel -->\n",
            "Words.\n\n<!-- Kestrel",
            "A [b]{.claim src=Kestrel} c.",
            "A [b]{.claim src=\"Kestrel }\"} c.",
            "A <span data-x=\"Kestrel\">b</span> c.",
            "<div title='a > Kestrel'>b</div>\n",
            "<?php Kestrel ?>\n\nWords.",
            "<!DOCTYPE Kestrel>\n\nWords.",
            "Words.\n\n[a]: https://example.org/Kestrel\n",
            "Words.\n\n[a]: https://example.org/ \"Kestrel\"\n",
            "[a]\n\n[a]: https://example.org/\n[a]: https://example.org/Kestrel\n",
            "[a](file:///home/Kestrel)",
            "[a](sources/Kestrel.pdf)",
            "[a](<sources/Kestrel b.pdf> 'x')",
            "[a](http://localhost:8000/Kestrel)",
            "[a](http://10.0.0.3/Kestrel)",
            "[a](https://Kestrel:pw@example.org/)",
            "[a](https://example.org/ \"Kestrel\")",
            "![a](file:///home/Kestrel.png)",
            "![a][b]\n\n[b]: /home/Kestrel.png\n",
            "[a][b]\n\n[b]: file:///home/Kestrel\n",
            "> [a][b]\n\n> [b]: file:///home/Kestrel\n",
            "See <file:///home/Kestrel>.",
            "# Title {#Kestrel}\n",
            "# Title {.Kestrel x=Kestrel}\n",
        ] {
            let text = blotted(source);
            assert!(!text.contains(SECRET), "{source:?} leaves {text:?}");
        }
    }

    #[test]
    fn what_a_page_shows_stays() {
        for source in [
            "Words Kestrel.",
            "`<!-- Kestrel -->`",
            "```\n<!-- Kestrel -->\n```\n",
            "[Kestrel](file:///x)",
            "![Kestrel](x.png)",
            "[a](https://example.org/Kestrel)",
            "[a][b]\n\n[b]: https://example.org/Kestrel\n",
            "# Kestrel {#x}\n",
            "a <b class=x>Kestrel</b>",
            "A note[^1].\n\n[^1]: Kestrel\n",
        ] {
            let text = blotted(source);
            assert!(text.contains(SECRET), "{source:?} loses {text:?}");
        }
    }

    #[test]
    fn spans_point_at_the_same_words() {
        let source = "---\nx: y\n---\n# A *title*\n\nSo [seven\nstates]{.claim n=7} &amp; <!-- x -->one.\n\n| a | b |\n|---|---|\n| c | d |\n";
        let text = ReportText::of_markdown(source, &|_| true);
        let shown = Shown::of_markdown(&text.source);
        assert_eq!(shown.text, "A title\n\nSo seven states & one.\n\na\tb\nc\td\n");
        for words in ["seven\nstates", "one", "title", "d"] {
            let at = source.rfind(words).expect("it is there");
            let place = shown.place(Span::new(at, at + words.len())).expect("it is shown");
            assert_eq!(place.of(&shown.text), words.replace('\n', " "));
        }
        let hidden = source.find("x: y").expect("it is there");
        assert_eq!(shown.place(Span::new(hidden, hidden + 4)), None);
    }

    #[test]
    fn a_local_address_is_known() {
        for local in [
            "http://localhost/x",
            "https://127.0.0.1/",
            "http://[::1]/",
            "http://nas/x",
            "https://wiki.intranet/x",
            "http://192.168.1.4:80/",
            "http://2130706433/",
            "file:///x",
            "x.pdf",
            "//server/x",
            "javascript:alert(1)",
            "data:text/html,x",
        ] {
            assert!(!goes_to_the_web(local), "{local}");
        }
        for web in ["https://example.org/x", "http://93.184.216.34/", "mailto:a@example.org"] {
            assert!(goes_to_the_web(web), "{web}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_text_keeps_its_length(source in "[-\\[\\]{}()<>!#`a-zé \n:/\"=.+]{0,80}") {
            let text = ReportText::of_markdown(&source, &|_| true);
            proptest::prop_assert_eq!(text.source.len(), source.len());
            let shown = Shown::of_markdown(&text.source);
            for at in 0..source.len() {
                if let Some(place) = shown.place(Span::new(at, source.len())) {
                    proptest::prop_assert!(place.end <= shown.text.len());
                }
            }
        }
    }
}
