//! Charts as SVG: drawn here, coloured by the style sheet, complete without a script.
//!
//! Each chart is drawn for a wide and for a narrow screen, so that its letters keep their size on
//! a phone; the style sheet shows one of them. Series differ by dash and marker as well as
//! by colour, and are named where they end.

mod bars;
mod columns;
mod coverage;
mod distribution;
mod ground;
mod line;
mod network;
mod panels;
mod region;
mod scale;
mod spans;
mod substitution;
mod svg;
mod timeline;
mod world;

use griot_model::{Finding, PartialDate};

pub(crate) use columns::{Columns, columns};
pub(crate) use coverage::{coverage, of as count_of};
pub(crate) use distribution::{Distribution, Dot, distribution};
pub(crate) use line::banded;
pub(crate) use network::{Named, bubbles, sketch};
pub(crate) use panels::panels;
pub(crate) use region::{RegionMap, region};
pub(crate) use scale::extent;
pub(crate) use spans::{SpanRow, spans};
pub(crate) use substitution::{Bar, Substitution, substitution};
pub(crate) use timeline::{Moment, timeline};
pub(crate) use world::{WorldMap, world};

/// The same chart for several widths, as markup.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figure {
    /// For the whole page of 1080 pixels; empty where the chart needs no more than a column.
    pub(crate) page: String,
    /// For a column of 720 pixels.
    pub(crate) wide: String,
    /// For a column of 340 pixels.
    pub(crate) narrow: String,
}

/// Which of the drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Page,
    Wide,
    Narrow,
}

impl Width {
    fn pixels(self) -> f64 {
        match self {
            Self::Page => 1080.0,
            Self::Wide => 720.0,
            Self::Narrow => 340.0,
        }
    }

    /// Ends the ids of a drawing, since both stand on one page.
    fn suffix(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// Draws a finding: a line over time where every point has a date, bars otherwise; none where
/// there is nothing to compare.
pub(crate) fn finding(finding: &Finding) -> Option<Figure> {
    let points: Vec<_> = finding.series.iter().flat_map(|series| &series.points).collect();
    if points.len() < 2 || points.iter().all(|point| point.estimate.is_none()) {
        return None;
    }
    let dated = points.iter().all(|point| point.at.parse::<PartialDate>().is_ok());
    let repeats = finding.series.iter().any(|series| series.points.len() > 1);
    Some(if dated && repeats { line::line(finding) } else { bars::bars(finding) })
}

fn for_column(draw: impl Fn(Width) -> String) -> Figure {
    Figure { page: String::new(), wide: draw(Width::Wide), narrow: draw(Width::Narrow) }
}

fn for_page(draw: impl Fn(Width) -> String) -> Figure {
    Figure { page: draw(Width::Page), ..for_column(draw) }
}
