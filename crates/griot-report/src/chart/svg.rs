//! A little pen for SVG: every text that passes through it is escaped.

use std::fmt::Write as _;

use super::figure::Width;
use crate::escape::escaped;

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing under way.
#[derive(Debug)]
pub(super) struct Svg {
    out: String,
}

impl Svg {
    /// A drawing with a title and a description for those who do not see it. `id` is unique on
    /// the page.
    pub(super) fn new(id: &str, width: Width, height: f64, title: &str, about: &str) -> Self {
        let (w, side) = (width.pixels(), width.suffix());
        let id = format!("{id}-{side}");
        let mut svg = Self { out: String::new() };
        svg.push(format_args!(
            "<svg class=\"chart {side}\" viewBox=\"0 0 {w} {height:.0}\" width=\"{w}\" \
             height=\"{height:.0}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
             <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escaped(title),
            escaped(about)
        ));
        svg
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.push(format_args!(
            "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
            from.0, from.1, to.0, to.1
        ));
    }

    /// A rectangle by its top left corner, never thinner than `1.5` pixels.
    pub(super) fn rect(&mut self, class: &str, at: (f64, f64), width: f64, height: f64) {
        self.push(format_args!(
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
            at.0,
            at.1,
            width.max(1.5),
            height
        ));
    }

    pub(super) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        self.push(format_args!(
            "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            at.0,
            at.1,
            escaped(text)
        ));
    }

    /// An open line through points.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        self.shape(class, points, "");
    }

    /// A closed area around points.
    pub(super) fn area(&mut self, class: &str, points: &[(f64, f64)]) {
        self.shape(class, points, "Z");
    }

    /// The marker of the series with this place in the order: circle, square, triangle, diamond.
    pub(super) fn marker(&mut self, class: &str, (x, y): (f64, f64), series: usize) {
        match series % 4 {
            0 => self.push(format_args!(
                "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>"
            )),
            1 => self.area(
                class,
                &[
                    (x - 2.8, y - 2.8),
                    (x + 2.8, y - 2.8),
                    (x + 2.8, y + 2.8),
                    (x - 2.8, y + 2.8),
                ],
            ),
            2 => self.area(class, &[(x, y - 3.6), (x + 3.6, y + 2.8), (x - 3.6, y + 2.8)]),
            _ => self.area(class, &[(x, y - 4.0), (x + 4.0, y), (x, y + 4.0), (x - 4.0, y)]),
        }
    }

    /// An area by the `d` of its path, with a name for those who point at it; `fill` is the id of a
    /// pattern.
    pub(super) fn outline(&mut self, class: &str, d: &str, fill: Option<&str>, name: &str) {
        if d.is_empty() {
            return;
        }
        self.push(format_args!("<path class=\"{class}\""));
        if let Some(fill) = fill {
            self.push(format_args!(" fill=\"url(#{fill})\""));
        }
        self.push(format_args!(" fill-rule=\"evenodd\" d=\"{d}\""));
        self.end_with_name("path", name);
    }

    /// A circle, with a name for those who point at it.
    pub(super) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64, name: &str) {
        self.push(format_args!(
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\""
        ));
        self.end_with_name("circle", name);
    }

    fn end_with_name(&mut self, element: &str, name: &str) {
        if name.is_empty() {
            self.push(format_args!("/>"));
        } else {
            self.push(format_args!("><title>{}</title></{element}>", escaped(name)));
        }
    }

    /// A pattern for each of so many classes, at most six: plain, two hatchings, dots, lines, a grid. Given back
    /// is what their ids begin with; the number of the class follows.
    pub(super) fn patterns(&mut self, id: &str, width: Width, classes: usize) -> String {
        let begins = format!("{id}-{}-p", width.suffix());
        let inside = [
            "",
            "<path class=\"ink\" d=\"M-1 1l2-2M0 6L6 0M5 7l2-2\"/>",
            "<circle class=\"dot\" cx=\"3\" cy=\"3\" r=\"1.3\"/>",
            "<path class=\"ink\" d=\"M-1 5l2 2M0 0l6 6M5-1l2 2\"/>",
            "<path class=\"ink\" d=\"M0 3H6\"/>",
            "<path class=\"ink\" d=\"M0 3H6M3 0V6\"/>",
        ];
        self.out.push_str("<defs>");
        for (class, inside) in inside.into_iter().enumerate().take(classes) {
            self.push(format_args!(
                "<pattern id=\"{begins}{class}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
                 <rect class=\"ground series-{class}\" width=\"6\" height=\"6\"/>{inside}</pattern>"
            ));
        }
        self.out.push_str("</defs>");
        begins
    }

    /// A hatching that lets through what lies beneath it; given back is its id.
    pub(super) fn hatch(&mut self, id: &str, width: Width) -> String {
        let id = format!("{id}-{}-h", width.suffix());
        self.push(format_args!(
            "<defs><pattern id=\"{id}\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
             <path class=\"hatch-stroke\" d=\"M-1 1l2-2M0 7L7 0M6 8l2-2\"/></pattern></defs>"
        ));
        id
    }

    /// A link around what is drawn inside, with a name for those who do not see it.
    pub(super) fn linked(&mut self, href: &str, name: &str, inside: impl FnOnce(&mut Self)) {
        self.push(format_args!(
            "<a href=\"{}\"><title>{}</title>",
            escaped(href),
            escaped(name)
        ));
        inside(self);
        self.out.push_str("</a>");
    }

    pub(super) fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    fn shape(&mut self, class: &str, points: &[(f64, f64)], end: &str) {
        let step = |(index, (x, y)): (usize, &(f64, f64))| {
            format!("{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' })
        };
        let path: Vec<String> = points.iter().enumerate().map(step).collect();
        let path = path.concat();
        self.push(format_args!("<path class=\"{class}\" d=\"{path}{end}\"/>"));
    }

    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        let written = self.out.write_fmt(text);
        debug_assert!(written.is_ok(), "writing to a String does not fail");
    }
}

/// About how wide a text of 13 pixels is; wide letters of other scripts count double.
pub(super) fn text_width(text: &str) -> f64 {
    text.chars().map(|letter| if letter > '\u{2e80}' { 13.0 } else { 7.0 }).sum()
}

/// The text, cut with an ellipsis where it is wider than `room` pixels.
pub(super) fn fitted(text: &str, room: f64) -> String {
    if text_width(text) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        if text_width(&cut) + 14.0 > room {
            break;
        }
        cut.push(letter);
    }
    format!("{}…", cut.trim_end())
}
