//! Findings on votes for a case: agreement over time, the shift against its placebo, changed votes.
//!
//! They are made to be read together. Agreement of two states can rise because one of them moved,
//! because the other did, or because the agenda changed; the placebo answers the last, the changed
//! votes on recurring texts the second.

mod agreement;
mod changed;
mod ideal;
mod shift;

use griot_model::{Choice, Estimate, Finding, Selection};

use super::{Agreement, Assembly, Years};
use griot_case::Settings;
use griot_library::{Library, RollCall};
use griot_model::rows::{Rows, digest};

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
            let Some(spans) = Spans::of(&assembly, (first, second), settings) else { continue };
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
            findings.extend(asked.placebo());
            findings.extend(asked.changed_votes());
            findings.extend(asked.ideal_points());
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
pub struct Spans {
    /// Years that charts show.
    pub shown: Years,
    /// Years before.
    pub before: Years,
    /// Years after.
    pub after: Years,
}

impl Spans {
    /// The years of a host and a sender; none where they never voted together for a whole year.
    pub fn of(
        assembly: &Assembly,
        (host, sender): (usize, usize),
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

const INTERVAL: &str = "95 % of the posterior of the nine shares, each distinct text counted once, 2000 draws; none \
     for fewer than ten texts";
const SERIES_CAVEAT: &str = "Roll calls are those of adopted texts, as the UN Digital Library lists their votes, the \
     emergency special sessions among them; votes on paragraphs and amendments, and texts that failed, \
     are left out from 1990 on.";

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

    /// Roll calls of the series in these years, in the order in which SQL returns them.
    fn in_years(&self, years: Years) -> impl Iterator<Item = &RollCall> {
        let mut chosen: Vec<&RollCall> = self
            .library
            .roll_calls()
            .iter()
            .filter(|roll_call| {
                crate::vote::assembly::in_series(roll_call)
                    && (years.first..=years.last).contains(&roll_call.date.year())
            })
            .collect();
        chosen.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        chosen.into_iter()
    }

    fn shown(&self, row: &Agreement) -> bool {
        self.spans.shown.first <= row.years.first && row.years.last <= self.spans.shown.last
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

fn estimate(row: &Agreement) -> Option<Estimate> {
    let (value, interval) = row.table.pi().zip(row.interval)?;
    Some(Estimate { value, low: interval.low, high: interval.high })
}

fn plain(value: Option<f64>) -> String {
    value.map_or_else(|| "not defined".to_owned(), |value| format!("{value:.2}"))
}
