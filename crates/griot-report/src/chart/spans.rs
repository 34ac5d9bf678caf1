//! Offices and presences as bars over the years; an end that is not known is drawn open.

use griot_model::PartialDate;

use super::{
    figure::{Figure, Width, for_page},
    line::count,
    scale::{TimeScale, extent},
    svg::{Anchor, Svg, fitted, text_width},
};
use crate::words;

/// One bar.
#[derive(Debug, Clone)]
pub(crate) struct SpanRow {
    /// Who, what and where, short.
    pub(crate) label: String,
    /// Begin, perhaps partial.
    pub(crate) from: Option<PartialDate>,
    /// End, perhaps partial; open where missing.
    pub(crate) to: Option<PartialDate>,
    /// Where on the page it is told.
    pub(crate) href: String,
}

/// Draws the bars in the order given. Rows without any date are left out; none where nothing is
/// left.
///
/// `study` is the beginning of the study, a year and its fraction, at which the line may be broken.
pub(crate) fn spans(title: &str, rows: &[SpanRow], study: Option<f64>) -> Option<Figure> {
    let dated: Vec<&SpanRow> =
        rows.iter().filter(|row| row.from.is_some() || row.to.is_some()).collect();
    let dates = dated.iter().flat_map(|row| [row.from, row.to]).flatten().map(extent);
    let (first, last) =
        dates.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (x, y)| (a.min(x), b.max(y)));
    if dated.is_empty() {
        return None;
    }
    Some(for_page(|width| draw(title, &dated, (first, last), study, width)))
}

fn draw(
    title: &str,
    rows: &[&SpanRow],
    range: (f64, f64),
    study: Option<f64>,
    width: Width,
) -> String {
    let stacked = width == Width::Narrow;
    let row = if stacked { 42.0 } else { 26.0 };
    let height = 34.0 + row * count(rows.len()) + 8.0;
    let about: Vec<String> =
        rows.iter().map(|r| format!("{}: {}", r.label, words::span(r.from, r.to))).collect();
    let mut svg = Svg::new("spans", width, height, title, &about.join("; "));
    let labels = rows.iter().map(|r| text_width(&r.label)).fold(0.0, f64::max);
    let left = if stacked { 2.0 } else { labels.min(290.0) + 14.0 };
    let right = width.pixels() - 6.0;
    let x = TimeScale::new(range, study, (left, right));
    x.draw(&mut svg, (24.0, height - 6.0), 16.0);
    for (index, one) in rows.iter().enumerate() {
        let top = 30.0 + row * count(index);
        let y = if stacked { top + 19.0 } else { top + 5.0 };
        svg.linked(
            &one.href,
            &format!("{}: {}", one.label, words::span(one.from, one.to)),
            |svg| {
                if stacked {
                    let label = fitted(&one.label, width.pixels());
                    svg.text("label", (2.0, top + 13.0), Anchor::Start, &label);
                } else {
                    let label = fitted(&one.label, left - 14.0);
                    svg.text("label", (left - 12.0, top + 17.0), Anchor::End, &label);
                }
                bar(svg, &x, (left, right), one, y);
            },
        );
    }
    svg.finish()
}

/// Full where the time is certain, pale where a partial date leaves it open, pointed where there
/// is no date.
pub(super) fn bar(
    svg: &mut Svg,
    x: &TimeScale,
    (left, right): (f64, f64),
    row: &SpanRow,
    y: f64,
) {
    let (begin, sure_from) = row.from.map_or((left, left + 10.0), |date| {
        let (a, b) = extent(date);
        (x.at(a), if matches!(date, PartialDate::Day(_)) { x.at(a) } else { x.at(b) })
    });
    let (sure_to, end) = row.to.map_or((right - 10.0, right), |date| {
        let (a, b) = extent(date);
        (if matches!(date, PartialDate::Day(_)) { x.at(b) } else { x.at(a) }, x.at(b))
    });
    let middle = y + 6.0;
    if row.from.is_none() {
        svg.area("span-open", &[(begin, middle), (sure_from, y), (sure_from, y + 12.0)]);
    } else if sure_from > begin {
        svg.rect("span-open", (begin, y), sure_from.min(end) - begin, 12.0);
    }
    if row.to.is_none() {
        svg.area("span-open", &[(end, middle), (sure_to, y), (sure_to, y + 12.0)]);
    } else if end > sure_to {
        svg.rect("span-open", (sure_to.max(begin), y), end - sure_to.max(begin), 12.0);
    }
    if sure_to > sure_from {
        svg.rect("span", (sure_from, y), sure_to - sure_from, 12.0);
    }
}
