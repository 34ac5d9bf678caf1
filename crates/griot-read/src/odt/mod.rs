//! OpenDocument texts: which parts there are, and what they say together.

mod regions;
mod styles;
mod walk;

use griot_model::{Place, Span};
use griot_text::document::{BlockKind, Remark};

use crate::{
    About, Comment, Document, Kind, Note, Unreadable, assemble::assembled, package::Package,
    properties, written::Written,
};
use styles::Styles;
use walk::{Noted, Walk};

const WHAT: &str = "an OpenDocument text (ODT)";
const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";

/// Reads an OpenDocument text.
pub(crate) fn read(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes, name, WHAT)?;
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        let why = "it is encrypted; open it with its password and save it without one";
        return Err(Unreadable::damaged(name, WHAT, why));
    }
    let Some(content) = package.text(CONTENT)? else {
        return Err(Unreadable::damaged(name, WHAT, "it has no content.xml"));
    };
    let mut styles = Styles::default();
    let named = package.text(STYLES)?;
    if let Some(named) = &named {
        styles.add(named).map_err(|why| package.damaged(STYLES, &why))?;
    }
    let damaged = |package: &Package<'_>, why: String| package.damaged(CONTENT, &why);
    styles.add(&content).map_err(|why| damaged(&package, why))?;
    let regions = regions::of(&content).map_err(|why| damaged(&package, why))?;
    let mut whole = Written::default();
    let part = whole.part(CONTENT);
    let mut walk = Walk::of(&content, &styles, &regions, part);
    walk.body("body", &mut whole).map_err(|why| damaged(&package, why))?;
    let (noted, mut comments) = walk.aside();
    let mut notes = Vec::new();
    for note in noted {
        notes.push(placed(note, &mut whole));
    }
    let main_blocks = whole.blocks.len();
    if let Some(named) = &named {
        let part = whole.part(STYLES);
        let mut walk = Walk::of(named, &styles, &regions, part).within("header or footer");
        walk.body("master-styles", &mut whole).map_err(|why| package.damaged(STYLES, &why))?;
    }
    let mut document = assembled(name, Kind::Odt, "odt", whole, main_blocks);
    for note in notes {
        match document.notes.iter_mut().find(|it| it.kind == note.kind && it.id == note.id) {
            Some(known) => *known = note,
            None => document.notes.push(note),
        }
    }
    for anchored in document.comments.drain(..) {
        let own = comments.iter_mut().find(|it: &&mut Comment| it.id == anchored.id);
        if let Some(own) = own {
            own.anchor = anchored.anchor;
        }
    }
    document.comments = comments;
    if let Some(meta) = package.text("meta.xml")? {
        match properties::metadata(&meta) {
            Ok(metadata) => document.metadata = metadata,
            Err(why) => {
                document.prose.notes.push(Remark::about_file(format!("meta.xml: {why}")));
            }
        }
    }
    document.prose.title.clone_from(&document.metadata.title);
    document.settle();
    Ok(document)
}

/// Puts the text of a note after the body.
fn placed(noted: Noted, whole: &mut Written) -> Note {
    let mut span: Option<Span> = None;
    let within = format!("{} {}", noted.kind.word(), noted.label);
    for (number, paragraph) in (1..).zip(noted.paragraphs) {
        let place = Place::Paragraph { number, within: within.clone(), heading: String::new() };
        let at = whole.add(paragraph, BlockKind::Paragraph, About::default(), place);
        span = Some(span.map_or(at, |known| known.join(at)));
    }
    let end = whole.text.len();
    Note {
        label: noted.label,
        id: noted.id,
        kind: noted.kind,
        span: span.unwrap_or(Span::new(end, end)),
    }
}
