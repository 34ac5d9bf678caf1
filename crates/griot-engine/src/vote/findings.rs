//! Findings on votes for a case: agreement over time, the shift against its placebo, changed votes.
//!
//! They are made to be read together. Agreement of two states can rise because one of them moved,
//! because the other did, or because the agenda changed; the placebo answers the last, the changed
//! votes on recurring texts the second.

use std::collections::BTreeMap;

use griot_model::{Choice, Estimate, Finding, Part, Point, Selection, Series};
use griot_stats::{
    agreement::{Ballot, Placebo, Shift, pi_difference_interval},
    recurring::Direction,
};

use super::{
    Agreement, Assembly, LEAST, LEVEL, Years, agreement, by_year, changed_votes, shift,
};
use crate::{
    case::Settings,
    library::{Library, RollCall},
    rows::{Rows, digest},
};

/// The findings on every host's votes toward every sender.
pub fn findings(library: &Library, settings: &Settings) -> Vec<Finding> {
    let assembly = Assembly::of_library(library);
    let mut findings = Vec::new();
    for sender in &settings.senders {
        for host in settings.hosts.iter().filter(|host| *host != sender) {
            let (Some(first), Some(second)) =
                (assembly.country(host), assembly.country(sender))
            else {
                continue;
            };
            let Some(spans) = Spans::of(&assembly, first, second, settings) else { continue };
            let asked = Asked {
                library,
                assembly: &assembly,
                settings,
                host,
                sender,
                pair: (first, second),
                spans,
            };
            findings.push(asked.agreement());
            findings.extend(asked.shift());
            findings.extend(asked.changed_votes());
        }
    }
    findings
}

/// The years that a case's question is about.
///
/// They are fixed by a rule before anything is computed, so that nobody can pick those that show the
/// most: *after* is the last year of the study in which the two voted together at least sixty times
/// (a whole year has some eighty roll calls), *before* the three years that end two years earlier.
#[derive(Debug, Clone, Copy)]
struct Spans {
    shown: Years,
    before: Years,
    after: Years,
}

impl Spans {
    fn of(
        assembly: &Assembly,
        host: usize,
        sender: usize,
        settings: &Settings,
    ) -> Option<Self> {
        let last_studied = settings.period.map_or(i16::MAX, |(_, last)| last.year());
        let whole = assembly.years.iter().rev().copied().find(|&year| {
            let one = assembly.periods(Years { first: year, last: year });
            year <= last_studied && assembly.ballots.pair(host, sender, one).n() >= 60
        })?;
        let first_shown = settings.period.map_or(whole - 19, |(first, _)| first.year());
        Some(Self {
            shown: Years { first: first_shown.min(whole - 4), last: whole },
            before: Years { first: whole - 4, last: whole - 2 },
            after: Years { first: whole, last: whole },
        })
    }
}

struct Asked<'a> {
    library: &'a Library,
    assembly: &'a Assembly,
    settings: &'a Settings,
    host: &'a str,
    sender: &'a str,
    pair: (usize, usize),
    spans: Spans,
}

const INTERVAL: &str = "95 % percentile bootstrap over resolutions, 2000 draws";
const SERIES_CAVEAT: &str = "Roll calls are those of Voeten's series, which lacks the eleventh emergency special session on \
     Ukraine; those votes are in the library's lists and not in these numbers.";

impl Asked<'_> {
    fn name(&self, iso3: &str) -> String {
        self.library
            .country(iso3)
            .map_or_else(|| iso3.to_owned(), |country| country.name.clone())
    }

    fn licence(&self) -> String {
        self.library.description("un_votes").map_or_else(String::new, |d| d.licence.clone())
    }

    fn selection(&self, query: String, rows: &Rows) -> Selection {
        Selection {
            table: "un_votes".to_owned(),
            source: self.assembly.source.clone(),
            rows: u64::try_from(rows.rows.len()).unwrap_or(u64::MAX),
            query,
            digest: digest(rows),
        }
    }

    fn shown(&self, row: &Agreement) -> bool {
        self.spans.shown.first <= row.years.first && row.years.last <= self.spans.shown.last
    }

    fn agreement(&self) -> Finding {
        let (host, sender) = (self.name(self.host), self.name(self.sender));
        let series = std::iter::once(self.host)
            .chain(self.settings.compare.iter().map(String::as_str))
            .filter(|code| *code != self.sender)
            .filter_map(|code| Some((code, self.assembly.country(code)?)))
            .map(|(code, country)| Series {
                name: self.name(code),
                points: by_year(self.assembly, country, self.pair.1)
                    .iter()
                    .filter(|row| self.shown(row))
                    .map(point)
                    .collect(),
            })
            .collect();
        let last = agreement(self.assembly, self.pair.0, self.pair.1, self.spans.after);
        let before = agreement(self.assembly, self.pair.0, self.pair.1, self.spans.before);
        let query = format!(
            "SELECT r.roll_call, r.date, a.vote AS host, b.vote AS sender FROM un_roll_calls r \
             JOIN un_votes a ON a.roll_call = r.roll_call \
             JOIN un_votes b ON b.roll_call = r.roll_call \
             WHERE r.rcid IS NOT NULL AND a.country = '{}' AND b.country = '{}' \
             AND a.vote <> 'absent' AND b.vote <> 'absent' \
             AND r.date >= DATE '{}-01-01' AND r.date <= DATE '{}-12-31' \
             ORDER BY r.date, r.roll_call",
            self.host, self.sender, self.spans.shown.first, self.spans.shown.last,
        );
        Finding {
            id: format!("votes-{}-{}", self.host, self.sender),
            part: Part::Gain,
            title: format!(
                "{host} and {sender} {} in {}: Scott's pi {} over {} roll calls ({} in {})",
                beyond_chance(&last),
                self.spans.after,
                with_interval(&last),
                last.table.n(),
                with_interval(&before),
                self.spans.before,
            ),
            question: format!(
                "How far beyond chance do {host} and {sender} vote alike in the United Nations \
                 General Assembly?"
            ),
            unit: "Scott's pi, 1 for always alike, 0 for as by chance".to_owned(),
            interval: INTERVAL.to_owned(),
            method: format!(
                "Roll calls in which both voted yes, no or abstained. Scott's pi is agreement beyond \
                 that of two states that draw from their pooled shares of yes, abstention and no. \
                 Raw agreement with an abstention as half was {} in {} and {} in {}: it is high \
                 wherever most roll calls are carried by large majorities, and says little alone.",
                plain(before.table.half()),
                self.spans.before,
                plain(last.table.half()),
                self.spans.after,
            ),
            estimate: estimate(&last),
            series,
            selection: self.selection(query, &self.pair_rows()),
            caveats: vec![
                "Agreement rises as well when the other state moves or the agenda changes; read it \
                 with the shift against all other states and with the changed votes."
                    .to_owned(),
                SERIES_CAVEAT.to_owned(),
            ],
            licence: self.licence(),
        }
    }

    fn shift(&self) -> Option<Finding> {
        let (host, sender) = (self.name(self.host), self.name(self.sender));
        let Spans { before, after, .. } = self.spans;
        let placebo = shift(self.assembly, self.pair.1, before, after);
        let own = *placebo.shifts.iter().find(|shift| shift.voter == self.pair.0)?;
        let (change, rank) = (own.change?, own.rank?);
        let interval = pi_difference_interval(&own.before, &own.after, LEVEL)?;
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
            id: format!("votes-shift-{}-{}", self.host, self.sender),
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
        let between = changed.changes.iter().filter(|change| {
            let year = change.to.date.year();
            self.spans.before.last <= year && year < self.spans.after.first
        });
        let mut counts: BTreeMap<Direction, usize> = BTreeMap::new();
        for change in between {
            *counts.entry(change.direction).or_default() += 1;
        }
        let count = |direction| counts.get(&direction).copied().unwrap_or(0);
        format!(
            "Raw agreement (abstention as half) went only from {} to {}; on recurring texts with a \
             known title {} changed, from {} to {}, {} votes toward {} and {} away.",
            plain(own.before.half()),
            plain(own.after.half()),
            self.name(self.host),
            self.spans.before.last,
            self.spans.after.first - 1,
            count(Direction::Toward),
            self.name(self.sender),
            count(Direction::Away),
        )
    }

    /// All ranked states in order of their change, then host and comparison countries by name.
    fn placebo_series(&self, placebo: &Placebo) -> Vec<Series> {
        let by_rank = placebo.by_rank();
        let code = |shift: &Shift| {
            self.assembly.countries.get(shift.voter).cloned().unwrap_or_default()
        };
        let point = |shift: &Shift, interval: bool| {
            let change = shift.change?;
            let bounds = if interval {
                pi_difference_interval(&shift.before, &shift.after, LEVEL)
            } else {
                None
            };
            let (low, high) =
                bounds.map_or((change, change), |bounds| (bounds.low, bounds.high));
            Some(Point {
                at: code(shift),
                estimate: Some(Estimate { value: change, low, high }),
                n: shift.before.n() + shift.after.n(),
            })
        };
        let mut series = vec![Series {
            name: "every state, by rank".to_owned(),
            points: by_rank.iter().filter_map(|shift| point(shift, false)).collect(),
        }];
        for wanted in
            std::iter::once(self.host).chain(self.settings.compare.iter().map(String::as_str))
        {
            if let Some(shift) = by_rank.iter().find(|shift| code(shift) == wanted) {
                let points = point(shift, true).into_iter().collect();
                series.push(Series { name: self.name(wanted), points });
            }
        }
        series
    }

    fn changed_votes(&self) -> Option<Finding> {
        let (host, sender) = (self.name(self.host), self.name(self.sender));
        let changed = changed_votes(self.assembly, self.pair.0, self.pair.1);
        let last = changed.changes.last()?.to.date.year();
        let shown: Vec<_> = changed
            .changes
            .iter()
            .filter(|change| change.to.date.year() >= self.spans.shown.first)
            .collect();
        let count = |direction: Direction, year: Option<i16>| {
            let of = shown.iter().filter(|change| {
                change.direction == direction
                    && year.is_none_or(|year| change.to.date.year() == year)
            });
            u32::try_from(of.count()).unwrap_or(u32::MAX)
        };
        let series = [(Direction::Toward, "toward"), (Direction::Away, "away from")].map(
            |(direction, word)| Series {
                name: format!("{word} {sender}"),
                points: (self.spans.shown.first..=last)
                    .map(|year| {
                        let value = count(direction, Some(year));
                        let exact = f64::from(value);
                        let estimate = Estimate { value: exact, low: exact, high: exact };
                        Point {
                            at: year.to_string(),
                            estimate: Some(estimate),
                            n: value.into(),
                        }
                    })
                    .collect(),
            },
        );
        let noes: Vec<String> = shown
            .iter()
            .filter(|change| {
                change.direction == Direction::Toward && change.to_ballot == Some(Ballot::No)
            })
            .map(|change| {
                let symbol = change.to.symbol.as_deref().unwrap_or(&change.to.id);
                format!("{symbol} on {}", change.to.date)
            })
            .collect();
        let (toward, away) = (count(Direction::Toward, None), count(Direction::Away, None));
        let query = self.titled_query(last);
        let mut caveats = vec![format!(
            "Titles are known for {} roll calls of 2000 to 2021 alone; changes after that cannot be \
             seen here.",
            changed.titled
        )];
        if !noes.is_empty() {
            caveats.push(format!(
                "Changed to a no with {sender}'s position: {}.",
                noes.join(", ")
            ));
        }
        Some(Finding {
            id: format!("votes-changed-{}-{}", self.host, self.sender),
            part: Part::Gain,
            title: format!(
                "On texts put to the vote again, {host} changed {toward} votes toward {sender} and \
                 {away} away from it, {} to {last}",
                self.spans.shown.first
            ),
            question: format!("Which votes did {host} change on the same text?"),
            unit: "changed votes".to_owned(),
            interval: "none: a count".to_owned(),
            method: format!(
                "Roll calls with the same title in different sessions are one text; {} pairs of \
                 neighbouring votes were compared over all years. A change counts as toward {sender} \
                 where the new vote is nearer to {sender}'s vote of that day, on the scale yes, \
                 abstention, no. Changes into or out of absence are not counted.",
                changed.compared
            ),
            estimate: Some(Estimate {
                value: toward.into(),
                low: toward.into(),
                high: toward.into(),
            }),
            series: series.into(),
            selection: self.selection(query, &self.titled_rows(last)),
            caveats,
            licence: self.licence(),
        })
    }
}

// Rows of the selections, chosen in memory as their SQL chooses them.
impl Asked<'_> {
    fn in_years(&self, years: Years) -> impl Iterator<Item = &RollCall> {
        let mut chosen: Vec<&RollCall> = self
            .library
            .roll_calls()
            .iter()
            .filter(|roll_call| {
                super::assembly::in_series(&roll_call.id)
                    && (years.first..=years.last).contains(&roll_call.date.year())
            })
            .collect();
        chosen.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        chosen.into_iter()
    }

    fn pair_rows(&self) -> Rows {
        let rows = self.in_years(self.spans.shown).filter_map(|roll_call| {
            let host = cast(roll_call, self.host)?;
            let sender = cast(roll_call, self.sender)?;
            Some(vec![
                roll_call.id.clone(),
                roll_call.date.to_string(),
                word(host).to_owned(),
                word(sender).to_owned(),
            ])
        });
        table(["roll_call", "date", "host", "sender"], rows.collect())
    }

    /// Counts of every state's votes against the sender's in the years before and after.
    fn shift_rows(&self) -> (String, Rows) {
        let Spans { before, after, .. } = self.spans;
        let query = format!(
            "SELECT p.country, p.period, p.vote, p.sender, count(*) AS roll_calls FROM \
             (SELECT a.country, CASE WHEN r.date >= DATE '{}-01-01' THEN 'after' ELSE 'before' END \
             AS period, a.vote, b.vote AS sender FROM un_roll_calls r \
             JOIN un_votes a ON a.roll_call = r.roll_call \
             JOIN un_votes b ON b.roll_call = r.roll_call \
             WHERE r.rcid IS NOT NULL AND b.country = '{}' AND a.country <> b.country \
             AND a.vote <> 'absent' AND b.vote <> 'absent' AND \
             (r.date BETWEEN DATE '{}-01-01' AND DATE '{}-12-31' \
             OR r.date BETWEEN DATE '{}-01-01' AND DATE '{}-12-31')) AS p \
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
                        let key = (country.into_owned(), period, word(*choice), word(sender));
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

    fn titled_query(&self, last: i16) -> String {
        format!(
            "SELECT r.roll_call, r.date, r.symbol, r.title, a.vote FROM un_roll_calls r \
             JOIN un_votes a ON a.roll_call = r.roll_call \
             WHERE r.rcid IS NOT NULL AND r.title IS NOT NULL AND a.country = '{}' \
             AND r.date <= DATE '{last}-12-31' ORDER BY r.date, r.roll_call",
            self.host
        )
    }

    fn titled_rows(&self, last: i16) -> Rows {
        let rows = self.in_years(Years { first: i16::MIN, last }).filter_map(|roll_call| {
            let code = self.host.as_bytes();
            let (_, choice) = roll_call.votes.iter().find(|(country, _)| country == code)?;
            Some(vec![
                roll_call.id.clone(),
                roll_call.date.to_string(),
                roll_call.symbol.clone().unwrap_or_default(),
                roll_call.title.clone()?,
                word(*choice).to_owned(),
            ])
        });
        table(["roll_call", "date", "symbol", "title", "vote"], rows.collect())
    }
}

fn table<const N: usize>(columns: [&str; N], rows: Vec<Vec<String>>) -> Rows {
    Rows { columns: columns.map(str::to_owned).to_vec(), rows }
}

/// What a state cast, where it cast anything.
fn cast(roll_call: &RollCall, iso3: &str) -> Option<Choice> {
    let (_, choice) = roll_call.votes.iter().find(|(code, _)| code == iso3.as_bytes())?;
    (*choice != Choice::Absent).then_some(*choice)
}

/// The word of a choice in `un_votes`.
fn word(choice: Choice) -> &'static str {
    match choice {
        Choice::Yes => "yes",
        Choice::No => "no",
        Choice::Abstain => "abstain",
        Choice::Absent => "absent",
    }
}

fn estimate(row: &Agreement) -> Option<Estimate> {
    let (value, interval) = row.table.pi().zip(row.interval)?;
    Some(Estimate { value, low: interval.low, high: interval.high })
}

fn point(row: &Agreement) -> Point {
    Point { at: row.years.to_string(), estimate: estimate(row), n: row.table.n() }
}

fn plain(value: Option<f64>) -> String {
    value.map_or_else(|| "not defined".to_owned(), |value| format!("{value:.2}"))
}

fn with_interval(row: &Agreement) -> String {
    estimate(row).map_or_else(
        || "not defined".to_owned(),
        |e| format!("{:.2} ({:.2} to {:.2})", e.value, e.low, e.high),
    )
}

fn beyond_chance(row: &Agreement) -> &'static str {
    match estimate(row) {
        Some(estimate) if estimate.low > 0.0 => "voted alike more than chance would give",
        Some(estimate) if estimate.high < 0.0 => "voted alike less than chance would give",
        _ => "voted alike no more than chance could give",
    }
}
