//! What a PDF has beside the signs of its pages: links, comments, what it says about itself.

use hayro_interpret::{
    hayro_syntax::{
        Pdf,
        object::{Array, DateTime, Dict, Name, Rect as Corners, String as Text},
        page::Page,
    },
    kurbo::{Affine, Point},
};

use griot_model::Span;

use crate::Metadata;

/// Annotations of one page that are looked at.
const MOST: usize = 5_000;

/// A place on a page that leads somewhere.
#[derive(Debug, Clone)]
pub(super) struct Area {
    pub(super) x0: f32,
    pub(super) y0: f32,
    pub(super) x1: f32,
    pub(super) y1: f32,
    pub(super) target: String,
}

/// A comment on a page.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    pub(super) area: Area,
    /// The words that it lies over, once they are known.
    pub(super) anchor: Option<Span>,
    pub(super) author: String,
    pub(super) date: Option<String>,
    pub(super) text: String,
}

/// Links and comments of a page, in points from its upper left corner as it is seen.
pub(super) fn annotations(page: &Page<'_>, upright: Affine) -> (Vec<Area>, Vec<Noted>) {
    let (mut links, mut comments) = (Vec::new(), Vec::new());
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots".as_slice()) else {
        return (links, comments);
    };
    for annotation in all.iter::<Dict<'_>>().take(MOST) {
        let Some(corners) = annotation.get::<Corners>(b"Rect".as_slice()) else { continue };
        let kind = annotation.get::<Name<'_>>(b"Subtype".as_slice());
        let is_link = kind.as_ref().is_some_and(|it| it.as_ref() == b"Link");
        let is_popup =
            kind.as_ref().is_some_and(|it| it.as_ref() == b"Popup" || it.as_ref() == b"Widget");
        let mut area = area(corners, upright);
        if is_link {
            let action = annotation.get::<Dict<'_>>(b"A".as_slice());
            let address = action.and_then(|it| it.get::<Text<'_>>(b"URI".as_slice()));
            if let Some(address) = address {
                area.target = text(address.as_bytes()).trim().to_owned();
                links.push(area);
            }
        } else if !is_popup {
            let Some(said) = annotation.get::<Text<'_>>(b"Contents".as_slice()) else {
                continue;
            };
            let said = text(said.as_bytes()).trim().to_owned();
            let author = annotation.get::<Text<'_>>(b"T".as_slice());
            let date = annotation.get::<Text<'_>>(b"M".as_slice());
            if !said.is_empty() {
                comments.push(Noted {
                    area,
                    anchor: None,
                    author: author.map(|it| text(it.as_bytes())).unwrap_or_default(),
                    date: date.map(|it| text(it.as_bytes())),
                    text: said,
                });
            }
        }
    }
    (links, comments)
}

#[expect(clippy::cast_possible_truncation, reason = "points of a page")]
fn area(corners: Corners, upright: Affine) -> Area {
    let a = upright * Point::new(corners.x0, corners.y0);
    let b = upright * Point::new(corners.x1, corners.y1);
    Area {
        x0: a.x.min(b.x) as f32,
        y0: a.y.min(b.y) as f32,
        x1: a.x.max(b.x) as f32,
        y1: a.y.max(b.y) as f32,
        target: String::new(),
    }
}

/// How many pages the file says that it has.
pub(super) fn promised(pdf: &Pdf) -> Option<usize> {
    let xref = pdf.xref();
    let catalog = xref.get::<Dict<'_>>(xref.root_id())?;
    let count =
        catalog.get::<Dict<'_>>(b"Pages".as_slice())?.get::<i32>(b"Count".as_slice())?;
    usize::try_from(count).ok()
}

/// What the file says about itself.
pub(super) fn metadata(pdf: &Pdf) -> Metadata {
    let said = pdf.metadata();
    let of = |bytes: &Option<Box<[u8]>>| {
        let text = text(bytes.as_deref()?).trim().to_owned();
        Some(text).filter(|it| !it.is_empty())
    };
    Metadata {
        title: of(&said.title),
        authors: of(&said.author).into_iter().collect(),
        published: said.creation_date.as_ref().map(day),
        modified: said.modification_date.as_ref().map(day),
        ..Metadata::default()
    }
}

fn day(date: &DateTime) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A string of a PDF: UTF-16 or UTF-8 with a mark, else an encoding of its own that is Latin for letters.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [0xef, 0xbb, 0xbf, ..] => {
            griot_model::decoding::decode(bytes).text.into_owned()
        }
        _ => bytes.iter().map(|byte| own_letter(*byte)).collect(),
    }
}

/// A byte of `PDFDocEncoding`.
fn own_letter(byte: u8) -> char {
    const SIGNS: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽılœšž";
    match byte {
        0x80..=0x9e => SIGNS.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
        0xa0 => '€',
        byte => char::from(byte),
    }
}
