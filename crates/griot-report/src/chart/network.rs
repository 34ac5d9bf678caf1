//! Accounts and their edges, or communities as bubbles. Places were computed by the engine; here they
//! are only brought to paper.

use griot_analysis::network::study::{Bubbles, Sketch};

use super::{
    figure::{Figure, Width, for_page},
    svg::{Anchor, Svg, text_width},
};
use crate::words;

/// What a drawing is called, and where its parts lead.
pub(crate) struct Named<'a> {
    /// What it shows, in a sentence.
    pub(crate) title: String,
    /// What else is to be said to those who do not see it.
    pub(crate) about: String,
    /// Address of the page of a group, by its id.
    pub(crate) page: &'a dyn Fn(&str) -> String,
    /// What an account is called, by its name and number.
    pub(crate) account: &'a dyn Fn(&str, u32) -> String,
}

/// Draws accounts and edges; none where there is no account.
pub(crate) fn sketch(sketch: &Sketch, named: &Named<'_>) -> Option<Figure> {
    (!sketch.accounts.is_empty()).then(|| for_page(|width| draw_sketch(sketch, named, width)))
}

/// Draws communities as bubbles; none where there is no community.
pub(crate) fn bubbles(bubbles: &Bubbles, named: &Named<'_>) -> Option<Figure> {
    (!bubbles.bubbles.is_empty()).then(|| for_page(|width| draw_bubbles(bubbles, named, width)))
}

/// Colours that groups take in turn.
const COLOURS: usize = 6;

fn draw_sketch(sketch: &Sketch, named: &Named<'_>, width: Width) -> String {
    let side = usize::from(width == Width::Narrow);
    let places: Vec<([f64; 2], f64)> =
        sketch.accounts.iter().map(|account| (account.at[side], 0.0)).collect();
    let paper = Paper::new(&places, width);
    let mut svg = Svg::new("network", width, paper.height, &named.title, &named.about);
    let at = |place: usize| places.get(place).map_or((0.0, 0.0), |&(at, _)| paper.at(at));
    for holding in [false, true] {
        let class = if holding { "tie holds" } else { "tie" };
        for &(a, b, _) in sketch.edges.iter().filter(|edge| edge.2 == holding) {
            svg.line(class, at(a), at(b));
        }
    }
    let radius = (paper.scale * 0.17).clamp(2.2, 6.0);
    let mut groups: Vec<(&str, (f64, f64), f64)> = Vec::new();
    for (place, account) in sketch.accounts.iter().enumerate() {
        let name = (named.account)(&account.account, account.number);
        let (x, y) = at(place);
        match &account.group {
            Some(group) => {
                let known = groups.iter().position(|(id, ..)| id == group);
                let index = known.unwrap_or(groups.len());
                match groups.get_mut(index) {
                    Some((_, sum, n)) => {
                        *sum = (sum.0 + x, sum.1.min(y));
                        *n += 1.0;
                    }
                    None => groups.push((group, (x, y), 1.0)),
                }
                let class = format!("account series-{}", index % COLOURS);
                let told = format!("{name}, group {group}");
                svg.linked(&(named.page)(group), &told, |svg| {
                    svg.circle(&class, (x, y), radius, "");
                });
            }
            None => svg.circle("account", (x, y), radius, &name),
        }
    }
    for (id, (x, top), n) in groups {
        svg.text("value", (x / n, (top - radius - 4.0).max(12.0)), Anchor::Middle, id);
    }
    svg.finish()
}

fn draw_bubbles(bubbles: &Bubbles, named: &Named<'_>, width: Width) -> String {
    let side = usize::from(width == Width::Narrow);
    let places: Vec<([f64; 2], f64)> =
        bubbles.bubbles.iter().map(|bubble| (bubble.at[side], bubble.radius)).collect();
    let paper = Paper::new(&places, width);
    let mut svg = Svg::new("communities", width, paper.height, &named.title, &named.about);
    let centre =
        |place: usize| bubbles.bubbles.get(place).map_or((0.0, 0.0), |b| paper.at(b.at[side]));
    for &(a, b, edges) in &bubbles.between {
        let class = match edges {
            0..=4 => continue,
            5..=14 => "between",
            _ => "between strong",
        };
        svg.line(class, centre(a), centre(b));
    }
    for (place, bubble) in bubbles.bubbles.iter().enumerate() {
        let (x, y) = centre(place);
        let radius = bubble.radius * paper.scale;
        let class = if bubble.holding > 0 { "bubble holds" } else { "bubble" };
        let told = format!(
            "{}, {}, of which {} hold",
            words::plural(bubble.accounts, "account", "accounts"),
            words::plural(bubble.edges, "edge", "edges"),
            words::count(bubble.holding)
        );
        let label = words::count(bubble.accounts);
        let draw = |svg: &mut Svg| {
            svg.circle(class, (x, y), radius, "");
            if text_width(&label) + 4.0 < 2.0 * radius {
                svg.text("bubble-label", (x, y + 4.5), Anchor::Middle, &label);
            }
        };
        match &bubble.page {
            Some(id) => svg.linked(&(named.page)(id), &format!("Community {id}: {told}"), draw),
            None => draw(&mut svg),
        }
    }
    svg.finish()
}

/// From the engine's places to pixels, one scale for both directions.
struct Paper {
    scale: f64,
    left: f64,
    top: f64,
    height: f64,
}

impl Paper {
    fn new(places: &[([f64; 2], f64)], width: Width) -> Self {
        let margin = 18.0;
        let bounds = |axis: usize| {
            places.iter().fold(
                (f64::INFINITY, f64::NEG_INFINITY),
                |(low, high), (at, radius)| {
                    (low.min(at[axis] - radius), high.max(at[axis] + radius))
                },
            )
        };
        let ((left, right), (top, bottom)) = (bounds(0), bounds(1));
        let (wide, high) = ((right - left).max(1.0), (bottom - top).max(1.0));
        let room = width.pixels() - 2.0 * margin;
        // A few accounts are not blown up over the whole page.
        let scale = (room / wide).min(42.0).min(room * 1.3 / high);
        let slack = (room - wide * scale) / 2.0;
        Self {
            scale,
            left: left - (margin + slack) / scale,
            top: top - margin / scale,
            height: high * scale + 2.0 * margin,
        }
    }

    fn at(&self, [x, y]: [f64; 2]) -> (f64, f64) {
        ((x - self.left) * self.scale, (y - self.top) * self.scale)
    }
}
