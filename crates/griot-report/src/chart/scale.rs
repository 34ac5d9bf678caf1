//! From values to pixels, with ticks at round numbers.

use griot_model::PartialDate;

use super::svg::{Anchor, Svg, text_width};

/// A straight scale from `low..=high` to pixels `from..=to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    pub(super) fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        Self { low, high, from, to }
    }

    pub(super) fn at(self, value: f64) -> f64 {
        let share = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        self.from + share * (self.to - self.from)
    }
}

/// A scale of years that may be broken: what lies long before the study shares a narrow zone.
#[derive(Debug, Clone)]
pub(super) struct TimeScale {
    early: Option<(Scale, String)>,
    main: Scale,
    left: f64,
    right: f64,
}

impl TimeScale {
    /// A scale over `first..=last`, broken at `study`, the beginning of the study, where a quarter
    /// of the line or more would show only what came before it.
    pub(super) fn new(
        (first, last): (f64, f64),
        study: Option<f64>,
        (left, right): (f64, f64),
    ) -> Self {
        let margin = ((last - first) * 0.03).max(0.25);
        let broken =
            study.filter(|study| *study < last && study - first > (last - study) / 3.0);
        let Some(study) = broken else {
            let main = Scale::new((first - margin, last + margin), (left, right));
            return Self { early: None, main, left, right };
        };
        // Wide enough for its label, `1960–2011`.
        let split = left + ((right - left) * 0.14).max(70.0);
        let margin = ((last - study) * 0.03).max(0.25);
        let early = Scale::new((first - (study - first) * 0.08, study), (left, split));
        let main = Scale::new((study, last + margin), (split, right));
        let named = format!("{:.0}–{:.0}", first.floor(), (study - 0.01).floor());
        Self { early: Some((early, named)), main, left, right }
    }

    /// The scale without its early zone.
    pub(super) fn main(&self) -> Scale {
        self.main
    }

    pub(super) fn at(&self, year: f64) -> f64 {
        match &self.early {
            Some((early, _)) if year < self.main.low => early.at(year),
            _ => self.main.at(year),
        }
    }

    /// Draws ticks from `top` to `bottom`, with their labels on the line `label`.
    pub(super) fn draw(&self, svg: &mut Svg, (top, bottom): (f64, f64), label: f64) {
        let mut free_from = self.left;
        if let Some((early, named)) = &self.early {
            let split = early.to;
            svg.line("break", (split, top), (split, bottom));
            svg.text("tick", (early.from.midpoint(split), label), Anchor::Middle, named);
            free_from = split;
        }
        let room = self.right - free_from;
        for (at, text) in time_ticks(self.main.low, self.main.high, room, 56.0) {
            let (x, half) = (self.main.at(at), text_width(&text) / 2.0);
            svg.line("grid", (x, top), (x, bottom));
            let x = x.clamp(free_from + half, self.right - half);
            svg.text("tick", (x, label), Anchor::Middle, &text);
        }
    }
}

/// Round numbers that enclose `low..=high`, about `wanted` of them.
pub(super) fn ticks(low: f64, high: f64, wanted: u32) -> Vec<f64> {
    let span = (high - low).max(f64::MIN_POSITIVE);
    let rough = span / f64::from(wanted.max(1));
    let step = round_step(rough);
    let mut tick = (low / step).floor();
    let mut ticks = Vec::new();
    loop {
        ticks.push(tick * step);
        if tick * step >= high || ticks.len() > 50 {
            return ticks;
        }
        tick += 1.0;
    }
}

/// A date on a scale of years: 1 July 2020 is about 2020.5.
pub(super) fn years(day: jiff::civil::Date) -> f64 {
    let days = f64::from(day.days_in_year());
    f64::from(day.year()) + (f64::from(day.day_of_year()) - 1.0) / days
}

/// Where a partial date begins and ends on the scale of years.
pub(crate) fn extent(date: PartialDate) -> (f64, f64) {
    let last = date.last_day();
    (years(date.first_day()), years(last) + 1.0 / f64::from(last.days_in_year()))
}

/// Ticks of a time axis with their labels, not closer than `apart` pixels of `room`.
pub(super) fn time_ticks(first: f64, last: f64, room: f64, apart: f64) -> Vec<(f64, String)> {
    let fit = (room / apart).floor().max(1.0);
    let months = (last - first) * 12.0;
    if months < 30.0 {
        let step =
            [1.0, 2.0, 3.0, 6.0].into_iter().find(|step| months / step <= fit).unwrap_or(12.0);
        return month_ticks(first, last, step);
    }
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]
        .into_iter()
        .find(|step| (last - first) / step <= fit)
        .unwrap_or(500.0);
    let mut year = (first / step).ceil() * step;
    let mut ticks = Vec::new();
    while year <= last {
        ticks.push((year, format!("{year:.0}")));
        year += step;
    }
    ticks
}

fn month_ticks(first: f64, last: f64, step: f64) -> Vec<(f64, String)> {
    const SHORT: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut month = (first * 12.0 / step - 1e-9).ceil() * step;
    let mut ticks = Vec::new();
    while month <= last * 12.0 + 1e-9 {
        let year = (month / 12.0 + 1e-9).floor();
        let index = (month - year * 12.0).round();
        let name = SHORT.iter().zip(0_u8..).find(|(_, i)| (f64::from(*i) - index).abs() < 0.5);
        let name = name.map_or("", |(name, _)| *name);
        ticks.push((month / 12.0, format!("{name} {year:.0}")));
        month += step;
    }
    ticks
}

/// 1, 2 or 5 times a power of ten, not smaller than `rough`.
fn round_step(rough: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= rough && power < 1e18 {
        power *= 10.0;
    }
    while power > rough && power > 1e-12 {
        power /= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|step| *step >= rough * 0.999_999)
        .unwrap_or(power)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(0.0, 1814.0, 4), [0.0, 500.0, 1000.0, 1500.0, 2000.0]);
        assert_eq!(ticks(0.0, 7.0, 4), [0.0, 2.0, 4.0, 6.0, 8.0]);
    }

    #[test]
    fn short_times_are_labelled_by_month() {
        let labels: Vec<_> =
            time_ticks(2022.0, 2023.0, 700.0, 60.0).into_iter().map(|t| t.1).collect();
        assert_eq!(labels.first().map(String::as_str), Some("Jan 2022"));
        assert_eq!(labels.len(), 7);
    }

    proptest! {
        #[test]
        fn ticks_enclose_what_is_drawn(low in -1e6_f64..1e6, span in 1e-3_f64..1e7) {
            let ticks = ticks(low, low + span, 5);
            prop_assert!(ticks.len() >= 2 && ticks.len() <= 9, "{ticks:?}");
            let slack = span * 1e-6;
            prop_assert!(ticks.first().is_some_and(|t| *t <= low + slack));
            prop_assert!(ticks.last().is_some_and(|t| *t >= low + span - slack));
        }
    }
}
