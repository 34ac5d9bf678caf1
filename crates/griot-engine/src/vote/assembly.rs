//! Roll calls with their ballots, by year, ready for the kernels.

use std::{collections::BTreeMap, ops::Range};

use griot_model::{Choice, Diagnostic, PartialDate};
use griot_stats::{
    agreement::{Ballot, Ballots},
    recurring,
};
use jiff::civil::Date;

use super::Years;
use crate::{
    library::{Library, Spellings},
    table::{
        noticed,
        votes::{MemberWord, RollCalls},
    },
};

/// Roll calls in order of time, and who cast what.
#[derive(Debug, Clone)]
pub struct Assembly {
    /// Who the roll calls are from, as cited.
    pub source: String,
    /// ISO 3166 alpha-3 codes, sorted.
    pub countries: Vec<String>,
    /// Roll calls in order of day, then key.
    pub roll_calls: Vec<Held>,
    /// Years in which there is a roll call, ascending.
    pub years: Vec<i16>,
    /// One period for each of [`Self::years`], one voter for each of [`Self::countries`].
    pub ballots: Ballots,
}

/// A roll call that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Key in its source.
    pub id: String,
    /// Day of the vote; the first day that a partial date allows.
    pub date: Date,
    /// Regular session, counted from 1 in 1946.
    pub session: i32,
    /// `A/RES/76/70`, where known.
    pub symbol: Option<String>,
    /// Title, where known.
    pub title: Option<String>,
    /// Index into [`Assembly::years`].
    pub period: usize,
    /// Place among the roll calls of its year.
    pub place: usize,
    /// Number of its text among those with a title; equal for a text put to the vote again.
    pub text: Option<usize>,
}

/// Seats that publishers continue under another code: pairs over years are pairs of seats.
const SEATS: [(&str, &str); 3] = [("YUG", "SRB"), ("SCG", "SRB"), ("SUN", "RUS")];

impl Assembly {
    /// The library's roll calls of Voeten's series, 1946 to 2024. What only another source knows is
    /// left out, since a series that changes its sources halfway shifts by that alone: lists that
    /// name only some of the choices above all.
    pub fn of_library(library: &Library) -> Self {
        let chosen = library.roll_calls().iter().filter(|roll_call| in_series(&roll_call.id));
        let rows = chosen.map(|roll_call| Row {
            id: roll_call.id.clone(),
            date: roll_call.date,
            symbol: roll_call.symbol.clone(),
            title: roll_call.title.clone(),
            votes: roll_call
                .votes
                .iter()
                .map(|(code, choice)| (String::from_utf8_lossy(code).into_owned(), *choice))
                .collect(),
        });
        let source =
            library.description("un_votes").map_or_else(String::new, |d| d.source.clone());
        Self::of_rows(source, rows.collect())
    }

    /// Roll calls of a publisher's file. A member whose word means no country, or more than one, is
    /// left out and noted.
    pub fn of_file(file: &str, read: &RollCalls, library: &Library) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let spellings = Spellings::own();
        let members: Vec<Option<String>> = read
            .members
            .iter()
            .map(|word| {
                let code = country_of(word, read.word, library, &spellings);
                if code.is_none() {
                    let what = format!(
                        "no country is meant by {word:?} alone; its votes are left out"
                    );
                    diagnostics.push(noticed(file, 1, what));
                }
                code
            })
            .collect();
        let rows = read.roll_calls.rows.iter().map(|roll_call| {
            if !matches!(roll_call.date, PartialDate::Day(_)) {
                let what =
                    format!("roll call {} has only the date {}", roll_call.id, roll_call.date);
                diagnostics.push(noticed(file, roll_call.row + 1, what));
            }
            let cast = |(member, choice): &(usize, Choice)| {
                Some((members.get(*member)?.clone()?, *choice))
            };
            Row {
                id: roll_call.id.clone(),
                date: roll_call.date.range().first,
                symbol: roll_call.symbol.clone(),
                title: roll_call.title.clone(),
                votes: roll_call.votes.iter().filter_map(cast).collect(),
            }
        });
        let rows = rows.collect();
        (Self::of_rows(file.to_owned(), rows), diagnostics)
    }

    fn of_rows(source: String, mut rows: Vec<Row>) -> Self {
        rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        let mut countries: Vec<String> = Vec::new();
        for row in &mut rows {
            for (code, choice) in &mut row.votes {
                if let Some((_, seat)) = SEATS.iter().find(|(before, _)| before == code) {
                    *code = (*seat).to_owned();
                }
                if *choice != Choice::Absent {
                    countries.push(code.clone());
                }
            }
            // Hundreds of codes a row: kept small by dropping the repeated ones as they come.
            if countries.len() > 10_000 {
                countries.sort_unstable();
                countries.dedup();
            }
        }
        countries.sort_unstable();
        countries.dedup();
        let mut sizes: BTreeMap<i16, usize> = BTreeMap::new();
        for row in &rows {
            *sizes.entry(row.date.year()).or_default() += 1;
        }
        let years: Vec<i16> = sizes.keys().copied().collect();
        let mut ballots =
            Ballots::new(countries.len(), &sizes.values().copied().collect::<Vec<_>>());
        let mut filled = vec![0; years.len()];
        let titled: Vec<(&str, i32)> = rows
            .iter()
            .filter_map(|row| Some((row.title.as_deref()?, session(row.date))))
            .collect();
        let mut texts = recurring::texts(titled).into_iter();
        let mut roll_calls = Vec::with_capacity(rows.len());
        for row in rows {
            let period = years.partition_point(|year| *year < row.date.year());
            let text = row.title.as_ref().and_then(|_| texts.next());
            let Some(place) = filled.get_mut(period) else { continue };
            for (code, choice) in &row.votes {
                if let (Some(ballot), Ok(voter)) =
                    (ballot(*choice), countries.binary_search(code))
                {
                    ballots.cast(period, *place, voter, ballot);
                }
            }
            roll_calls.push(Held {
                id: row.id,
                session: session(row.date),
                date: row.date,
                symbol: row.symbol,
                text,
                title: row.title,
                period,
                place: *place,
            });
            *place += 1;
        }
        Self { source, countries, roll_calls, years, ballots }
    }

    /// Index of a country by its alpha-3 code.
    pub fn country(&self, iso3: &str) -> Option<usize> {
        self.countries.binary_search_by(|known| known.as_str().cmp(iso3)).ok()
    }

    /// The periods of a span of years.
    pub fn periods(&self, years: Years) -> Range<usize> {
        let from = self.years.partition_point(|year| *year < years.first);
        let to = self.years.partition_point(|year| *year <= years.last);
        from..to.max(from)
    }

    /// What a country cast in a roll call; none where it was absent or no member.
    pub fn ballot(&self, roll_call: &Held, country: usize) -> Option<Ballot> {
        self.ballots.ballot(roll_call.period, roll_call.place, country)
    }
}

/// Whether the library's key is one of Voeten's series: `V` and a number.
pub(super) fn in_series(id: &str) -> bool {
    id.starts_with('V')
}

struct Row {
    id: String,
    date: Date,
    symbol: Option<String>,
    title: Option<String>,
    votes: Vec<(String, Choice)>,
}

fn ballot(choice: Choice) -> Option<Ballot> {
    match choice {
        Choice::Yes => Some(Ballot::Yes),
        Choice::Abstain => Some(Ballot::Abstain),
        Choice::No => Some(Ballot::No),
        Choice::Absent => None,
    }
}

/// Regular session of a day: it opens in September, and the first one ran from January 1946.
fn session(day: Date) -> i32 {
    let opened = if day.month() >= 9 { day.year() } else { day.year() - 1 };
    i32::from(opened - 1945).max(1)
}

fn country_of(
    word: &str,
    kind: MemberWord,
    library: &Library,
    spellings: &Spellings,
) -> Option<String> {
    let word = word.trim();
    match kind {
        MemberWord::Cow => {
            let number = word.parse().ok()?;
            let mut found = library.countries().iter().filter(|c| c.cow == Some(number));
            found.next().map(|country| country.iso3.clone())
        }
        MemberWord::Code => library.country(word).map(|country| country.iso3.clone()),
        MemberWord::Name => {
            // The UN Digital Library's list has the misprints; UNGA-DM writes names plainly.
            let plain = word.replace('’', "'");
            let known = library.find_country(&plain).map(|country| country.iso3.clone());
            spellings.country("undl", &plain).or(known)
        }
    }
}
