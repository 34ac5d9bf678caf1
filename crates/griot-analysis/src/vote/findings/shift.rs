//! The shift toward the sender, against the shifts of all other states.

use std::collections::BTreeMap;

use griot_model::{Choice, Estimate, Finding, Part, Point, Series};

use super::{Asked, INTERVAL, SERIES_CAVEAT, Spans, cast, plain, table};
use crate::vote::{
    IN_SERIES, LEAST, LEVEL, Placebo, Readings, Shift, Years, changed_votes, shift,
};
use griot_model::rows::Rows;

/// States shown one by one; the distribution of all is a finding of its own.
const SHOWN: usize = 10;

impl Asked<'_> {
    pub(super) fn shift(&self) -> Option<Finding> {
        let (host, sender) = (self.name(self.host), self.name(self.sender));
        let Spans { before, after, .. } = self.spans;
        let placebo = shift(self.assembly, self.pair.1, before, after);
        let own = *placebo.shifts.iter().find(|shift| shift.voter == self.pair.0)?;
        let (change, rank) = (own.change?, own.rank?);
        let interval = own.interval(LEVEL)?;
        let stands_out = (interval.low > 0.0 || interval.high < 0.0)
            && (20 * rank <= placebo.ranked
                || 20 * (placebo.ranked - rank + 1) <= placebo.ranked);
        let direction = if change >= 0.0 { "toward" } else { "away from" };
        let title = if stands_out {
            format!(
                "{host} moved {direction} {sender} from {before} to {after}: pi changed by \
                 {change:+.2} ({:+.2} to {:+.2}), rank {rank} of {} states",
                interval.low, interval.high, placebo.ranked
            )
        } else {
            format!(
                "No move of {host} {direction} {sender} stands out from {before} to {after}: pi \
                 changed by {change:+.2} ({:+.2} to {:+.2}), rank {rank} of {} states",
                interval.low, interval.high, placebo.ranked
            )
        };
        let (query, rows) = self.shift_rows();
        Some(Finding {
            id: format!("shift-{}-{}", self.host, self.sender),
            part: Part::Gain,
            title,
            question: format!(
                "Did {host} move toward {sender} in the General Assembly, and more than other states?"
            ),
            unit: "change of Scott's pi".to_owned(),
            interval: INTERVAL.to_owned(),
            method: format!(
                "Scott's pi of every state with {sender} in {before} and in {after}; the change is \
                 ranked among the {} states that voted with {sender} at least {LEAST} times in \
                 each. The others are the placebo: a new agenda, or a move of {sender} itself, moves \
                 them too. Their median change is {}.",
                placebo.ranked,
                placebo
                    .median
                    .map_or_else(|| "not defined".to_owned(), |median| format!("{median:+.2}")),
            ),
            estimate: Some(Estimate { value: change, low: interval.low, high: interval.high }),
            series: self.placebo_series(&placebo),
            selection: self.selection(query, &rows),
            caveats: vec![
                self.against(&own),
                self.compared(&placebo),
                "One year after is one year: whether it lasts cannot be told from it."
                    .to_owned(),
                SERIES_CAVEAT.to_owned(),
            ],
            licence: self.licence(),
        })
    }

    /// The reading that speaks against a swing, in a sentence.
    fn against(&self, own: &Shift) -> String {
        let changed = changed_votes(self.assembly, self.pair.0, self.pair.1);
        let between = Years { first: self.spans.before.last, last: self.spans.after.first - 1 };
        let Readings { toward, away, .. } = changed.readings(Some(between));
        format!(
            "Raw agreement (abstention as half) went from {} to {}; on recurring texts with a known \
             title {} changed, from {} to {}, {toward} votes toward {} and {away} away.",
            plain(own.before.half()),
            plain(own.after.half()),
            self.name(self.host),
            between.first,
            between.last,
            self.name(self.sender),
        )
    }

    /// The changes of the comparison countries, in a sentence.
    fn compared(&self, placebo: &Placebo) -> String {
        let changes = self.settings.compare.iter().filter_map(|code| {
            let country = self.assembly.country(code)?;
            let shift = placebo.shifts.iter().find(|shift| shift.voter == country)?;
            let bounds = shift.interval(LEVEL)?;
            let rank = shift.rank.map_or_else(String::new, |rank| format!(", rank {rank}"));
            let name = self.name(code);
            let change = shift.change?;
            Some(format!(
                "{name} {change:+.2} ({:+.2} to {:+.2}){rank}",
                bounds.low, bounds.high
            ))
        });
        let changes: Vec<String> = changes.collect();
        if changes.is_empty() {
            "No comparison country is named in case.toml.".to_owned()
        } else {
            format!("For comparison: {}.", changes.join("; "))
        }
    }

    /// The states that moved most, then the comparison countries.
    fn placebo_series(&self, placebo: &Placebo) -> Vec<Series> {
        let by_rank = placebo.by_rank();
        let compared = |shift: &&Shift| {
            let code = self.assembly.countries.get(shift.voter);
            code.is_some_and(|code| self.settings.compare.contains(code))
        };
        let point = |shift: &Shift| {
            let value = shift.change?;
            let interval = shift.interval(LEVEL)?;
            let code = self.assembly.countries.get(shift.voter)?;
            Some(Point {
                at: code.clone(),
                estimate: Some(Estimate { value, low: interval.low, high: interval.high }),
                n: shift.before.n() + shift.after.n(),
            })
        };
        let points: Vec<Point> = by_rank.iter().filter_map(point).take(SHOWN).collect();
        let most =
            Series { name: format!("the {} that moved most toward it", points.len()), points };
        let is_shown = |shift: &&Shift| {
            let code = self.assembly.countries.get(shift.voter);
            most.points.iter().any(|point| Some(&point.at) == code)
        };
        let others = by_rank.iter().filter(|shift| !is_shown(shift)).filter(compared);
        let others = Series {
            name: "countries compared".to_owned(),
            points: others.filter_map(point).collect(),
        };
        [most, others].into_iter().filter(|series| !series.points.is_empty()).collect()
    }

    /// How many states changed by how much: the distribution that the host's change is held against.
    pub(super) fn placebo(&self) -> Option<Finding> {
        let (host, sender) = (self.name(self.host), self.name(self.sender));
        let Spans { before, after, .. } = self.spans;
        let placebo = shift(self.assembly, self.pair.1, before, after);
        let ranked = placebo.by_rank();
        let own = ranked.iter().find(|shift| shift.voter == self.pair.0)?;
        let (change, rank) = (own.change?, own.rank?);
        let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
        for bin in ranked.iter().filter_map(|shift| shift.change).map(bin) {
            *counts.entry(bin).or_default() += 1;
        }
        let (first, last) = (*counts.keys().next()?, *counts.keys().next_back()?);
        let points = (first..=last).map(|bin| {
            let count = counts.get(&bin).copied().unwrap_or(0);
            let value = f64::from(count);
            Point {
                at: format!("{:+.2} to {:+.2}", edge(bin), edge(bin + 1)),
                estimate: Some(Estimate { value, low: value, high: value }),
                n: count.into(),
            }
        });
        let (query, rows) = self.shift_rows();
        let away = ranked.iter().filter(|shift| shift.change.is_some_and(|c| c < 0.0)).count();
        Some(Finding {
            id: format!("placebo-{}-{}", self.host, self.sender),
            part: Part::Gain,
            title: format!(
                "Of {} states {away} moved away from {sender} from {before} to {after}; {host}, at \
                 {change:+.2}, has rank {rank}",
                placebo.ranked
            ),
            question: format!("How did all states move toward or away from {sender}?"),
            unit: "states".to_owned(),
            interval: "none: a count".to_owned(),
            method: format!(
                "States that voted with {sender} at least {LEAST} times in each span, counted by the \
                 change of their Scott's pi with it, in steps of .05. The median change is {}.",
                placebo
                    .median
                    .map_or_else(|| "not defined".to_owned(), |median| format!("{median:+.2}")),
            ),
            estimate: None,
            series: vec![Series { name: "states".to_owned(), points: points.collect() }],
            selection: self.selection(query, &rows),
            caveats: vec![SERIES_CAVEAT.to_owned()],
            licence: self.licence(),
        })
    }

    /// Counts of every state's votes against the sender's in the years before and after.
    fn shift_rows(&self) -> (String, Rows) {
        let Spans { before, after, .. } = self.spans;
        let query = format!(
            "SELECT p.country, p.period, p.vote, p.sender, count(*) AS roll_calls FROM \
             (SELECT a.country, CASE WHEN r.date >= '{}-01-01' THEN 'after' ELSE 'before' END \
             AS period, a.vote, b.vote AS sender FROM un_roll_calls r \
             JOIN un_votes a ON a.roll_call = r.roll_call \
             JOIN un_votes b ON b.roll_call = r.roll_call \
             WHERE {IN_SERIES} AND b.country = '{}' AND a.country <> b.country \
             AND a.vote <> 'absent' AND b.vote <> 'absent' AND \
             (r.date BETWEEN '{}-01-01' AND '{}-12-31' \
             OR r.date BETWEEN '{}-01-01' AND '{}-12-31')) AS p \
             GROUP BY p.country, p.period, p.vote, p.sender \
             ORDER BY p.country, p.period, p.vote, p.sender",
            after.first, self.sender, before.first, before.last, after.first, after.last,
        );
        let mut counts: BTreeMap<(String, &str, &str, &str), u64> = BTreeMap::new();
        for (years, period) in [(before, "before"), (after, "after")] {
            for roll_call in self.in_years(years) {
                let Some(sender) = cast(roll_call, self.sender) else { continue };
                for (code, choice) in &roll_call.votes {
                    let country = String::from_utf8_lossy(code);
                    if *choice != Choice::Absent && country != self.sender {
                        let key = (country.into_owned(), period, choice.word(), sender.word());
                        *counts.entry(key).or_default() += 1;
                    }
                }
            }
        }
        let rows = counts.into_iter().map(|((country, period, vote, sender), count)| {
            vec![country, period.into(), vote.into(), sender.into(), count.to_string()]
        });
        (query, table(["country", "period", "vote", "sender", "roll_calls"], rows.collect()))
    }
}

/// Which step of .05 a change lies in.
#[expect(clippy::cast_possible_truncation, reason = "a change of pi lies between -2 and 2")]
fn bin(change: f64) -> i32 {
    (change * 20.0).floor() as i32
}

/// Lower edge of a step.
fn edge(bin: i32) -> f64 {
    f64::from(bin) / 20.0
}
