//! What of a report does a reader of the rendered page see?
//!
//! A Markdown file holds more than its page shows: front matter, comments, attributes of spans and
//! of tags, elements that a browser hides. All of that is blotted out here, byte for byte, so that every
//! other byte keeps its offset. Where links go is decided in [`super::links`].

use std::{collections::BTreeSet, ops::Range};

use griot_model::Span;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::markdown::{MASK, attributes_end, options, without_brackets};

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
        let mut blots =
            Blots { bytes: source.as_bytes().to_vec(), blotted: false, concealing: None };
        let body = front_matter(source);
        blots.blank(0..body);
        // Comments and tags first: a bracket inside one is none.
        let (masked, _) = without_brackets(&blots.text(source));
        blots.markup(&masked);
        let text = blots.text(source);
        blots.notes_of_editors(&text);
        let text = blots.text(source);
        blots.pandoc(&text);
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

/// A text of which stretches are blotted out.
pub(super) struct Blots {
    pub(super) bytes: Vec<u8>,
    pub(super) blotted: bool,
    /// An element that a browser hides and that has not ended yet.
    concealing: Option<Concealing>,
}

struct Concealing {
    element: String,
    start: usize,
    /// Elements of the same name that are open in it, itself included.
    depth: usize,
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

    pub(super) fn blank(&mut self, range: Range<usize>) {
        self.blotted |= !range.is_empty();
        self.fill(range, b' ');
    }

    /// Inside a line, where blanks would change what stands around.
    pub(super) fn mask(&mut self, range: Range<usize>) {
        self.fill(range, MASK);
    }

    /// Lines as a whole are left blank, parts of lines masked, so that what stands around them is read
    /// as before.
    fn conceal(&mut self, source: &str, range: Range<usize>) {
        self.blotted = true;
        let mut start = 0;
        for line in source.split_inclusive('\n') {
            let all = start..start + line.len();
            start = all.end;
            let here = range.start.max(all.start)..range.end.min(all.end);
            if here.is_empty() {
                continue;
            }
            let beside = [all.start..here.start, here.end..all.end];
            let alone = beside
                .into_iter()
                .all(|part| source.get(part).is_some_and(|words| words.trim().is_empty()));
            self.fill(here, if alone { b' ' } else { MASK });
        }
    }

    /// What editors write for each other: the comments and deletions of `CriticMarkup`, the comments of
    /// Obsidian.
    fn notes_of_editors(&mut self, source: &str) {
        let code = code_of(source);
        for (begins, ends) in [("{>>", "<<}"), ("{--", "--}"), ("%%", "%%")] {
            let mut at = 0;
            while let Some(found) = source.get(at..).and_then(|rest| rest.find(begins)) {
                let start = at + found;
                let inside = start + begins.len();
                let end = source.get(inside..).and_then(|rest| rest.find(ends));
                let Some(end) = end.map(|end| inside + end + ends.len()) else { break };
                at = inside;
                let in_code = code.iter().any(|code| code.start < end && start < code.end);
                // A sign of per cent follows a number; a comment begins a word.
                let follows = source.get(..start).and_then(|before| before.chars().next_back());
                let is_number = begins == "%%" && follows.is_some_and(|it| !it.is_whitespace());
                if !in_code && !is_number {
                    self.conceal(source, start..end);
                    at = end;
                }
            }
        }
    }

    /// Attributes of links, pictures and code, footnotes that nothing refers to, and the fences of
    /// Pandoc's blocks.
    fn pandoc(&mut self, source: &str) {
        let mut ends = Vec::new();
        let (mut defined, mut used) = (Vec::new(), BTreeSet::new());
        for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
            match event {
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    defined.push((name.into_string(), range));
                }
                Event::FootnoteReference(name) => {
                    used.insert(name.into_string());
                }
                Event::End(TagEnd::Link | TagEnd::Image) | Event::Code(_) => {
                    ends.push(range.end);
                }
                _ => {}
            }
        }
        for end in ends {
            if let Some(length) = source.get(end..).and_then(attributes_end) {
                self.blotted = true;
                self.mask(end..end + length);
            }
        }
        // A footnote that nothing refers to is on no page but griot's.
        for (name, range) in defined {
            if !used.contains(&name) {
                self.conceal(source, range);
            }
        }
        let code = code_of(source);
        let mut start = 0;
        for line in source.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            let bare = line.trim_start_matches([' ', '>', '\t']);
            let in_code =
                code.iter().any(|code| code.start < range.end && range.start < code.end);
            if bare.starts_with(":::") && !in_code {
                self.blotted |= bare.trim().trim_matches(':').trim() != "";
                self.fill(range, b' ');
            }
        }
    }

    /// Comments, declarations, attributes of tags, and elements that a browser hides.
    fn markup(&mut self, masked: &str) {
        self.in_markup(masked);
        if let Some(open) = self.concealing.take() {
            self.conceal(masked, open.start..masked.len());
        }
    }

    /// Follows an element that a browser hides from its tag to the one that ends it.
    fn follow(&mut self, source: &str, tag: Range<usize>, name: Range<usize>) {
        let name = source.get(name).unwrap_or_default().to_ascii_lowercase();
        let (closes, name) = match name.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, name.as_str()),
        };
        if let Some(open) = &mut self.concealing {
            if open.element == name {
                open.depth = if closes { open.depth - 1 } else { open.depth + 1 };
            }
            if open.depth == 0 {
                let start = open.start;
                self.concealing = None;
                self.conceal(source, start..tag.end);
            }
            return;
        }
        let attributes = source.get(tag.clone()).unwrap_or_default();
        if !closes && is_concealed(name, attributes) {
            let element = name.to_owned();
            self.concealing = Some(Concealing { element, start: tag.start, depth: 1 });
        }
    }

    fn in_markup(&mut self, masked: &str) {
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
                self.follow(source, start..closes, start + 1..named);
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
}

/// Stretches of code, in which signs are words.
fn code_of(source: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(source, options()).into_offset_iter();
    events
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect()
}

/// Elements of which a browser shows nothing, whatever their attributes.
const CONCEALED: [&str; 12] = [
    "datalist", "desc", "head", "iframe", "metadata", "noembed", "noframes", "noscript",
    "script", "style", "template", "title",
];

/// Elements without an end.
const VOID: [&str; 12] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "track", "wbr",
];

/// Whether a browser hides an element, as far as its own tag says.
fn is_concealed(name: &str, tag: &str) -> bool {
    if VOID.contains(&name) {
        return false;
    }
    let tag: String = tag.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let styled = tag.replace(' ', "");
    let hidden =
        tag.split([' ', '/', '>']).any(|word| word == "hidden" || word.starts_with("hidden="));
    let never = |style: &str| {
        styled.find(style).is_some_and(|at| {
            // Half as opaque, or half as large, is seen.
            let after = styled.get(at + style.len()..).unwrap_or_default();
            !after.starts_with(|it: char| it == '.' || it.is_ascii_digit())
        })
    };
    CONCEALED.contains(&name)
        || hidden
        || ["display:none", "visibility:hidden", "font-size:0", "opacity:0"]
            .into_iter()
            .any(never)
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
            "Words <span hidden>Kestrel</span> and more.",
            "Words <span style=\"display: none\">Kestrel <span>a</span> Kestrel</span> and more.",
            "<div style='visibility:hidden'>\n\nKestrel\n\n- Kestrel\n\n</div>\n\nMore.",
            "<DIV HIDDEN>\n\nKestrel",
            "<script>\nif (a<b) { Kestrel }\n</script>\n\nMore.",
            "<style>.Kestrel {}</style>\n",
            "Words <template>Kestrel</template>.",
            "<head><title>Kestrel</title></head>\n",
            "[a](https://example.org/){target=Kestrel}",
            "![a](x.png){#Kestrel width=3}",
            "`code`{.Kestrel}",
            "::: {.note source=Kestrel}\nWords.\n:::\n",
            "> ::: Kestrel\n> Words.\n> :::\n",
            "Words {>>Kestrel\nsaid<<} and {--Kestrel--} more.",
            "Words %%Kestrel%% more.\n\n%%\nKestrel\n%%\n",
            "Words.\n\n[^a]: Kestrel\n\n    Kestrel\n",
            "Words.\n\n[^Kestrel]: words\n",
            "[//]: # (Kestrel)\n",
            "[comment]: <> (Kestrel)\n",
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
            "a <span hidden>x</span> Kestrel",
            "<div hidden>\n\nx\n\n</div>\n\nKestrel",
            "<p style=\"opacity: 0.8\">Kestrel</p>",
            "`<span hidden>` Kestrel",
            "50%% Kestrel 60%%",
            "`{>>Kestrel<<}`",
            "::: note\nKestrel\n:::\n",
            "<details><summary>a</summary>Kestrel</details>",
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
