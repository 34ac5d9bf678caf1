//! The signs of a page, each with its place, as a drawing program would draw them.

use std::collections::HashSet;

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask,
    font::{Glyph, GlyphRun},
    hayro_cmap::BfString,
    hayro_syntax::page::Page,
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect},
};
use unicode_normalization::UnicodeNormalization as _;

/// Signs of one page that are read. No page that a person reads has a tenth of it.
const MOST_SIGNS: usize = 400_000;

/// A sign on a page, in points from its upper left corner as it is seen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sign {
    /// What it means; mostly one letter.
    pub(super) text: String,
    /// Where it begins and where the next one would.
    pub(super) x0: f32,
    /// See `x0`.
    pub(super) x1: f32,
    /// Its baseline.
    pub(super) y: f32,
    /// Height of its font.
    pub(super) size: f32,
}

/// What is drawn on a page.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// Signs that stand upright.
    pub(super) signs: Vec<Sign>,
    /// Signs that are turned: along the margin, or upside down.
    pub(super) turned: Vec<Sign>,
    pub(super) images: usize,
    /// Signs that are not drawn at all: a layer of recognised text.
    pub(super) invisible: usize,
    /// Signs whose fonts do not say what they mean.
    pub(super) unknown: usize,
    /// Whether there were more than are read.
    pub(super) is_cut: bool,
    seen: HashSet<(u32, i32, i32)>,
}

/// Draws a page.
pub(super) fn drawn<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>) -> (Drawn, Affine) {
    let upright = page.initial_transform(true);
    let upright = Affine::new(upright.as_coeffs());
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings::default();
    let mut context = Context::new(upright, area, cache, page.xref(), settings);
    let mut drawn = Drawn::default();
    interpret_page(page, &mut context, &mut drawn);
    drawn.seen = HashSet::new();
    (drawn, upright)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "points of a page, a tenth is exact enough"
)]
fn single(value: f64) -> f32 {
    value as f32
}

impl Drawn {
    fn sign(&mut self, glyph: &Glyph<'_>, place: Affine, mode: &DrawMode) {
        if self.signs.len() + self.turned.len() >= MOST_SIGNS {
            self.is_cut = true;
            return;
        }
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let origin = place * Point::ORIGIN;
        let end = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let top = place * Point::new(0.0, 1000.0);
        let size = single((top - origin).hypot());
        if !origin.x.is_finite()
            || !origin.y.is_finite()
            || !end.x.is_finite()
            || !size.is_finite()
        {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.unknown += 1;
                '\u{fffd}'.to_string()
            }
        };
        let text = plain(&text);
        if text.is_empty() {
            return;
        }
        // Bold is sometimes made by drawing twice; filling and stroking draws twice.
        #[expect(clippy::cast_possible_truncation, reason = "a key of a place")]
        let key = |value: f64| (value / f64::from(size.max(0.1)) * 10.0).round() as i32;
        let letter = text.chars().next().map_or(0, u32::from);
        if !self.seen.insert((letter, key(origin.x), key(origin.y))) {
            return;
        }
        self.invisible += usize::from(matches!(mode, DrawMode::Invisible));
        let (x0, x1, y) = (single(origin.x), single(end.x), single(origin.y));
        let along = (end - origin).hypot();
        let is_turned = along > 0.01 && (end.y - origin.y).abs() > along * 0.2
            || x1 < x0 - 0.01
            || top.y > origin.y;
        let sign = Sign { text, x0, x1: x1.max(x0), y, size };
        if is_turned { self.turned.push(sign) } else { self.signs.push(sign) }
    }
}

/// Ligatures and forms that letters take in a word, as the letters they are; blanks as blanks.
fn plain(text: &str) -> String {
    let form = |it: char| matches!(it, '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    text.chars()
        .filter(|it| !it.is_control() || *it == '\t')
        .flat_map(|it| {
            let blank = matches!(
                it,
                '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' | '\t'
            );
            let it = if blank { ' ' } else { it };
            let forms: Vec<char> =
                if form(it) { it.to_string().nfkc().collect() } else { vec![it] };
            forms
        })
        .collect()
}

impl<'a> Device<'a> for Drawn {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(
        &mut self,
        run: &GlyphRun<'_, 'a>,
        props: DrawProps<'a>,
        mode: &DrawMode,
    ) {
        for glyph in run.glyphs() {
            self.sign(glyph, props.transform * glyph.transform(), mode);
        }
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.images += 1;
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
