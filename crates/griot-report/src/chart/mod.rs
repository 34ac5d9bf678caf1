//! Charts as SVG: drawn here, coloured by the style sheet, complete without a script.
//!
//! Each chart is drawn for a wide and for a narrow screen, so that its letters keep their size on
//! a phone; the style sheet shows one of them. Series differ by dash and marker as well as
//! by colour, and are named where they end.

mod bars;
mod columns;
mod coverage;
mod distribution;
mod figure;
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
pub(crate) use figure::Figure;
pub(crate) use line::banded;
pub(crate) use network::{Named, bubbles, sketch};
pub(crate) use panels::panels;
pub(crate) use region::{RegionMap, region};
pub(crate) use scale::extent;
pub(crate) use spans::{SpanRow, spans};
pub(crate) use substitution::{Bar, Substitution, substitution};
pub(crate) use timeline::{Moment, timeline};
pub(crate) use world::{WorldMap, world};

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
