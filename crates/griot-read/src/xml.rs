//! XML as a stream of elements: no tree, no entities but the five and numbers, so that nothing in it can grow.

use griot_model::Span;
use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::ResolveResult,
};

/// One step through a file.
#[derive(Debug)]
pub(crate) enum Step<'x> {
    /// An element begins.
    Open(Element<'x>),
    /// The innermost element ends; its end tag reaches to this byte.
    Close(usize),
    /// Characters.
    Text(String),
}

/// The start tag of an element.
#[derive(Debug)]
pub(crate) struct Element<'x> {
    /// The last part of the address of its namespace, which tells the vocabularies apart, transitional or strict, whatever
    /// prefix the file uses.
    pub(crate) space: Space,
    /// Where its tag stands.
    pub(crate) at: Span,
    tag: BytesStart<'x>,
}

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// Text of a Word document, transitional or strict.
    Word,
    /// Formulas.
    Math,
    /// Alternatives for programs of different age.
    Alternatives,
    /// OpenDocument: `office`, `text`, `table`, `draw` and so on.
    Office,
    /// See [`Self::Office`].
    OfficeText,
    /// See [`Self::Office`].
    OfficeTable,
    /// See [`Self::Office`].
    OfficeDraw,
    /// Any other, or none.
    Other,
}

impl Space {
    fn of(address: &str) -> Self {
        match address {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Alternatives,
            "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Self::Office,
            "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Self::OfficeText,
            "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Self::OfficeTable,
            "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" => Self::OfficeDraw,
            _ => Self::Other,
        }
    }
}

impl Element<'_> {
    /// Its name without a prefix.
    pub(crate) fn name(&self) -> &str {
        self.tag.name().local_name().into_inner()
    }

    /// The value of the first attribute of this name, whatever its prefix.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .take(MOST_ATTRIBUTES)
            .filter(|attribute| !attribute.key.as_ref().starts_with("xmlns"))
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        // An entity that is not known stays what is written.
        Some(match quick_xml::escape::unescape(&found.value) {
            Ok(value) => value.into_owned(),
            Err(_unknown) => found.value.into_owned(),
        })
    }

    /// A value that is on unless it says that it is off: `<w:vanish/>`, `<w:vanish w:val="0"/>`.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Attributes of one element that are looked at.
const MOST_ATTRIBUTES: usize = 256;
/// Elements within elements. No document comes near; a deeper one costs memory for each.
const DEEPEST: usize = 4_096;

/// A file on its way.
pub(crate) struct Xml<'x> {
    reader: NsReader<&'x [u8]>,
    /// Bytes of a mark before the file, which the reader does not count.
    mark: usize,
    depth: usize,
}

impl<'x> Xml<'x> {
    /// The elements of a file.
    pub(crate) fn of(text: &'x str) -> Self {
        let bare = text.trim_start_matches('\u{feff}');
        let mark = text.len() - bare.len();
        let mut reader = NsReader::from_str(bare);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_comments = false;
        Self { reader, mark, depth: 0 }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX) + self.mark
    }

    /// The next step; nothing at the end, or the sentence that says what is wrong.
    pub(crate) fn next(&mut self) -> Result<Option<Step<'x>>, String> {
        loop {
            let start = self.position();
            let event = self.reader.read_event();
            let event = event.map_err(|error| format!("its XML is damaged: {error}"))?;
            let end = self.position();
            return Ok(Some(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(format!("its elements are nested deeper than {DEEPEST}"));
                    }
                    let space = match self.reader.resolver().resolve_element(tag.name()).0 {
                        ResolveResult::Bound(address) => Space::of(address.into_inner()),
                        _ => Space::Other,
                    };
                    Step::Open(Element { space, at: Span::new(start, end), tag })
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Step::Close(end)
                }
                Event::Text(text) => Step::Text(text.replace("\r\n", "\n")),
                Event::CData(text) => Step::Text(text.into_inner().into_owned()),
                Event::GeneralRef(name) => {
                    let name = name.into_inner();
                    let meant = quick_xml::escape::unescape(&format!("&{name};")).map_or_else(
                        |_unknown| format!("&{name};"),
                        std::borrow::Cow::into_owned,
                    );
                    Step::Text(meant)
                }
                Event::Eof if self.depth > 0 => return Err("its XML ends too early".to_owned()),
                Event::Eof => return Ok(None),
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => continue,
            }));
        }
    }

    /// Passes the rest of the element that was just opened.
    pub(crate) fn skip(&mut self) -> Result<(), String> {
        let outside = self.depth - 1;
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}
