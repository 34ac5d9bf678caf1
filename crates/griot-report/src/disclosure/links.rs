//! Where may the links of a report go?
//!
//! An address on the author's own machine says something about the author, the title of a link is not seen on the page, and
//! a reference definition that nothing refers to is not shown at all. They are blotted out, so that what is a link
//! stays one and leads nowhere.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::report_text::Blots;
use crate::{address::goes_to_the_web, markdown::options};

impl Blots {
    /// Targets of links that may not go there, titles of links, and definitions that nothing uses.
    pub(super) fn links(&mut self, masked: &str, may_go: &dyn Fn(&str) -> bool) {
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
                        self.lead_nowhere(span.start + at + 2..span.end, 1);
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
                    self.lead_nowhere(start..whole.end.saturating_sub(1), 0);
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
    fn lead_nowhere(&mut self, range: Range<usize>, skip: usize) {
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
