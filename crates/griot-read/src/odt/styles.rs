//! What styles of an OpenDocument text mean.

use std::collections::BTreeMap;

use crate::xml::{Step, Xml};

/// Styles that are based on each other; no document has more in a row.
const LONGEST_CHAIN: usize = 32;

/// The styles of a document by name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: BTreeMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: String,
    is_hidden: bool,
}

impl Styles {
    /// Adds the styles of a part.
    pub(super) fn add(&mut self, text: &str) -> Result<(), String> {
        let mut xml = Xml::of(text);
        let mut open = String::new();
        while let Some(step) = xml.next()? {
            let Step::Open(element) = step else { continue };
            match element.name() {
                "style" => {
                    open = element.get("name").unwrap_or_default();
                    let based_on = element.get("parent-style-name").unwrap_or_default();
                    self.all.insert(open.clone(), Style { based_on, is_hidden: false });
                }
                "text-properties" if element.get("display").is_some_and(|it| it == "none") => {
                    if let Some(style) = self.all.get_mut(&open) {
                        style.is_hidden = true;
                    }
                }
                // Only styles come before the text.
                "body" => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn chain<'s>(&'s self, name: &'s str) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = self.all.get_key_value(name);
        let next = |(_, style): &(&String, &'s Style)| self.all.get_key_value(&style.based_on);
        std::iter::successors(first, next)
            .take(LONGEST_CHAIN)
            .map(|(name, style)| (name.as_str(), style))
    }

    /// Whether text in this style is not shown.
    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.chain(name).any(|(_, style)| style.is_hidden)
    }

    /// Whether a paragraph in this style is a quotation.
    pub(super) fn is_quote(&self, name: &str) -> bool {
        name == "Quotations" || self.chain(name).any(|(_, it)| it.based_on == "Quotations")
    }

    /// Level of the heading that a paragraph in this style is: the title of the document is one.
    pub(super) fn is_title(&self, name: &str) -> bool {
        name == "Title" || self.chain(name).any(|(_, it)| it.based_on == "Title")
    }
}
